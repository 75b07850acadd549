/** Looking up and setting a shell's variables. */
import { runMade } from "./follow-files.ts";
import { unknownText, unknownIn, type RunMade, type Scope } from "./follow-trail.ts";
import type { Variable } from "./follow-state.ts";
import { textOf, textValue, type Value } from "./value.ts";
import { PATH_WAS_SET } from "./sighting.ts";

/** Their content comes from the shell, whatever they are set to. */
const OF_THE_SHELL = new RegExp(
  `^(?:_|S?RANDOM|SECONDS|LINENO|EPOCH[A-Z]+|DIRSTACK|FUNCNAME|PIPESTATUS|pipestatus|status|GROUPS|HISTCMD|E?UID|E?GID` +
    `|P?PID|PPID|SHELLOPTS|COMP_\\w+|BASH|BASH_\\w+|BASHOPTS|BASHPID|OPTARG|OPTIND|COPROC\\w*|USERNAME` +
    `|path|fpath|argv|cdpath|manpath|ARGC|MATCH|match|mbegin|mend|reply|REPLY|signals|ERRNO|TTY|COLUMNS|LINES)$`,
);

/** Null where nothing is known of it: the environment may have set it. */
export function variableOf(name: string, { trail, state }: Scope): Variable | null {
  if (trail.isVolatile || trail.odd.has(name) || OF_THE_SHELL.test(name)) return null;
  const found = state.variables.get(name);
  if (found !== undefined) return found;
  const folder = name === "PWD" ? state.cwd : name === "OLDPWD" ? state.before : null;
  return folder === null ? null : { kind: "word", value: textValue(folder) };
}

/** The characters that split words; null where they are not known. */
export function separatorsOf(scope: Scope): string | null {
  const variable = variableOf("IFS", scope);
  if (variable === null || variable.kind !== "word") return variable?.kind === "unset" ? " \t\n" : null;
  return textOf(variable.value);
}

/** The shell sets a variable. `variable` null: to something that is not known. */
export function setVariable(scope: Scope, name: string, variable: Variable | null): void {
  const { trail, state } = scope;
  // What a reference leads to is not followed, so any variable may be another now.
  if (trail.references.has(name)) state.forgetVariables();
  if (trail.integers.has(name)) state.set(name, null);
  else state.set(name, trail.odd.has(name) ? null : variable);
  noteMeaning(scope, name, variable?.kind === "word" ? variable.value : null);
}

/** Variables that steer what is run later. `value` null: not known. */
export function noteMeaning(scope: Scope, name: string, value: Value | null): void {
  const { state } = scope;
  switch (name) {
    case "PATH":
    case "path":
      state.doubt ??= PATH_WAS_SET;
      return;
    case "FUNCNEST":
    case "POSIXLY_CORRECT":
      // An error that it makes may leave out what follows.
      state.mayHaveSkipped = true;
      return;
    case "BASH_ENV":
      return noteStartFile(scope, name, value);
    case "ENV": {
      // Only what a shell could open by this name is worth a word; `ENV=production` is everyday.
      const text = value === null ? null : textOf(value);
      if (text === null || /[/$`]/.test(text)) noteStartFile(scope, name, value);
      else if (value !== null) startMade(scope, name, value);
      return;
    }
    case "PROMPT_COMMAND": {
      const text = value ?? { pieces: [{ kind: "any", from: "$PROMPT_COMMAND" }], many: false };
      scope.tools.runText(text, { what: "what PROMPT_COMMAND holds", via: "PROMPT_COMMAND", open: false }, scope);
      return;
    }
    case "PS4":
    case "PS0":
    case "PS1":
    case "PS2":
    case "PS3":
      return expandText(value ?? { pieces: [{ kind: "any", from: name }], many: false }, `the prompt ${name}`, scope);
    default:
  }
}

function noteStartFile(scope: Scope, name: string, value: Value | null): void {
  const made = value?.pieces.map((piece) => scope.trail.files.get(piece)).find((output) => output !== undefined);
  if (made === undefined) {
    unknownIn(scope, { kind: "file", what: `the file that ${name} names`, path: value, at: null });
    if (value !== null) startMade(scope, name, value);
  } else if (made.text === null) unknownText(scope, `the script that ${name} names`, value);
  else scope.tools.runText(made.text, { what: `the script that ${name} names`, via: name, open: false }, scope);
}

/** The script may make the file that shells will run first. */
function startMade(scope: Scope, name: string, path: Value): void {
  const run: RunMade = (made, then) => {
    const what = `the script that ${name} names`;
    if (made.kind === "text") then.tools.runText(made.text, { what, via: name, open: false }, then);
  };
  runMade(path, name, run, scope);
}

/** All variables that a command may have set are unknown from here on; `names` null: it may be any. */
export function forgetVariables(scope: Scope, names: readonly Value[] | null): void {
  for (const value of names ?? []) forgetVariable(scope, value);
  if (names === null) scope.state.forgetVariables();
}

/** A name that a builtin is given; a subscript in it is evaluated. */
export function forgetVariable(scope: Scope, value: Value): void {
  const text = textOf(value);
  const name = text === null ? null : (/^[A-Za-z_]\w*/.exec(text)?.[0] ?? null);
  if (text === null) {
    scope.state.forgetVariables();
    unknownText(scope, "a variable's name that is not known", value);
  } else if (name !== null) {
    setVariable(scope, name, null);
  }
}

const END = "END_OF_THE_TEXT";

/** Text that is expanded once more, as within double quotes: prompts, word lists, subscripts. */
export function expandText(value: Value, what: string, scope: Scope): void {
  const text = textOf(value);
  if (text === null || text.includes(END)) return unknownText(scope, what, value);
  if (!/[$`]/.test(text)) return;
  const document = { pieces: [{ kind: "text" as const, text: `: <<${END}\n${text}\n${END}\n` }], many: false };
  scope.tools.runText(document, { what, via: what, open: false }, scope);
}
