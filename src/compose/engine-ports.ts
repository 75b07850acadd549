/** The ports of an engine that sessions and threads have alike: facts, rules. */
import { homedir } from "node:os";
import type { Facts } from "../core/approval/facts.ts";
import type { Amendment } from "../core/approval/requirement.ts";
import type { Workspace } from "../core/permissions/permissions.ts";
import type { Backend } from "../core/sandbox/backend.ts";
import { findBackend } from "../effects/backend.ts";
import { findHelper } from "../effects/native.ts";
import type { RulesFiles } from "../effects/rules-files.ts";
import { wake } from "../effects/wake.ts";
import type { Ports } from "../engine/ports.ts";
import { lookAt } from "./look.ts";

/** What commands run on and under. */
export type Ground = {
  readonly workspace: Workspace;
  readonly backend: Backend;
  /** True where each program that starts in a sandbox is asked about. */
  readonly isSupervised: boolean;
  readonly rules: RulesFiles;
};

export function groundFor(workspace: Workspace, rules: RulesFiles): Ground {
  const backend = findBackend({ path: process.env["PATH"], roots: workspace.roots });
  const isSupervised = backend.kind === "bubblewrap" && findHelper().kind === "found";
  return { workspace, backend, isSupervised, rules };
}

/** What holds may be replaced while the engine lives: by an answer that opens a folder, by a client's wish. */
export type Standing = { ground: Ground };

/** @param home assent's own folder, absolute */
export function enginePorts(
  standing: Standing,
  home: string,
): Pick<Ports, "now" | "gather" | "rules" | "amend" | "wake"> {
  return {
    now: () => Date.now(),
    gather: async (action) => {
      const { backend, workspace, isSupervised } = standing.ground;
      const base = { backend, workspace, isSupervised, patch: null, ...lookAt(action, { workspace, home: homedir() }) };
      if (action.kind !== "patch") return base;
      return { ...base, patch: await gatherPatch(action.text, action.cwd) };
    },
    rules: (action) => (action.kind === "exec" ? standing.ground.rules.recent() : standing.ground.rules.current()),
    amend: (amendment) => amend(amendment, standing, home),
    wake,
  };
}

/** Most sessions never see a patch, and load nothing for one. */
export async function gatherPatch(text: string, cwd: string): Promise<NonNullable<Facts["patch"]>> {
  const { gatherTargets } = await import("../effects/patch-files.ts");
  return gatherTargets(text, cwd);
}

async function amend(amendment: Amendment, standing: Standing, home: string): Promise<void> {
  switch (amendment.kind) {
    case "tool": {
      const { appendTool } = await import("../effects/append-tool.ts");
      await appendTool(home, amendment);
      return;
    }
    case "root": {
      const { appendRoot } = await import("../effects/append-root.ts");
      await appendRoot(home, amendment.path);
      // It counts from now on, as it will in sessions to come.
      const { workspace } = standing.ground;
      const roots = [...new Set([...workspace.roots, amendment.path])];
      standing.ground = { ...standing.ground, workspace: { ...workspace, roots } };
      return;
    }
    default:
      await standing.ground.rules.amend(amendment);
  }
}
