/** The options that subcommands share: what they set, times, where the command begins. */
import { expect, test } from "vitest";
import { NO_FLAGS } from "../../../src/core/config/flags.ts";
import { parseOptions } from "../../../src/surfaces/cli/options.ts";

const WRONG_TIMES = ["0", "-1", "0x10", "1e9", "2147484", "", " 1", "soon\u202e"];
test.each(WRONG_TIMES)("--timeout %j is wrong", (seconds) => {
  expect(parseOptions([`--timeout=${seconds}`, "--", "true"], ["timeout"])).toEqual({
    ok: false,
    error: `--timeout takes a number of seconds up to 2147483, not "${seconds.replace("\u202e", "\\u{202e}")}"`,
  });
});

const TIMES: readonly (readonly [seconds: string, timeoutMs: number])[] = [
  ["1", 1000],
  ["0.5", 500],
  ["0.0001", 1],
  ["2147483", 2_147_483_000],
];
test.each(TIMES)("--timeout %s", (seconds, timeoutMs) => {
  const parsed = parseOptions(["--timeout", seconds, "true"], ["timeout"]);
  expect(parsed.ok && [parsed.value.timeoutMs, parsed.value.rest]).toEqual([timeoutMs, ["true"]]);
});

const COMMANDS: readonly (readonly [args: readonly string[], rest: readonly string[]])[] = [
  [
    ["-s", "read-only", "ls", "-a"],
    ["ls", "-a"],
  ],
  [
    ["--", "-x", "--"],
    ["-x", "--"],
  ],
  [
    ["ls", "--", "-s"],
    ["ls", "--", "-s"],
  ],
  [["--full-auto"], []],
];
test.each(COMMANDS)("the command in %j", (args, rest) => {
  const parsed = parseOptions(args, []);
  expect(parsed.ok && parsed.value.rest).toEqual(rest);
});

const SET: readonly (readonly [args: readonly string[], flags: object, more: object])[] = [
  [["-a", "never", "-s", "read-only"], { approvalPolicy: "never", sandboxMode: "read-only" }, {}],
  [["--full-auto", "-p", "work"], { fullAuto: true, profile: "work" }, {}],
  [["--yolo"], { yolo: true }, {}],
  [["--dangerously-bypass-approvals-and-sandbox"], { yolo: true }, {}],
  [["-c", "a=1", "--config=b=2", "-cc=3"], {}, { overrides: ["a=1", "b=2", "c=3"] }],
  [["-C", "/w", "--add-dir", "a", "--add-dir=b"], {}, { cwd: "/w", addDirs: ["a", "b"] }],
  [["-r", "x.rules", "--escalate", "why not"], {}, { rules: ["x.rules"], escalate: "why not" }],
  [["--json", "-h"], {}, { switches: new Set(["json"]), help: true }],
];
test.each(SET)("%j", (args, flags, more) => {
  const nothing = {
    grantsForMs: null,
    overrides: [],
    cwd: null,
    addDirs: [],
    rules: [],
    answers: null,
    escalate: null,
    timeoutMs: null,
  };
  const rest = { help: false, switches: new Set(), rest: ["x", "-a"] };
  expect(parseOptions([...args, "x", "-a"], ["rules", "escalate", "json"])).toEqual({
    ok: true,
    value: { ...nothing, ...rest, flags: { ...NO_FLAGS, ...flags }, ...more },
  });
});
