/** Words for people: every reason, permission, answer and ending. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import {
  describeAmendment,
  describeOutcome,
  describePermissions,
  describeReason,
  describeVerdict,
  headline,
} from "../../../src/core/approval/describe.ts";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Reason } from "../../../src/core/approval/requirement.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import {
  READ_ONLY,
  UNRESTRICTED,
  type Permissions,
  type WritableRoot,
} from "../../../src/core/permissions/permissions.ts";
import type { RuleSource } from "../../../src/core/policy/rules.ts";

const source: RuleSource = { layer: "user", file: "/h/rules/a.rules", line: 3, column: 1 };
const rule = { pattern: ["npm", ["install", "ci"], "left pad"], justification: null, source } as const;
const held = { pattern: ["rm"], decision: "forbidden", justification: "not here", source } as const;
const host = { host: "example.com", protocol: "https", justification: "not needed", source } as const;
const broken = { file: "/h/rules/b.rules", layer: "user", message: "expected ]", help: "Mend it." } as const;

const HEADLINES: readonly [action: Action, words: string][] = [
  [
    { kind: "command", argv: ["git", "commit", "-m", "a b"], cwd: "/w", escalate: false, why: null },
    "run git commit -m 'a b'",
  ],
  [{ kind: "patch", text: "", cwd: "/w", why: null }, "change files in /w"],
  [patchOf("a", "b/c"), "change a, b/c"],
  [patchOf("a", "b", "c", "d", "e", "f"), "change a, b, c, d and 2 more"],
  [
    { kind: "network", host: "example.com", port: 443, protocol: "https", command: null, why: null },
    "connect to example.com:443 (https)",
  ],
];
test.each(HEADLINES)("%j", (action, words) => {
  expect(headline(action)).toBe(words);
});

const managed = { ...rule, source: { ...source, layer: "managed", file: "/etc/codex/requirements.toml" } } as const;

const ofProject = {
  ...managed,
  source: { ...managed.source, file: "/w/.codex/requirements.toml", by: "project" },
} as const;

const REASONS: readonly [reason: Reason, words: string][] = [
  [
    {
      kind: "match",
      match: { kind: "rule", rule: { ...ofProject, decision: "forbidden" }, command: ["npm"], matched: [] },
    },
    "the project's rule `npm (install|ci) 'left pad'` at /w/.codex/requirements.toml:3 forbids this",
  ],
  [
    {
      kind: "match",
      match: { kind: "rule", rule: { ...managed, decision: "forbidden" }, command: ["npm"], matched: ["npm"] },
    },
    "an administrator's rule `npm (install|ci) 'left pad'` at /etc/codex/requirements.toml:3 forbids this",
  ],
  [
    {
      kind: "held",
      held: {
        rule: { ...managed, decision: "prompt", personOnly: true },
        shown: "npm ci",
        certain: true,
        sighting: 0,
        via: ["env"],
      },
    },
    "an administrator's rule `npm (install|ci) 'left pad'` at /etc/codex/requirements.toml:3 asks a person, each time anew; it runs npm ci (found in: env)",
  ],
  [
    { kind: "granular", key: "rules" },
    "approval_policy.granular.rules is false: what it stands for is refused without asking",
  ],
  [
    {
      kind: "match",
      match: { kind: "rule", rule: { ...rule, decision: "prompt" }, command: ["npm"], matched: ["npm"] },
    },
    "rule `npm (install|ci) 'left pad'` at /h/rules/a.rules:3 asks first",
  ],
  [
    {
      kind: "match",
      match: {
        kind: "rule",
        rule: { ...rule, decision: "forbidden", justification: "use pnpm" },
        command: ["npm"],
        matched: ["npm"],
      },
    },
    "rule `npm (install|ci) 'left pad'` at /h/rules/a.rules:3 forbids this: use pnpm",
  ],
  [{ kind: "match", match: { kind: "safe", command: ["ls", "-l"] } }, "known to only read: ls -l"],
  [{ kind: "danger", shown: "rm -rf x", why: "deletes whole folders" }, "dangerous: rm -rf x deletes whole folders"],
  [{ kind: "danger", shown: null, why: "runs what it downloads" }, "dangerous: it runs what it downloads"],
  [{ kind: "unseen", what: "a tab" }, "it has what a person cannot see or would misread: a tab"],
  [{ kind: "only-reads" }, "all that it runs is known to only read"],
  [
    { kind: "inside", command: ["make", "all"], why: "content" },
    "make all stays in the sandbox: it runs what lies in the workspace",
  ],
  [
    { kind: "git-inside", command: ["git", "push"], why: "./x is no remote" },
    "git push stays in the sandbox: ./x is no remote",
  ],
  [
    { kind: "git-steps" },
    "local steps of git, which git can undo: it may write the repository, but neither its settings nor its hooks",
  ],
  [{ kind: "git-closed", why: "x" }, "local steps of git, but the repository stays read-only: x"],
  [
    { kind: "held", held: { rule: held, shown: "rm x", certain: true, sighting: 1, via: ["xargs"] } },
    "rule `rm` at /h/rules/a.rules:3 forbids this: not here; it runs rm x (found in: xargs)",
  ],
  [
    { kind: "held", held: { rule: held, shown: "$x", certain: false, sighting: 1, via: [] } },
    "what runs is not known for sure, and rule `rm` at /h/rules/a.rules:3 forbids this: not here: $x",
  ],
  [{ kind: "match", match: { kind: "other", command: ["make"] } }, "no rule covers make"],
  [
    { kind: "network-rule", rule: { ...host, decision: "allow" } },
    "network rule for example.com at /h/rules/a.rules:3 allows this: not needed",
  ],
  [
    { kind: "broken-rules", file: { ...broken, line: 4, column: 9 } },
    "rules file /h/rules/b.rules:4:9 does not load, so every command asks: expected ]. Mend it.",
  ],
  [
    { kind: "broken-rules", file: { ...broken, line: null, column: null } },
    "rules file /h/rules/b.rules does not load, so every command asks: expected ]. Mend it.",
  ],
  [{ kind: "escalation" }, "it asks to run outside the sandbox"],
  [{ kind: "policy", policy: "never" }, "approval policy never: nobody is asked"],
  [
    { kind: "policy", policy: "never", by: "set in /w/.codex/config.toml:3" },
    "approval policy never (set in /w/.codex/config.toml:3): nobody is asked",
  ],
  [{ kind: "sandbox", mode: "read-only" }, "sandbox mode read-only: nothing may be written"],
  [{ kind: "session-grant" }, "the same was accepted for this session"],
  [{ kind: "strict-review" }, "the person wants all of this turn to be reviewed"],
  [{ kind: "outside", path: "/etc/passwd" }, "/etc/passwd lies outside the folders that may be written"],
  [
    { kind: "protected", path: "/w/.git/hooks" },
    "/w/.git/hooks is protected: it steers git, other tools or the agent, or is kept from commands",
  ],
  [{ kind: "no-sandbox", why: "bwrap not found" }, "no sandbox: bwrap not found"],
  [
    { kind: "sandbox-denied", denial: { kind: "guess", line: "EROFS" }, opening: null },
    "the sandbox seems to have stopped it: EROFS",
  ],
  [{ kind: "host-unlisted", host: "example.com" }, "no rule covers the host example.com"],
];
test.each(REASONS)("%j", (reason, words) => {
  expect(describeReason(reason)).toBe(words);
});

test.each([
  [{ kind: "other", command: ["rm", "-rf", "x"] }, "no rule covers it"],
  [{ kind: "safe", command: ["rm", "-rf", "x"] }, "it is known to only read"],
  [{ kind: "safe", command: ["rm", "-rf"] }, "known to only read: rm -rf"],
] as const)("calls the command that is shown already it: %j", (match, words) => {
  expect(describeReason({ kind: "match", match }, ["rm", "-rf", "x"])).toBe(words);
});

function rootOf(path: string): WritableRoot {
  return { path, protected: [`${path}/.git`, `${path}/.agents`, `${path}/.codex`] };
}

const PERMISSIONS: readonly [name: string, permissions: Permissions, words: string][] = [
  ["none", UNRESTRICTED, "no sandbox: may read, write and reach everything you can"],
  ["read-only", READ_ONLY, "read-only: may read everything, write nothing; no network"],
  [
    "two roots",
    { ...READ_ONLY, writable: ["/w", "/tmp"].map(rootOf) },
    "workspace-write: may write /w, /tmp; .git, .agents, .codex read-only; no network",
  ],
  [
    "a protected path elsewhere, and the network",
    { ...READ_ONLY, writable: [{ path: "/w", protected: ["/w/a/.git", "/g"] }], network: "open" },
    "workspace-write: may write /w; /w/a/.git, /g read-only; network open",
  ],
  [
    "the root folder",
    { ...READ_ONLY, writable: [{ path: "/", protected: ["/.git"] }] },
    "workspace-write: may write /; .git read-only; no network",
  ],
  [
    "what may not be read, the long list in two words",
    {
      ...READ_ONLY,
      denied: {
        paths: ["/a"],
        watched: ["/h/.ssh/id_rsa", "/h/.netrc"],
        globs: [{ root: "/w", pattern: "**/.env", depthMax: null }],
      },
    },
    "read-only: may read everything but key stores, /a, /w/**/.env, write nothing; no network",
  ],
  [
    "what alone may be read, and hosts",
    {
      ...READ_ONLY,
      readable: ["/usr", "/etc", "/opt", "/b", "/c"],
      writable: [{ path: "/w", protected: [] }],
      network: {
        kind: "hosts",
        allow: [{ host: "*.a.test", port: null }],
        deny: [{ host: "b.a.test", port: 8443 }],
        unlisted: "ask",
      },
    },
    "workspace-write: may write /w; may read only /usr, /etc, /opt, /b and 2 more; network to *.a.test, never to b.a.test:8443, others ask",
  ],
];
test.each(PERMISSIONS)("permissions: %s", (_name, permissions, words) => {
  expect(describePermissions(permissions)).toBe(words);
});

const VERDICTS: readonly [verdict: Verdict, words: string][] = [
  [{ outcome: { kind: "accept" }, by: "user", note: null }, "accepted once"],
  [{ outcome: { kind: "accept-for-session" }, by: "user", note: null }, "accepted for this session"],
  [
    {
      outcome: { kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["npm", "test"] } },
      by: "user",
      note: null,
    },
    "accepted, with the rule: allow npm test …",
  ],
  [{ outcome: { kind: "decline", feedback: "use pnpm" }, by: "user", note: null }, "declined: use pnpm"],
  [{ outcome: { kind: "decline", feedback: null }, by: "fault", note: "lost" }, "declined: lost"],
  [{ outcome: { kind: "decline", feedback: null }, by: "guardian", note: "risky" }, "denied by the guardian: risky"],
  [{ outcome: { kind: "cancel" }, by: "user", note: null }, "turn cancelled"],
];
test.each(VERDICTS)("%j", (verdict, words) => {
  expect(describeVerdict(verdict)).toBe(words);
});

test("a network amendment names host and protocol", () => {
  expect(describeAmendment({ kind: "network", host: "example.com", protocol: "http" })).toBe(
    "allow example.com (http)",
  );
});

const OUTCOMES: readonly [outcome: Outcome, words: string][] = [
  [{ kind: "ran", inner: [], status: 0, stopped: null, denied: null, taken: [], output: null }, "done"],
  [
    {
      kind: "ran",
      inner: [],
      status: 1,
      stopped: null,
      denied: { kind: "guess", line: "EROFS" },
      taken: [],
      output: null,
    },
    "ended with status 1; the sandbox seems to have stopped it: EROFS",
  ],
  [
    { kind: "ran", inner: [], status: 143, stopped: "timeout", denied: null, taken: [], output: null },
    "ended with status 143: its time was up, and all that it started was ended",
  ],
  [{ kind: "allowed" }, "allowed; the caller carries it out"],
  [
    { kind: "forbidden", reasons: [{ kind: "escalation" }, { kind: "policy", policy: "never" }] },
    "forbidden: it asks to run outside the sandbox; approval policy never: nobody is asked",
  ],
  [{ kind: "declined", verdict: { outcome: { kind: "decline", feedback: null }, by: "user", note: null } }, "declined"],
  [{ kind: "cancelled" }, "cancelled"],
  [
    { kind: "fault", doing: "record", why: "disk full" },
    "refused by a fault, not by judgement (while writing the log): disk full",
  ],
  [
    { kind: "fault", doing: "program", why: "there is no program x on PATH" },
    "cannot run it: there is no program x on PATH",
  ],
];
test.each(OUTCOMES)("%j", (outcome, words) => {
  expect(describeOutcome(outcome)).toBe(words);
});

function patchOf(...paths: readonly string[]): Action {
  const sections = paths.map((path) => `*** Delete File: ${path}\n`).join("");
  return { kind: "patch", text: `*** Begin Patch\n${sections}*** End Patch\n`, cwd: "/w", why: null };
}
