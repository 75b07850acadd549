/** Looks up what a command would touch, before it is judged. */
import type { Action } from "../core/approval/action.ts";
import type { Basis } from "../core/approval/basis.ts";
import type { Facts } from "../core/approval/facts.ts";
import { filesRunBy } from "../core/approval/files-run.ts";
import { execFaces } from "../core/approval/judge-exec.ts";
import { forcedDeletions, surveyOf, wantedOf } from "../core/approval/survey.ts";
import type { Workspace } from "../core/permissions/permissions.ts";
import { lookAtDisk } from "../effects/gather.ts";
import { linksAmong } from "../effects/links.ts";
import { type ProgramFiles, programFiles } from "../effects/program-file.ts";
import { statesOf } from "../effects/scripts.ts";
import { commandVariables } from "../effects/variables.ts";

type Found = Pick<Basis, "home" | "hasFolder" | "folder" | "programs" | "losses" | "links" | "repositories" | "file"> &
  Pick<Facts, "scripts">;

type Surroundings = {
  readonly workspace: Workspace;
  /** The person's home folder, absolute. */
  readonly home: string;
};

export function lookAt(action: Action, { workspace, home }: Surroundings): Found {
  if (action.kind === "exec") return lookAtProgram(action, { workspace, home });
  const nothing = { home, hasFolder: true, programs: [], losses: [], links: [], repositories: [], file: null };
  if (action.kind === "permissions") {
    return { ...nothing, links: linksAmong([...action.wanted.write, ...action.wanted.read], action.cwd) };
  }
  if (action.kind !== "command") return nothing;
  const around = { home, roots: workspace.roots, keep: workspace.keep };
  const survey = surveyOf(action, around);
  const seen = wantedOf(survey, action.argv[0]);
  const { write = [], read = [] } = action.more ?? {};
  const wanted = { ...seen, paths: [...write, ...read, ...seen.paths] };
  const env = commandVariables(workspace.bounds.environment);
  const where = { cwd: action.cwd, path: env["PATH"], roots: workspace.roots, env };
  const scripts = statesOf(filesRunBy(survey, action.cwd));
  return { home, file: null, ...lookAtDisk(wanted, where), ...(scripts.length === 0 ? {} : { scripts }) };
}

const filesOf = new WeakMap<Workspace, ProgramFiles>();

/** Only what its words need: most programs delete nothing and name no path. */
function lookAtProgram(action: Action & { readonly kind: "exec" }, { workspace, home }: Surroundings): Found {
  const files = filesOf.get(workspace) ?? programFiles(workspace.roots);
  filesOf.set(workspace, files);
  const file = files.look(action.path);
  const surveys = execFaces(action, { home, workspace, file }).map(({ survey }) => survey);
  const wanted = {
    programs: [],
    repositories: [],
    deletions: surveys.flatMap(forcedDeletions),
    paths: surveys.flatMap((survey) => wantedOf(survey, "").paths),
  };
  const env = commandVariables(workspace.bounds.environment);
  // What the command made itself is no loss.
  const where = { cwd: action.cwd, path: env["PATH"], roots: workspace.roots, env, sinceMs: action.since };
  return { home, file, ...lookAtDisk(wanted, where) };
}
