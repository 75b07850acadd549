/** `declare`, `local`, `export`, `readonly`: variables and what they are made to be. */
import { evaluate, evaluateSubscript } from "./follow-arithmetic.ts";
import type { Variable } from "./follow-state.ts";
import { unknownText, type Builtin, type Scope } from "./follow-trail.ts";
import { setVariable, variableOf } from "./follow-variables.ts";
import { prefixOf, startsWith, textOf, textValue, type Value } from "./value.ts";

export const declare: Builtin = ({ name, args, call, scope }) => {
  const { state, trail } = scope;
  let letters = name === "readonly" ? "r" : "";
  let isOn = true;
  for (const arg of args) {
    const text = textOf(arg);
    if (text !== null && /^[-+]./.test(text)) {
      letters += text.slice(1);
      isOn &&= text.startsWith("-");
      continue;
    }
    const declared = takeApart(arg, scope);
    if (declared === null) {
      // A word that is not known may be an option, or set any variable.
      state.forgetVariables();
      if (startsWith(arg, "-") !== "no" && name !== "export") trail.isVolatile = true;
      if (name !== "export" || text === null) evaluateSubscript(arg, scope);
      continue;
    }
    setDeclared(declared, { name, letters: isOn ? letters : `${letters}?` }, scope);
  }
  if (call.open) {
    state.forgetVariables();
    unknownText(scope, `what ${name} is given`);
  }
  return null;
};

type Declared = {
  readonly variable: string;
  readonly value: Value | null;
  readonly append: boolean;
  readonly isPlace: boolean;
};

/** `x`, `x=value`, `x[place]=value`; null for what is not clear. */
function takeApart(arg: Value, scope: Scope): Declared | null {
  const known = prefixOf(arg);
  const match = /^([A-Za-z_]\w*)(\[[^]*?\])?(\+?=)?/.exec(known);
  if (match === null) return null;
  const [whole, variable = "", place, equals] = match;
  if (equals === undefined) {
    if (textOf(arg) !== whole) return null;
    if (place !== undefined) evaluateSubscript(arg, scope);
    return { variable, value: null, append: false, isPlace: place !== undefined };
  }
  if (place !== undefined) evaluateSubscript(textValue(whole.replace(/\+?=$/, "")), scope);
  const [, ...rest] = arg.pieces;
  const value = scope.trail.join([textValue(known.slice(whole.length)), { pieces: rest, many: arg.many }]);
  return { variable, value, append: equals === "+=", isPlace: place !== undefined };
}

type Manner = { readonly name: string; readonly letters: string };

function setDeclared({ variable, value, append, isPlace }: Declared, { name, letters }: Manner, scope: Scope): void {
  const { trail, state, frames } = scope;
  if (letters.includes("n") && name !== "export") {
    trail.references.add(variable);
    state.forgetVariables();
    if (value !== null) evaluateSubscript(value, scope);
  }
  if (letters.includes("i")) trail.integers.add(variable);
  if (trail.integers.has(variable) && value !== null) evaluate(value, scope);
  const isPlain = /^[xgapfFAE]*$/.test(letters);
  const frame = frames.findLast(({ kind }) => kind === "function");
  const isLocal =
    name === "local" || ((name === "declare" || name === "typeset") && !letters.includes("g") && frame !== undefined);
  // Outside of a function `local` fails; a nested call may unset or see what an outer one holds.
  const isKept =
    isPlain && (name !== "local" || frame !== undefined) && !isPlace && !(letters.includes("g") && frame !== undefined);
  if (isLocal) frame?.locals.add(variable);
  const made =
    isKept && !letters.includes("f") ? variableFrom(variable, value, { append, letters, isLocal }, scope) : null;
  const isOld = value === null && !isLocal && !letters.includes("A") && !letters.includes("a") && isPlain;
  if (!isOld) setVariable(scope, variable, made);
  if (!isPlain) trail.odd.add(variable);
  // What is read-only keeps what it has, whatever is said later.
  if (letters.includes("r")) state.mayHaveSkipped = true;
  if (value !== null) trail.settings.push({ name: variable, value });
}

type How = { readonly append: boolean; readonly letters: string; readonly isLocal: boolean };

function variableFrom(
  name: string,
  value: Value | null,
  { append, letters, isLocal }: How,
  scope: Scope,
): Variable | null {
  if (letters.includes("A")) return { kind: "map" };
  if (value === null) return isLocal && letters === "" && scope.state.shell === "bash" ? { kind: "unset" } : null;
  const { pieces, many } = value;
  if (many || letters.includes("a") || variableOf(name, scope)?.kind === "map") return null;
  // The words of `x=(…)` are not told.
  if (pieces.some((piece) => piece.kind === "any" && piece.from === "(")) return null;
  if (!append) return { kind: "word", value };
  const old = variableOf(name, scope);
  return old?.kind === "word" && !isLocal ? { kind: "word", value: scope.trail.join([old.value, value]) } : null;
}
