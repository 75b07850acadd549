/** How the subcommands of git spell their options. */
import type { Spelled } from "./hold-spelled.ts";

const FORCE = "-f --force";
const QUIET = "-q --quiet";
const VERBOSE = "-v --verbose";

/** By subcommands, separated by spaces. */
export const GIT_AFTER: Readonly<Record<string, Spelled>> = {
  push: {
    valued: "-o --push-option --repo --receive-pack --exec --recurse-submodules",
    same: [
      FORCE,
      "-d --delete",
      "-n --dry-run",
      "-u --set-upstream",
      QUIET,
      VERBOSE,
      "-4 --ipv4",
      "-6 --ipv6",
      "--all --branches",
    ],
    flags:
      "--mirror --tags --follow-tags --signed --atomic --prune --no-verify --verify --force-with-lease --force-if-includes --thin --porcelain --progress",
    means: { "+": "--force", ":": "--delete" },
    rest: "flags",
  },
  "fetch pull": {
    valued:
      "-o --server-option --depth --deepen --shallow-since --shallow-exclude --refmap --upload-pack -j --jobs --negotiation-tip -s --strategy -X",
    same: [
      FORCE,
      "-a --append",
      "-t --tags",
      "-p --prune",
      "-P --prune-tags",
      "-k --keep",
      "-u --update-head-ok",
      QUIET,
      VERBOSE,
      "-n --no-stat",
    ],
    flags: "--all --rebase --no-rebase --ff-only --ff --no-ff --no-tags --dry-run --unshallow --autostash",
    rest: "flags",
  },
  commit: {
    valued:
      "-m --message -F --file -C --reuse-message -c --reedit-message --fixup --squash --author --date -t --template --cleanup --pathspec-from-file --trailer",
    same: [
      "-a --all",
      "-p --patch",
      "-s --signoff",
      "-n --no-verify",
      "-e --edit",
      "-i --include",
      "-o --only",
      QUIET,
      VERBOSE,
      "-S --gpg-sign",
    ],
    flags:
      "--amend --allow-empty --allow-empty-message --no-edit --reset-author --dry-run --short --long --porcelain --no-gpg-sign",
    rest: "flags",
  },
  reset: {
    valued: "--pathspec-from-file",
    same: [QUIET, "-N --intent-to-add", "-p --patch"],
    flags: "--hard --soft --mixed --merge --keep",
    rest: "flags",
  },
  clean: {
    valued: "-e --exclude",
    same: [FORCE, "-n --dry-run", "-i --interactive", QUIET],
    flags: "-d -x -X",
    rest: "flags",
  },
  branch: {
    valued: "--contains --no-contains --merged --no-merged --points-at --sort --format --set-upstream-to -u",
    same: [
      FORCE,
      "-d --delete",
      "-m --move",
      "-c --copy",
      "-a --all",
      "-r --remotes",
      "-l --list",
      "-t --track",
      QUIET,
      VERBOSE,
      "-i --ignore-case",
    ],
    means: { "-D": "--delete --force", "-M": "--move --force", "-C": "--copy --force" },
    flags: "--show-current --edit-description --unset-upstream --no-track",
    rest: "flags",
  },
  "checkout switch": {
    valued: "-b -B -c -C --create --force-create --orphan --conflict --pathspec-from-file",
    same: [FORCE, "-d --detach", "-t --track", "-m --merge", "-p --patch", "-q --quiet", "-l"],
    means: { "--discard-changes": "--force" },
    flags: "--ours --theirs --no-track --guess --no-guess --progress --overlay",
    rest: "flags",
  },
  restore: {
    valued: "-s --source --conflict",
    same: ["-W --worktree", "-S --staged", "-p --patch", QUIET],
    rest: "flags",
  },
  add: {
    valued: "--chmod --pathspec-from-file",
    same: [
      "-A --all --no-ignore-removal",
      FORCE,
      "-n --dry-run",
      "-u --update",
      "-p --patch",
      "-i --interactive",
      "-e --edit",
      "-N --intent-to-add",
      VERBOSE,
    ],
    rest: "flags",
  },
  rm: {
    valued: "--pathspec-from-file",
    same: [FORCE, "-n --dry-run", QUIET, "-r"],
    flags: "--cached --ignore-unmatch",
    rest: "flags",
  },
  tag: {
    valued: "-m --message -F --file -u --local-user --sort --format --cleanup --contains --points-at",
    same: ["-d --delete", "-a --annotate", "-s --sign", FORCE, "-l --list", "-v --verify"],
    rest: "flags",
  },
  rebase: {
    valued: "--onto -s --strategy -X --strategy-option -x --exec -C",
    same: ["-i --interactive", "-m --merge", "-f --force-rebase --no-ff", QUIET, VERBOSE, "-k --keep-empty"],
    flags: "--abort --continue --skip --root --autosquash --autostash --no-verify",
    rest: "flags",
  },
  merge: {
    valued: "-m --message -F --file -s --strategy -X --strategy-option --into-name",
    same: [QUIET, VERBOSE, "-e --edit", "-n --no-stat", "-S --gpg-sign"],
    flags: "--abort --continue --quit --squash --no-ff --ff --ff-only --no-commit --no-edit --no-verify",
    rest: "flags",
  },
  stash: {
    valued: "-m --message --pathspec-from-file",
    same: ["-u --include-untracked", "-a --all", "-k --keep-index", "-p --patch", QUIET, "-S --staged"],
    rest: "flags",
  },
  config: {
    valued: "-f --file --blob -t --type --default --comment --value --url",
    same: ["-l --list", "-e --edit", "-z --null"],
    flags:
      "--global --system --local --worktree --add --get --get-all --get-regexp --unset --unset-all --replace-all --bool --int --path --show-origin --show-scope --name-only",
    rest: "flags",
  },
};
