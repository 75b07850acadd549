/** Parses one expression on a stack of its own, for nesting must not exhaust the native one. */
import { never } from "../../kit/never.ts";
import {
  closeParentheses,
  continueComprehension,
  continueDict,
  continueList,
  openDict,
  openList,
  openParentheses,
} from "./parser-brackets.ts";
import {
  type BinaryFrame,
  type Frame,
  INFIX,
  isComparison,
  NOT_POWER,
  type Step,
  UNARY_POWER,
} from "./parser-frames.ts";
import { continueFormat, continueLambda, openFormat, openLambda } from "./parser-lambda.ts";
import type { ParserState } from "./parser-state.ts";
import { continueCall, continueIndex, openCall, openIndex, takeDot } from "./parser-suffixes.ts";
import type { Expression } from "./syntax.ts";

/**
 * The expression at the current token; null once the parse has failed.
 *
 * @param power operators that bind less tightly end it
 * @param whole whether it may be a lambda or a conditional
 */
export function parseExpression(state: ParserState, power: number, whole: boolean): Expression | null {
  state.push({ kind: "root", power, whole, height: 0, start: state.lexer.start });
  let step: Step = "operand";
  while (state.failure === null) {
    const top = state.frames.at(-1);
    if (top === undefined) break;
    if (step === "operand") step = readOperand(state, top);
    else if (continues(state, top)) step = extend(state);
    else if (top.kind === "root") {
      state.frames.pop();
      return state.value;
    } else {
      if (state.height > top.height) top.height = state.height;
      step = complete(state, top);
    }
  }
  state.frames.length = 0;
  return null;
}

function readOperand(state: ParserState, top: Frame): Step {
  const { lexer } = state;
  const start = lexer.start;
  switch (lexer.kind) {
    case "name": {
      const name = lexer.text;
      state.next();
      state.leaf({ start, end: lexer.lastEnd, kind: "name", name, binding: null });
      return "value";
    }
    case "string": {
      const value = lexer.text;
      state.next();
      state.leaf({ start, end: lexer.lastEnd, kind: "string", value });
      return "value";
    }
    case "(":
      return openParentheses(state);
    case "[":
      return openList(state);
    case "{":
      return openDict(state);
    case "f-start":
      return openFormat(state);
    case "lambda":
      if (top.whole) return openLambda(state);
      break;
    case "not":
      if (top.power > NOT_POWER) break;
      state.next();
      state.push({ kind: "unary", operator: "not", power: NOT_POWER, whole: false, height: 0, start });
      return "operand";
    case "+":
    case "-":
    case "~": {
      const operator = lexer.kind;
      state.next();
      state.push({ kind: "unary", operator, power: UNARY_POWER, whole: false, height: 0, start });
      return "operand";
    }
    default:
      if (readLiteral(state)) return "value";
  }
  state.failExpected("expression");
  return "value";
}

/** A number, bytes or `...`. */
function readLiteral(state: ParserState): boolean {
  const { lexer } = state;
  const { kind, int, float, bytes } = lexer;
  if (kind !== "int" && kind !== "float" && kind !== "bytes" && kind !== "...") return false;
  const { start, end } = lexer;
  state.next();
  if (kind === "int") state.leaf({ start, end, kind, value: int });
  else if (kind === "float") state.leaf({ start, end, kind, value: float });
  else if (kind === "bytes") state.leaf({ start, end, kind, value: bytes });
  else state.leaf({ start, end, kind: "ellipsis" });
  return true;
}

/** Whether the current token takes the value just completed further, within the frame that waits for it. */
function continues(state: ParserState, top: Frame): boolean {
  const { kind } = state;
  switch (kind) {
    case ",":
    case ")":
    case "]":
    case "newline":
      return false;
    case ".":
    case "(":
    case "[":
      return true;
    case "if":
      return top.whole;
    default: {
      const infix = INFIX.get(kind);
      return infix !== undefined && infix.left >= top.power;
    }
  }
}

/** Reads on where the current token takes the value just completed further. */
function extend(state: ParserState): Step {
  switch (state.kind) {
    case ".":
      return takeDot(state);
    case "(":
      return openCall(state);
    case "[":
      return openIndex(state);
    case "if":
      return openConditional(state);
    default:
      return openBinary(state);
  }
}

/** Hands the value just completed to the frame that waits for it. */
function complete(state: ParserState, top: Frame): Step {
  switch (top.kind) {
    case "unary": {
      state.frames.pop();
      const extent = state.extentFrom(top.start);
      state.node({ ...extent, kind: "unary", operator: top.operator, operand: state.value }, top.height);
      return "value";
    }
    case "binary":
      return completeBinary(state, top);
    case "conditional": {
      if (top.condition === null) {
        top.condition = state.value;
        top.whole = true;
        state.expect("else");
        return "operand";
      }
      state.frames.pop();
      const { condition, value } = top;
      const extent = state.extentFrom(top.start);
      state.node({ ...extent, kind: "conditional", condition, value, otherwise: state.value }, top.height);
      return "value";
    }
    case "parentheses":
      return closeParentheses(state, top);
    case "list":
      return continueList(state, top);
    case "dict":
      return continueDict(state, top);
    case "comprehension":
      return continueComprehension(state, top);
    case "call":
      return continueCall(state, top);
    case "index":
      return continueIndex(state, top);
    case "format":
      return continueFormat(state, top);
    case "lambda":
      return continueLambda(state, top);
    case "root":
      return "value";
    default:
      return never(top);
  }
}

function openConditional(state: ParserState): Step {
  const { value } = state;
  const { start } = value;
  const { height } = state;
  state.next();
  state.push({ kind: "conditional", value, condition: null, power: 0, whole: false, height, start });
  return "operand";
}

function openBinary(state: ParserState): Step {
  const infix = INFIX.get(state.kind);
  if (infix === undefined) return "value";
  const left = state.value;
  const { start } = left;
  const { height } = state;
  const isNot = state.kind === "not";
  state.next();
  if (isNot && !state.eat("in")) {
    state.failExpected("'in' after 'not'");
    return "value";
  }
  state.push({ kind: "binary", infix, left, power: infix.right, whole: false, height, start });
  return "operand";
}

function completeBinary(state: ParserState, { infix, left, start, height }: BinaryFrame): Step {
  state.frames.pop();
  const right = state.value;
  state.node({ start, end: right.end, kind: "binary", operator: infix.operator, left, right }, height);
  if (isComparison(infix)) {
    const next = INFIX.get(state.kind);
    if (next !== undefined && isComparison(next)) {
      state.failExpected("end of expression (comparisons are not associative in Starlark)");
    }
  }
  return "value";
}
