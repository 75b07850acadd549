/** What may follow a value: calls, indexes, slices, attributes. */
import { never } from "../../kit/never.ts";
import { argumentsFault } from "./parser-checks.ts";
import { type CallFrame, type IndexFrame, type Step, trimmed } from "./parser-frames.ts";
import type { ParserState } from "./parser-state.ts";
import type { Expression } from "./syntax.ts";

export function takeDot(state: ParserState): Step {
  const object = state.value;
  state.next();
  const nameStart = state.lexer.start;
  const name = state.expectName();
  if (name === null) return "value";
  const nameExtent = state.extentFrom(nameStart);
  state.node({ ...state.extentFrom(object.start), kind: "dot", object, name, nameExtent }, state.height);
  return "value";
}

export function openCall(state: ParserState): Step {
  const callee = state.value;
  const { start } = callee;
  const { height } = state;
  state.next();
  const frame: CallFrame = {
    kind: "call",
    callee,
    args: [],
    argument: "positional",
    name: "",
    argumentStart: start,
    power: 0,
    whole: true,
    height,
    start,
  };
  state.push(frame);
  return state.kind === ")" ? closeCall(state, frame) : openArgument(state, frame);
}

function openArgument(state: ParserState, frame: CallFrame): Step {
  const start = state.lexer.start;
  frame.argumentStart = start;
  frame.argument = "positional";
  if (state.kind === "*" || state.kind === "**") {
    frame.argument = state.kind === "*" ? "star" : "star-star";
    state.next();
    return "operand";
  }
  if (state.kind !== "name") return "operand";
  const name = state.lexer.text;
  state.next();
  if (state.eat("=")) {
    frame.argument = "named";
    frame.name = name;
    return "operand";
  }
  state.leaf({ start, end: state.lexer.lastEnd, kind: "name", name, binding: null });
  return "value";
}

export function continueCall(state: ParserState, frame: CallFrame): Step {
  const { argument: kind, name, argumentStart: start } = frame;
  const { value } = state;
  const end = state.lexer.lastEnd;
  frame.args.push(kind === "named" ? { start, end, kind, name, value } : { start, end, kind, value });
  if (state.eat(",") && state.kind !== ")") return openArgument(state, frame);
  return closeCall(state, frame);
}

function closeCall(state: ParserState, frame: CallFrame): Step {
  state.expect(")");
  state.frames.pop();
  state.callFault ??= argumentsFault(frame.args);
  const { start, callee, args } = frame;
  state.node({ start, end: state.lexer.lastEnd, kind: "call", callee, args: trimmed(args) }, frame.height);
  return "value";
}

export function openIndex(state: ParserState): Step {
  const object = state.value;
  const { start } = object;
  const { height } = state;
  state.next();
  const frame: IndexFrame = {
    kind: "index",
    object,
    stage: "first",
    first: null,
    to: null,
    power: 0,
    whole: true,
    height,
    start,
  };
  state.push(frame);
  return state.eat(":") ? openTo(state, frame) : "operand";
}

/** Behind the first colon of a slice. */
function openTo(state: ParserState, frame: IndexFrame): Step {
  if (state.kind === "]" || state.kind === ":") return openStep(state, frame);
  frame.stage = "to";
  return "operand";
}

/** Where the second colon of a slice may stand. */
function openStep(state: ParserState, frame: IndexFrame): Step {
  if (!state.eat(":") || state.kind === "]") return closeSlice(state, frame, null);
  frame.stage = "step";
  return "operand";
}

export function continueIndex(state: ParserState, frame: IndexFrame): Step {
  switch (frame.stage) {
    case "first": {
      frame.first = state.value;
      if (state.eat(":")) return openTo(state, frame);
      if (!state.eat(",")) return closeIndex(state, frame, null);
      frame.stage = "second";
      return "operand";
    }
    case "second":
      return closeIndex(state, frame, state.value);
    case "to":
      frame.to = state.value;
      return openStep(state, frame);
    case "step":
      return closeSlice(state, frame, state.value);
    default:
      return never(frame.stage);
  }
}

function closeIndex(state: ParserState, frame: IndexFrame, second: Expression | null): Step {
  state.expect("]");
  state.frames.pop();
  const { object, first } = frame;
  if (first === null) return "value";
  const extent = state.extentFrom(frame.start);
  const value: Expression =
    second === null
      ? { ...extent, kind: "index", object, index: first }
      : { ...extent, kind: "index2", object, first, second };
  state.node(value, frame.height);
  return "value";
}

function closeSlice(state: ParserState, frame: IndexFrame, step: Expression | null): Step {
  state.expect("]");
  state.frames.pop();
  const { object, first: from, to } = frame;
  state.node({ ...state.extentFrom(frame.start), kind: "slice", object, from, to, step }, frame.height);
  return "value";
}
