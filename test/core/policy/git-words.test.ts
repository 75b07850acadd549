/** Words of git commands: which leave all to git itself, and which name a program. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { whyGitStays } from "../../../src/core/policy/git-words.ts";

/** Several commands are parted by `&&`; each starts behind `git`. */
function why(line: string): string | null {
  return whyGitStays(
    line.split(" && ").map((command) => command.split(" ")),
    ["origin", "fork"],
  );
}

const LEAVES: readonly string[] = [
  "add CHANGELOG.md",
  "add -A",
  "-P log",
  "--no-pager log -x",
  "commit -m words",
  "commit -am words",
  "push",
  "push origin main",
  "push -u origin HEAD:refs/heads/x",
  "push --force-with-lease fork",
  "push https://example.com/x.git",
  "push git@example.com:x.git main",
  "fetch --all --prune",
  "fetch -p origin main",
  "pull --rebase",
  "pull --ff-only origin main",
  "clone --depth 1 -b main https://example.com/x.git dir",
  "remote add up https://example.com/x.git",
  "worktree add ../x",
  "rebase -i --autosquash origin/main",
  "rebase --onto main a b",
  "cherry-pick -x abc",
  "stash push",
  "checkout -b new",
  "checkout -- a b",
  "switch -c new",
  "add . && commit -m x && push",
  "add . && commit -q --amend --no-edit && tag v1 && push --follow-tags",
  "status && diff && add .",
  "add . && commit -qm x && push",
  "add . && commit --message=x",
  "pull && push",
];

const STAYS: readonly (readonly [line: string, why: string])[] = [
  ["", "do not tell what git does"],
  ["-C x push", "do not tell what git does"],
  ["-c a.b=c push", "do not tell what git does"],
  ["--git-dir=x push", "do not tell what git does"],
  ["--work-tree x push", "do not tell what git does"],
  ["--exec-path=x push", "do not tell what git does"],
  ["--namespace=x push", "do not tell what git does"],
  ["lfs push origin", "it is not known what git lfs runs"],
  ["st", "it is not known what git st runs"],
  ["config core.editor x", "may start another program"],
  ["config user.name x", "it is not known what git config runs"],
  ["submodule update", "it is not known what git submodule runs"],
  ["submodule foreach ls", "may start another program"],
  ["bisect run x", "may start another program"],
  ["rebase -x ls main", "git rebase"],
  ["rebase -ix ls main", "git rebase"],
  ["rebase --exec=ls", "git rebase"],
  ["rebase --continue", "git rebase"],
  ["checkout main", "may enter folders"],
  ["checkout -b new other", "may enter folders"],
  ["checkout main -- a", "may enter folders"],
  ["switch main", "may enter folders"],
  ["push --exec=x origin", "may start another program"],
  ["push --e=x origin", "--e=x"],
  ["push --recurse-submodules=on-demand", "--recurse-submodules"],
  ["push --repo=x", "--repo=x"],
  ["push -o x origin", "-o"],
  ["fetch --upload-pack=x", "may start another program"],
  ["fetch -upload x", "-upload"],
  ["fetch --multiple x", "--multiple"],
  ["clone -u x https://example.com/x", "may start another program"],
  ["clone --template=x https://example.com/x", "--template=x"],
  ["clone --recurse-submodules https://example.com/x", "--recurse-submodules"],
  ["clone -c a.b=c https://example.com/x", "-c"],
  ["clone origin", "origin is no remote"],
  ["push ./evil", "./evil is no remote"],
  ["push evil", "evil is no remote"],
  ["push /tmp/evil.git", "/tmp/evil.git is no remote"],
  ["push file:///tmp/evil", "file:///tmp/evil is no remote"],
  ["push ext::sh", "may start another program"],
  ["pull foo://x", "foo://x is no remote"],
  ["remote add -f x /tmp/evil", "git remote"],
  ["remote update", "git remote"],
  ["remote show ./evil", "git remote"],
  ["init --template=x", "may start another program"],
  ["checkout --recurse-submodules main", "--recurse-submodules"],
  ["log -p --submodule=diff", "--submodule=diff"],
  ["add sub && status", "git status looks into folders that git add may have added"],
  ["add sub && add -A", "git add looks"],
  ["add sub && commit -am x", "git commit looks"],
  ["add sub && commit -m x sub", "git commit looks"],
  ["add sub && commit", "git commit looks"],
  ["add sub && commit -q", "git commit looks"],
  ["add sub && commit -qam x", "git commit looks"],
  ["pull && diff", "git diff looks"],
  ["remote set-url origin /tmp/evil && push", "what git remote sets up counts"],
];

describe("words of git", () => {
  test.each(LEAVES)("%s: git itself", (line) => {
    expect(why(line)).toBe(null);
  });

  test.each(STAYS)("%s: more than git", (line, expected) => {
    expect(why(line)).toContain(expected);
  });

  test("without a remote origin there is no saying where a bare push leads", () => {
    expect(whyGitStays([["push"]], [])).toBe("the repository has no remote origin");
    expect(whyGitStays([["push", "fork"]], ["fork"])).toBe(null);
  });

  test("no words make it throw", () => {
    const word = fc.oneof(fc.string(), fc.constantFrom("push", "add", "-m", "commit", "--", "origin", "rebase", "&&"));
    fc.assert(
      fc.property(fc.array(fc.array(word)), fc.array(word), (commands, remotes) => {
        expect(whyGitStays(commands, remotes)).not.toBe("");
      }),
      { seed: 7 },
    );
  });
});
