/** `set` and `shopt`: options of the shell, and the positional parameters. */
import { leak } from "./follow-functions.ts";
import { unknownText, type Builtin, type Scope } from "./follow-trail.ts";
import { startsWith, textOf, type Value } from "./value.ts";

export const setOptions: Builtin = ({ args, call, scope }) => {
  const { state } = scope;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === undefined) break;
    const text = textOf(arg);
    if (text === "--" || text === "-") {
      takeParameters(args.slice(at + 1), call.open, scope);
      return null;
    }
    if (text === null && startsWith(arg, "-") === "no" && startsWith(arg, "+") === "no") {
      takeParameters(args.slice(at), call.open, scope);
      return null;
    }
    if (text === null) return mayBeAnything(scope);
    if (!/^[-+]/.test(text)) {
      takeParameters(args.slice(at), call.open, scope);
      return null;
    }
    const isOn = text.startsWith("-");
    for (const letter of text.slice(1)) {
      if (letter !== "o") setOption(letter, isOn, scope);
      else if (args[at + 1] !== undefined) setOption(textOf(args[++at] ?? arg) ?? "?", isOn, scope);
    }
    if (state.shell === "zsh" && /[^euxo]/.test(text.slice(1))) unknownText(scope, "what set changes in zsh");
  }
  if (call.open) mayBeAnything(scope);
  return null;
};

function takeParameters(values: readonly Value[], open: boolean, { state }: Scope): void {
  state.positional = open ? null : values;
}

function mayBeAnything({ state, trail }: Scope): null {
  state.positional = null;
  state.mayTakeSettings = true;
  state.mayKeepBraces = true;
  trail.mayRefuseUnset = true;
  state.stopsAtErrors = false;
  return null;
}

function setOption(name: string, isOn: boolean, scope: Scope): void {
  const { state } = scope;
  switch (name) {
    case "e":
    case "errexit":
      state.stopsAtErrors = isOn;
      return;
    case "u":
    case "nounset":
      scope.trail.mayRefuseUnset = true;
      return;
    case "k":
    case "keyword":
      state.mayTakeSettings = true;
      return;
    case "B":
    case "braceexpand":
      state.mayKeepBraces = true;
      return;
    case "P":
    case "physical":
      // `..` then leads elsewhere than the path says.
      state.cwd = null;
      scope.trail.isPhysical = true;
      return;
    case "H":
    case "histexpand":
    case "history":
      if (isOn) unknownText(scope, "commands of the history");
      return;
    case "?":
      mayBeAnything(scope);
      return;
    default:
  }
}

const shopt: Builtin = ({ args, scope }) => {
  const names = args.map((arg) => textOf(arg));
  if (names.includes(null)) mayBeAnything(scope);
  const isOption = names.some((name) => name !== null && /^-\w*o/.test(name));
  for (const name of names) if (isOption && name !== null) setOption(name, !names.includes("-u"), scope);
  // With it, what a trap on DEBUG says decides whether a command runs.
  if (names.includes("extdebug")) leak(scope);
  return null;
};

export const SETTING: readonly (readonly [string, Builtin])[] = [["shopt", shopt]];
