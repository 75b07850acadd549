/**
 * Reads the patterns of a `.gitignore` file and matches them.
 *
 * Source: gitignore(5), and where that is silent what `git check-ignore` does, which the tests ask.
 */

export type Pattern = {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  /** Looked for in every folder below, by the last part of the path. */
  readonly byName: boolean;
  readonly tokens: readonly Token[];
};

/** What one piece of a pattern matches; texts are bytes, each as one UTF-16 unit. */
type Token =
  | { readonly kind: "byte"; readonly byte: string }
  /** Any one but a slash. */
  | { readonly kind: "one" }
  /** Ranges, both ends included; never a slash. */
  | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }
  /** Any number of bytes but slashes. */
  | { readonly kind: "name" }
  /** Any number of bytes. */
  | { readonly kind: "path" }
  /** Nothing, or anything that ends in a slash. */
  | { readonly kind: "folders" };

/**
 * The patterns of one file, in its order.
 *
 * @param text bytes, each as one UTF-16 unit
 */
export function patternsOf(text: string): readonly Pattern[] {
  const start = text.startsWith("\xef\xbb\xbf") ? 3 : 0;
  return text
    .slice(start)
    .split("\n")
    .flatMap((line) => patternOf(line) ?? []);
}

/** Null for a line that can match nothing. */
function patternOf(line: string): Pattern | null {
  if (line.startsWith("#")) return null;
  // C ends a text at the first zero.
  const [text = ""] = line.replace(/\r$/, "").split("\0", 1);
  const trimmed = withoutTrailingSpaces(text);
  const negated = trimmed.startsWith("!");
  const marked = negated ? trimmed.slice(1) : trimmed;
  const foldersOnly = marked.endsWith("/");
  const plain = foldersOnly ? marked.slice(0, -1) : marked;
  if (plain === "") return null;
  const byName = !plain.includes("/");
  const tokens = tokensOf(plain.startsWith("/") ? plain.slice(1) : plain);
  return tokens === null ? null : { negated, foldersOnly, byName, tokens };
}

/** A space behind a backslash stays. */
function withoutTrailingSpaces(text: string): string {
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === " ") continue;
    end = at + 1;
  }
  return text.slice(0, end);
}

/** Null for a set or an escape that does not end. */
function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  // Git compares what stands before the first special sign by itself, and there the rest starts anew.
  const literal = text.search(/[*?[\\]/);
  for (let at = 0; at < text.length;) {
    const sign = text.charAt(at);
    if (sign === "*") {
      const { token, next } = starsAt(text, at, at === literal);
      tokens.push(token);
      at = next;
    } else if (sign === "[") {
      const set = setAt(text, at);
      if (set === null) return null;
      tokens.push(set.token);
      at = set.next;
    } else if (sign === "\\") {
      if (at + 1 === text.length) return null;
      tokens.push({ kind: "byte", byte: text.charAt(at + 1) });
      at += 2;
    } else {
      tokens.push(sign === "?" ? { kind: "one" } : { kind: "byte", byte: sign });
      at += 1;
    }
  }
  return tokens;
}

type Read = { readonly token: Token; readonly next: number };

/** Two stars or more cross folders only where they stand for whole parts of the path. */
function starsAt(text: string, start: number, isStart: boolean): Read {
  let next = start;
  while (text[next] === "*") next += 1;
  const opens = isStart || start === 0 || text[start - 1] === "/";
  const rest = text.slice(next);
  const closes = rest === "" || rest.startsWith("/") || rest.startsWith("\\/");
  if (next - start < 2 || !opens || !closes) return { token: { kind: "name" }, next };
  return rest.startsWith("/") ? { token: { kind: "folders" }, next: next + 1 } : { token: { kind: "path" }, next };
}

const CLASSES: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  [
    "alnum",
    [
      ["0", "9"],
      ["A", "Z"],
      ["a", "z"],
    ],
  ],
  [
    "alpha",
    [
      ["A", "Z"],
      ["a", "z"],
    ],
  ],
  [
    "blank",
    [
      [" ", " "],
      ["\t", "\t"],
    ],
  ],
  [
    "cntrl",
    [
      ["\0", "\x1f"],
      ["\x7f", "\x7f"],
    ],
  ],
  ["digit", [["0", "9"]]],
  ["graph", [["!", "~"]]],
  ["lower", [["a", "z"]]],
  ["print", [[" ", "~"]]],
  [
    "punct",
    [
      ["!", "/"],
      [":", "@"],
      ["[", "`"],
      ["{", "~"],
    ],
  ],
  [
    "space",
    [
      ["\t", "\n"],
      ["\r", "\r"],
      [" ", " "],
    ],
  ],
  ["upper", [["A", "Z"]]],
  [
    "xdigit",
    [
      ["0", "9"],
      ["A", "F"],
      ["a", "f"],
    ],
  ],
]);

function setAt(text: string, start: number): Read | null {
  let at = start + 1;
  const negated = text[at] === "!" || text[at] === "^";
  if (negated) at += 1;
  const ranges: (readonly [string, string])[] = [];
  // What a dash would continue; none after a range or a class.
  let before: string | null = null;
  // A bracket that stands first is one of the signs.
  for (let isFirst = true; isFirst || text[at] !== "]"; isFirst = false) {
    const item = itemAt(text, at, before);
    if (item === null) return null;
    ranges.push(...item.ranges);
    before = item.before;
    at = item.next;
  }
  return { token: { kind: "set", negated, ranges }, next: at + 1 };
}

type Item = {
  readonly ranges: readonly (readonly [string, string])[];
  readonly before: string | null;
  readonly next: number;
};

function itemAt(text: string, at: number, before: string | null): Item | null {
  const follows = text[at + 1];
  if (text[at] === "-" && before !== null && follows !== undefined && follows !== "]") {
    const last = signAt(text, at + 1);
    return last === null ? null : { ranges: [[before, last.sign]], before: null, next: last.next };
  }
  if (text[at] === "[" && follows === ":") {
    const end = text.indexOf("]", at + 2);
    if (end === -1) return null;
    if (end > at + 2 && text[end - 1] === ":") {
      const ranges = CLASSES.get(text.slice(at + 2, end - 1));
      return ranges === undefined ? null : { ranges, before: null, next: end + 1 };
    }
  }
  const one = signAt(text, at);
  return one === null ? null : { ranges: [[one.sign, one.sign]], before: one.sign, next: one.next };
}

/** One byte, perhaps behind a backslash. */
function signAt(text: string, at: number): { readonly sign: string; readonly next: number } | null {
  const here = text[at] === "\\" ? at + 1 : at;
  const sign = text[here];
  return sign === undefined ? null : { sign, next: here + 1 };
}

/** @param path bytes, from the folder that the pattern's file is in */
export function matches({ foldersOnly, byName, tokens }: Pattern, path: string, isFolder: boolean): boolean {
  if (foldersOnly && !isFolder) return false;
  const text = byName ? path.slice(path.lastIndexOf("/") + 1) : path;
  // Spares most patterns the rest.
  if (!mayBe(tokens[0], text[0]) || !mayBe(tokens.at(-1), text.at(-1))) return false;
  // Which beginnings of the text the tokens so far match, by their length.
  let reached = [true, ...Array.from(text, () => false)];
  for (const token of tokens) {
    reached = advance(reached, token, text);
    if (!reached.includes(true)) return false;
  }
  return reached.at(-1) === true;
}

function mayBe(token: Token | undefined, byte: string | undefined): boolean {
  return token?.kind !== "byte" || token.byte === byte;
}

/** In the time of the text's length, whatever the pattern. */
function advance(reached: readonly boolean[], token: Token, text: string): boolean[] {
  const next: boolean[] = [];
  let earlier = false;
  for (let length = 0; length <= text.length; length += 1) {
    const byte = length === 0 ? "" : text.charAt(length - 1);
    const came = reached[length - 1] === true;
    earlier ||= came;
    const here = reached[length] === true;
    if (token.kind === "name") next.push(here || (next[length - 1] === true && byte !== "/"));
    else if (token.kind === "path") next.push(here || earlier);
    else if (token.kind === "folders") next.push(here || (earlier && byte === "/"));
    else next.push(came && takes(token, byte));
  }
  return next;
}

function takes(token: Token & { readonly kind: "byte" | "one" | "set" }, byte: string): boolean {
  if (token.kind === "byte") return byte === token.byte;
  if (byte === "/") return false;
  if (token.kind === "one") return true;
  return token.ranges.some(([first, last]) => first <= byte && byte <= last) !== token.negated;
}
