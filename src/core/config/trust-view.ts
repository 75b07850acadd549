/** What a person is shown of a project before trusting it. */
import { never } from "../../kit/never.ts";
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

/** The mark that holds, and who has set it. */
export function describeMark({ marked }: Trust): string {
  return marked === null ? "none" : `${marked.level}, by ${describePlace(marked.place)}`;
}

export function describeChange({ before, now }: FileChange): "new" | "gone" | "changed" {
  if (before === null) return "new";
  return now === null ? "gone" : "changed";
}

/** One line for each file that would loosen something. */
export function describeCuts(cuts: readonly Cut[]): readonly string[] {
  return cuts.map(({ path, what }) => `${what.join(", ")} in ${path}`);
}

/** What a person has not seen yet: how the files differ, and all of them where nothing is recorded. */
export function unseenChanges({ trust, files }: ProjectView): readonly FileChange[] {
  if (trust.content !== "unrecorded") return trust.changes;
  return files.map(({ path, text }) => ({ path, before: null, now: text }));
}

/** Why the files count as they do, in one sentence. */
export function describeContent({ trust, files }: ProjectView): string {
  if (trust.marked?.level === "untrusted") {
    return "it is marked as untrusted: its files count only where they tighten, and commands ask as under untrusted";
  }
  if (trust.marked === null) {
    return files.length === 0
      ? "it has no files that would count"
      : "nobody has trusted it yet: its files count only where they tighten";
  }
  switch (trust.content) {
    case "unrecorded":
      return "it was marked elsewhere: what it holds when the next command is run is recorded as trusted";
    case "same":
      return "its files are what was trusted, and count in full";
    case "none":
      return "it has no files that would count";
    case "changed":
      return "it is not what was trusted: its files count only where they tighten";
    default:
      return never(trust.content);
  }
}
