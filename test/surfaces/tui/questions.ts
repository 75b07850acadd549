/** Questions that the tests of the prompt ask. */
import { surveyOf, type Survey } from "../../../src/core/approval/survey.ts";
import type { Question } from "../../../src/core/approval/question.ts";
import { READ_ONLY, type Restricted, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import type { RuleSource } from "../../../src/core/policy/rules.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

/** A command as it is read in the shop. */
export function surveyed(argv: Command): Survey {
  return surveyOf({ argv, cwd: "/home/you/shop" }, { home: "/home/you", roots: ["/home/you/shop", "/tmp"], keep: [] });
}

const WORKSPACE: Restricted = {
  ...READ_ONLY,
  writable: ["/home/you/shop", "/tmp"].map((path) => ({
    path,
    protected: [`${path}/.git`, `${path}/.agents`, `${path}/.codex`, `${path}/.aws`],
  })),
};

const source: RuleSource = { layer: "user", file: "/home/you/.codex/rules/default.rules", line: 12, column: 1 };

const INSTALL: Command = ["npm", "install", "left-pad"];

/** A command that wants to leave the sandbox, with a rule to save. */
export const COMMAND: Question = {
  id: "1",
  action: {
    kind: "command",
    argv: INSTALL,
    cwd: "/home/you/shop",
    escalate: true,
    why: "The tests need left-pad, which is not installed yet.",
  },
  whole: null,
  survey: surveyed(INSTALL),
  targets: [],
  reasons: [{ kind: "escalation" }, { kind: "match", match: { kind: "other", command: INSTALL } }],
  under: UNRESTRICTED,
  amendment: { kind: "prefix", pattern: ["npm", "install"] },
  opens: true,
  attempt: 1,
};

/** A script of two commands, one of which a rule asks about; nothing to save. */
export const SCRIPT: Question = {
  id: "2",
  action: {
    kind: "command",
    argv: ["bash", "-lc", "git status && git push origin main"],
    cwd: "/home/you/shop",
    escalate: false,
    why: null,
  },
  whole: null,
  survey: surveyed(["bash", "-lc", "git status && git push origin main"]),
  targets: [],
  reasons: [
    {
      kind: "match",
      match: {
        kind: "rule",
        rule: { pattern: ["git", "push"], decision: "prompt", justification: "others see it", source },
        command: ["git", "push", "origin", "main"],
        matched: ["git", "push"],
      },
    },
  ],
  under: WORKSPACE,
  amendment: null,
  opens: false,
  attempt: 1,
};

/** A command that was run once and that the sandbox seems to have stopped. */
export const AGAIN: Question = {
  ...COMMAND,
  reasons: [{ kind: "sandbox-denied", denial: { kind: "guess", line: "EROFS: read-only file system" }, opening: null }],
  attempt: 2,
};

const NEEDS_NPM: Question["reasons"][number] = {
  kind: "sandbox-denied",
  denial: {
    kind: "known",
    stopped: [{ kind: "write", path: "/home/you/.npm/" }],
    more: 0,
    opening: { roots: ["/home/you/.npm"], sockets: [] },
    home: "/home/you",
  },
  opening: { roots: ["/home/you/.npm"], sockets: [] },
};

/** A command that was stopped from writing one folder, and asks for that. */
export const NEEDS: Question = {
  ...COMMAND,
  reasons: [NEEDS_NPM, { kind: "escalation" }, { kind: "match", match: { kind: "other", command: INSTALL } }],
  under: { ...WORKSPACE, writable: [...WORKSPACE.writable, { path: "/home/you/.npm", protected: [] }] },
  amendment: { kind: "root", path: "/home/you/.npm" },
  opens: false,
};

/** The same, asked when the first run has failed, and with a folder whose name is hostile. */
export const OPENED: Question = {
  ...NEEDS,
  reasons: [{ ...NEEDS_NPM, opening: { roots: ["/srv/\x1b[2J\u202ea\n[a] accept"], sockets: ["/run/x.sock"] } }],
  amendment: null,
  attempt: 2,
};

/** Words that try to take over the terminal, and to look like parts of the box. */
export const HOSTILE: Question = {
  ...COMMAND,
  action: {
    kind: "command",
    argv: [
      "bash",
      "-lc",
      "echo safe\n\nfolder     /safe\nsandbox    read-only\x1b[2J\x1b[H\x1b]0;title\x07\rls \u202egnp.\u202c\u200b 'x'\x9b1A; rm -rf ~",
    ],
    cwd: "/home/you/\x1b[31mshop\n\u2028",
    escalate: false,
    why: 'all is well"\n[a] accept once\n\u2066hidden\u2069',
  },
  whole: null,
  survey: surveyed(["bash", "-lc", "echo $HOSTILE"]),
  reasons: [{ kind: "no-sandbox", why: "bwrap\x1b[8m not found" }],
  amendment: { kind: "prefix", pattern: ["echo", "\x1b[7m"] },
};

/** A program inside a running command, by another name than its file has. */
export const EXEC: Question = {
  id: "1.7",
  action: {
    kind: "exec",
    argv: ["tidy\x1b[2J", "-rf", "src"],
    path: "/usr/bin/rm",
    cwd: "/home/you/shop",
    chain: [
      ["npm", "run", "build"],
      ["sh", "-c", "tsc && tidy -rf src"],
    ],
    within: "1",
    since: 0,
    why: null,
  },
  whole: null,
  survey: surveyed(["/usr/bin/rm", "-rf", "src"]),
  targets: [],
  reasons: [
    {
      kind: "danger",
      shown: "/usr/bin/rm -rf src",
      why: "deletes src for good: src/a.ts has changes that git does not hold",
    },
  ],
  under: WORKSPACE,
  amendment: null,
  opens: false,
  attempt: 1,
};

/** One part of a chain whose parts are asked about one by one. */
export const PART: Question = {
  ...COMMAND,
  id: "1.2",
  action: { kind: "command", argv: INSTALL, cwd: "/home/you/shop", escalate: false, why: null },
  whole: ["bash", "-lc", "npm ci && npm install left-pad && rm -rf dist"],
  under: WORKSPACE,
  opens: false,
};

/** More lines than a terminal has. */
export const LONG: Question = {
  ...COMMAND,
  action: {
    kind: "command",
    argv: [
      "bash",
      "-lc",
      Array.from({ length: 40 }, (_, index) => `echo step ${index + 1} of the long script`).join("\n"),
    ],
    cwd: "/home/you/shop",
    escalate: false,
    why: null,
  },
  amendment: null,
};

/** Every kind of change, one of them outside the workspace. */
export const PATCH: Question = {
  id: "3",
  action: { kind: "patch", text: "", cwd: "/home/you/shop", why: "Prices were rounded to whole euros." },
  whole: null,
  survey: null,
  targets: [
    {
      path: "/home/you/shop/src/price.ts",
      change: {
        kind: "edit",
        path: "src/price.ts",
        before:
          "export function total(items) {\n  let sum = 0;\n  for (const item of items) sum += item.price;\n  return Math.round(sum);\n}\n",
        after:
          "export function total(items) {\n  let sum = 0;\n  for (const item of items) sum += item.price * item.count;\n  return Math.round(sum * 100) / 100;\n}\n",
      },
    },
    {
      path: "/etc/cron.d/shop",
      change: { kind: "create", path: "/etc/cron.d/shop", after: "@daily\tshop report\n" },
    },
    { path: "/home/you/shop/old.ts", change: { kind: "delete", path: "old.ts", before: "export {};\n" } },
    {
      path: "/home/you/shop/a.ts",
      change: {
        kind: "rename",
        path: "a.ts",
        to: "/home/you/shop/src/a.ts",
        before: "export const a = 1;\n",
        after: "export const a = 2;\n",
      },
    },
  ],
  reasons: [{ kind: "outside", path: "/etc/cron.d/shop" }],
  under: WORKSPACE,
  amendment: null,
  opens: false,
  attempt: 1,
};

export const NETWORK: Question = {
  id: "4",
  action: {
    kind: "network",
    host: "registry.npmjs.org",
    port: 443,
    protocol: "https",
    command: ["node", "/usr/bin/npm", "install", "left-pad"],
    chain: [
      ["make", "deps"],
      ["sh", "-c", "npm install left-pad"],
    ],
    why: null,
  },
  whole: null,
  survey: null,
  targets: [],
  reasons: [{ kind: "host-unlisted", host: "registry.npmjs.org" }],
  under: UNRESTRICTED,
  amendment: { kind: "network", host: "registry.npmjs.org", protocol: "https" },
  opens: true,
  attempt: 1,
};

/** A host that is no package registry, and nobody known who wants it. */
export const HOST: Question = {
  ...NETWORK,
  action: { kind: "network", host: "example.com", port: 8443, protocol: "https", command: null, why: null },
  reasons: [{ kind: "host-unlisted", host: "example.com" }],
  amendment: { kind: "network", host: "example.com", protocol: "https" },
};

/** A rename that changes no line, of a name that is written to mislead. */
export const RENAME: Question = {
  ...PATCH,
  targets: [
    {
      path: "/home/you/shop/read\nme\x1b[2K.md",
      change: {
        kind: "rename",
        path: "read\nme\x1b[2K.md",
        to: "/home/you/shop/r\u0435adme.md",
        before: "same\n",
        after: "same\n",
      },
    },
  ],
};

const SIGN: Command = ["gpg", "--sign", "release.tar"];

/** What an administrator wants a person to answer: no session, no rule. */
export const PERSON: Question = {
  id: "12",
  action: { kind: "command", argv: SIGN, cwd: "/home/you/shop", escalate: false, why: null },
  whole: null,
  survey: surveyed(SIGN),
  targets: [],
  reasons: [
    {
      kind: "match",
      match: {
        kind: "rule",
        rule: {
          pattern: ["gpg", "--sign"],
          decision: "prompt",
          justification: "two people look at a release",
          source: { layer: "managed", file: "/etc/codex/requirements.toml", line: 4, column: 3 },
          personOnly: true,
        },
        command: SIGN,
        matched: ["gpg", "--sign"],
      },
    },
  ],
  under: WORKSPACE,
  amendment: null,
  opens: false,
  attempt: 1,
};
