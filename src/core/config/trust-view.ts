/** What a person is shown of a project before trusting it. */
import { describePlace } from "./error.ts";
import type { Cut, FileChange, Project, ProjectFile, Trust } from "./trust.ts";

export type ProjectView = {
  readonly project: Project;
  readonly files: readonly ProjectFile[];
  readonly trust: Trust;
  /** What of the files would loosen something and does not count; empty where they count in full. */
  readonly cuts: readonly Cut[];
  /** `contentDigest` of all this. */
  readonly digest: string;
};

/** A person's answer to a view: `cancel` starts nothing; `lost` is none, for there was nobody to give one. */
export type TrustAnswer = "trust" | "not-now" | "never" | "cancel" | "lost";

/** Who has said so, in words. */
export function describeMark({ marked }: Trust): string {
  return marked === null ? "not marked" : `${marked.level}, by ${describePlace(marked.place)}`;
}

export function describeChange({ before, now }: FileChange): "new" | "gone" | "changed" {
  if (before === null) return "new";
  return now === null ? "gone" : "changed";
}

/** One line for each file that would loosen something. */
export function describeCuts(cuts: readonly Cut[]): readonly string[] {
  return cuts.map(({ path, what }) => `${what.join(", ")} in ${path}`);
}
