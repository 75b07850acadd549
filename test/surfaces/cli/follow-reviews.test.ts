/** Automatic reviews at a terminal: progress, the line that stays, and nothing elsewhere. */
import { expect, test } from "vitest";
import type { Request } from "../../../src/core/approval/action.ts";
import type { Entry } from "../../../src/core/approval/record.ts";
import { READ_ONLY } from "../../../src/core/permissions/permissions.ts";
import type { ErrorScreen } from "../../../src/surfaces/cli/banner.ts";
import { followReviews } from "../../../src/surfaces/cli/follow-reviews.ts";
import { ESCALATED } from "../tui/questions-reviews.ts";

const SCREEN: ErrorScreen = { columns: 60, colour: false, charset: "unicode" };
const REQUEST: Request = {
  action: { kind: "command", argv: ["npm", "publish\u001b[2J"], cwd: "/w", escalate: false, why: null },
  mode: "run",
};
const ASKED: Entry = { kind: "asked", amendment: null, under: READ_ONLY, attempt: 1, review: "1-1" };
const REVIEWED: Entry = { kind: "reviewed", review: { ...ESCALATED, status: "approved", riskLevel: "low" } };
const CANCELLED: Entry = { kind: "settled", outcome: { kind: "cancelled" } };

const STAYS = "✔ approved by the guardian · low risk · 1.2 s · 1,340 toke…\n";
const [FIRST, SECOND] = ["⠋", "⠙"].map(
  (frame, at) => `\r\u001b[K${frame} the guardian looks at it, ${at + 1} s: run npm 'publish\\x1b[2J'`,
);

type Terminal = Partial<ErrorScreen> | null;

/** What is written to a terminal whose clock goes on by a second with each frame, two of which pass before each entry. */
async function written(at: Terminal, entries: readonly Entry[], moves = true): Promise<string> {
  let [text, time] = ["", 0];
  const screen = at === null ? null : { ...SCREEN, ...at };
  const waiting: (() => void)[] = [];
  const wake = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve));
  const progress = moves ? { now: () => time, wake } : null;
  const observe = followReviews({ error: (piece) => (text += piece), screen: () => screen, progress });
  for (const [index, entry] of entries.entries()) {
    observe({ seq: index + 1, time: 0, case: "1", entry }, REQUEST);
    for (let frame = 0; frame < 2; frame += 1) {
      time += 1000;
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  }
  return text;
}

test.each<[name: string, at: Terminal, entries: readonly Entry[], moves: boolean, text: string]>([
  ["progress, which goes, and the line that stays", {}, [ASKED, REVIEWED], true, `${FIRST}${SECOND}\r\u001b[K${STAYS}`],
  ["progress that is cancelled", {}, [ASKED, CANCELLED], true, `${FIRST}${SECOND}\r\u001b[K`],
  ["no progress where the terminal cannot go back", {}, [ASKED, REVIEWED], false, STAYS],
  ["no progress while a command runs", {}, [{ kind: "started" }, ASKED, REVIEWED], true, STAYS],
  ["nothing where there is no terminal", null, [ASKED, REVIEWED], true, ""],
  ["nothing where nothing is reviewed", {}, [{ kind: "started" }, CANCELLED], true, ""],
  [
    "colour for the sign",
    { colour: true, columns: 100 },
    [REVIEWED],
    true,
    "\u001b[32m✔\u001b[0m approved by the guardian · low risk · 1.2 s · 1,340 tokens · run npm 'publish\\x1b[2J'\n",
  ],
  [
    "plain characters",
    { charset: "ascii", columns: 100 },
    [{ kind: "reviewed", review: ESCALATED }],
    true,
    "* the guardian leaves it to a person - high risk - 1.2 s - 1,340 tokens - run npm 'publish\\x1b[2J'\n",
  ],
])("%s", async (_name, at, entries, moves, text) => {
  expect(await written(at, entries, moves)).toBe(text);
});
