/** The log on a real disk: names and modes, durability, failing disks, repair. */
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseLine, printLine } from "../../src/core/audit/line.ts";
import type { AuditRecord } from "../../src/core/approval/record.ts";
import {
  describeLedgerError,
  LEDGER_IO,
  listSessions,
  logFolder,
  openLedger,
  readSession,
  sessionLines,
  type Ledger,
  type LedgerFile,
  type LedgerIo,
} from "../../src/effects/ledger.ts";

let home = "";
let ledgers: Ledger[] = [];

beforeEach(() => {
  home = join(fs.mkdtempSync(join(tmpdir(), "assent-ledger-")), "home");
});

afterEach(async () => {
  for (const ledger of ledgers) await ledger.close();
  ledgers = [];
  fs.rmSync(join(home, ".."), { recursive: true, force: true });
});

const SESSION = { version: "0.1.0", cwd: "/w", argv: ["assent", "run", "--", "deploy", "--token=abc"] };
const TIME = Date.UTC(2026, 10, 21, 11, 15, 2, 45);
const IO: LedgerIo = { ...LEDGER_IO, now: () => TIME, pid: 4711, host: "here", isAlive: () => false };
const record = (seq: number): AuditRecord => ({ seq, time: TIME, case: "1", entry: { kind: "started" } });

async function opened(io: LedgerIo = IO): Promise<Ledger> {
  const result = await openLedger(home, SESSION, io);
  if (!result.ok) throw new Error(result.error.why);
  ledgers.push(result.value);
  return result.value;
}

const linesOf = (path: string): readonly unknown[] =>
  fs.readFileSync(path, "utf8").trimEnd().split("\n").map(parseLine);
const HEADER = {
  kind: "header",
  format: 1,
  version: "0.1.0",
  time: TIME,
  pid: 4711,
  host: "here",
  cwd: "/w",
  argv: ["assent", "run", "--", "deploy", "--token=[redacted]"],
};

test("one file a session, for the user alone, with the header first", async () => {
  const ledger = await opened();
  await ledger.append([record(1), record(2)]);
  await ledger.append([record(3)]);
  await ledger.close();
  expect(ledger.path.slice(logFolder(home).length + 1)).toMatch(/^2026-11-21T11-15-02\.045Z-4711-[0-9a-f]{6}\.jsonl$/);
  expect([fs.statSync(ledger.path).mode & 0o777, fs.statSync(logFolder(home)).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(linesOf(ledger.path)).toEqual([HEADER, ...[1, 2, 3].map((seq) => ({ kind: "record", ...record(seq) }))]);
});

test("a log folder that others could look into is closed to them", async () => {
  fs.mkdirSync(logFolder(home), { recursive: true, mode: 0o755 });
  await opened();
  expect(fs.statSync(logFolder(home)).mode & 0o777).toBe(0o700);
});

test("the lines of a session come one by one, whatever characters are in them", async () => {
  const ledger = await opened();
  const name = ledger.path.slice(logFolder(home).length + 1);
  const long = `${"x".repeat(70_000)}\u2028\u2029\r\u{1f600}`;
  fs.writeFileSync(ledger.path, `${long}\n\n${long.repeat(2)}\nhalf`);
  const lines: string[] = [];
  for await (const line of sessionLines(home, name)) lines.push(line);
  expect(lines).toEqual([long, "", long.repeat(2), "half"]);
});

test("two sessions have two files, listed oldest first", async () => {
  const late = await opened();
  const early = await opened({ ...IO, now: () => TIME - 1 });
  const names = [early.path, late.path].map((path) => path.slice(logFolder(home).length + 1));
  expect(await listSessions(home)).toEqual(names);
  expect(await readSession(home, names[1] ?? "")).toBe(fs.readFileSync(late.path, "utf8"));
});

test("before the first session there is nothing to list", async () => {
  expect(await listSessions(home)).toEqual([]);
});

test("appends that are not awaited are written in order", async () => {
  const ledger = await opened();
  await Promise.all(Array.from({ length: 50 }, (_, index) => ledger.append([record(index + 1)])));
  expect(linesOf(ledger.path).slice(1)).toEqual(
    Array.from({ length: 50 }, (_, index) => ({ kind: "record", ...record(index + 1) })),
  );
});

test("a log that cannot be written is an error that says what to do", async () => {
  fs.mkdirSync(home);
  fs.writeFileSync(join(home, "assent"), "");
  const result = await openLedger(home, SESSION, IO);
  expect(result.ok ? "" : describeLedgerError(result.error)).toBe(
    `cannot write the log in ${logFolder(home)}: a part of the path is no folder\n` +
      "Without a log nothing is run: make that folder writable, or set ASSENT_HOME to another one.",
  );
});

/** A ledger whose file does `faults` in place of its own. */
async function failing(faults: (file: LedgerFile) => Partial<LedgerFile>): Promise<Ledger> {
  let isReady = false;
  const open: LedgerIo["open"] = async (path, flags, mode) => {
    const file = await LEDGER_IO.open(path, flags, mode);
    if (!path.endsWith(".jsonl")) return file;
    const own: LedgerFile = new Proxy(file, {
      get(target, name: keyof LedgerFile) {
        const fault = isReady ? faults(file)[name] : undefined;
        // A promise of this object asks it for `then`, which it does not have.
        return fault ?? target[name]?.bind(target);
      },
    });
    return own;
  };
  const ledger = await opened({ ...IO, open });
  isReady = true;
  return ledger;
}

function full(): Promise<never> {
  return Promise.reject(Object.assign(new Error("ENOSPC: full"), { code: "ENOSPC" }));
}

describe("a failing disk", () => {
  const FAULTS: readonly [name: string, faults: (file: LedgerFile) => Partial<LedgerFile>][] = [
    ["nothing is written", () => ({ write: full })],
    ["the write is not durable", () => ({ datasync: full })],
    [
      "half a line is written",
      (file) => ({
        write: async (bytes: never) => {
          await file.write(Buffer.from(bytes).subarray(0, 10));
          return full();
        },
      }),
    ],
  ];

  test.each(FAULTS)("%s: nothing of it stays, and nothing more is written", async (_name, faults) => {
    let isBroken = false;
    const ledger = await failing((file) => (isBroken ? faults(file) : {}));
    await ledger.append([record(1)]);
    isBroken = true;
    await expect(ledger.append([record(2)])).rejects.toThrow("ENOSPC: full");
    isBroken = false;
    await expect(ledger.append([record(3)])).rejects.toThrow("ENOSPC: full");
    await ledger.close();
    expect(linesOf(ledger.path)).toEqual([HEADER, { kind: "record", ...record(1) }]);
  });

  test("a write that is cut short goes on where it stopped", async () => {
    const ledger = await failing((file) => ({
      write: ((bytes: Uint8Array, start: number) =>
        file.write(bytes, start, Math.min(7, bytes.length - start))) as never,
    }));
    await ledger.append([record(1), record(2)]);
    expect(linesOf(ledger.path).slice(1)).toEqual([1, 2].map((seq) => ({ kind: "record", ...record(seq) })));
  });
});

const note = (bytes: number): string => printLine({ kind: "repaired", time: TIME, bytes });

describe("repair", () => {
  const whole = printLine({ kind: "record", ...record(1) });
  const header = printLine({ ...HEADER, kind: "header", format: 1 });
  const name = "2026-11-20T00-00-00.000Z-99-abcdef.jsonl";

  function leave(text: string): string {
    fs.mkdirSync(logFolder(home), { recursive: true });
    fs.writeFileSync(join(logFolder(home), name), text);
    return join(logFolder(home), name);
  }

  const CASES: readonly [title: string, before: string, after: string][] = [
    ["half a line is cut off and noted", `${header}${whole}{"kind":"rec`, `${header}${whole}${note(12)}`],
    ["half a line with a broken character", `${header}${whole}\u{1f600}`, `${header}${whole}${note(4)}`],
    ["a whole line without its end is kept", header + whole.trimEnd(), `${header}${whole}${note(0)}`],
    ["half a header is cut off and noted", header.slice(0, 5), note(5)],
    ["a sound log is left alone", header + whole, header + whole],
    ["an empty one too", "", ""],
    ["a torn line in the middle too", `${header}{"ki\n${whole}`, `${header}{"ki\n${whole}`],
    [
      "a session of another machine too",
      `${header.replace('"here"', '"there"')}{"k`,
      `${header.replace('"here"', '"there"')}{"k`,
    ],
  ];

  test.each(CASES)("%s", async (_title, before, after) => {
    const path = leave(before);
    await opened();
    expect(fs.readFileSync(path, "utf8")).toBe(after);
    await opened();
    expect(fs.readFileSync(path, "utf8")).toBe(after);
  });

  test("a session that still runs is left alone", async () => {
    const path = leave(`${header}{"k`);
    await opened({ ...IO, isAlive: (pid) => pid === 99 });
    expect(fs.readFileSync(path, "utf8")).toBe(`${header}{"k`);
  });

  test("this process is alive, a process that never was is not", () => {
    expect([LEDGER_IO.isAlive(process.pid), LEDGER_IO.isAlive(2 ** 30)]).toEqual([true, false]);
  });
});
