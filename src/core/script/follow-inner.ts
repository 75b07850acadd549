/** Programs that run programs: follows what was seen through their words. */
import { resolvePath } from "../../kit/path.ts";
import { fileInput, isStandardInput, madeFile } from "./follow-redirects.ts";
import { runMade } from "./follow-files.ts";
import { freshState } from "./follow-state.ts";
import { unknownIn, unknownText, within, type Call, type Made, type RunMade, type Scope } from "./follow-trail.ts";
import type { ShellName } from "../shell/reading.ts";
import { parseScript } from "./parse.ts";
import { PATH_WAS_SET, type Input } from "./sighting.ts";
import { anyWords, showValue, textOf, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";

type Given = { readonly call: Call; readonly input: Input };

export function runInner(inner: Inner, given: Given, scope: Scope): void {
  switch (inner.kind) {
    case "words":
      return runInnerWords(inner, given, scope);
    case "script":
      return runScript(inner, given, scope);
    case "input":
      return runInput(inner, given, scope);
    case "file":
      return runFile(inner.path, inner.how, given, scope);
    case "unknown":
      return unknownText(scope, `what ${inner.how} runs`);
    default:
      return inner satisfies never;
  }
}

function runInnerWords(inner: Inner & { kind: "words" }, { call, input }: Given, scope: Scope): void {
  const { words, open, how } = inner;
  if (words.length === 0) {
    if (open) unknownText(scope, `what ${how} runs`);
    return;
  }
  const state = scope.state.clone();
  state.input = input;
  if (inner.cwd !== null) state.cwd = folderFrom(state.cwd, inner.cwd);
  const settings = [...call.settings, ...inner.settings];
  const made: Call = { words, open, settings, redirections: [], at: null, names: "program" };
  scope.tools.runWords(made, { ...scope, state, via: [...scope.via, how] });
}

function folderFrom(cwd: string | null, folder: Value): string | null {
  const text = textOf(folder);
  if (text === null || (cwd === null && !text.startsWith("/"))) return null;
  return resolvePath(cwd ?? "/", text);
}

function runScript(inner: Inner & { kind: "script" }, { call, input }: Given, scope: Scope): void {
  const { how, text, shell, positional } = inner;
  const known = textOf(text);
  if (!inner.fresh) return scope.tools.runText(text, { what: `what ${how} runs`, via: how, open: call.open }, scope);
  if (known === null) return unknownText(scope, `what ${how} runs (${showValue(text)})`, text);
  if (!scope.trail.spend(1 + (known.length >> 4))) return;
  const { trail } = scope;
  const state = freshState(scope.state.cwd, trail.home, shell);
  state.set("HOME", trail.isVolatile ? null : (scope.state.variables.get("HOME") ?? null));
  state.doubt = scope.state.doubt ?? (call.settings.some(({ name }) => name === "PATH") ? PATH_WAS_SET : null);
  state.zero = positional[0] ?? null;
  state.positional = positional.slice(1);
  if (call.open || state.zero?.many === true) state.positional = state.zero = null;
  state.input = input;
  for (const { name, value } of call.settings) {
    if (name !== "IFS") state.set(name, value.many ? null : { kind: "word", value });
  }
  const isOutermost = false;
  const change = { state, frames: [], isOutermost, isTested: false, isOpen: false };
  scope.tools.walk(parseScript(known, shell), within(scope, how, change));
}

/** A shell that reads its script from standard input. */
function runInput({ how, shell }: Inner & { kind: "input" }, { call, input }: Given, scope: Scope): void {
  switch (input.kind) {
    case "text": {
      const script: Inner = { kind: "script", how, text: input.text, shell, positional: [], fresh: true };
      return runInner(script, { call, input: { kind: "text", text: input.text } }, scope);
    }
    case "file":
      return runFile(input.path, how, { call, input }, scope);
    case "output":
      return unknownIn(scope, {
        kind: "text",
        what: `what ${how} reads and runs`,
        path: null,
        from: input.of,
        at: null,
      });
    case "inherited":
      return unknownText(scope, `what ${how} reads and runs`);
    default:
      return input satisfies never;
  }
}

const DESCRIPTOR = /^\/(?:dev|proc\/(?:self|thread-self|\d+))\/fd\/\d+$/;

function runFile(path: Value, how: string, { call, input }: Given, scope: Scope): void {
  const made =
    isStandardInput(path) && input.kind !== "file"
      ? input
      : madeFile(path, scope) === null
        ? null
        : fileInput(path, scope);
  if (made !== null) return runInput({ kind: "input", how, shell: scope.state.shell }, { call, input: made }, scope);
  // What a descriptor leads to may be text that the script made: a here-string, a pipe.
  if (DESCRIPTOR.test(textOf(path) ?? "")) return unknownText(scope, `what ${how} reads and runs`);
  const file = isStandardInput(path) && input.kind === "file" ? input.path : path;
  unknownIn(scope, { kind: "file", what: `the script ${showValue(file)}`, path: file, at: null });
  const at = call.words.indexOf(path);
  const positional = at === -1 || call.open ? [file, anyWords("$@")] : call.words.slice(at);
  const shell = SHELLS.get(how.split(/[ \d.-]/)[0] ?? "") ?? "sh";
  const run: RunMade = (made, then) => {
    if (made.kind === "copy") return runMade(made.of, how, run, then);
    if (textOf(made.text) === null) return unknownMade(file, made, then);
    const inner = { kind: "script" as const, how, text: made.text, positional };
    if (how !== "source" && how !== ".") return runScript({ ...inner, shell, fresh: true }, { call, input }, then);
    if (at !== -1 && at < call.words.length - 1) then.state.positional = call.words.slice(at + 1);
    runScript({ ...inner, shell, fresh: false }, { call, input }, then);
  };
  runMade(file, how, run, scope);
}

const SHELLS: ReadonlyMap<string, ShellName> = new Map([
  ["bash", "bash"],
  ["zsh", "zsh"],
]);

/** The script writes it, and nobody sees what. */
export function unknownMade(file: Value, { from, text }: Made & { kind: "text" }, scope: Scope): void {
  const { trail } = scope;
  const own = from === null ? [] : Array.from({ length: from.end - from.first }, (_none, at) => from.first + at);
  const ids = [...new Set([...own, ...trail.originsOf(text)])];
  const what = `the script ${showValue(file)} that is made on the way`;
  unknownIn(scope, { kind: "text", what, path: file, from: ids, at: null });
}
