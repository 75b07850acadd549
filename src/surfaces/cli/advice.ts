/** What a person may do about something that the sandbox stopped. */
import type { SandboxMode } from "../../core/permissions/permissions.ts";
import type { Denial } from "../../core/sandbox/denial.ts";
import { printCommand } from "../../core/shell/print.ts";

/** `run again with --add-dir /home/you/.npm`; null where nothing is known to help. Not escaped. */
export function adviceOf(denial: Denial, mode: SandboxMode): string | null {
  if (denial.kind === "guess") return null;
  const { opening, stopped } = denial;
  if (opening === null || opening.roots.length === 0) {
    // A host was a person's word or a rule's.
    const isBeyond = stopped.some(({ kind }) => kind !== "host");
    return isBeyond ? "run again with --escalate WHY to be asked whether it may run outside the sandbox" : null;
  }
  const { roots } = opening;
  const missing = roots.filter((path) => stopped.some((each) => each.kind === "write" && each.path === `${path}/`));
  const options = [
    ...(mode === "read-only" ? ["--sandbox", "workspace-write"] : []),
    ...roots.flatMap((path) => ["--add-dir", path]),
  ];
  const [first = "", ...others] = options;
  const again = `run again with ${printCommand([first, ...others])}`;
  return missing.length === 0 ? again : `do ${printCommand(["mkdir", "-p", ...missing])} and ${again}`;
}
