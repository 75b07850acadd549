/** What is read of bubblewrap's own words. */
import { expect, test } from "vitest";
import { reportOf } from "../../src/effects/bubblewrap-report.ts";

test.each<[string, string, object]>([
  ["nothing", "", { pid: null, hasStatus: false }],
  ["a start", '{ "child-pid": 12, "net-namespace": 4 }\n', { pid: 12, hasStatus: false }],
  ["a start and an end", '{ "child-pid": 12 }\n{ "exit-code": 0 }\n', { pid: 12, hasStatus: true }],
  ["other values", '1\n"child-pid"\nnull\n{ "exit-code": "0" }\n', { pid: null, hasStatus: false }],
])("%s", (_name, text, report) => {
  expect(reportOf(Buffer.from(text))).toEqual(report);
});

test("what is no JSON is a fault", () => {
  expect(() => reportOf(Buffer.from("{"))).toThrow(SyntaxError);
});
