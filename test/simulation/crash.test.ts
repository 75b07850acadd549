/** Kills a real session at every write to its log, and looks at what is left. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "../../src/core/audit/read.ts";
import type { Entry } from "../../src/core/approval/record.ts";

/** The writes of one command that is asked about, saved as a rule and run; each may hold several records. */
const WRITES: readonly (readonly Entry["kind"][])[] = [
  ["received"],
  ["judged", "asked"],
  ["answered"],
  ["amended", "granted", "started"],
  ["settled"],
];

const CASES = WRITES.flatMap((_kinds, index) =>
  (["before", "torn", "after"] as const).map((when) => [index + 1, when] as const),
);

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/assent-crash-`);
  await build({
    entryPoints: [new URL("fixtures/crash.ts", import.meta.url).pathname],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    splitting: true,
    logLevel: "silent",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function session(
  name: string,
  args: readonly string[],
): { readonly home: string; readonly work: string; readonly signal: string | null } {
  const [home, work] = [`${folder}/${name}/home`, `${folder}/${name}/work`];
  mkdirSync(home, { recursive: true });
  mkdirSync(work, { recursive: true });
  const env = { ...process.env, ASSENT_HOME: home };
  const { signal } = spawnSync(process.execPath, [`${folder}/crash.mjs`, ...args], {
    cwd: work,
    env,
    encoding: "utf8",
  });
  return { home, work, signal };
}

function logOf(home: string): ReturnType<typeof readLog> {
  const [name = ""] = readdirSync(`${home}/assent/log`).toSorted();
  return readLog(readFileSync(`${home}/assent/log/${name}`, "utf8"));
}

function kindsIn(home: string): readonly string[] {
  return logOf(home).stories.flatMap((story) => story.records.map((record) => record.entry.kind));
}

test.each(CASES)("killed at write %i, %s it", (number, when) => {
  const { home, work, signal } = session(`${number}-${when}`, [String(number), when]);
  expect(signal).toBe("SIGKILL");

  const durable = WRITES.slice(0, when === "after" ? number : number - 1).flat();
  expect(kindsIn(home)).toEqual(durable);
  // What the log does not tell of has not happened.
  expect({
    ran: existsSync(`${work}/marker`) && !durable.includes("started"),
    saved: existsSync(`${home}/rules/default.rules`) && !durable.includes("answered"),
  }).toEqual({ ran: false, saved: false });

  // The next session repairs a torn line and loses none of the whole ones.
  const next = session(`${number}-${when}`, ["0", "never"]);
  expect(next.signal).toBeNull();
  expect(kindsIn(home)).toEqual(durable);
  expect(logOf(home).flaws.map((flaw) => flaw.kind)).toEqual(when === "torn" ? ["repaired"] : []);
});

test("a session that is left alone writes just these records", () => {
  const { home, work, signal } = session("whole", ["0", "never"]);
  expect(signal).toBeNull();
  expect(kindsIn(home)).toEqual(WRITES.flat());
  expect(existsSync(`${work}/marker`)).toBe(true);
});
