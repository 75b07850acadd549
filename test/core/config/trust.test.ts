/** Whether a project's files count: marks by path, content by its very text. */
import { resolvePath } from "../../../src/kit/path.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  countsInFull,
  markOf,
  trusting,
  trustedTexts,
  trustOf,
  type FileChange,
  type Project,
  type ProjectFile,
  type Projects,
  type TrustLevel,
  type TrustRecord,
} from "../../../src/core/config/trust.ts";
import { contentDigest } from "../../../src/core/config/trust-digest.ts";

const PLACE = { kind: "file", file: "/home/you/.codex/config.toml", line: 2, column: 1 } as const;

function marks(levels: Readonly<Record<string, TrustLevel>>): Projects {
  return new Map(Object.entries(levels).map(([key, level]) => [key, { level, place: PLACE }]));
}

function file(path: string, text = "x = 1\n"): ProjectFile {
  return { path, kind: path.endsWith(".toml") ? "config" : "rules", text };
}

const REPO: Project = { root: "/w", isRepository: true, mainRoot: null, folders: ["/w", "/w/sub"] };
const WORKTREE: Project = { root: "/t", isRepository: true, mainRoot: "/w", folders: ["/t"] };

const MARKS: readonly [
  name: string,
  project: Project,
  files: readonly string[],
  levels: Readonly<Record<string, TrustLevel>>,
  expected: readonly [level: TrustLevel, key: string] | null,
][] = [
  ["nothing is said", REPO, [".codex/config.toml"], {}, null],
  ["the root", REPO, [".codex/config.toml"], { "/w": "trusted" }, ["trusted", "/w"]],
  ["the root, without a file", REPO, [], { "/w": "trusted" }, ["trusted", "/w"]],
  ["a folder above the root is another one", REPO, [], { "/": "trusted" }, null],
  ["a folder below is another one", REPO, [], { "/w/sub/deep": "trusted" }, null],
  [
    "the folder alone, where all files lie in it",
    REPO,
    ["sub/.codex/a.rules"],
    { "/w/sub": "trusted" },
    ["trusted", "/w/sub"],
  ],
  [
    "the folder alone, where the root has files of its own",
    REPO,
    [".codex/config.toml"],
    { "/w/sub": "trusted" },
    null,
  ],
  ["untrusted nearer", REPO, [], { "/w": "trusted", "/w/sub": "untrusted" }, ["untrusted", "/w/sub"]],
  ["untrusted further, and no file there", REPO, [], { "/w": "untrusted", "/w/sub": "trusted" }, ["trusted", "/w/sub"]],
  [
    "untrusted further, with a file there",
    REPO,
    [".codex/config.toml"],
    { "/w": "untrusted", "/w/sub": "trusted" },
    ["untrusted", "/w"],
  ],
  ["another spelling", REPO, [], { "/w/../w/": "trusted" }, ["trusted", "/w/../w/"]],
  ["two spellings, one untrusted", REPO, [], { "/w/": "untrusted", "/w": "trusted" }, ["untrusted", "/w/"]],
  ["two spellings, the other way round", REPO, [], { "/w": "trusted", "/w/": "untrusted" }, ["untrusted", "/w/"]],
  ["a relative path names nothing", REPO, [], { w: "trusted", "": "trusted" }, null],
  ["a worktree by its repository", WORKTREE, [".codex/config.toml"], { "/w": "trusted" }, ["trusted", "/w"]],
  ["a worktree by itself", WORKTREE, [], { "/w": "untrusted", "/t": "trusted" }, ["trusted", "/t"]],
  ["a worktree that is not its repository", WORKTREE, [], { "/w": "trusted", "/t": "untrusted" }, ["untrusted", "/t"]],
  [
    "the root of the disk",
    { root: "/", isRepository: false, mainRoot: null, folders: ["/"] },
    [".codex/config.toml"],
    { "/": "trusted" },
    ["trusted", "/"],
  ],
];

test.each(MARKS)("mark: %s", (_name, project, files, levels, expected) => {
  const mark = markOf(
    project,
    marks(levels),
    files.map((path) => file(path)),
  );
  expect(mark).toEqual(expected === null ? null : { level: expected[0], key: expected[1], place: PLACE });
});

const CONFIG = ".codex/config.toml";
const RULES = "sub/.codex/rules/a.rules";
const NOTHING: TrustRecord = { files: new Map(), postponed: null };

function record(files: Readonly<Record<string, string>>): TrustRecord {
  return { files: new Map(Object.entries(files)), postponed: null };
}

const CONTENT: readonly [
  name: string,
  level: TrustLevel | null,
  files: readonly ProjectFile[],
  record: TrustRecord | null,
  content: "none" | "same" | "unrecorded" | "changed",
  changes: readonly FileChange[],
][] = [
  ["no file, no mark", null, [], null, "none", []],
  [
    "a file, no mark: it is new",
    null,
    [file(CONFIG)],
    null,
    "changed",
    [{ path: CONFIG, before: null, now: "x = 1\n" }],
  ],
  [
    "a record without a mark counts for nothing",
    null,
    [file(CONFIG)],
    record({ [CONFIG]: "x = 1\n" }),
    "changed",
    [{ path: CONFIG, before: null, now: "x = 1\n" }],
  ],
  [
    "untrusted, whatever was recorded",
    "untrusted",
    [file(CONFIG)],
    record({ [CONFIG]: "x = 1\n" }),
    "changed",
    [{ path: CONFIG, before: null, now: "x = 1\n" }],
  ],
  ["a mark of somebody else's", "trusted", [file(CONFIG)], null, "unrecorded", []],
  ["a mark of somebody else's, and no file yet", "trusted", [], null, "unrecorded", []],
  [
    "a mark of somebody else's for what was put off",
    "trusted",
    [file(CONFIG)],
    { files: null, postponed: "a" },
    "changed",
    [{ path: CONFIG, before: null, now: "x = 1\n" }],
  ],
  ["a record that says nothing", "trusted", [file(CONFIG)], { files: null, postponed: null }, "unrecorded", []],
  ["the same", "trusted", [file(CONFIG)], record({ [CONFIG]: "x = 1\n" }), "same", []],
  ["nothing, now as then", "trusted", [], NOTHING, "none", []],
  [
    "another text",
    "trusted",
    [file(CONFIG, "y")],
    record({ [CONFIG]: "x" }),
    "changed",
    [{ path: CONFIG, before: "x", now: "y" }],
  ],
  ["a new file", "trusted", [file(RULES, "y")], NOTHING, "changed", [{ path: RULES, before: null, now: "y" }]],
  [
    "a file that is gone",
    "trusted",
    [],
    record({ [RULES]: "y" }),
    "changed",
    [{ path: RULES, before: "y", now: null }],
  ],
  [
    "one in a folder that is not seen from here",
    "trusted",
    [],
    record({ "other/.codex/config.toml": "y" }),
    "none",
    [],
  ],
  [
    "several, by name",
    "trusted",
    [file(RULES, "2"), file(CONFIG, "1")],
    record({ [CONFIG]: "0", ".codex/rules/z.rules": "3" }),
    "changed",
    [
      { path: CONFIG, before: "0", now: "1" },
      { path: ".codex/rules/z.rules", before: "3", now: null },
      { path: RULES, before: null, now: "2" },
    ],
  ],
  [
    "names that every object has",
    "trusted",
    [file("__proto__/.codex/config.toml", "1")],
    record({}),
    "changed",
    [{ path: "__proto__/.codex/config.toml", before: null, now: "1" }],
  ],
];

test.each(CONTENT)("content: %s", (_name, level, files, known, ...[content, changes]) => {
  const projects = marks(level === null ? {} : { "/w": level });
  const trust = trustOf(REPO, projects, files, known);
  const marked = level === null ? null : { level, key: "/w", place: PLACE };
  expect(trust).toEqual({ marked, content, changes });
  expect(countsInFull(trust)).toBe(level === "trusted" && content !== "changed");
});

test("a worktree is held against its repository's record by paths from the root", () => {
  const projects = marks({ "/w": "trusted" });
  const known = record({ [CONFIG]: "x", [RULES]: "y" });
  expect(trustOf(WORKTREE, projects, [file(CONFIG, "x")], known).content).toBe("same");
  expect(trustOf(WORKTREE, projects, [file(CONFIG, "z")], known).content).toBe("changed");
});

test("what is trusted anew leaves folders alone that are not seen", () => {
  const before = record({ [CONFIG]: "1", [RULES]: "2", "other/.codex/config.toml": "3" });
  expect(trusting(REPO, [file(CONFIG, "4")], { ...before, postponed: "d" })).toEqual(
    record({ [CONFIG]: "4", "other/.codex/config.toml": "3" }),
  );
});

function digestOf(project: Project, files: readonly ProjectFile[], known: TrustRecord | null): string {
  return contentDigest(project, files, trustOf(project, marks({ "/w": "trusted" }), files, known));
}

test("the digest tells projects, files, texts and what was trusted apart", () => {
  const digests = [
    digestOf(REPO, [], null),
    digestOf({ ...REPO, root: "/v" }, [], null),
    digestOf(REPO, [file(CONFIG, "1")], NOTHING),
    digestOf(REPO, [file(CONFIG, "2")], NOTHING),
    digestOf(REPO, [file(RULES, "1")], NOTHING),
    digestOf(REPO, [file(CONFIG, "1")], record({ [CONFIG]: "0" })),
    contentDigest(REPO, [], trustOf(REPO, marks({}), [], null)),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test("a file that is read again counts only with the very text of the start", () => {
  const projectFiles = [file(RULES, "\ufeffa")];
  const trust = trustOf(REPO, marks({ "/w": "trusted" }), projectFiles, null);
  const isTrusted = trustedTexts({ project: REPO, projectFiles, trust });
  const told = [
    ["/w/sub/.codex/rules/a.rules", "a"],
    ["/w/sub/.codex/rules/a.rules", "\ufeffa"],
    ["/w/sub/.codex/rules/a.rules", "a "],
    ["/w/sub/.codex/rules/b.rules", "a"],
    [RULES, "a"],
  ].map(([path = "", text = ""]) => isTrusted(path, text));
  expect(told).toEqual([true, true, false, false, false]);
  const changed = trustOf(REPO, marks({}), projectFiles, null);
  expect(trustedTexts({ project: REPO, projectFiles, trust: changed })("/w/sub/.codex/rules/a.rules", "a")).toBe(false);
});

function noRecord(): TrustRecord | null {
  return null;
}

/** A person at a project whose files change: only what was shown and accepted may ever count. */
type Step =
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "remove"; readonly path: string }
  | { readonly kind: "trust" | "postpone" | "untrust"; readonly deep: boolean };

const PATHS = [CONFIG, ".codex/rules/a.rules", "sub/.codex/config.toml", "sub/.codex/execpolicy/b.star"];
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("write" as const),
      path: fc.constantFrom(...PATHS),
      text: fc.constantFrom("", "1", "2"),
    }),
    fc.record({ kind: fc.constant("remove" as const), path: fc.constantFrom(...PATHS) }),
    fc.record({ kind: fc.constantFrom("trust" as const, "postpone" as const, "untrust" as const), deep: fc.boolean() }),
  ),
  { maxLength: 30 },
);

test("no sequence of changes makes a text count that was never shown and accepted", () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (all, isDeep) => {
      const disk = new Map<string, string>();
      const accepted = new Set<string>();
      let projects = marks({});
      let known = noRecord();
      const seenFrom = (deep: boolean): [Project, ProjectFile[]] => {
        const project = { ...REPO, folders: deep ? REPO.folders : ["/w"] };
        const paths = [...disk].filter(([path]) => deep || !path.startsWith("sub/"));
        return [project, paths.map(([path, text]) => file(path, text))];
      };
      for (const step of all) {
        if (step.kind === "write") disk.set(step.path, step.text);
        else if (step.kind === "remove") disk.delete(step.path);
        else {
          const [project, files] = seenFrom(step.deep);
          const trust = trustOf(project, projects, files, known);
          if (step.kind === "untrust") projects = marks({ "/w": "untrusted" });
          else if (step.kind === "postpone") {
            known = { files: known?.files ?? null, postponed: contentDigest(project, files, trust) };
          } else {
            known = trusting(project, files, trust.marked?.level === "trusted" ? known : null);
            projects = marks({ "/w": "trusted" });
            for (const { path, text } of files) accepted.add(`${path} ${text}`);
          }
        }
        const [project, files] = seenFrom(isDeep);
        const trust = trustOf(project, projects, files, known);
        const isTrusted = trustedTexts({ project, projectFiles: files, trust });
        const counting = files.filter(({ path, text }) => isTrusted(resolvePath("/w", path), text));
        expect(counting.filter(({ path, text }) => !accepted.has(`${path} ${text}`))).toEqual([]);
        // The other way round: what was just accepted counts at once.
        const isJustAccepted = step.kind === "trust" && step.deep === isDeep;
        expect(isJustAccepted && !countsInFull(trust)).toBe(false);
      }
    }),
    { numRuns: 2000 },
  );
});
