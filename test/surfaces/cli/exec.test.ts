/** What is typed after `assent exec`. */
import { expect, test } from "vitest";
import { NO_FLAGS } from "../../../src/core/config/flags.ts";
import { exec, type ExecOptions } from "../../../src/surfaces/cli/exec.ts";

async function typed(...args: readonly string[]): Promise<{ status: number; started: ExecOptions[]; said: string }> {
  const started: ExecOptions[] = [];
  let said = "";
  const status = await exec(args, {
    start: async (options) => {
      started.push(options);
      return 7;
    },
    out: (text) => void (said += text),
    error: (text) => void (said += text),
    colour: () => false,
  });
  return { status, started, said };
}

const USUAL: ExecOptions = {
  task: "go",
  resume: null,
  flags: NO_FLAGS,
  approvesForMe: false,
  overrides: [],
  cwd: null,
  addDirs: [],
  answers: null,
  grantsForMs: null,
  model: null,
  images: [],
  schemaFile: null,
  messageFile: null,
  isJson: false,
  isEphemeral: false,
  ignoresRules: false,
  needsRepository: true,
};

const READ: readonly [args: readonly string[], options: Partial<ExecOptions>][] = [
  [["go"], {}],
  [["-"], { task: null }],
  [[], { task: null }],
  [
    ["--json", "--sandbox", "workspace-write", "go"],
    { isJson: true, flags: { ...NO_FLAGS, sandboxMode: "workspace-write" } },
  ],
  [["go", "-a", "on-request"], { flags: { ...NO_FLAGS, approvalPolicy: "on-request" } }],
  [["--approve-for-me", "go"], { approvesForMe: true }],
  [["--full-auto", "go"], { flags: { ...NO_FLAGS, fullAuto: true } }],
  [
    ["-c", "a=1", "--enable", "x", "--disable", "y", "go"],
    { overrides: ["a=1", "features.x=true", "features.y=false"] },
  ],
  [
    ["-o", "m", "--output-schema", "s", "-m", "big", "-i", "p.png", "go"],
    { messageFile: "m", schemaFile: "s", model: "big", images: ["p.png"] },
  ],
  [
    ["-C", "d", "--add-dir", "e", "--skip-git-repo-check", "--ignore-rules", "--ephemeral", "go"],
    { cwd: "d", addDirs: ["e"], needsRepository: false, ignoresRules: true, isEphemeral: true },
  ],
  [["--answers", "f", "--grants-for", "1h", "go"], { answers: "f", grantsForMs: 3_600_000 }],
  [["resume", "--last", "go"], { resume: { kind: "latest" } }],
  [["resume", "t1", "go"], { resume: { kind: "id", id: "t1" } }],
  [["resume", "t1"], { resume: { kind: "id", id: "t1" }, task: null }],
  [["--", "--go"], { task: "--go" }],
];
test.each(READ)("%j", async (args, options) => {
  expect(await typed(...args)).toEqual({ status: 7, started: [{ ...USUAL, ...options }], said: "" });
});

const WRONG: readonly [args: readonly string[], said: RegExp][] = [
  [["go", "on"], /the task is one argument, and "on" is one more/],
  [["resume"], /resume needs the id of a thread, or --last/],
  [["--last", "go"], /--last goes with resume/],
  [["--grants-for", "soon", "go"], /--grants-for takes a time like 90s/],
  [["--approve-for-me", "-s", "read-only", "go"], /chooses sandbox and policy itself: leave it or --sandbox out/],
  [["--approve-for-me", "--full-auto", "go"], /leave it or --full-auto out/],
  [["--approve-for-me", "--yolo", "go"], /leave it or --yolo out/],
  [["-a", "never", "--approve-for-me", "go"], /leave it or --ask-for-approval out/],
  [["--listen", "x", "go"], /--listen is for other commands/],
];
test.each(WRONG)("%j is wrong", async (args, said) => {
  const done = await typed(...args);
  expect([done.status, done.started]).toEqual([64, []]);
  expect(done.said).toMatch(said);
});
