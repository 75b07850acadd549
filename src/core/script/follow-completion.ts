/** Builtins of the line editor and its completion: they run what they are given. */
import { expandText } from "./follow-variables.ts";
import { unknownText, type Builtin, type Scope } from "./follow-trail.ts";
import { startsWith, textOf, textValue, type Value } from "./value.ts";

const complete: Builtin = ({ name, args, call, scope }) => {
  for (const [at, arg] of args.entries()) {
    const text = textOf(arg);
    if (text === null && startsWith(arg, "-") !== "no") unknownText(scope, `what ${name} runs`, arg);
    const letters = text === null ? null : /^-([A-Za-z]*?)([CFW])([^]*)$/.exec(text);
    if (letters === null) continue;
    const [, , option = "", attached = ""] = letters;
    const value = attached === "" ? args[at + 1] : textValue(attached);
    if (value === undefined) {
      if (call.open) unknownText(scope, `what ${name} runs`);
    } else runOption(option, value, `what ${name} runs`, scope);
  }
  return null;
};

function runOption(option: string, value: Value, what: string, scope: Scope): void {
  const inner = { ...scope, state: scope.state.clone() };
  const name = textOf(value);
  if (option === "C") scope.tools.runText(value, { what, via: "completion", open: true }, inner);
  else if (option === "W") expandText(value, what, inner);
  else if (name === null) unknownText(scope, what, value);
  else scope.trail.walkedLast.add(name);
  // A command or function that completes words runs in this shell.
  scope.state.forgetVariables();
}

const bind: Builtin = ({ args, scope }) => {
  for (const [at, arg] of args.entries()) {
    const text = textOf(arg);
    const next = args[at + 1];
    if (text === null || text === "-f") unknownText(scope, "what bind runs", arg);
    if (text !== "-x" || next === undefined) continue;
    const keys = textOf(next);
    const command = keys === null ? null : /^[^:]*:\s*([^]*)$/.exec(keys)?.[1];
    if (command === null || command === undefined) unknownText(scope, "what bind runs", next);
    else {
      const bare = command.replace(/^"([^]*)"$/, "$1");
      scope.tools.runText(
        textValue(bare),
        { what: "what bind runs", via: "bind", open: false },
        { ...scope, state: scope.state.clone() },
      );
    }
  }
  return null;
};

export const COMPLETING: readonly (readonly [string, Builtin])[] = [
  ["complete", complete],
  ["compgen", complete],
  ["compopt", () => null],
  ["bind", bind],
];
