/** What `find` does: its tests, its actions, and where it starts. */
import { baseName } from "../../kit/path.ts";
import { showValue, textOf, textValue, type Value } from "../script/value.ts";
import { dangerOfSweep, sweepOf } from "./deletion.ts";
import type { Effect } from "./effect.ts";
import type { Addition } from "./row.ts";
import { effect, onPath, type Scene } from "./scene.ts";
import { holdsSecrets, namesSecret } from "./secrets.ts";
import { isSeenThrough } from "./seen-through.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Stand in front of the folders. */
const LEADING = words("-H -L -P -X -E -x -s");

/** Tests and actions that only print, without a value. */
const ALONE = words(
  "-a -and -o -or -not ! ( ) , -d -depth -daystart -empty -executable -false -follow -ignore_readdir_race -ls -mount " +
    "-nogroup -noignore_readdir_race -noleaf -nouser -nowarn -print -print0 -printx -prune -quit -readable -true -warn " +
    "-writable -xdev -sparse -hidden -noerror -nohidden",
);

/** The same, with one value. */
const WITH_VALUE = words(
  "-amin -anewer -atime -cmin -cnewer -context -ctime -fstype -gid -group -ilname -iname -inum -ipath -iregex " +
    "-iwholename -links -lname -maxdepth -mindepth -mmin -mtime -name -newer -path -perm -printf -regex -regextype " +
    "-samefile -size -type -uid -used -user -wholename -xtype -Bmin -Btime -flags -exclude -limit -depth",
);

const NAMES = words("-name -iname -path -ipath -wholename -iwholename -regex -iregex -lname -ilname");
const RUNS = words("-exec -execdir -ok -okdir");
const WRITES = words("-fprint -fprint0 -fls -fprintf");

type Found = {
  readonly starts: Value[];
  readonly names: Value[];
  readonly effects: Effect[];
  runs: boolean;
  deletes: boolean;
};

/** The addition for the command of the scene, whose program is `find`. */
export function find(scene: Scene): Addition {
  const args = scene.sighting.words.slice(1);
  const found: Found = { starts: [], names: [], effects: [], runs: false, deletes: false };
  let at = 0;
  while (at < args.length && LEADING.has(textOf(args[at] ?? textValue("")) ?? "")) at++;
  for (; at < args.length && !isExpression(args[at]); at++) found.starts.push(args[at] ?? textValue("."));
  while (at < args.length) at += takeTerm(args, at, found, scene);
  const starts = found.starts.length > 0 ? found.starts : [textValue(".")];
  const places = starts.map((start) => onPath("read", start, scene));
  const sweep = found.deletes ? sweepOf(args) : null;
  return {
    names: places,
    effects: [...(found.deletes ? starts.map((start) => onPath("delete", start, scene)) : []), ...found.effects],
    danger: (sweep === null ? null : dangerOfSweep(sweep, scene)) ?? dangerOfPlaces(places, found, scene),
  };
}

function isExpression(word: Value | undefined): boolean {
  const text = word === undefined ? "" : textOf(word);
  // A folder that is not known may be a test or an action as well.
  return text === null ? false : /^-.|^[(!),]$/.test(text);
}

/** How many words the test or action at `at` has. */
function takeTerm(args: readonly Value[], at: number, found: Found, scene: Scene): number {
  const word = args[at] ?? textValue("");
  const text = textOf(word);
  const value = args[at + 1];
  if (text !== null && ALONE.has(text) && !(text === "-depth" && /^[-+]?\d+$/.test(textOf(value ?? word) ?? "")))
    return 1;
  if (text !== null && (WITH_VALUE.has(text) || /^-newer[aBcm][aBcmt]$/.test(text))) {
    if (NAMES.has(text) && value !== undefined) found.names.push(value);
    return 2;
  }
  if (text === "-delete") {
    found.deletes = true;
    return 1;
  }
  if (text !== null && RUNS.has(text)) {
    found.runs = true;
    if (!isSeenThrough(scene)) found.effects.push(effect("runs"));
    return commandLength(args, at);
  }
  if (text !== null && WRITES.has(text) && value !== undefined) {
    found.effects.push(onPath("write", value, scene));
    return text === "-fprintf" ? 3 : 2;
  }
  if (text === "-files0-from" && value !== undefined) {
    found.effects.push(onPath("read", value, scene), effect("unknown"));
    return 2;
  }
  found.effects.push(effect("unknown"));
  return 1;
}

function commandLength(args: readonly Value[], at: number): number {
  for (let end = at + 1; end < args.length; end++) {
    const text = textOf(args[end] ?? textValue(""));
    if (text === ";" || (text === "+" && textOf(args[end - 1] ?? textValue("")) === "{}")) return end + 1 - at;
  }
  return args.length - at;
}

/** Where it looks, and what for. */
function dangerOfPlaces(places: readonly Effect[], { names, runs }: Found, scene: Scene): string | null {
  const secret = names.find((name) => namesSecret(lastPart(name), scene));
  if (secret === undefined) return null;
  const outside = places.find((place) => holdsSecrets(place, scene));
  if (outside !== undefined) return `looks for secrets (${showValue(secret)} in ${outside.target ?? ""})`;
  return runs || isHandedOn(scene) ? `hands files that hold secrets to other programs (${showValue(secret)})` : null;
}

function lastPart(name: Value): Value {
  const text = textOf(name);
  return text === null ? name : { pieces: [{ kind: "glob", pattern: baseName(text) }], many: false };
}

/** Its output becomes the words of another program. */
function isHandedOn({ sighting: { id, via }, course }: Scene): boolean {
  if (via.at(-1) === "substitution") return true;
  return course.sightings.some(({ input, words: [program] }) => {
    return input.kind === "output" && input.of.includes(id) && /^(?:g?xargs|parallel)$/.test(textOf(program) ?? "");
  });
}
