/** Settings under requirements: what holds, what a person is told, and what is refused. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { describeConfigError } from "../../../src/core/config/error.ts";
import type { Flags } from "../../../src/core/config/flags.ts";
import { joinRequired } from "../../../src/core/config/join-required.ts";
import { joinRequirements } from "../../../src/core/config/join-requirements.ts";
import { readRequirements } from "../../../src/core/config/read-requirements.ts";
import { type Requirements, REQUIREMENT_LAYERS, type RequirementLayer } from "../../../src/core/config/requirements.ts";
import { DEFAULT_SETTINGS, describeNotice, type Settings } from "../../../src/core/config/settings.ts";
import { openProfile } from "../../../src/core/permissions/open-profile.ts";
import { groupsOf, type Layered } from "./layered.ts";

type Given = Omit<Layered, "requirements"> & {
  /** Texts by the layer that they come from. */
  readonly by: Partial<Record<RequirementLayer, string>>;
};

function held({ by, ...given }: Given): Settings | string {
  const read: Requirements[] = [];
  for (const layer of REQUIREMENT_LAYERS) {
    const text = by[layer];
    if (text === undefined) continue;
    const source = { layer, file: `/${layer}`, text, base: "/", userHome: "/home/you", host: "host" };
    const one = readRequirements(source);
    if (!one.ok) return describeConfigError(one.error);
    read.push(one.value);
  }
  const all = joinRequirements(read);
  if (!all.ok) return describeConfigError(all.error);
  const how = { defaults: given.defaults ?? {}, isTrusted: given.isTrusted ?? true };
  const joined = joinRequired(groupsOf(given), how, all.value);
  return joined.ok ? joined.value.settings : describeConfigError(joined.error);
}

/** What is chosen, then what is said of it; or the words for what is wrong. */
function chosen(given: Given): readonly string[] {
  const settings = held(given);
  if (typeof settings === "string") return [settings];
  const { approvalPolicy, sandboxMode, reviewer, notices } = settings;
  const policy = typeof approvalPolicy === "string" ? approvalPolicy : "granular";
  return [`${policy} ${sandboxMode} ${reviewer}`, ...notices.map(describeNotice)];
}

const policies = (...names: readonly string[]) => `allowed_approval_policies = ${JSON.stringify(names)}`;
const modes = (...names: readonly string[]) => `allowed_sandbox_modes = ${JSON.stringify(names)}`;
const READ_ONLY = modes("read-only");
const BOXED = modes("read-only", "workspace-write");
const flags = (more: Partial<Flags>): Pick<Layered, "flags"> => ({ flags: more });
const ALLOWED = (rest: string, named = ""): string => `${named}\n[allowed_permission_profiles]\n${rest}`;
const GRANULAR = "{ granular = { sandbox_approval = true, rules = true, mcp_elicitations = true } }";
const DEFAULT = "on-request workspace-write user";

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

const BOTH = '":read-only" = true\n":workspace" = true';
const MINE = 'default_permissions = "mine"\n[permissions.mine]\nextends = ":workspace"\n';
const NARROW = 'default_permissions = ":read-only"';
const PROFILES: readonly [name: string, given: Given, ...expected: string[]][] = [
  ["the usual mode, where its profile is allowed", { by: { system: ALLOWED(BOTH) } }, DEFAULT],
  [
    "a mode counts as the built-in profile",
    { by: { system: ALLOWED(BOTH) }, user: 'sandbox_mode = "danger-full-access"' },
    DEFAULT,
    "default_permissions is :workspace instead of :danger-full-access, which /system:2:1 (system) does not allow",
  ],
  [
    "a profile of one's own that is not named",
    { by: { system: ALLOWED(BOTH) }, user: MINE },
    DEFAULT,
    "default_permissions is :workspace instead of mine, which /system:2:1 (system) does not allow",
  ],
  ["one that is", { by: { system: ALLOWED(`${BOTH}\nmine = true`) }, user: MINE }, DEFAULT],
  [
    "what requirements name holds instead",
    { by: { system: ALLOWED(BOTH, NARROW) }, user: MINE },
    "on-request read-only user",
    "default_permissions is :read-only instead of mine, which /system:2:1 (system) does not allow",
  ],
  ["and where nobody chooses", { by: { system: ALLOWED(BOTH, NARROW) } }, "on-request read-only user"],
  [
    "one that is typed",
    { by: { system: ALLOWED(BOTH) }, typed: ["default_permissions=:danger-full-access"] },
    "-c default_permissions=:danger-full-access: default_permissions :danger-full-access is not allowed: " +
      "/system:2:1 (system) allows :read-only, :workspace",
  ],
  [
    "a mode that is typed",
    { by: { system: ALLOWED('":read-only" = true', NARROW) }, ...flags({ fullAuto: true }) },
    "--full-auto: sandbox_mode :workspace is not allowed: /system:2:1 (system) allows :read-only",
  ],
  [
    "nothing narrow enough is left",
    {
      by: { system: ALLOWED('":workspace" = true', 'default_permissions = ":workspace"') },
      user: 'sandbox_mode = "read-only"',
    },
    "/system:2:1: default_permissions :read-only is not allowed: /system:2:1 (system) allows :workspace",
  ],
  [
    "a profile that requirements bring along",
    {
      by: {
        system: `${ALLOWED("ours = true", 'default_permissions = "ours"')}\n[permissions.ours]\nextends = ":read-only"`,
      },
    },
    "on-request read-only user",
    "default_permissions is ours instead of :workspace, which /system:2:1 (system) does not allow",
  ],
  [
    "nobody else may say what it is",
    {
      by: {
        system: `${ALLOWED("mine = true", 'default_permissions = "mine"')}\n[permissions.mine]\nextends = ":read-only"`,
      },
      user: MINE,
    },
    "/system:4:1: permissions.mine is there, but must be named otherwise: a profile of that name stands elsewhere, and only one of them can be meant",
  ],
];
test.each(PROFILES)("profiles: %s", (_name, given, ...expected) => {
  expect(chosen(given)).toEqual(expected);
});

const GROUND = { workspaceRoots: ["/w"], tmpdir: null, real: (path: string) => path };

function opened(given: Given): unknown {
  const settings = held(given);
  if (typeof settings === "string") return settings;
  const result = openProfile(settings.sandbox.profile, settings.sandbox.refinement, GROUND);
  return result.ok
    ? [result.value.mode, result.value.roots, result.value.denied.paths, result.value.network]
    : result.error;
}

const HIDING =
  'default_permissions = "x"\n[permissions.x]\nextends = ":workspace"\n[permissions.x.filesystem]\n"/srv/keys" = "deny"\n';
const NO_HOST = '[permissions.x.network]\nenabled = true\n[permissions.x.network.domains]\n"bad.example" = "deny"\n';
const DENIED = [{ host: "bad.example", port: null }];
const NARROWED: readonly [name: string, given: Given, expected: unknown][] = [
  [
    "what a profile denies stays denied where its mode gives way",
    { by: { system: READ_ONLY }, user: `${HIDING}${NO_HOST}` },
    ["read-only", [], ["/srv/keys"], { kind: "hosts", allow: [], deny: DENIED, unlisted: "ask" }],
  ],
  [
    "and where it gives way itself",
    { by: { system: ALLOWED(BOTH, NARROW) }, user: `${HIDING}${NO_HOST}` },
    ["read-only", [], ["/srv/keys"], { kind: "hosts", allow: [], deny: DENIED, unlisted: "ask" }],
  ],
  [
    "full access becomes the workspace",
    { by: { system: BOXED }, user: 'sandbox_mode = "danger-full-access"' },
    ["workspace-write", ["/w", "/tmp"], [], "none"],
  ],
  [
    "full access but for something keeps the exception",
    {
      by: { system: BOXED },
      user: 'default_permissions = "x"\n[permissions.x]\nextends = ":danger-full-access"\n[permissions.x.filesystem]\n"/w/keys" = "deny"',
    },
    ["workspace-write", ["/w", "/tmp"], ["/w/keys"], "none"],
  ],
  [
    "lists of one's own write nothing",
    { by: { system: READ_ONLY }, user: '[permission_profile.filesystem]\nwrite = ["/srv"]\ndeny = ["/srv/x"]' },
    ["read-only", [], ["/srv/x"], "none"],
  ],
  [
    "what nobody reads",
    { by: { system: '[permissions.filesystem]\ndeny_read = ["/srv/keys"]' } },
    ["workspace-write", ["/w", "/tmp"], ["/srv/keys"], "none"],
  ],
];
test.each(NARROWED)("%s", (_name, given, expected) => {
  expect(opened(given)).toEqual(expected);
});

const server = (name: string, how: string): string => `[mcp_servers.${name}]\n${how}\n`;
const identity = (name: string, how: string): string => `[mcp_servers.${name}.identity]\n${how}\n`;

test("MCP servers that are not as required are off", () => {
  const user =
    server("docs", 'command = "docs-mcp"') +
    server("web", 'url = "https://mcp.example/x"') +
    server("changed", 'command = "evil-mcp"') +
    server("other", 'command = "other-mcp"') +
    server("off", 'command = "x"\nenabled = false');
  const system =
    identity("docs", 'command = "docs-mcp"') +
    identity("web", 'url = "https://mcp.example/x"') +
    identity("changed", 'command = "good-mcp"');
  const settings = held({ by: { system }, user });
  expect(typeof settings).toBe("object");
  const { mcpServers, notices } = typeof settings === "object" ? settings : DEFAULT_SETTINGS;
  expect([...mcpServers].map(([name, { isEnabled }]) => [name, isEnabled])).toEqual([
    ["docs", true],
    ["web", true],
    ["changed", false],
    ["other", false],
    ["off", false],
  ]);
  expect(notices.map(describeNotice)).toEqual([
    'the MCP server "changed" is not used: /system:1:1 (system) does not allow it as it is',
    'the MCP server "other" is not used: /system:1:1 (system) does not allow it as it is',
  ]);
});

test("the network is held for whoever opens the sandbox", () => {
  const system =
    '[experimental_network]\nenabled = true\n[experimental_network.domains]\n"a.example" = "allow"\n"b.example" = "deny"\n' +
    '[experimental_network.unix_sockets]\n"/run/x" = "deny"\n"/run/y" = "allow"';
  const settings = held({ by: { system } });
  const required = typeof settings === "object" ? settings.sandbox.required : settings;
  expect(required).toEqual({
    hosts: [
      {
        enabled: true,
        allow: [{ host: "a.example", port: null }],
        deny: [{ host: "b.example", port: null }],
        isOnly: false,
        mayOpen: true,
        allowLocal: null,
      },
    ],
    closedSockets: ["/run/x"],
    denied: [],
  });
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
