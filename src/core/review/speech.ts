/** Finds texts that speak to whoever reviews them, where they should only do something. */
import { visible } from "../../kit/text.ts";
import type { Deed } from "./subject.ts";
import { SPEECH } from "./speech-patterns.ts";

/** Of one text no more is read than these UTF-16 units at either end. */
const CHARS_MAX = 100_000;
/** UTF-16 units. */
const PIECE_CHARS = 3000;
const OVERLAP = 300;
/** Of what was found so much is told, in code points. */
const SHOWN_MAX = 80;

/**
 * A deed for each text that claims an approval, gives orders to a reviewer or imitates what a review is made of. It raises
 * the risk and never lowers it; ordinary code and prose that only mention a review are none of that.
 *
 * @param texts as they are: words, comments, arguments, names
 * @param said what the person typed: what they wrote themselves, word for word, may be handed on
 */
export function speechIn(texts: readonly string[], said: readonly string[] = []): readonly Deed[] {
  const own = said.map(plainly).join("\n");
  const found = new Set(texts.flatMap((text) => speechOf(text, own) ?? []));
  return [...found].map((shown) => ({
    act: "look",
    objects: [],
    bar: "person",
    level: "medium",
    category: "hidden",
    what: `speaks to the reviewer: "${shown}"`,
  }));
}

/** The first words of it that the person did not write; null where there are none. */
function speechOf(text: string, own: string): string | null {
  const read = plainly(text.length > 2 * CHARS_MAX ? `${text.slice(0, CHARS_MAX)}\n${text.slice(-CHARS_MAX)}` : text);
  if (!/[a-z]{3}|[^\0-\x7f]/.test(read)) return null;
  for (const piece of piecesOf(read)) {
    for (const pattern of SPEECH) {
      for (const [words] of piece.matchAll(pattern)) {
        const shown = words.trim();
        if (!own.includes(shown)) return visible(Array.from(shown).slice(0, SHOWN_MAX).join(""));
      }
    }
  }
  return null;
}

/** Pieces that overlap by more than anybody needs to say it, so that a long text takes no more than linear time. */
function piecesOf(text: string): readonly string[] {
  const count = Math.max(1, Math.ceil((text.length - OVERLAP) / (PIECE_CHARS - OVERLAP)));
  return Array.from({ length: count }, (_, at) => {
    const from = at * (PIECE_CHARS - OVERLAP);
    return text.slice(from, from + PIECE_CHARS);
  });
}

/** Small letters, one sort of blanks and quotes, nothing that is not drawn; lines stay. */
export function plainly(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}](?<![\n\t])/gu, "")
    .replace(/[\u2018\u2019\u02bc`]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[^\S\n]+/g, " ");
}
