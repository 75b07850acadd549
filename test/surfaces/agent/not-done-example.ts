/** Something that nobody could be asked about, and something that a review denied. */
import type { Review } from "../../../src/core/approval/review.ts";
import type { NotDone } from "../../../src/surfaces/agent/not-done.ts";

export const NOT_DONE: NotDone = {
  id: "1",
  by: "nobody",
  item: "call_1",
  action: { kind: "command", argv: ["/bin/bash", "-lc", "ls"], cwd: "/w", escalate: true, why: null },
  what: "run /bin/bash -lc ls",
  why: ["it asks to run outside the sandbox"],
  advice: "-a on-request at a terminal, or --answers FILE",
};

export const DENIAL: Review = {
  id: "1-1",
  status: "denied",
  riskLevel: "critical",
  riskScore: 90,
  userAuthorization: "low",
  rationale: "it sends keys\u001b[2J",
  findings: [{ category: "exfiltration", level: "critical", what: "sends ~/.netrc to a.example" }],
  cost: { tookMs: 900, requests: 1, lookups: 0, model: "m", tokens: { input: 1000, cachedInput: 0, output: 20 } },
  repeats: null,
};

export const DENIED: NotDone = {
  ...NOT_DONE,
  by: "guardian",
  why: [`critical risk: ${DENIAL.rationale}`, "found: exfiltration, critical: sends ~/.netrc to a.example"],
  advice: "-c approvals_reviewer=user at a terminal, or with --answers FILE",
};
