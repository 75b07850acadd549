/** What git does to branches, tags and the record of where they stood. */
import { showValue } from "../../script/value.ts";
import type { Call, Usage } from "../row.ts";
import { effect } from "../scene.ts";
import { losing, MOVES_A_BRANCH, STEP } from "./git-loss.ts";
import { LISTING, SHOWN } from "./git-reading.ts";

/** Behind these a word is a pattern or a commit, and nothing is made. */
const SHOWS_LIST = [
  "--list",
  "--all",
  "--remotes",
  "--show-current",
  "--contains",
  "--no-contains",
  "--merged",
  "--no-merged",
];

function isList(call: Call, alone: readonly string[]): boolean {
  if (call.operands.length === 0) return true;
  return [...SHOWS_LIST, "--points-at", ...alone].some((option) => call.has(option));
}

const BRANCH: Usage = {
  about: "lists, makes, renames and deletes branches",
  options: {
    ...LISTING,
    "-d --delete": "ok",
    "-D": "ok",
    "-m --move": "ok",
    "-M": "ok",
    "-c --copy": "ok",
    "-C": "ok",
    "-f --force": "ok",
    "-u= --set-upstream-to=": "ok",
    "--unset-upstream": "ok",
    "-t=? --track=?": "ok",
    "--no-track --create-reflog --recurse-submodules": "ok",
    "--edit-description": "runs",
  },
  safe: "boxed",
  hook: (call) => {
    if (call.has("-D")) return losing("deletes a branch, merged or not", call.operands.map(showValue).join(" "));
    if (call.has("-M") || call.has("-C") || call.has("--force")) return losing(MOVES_A_BRANCH);
    const changing = ["--delete", "--move", "--copy", "--set-upstream-to", "--unset-upstream", "--edit-description"];
    if (changing.some((option) => call.has(option))) return STEP;
    return isList(call, []) ? { effects: [effect("read")] } : STEP;
  },
};

const TAG: Usage = {
  about: "lists, makes and deletes tags",
  options: {
    ...LISTING,
    "-n=?": "ok",
    "-a --annotate": "ok",
    "-m= --message=": "ok",
    "-d --delete": "ok",
    "-f --force": "ok",
    "--cleanup= --create-reflog --trailer= -NUMBER": "ok",
    "-F= --file=": "read",
    "-s --sign": "runs",
    "-u= --local-user=": "runs",
    "-v --verify": "runs",
    "-e --edit": "runs",
  },
  safe: "boxed",
  hook: (call) => {
    if (call.has("--delete")) return losing("deletes a tag", call.operands.map(showValue).join(" "));
    if (call.has("--force")) return losing("gives up what a tag stood for");
    const making = ["--annotate", "--message", "--file", "--sign", "--local-user"].some((option) => call.has(option));
    return !making && isList(call, ["-n", "--verify"]) ? { effects: [effect("read")] } : STEP;
  },
};

const REFLOG: Usage = {
  about: "shows where branches stood before",
  options: SHOWN,
  anyOption: true,
  subcommands: {
    "show list": {
      about: "shows where a branch stood before",
      anyOption: true,
      options: SHOWN,
      effects: ["read"],
      safe: "boxed",
    },
    exists: { about: "tells whether there is such a list", effects: ["read"], safe: "boxed" },
    "expire delete drop": {
      about: "forgets where branches stood before",
      safe: "boxed",
      options: {
        "-n --dry-run": "ok",
        "--all --single-worktree --updateref --rewrite --stale-fix --verbose --expire= --expire-unreachable=": "ok",
      },
      hook: (call) =>
        call.has("--dry-run") ? { effects: [effect("read")] } : losing("forgets where branches stood before"),
    },
  },
  otherwise: {
    about: "shows where the branch stood before",
    anyOption: true,
    options: SHOWN,
    effects: ["read"],
    safe: "boxed",
  },
};

const UPDATE_REF: Usage = {
  about: "moves or deletes a branch",
  anyOption: true,
  effects: ["git-history"],
  danger: MOVES_A_BRANCH,
};

/** By the names of the subcommands. */
export const NAMES: Readonly<Record<string, Usage>> = {
  branch: BRANCH,
  tag: TAG,
  reflog: REFLOG,
  "update-ref": UPDATE_REF,
};
