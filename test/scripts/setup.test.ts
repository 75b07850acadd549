/** `npm start` and `npm test` in a small stand-in project, without registry and root. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const SCRIPTS = `${import.meta.dirname}/../../scripts`;
const OLD = new Date(2001, 1, 1);

const PROGRAM = 'process.stdout.write(process.argv.slice(2).join(" ")); process.exitCode = 7;';
const BUILD = `import { mkdirSync, writeFileSync } from "node:fs";
process.chdir(new URL("..", import.meta.url).pathname);
mkdirSync("dist", { recursive: true });
writeFileSync("dist/main.js", ${JSON.stringify(PROGRAM)});
console.log("built");
`;

let root = "";
beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/assent-scripts-`);
  for (const name of ["setup", "native", "start", "test"]) put(`scripts/${name}.mjs`, `${SCRIPTS}/${name}.mjs`);
  put("scripts/build.mjs", null, BUILD);
  put("src/main.ts", null, "");
  put("src/core/other.ts", null, "");
  for (const name of ["package", "package-lock", "tsconfig", "tsconfig.build"])
    put(`${name}.json`, null, '{ "type": "module" }');
  for (const path of ["src", "src/core", "src/main.ts", "src/core/other.ts", "scripts/build.mjs", "package-lock.json"])
    age(path);
  put("node_modules/.package-lock.json", null, "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, from: string | null, text = ""): void {
  mkdirSync(dirname(`${root}/${path}`), { recursive: true });
  if (from === null) writeFileSync(`${root}/${path}`, text);
  else copyFileSync(from, `${root}/${path}`);
}

function age(path: string): void {
  utimesSync(`${root}/${path}`, OLD, OLD);
}

function run(script: string, ...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}/scripts/${script}.mjs`, ...args], {
    encoding: "utf8",
    cwd: tmpdir(),
  });
  return { status, stdout, stderr };
}

const BUILT = { status: 7, stdout: "demo", stderr: "assent: Building …\n" };
const FRESH = { ...BUILT, stderr: "" };

test("start builds once, says so, and passes arguments and exit status on", () => {
  expect(run("start")).toEqual(BUILT);
  expect(run("start", "--answers", "a b")).toEqual({ ...FRESH, stdout: "demo --answers a b" });
});

const CHANGES: readonly [name: string, change: () => void, builds: boolean][] = [
  ["a source that changed", () => put("src/core/other.ts", null, "1"), true],
  ["a source that came", () => put("src/core/new.ts", null, ""), true],
  ["a source that went", () => unlinkSync(`${root}/src/core/other.ts`), true],
  ["a source of the supervisor that came", () => put("native/main.c", null, ""), true],
  ["a build script that changed", () => put("scripts/build.mjs", null, BUILD), true],
  ["a build that is gone", () => rmSync(`${root}/dist`, { recursive: true }), true],
  ["a build by hand that was cut off", () => unlinkSync(`${root}/dist/.built`), true],
  ["a test that changed", () => put("test/a.test.ts", null, ""), false],
];

test.each(CHANGES)("start after %s", (_name, change, builds) => {
  run("start");
  // The stamp of the build lies before whatever comes now, however coarse the clock of the disk is.
  const early = new Date(statSync(`${root}/dist/.built`).mtimeMs - 1000);
  for (const path of ["src", "src/core", "src/main.ts", "src/core/other.ts"]) age(path);
  for (const path of ["scripts/build.mjs", "scripts/native.mjs"]) age(path);
  for (const path of ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"]) age(path);
  utimesSync(`${root}/dist/.built`, early, early);
  change();
  expect(run("start")).toEqual(builds ? BUILT : FRESH);
});

test("a failed build shows its own output, runs nothing, and is tried again", () => {
  put("scripts/build.mjs", null, 'console.log("line 3: oops"); process.exitCode = 1;');
  put("dist/main.js", null, PROGRAM);
  const expected = {
    status: 69,
    stdout: "",
    stderr: expect.stringMatching(/^assent: Building …\nline 3: oops\nassent: Building failed: see above\. /u),
  };
  expect(run("start")).toEqual(expected);
  expect(run("start")).toEqual(expected);
});

/** Stands in for vitest: writes these results where it is told to, and ends with this status. */
function putVitest(results: unknown, status: number): void {
  const text = `import { writeFileSync } from "node:fs";
const file = process.argv.find((arg) => arg.startsWith("--outputFile.json="))?.slice(18);
const results = ${JSON.stringify(results ?? null)};
if (results !== null) writeFileSync(file, JSON.stringify(results));
console.log(process.argv.slice(2).filter((arg) => !arg.startsWith("--")).join(" "));
process.exitCode = ${status};
`;
  put("node_modules/vitest/vitest.mjs", null, text);
}

function suite(status: "passed" | "failed", ...states: readonly string[]): unknown {
  return { status, assertionResults: states.map((state) => ({ status: state })) };
}

const RUNS: readonly [name: string, results: unknown, status: number, line: string, expected: number][] = [
  [
    "all passed",
    { testResults: [suite("passed", "passed", "passed"), suite("passed", "passed")] },
    0,
    "3 passed, 0 failed",
    0,
  ],
  [
    "some skipped",
    { testResults: [suite("passed", "passed", "skipped", "todo")] },
    0,
    "1 passed, 0 failed, 2 skipped",
    0,
  ],
  ["one failed", { testResults: [suite("failed", "passed", "failed")] }, 1, "1 passed, 1 failed", 1],
  [
    "a file that did not load",
    { testResults: [suite("failed"), suite("passed", "passed")] },
    1,
    "1 passed, 1 failed",
    1,
  ],
  ["a failure outside any test", { testResults: [suite("passed", "passed")] }, 1, "1 passed, 1 failed", 1],
  [
    "a failure that the status hides",
    { testResults: [suite("failed", "passed", "failed")] },
    0,
    "1 passed, 1 failed",
    1,
  ],
  ["no test at all", { testResults: [] }, 0, "0 passed, 0 failed", 1],
  ["everything skipped", { testResults: [suite("passed", "skipped")] }, 0, "0 passed, 0 failed, 1 skipped", 1],
  ["no results", null, 134, "0 passed, 1 failed", 134],
];

test.each(RUNS)("npm test ends with the figures: %s", (_name, results, status, line, expected) => {
  putVitest(results, status);
  const ran = run("test", "test/core");
  expect([ran.status, ran.stdout]).toEqual([expected, `run test/core\n${line}\n`]);
});
