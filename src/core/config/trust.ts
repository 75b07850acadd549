/** Whether a person has trusted a project, and the very content of its files. */
import type { Place } from "./error.ts";

export const TRUST_LEVELS = ["trusted", "untrusted"] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** `[projects."PATH"]` by the path as written, `~` resolved. */
export type Projects = ReadonlyMap<string, { readonly level: TrustLevel; readonly place: Place }>;

/** Where a working directory belongs to. */
export type Project = {
  /** Absolute, links resolved: the repository's folder, or the working directory where there is none. */
  readonly root: string;
  readonly isRepository: boolean;
  /** Of the repository that `root` is a worktree of, where both say so; else null. */
  readonly mainRoot: string | null;
  /** Every folder from `root` down to the working directory. */
  readonly folders: readonly string[];
};

/** A file of a project that steers assent: `.codex/config.toml`, `.codex/rules/*.rules`, `.codex/execpolicy/*`. */
export type ProjectFile = {
  /** From the root: `sub/.codex/config.toml`. */
  readonly path: string;
  readonly kind: "config" | "rules";
  readonly text: string;
};

/** How a file differs from what was trusted; null for one that was not there, or is no longer. */
export type FileChange = { readonly path: string; readonly before: string | null; readonly now: string | null };

export type Trust = {
  /** What the user's settings say of the project, by the nearest key that speaks of it; null for nothing. */
  readonly marked: { readonly level: TrustLevel; readonly key: string; readonly place: Place } | null;
  /**
   * `none`: the project has no such files. `same`: each is what was trusted. `unrecorded`: the mark was set elsewhere
   * (by Codex, by hand) and no content stands beside it yet. `changed`: see `changes`; also where nothing is marked.
   */
  readonly content: "none" | "same" | "unrecorded" | "changed";
  readonly changes: readonly FileChange[];
};

/** True if the project's files count in full; otherwise they only tighten. */
export function countsInFull({ marked, content }: Trust): boolean {
  return marked?.level === "trusted" && content !== "changed";
}
