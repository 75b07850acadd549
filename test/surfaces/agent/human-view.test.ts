/** The work of an agent as a person reads it. */
import { expect, test } from "vitest";
import type { Item, Turn } from "../../../src/core/agent/item.ts";
import { humanView } from "../../../src/surfaces/agent/human-view.ts";
import type { ThreadEvent } from "../../../src/engine/agent/thread.ts";
import { DENIAL, DENIED, NOT_DONE } from "./not-done-example.ts";

const times = { startedAt: 1, completedAt: null };
const COMMAND: Item = {
  ...times,
  id: "c",
  kind: "command",
  argv: ["/bin/bash", "-lc", "ls"],
  cwd: "/w",
  actions: [],
  status: "in-progress",
  process: null,
  output: null,
  exitCode: null,
  isUsers: false,
  note: null,
};
const TURN: Turn = { id: "t", status: "completed", error: null, startedAt: 0, completedAt: 1, items: [] };

function said(text: string): Item {
  return { ...times, id: text, kind: "agent-message", text, phase: null };
}

test("commands with what they write, what was said before the last, and what was not done; nothing is obeyed", () => {
  let told = "";
  const view = humanView({ tell: (text) => void (told += text), colour: false });
  view.event({ kind: "item-completed", turn: "t", item: said("first\nlook \u001b[31m") });
  view.event({ kind: "item-started", turn: "t", item: COMMAND });
  view.event({ kind: "output", turn: "t", item: "c", text: "a\nb\u001b]0;x\u0007" });
  view.event({ kind: "output", turn: "t", item: "c", text: "c\nd" });
  view.event({
    kind: "item-completed",
    turn: "t",
    item: { ...COMMAND, status: "failed", exitCode: 3, note: "stopped" },
  });
  view.event({ kind: "item-completed", turn: "t", item: said("the answer") });
  view.notDone(NOT_DONE);
  view.ended(TURN, "the answer");
  expect(told).toBe(`first
look \\x1b[31m
$ /bin/bash -lc ls
  a
  b\\x1b]0;x\\x07c
  d
  exit 3
  stopped

Not done, for nobody could be asked:
  run /bin/bash -lc ls
    it asks to run outside the sandbox
    to allow it: -a on-request at a terminal, or --answers FILE
`);
});

const REVIEW_ENDED: ThreadEvent & { readonly kind: "review-ended" } = {
  kind: "review-ended",
  turn: "t",
  item: "c",
  review: "1-1",
  case: "1",
  action: NOT_DONE.action,
  files: [],
  startedAt: 1,
  endedAt: 2,
  end: DENIAL,
  opinion: null,
};

test("reviews as they end, and at the end what they denied", () => {
  let told = "";
  const view = humanView({ tell: (text) => void (told += text), colour: false });
  view.event({ ...REVIEW_ENDED, kind: "review-started" });
  view.event({ kind: "guardian-warning", text: "the same in other words" });
  view.event({ ...REVIEW_ENDED, end: { ...DENIAL, status: "approved", riskLevel: "low", findings: [] } });
  view.event(REVIEW_ENDED);
  view.event({ ...REVIEW_ENDED, end: "aborted" });
  view.notDone(DENIED);
  view.ended(TURN, null);
  expect(told).toBe(`  approved by the guardian · low risk · 900 ms · 1,020 tokens
  denied by the guardian · critical risk · 900 ms · 1,020 tokens
    it sends keys\\x1b[2J
    found: exfiltration, critical: sends ~/.netrc to a.example
  the review was ended before it came to anything

Not done, for the guardian denied it:
  run /bin/bash -lc ls
    critical risk: it sends keys\\x1b[2J
    found: exfiltration, critical: sends ~/.netrc to a.example
    to decide it yourself: -c approvals_reviewer=user at a terminal, or with --answers FILE
`);
});

test("of long output the first lines, and how many there are more", () => {
  const lines: string[] = [];
  const view = humanView({ tell: (text) => void lines.push(text), colour: false });
  view.event({ kind: "output", turn: "t", item: "c", text: "x\n".repeat(1_000) });
  view.event({ kind: "item-completed", turn: "t", item: { ...COMMAND, status: "completed", exitCode: 0 } });
  expect([lines.length, lines.at(-1)]).toEqual([41, "  … 960 more lines\n"]);
});

test("colours where they are wanted", () => {
  let told = "";
  const view = humanView({ tell: (text) => void (told += text), colour: true });
  view.event({ kind: "item-started", turn: "t", item: COMMAND });
  expect(told).toBe("\u001b[1m$ /bin/bash -lc ls\u001b[0m\n");
});
