/** The banner of `--yolo`: a box on a terminal, a line elsewhere. */
import { expect, test } from "vitest";
import { bypassBanner } from "../../../src/surfaces/cli/banner.ts";
import { widthOf } from "../../../src/kit/text.ts";

const MEANS =
  "what runs can read, change and send whatever you can, and nobody is asked; " +
  "only what a rule forbids or would ask about is refused";

test("without a terminal it is one plain line", () => {
  expect(bypassBanner(null, true)).toBe(`assent: --yolo: no approvals, no sandbox: ${MEANS}\n`);
});

test("where nothing is judged no rule is promised", () => {
  expect(bypassBanner(null, false)).not.toContain("rule");
});

test("a box", () => {
  expect(bypassBanner({ columns: 60, colour: false, charset: "unicode" }, true)).toBe(
    `┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
┃ NO APPROVALS, NO SANDBOX                                ┃
┃ what runs can read, change and send whatever you can,   ┃
┃ and nobody is asked; only what a rule forbids or would  ┃
┃ ask about is refused                                    ┃
┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
`,
  );
});

test.each([20, 28, 29, 30, 71, 72, 73, 74, 200])(
  "in %i columns all lines are as long as their edge, and red",
  (columns) => {
    const lines = bypassBanner({ columns, colour: true, charset: "ascii" }, true).split("\n").slice(0, -1);
    expect(lines.every((line) => line.startsWith("\u001b[1;31m") && line.endsWith("\u001b[0m"))).toBe(true);
    const widths = lines.map((line) => widthOf(line.slice(7, -4)));
    // On a narrow screen there is no box: the terminal breaks the line.
    expect(new Set(widths).size).toBe(1);
    expect(columns <= 28 || (widths[0] ?? 0) < columns).toBe(true);
  },
);
