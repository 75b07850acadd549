/** Lines of the log: what is written, and that only what was written is read back. */
import { describe, expect, test } from "vitest";
import { parseLine, printLine, type LogLine } from "../../../src/core/audit/line.ts";

const HEADER: LogLine = {
  kind: "header",
  format: 1,
  version: "0.1.0",
  time: 5,
  pid: 7,
  host: "h",
  cwd: "/w",
  argv: ["assent", "run"],
};
const RECORD: LogLine = { kind: "record", seq: 1, time: 6, case: "1", entry: { kind: "started" } };

test.each<LogLine>([HEADER, RECORD, { kind: "repaired", time: 8, bytes: 9 }])("reads back $kind", (line) => {
  const text = printLine(line);
  expect(text.endsWith("\n")).toBe(true);
  expect(parseLine(text.trimEnd())).toEqual(line);
});

test("secrets and what a command wrote are not kept", () => {
  const outcome = {
    kind: "ran",
    inner: [],
    status: 0,
    stopped: null,
    denied: null,
    taken: [],
    output: "long",
  } as const;
  const settled: LogLine = { ...RECORD, entry: { kind: "settled", outcome } };
  expect(parseLine(printLine(settled))).toEqual({
    ...RECORD,
    entry: { kind: "settled", outcome: { ...outcome, output: null } },
  });
  expect(printLine({ ...HEADER, argv: ["assent", "run", "--token=abc"] })).toBe(
    '{"kind":"header","format":1,"version":"0.1.0","time":5,"pid":7,"host":"h","cwd":"/w","argv":["assent","run","--token=[redacted]"]}\n',
  );
});

describe("refuses", () => {
  const HEADER_TEXT = printLine(HEADER).trimEnd();
  const RECORD_TEXT = printLine(RECORD).trimEnd();
  const BROKEN: readonly [name: string, text: string][] = [
    ["nothing", ""],
    ["half a line", RECORD_TEXT.slice(0, -3)],
    ["no object", "[1]"],
    ["null", "null"],
    ["another kind", '{"kind":"toString"}'],
    ["a later format", HEADER_TEXT.replace('"format":1', '"format":2')],
    ["a header without folder", HEADER_TEXT.replace('"cwd"', '"dir"')],
    ["a record without number", RECORD_TEXT.replace('"seq":1', '"seq":"1"')],
    ["a record without entry", RECORD_TEXT.replace('{"kind":"started"}', "null")],
    ["an entry of an unknown kind", RECORD_TEXT.replace("started", "constructor")],
    ["an entry without what it needs", RECORD_TEXT.replace("started", "settled")],
    ["a repair without bytes", '{"kind":"repaired","time":1}'],
  ];
  test.each(BROKEN)("%s", (_name, text) => {
    expect(parseLine(text)).toBe(null);
  });
});
