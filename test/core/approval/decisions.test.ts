/** Holds the judge to the whole table of decisions, and docs/decisions.md to the same table. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Requirement } from "../../../src/core/approval/requirement.ts";
import { MODE_ONLY, type Permissions, SANDBOX_MODES } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";
import { CLASSES, DECISIONS, POLICIES, renderDecisions } from "./decisions.ts";

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

test("docs/decisions.md holds the same tables", () => {
  const page = readFileSync(new URL("../../../docs/decisions.md", import.meta.url), "utf8");
  expect(page).toContain(renderDecisions());
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
