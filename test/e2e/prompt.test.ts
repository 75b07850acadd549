/** The prompt at a real terminal: each box and key, and what must not answer. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Question, Verdict } from "../../src/core/approval/question.ts";
import { QUIET_MS } from "../../src/surfaces/tui/dialog.ts";
import { COMMAND, HOSTILE, LONG, NETWORK, PATCH } from "../surfaces/tui/questions.ts";
import { pause, Tmux } from "./tmux.ts";

const folder = mkdtempSync(join(tmpdir(), "assent-prompt-"));
const program = join(folder, "ask.mjs");

beforeAll(async () => {
  await build({
    entryPoints: [new URL("fixtures/ask.ts", import.meta.url).pathname],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    logLevel: "error",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let open: Tmux | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

type Options = { readonly columns?: number; readonly rows?: number; readonly env?: Readonly<Record<string, string>> };

/** Prints `icanon` where the terminal reads lines as usual, `-icanon` where it was left raw. */
const TELL_MODE = "stty -a | grep -o -- '-\\?icanon'";

/** A shell at a terminal, about to run the program with the questions. */
class Stage {
  readonly tmux: Tmux;
  readonly #answers: string;
  readonly line: string;

  constructor(questions: readonly Question[], { columns = 80, rows = 30, env = {} }: Options = {}, withdrawMs = "") {
    this.tmux = new Tmux(columns, rows, env);
    open = this.tmux;
    this.#answers = join(this.tmux.folder, "answers.json");
    const file = join(this.tmux.folder, "questions.json");
    writeFileSync(file, JSON.stringify(questions));
    this.line = [process.execPath, program, file, this.#answers, withdrawMs].join(" ").trimEnd();
  }

  /** Runs the program and waits until the box stands and keys count. */
  async ask(shown: string): Promise<readonly string[]> {
    await this.tmux.shows("ready>");
    this.tmux.type(`clear; ${this.line}; ${TELL_MODE}`);
    this.tmux.key("Enter");
    const screen = await this.tmux.shows(shown);
    await quiet();
    return screen;
  }

  /** The answers once the program has ended and the shell has the terminal again. */
  async answers(): Promise<readonly Verdict[]> {
    const screen = await this.tmux.showsLine("icanon", "-icanon");
    if (!screen.includes("icanon")) throw new Error("the terminal was left in raw mode");
    return JSON.parse(readFileSync(this.#answers, "utf8")) as readonly Verdict[];
  }

  /** The answers of a program that has no terminal any more. */
  async answersWithoutTerminal(): Promise<readonly Verdict[]> {
    while (!this.isAnswered()) await pause(25);
    return JSON.parse(readFileSync(this.#answers, "utf8")) as readonly Verdict[];
  }

  isAnswered(): boolean {
    return existsSync(this.#answers);
  }
}

/** Long enough that a key counts, with room for a slow machine. */
function quiet(): Promise<void> {
  return pause(QUIET_MS * 3);
}

const by = (outcome: Verdict["outcome"]): Verdict => ({ outcome, by: "user", note: null });
const saved: Verdict = by({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern: ["npm", "install"] } });
const host: Verdict = by({
  kind: "accept-and-amend",
  amendment: { kind: "network", host: "registry.npmjs.org", protocol: "https" },
});

const KEYS: readonly [box: string, question: Question, title: string, keys: readonly string[], answer: Verdict][] = [
  ["command", COMMAND, "Run this command?", ["a"], by({ kind: "accept" })],
  ["command", COMMAND, "Run this command?", ["s"], by({ kind: "accept-for-session" })],
  ["command", COMMAND, "Run this command?", ["p"], saved],
  ["command", COMMAND, "Run this command?", ["d", "Enter"], by({ kind: "decline", feedback: null })],
  ["command", COMMAND, "Run this command?", ["c"], by({ kind: "cancel" })],
  ["command", COMMAND, "Run this command?", ["C-c"], by({ kind: "cancel" })],
  ["command", COMMAND, "Run this command?", ["?", "a", "Escape", "a"], by({ kind: "accept" })],
  ["change", PATCH, "Change these 4 files?", ["Up", "Down", "Left", "a"], by({ kind: "accept" })],
  ["change", PATCH, "Change these 4 files?", ["s"], by({ kind: "accept-for-session" })],
  ["change", PATCH, "Change these 4 files?", ["d", "Enter"], by({ kind: "decline", feedback: null })],
  ["change", PATCH, "Change these 4 files?", ["c"], by({ kind: "cancel" })],
  ["network", NETWORK, "Connect to this host?", ["a"], by({ kind: "accept" })],
  ["network", NETWORK, "Connect to this host?", ["s"], by({ kind: "accept-for-session" })],
  ["network", NETWORK, "Connect to this host?", ["p"], host],
  ["network", NETWORK, "Connect to this host?", ["d", "Enter"], by({ kind: "decline", feedback: null })],
  ["network", NETWORK, "Connect to this host?", ["c"], by({ kind: "cancel" })],
];
test.each(KEYS)("the %s box: %#", async (_box, question, title, keys, answer) => {
  const stage = new Stage([question], { rows: 45 });
  await stage.ask(title);
  for (const key of keys) {
    stage.tmux.key(key);
    await pause(250);
  }
  expect(await stage.answers()).toEqual([answer]);
  expect(stage.tmux.screen().join("\n")).not.toContain("[a]");
});

test("the whole box stands on the screen, and one line stays", async () => {
  const stage = new Stage([COMMAND]);
  const screen = await stage.ask("[c] cancel turn");
  expect(screen[0]).toBe(`╭─ Run this command? ${"─".repeat(49)} assent ─╮`);
  expect(screen.at(-1)).toBe(`╰${"─".repeat(78)}╯`);
  stage.tmux.key("a");
  await stage.answers();
  expect(stage.tmux.screen().slice(0, 2)).toEqual(["✔ accepted once · run npm install left-pad", "icanon"]);
});

test("feedback is typed, corrected and sent", async () => {
  const stage = new Stage([COMMAND]);
  await stage.ask("[d] decline");
  stage.tmux.key("d");
  await stage.tmux.shows("Goes to the agent");
  stage.tmux.type("use pnpmm");
  stage.tmux.key("BSpace");
  await stage.tmux.shows("> use pnpm▏");
  stage.tmux.key("Enter");
  expect(await stage.answers()).toEqual([by({ kind: "decline", feedback: "use pnpm" })]);
  expect(stage.tmux.screen()[0]).toBe("✘ declined: use pnpm · run npm install left-pad");
});

test("a rule is edited and tried while it is typed", async () => {
  const stage = new Stage([COMMAND]);
  await stage.ask("[e] edit rule");
  stage.tmux.key("e");
  await stage.tmux.shows("matched: this command");
  stage.tmux.key("C-w");
  await stage.tmux.shows("refused: ");
  stage.tmux.key("Enter");
  await pause(250);
  stage.tmux.type("ci");
  await stage.tmux.shows("not matched");
  stage.tmux.key("C-w");
  stage.tmux.type("install left-pad");
  await stage.tmux.shows("> npm install left-pad▏");
  stage.tmux.key("Enter");
  const pattern = ["npm", "install", "left-pad"] as const;
  expect(await stage.answers()).toEqual([by({ kind: "accept-and-amend", amendment: { kind: "prefix", pattern } })]);
});

test("keys typed before the box, and just after it, answer nothing", async () => {
  const stage = new Stage([COMMAND]);
  await stage.tmux.shows("ready>");
  stage.tmux.type(`clear; sleep 1; ${stage.line}`);
  stage.tmux.key("Enter");
  await pause(300);
  for (const key of ["a", "a", "s", "p"]) stage.tmux.key(key);
  await stage.tmux.shows("[a] accept once");
  stage.tmux.key("a");
  await pause(600);
  expect(stage.isAnswered()).toBe(false);
  expect(stage.tmux.screen().join("\n")).toContain("[a] accept once");
});

test("a paste answers nothing, with and without marks", async () => {
  const stage = new Stage([COMMAND]);
  await stage.ask("[a] accept once");
  stage.tmux.paste("a");
  await quiet();
  stage.tmux.type("aaaa\rs\r");
  await quiet();
  expect(stage.isAnswered()).toBe(false);
  stage.tmux.key("c");
  expect(await stage.answers()).toEqual([by({ kind: "cancel" })]);
});

test("Ctrl-D declines as a fault", async () => {
  const stage = new Stage([COMMAND]);
  await stage.ask("[a] accept once");
  stage.tmux.key("C-d");
  const note = "the input ended (Ctrl-D) before an answer was given";
  expect(await stage.answers()).toEqual([{ outcome: { kind: "decline", feedback: null }, by: "fault", note }]);
});

test("a terminal that goes away declines as a fault", async () => {
  const stage = new Stage([COMMAND]);
  await stage.ask("[a] accept once");
  stage.tmux.hangUp();
  const [verdict] = await stage.answersWithoutTerminal();
  expect([verdict?.outcome, verdict?.by]).toEqual([{ kind: "decline", feedback: null }, "fault"]);
});

test("the box fits the window again after each change of its size", async () => {
  const stage = new Stage([COMMAND], { columns: 100, rows: 30 });
  await stage.ask("[a] accept once");
  stage.tmux.resize(60, 30);
  await stage.tmux.shows(`╭─ Run this command? ${"─".repeat(29)} assent ─╮`);
  stage.tmux.resize(110, 12);
  const screen = await stage.tmux.shows("more lines, [space] to page");
  expect(screen.filter((line) => line.includes("Run this command?"))).toHaveLength(1);
  stage.tmux.key("a");
  expect(await stage.answers()).toEqual([by({ kind: "accept" })]);
  expect(stage.tmux.screen().filter((line) => line !== "")).toEqual([
    "✔ accepted once · run npm install left-pad",
    "icanon",
    "ready>",
  ]);
});

test("a long command is paged to its end", async () => {
  const stage = new Stage([LONG], { rows: 24 });
  expect((await stage.ask("more lines, [space] to page")).join("\n")).toContain("step 1 of");
  for (let page = 0; page < 3; page++) {
    stage.tmux.key("Space");
    await pause(50);
  }
  expect((await stage.tmux.shows("[b] to go back")).join("\n")).toContain("step 40 of");
  stage.tmux.key("b");
  await pause(50);
  stage.tmux.key("Home");
  expect((await stage.tmux.shows("step 1 of")).join("\n")).toContain("[space] to page");
});

test("hostile words take nothing over", async () => {
  const stage = new Stage([HOSTILE]);
  const screen = await stage.ask("[a] accept once");
  expect(screen.join("\n")).toContain("▌ sandbox    read-only\\x1b[2J\\x1b[H\\x1b]0;title\\x07\\rls");
  expect(screen.at(-1)).toBe(`╰${"─".repeat(78)}╯`);
});

test("questions asked together come one after the other", async () => {
  const stage = new Stage([COMMAND, PATCH, NETWORK], { rows: 45 });
  await stage.ask("2 more waiting");
  stage.tmux.key("a");
  await stage.tmux.shows("1 more waiting");
  stage.tmux.key("a");
  await quiet();
  stage.tmux.key("s");
  await stage.tmux.shows("Connect to this host?");
  await quiet();
  stage.tmux.key("c");
  expect(await stage.answers()).toEqual([
    by({ kind: "accept" }),
    by({ kind: "accept-for-session" }),
    by({ kind: "cancel" }),
  ]);
});

test("a question that is withdrawn leaves the screen", async () => {
  const stage = new Stage([COMMAND, PATCH], {}, "1500");
  await stage.ask("[a] accept once");
  const verdict = {
    outcome: { kind: "decline", feedback: null },
    by: "fault",
    note: "the question was withdrawn before it was answered",
  };
  expect(await stage.answers()).toEqual([verdict, verdict]);
  expect(stage.tmux.screen().join("\n")).not.toContain("[a]");
});

test("an unfinished line of output stays above the box", async () => {
  const stage = new Stage([COMMAND]);
  await stage.tmux.shows("ready>");
  stage.tmux.type(`clear; printf 'no line feed'; ${stage.line}`);
  stage.tmux.key("Enter");
  await stage.tmux.shows("[a] accept once");
  expect(stage.tmux.screen().slice(0, 2)).toEqual(["no line feed", `╭─ Run this command? ${"─".repeat(49)} assent ─╮`]);
});

test("a signal puts the terminal right before it ends the program", async () => {
  const stage = new Stage([COMMAND]);
  const pid = join(stage.tmux.folder, "pid");
  await stage.tmux.shows("ready>");
  stage.tmux.type(`clear; sh -c 'echo $$ > ${pid}; exec ${stage.line}'; echo status $?; ${TELL_MODE}`);
  stage.tmux.key("Enter");
  await stage.tmux.shows("[a] accept once");
  process.kill(Number(readFileSync(pid, "utf8")), "SIGTERM");
  const screen = await stage.tmux.showsLine("icanon", "-icanon");
  expect(screen.slice(1, 3)).toEqual(["status 143", "icanon"]);
  expect(screen.join("\n")).not.toContain("[a]");
});

const LOOKS: readonly [name: string, env: Readonly<Record<string, string>>, hasColour: boolean, corner: string][] = [
  ["in colour", {}, true, "╭─ Run"],
  ["NO_COLOR", { NO_COLOR: "1" }, false, "╭─ Run"],
  ["TERM=dumb", { TERM: "dumb" }, false, "╭─ Run"],
  ["no UTF-8", { LC_ALL: "C" }, true, "+- Run"],
];
test.each(LOOKS)("looks as the environment asks: %s", async (_name, env, hasColour, corner) => {
  const stage = new Stage([COMMAND], { env });
  await stage.ask(`${corner} this command?`);
  expect(/\x1b\[[0-9;]*m/.test(stage.tmux.painted())).toBe(hasColour);
  stage.tmux.key("a");
  expect(await stage.answers()).toEqual([by({ kind: "accept" })]);
});
