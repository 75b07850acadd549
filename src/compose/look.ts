/** Looks up what a command would touch, before it is judged. */
import type { Action } from "../core/approval/action.ts";
import type { Basis } from "../core/approval/basis.ts";
import { surveyOf, wantedOf } from "../core/approval/survey.ts";
import type { Workspace } from "../core/permissions/permissions.ts";
import { lookAtDisk } from "../effects/gather.ts";

type Found = Pick<Basis, "home" | "hasFolder" | "programs" | "losses" | "links" | "repositories">;

/** @param home the person's home folder, absolute */
export function lookAt(
  action: Action,
  { workspace, home }: { readonly workspace: Workspace; readonly home: string },
): Found {
  if (action.kind !== "command")
    return { home, hasFolder: true, programs: [], losses: [], links: [], repositories: [] };
  const around = { home, roots: workspace.roots, keep: workspace.keep };
  const wanted = wantedOf(surveyOf(action, around), action.argv[0]);
  const { env } = process;
  return { home, ...lookAtDisk(wanted, { cwd: action.cwd, path: env["PATH"], roots: workspace.roots, env }) };
}
