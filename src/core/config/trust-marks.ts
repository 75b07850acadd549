/** Sets and takes away marks of trust in the text of a person's settings. */
import { parse } from "smol-toml";
import { ok, type Result } from "../../kit/result.ts";
import { removeKey, setKey } from "./edit.ts";
import { isTable } from "./spot.ts";
import type { Project, TrustLevel } from "./trust.ts";

/**
 * The text with every mark that speaks of the project from here set to `level`: that of its root, which is made where
 * there is none, and those of folders from there down to the working directory. Null for a level takes them away; the
 * repository that a worktree belongs to keeps its own. Null where nothing changes.
 *
 * @param pathOf what a key stands for, absolute, links resolved
 */
export function editMarks(
  text: string,
  { root, folders }: Project,
  level: TrustLevel | null,
  pathOf: (key: string) => string,
): Result<string | null, string> {
  const keys = keysIn(text).filter((key) => folders.includes(pathOf(key)));
  const targets = level === null || keys.some((key) => pathOf(key) === root) ? keys : [...keys, root];
  let now = text;
  for (const key of targets) {
    const path = ["projects", key, "trust_level"];
    const edited = level === null ? removeKey(now, path) : setKey(now, path, level);
    if (!edited.ok) return edited;
    now = edited.value ?? now;
  }
  return ok(now === text ? null : now);
}

/** The keys of `[projects]` as they are written; none where the text does not load, which whoever edits it says. */
function keysIn(text: string): readonly string[] {
  try {
    const { projects } = parse(text.replace(/^\ufeff/u, ""));
    return isTable(projects) ? Object.keys(projects) : [];
  } catch {
    return [];
  }
}
