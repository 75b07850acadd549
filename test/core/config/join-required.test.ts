/** Settings under requirements: what holds, what a person is told, and what is refused. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  ALLOWED,
  BOXED,
  DEFAULT,
  GRANULAR,
  type Given,
  READ_ONLY,
  chosen,
  flags,
  modes,
  policies,
} from "./required.ts";

const CASES: readonly [name: string, given: Given, ...expected: string[]][] = [
  ["nothing required", { by: {} }, DEFAULT],
  ["what holds is allowed", { by: { system: `${policies("on-request")}\n${BOXED}` } }, DEFAULT],
  [
    "a default that is not allowed: a stricter neighbour before a looser one",
    { by: { system: policies("never", "untrusted") } },
    "untrusted workspace-write user",
    "approval_policy is untrusted instead of on-request, which /system:1:29 (system) does not allow",
  ],
  [
    "a looser one where there is no stricter",
    { by: { system: policies("never") } },
    "never workspace-write user",
    "approval_policy is never instead of on-request, which /system:1:29 (system) does not allow",
  ],
  [
    "the nearest of several",
    { by: { system: policies("untrusted", "on-request") }, user: 'approval_policy = "never"' },
    DEFAULT,
    "approval_policy is on-request instead of never, which /system:1:29 (system) does not allow",
  ],
  [
    "a policy that is typed",
    { by: { system: policies("untrusted", "on-request") }, ...flags({ approvalPolicy: "never" }) },
    "-a never: approval_policy never is not allowed: /system:1:29 (system) allows untrusted, on-request",
  ],
  [
    "a policy by -c",
    { by: { user: policies("untrusted") }, typed: ["approval_policy=on-request"] },
    "-c approval_policy=on-request: approval_policy on-request is not allowed: /user:1:29 (user) allows untrusted",
  ],
  [
    "a client's policy",
    { by: { cloud: policies("untrusted") }, session: 'approval_policy = "never"' },
    "/session:1:19: approval_policy never is not allowed: /cloud:1:29 (cloud) allows untrusted",
  ],
  [
    "a wish that something stronger overrides is refused all the same",
    { by: { system: BOXED }, managed: 'sandbox_mode = "read-only"', ...flags({ sandboxMode: "danger-full-access" }) },
    "-s danger-full-access: sandbox_mode danger-full-access is not allowed: /system:1:25 (system) allows read-only, workspace-write",
  ],
  [
    "--yolo for its policy",
    { by: { system: policies("on-request") }, ...flags({ yolo: true }) },
    "--yolo: approval_policy never is not allowed: /system:1:29 (system) allows on-request",
  ],
  [
    "--yolo for its mode",
    { by: { system: BOXED }, ...flags({ yolo: true }) },
    "--yolo: sandbox_mode danger-full-access is not allowed: /system:1:25 (system) allows read-only, workspace-write",
  ],
  [
    "--full-auto",
    { by: { system: READ_ONLY }, ...flags({ fullAuto: true }) },
    "--full-auto: sandbox_mode workspace-write is not allowed: /system:1:25 (system) allows read-only",
  ],
  [
    "a mode that is set falls back to the next narrower one",
    { by: { system: BOXED }, user: 'sandbox_mode = "danger-full-access"' },
    DEFAULT,
    "sandbox_mode is workspace-write instead of danger-full-access, which /system:1:25 (system) does not allow",
  ],
  [
    "and never to a wider one",
    { by: { system: modes("danger-full-access", "read-only") } },
    "on-request read-only user",
    "sandbox_mode is read-only instead of workspace-write, which /system:1:25 (system) does not allow",
  ],
  [
    "a profile of -p falls back too",
    { by: { system: BOXED }, profile: 'sandbox_mode = "danger-full-access"\napproval_policy = "never"' },
    "never workspace-write user",
    "sandbox_mode is workspace-write instead of danger-full-access, which /system:1:25 (system) does not allow",
  ],
  [
    "the machine owner's own settings are no wish",
    { by: { system: READ_ONLY }, managed: 'sandbox_mode = "workspace-write"' },
    "on-request read-only user",
    "sandbox_mode is read-only instead of workspace-write, which /system:1:25 (system) does not allow",
  ],
  [
    "a granular policy is not on-request",
    { by: { system: policies("on-request") }, user: `approval_policy = ${GRANULAR}` },
    DEFAULT,
    "approval_policy is on-request instead of granular (sandbox_approval, rules, mcp_elicitations), which /system:1:29 (system) does not allow",
  ],
  [
    "a granular policy that is typed",
    { by: { system: policies("on-request") }, typed: [`approval_policy=${GRANULAR}`] },
    `-c approval_policy=${GRANULAR}: approval_policy granular (sandbox_approval, rules, mcp_elicitations) is not allowed: /system:1:29 (system) allows on-request`,
  ],
  [
    "a category of one that is typed",
    {
      by: { system: `allowed_approval_policies = [${GRANULAR}]` },
      user: `approval_policy = ${GRANULAR}`,
      typed: ["approval_policy={ granular = { skill_approval = true } }"],
    },
    "-c approval_policy={ granular = { skill_approval = true } }: approval_policy granular (sandbox_approval, rules, mcp_elicitations, skill_approval) is not allowed: /system:1:29 (system) allows granular (sandbox_approval, rules, mcp_elicitations)",
  ],
  [
    "the very granular policy that is allowed",
    { by: { system: `allowed_approval_policies = [${GRANULAR}]` }, user: `approval_policy = ${GRANULAR}` },
    "granular workspace-write user",
  ],
  [
    "a granular policy for everybody",
    { by: { system: `allowed_approval_policies = [${GRANULAR}]` } },
    "granular workspace-write user",
    "approval_policy is granular (sandbox_approval, rules, mcp_elicitations) instead of on-request, which /system:1:29 (system) does not allow",
  ],
  [
    "a reviewer",
    { by: { system: 'allowed_approvals_reviewers = ["user"]' }, user: 'approvals_reviewer = "auto_review"' },
    DEFAULT,
    "approvals_reviewer is user instead of auto_review, which /system:1:31 (system) does not allow",
  ],
  [
    "two sources: what both allow",
    { by: { cloud: policies("untrusted", "never"), user: policies("never", "on-request") } },
    "never workspace-write user",
    "approval_policy is never instead of on-request, which /cloud:1:29 (cloud) does not allow",
  ],
  [
    "the strongest that forbids it is named",
    { by: { device: policies("untrusted", "on-request"), system: policies("untrusted"), user: policies("untrusted") } },
    "untrusted workspace-write user",
    "approval_policy is untrusted instead of on-request, which /system:1:29 (system) does not allow",
  ],
  [
    "two sources with nothing in common",
    { by: { system: policies("untrusted"), user: policies("never") } },
    "nothing may be chosen for approval_policy: /system:1:29 (system) allows untrusted, /user:1:29 (user) allows never; make them agree",
  ],
  [
    "a project asks for more care",
    { by: { project: `${policies("untrusted")}\n${READ_ONLY}` } },
    "untrusted read-only user",
    "sandbox_mode is read-only instead of workspace-write, which /project:2:25 (project) does not allow",
    "approval_policy is untrusted instead of on-request, which /project:1:29 (project) does not allow",
  ],
  [
    "a project cannot ask for less care",
    {
      by: { project: `${policies("never", "on-failure")}\nallowed_approvals_reviewers = ["auto_review"]` },
      user: 'approval_policy = "untrusted"',
    },
    "untrusted workspace-write user",
  ],
  [
    "nor choose among profiles",
    { by: { project: ALLOWED('":danger-full-access" = true', 'default_permissions = ":danger-full-access"') } },
    "/project:2:1: allowed_permission_profiles is said by a project, but must be left to an administrator or to your own requirements",
  ],
  [
    "a key that nobody knows",
    { by: { system: "allowed_modes = 1" } },
    DEFAULT,
    "/system:1:17: allowed_modes is no key that is known, and sets nothing",
  ],
];
test.each(CASES)("%s", (_name, given, ...expected) => {
  expect(chosen(given)).toEqual(expected);
});

const POLICY_NAMES = ["untrusted", "on-request", "on-failure", "never"];
const MODE_NAMES = ["read-only", "workspace-write", "danger-full-access"];
const someOf = (names: readonly string[]) => fc.subarray([...names], { minLength: 1 });
const text = fc
  .record({ ofPolicies: fc.option(someOf(POLICY_NAMES)), ofModes: fc.option(fc.subarray(MODE_NAMES.slice(1))) })
  .map(({ ofPolicies, ofModes }) =>
    [
      ...(ofPolicies === null ? [] : [policies(...ofPolicies)]),
      ...(ofModes === null ? [] : [modes("read-only", ...ofModes)]),
    ].join("\n"),
  );
const setting = fc
  .record({ policy: fc.constantFrom(...POLICY_NAMES), mode: fc.constantFrom(...MODE_NAMES) })
  .map(({ policy, mode }) => `approval_policy = "${policy}"\nsandbox_mode = "${mode}"`);

/** `POLICY MODE` that every list but a project's holds; a project's may have asked for what is not its to ask. */
function isAllowed(given: Given, [policy = "", mode = ""]: readonly string[]): boolean {
  const lists = Object.entries(given.by).filter(([layer]) => layer !== "project");
  return lists.every(([, each]) => {
    const [ofPolicies, ofModes] = ["policies", "modes"].map((key) =>
      each.split("\n").find((line) => line.includes(key)),
    );
    const isOnRequest = policy === "on-request" && ofPolicies?.includes('"on-failure"') === true;
    return (ofPolicies?.includes(`"${policy}"`) ?? true) || isOnRequest
      ? (ofModes?.includes(`"${mode}"`) ?? true)
      : false;
  });
}

test("whatever is required by whomever: what holds is allowed, and no wider than without it", () => {
  const all = fc.record({ cloud: text, system: text, project: text, user: text }, { requiredKeys: [] });
  fc.assert(
    fc.property(all, setting, (by, user) => {
      const [before = ""] = chosen({ by: {}, user });
      const [first = ""] = chosen({ by, user });
      const [, mode = ""] = first.split(" ");
      const isHeld =
        first.startsWith("nothing may be chosen") ||
        (isAllowed({ by }, first.split(" ")) &&
          MODE_NAMES.indexOf(mode) <= MODE_NAMES.indexOf(before.split(" ")[1] ?? ""));
      expect([isHeld, first]).toEqual([true, first]);
    }),
    { numRuns: 500 },
  );
});
