/** Variables whose value is a program or a line that other programs run. */
import { follow } from "../script/follow.ts";
import type { Course, Setting } from "../script/sighting.ts";
import { textOf, type Value } from "../script/value.ts";
import { seeThrough } from "../script/wrappers.ts";

/** What a variable may make run; `course` null where its value is not known. */
export type Behind = { readonly sighting: number | null; readonly course: Course | null };

const RUNS_VALUE =
  /^(?:GIT_(?:SSH|SSH_COMMAND|EXTERNAL_DIFF|PAGER|EDITOR|SEQUENCE_EDITOR|ASKPASS|PROXY_COMMAND)|(?:SSH|SUDO)_ASKPASS|(?:MAN|SYSTEMD_|BAT_|DELTA_|AWS_|GH_|PSQL_)?PAGER|EDITOR|VISUAL|FCEDIT|SUDO_EDITOR|(?:GH_|KUBE_|HG)EDITOR|HGMERGE|BROWSER|LESSOPEN|LESSCLOSE|SHELL|CONFIG_SHELL|MAKE|CC|CXX|CPP|LD|AR|RUSTC(?:_(?:WORKSPACE_)?WRAPPER)?|RUSTDOC|CARGO_TARGET_\w+_(?:RUNNER|LINKER)|CMAKE_\w+_(?:LAUNCHER|COMPILER)|RSYNC_RSH|CVS_RSH|SVN_SSH|FZF_\w+_COMMAND|PERL5SHELL)$/;

/** Values that so many programs have that a look is not worth it. */
const USUAL =
  /^(?:|cat|less|more|vi|vim|nvim|nano|code|true|false|:|(?:\/usr)?\/bin\/(?:cat|less|true|sh|bash|zsh)|gcc|g\+\+|clang|clang\+\+|cc|c\+\+)$/;

/** What the variables that are set in the course may make run. */
export function behindSettings({ sightings, settings }: Course): readonly Behind[] {
  const found = settings.flatMap((setting) => behind(setting, settings, null));
  for (const { id, settings: own, cwd } of sightings) {
    for (const setting of own) for (const one of behind(setting, own, id, cwd)) found.push(one);
  }
  return found;
}

function behind(
  { name, value }: Setting,
  all: readonly Setting[],
  sighting: number | null,
  cwd: string | null = null,
): readonly Behind[] {
  const key = /^GIT_CONFIG_VALUE_(\d+)$/.exec(name)?.[1];
  if (key === undefined && !RUNS_VALUE.test(name)) return [];
  const text = textOf(value);
  if (text === null) return [{ sighting, course: null }];
  if (USUAL.test(text)) return [];
  // A pipe in front of it says that its output is read.
  const line = text.replace(/^\|+-?/, "");
  const around = { cwd: cwd ?? "/", home: "/" };
  if (key === undefined) return [{ sighting, course: follow(["sh", "-c", line], around, seeThrough) }];
  const named = keysOf(all).get(key);
  const known = named === undefined ? null : textOf(named);
  if (known === null) return [{ sighting, course: null }];
  return [{ sighting, course: follow(["git", "-c", `${known}=${text}`], around, seeThrough) }];
}

const keys = new WeakMap<readonly Setting[], ReadonlyMap<string, Value>>();

/** The keys of `GIT_CONFIG_KEY_0` and so on, by number; the last of each counts. */
function keysOf(all: readonly Setting[]): ReadonlyMap<string, Value> {
  const known = keys.get(all);
  if (known !== undefined) return known;
  const found = new Map<string, Value>();
  for (const { name, value } of all) {
    const number = /^GIT_CONFIG_KEY_(\d+)$/.exec(name)?.[1];
    if (number !== undefined) found.set(number, value);
  }
  keys.set(all, found);
  return found;
}
