/** The box of what was denied, in a file beside this test. */
import { expect, test } from "vitest";
import { denialPicture, type Denied } from "../../../src/surfaces/tui/denial.ts";
import { ESCALATED, REVIEWED, REVIEWED_HOSTILE } from "./questions-reviews.ts";

const advice = "to decide it yourself: the same again with -c approvals_reviewer=user";
const DENIED: Denied = {
  action: REVIEWED.action,
  review: { ...ESCALATED, status: "denied", riskLevel: "critical", riskScore: 90 },
  advice,
};
const LONG: Denied = {
  action: {
    kind: "command",
    argv: ["bash", "-lc", `cat <<'X'\n${"line\n".repeat(60)}X`],
    cwd: "/w",
    escalate: false,
    why: null,
  },
  review: { ...ESCALATED, ...REVIEWED_HOSTILE.review, status: "denied", repeats: "1-1" },
  advice,
};

const SHEETS = [
  [80, { colour: false, charset: "unicode", motion: true }],
  [60, { colour: true, charset: "ascii", motion: true }],
  [30, { colour: false, charset: "ascii", motion: true }],
] as const;

test.each([
  ["denial", DENIED],
  ["denial-long", LONG],
])("draws %s", async (name, denied) => {
  const shown = SHEETS.map(([columns, look]) => {
    const picture = denialPicture(denied, columns, look).replaceAll("\x1b", "␛");
    return `### ${columns}, ${look.charset}${look.colour ? ", in colour" : ""}\n${picture}`;
  });
  await expect(shown.join("\n")).toMatchFileSnapshot(`./${name}.txt`);
});
