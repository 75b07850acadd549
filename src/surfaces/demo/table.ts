/** What happened in a session, as a table for people. */
import { headline } from "../../core/approval/describe.ts";
import type { Request } from "../../core/approval/action.ts";
import type { AuditRecord, Entry, Outcome } from "../../core/approval/record.ts";
import { printCommand } from "../../core/shell/print.ts";
import { never } from "../../kit/never.ts";
import { visible, widthOf, wrap, type Charset } from "../../kit/text.ts";

/** All records of one action, in their order. */
export type Story = { readonly request: Request; readonly records: readonly AuditRecord[] };

const HEAD = ["#", "action", "judged", "answer", "ran", "result"] as const;
const ACTION_WIDTH = 34;

/** What the table is drawn with: horizontal, vertical, corners and crossings from top to bottom. */
type Strokes = readonly [across: string, down: string, top: string, middle: string, bottom: string];
const STROKES: Readonly<Record<Charset, Strokes>> = {
  unicode: ["─", "│", "╭┬╮", "├┼┤", "╰┴╯"],
  ascii: ["-", "|", "+++", "+++", "+++"],
};

/** Lines of a box-drawn table, one row an action. */
export function tableOf(stories: readonly Story[], charset: Charset): readonly string[] {
  const [across, down, top, middle, bottom] = STROKES[charset];
  const none = charset === "ascii" ? "-" : "–";
  const rows = stories.map((story, index) => [String(index + 1), ...cellsOf(story, none, charset)]);
  const widths = HEAD.map((head, column) => Math.max(...[head, ...rows.map((row) => row[column] ?? "")].map(widthOf)));
  const line = (cells: readonly string[]): string =>
    `${down} ${cells.map((cell, i) => pad(cell, widths[i] ?? 0)).join(` ${down} `)} ${down}`;
  const rule = ([left = "", cross = "", right = ""]: string): string =>
    `${left}${widths.map((width) => across.repeat(width + 2)).join(cross)}${right}`;
  return [rule(top), line(HEAD), rule(middle), ...rows.map(line), rule(bottom)];
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

function cellsOf({ request, records }: Story, none: string, charset: Charset): readonly string[] {
  const entries = records.map((record) => record.entry);
  const cells = [judgedCell(entries), answerCell(entries), ranCell(entries), resultCell(entries)];
  return [actionCell(request, charset), ...cells.map((cell) => cell ?? none)];
}

function actionCell({ action }: Request, charset: Charset): string {
  const text = visible(action.kind === "command" ? printCommand(action.argv) : headline(action), charset);
  if (widthOf(text) <= ACTION_WIDTH) return text;
  const dots = charset === "ascii" ? "..." : "…";
  return `${wrap(text, ACTION_WIDTH - dots.length)[0] ?? ""}${dots}`;
}

function judgedCell(entries: readonly Entry[]): string | null {
  const judged = entries.find((entry) => entry.kind === "judged");
  return judged === undefined ? null : { run: "allow", ask: "ask", forbid: "forbid" }[judged.requirement];
}

function answerCell(entries: readonly Entry[]): string | null {
  const answered = entries.findLast((entry) => entry.kind === "answered");
  if (answered === undefined) return null;
  const { outcome } = answered.verdict;
  return {
    accept: "accepted",
    "accept-for-session": "for session",
    "accept-and-amend": "rule saved",
    grant: "granted",
    reply: "answered",
    "decline-and-amend": "rule saved",
    decline: "declined",
    cancel: "cancelled",
  }[outcome.kind];
}

function ranCell(entries: readonly Entry[]): string {
  const granted = entries.findLast((entry) => entry.kind === "granted");
  if (granted === undefined) return "not run";
  return granted.permissions.kind === "restricted" ? "sandboxed" : "outside";
}

function resultCell(entries: readonly Entry[]): string {
  const settled = entries.findLast((entry) => entry.kind === "settled");
  return settled === undefined ? "unfinished" : resultOf(settled.outcome);
}

function resultOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case "ran":
      return outcome.status === 0 ? "done" : `exit ${outcome.status}`;
    case "allowed":
    case "starts":
      return "allowed";
    case "forbidden":
      return "refused";
    case "declined":
      return "refused";
    case "cancelled":
      return "cancelled";
    case "fault":
      return "fault";
    default:
      return never(outcome);
  }
}
