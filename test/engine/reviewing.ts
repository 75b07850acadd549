/** An engine whose reviews the test reports on, one after the other. */
import type { Request } from "../../src/core/approval/action.ts";
import type { Outcome } from "../../src/core/approval/record.ts";
import type { ReviewReport } from "../../src/core/approval/review.ts";
import type { Start } from "../../src/engine/engine.ts";
import { type Desk, UNTRUSTED } from "./desk.ts";
import { RAN, accept } from "./fake-ports.ts";
import { ESCALATED, FAILED, TIMED_OUT } from "./reports.ts";

export const REVIEWED: Start = { ...UNTRUSTED, approvalPolicy: "on-request", asks: "reviewer" };
export const DONE: Outcome = { ...RAN, kind: "ran", inner: [] };
export const MAKE = { kind: "command", argv: ["make"], cwd: "/w", escalate: true, why: null } as const;
export const OUT: Request = { action: MAKE, mode: "run", turn: "t1" };

/** Has each reviewed, one after the other; escalated ones are accepted by the person. */
export async function reviewAll(desk: Desk, reports: readonly ReviewReport[], request: Request = OUT): Promise<void> {
  for (const report of reports) {
    const done = desk.engine.submit(request);
    await desk.settle();
    desk.reviews.at(-1)?.report(report);
    await desk.settle();
    const isAsked = [ESCALATED, FAILED, TIMED_OUT].includes(report);
    if (isAsked) desk.asked.at(-1)?.answer(accept());
    await done;
  }
}
