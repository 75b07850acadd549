/** Tells which settings of a git repository run programs or lead to other places. */
import type { GitSetting } from "./git-config.ts";
import { addressOf } from "./git-words.ts";

export type GitSettings = {
  /** Names of settings that run something or are not known to run nothing: `core.sshCommand`. Each once. */
  readonly runs: readonly string[];
  /** Names of remotes with an address. */
  readonly remotes: readonly string[];
  /** Repositories on this machine that a remote leads to; `path` is absolute. */
  readonly places: readonly { readonly name: string; readonly path: string }[];
};

/** Only what is listed here as harmless counts as harmless. Never throws. */
export function gitSettingsOf(settings: readonly GitSetting[]): GitSettings {
  const remotes = settings.flatMap((setting) =>
    isAddress(setting) && setting.key.toLowerCase() === "url" ? [setting.subsection ?? ""] : [],
  );
  const known = new Set(remotes);
  const runs: string[] = [];
  const places: { readonly name: string; readonly path: string }[] = [];
  for (const setting of settings) {
    const name = nameOf(setting);
    const address = isAddress(setting) ? addressOf(setting.value ?? "") : null;
    if (address?.kind === "place") places.push({ name, path: address.path });
    else if (address?.kind !== "network" && !isHarmless(setting, known)) runs.push(name);
  }
  // Without an address its own name is taken for a path.
  for (const { section, subsection } of settings) {
    if (section.toLowerCase() === "remote" && subsection !== null && !known.has(subsection)) {
      runs.push(`remote.${subsection}`);
    }
  }
  return { runs: [...new Set(runs)], remotes: [...known], places };
}

/** As people write it: `remote.origin.url`. */
function nameOf({ section, subsection, key }: GitSetting): string {
  return [section, ...(subsection === null ? [] : [subsection]), key].join(".");
}

function isAddress({ section, subsection, key }: GitSetting): boolean {
  // Of other names git takes some for paths, whatever is set for them.
  const isNamed = subsection !== null && /^\w[\w./-]*$/.test(subsection);
  return section.toLowerCase() === "remote" && isNamed && /^(?:push)?url$/i.test(key);
}

function isHarmless(setting: GitSetting, remotes: ReadonlySet<string>): boolean {
  const [section, key] = [setting.section.toLowerCase(), setting.key.toLowerCase()];
  const name = setting.subsection === null ? `${section}.${key}` : `${section}.*.${key}`;
  if (section === "alias") return !(setting.value ?? "").trimStart().startsWith("!");
  if (REMOTE_NAMES.has(name)) return setting.value === "." || remotes.has(setting.value ?? "");
  if (BOOLEANS.has(name)) return setting.value === null || /^(?:|true|false|yes|no|on|off|\d+)$/i.test(setting.value);
  return section === "color" || section === "advice" || HARMLESS.has(name);
}

/** A value that is no remote's name would be an address. */
const REMOTE_NAMES: ReadonlySet<string> = new Set(["branch.*.remote", "branch.*.pushremote", "remote.pushdefault"]);

/** What else they may hold is a program, or not known. */
const BOOLEANS: ReadonlySet<string> = new Set(["core.fsmonitor", "core.bare", "extensions.worktreeconfig"]);

const HARMLESS: ReadonlySet<string> = new Set(
  Object.entries({
    core:
      "repositoryformatversion filemode logallrefupdates ignorecase precomposeunicode symlinks autocrlf eol safecrlf " +
      "abbrev compression loosecompression bigfilethreshold commentchar commentstring quotepath trustctime checkstat " +
      "untrackedcache preloadindex sharedrepository whitespace sparsecheckout sparsecheckoutcone longpaths " +
      "fscache hidedotfiles multipackindex commitgraph warnambiguousrefs deltabasecachelimit " +
      "packedgitlimit packedgitwindowsize splitindex createobject fsync fsyncmethod fsyncobjectfiles attributesfile " +
      "excludesfile checkroundtripencoding",
    extensions: "objectformat refstorage compatobjectformat preciousobjects noop relativeworktrees",
    "remote.*": "fetch push tagopt prune prunetags mirror skipdefaultupdate skipfetchall gh-resolved",
    "branch.*": "merge rebase description vscode-merge-base gh-merge-base github-pr-owner-number",
    branch: "autosetupmerge autosetuprebase sort",
    user: "name email useconfigonly",
    author: "name email",
    committer: "name email",
    init: "defaultbranch",
    pull: "rebase ff",
    push: "default autosetupremote followtags useforceifincludes pushoption negotiate",
    fetch: "prune prunetags parallel output writecommitgraph unpacklimit showforcedupdates fsckobjects",
    rebase: "stat autosquash autostash updaterefs abbreviatecommands missingcommitscheck forkpoint rebasemerges",
    merge: "ff conflictstyle log renames renamelimit directoryrenames stat branchdesc verifysignatures autostash",
    diff: "algorithm renames renamelimit colormoved colormovedws mnemonicprefix noprefix context interhunkcontext statgraphwidth indentheuristic relative wserrorhighlight suppressblankempty",
    log: "date decorate abbrevcommit follow showroot mailmap diffmerges",
    status: "short branch showuntrackedfiles relativepaths displaycommentprefix renames aheadbehind showstash",
    commit: "verbose cleanup status",
    stash: "showpatch showstat showincludeuntracked",
    tag: "sort",
    rerere: "enabled autoupdate",
    checkout: "defaultremote guess workers thresholdforparallelism",
    index: "version threads sparse skiphash recordendofindexentries recordoffsettable",
    feature: "manyfiles experimental",
    gc: "auto autodetach autopacklimit pruneexpire reflogexpire reflogexpireunreachable worktreepruneexpire writecommitgraph packrefs aggressivedepth aggressivewindow",
    pack: "threads window depth windowmemory compression writebitmaps writereverseindex usesparse",
    receive: "denynonfastforwards denydeletes denycurrentbranch denydeletecurrent fsckobjects autogc unpacklimit",
    transfer: "fsckobjects unpacklimit",
    format: "pretty",
    apply: "whitespace ignorewhitespace",
    column: "ui branch status tag",
    i18n: "commitencoding logoutputencoding",
    lfs: "repositoryformatversion",
  }).flatMap(([section, keys]) => keys.split(" ").map((key) => `${section}.${key}`)),
);
