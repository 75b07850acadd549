/** Keys as answers: every key of every box, and every way in which a key must not answer. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Question, Verdict } from "../../../src/core/approval/question.ts";
import { flushKeys, readKeys, NO_INPUT } from "../../../src/surfaces/tui/keys.ts";
import { QUIET_MS } from "../../../src/surfaces/tui/dialog.ts";
import { openPrompt, press, resize, setWaiting, type Prompt } from "../../../src/surfaces/tui/prompt.ts";
import { AGAIN, COMMAND, HOSTILE, LONG, HOST, NETWORK, PATCH, PERSON, SCRIPT } from "./questions.ts";
import { CONFIRM, DELEGATED, FORM, INPUT, PAGE, PERMISSIONS, TOOL, TOOL_ACTION } from "./questions-requests.ts";

const { turn: _, ...WITHOUT_TURN } = PERMISSIONS;
const ASKED_TOOL: Question = {
  ...TOOL,
  action: { ...TOOL_ACTION, approval: "prompt" },
  amendment: null,
};

const SIZE = { columns: 80, rows: 24 };
const ESCAPE = "\x1b";

type Outcome = Verdict["outcome"];
const accept: Outcome = { kind: "accept" };
const forSession: Outcome = { kind: "accept-for-session" };
const cancel: Outcome = { kind: "cancel" };
const decline = (feedback: string | null): Outcome => ({ kind: "decline", feedback });
const prefix = (...pattern: [string, ...string[]]): Outcome => ({
  kind: "accept-and-amend",
  amendment: { kind: "prefix", pattern },
});

const ANSWERS: readonly [name: string, question: Question, pieces: readonly string[], outcome: Outcome | null][] = [
  ["[a] accepts once", COMMAND, ["a"], accept],
  ["[s] accepts for the session", COMMAND, ["s"], forSession],
  ["[p] accepts and adds the rule", COMMAND, ["p"], prefix("npm", "install")],
  ["[c] cancels", COMMAND, ["c"], cancel],
  ["Ctrl-C cancels", COMMAND, ["\x03"], cancel],
  ["[d] asks for feedback", COMMAND, ["d"], null],
  ["[d] declines without feedback", COMMAND, ["d", "\r"], decline(null)],
  ["[d] declines with feedback", COMMAND, ["d", "n", "o", "\r"], decline("no")],
  ["feedback may be pasted", COMMAND, ["d", "\x1b[200~use pnpm\n\x1b[201~", "\r"], decline("use pnpm")],
  ["feedback typed fast is kept", COMMAND, ["d", "use pn", "pm", "\r"], decline("use pnpm")],
  ["an enter among fast letters does not send", COMMAND, ["d", "no\r"], null],
  ["letters in feedback do not answer", COMMAND, ["d", "a", "s", "c"], null],
  ["escape leaves feedback", COMMAND, ["d", "x", ESCAPE, "a"], accept],
  ["Ctrl-C cancels from feedback", COMMAND, ["d", "x", "\x03"], cancel],
  ["Ctrl-C pressed twice at once cancels", COMMAND, ["\x03\x03"], cancel],
  ["[e] edits the rule: as proposed", COMMAND, ["e", "\r"], prefix("npm", "install")],
  ["[e] edits the rule: narrower", COMMAND, ["e", " left-pad", "\r"], prefix("npm", "install", "left-pad")],
  ["[e] edits the rule: quoted words", COMMAND, ["e", "\x15", "npm 'install'", "\r"], prefix("npm", "install")],
  ["[e] edits the rule: as a list", COMMAND, ["e", "\x15", '["npm", "install"]', "\r"], prefix("npm", "install")],
  ["a rule that does not match is not saved", COMMAND, ["e", "\x15", "npm ci", "\r"], null],
  ["a rule that is too broad is not saved", COMMAND, ["e", "\x15", "npm", "\r"], null],
  ["a rule with an expansion is not saved", COMMAND, ["e", " $x", "\r"], null],
  ["two commands are no rule", COMMAND, ["e", "\x15", "npm install; ls", "\r"], null],
  ["nothing is no rule", COMMAND, ["e", "\x15", "\r"], null],
  ["escape leaves the rule", COMMAND, ["e", ESCAPE, "p"], prefix("npm", "install")],
  ["Ctrl-C cancels from the rule", COMMAND, ["e", "\x03"], cancel],
  ["[?] explains", COMMAND, ["?"], null],
  ["nothing is accepted while explaining", COMMAND, ["?", "a", "s", "p", "d", "e", "c"], null],
  ["escape leaves the explanation", COMMAND, ["?", ESCAPE, "a"], accept],
  ["[?] leaves the explanation", COMMAND, ["?", "?", "a"], accept],
  ["[q] leaves the explanation", COMMAND, ["?", "q", "a"], accept],
  ["[a] accepts a second run", AGAIN, ["a"], accept],
  ["without a proposed rule [p] does nothing", SCRIPT, ["p"], null],
  ["without a proposed rule [e] does nothing", SCRIPT, ["e", "\r"], null],
  ["[s] does nothing where a person must be asked each time", PERSON, ["s"], null],
  ["[a] accepts there, once", PERSON, ["a"], accept],
  ["[a] accepts a change", PATCH, ["a"], accept],
  ["[s] accepts a change for the session", PATCH, ["s"], forSession],
  ["[d] declines a change", PATCH, ["d", "smaller steps", "\r"], decline("smaller steps")],
  ["[c] cancels at a change", PATCH, ["c"], cancel],
  ["[p] does nothing for a change", PATCH, ["p"], null],
  ["[a] accepts a connection", NETWORK, ["a"], accept],
  ["[s] accepts a connection for the session", NETWORK, ["s"], forSession],
  [
    "[p] allows a host permanently",
    NETWORK,
    ["p"],
    { kind: "accept-and-amend", amendment: { kind: "network", host: "registry.npmjs.org", protocol: "https" } },
  ],
  [
    "[r] allows all package registries",
    NETWORK,
    ["r"],
    { kind: "accept-and-amend", amendment: { kind: "registries" } },
  ],
  ["[r] does nothing for another host", HOST, ["r"], null],
  ["[r] does nothing for a command", COMMAND, ["r"], null],
  ["[e] does nothing for a connection", NETWORK, ["e", "\r"], null],
  ["[d] declines a connection", NETWORK, ["d", "\r"], decline(null)],
  ["[c] cancels at a connection", NETWORK, ["c"], cancel],
  ["[a] lets input through", INPUT, ["a"], accept],
  ["[s] does nothing for input", INPUT, ["s"], null],
  ["[a] gives permissions until the turn ends", PERMISSIONS, ["a"], accept],
  ["[s] gives permissions until the session ends", PERMISSIONS, ["s"], forSession],
  ["[a] does nothing for permissions where there are no turns", WITHOUT_TURN, ["a"], null],
  ["[d] declines permissions", PERMISSIONS, ["d", "no", "\r"], decline("no")],
  ["[s] accepts a tool for the session", TOOL, ["s"], forSession],
  [
    "[p] approves a tool for good",
    TOOL,
    ["p"],
    { kind: "accept-and-amend", amendment: { kind: "tool", server: "tickets", tool: "close_ticket" } },
  ],
  ["[s] does nothing for a tool that is to be asked about each time", ASKED_TOOL, ["s", "p"], null],
  ["[a] does nothing for a form", FORM, ["a", "s", "p"], null],
  ["[d] declines a form", FORM, ["d", "\r"], decline(null)],
  ["[a] agrees where nothing is to be filled in", CONFIRM, ["a"], accept],
  ["[a] agrees to a page", PAGE, ["a"], accept],
  ["[p] does nothing for what one command wants", DELEGATED, ["p", "e"], null],
  ["capitals do nothing", COMMAND, ["A", "S", "P", "C"], null],
  ["enter does nothing", COMMAND, ["\r"], null],
  ["escape does nothing", COMMAND, [ESCAPE], null],
  ["letters at once do nothing", COMMAND, ["aa"], null],
  ["a letter and enter at once do nothing", COMMAND, ["a\r"], null],
  ["a paste does nothing", COMMAND, ["\x1b[200~a\x1b[201~"], null],
  ["an arrow that ends in a letter does nothing", COMMAND, ["\x1b[A", "\x1bOD"], null],
  ["Alt and a letter do nothing", COMMAND, ["\x1ba"], null],
  ["paging and then a letter answers", LONG, [" ", "b", "j", "k", "\x1b[B", "\x1b[6~", "\x1b[H", "a"], accept],
];
test.each(ANSWERS)("%s", (_name, question, pieces, outcome) => {
  expect(play(question, pieces).answer).toEqual(outcome === null ? null : { outcome, by: "user", note: null });
});

test("Ctrl-D declines as a fault", () => {
  expect(play(COMMAND, ["\x04"]).answer).toEqual({
    outcome: { kind: "decline", feedback: null },
    by: "fault",
    note: "the input ended (Ctrl-D) before an answer was given",
  });
});

const TOO_EARLY: readonly [name: string, presses: readonly [piece: string, at: number][], outcome: Outcome | null][] = [
  ["a key at once", [["a", 0]], null],
  ["a key just before the time", [["a", QUIET_MS - 1]], null],
  ["a key just in time", [["a", QUIET_MS]], accept],
  [
    "a dropped key starts the time again",
    [
      ["a", 200],
      ["a", 400],
    ],
    null,
  ],
  ["a key that is held down", Array.from({ length: 40 }, (_, index) => ["a", index * 30] as [string, number]), null],
  [
    "a key after a pause",
    [
      ["a", 200],
      ["a", 500],
    ],
    accept,
  ],
  [
    "a letter right after a burst",
    [
      ["xy", 1000],
      ["a", 1100],
    ],
    null,
  ],
  [
    "a letter right after a paste",
    [
      ["\x1b[200~x\x1b[201~", 1000],
      ["a", 1299],
    ],
    null,
  ],
  [
    "a letter a while after a paste",
    [
      ["\x1b[200~x\x1b[201~", 1000],
      ["a", 1300],
    ],
    accept,
  ],
  ["Ctrl-D", [["\x04", 100]], null],
  ["Ctrl-C, which can accept nothing", [["\x03", 0]], cancel],
];
test.each(TOO_EARLY)("too early or not: %s", (_name, presses, outcome) => {
  let prompt = open(COMMAND, 0);
  for (const [piece, at] of presses) prompt = type(prompt, piece, at);
  expect(prompt.answer?.outcome ?? null).toEqual(outcome);
});

test("in a window too small to show anything nothing can be accepted, but refused", () => {
  const small = resize(open(COMMAND, 0), { columns: 80, rows: 5 });
  expect(small.picture.window.fits).toBe(false);
  for (const key of ["a", "s", "p"]) expect(type(small, key, 1000).answer).toBeNull();
  expect(type(small, "c", 1000).answer?.outcome).toEqual(cancel);
  expect(type(resize(small, SIZE), "a", 1000).answer?.outcome).toEqual(accept);
});

test("what was answered stays answered", () => {
  const answered = play(COMMAND, ["d", "\r"]);
  expect(type(answered, "a", 10_000)).toBe(answered);
});

test("the trial of a rule is shown while it is typed", () => {
  expect(textOf(play(COMMAND, ["e"]))).toContain("matched: this command");
  expect(textOf(play(COMMAND, ["e", "\x15", "npm ci"]))).toContain("not matched");
  expect(textOf(play(COMMAND, ["e", "\x15", "npm"]))).toContain("refused: ");
});

test("paging shows every line once and stops at both ends", () => {
  const { room, topMax } = open(LONG, 0).picture.window;
  expect(room).toBeGreaterThan(5);
  expect([tops([" "]), tops([" ", "b"]), tops(["b"]), tops(["j", "j", "k"])]).toEqual([room, 0, 0, 1]);
  expect([tops(Array<string>(20).fill(" ")), tops(["\x1b[F"]), tops(["\x1b[F", "\x1b[H"])]).toEqual([
    topMax,
    topMax,
    0,
  ]);
});

test("a change of size or of the queue keeps what is typed", () => {
  const typed = play(COMMAND, ["d", "use pnpm"]);
  const changed = setWaiting(resize(typed, { columns: 60, rows: 30 }), 3);
  expect(textOf(changed)).toContain("> use pnpm");
  expect(textOf(changed)).toContain("3 more waiting");
});

test("no keys answer together what none of them answers alone", () => {
  const pieces = fc.array(fc.string({ unit: "binary", minLength: 2, maxLength: 6 }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, fc.constantFrom(COMMAND, PATCH, NETWORK, HOSTILE), (pieces, question) => {
      const kind = play(
        question,
        pieces.filter((piece) => !piece.includes("\x1b")),
      ).answer?.outcome.kind;
      expect([undefined, "cancel"]).toContain(kind);
    }),
  );
});

/** The first line shown after keys that page. */
function tops(pieces: readonly string[]): number {
  return play(LONG, pieces).picture.window.top;
}

function open(question: Question, time: number): Prompt {
  return openPrompt(question, 0, SIZE, "unicode", time);
}

/** Pieces that come one second apart; a lone escape is given time to be one. */
function play(question: Question, pieces: readonly string[]): Prompt {
  return pieces.reduce((prompt, piece, index) => type(prompt, piece, (index + 1) * 1000), open(question, 0));
}

function type(prompt: Prompt, piece: string, time: number): Prompt {
  const read = readKeys(NO_INPUT, piece);
  const keys = [...read.keys, ...flushKeys(read.input).keys];
  return keys.reduce((next, key) => press(next, key, time), prompt);
}

function textOf(prompt: Prompt): string {
  return prompt.picture.lines.map((line) => line.map((span) => span.text).join("")).join("\n");
}
