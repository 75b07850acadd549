/** Repositories of the real git, as they are found from a folder, and what they run. */
import * as fc from "fast-check";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, test } from "vitest";
import type { Repository } from "../../src/core/approval/facts.ts";
import { repositoriesAt } from "../../src/effects/git-settings.ts";
import { git, write } from "./git-world.ts";

const base = realpathSync(mkdtempSync(`${tmpdir()}/assent-git-`));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let made = 0;
/** A new repository with one commit, in a folder of its own. */
function newRepository(): string {
  made += 1;
  const repo = `${base}/${made}/repo`;
  write(repo, { "a.txt": "a", "sub/b.txt": "b" });
  git(repo, ["init", "-q", "-b", "main"]);
  git(repo, ["add", "."]);
  git(repo, ["commit", "-q", "-m", "begin"]);
  return repo;
}

function look(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Pick<Repository, "runs" | "remotes"> | undefined {
  const [found] = repositoriesAt([folder], env);
  return found === undefined ? undefined : { runs: found.runs, remotes: found.remotes };
}

function script(path: string): void {
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, 0o755);
}

const QUIET: readonly (readonly [name: string, make: (repo: string) => string, remotes: readonly string[]])[] = [
  ["a fresh repository", (repo) => repo, []],
  ["a folder below its top", (repo) => `${repo}/sub`, []],
  ["its own .git", (repo) => `${repo}/.git`, []],
  ["a link into it", (repo) => (symlinkSync(`${repo}/sub`, `${repo}/../link`), `${repo}/../link`), []],
  ["a work tree", (repo) => (git(repo, ["worktree", "add", "-q", "../tree"]), `${repo}/../tree/sub`), []],
  ["a bare repository", (repo) => (git(repo, ["clone", "-q", "--bare", ".", "../b.git"]), cut(`${repo}/../b.git`)), []],
  ["a repository kept elsewhere", (repo) => (git(repo, ["init", "-q", "--separate-git-dir", "../kept"]), repo), []],
  ["a hook that is not executable", (repo) => (write(repo, { ".git/hooks/pre-commit": "" }), repo), []],
  ["a remote on the network", (repo) => (git(repo, ["remote", "add", "o", "git@h:x.git"]), repo), ["o"]],
  ["a remote on this machine", (repo) => withNeighbour(repo, () => undefined), ["near"]],
];

/** A clone remembers where it came from. */
function cut(bare: string): string {
  git(bare, ["remote", "remove", "origin"]);
  return bare;
}

/** With a bare repository beside it as a remote. */
function withNeighbour(repo: string, change: (bare: string) => void): string {
  const bare = `${repo}/../near.git`;
  git(repo, ["init", "-q", "--bare", bare]);
  change(bare);
  git(repo, ["remote", "add", "near", realpathSync(bare)]);
  return repo;
}

const LOUD: readonly (readonly [name: string, make: (repo: string) => string, runs: readonly string[]])[] = [
  ["a setting", (repo) => (git(repo, ["config", "core.fsmonitor", "./x"]), repo), ["core.fsmonitor"]],
  [
    "a setting of one work tree",
    (repo) => {
      git(repo, ["worktree", "add", "-q", "../tree"]);
      git(repo, ["config", "extensions.worktreeConfig", "true"]);
      git(`${repo}/../tree`, ["config", "--worktree", "core.sshCommand", "x"]);
      return `${repo}/../tree`;
    },
    ["core.sshCommand"],
  ],
  ["a hook", (repo) => (script(`${repo}/.git/hooks/pre-push`), repo), ["hook pre-push"]],
  [
    "a hook, seen from a work tree",
    (repo) => {
      git(repo, ["worktree", "add", "-q", "../tree"]);
      script(`${repo}/.git/hooks/pre-commit`);
      return `${repo}/../tree`;
    },
    ["hook pre-commit"],
  ],
  [
    "a hook that is a link",
    (repo) => {
      script(`${repo}/x.sh`);
      symlinkSync("../../x.sh", `${repo}/.git/hooks/post-merge`);
      return repo;
    },
    ["hook post-merge"],
  ],
  [
    "a repository within that was added",
    (repo) => {
      git(`${repo}/sub`, ["init", "-q"]);
      git(`${repo}/sub`, ["commit", "-q", "--allow-empty", "-m", "x"]);
      git(repo, ["rm", "-q", "--cached", "sub/b.txt"]);
      git(repo, ["add", "sub"]);
      return repo;
    },
    ["submodule sub"],
  ],
  [
    "a submodule's repository",
    (repo) => (mkdirSync(`${repo}/.git/modules/m`, { recursive: true }), repo),
    ["submodule m"],
  ],
  ["a bare repository in a folder", (repo) => planted(repo, "config"), ["core.fsmonitor"]],
  [
    "a hook of a remote on this machine",
    (repo) => withNeighbour(repo, (bare) => script(`${bare}/hooks/update`)),
    ["remote.near.url"],
  ],
  [
    "a setting of a remote on this machine",
    (repo) => withNeighbour(repo, (bare) => git(bare, ["config", "core.alternateRefsCommand", "x"])),
    ["remote.near.url"],
  ],
  [
    "a remote that is not there",
    (repo) => (git(repo, ["remote", "add", "far", "/none/x.git"]), repo),
    ["remote.far.url"],
  ],
];

/** A folder of the work tree that git takes for a repository. */
function planted(repo: string, config: string): string {
  mkdirSync(`${repo}/sub/objects`);
  mkdirSync(`${repo}/sub/refs`);
  write(`${repo}/sub`, { HEAD: "ref: refs/heads/main\n", [config]: "[core]\nfsmonitor = ./x\n" });
  return `${repo}/sub`;
}

const UNKNOWN: readonly (readonly [name: string, make: (repo: string) => string])[] = [
  ["a folder that does not exist", (repo) => `${repo}/none`],
  ["a folder in no repository", (repo) => (mkdirSync(`${repo}/../none`), `${repo}/../none`)],
  ["a .git that is a link to nothing", (repo) => (symlinkSync("none", `${repo}/sub/.git`), `${repo}/sub`)],
  ["a .git file that says nothing", (repo) => (write(repo, { "sub/.git": "x" }), `${repo}/sub`)],
  ["a .git file that leads nowhere", (repo) => (write(repo, { "sub/.git": "gitdir: ../none\n" }), `${repo}/sub`)],
  ["an empty .git", (repo) => (mkdirSync(`${repo}/sub/.git`), `${repo}/sub`)],
  ["half a repository", (repo) => (write(repo, { "sub/HEAD": "ref: refs/heads/main\n" }), `${repo}/sub`)],
  ["settings that git refuses", (repo) => (write(repo, { ".git/config": "[core\n" }), repo)],
  ["settings that are no text", (repo) => (writeFileSync(`${repo}/.git/config`, Buffer.from([0xff])), repo)],
  ["settings beyond measure", (repo) => (write(repo, { ".git/config": "#".repeat(1024 * 1024 + 1) }), repo)],
  ["an index that is broken", (repo) => (write(repo, { ".git/index": "DIR" }), repo)],
  ["an index that is split", (repo) => (git(repo, ["update-index", "--split-index"]), repo)],
  ["hooks beyond measure", (repo) => (write(repo, many(1001)), repo)],
];

function many(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`.git/hooks/h${at}`, ""]));
}

/** The top is told as a path from the repository's. */
const OPEN: readonly (readonly [name: string, make: (repo: string) => string, top: string | null])[] = [
  ["a fresh repository", (repo) => repo, "."],
  ["a folder below its top", (repo) => `${repo}/sub`, "."],
  ["a work tree", (repo) => (git(repo, ["worktree", "add", "-q", "../tree"]), `${repo}/../tree/sub`), "../tree"],
  ["a submodule", (repo) => withSubmodule(repo), "kept"],
  ["not its own .git", (repo) => `${repo}/.git`, null],
  [
    "not a repository kept elsewhere",
    (repo) => (git(repo, ["init", "-q", "--separate-git-dir", "../kept"]), repo),
    null,
  ],
  ["not one with a link in it", (repo) => (symlinkSync("/tmp/x", `${repo}/.git/logs/refs/x`), repo), null],
  [
    "not one that is a link",
    (repo) => (renameSync(`${repo}/.git`, `${repo}/../g`), symlinkSync("../g", `${repo}/.git`), repo),
    null,
  ],
  [
    "not a folder that names somebody else's work tree",
    (repo) => {
      git(repo, ["worktree", "add", "-q", "../tree"]);
      write(repo, { "../other/.git": `gitdir: ${repo}/.git/worktrees/tree\n` });
      return `${repo}/../other`;
    },
    null,
  ],
  [
    "not where each new branch changes the settings",
    (repo) => (git(repo, ["config", "branch.autoSetupMerge", "always"]), repo),
    null,
  ],
];

/** A repository in the repository, in the place where git keeps one. */
function withSubmodule(repo: string): string {
  git(repo, ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `${repo}/.git`, "kept"]);
  git(`${repo}/kept`, ["remote", "remove", "origin"]);
  return `${repo}/kept`;
}

describe("a folder where git is started", () => {
  test.each(OPEN)("can be opened for local steps: %s", (_name, make, top) => {
    const repo = newRepository();
    const [found] = repositoriesAt([make(repo)], {});
    expect(found?.top).toEqual(top === null ? null : realpathSync(`${repo}/${top}`));
  });

  test("its branches are those that are packed and those that are not", () => {
    const repo = newRepository();
    git(repo, ["branch", "a/b"]);
    git(repo, ["pack-refs", "--all"]);
    git(repo, ["branch", "c"]);
    expect(repositoriesAt([repo], {})[0]?.branches).toEqual(["a/b", "c", "main"]);
  });

  test.each([
    ["runs nothing", () => undefined, ["submodule kept"]],
    ["has a setting", (kept: string) => git(kept, ["config", "core.fsmonitor", "./x"]), []],
    ["has a hook", (kept: string) => script(`${kept}/../.git/modules/kept/hooks/pre-commit`), []],
    ["has settings elsewhere", (kept: string) => write(kept, { ".git": `gitdir: ${base}/nowhere\n` }), []],
  ])("a submodule is told for itself that %s", (_name, change, quiet) => {
    const repo = newRepository();
    change(withSubmodule(repo));
    const [found] = repositoriesAt([repo], {});
    const told = ["submodule.kept.url", "submodule.kept.active"];
    expect([found?.runs, found?.submodules]).toEqual([
      [...told, "submodule kept"],
      quiet.length === 0 ? [] : [...told, ...quiet],
    ]);
  });

  test("repositories below it are told that may run something, whether git knows them or not", () => {
    const repo = newRepository();
    for (const name of ["quiet", "a/loud", "hooked", "elsewhere"]) {
      write(repo, { [`${name}/`]: "" });
      git(`${repo}/${name}`, ["init", "-q"]);
    }
    git(`${repo}/a/loud`, ["config", "core.fsmonitor", "./x"]);
    script(`${repo}/hooked/.git/hooks/pre-commit`);
    renameSync(`${repo}/elsewhere/.git`, `${base}/moved`);
    write(repo, { "elsewhere/.git": `gitdir: ${base}/moved/nothing\n` });
    const told = ["elsewhere", "hooked", "a/loud"].map((name) => `${repo}/${name}/.git`);
    expect(new Set(repositoriesAt([repo], {})[0]?.nested)).toEqual(new Set(told));
  });

  test("the settings of a submodule may name its own work tree and no other", () => {
    const kept = withSubmodule(newRepository());
    const own = look(kept)?.runs;
    git(kept, ["config", "core.worktree", "../../.."]);
    expect([own, look(kept)?.runs]).toEqual([[], ["core.worktree"]]);
  });

  test.each(QUIET)("runs nothing: %s", (_name, make, remotes) => {
    expect(look(make(newRepository()))).toEqual({ runs: [], remotes });
  });

  test.each(LOUD)("runs something: %s", (_name, make, runs) => {
    expect(look(make(newRepository()))?.runs).toEqual(runs);
  });

  test.each(UNKNOWN)("cannot be told: %s", (_name, make) => {
    expect(look(make(newRepository()))).toEqual({ runs: null, remotes: [] });
  });

  test.each(["GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE"])("cannot be told where %s leads git elsewhere", (name) => {
    expect(look(newRepository(), { [name]: "/x" })).toEqual({ runs: null, remotes: [] });
  });

  test("throws on no folder", () => {
    const part = fc.constantFrom("..", ".", "", "\0", "\ud800", "x".repeat(300), ".git", "/", "\n", base);
    const folder = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 4 }).map((parts) => parts.join("/")),
    );
    fc.assert(
      fc.property(folder, (path) => {
        expect(repositoriesAt([`/${path}`], {}).map((one) => one.folder)).toEqual([`/${path}`]);
      }),
      { seed: 5 },
    );
  });
});
