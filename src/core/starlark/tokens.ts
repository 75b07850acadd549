/** The tokens of Starlark and what messages call them. */

/** Words with a meaning of their own. */
const KEYWORDS = [
  "and",
  "break",
  "continue",
  "def",
  "elif",
  "else",
  "for",
  "if",
  "in",
  "lambda",
  "load",
  "not",
  "or",
  "pass",
  "return",
] as const;

/** Words kept back by the language; using one is an error. */
const RESERVED = [
  "as",
  "assert",
  "async",
  "await",
  "class",
  "del",
  "except",
  "finally",
  "from",
  "global",
  "import",
  "is",
  "nonlocal",
  "raise",
  "try",
  "while",
  "with",
  "yield",
];

/** Longer ones stand before their beginnings, so that the first that fits is the longest. */
const SYMBOLS = [
  "//=",
  "<<=",
  ">>=",
  "...",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "==",
  "!=",
  "<=",
  ">=",
  "&=",
  "|=",
  "^=",
  "**",
  "->",
  "//",
  "<<",
  ">>",
  ",",
  ";",
  ":",
  "=",
  "<",
  ">",
  "-",
  "+",
  "*",
  "%",
  "/",
  ".",
  "&",
  "|",
  "^",
  "~",
  "[",
  "]",
  "{",
  "}",
  "(",
  ")",
] as const;

export type SymbolKind = (typeof SYMBOLS)[number];
export type KeywordKind = (typeof KEYWORDS)[number];

/** `error`: the lexer could not go on, and its `failure` says why. The `f-…` kinds are the parts of an f-string. */
export type TokenKind =
  | SymbolKind
  | KeywordKind
  | "end"
  | "error"
  | "newline"
  | "indent"
  | "dedent"
  | "name"
  | "int"
  | "float"
  | "string"
  | "bytes"
  | "f-start"
  | "f-text"
  | "f-open"
  | "f-bang"
  | "f-close"
  | "f-end";

/** What a word is, unless it is a name. */
export const WORDS: ReadonlyMap<string, KeywordKind | "reserved"> = new Map<string, KeywordKind | "reserved">([
  ...KEYWORDS.map((word) => [word, word] as const),
  ...RESERVED.map((word) => [word, "reserved"] as const),
]);

/** The symbols that begin with an ASCII character, by its code. */
export const SYMBOLS_BY_START: readonly (readonly SymbolKind[])[] = Array.from({ length: 128 }, (_, code) =>
  SYMBOLS.filter((symbol) => symbol.charCodeAt(0) === code),
);

const NAMED: { readonly [kind: string]: string } = {
  end: "end of file",
  newline: "new line",
  indent: "new indentation block",
  dedent: "end of indentation block",
  "f-start": "f-string start",
  "f-open": "f-string expression start '{'",
  "f-bang": "f-string bang '!'",
  "f-close": "f-string expression end '}'",
  "f-end": "f-string end",
  string: "string literal",
  name: "identifier",
};

/** A kind as messages name what they expect: `symbol ')'`, `keyword 'else'`, `identifier`. */
export function describeKind(kind: TokenKind): string {
  const named = NAMED[kind];
  if (named !== undefined) return named;
  return WORDS.has(kind) ? `keyword '${kind}'` : `symbol '${kind}'`;
}

/** A number without exponent, the way the reference prints it: 1e30 as 1 and thirty zeros. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return "inf";
  const text = String(value);
  const [decimal = "", exponent] = text.split("e");
  if (exponent === undefined) return text;
  const digits = decimal.replace(".", "");
  const shift = Number(exponent);
  return shift > 0 ? digits.padEnd(shift + 1, "0") : `0.${"0".repeat(-shift - 1)}${digits}`;
}

/** Text in double quotes with what cannot be seen escaped, as the reference shows a string in a message. */
export function quoted(text: string): string {
  let shown = "";
  for (const char of text) shown += quotedChar(char);
  return `"${shown}"`;
}

const SHORT_ESCAPES: { readonly [char: string]: string } = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\0": "\\0",
  '"': '\\"',
  "\\": "\\\\",
};

function quotedChar(char: string): string {
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) return short;
  const invisible = /[\p{C}\p{Z}\p{M}]/u.test(char) && char !== " ";
  return invisible ? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}` : char;
}
