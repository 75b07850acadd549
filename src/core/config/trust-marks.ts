/** Sets and takes away marks of trust in the text of a person's settings. */
import { ok, type Result } from "../../kit/result.ts";
import { removeKey, setKey, valueIn } from "./edit.ts";
import { isTable, type Table } from "./spot.ts";
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
    const edited = level === null ? withoutMark(now, key) : setKey(now, ["projects", key, "trust_level"], level);
    if (!edited.ok) return edited;
    now = edited.value ?? now;
  }
  return ok(now === text ? null : now);
}

/** With its table where nothing else stands in that, comments included. */
function withoutMark(text: string, key: string): Result<string | null, string> {
  const alone = removeKey(text, ["projects", key, "trust_level"]);
  if (!alone.ok || alone.value === null) return alone;
  const table = projectsIn(alone.value)[key];
  if (!isTable(table) || Object.keys(table).length > 0) return alone;
  const whole = removeKey(text, ["projects", key]);
  const isKept = whole.ok && whole.value !== null && hashesIn(whole.value) === hashesIn(alone.value);
  return isKept ? whole : alone;
}

function hashesIn(text: string): number {
  return text.split("#").length;
}

/** The keys of `[projects]` as they are written. */
function keysIn(text: string): readonly string[] {
  return Object.keys(projectsIn(text));
}

/** Empty where the text does not load, which whoever edits it says. */
function projectsIn(text: string): Table {
  const projects = valueIn(text, ["projects"]);
  return isTable(projects) ? projects : {};
}
