/** Holds the judge to the whole table of decisions, and docs/decisions.md to the same table. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Requirement } from "../../../src/core/approval/requirement.ts";
import { type ApprovalPolicy, CATEGORIES, type Category } from "../../../src/core/config/approval-policy.ts";
import { MODE_ONLY, type Permissions, SANDBOX_MODES } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";
import { CLASSES, DECISIONS, granular, POLICIES, renderDecisions } from "./decisions.ts";
import { REQUESTS, renderRequests } from "./decisions-requests.ts";

const ROWS = [...POLICIES].flatMap(([title, approvalPolicy]) =>
  CLASSES.flatMap((one) =>
    [false, true].map((escalate) => {
      const [plain, escalated] = DECISIONS[title]?.[one.name] ?? [];
      return { title, approvalPolicy, ...one, escalate, expected: escalate ? escalated : plain };
    }),
  ),
);

test.each(ROWS)(
  "$title: $name, escalate $escalate",
  ({ approvalPolicy, command, rules: texts, escalate, expected }) => {
    const rules = rulesOf(texts);
    const got = SANDBOX_MODES.map((sandboxMode) => {
      const workspace = { roots: ["/w"], keep: [], bounds: MODE_ONLY };
      const basis: Basis = {
        ...PLAIN_BASIS,
        approvalPolicy,
        sandboxMode,
        workspace,
        rules,
        programs: [systemProgram(command[0])],
      };
      const action = { kind: "command", argv: command, cwd: "/w", escalate, why: null } as const;
      return cellOf(judge({ action, mode: "run" }, basis).requirement);
    });
    expect(got).toEqual(expected);
  },
);

test("the table has a row for every class under every policy, and no other", () => {
  const names = CLASSES.map((one) => one.name);
  expect(Object.keys(DECISIONS)).toEqual([...POLICIES.keys()]);
  for (const rows of Object.values(DECISIONS)) expect(Object.keys(rows)).toEqual(names);
});

const REQUEST_ROWS = REQUESTS.flatMap((row) => {
  return SANDBOX_MODES.map((sandboxMode) => {
    return { ...row, sandboxMode, expected: sandboxMode === "danger-full-access" ? row.full : row.boxed };
  });
});

test.each(REQUEST_ROWS)("$sandboxMode: $name", ({ action, key, sandboxMode, expected }) => {
  const decide = (approvalPolicy: ApprovalPolicy): string => {
    const basis = { ...PLAIN_BASIS, approvalPolicy, sandboxMode, programs: [systemProgram("make")] };
    return judge({ action, mode: "run" }, basis).requirement.kind;
  };
  const [untrusted, asked, never, off] = expected;
  const policies: readonly ApprovalPolicy[] = ["untrusted", "on-request", "on-failure", "never"];
  expect([...policies, granular([]), granular([key])].map(decide)).toEqual([
    untrusted,
    asked,
    asked,
    never,
    asked,
    off,
  ]);
  // Under no other key.
  expect(decide(granular(CATEGORIES.filter((other) => other !== key && !ALSO.get(action)?.includes(other))))).toBe(
    asked,
  );
});

/** An escalation stands under its own key as well, permissions of its own under that of permissions. */
const ALSO: ReadonlyMap<Action, readonly Category[]> = new Map(
  REQUESTS.flatMap(({ action }): readonly (readonly [Action, readonly Category[]])[] => {
    if (action.kind !== "command") return [];
    if (action.more !== undefined) return [[action, ["request_permissions"]]];
    return action.skill === undefined ? [] : [[action, ["sandbox_approval"]]];
  }),
);

test("docs/decisions.md holds the same tables", () => {
  const page = readFileSync(new URL("../../../docs/decisions.md", import.meta.url), "utf8");
  expect(page).toContain(renderDecisions());
  expect(page).toContain(renderRequests());
});

function cellOf(needed: Requirement): string {
  if (needed.kind === "forbid") return "forbid";
  const retry = needed.kind === "run" && needed.retry ? " +retry" : "";
  return `${needed.kind} ${placeOf(needed.under)}${retry}`;
}

function placeOf(under: Permissions): string {
  if (under.kind === "unrestricted") return "outside";
  return under.writable.length > 0 ? "workspace-write" : "read-only";
}
