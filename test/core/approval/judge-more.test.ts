/** What is decided about commands that want more, that a skill runs, and after a grant. */
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { coversOf } from "../../../src/core/approval/identity.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Reason, Requirement } from "../../../src/core/approval/requirement.ts";
import { CATEGORIES, type Category } from "../../../src/core/config/approval-policy.ts";
import { type Extra, NO_EXTRA } from "../../../src/core/permissions/extra.ts";
import { permissionsOf, withExtra } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";

type CommandAction = Action & { readonly kind: "command" };

const BASIS: Basis = { ...PLAIN_BASIS, programs: ["bash", "make", "ls", "git", "shellcheck", "rm"].map(systemProgram) };
const MORE: Extra = { read: ["/srv/in"], write: ["/srv/out"], network: false };
const WIDER = permissionsOf("workspace-write", withExtra(BASIS.workspace, MORE));
const WANTS: Reason = { kind: "wants-more", extra: MORE };

function command(script: string, given: Partial<CommandAction> = {}): CommandAction {
  return { kind: "command", argv: ["bash", "-lc", script], cwd: "/w", escalate: false, why: null, ...given };
}

function decide(action: Action, given: Partial<Basis> = {}): Requirement {
  return judge({ action, mode: "run" }, { ...BASIS, ...given }).requirement;
}

function granular(...off: readonly Category[]): Basis["approvalPolicy"] {
  const isOn = (key: Category): boolean => !off.includes(key);
  return {
    granular: {
      sandbox_approval: isOn("sandbox_approval"),
      rules: isOn("rules"),
      mcp_elicitations: isOn("mcp_elicitations"),
      request_permissions: isOn("request_permissions"),
      skill_approval: isOn("skill_approval"),
    },
  };
}

const ALLOW = rulesOf({ user: 'prefix_rule(["shellcheck"])\n' });
const PROMPT = rulesOf({ user: 'prefix_rule(["make"], decision="prompt")\n' });
const FORBID = rulesOf({ user: 'prefix_rule(["make"], decision="forbidden")\n' });

describe("a command that wants more", () => {
  test("is asked about, with no rule, and runs with just that", () => {
    expect(decide(command("make all", { more: MORE, suggested: ["make", "all"] }))).toEqual({
      kind: "ask",
      under: WIDER,
      reasons: [WANTS, { kind: "match", match: { kind: "other", command: ["make", "all"] } }],
      amendment: null,
      opens: false,
    });
  });

  const more = { more: MORE };
  const CASES: readonly (readonly [string, script: string, Partial<Basis>, Partial<CommandAction>, string])[] = [
    ["that only reads", "ls", {}, more, "ask: wants-more match"],
    ["where all is asked", "make", { approvalPolicy: "untrusted" }, more, "forbid: wants-more match policy"],
    ["that was granted already", "make", { workspace: withExtra(BASIS.workspace, MORE) }, more, "run: match sandbox"],
    [
      "that was granted in part",
      "make",
      { workspace: withExtra(BASIS.workspace, { ...MORE, read: [] }) },
      more,
      "ask: wants-more match",
    ],
    [
      "the network, where places were granted",
      "make",
      { workspace: withExtra(BASIS.workspace, MORE) },
      { more: { ...MORE, network: true } },
      "ask: wants-more match",
    ],
    ["where nobody is asked", "make", { approvalPolicy: "never" }, more, "forbid: wants-more match policy"],
    [
      "its key off",
      "make",
      { approvalPolicy: granular("sandbox_approval") },
      more,
      "forbid: wants-more match granular",
    ],
    [
      "the key of permissions off",
      "make",
      { approvalPolicy: granular("request_permissions") },
      more,
      "forbid: wants-more match granular",
    ],
    ["where there is no sandbox", "make", { sandboxMode: "danger-full-access" }, more, "run: match sandbox"],
    ["that wants nothing", "make", {}, { more: NO_EXTRA }, "run: match sandbox"],
    ["that a rule lets out", "shellcheck a", { rules: ALLOW }, more, "run: match"],
    [
      "that a rule lets out, where nobody is asked",
      "shellcheck a",
      { rules: ALLOW, approvalPolicy: "never" },
      more,
      "forbid: wants-more match policy",
    ],
    ["that a rule asks about", "make", { rules: PROMPT }, more, "ask: wants-more match"],
    [
      "that a rule asks about, its own key off",
      "make",
      { rules: PROMPT, approvalPolicy: granular("sandbox_approval") },
      more,
      "forbid: wants-more match granular",
    ],
    ["that a rule forbids", "make", { rules: FORBID }, more, "forbid: match"],
    ["that is dangerous", "git reset --hard", {}, more, "ask: wants-more danger"],
    ["that asks to leave as well", "make", {}, { ...more, escalate: true }, "ask: wants-more escalation match"],
    ["what is never given", "make", {}, { more: { ...MORE, write: ["/w/.git"] } }, "forbid: protected"],
    ["what leads elsewhere", "make", { links: [{ path: "/srv/in", real: "/secret" }] }, more, "forbid: never-granted"],
    ["in parts of a chain", "git reset --hard && make", { isSupervised: true }, more, "ask: wants-more danger"],
  ];
  test.each(CASES)("%s: %s", (_name, script, given, wanted, expected) => {
    const { kind, reasons } = decide(command(script, wanted), given);
    expect(`${kind}: ${reasons.map((reason) => reason.kind).join(" ")}`).toBe(expected);
  });

  test("runs unasked once it was accepted for the session, and wants something else is asked about again", () => {
    const action = command("make", more);
    const remembered = new Set(coversOf(action, WIDER));
    expect(decide(action, { remembered })).toEqual({
      kind: "run",
      under: WIDER,
      reasons: [{ kind: "session-grant" }],
      retry: false,
      from: "session",
    });
    expect(decide(command("make", { more: { ...MORE, network: true } }), { remembered }).kind).toBe("ask");
    expect(decide(command("make all", more), { remembered }).kind).toBe("ask");
  });
});

describe("a skill's command", () => {
  const skill = { skill: "deploy" };
  const CASES: readonly (readonly [
    script: string,
    Partial<CommandAction>,
    off: readonly Category[],
    expected: string,
  ])[] = [
    ["make", {}, CATEGORIES, "run: match sandbox"],
    ["make", { escalate: true }, [], "ask: escalation match skill"],
    ["make", { escalate: true }, ["skill_approval"], "forbid: escalation match skill granular skill_approval"],
    ["make", { escalate: true }, ["sandbox_approval"], "forbid: escalation match skill granular sandbox_approval"],
    ["git reset --hard && ls", {}, [], "ask: danger skill"],
    ["git reset --hard", {}, ["skill_approval"], "forbid: danger skill granular skill_approval"],
  ];
  test.each(CASES)("%s, %j, without %j", (script, given, off, expected) => {
    const { kind, reasons } = decide(command(script, { ...skill, ...given }), {
      approvalPolicy: granular(...off),
      isSupervised: true,
    });
    const words = reasons.map((reason) => (reason.kind === "granular" ? `granular ${reason.key}` : reason.kind));
    expect(`${kind}: ${words.join(" ")}`).toBe(expected);
  });
});

describe("after permissions were granted", () => {
  const workspace = withExtra(BASIS.workspace, { ...MORE, network: true });

  test("commands run with them, unasked, and others do not", () => {
    expect(decide(command("make"), { workspace })).toEqual({
      kind: "run",
      under: permissionsOf("workspace-write", workspace),
      reasons: [
        { kind: "match", match: { kind: "other", command: ["make"] } },
        { kind: "sandbox", mode: "workspace-write" },
      ],
      retry: false,
      from: "policy",
    });
  });

  test("what only git's settings could turn into more is known to be safe no longer", () => {
    const given = { sandboxMode: "read-only", approvalPolicy: "untrusted" } as const;
    expect(decide(command("git status"), given).kind).toBe("run");
    expect(decide(command("git status"), { ...given, workspace }).kind).toBe("ask");
  });

  const PATCHES: readonly (readonly [path: string, given: Partial<Basis>, expected: Requirement["kind"]])[] = [
    ["/srv/out/a", {}, "ask"],
    ["/srv/out/a", { workspace }, "run"],
    ["/srv/out/a", { workspace, sandboxMode: "read-only" }, "run"],
    ["/srv/out/.git/config", { workspace }, "ask"],
    ["/srv/in/a", { workspace }, "ask"],
    ["/srv/out/a", { workspace, approvalPolicy: "untrusted" }, "ask"],
  ];
  test.each(PATCHES)("a patch of %s, %j", (path, given, expected) => {
    const targets = [{ path, change: { kind: "create", path, after: "" } }] as const;
    expect(decide({ kind: "patch", text: "", cwd: "/w", why: null }, { ...given, targets }).kind).toBe(expected);
  });

  test("what a rule lets out runs outside as before", () => {
    expect(decide(command("shellcheck a"), { workspace, rules: ALLOW })).toMatchObject({
      kind: "run",
      under: { kind: "unrestricted" },
    });
  });
});
