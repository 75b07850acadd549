/** The supervisor's program as what gives a command without a sandbox its terminal. */
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isSleeping, until } from "../effects/world.ts";
import { FOLDER, SUPERVISOR } from "./supervisor.ts";

type Ended = { readonly status: number | null; readonly output: string };

/** With no more input than that. */
function run(args: readonly string[], input = ""): Ended {
  const { status, stdout, stderr } = spawnSync(SUPERVISOR, ["terminal", ...args], { input, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

writeFileSync(`${FOLDER}/text`, "no program\n", { mode: 0o644 });

const ENDS: readonly [name: string, words: readonly string[], ended: Ended][] = [
  ["its status", ["sh", "-c", "exit 7"], { status: 7, output: "" }],
  ["the signal that ended it", ["sh", "-c", "kill -KILL $$"], { status: 137, output: "" }],
  ["no such program", ["assent-none"], { status: 127, output: "assent: assent-none: No such file or directory\r\n" }],
  ["no program", [`${FOLDER}/text`], { status: 126, output: `assent: ${FOLDER}/text: Permission denied\r\n` }],
  ["its size", ["stty", "size"], { status: 0, output: "24 80\r\n" }],
  [
    "usual signals",
    ["sh", "-c", "trap '' PIPE; grep SigIgn /proc/$$/status | cut -f2"],
    { status: 0, output: "0000000000001000\r\n" },
  ],
  ["no hold on its other end", ["sh", "-c", "ls -l /proc/$$/fd | grep -c ptmx"], { status: 1, output: "0\r\n" }],
];
test.each(ENDS)("a command at a terminal gives %s", (_name, words, ended) => {
  expect(run(["80x24", "--", ...words])).toEqual(ended);
});

test("the end of the input is told by the key that means so", () => {
  const ended = run(["80x24", "--", "sh", "-c", "stty -echo; echo ready; cat"], "abc\n");
  expect(ended.status).toBe(0);
  expect(ended.output).toContain("ready\r\nabc\r\n");
});

test.each([[["80"]], [["80x24", "sh"]], [["x", "--", "sh"]], [[]]])("with %j nothing is run", (args) => {
  expect(run(args)).toEqual({ status: 125, output: "assent: terminal: needs COLUMNSxROWS -- COMMAND\n" });
});

test("without whoever carries, the command is hung up on", async () => {
  const child = spawn(SUPERVISOR, ["terminal", "80x24", "--", "sh", "-c", "echo up; sleep 98721"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await until(() => isSleeping("98721"));
  child.kill("SIGTERM");
  expect(isSleeping("98721")).toBe(true);
  child.kill("SIGKILL");
  await until(() => !isSleeping("98721"));
});

test("where nobody reads any more, the command is hung up on", async () => {
  const child = spawn(SUPERVISOR, ["terminal", "80x24", "--", "sh", "-c", "sleep 98722 & yes"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await until(() => isSleeping("98722"));
  child.stdout.destroy();
  const status = await new Promise((resolve) => child.once("exit", resolve));
  await until(() => !isSleeping("98722"));
  expect(status).toBe(129);
});
