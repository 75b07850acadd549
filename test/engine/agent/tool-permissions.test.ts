/** What an agent is told of the permissions that it asked for. */
import { expect, test } from "vitest";
import type { Verdict } from "../../../src/core/approval/question.ts";
import { answer } from "../fake-ports.ts";
import { call, fakeThread } from "./fake-thread.ts";

const DECLINE = answer({ kind: "decline", feedback: null });

test("what is granted is told, and nothing where it is refused", async () => {
  const wish = { permissions: { file_system: { write: ["/o"] }, network: { enabled: true } } };
  const extra = { read: [], write: ["/o"], network: true };
  const features = { additionalPermissions: false, requestPermissions: true, asksUser: false };
  const told = async (verdict: Verdict): Promise<unknown> => {
    const steps = [[call("c1", "request_permissions", wish)]];
    const thread = fakeThread({ steps, standing: { features }, answer: () => Promise.resolve(verdict) });
    await thread.say("go");
    return JSON.parse(thread.outputs()["c1"] ?? "");
  };
  expect(await told(answer({ kind: "grant", extra, scope: "session" }))).toEqual({
    permissions: { network: { enabled: true }, file_system: { write: ["/o"] } },
    scope: "session",
  });
  expect(await told(answer({ kind: "grant", extra, scope: "turn", strict: true }))).toEqual({
    permissions: { network: { enabled: true }, file_system: { write: ["/o"] } },
    scope: "turn",
    strict_auto_review: true,
  });
  expect(await told(DECLINE)).toEqual({ permissions: { network: null, file_system: null }, scope: "turn" });
});

test.each([
  ["turn", []],
  ["session", ["write /o"]],
] as const)("what is granted for the %s holds as long", async (scope, left) => {
  const wish = { permissions: { file_system: { write: ["/o"] } } };
  const features = { additionalPermissions: false, requestPermissions: true, asksUser: false };
  const verdict = answer({ kind: "grant", extra: { read: [], write: ["/o"], network: false }, scope });
  const steps = [[call("c1", "request_permissions", wish)], [], []];
  const thread = fakeThread({ steps, standing: { features }, answer: () => Promise.resolve(verdict) });
  await thread.say("go");
  await thread.say("and on");
  expect(thread.thread.engine.grants().map(({ words }) => words)).toEqual(left);
});

const KEYS = { sandbox_approval: true, rules: true, mcp_elicitations: true, skill_approval: true };

test.each([
  ["/w/.git", {}, "/w/.git is protected: it steers git, other tools or the agent, or is kept from commands"],
  [
    "/o",
    { approvalPolicy: { granular: { ...KEYS, request_permissions: false } } },
    "approval_policy.granular.request_permissions is false: what it stands for is refused without asking",
  ],
  ["/o", { approvalPolicy: "never" }, undefined],
] as const)(
  "writing %s is refused with %j, and says why where the agent can do something about it",
  async (path, start, reason) => {
    const wish = { permissions: { file_system: { write: [path] } } };
    const features = { additionalPermissions: false, requestPermissions: true, asksUser: false };
    const thread = fakeThread({ steps: [[call("c1", "request_permissions", wish)]], standing: { features }, start });
    await thread.say("go");
    expect(thread.questions).toEqual([]);
    const refused = { permissions: { network: null, file_system: null }, scope: "turn" };
    expect(JSON.parse(thread.outputs()["c1"] ?? "")).toEqual({
      ...refused,
      ...(reason === undefined ? {} : { reason }),
    });
  },
);
