/** Programs that delete files. */
import { baseName } from "../../../kit/path.ts";
import type { Course, Sighting } from "../../script/sighting.ts";
import { showValue, textOf, type Value } from "../../script/value.ts";
import { dangerOfDeleting, dangerOfSweep, sweepOf, type Sweep } from "../deletion.ts";
import type { Addition, Call, Row } from "../row.ts";
import { effect, type Scene } from "../scene.ts";

export const DELETING: readonly Row[] = [
  {
    names: ["rm", "grm"],
    about: "deletes files and folders",
    options: {
      "-f --force": "ok",
      "-i -I --interactive=? -d --dir -v --verbose -x --one-file-system --preserve-root=? -P -W": "ok",
      "-r -R --recursive": "ok",
      "--no-preserve-root": { danger: "deletes even the root of the file system" },
      "--help --version": "informs",
    },
    operands: "delete",
    hook: (call, scene) => dangerOfTargets(call, scene, call.has("-r")),
  },
  {
    names: ["unlink"],
    about: "deletes one file",
    options: { "--help --version": "informs" },
    operands: "delete",
    hook: (call, scene) => dangerOfTargets(call, scene, false),
  },
  {
    names: ["shred", "gshred", "srm", "scrub"],
    about: "overwrites files so that nobody can bring them back",
    options: {
      "-f --force": "ok",
      "-r -R --recursive": "ok",
      "-u --remove=? -v --verbose -z --zero -x --exact -q -i -D": "ok",
      "-n= --iterations= -s= --size= --random-source= -p= --pattern=": "ok",
      "--help --version": "informs",
    },
    operands: "delete",
    hook: (call, scene) => dangerOfTargets(call, scene, call.has("-r")),
  },
  {
    names: ["trash", "trash-put", "rmtrash", "gomi"],
    about: "moves files to the bin, from where they can be brought back",
    options: { "-f --force -v --verbose -r -R --recursive -d --directory -i": "ok", "--help --version": "informs" },
    operands: "delete",
    hook: (call, scene) => dangerOfTargets(call, scene, true),
  },
  {
    names: ["trash-empty", "trash-rm"],
    about: "deletes what is in the bin",
    anyOption: true,
    danger: "empties the bin",
    effects: ["delete"],
  },
  {
    names: ["trash-list"],
    about: "lists what is in the bin",
    options: { "--help --version": "informs", "--size --volumes --trash-dirs --all-users": "ok" },
  },
  {
    names: ["rimraf", "del", "del-cli"],
    about: "deletes files and folders, by patterns of its own",
    options: {
      "-f --force -i --interactive -v --verbose -V -g --glob=? -G --no-glob --preserve-root --dry-run": "ok",
      "--no-preserve-root": { danger: "deletes even the root of the file system" },
      "--impl= --tmp= --max-retries= --retry-delay= --backoff=": "ok",
      "-h --help --version": "informs",
    },
    operands: "delete",
    effects: ["runs"],
    hook: (call, scene) => dangerOfTargets(call, scene, true),
  },
];

function dangerOfTargets(call: Call, scene: Scene, recursive: boolean): Addition {
  const manner = { recursive, forced: call.has("-f") };
  const named = call.operands.filter((value) => !isFound(value));
  const danger = dangerOfDeleting(named, manner, scene);
  if (danger !== null) return { danger };
  const firmly = manner.recursive || manner.forced ? ({ forced: true } as const) : {};
  const addsWords = scene.sighting.open || named.length < call.operands.length;
  return addsWords ? { ...firmly, ...dangerOfFound(scene), effects: [effect("delete")] } : firmly;
}

const FOUND = /^(?:what find found|the input of (?:xargs|parallel))$/;

/** What stands for the names that another program puts in. */
function isFound({ pieces: [first, ...more] }: Value): boolean {
  return first?.kind === "any" && more.length === 0 && FOUND.test(first.from);
}

/** Of what `find` or another program hands to it. */
function dangerOfFound(scene: Scene): Addition {
  const searches = searchesBefore(scene);
  if (searches.length === 0) return { danger: "deletes what its words do not tell" };
  for (const search of searches) {
    const danger = dangerOfSweep(sweepBy(search), scene);
    if (danger !== null) return { danger };
  }
  return {};
}

/** One search may run many commands. */
const sweeps = new WeakMap<Sighting, Sweep>();

function sweepBy(search: Sighting): Sweep {
  const sweep = sweeps.get(search) ?? sweepOf(search.words.slice(1));
  sweeps.set(search, sweep);
  return sweep;
}

/** The searches that find what is to be deleted; empty where something else names it. */
function searchesBefore({ sighting, course }: Scene): readonly Sighting[] {
  const from = sighting.via.at(-1) ?? "";
  if (from.startsWith("find")) {
    const outer = lastFinds(course)[sighting.id];
    return outer === undefined || outer === null ? [] : [outer];
  }
  if (sighting.input.kind !== "output") return [];
  const sources = sighting.input.of.map((id) => course.sightings[id]);
  const searches = sources.filter((source): source is Sighting => source !== undefined && isFind(source.words[0]));
  return searches.length === sources.length ? searches : [];
}

const finds = new WeakMap<Course, readonly (Sighting | null)[]>();

/** For each sighting the last `find` before it. */
function lastFinds(course: Course): readonly (Sighting | null)[] {
  const known = finds.get(course);
  if (known !== undefined) return known;
  let last: Sighting | null = null;
  const made: (Sighting | null)[] = [];
  for (const sighting of course.sightings) {
    made.push(last);
    if (isFind(sighting.words[0])) last = sighting;
  }
  finds.set(course, made);
  return made;
}

function isFind(program: Value): boolean {
  const name = textOf(program);
  return name !== null && /^g?find$/.test(baseName(showValue(program)));
}
