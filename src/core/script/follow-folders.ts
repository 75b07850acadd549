/** Builtins that change the folder: cd, pushd, popd. */
import { resolvePath } from "../../kit/path.ts";
import type { Builtin, BuiltinCall } from "./follow-trail.ts";
import { variableOf } from "./follow-variables.ts";
import { startsWith, textOf, type Value } from "./value.ts";

/** A longer path is not kept: no system has folders that deep, and every path in the script starts from it. */
const FOLDER_LENGTH_MAX = 1_024;

/** The folder, as far as it is kept. */
export function keptFolder(path: string | null): string | null {
  return path !== null && path.length > FOLDER_LENGTH_MAX ? null : path;
}

const changeFolder: Builtin = ({ name, args, scope }) => {
  const { state, trail } = scope;
  const failed = state.clone();
  const operands = operandsOf(args);
  const [target, ...more] = operands ?? [];
  const isPlain = operands !== null && operands.length === args.length && more.length === 0 && !trail.isVolatile;
  const { cwd } = state;
  const folder = isPlain ? keptFolder(folderOf(target, scope)) : null;
  if (name === "cd") state.before = cwd;
  else state.before = null;
  if (name === "pushd") {
    state.stack =
      cwd !== null && state.stack !== null && target !== undefined && isPlain ? [...state.stack, cwd] : null;
  }
  state.cwd = target !== undefined && name === "pushd" && /^[-+]\d+$/.test(textOf(target) ?? "") ? null : folder;
  if (name === "pushd" && target === undefined) state.cwd = state.stack = null;
  // The shell sets them itself.
  for (const variable of ["PWD", "OLDPWD"]) state.set(variable, null);
  return failed;
};

function folderOf(target: Value | undefined, scope: BuiltinCall["scope"]): string | null {
  const { state } = scope;
  if (target === undefined) {
    const home = variableOf("HOME", scope);
    const text = home?.kind === "word" ? textOf(home.value) : null;
    return text?.startsWith("/") === true ? resolvePath("/", text) : null;
  }
  const text = textOf(target);
  if (scope.trail.isPhysical && text?.includes("..") !== false) return null;
  if (text === "-") return state.before;
  if (text === null || text === "") return null;
  if (text.startsWith("/")) return resolvePath("/", text);
  // A path that starts with a plain name may be looked for elsewhere.
  const isHere = /^\.\.?(?:\/|$)/.test(text) || !state.variables.has("CDPATH");
  return state.cwd === null || !isHere ? null : resolvePath(state.cwd, text);
}

const popFolder: Builtin = ({ args, scope: { state } }) => {
  const failed = state.clone();
  const last = args.length === 0 ? state.stack?.at(-1) : undefined;
  state.before = null;
  state.cwd = last ?? null;
  state.stack = last === undefined ? null : (state.stack?.slice(0, -1) ?? null);
  for (const variable of ["PWD", "OLDPWD"]) state.set(variable, null);
  return failed;
};

/** Words behind the options; null where an option may stand that is not known. */
function operandsOf(args: readonly Value[]): readonly Value[] | null {
  let at = 0;
  for (const arg of args) {
    const text = textOf(arg);
    if (text === "--") return args.slice(at + 1);
    const dash = startsWith(arg, "-");
    if (dash === "maybe" || arg.many) return dash === "no" ? args.slice(at) : null;
    if (dash === "no" || text === "-") break;
    at++;
  }
  return args.slice(at);
}

export const FOLDERS: readonly (readonly [string, Builtin])[] = [
  ["cd", changeFolder],
  ["pushd", changeFolder],
  ["popd", popFolder],
];
