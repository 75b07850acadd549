/** Decisions about tools, servers, permissions and input, also for docs/decisions.md. */
import type { Action, ToolAbout } from "../../../src/core/approval/action.ts";
import type { Category } from "../../../src/core/config/approval-policy.ts";
import type { ToolApproval } from "../../../src/core/config/servers.ts";
import { type Extra, NO_EXTRA } from "../../../src/core/permissions/extra.ts";

type Cell = "run" | "ask" | "forbid";
/** untrusted; on-request, on-failure and granular; never; the key of a granular policy that it stands under is false. */
type Cells = readonly [Cell, Cell, Cell, Cell];

export type RequestRow = {
  readonly name: string;
  readonly action: Action;
  readonly key: Category;
  /** In read-only and workspace-write. */
  readonly boxed: Cells;
  readonly full: Cells;
};

const RUN: Cells = ["run", "run", "run", "run"];
const ASK: Cells = ["ask", "ask", "forbid", "forbid"];
const FORBID: Cells = ["forbid", "forbid", "forbid", "forbid"];
/** Nobody is asked, and nothing is held back. */
const UNBOUND: Cells = ["ask", "ask", "run", "forbid"];

function tool(hints: Partial<ToolAbout["hints"]>, approval: ToolApproval | null = null): Action {
  const silent = { readOnly: null, destructive: null, openWorld: null, idempotent: null };
  const about = { title: null, description: null, hints: { ...silent, ...hints } };
  return { kind: "mcp", server: "s", tool: "t", input: {}, about, approval, why: null };
}

function wants(extra: Partial<Extra>): Action {
  return { kind: "permissions", wanted: { ...NO_EXTRA, ...extra }, cwd: "/w", why: null };
}

function input(isSandboxed: boolean, text = "y\n"): Action {
  return { kind: "stdin", text, process: "1", argv: ["psql"], cwd: "/w", isSandboxed, why: null };
}

const MAKE = { kind: "command", argv: ["make", "all"], cwd: "/w", escalate: false, why: null } as const;
const MORE = { ...NO_EXTRA, write: ["/srv"] };
const PAGE = { kind: "url", url: "https://a.test", id: "1" } as const;

const OF_SERVERS = "mcp_elicitations";

export const REQUESTS: readonly RequestRow[] = [
  {
    name: "a tool that is harmless by its hints",
    action: tool({ readOnly: true }),
    key: OF_SERVERS,
    boxed: RUN,
    full: RUN,
  },
  {
    name: 'the same, with `approval_mode = "prompt"`',
    action: tool({ readOnly: true }, "prompt"),
    key: OF_SERVERS,
    boxed: ASK,
    full: ASK,
  },
  { name: "any other tool", action: tool({}), key: OF_SERVERS, boxed: ASK, full: UNBOUND },
  {
    name: 'one that adds and reaches nobody, with `approval_mode = "writes"`',
    action: tool({ destructive: false, openWorld: false }, "writes"),
    key: OF_SERVERS,
    boxed: ASK,
    full: UNBOUND,
  },
  {
    name: 'any tool with `approval_mode = "approve"`',
    action: tool({ destructive: true }, "approve"),
    key: OF_SERVERS,
    boxed: RUN,
    full: RUN,
  },
  {
    name: "a question of a server",
    action: { kind: "elicitation", server: "s", message: "m", form: PAGE, why: null },
    key: OF_SERVERS,
    boxed: ASK,
    full: ASK,
  },
  {
    name: "permissions for all that follows",
    action: wants({ write: ["/srv"], network: true }),
    key: "request_permissions",
    boxed: ASK,
    full: RUN,
  },
  {
    name: "permissions for what is denied, protected or kept",
    action: wants({ write: ["/w/.git"] }),
    key: "request_permissions",
    boxed: FORBID,
    full: RUN,
  },
  {
    name: "permissions for one command",
    action: { ...MAKE, more: MORE },
    key: "sandbox_approval",
    boxed: ["forbid", "ask", "forbid", "forbid"],
    full: ["ask", "run", "run", "run"],
  },
  {
    name: "a skill's command that asks to leave the sandbox",
    action: { ...MAKE, escalate: true, skill: "deploy" },
    key: "skill_approval",
    boxed: ASK,
    full: ["ask", "run", "forbid", "run"],
  },
  {
    name: "input to a process in the sandbox, or none",
    action: input(true),
    key: "sandbox_approval",
    boxed: RUN,
    full: RUN,
  },
  {
    name: "input to a process outside the sandbox",
    action: input(false),
    key: "sandbox_approval",
    boxed: ASK,
    full: ["ask", "run", "run", "run"],
  },
];

/** The tables as the Markdown that stands in docs/decisions.md. */
export function renderRequests(): string {
  const head = "| what is asked for | untrusted | on-request, on-failure, granular | never | its key is false |";
  return [
    ["### read-only and workspace-write", REQUESTS.map(({ name, boxed }) => [name, ...boxed])] as const,
    ["### danger-full-access", REQUESTS.map(({ name, full }) => [name, ...full])] as const,
  ]
    .map(([title, rows]) => {
      return [title, "", head, "|---|---|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`), ""].join("\n");
    })
    .join("\n");
}
