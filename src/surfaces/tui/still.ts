/** A question as a picture that nobody can answer: for the demo without a terminal, and for pages. */
import type { Question } from "../../core/approval/question.ts";
import { contentOf } from "./content.ts";
import { frame } from "./frame.ts";
import { paint, type Look } from "./style.ts";

/** So tall that all of it is shown. */
const ROWS = 1_000;

/** The whole box, lines joined by line feeds. */
export function stillPicture(question: Question, columns: number, look: Look): string {
  const scene = { question, content: contentOf(question), view: { kind: "question", top: 0 }, waiting: 0 } as const;
  const { lines } = frame(scene, { columns, rows: ROWS }, look.charset);
  return lines.map((line) => paint(line, look.colour)).join("\n");
}
