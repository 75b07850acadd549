/** Which settings of a repository run something, and which do not. */
import { expect, test } from "vitest";
import { readGitConfig } from "../../../src/core/policy/git-config.ts";
import { runningSettings } from "../../../src/core/policy/git-running.ts";

const CASES: readonly [text: string, running: readonly string[]][] = [
  ["[core]\n\tfsmonitor = touch /tmp/x\n", ["core.fsmonitor"]],
  ["[core]\n\tfsmonitor = true\n\tfsmonitor\n", []],
  ["[Core]\n\tHooksPath = .husky\n\thooksPath = x\n", ["Core.HooksPath", "Core.hooksPath"]],
  ["[core]\n\thooksPath = /dev/null\n\tpager = cat\n\teditor = true\n", []],
  ["[core]\n\tworktree = /home/you\n", ["core.worktree"]],
  ["[core]\n\tworktree = ../../../sub\n", []],
  ['[filter "x"]\n\tclean = evil\n\tsmudge = git-lfs smudge -- %f\n', ["filter.x.clean"]],
  ['[filter "lfs"]\n\tclean = git-lfs clean -- %f\n\tprocess = git-lfs filter-process\n\trequired = true\n', []],
  ["[alias]\n\tst = status\n\tx = !sh evil\n", ["alias.x"]],
  [
    '[credential]\n\thelper = store\n[credential "https://x.test"]\n\thelper = /tmp/evil\n',
    ["credential.https://x.test.helper"],
  ],
  ['[submodule "a"]\n\tupdate = !evil\n\turl = ../a\n', ["submodule.a.update"]],
  ['[remote "origin"]\n\turl = ext::sh -c evil\n', ["remote.origin.url"]],
  ['[remote "origin"]\n\turl = https://x.test/a.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n', []],
  ['[branch "main"]\n\tremote = origin\n[user]\n\tname = a\n[gc]\n\tauto = 0\n[lfs]\n\tlocksverify = true\n', []],
  ["[include]\n\tpath = ../x\n", ["include.path"]],
  ["[pager]\n\tlog = evil\n\tdiff = false\n", ["pager.log"]],
];
test.each(CASES)("%j", (text, running) => {
  expect(runningSettings(readGitConfig(text) ?? [])).toEqual(running);
});
