/** What a command does, in words. */
import { expect, test } from "vitest";
import { describeBeside, describeEffect, summariseEffects } from "../../../src/core/approval/describe-effect.ts";
import type { Effect } from "../../../src/core/commands/effect.ts";

const READ: Effect = { kind: "read", target: ".env", path: "/w/.env", where: "workspace" };
const WRITE: Effect = { kind: "write", target: "/etc/hosts", path: "/etc/hosts", where: "outside" };
const LOSES: Effect = { kind: "git-history", target: null, path: null, where: null };
const RIGHTS: Effect = { kind: "privilege", target: null, path: null, where: null };
const MORE: Effect = { kind: "unknown", target: null, path: null, where: null };

test("one effect", () => {
  expect(describeEffect(WRITE)).toBe("writes /etc/hosts (outside the workspace)");
});

const BESIDE: readonly [effects: readonly Effect[], dangers: readonly string[], told: readonly string[]][] = [
  [[READ, READ], [], ["reads .env"]],
  [[READ, WRITE], ["reads a secret (.env)"], ["writes /etc/hosts (outside the workspace)"]],
  [[READ], ["reads a secret (.env.local)"], ["reads .env"]],
  [[LOSES], [], ["loses work or history that git cannot give back"]],
  [[LOSES], ["throws away changes that were put aside"], []],
  [[RIGHTS], ["acts with more rights than yours"], []],
  [[RIGHTS], ["changes the firewall"], ["acts with more rights than yours"]],
  [[MORE], [], []],
];

test.each(BESIDE)("%j beside %j", (effects, dangers, told) => {
  expect(describeBeside(effects, dangers)).toEqual(told);
});

test("the weightiest comes first, and reading only alone", () => {
  expect(summariseEffects([READ, WRITE])).toBe("writes /etc/hosts (outside the workspace)");
  expect(summariseEffects([MORE])).toBe("not known");
});
