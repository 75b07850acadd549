/**
 * Follows a script: every command that it may run, with its words as far as they are sure.
 *
 * The tree is walked in the order in which a shell runs it, all branches, with what the shell would know at each place:
 * variables, folder, functions. Where branches meet only what holds in both is kept; a loop is walked until nothing
 * changes any more. What is not sure is unknown, and text that is run and not known is an unknown of the course. The
 * work is bounded by the limits of `follow-trail.ts`; what lies beyond them is an unknown, too.
 *
 * Source: the manual of bash 5.2; test/core/script/ holds it against what bash runs.
 */
import type { Command } from "../shell/reading.ts";
import { evaluateWord } from "./follow-arithmetic.ts";
import { runWords, walkCommand, walkTest } from "./follow-commands.ts";
import { noteRedirected } from "./follow-files.ts";
import { defineFunction } from "./follow-functions.ts";
import { walkFor, walkForArithmetic, walkWhile } from "./follow-loops.ts";
import { inputOf, mayFail, outputInput, redirectionsOf } from "./follow-redirects.ts";
import { freshState, State } from "./follow-state.ts";
import {
  nothing,
  Trail,
  unknownIn,
  unknownText,
  within,
  type Output,
  type Scope,
  type TextUse,
  type Tools,
} from "./follow-trail.ts";
import { expandOne } from "./follow-words.ts";
import { parseScript } from "./parse.ts";
import type { Course, Input, Redirection } from "./sighting.ts";
import type { Node, Redirect } from "./tree.ts";
import { anyWord, showValue, textOf, textValue, type Value } from "./value.ts";
import type { SeeThrough } from "./wrapper.ts";
import { shellOf } from "./follow-shell.ts";

/** Turns of loops with known words that are walked one by one, in all nested ones together. */
const TURNS_MAX = 64;

/** Where a command runs. Both absolute. */
export type Around = { readonly cwd: string; readonly home: string };

/**
 * The course of a command line: `bash|sh|zsh -c|-lc SCRIPT` is read as a script, any other words are one command.
 * Never throws. Sightings stand in the order in which they are found, which is roughly that in which they run.
 */
export function follow(argv: Command, { cwd, home }: Around, seeThrough: SeeThrough): Course {
  const shell = shellOf(argv);
  const script = argv[2] ?? "";
  const trail = new Trail(seeThrough, home, shell === null ? argv.length : script.length);
  const state = freshState(cwd, home, shell ?? "bash");
  const flags = { isOutermost: true, isTested: false, isLast: false, isOpen: false, turns: TURNS_MAX };
  const scope: Scope = { trail, state, via: [], shape: trail.shape, frames: [], tools: TOOLS, ...flags };
  if (shell === null) {
    const [program, ...args] = argv;
    const words = [textValue(program), ...args.map(textValue)];
    runWords({ words, open: false, settings: [], redirections: [], at: null, names: "program" }, scope);
  } else {
    state.positional = [];
    walk(parseScript(script, shell), scope);
  }
  finish(trail);
  return trail.course();
}

/** What runs at some other time than where it stands: functions that nobody is seen to call, traps. */
function finish(trail: Trail): void {
  const done = new Set<Node>();
  for (let round = 0; round < 3; round++) {
    for (const run of trail.later.splice(0)) run();
    for (const { name, body, scope } of trail.definitions) {
      const isCalled = trail.called.has(body) && !trail.mayCallAny && !trail.walkedLast.has(name);
      if (done.has(body) || isCalled || trail.isFull) continue;
      done.add(body);
      const state = new State(null, scope.state.shell);
      state.forget();
      state.doubt = scope.state.doubt;
      walk(body, { ...scope, state, frames: [{ kind: "function", leaks: null, locals: new Set() }], isLast: true });
    }
  }
  if (trail.later.length > 0) trail.isFull = true;
}

function runText(text: Value, use: TextUse, scope: Scope): void {
  const { trail, state } = scope;
  const known = textOf(text);
  const isTooDeep = trail.depth >= 24;
  if (known === null || isTooDeep) {
    unknownText(scope, use.what, text);
    state.forget();
    return;
  }
  if (!trail.spend(1 + (known.length >> 4))) return;
  trail.depth++;
  const change = { isOutermost: false, isOpen: use.open, via: [...scope.via, use.via] };
  walk(parseScript(known, state.shell), { ...scope, ...change });
  trail.depth--;
}

const TOOLS: Tools = { walk, walkOpen, runText, runWords, expandOne };

/** Afterwards the state is what holds whether it succeeded or failed. */
function walk(node: Node, scope: Scope): Output {
  return scope.trail.settle(walkOpen(node, scope), scope.state);
}

/** Afterwards the state is what holds if it succeeded; what holds if it failed is in the output. */
function walkOpen(node: Node, scope: Scope): Output {
  const { trail } = scope;
  if (trail.isFull || !trail.spend(1)) return nothing(trail);
  switch (node.kind) {
    case "command":
      return walkCommand(node, scope);
    case "list":
      return walkList(node, scope);
    case "pipeline":
      return walkPipeline(node, scope);
    case "function":
      defineFunction(node.name, node.body, scope);
      return nothing(trail);
    case "coproc":
      walk(node.body, within(scope, "coproc", { state: withInput(scope.state.clone(), UNKNOWN_INPUT), frames: [] }));
      return nothing(trail);
    case "unknown": {
      const at = scope.isOutermost ? node.at : null;
      unknownIn(scope, { kind: "text", what: node.why, path: null, at });
      scope.state.forget();
      return nothing(trail);
    }
    default:
      return walkCompound(node, scope);
  }
}

type Compound = Exclude<Node, { readonly kind: "command" | "list" | "pipeline" | "function" | "coproc" | "unknown" }>;

const UNKNOWN_INPUT: Input = { kind: "text", text: anyWord("its input") };

function withInput(state: State, input: Input): State {
  state.input = input;
  return state;
}

/** What has redirections of its own around it. */
function walkCompound(node: Compound, scope: Scope): Output {
  const { trail, state } = scope;
  const first = trail.sightings.length;
  const before = node.redirects.length > 0 ? state.clone() : null;
  const { input } = state;
  const redirections = before === null ? [] : redirect(node.redirects, scope);
  const isUnsure = mayFail(redirections);
  if (state.input.kind === "text" && !isSingle(node)) state.input = UNKNOWN_INPUT;
  const inner = walkInside(node, scope);
  if (redirections.length > 0) noteRedirected(redirections, inner, scope);
  state.input = input;
  if (inner.failed !== null) inner.failed.input = input;
  if (isUnsure && before !== null) {
    trail.settle({ ...nothing(trail), failed: inner.failed }, state);
    state.joinWith(before, trail.numbers);
    return { ...nothing(trail), first };
  }
  const text = node.redirects.length > 0 ? null : inner.text;
  return { text, first, end: trail.sightings.length, failed: inner.failed };
}

function redirect(redirects: readonly Redirect[], scope: Scope): readonly Redirection[] {
  const { trail, state } = scope;
  const redirections = redirectionsOf(redirects, scope);
  trail.redirect(redirections, state);
  state.input = inputOf(redirections, scope);
  return redirections;
}

/** A group of one command reads the whole input that it is given. */
function isSingle(node: Compound): boolean {
  if (node.kind !== "group" && node.kind !== "subshell") return false;
  const { body } = node;
  return (
    body.kind === "command" ||
    (body.kind === "list" && body.parts.length === 1 && body.parts[0]?.node.kind === "command")
  );
}

function walkInside(node: Compound, scope: Scope): Output {
  const { trail, state } = scope;
  switch (node.kind) {
    case "group":
      return walkOpen(node.body, scope);
    case "subshell": {
      const output = walk(node.body, within(scope, "subshell", { state: state.clone() }));
      return output;
    }
    case "if":
      walkIf(node, scope);
      return nothing(trail);
    case "while":
    case "until":
      walkWhile(node, scope);
      return nothing(trail);
    case "for":
    case "select":
      walkFor(node, scope);
      return nothing(trail);
    case "for-arithmetic":
      walkForArithmetic(node, scope);
      return nothing(trail);
    case "case":
      walkCase(node, scope);
      return nothing(trail);
    case "test":
      walkTest(node, scope);
      return nothing(trail);
    case "arithmetic":
      evaluateWord(node.expression, scope);
      return nothing(trail);
    default:
      return node satisfies never;
  }
}

type List = Node & { readonly kind: "list" };

/** In order, chain by chain. */
function walkList({ parts }: List, scope: Scope): Output {
  const { trail, state } = scope;
  const first = trail.sightings.length;
  let printed: Value | null = textValue("");
  let failed: State | null = null;
  for (let at = 0; at < parts.length && !trail.isFull;) {
    const end = chainEnd(parts, at);
    const chain = parts.slice(at, end);
    at = end;
    const before = state.mayHaveSkipped ? state.clone() : null;
    if (chain.at(-1)?.next === "&") {
      walkChain(chain, within(scope, "background", { state: state.clone(), frames: [] }));
      printed = null;
      continue;
    }
    const output = walkChain(chain, scope);
    printed = printed === null || output.text === null ? null : trail.join([printed, output.text]);
    failed = output.failed;
    if (at === parts.length && before === null) break;
    const ends = chain.length === 1 && state.stopsAtErrors && !scope.isTested;
    if (failed !== null && !ends) state.joinWith(failed, trail.numbers);
    failed = null;
    // An error may have left out all of this line, or what was left of it.
    if (before !== null && !state.isOver) state.joinWith(before, trail.numbers);
  }
  return { text: printed, first, end: trail.sightings.length, failed };
}

/** Behind the last part that `&&` and `||` join to the one at `start`. */
function chainEnd(parts: List["parts"], start: number): number {
  let at = start;
  while (parts[at]?.next === "&&" || parts[at]?.next === "||") at++;
  return at + 1;
}

/** Each part goes on in the state in which what stands before it succeeded or failed. */
function walkChain(chain: List["parts"], scope: Scope): Output {
  const { trail, state } = scope;
  const [start, ...others] = chain;
  if (start === undefined) return nothing(trail);
  const tested = { ...scope, isTested: true };
  const first = trail.sightings.length;
  const output = walkOpen(start.node, others.length > 0 ? tested : scope);
  if (others.length === 0) return output;
  let { failed } = output;
  let link = start.next;
  for (const [at, { node, next }] of others.entries()) {
    const inner = at < others.length - 1 ? tested : scope;
    if (link === "&&") {
      const over = failed ?? state.clone();
      const part = walkOpen(node, inner);
      over.joinWith(part.failed ?? state.clone(), trail.numbers);
      failed = over;
    } else {
      const succeeded = state.clone();
      if (failed !== null) state.become(failed);
      failed = walkOpen(node, inner).failed ?? state.clone();
      state.joinWith(succeeded, trail.numbers);
    }
    link = next;
  }
  return { text: null, first, end: trail.sightings.length, failed };
}

function walkPipeline({ parts, negated }: Node & { readonly kind: "pipeline" }, scope: Scope): Output {
  const { trail, state } = scope;
  const [only, ...more] = parts;
  if (only === undefined) return nothing(trail);
  if (more.length === 0) {
    const inner = negated ? { ...scope, isTested: true } : scope;
    const output = walk(only, inner);
    return negated ? { ...output, text: null } : output;
  }
  let input = state.input;
  let output = nothing(trail);
  for (const [at, part] of parts.entries()) {
    const copy = withInput(state.clone(), input);
    output = walk(part, { ...scope, state: copy, frames: [] });
    input = outputInput(output);
    if (at < parts.length - 1) continue;
    // The last part may run in the shell itself.
    copy.input = state.input;
    state.joinWith(copy, trail.numbers);
  }
  return output;
}

function walkIf({ branches, otherwise }: Node & { readonly kind: "if" }, scope: Scope): void {
  const { trail, state } = scope;
  const ends: State[] = [];
  for (const { test, body } of branches) {
    const output = walkOpen(test, { ...within(scope, "if"), isTested: true });
    const failed = output.failed ?? state.clone();
    walk(body, within(scope, "then"));
    ends.push(state.clone());
    state.become(failed);
  }
  if (otherwise !== null) walk(otherwise, within(scope, "else"));
  for (const end of ends) state.joinWith(end, trail.numbers);
}

function walkCase({ subject, branches }: Node & { readonly kind: "case" }, scope: Scope): void {
  const { trail, state } = scope;
  const value = expandOne(subject, scope);
  const ends: State[] = [];
  const inner = within(scope, `case ${showValue(value)}`);
  for (const { patterns, body, goesOn } of branches) {
    for (const pattern of patterns) expandOne(pattern, inner);
    const entry = state.clone();
    if (body !== null) walk(body, inner);
    ends.push(state.clone());
    // What holds behind it may be found by any later pattern, or branch.
    if (goesOn) entry.joinWith(state.clone(), trail.numbers);
    state.become(entry);
  }
  for (const end of ends) state.joinWith(end.clone(), trail.numbers);
}
