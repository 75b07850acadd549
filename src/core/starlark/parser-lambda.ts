/** Lambdas and f-strings: expressions with a grammar of their own inside. */
import { parametersFault } from "./parser-checks.ts";
import type { FormatFrame, LambdaFrame, Step } from "./parser-frames.ts";
import type { ParserState } from "./parser-state.ts";
import type { SyntaxFault } from "./string-literal.ts";
import type { Extent } from "./extent.ts";
import type { Parameter } from "./syntax.ts";

/** The dialect knows no positional-only parameters. */
export function slashFault(extent: Extent): SyntaxFault {
  return { message: "/ positional-only-arguments is not allowed in this dialect", extent };
}

/** A parameter with a star or two, without its type; null if there is no star here. */
export function starParameter(state: ParserState): Parameter | null {
  const start = state.lexer.start;
  if (state.eat("**")) {
    const name = state.expectName();
    return name === null ? null : { ...state.extentFrom(start), kind: "star-star", name, type: null };
  }
  if (!state.eat("*")) return null;
  if (state.kind !== "name") return { ...state.extentFrom(start), kind: "star-alone" };
  const name = state.lexer.text;
  state.next();
  return { ...state.extentFrom(start), kind: "star", name, type: null };
}

export function openLambda(state: ParserState): Step {
  const start = state.lexer.start;
  state.next();
  const frame: LambdaFrame = {
    kind: "lambda",
    parameters: [],
    slash: null,
    parameter: null,
    power: 0,
    whole: true,
    height: 0,
    start,
  };
  state.push(frame);
  return state.kind === ":" ? openBody(state, frame) : readParameters(state, frame);
}

/** Reads parameters up to one whose default must be read first, or to the colon. */
function readParameters(state: ParserState, frame: LambdaFrame): Step {
  do {
    const start = state.lexer.start;
    const star = starParameter(state);
    if (star !== null) frame.parameters.push(star);
    else if (state.failure !== null) return "value";
    else if (state.eat("/")) frame.slash ??= state.extentFrom(start);
    else {
      const name = state.expectName();
      if (name === null) return "value";
      if (state.eat("=")) {
        frame.parameter = { name, start };
        return "operand";
      }
      frame.parameters.push({ ...state.extentFrom(start), kind: "plain", name, type: null, fallback: null });
    }
  } while (state.eat(",") && state.kind !== ":");
  return openBody(state, frame);
}

function openBody(state: ParserState, frame: LambdaFrame): Step {
  state.expect(":");
  const fault = frame.slash === null ? parametersFault(frame.parameters) : slashFault(frame.slash);
  if (fault !== null && !(state.lambdaFault !== null && state.lambdaStart < frame.start)) {
    // A lambda around another one is the first to be checked, though its parameters end later.
    state.lambdaFault = fault;
    state.lambdaStart = frame.start;
  }
  return "operand";
}

export function continueLambda(state: ParserState, frame: LambdaFrame): Step {
  const { parameter, parameters } = frame;
  if (parameter !== null) {
    const { name, start } = parameter;
    parameters.push({ ...state.extentFrom(start), kind: "plain", name, type: null, fallback: state.value });
    frame.parameter = null;
    return state.eat(",") && state.kind !== ":" ? readParameters(state, frame) : openBody(state, frame);
  }
  state.frames.pop();
  const { value } = state;
  const extent = state.extentFrom(frame.start);
  const body = [{ start: value.start, end: value.end, kind: "return", value }] as const;
  const lambda = { ...extent, name: "lambda", parameters, returns: null, body, slots: 0 };
  state.node({ ...extent, kind: "lambda", function: lambda }, frame.height);
  return "value";
}

export function openFormat(state: ParserState): Step {
  const start = state.lexer.start;
  state.next();
  const frame: FormatFrame = { kind: "format", pieces: [], power: 0, whole: true, height: 0, start };
  state.push(frame);
  return readPieces(state, frame);
}

/** Reads text up to the next hole or to the end of the f-string. */
function readPieces(state: ParserState, frame: FormatFrame): Step {
  while (state.kind === "f-text") {
    frame.pieces.push({ kind: "text", text: state.lexer.text });
    state.next();
  }
  if (state.eat("f-open")) return "operand";
  state.expect("f-end");
  state.frames.pop();
  state.node({ ...state.extentFrom(frame.start), kind: "format", pieces: frame.pieces }, frame.height);
  return "value";
}

export function continueFormat(state: ParserState, frame: FormatFrame): Step {
  const { value } = state;
  let conversion: "s" | "r" = "s";
  const bang = state.lexer.start;
  if (state.eat("f-bang")) {
    const name = state.kind === "name" ? state.lexer.text : "";
    if (name !== "s" && name !== "r") {
      const end = name === "" ? state.lexer.start : state.lexer.end;
      const extent = { start: bang, end };
      state.fail({ message: "invalid f-string conversion specifier, expected 's' or 'r'", extent });
      return "value";
    }
    conversion = name;
    state.next();
  }
  frame.pieces.push({ kind: "value", value, conversion });
  state.expect("f-close");
  return readPieces(state, frame);
}
