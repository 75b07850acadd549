/** What was granted is what runs: through the engine, with the real disk and real programs. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { filesRunBy } from "../../src/core/approval/files-run.ts";
import type { Outcome } from "../../src/core/approval/record.ts";
import { surveyOf } from "../../src/core/approval/survey.ts";
import { MODE_ONLY } from "../../src/core/permissions/permissions.ts";
import type { Rules } from "../../src/core/policy/rules.ts";
import type { Command } from "../../src/core/shell/reading.ts";
import { lookAtDisk } from "../../src/effects/gather.ts";
import { performer } from "../../src/effects/perform.ts";
import { statesOf } from "../../src/effects/scripts.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Ports } from "../../src/engine/ports.ts";
import { FACTS, fakePorts } from "../engine/fake-ports.ts";
import { APPROVED } from "../engine/reports.ts";
import { rulesOf } from "../rules.ts";
import { BACKEND, newWorld, type World } from "./world.ts";

const RULES = { user: 'prefix_rule(pattern=["tool"], decision="allow")' };

afterEach(() => vi.unstubAllEnvs());

function program(path: string, says: string): void {
  writeFileSync(path, `#!/bin/sh\necho ${says}\n`, { mode: 0o755 });
}

const rules = (): Promise<Rules> => Promise.resolve(rulesOf(RULES));

type By = { readonly cwd?: string; readonly by?: "rule" | "review" | "person"; readonly argv?: Command };

/**
 * Runs `tool` outside the sandbox: a rule allows it, or it was asked for. `between`: what happens once it was judged and
 * before it starts.
 */
async function runTool(
  world: World,
  between: () => void,
  { cwd = world.ws, by = "rule", argv = ["tool"] }: By = {},
): Promise<Outcome> {
  const allowing = (): Promise<Rules> => (by === "rule" ? rules() : Promise.resolve(rulesOf({})));
  vi.stubEnv("PATH", `${world.home}:${world.out}:${process.env["PATH"] ?? ""}`);
  const where = { cwd, path: process.env["PATH"], roots: [world.ws], env: {} };
  const ports: Ports = {
    ...fakePorts(),
    rules: allowing,
    reviewer: { review: () => Promise.resolve(APPROVED) },
    gather: () => {
      const wanted = { programs: [argv[0]], deletions: [], paths: [], repositories: [world.ws] };
      const { programs, repositories, folder } = lookAtDisk(wanted, where);
      const workspace = { roots: [world.ws], keep: [], bounds: MODE_ONLY };
      const survey = surveyOf({ argv, cwd }, { home: FACTS.home, roots: workspace.roots, keep: workspace.keep });
      const scripts = statesOf(filesRunBy(survey, cwd));
      return Promise.resolve({ ...FACTS, backend: BACKEND, workspace, programs, repositories, folder, scripts });
    },
    append: (records) => {
      if (records.some(({ entry }) => entry.kind === "started")) between();
      return Promise.resolve();
    },
    perform: performer({
      output: "capture",
      timeoutMs: null,
      home: world.home,
      notice: () => undefined,
      rules: allowing,
    }),
  };
  const engine = createEngine(ports, {
    asks: by === "person" ? "person" : "reviewer",
    approvalPolicy: "on-request",
    sandboxMode: "workspace-write",
    allowRuns: "inside",
    smartApprovals: true,
  });
  return engine.submit({
    action: { kind: "command", argv, cwd, escalate: by !== "rule", why: null },
    mode: "run",
  });
}

const REFUSED: Outcome = { kind: "fault", doing: "program", why: "tool changed since it was judged" };

test("a program that is what it was runs", async () => {
  const world = newWorld();
  program(`${world.out}/tool`, "judged");
  const outcome = await runTool(world, () => undefined);
  expect(outcome).toEqual({
    kind: "ran",
    inner: [],
    status: 0,
    stopped: null,
    denied: null,
    taken: [],
    output: "judged\n",
  });
});

const CHANGES: readonly [name: string, change: (world: World) => void][] = [
  ["written anew", ({ out }) => program(`${out}/tool`, "other")],
  [
    "written anew with the same size and times",
    ({ out }) => {
      program(`${out}/tool`, "JUDGED");
      utimesSync(`${out}/tool`, 1, 1);
    },
  ],
  [
    "replaced by another file",
    ({ out }) => {
      program(`${out}/new`, "judged");
      renameSync(`${out}/new`, `${out}/tool`);
    },
  ],
  ["hidden by one earlier on PATH", ({ home }) => program(`${home}/tool`, "other")],
  ["taken away", ({ out }) => rmSync(`${out}/tool`)],
  [
    "replaced by a link to a copy",
    ({ out }) => {
      copyFileSync(`${out}/tool`, `${out}/copy`);
      rmSync(`${out}/tool`);
      symlinkSync("copy", `${out}/tool`);
    },
  ],
];
test.each(CHANGES)("a program that was %s does not start", async (_name, change) => {
  const world = newWorld();
  program(`${world.out}/tool`, "judged");
  utimesSync(`${world.out}/tool`, 1, 1);
  expect(await runTool(world, () => change(world))).toEqual(REFUSED);
});

/** What became of `tool`, which says something else by the time it starts, or not. */
async function toolBy(by: "review" | "person", says: string): Promise<Outcome> {
  const world = newWorld();
  program(`${world.out}/tool`, "judged");
  return runTool(world, () => says !== "judged" && program(`${world.out}/tool`, says), { by });
}

function ranWith(output: string): Outcome {
  return { kind: "ran", inner: [], status: 0, stopped: null, denied: null, taken: [], output };
}

test("what a review approved starts the programs that were judged, or none; a person accepts the words", async () => {
  expect(await toolBy("review", "judged")).toEqual(ranWith("judged\n"));
  expect(await toolBy("review", "other")).toEqual(REFUSED);
  expect(await toolBy("person", "other")).toEqual(ranWith("other\n"));
});

/** What became of `sh run.sh`, which was approved so; the script is written anew before it starts, or not. */
async function scriptBy(by: "review" | "person", says: string | null): Promise<Outcome> {
  const world = newWorld();
  program(`${world.ws}/run.sh`, "judged");
  return runTool(world, () => says !== null && program(`${world.ws}/run.sh`, says), { by, argv: ["sh", "run.sh"] });
}

test("what a review approved runs the script that was there then, or nothing; a person accepts the words", async () => {
  expect(await scriptBy("review", null)).toEqual(ranWith("judged\n"));
  expect(await scriptBy("review", "other")).toEqual({
    ...REFUSED,
    why: "a file that it runs changed since it was judged",
  });
  expect(await scriptBy("person", "other")).toEqual(ranWith("other\n"));
});

test("a program whose interpreter changed does not start", async () => {
  const world = newWorld();
  copyFileSync("/bin/sh", `${world.out}/shell`);
  writeFileSync(`${world.out}/tool`, `#!${world.out}/shell\necho judged\n`, { mode: 0o755 });
  const outcome = await runTool(world, () => utimesSync(`${world.out}/shell`, 1, 1));
  expect(outcome).toEqual({ ...REFUSED, why: `${world.out}/shell changed since it was judged` });
});

const MOVES: readonly [name: string, move: (world: World) => void][] = [
  [
    "a link to another one",
    ({ ws, out }) => {
      renameSync(`${ws}/sub`, `${ws}/old`);
      symlinkSync(out, `${ws}/sub`);
    },
  ],
  ["gone", ({ ws }) => renameSync(`${ws}/sub`, `${ws}/old`)],
];
test.each(MOVES)("a command whose folder is now %s does not start", async (_name, move) => {
  const world = newWorld();
  program(`${world.out}/tool`, "judged");
  mkdirSync(`${world.ws}/sub`);
  const outcome = await runTool(world, () => move(world), { cwd: `${world.ws}/sub` });
  expect(outcome).toEqual({ ...REFUSED, why: `where ${world.ws}/sub leads changed since it was judged` });
});

test("git does not start where its repository has got a hook since", async () => {
  const world = newWorld();
  program(`${world.out}/tool`, "judged");
  mkdirSync(`${world.ws}/.git/hooks`, { recursive: true });
  for (const folder of ["objects", "refs"]) mkdirSync(`${world.ws}/.git/${folder}`);
  writeFileSync(`${world.ws}/.git/HEAD`, "ref: refs/heads/main\n");
  const outcome = await runTool(world, () => program(`${world.ws}/.git/hooks/pre-push`, "other"));
  expect(outcome).toEqual({ ...REFUSED, why: `what git runs in ${world.ws} changed since it was judged` });
});

const SCRIPT = 'echo a > "$1/there/f"; echo b >> "$1/file"; echo c > "$1/missing"; echo d > "$1/there/.git/x"; ls "$1"';

test.each(["for itself", "by a grant of the turn"])(
  "a command that got more %s has that, and nothing is made where nothing was",
  async (how) => {
    const world = newWorld();
    const { ws, out, home } = world;
    mkdirSync(`${out}/there/.git`, { recursive: true });
    writeFileSync(`${out}/file`, "");
    const more = { read: [], write: ["there", "file", "missing"].map((name) => `${out}/${name}`), network: false };
    const isGranted = how !== "for itself";
    const ports: Ports = {
      ...fakePorts(),
      gather: () => {
        const workspace = { roots: [ws], keep: [], bounds: MODE_ONLY };
        return Promise.resolve({ ...FACTS, backend: BACKEND, workspace, folder: ws });
      },
      perform: performer({ output: "capture", timeoutMs: null, home, notice: () => undefined, rules }),
    };
    const engine = createEngine(ports, {
      approvalPolicy: "on-request",
      sandboxMode: "read-only",
      allowRuns: "inside",
      smartApprovals: true,
    });
    const turn = "t1";
    if (isGranted) {
      const action = { kind: "permissions", wanted: more, cwd: ws, why: null } as const;
      await engine.submit({ action, mode: "judge", turn });
    }
    const outcome = await engine.submit({
      action: {
        kind: "command",
        argv: ["bash", "-c", SCRIPT, "sh", out],
        cwd: ws,
        escalate: false,
        why: null,
        ...(isGranted ? {} : { more }),
      },
      mode: "run",
      turn,
    });
    expect(outcome).toMatchObject({ kind: "ran", status: 0, output: expect.stringContaining("file\nthere\n") });
    expect(readFileSync(`${out}/there/f`, "utf8")).toBe("a\n");
    expect(readFileSync(`${out}/file`, "utf8")).toBe("b\n");
    expect(existsSync(`${out}/missing`)).toBe(false);
    expect(readdirSync(`${out}/there/.git`)).toEqual([]);
  },
);
