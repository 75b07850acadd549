/**
 * Reads a shell script into a tree of all that it may run.
 *
 * Wider than the strict reading: whatever bash, and sh and zsh alike, would take apart is taken apart here. What is
 * not surely understood ends the reading: an unknown at the end of the outermost list stands for all that follows, and
 * what was read of the construct in which that happened stays in the tree. Every character is read once, but for a
 * share of them that is bounded by the length; nothing recurses on length, and depth is limited.
 *
 * Source: the manual of bash 5.2 and its behaviour, which test/core/script/ holds this to.
 */
import { SCRIPT_LENGTH_MAX } from "../shell/read.ts";
import type { ShellName } from "../shell/reading.ts";
import { readCompound, readFunctionBody, readSubshell } from "./parse-compound.ts";
import { acceptKeyword, endsList, isKeyword, keywordAt, skipLines } from "./parse-keyword.ts";
import { readNewline } from "./parse-redirect.ts";
import { acceptFunction, bareText, readSimple } from "./parse-simple.ts";
import {
  acceptPattern,
  codeAt,
  fail,
  OTHER_SHELL,
  skipBlanks,
  skipContinuations,
  startState,
  SYNTAX,
  TOO_LONG,
  type Grammar,
  type State,
} from "./parse-state.ts";
import { readWord } from "./parse-word.ts";
import type { Node } from "./tree.ts";

/** The tree of any text; never throws. A script longer than `SCRIPT_LENGTH_MAX` is one unknown. */
export function parseScript(script: string, shell: ShellName): Node {
  if (script.length > SCRIPT_LENGTH_MAX) return { kind: "unknown", at: 0, why: TOO_LONG };
  // No process can be given a NUL; what a shell makes of one in a file differs.
  const end = script.indexOf("\0");
  const state = startState(end === -1 ? script : script.slice(0, end), shell, GRAMMAR);
  const node = readScript(state);
  if (end === -1 || state.trouble !== null) return node;
  return listOf([...partsOf(node), { node: { kind: "unknown", at: end, why: "a NUL" }, next: ";" }], 0);
}

const GRAMMAR: Grammar = { list: readList, command: readCommand, word: readWord, script: readScript };

type ListPart = (Node & { readonly kind: "list" })["parts"][number];

/** All of a text. Where something stops the reading, an unknown follows what was read. */
function readScript(state: State): Node {
  const node = readList(state);
  if (state.at < state.text.length) fail(state, SYNTAX);
  if (state.trouble === null) return node;
  const { why, at } = state.trouble;
  return listOf([...partsOf(node), { node: { kind: "unknown", at, why }, next: ";" }], node.at);
}

function partsOf(node: Node): readonly ListPart[] {
  return node.kind === "list" ? node.parts : [{ node, next: ";" }];
}

/** A list of one command is that command. */
function listOf(parts: readonly ListPart[], at: number): Node {
  const [only] = parts;
  return parts.length === 1 && only?.next === ";" ? only.node : { kind: "list", at, parts };
}

function readList(state: State): Node {
  const parts: ListPart[] = [];
  const at = state.base + state.at;
  skipLines(state);
  while (!endsList(state)) {
    const node = readPipeline(state);
    const isEmpty = node.kind === "list" && node.parts.length === 0;
    if (isEmpty) fail(state, SYNTAX);
    const next = readSeparator(state);
    if (!isEmpty) parts.push({ node, next: next ?? ";" });
    if (next === null) break;
    skipLines(state);
    if ((next === "&&" || next === "||") && endsList(state)) fail(state, SYNTAX);
  }
  return listOf(parts, at);
}

/** Null where no further command may follow. */
function readSeparator(state: State): ListPart["next"] | null {
  skipBlanks(state);
  switch (codeAt(state)) {
    case 0x0a: // newline
      readNewline(state);
      return ";";
    case 0x3b: // ;
      if (endsList(state)) return null;
      state.at++;
      return ";";
    case 0x7c: // |
      state.at++;
      skipContinuations(state);
      state.at++;
      return "||";
    case 0x26: // &
      return readAmpersand(state);
    default:
      return null;
  }
}

function readAmpersand(state: State): "&" | "&&" {
  state.at++;
  skipContinuations(state);
  const next = codeAt(state);
  if (next === 0x26) {
    state.at++;
    return "&&";
  }
  if (state.shell === "zsh" && (next === 0x21 || next === 0x7c)) fail(state, OTHER_SHELL);
  return "&";
}

function readPipeline(state: State): Node {
  const at = state.base + state.at;
  let negated = false;
  let isMarked = false;
  for (;;) {
    if (acceptKeyword(state, "!")) {
      negated = !negated;
      // With extended globs on, this is a pattern instead of a subshell.
      if (codeAt(state) === 0x28 && state.text.includes("extglob")) fail(state, OTHER_SHELL);
    } else if (acceptKeyword(state, "time")) acceptPattern(state, /[ \t]+-p(?=[ \t\n;&|])(?:[ \t]+--(?=[ \t\n;&|]))?/y);
    else break;
    isMarked = true;
  }
  const first = readCommand(state);
  const parts = [first];
  while (acceptBar(state)) {
    skipLines(state);
    parts.push(readCommand(state));
  }
  if (parts.length === 1 && !isMarked) return first;
  if (parts.length > 1 && parts.some((node) => node.kind === "list" && node.parts.length === 0)) fail(state, SYNTAX);
  return { kind: "pipeline", at, parts, negated };
}

/** `|` or `|&`; not `||`. */
function acceptBar(state: State): boolean {
  skipBlanks(state);
  if (codeAt(state) !== 0x7c) return false;
  const { at } = state;
  state.at++;
  skipContinuations(state);
  const next = codeAt(state);
  if (next === 0x26) state.at++;
  else if (next === 0x7c) {
    state.at = at;
    return false;
  }
  return true;
}

/** One command, with what belongs to it; a list of no parts where none stands here. */
function readCommand(state: State): Node {
  skipBlanks(state);
  if (codeAt(state) === 0x28) return readSubshell(state);
  const keyword = keywordAt(state);
  const compound = readCompound(state, keyword);
  if (compound !== null) return compound;
  const { at } = state;
  if (keyword !== null) return { kind: "list", at: state.base + at, parts: [] };
  const node = readSimple(state);
  const name = acceptFunction(state, node);
  if (name !== null) return readFunctionBody(state, node.at, name);
  if (node.kind === "command" && isBrokenKeyword(state, at, node)) fail(state, OTHER_SHELL);
  return node;
}

/** A keyword with a newline in it that the shell does not see. */
function isBrokenKeyword(state: State, at: number, { words: [first] }: Node & { readonly kind: "command" }): boolean {
  if (first === undefined || first.at !== state.base + at) return false;
  const text = bareText(first);
  return text !== null && isKeyword(text);
}
