/** The box of an action that the automatic reviewer denied; it asks nothing. */
import { headline } from "../../core/approval/describe.ts";
import { reviewNotes } from "../../core/approval/describe-review.ts";
import type { Action } from "../../core/approval/action.ts";
import type { Review } from "../../core/approval/review.ts";
import { printCommand } from "../../core/shell/print.ts";
import { boxOf, columnsInside, hasRoomAbove } from "./box.ts";
import { field } from "./content-fields.ts";
import { reviewFields } from "./content-review.ts";
import { type Block, layOut } from "./layout.ts";
import { notesOn } from "./notes.ts";
import { type Line, type Look, paint, type Span } from "./style.ts";

/** So tall that all of it is shown. */
const ROWS = 1_000;

/** Lines of what would have run; what is left out is counted. */
const MATTER_MAX = 30;

export type Denied = {
  readonly action: Action;
  readonly review: Review;
  /** How a person may still decide; one line, not escaped. */
  readonly advice: string;
};

/** The whole box, each line with its end. */
export function denialPicture({ action, review, advice }: Denied, columns: number, look: Look): string {
  const size = { columns, rows: ROWS };
  const { charset } = look;
  const title: Span = { text: "Denied by the guardian", style: "bad" };
  const paper = { columns: columnsInside(size, charset), charset };
  const heading: readonly Block[] = hasRoomAbove(title, size, charset)
    ? []
    : [{ kind: "text", ...title }, { kind: "gap" }];
  const matter = action.kind === "command" ? printCommand(action.argv) : headline(action);
  const lines = matter.split("\n");
  const more = lines.length - MATTER_MAX;
  const body: readonly Block[] = [
    { kind: "gap" },
    ...heading,
    { kind: "matter", lines: lines.slice(0, MATTER_MAX) },
    ...(more > 0 ? [{ kind: "text", text: `and ${more} more lines`, style: "dim" } as const] : []),
    { kind: "gap" },
    ...notesOn(matter),
    ...reviewFields(review),
    field("review", [review.id, ...reviewNotes(review).slice(1)].join(", ")),
    { kind: "gap" },
  ];
  const footer = layOut([{ kind: "text", text: `Nothing was run; ${advice}`, style: "plain" }], paper);
  const box = {
    title,
    label: { text: "assent", style: "dim" } as const,
    body: layOut(body, paper),
    top: 0,
    footer: footer.map(({ spans }) => spans),
    moves: ["", ""] as const,
  };
  return boxOf(box, size, charset)
    .lines.map((line: Line) => `${paint(line, look.colour)}\n`)
    .join("");
}
