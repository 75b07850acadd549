/** Examples in rules files: a string into words, and words into a string. */

const SPACE = new Set([" ", "\t", "\n"]);

/**
 * Splits as a POSIX shell would if it knew quotes, escapes and comments only: operators are ordinary letters.
 * Null where a quote or an escape does not end.
 */
export function splitExample(text: string): readonly string[] | null {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (SPACE.has(char)) {
      at++;
    } else if (char === "#") {
      const end = text.indexOf("\n", at);
      at = end === -1 ? text.length : end;
    } else {
      const word = readWord(text, at);
      if (word === null) return null;
      words.push(word.text);
      at = word.end;
    }
  }
  return words;
}

type Piece = { readonly text: string; readonly end: number };

function readWord(source: string, start: number): Piece | null {
  let text = "";
  let at = start;
  while (at < source.length && !SPACE.has(source.charAt(at))) {
    const piece = readPiece(source, at);
    if (piece === null) return null;
    text += piece.text;
    at = piece.end;
  }
  return { text, end: at };
}

function readPiece(source: string, at: number): Piece | null {
  const char = source.charAt(at);
  if (char === '"') return readDouble(source, at + 1);
  if (char === "'") {
    const end = source.indexOf("'", at + 1);
    return end === -1 ? null : { text: source.slice(at + 1, end), end: end + 1 };
  }
  if (char !== "\\") return { text: char, end: at + 1 };
  if (at + 1 === source.length) return null;
  const next = source.charAt(at + 1);
  return { text: next === "\n" ? "" : next, end: at + 2 };
}

function readDouble(source: string, start: number): Piece | null {
  let text = "";
  for (let at = start; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '"') return { text, end: at + 1 };
    if (char !== "\\") {
      text += char;
      continue;
    }
    const next = source.charAt(++at);
    if (next === "") return null;
    if (next !== "\n") text += '$`"\\'.includes(next) ? next : `\\${next}`;
  }
  return null;
}

/** The words as one line, quoted as the reference quotes them in its messages. */
export function quoteExample(words: readonly string[]): string {
  if (words.some((word) => word.includes("\0"))) return "unable to render example";
  return words.map(quoteWord).join(" ");
}

type Style = "bare" | "single" | "double";

/** Parts of a word that can share one style of quotes are quoted together, bare where possible. */
function quoteWord(word: string): string {
  if (word === "") return "''";
  let quoted = "";
  let part = "";
  let styles: readonly Style[] = ["bare", "single", "double"];
  for (const char of word) {
    const allowed = stylesOf(char);
    const shared = styles.filter((style) => allowed.includes(style));
    // A history mark is only safe right behind the quote.
    if (part !== "" && (shared.length === 0 || char === "^")) {
      quoted += inStyle(part, styles);
      part = char;
      styles = allowed;
    } else {
      part += char;
      styles = shared;
    }
  }
  return quoted + inStyle(part, styles);
}

function stylesOf(char: string): readonly Style[] {
  if (/^[A-Za-z0-9_+\-./:@\]]$/.test(char)) return ["bare", "single", "double"];
  if (char === "'" || char === "\\") return ["double"];
  if ("`$!^".includes(char)) return ["single"];
  return ["single", "double"];
}

function inStyle(text: string, styles: readonly Style[]): string {
  if (styles.includes("bare")) return text;
  if (styles.includes("single")) return `'${text}'`;
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
