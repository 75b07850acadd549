/** Holds app-server and `exec` against what was recorded, and what differs on purpose. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";

const KIT = new URL("app-server", import.meta.url).pathname;
const MAIN = new URL("../../dist/main.js", import.meta.url).pathname;

const GROUPS = readdirSync(`${KIT}/scenarios`).map((file) => file.replace(/\.mjs$/u, ""));

/** Over /etc where the machine lets it be, so that what administrators require here is required of nobody else. */
const OVER = mkdtempSync("/var/tmp/assent-test-");
const LAYERS = `lowerdir=/etc,upperdir=${OVER}/upper,workdir=${OVER}/work`;
const APART = ["unshare", "--mount", "sh", "-c", `mount -t overlay overlay -o ${LAYERS} /etc && exec "$@"`, "sh"];
for (const name of ["upper", "work"]) mkdirSync(`${OVER}/${name}`);
const mayBeApart = spawnSync(APART[0] ?? "", [...APART.slice(1), "true"], { stdio: "ignore" }).status === 0;
afterAll(() => rmSync(OVER, { recursive: true, force: true }));

describe("scenarios", () => {
  test.each(GROUPS)("%s", async (group) => {
    const lines = (await check(group)).trim().split("\n");
    expect(lines.filter((line) => line.startsWith("FAIL"))).toEqual([]);
    expect(lines.at(-1)).toMatch(/^[1-9]\d* passed, 0 failed|^0 passed, 0 failed, \d+ skipped$/u);
  });
});

async function check(group: string): Promise<string> {
  const env = { ...process.env, CODEX_BIN: `${process.execPath} ${MAIN}` };
  const kit = [process.execPath, `${KIT}/check.mjs`, "--only", group, "--fast", "--jobs", "3"];
  const [program = "", ...args] = mayBeApart ? [...APART, ...kit] : [...kit, "--without-etc"];
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  return text(child.stdout);
}

type Overlay = { readonly why: readonly string[]; readonly set: Readonly<Record<string, unknown>> };

function overlaysIn(path: string): Readonly<Record<string, Overlay>> {
  return JSON.parse(readFileSync(`${KIT}/overlays/${path}`, "utf8"));
}

function reasonsHere(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(`${KIT}/overlays/reasons.json`, "utf8"));
}

const OVERLAYS = new Map(
  readdirSync(`${KIT}/overlays`)
    .filter((file) => file.endsWith(".json") && file !== "reasons.json")
    .flatMap((file) => Object.entries(overlaysIn(file))),
);

/** What holds in every scenario stands in general.mjs. */
const EVERYWHERE = ["no-silent-trust", "all-decisions"];

test("docs/differences.md tells of every overlay, where it counts and why", () => {
  const told = readFileSync(new URL("../../docs/differences.md", import.meta.url), "utf8");
  const table = told.slice(told.indexOf("## Held against what was recorded"));
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \| (.*) \| (.*) \|$/gmu)].map(([, name, why, where]) => [
    name,
    why,
    where,
  ]);
  const reasons = Object.entries(reasonsHere());
  const expected = reasons.map(([name, why]) => {
    const scenarios = [...OVERLAYS].filter(([, overlay]) => overlay.why.includes(name)).map(([scenario]) => scenario);
    const listed = scenarios.toSorted().map((scenario) => `\`${scenario}\``);
    return [name, why, [...(EVERYWHERE.includes(name) ? ["all"] : []), ...listed].join(", ")];
  });
  expect(rows).toEqual(expected);
});

test("every overlay has its reason, and changes something that was recorded", () => {
  const reasons = reasonsHere();
  const recorded = new Set(readdirSync(`${KIT}/transcripts`).map((file) => file.replace(/\.json$/u, "")));
  const wrong = [...OVERLAYS].filter(
    ([scenario, { why, set }]) =>
      !recorded.has(scenario) ||
      why.length === 0 ||
      why.some((name) => reasons[name] === undefined) ||
      Object.keys(set).length === 0,
  );
  expect(wrong).toEqual([]);
});
