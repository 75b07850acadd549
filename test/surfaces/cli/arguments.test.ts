/** Arguments taken apart by the table; what is wrong, and what may have been meant. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseArguments } from "../../../src/surfaces/cli/arguments.ts";
import type { OptionName } from "../../../src/surfaces/cli/option-table.ts";

const ALLOWED = ["sandbox", "yolo", "config", "json"] as const satisfies readonly OptionName[];

const TAKEN: readonly (readonly [args: readonly string[], values: object, rest: readonly string[]])[] = [
  [["-s", "x", "y", "--json"], { sandbox: ["x"] }, ["y", "--json"]],
  [["-sx"], { sandbox: ["x"] }, []],
  [["--sandbox=y"], { sandbox: ["y"] }, []],
  [["--sandbox", "z"], { sandbox: ["z"] }, []],
  [["-s=x"], { sandbox: ["x"] }, []],
  [["-s=-x"], { sandbox: ["-x"] }, []],
  [["--sandbox=--y"], { sandbox: ["--y"] }, []],
  [["--sandbox="], { sandbox: [""] }, []],
  [["-s", "-"], { sandbox: ["-"] }, []],
  [["-c", "a=b=c", "-cd=e"], { config: ["a=b=c", "d=e"] }, []],
  [["-hs", "x"], { help: [""], sandbox: ["x"] }, []],
  [["--json", "--json", "-h"], { json: ["", ""], help: [""] }, []],
  [["--", "--json"], {}, ["--json"]],
  [["-", "--json"], {}, ["-", "--json"]],
  [["--dangerously-bypass-approvals-and-sandbox"], { yolo: [""] }, []],
];
test.each(TAKEN)("%j", (args, values, rest) => {
  const parsed = parseArguments(args, ALLOWED, "end");
  expect(parsed.ok && { values: Object.fromEntries(parsed.value.values), rest: parsed.value.rest }).toEqual({
    values,
    rest,
  });
});

test("options may stand behind words where no command follows", () => {
  const parsed = parseArguments(["a", "--json", "b", "--", "--yolo"], ALLOWED, "mix");
  expect(parsed.ok && [[...parsed.value.values], parsed.value.rest]).toEqual([[["json", [""]]], ["a", "b", "--yolo"]]);
});

const WRONG: readonly (readonly [args: readonly string[], why: string])[] = [
  [["--bogus"], "there is no option --bogus"],
  [["--sandbx", "x"], "there is no option --sandbx; did you mean --sandbox?"],
  [["--jsno=1"], "there is no option --jsno; did you mean --json?"],
  [["--Yolo"], "there is no option --Yolo; did you mean --yolo?"],
  [["--timeout", "1"], "--timeout is for other commands"],
  [["-x"], "there is no option -x"],
  [["-hx"], "there is no option -hx"],
  [["--\u001b[31m\u202eb"], "there is no option --\\x1b[31m\\u{202e}b"],
  [["-\u001b"], "there is no option -\\x1b"],
  [["-s"], "-s needs MODE behind it"],
  [["--sandbox"], "--sandbox needs MODE behind it"],
  [["-s", "-c"], "-s needs MODE behind it, and -c is an option; if that is meant, write -s=-c"],
  [
    ["--sandbox", "--\u202e"],
    "--sandbox needs MODE behind it, and --\\u{202e} is an option; if that is meant, write --sandbox=--\\u{202e}",
  ],
  [["--yolo=1"], "--yolo takes no value"],
  [["-s", "x", "--sandbox=y"], "--sandbox is given twice: leave one out"],
];
test.each(WRONG)("%j is wrong", (args, why) => {
  expect(parseArguments([...args, "--", "true"].slice(0, why.endsWith("behind it") ? 1 : 9), ALLOWED, "end")).toEqual({
    ok: false,
    error: why,
  });
});

test("a command is never touched, whatever stands in front of it", () => {
  const given = fc.constantFrom(["--json"], ["-s", "x"], ["--config=a=b"], ["-h"]);
  fc.assert(
    fc.property(fc.uniqueArray(given, { selector: ([first]) => first }), fc.array(fc.string()), (options, command) => {
      const parsed = parseArguments([...options.flat(), "--", ...command], ALLOWED, "end");
      expect(parsed.ok && parsed.value.rest).toEqual(command);
    }),
  );
});
