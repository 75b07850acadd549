/** What is known of a word after the shell has expanded it. */

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  /** Names of files that match, or the pattern itself. As written: `*`, `?`, `[a-z]`. */
  | { readonly kind: "glob"; readonly pattern: string }
  /** Any text, also none. `from`: what stands there, for people: `$x`, `$(…)`. */
  | { readonly kind: "any"; readonly from: string };

export type Value = {
  /** No two texts side by side; none at all for the empty word. */
  readonly pieces: readonly Piece[];
  /** True where it may become no word or several. */
  readonly many: boolean;
};

export type Certainty = "yes" | "no" | "maybe";

/** Any words at all, or none: what `"$@"` or the input of xargs may bring. */
export function anyWords(from: string): Value {
  return { pieces: [{ kind: "any", from }], many: true };
}

/** One word that may be anything. */
export function anyWord(from: string): Value {
  return { pieces: [{ kind: "any", from }], many: false };
}

export function textValue(text: string): Value {
  return { pieces: text === "" ? [] : [{ kind: "text", text }], many: false };
}

/** The word where all of it is known; null elsewhere. */
export function textOf({ pieces, many }: Value): string | null {
  if (many) return null;
  const [only, ...more] = pieces;
  if (only === undefined) return "";
  return only.kind === "text" && more.length === 0 ? only.text : null;
}

/** The known text that the word starts with; the whole word where all is known. */
export function prefixOf({ pieces: [first] }: Value): string {
  return first?.kind === "text" ? first.text : "";
}

/** Joins pieces into one word, texts side by side into one. */
export function join(values: readonly Value[]): Value {
  const pieces: Piece[] = [];
  for (const piece of values.flatMap((value) => value.pieces)) {
    const last = pieces.at(-1);
    if (piece.kind === "text" && last?.kind === "text") {
      pieces[pieces.length - 1] = { kind: "text", text: last.text + piece.text };
    } else pieces.push(piece);
  }
  return { pieces, many: values.some((value) => value.many) };
}

/** Whether the word, or the first of the words that it becomes, is this text. */
export function isText(value: Value, text: string): Certainty {
  const known = textOf(value);
  if (known !== null) return known === text ? "yes" : "no";
  return fits(patternOf(value, value.many ? "first" : "whole"), text) ? "maybe" : "no";
}

/** Whether the word, or the first of the words that it becomes, may be one of these texts. */
export function mayBeOneOf(value: Value, texts: Iterable<string>): boolean {
  const known = textOf(value);
  const pattern = known === null ? patternOf(value, value.many ? "first" : "whole") : null;
  for (const text of texts) if (pattern === null ? text === known : fits(pattern, text)) return true;
  return false;
}

/** Whether the word, or the first of the words that it becomes, starts with this text. */
export function startsWith(value: Value, prefix: string): Certainty {
  const known = prefixOf(value);
  if (known.startsWith(prefix)) return "yes";
  if (textOf(value) !== null || !prefix.startsWith(known)) return "no";
  return "maybe";
}

/** As a person would write it: what is not known shows where it comes from. */
export function showValue({ pieces }: Value): string {
  return pieces
    .map((piece) => (piece.kind === "text" ? piece.text : piece.kind === "glob" ? piece.pattern : piece.from))
    .join("");
}

/** A text of which parts are known, in their order, with anything between them. */
export type Pattern = {
  /** It starts with the first of them. */
  readonly known: readonly [string, ...string[]];
  /** True where more may follow the last one. */
  readonly isOpen: boolean;
};

/** `first`: an unknown part may hold a space, and what follows it then belongs to another word. */
function patternOf({ pieces }: Value, extent: "whole" | "first"): Pattern {
  const [first, ...others] = pieces;
  let last = first?.kind === "text" ? first.text : "";
  const known: [string, ...string[]] = [last];
  for (const piece of first?.kind === "text" ? others : pieces) {
    if (piece.kind === "any" && extent === "first") return { known, isOpen: true };
    last = piece.kind === "text" ? last + piece.text : "";
    if (piece.kind === "text") known[known.length - 1] = last;
    else known.push(last);
  }
  return { known, isOpen: false };
}

/** Each known part is looked for behind the one before it and never again: scripts choose what stands in a pattern. */
export function fits({ known, isOpen }: Pattern, text: string): boolean {
  const [start] = known;
  if (known.length === 1) return isOpen ? text.startsWith(start) : text === start;
  if (!text.startsWith(start)) return false;
  let from = start.length;
  const last = known.length - 1;
  for (let at = 1; at <= last; at++) {
    const part = known[at] ?? "";
    if (at === last && !isOpen) return text.length - part.length >= from && text.endsWith(part);
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return true;
}

/** Whether a command whose words are these values may run as these words. `open`: more words may follow. */
export function mayBe({ words: values, open }: Words, words: readonly string[]): boolean {
  // Numbers of words that the values so far may have become.
  let taken = new Set([0]);
  for (const value of values) {
    const next = new Set<number>();
    for (const start of taken) for (const end of endsOf(value, words, start)) next.add(end);
    taken = next;
  }
  return open ? taken.size > 0 : taken.has(words.length);
}

type Words = { readonly words: readonly Value[]; readonly open: boolean };

function endsOf(value: Value, words: readonly string[], start: number): readonly number[] {
  const pattern = patternOf(value, "whole");
  if (!value.many) return start < words.length && fits(pattern, words[start] ?? "") ? [start + 1] : [];
  const ends: number[] = value.pieces.some((piece) => piece.kind === "text") ? [] : [start];
  for (let end = start + 1; end <= words.length; end++) {
    if (fits(pattern, words.slice(start, end).join(" "))) ends.push(end);
  }
  return ends;
}
