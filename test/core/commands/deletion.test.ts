/** What deleting loses: words that are known in part, and what a search finds. */
import { describe, expect, test } from "vitest";
import {
  dangerOfDeleting,
  dangerOfSweep,
  isOutput,
  isOutputName,
  sweepOf,
} from "../../../src/core/commands/deletion.ts";
import { know } from "../../../src/core/commands/know.ts";
import type { Scene } from "../../../src/core/commands/scene.ts";
import { follow } from "../../../src/core/script/follow.ts";
import { textValue, type Value } from "../../../src/core/script/value.ts";
import { seeThrough } from "../../../src/core/script/wrappers.ts";
import { AROUND, HOME, WORKSPACE } from "./place.ts";

function sceneIn(cwd: string | null): Scene {
  const sighting = {
    id: 0,
    words: [textValue("rm")] as const,
    open: false,
    settings: [],
    redirections: [],
    input: { kind: "inherited" } as const,
    cwd,
    via: [],
    doubt: null,
    at: null,
  };
  return { ...AROUND, sighting, course: { sightings: [], unknowns: [], shape: [], redirections: [], settings: [] } };
}

/** `$x` and `$(…)` are unknown, `*` and `?` patterns; all else is text. */
function value(word: string, many = false): Value {
  const parts = word.split(/(\$\([^)]*\)|\$\{[^}]*\}|\$\w+|\[[^\]]*\]|[*?])/).filter((part) => part !== "");
  const pieces = parts.map((part) => {
    if (part.startsWith("$")) return { kind: "any", from: part } as const;
    return /^[*?[]/.test(part) ? ({ kind: "glob", pattern: part } as const) : ({ kind: "text", text: part } as const);
  });
  return { pieces, many };
}

const FORCED = { recursive: true, forced: true };

describe("words that are known in part", () => {
  test.each([
    ["$BUILD_ROOT/"],
    ["$BUILD_ROOT/cache"],
    ["$x"],
    ["dist/$x"],
    ["${BUILD_ROOT:?}"],
    ["${BUILD_ROOT:?}/"],
    ["${BUILD_ROOT:?}/.."],
    ["${BUILD_ROOT:-}/cache"],
    ["$(pwd)/x"],
    ["*"],
    ["./*"],
    [".*"],
    ["*.*"],
    [".??*"],
    [".[a-z]*"],
    ["[a-z]*"],
    ["*/*"],
    ["../*"],
    ["./../*"],
    ["./../.*"],
    ["/*"],
    ["/tmp/*"],
    ["/home/you/*"],
    ["/home/you/src/app/*"],
    ["/home/you/.cache/*"],
    ["packages/.*"],
  ])("%s is dangerous", (word) => {
    expect(dangerOfDeleting([value(word)], FORCED, sceneIn(WORKSPACE))).not.toBeNull();
  });

  test.each([
    ["${BUILD_ROOT:?}/cache"],
    ["${BUILD_ROOT:?not set}/cache/x"],
    ["dist/*"],
    ["./dist/*"],
    ["build/.*"],
    [".cache/*"],
    ["*.egg-info"],
    ["*.o"],
    ["src/*"],
    ["*/dist"],
    ["/tmp/app-*"],
    ["/home/you/src/app/dist/*"],
  ])("%s is not", (word) => {
    expect(dangerOfDeleting([value(word)], FORCED, sceneIn(WORKSPACE))).toBeNull();
  });

  test("in a folder that is not known only absolute paths are", () => {
    expect(dangerOfDeleting([value("dist")], FORCED, sceneIn(null))).not.toBeNull();
    expect(dangerOfDeleting([value("/tmp/x")], FORCED, sceneIn(null))).toBeNull();
  });

  test("paths start in the folder where the command runs", () => {
    expect(dangerOfDeleting([value("*")], FORCED, sceneIn(`${WORKSPACE}/build`))).toBeNull();
    expect(dangerOfDeleting([value("..")], FORCED, sceneIn(`${WORKSPACE}/a/b`))).toBeNull();
    expect(dangerOfDeleting([value("../..")], FORCED, sceneIn(`${WORKSPACE}/a/b`))).not.toBeNull();
  });
});

function dangerOf(words: string): string | null {
  return dangerOfSweep(sweepOf(words.split(" ").map((word) => value(word))), sceneIn(WORKSPACE));
}

describe("what a search finds", () => {
  test.each([
    ["/home/you -type f -delete"],
    ["/ -type f -name *.o -delete"],
    [". -delete"],
    ["-delete"],
    ["-L . -type f -delete"],
    [". -name * -delete"],
    [". ! -name *.o -delete"],
    [". -name *.o -o -type f -delete"],
    ["src -type f -delete"],
    ["src -name *.ts -delete"],
    ["/tmp -delete"],
    [".git -name *.lock -delete"],
    ["$x -name *.o -delete"],
  ])("find %s is dangerous", (words) => {
    expect(dangerOf(words)).not.toBeNull();
  });

  test.each([
    ["./tmp -type f -name *.o -delete"],
    ["/home/you/src/app/tmp -type f -name *.o -delete"],
    [". -name __pycache__ -type d -prune -exec rm -rf {} +"],
    [". -name *.pyc -o -name *.pyo -delete"],
    ["build -delete"],
    ["/tmp/x -delete"],
    ["/tmp -name app-* -delete"],
    [". -type d -empty -delete"],
    [". -path ./node_modules/* -delete"],
  ])("find %s is not", (words) => {
    expect(dangerOf(words)).toBeNull();
  });
});

test("output is known by its name, at the end of a path or above it", () => {
  const names = ["dist", "node_modules", "__pycache__", ".next", "x.egg-info", "a.o", "main.ts", "src", ".git", ".env"];
  expect(names.filter(isOutputName)).toEqual(["dist", "node_modules", "__pycache__", ".next", "x.egg-info", "a.o"]);
  const paths = ["/w/dist", "/w/a/dist/x.ts", "/w/x.log", "/w/x.log/y.ts", "/w", "/dist/w", "/w/src/a.ts"];
  expect(paths.filter((path) => isOutput(path, "/w"))).toEqual(["/w/dist", "/w/a/dist/x.ts", "/w/x.log"]);
});

test("a tilde in quotes is hardly meant as a name", () => {
  expect(dangerOfDeleting([value("~")], FORCED, sceneIn(WORKSPACE))).not.toBeNull();
});

test.each<[string, readonly string[], boolean]>([
  ["$(…)", ["mktemp"], false],
  ["$(…)/x", ["mktemp", "mktemp"], false],
  ["$(…)/../x", ["mktemp"], true],
  ["$(…)", ["mktemp", "cat"], true],
  ["$(…)", [], true],
])("what only mktemp can have named is new: %s, %j", (word, substituted, isDangerous) => {
  const scene = sceneIn(WORKSPACE);
  const sightings = substituted.map((name) => ({
    ...scene.sighting,
    words: [textValue(name)] as const,
    via: ["substitution"],
  }));
  const pieces = word.split(/(?<=^\$\(…\))/).map((part, at) => {
    return at === 0 ? ({ kind: "any", from: part } as const) : ({ kind: "text", text: part } as const);
  });
  const danger = dangerOfDeleting([{ pieces, many: false }], FORCED, {
    ...scene,
    course: { ...scene.course, sightings },
  });
  expect(danger !== null).toBe(isDangerous);
});

function isCalm(script: string): boolean {
  const course = follow(["bash", "-c", script], { cwd: WORKSPACE, home: HOME }, seeThrough);
  return course.sightings.every((sighting) => know({ ...AROUND, sighting, course }).danger === null);
}

test.each([
  ["TMP=$(mktemp -d); trap 'rm -rf \"$TMP\"' EXIT; ls", true],
  ['cleanup() { rm -rf "$TMP"; }; trap cleanup EXIT; TMP=$(mktemp -d)', true],
  ['rm -rf "${TMPDIR:-/tmp}/a"', true],
  ["rm -rf /tmp/a-$$", true],
  ["rm -rf /$$", false],
  ["rm -rf /tmp/a-$x", false],
  ["TMP=$(mktemp -d); TMP=/; trap 'rm -rf \"$TMP\"' EXIT", false],
  ["TMP=$(mktemp -d); read TMP; trap 'rm -rf \"$TMP\"' EXIT", false],
  ["TMP=$(mktemp -d); for TMP in /; do :; done; trap 'rm -rf \"$TMP\"' EXIT", false],
  ["TMP=$(mktemp -d); trap 'rm -rf \"$TMP/..\"' EXIT", false],
  ["TMP=$(cat a); trap 'rm -rf \"$TMP\"' EXIT", false],
  ['rm -rf "${TMPDIR:-/}/a"', false],
  ['TMPDIR=$x; rm -rf "${TMPDIR:-/tmp}/a"', false],
  ['read TMPDIR; rm -rf "${TMPDIR:-/tmp}/a"', false],
])("%s deletes only what is new: %s", (script, isNew) => {
  expect(isCalm(script)).toBe(isNew);
});
