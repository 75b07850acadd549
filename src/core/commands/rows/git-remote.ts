/** What git does with repositories elsewhere. */
import { prefixOf, showValue, textOf, type Value } from "../../script/value.ts";
import { networkKind } from "../hosts.ts";
import type { Addition, Call, OptionTable, Usage } from "../row.ts";
import { effect, onPath, whereIs, type Scene } from "../scene.ts";
import type { Effect } from "../effect.ts";
import { losing } from "./git-loss.ts";
import { meaningOfSetting } from "./git-settings.ts";

/** `https://host/x`, `git@host:x`; a remote's name has neither. */
function isAddress(value: Value): boolean {
  return /^[a-z][a-z0-9+.-]*:|^[^/:]+@[^/]+:|^[\w.-]+\.[a-z]{2,}:/i.test(prefixOf(value));
}

function isPath(value: Value): boolean {
  return !isAddress(value) && /^(?:\.{0,2}\/|\.{1,2}$|~)/.test(prefixOf(value));
}

/** Where another repository is: a host, a folder, or what a remote's name stands for. */
function reach(value: Value | undefined, kind: "read" | "write", scene: Scene): Effect {
  if (value === undefined) return effect("network");
  if (prefixOf(value).startsWith("ext::")) return effect("runs", showValue(value));
  if (isPath(value)) return onPath(kind, value, scene);
  return isAddress(value) ? networkKind(value) : effect("network", textOf(value));
}

const PUSH: Usage = {
  about: "sends commits to another repository",
  options: {
    "-n --dry-run": "ok",
    "-f --force": "ok",
    "--force-with-lease=?": "ok",
    "-d --delete": "ok",
    "--mirror": "ok",
    "--prune": "ok",
    "--repo=": "ok",
    "--all --branches --tags --follow-tags --no-follow-tags --porcelain --signed=? --no-signed --atomic --no-atomic":
      "ok",
    "-o= --push-option= --force-if-includes --no-force-if-includes --no-force-with-lease -u --set-upstream": "ok",
    "--thin --no-thin -q --quiet -v --verbose --progress --no-progress --verify --recurse-submodules=": "ok",
    "--no-recurse-submodules -4 --ipv4 -6 --ipv6": "ok",
    "--no-verify": { danger: "skips the checks that hooks make" },
    "--receive-pack= --exec=": "runs",
  },
  hook: push,
};

function push(call: Call, scene: Scene): Addition {
  const [first, ...names] = call.operands;
  const [named] = call.valuesOf("--repo");
  const target = first ?? named;
  const away = reach(target, "write", scene);
  if (call.has("--dry-run")) return { effects: [away] };
  const lost = lostByPush(call, first === undefined ? [] : names);
  if (lost !== null) return { effects: [away, ...(losing(lost).effects ?? [])], danger: lost };
  const isElsewhere = target !== undefined && isAddress(target) && away.kind === "network";
  const leaves = isElsewhere
    ? `sends the repository to an address that is none of its remotes (${showValue(target)})`
    : null;
  return { effects: [away, effect("runs", "hooks")], danger: leaves ?? dangerOfDeploying(target) };
}

function lostByPush(call: Call, names: readonly Value[]): string | null {
  if (call.has("--mirror") || call.has("--prune")) return "deletes what the other repository has and this one has not";
  if (call.has("--delete")) return "deletes a branch or tag of the other repository";
  if (call.has("--force") || call.has("--force-with-lease")) return "overwrites the history of the other repository";
  for (const name of names) {
    const known = prefixOf(name);
    if (known.startsWith("+")) return "overwrites the history of the other repository";
    if (known.startsWith(":") && known !== ":") return "deletes a branch or tag of the other repository";
    if (known === "" && textOf(name) === null) return "sends what its words do not tell";
  }
  return null;
}

/** Remotes that by custom are a running service. */
function dangerOfDeploying(target: Value | undefined): string | null {
  const name = target === undefined ? null : textOf(target);
  const isService =
    name !== null && /^(?:heroku|dokku|piku|production|prod|deploy|live|clever|scalingo)(?:-\w+)?$/.test(name);
  return isService ? `puts what it sends into service (${name})` : null;
}

const FETCHING: OptionTable = {
  "-a --append --atomic --depth= --deepen= --shallow-since= --shallow-exclude= --unshallow --update-shallow": "ok",
  "--negotiation-tip= --negotiate-only --dry-run --write-fetch-head --no-write-fetch-head -f --force -k --keep": "ok",
  "--multiple --auto-maintenance --no-auto-maintenance --auto-gc --no-auto-gc --write-commit-graph": "ok",
  "--no-write-commit-graph --prefetch -p --prune -P --prune-tags -n --no-tags --refetch --refmap= -t --tags": "ok",
  "--recurse-submodules=? --no-recurse-submodules -j= --jobs= --set-upstream -u --update-head-ok -q --quiet": "ok",
  "-v --verbose --progress --no-progress -o= --server-option= --show-forced-updates --no-show-forced-updates": "ok",
  "-4 --ipv4 -6 --ipv6 --stdin --filter= --no-filter --all --no-all --porcelain": "ok",
  "--upload-pack=": "runs",
};

const PULL: Usage = {
  about: "fetches commits and brings them into the branch",
  options: {
    ...FETCHING,
    "-j=? --jobs=?": "ok",
    "-r=? --rebase=? --no-rebase --ff --ff-only --no-ff --commit --no-commit -e --edit --no-edit --squash": "ok",
    "--no-squash --stat --no-stat --autostash --no-autostash -s= --strategy= -X= --strategy-option= --log=?": "ok",
    "--signoff --no-signoff -S=? --gpg-sign=? --allow-unrelated-histories --verify --cleanup= --verify-signatures":
      "ok",
    "--no-verify": { danger: "skips the checks that hooks make" },
  },
  effects: ["git-write", "runs"],
  hook: ({ operands: [first] }, scene) => ({ effects: [reach(first, "read", scene)] }),
};

const CLONE: Usage = {
  about: "copies another repository",
  options: {
    "-l --local --no-local --no-hardlinks -s --shared --reject-shallow --no-reject-shallow -q --quiet -v": "ok",
    "--verbose --progress --no-progress -n --no-checkout --checkout --bare --mirror --sparse --filter= -o=": "ok",
    "--origin= -b= --branch= --revision= --depth= --shallow-since= --shallow-exclude= --single-branch": "ok",
    "--no-single-branch --tags --no-tags --recurse-submodules=? --recursive=? --shallow-submodules -j= --jobs=": "ok",
    "--no-shallow-submodules --remote-submodules --no-remote-submodules --server-option= --also-filter-submodules":
      "ok",
    "--dissociate --ref-format= --bundle-uri= -4 --ipv4 -6 --ipv6": "ok",
    "--reference= --reference-if-able=": "read",
    "--separate-git-dir=": "write",
    "-u= --upload-pack= --template=": "runs",
    "-c= --config=": "ok",
  },
  operands: { first: ["ok", "write"] },
  effects: ["git-write"],
  hook: (call, scene) => {
    const effects = [reach(call.operands[0], "read", scene), ...(call.operands.length < 2 ? [effect("write")] : [])];
    const plants = call.valuesOf("--config").some((value) => {
      const text = textOf(value) ?? "include.path=?";
      const [key = "", ...rest] = text.split("=");
      const set = { pieces: [{ kind: "text" as const, text: rest.join("=") }], many: false };
      return meaningOfSetting(key, rest.length > 0 ? set : null).kind !== "plain";
    });
    return { effects, danger: plants ? "gives the copy settings that run programs or lead it elsewhere" : null };
  },
};

function shows(about: string): Usage {
  return { about, anyOption: true, effects: ["read"], safe: "boxed" };
}

function step(about: string): Usage {
  return { about, anyOption: true, effects: ["git-write"] };
}

const REMOTE: Usage = {
  about: "lists and changes the repositories elsewhere that this one knows",
  options: { "-v --verbose": "ok" },
  subcommands: {
    "get-url": shows("shows the address of one"),
    show: { about: "asks one what it has", anyOption: true, effects: ["network"] },
    "add rename set-head set-branches": step("changes them"),
    "remove rm": step("forgets one"),
    "set-url": {
      about: "gives one another address",
      anyOption: true,
      effects: ["git-write"],
      danger: "changes the address that commits are sent to",
    },
    "update prune": { about: "asks them what they have", anyOption: true, effects: ["network", "git-write"] },
  },
  otherwise: shows("lists them"),
};

const SUBMODULE: Usage = {
  about: "shows and changes repositories within this one",
  options: { "--quiet -q --cached": "ok" },
  subcommands: {
    "status summary": shows("shows them"),
    "init sync absorbgitdirs set-branch": step("prepares them"),
    "update add": { about: "fetches them", anyOption: true, effects: ["network", "git-write", "runs"] },
    "set-url": { ...step("gives one another address"), danger: "changes where a submodule comes from" },
    deinit: {
      about: "takes the files of one away",
      options: { "-f --force": "ok", "--all -q --quiet": "ok" },
      hook: (call) =>
        call.has("--force") ? losing("deletes changes in a submodule") : { effects: [effect("git-write")] },
    },
    foreach: { about: "runs a command in each", anyOption: true, stopsAtOperand: true, effects: ["runs"] },
  },
  otherwise: shows("shows them"),
};

const LFS: Usage = {
  about: "keeps large files elsewhere",
  subcommands: {
    "ls-files status env version locks logs pointer fsck": shows("shows them"),
    "track untrack checkout dedup prune update": step("chooses which files"),
    "fetch pull push lock": { about: "fetches or sends them", anyOption: true, effects: ["network", "git-write"] },
    install: {
      about: "sets git up for them",
      anyOption: true,
      effects: ["persistence"],
      danger: "changes git's settings for every repository",
    },
    uninstall: step("takes that back"),
    migrate: {
      about: "moves files of the whole history there",
      subcommands: { info: shows("tells what it would move") },
      otherwise: {
        about: "rewrites the history",
        anyOption: true,
        effects: ["git-history"],
        danger: "rewrites the history",
      },
    },
  },
};

function sends(about: string, danger: string): Usage {
  return { about, anyOption: true, effects: ["network"], danger };
}

/** Subcommands, by their names. */
export const REMOTES: Readonly<Record<string, Usage>> = {
  push: PUSH,
  fetch: {
    about: "fetches commits",
    options: FETCHING,
    effects: ["git-write"],
    hook: ({ operands: [first] }, scene) => ({ effects: [reach(first, "read", scene)] }),
  },
  pull: PULL,
  clone: CLONE,
  remote: REMOTE,
  submodule: SUBMODULE,
  lfs: LFS,
  subtree: {
    about: "keeps another repository in a folder",
    subcommands: {
      "add merge pull": { about: "takes commits over", anyOption: true, effects: ["network", "git-write"] },
      split: step("takes a folder's commits out"),
      push: { about: "sends a folder's commits", anyOption: true, effects: ["network", "git-write"] },
    },
  },
  "send-pack http-push": {
    about: "sends commits to another repository",
    anyOption: true,
    options: { "--receive-pack= --exec=": "runs", "--remote=": "ok" },
    hook: ({ operands: [first] }, scene) => ({
      effects: [reach(first, "write", scene)],
      danger:
        first !== undefined && whereIs(first, scene) === "workspace" && isPath(first)
          ? null
          : "sends commits past what the repository knows",
    }),
  },
  "fetch-pack http-fetch": { about: "fetches commits", anyOption: true, effects: ["network", "git-write", "runs"] },
  "send-email imap-send": sends("sends patches as mail", "sends mail"),
  "daemon http-backend upload-pack upload-archive receive-pack cvsserver": sends(
    "serves the repository",
    "lets others reach the repository",
  ),
  "svn p4": {
    about: "works with a repository of another kind",
    subcommands: {
      "info log blame show-ignore show-externals find-rev proplist propget": {
        about: "shows it",
        anyOption: true,
        effects: ["read", "network"],
      },
      "dcommit submit commit-diff branch tag propset set-tree": sends("sends commits", "sends commits to a server"),
      "fetch clone init rebase sync": { about: "fetches commits", anyOption: true, effects: ["network", "git-write"] },
    },
  },
  "credential credential-store credential-cache credential-libsecret credential-manager": {
    about: "shows and keeps passwords",
    anyOption: true,
    effects: ["credentials"],
    danger: "shows or keeps a password",
  },
};
