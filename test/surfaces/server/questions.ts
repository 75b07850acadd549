/** Questions for the tests of this folder. */
import type { Action } from "../../../src/core/approval/action.ts";
import type { Question } from "../../../src/core/approval/question.ts";
import type { Reason } from "../../../src/core/approval/requirement.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import { READ_ONLY } from "../../../src/core/permissions/permissions.ts";

const AROUND = { home: "/home/you", roots: ["/w"], keep: [] };

export function questionAbout(action: Action, more: Partial<Question> = {}): Question {
  return {
    id: "1",
    action,
    whole: null,
    survey: action.kind === "command" ? surveyOf({ argv: action.argv, cwd: "/w" }, AROUND) : null,
    targets: action.kind === "patch" ? [{ path: "/w/a", change: { kind: "create", path: "a", after: "" } }] : [],
    reasons: [],
    under: READ_ONLY,
    amendment: null,
    opens: false,
    attempt: 1,
    item: "call_1",
    ...more,
  };
}

export const TOUCH: Action & { readonly kind: "command" } = {
  kind: "command",
  argv: ["/bin/bash", "-lc", "touch /o/a"],
  cwd: "/w",
  escalate: true,
  why: "May I?",
};

export const FETCH: Action = {
  kind: "network",
  host: "one.invalid",
  port: 80,
  protocol: "http",
  command: ["curl", "http://one.invalid/"],
  chain: [["/bin/bash", "-lc", "curl http://one.invalid/"]],
  why: null,
};

export const PATCH: Action = { kind: "patch", text: "*** Begin Patch", cwd: "/w", why: null };
export const WANTED: Action = {
  kind: "permissions",
  wanted: { read: ["/r"], write: ["/o"], network: true },
  cwd: "/w",
  why: "to build",
};
export const TYPED: Action = {
  kind: "stdin",
  text: "one\n",
  process: "7",
  argv: ["cat"],
  cwd: "/w",
  isSandboxed: false,
  why: null,
};
export const TOOL: Action = {
  kind: "mcp",
  server: "kit",
  tool: "change",
  input: { what: "x" },
  about: {
    title: null,
    description: "Changes a thing",
    hints: { readOnly: false, destructive: true, openWorld: null, idempotent: null },
  },
  approval: null,
  why: null,
};
export const SIGN_IN: Action = {
  kind: "elicitation",
  server: "kit",
  message: "Sign in",
  form: { kind: "url", url: "https://example.com/login", id: "e-1" },
  why: null,
};
export const FORM: Action = {
  kind: "elicitation",
  server: "kit",
  message: "Who?",
  form: { kind: "form", schema: { type: "object", properties: { name: { type: "string" } } } },
  why: null,
};

/** A rule of `decision` that asks about `touch`. */
export function ruled(personOnly: boolean, justification: string | null = "it makes files"): Reason {
  const source = { layer: "managed", file: "/etc/codex/requirements.toml", line: 1, column: 1 } as const;
  const rule = { pattern: ["touch"], decision: "prompt", justification, source } as const;
  return {
    kind: "match",
    match: {
      kind: "rule",
      rule: personOnly ? { ...rule, personOnly: true } : rule,
      command: ["touch", "/o/a"],
      matched: ["touch"],
    },
  };
}
