/** A list in a TOML text changed item by item; what stays keeps spelling and comments. */
import { exact, printValue, stable, type TomlValue } from "./edit-print.ts";
import { replaced, type Text } from "./edit-text.ts";
import type { Span } from "./outline.ts";

/** An item with what is around it: blanks and comments before, its comma and a comment on its line behind. */
type Chunk = { readonly lead: string; readonly item: string; readonly comma: string; readonly note: string };

/**
 * The text with `after` in the place of `before`; nothing for an empty list.
 *
 * @param list where the list stands, with its brackets
 */
export function* editsOfList(
  text: Text,
  path: readonly string[],
  list: Span,
  values: { readonly before: readonly unknown[]; readonly after: readonly TomlValue[] },
): Generator<string> {
  const spans = text.outline.nodes.flatMap((node) =>
    node.kind === "item" && node.path.length === path.length + 1 && path.every((part, at) => node.path[at] === part)
      ? [node.value]
      : [],
  );
  if (spans.length === 0 || spans.length !== values.before.length) return;
  // A comment behind the opening bracket is about the list.
  const open = behindNote(text, list.start + 1);
  const chunks = spans.map((span, at) => {
    const from = at === 0 ? open : behind(text, spans[at - 1] ?? span, span.start);
    return chunkOf(text, from, span, spans[at + 1]?.start ?? list.end - 1);
  });
  const tail = text.source.slice(behind(text, spans.at(-1) ?? list, list.end - 1), list.end);
  const made = merged(chunks, values, text.lineEnd);
  yield replaced(text, [{ ...list, by: `${text.source.slice(list.start, open)}${printed(made, chunks)}${tail}` }]);
}

function chunkOf(text: Text, from: number, { start, end }: Span, next: number): Chunk {
  const { source } = text;
  const comma = commaIn(text, end, next);
  const commaEnd = comma === null ? end : comma + 1;
  return {
    lead: source.slice(from, start),
    item: source.slice(start, end),
    comma: source.slice(end, commaEnd),
    note: source.slice(commaEnd, behind(text, { start, end }, next)),
  };
}

/** Where what belongs to an item ends: behind its comma, and behind a comment on that line. */
function behind(text: Text, { end }: Span, next: number): number {
  const comma = commaIn(text, end, next);
  return behindNote(text, comma === null ? end : comma + 1);
}

/** Behind a comment that only blanks part from `at`; `at` without one. */
function behindNote(text: Text, at: number): number {
  const blanks = /^[ \t]*/u.exec(text.source.slice(at))?.[0].length ?? 0;
  return text.outline.comments.find(({ start }) => start === at + blanks)?.end ?? at;
}

/** The comma between two offsets that stands in no comment; null where there is none. */
function commaIn({ source, outline }: Text, start: number, end: number): number | null {
  const gap = outline.comments
    .filter((comment) => comment.start >= start && comment.end <= end)
    .reduce(
      (blanked, comment) => {
        const length = comment.end - comment.start;
        const at = comment.start - start;
        return blanked.slice(0, at) + "#".repeat(length) + blanked.slice(at + length);
      },
      source.slice(start, end),
    );
  const at = gap.indexOf(",");
  return at === -1 ? null : start + at;
}

/** Of an item that has gone only comments stay; a new one stands as its neighbour does. */
function merged(
  chunks: readonly Chunk[],
  { before, after }: { readonly before: readonly unknown[]; readonly after: readonly TomlValue[] },
  lineEnd: string,
): readonly Chunk[] {
  const commentsOf = (chunk: Chunk): Chunk => onlyComments(chunk, lineEnd);
  const names = before.map(stable);
  const made: Chunk[] = [];
  let from = 0;
  for (const value of after) {
    const at = names.indexOf(stable(exact(value)), from);
    const kept = chunks[at];
    if (kept === undefined) {
      made.push(newLike(made.findLast(({ item }) => item !== "") ?? chunks[0], printValue(value)));
      continue;
    }
    made.push(...chunks.slice(from, at).map(commentsOf), kept);
    from = at + 1;
  }
  return [...made, ...chunks.slice(from).map(commentsOf)];
}

/** Its comments where the item stood, as an item that is none. */
function onlyComments({ lead, comma, note }: Chunk, lineEnd: string): Chunk {
  const own = [comma.replace(/,$/u, ""), note].filter((piece) => piece.includes("#"));
  const start = breakOf(lead) ?? `${lineEnd}  `;
  const above = lead.includes("#") ? lead.trimEnd() : "";
  return { lead: `${above}${own.map((piece) => start + piece.trim()).join("")}`, item: "", comma: "", note: "" };
}

function newLike(neighbour: Chunk | undefined, item: string): Chunk {
  return { lead: breakOf(neighbour?.lead ?? "") ?? "", item, comma: "", note: "" };
}

/** The last line break in it with the blanks behind; null where it has none. */
function breakOf(lead: string): string | null {
  return /\r?\n[ \t]*$/u.exec(lead)?.[0] ?? null;
}

/** The items with commas between, and behind the last one if it was so before. */
function printed(made: readonly Chunk[], before: readonly Chunk[]): string {
  const items = made.filter(({ item }) => item !== "");
  const endsWithComma = before.at(-1)?.comma !== "";
  return made
    .map((chunk) => {
      if (chunk.item === "") return chunk.lead;
      const lead = chunk === items[0] ? firstLead(chunk, before) : chunk.lead || " ";
      const hasComma = chunk !== items.at(-1) || endsWithComma;
      const comma = hasComma ? chunk.comma || "," : chunk.comma.replace(/^\s*,$/u, "");
      return `${lead}${chunk.item}${comma}${chunk.note}`;
    })
    .join("");
}

/** On one line the first item keeps the distance that the first one had. */
function firstLead(chunk: Chunk, [first]: readonly Chunk[]): string {
  const isOneLine = !chunk.lead.includes("\n") && !(first?.lead.includes("\n") ?? false);
  return isOneLine ? (first?.lead ?? "") : chunk.lead;
}
