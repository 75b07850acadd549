/** What shows over several steps of a thread. */
import type { Survey } from "../approval/survey.ts";
import type { Surroundings } from "../commands/scene.ts";
import type { Background, Deed, Subject } from "./subject.ts";

export function stepDeeds(
  _subject: Subject,
  _survey: Survey,
  _background: Background,
  _around: Surroundings,
): readonly Deed[] {
  return [];
}
