/** Loops: what holds in every turn, and afterwards. */
import { evaluateWord } from "./follow-arithmetic.ts";
import type { State } from "./follow-state.ts";
import { within, type Frame, type Scope } from "./follow-trail.ts";
import { setVariable } from "./follow-variables.ts";
import { expandWords } from "./follow-words.ts";
import type { Node } from "./tree.ts";
import { anyWord, type Value } from "./value.ts";

/** Loops in loops are walked until nothing changes any more; deeper ones once, with nothing known. */
const LOOPS_MAX = 4;

const PASSES_MAX = 3;

/** One turn, in a state that it changes. Gives the state in which the loop ends before its body; null for the same. */
type Turn = (scope: Scope) => State | null;

type While = Node & { readonly kind: "while" | "until" };

export function walkWhile(node: While, scope: Scope): void {
  repeat(within(scope, "loop"), (turn) => {
    const { state } = turn;
    const output = turn.tools.walkOpen(node.test, { ...turn, isTested: true });
    const failed = output.failed ?? state.clone();
    const over = node.kind === "while" ? failed : state.clone();
    if (node.kind === "until") state.become(failed);
    turn.tools.walk(node.body, turn);
    return over;
  });
}

type For = Node & { readonly kind: "for" | "select" };

export function walkFor(node: For, scope: Scope): void {
  const values = node.words === null ? scope.state.positional : expandWords(node.words, scope);
  const title = `${node.kind} ${node.name}`;
  const isSure = node.kind === "for" && values !== null && values.every(({ many }) => !many);
  if (isSure && values.length > 0 && values.length <= scope.turns) return walkEach(node, values, within(scope, title));
  const [only, ...more] = values ?? [];
  const isPattern = only !== undefined && more.length === 0 && only.pieces.every(({ kind }) => kind !== "any");
  const value = node.kind === "for" && isPattern ? { pieces: only.pieces, many: false } : anyWord(`$${node.name}`);
  repeat(within(scope, title), (turn) => {
    const over = turn.state.clone();
    setVariable(turn, node.name, { kind: "word", value });
    turn.tools.walk(node.body, turn);
    return over;
  });
}

/** A few words that are known: one turn for each. */
function walkEach(node: For, values: readonly Value[], scope: Scope): void {
  const { state, trail } = scope;
  const frame: Frame = { kind: "loop", leaks: null, locals: new Set() };
  const turns = Math.floor(scope.turns / values.length);
  for (const value of values) {
    if (trail.isFull) return;
    setVariable(scope, node.name, { kind: "word", value });
    scope.tools.walk(node.body, { ...scope, frames: [...scope.frames, frame], turns });
    if (frame.leaks !== null) state.joinWith(frame.leaks.clone(), trail.numbers);
  }
}

export function walkForArithmetic(node: Node & { readonly kind: "for-arithmetic" }, scope: Scope): void {
  const [start, ...others] = node.expressions;
  if (start !== undefined) evaluateWord(start, scope);
  repeat(within(scope, "loop"), (turn) => {
    for (const expression of others) evaluateWord(expression, turn);
    const over = turn.state.clone();
    turn.tools.walk(node.body, turn);
    for (const expression of others) evaluateWord(expression, turn);
    return over;
  });
}

/** Walks turns until the state at their start stays the same; what was found in passes before that is dropped. */
function repeat(scope: Scope, turn: Turn): void {
  const { trail, state } = scope;
  const isDeep = scope.frames.filter(({ kind }) => kind === "loop").length >= LOOPS_MAX;
  for (let pass = isDeep ? PASSES_MAX : 0; !trail.isFull; pass++) {
    const isLast = pass >= PASSES_MAX;
    if (isLast) forgetAll(state);
    const mark = trail.mark();
    const entry = state.clone();
    const frame: Frame = { kind: "loop", leaks: null, locals: new Set() };
    const over = turn({ ...scope, frames: [...scope.frames, frame] }) ?? state.clone();
    const next = entry.clone();
    for (const end of [state, frame.leaks]) if (end !== null) next.joinWith(end.clone(), trail.numbers);
    if (isLast || entry.isWithin(next)) {
      if (frame.leaks !== null) over.joinWith(frame.leaks.clone(), trail.numbers);
      state.become(over);
      if (isLast) forgetAll(state);
      return;
    }
    trail.goBack(mark);
    scope.shape.length = 0;
    state.become(next);
  }
}

function forgetAll(state: State): void {
  state.forget();
  state.mayTakeSettings = true;
  state.mayKeepBraces = true;
  state.mayHaveSkipped = true;
}
