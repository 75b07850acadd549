/** What happened in a session, as a table for people. */
import { headline } from "../../core/approval/describe.ts";
import type { Request } from "../../core/approval/action.ts";
import type { AuditRecord, Entry, Outcome } from "../../core/audit/record.ts";
import { never } from "../../kit/never.ts";
import { visible, widthOf } from "../../kit/text.ts";

/** All records of one action, in their order. */
export type Story = { readonly request: Request; readonly records: readonly AuditRecord[] };

const HEAD = ["#", "action", "judged", "answer", "ran", "result"] as const;
const ACTION_WIDTH = 34;

/** Lines of a box-drawn table, one row an action. */
export function tableOf(stories: readonly Story[]): readonly string[] {
  const rows = stories.map((story, index) => [String(index + 1), ...cellsOf(story)]);
  const widths = HEAD.map((head, column) => Math.max(...[head, ...rows.map((row) => row[column] ?? "")].map(widthOf)));
  const line = (cells: readonly string[]): string =>
    `│ ${cells.map((cell, i) => pad(cell, widths[i] ?? 0)).join(" │ ")} │`;
  const rule = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => "─".repeat(width + 2)).join(middle)}${right}`;
  return [rule("╭", "┬", "╮"), line(HEAD), rule("├", "┼", "┤"), ...rows.map(line), rule("╰", "┴", "╯")];
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

function cellsOf({ request, records }: Story): readonly string[] {
  const entries = records.map((record) => record.entry);
  return [actionCell(request), judgedCell(entries), answerCell(entries), ranCell(entries), resultCell(entries)];
}

function actionCell({ action }: Request): string {
  const text = visible(action.kind === "command" ? headline(action).replace(/^run /, "") : headline(action));
  if (widthOf(text) <= ACTION_WIDTH) return text;
  return `${[...text].slice(0, ACTION_WIDTH - 1).join("")}…`;
}

function judgedCell(entries: readonly Entry[]): string {
  const judged = entries.find((entry) => entry.kind === "judged");
  return judged === undefined ? "–" : { run: "allow", ask: "ask", forbid: "forbid" }[judged.requirement];
}

function answerCell(entries: readonly Entry[]): string {
  const answered = entries.findLast((entry) => entry.kind === "answered");
  if (answered === undefined) return "–";
  const { outcome } = answered.verdict;
  return {
    accept: "accepted",
    "accept-for-session": "for session",
    "accept-and-amend": "rule saved",
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
