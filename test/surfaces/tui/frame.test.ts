/** The boxes as they look, in files beside this test, and what no box may do. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Question } from "../../../src/core/approval/question.ts";
import { printCommand } from "../../../src/core/shell/print.ts";
import { visible, widthOf, type Charset } from "../../../src/kit/text.ts";
import { fieldOf } from "../../../src/surfaces/tui/field.ts";
import type { Picture } from "../../../src/surfaces/tui/box.ts";
import { bodyOf, frame } from "../../../src/surfaces/tui/frame.ts";
import { tryRule } from "../../../src/surfaces/tui/rule-edit.ts";
import { paint } from "../../../src/surfaces/tui/style.ts";
import { pageOf, type Size, type View } from "../../../src/surfaces/tui/view.ts";
import {
  AGAIN,
  COMMAND,
  EXEC,
  HOST,
  HOSTILE,
  LONG,
  NEEDS,
  NETWORK,
  OPENED,
  PART,
  PATCH,
  PERSON,
  RENAME,
  SCRIPT,
  surveyed,
} from "./questions.ts";
import { CONFIRM, DELEGATED, FORM, INPUT, PAGE, PERMISSIONS, TOOL } from "./questions-requests.ts";
import { ESCALATED, REVIEWED, REVIEWED_HOSTILE, UNREVIEWED } from "./questions-reviews.ts";

const QUESTION: View = { kind: "question", top: 0 };
const EXPLAIN: View = { kind: "explain", top: 0 };
const rule = (text: string): View => ({
  kind: "rule",
  top: 0,
  field: { text, at: 4 },
  trial: tryRule(text, COMMAND.survey),
});

const BOXES: readonly [name: string, question: Question, view: View][] = [
  ["command", COMMAND, QUESTION],
  ["command-again", AGAIN, QUESTION],
  ["command-needs", NEEDS, QUESTION],
  ["command-needs-explained", NEEDS, EXPLAIN],
  ["command-opened", OPENED, QUESTION],
  ["command-explained", COMMAND, EXPLAIN],
  ["command-feedback", COMMAND, { kind: "feedback", top: 0, field: fieldOf("use pnpm \u202e please") }],
  ["command-rule", COMMAND, rule("npm install")],
  ["command-rule-refused", COMMAND, rule("npm")],
  ["command-rule-unmatched", COMMAND, rule("npm ci")],
  ["person", PERSON, QUESTION],
  ["script", SCRIPT, QUESTION],
  ["script-explained", SCRIPT, EXPLAIN],
  ["hostile", HOSTILE, QUESTION],
  ["hostile-explained", HOSTILE, EXPLAIN],
  ["exec", EXEC, QUESTION],
  ["exec-explained", EXEC, EXPLAIN],
  ["part", PART, QUESTION],
  ["long", LONG, QUESTION],
  ["long-end", LONG, { kind: "question", top: 1000 }],
  ["patch", PATCH, QUESTION],
  ["patch-explained", PATCH, EXPLAIN],
  ["rename", RENAME, QUESTION],
  ["network", NETWORK, QUESTION],
  ["network-explained", NETWORK, EXPLAIN],
  ["network-host", HOST, QUESTION],
  ["input", INPUT, QUESTION],
  ["permissions", PERMISSIONS, QUESTION],
  ["permissions-explained", PERMISSIONS, EXPLAIN],
  ["tool", TOOL, QUESTION],
  ["tool-explained", TOOL, EXPLAIN],
  ["server-form", FORM, QUESTION],
  ["server-confirm", CONFIRM, QUESTION],
  ["server-page", PAGE, QUESTION],
  ["delegated", DELEGATED, QUESTION],
  ["reviewed", REVIEWED, QUESTION],
  ["reviewed-hostile", REVIEWED_HOSTILE, QUESTION],
  ["unreviewed", UNREVIEWED, QUESTION],
];

const SHEETS: readonly [size: Size, charset: Charset, colour: boolean][] = [
  [{ columns: 80, rows: 60 }, "unicode", false],
  [{ columns: 80, rows: 24 }, "unicode", true],
  [{ columns: 120, rows: 20 }, "unicode", false],
  [{ columns: 60, rows: 24 }, "ascii", false],
  [{ columns: 36, rows: 40 }, "unicode", false],
  [{ columns: 24, rows: 14 }, "ascii", false],
  [{ columns: 20, rows: 10 }, "unicode", false],
];

test.each(BOXES)("draws %s", async (name, question, view) => {
  const shown = SHEETS.map(([size, charset, colour]) => {
    const { lines } = picture(question, view, size, charset);
    const text = lines.map((line) => paint(line, colour).replaceAll("\x1b", "␛")).join("\n");
    return `### ${size.columns} x ${size.rows}, ${charset}${colour ? ", in colour" : ""}\n${text}\n`;
  });
  await expect(shown.join("\n")).toMatchFileSnapshot(`./${name}.txt`);
});

const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;
const anyText = fc.string({ unit: "binary", maxLength: 300 });
const anySize = fc.record({ columns: fc.integer({ min: 24, max: 130 }), rows: fc.integer({ min: 14, max: 40 }) });
const anyCharset = fc.constantFrom<Charset>("unicode", "ascii");

const anyQuestion: fc.Arbitrary<Question> = fc
  .record({ words: fc.array(anyText, { minLength: 1, maxLength: 4 }), cwd: anyText, why: anyText, evidence: anyText })
  .map(({ words: [program = "", ...args], cwd, why, evidence }) => ({
    ...REVIEWED,
    review: { ...ESCALATED, rationale: evidence, findings: [{ category: "hidden", level: "low", what: why }] },
    action: { kind: "command", argv: [program, ...args], cwd, escalate: false, why },
    survey: surveyed([program, ...args]),
    reasons: [{ kind: "sandbox-denied", denial: { kind: "guess", line: evidence }, opening: null }],
    amendment: { kind: "prefix", pattern: [program, ...args] },
  }));

test("nothing in a question reaches the terminal as a control, and no line is wider or further down than it", () => {
  fc.assert(
    fc.property(
      anyQuestion,
      anySize,
      anyCharset,
      fc.constantFrom(QUESTION, EXPLAIN),
      (question, size, charset, view) => {
        const { lines } = picture(question, view, size, charset);
        for (const line of lines) {
          const text = paint(line, false);
          expect(text).not.toMatch(CONTROL);
          expect(widthOf(text)).toBeLessThanOrEqual(size.columns);
          expect(text).toMatch(charset === "ascii" ? /^[\x20-\x7e]*$/ : /^/);
        }
        expect(lines.length).toBeLessThanOrEqual(size.rows);
      },
    ),
  );
});

test("every character of the command stands on some page", () => {
  fc.assert(
    fc.property(anyQuestion, anySize, anyCharset, (question, size, charset) => {
      if (question.action.kind !== "command") throw new Error("not a command");
      const command = printCommand(question.action.argv);
      const expected = command.split("\n").map((line) => visible(line, charset));
      expect(matterOf(question, size, charset)).toBe(expected.join(""));
    }),
  );
});

test("says how many lines are not shown", () => {
  const { lines, window } = picture(LONG, QUESTION, { columns: 80, rows: 20 }, "unicode");
  const text = lines.map((line) => paint(line, false)).join("\n");
  expect(window.topMax).toBeGreaterThan(0);
  expect(text).toContain(`… ${window.topMax} more lines, [space] to page`);
});

function picture(question: Question, view: View, size: Size, charset: Charset): Picture {
  const body = bodyOf(question, pageOf(view), size, charset);
  return frame({ question, body, view, waiting: 0 }, size, charset);
}

/** What stands behind the bar on all pages, joined. */
function matterOf(question: Question, size: Size, charset: Charset): string {
  const pages: string[] = [];
  for (let top = 0; ;) {
    const { lines, window } = picture(question, { kind: "question", top }, size, charset);
    expect(window.fits).toBe(true);
    const fresh = lines.slice(1 + (top - window.top), 1 + window.room);
    for (const line of fresh) {
      const at = line.findIndex((span) => span.style === "gutter");
      const text = line.slice(at + 1).filter((span) => span.style === "strong" || span.style === "escape");
      if (at >= 0) pages.push(text.map((span) => span.text).join(""));
    }
    top += window.room;
    if (top >= window.topMax + window.room) return pages.join("");
  }
}
