/** How a command is held, in lines for a person; not escaped. */
import { describePermissions } from "../../core/approval/describe.ts";
import type { GitAccess, Permissions } from "../../core/permissions/permissions.ts";
import { limitWords } from "../../core/permissions/words.ts";
import type { Mount } from "../../core/sandbox/mounts.ts";
import type { Plan } from "../../core/sandbox/plan.ts";
import { printCommand } from "../../core/shell/print.ts";

/** What a mount makes of what stands there. */
const STANDING: Readonly<Record<Mount["is"], string>> = {
  empty: "only what is named",
  readable: "readable",
  writable: "writable",
  pinned: "kept in place",
  "read-only": "read-only",
  covered: "kept absent",
  "denied-folder": "not readable",
  "denied-file": "not readable",
  link: "a link",
};

const GIT: Readonly<Record<GitAccess, string>> = {
  "read-only": "git writes no repository",
  steps: "git writes no repository here; assent run opens it for local steps that git can undo",
  commit: "git may write the repository, but neither its settings nor its hooks",
};

/** @param withheld names of the variables that are left out of the environment */
export function describePlan(permissions: Permissions, plan: Plan, withheld: readonly string[]): readonly string[] {
  const limits = permissions.kind === "unrestricted" ? null : limitWords(permissions.limits);
  return [
    describePermissions(permissions),
    ...(limits === null ? [] : [limits]),
    ...(permissions.kind === "restricted" && permissions.writable.length > 0 ? [GIT[permissions.git]] : []),
    `held by ${layersOf(plan)}`,
    ...plan.mounts.map(({ path, is }) => `${path}: ${STANDING[is]}`),
    ...(withheld.length === 0 ? [] : [`leaves out of the environment: ${withheld.toSorted().join(", ")}`]),
    ...Object.entries(plan.env).map(([name, value]) => `sets ${name}=${value}`),
    `runs ${printCommand([plan.program, ...plan.args])}`,
  ];
}

/** What stands between the command and the machine; what is missing of it is told as well. */
function layersOf({ sandbox, supervised, seccomp, args, around }: Plan): string {
  if (sandbox === "none") return "nothing";
  const own = args.slice(0, around);
  const there = [
    "namespaces and mounts (bubblewrap)",
    ...(seccomp === null ? [] : ["a system call filter"]),
    ...(own.includes("--landlock") ? ["Landlock, where the kernel has it"] : []),
    ...(supervised ? ["a supervisor"] : []),
  ];
  return `${there.join(", ")}${supervised ? "" : "; there is no supervisor, so programs inside are not seen one by one"}`;
}
