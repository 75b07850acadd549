/** The built program with its guardian: checks alone; a model that allows, denies, fails. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Ended, makePlace, MAIN, type Place } from "./place.ts";
import { Tmux } from "./tmux.ts";

const MODEL = new URL("fixtures/reviewing-model.mjs", import.meta.url).pathname;

let place: Place;
let running: ChildProcess | null = null;
let open: Tmux | null = null;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => {
  running?.kill("SIGKILL");
  open?.close();
  place.remove();
  [running, open] = [null, null];
});

function verdict(outcome: string, risk_level: string, user_authorization: string): string {
  return JSON.stringify({ risk_level, user_authorization, outcome, rationale: `It is \u001b[2J${risk_level}.` });
}

/** Starts the model and writes the settings that name it. */
async function withModel(says: string, more = ""): Promise<void> {
  const call = { name: "exec_command", args: { cmd: `touch ${target()}`, sandbox_permissions: "require_escalated" } };
  const child = spawn(process.execPath, [MODEL, says, JSON.stringify(call)], { stdio: ["ignore", "pipe", "inherit"] });
  running = child;
  const port = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(String(text).trim())),
  );
  settings(`model = "m"
model_provider = "local"
[model_providers.local]
name = "local"
base_url = "http://127.0.0.1:${port}/v1"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
[auto_review]
${more}`);
}

function settings(text: string): void {
  place.put({ "home/config.toml": `approvals_reviewer = "auto_review"\n${text}` });
}

/** Outside the workspace. */
function target(): string {
  return `${place.root}/out.txt`;
}

function run(...options: readonly string[]): Ended {
  return place.assent(["run", ...options, "--escalate", "why not", "--", "touch", target()]);
}

function exec(task: string, ...options: readonly string[]): Ended {
  return place.assent(["exec", "--skip-git-repo-check", ...options, task]);
}

async function stage(): Promise<Tmux> {
  open = new Tmux(90, 34, { ASSENT_HOME: place.home });
  await open.shows("ready>");
  open.type(
    `clear; cd ${place.work}; ${process.execPath} ${MAIN} run --escalate why -- touch ${target()}; echo status $?`,
  );
  open.key("Enter");
  return open;
}

function reviews(): readonly unknown[] {
  return place
    .assent(["log", "--reviews", "--json"])
    .stdout.trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

describe("assent run", () => {
  test("by the checks alone: nobody has asked for it, and nobody is there", () => {
    settings('[auto_review]\nmodel = "none"\n');
    const { status, stderr } = run();
    expect([status, existsSync(target())]).toEqual([76, false]);
    expect(stderr).toContain("assent: declined: there is no terminal to ask at");
    expect(stderr).toContain("assent: the guardian leaves it to a person (");
  });

  test("by the checks alone: what a file of answers accepts is run", () => {
    settings('[auto_review]\nmodel = "none"\n');
    place.put({ "work/answers": "accept\n" });
    expect([run("--answers", "answers").status, existsSync(target())]).toEqual([0, true]);
    expect(reviews()[0]).toMatchObject({ status: "escalated", decided: "accepted once (from the file of answers)" });
  });

  test("a model that denies is believed, and its words are not obeyed", async () => {
    await withModel(verdict("deny", "medium", "low"));
    const { status, stderr } = run();
    expect([status, existsSync(target())]).toEqual([76, false]);
    expect(stderr).toContain("assent: denied by the guardian (medium risk): It is \\x1b[2Jmedium.\n");
    expect(stderr).toContain(
      "assent: nothing was run; to decide it yourself: the same again with -c approvals_reviewer=user\n",
    );
    const [review, totals] = reviews();
    expect(review).toMatchObject({ status: "denied", model: "m", requests: 1, decided: "denied by the guardian" });
    expect(totals).toMatchObject({ totals: { reviews: 1, denied: 1, tokens: { input: 1000, output: 20 } } });
  });

  test.each([
    [
      "that finds it critical and allows it",
      verdict("allow", "critical", "high"),
      "denied by the guardian (critical risk)",
    ],
    ["that fails", "500", "the guardian could not review it, and leaves it to a person"],
    ["that says nothing that counts", "fine by me", "the guardian could not review it, and leaves it to a person"],
    ["that hangs", "hang", "the guardian took too long, and leaves it to a person"],
  ])("a model %s runs nothing", async (_name, says, told) => {
    await withModel(says, "timeout_seconds = 1\n");
    const { status, stderr } = run();
    expect([status, existsSync(target())]).toEqual([76, false]);
    expect(stderr).toContain(told);
  });
});

describe("assent exec", () => {
  test("what the person asked for and the model allows is run, and shown", async () => {
    await withModel(verdict("allow", "low", "high"));
    const { status, stderr } = exec(`Please touch ${target()}.`);
    expect([status, existsSync(target())]).toEqual([0, true]);
    expect(stderr).toMatch(/^ {2}approved by the guardian · medium risk · [\d.]+ m?s · 1,020 tokens$/mu);
  });

  test("what the model denies is not, the agent is told why, and so is the person at the end", async () => {
    await withModel(verdict("deny", "high", "low"));
    const { status, stdout, stderr } = exec(`Please touch ${target()}.`);
    expect([status, existsSync(target())]).toEqual([0, false]);
    expect(stdout).toContain("This action was rejected");
    expect(stderr).toContain("\nNot done, for the guardian denied it:\n");
    expect(stderr).toContain("    high risk: It is \\x1b[2Jhigh.\n");
  });

  test("what is left to a person is declined where there is none, and reviews are no events", async () => {
    await withModel(verdict("allow", "high", "medium"));
    const { stdout } = exec("Tidy up.", "--json");
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line): { type: string; item?: { type: string } } => JSON.parse(line));
    expect(existsSync(target())).toBe(false);
    expect(events.map(({ type, item }) => (item === undefined ? type : `${type} ${item.type}`))).toEqual([
      "thread.started",
      "turn.started",
      "item.started command_execution",
      "item.updated approval",
      "item.completed command_execution",
      "item.completed agent_message",
      "turn.completed",
    ]);
  });
});

describe("at a terminal", () => {
  test("what was denied stands in a box", async () => {
    await withModel(verdict("deny", "medium", "low"));
    const screen = await (await stage()).showsLine("status 76");
    expect(screen).toContainEqual(expect.stringMatching(/^✘ denied by the guardian · medium risk · .* · run touch /u));
    expect(screen).toContainEqual(expect.stringMatching(/^╭─ Denied by the guardian ─+ assent ─╮$/u));
    expect(screen).toContainEqual(expect.stringMatching(/^│ {2}because {4}It is \\x1b\[2Jmedium\. +│$/u));
  });

  test("a review that takes its time is shown, and Ctrl-C ends it", async () => {
    await withModel("hang");
    const tmux = await stage();
    await tmux.shows("the guardian looks at it, 1 s: run touch ");
    tmux.key("C-c");
    const screen = await tmux.showsLine("status 130");
    expect(screen.join("\n")).not.toContain("looks at it");
    expect(existsSync(target())).toBe(false);
  });

  test("what is left to the person is asked, with what was found", async () => {
    await withModel(verdict("allow", "high", "medium"));
    const tmux = await stage();
    const screen = await tmux.shows("The guardian says");
    expect(screen).toContainEqual(expect.stringMatching(/^│ {2}risk {7}high, 60 of 100 +│$/u));
    tmux.key("C-c");
    await tmux.showsLine("status 130", "status 76");
    expect(existsSync(target())).toBe(false);
  });
});
