/** Which words behind `git` are a step that git can undo and does by itself. */
import { describe, expect, test } from "vitest";
import { gitFolder, gitStepOf } from "../../../src/core/commands/git-step.ts";
import { anyWord, anyWords, textValue, type Value } from "../../../src/core/script/value.ts";

/** `$x` stands for one word that nobody has seen, `$@` for several. */
function words(line: string): readonly Value[] {
  return line.split(" ").map((word) => {
    if (word === "$x") return anyWord("$x");
    return word === "$@" ? anyWords("$@") : textValue(word);
  });
}

const STEPS: readonly string[] = [
  "add .",
  "add -A",
  "stage a",
  "--no-pager add a",
  "-C sub -C $x commit -m x",
  "-c user.name=a -c user.email=a@localhost commit -m x",
  "-c commit.gpgsign=false commit -m x",
  "commit -m x",
  "commit -am x",
  "commit -m $x",
  "commit -qF message",
  "commit --amend --no-edit",
  "commit --fixup HEAD~1",
  "commit -s --allow-empty -m x -- a b",
  "switch -c new",
  "switch -",
  "switch --detach origin/main",
  "checkout -b new",
  "checkout -",
  "checkout HEAD~2",
  "branch new",
  "branch -d old",
  "tag v1",
  "tag -a v1 -m x",
  "restore --staged a",
  "reset",
  "reset --soft HEAD~1",
  "reset HEAD a",
  "rm -r --cached a",
  "mv a b",
  "merge --no-ff feature/x",
  "merge --abort",
  "rebase main",
  "rebase --onto main a b",
  "rebase --abort",
  "cherry-pick -x abc1234",
  "cherry-pick --skip",
  "revert --no-edit HEAD",
  "stash",
  "stash -u",
  "stash push -m x a",
  "stash pop",
  "stash apply stash@{1}",
  "apply --index a.patch",
  "bisect start HEAD HEAD~4",
  "bisect good",
  "pack-refs --all",
];

/** To a branch that must be known to be one of this repository. */
const BRANCHES: readonly (readonly [line: string, branch: string])[] = [
  ["switch main", "main"],
  ["switch -q feature/x", "feature/x"],
  ["checkout main", "main"],
  ["switch -c new main", "main"],
  ["checkout -b new origin/main", "origin/main"],
  ["branch new origin/main", "origin/main"],
  ["branch new main@{upstream}", "main@{upstream}"],
  ["checkout --guess main", "main"],
];

const OTHERS: readonly string[] = [
  "",
  "$x",
  "status",
  "config user.name x",
  "-c core.editor=x commit -m x",
  "-c commit.gpgsign=true commit -m x",
  "-c $x commit -m x",
  "-c",
  "-C $@ commit -m x",
  "--git-dir=x add .",
  "--exec-path=. add .",
  "commit",
  "commit -a",
  "commit --amend",
  "commit -e -m x",
  "commit -S -m x",
  "commit --gpg-sign=k -m x",
  "commit -t file",
  "commit -c HEAD",
  "commit -p -m x",
  "commit --squash HEAD",
  "commit --strange -m x",
  "commit $x -m x",
  "commit -m $@",
  "add $x",
  "add $@",
  "add -i",
  "add -e a",
  "switch $x",
  "switch --track origin/a",
  "switch --recurse-submodules main",
  "checkout main file",
  "checkout -t origin/a",
  "branch -m a b",
  "branch -u origin/a",
  "branch --edit-description",
  "branch --track new main",
  "tag -a v1",
  "tag -s v1 -m x",
  "tag -u key v1 -m x",
  "merge -s mine a",
  "merge -e a",
  "merge --continue",
  "merge -S a",
  "rebase -i main",
  "rebase -x make main",
  "rebase --exec=make main",
  "rebase --continue",
  "rebase --skip",
  "rebase --edit-todo",
  "cherry-pick -e a",
  "cherry-pick --continue",
  "cherry-pick --strategy=mine a",
  "revert HEAD",
  "stash -p",
  "stash drop",
  "stash branch new",
  "stash $x",
  "bisect run make",
  "bisect visualize",
  "bisect",
  "worktree add x",
  "submodule update",
  "init",
  "clone x",
  "remote add a b",
  "push",
  "pull",
  "fetch",
  "filter-branch",
  "update-ref a b",
  "am a.mbox",
  "gc",
  "maintenance start",
  "constructor",
  "toString a",
];

const FOLDERS: readonly (readonly [line: string, cwd: string | null, folder: string | null])[] = [
  ["commit", "/w", "/w"],
  ["-C sub commit", "/w", "/w/sub"],
  ["--no-pager -C sub -C ./deep/ -P commit", "/w", "/w/sub/deep"],
  ["-C /elsewhere commit", null, "/elsewhere"],
  ["-C sub commit", null, null],
  ["-C .. commit", "/w", null],
  ["-C $x commit", "/w", null],
  ["-C /a -C $x commit", "/w", null],
  ["commit -C HEAD", "/w", "/w"],
];

describe("git", () => {
  test.each(FOLDERS)("%s in %s works in %s", (line, cwd, folder) => {
    expect(gitFolder(words(line), cwd)).toBe(folder);
  });

  test.each(STEPS)("%s is a step", (line) => {
    expect(gitStepOf(words(line))).toEqual({ branch: null });
  });

  test.each(BRANCHES)("%s is one where %s is a local branch", (line, branch) => {
    expect(gitStepOf(words(line))).toEqual({ branch });
  });

  test.each(OTHERS)("%s is none", (line) => {
    expect(gitStepOf(words(line))).toBeNull();
  });
});
