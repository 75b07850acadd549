/** A question as a picture that nobody can answer: for the demo, and for pages. */
import type { Question } from "../../core/approval/question.ts";
import { bodyOf, frame } from "./frame.ts";
import { paint, type Look } from "./style.ts";

/** So tall that all of it is shown. */
const ROWS = 1_000;

/** The whole box, lines joined by line feeds. */
export function stillPicture(question: Question, columns: number, look: Look): string {
  const size = { columns, rows: ROWS };
  const body = bodyOf(question, "question", size, look.charset);
  const { lines } = frame({ question, body, view: { kind: "question", top: 0 }, waiting: 0 }, size, look.charset);
  return lines.map((line) => paint(line, look.colour)).join("\n");
}
