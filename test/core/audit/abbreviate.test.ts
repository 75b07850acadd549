/** Long lists are counted in the log, and what older logs do not say is filled in. */
import { expect, test } from "vitest";
import { parseLine, printLine, type LogLine } from "../../../src/core/audit/line.ts";
import { READ_ONLY, type Restricted } from "../../../src/core/permissions/permissions.ts";

function granted(permissions: Restricted): LogLine {
  return { kind: "record", seq: 1, time: 6, case: "1", entry: { kind: "granted", permissions, from: "policy" } };
}

const LONG: Restricted = {
  ...READ_ONLY,
  denied: { paths: ["/a", "/b"], watched: ["/h/.ssh/id_rsa", "/h/.netrc"], globs: [] },
  guarded: { workspaceFiles: true, paths: ["/h/.bashrc", "/h/.profile"] },
  environment: { scrub: ["*_TOKEN", "*_KEY", "X"], keep: ["A", "B"] },
};

test("lists that each session has are counted; what a person wrote stays whole", () => {
  expect(parseLine(printLine(granted(LONG)))).toEqual(
    granted({
      ...LONG,
      denied: { ...LONG.denied, watched: ["2 key stores"] },
      guarded: { workspaceFiles: true, paths: ["2 start files"] },
      environment: { scrub: ["3 patterns"], keep: ["A", "B"] },
    }),
  );
});

test("of variables that a person sets the names alone are logged", () => {
  const environment = { scrub: ["A"], keep: [], set: { MY_TOKEN: "hush", B: "1" } };
  const line = printLine(granted({ ...READ_ONLY, environment }));
  expect(parseLine(line)).toEqual(
    granted({ ...READ_ONLY, environment: { ...environment, set: { MY_TOKEN: "[hidden]", B: "[hidden]" } } }),
  );
});

test("short lists stay as they are", () => {
  expect(parseLine(printLine(granted(READ_ONLY)))).toEqual(granted(READ_ONLY));
});

test("permissions of a log from before profiles are read with what held then", () => {
  const old =
    '{"kind":"record","seq":1,"time":6,"case":"1","entry":{"kind":"granted","permissions":{"kind":"restricted","writable":[],"network":"open"},"from":"policy"}}';
  expect(parseLine(old)).toEqual(granted({ ...READ_ONLY, network: "open" }));
});
