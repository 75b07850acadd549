/** What is lost when something is deleted, as far as the words alone can say. */
import { never } from "../../kit/never.ts";
import { isWithin, resolvePath } from "../../kit/path.ts";
import type { Course } from "../script/sighting.ts";
import { join, prefixOf, showValue, textOf, textValue, type Piece, type Value } from "../script/value.ts";
import type { Effect } from "./effect.ts";
import { pathOf, whereIs, type Scene } from "./scene.ts";

export type Manner = { readonly recursive: boolean; readonly forced: boolean };

const OUTPUT_FOLDERS: ReadonlySet<string> = new Set([
  ..."dist build out output target node_modules bower_components jspm_packages coverage htmlcov tmp temp obj".split(
    " ",
  ),
  ..."__pycache__ _build DerivedData cmake-build-debug cmake-build-release CMakeFiles test-results".split(" "),
  ..."playwright-report storybook-static site-packages venv elm-stuff deps Pods".split(" "),
  ..."bazel-out bazel-bin blib zig-out zig-cache nimcache".split(" "),
]);
const OUTPUT_HIDDEN =
  /^\.(?:cache|next|nuxt|output|svelte-kit|astro|turbo|parcel-cache|vite|angular|expo|docusaurus|nx|swc|nyc_output|coverage|venv|tox|nox|pytest_cache|mypy_cache|ruff_cache|hypothesis|ipynb_checkpoints|eggs|gradle|build|dart_tool|terraform|serverless|vercel|netlify|wrangler|bundle|sass-cache|eslintcache|stylelintcache|tsbuildinfo|rpt2_cache.*|dist|tmp|temp|bloop|metals|stack-work|zig-cache|ccls-cache|clangd|DS_Store)$/;
const OUTPUT_SUFFIX =
  /\.(?:egg-info|dist-info|tsbuildinfo|o|obj|lo|la|a|so|dylib|d|gch|pch|pyc|pyo|pyd|class|beam|hi|gcda|gcno|gcov|profraw|profdata|log|tmp|temp|bak|orig|rej|swp|swo|out|pid|cover|prof|stackdump|dSYM|lcov|coverage)$|~$/;

/** True for a name that builds, tests and package managers give to what they make and can make again. */
export function isOutputName(name: string): boolean {
  return OUTPUT_FOLDERS.has(name) || OUTPUT_HIDDEN.test(name) || OUTPUT_SUFFIX.test(name);
}

/** True if the path is, or lies in, what a build can make again. `path` and `root` are absolute and in plain form. */
export function isOutput(path: string, root: string): boolean {
  if (path === root || !isWithin(root, path)) return false;
  const parts = path.slice(root === "/" ? 1 : root.length + 1).split("/");
  return parts.some((part, at) =>
    at === parts.length - 1 ? isOutputName(part) : OUTPUT_FOLDERS.has(part) || OUTPUT_HIDDEN.test(part),
  );
}

/**
 * Why deleting these is dangerous by the words alone, in words that follow the program's name; null where it is not or
 * where only the disk can tell (whether git or a build gives back what lies in the workspace).
 */
export function dangerOfDeleting(targets: readonly Value[], manner: Manner, scene: Scene): string | null {
  for (const target of targets) {
    const danger = dangerOfOne(target, manner, scene);
    if (danger !== null) return danger;
  }
  return null;
}

function dangerOfOne(given: Value, manner: Manner, scene: Scene): string | null {
  const target = numbered(given);
  if (isNewOrNonEmpty(target, scene)) return null;
  const shown = showValue(target);
  const text = textOf(target) ?? "";
  // In quotes it is a file of that name, which hardly anybody means.
  if (text === "~" || text.startsWith("~/")) return `deletes what may be meant as the home folder (${shown})`;
  const path = pathOf(target, scene.sighting.cwd);
  const shared = path === null ? null : dangerOfFolder(path, scene);
  if (shared !== null) return shared;
  const where = whereIs(target, scene);
  switch (where) {
    case "unknown":
      return `deletes what its words do not tell (${shown})`;
    case "outside":
      return `deletes outside the workspace (${shown})`;
    case "device":
      return `deletes a device (${shown})`;
    case "protected":
      return isLock(path) ? null : `deletes what the workspace's settings or history are kept in (${shown})`;
    case "temporary":
      return path !== null && path.startsWith("/dev/") && !path.startsWith("/dev/shm/")
        ? `deletes a device (${shown})`
        : dangerOfPattern(target, manner, scene);
    case "workspace":
      return path !== null && holdsHistory(path, scene) && !isLock(path)
        ? `deletes the history of a repository (${shown})`
        : dangerOfPattern(target, manner, scene);
    default:
      return never(where);
  }
}

/** The number of the shell's process is one whatever it is: `/tmp/test-$$`. */
function numbered({ pieces, many }: Value): Value {
  if (many || !pieces.some((piece) => piece.kind === "any" && piece.from === "$$")) return { pieces, many };
  return join(
    pieces.map((one) => (one.kind === "any" && one.from === "$$" ? textValue("0") : { pieces: [one], many })),
  );
}

/** What mktemp has just made; or `${NAME:?}/folder`, which the shell refuses where the name is empty. */
function isNewOrNonEmpty({ pieces, many }: Value, { course }: Scene): boolean {
  const [first, second, ...more] = pieces;
  if (first?.kind !== "any") return false;
  const isMade = first.from === "$(…)" || holdsMade(first.from, course);
  if (isMade && onlyMakesTemporary(course)) return pieces.slice(1).every(isPlainPath);
  const found = /^\$\{(?:\w+:\?[^}]*|(TMPDIR):-\/tmp\/?)\}$/.exec(first.from);
  if (many || found === null || (found[1] !== undefined && maySet(found[1], course))) return false;
  return second?.kind === "text" && more.length === 0 && isPlainPath(second) && /^\/+[^/]/.test(second.text);
}

/** In a trap: a variable that the script sets to the output of a command, and to nothing else. */
function holdsMade(from: string, course: Course): boolean {
  const [, name] = /^\$([A-Za-z_]\w*)$/.exec(from) ?? [];
  if (name === undefined || maySet(name, course, "=")) return false;
  const values = course.settings.filter((setting) => setting.name === name).map(({ value }) => value.pieces);
  return (
    values.length > 0 &&
    values.every(([piece, ...more]) => piece?.kind === "any" && piece.from === "$(…)" && more.length === 0)
  );
}

/** True if the script may give the variable a value. @param but `=`: in another way than by an assignment */
function maySet(name: string, { sightings, settings, unknowns }: Course, but?: "="): boolean {
  if (unknowns.length > 0 || (but === undefined && settings.some((setting) => setting.name === name))) return true;
  const isNamed = new RegExp(`^(?:[A-Za-z_]\\w*=)?${name}(?:\\+?=.*)?$`, "s");
  return sightings.some(({ words, via }) => {
    return words.some((word) => isNamed.test(showValue(word))) || via.some((way) => way === `for ${name}`);
  });
}

const temporary = new WeakMap<Course, boolean>();

/** True if mktemp is the only command of the script whose output becomes a word. */
function onlyMakesTemporary(course: Course): boolean {
  const known = temporary.get(course);
  if (known !== undefined) return known;
  const substituted = course.sightings.filter(({ via }) => via.includes("substitution"));
  const made =
    course.unknowns.length === 0 &&
    substituted.length > 0 &&
    substituted.every(({ words: [program] }) => textOf(program) === "mktemp");
  temporary.set(course, made);
  return made;
}

function isPlainPath(piece: Piece): boolean {
  return piece.kind === "text" && !/(?:^|\/)\.\.?(?:\/|$)/.test(piece.text);
}

const SHARED = ["/tmp", "/var/tmp", "/dev/shm"];

/** Folders that hold more than the command can mean: home, the roots, and all above them. */
function dangerOfFolder(path: string, { home, roots }: Scene): string | null {
  if (isWithin(path, home)) return `deletes the home folder${path === home ? "" : " and more"} (${path})`;
  if (SHARED.some((folder) => isWithin(path, folder))) return `deletes what other programs keep in ${path}`;
  const root = roots.find((folder) => isWithin(path, folder));
  return root === undefined ? null : `deletes the whole workspace (${path})`;
}

/** A lock that a git which was ended has left behind. */
function isLock(path: string | null): boolean {
  return path !== null && /\/\.git\/(?:.+\/)?[\w.-]+\.lock$/.test(path);
}

const HISTORIES: ReadonlySet<string> = new Set([".git", ".hg", ".svn", ".jj", ".bzr", ".fossil"]);

/** The history of a repository within the workspace, or a part of it. */
function holdsHistory(path: string, { roots: [root] }: Scene): boolean {
  if (root === undefined || isOutput(path, root)) return false;
  return path.split("/").some((part) => HISTORIES.has(part));
}

/** Why writing there is dangerous: in place of the history of a repository comes something else; null where not. */
export function replacesHistory({ path }: Effect, { sighting }: Scene): string | null {
  // It leaves a folder that is there as it is.
  if (textOf(sighting.words[0]) === "mkdir") return null;
  return path !== null && HISTORIES.has(path.slice(path.lastIndexOf("/") + 1))
    ? `moves or overwrites the history of a repository (${path})`
    : null;
}

/** A pattern that leaves nothing of a folder which holds more than the command can mean. */
function dangerOfPattern(target: Value, manner: Manner, scene: Scene): string | null {
  if (textOf(target) !== null) return null;
  const known = prefixOf(target);
  const folder = resolvePath(scene.sighting.cwd ?? "/", known.slice(0, known.lastIndexOf("/") + 1));
  const rest = showValue(target).slice(known.lastIndexOf("/") + 1);
  const parts = rest.split("/").filter((part) => part !== "");
  if (!parts.every(isSweeping)) return null;
  if (dangerOfFolder(folder, scene) !== null) return `deletes all that is in ${folder}`;
  const root = scene.roots[0] ?? "/";
  const mayMatchHistory = manner.recursive && parts[0]?.startsWith(".") === true && !isOutput(folder, root);
  return mayMatchHistory && isWithin(root, folder) ? `deletes all hidden files of ${folder}` : null;
}

/** Matches nearly every name: `*`, `.*`, `*.*`, `[a-z]*`. */
function isSweeping(pattern: string): boolean {
  return !/[\p{L}\p{N}_]/u.test(pattern.replace(/\[[^\]]*\]/g, ""));
}

/** What a search deletes: where it starts, and what the names of all that it finds must match. */
export type Sweep = {
  readonly starts: readonly Value[];
  readonly names: readonly Value[];
  readonly onlyEmpty: boolean;
};

const NAME_TESTS: ReadonlySet<string> = new Set(["-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename"]);
const ALTERNATIVES: ReadonlySet<string> = new Set(["-o", "-or", ","]);

/** @param words those behind `find` */
export function sweepOf(words: readonly Value[]): Sweep {
  const texts = words.map(textOf);
  const first = texts.findIndex((text) => text === null || !/^-(?:[HLP]|O\d?|D)$/.test(text));
  const end = texts.findIndex((text, at) => at >= first && text !== null && /^(?:-.|[(!])/.test(text));
  const starts = first === -1 ? [] : words.slice(first, end === -1 ? words.length : end);
  const names: Value[] = [];
  for (const [at, text] of texts.entries()) {
    const negated = at > 0 && /^(?:!|-not)$/.test(texts[at - 1] ?? "");
    const next = words[at + 1];
    if (text !== null && NAME_TESTS.has(text) && !negated && next !== undefined) names.push(next);
  }
  const alternatives = texts.filter((text) => text !== null && ALTERNATIVES.has(text)).length;
  return {
    starts: starts.length > 0 ? starts : [textValue(".")],
    // Where one alternative has no name, anything is found.
    names: names.length > alternatives ? names : [],
    onlyEmpty: texts.includes("-empty") && alternatives === 0,
  };
}

/** Why deleting all that a search finds is dangerous; null where it is not. */
export function dangerOfSweep({ starts, names, onlyEmpty }: Sweep, scene: Scene): string | null {
  const isNarrow = names.length > 0 && names.every((name) => !isSweeping(showValue(name)));
  const isOfBuild = onlyEmpty || (isNarrow && names.every(isOutputPattern));
  for (const start of starts) {
    const danger = dangerOfStart(start, { names, onlyEmpty, isNarrow, isOfBuild }, scene);
    if (danger !== null) return danger;
  }
  return null;
}

type Width = Pick<Sweep, "names" | "onlyEmpty"> & { readonly isNarrow: boolean; readonly isOfBuild: boolean };

function dangerOfStart(start: Value, { names, onlyEmpty, isNarrow, isOfBuild }: Width, scene: Scene): string | null {
  if (isNewOrNonEmpty(start, scene)) return null;
  const shown = showValue(start);
  const where = whereIs(start, scene);
  const path = pathOf(start, scene.sighting.cwd);
  if (where === "temporary")
    return isNarrow || onlyEmpty ? null : dangerOfOne(start, { recursive: true, forced: true }, scene);
  if (where !== "workspace") return dangerOfOne(start, { recursive: true, forced: true }, scene);
  if (isOfBuild) return null;
  if (path !== null && isOutput(path, scene.roots[0] ?? "/")) return null;
  return isNarrow
    ? `deletes files that a build does not bring back (${names.map(showValue).join(", ")})`
    : `deletes all that is in ${shown}`;
}

/** `*.o`, `__pycache__`, a path that ends in or leads through one. */
function isOutputPattern(name: Value): boolean {
  if (name.pieces.some(({ kind }) => kind === "any")) return false;
  return showValue(name)
    .split("/")
    .some((part) => isOutputName(part) || isOutputName(part.replace(/\*+$/, "")));
}
