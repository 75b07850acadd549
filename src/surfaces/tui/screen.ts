/** What is written to a terminal to show a picture, take it away, and leave one line. */
import type { Question, Verdict } from "../../core/approval/question.ts";
import { describeVerdict, headline } from "../../core/approval/describe.ts";
import { widthOf, wrap } from "../../kit/text.ts";
import { filesOf } from "./content.ts";
import { escaped, widthOfLine } from "./layout.ts";
import { paint, type Line, type Look, type Span } from "./style.ts";

/** The columns that each line of a picture took when it was drawn. */
export type Drawn = readonly number[];

/** Ends a line that some program left unfinished; does nothing at the start of a line. Source: how zsh does it. */
export function freshLine(columns: number, look: Look): string {
  return look.motion ? `${" ".repeat(Math.max(columns - 1, 0))}\r` : "\n";
}

/** No cursor, and pastes marked as such. */
export function enter(look: Look): string {
  return look.motion ? "\x1b[?25l\x1b[?2004h" : "";
}

export function leave(look: Look): string {
  return look.motion ? "\x1b[?2004l\x1b[?25h" : "";
}

/** The cursor stays behind the last line; where it cannot come back, on the line after. */
export function draw(lines: readonly Line[], look: Look): { readonly text: string; readonly drawn: Drawn } {
  const text = lines.map((line) => paint(line, look.colour)).join("\r\n");
  return { text: look.motion ? text : `${text}\r\n`, drawn: lines.map(widthOfLine) };
}

/** Takes a picture away. Terminals break lines anew when they become narrower, so it may have grown taller. */
export function erase(drawn: Drawn, columns: number, look: Look): string {
  if (!look.motion || drawn.length === 0) return "";
  const rows = drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  return `\r${rows > 1 ? `\x1b[${rows - 1}A` : ""}\x1b[J`;
}

/** The line that stays: what was asked and what came of it. */
export function summary(question: Question, verdict: Verdict, columns: number, look: Look): string {
  const isYes = verdict.outcome.kind.startsWith("accept");
  return lineThatStays({ isYes, says: describeVerdict(verdict), of: headlineOf(question) }, columns, look);
}

/** An answer in one line; all text raw. */
export type Said = { readonly isYes: boolean; readonly says: string; readonly of: string };

export function lineThatStays({ isYes, says, of }: Said, columns: number, look: Look): string {
  const [yes, no] = look.charset === "ascii" ? ["+", "x"] : ["✔", "✘"];
  const sign: Span = { text: isYes ? `${yes} ` : `${no} `, style: isYes ? "good" : "bad" };
  const dot = look.charset === "ascii" ? " - " : " · ";
  const words = escaped(`${says}${dot}`, "strong", look.charset);
  return `${paint(clip([sign, ...words, ...escaped(of, "plain", look.charset)], columns - 1, look), look.colour)}\r\n`;
}

function headlineOf(question: Question): string {
  return question.action.kind === "patch" ? `change ${filesOf(question).join(", ")}` : headline(question.action);
}

/** The start of a line, with a count of what is left out. */
function clip(line: Line, columns: number, look: Look): Line {
  const text = line.map((span) => span.text).join("");
  if (widthOf(text) <= columns) return line;
  const dots = look.charset === "ascii" ? "..." : "…";
  const more = `${dots} ${text.length} characters`;
  const room = Math.max(columns - more.length - 1, 2);
  let left = (wrap(text, room)[0] ?? "").length;
  const kept = line.map((span) => {
    const part = span.text.slice(0, Math.max(left, 0));
    left -= span.text.length;
    return { ...span, text: part };
  });
  return [...kept, { text: more, style: "dim" }];
}
