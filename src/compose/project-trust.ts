/** Settles at a session's start how much a project's files count: asks, records and tells. */
import { homedir } from "node:os";
import type { Loaded } from "../core/config/loaded.ts";
import type { Notice } from "../core/config/notice.ts";
import { countsInFull, trusting } from "../core/config/trust.ts";
import type { ProjectView, TrustAnswer } from "../core/config/trust-view.ts";
import { systemWords } from "../effects/text-file.ts";
import { readTrust } from "../effects/trust-store.ts";
import type { StartFault } from "../engine/host.ts";
import { never } from "../kit/never.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { Place } from "./place.ts";

type Settled = Promise<Result<Place, StartFault>>;

export type TrustAsking = {
  /** Asks the person; null where nobody can be asked. */
  readonly ask: ((view: ProjectView) => Promise<TrustAnswer>) | null;
  /** Finds the place anew, once an answer is kept. */
  readonly again: () => Settled;
};

/**
 * The place as it is to be used. A project that was marked elsewhere has its content recorded; one whose files would
 * loosen something is asked about, once for each content, and only tightens otherwise, which a notice says.
 */
export async function settleTrust(place: Place, asking: TrustAsking): Settled {
  const { trust } = place.loaded;
  try {
    if (trust.content === "unrecorded" && countsInFull(trust)) return await adopt(place, asking.again);
    const view = await cutView(place.loaded);
    return view === null ? ok(place) : await askOrTell(place, view, asking);
  } catch (error) {
    // What a person has said must be on the disk before it counts.
    return err({ kind: "log", why: systemWords(error) });
  }
}

/** The same for who only looks: nothing is asked or recorded, and a notice says what does not count. */
export async function tellTrust(place: Place): Promise<Place> {
  const view = await cutView(place.loaded);
  return view === null ? place : told(place, view);
}

/** Null where nothing is cut, and where a person has said no: then it is no news. */
async function cutView(loaded: Loaded): Promise<ProjectView | null> {
  const { trust, projectFiles } = loaded;
  if (countsInFull(trust) || trust.marked?.level === "untrusted" || projectFiles.length === 0) return null;
  const view = await viewOf(loaded);
  return view.cuts.length === 0 ? null : view;
}

/** What of the project a person is shown; rules that would open something are among what does not count. */
export async function viewOf({ project, projectFiles: files, trust, cuts }: Loaded): Promise<ProjectView> {
  const { contentDigest } = await import("../core/config/trust-digest.ts");
  const digest = contentDigest(project, files, trust);
  if (countsInFull(trust)) return { project, files, trust, cuts: [], digest };
  const { looseningRules } = await import("../core/policy/loosening.ts");
  const rules = looseningRules(files.filter(({ kind }) => kind === "rules"));
  return { project, files, trust, cuts: [...cuts, ...[...rules].map(([path, what]) => ({ path, what }))], digest };
}

async function askOrTell(place: Place, view: ProjectView, { ask, again }: TrustAsking): Settled {
  const record = await readTrust(place.home, view.project);
  if (ask === null || record?.postponed === view.digest) return ok(told(place, view));
  const answer = await ask(view);
  switch (answer) {
    case "trust":
    case "never":
      await keepAnswer(place.home, view, answer);
      return anew(again);
    case "not-now":
      await keepAnswer(place.home, view, answer);
      return ok(place);
    case "cancel":
      return err({ kind: "cancelled", why: "cancelled at the question of trust; nothing was run" });
    case "lost":
      return ok(told(place, view));
    default:
      return never(answer);
  }
}

/** Files may have changed meanwhile: what was not shown does not count, and is not asked about a second time. */
async function anew(again: () => Settled): Settled {
  const place = await again();
  return place.ok ? settleTrust(place.value, { ask: null, again }) : place;
}

/** Keeps what a person said of a view: the texts that were shown, and no others. The mark comes last, for it counts. */
export async function keepAnswer(
  home: string,
  { project, files, trust, digest }: ProjectView,
  answer: "trust" | "never" | "not-now",
): Promise<void> {
  const { changeTrust, markProject } = await import("../effects/trust-write.ts");
  const homes = { home, userHome: homedir() };
  const wasTrusted = trust.marked?.level === "trusted";
  switch (answer) {
    case "trust":
      await changeTrust(home, project.root, (before) => trusting(project, files, wasTrusted ? before : null));
      if (!wasTrusted) await markProject(homes, project, "trusted");
      return;
    case "never":
      await markProject(homes, project, "untrusted");
      return;
    case "not-now":
      await changeTrust(home, project.root, (before) => ({ files: before?.files ?? null, postponed: digest }));
      return;
    default:
      never(answer);
  }
}

/** Records the files of a project that was marked elsewhere, unless another session has kept an answer meanwhile. */
async function adopt(place: Place, again: () => Settled): Settled {
  const { project, projectFiles, trust } = place.loaded;
  const { changeTrust } = await import("../effects/trust-write.ts");
  const isByMain = project.mainRoot !== null && resolvePath("/", trust.marked?.key ?? "") === project.mainRoot;
  let isRecorded = false;
  await changeTrust(place.home, isByMain ? project.mainRoot : project.root, (before) => {
    if (before !== null && (before.files !== null || before.postponed !== null)) return before;
    isRecorded = true;
    return trusting(project, projectFiles, before);
  });
  if (!isRecorded) return anew(again);
  if (projectFiles.length === 0) return ok(place);
  const paths = projectFiles.map(({ path }) => path);
  return ok(withNotice(place, { kind: "trust-recorded", root: project.root, paths }));
}

function told(place: Place, { project, trust, cuts, digest }: ProjectView): Place {
  const why = trust.marked === null ? "unknown" : "changed";
  return withNotice(place, { kind: "project-cut", root: project.root, cuts, why, digest });
}

function withNotice(place: Place, notice: Notice): Place {
  const { settings } = place;
  return { ...place, settings: { ...settings, notices: [...settings.notices, notice] } };
}
