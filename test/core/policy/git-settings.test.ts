/** Settings of repositories: which of them run something, and where their remotes lead. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGitConfig } from "../../../src/core/policy/git-config.ts";
import { gitSettingsOf, type GitSettings } from "../../../src/core/policy/git-settings.ts";

function settingsOf(text: string): GitSettings {
  const settings = readGitConfig(text);
  if (settings === null) throw new Error(`not read: ${text}`);
  return gitSettingsOf(settings);
}

const ORIGIN = '[remote "origin"]\nurl = https://example.com/a.git\nfetch = +refs/heads/*:refs/remotes/origin/*\n';

const HARMLESS: readonly string[] = [
  "[core]\nrepositoryformatversion = 0\nfilemode = true\nbare = false\nlogallrefupdates = true\n",
  "[core]\nfsmonitor\n",
  "[core]\nfsmonitor = true\nIgnoreCase = false\n",
  '[branch "main"]\nremote = origin\nmerge = refs/heads/main\nrebase = true\n',
  '[branch "main"]\nremote = .\n',
  "[remote]\npushDefault = origin\n",
  "[user]\nname = A\nemail = a@b\n",
  '[color]\nui = auto\n[color "diff"]\nold = red\n[advice]\ndetachedHead = false\n',
  "[alias]\nst = status\n",
  "[pull]\nrebase = true\n[push]\ndefault = simple\n[init]\ndefaultBranch = main\n[rebase]\nautosquash\n",
];

const RUNS: readonly (readonly [text: string, runs: readonly string[]])[] = [
  ["[core]\nfsmonitor = ./watch\n", ["core.fsmonitor"]],
  ["[core]\nfsmonitor = .git/true\n", ["core.fsmonitor"]],
  ["[CORE]\nHooksPath = .husky\n", ["CORE.HooksPath"]],
  [
    "[core]\nsshCommand = x\neditor = x\npager = x\naskPass = x\ngitProxy = x\nworktree = /x\n",
    ["core.sshCommand", "core.editor", "core.pager", "core.askPass", "core.gitProxy", "core.worktree"],
  ],
  ["[core]\nalternateRefsCommand = x\nprotectHFS = false\n", ["core.alternateRefsCommand", "core.protectHFS"]],
  ["[sequence]\neditor = x\n[pager]\nlog = less\n", ["sequence.editor", "pager.log"]],
  ["[alias]\nx = !sh\n", ["alias.x"]],
  ['[filter "a"]\nclean = x\nsmudge = x\nprocess = x\n', ["filter.a.clean", "filter.a.smudge", "filter.a.process"]],
  [
    '[diff]\nexternal = x\n[diff "a"]\ncommand = x\ntextconv = x\n',
    ["diff.external", "diff.a.command", "diff.a.textconv"],
  ],
  ['[merge "a"]\ndriver = x\n[mergetool "a"]\ncmd = x\n', ["merge.a.driver", "mergetool.a.cmd"]],
  ["[credential]\nhelper = x\n", ["credential.helper"]],
  ['[gpg]\nprogram = x\n[gpg "ssh"]\nprogram = x\n', ["gpg.program", "gpg.ssh.program"]],
  ['[url "ext::sh"]\ninsteadOf = https://\n', ["url.ext::sh.insteadOf"]],
  ['[include]\npath = x\n[includeIf "gitdir:/"]\npath = x\n', ["include.path", "includeIf.gitdir:/.path"]],
  ['[trailer "a"]\ncommand = x\n[interactive]\ndiffFilter = x\n', ["trailer.a.command", "interactive.diffFilter"]],
  ['[submodule "a"]\nupdate = !x\n', ["submodule.a.update"]],
  ['[hook "a"]\ncommand = x\n[uploadpack]\npackObjectsHook = x\n', ["hook.a.command", "uploadpack.packObjectsHook"]],
  [
    "[protocol]\nallow = always\n[http]\nproxy = x\nsslVerify = false\n",
    ["protocol.allow", "http.proxy", "http.sslVerify"],
  ],
  ["[made]\nup = 1\n", ["made.up"]],
  [
    `${ORIGIN}uploadpack = x\nreceivepack = x\nvcs = x\nproxy = x\n`,
    ["remote.origin.uploadpack", "remote.origin.receivepack", "remote.origin.vcs", "remote.origin.proxy"],
  ],
  ['[remote "a"]\nurl = ext::sh -c x\n', ["remote.a.url"]],
  ['[remote "a"]\nurl = foo://x\n', ["remote.a.url"]],
  ['[remote "a"]\nurl = ../a.git\n', ["remote.a.url"]],
  ['[remote "a"]\nurl = https://x/y\npushurl = ./b\n', ["remote.a.pushurl"]],
  ['[remote "/a"]\nurl = https://x/y\n', ["remote./a.url", "remote./a"]],
  ['[remote "./a"]\nurl = https://x/y\n', ["remote../a.url", "remote../a"]],
  ['[remote "a"]\nfetch = x\n', ["remote.a"]],
  ['[branch "main"]\nremote = ./a\n', ["branch.main.remote"]],
  ["[remote]\npushDefault = ./a\n", ["remote.pushDefault"]],
];

describe("settings of a repository", () => {
  test.each(HARMLESS)("%j run nothing", (text) => {
    expect(settingsOf(ORIGIN + text)).toEqual({ runs: [], remotes: ["origin"], places: [] });
  });

  test.each(RUNS)("%j run something, or may", (text, runs) => {
    expect(settingsOf(text).runs).toEqual(runs);
  });

  const ADDRESSES = ["https://u@h/x", "ssh://git@h:22/x", "git://h/x", "git@h:x/y.git", "h:x"];
  test.each(ADDRESSES)("the remote %s is a place on the network", (url) => {
    expect(settingsOf(`[remote "a"]\nurl = "${url}"\n`)).toEqual({ runs: [], remotes: ["a"], places: [] });
  });

  test("a remote on this machine is another repository", () => {
    expect(settingsOf('[remote "a"]\nurl = /x/a.git\n[remote "b"]\nurl = file:///x/b.git\n')).toEqual({
      runs: [],
      remotes: ["a", "b"],
      places: [
        { name: "remote.a.url", path: "/x/a.git" },
        { name: "remote.b.url", path: "/x/b.git" },
      ],
    });
  });

  const word = fc.oneof(fc.string(), fc.constantFrom("core", "remote", "branch", "url", "alias", "fsmonitor", "!x"));
  const setting = fc.record({
    section: word,
    subsection: fc.option(word),
    key: word,
    value: fc.option(word),
  });
  test("no settings make the reader throw", () => {
    fc.assert(
      fc.property(fc.array(setting), (settings) => {
        const { runs } = gitSettingsOf(settings);
        expect(new Set(runs).size).toBe(runs.length);
      }),
      { seed: 3 },
    );
  });
});
