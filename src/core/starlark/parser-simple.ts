/** Statements without a block: assignments, expressions, `return`, `load` and the like. */
import { startsOperand } from "./parser-brackets.ts";
import { targetOf, trailingCommaFault } from "./parser-checks.ts";
import { parseExpression } from "./parser-expression.ts";
import { parseType } from "./parser-function.ts";
import type { ParserState } from "./parser-state.ts";
import type { SyntaxFault } from "./string-literal.ts";
import type { Place } from "./extent.ts";
import type { BinaryOperator, Expression, Statement } from "./syntax.ts";
import type { TokenKind } from "./tokens.ts";

/** Where a statement stands; some are allowed only in some places. */
export type Surroundings = {
  readonly insideFor: boolean;
  readonly insideDef: boolean;
  readonly topLevel: boolean;
};

type LoadedName = { readonly local: string; readonly foreign: string };

/** Null once the parse has failed. */
export function parseSmallStatement(state: ParserState, around: Surroundings): Statement | null {
  const start = state.lexer.start;
  const { kind } = state;
  switch (kind) {
    case "return":
      return parseReturn(state, around);
    case "break":
    case "continue":
      state.next();
      if (!around.insideFor) misplaced(state, start, `\`${kind}\` cannot be used outside of a \`for\` loop`);
      return { ...state.extentFrom(start), kind };
    case "pass":
      state.next();
      return { ...state.extentFrom(start), kind };
    case "load":
      return parseLoad(state, around);
    default:
      return parseAssignment(state);
  }
}

function misplaced(state: ParserState, start: Place, message: string): void {
  state.statementFault ??= { message, extent: state.extentFrom(start) };
}

function parseReturn(state: ParserState, around: Surroundings): Statement | null {
  const start = state.lexer.start;
  state.next();
  const isBare = state.kind === "newline" || state.kind === ";" || state.kind === "end" || state.kind === "error";
  const value = isBare ? null : parseList(state);
  if (!around.insideDef) misplaced(state, start, "`return` cannot be used outside of a `def` function");
  return state.failure === null ? { ...state.extentFrom(start), kind: "return", value } : null;
}

/** One expression, or several as a tuple without parentheses. */
function parseList(state: ParserState): Expression | null {
  const start = state.lexer.start;
  const first = parseExpression(state, 0, true);
  return first !== null && state.kind === "," ? parseListTail(state, first, start) : first;
}

function parseListTail(state: ParserState, first: Expression, start: Place): Expression | null {
  const items = [first];
  while (state.eat(",")) {
    if (!startsOperand(state.kind) && state.kind !== "lambda") {
      state.fail(trailingCommaFault(state.extentFrom(start)));
      return null;
    }
    const item = parseExpression(state, 0, true);
    if (item === null) return null;
    items.push(item);
  }
  return { ...state.extentFrom(start), kind: "tuple", items };
}

/** What `=` and its like do: null for plain assignment, else the operator applied first. */
const ASSIGNMENTS: ReadonlyMap<TokenKind, BinaryOperator | null> = new Map<TokenKind, BinaryOperator | null>([
  ["=", null],
  ["+=", "+"],
  ["-=", "-"],
  ["*=", "*"],
  ["/=", "/"],
  ["//=", "//"],
  ["%=", "%"],
  ["&=", "&"],
  ["|=", "|"],
  ["^=", "^"],
  ["<<=", "<<"],
  [">>=", ">>"],
]);

function parseAssignment(state: ParserState): Statement | null {
  const start = state.lexer.start;
  const first = parseExpression(state, 0, true);
  if (first === null) return null;
  const left = state.kind === "," ? parseListTail(state, first, start) : first;
  if (left === null) return null;
  const type = state.eat(":") ? parseType(state) : null;
  if (state.failure !== null) return null;
  const operator = ASSIGNMENTS.get(state.kind);
  if (operator === undefined) {
    if (left === first && type === null) return { start: left.start, end: left.end, kind: "expression", value: left };
    state.failExpected("assignment operator");
    return null;
  }
  state.next();
  const value = parseList(state);
  if (value === null) return null;
  const statement = assign(left, type, operator, value);
  if (!("message" in statement)) return { ...statement, ...state.extentFrom(start) };
  state.fail(statement);
  return null;
}

type Assignment = Extract<Statement, { kind: "assign" | "augment" }>;

function assign(
  left: Expression,
  type: Expression | null,
  operator: BinaryOperator | null,
  value: Expression,
): Assignment | SyntaxFault {
  const { start, end } = left;
  if (operator !== null && (left.kind === "tuple" || left.kind === "list")) {
    return { message: "left-hand-side of modifying assignment cannot be a list or tuple", extent: left };
  }
  const target = targetOf(left);
  if ("message" in target) return target;
  if (operator !== null) {
    if (type === null) return { start, end, kind: "augment", target, operator, value };
    return { message: "type annotations not allowed on augmented assignments", extent: type };
  }
  if (type !== null && target.kind === "tuple") {
    return { message: "type annotations not allowed on multiple assignments", extent: type };
  }
  return { start, end, kind: "assign", target, type, value };
}

function parseLoad(state: ParserState, around: Surroundings): Statement | null {
  const start = state.lexer.start;
  state.next();
  if (!state.expect("(")) return null;
  const extent = state.lexer.extent();
  const module = parseString(state);
  if (module === null) return null;
  const names: LoadedName[] = [];
  if (!state.is(")")) {
    if (!state.expect(",")) return null;
    while (!state.is(")")) {
      const name = parseLoadedName(state);
      if (name === null) return null;
      names.push(name);
      if (!state.eat(",")) break;
    }
  }
  if (!state.expect(")")) return null;
  if (!around.topLevel) misplaced(state, start, "`load` must only occur at the top of a module");
  if (names.length === 0) state.callFault ??= { message: "`load` statement requires at least two arguments", extent };
  return { ...state.extentFrom(start), kind: "load", module, names };
}

function parseString(state: ParserState): string | null {
  const { text } = state.lexer;
  return state.expect("string") ? text : null;
}

/** `"name"`, or `local = "name"`. */
function parseLoadedName(state: ParserState): LoadedName | null {
  const extent = state.lexer.extent();
  if (state.kind === "name") {
    const local = state.lexer.text;
    state.next();
    if (!state.eat("=")) {
      state.fail({ message: "Parse error: expected string literal in load statement", extent });
      return null;
    }
    const foreign = parseString(state);
    return foreign === null ? null : { local, foreign };
  }
  if (state.kind !== "string") {
    state.failExpected("string literal or identifier");
    return null;
  }
  const name = parseString(state);
  return name === null ? null : { local: name, foreign: name };
}
