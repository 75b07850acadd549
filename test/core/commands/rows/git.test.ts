/** git, and other programs that keep versions. */
import { describe, expect, test } from "vitest";
import type { EffectKind, Finding } from "../../../../src/core/commands/effect.ts";
import { findingOf } from "../place.ts";

function kinds({ effects }: Finding): readonly EffectKind[] {
  return [...new Set(effects.map(({ kind }) => kind))].toSorted();
}

describe("reading", () => {
  test.each([
    "git status",
    "git status --short --branch",
    "git status -sb",
    "git -C packages/api status --porcelain",
    "git log --oneline -10",
    "git log -5",
    "git log -n 5 --format=%H -- src/a.ts",
    "git log --oneline --all -S Redact -- src/config.ts",
    "git --no-pager log -p --stat -L 20,60:src/a.ts",
    "git log main..HEAD --author you --since yesterday",
    "git show HEAD:src/a.ts",
    "git show --stat HEAD~1",
    "git show HEAD --name-only",
    "git diff",
    "git diff --cached --stat",
    "git diff main...HEAD -- . ':(exclude)dist'",
    "git diff -U5 -w -M90% HEAD~3",
    "git diff --check",
    "git diff --no-index a.txt b.txt",
    "git blame -L 20,60 src/a.ts",
    "git grep -n 'HEALTHCHECK' -- src",
    "git grep -e foo --and -e bar",
    "git ls-files",
    "git ls-files --others --exclude-standard",
    "git ls-tree -r HEAD --name-only",
    "git rev-parse --show-toplevel",
    "git rev-parse --abbrev-ref HEAD",
    "git rev-list --count HEAD",
    "git merge-base --is-ancestor a b",
    "git describe --tags --always --dirty",
    "git cat-file -p HEAD",
    "git for-each-ref --sort=-committerdate --format='%(refname)' refs/heads",
    "git check-ignore -v .vscode/settings.json",
    "git count-objects -v",
    "git fsck --no-dangling",
    "git shortlog -sne",
    "git show-ref --heads",
    "git branch",
    "git branch -a",
    "git branch -vv --merged main",
    "git branch --contains HEAD",
    "git branch --show-current",
    "git branch --list 'feature/*'",
    "git tag -l 'v2.5*'",
    "git tag --list --sort=-creatordate",
    "git tag",
    "git tag -n3 -l",
    "git stash list",
    "git stash show -p",
    "git remote",
    "git remote -v",
    "git remote get-url origin",
    "git worktree list",
    "git reflog -5",
    "git reflog show main",
    "git notes list",
    "git submodule status",
    "git bisect log",
    "git symbolic-ref HEAD",
    "git config --get core.hooksPath",
    "git config --get-regexp 'filter.*'",
    "git config user.name",
    "git config get user.name",
    "git clean -ndx",
    "git clean -fdx -n",
    "git apply --check /tmp/patch.diff",
    "git commit --dry-run -m x",
    "git prune -n",
    "git lfs ls-files",
    "git bundle verify x.bundle",
    "git archive --list",
    "git hash-object src/a.ts",
    "git -c color.ui=never diff",
    "git -c core.pager=cat log",
    "git -c core.fsmonitor=false status",
    "svn status",
    "hg log -l 3",
    "jj log",
  ])("%s is safe where nothing can be written", (line) => {
    const { danger, safe } = findingOf(line);
    expect({ danger, safe }).toEqual({ danger: null, safe: "boxed" });
  });

  test("a version needs no box", () => {
    expect(findingOf("git --version")).toEqual({ effects: [], danger: null, safe: "anywhere" });
  });

  test.each<[string, EffectKind]>([
    ["git diff --output=x", "write"],
    ["git log --output x -1", "write"],
    ["git show --output=x", "write"],
    ["git stash show --output=x", "write"],
    ["git reflog --output=x", "write"],
    ["git archive -o x.tar HEAD", "write"],
    ["git archive --remote=host HEAD", "network"],
    ["git bundle create x.bundle HEAD", "write"],
    ["git format-patch -1 -o out", "write"],
    ["git format-patch -3", "write"],
    ["git diff -U --output=x", "write"],
    ["git log --format --output=x", "write"],
    ["git log --max-parents --output=x", "write"],
    ["git diff-tree --pretty --output=x HEAD", "write"],
    ["git diff --decorate-refs --output=x", "write"],
    ["git diff --ext-diff", "runs"],
    ["git log --textconv -p", "runs"],
    ["git cat-file --filters HEAD:a", "runs"],
    ["git grep -O foo", "runs"],
    ["git grep -Ovim foo", "runs"],
    ["git grep --open-files-in-pager=vim foo", "runs"],
    ["git -p log", "runs"],
    ["git --exec-path=/tmp/x status", "runs"],
    ["git -c core.pager='sh x' log", "runs"],
    ["git -c core.fsmonitor=./x status", "runs"],
    ["git -c alias.st='!sh x' st", "runs"],
    ["git -c alias.st='-c core.pager=./x log' st", "runs"],
    ["git -c diff.x.textconv=./x diff", "runs"],
    ["git -c filter.x.clean=./x status", "runs"],
    ["git -c include.path=x status", "unknown"],
    ["git --config-env=core.pager=X log", "runs"],
    ["git --git-dir=/tmp/x status", "unknown"],
    ["git branch --edit-description", "runs"],
    ["git difftool -x ./x", "runs"],
    ["git ls-remote --upload-pack=./x origin", "runs"],
    ["git ls-remote origin", "network"],
    ["git diff --frobnicate", "unknown"],
    ["git frobnicate", "unknown"],
    ["git verify-commit HEAD", "runs"],
  ])("%s is not: %s", (line, kind) => {
    const finding = findingOf(line);
    expect(finding.safe).toBe("no");
    expect(kinds(finding)).toContain(kind);
  });

  test.each(["git show HEAD:.env", "git diff --no-index /dev/null ~/.ssh/id_rsa", "git blame .env"])(
    "%s reads a secret",
    (line) => {
      expect(findingOf(line).danger).not.toBeNull();
    },
  );
});

describe("steps that git can undo", () => {
  test.each([
    "git add -A",
    "git add src/a.ts",
    "git commit -m 'Add test'",
    "git commit -am 'Add test'",
    "git commit --amend --no-edit",
    "git checkout main",
    "git checkout -",
    "git checkout -b fix/hosts",
    "git checkout -b fix/x origin/main",
    "git checkout v1.2.3",
    "git checkout --detach HEAD~1",
    "git switch -",
    "git switch -c fix/x",
    "git restore --staged .",
    "git restore -S src/a.ts",
    "git reset",
    "git reset HEAD~1",
    "git reset --soft HEAD",
    "git reset -- src/a.ts",
    "git stash",
    "git stash -u",
    "git stash push -m wip -- src",
    "git stash pop",
    "git stash apply stash@{1}",
    "git merge --no-ff feature/x",
    "git merge --abort",
    "git rebase main",
    "git rebase --continue",
    "git rebase --onto a b c",
    "git cherry-pick -x HEAD@{1}",
    "git revert --no-edit HEAD",
    "git am x.patch",
    "git branch fix",
    "git branch -d fix",
    "git branch -m old new",
    "git branch -u origin/main",
    "git tag v1.0.0",
    "git tag -a v1.0.0 -m 'One'",
    "git mv a.ts b.ts",
    "git rm --cached a.ts",
    "git rm -r src/old",
    "git init",
    "git worktree add /tmp/wt main",
    "git worktree remove /tmp/wt",
    "git notes add -m x",
    "git bisect start HEAD v1",
    "git remote add fork https://example.com/x.git",
    "git gc",
    "git config core.autocrlf input",
    "git config alias.st status",
    "git config user.email you@example.com",
    "git config --local push.default current",
    "git config core.editor vim",
    "git config --unset core.hooksPath",
    "jj describe -m x",
    "hg commit -m x",
  ])("%s needs no question", (line) => {
    const finding = findingOf(line);
    expect(finding.danger).toBeNull();
    expect(kinds(finding)).toContain("git-write");
    expect(kinds(finding)).not.toContain("unknown");
    expect(kinds(finding)).not.toContain("git-history");
  });

  test("what is written beside the repository is told", () => {
    expect(findingOf("git worktree add ../wt").effects).toEqual([
      { kind: "git-write", target: null, path: null, where: null },
      { kind: "write", target: "../wt", path: "/home/you/src/wt", where: "outside" },
    ]);
    expect(kinds(findingOf("git apply /tmp/patch.diff"))).toEqual(["read", "write"]);
  });

  test("a file deleted by force is for the disk to judge", () => {
    expect(findingOf("git rm -f src/a.ts")).toEqual({
      effects: [
        { kind: "git-write", target: null, path: null, where: null },
        { kind: "delete", target: "src/a.ts", path: "/home/you/src/app/src/a.ts", where: "workspace" },
      ],
      danger: null,
      safe: "no",
    });
    expect(findingOf("git -C sub clean -fd build").effects).toEqual([
      { kind: "delete", target: "build", path: "/home/you/src/app/sub/build", where: "workspace" },
    ]);
  });
});

describe("work and history that are lost", () => {
  test.each([
    "git reset --hard",
    "git reset --hard HEAD~1",
    "git reset --merge",
    "git -C sub reset --hard",
    "git --no-pager reset --hard",
    "git checkout -- .",
    "git checkout -- src/a.ts",
    "git checkout .",
    "git checkout src/a.ts",
    "git checkout ./src",
    "git checkout HEAD~3 src/a.ts",
    "git checkout HEAD -- src",
    "git checkout -f main",
    "git checkout --force",
    "git checkout -B main origin/main",
    "git checkout --ours src/a.ts",
    "git checkout -p",
    "git restore .",
    "git restore src/a.ts",
    "git restore --source=HEAD~3 --worktree .",
    "git restore --staged --worktree .",
    "git restore -SW .",
    "git switch -f main",
    "git switch --discard-changes main",
    "git switch -C main",
    "git clean -fd",
    "git clean -fdx",
    "git clean -d -f -x src",
    "git clean -f",
    "git clean -i",
    "git stash drop",
    "git stash drop stash@{0}",
    "git stash clear",
    "git push --force",
    "git push -f origin main",
    "git push origin HEAD:main --force",
    "git push --force-with-lease",
    "git push --force-with-lease=main:abc origin main",
    "git push origin +main",
    "git push origin +HEAD:main",
    "git push origin --delete release",
    "git push -d origin release",
    "git push origin :main",
    "git push --mirror",
    "git push --prune origin 'refs/heads/*'",
    "git push -uf origin main",
    "git branch -D main",
    "git branch -d --force main",
    "git branch -Dr origin/x",
    "git branch -f main HEAD~1",
    "git branch -M main",
    "git tag -d v1",
    "git tag -f v1 HEAD",
    "git reflog expire --expire=now --all",
    "git reflog delete HEAD@{1}",
    "git gc --prune=now",
    "git gc --aggressive --prune=all",
    "git prune --expire now",
    "git filter-branch --force --index-filter 'rm x' -- --all",
    "git filter-repo --path src --force",
    "git update-ref -d HEAD",
    "git worktree remove --force ../wt",
    "git rebase -i HEAD~3 --autosquash",
    "git rebase --root --exec true",
    "git read-tree --reset -u HEAD",
    "git checkout-index -f -a",
    "git submodule deinit -f x",
    "git lfs migrate import --everything",
    "svn revert -R .",
    "hg purge",
  ])("%s", (line) => {
    const finding = findingOf(line);
    expect(finding.danger).not.toBeNull();
    expect(kinds(finding)).toContain("git-history");
  });

  test("what a build makes again may go", () => {
    expect(findingOf("git clean -fdx dist build").danger).toBeNull();
  });
});

test.each([
  ["git log --oneline --stat -5 -- .env", null],
  ["git check-ignore -v .env", null],
  ["git status --short .env", null],
  ["git ls-files .env", null],
  ["git log -p -- .env", "reads a secret (.env)"],
  ["git log -U3 -- .env", "reads a secret (.env)"],
  ["git log --check -- .env", "reads a secret (.env)"],
  ["git log -L1,5:.env", "reads a secret (.env)"],
  ["git log -L 1,5:.env", "reads a secret (.env)"],
  ["git status -v .env", "reads a secret (.env)"],
  ["git whatchanged -- .env", "reads a secret (.env)"],
])("%s shows names or what is in them", (line, danger) => {
  expect(findingOf(line).danger).toBe(danger);
});
