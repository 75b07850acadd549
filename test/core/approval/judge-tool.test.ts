/** What is decided about calls of tools, and about what servers ask. */
import { describe, expect, test } from "vitest";
import type { Action, ToolAbout } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { coversOf } from "../../../src/core/approval/identity.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Outcome } from "../../../src/core/approval/record.ts";
import type { Requirement } from "../../../src/core/approval/requirement.ts";
import type { ToolApproval } from "../../../src/core/config/servers.ts";
import { UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { answer, fakePorts } from "../../engine/fake-ports.ts";

type Hints = ToolAbout["hints"];
type Tool = Action & { readonly kind: "mcp" };

const SILENT: Hints = { readOnly: null, destructive: null, openWorld: null, idempotent: null };
const KINDS: ReadonlyMap<string, Hints> = new Map([
  ["reads", { ...SILENT, readOnly: true }],
  ["reads, and reaches out", { ...SILENT, readOnly: true, openWorld: true }],
  ["adds, in a closed world", { ...SILENT, readOnly: false, destructive: false, openWorld: false }],
  ["adds, and says no more", { ...SILENT, destructive: false }],
  ["stays in, and says no more", { ...SILENT, openWorld: false }],
  ["reaches out", { ...SILENT, destructive: false, openWorld: true }],
  ["destroys", { ...SILENT, destructive: true }],
  ["reads and destroys", { ...SILENT, readOnly: true, destructive: true }],
  ["says nothing", SILENT],
]);

function tool(hints: Hints, approval: ToolApproval | null = null, input = "x"): Tool {
  const about = { title: null, description: null, hints };
  return { kind: "mcp", server: "kit", tool: "change", input: { input }, about, approval, why: null };
}

function decide(action: Action, given: Partial<Basis> = {}): Requirement {
  return judge({ action, mode: "judge" }, { ...PLAIN_BASIS, ...given }).requirement;
}

/** By what the settings say of the tool: nothing, auto, writes, prompt, approve. */
const ASKED: readonly (readonly [kind: string, ...Requirement["kind"][]])[] = [
  ["reads", "run", "run", "run", "ask", "run"],
  ["reads, and reaches out", "run", "run", "run", "ask", "run"],
  ["adds, in a closed world", "run", "run", "ask", "ask", "run"],
  ["adds, and says no more", "ask", "ask", "ask", "ask", "run"],
  ["stays in, and says no more", "ask", "ask", "ask", "ask", "run"],
  ["reaches out", "ask", "ask", "ask", "ask", "run"],
  ["destroys", "ask", "ask", "ask", "ask", "run"],
  ["reads and destroys", "ask", "ask", "ask", "ask", "run"],
  ["says nothing", "ask", "ask", "ask", "ask", "run"],
];
const APPROVALS: readonly (ToolApproval | null)[] = [null, "auto", "writes", "prompt", "approve"];

describe("a tool", () => {
  test.each(ASKED)("that %s", (kind, ...expected) => {
    const hints = KINDS.get(kind) ?? SILENT;
    expect(APPROVALS.map((approval) => decide(tool(hints, approval)).kind)).toEqual(expected);
    // Who is never to be asked is not: what would ask is refused.
    const refused = expected.map((each) => (each === "ask" ? "forbid" : each));
    const never = { approvalPolicy: "never" } as const;
    expect(APPROVALS.map((approval) => decide(tool(hints, approval), never).kind)).toEqual(refused);
  });

  test("is asked about alike whatever the policy that asks, and the sandbox", () => {
    for (const approvalPolicy of ["untrusted", "on-request", "on-failure"] as const) {
      for (const sandboxMode of ["read-only", "workspace-write", "danger-full-access"] as const) {
        expect(decide(tool(SILENT), { approvalPolicy, sandboxMode }).kind).toBe("ask");
      }
    }
  });

  test("runs where nobody is asked and nothing is held back, but for one that is always to be asked about", () => {
    const unbound = { approvalPolicy: "never", sandboxMode: "danger-full-access" } as const;
    expect(APPROVALS.map((approval) => decide(tool({ ...SILENT, destructive: true }, approval), unbound).kind)).toEqual(
      ["run", "run", "run", "forbid", "run"],
    );
  });

  test("says why it asks, and can be approved for good", () => {
    expect(decide(tool({ ...SILENT, destructive: true }))).toEqual({
      kind: "ask",
      under: UNRESTRICTED,
      reasons: [{ kind: "tool", says: "destructive" }],
      amendment: { kind: "tool", server: "kit", tool: "change" },
      opens: false,
    });
  });

  test("that the settings ask about is not offered to be approved for good", () => {
    expect(decide(tool({ ...SILENT, openWorld: true }, "prompt"))).toEqual({
      kind: "ask",
      under: UNRESTRICTED,
      reasons: [
        { kind: "tool", says: "prompt" },
        { kind: "tool", says: "open-world" },
      ],
      amendment: null,
      opens: false,
    });
  });

  test("that was accepted for the session runs whatever it is called with, and no other does", () => {
    const remembered = new Set(coversOf(tool(SILENT), UNRESTRICTED));
    expect(decide(tool(SILENT, null, "y"), { remembered })).toEqual({
      kind: "run",
      under: UNRESTRICTED,
      reasons: [{ kind: "session-grant" }],
      retry: false,
      from: "session",
    });
    expect(decide({ ...tool(SILENT), tool: "other" }, { remembered }).kind).toBe("ask");
    expect(decide({ ...tool(SILENT), server: "other" }, { remembered }).kind).toBe("ask");
  });

  test.each(["prompt", "writes"] as const)("in mode %s is asked about each time", (approval) => {
    const action = tool(SILENT, approval);
    expect(coversOf(action, UNRESTRICTED)).toEqual([]);
    const remembered = new Set(coversOf(tool(SILENT), UNRESTRICTED));
    expect(decide(action, { remembered })).toMatchObject({ kind: "ask", amendment: null });
  });

  test("is refused where questions of servers are off, with the key's name", () => {
    expect(decide(tool(SILENT), { approvalPolicy: granular(false) })).toEqual({
      kind: "forbid",
      reasons: [
        { kind: "tool", says: "nothing" },
        { kind: "granular", key: "mcp_elicitations" },
      ],
    });
    expect(decide(tool(SILENT), { approvalPolicy: granular(true) }).kind).toBe("ask");
  });
});

test("a tool that was approved for good is not asked about again, and another one is", async () => {
  const asked: string[] = [];
  const saved: unknown[] = [];
  const amendment = { kind: "tool", server: "kit", tool: "change" } as const;
  const ports = fakePorts({
    approver: {
      ask: async ({ action }) => {
        asked.push(action.kind === "mcp" ? action.tool : action.kind);
        return answer({ kind: "accept-and-amend", amendment });
      },
    },
    amend: async (wanted) => {
      saved.push(wanted);
    },
  });
  const engine = createEngine(ports, { ...PLAIN_BASIS });
  const call = (action: Action): Promise<Outcome> => engine.submit({ action, mode: "judge" });
  expect(await call(tool(SILENT))).toEqual({ kind: "allowed" });
  expect(await call(tool(SILENT, null, "y"))).toEqual({ kind: "allowed" });
  expect((await call({ ...tool(SILENT), tool: "other" })).kind).toBe("declined");
  expect(asked).toEqual(["change", "other"]);
  expect(saved).toEqual([amendment]);
});

function granular(mcp_elicitations: boolean): Basis["approvalPolicy"] {
  const others = { sandbox_approval: false, rules: false, request_permissions: false, skill_approval: false };
  return { granular: { ...others, mcp_elicitations } };
}

describe("what a server asks", () => {
  const action: Action = {
    kind: "elicitation",
    server: "kit",
    message: "Go on?",
    form: { kind: "url", url: "https://a.test", id: "e" },
    why: null,
  };
  test.each<readonly [given: Partial<Basis>, expected: Requirement["kind"]]>([
    [{}, "ask"],
    [{ approvalPolicy: "untrusted", sandboxMode: "danger-full-access" }, "ask"],
    [{ approvalPolicy: granular(true) }, "ask"],
    [{ approvalPolicy: granular(false) }, "forbid"],
    [{ approvalPolicy: "never" }, "forbid"],
    [{ approvalPolicy: "never", sandboxMode: "danger-full-access" }, "forbid"],
  ])("%j: %s", (given, expected) => {
    expect(decide(action, given).kind).toBe(expected);
  });

  test("offers no rule and no session", () => {
    expect(coversOf(action, UNRESTRICTED)).toEqual([]);
    expect(decide(action)).toEqual({
      kind: "ask",
      under: UNRESTRICTED,
      reasons: [{ kind: "elicitation", server: "kit" }],
      amendment: null,
      opens: false,
    });
  });
});
