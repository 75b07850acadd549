/** When a command finds the repository open, and that what is told is what is done. */
import { describe, expect, test } from "vitest";
import type { Basis } from "../../../src/core/approval/basis.ts";
import type { Repository } from "../../../src/core/approval/facts.ts";
import { worksInside } from "../../../src/core/approval/inside.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import { MODE_ONLY } from "../../../src/core/permissions/permissions.ts";
import type { Command } from "../../../src/core/shell/reading.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";

const QUIET: Omit<Repository, "folder"> = {
  runs: [],
  remotes: ["origin"],
  top: "/w",
  submodules: [],
  nested: [],
  branches: ["main", "side"],
};

const BASIS: Basis = {
  ...PLAIN_BASIS,
  workspace: { roots: ["/w", "/tmp"], keep: [], bounds: { ...MODE_ONLY, git: "steps" } },
  programs: ["bash", "git", "ls", "mv", "cp", "rm", "mkdir", "touch", "tar", "npm", "cd", "echo"].map(systemProgram),
  repositories: [
    { folder: "/w", ...QUIET },
    { folder: "/w/sub", ...QUIET },
    { folder: "/w/own", ...QUIET, top: "/w/own", branches: [] },
    { folder: "/w/hooked", ...QUIET, runs: ["hook pre-commit"] },
    { folder: "/w/odd", ...QUIET, top: null },
    { folder: "/elsewhere", ...QUIET, top: "/elsewhere" },
    { folder: "/w/none", runs: null, remotes: [], top: null, submodules: [], nested: [], branches: [] },
    { folder: "/w/holds", ...QUIET, runs: ["submodule a"], submodules: ["submodule a"] },
    { folder: "/w/around", ...QUIET, nested: ["/w/around/x/.git"] },
    { folder: "/w/loud", ...QUIET, runs: ["submodule a", "submodule b"], submodules: ["submodule a"] },
  ],
};

/** How it is decided, and whether the repository is open then. */
function decide(script: string, given: Partial<Basis> = {}): string {
  const argv: Command = ["bash", "-lc", script];
  const action = { kind: "command", argv, cwd: "/w", escalate: false, why: null } as const;
  const { requirement, survey } = judge({ action, mode: "run" }, { ...BASIS, ...given });
  if (requirement.kind === "forbid") return "forbid";
  const { under } = requirement;
  const access = under.kind === "unrestricted" ? "outside" : under.git === "commit" ? "open" : "closed";
  const isGranted = survey !== null && worksInside(survey, requirement).includes("git-write");
  const isSaid = requirement.reasons.some(({ kind }) => kind === "git-steps");
  // What is told must be what is done.
  expect([isGranted, isSaid]).toEqual(Array(2).fill(requirement.kind === "run" && access === "open"));
  return `${requirement.kind} ${access}`;
}

const OPEN: readonly string[] = [
  "git add -A",
  "git commit -m x",
  'git commit -m "$(cat message)"',
  "git commit -m \"$(cat <<'EOF'\nFix it\n\nFor good.\nEOF\n)\"",
  "git add -A && git commit -m x",
  "git add -A && git status --short",
  "git stash && git stash pop",
  "git -C sub add . && git -C /w/own commit -m x",
  "git status; git diff; git add a; git log -1",
  "cd sub && git add . && git commit -qm x",
  "cd own && git commit -am x",
  "cd holds && git commit -am x",
  "git switch side",
  "git switch -c new main",
  "GIT_AUTHOR_NAME=a GIT_AUTHOR_DATE=$x git commit -m x",
  "export GIT_COMMITTER_EMAIL=a@localhost; git commit -m x",
  "set -e; cd sub; git add .; git commit -m x; cd ..; pwd",
  "GIT_EDITOR=true git commit -m x",
  "git -c user.name=a commit -m x",
  "mv a b && git add -A",
  "cp a b && git add -A",
  "rm -f a && mkdir -p b && touch b/c && git add -A",
  "echo x > notes && git add notes",
  "git add -A && git commit -m x | tail -1",
  "if git diff --quiet; then echo same; else git add -A; fi",
];

const CLOSED: readonly string[] = [
  "ls",
  "git status",
  "git commit",
  "git commit -S -m x",
  "git -C hooked commit -m x",
  "git -C nowhere commit -m x",
  "git -C .. commit -m x",
  "git add -A && npm test",
  "git add -A && ./x.sh",
  "tar xf a.tar && git add .",
  "cp -r a b && git add .",
  "cp -- -r a && git add .",
  "cp $x b && git add .",
  "git add -A && unknown-program",
  "GIT_DIR=/x git add .",
  "GIT_EDITOR=make git commit -m x",
  "GIT_EDITOR=$x git commit -m x",
  "export GIT_SSH_COMMAND=make; git commit -m x",
  "git -c core.fsmonitor=./x add .",
  "export GIT_INDEX_FILE=x; git add .",
  "git config user.name x && git add .",
  "git switch elsewhere",
  "git switch -c new origin/main",
  "cd hooked && git commit -m x",
  "cd odd && git commit -m x",
  "cd loud && git commit -m x",
  "cd none && git commit -m x",
  "cd nowhere && git commit -m x",
  'cd "$x" && git commit -m x',
  "cd /elsewhere && git commit -m x",
  "git add . && echo x > .git/refs/heads/a",
  "git add . && mv a own/.git/HEAD",
  "git worktree add x",
  "git init",
  "git rebase -x make main",
  "git() { make; }; git add .",
  "PATH=. git add .",
  "git pull --rebase origin main",
  "make && git commit -m x",
];

const ASKED: readonly string[] = [
  "git reset --hard",
  "git checkout -- .",
  "git branch -D side",
  "git stash drop",
  "git commit -n -m x",
  "git add -A && git push --force",
  "git commit -m x && rm -rf ~",
];

describe("a command that is only local steps of git", () => {
  test.each(OPEN)("runs with an open repository: %s", (script) => {
    expect(decide(script)).toBe("run open");
  });

  test.each(CLOSED)("else the repository stays closed: %s", (script) => {
    expect(decide(script)).toBe("run closed");
  });

  test.each(ASKED)("what may lose something is asked: %s", (script) => {
    expect(decide(script)).toBe("ask closed");
  });
});

const ALLOW = 'prefix_rule(pattern=["git", "add"], decision="allow")\n';

const bounds = (git: "read-only" | "steps" | "commit"): Partial<Basis> => ({
  workspace: { ...BASIS.workspace, bounds: { ...MODE_ONLY, git } },
});

const WHY: readonly (readonly [script: string, why: string | null])[] = [
  ["git add .", null],
  ["npm test", null],
  ["git commit", null],
  ["cd hooked && git commit -m x", "its repository has what may run or lead elsewhere: hook pre-commit"],
  ["cd loud && git commit -m x", "its repository has what may run or lead elsewhere: submodule b"],
  ["cd around && git add x", "its repository has what may run or lead elsewhere: /w/around/x/.git"],
  ["cd none && git commit -m x", "it cannot be told what git finds in its folder"],
  ["cd nowhere && git commit -m x", "it cannot be told what git finds in its folder"],
  ["cd odd && git commit -m x", "its folders are not laid out as git does it"],
  ["cd /elsewhere && git commit -m x", "its files in /elsewhere may not be written"],
  ["git switch far", "far is no branch of it, and for one that git makes of a remote's it writes settings"],
];

test.each(WHY)("%s tells why the repository stays closed: %s", (script, why) => {
  const argv: Command = ["bash", "-lc", script];
  const action = { kind: "command", argv, cwd: "/w", escalate: false, why: null } as const;
  const { reasons } = judge({ action, mode: "run" }, BASIS).requirement;
  const told = reasons.flatMap((reason) => (reason.kind === "git-closed" ? [reason.why] : []));
  expect(told).toEqual(why === null ? [] : [why]);
});

describe("around it", () => {
  const GIVEN: readonly (readonly [name: string, script: string, given: Partial<Basis>, decided: string])[] = [
    ["the read-only mode opens nothing", "git add .", { sandboxMode: "read-only" }, "run closed"],
    ["nor does the setting", "git add .", bounds("read-only"), "run closed"],
    ["no sandbox is one", "git add .", { sandboxMode: "danger-full-access" }, "run outside"],
    ["who is asked accepts it for the open repository", "git add .", { approvalPolicy: "untrusted" }, "ask open"],
    ["nobody has to be asked", "git add .", { approvalPolicy: "never" }, "run open"],
    ["without a folder nothing starts", "git add .", { hasFolder: false, repositories: [] }, "run open"],
    ["a folder that was not looked at", "git add .", { repositories: [] }, "run closed"],
    [
      "git from the workspace is none",
      "git add .",
      { programs: [{ name: "git", path: "/w/bin/git", writable: true, identity: null }] },
      "run closed",
    ],
    ["a rule lets it out", "git add .", { rules: rulesOf({ user: ALLOW }) }, "run outside"],
    ["a project's rule does not", "git add .", { rules: rulesOf({ project: ALLOW }) }, "run open"],
    ["a rule asks", "git add .", { rules: rulesOf({ user: ALLOW.replace("allow", "prompt") }) }, "ask open"],
    ["a rule forbids", "git add .", { rules: rulesOf({ user: ALLOW.replace("allow", "forbidden") }) }, "forbid"],
  ];
  test.each(GIVEN)("%s", (_name, script, given, decided) => {
    expect(decide(script, given)).toBe(decided);
  });

  test("the setting opens it to every command", () => {
    const argv: Command = ["make"];
    const action = { kind: "command", argv, cwd: "/w", escalate: false, why: null } as const;
    const { requirement } = judge({ action, mode: "run" }, { ...BASIS, ...bounds("commit") });
    expect(requirement).toMatchObject({ kind: "run", under: { git: "commit" } });
    expect(requirement.reasons.map(({ kind }) => kind)).toEqual(["match", "sandbox"]);
  });
});
