/** Reads what holds lists of commands: groups, conditions, loops, functions. */
import { refuseBrokenPair, tryArithmetic } from "./parse-dollar.ts";
import { acceptKeyword, keywordAt, skipLines } from "./parse-keyword.ts";
import { readRedirects } from "./parse-redirect.ts";
import { bareText } from "./parse-simple.ts";
import {
  accept,
  acceptPattern,
  codeAt,
  enter,
  expect,
  fail,
  leave,
  notInSh,
  OTHER_SHELL,
  skip,
  skipBlanks,
  SYNTAX,
  UNENDED,
  type State,
} from "./parse-state.ts";
import { readTest } from "./parse-test.ts";
import type { Node, Word } from "./tree.ts";

/** Reads the construct that the keyword opens; null, and nothing read, where it opens none. */
export function readCompound(state: State, keyword: string | null): Node | null {
  const at = state.base + state.at;
  const read = keyword === null ? undefined : READERS.get(keyword);
  if (keyword === null || read === undefined) return null;
  state.at += keyword.length;
  enter(state);
  const node = read(state, at);
  leave(state);
  return node;
}

type Reader = (state: State, at: number) => Node;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["{", readGroup],
  ["[[", readCondition],
  ["if", readIf],
  ["while", (state, at) => readWhile(state, at, "while")],
  ["until", (state, at) => readWhile(state, at, "until")],
  ["for", readFor],
  ["select", readSelect],
  ["case", readCase],
  ["function", readFunction],
  ["coproc", readCoproc],
]);

/** One command at least, as bash demands it. */
function readBody(state: State): Node {
  const body = state.grammar.list(state);
  if (body.kind === "list" && body.parts.length === 0) fail(state, SYNTAX);
  return body;
}

function expectKeyword(state: State, keyword: string): void {
  if (!acceptKeyword(state, keyword)) fail(state, state.at >= state.text.length ? UNENDED : SYNTAX);
}

function readGroup(state: State, at: number): Node {
  const body = readBody(state);
  expectKeyword(state, "}");
  return { kind: "group", at, body, redirects: readRedirects(state) };
}

/** At `(`. */
export function readSubshell(state: State): Node {
  const at = state.base + state.at;
  enter(state);
  const node = readArithmetic(state, at) ?? readPlainSubshell(state, at);
  leave(state);
  return node;
}

function readArithmetic(state: State, at: number): Node | null {
  if (codeAt(state, 1) !== 0x28) return null;
  notInSh(state);
  const expression = tryArithmetic(state);
  return expression && { kind: "arithmetic", at, expression, redirects: readRedirects(state) };
}

function readPlainSubshell(state: State, at: number): Node {
  skip(state);
  refuseBrokenPair(state);
  const body = readBody(state);
  expect(state, ")");
  return { kind: "subshell", at, body, redirects: readRedirects(state) };
}

function readCondition(state: State, at: number): Node {
  notInSh(state);
  return readTest(state, at);
}

function readIf(state: State, at: number): Node {
  const branches: { test: Node; body: Node }[] = [];
  let otherwise: Node | null = null;
  do {
    const test = readBody(state);
    expectKeyword(state, "then");
    branches.push({ test, body: readBody(state) });
  } while (acceptKeyword(state, "elif"));
  if (acceptKeyword(state, "else")) otherwise = readBody(state);
  expectKeyword(state, "fi");
  return { kind: "if", at, branches, otherwise, redirects: readRedirects(state) };
}

function readWhile(state: State, at: number, kind: "while" | "until"): Node {
  const test = readBody(state);
  const body = readDo(state);
  return { kind, at, test, body, redirects: readRedirects(state) };
}

function readDo(state: State): Node {
  expectKeyword(state, "do");
  const body = readBody(state);
  expectKeyword(state, "done");
  return body;
}

/** Of a `for` or `select`, which bash lets stand in braces, too. */
function readLoopBody(state: State): Node {
  if (!acceptKeyword(state, "{")) return readDo(state);
  const body = readBody(state);
  expectKeyword(state, "}");
  return body;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

function readFor(state: State, at: number): Node {
  skipBlanks(state);
  return accept(state, "((") ? readForArithmetic(state, at) : readForIn(state, at, "for");
}

function readSelect(state: State, at: number): Node {
  notInSh(state);
  skipBlanks(state);
  return readForIn(state, at, "select");
}

function readForIn(state: State, at: number, kind: "for" | "select"): Node {
  const name = acceptPattern(state, NAME) ?? "";
  if (name === "") fail(state, SYNTAX);
  skipLines(state);
  let words: Word[] | null = null;
  if (acceptKeyword(state, "in")) {
    words = readWords(state);
    if (!accept(state, ";") && codeAt(state) !== 0x0a) fail(state, SYNTAX);
  } else accept(state, ";");
  skipLines(state);
  const body = readLoopBody(state);
  return { kind, at, name, words, body, redirects: readRedirects(state) };
}

function readWords(state: State): Word[] {
  const words: Word[] = [];
  for (;;) {
    skipBlanks(state);
    const start = state.at;
    const word = state.grammar.word(state, "word");
    if (state.at === start) return words;
    words.push(word);
  }
}

/** Behind `((`. */
function readForArithmetic(state: State, at: number): Node {
  notInSh(state);
  const expressions: Word[] = [];
  do expressions.push(state.grammar.word(state, "clause"));
  while (accept(state, ";"));
  expect(state, "))");
  if (expressions.length !== 3) fail(state, SYNTAX);
  skipBlanks(state);
  accept(state, ";");
  skipLines(state);
  const body = readLoopBody(state);
  return { kind: "for-arithmetic", at, expressions, body, redirects: readRedirects(state) };
}

type Branch = (Node & { readonly kind: "case" })["branches"][number];

function readCase(state: State, at: number): Node {
  skipBlanks(state);
  const start = state.at;
  const subject = state.grammar.word(state, "plain");
  if (state.at === start) fail(state, SYNTAX);
  skipLines(state);
  expectKeyword(state, "in");
  const branches: Branch[] = [];
  let mayFollow = true;
  for (;;) {
    skipLines(state);
    if (acceptKeyword(state, "esac")) break;
    if (!mayFollow || state.trouble !== null) {
      fail(state, SYNTAX);
      break;
    }
    const branch = readBranch(state);
    const end = acceptPattern(state, /;;&|;;|;&/y);
    mayFollow = end !== null;
    branches.push({ ...branch, goesOn: end?.endsWith("&") === true });
  }
  return { kind: "case", at, subject, branches, redirects: readRedirects(state) };
}

function readBranch(state: State): Omit<Branch, "goesOn"> {
  const patterns: Word[] = [];
  accept(state, "(");
  do {
    skipBlanks(state);
    const start = state.at;
    patterns.push(state.grammar.word(state, "pattern"));
    if (state.at === start) fail(state, SYNTAX);
    skipBlanks(state);
  } while (accept(state, "|"));
  expect(state, ")");
  const body = state.grammar.list(state);
  return { patterns, body: body.kind === "list" && body.parts.length === 0 ? null : body };
}

/** `function f`, with or without brackets behind the name. */
function readFunction(state: State, at: number): Node {
  notInSh(state);
  skipBlanks(state);
  const name = bareText(state.grammar.word(state, "word"));
  if (name === null) fail(state, SYNTAX);
  skipBlanks(state);
  if (acceptPattern(state, /\([ \t]*\)/y) === null && codeAt(state) === 0x28) refuseBrokenPair(state);
  return readFunctionBody(state, at, name ?? "");
}

const BODIES: ReadonlySet<string> = new Set(
  "group subshell if while until for select for-arithmetic case test arithmetic".split(" "),
);

/** Behind the name and its brackets. */
export function readFunctionBody(state: State, at: number, name: string): Node {
  enter(state);
  skipLines(state);
  const body = state.grammar.command(state);
  if (!BODIES.has(body.kind)) fail(state, SYNTAX);
  leave(state);
  return { kind: "function", at, name, body };
}

const OPENING: ReadonlySet<string> = new Set("{ [[ if while until for select case".split(" "));

function opensCompound(state: State): boolean {
  return codeAt(state) === 0x28 || OPENING.has(keywordAt(state) ?? "");
}

/** With a name only in front of a compound command. */
function readCoproc(state: State, at: number): Node {
  if (state.shell !== "bash") fail(state, OTHER_SHELL);
  skipBlanks(state);
  const { at: start } = state;
  let name = "COPROC";
  if (!opensCompound(state)) {
    const word = acceptPattern(state, NAME);
    skipBlanks(state);
    if (word !== null && start + word.length < state.at && opensCompound(state)) name = word;
    else state.at = start;
  }
  const body = state.grammar.command(state);
  return { kind: "coproc", at, name, body };
}
