/** Reads the text of an awk program for what it does beside printing. */

export type AwkReading = {
  /** False where it may write, run, read other files, or where the text is not surely understood. */
  readonly onlyPrints: boolean;
  /** It prints variables of the environment; empty for all of them. */
  readonly environment: readonly string[] | null;
  /** Texts in it, which may be names of files. */
  readonly strings: readonly string[];
};

type Token =
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "operator"; readonly text: string }
  | { readonly kind: "regex" | "newline" };

const UNCLEAR: AwkReading = { onlyPrints: false, environment: null, strings: [] };

/** Changes what is read, runs something, or is not known in all versions. */
const FORBIDDEN: ReadonlySet<string> = new Set(
  "system ARGV ARGC ENVIRON PROCINFO SYMTAB FUNCTAB extension close fflush nextfile".split(" "),
);
/** Behind these a value cannot stand, so that `/` starts a pattern. */
const BEFORE_PATTERN: ReadonlySet<string> = new Set("else do print printf return in case BEGIN END exit".split(" "));
const CONDITIONS: ReadonlySet<string> = new Set(["if", "while", "for", "switch"]);

/** Linear in the text's length. */
export function readAwk(program: string): AwkReading {
  const tokens = tokensOf(program);
  if (tokens === null) return UNCLEAR;
  const strings = tokens.flatMap((token) => (token.kind === "string" ? [token.text] : []));
  const environment = environmentOf(tokens);
  const reads = tokens.some((token) => isWord(token, "getline")) && tokens.some((token) => isOperator(token, "<"));
  const pipes = tokens.some((token) => isOperator(token, "|") || isOperator(token, "|&") || isOperator(token, "@"));
  const onlyPrints = !pipes && !reads && !tokens.some(isForbidden) && !redirects(tokens);
  return { onlyPrints, environment, strings };
}

function isForbidden(token: Token): boolean {
  // `awk::system` is system as well.
  return token.kind === "word" && (FORBIDDEN.has(token.text) || token.text.includes("::"));
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === "word" && token.text === text;
}

function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}

/** `print … > file`: outside parentheses of its own, `>` is no comparison. Standard output and error are fine. */
function redirects(tokens: readonly Token[]): boolean {
  let depth = 0;
  let printDepth: number | null = null;
  for (const [at, token] of tokens.entries()) {
    if (isWord(token, "print") || isWord(token, "printf")) printDepth = depth;
    else if (token.kind === "newline") printDepth = null;
    if (token.kind !== "operator") continue;
    if (token.text === "(") depth++;
    else if (token.text === ")") depth--;
    else if (token.text === ";" || token.text === "}" || token.text === "{") printDepth = null;
    else if (token.text === ">>") return true;
    else if (token.text === ">" && printDepth !== null && depth <= printDepth && !isToScreen(tokens, at)) return true;
  }
  return false;
}

function isToScreen(tokens: readonly Token[], at: number): boolean {
  const file = tokens[at + 1];
  const end = tokens[at + 2];
  const ends = end === undefined || end.kind === "newline" || isOperator(end, ";") || isOperator(end, "}");
  return file?.kind === "string" && /^\/dev\/std(?:out|err)$/.test(file.text) && ends;
}

function environmentOf(tokens: readonly Token[]): readonly string[] | null {
  const names: string[] = [];
  let isRead = false;
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, "ENVIRON")) continue;
    isRead = true;
    const key = tokens[at + 2];
    if (!isOperator(tokens[at + 1], "[") || key?.kind !== "string" || !isOperator(tokens[at + 3], "]")) return [];
    names.push(key.text);
  }
  return isRead ? names : null;
}

/** Null where the text is not surely cut right. */
function tokensOf(program: string): readonly Token[] | null {
  const tokens: Token[] = [];
  /** For each open parenthesis, whether it holds the condition of a statement. */
  const open: boolean[] = [];
  /** The last `)` closed such a condition. */
  let afterCondition = false;
  for (let at = 0; at < program.length;) {
    const last = tokens.at(-1);
    const isPattern = program.charAt(at) === "/" ? mayStartPattern(last, afterCondition) : false;
    if (isPattern === null) return null;
    const taken = takeOne(program, at, isPattern);
    if (taken === null) return null;
    at = taken.end;
    const { token } = taken;
    if (token === null) continue;
    if (isOperator(token, "(")) open.push(last?.kind === "word" && CONDITIONS.has(last.text));
    if (isOperator(token, ")")) afterCondition = open.pop() ?? false;
    tokens.push(token);
  }
  return tokens;
}

/** Whether a `/` here starts a pattern; null where versions may differ. */
function mayStartPattern(last: Token | undefined, afterCondition: boolean): boolean | null {
  if (last === undefined || last.kind === "newline") return true;
  if (last.kind !== "word" && last.kind !== "operator") return false;
  if (last.kind === "word") {
    if (BEFORE_PATTERN.has(last.text)) return true;
    return last.text === "length" || last.text === "getline" ? null : false;
  }
  if (last.text === ")") return afterCondition;
  if (last.text === "]") return false;
  return last.text === "++" || last.text === "--" || last.text === "$" ? null : true;
}

type Taken = { readonly token: Token | null; readonly end: number };

const SPACE = /(?:[ \t\r]|\\\r?\n|#[^\n]*)+/y;
const NUMBER = /(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y;
const WORD = /[A-Za-z_]\w*(?:::\w+)?/y;
const STRING = /"(?:[^"\\\n]|\\[^])*"/y;
const OPERATOR = /\|\||\|&|&&|>>|[<>=!]=|\+\+|--|\*\*=?|[-+*/%^]=|[-+*/%^!<>|?:~$=(){}[\],;@&]/y;

function takeOne(program: string, at: number, isPattern: boolean): Taken | null {
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(program)?.[0] ?? null;
  };
  if (isPattern) {
    const end = patternEnd(program, at + 1);
    return end === null ? null : { token: { kind: "regex" }, end };
  }
  if (program.charAt(at) === "\n") return { token: { kind: "newline" }, end: at + 1 };
  const space = match(SPACE);
  if (space !== null) return { token: null, end: at + space.length };
  const string = match(STRING);
  if (string !== null) return { token: { kind: "string", text: string.slice(1, -1) }, end: at + string.length };
  const number = match(NUMBER);
  if (number !== null) return { token: { kind: "number", text: number }, end: at + number.length };
  const word = match(WORD);
  if (word !== null) return { token: { kind: "word", text: word }, end: at + word.length };
  const operator = match(OPERATOR);
  return operator === null ? null : { token: { kind: "operator", text: operator }, end: at + operator.length };
}

/** Behind the closing `/`; null for a pattern that versions end in different places. */
function patternEnd(program: string, start: number): number | null {
  let inBrackets = false;
  for (let at = start; at < program.length; at++) {
    const char = program.charAt(at);
    if (char === "\n") return null;
    if (char === "\\") at++;
    else if (char === "[") inBrackets = true;
    else if (char === "]") inBrackets = false;
    else if (char === "/") return inBrackets ? null : at + 1;
  }
  return null;
}
