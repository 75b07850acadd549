/** What a model is told of what holds. */
import { expect, test } from "vitest";
import { type Grounds, permissionsText } from "../../../src/core/agent/instructions.ts";

const GROUNDS: Grounds = {
  cwd: "/w",
  shell: "/bin/bash",
  approvalPolicy: "on-request",
  reviewer: "user",
  sandboxMode: "workspace-write",
  roots: ["/w", "/tmp"],
  hasNetwork: false,
  allowed: [],
  canAskForPermissions: false,
};

const REVIEWED: readonly [grounds: Partial<Grounds>, isTold: boolean][] = [
  [{}, false],
  [{ reviewer: "auto_review" }, true],
  [{ reviewer: "auto_review", approvalPolicy: "on-failure" }, true],
  [{ reviewer: "auto_review", approvalPolicy: "never" }, false],
  [{ reviewer: "auto_review", approvalPolicy: "untrusted" }, false],
];
test.each(REVIEWED)("with %j an automatic reviewer is told of: %s", (grounds, isTold) => {
  const lines = permissionsText({ ...GROUNDS, ...grounds }).split("\n");
  expect(lines.some((line) => line.startsWith("An automatic reviewer looks first"))).toBe(isTold);
});

test("rules that let commands run are named, the first hundred of them", () => {
  const allowed = Array.from({ length: 102 }, (_, at) => `make ${at}`);
  const lines = permissionsText({ ...GROUNDS, allowed }).split("\n");
  expect(lines.slice(-4)).toEqual(["- make 98", "- make 99", "- and 2 more", "</permissions instructions>"]);
});
