/** Which files let somebody in: reading them always asks. */
import { isWithin, resolvePath } from "../../kit/path.ts";
import { showValue, textOf, type Value } from "../script/value.ts";
import type { Effect } from "./effect.ts";
import { globParts, type GlobPart } from "./glob-parts.ts";
import type { Scene } from "./scene.ts";
import {
  ACCOUNT_FILE,
  ENVIRONMENT_FILE,
  FOR_TESTS,
  KEY_EXTENSION,
  PUBLIC_HALF,
  SAMPLE_AHEAD,
  SECRET_FILES,
  SECRET_FILES_OUTSIDE,
  SECRETS_ANYWHERE,
  SECRETS_OF_HOME,
  SECRETS_OF_SYSTEM,
  SHOWN_ON_PURPOSE,
} from "./secret-names.ts";

/** `isFolder`: whoever lists it learns something, too. */
type Entry = { readonly parts: readonly string[]; readonly isFolder: boolean };

/** `byFirst`: for a part that is known, all that can start there. */
type Entries = { readonly all: readonly Entry[]; readonly byFirst: ReadonlyMap<string, readonly Entry[]> };

function entriesOf(list: readonly string[]): Entries {
  const all = list.map((line) => ({
    parts: line
      .toLowerCase()
      .split("/")
      .filter((part) => part !== ""),
    isFolder: line.endsWith("/"),
  }));
  const byFirst = new Map<string, Entry[]>();
  for (const entry of all) {
    const [first = ""] = entry.parts;
    byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
  }
  return { all, byFirst };
}

const NONE: readonly Entry[] = [];

/** Those that may start at this part. */
function startingAt({ all, byFirst }: Entries, part: GlobPart | undefined): readonly Entry[] {
  if (part === undefined) return NONE;
  return part.isPattern ? all : (byFirst.get(part.text) ?? NONE);
}

const ANYWHERE = entriesOf(SECRETS_ANYWHERE);
const OF_HOME = entriesOf(SECRETS_OF_HOME);
const OF_SYSTEM = entriesOf(SECRETS_OF_SYSTEM);
const FILES: ReadonlySet<string> = new Set(SECRET_FILES);
const FILES_OUTSIDE: ReadonlySet<string> = new Set(SECRET_FILES_OUTSIDE);

/** True if the path, or one that a pattern in it may match, holds a secret. */
export function readsSecret(one: Effect, scene: Scene): boolean {
  const spot = spotOf(one, scene);
  return inSecretPlace(spot, scene, false) || hasSecretName(spot);
}

/** True where even the names of the files there tell something. */
export function listsSecret(one: Effect, scene: Scene): boolean {
  return inSecretPlace(spotOf(one, scene), scene, true);
}

/** True for a folder that has a home folder somewhere below it, or is one: whoever reads all of it reads keys, too. */
export function holdsSecrets({ path, target }: Effect, { home }: Scene): boolean {
  const place = path ?? homeInPlaceOf(target ?? "", home);
  if (isWithin(place, home) || place === `${home}/.config` || place === `${home}/.local/share`) return true;
  return /^\/(?:root|home|Users|home\/[^/]+|Users\/[^/]+|var\/root|proc)$/.test(place);
}

/** True for a word that may be the path of a secret; for programs of which nothing else is known. */
export function namesSecret(word: Value, scene: Scene): boolean {
  const text = showValue(word);
  const equals = text.startsWith("-") ? text.indexOf("=") : -1;
  if (text.startsWith("-") && equals === -1) return false;
  if (equals !== -1 && /env-?file|dotenv/i.test(text.slice(0, equals))) return false;
  const named = text.slice(equals + 1).replace(/^@/, "");
  // A sentence or a piece of program text is no path.
  if (named === "" || named.length > 1000 || /[\n;(){}<>"|]/.test(named.replace(/\$\{\w+\}/g, ""))) return false;
  const known = textOf(word);
  const { cwd } = scene.sighting;
  const path = known === null || (cwd === null && !named.startsWith("/")) ? null : resolvePath(cwd ?? "/", named);
  return readsSecret({ kind: "read", target: named, path, where: null }, scene);
}

/** A path in parts; `null` where what stands in front is not known. */
type Spot = {
  readonly parts: readonly GlobPart[];
  readonly fromRoot: boolean;
  /** In a folder that commands may write to, other than the temporary ones. */
  readonly isProject: boolean;
};

function spotOf({ path, target }: Effect, { home, roots, sighting: { cwd } }: Scene): Spot {
  const text = path ?? homeInPlaceOf(target ?? "", home);
  const isAbsolute = text.startsWith("/");
  const full = isAbsolute || cwd === null ? text : `${cwd}/${text}`;
  const parts = globParts(full, path === null);
  const [project] = roots;
  const known = parts.findIndex(({ isPattern }) => isPattern);
  const prefix = parts.slice(0, known === -1 ? parts.length : known).map(({ text: part }) => part);
  const isProject = project !== undefined && project !== home && isWithin(project, `/${prefix.join("/")}`);
  return { parts, fromRoot: full.startsWith("/"), isProject };
}

/** `$HOME/x`, `${HOME}/x` and `~/x` in full, where the shell's own reading left them as they are. */
function homeInPlaceOf(target: string, home: string): string {
  return target.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, home);
}

function inSecretPlace(spot: Spot, scene: Scene, foldersOnly: boolean): boolean {
  const { parts } = spot;
  if (parts.length === 0) return false;
  const counts = ({ isFolder }: Entry): boolean => !foldersOnly || isFolder;
  for (let at = 0; at < parts.length; at++) {
    const found = startingAt(ANYWHERE, parts[at]).some((entry) => counts(entry) && stands(entry, parts, at, true));
    if (found) return parts.at(-1)?.text.endsWith(".pub") !== true;
  }
  if (!spot.fromRoot) return false;
  const system = startingAt(OF_SYSTEM, parts[0]);
  if (system.some((entry) => counts(entry) && stands(entry, parts, 0, false))) return true;
  const start = homeLength(parts, scene.home);
  if (start === null) return false;
  return startingAt(OF_HOME, parts[start]).some((entry) => counts(entry) && stands(entry, parts, start, false));
}

/** @param specific a pattern counts only where it says enough: `.s?h`, and not `*` */
function stands({ parts: names }: Entry, parts: readonly GlobPart[], at: number, specific: boolean): boolean {
  if (at + names.length > parts.length) return false;
  return names.every((name, index) => {
    const part = parts[at + index];
    if (part === undefined) return false;
    return name === "*" || part.matches(name, specific && index === 0 ? 2 : 0);
  });
}

/** How many parts name a home folder; null where the path does not lie in one. */
function homeLength(parts: readonly GlobPart[], home: string): number | null {
  const own = home.split("/").slice(1);
  if (own.every((name, at) => parts[at]?.matches(name.toLowerCase(), 0) === true)) return own.length;
  const first = parts[0]?.text;
  if (first === "root") return 1;
  return (first === "home" || first === "users") && parts.length > 2 ? 2 : null;
}

function hasSecretName({ parts, isProject }: Spot): boolean {
  const last = parts.at(-1);
  if (last === undefined) return false;
  const { text, isPattern } = last;
  if (SHOWN_ON_PURPOSE.test(text) || SAMPLE_AHEAD.test(text)) return false;
  if (isPattern) return mayHaveSecretName(last);
  if (ENVIRONMENT_FILE.test(text) || ACCOUNT_FILE.test(text)) return true;
  if (KEY_EXTENSION.test(text)) return !PUBLIC_HALF.test(text) && !(isProject && isForTests(parts));
  if (/^ssh_host_.*_key$/.test(text)) return true;
  return FILES.has(text) || (!isProject && FILES_OUTSIDE.has(text));
}

/** Keys that tests are run with let nobody in. */
function isForTests(parts: readonly GlobPart[]): boolean {
  return parts.some(({ text, isPattern }) => !isPattern && FOR_TESTS.test(text));
}

/** A pattern that says enough to mean a secret: `.e*`, `id_r*`, `*.pem`; not `*` nor `*.json`. */
function mayHaveSecretName(part: GlobPart): boolean {
  if (KEY_EXTENSION.test(part.text) && !PUBLIC_HALF.test(part.text)) return true;
  if (part.matches(".env", 1) || part.matches(".env.local", 3)) return true;
  return SECRET_FILES.some((name) => part.matches(name, name.startsWith("id_") ? 2 : 5));
}
