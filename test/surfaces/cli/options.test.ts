/** The options that subcommands share: what is wrong, times, where the command begins. */
import { expect, test } from "vitest";
import { parseOptions } from "../../../src/surfaces/cli/options.ts";

const WRONG: readonly (readonly [args: readonly string[], why: string])[] = [
  [["--bogus"], "Unknown option '--bogus'"],
  [["--\x1b[31m\u202eb"], "Unknown option '--\\x1b[31m\\u{202e}b'"],
  [
    ["-a", "-s", "read-only"],
    "Option '-a' argument is ambiguous. Did you forget to specify the option argument for '-a'?",
  ],
  [["--yolo=1"], "Option '--yolo' does not take an argument"],
  ...["0", "-1", "0x10", "1e9", "2147484", "", " 1", "soon\u202e"].map(
    (seconds) =>
      [
        [`--timeout=${seconds}`],
        `--timeout takes a number of seconds up to 2147483, not "${seconds.replace("\u202e", "\\u{202e}")}"`,
      ] as const,
  ),
];
test.each(WRONG)("%j is wrong", (args, why) => {
  expect(parseOptions([...args, "--", "true"])).toEqual({ ok: false, error: why });
});

const TIMES: readonly (readonly [seconds: string, timeoutMs: number])[] = [
  ["1", 1000],
  ["0.5", 500],
  ["0.0001", 1],
  ["2147483", 2_147_483_000],
];
test.each(TIMES)("--timeout %s", (seconds, timeoutMs) => {
  const parsed = parseOptions(["--timeout", seconds, "true"]);
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
  const parsed = parseOptions(args);
  expect(parsed.ok && parsed.value.rest).toEqual(rest);
});
