/** The approver at a played terminal: what ends a question, and that all is put right. */
import { expect, test } from "vitest";
import type { Verdict } from "../../../src/core/approval/question.ts";
import type { Clock, Terminal, TerminalEvents } from "../../../src/surfaces/tui/dialog.ts";
import { QUIET_MS } from "../../../src/surfaces/tui/dialog.ts";
import { terminalApprover } from "../../../src/surfaces/tui/terminal.ts";
import { COMMAND, NETWORK, PATCH } from "./questions.ts";

/** A terminal that remembers what was written, and a clock that stands until it is moved. */
class Stage {
  written = "";
  events: TerminalEvents | null = null;
  isRaw = false;
  failure: string | null = null;
  #time = 0;
  #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  readonly terminal: Terminal = {
    look: { colour: false, charset: "unicode", motion: true },
    size: () => ({ columns: 80, rows: 24 }),
    write: (text) => {
      if (this.failure !== null) throw new Error(this.failure);
      this.written += text;
    },
    listen: (events) => {
      this.events = events;
      this.isRaw = true;
      return () => {
        this.events = null;
        this.isRaw = false;
      };
    },
  };

  readonly clock: Clock = {
    now: () => this.#time,
    sleep: (ms) =>
      new Promise((wake) => {
        this.#sleepers.push({ until: this.#time + ms, wake });
      }),
  };

  /** Lets `ms` pass; `wakes` false as when the process was too busy to notice. */
  async pass(ms: number, wakes = true): Promise<void> {
    this.#time += ms;
    if (!wakes) return;
    const due = this.#sleepers.filter(({ until }) => until <= this.#time);
    this.#sleepers = this.#sleepers.filter(({ until }) => until > this.#time);
    for (const { wake } of due) wake();
    await turn();
  }

  async type(piece: string): Promise<void> {
    this.events?.input(piece);
    await turn();
  }
}

const ENTERED = "\x1b[?25l\x1b[?2004h";
const LEFT = "\x1b[?2004l\x1b[?25h";
const never = new AbortController().signal;
const accepted: Verdict = { outcome: { kind: "accept" }, by: "user", note: null };
const fault = (note: string): Verdict => ({ outcome: { kind: "decline", feedback: null }, by: "fault", note });

test("the box is drawn on a fresh line, taken away, and the summary stays", async () => {
  const stage = new Stage();
  const verdict = terminalApprover(stage.terminal, stage.clock).ask(COMMAND, never);
  const box = stage.written;
  await stage.pass(QUIET_MS);
  await stage.type("a");
  expect(await verdict).toEqual(accepted);
  const rows = box.split("\r\n").length;
  expect(box.startsWith(`${" ".repeat(79)}\r${ENTERED}╭─ Run this command? `)).toBe(true);
  expect(stage.written.slice(box.length)).toBe(
    `\r\x1b[${rows - 1}A\x1b[J✔ accepted once · run npm install left-pad\r\n${LEFT}`,
  );
  expect(stage.isRaw).toBe(false);
});

test("keys that waited while the process was busy are still too early", async () => {
  const stage = new Stage();
  const verdict = terminalApprover(stage.terminal, stage.clock).ask(COMMAND, never);
  await stage.pass(10 * QUIET_MS, false);
  await stage.type("a");
  await stage.pass(QUIET_MS);
  await stage.pass(QUIET_MS);
  expect(stage.isRaw).toBe(true);
  await stage.type("c");
  expect((await verdict).outcome).toEqual({ kind: "cancel" });
});

test("a held key never answers the next question", async () => {
  const stage = new Stage();
  const approver = terminalApprover(stage.terminal, stage.clock);
  const verdicts = Promise.all([approver.ask(COMMAND, never), approver.ask(NETWORK, never)]);
  await stage.pass(QUIET_MS);
  for (let index = 0; index < 50; index++) {
    await stage.type("a");
    await stage.pass(30);
  }
  expect(stage.written).toContain("Connect to this host?");
  expect(stage.isRaw).toBe(true);
  await stage.pass(QUIET_MS);
  await stage.type("c");
  expect(await verdicts).toEqual([accepted, { outcome: { kind: "cancel" }, by: "user", note: null }]);
});

test("an escape that nothing follows is the key", async () => {
  const stage = new Stage();
  const verdict = terminalApprover(stage.terminal, stage.clock).ask(COMMAND, never);
  await stage.pass(QUIET_MS);
  await stage.type("d");
  await stage.type("\x1b");
  await stage.pass(50);
  await stage.type("a");
  expect(await verdict).toEqual(accepted);
});

test("the rest of a sequence that comes late is no letter", async () => {
  const stage = new Stage();
  const verdict = terminalApprover(stage.terminal, stage.clock).ask(COMMAND, never);
  await stage.pass(QUIET_MS);
  await stage.type("\x1b[");
  await stage.pass(20);
  await stage.type("s");
  await stage.pass(1000);
  expect(stage.isRaw).toBe(true);
  await stage.type("a");
  expect(await verdict).toEqual(accepted);
});

test("each part of a sequence gives the rest its time again", async () => {
  const stage = new Stage();
  const verdict = terminalApprover(stage.terminal, stage.clock).ask(COMMAND, never);
  await stage.pass(QUIET_MS);
  await stage.type("\x1b[");
  await stage.pass(40);
  await stage.type("1");
  await stage.pass(20);
  await stage.type("s");
  await stage.pass(1000);
  await stage.type("a");
  expect(await verdict).toEqual(accepted);
});

test("a terminal that is lost declines as a fault", async () => {
  const stage = new Stage();
  const verdict = terminalApprover(stage.terminal, stage.clock).ask(COMMAND, never);
  stage.events?.lost("its input ended");
  expect(await verdict).toEqual(fault("the terminal was lost: its input ended"));
  expect(stage.isRaw).toBe(false);
  expect(stage.written.endsWith(LEFT)).toBe(true);
});

test("a terminal that cannot be written to declines as a fault, and the next question is asked", async () => {
  const stage = new Stage();
  const approver = terminalApprover(stage.terminal, stage.clock);
  stage.failure = "EIO";
  expect(await approver.ask(COMMAND, never)).toEqual(fault("the terminal was lost: EIO"));
  expect(stage.isRaw).toBe(false);
  stage.failure = null;
  const verdict = approver.ask(COMMAND, never);
  await stage.pass(QUIET_MS);
  await stage.type("a");
  expect(await verdict).toEqual(accepted);
});

test("a terminal that cannot be listened to declines as a fault", async () => {
  const stage = new Stage();
  const terminal: Terminal = {
    ...stage.terminal,
    listen: () => {
      throw new Error("ENXIO");
    },
  };
  const verdict = await terminalApprover(terminal, stage.clock).ask(COMMAND, never);
  expect(verdict).toEqual(fault("the question could not be shown: ENXIO"));
});

test("withdrawn questions leave the queue and the screen", async () => {
  const stage = new Stage();
  const approver = terminalApprover(stage.terminal, stage.clock);
  const [first, second] = [new AbortController(), new AbortController()];
  const verdicts = [
    approver.ask(COMMAND, first.signal),
    approver.ask(PATCH, second.signal),
    approver.ask(NETWORK, never),
  ] as const;
  expect(stage.written).toContain("2 more waiting");
  second.abort();
  expect(await verdicts[1]).toEqual(fault("the question was withdrawn before it was answered"));
  expect(stage.written).toContain("1 more waiting");
  first.abort();
  expect(await verdicts[0]).toEqual(fault("the question was withdrawn before it was answered"));
  await stage.pass(QUIET_MS);
  await stage.type("a");
  expect(await verdicts[2]).toEqual(accepted);
  expect(stage.written).not.toContain("Change these");
  expect(await approver.ask(COMMAND, first.signal)).toEqual(fault("the question was withdrawn before it was answered"));
});

test("without motion each picture is printed anew, and no sequence is used", async () => {
  const stage = new Stage();
  const terminal: Terminal = { ...stage.terminal, look: { colour: false, charset: "ascii", motion: false } };
  const verdict = terminalApprover(terminal, stage.clock).ask(COMMAND, never);
  await stage.pass(QUIET_MS);
  await stage.type("d");
  await stage.type("\r");
  expect((await verdict).outcome).toEqual({ kind: "decline", feedback: null });
  expect(stage.written.split("+- Run this command?")).toHaveLength(3);
  expect(stage.written).toMatch(/^[\n\r\x20-\x7e]*$/);
});

/** Time for what was promised to be done. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
