/** The program at a real terminal, and ended in every way; bundled as it is for people. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNotStartable } from "../../src/effects/look-up.ts";
import { BACKEND, isSleeping, newWorld, processesWith, until } from "./world.ts";

const { ws, out, home } = newWorld();
const program = `${out}/sandbox.mjs`;
const env = {
  ...process.env,
  ASSENT: `${process.execPath} ${program}`,
  ASSENT_HOME: home,
  TMPDIR: out,
  PS1: "$ ",
  LC_ALL: "C.UTF-8",
};

beforeAll(() => {
  buildSync({
    stdin: {
      contents: `import { sandboxCommand } from "./src/compose/sandbox.ts";
process.exitCode = await sandboxCommand(process.argv.slice(2));`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
    logLevel: "silent",
  });
});

let words = 0;
function sleepWord(): string {
  words += 1;
  return `98.${process.pid}${words}`;
}

const hasTmux = whyNotStartable("tmux", "/", process.env["PATH"]) === null;

const tmux = (...args: readonly string[]) =>
  execFileSync("tmux", ["-L", `assent-${process.pid}`, "-f", "/dev/null", ...args], { env, encoding: "utf8" });
const screen = () => tmux("capture-pane", "-p", "-t", "main");
const type = (...keys: readonly string[]) => tmux("send-keys", "-t", "main", ...keys);

/** The status it ended with. */
async function ended(end: string): Promise<number> {
  const pattern = new RegExp(`${end}-(\\d+)`);
  await until(() => pattern.test(screen()), screen);
  return Number(pattern.exec(screen())?.[1]);
}

describe.skipIf(BACKEND.kind === "none" || !hasTmux)("at a terminal", () => {
  let asked = 0;

  /** Starts a command behind `assent sandbox linux`; its status is shown behind a word that marks its end. */
  function start(command: string): string {
    asked += 1;
    const end = `end-${asked}-is`;
    tmux("clear-history", "-t", "main");
    type("-l", `clear; $ASSENT linux --full-auto -- ${command}; echo "${end}"-$?`);
    type("Enter");
    return end;
  }

  beforeAll(() => {
    tmux("new-session", "-d", "-s", "main", "-x", "90", "-y", "40", "-c", ws, "bash --norc --noprofile");
  });
  afterAll(() => {
    tmux("kill-server");
  });

  test("a command has the terminal on all three streams, and its size", async () => {
    const end = start(`sh -c 'test -t 0 -a -t 1 -a -t 2 && stty size'`);
    expect(await ended(end)).toBe(0);
    expect(screen()).toContain("40 90");
  });

  test("an interrupt ends a command as it would without assent", async () => {
    const word = sleepWord();
    const end = start(`sleep ${word}`);
    await until(() => isSleeping(word));
    type("C-c");
    expect([await ended(end), processesWith(word)]).toEqual([130, []]);
  });

  test("a command that handles an interrupt goes on", async () => {
    const word = sleepWord();
    const end = start(`bash -c 'trap "echo caught" INT; sleep ${word}; echo went on; exit 7'`);
    await until(() => isSleeping(word));
    type("C-c");
    expect(await ended(end)).toBe(7);
    expect(screen()).toMatch(/caught\s+went on/);
  });

  test("pressed twice, it ends a command that holds on", async () => {
    const word = sleepWord();
    const end = start(`bash -c 'trap "echo caught" INT; while :; do sleep ${word}; done'`);
    await until(() => isSleeping(word));
    type("C-c");
    await until(() => screen().includes("caught"), screen);
    type("C-c");
    expect([await ended(end), processesWith(word)]).toEqual([130, []]);
  });

  test("a command can be stopped and brought back", async () => {
    const end = start("cat");
    await until(() => processesWith("cat").length > 3);
    type("C-z");
    await until(() => screen().includes("Stopped"), screen);
    type("fg", "Enter");
    type("hello", "Enter");
    await until(() => /hello\s+hello/.test(screen()), screen);
    type("C-d");
    expect(screen()).toContain(end.slice(0, 3));
  });

  test("a shell inside has job control of its own", async () => {
    const end = start("bash --norc --noprofile");
    const word = sleepWord();
    type(`sleep ${word}`, "Enter");
    await until(() => isSleeping(word));
    type("C-z");
    await until(() => screen().includes(`Stopped                 sleep ${word}`), screen);
    type("fg", "Enter");
    await until(() => /fg\s+sleep/.test(screen()), screen);
    type("C-c");
    type("exit 3", "Enter");
    expect(await ended(end)).toBe(3);
  });

  test("what it draws follows the window", async () => {
    const end = start(`bash -c 'trap "stty size; exit 0" WINCH; echo up; while :; do sleep 0.05; done'`);
    await until(() => screen().includes("up\n"), screen);
    tmux("resize-window", "-t", "main", "-x", "71", "-y", "31");
    expect(await ended(end)).toBe(0);
    expect(screen()).toContain("31 71");
  });

  test.skipIf(whyNotStartable("vi", "/", process.env["PATH"]) !== null)("an editor works", async () => {
    const end = start("vi -u NONE text");
    await until(() => screen().includes("~"), screen);
    type("ihello", "Escape", ":wq", "Enter");
    expect([await ended(end), readFileSync(`${ws}/text`, "utf8")]).toEqual([0, "hello\n"]);
  });

  test("closing the terminal ends all", async () => {
    const word = sleepWord();
    tmux("new-window", "-d", "-n", "other", "-c", ws, "bash --norc --noprofile");
    tmux(
      "send-keys",
      "-t",
      "other",
      `$ASSENT linux -- bash -c "trap '' HUP TERM; sleep ${word}; sleep ${word}"`,
      "Enter",
    );
    await until(() => isSleeping(word));
    tmux("kill-window", "-t", "other");
    await until(() => processesWith(word).length === 0);
    expect(processesWith(word)).toEqual([]);
  });
});

function launch(script: string): ChildProcess {
  return spawn(process.execPath, [program, "linux", "--", "bash", "-c", script], { cwd: ws, env, stdio: "ignore" });
}

describe.skipIf(BACKEND.kind === "none")("told to end", () => {
  const SIGNALS: readonly [signal: NodeJS.Signals, code: number | null][] = [
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGKILL", null],
  ];
  test.each(SIGNALS)("by %s, it ends all that the command started", async (signal, code) => {
    const word = sleepWord();
    const child = launch(`trap '' TERM HUP INT; setsid sleep ${word} & sleep ${word}; sleep ${word}`);
    await until(() => isSleeping(word));
    const exit = new Promise((resolve) => {
      child.once("exit", (status) => resolve(status));
    });
    child.kill(signal);
    expect(await exit).toBe(code);
    await until(() => processesWith(word).length === 0);
    expect(processesWith(word)).toEqual([]);
  });

  test("what a killed run leaves behind, the next one takes away", async () => {
    const place = `${ws}/killed`;
    mkdirSync(place);
    const word = sleepWord();
    const args = [program, "linux", "--full-auto", "--"];
    const child = spawn(process.execPath, [...args, "sleep", word], { cwd: place, env, stdio: "ignore" });
    await until(() => isSleeping(word));
    child.kill("SIGKILL");
    await until(() => processesWith(word).length === 0);
    spawnSync(process.execPath, [...args, "true"], { cwd: place, env });
    expect(spawnSync("ls", ["-A", place], { encoding: "utf8" }).stdout).toBe("");
  });
});

test.skipIf(BACKEND.kind === "none")("no descriptor that assent was handed reaches the command", () => {
  writeFileSync(`${out}/secret`, "secret\n");
  const inner = `for fd in /proc/self/fd/*; do readlink $fd; done | grep secret; cat <&9; cat <&77; true`;
  const script = `exec 9<${out}/secret 77<>${out}/secret; exec "$@"`;
  const args = ["-c", script, "bash", process.execPath, program, "linux", "--", "bash", "-c", inner];
  expect(spawnSync("bash", args, { cwd: ws, env, encoding: "utf8" }).stdout).toBe("");
});
