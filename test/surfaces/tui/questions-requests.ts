/** Questions about input, permissions, tools and what servers ask. */
import type { Action } from "../../../src/core/approval/action.ts";
import type { Question } from "../../../src/core/approval/question.ts";
import { permissionsOf, UNRESTRICTED, withExtra } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { COMMAND } from "./questions.ts";

const WANTED = { read: ["/home/you/.cache/pip"], write: ["/srv/site"], network: true };
const WIDER = permissionsOf("workspace-write", withExtra(PLAIN_BASIS.workspace, WANTED));

function question(action: Action, given: Partial<Question>): Question {
  return {
    id: "7",
    action,
    whole: null,
    survey: null,
    targets: [],
    reasons: [],
    under: UNRESTRICTED,
    amendment: null,
    opens: false,
    attempt: 1,
    ...given,
  };
}

export const INPUT = question(
  {
    kind: "stdin",
    text: "drop table users;\n",
    process: "4711",
    argv: ["psql", "shop"],
    cwd: "/home/you/shop",
    isSandboxed: false,
    why: null,
  },
  { reasons: [{ kind: "input-outside" }] },
);

export const PERMISSIONS = question(
  { kind: "permissions", wanted: WANTED, cwd: "/w", why: "to publish the site" },
  { reasons: [{ kind: "wants-more", extra: WANTED }], under: WIDER, turn: "t1" },
);

export const TOOL_ACTION: Action & { readonly kind: "mcp" } = {
  kind: "mcp",
  server: "tickets",
  tool: "close_ticket",
  input: { id: 12, note: "done \u202e here" },
  about: {
    title: "Close a ticket",
    description: "Closes it for good",
    hints: { readOnly: false, destructive: true, openWorld: null, idempotent: null },
  },
  approval: null,
  why: null,
};

export const TOOL = question(TOOL_ACTION, {
  reasons: [{ kind: "tool", says: "destructive" }],
  amendment: { kind: "tool", server: "tickets", tool: "close_ticket" },
});

const ASKS = { kind: "elicitation", server: "tickets", why: null } as const;
const ASKED: Partial<Question> = { reasons: [{ kind: "elicitation", server: "tickets" }] };

export const FORM = question(
  {
    ...ASKS,
    message: "Which colour?",
    form: { kind: "form", schema: { type: "object", properties: { colour: { type: "string" } } } },
  },
  ASKED,
);

export const CONFIRM = question(
  { ...ASKS, message: "Go on?", form: { kind: "form", schema: { type: "object", properties: {} } } },
  ASKED,
);

export const PAGE = question(
  { ...ASKS, message: "Sign in", form: { kind: "url", url: "https://exаmple.test/login", id: "e-1" } },
  ASKED,
);

export const DELEGATED: Question = {
  ...COMMAND,
  action: {
    kind: "command",
    argv: ["npm", "install", "left-pad"],
    cwd: "/home/you/shop",
    escalate: false,
    why: "The tests need left-pad, which is not installed yet.",
    more: WANTED,
  },
  reasons: [{ kind: "wants-more", extra: WANTED }],
  under: WIDER,
  amendment: null,
  opens: false,
  agent: "the \u001b[31mtester",
};
