/** The question of trust at a real terminal, and the built program's answers to scripts. */
import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { QUIET_MS } from "../../src/surfaces/tui/dialog.ts";
import { MAIN, makePlace, type Place } from "./place.ts";
import { pause, Tmux } from "./tmux.ts";

let place: Place;
let tmux: Tmux;
beforeEach(() => {
  place = makePlace();
  tmux = new Tmux(90, 40, { ASSENT_HOME: place.home });
  place.put({ "work/.git/HEAD": "", "work/.codex/config.toml": LOOSE });
});
afterEach(() => {
  tmux.close();
  place.remove();
});

const LOOSE = 'sandbox_mode = "danger-full-access"\n';
const OUTSIDE = "outside";

/** Writes beside the workspace: only without a sandbox that succeeds. */
const ACT = "touch ../outside; echo ended-$?";
const RUN = ["run", "--", "sh", "-c", ACT];
const CUT = "so this does not count: sandbox_mode in .codex/config.toml; to look at it: assent trust show\n";

async function runAtTerminal(shown: string): Promise<readonly string[]> {
  tmux.type(`clear; cd ${place.work}; ${process.execPath} ${MAIN} run -- sh -c '${ACT}'; echo status-$?`);
  tmux.key("Enter");
  const screen = await tmux.shows(shown);
  await pause(QUIET_MS * 3);
  return screen;
}

function isOutside(): boolean {
  return existsSync(`${place.root}/${OUTSIDE}`);
}

test("[t] trusts: the command runs with the project's settings, and the next one asks nothing", async () => {
  await tmux.shows("ready>");
  const screen = await runAtTerminal("[x] never trust it");
  expect(screen.join("\n")).toContain('+ sandbox_mode = "danger-full-access"');
  tmux.key("t");
  const after = await tmux.shows("status-0");
  expect(after).toContain(`✔ trusted · the files of ${place.work}`);
  expect(after).toContain("ended-0");
  expect(isOutside()).toBe(true);
  expect(place.assent(RUN)).toMatchObject({ stdout: "ended-0\n", stderr: "" });
});

test.each([
  ["n", "not now: they only tighten", CUT],
  ["Escape", "not now: they only tighten", CUT],
  ["x", "never: marked as untrusted", ""],
])("[%s] does not: the command runs with what only tightens", async (key, says, later) => {
  await tmux.shows("ready>");
  await runAtTerminal("[x] never trust it");
  tmux.key(key);
  // Whatever it is asked under the policy of an untrusted project.
  const stands = key === "x" ? "Run this command?" : "status-0";
  const after = await tmux.shows(stands);
  expect(after).toContain(`✘ ${says} · the files of ${place.work}`);
  expect(isOutside()).toBe(false);
  const { stderr } = place.assent(["run", "--", "true"]);
  expect(stderr.endsWith(later) && (later !== "" || !stderr.includes("does not count"))).toBe(true);
});

test("Ctrl-C starts nothing", async () => {
  await tmux.shows("ready>");
  await runAtTerminal("[x] never trust it");
  tmux.key("C-c");
  const after = await tmux.shows("status-130");
  expect(after).toContain("assent: cancelled at the question of trust; nothing was run");
  expect(after.join("\n")).not.toContain("ended-");
});

test("what changes while the box stands does not count, and what was shown is recorded", async () => {
  await tmux.shows("ready>");
  await runAtTerminal("[x] never trust it");
  place.put({ "work/.codex/config.toml": `${LOOSE}model = "swapped"\n` });
  tmux.key("t");
  const after = (await tmux.shows("status-0")).join("\n");
  expect(after).toContain("is not what was trusted");
  expect(isOutside()).toBe(false);
  place.put({ "work/.codex/config.toml": LOOSE });
  expect(place.assent(["trust"]).stdout).toContain("its files are what was trusted, and count in full");
});

test("a signal takes the question away, and the terminal is as before", async () => {
  await tmux.shows("ready>");
  tmux.type(`clear; cd ${place.work}; ${process.execPath} ${MAIN} run -- echo it-ran & echo $! > pid; fg; stty -a`);
  tmux.key("Enter");
  await tmux.shows("[x] never trust it");
  process.kill(Number(readFileSync(`${place.work}/pid`, "utf8")), "SIGTERM");
  const after = (await tmux.shows("echok")).join("\n");
  expect(after).toContain("no answer: they only tighten");
  expect(after).toMatch(/(?<!-)icanon/u);
  expect(after).not.toMatch(/^it-ran/mu);
});

test("a change asks again with the difference, at the terminal of assent trust add as well", async () => {
  const digest = digestNow();
  expect(place.assent(["trust", "add", "--yes", "--digest", digest])).toEqual({
    status: 0,
    stdout: `${place.work} is trusted as it is now\n`,
    stderr: "",
  });
  place.put({ "work/.codex/config.toml": `${LOOSE}model = "other"\n` });
  expect(place.assent(["trust", "add", "--yes", "--digest", digest]).status).toBe(76);
  await tmux.shows("ready>");
  tmux.type(`clear; ${process.execPath} ${MAIN} trust add ${place.work}; echo status-$?`);
  tmux.key("Enter");
  const screen = await tmux.shows("[x] never trust it");
  expect(screen.join("\n")).toContain("Trust what has changed in this project?");
  expect(screen.join("\n")).toContain('+ model = "other"');
  await pause(QUIET_MS * 3);
  tmux.key("t");
  await tmux.shows("status-0");
  expect(place.assent(["trust"]).stdout).toContain("its files are what was trusted, and count in full");
});

function digestNow(): string {
  const shown = JSON.parse(place.assent(["trust", "show", "--json"]).stdout) as { readonly digest: string };
  return shown.digest;
}

test("nobody at a terminal: scripts get one line and no question", () => {
  const ended = place.assent(RUN);
  expect({ ...ended, stderr: "" }).toEqual({ status: 0, stdout: "ended-1\n", stderr: "" });
  expect(ended.stderr).toContain(`assent: ${place.work} is not trusted, ${CUT}`);
  expect(isOutside()).toBe(false);
  expect(place.assent(["trust", "add"]).status).toBe(76);
});

test("an agent's many commands tell the same in short, and show tells it in full", () => {
  place.put({ "home/config.toml": 'modle = "x"\napproval_policy = "on-failure"\n' });
  const first = place.assent(["run", "--", "true"]).stderr;
  expect(first.split("\n")).toHaveLength(4);
  expect(place.assent(["run", "--", "true"]).stderr).toBe(
    [
      `assent: ${place.work} is not trusted, as before: its files only tighten; to look at it: assent trust show\n`,
      "assent: 2 notices on the settings, as before: assent config show\n",
    ].join(""),
  );
  expect(place.assent(["config", "show"]).stderr).toBe(first);
  expect(place.assent(["explain", "--", "true"]).stderr).toBe(first);
  place.put({ "work/.codex/config.toml": `${LOOSE}model = "x"\n` });
  expect(place.assent(["run", "--", "true"]).stderr).toContain(CUT.replace("sandbox_mode", "sandbox_mode, model"));
});

test("what only looks tells what does not count", () => {
  expect(place.assent(["explain", "--", "true"]).stderr).toContain(CUT);
  expect(existsSync(`${place.home}/assent/trust`)).toBe(false);
});

test("what only looks records nothing", () => {
  place.put({ "home/config.toml": `[projects."${place.work}"]\ntrust_level = "trusted"\n` });
  place.assent(["explain", "--", "true"]);
  place.assent(["trust"]);
  expect(existsSync(`${place.home}/assent/trust`)).toBe(false);
  expect(place.assent(["run", "--", "true"]).stderr).toBe(
    `assent: ${place.work} is marked as trusted: recorded as they are now: .codex/config.toml\n`,
  );
  expect(place.assent(["run", "--", "true"]).stderr).toBe("");
});

test("deny and remove change the mark and nothing else of the settings", () => {
  const others = '# mine\nmodel = "x"\n';
  place.put({ "home/config.toml": others });
  place.assent(["trust", "add", "--yes", "--digest", digestNow()]);
  expect(place.assent(["trust", "deny"]).status).toBe(0);
  expect(readFileSync(`${place.home}/config.toml`, "utf8")).toBe(
    `${others}\n[projects."${place.work}"]\ntrust_level = "untrusted"\n`,
  );
  expect(place.assent(["trust", "remove"])).toEqual({
    status: 0,
    stdout: `${place.work} is neither trusted nor untrusted\n`,
    stderr: "",
  });
  expect(readFileSync(`${place.home}/config.toml`, "utf8").startsWith(others)).toBe(true);
  expect(place.assent(["trust", "remove"]).status).toBe(0);
});

test.each([
  ["sandbox", ["sandbox", "linux"]],
  ["debug", ["debug"]],
])("%s takes a mark of trust for what the files say now, and for nothing that comes later", (_name, command) => {
  place.put({
    "home/config.toml": `[projects."${place.work}"]\ntrust_level = "trusted"\n`,
    "work/.codex/config.toml": "",
  });
  expect(place.assent([...command, "--", "true"]).stderr).toContain("recorded as they are now: .codex/config.toml");
  place.put({ "work/.codex/config.toml": LOOSE });
  const { stdout, stderr } = place.assent([...command, "--", "sh", "-c", ACT]);
  expect([stdout, isOutside()]).toEqual(["ended-1\n", false]);
  expect(stderr).toContain(CUT);
});
