/** Sees through programs that run others: which command, script or file their words name. */
import { anyWords, textValue, type Value } from "./value.ts";
import type { SeeThrough } from "./wrapper.ts";
import { isCarrier, seeCarried } from "./wrappers-carry.ts";
import { seeFd, seeFind, seeParallel, seeXargs } from "./wrappers-find.ts";
import { seeGit } from "./wrappers-git.ts";
import { LAUNCHERS } from "./wrappers-launch.ts";
import { isShell, seeShell } from "./wrappers-shell.ts";
import { SPECIAL } from "./wrappers-special.ts";
import { TOOLS } from "./wrappers-tools.ts";
import { runs, type See, type Usage } from "./wrappers-usage.ts";

/** Programs with words of their own kind. */
const READERS: ReadonlyMap<string, See> = new Map<string, See>([
  ["find", seeFind],
  ["gfind", seeFind],
  ["bfs", seeFind],
  ["fd", seeFd],
  ["fdfind", seeFd],
  ["xargs", seeXargs],
  ["gxargs", seeXargs],
  ["parallel", seeParallel],
  ["sem", seeParallel],
  ["git", seeGit],
  ...SPECIAL,
]);

const USAGES: ReadonlyMap<string, Usage> = new Map(
  [...Object.entries(LAUNCHERS), ...Object.entries(TOOLS)].flatMap(([names, usage]) => {
    return names.split(" ").map((name) => [name, usage] as const);
  }),
);

/** Programs that many more words than these run are in `core/commands`; here is only who starts whom. */
export const seeThrough: SeeThrough = (name, args, open) => {
  if (name.startsWith("git-") && !GIT_NAMESAKES.has(name)) return seeGit([textValue(name.slice(4)), ...args], open);
  const known = knownName(name);
  if (known === null) return [];
  const reader = READERS.get(known);
  const usage = USAGES.get(known);
  return [
    ...(isShell(known) ? seeShell(known, args, open) : []),
    ...(reader === undefined ? [] : reader(args, open)),
    ...(usage === undefined ? [] : runs(usage, known, withRest(usage, args, open), open)),
    ...seeCarried(known, args, open),
  ];
};

/** Programs of others that are called like git's own. */
const GIT_NAMESAKES: ReadonlySet<string> = new Set(["git-lfs", "git-secrets", "git-crypt"]);

/** Where nothing at all is known of the words, their first may be an option. */
function withRest(usage: Usage, args: readonly Value[], open: boolean): readonly Value[] {
  return args.length === 0 && open && usage.subcommands === undefined ? [anyWords("…")] : args;
}

/** No file has a longer name. */
const NAME_LENGTH_MAX = 255;

/** The name as the tables have it: as it is, or without a version (`bash-5.2`, `bash5`). */
function knownName(name: string): string | null {
  if (isListed(name)) return name;
  if (name.length > NAME_LENGTH_MAX) return null;
  const plain = name.replace(/[-.]?\d[\d.]*(?:-\d[\d.]*)*(?:\.exe)?$|\.exe$/, "");
  return plain !== name && plain !== "" && isListed(plain) ? plain : null;
}

function isListed(name: string): boolean {
  return isShell(name) || READERS.has(name) || USAGES.has(name) || isCarrier(name);
}
