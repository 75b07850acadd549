/** One command: its words, and what runs when it is called: a function, a builtin, a program. */
import { evaluate, evaluateSubscript } from "./follow-arithmetic.ts";
import { assign, settingOf } from "./follow-assign.ts";
import { isBuiltin, maySteer, runBuiltin } from "./follow-builtins.ts";
import { lastNameOf, mayMake, noteMaker, noteRedirected, runMade } from "./follow-files.ts";
import { callAliases, callFunction, leak } from "./follow-functions.ts";
import { runInner } from "./follow-inner.ts";
import { knownOutput } from "./follow-output.ts";
import { inputOf, mayFail, redirectionsOf } from "./follow-redirects.ts";
import { DEPTH_MAX, nothing, unknownText, type Call, type Output, type RunMade, type Scope } from "./follow-trail.ts";
import { noteMeaning } from "./follow-variables.ts";
import { expandOne, expandWords } from "./follow-words.ts";
import { PATH_WAS_SET, type Input, type Shape } from "./sighting.ts";
import type { Node, Word } from "./tree.ts";
import { anyWord, prefixOf, showValue, textOf, textValue, type Value } from "./value.ts";

/** The doubt of a name that is surely a function of the script, whose body is seen as well. */
export const IS_FUNCTION = "it is a function of the script";

type Simple = Node & { readonly kind: "command" };

export function walkCommand(node: Simple, scope: Scope): Output {
  const { trail, state } = scope;
  const before = node.redirects.length > 0 || node.assignments.length > 1 ? state.clone() : null;
  const isFragile = state.mayHaveSkipped;
  const words = wordsOf(node.words, scope);
  const redirections = redirectionsOf(node.redirects, scope);
  const at = scope.isOutermost ? node.at : null;
  const [first] = words;
  if (first === undefined) {
    for (const assignment of node.assignments) assign(assignment, scope);
    trail.redirect(redirections, state);
    const isUnsure = mayFail(redirections) || (state.mayHaveSkipped && !isFragile) || node.words.length > 0;
    if (isUnsure && before !== null) state.joinWith(before, trail.numbers);
    return nothing(trail);
  }
  const mayVanish = words.every(({ many, pieces }) => many && pieces.every(({ kind }) => kind !== "text"));
  const settings = node.assignments.map((assignment) => settingOf(assignment, scope));
  if (mayVanish) for (const { name } of settings) state.set(name, null);
  const call: Call = { words, open: scope.isOpen, settings, redirections, at, names: "shell" };
  const output = scope.tools.runWords(call, scope);
  if (mayFail(redirections) && before !== null && !state.isOver) state.joinWith(before, trail.numbers);
  if (state.mayTakeSettings) runWithoutSettings(call, scope);
  if (trail.hasVanishing) runWithoutVanished(call, scope);
  return output;
}

const DECLARING: ReadonlySet<string> = new Set("declare typeset local export readonly".split(" "));

/** Values in words of declarations are not split. */
function wordsOf(words: readonly Word[], scope: Scope): readonly Value[] {
  const only = words[0]?.parts[0];
  if (only?.kind !== "literal" || only.quoted || !DECLARING.has(only.text)) return expandWords(words, scope);
  return words.flatMap((word) => {
    const [first] = word.parts;
    const isAssigned =
      first?.kind === "literal" && !first.quoted && /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(first.text);
    const isWhole = isAssigned && word.parts.every(({ kind }) => kind !== "braces" && kind !== "sequence");
    return isWhole && scope.state.shell !== "sh" ? [expandOne(word, scope)] : expandWords([word], scope);
  });
}

function isSetting(value: Value): boolean {
  return /^[A-Za-z_]\w*\+?=/.test(showValue(value));
}

/** After `set -k`, words that look like settings are no words of the command. */
function runWithoutSettings(call: Call, scope: Scope): void {
  const [program, ...args] = call.words;
  if (program === undefined || !call.words.some(isSetting)) return;
  const kept = isSetting(program)
    ? args.filter((arg) => !isSetting(arg))
    : [program, ...args.filter((arg) => !isSetting(arg))];
  scope.state.forgetVariables();
  if (kept.length > 0) scope.tools.runWords({ ...call, words: kept }, { ...scope, state: scope.state.clone() });
}

/** `git $(which x) push` is another command where there is no `x`. */
function runWithoutVanished(call: Call, scope: Scope): void {
  const { vanishing } = scope.trail;
  const left = call.words.flatMap((word, place): readonly Value[] => {
    const at = word.pieces.findIndex((piece) => vanishing.has(piece));
    if (at === -1) return [word];
    const isAlone = at === 0 && word.many && word.pieces.length === 2;
    // What is left of the first word is another program: `runRest` sees to that.
    if (isAlone) return place === 0 ? [word] : [];
    const rest = anyWord(showValue({ pieces: word.pieces.slice(at), many: false }));
    return [{ pieces: [...word.pieces.slice(0, at), ...rest.pieces], many: word.many }];
  });
  if (left.length === call.words.length && left.every((word, at) => word === call.words[at])) return;
  scope.tools.runWords({ ...call, words: left }, { ...scope, state: scope.state.clone() });
}

/** Sights a command and follows what it runs. */
export function runWords(call: Call, scope: Scope): Output {
  const { trail, state } = scope;
  const [program, ...args] = call.words;
  if (program === undefined || trail.isFull || !trail.spend(call.words.length)) return nothing(trail);
  if (trail.depth >= DEPTH_MAX) {
    unknownText(scope, "commands in commands, too deep to follow");
    state.forget();
    return nothing(trail);
  }
  const name = textOf(program);
  const doubt = name === null ? null : doubtOf(name, call, scope);
  const input = inputOf(call.redirections, scope);
  const first = trail.sightings.length;
  const inner = sight(call, { program, args, doubt, input }, scope);
  trail.depth++;
  const failed = name === null ? runUnknown(call, input, inner) : runNamed(name, { call, input, doubt }, inner);
  trail.depth--;
  const text = doubt === null && name !== null ? knownOutput(name, args, { call, input }, scope) : null;
  const end = trail.sightings.length;
  noteFiles(call, { input, output: { text, first, end, failed: null } }, scope);
  const isShown = call.redirections.every(({ operator, fd }) => fd === "2" || operator.startsWith("<"));
  return { text: isShown ? text : null, first, end, failed };
}

/** What its redirections write, and what it does by its nature. */
function noteFiles(
  call: Call,
  { input, output }: { readonly input: Input; readonly output: Output },
  scope: Scope,
): void {
  const { redirections, words } = call;
  if (redirections.length > 0) noteRedirected(redirections, output, scope);
  const [program, ...args] = words;
  const name = program === undefined ? null : (textOf(program) ?? baseOf(program));
  const base = name?.slice(name.lastIndexOf("/") + 1);
  if (base === undefined || !mayMake(base)) return;
  noteMaker(base, { args, output, text: input.kind === "text" ? input.text : null }, scope);
}

type Seen = {
  readonly program: Value;
  readonly args: readonly Value[];
  readonly doubt: string | null;
  readonly input: Input;
};

function sight(call: Call, { program, args, doubt, input }: Seen, scope: Scope): Scope {
  const { trail, state, via } = scope;
  const { open, settings, redirections, at } = call;
  const inner: Shape[] = [];
  const id = trail.sightings.length;
  const cwd = trail.isVolatile ? null : state.cwd;
  trail.sight({ id, words: [program, ...args], open, settings, redirections, input, cwd, via, doubt, at });
  if (!trail.isFull) scope.shape.push({ kind: "command", sighting: id, inner });
  return { ...scope, shape: inner };
}

function doubtOf(name: string, { names, settings }: Call, { trail, state }: Scope): string | null {
  if (names === "shell") {
    if (state.functions.has(name) && !trail.aliases.has(name)) return IS_FUNCTION;
    if (trail.functions.has(name)) return "a function may have its name";
    if (trail.aliases.has(name)) return "an alias may have its name";
  }
  if (names !== "program") {
    if (trail.hashed.has(name)) return "hash said that it is another program";
    if (trail.disabled.has(name)) return "the builtin of its name may be turned off";
    if (isBuiltin(name, state.shell)) return null;
  }
  if (name.includes("/")) return null;
  return settings.some((setting) => setting.name === "PATH") ? PATH_WAS_SET : state.doubt;
}

type Named = { readonly call: Call; readonly input: Input; readonly doubt: string | null };

/** The state if it fails, where that differs. */
function runNamed(name: string, { call, input, doubt }: Named, scope: Scope): Output["failed"] {
  const { trail, state } = scope;
  const args = call.words.slice(1);
  if (call.names === "shell") {
    const body = state.functions.get(name);
    if (body !== undefined && doubt === IS_FUNCTION) {
      callFunction(name, body, { call, input }, scope);
      return null;
    }
    for (const other of trail.functions.get(name) ?? []) {
      const copy = state.clone();
      callFunction(name, other, { call, input }, { ...scope, state: copy });
      state.joinWith(copy, trail.numbers);
    }
    callAliases(name, call, scope);
  }
  if (call.names !== "program") {
    for (const program of trail.hashed.get(name) ?? []) {
      scope.tools.runWords(
        { ...call, words: [program, ...args], names: "program" },
        { ...scope, via: [...scope.via, "hash"] },
      );
    }
    if (isBuiltin(name, state.shell)) {
      const copy = doubt === null ? null : state.clone();
      const failed = runBuiltin(name, { call, args, input }, scope);
      if (copy !== null) state.joinWith(copy, trail.numbers);
      return failed;
    }
  }
  runProgram(name.slice(name.lastIndexOf("/") + 1), args, { call, input }, scope);
  if (name.includes("/") || (doubt !== null && doubt !== IS_FUNCTION)) runAsMade(name, call, scope);
  return null;
}

/** A program that the script itself has put there. A bare name may be in any folder that PATH names. */
function runAsMade(name: string, call: Call, scope: Scope): void {
  const [program, ...args] = call.words;
  if (program === undefined) return;
  const path = name.includes("/") ? program : scope.trail.join([anyWord("$PATH"), textValue(`/${name}`)]);
  const run: RunMade = (made, then) => {
    // Under the same name it is the same program.
    if (made.kind === "copy" && lastNameOf(made.of) === lastNameOf(path)) return runMade(made.of, "program", run, then);
    const words = made.kind === "copy" ? [made.of, ...args] : [...interpreterOf(made.text), path, ...args];
    then.tools.runWords({ ...call, words, redirections: [], at: null, names: "program" }, then);
  };
  runMade(path, "program", run, scope);
}

/** What the first line says; a shell runs what has none. */
function interpreterOf(text: Value): readonly Value[] {
  const [, program, argument = ""] = /^#![ \t]*([^\s]+)[ \t]*([^\n]*)/.exec(prefixOf(text)) ?? [];
  if (program === undefined) return [textValue("sh")];
  const words = /(?:^|\/)env$/.test(program) ? argument.replace(/^-S\s*/, "").split(/\s+/) : [argument.trim()];
  return [program, ...words.filter((word) => word !== "")].map(textValue);
}

type Given = { readonly call: Call; readonly input: Input };

function runProgram(name: string, args: readonly Value[], { call, input }: Given, scope: Scope): void {
  if (name === "") return;
  for (const inner of scope.trail.seeThrough(name, args, call.open)) runInner(inner, { call, input }, scope);
  // A shell that is started with these runs them first, whatever it is given.
  for (const setting of call.settings) {
    if (/^(?:BASH_ENV|ENV|PROMPT_COMMAND|PS4)$/.test(setting.name)) noteMeaning(scope, setting.name, setting.value);
  }
}

/** A name that is not known in full. */
function runUnknown(call: Call, input: Input, scope: Scope): Output["failed"] {
  const { trail, state } = scope;
  const [program, ...args] = call.words;
  if (program === undefined) return null;
  const base = baseOf(program);
  if (base !== null) {
    runProgram(base, args, { call, input }, scope);
    runRest(call, scope);
    return null;
  }
  const isPath = program.pieces.some((piece) => piece.kind === "text" && piece.text.includes("/"));
  if (!isPath && maySteer(program)) {
    trail.mayCallAny = true;
    leak(scope);
    state.forget();
  }
  const shown = showValue(program);
  if (program.many || args.length > 0 || call.open) unknownText(scope, `what ${shown} runs`, program);
  runRest(call, scope);
  return null;
}

/** A variable that is not set, or a program that is not found, leaves the rest as the command. */
function runRest(call: Call, scope: Scope): void {
  const { trail, state } = scope;
  const [program, ...args] = call.words;
  if (program === undefined || args.length === 0 || !program.many) return;
  const isAny = program.pieces.every(({ kind }) => kind === "any");
  if (!isAny && !program.pieces.some((piece) => trail.vanishing.has(piece))) return;
  const via = [...scope.via, showValue(program)];
  scope.tools.runWords({ ...call, words: args }, { ...scope, state: state.clone(), via });
}

/** The program's name without its folder, where that much is known. */
function baseOf({ pieces }: Value): string | null {
  const last = pieces.at(-1);
  const slash = last?.kind === "text" ? last.text.lastIndexOf("/") : -1;
  const base = last?.kind === "text" && slash !== -1 ? last.text.slice(slash + 1) : "";
  return base === "" ? null : base;
}

/** Evaluates the words of `[[ … ]]`. */
export function walkTest(node: Node & { readonly kind: "test" }, scope: Scope): void {
  const values = node.words.map((word) => expandOne(word, scope));
  for (const [at, value] of values.entries()) {
    const text = textOf(value);
    const next = values[at + 1];
    if ((text === "-v" || text === "-R") && next !== undefined) evaluateSubscript(next, scope);
    if (text === null || !/^-(?:eq|ne|lt|le|gt|ge)$/.test(text)) continue;
    for (const side of [values[at - 1], next]) if (side !== undefined) evaluate(side, scope);
  }
}
