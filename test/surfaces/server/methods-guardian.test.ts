/** How clients have a denial overruled. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import { NO_COST, type ReviewStatus } from "../../../src/core/approval/review.ts";
import { newHall, type Seat, type Stage } from "./hall.ts";

const METHOD = "thread/approveGuardianDeniedAction";

/** Its file has a name as fields of the protocol have. */
const TOUCH: Action = { kind: "command", argv: ["touch", "/o/newFile"], cwd: "/w", escalate: true, why: null };
const STORED = { type: "command", source: "unified_exec", command: "touch /o/newFile", cwd: "/w" };
const EVENT = { id: "1-1", turn_id: "turn", status: "denied", started_at_ms: 1, action: STORED };

/** A thread in which something was reviewed. */
async function reviewed(
  action: Action = TOUCH,
  status: ReviewStatus = "denied",
): Promise<{ seat: Seat; stage: Stage }> {
  const hall = newHall();
  const seat = await hall.join({ capabilities: { experimentalApi: true } });
  await seat.ask("thread/start", {});
  const [stage] = hall.stages;
  if (stage === undefined) throw new Error("no thread was opened");
  review(stage, "1-1", action, status);
  await seat.heard();
  return { seat, stage };
}

function review(stage: Stage, id: string, action: Action, status: ReviewStatus): void {
  const about = { turn: "turn", item: "c1", review: id, case: "1", action, files: ["/o/b"], startedAt: 1 };
  const found = { riskLevel: "high", riskScore: 60, userAuthorization: "low", rationale: "why" } as const;
  const end = { id, status, ...found, findings: [], cost: NO_COST, repeats: null };
  stage.options.emit({ kind: "review-ended", ...about, endedAt: 2, end, opinion: null });
}

const overruled = ({ done }: Stage): readonly unknown[] =>
  done.filter((one) => typeof one === "object" && one !== null && "overruled" in one);

const warned = (heard: readonly unknown[]): readonly unknown[] =>
  heard.map((message) => {
    const { method, params, ...rest } = message as { method?: string; params?: { message?: string } };
    return method === undefined ? rest : [method, params?.message];
  });

test("the very action that was denied is overruled", async () => {
  const { seat, stage } = await reviewed();
  expect(warned(await seat.ask(METHOD, { threadId: "t1", event: EVENT }))).toEqual([{ id: 3, result: {} }]);
  expect(overruled(stage)).toEqual([{ overruled: "1-1" }]);
});

const ACTIONS: readonly [name: string, action: Action, stored: object][] = [
  [
    "a patch",
    { kind: "patch", text: "the patch", cwd: "/w", why: null },
    { type: "apply_patch", cwd: "/w", files: ["/o/b"] },
  ],
  [
    "a host",
    { kind: "network", host: "h", port: 1, protocol: "socks5_udp", command: null, why: null },
    { type: "network_access", target: "socks5-udp://h:1", host: "h", protocol: "socks5_udp", port: 1 },
  ],
  [
    "permissions",
    { kind: "permissions", wanted: { read: [], write: ["/O/camelCase"], network: false }, cwd: "/w", why: null },
    {
      type: "request_permissions",
      reason: null,
      permissions: {
        file_system: {
          write: ["/O/camelCase"],
          entries: [{ path: { type: "path", path: "/O/camelCase" }, access: "write" }],
        },
      },
    },
  ],
  [
    "input",
    { kind: "stdin", text: "aB", process: "3", argv: ["sh"], cwd: "/w", isSandboxed: false, why: null },
    { type: "write_stdin", approval_id: "1", process_id: "3", stdin: "aB", cwd: "/w" },
  ],
];
test.each(ACTIONS)("the same of %s, in the words that it is stored in", async (_name, action, stored) => {
  const { seat, stage } = await reviewed(action);
  const answered = await seat.ask(METHOD, { threadId: "t1", event: { ...EVENT, action: stored } });
  expect(warned(answered)).toEqual([{ id: 3, result: {} }]);
  expect(overruled(stage)).toEqual([{ overruled: "1-1" }]);
});

const VAIN: readonly [name: string, event: object, why: string][] = [
  ["a review that nobody knows", { ...EVENT, id: "x" }, "no denial of that id is known here"],
  ["what was not denied", { ...EVENT, status: "approved" }, "its status is approved"],
  [
    "another command",
    { ...EVENT, action: { ...STORED, command: "touch /o/b" } },
    "the action is not the one that was denied",
  ],
  [
    "another file, though its name is only spelled otherwise",
    { ...EVENT, action: { ...STORED, command: "touch /o/new_file" } },
    "the action is not the one that was denied",
  ],
  ["another folder", { ...EVENT, action: { ...STORED, cwd: "/o" } }, "the action is not the one that was denied"],
  [
    "an action of another kind",
    { ...EVENT, action: { type: "apply_patch", cwd: "/w", files: [] } },
    "the action is not the one that was denied",
  ],
];
test.each(VAIN)("%s is overruled in vain, and whoever tried is told", async (_name, event, why) => {
  const { seat, stage } = await reviewed();
  expect(warned(await seat.ask(METHOD, { threadId: "t1", event }))).toEqual([
    { id: 3, result: {} },
    ["warning", `Nothing was approved: ${why}.`],
  ]);
  expect(overruled(stage)).toEqual([]);
});

test("what was left to a person cannot be overruled", async () => {
  const { seat, stage } = await reviewed(TOUCH, "escalated");
  await seat.ask(METHOD, { threadId: "t1", event: EVENT });
  expect(overruled(stage)).toEqual([]);
});

test("why the engine does not take it is told", async () => {
  const { seat, stage } = await reviewed();
  stage.whyNotOverruled = "a rule forbids it now";
  expect(warned(await seat.ask(METHOD, { threadId: "t1", event: EVENT }))).toEqual([
    { id: 3, result: {} },
    ["warning", "Nothing was approved: a rule forbids it now."],
  ]);
});

test("of many denials the latest are known", async () => {
  const { seat, stage } = await reviewed();
  for (let number = 2; number <= 51; number += 1) review(stage, `${number}-1`, TOUCH, "denied");
  await seat.heard();
  await seat.ask(METHOD, { threadId: "t1", event: EVENT });
  await seat.ask(METHOD, { threadId: "t1", event: { ...EVENT, id: "2-1" } });
  expect(overruled(stage)).toEqual([{ overruled: "2-1" }]);
});

const { id: _id, ...NAMELESS } = EVENT;
const WRONG: readonly [name: string, params: object, message: string][] = [
  [
    "nothing",
    { threadId: "t1", event: null },
    "invalid Guardian denial event: invalid type: null, expected struct GuardianAssessmentEvent",
  ],
  ["no id", { threadId: "t1", event: NAMELESS }, "invalid Guardian denial event: missing field `id`"],
  ["an empty event", { threadId: "t1", event: {} }, "invalid Guardian denial event: missing field `id`"],
  [
    "no action",
    { threadId: "t1", event: { id: "1-1", status: "denied" } },
    "invalid Guardian denial event: missing field `action`",
  ],
  [
    "a status that there is not",
    { threadId: "t1", event: { ...EVENT, status: "timedOut" } },
    "invalid Guardian denial event: unknown variant `timedOut`, expected one of `in_progress`, `approved`, `denied`, `timed_out`, `aborted` in `status`",
  ],
  [
    "a field that the action lacks",
    { threadId: "t1", event: { ...EVENT, action: { type: "command", command: "x" } } },
    "invalid Guardian denial event: missing field `source` in `action`",
  ],
  ["another thread", { threadId: "t9", event: EVENT }, "thread not found: t9"],
];
test.each(WRONG)("%s is an error", async (_name, params, message) => {
  const { seat, stage } = await reviewed();
  expect(warned(await seat.ask(METHOD, params))).toEqual([{ id: 3, error: { code: -32600, message } }]);
  expect(overruled(stage)).toEqual([]);
});
