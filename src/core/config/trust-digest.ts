/** Names what a person is shown of a project before saying yes or no. */
import { digest } from "../../kit/digest.ts";
import type { Project, ProjectFile, Trust } from "./trust.ts";

/** Of the project, its mark, its files, and how they differ from what was trusted: 64 hex digits. */
export function contentDigest({ root }: Project, files: readonly ProjectFile[], { marked, changes }: Trust): string {
  const texts = files.map(({ path, text }) => ({ path, text })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return digest({
    root,
    marked: marked?.level ?? null,
    files: texts,
    changes: changes.map(({ path, before, now }) => ({ path, before, now })),
  });
}
