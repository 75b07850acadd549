/** Decides about calls of tools that MCP servers offer, and about what such a server asks. */
import { UNRESTRICTED } from "../permissions/permissions.ts";
import type { Action } from "./action.ts";
import { askOrRefuse } from "./asking.ts";
import type { Basis } from "./basis.ts";
import { coversOf, isCovered } from "./identity.ts";
import type { Reason, Requirement } from "./requirement.ts";

type Tool = Action & { readonly kind: "mcp" };
type Says = (Reason & { readonly kind: "tool" })["says"];

/**
 * A server runs outside the sandbox, so nothing is confined. Its hints are its own word: they tell a harmless tool from
 * others as far as the person trusts the server that they set up, and where they contradict each other the tool is asked
 * about. Whoever trusts it less sets `default_tools_approval_mode = "prompt"`.
 *
 * Source: measured on Codex 0.169 (which tools are asked about, full access under `never`).
 */
export function judgeTool(action: Tool, basis: Basis): Requirement {
  const { approval, server, tool } = action;
  if (approval === "approve") return run([says("approved")], "policy");
  const harm = harmOf(action);
  const isAsked = approval === "prompt" || (approval === "writes" ? !isReader(action) : harm !== null);
  if (!isAsked) return run([says("reads")], "policy");
  if (isCovered(coversOf(action, UNRESTRICTED), basis.remembered)) return run([{ kind: "session-grant" }], "session");
  const isUnbound = basis.approvalPolicy === "never" && basis.sandboxMode === "danger-full-access";
  if (isUnbound && approval !== "prompt") return run([{ kind: "sandbox", mode: basis.sandboxMode }], "policy");
  // Who wrote which calls are to be asked about is not offered to take that back. Measured as well.
  const isOpen = approval === null || approval === "auto";
  const amendment = isOpen ? ({ kind: "tool", server, tool } as const) : null;
  const reasons = [...(approval === "prompt" ? [says("prompt")] : []), ...(harm === null ? [] : [says(harm)])];
  return askOrRefuse(
    {
      under: UNRESTRICTED,
      reasons: reasons.length === 0 ? [says("nothing")] : reasons,
      also: [],
      amendment,
      opens: false,
    },
    basis,
  );
}

/** What a server asks is the person's to answer: no rule and no grant answers for them. */
export function judgeElicitation({ server }: Action & { readonly kind: "elicitation" }, basis: Basis): Requirement {
  const reasons: readonly Reason[] = [{ kind: "elicitation", server }];
  return askOrRefuse({ under: UNRESTRICTED, reasons, also: [], amendment: null, opens: false }, basis);
}

/** Null for a tool that is harmless by its hints. A hint that was not given counts as the worse one. */
function harmOf(action: Tool): Says | null {
  const { destructive, openWorld } = action.about.hints;
  if (destructive === true) return "destructive";
  if (isReader(action) || (destructive === false && openWorld === false)) return null;
  return openWorld === true ? "open-world" : "nothing";
}

function isReader({ about: { hints } }: Tool): boolean {
  return hints.readOnly === true && hints.destructive !== true;
}

function says(what: Says): Reason {
  return { kind: "tool", says: what };
}

function run(reasons: readonly Reason[], from: "policy" | "session"): Requirement {
  return { kind: "run", under: UNRESTRICTED, reasons, retry: false, from };
}
