/** A command line into the commands it would run; what is not surely plain is opaque. */
import { err, ok, type Result } from "../../kit/result.ts";
import { agrees } from "./agree.ts";
import { isReserved, whyNotPlain } from "./builtins.ts";
import { programName } from "./program.ts";
import { lex, type Obstacle, type Token, type Word } from "./lex.ts";
import type { Command, Reading, ShellName } from "./reading.ts";

/** Longer scripts are opaque unread. */
export const SCRIPT_LENGTH_MAX = 1 << 20;

/** A shell in a shell in a shell is read this deep; below, its words are a command like any other. */
export const NESTING_MAX = 8;

/**
 * Reads `bash|sh|zsh -c|-lc SCRIPT` (exactly these three words, the shell also by a system path) through to its
 * commands; any other words are one command.
 *
 * What is plain: literal words (quotes removed) joined by `&&`, `||`, `;`, `|` and newlines. A script that is not
 * carries its words unread, the reason, and the offset in the script where that shows. So is one that a parser of
 * different making does not read to the same words. A plain inner shell is read
 * through as well; an inner one that is opaque stays a command of the outer script.
 */
export function read(argv: Command): Reading {
  const [, , script] = argv;
  const shell = shellOf(argv);
  if (shell === null || script === undefined) return { kind: "plain", commands: [argv] };
  const commands = readScript(script, shell, NESTING_MAX);
  return commands.ok
    ? { kind: "plain", commands: commands.value }
    : { kind: "opaque", command: argv, ...commands.error };
}

/**
 * The chain without a command and all behind it, which fails there as a shell does that may not start it. Null where it
 * is no plain chain of `&&`, or begins with that command: then nothing of it is left.
 */
export function cutBefore(argv: Command, command: Command): Command | null {
  const [program, flag = "", script = ""] = argv;
  const shell = shellOf(argv);
  const tokens = shell === null || script.length > SCRIPT_LENGTH_MAX ? null : lex(script, shell);
  if (tokens?.ok !== true || tokens.value.some((token) => token.kind === "operator" && token.operator !== "&&")) {
    return null;
  }
  const parts = split(tokens.value, script.length);
  const at = parts.ok ? parts.value.findIndex((words) => isCommand(words, command)) : -1;
  const first = parts.ok ? parts.value[at]?.[0] : undefined;
  return at <= 0 || first === undefined ? null : [program, flag, `${script.slice(0, first.at)}exit 126`];
}

function isCommand(words: readonly Word[], command: Command): boolean {
  return words.length === command.length && words.every(({ text }, at) => text === command[at]);
}

/** The shell whose script the third word is; null where the words are no such wrapper. */
function shellOf(argv: readonly string[]): ShellName | null {
  const [program = "", flag, script] = argv;
  if (argv.length !== 3 || script === undefined || (flag !== "-c" && flag !== "-lc")) return null;
  const name = programName(program);
  return name === "bash" || name === "sh" || name === "zsh" ? name : null;
}

type Commands = readonly [Command, ...Command[]];

function readScript(script: string, shell: ShellName, depth: number): Result<Commands, Obstacle> {
  if (script.length > SCRIPT_LENGTH_MAX) return err({ why: "too-long", at: SCRIPT_LENGTH_MAX });
  const tokens = lex(script, shell);
  if (!tokens.ok) return tokens;
  const parts = split(tokens.value, script.length);
  if (!parts.ok) return parts;
  const commands: Command[] = [];
  for (const words of parts.value) {
    const command = commandOf(words, shell);
    if (!command.ok) return command;
    commands.push(command.value);
  }
  if (!agrees(script, commands)) return err({ why: "readers-disagree", at: 0 });
  const [first, ...rest] = commands.flatMap((command) => unwrap(command, depth));
  return first === undefined ? err({ why: "syntax", at: script.length }) : ok([first, ...rest]);
}

function unwrap(command: Command, depth: number): readonly Command[] {
  const shell = shellOf(command);
  if (shell === null || depth === 0) return [command];
  const inner = readScript(command[2] ?? "", shell, depth - 1);
  return inner.ok ? inner.value : [command];
}

/** The words of each command; an error where an operator has no command before or after it. */
function split(tokens: readonly Token[], end: number): Result<readonly (readonly Word[])[], Obstacle> {
  const last = tokens.findLast((token) => token.kind === "word" || token.operator !== "newline");
  if (last?.kind === "operator" && last.operator !== ";") return err({ why: "syntax", at: end });
  const parts: Word[][] = [];
  let words: Word[] = [];
  for (const token of tokens) {
    if (token.kind === "word") words.push(token);
    else if (words.length > 0) {
      parts.push(words);
      words = [];
    } else if (token.operator !== "newline") return err({ why: "syntax", at: token.at });
  }
  if (words.length > 0) parts.push(words);
  return ok(parts);
}

function commandOf(words: readonly Word[], shell: ShellName): Result<Command, Obstacle> {
  const [first, ...rest] = words;
  if (first === undefined) return err({ why: "syntax", at: 0 });
  if (first.text === "") return err({ why: "syntax", at: first.at });
  if (!first.quoted && isReserved(first.text, shell)) return err({ why: "control-flow", at: first.at });
  if (/^[A-Za-z_][A-Za-z0-9_]*(?:\[|\+?=)/.test(first.bare)) return err({ why: "assignment", at: first.at });
  for (const word of words) {
    const obstacle = expands(word, shell);
    if (obstacle !== null) return err(obstacle);
  }
  const command: Command = [first.text, ...rest.map((word) => word.text)];
  const why = whyNotPlain(first.text, command.slice(1), shell);
  return why === null ? ok(command) : err({ why, at: first.at });
}

/** All that `expands` looks for; most words have none of it. */
const SPECIAL = /[*?[{}~=^#]/;

/** Whether a word would become other words: globs, braces, tildes, and in zsh a few more. */
function expands({ text, bare, at }: Word, shell: ShellName): Obstacle | null {
  if (!SPECIAL.test(bare)) return null;
  if (/[*?]/.test(bare) || (bare.includes("[") && bare !== "[")) return { why: "glob", at };
  if (bare.startsWith("~") || hasTildeAfter(text, bare)) return { why: "expansion", at };
  if (hasBraces(text, bare)) return { why: "glob", at };
  if (shell === "zsh" && (bare.startsWith("=") || (/[{}^~#]/.test(bare) && bare !== "{}"))) {
    return { why: "expansion", at };
  }
  return null;
}

/** `a=~/x` expands as an argument too, in `make path=a:~/x` both do. */
function hasTildeAfter(text: string, bare: string): boolean {
  for (let at = bare.indexOf("~"); at !== -1; at = bare.indexOf("~", at + 1)) {
    if (text.charAt(at - 1) === "=" || text.charAt(at - 1) === ":") return true;
  }
  return false;
}

/** More open braces in one word are not looked into: what they mean takes long to tell. */
const BRACES_MAX = 1000;

/** `{a,b}` and `{1..3}`; `{}`, `{x}` and `@{u}` are literal. */
function hasBraces(text: string, bare: string): boolean {
  const open = bare.indexOf("{");
  if (open === -1) return false;
  if (bare.length > BRACES_MAX && bare.split("{").length > BRACES_MAX) return true;
  const inside = text.slice(open + 1, text.lastIndexOf("}") + 1);
  return inside.includes(",") || inside.includes("..");
}
