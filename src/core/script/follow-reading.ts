/** Builtins that set variables from what they read or are given: read, mapfile, printf -v. */
import { setByName } from "./follow-arithmetic.ts";
import { unknownText, type Builtin } from "./follow-trail.ts";
import { forgetVariables } from "./follow-variables.ts";
import { startsWith, textOf, textValue } from "./value.ts";

const setNames: Builtin = ({ args, call, scope }) => {
  const operands = args.filter((arg) => startsWith(arg, "-") !== "yes");
  // Values of options may be among them: they are set as well, which does no harm.
  const isVague = call.open || operands.some(({ many }) => many);
  for (const operand of operands) {
    if (/^[A-Za-z_]\w*(?:\[|$)/.test(textOf(operand) ?? "a[")) setByName(operand, scope);
  }
  forgetVariables(scope, isVague ? null : [textValue("REPLY"), textValue("MAPFILE"), textValue("OPTARG")]);
  return null;
};

const mapFile: Builtin = (given) => {
  const { args, scope } = given;
  for (const [at, arg] of args.entries()) {
    const text = textOf(arg);
    const callback = text !== null && /^-[A-Za-z]*C/.test(text) ? text.slice(text.indexOf("C") + 1) : null;
    const value = callback === null ? null : callback === "" ? args[at + 1] : textValue(callback);
    if (value !== null && value !== undefined) {
      scope.tools.runText(
        value,
        { what: "what mapfile calls", via: "mapfile", open: true },
        { ...scope, state: scope.state.clone() },
      );
      scope.state.forgetVariables();
    }
    if (text === null && startsWith(arg, "-") !== "no") unknownText(scope, "what mapfile calls", arg);
  }
  return setNames(given);
};

const printf: Builtin = ({ args, call, scope }) => {
  const [first, name] = args;
  const text = first === undefined ? "" : textOf(first);
  if (text === "-v" && name !== undefined) setByName(name, scope);
  else if (text?.startsWith("-v") === true) setByName(textValue(text.slice(2)), scope);
  else if (
    text === null &&
    first !== undefined &&
    startsWith(first, "-v") !== "no" &&
    (name !== undefined || first.many || call.open)
  ) {
    scope.state.forgetVariables();
    unknownText(scope, "a name that printf may be given", first);
  }
  return null;
};

export const READING: readonly (readonly [string, Builtin])[] = [
  ["read", setNames],
  ["getopts", setNames],
  ["mapfile", mapFile],
  ["readarray", mapFile],
  ["printf", printf],
];
