/** Parentheses, lists, dicts and comprehensions. */
import { never } from "../../kit/never.ts";
import { targetOf, trailingCommaFault } from "./parser-checks.ts";
import {
  type ComprehensionFrame,
  type DictFrame,
  type ListFrame,
  type ParenthesesFrame,
  type Step,
  TARGET_POWER,
  trimmed,
} from "./parser-frames.ts";
import type { ParserState } from "./parser-state.ts";
import type { Place } from "./extent.ts";
import type { Expression } from "./syntax.ts";
import type { TokenKind } from "./tokens.ts";

const OPERAND_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "name",
  "int",
  "float",
  "string",
  "f-start",
  "(",
  "[",
  "{",
  "+",
  "-",
  "~",
  "not",
  "...",
]);

/** Whether an expression can go on here behind a comma, apart from a lambda; the reference leaves bytes out. */
export function startsOperand(kind: TokenKind): boolean {
  return OPERAND_STARTS.has(kind);
}

export function openParentheses(state: ParserState): Step {
  const start = state.lexer.start;
  state.next();
  if (state.eat(")")) {
    state.leaf({ ...state.extentFrom(start), kind: "tuple", items: [] });
    return "value";
  }
  // The span of what stands in parentheses leaves them out.
  state.push({ kind: "parentheses", items: null, power: 0, whole: true, height: 0, start: state.lexer.start });
  return "operand";
}

export function closeParentheses(state: ParserState, frame: ParenthesesFrame): Step {
  const { value } = state;
  if (state.eat(",")) {
    frame.items ??= [];
    frame.items.push(value);
    if (startsOperand(state.kind) || state.kind === "lambda") return "operand";
  } else frame.items?.push(value);
  const { items } = frame;
  const extent = state.extentFrom(frame.start);
  state.expect(")");
  state.frames.pop();
  if (items !== null) state.node({ ...extent, kind: "tuple", items }, frame.height);
  return "value";
}

export function openList(state: ParserState): Step {
  const start = state.lexer.start;
  state.next();
  if (state.eat("]")) {
    state.leaf({ ...state.extentFrom(start), kind: "list", items: [] });
    return "value";
  }
  state.push({ kind: "list", items: [], power: 0, whole: true, height: 0, start });
  return "operand";
}

export function continueList(state: ParserState, frame: ListFrame): Step {
  if (frame.items.length === 0 && state.kind === "for") {
    return openComprehension(state, frame, { key: null, item: state.value });
  }
  frame.items.push(state.value);
  if (state.eat(",") && state.kind !== "]") return "operand";
  state.expect("]");
  state.frames.pop();
  const { start, items } = frame;
  state.node({ start, end: state.lexer.lastEnd, kind: "list", items: trimmed(items) }, frame.height);
  return "value";
}

export function openDict(state: ParserState): Step {
  const start = state.lexer.start;
  state.next();
  if (state.eat("}")) {
    state.leaf({ ...state.extentFrom(start), kind: "dict", entries: [] });
    return "value";
  }
  state.push({ kind: "dict", entries: [], key: null, power: 0, whole: true, height: 0, start });
  return "operand";
}

export function continueDict(state: ParserState, frame: DictFrame): Step {
  if (frame.key === null) {
    frame.key = state.value;
    state.expect(":");
    return "operand";
  }
  if (frame.entries.length === 0 && state.kind === "for") {
    return openComprehension(state, frame, { key: frame.key, item: state.value });
  }
  frame.entries.push({ key: frame.key, value: state.value });
  frame.key = null;
  if (state.eat(",") && state.kind !== "}") return "operand";
  state.expect("}");
  state.frames.pop();
  state.node({ ...state.extentFrom(frame.start), kind: "dict", entries: frame.entries }, frame.height);
  return "value";
}

function openComprehension(
  state: ParserState,
  { start, height }: ListFrame | DictFrame,
  { key, item }: { readonly key: Expression | null; readonly item: Expression },
): Step {
  const frame: ComprehensionFrame = {
    kind: "comprehension",
    key,
    item,
    clauses: [],
    stage: "target",
    targetStart: start,
    targets: [],
    power: 0,
    whole: false,
    height,
    start,
  };
  state.frames.pop();
  state.push(frame);
  return nextClause(state, frame);
}

function nextClause(state: ParserState, frame: ComprehensionFrame): Step {
  if (state.eat("for")) {
    frame.stage = "target";
    frame.power = TARGET_POWER;
    frame.targetStart = state.lexer.start;
    frame.targets = [];
    return "operand";
  }
  if (state.eat("if")) {
    frame.stage = "if";
    return "operand";
  }
  state.expect(frame.key === null ? "]" : "}");
  state.frames.pop();
  const { key, item, clauses } = frame;
  const extent = state.extentFrom(frame.start);
  const value: Expression =
    key === null
      ? { ...extent, kind: "list-comprehension", item, clauses }
      : { ...extent, kind: "dict-comprehension", key, value: item, clauses };
  state.node(value, frame.height);
  return "value";
}

export function continueComprehension(state: ParserState, frame: ComprehensionFrame): Step {
  switch (frame.stage) {
    case "target":
      frame.targets.push(state.value);
      // Several variables make a tuple.
      frame.height = Math.max(frame.height, state.height + 1);
      if (state.eat(",")) {
        if (startsOperand(state.kind)) return "operand";
        state.fail(trailingCommaFault(state.extentFrom(frame.targetStart)));
      }
      frame.stage = "over";
      frame.power = 0;
      frame.targets = [variables(state, frame.targets, frame.targetStart)];
      state.expect("in");
      return "operand";
    case "over": {
      const target = targetOf(frame.targets[0] ?? state.value);
      if ("message" in target) state.fail(target);
      else frame.clauses.push({ kind: "for", target, over: state.value });
      return nextClause(state, frame);
    }
    case "if":
      frame.clauses.push({ kind: "if", condition: state.value });
      return nextClause(state, frame);
    default:
      return never(frame.stage);
  }
}

/** Loop variables without parentheses: one as it is, several as a tuple. */
export function variables(state: ParserState, items: readonly Expression[], start: Place): Expression {
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return only;
  return { ...state.extentFrom(start), kind: "tuple", items };
}
