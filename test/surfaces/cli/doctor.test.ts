/** How the doctor's findings are told: as text, as JSON, and by the exit status. */
import { expect, test } from "vitest";
import type { Finding } from "../../../src/core/doctor/finding.ts";
import { err, ok, type Result } from "../../../src/kit/result.ts";
import { doctor, type DoctorIo, type DoctorOptions } from "../../../src/surfaces/cli/doctor.ts";

const FINE: Finding = {
  group: "versions",
  id: "versions.assent",
  status: "ok",
  title: "assent",
  detail: "1.2.3",
  advice: null,
};
const WARNING: Finding = {
  group: "terminal",
  id: "terminal.tty",
  status: "warning",
  title: "terminal",
  detail: "none: what must be asked is refused",
  advice: "run it in a terminal, or give answers with --answers",
};
const PROBLEM: Finding = {
  group: "configuration",
  id: "configuration.user",
  status: "problem",
  title: "user",
  detail: "/h/\u001b[2Jconfig.toml:3:7: this is not TOML",
  advice: "mend it",
};

type Told = { status: number; out: string; error: string; asked: DoctorOptions[] };

async function tell(
  args: readonly string[],
  findings: Result<readonly Finding[], string>,
  over: Partial<DoctorIo> = {},
): Promise<Told> {
  const told: Told = { status: 0, out: "", error: "", asked: [] };
  told.status = await doctor(args, {
    examine: (options, doing) => {
      told.asked.push(options);
      doing("making a sandbox");
      return Promise.resolve(findings);
    },
    out: (text) => {
      told.out += text;
    },
    error: (text) => {
      told.error += text;
    },
    colour: false,
    look: { charset: "unicode", columns: null, framed: false },
    watched: false,
    ...over,
  });
  return told;
}

const NOTHING: DoctorOptions = { cwd: null, profile: null, overrides: [] };

test("findings in groups, escaped, in the order of the groups, with a summary", async () => {
  expect(await tell([], ok([WARNING, PROBLEM, FINE]))).toEqual({
    status: 1,
    out: `Versions
  ✓ assent    1.2.3

Configuration
  ✗ user      /h/\\x1b[2Jconfig.toml:3:7: this is not TOML
    → mend it

Terminal
  ! terminal  none: what must be asked is refused
    → run it in a terminal, or give answers with --answers

1 problem, 1 warning, 1 ok
`,
    error: "",
    asked: [NOTHING],
  });
});

test("on a narrow terminal without UTF-8 lines are broken and framed in ASCII", async () => {
  const look = { charset: "ascii", columns: 44, framed: true } as const;
  const { out, status } = await tell([], ok([{ ...WARNING, detail: "none: what must be asked is refused … here" }]), {
    look,
  });
  expect([out, status]).toEqual([
    `Terminal
  ! terminal  none: what must be asked is
              refused \\u{2026} here
    > run it in a terminal, or give answers
      with --answers

+-----------------------------+
| 0 problems, 1 warning, 0 ok |
+-----------------------------+
`,
    0,
  ]);
});

test("colours tell what is wrong", async () => {
  const { out } = await tell([], ok([PROBLEM]), { colour: true });
  const painted = out.split("\n").filter((line) => line.startsWith("\u001b[31m"));
  expect(painted).toEqual([
    "\u001b[31m  ✗ user  /h/\\x1b[2Jconfig.toml:3:7: this is not TOML\u001b[0m",
    "\u001b[31m1 problem, 0 warnings, 0 ok\u001b[0m",
  ]);
});

test("JSON has the summary and every finding as it is, with escapes for what a terminal would obey", async () => {
  const { out, status } = await tell(["--json"], ok([PROBLEM, WARNING]));
  expect(JSON.parse(out)).toEqual({
    summary: { ok: 0, warning: 1, problem: 1 },
    findings: [PROBLEM, WARNING],
  });
  expect([out.includes("\u001b"), status]).toEqual([false, 1]);
});

test("warnings alone are no failure", async () => {
  expect((await tell(["--json"], ok([WARNING, FINE]))).status).toBe(0);
});

test("what is looked at can be said", async () => {
  const { asked } = await tell(["-C", "/w", "-p", "work", "-c", "a=1", "--config=b=2"], ok([]));
  expect(asked).toEqual([{ cwd: "/w", profile: "work", overrides: ["a=1", "b=2"] }]);
});

test("who watches sees what is being done, and the line is taken back", async () => {
  expect((await tell([], ok([FINE]), { watched: true })).error).toBe("\r\u001b[Kmaking a sandbox ...\r\u001b[K");
});

const WRONG: readonly [name: string, args: readonly string[], error: string][] = [
  ["a word", ["here"], "here is not expected here; a folder is named with -C"],
  ["an option of others", ["--yolo"], "--yolo is for other commands"],
];
test.each(WRONG)("refuses %s", async (_name, args, error) => {
  const told = await tell(args, ok([]));
  expect(told).toEqual({
    status: 64,
    out: "",
    error: `assent doctor: ${error}\nTry: assent doctor --help\n`,
    asked: [],
  });
});

test("a folder that is none is a matter of usage", async () => {
  const told = await tell(["-C", "/none"], err("cannot work in /none: no such file or folder"));
  expect([told.status, told.out, told.error]).toEqual([
    64,
    "",
    "assent doctor: cannot work in /none: no such file or folder\nTry: assent doctor --help\n",
  ]);
});
