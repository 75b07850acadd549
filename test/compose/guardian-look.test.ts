/** What a reviewing model may look at, with a real sandbox. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Action } from "../../src/core/approval/action.ts";
import type { Standing } from "../../src/compose/engine-ports.ts";
import { type Looking, lookingFor, mayLookAt } from "../../src/compose/guardian-look.ts";
import { NOTHING_TYPED } from "../../src/compose/place.ts";
import { placeForThread } from "../../src/compose/thread-place.ts";
import { subjectOf } from "../core/review/subjects.ts";

let root = "";
let home = "";
let work = "";
let standing: Standing;
let looking: Looking;

beforeAll(() => {
  root = realpathSync(mkdtempSync(`${tmpdir()}/assent-look-`));
});
afterAll(() => rmSync(root, { recursive: true }));

beforeEach(async () => {
  const base = mkdtempSync(`${root}/case-`);
  [home, work] = [`${base}/.assent`, `${base}/work`];
  for (const folder of [home, work, `${home}/rules`, `${base}/.ssh`]) mkdirSync(folder);
  vi.stubEnv("HOME", base);
  writeFileSync(`${base}/.ssh/id_ed25519`, "private");
  writeFileSync(`${work}/a.sh`, "echo a\n");
  // Rules that let commands out of the sandbox: they count for the person's agent, and for no look.
  const rules = ["cat", "touch", "bash"].map((name) => `prefix_rule(pattern=["${name}"], decision="allow")`);
  writeFileSync(
    `${home}/rules/default.rules`,
    [...rules, 'prefix_rule(pattern=["wc"], decision="forbidden")'].join("\n"),
  );
  const place = await placeForThread({ ...NOTHING_TYPED, rules: [], surface: "app-server", home }, { cwd: work });
  if (!place.ok) throw new Error(JSON.stringify(place.error));
  standing = { ground: place.value.ground };
  looking = lookingFor({ thread: "t-1", home, standing });
});
afterEach(async () => {
  await looking.close();
  vi.unstubAllEnvs();
});

function look(cmd: string, workdir: string | null = null): Promise<string> {
  const action: Action = { kind: "patch", text: "", cwd: work, why: null };
  return looking.look({ cmd, workdir }, subjectOf(action), new AbortController().signal);
}

function logs(): readonly string[] {
  return existsSync(`${home}/assent/log`) ? readdirSync(`${home}/assent/log`) : [];
}

const READS: readonly [cmd: string, workdir: string | null, output: string][] = [
  ["cat a.sh", null, "echo a\n"],
  ["ls", null, "a.sh\n"],
  ["ls", "..", "work\n"],
  ["sed -n 1p a.sh | head -1", null, "echo a\n"],
  ["cat $(echo a).sh", null, "echo a\n"],
  ["grep nothing a.sh", null, "\n(ended with status 1)"],
];

test.each(READS)("%s in %s", async (cmd, workdir, output) => {
  expect(await look(cmd, workdir)).toBe(output);
  expect(logs()).toHaveLength(1);
});

const READING_ONLY = "refused: only commands that certainly do nothing but read are carried out";

test.each([
  "touch b",
  "bash a.sh",
  "./a.sh",
  "echo a > b",
  "rm a.sh",
  "curl http://127.0.0.1/",
  "python3 -c 'print(1)'",
  "cat ~/.ssh/id_ed25519",
  "env",
  "sudo ls",
  "(",
])("refuses %s, which may do more", async (cmd) => {
  expect(await look(cmd)).toBe(READING_ONLY);
  expect([readdirSync(work), logs()]).toEqual([["a.sh"], []]);
});

test.each(["find . -type f -exec cat {} +", "ls -A | xargs cat", "grep -r . .", "cat $(ls -A | head -1)"])(
  "%s comes upon no secret that it does not name",
  async (cmd) => {
    mkdirSync(`${work}/packages/app`, { recursive: true });
    for (const file of [".env", "packages/app/.env.local"]) writeFileSync(`${work}/${file}`, "hunter2");
    expect(await look(cmd)).not.toContain("hunter2");
  },
);

test("what a rule forbids is refused by it", async () => {
  expect(await look("wc a.sh")).toMatch(/^refused: forbidden: /u);
});

const SHOWN: readonly [path: string, isShown: boolean][] = [
  ["work/a.sh", true],
  [".ssh/id_ed25519", false],
  ["work/.env", false],
  [".aws/credentials", false],
  ["elsewhere/b.sh", true],
  ["denied/b.sh", false],
];

test.each(SHOWN)("%s is shown: %s", (path, isShown) => {
  const { ground } = standing;
  const base = `${work}/..`;
  const denied = { paths: [`${realpathSync(base)}/denied`], watched: [], globs: [] };
  const { bounds } = ground.workspace;
  // What was granted beside the settings was granted to the agent.
  const extra = { read: [`${realpathSync(base)}/denied`], write: [], network: true };
  const workspace = { ...ground.workspace, bounds: { ...bounds, denied }, extra };
  expect(mayLookAt(`${realpathSync(base)}/${path}`, { ...ground, workspace })).toBe(isShown);
});
