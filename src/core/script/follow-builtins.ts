/** What the shell's own commands do to what is known, and which text they run. */
import type { ShellName } from "../shell/reading.ts";
import { evaluate, evaluateSubscript, setByName } from "./follow-arithmetic.ts";
import { COMPLETING } from "./follow-completion.ts";
import { declare } from "./follow-declare.ts";
import { defineAlias, leak } from "./follow-functions.ts";
import { FOLDERS } from "./follow-folders.ts";
import { READING } from "./follow-reading.ts";
import { RUNNING } from "./follow-running.ts";
import { SETTING, setOptions } from "./follow-options.ts";
import type { State } from "./follow-state.ts";
import { setVariable } from "./follow-variables.ts";
import { unknownIn, unknownText, type BuiltinCall, type Builtin } from "./follow-trail.ts";
import { anyWord, mayBeOneOf, prefixOf, showValue, textOf, textValue, type Value } from "./value.ts";
import { PATH_WAS_SET } from "./sighting.ts";

/** Known to every shell, and doing nothing that matters here. */
const QUIET =
  ": true false echo printf test [ pwd kill wait jobs umask ulimit times type dirs suspend logout help caller disown bg fg " +
  "unalias return exit break continue hash enable";

/** Words that are builtins in zsh alone. */
const ZSH =
  "- autoload bindkey chdir compadd comparguments compcall compctl disable echotc echoti emulate float functions getln " +
  "integer limit log noglob private print pushln r rehash sched setopt stat sysread sysopen syswrite ttyctl unfunction " +
  "unhash unlimit unsetopt vared whence where zcompile zformat zle zmodload zparseopts zpty zregexparse zsocket zstyle ztcp";
const ZSH_NAMES: ReadonlySet<string> = new Set(ZSH.split(" "));

export function isBuiltin(name: string, shell: ShellName): boolean {
  return BUILTINS.has(name) || (shell === "zsh" && ZSH_NAMES.has(name));
}

/** Whether a name that is not known may be that of a builtin that changes the shell or runs text. */
export function maySteer(program: Value): boolean {
  if (program.pieces.every(({ kind }) => kind === "any")) return true;
  return mayBeOneOf(program, BUILTINS.keys());
}

/** The state if it fails, where that is another. */
export function runBuiltin(
  name: string,
  given: Omit<BuiltinCall, "name" | "scope">,
  scope: BuiltinCall["scope"],
): State | null {
  const { args, call } = given;
  if (scope.state.shell === "zsh") {
    if (!BUILTINS.has(name)) {
      unknownText(scope, `what ${name} does in zsh`);
      scope.state.forget();
      return null;
    }
    // There, numbers are expressions wherever they stand.
    if (args.some((arg) => /[$`]/.test(showKnown(arg)))) unknownText(scope, `what ${name} evaluates`);
  }
  for (const setting of call.settings) {
    if (setting.name === "PATH") scope.state.doubt ??= PATH_WAS_SET;
  }
  const failed = BUILTINS.get(name)?.({ name, ...given, scope }) ?? null;
  // In some shells they stay, and elsewhere hide what the builtin itself sets.
  if (SPECIAL.has(name)) for (const setting of call.settings) setVariable(scope, setting.name, null);
  return failed;
}

const SPECIAL: ReadonlySet<string> = new Set(
  ": . source break continue eval exec exit export readonly return set shift times trap unset declare typeset local".split(
    " ",
  ),
);

function showKnown({ pieces }: Value): string {
  return pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");
}

const aliases: Builtin = ({ args, scope }) => {
  for (const arg of args) {
    const text = textOf(arg);
    if (text !== null && text.startsWith("-") && scope.state.shell === "zsh") defineAlias(null, null, scope);
    const known = prefixOf(arg);
    const equals = known.indexOf("=");
    if (equals === -1 && text === null) defineAlias(null, arg, scope);
    if (equals < 1) continue;
    const [, ...rest] = arg.pieces;
    const value = scope.trail.join([textValue(known.slice(equals + 1)), { pieces: rest, many: arg.many }]);
    defineAlias(known.slice(0, equals), value, scope);
  }
  return null;
};

/** `-v` and `-R` evaluate the subscript of the name that follows. */
const test: Builtin = ({ args, scope }) => {
  for (const [at, arg] of args.entries()) {
    const next = args[at + 1];
    const mayBe = mayBeOneOf(arg, ["-v", "-R"]);
    if (!mayBe || scope.trail.isNumber(arg)) continue;
    if (textOf(arg) !== null && next !== undefined) evaluateSubscript(next, scope);
    else if (arg.many || (next !== undefined && textOf(next) === null && !scope.trail.isNumber(next))) {
      unknownText(scope, `a condition with ${showValue(arg)}`, arg);
    } else if (next !== undefined && textOf(next) !== null) evaluateSubscript(next, scope);
  }
  return null;
};

const unset: Builtin = ({ args, call, scope }) => {
  const { state, frames } = scope;
  const isFunction = args.some((arg) => /^-\w*f/.test(textOf(arg) ?? ""));
  if (call.open || args.some((arg) => textOf(arg) === null)) {
    state.forgetVariables();
    state.forgetFunctions();
    for (const arg of args) if (textOf(arg) === null) evaluateSubscript(arg, scope);
    return null;
  }
  for (const arg of args) {
    const text = textOf(arg) ?? "";
    if (text.startsWith("-")) continue;
    state.define(text, null);
    if (isFunction) continue;
    setByName(arg, scope);
    const isSure = /^[A-Za-z_]\w*$/.test(text) && frames.length === 0 && args.length === 1;
    if (isSure && !scope.trail.odd.has(text)) state.set(text, { kind: "unset" });
  }
  return null;
};

const shift: Builtin = ({ args, scope: { state, trail } }) => {
  const count =
    args.length === 0 ? 1 : args.length === 1 ? Number(textOf(args[0] ?? textValue("")) ?? "x") : Number.NaN;
  const { positional } = state;
  const isSure = positional !== null && Number.isInteger(count) && count >= 0 && count <= positional.length;
  // What is left is copied each time.
  if (isSure) trail.spend(positional.length >> 4);
  const before = isSure ? positional.slice(0, count) : [];
  state.positional = isSure && !before.some(({ many }) => many) ? positional.slice(count) : null;
  return null;
};

/** Ends the script, a function, or turns of loops. */
const end: Builtin = ({ name, args, scope }) => {
  const { state, trail, frames } = scope;
  if (name !== "exit") leak(scope);
  const text = args.length === 0 ? "1" : args.length === 1 ? textOf(args[0] ?? textValue("")) : null;
  const isClear =
    text !== null && /^[1-9]\d?$|^0$/.test(text) && !(text === "0" && (name === "break" || name === "continue"));
  const kind = name === "return" ? "function" : "loop";
  const hasPlace =
    name === "exit" ||
    frames.at(-1)?.kind === kind ||
    (kind === "function" && frames.some((frame) => frame.kind === kind));
  if (isClear && hasPlace && !trail.functions.has(name) && !trail.aliases.has(name) && !trail.disabled.has(name))
    state.isOver = true;
  return null;
};

const hash: Builtin = ({ args, scope: { trail } }) => {
  const at = args.findIndex((arg) => /^-\w*p$/.test(textOf(arg) ?? ""));
  const path = args[at + 1];
  if (at === -1 || path === undefined) return null;
  for (const name of args.slice(at + 2).map(textOf)) {
    if (name !== null) trail.hashed.set(name, [...(trail.hashed.get(name) ?? []).slice(-7), path]);
  }
  return null;
};

const enable: Builtin = ({ args, scope }) => {
  const at = args.findIndex((arg) => /^-\w*f/.test(textOf(arg) ?? ""));
  if (at !== -1) {
    const attached = (textOf(args[at] ?? textValue("")) ?? "").replace(/^-\w*?f/, "");
    const path = attached === "" ? (args[at + 1] ?? anyWord("its file")) : textValue(attached);
    unknownIn(scope, { kind: "file", what: "the builtin that enable loads", path, at: null });
  }
  for (const arg of args) {
    const text = textOf(arg);
    if (text === null) unknownText(scope, "which builtins enable changes", arg);
    else if (!text.startsWith("-")) scope.trail.disabled.add(text);
  }
  return null;
};

const runHistory: Builtin = ({ args, scope }) => {
  if (!args.some((arg) => /^-\w*l/.test(textOf(arg) ?? ""))) {
    unknownText(scope, "a command of the history");
    scope.state.forget();
  }
  return null;
};

const wait: Builtin = ({ args, scope }) => {
  const at = args.findIndex((arg) => /^-\w*p$/.test(textOf(arg) ?? ""));
  const name = args[at + 1];
  if (at !== -1 && name !== undefined) setByName(name, scope);
  return null;
};

const evaluateAll: Builtin = ({ args, scope }) => {
  for (const arg of args) evaluate(arg, scope);
  return null;
};

const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...QUIET.split(" ").map((name): [string, Builtin] => [name, () => null]),
  ["alias", aliases],
  ["test", test],
  ["[", test],
  ["unset", unset],
  ["shift", shift],
  ["exit", end],
  ["return", end],
  ["break", end],
  ["continue", end],
  ["hash", hash],
  ["enable", enable],
  ["fc", runHistory],
  ["history", () => null],
  ["wait", wait],
  ["let", evaluateAll],
  ["set", setOptions],
  ...SETTING,
  ...["declare", "typeset", "local", "export", "readonly"].map((name): [string, Builtin] => [name, declare]),
  ...COMPLETING,
  ...FOLDERS,
  ...RUNNING,
  ...READING,
]);
