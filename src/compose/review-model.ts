/** The configured reviewer with its model, for `assent review --with-model`. */
import { type Background, NO_BACKGROUND } from "../core/review/subject.ts";
import type { StartFault } from "../engine/host.ts";
import { ok, type Result } from "../kit/result.ts";
import type { ModelReviewer } from "../surfaces/cli/review.ts";
import { groundFor } from "./engine-ports.ts";
import { guardianFor } from "./guardian.ts";
import { findPlace, NOTHING_TYPED, workspaceFor } from "./place.ts";
import { namedRules, rulesHere } from "./rules.ts";

/** @param folder as typed; null for the current one */
export async function openReviewer(folder: string | null): Promise<Result<ModelReviewer, StartFault>> {
  const place = await findPlace({ ...NOTHING_TYPED, cwd: folder });
  if (!place.ok) return place;
  const { settings, home } = place.value;
  const named = namedRules(place.value, []);
  let before: Background = NO_BACKGROUND;
  const guardian = guardianFor({
    thread: "review",
    home,
    originator: "assent_review",
    settings: () => settings,
    background: () => before,
    standing: { ground: groundFor(workspaceFor(place.value, [], named), rulesHere(place.value, named)) },
  });
  return ok({
    terms: settings.autoReview.terms,
    // One after the other: what went before is that of the one that is reviewed.
    review: (subject, background) => {
      before = background;
      return guardian.review({ ...subject, withModel: true }, new AbortController().signal);
    },
    close: () => guardian.close(),
  });
}
