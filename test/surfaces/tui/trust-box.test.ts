/** The question of trust: how it looks, every key, and what must not answer. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ProjectView, TrustAnswer } from "../../../src/core/config/trust-view.ts";
import { visible, widthOf, type Charset } from "../../../src/kit/text.ts";
import { QUIET_MS } from "../../../src/surfaces/tui/dialog.ts";
import { flushKeys, NO_INPUT, readKeys } from "../../../src/surfaces/tui/keys.ts";
import { paint } from "../../../src/surfaces/tui/style.ts";
import { openTrustBox, pressTrust, resizeTrust, type TrustBox } from "../../../src/surfaces/tui/trust-box.ts";
import type { Size } from "../../../src/surfaces/tui/view.ts";
import { CHANGED, HOSTILE, LONG, UNKNOWN, UNRECORDED } from "../trust-views.ts";

const SIZE: Size = { columns: 80, rows: 40 };

function linesOf(box: TrustBox): readonly string[] {
  return box.picture.lines.map((line) => paint(line, false).trimEnd());
}

/** Pieces of input, a second between them. */
function play(view: ProjectView, pieces: readonly string[], size: Size = SIZE): TrustBox {
  let box = openTrustBox(view, size, "unicode", 0);
  let input = NO_INPUT;
  let time = 0;
  for (const piece of pieces) {
    time += 1000;
    const read = readKeys(input, piece);
    const flushed = flushKeys(read.input);
    input = flushed.input;
    for (const key of [...read.keys, ...flushed.keys]) box = pressTrust(box, key, time);
  }
  return box;
}

const PICTURES: readonly [name: string, view: ProjectView, pieces: readonly string[], size: Size][] = [
  ["unknown", UNKNOWN, [], SIZE],
  ["changed", CHANGED, [], SIZE],
  ["changed-differences", CHANGED, ["d"], { columns: 80, rows: 20 }],
  ["unrecorded", UNRECORDED, [], SIZE],
  ["hostile", HOSTILE, [], SIZE],
  ["long-end", LONG, ["\u001b[F"], { columns: 60, rows: 20 }],
];

test.each(PICTURES)("looks as in trust-%s.txt", async (name, view, pieces, size) => {
  const box = play(view, pieces, size);
  await expect(`${linesOf(box).join("\n")}\n`).toMatchFileSnapshot(`trust-${name}.txt`);
});

const KEYS: readonly [name: string, pieces: readonly string[], answer: TrustAnswer | null][] = [
  ["[t] trusts", ["t"], "trust"],
  ["[n] puts it off", ["n"], "not-now"],
  ["escape puts it off", ["\u001b"], "not-now"],
  ["[x] marks as untrusted", ["x"], "never"],
  ["Ctrl-C cancels", ["\u0003"], "cancel"],
  ["Ctrl-D is no answer", ["\u0004"], "lost"],
  ["[d] and paging answer nothing", ["d", " ", "b", "j", "k", "\u001b[B", "\u001b[6~", "\u001b[H"], null],
  ["[d] and then [t] trusts", ["d", "t"], "trust"],
  ["capitals do nothing", ["T", "N", "X"], null],
  ["letters of other boxes do nothing", ["a", "s", "p", "c", "y"], null],
  ["enter does nothing", ["\r"], null],
  ["letters at once do nothing", ["tt"], null],
  ["a letter and enter at once do nothing", ["t\r"], null],
  ["a paste does nothing", ["\u001b[200~t\u001b[201~"], null],
  ["Alt and a letter do nothing", ["\u001bt"], null],
  ["nothing changes an answer", ["n", "t", "x"], "not-now"],
];

test.each(KEYS)("%s", (_name, pieces, answer) => {
  expect(play(UNKNOWN, pieces).answer).toBe(answer);
});

const LETTER = { kind: "text", text: "t" } as const;

test("a key that comes too early does nothing, and the time starts again", () => {
  const box = openTrustBox(UNKNOWN, SIZE, "unicode", 0);
  expect(pressTrust(box, LETTER, QUIET_MS - 1)).toEqual({ ...box, quietSince: QUIET_MS - 1 });
  const later = pressTrust(pressTrust(box, LETTER, 200), LETTER, 200 + QUIET_MS - 1);
  expect(later.answer).toBeNull();
  expect(pressTrust(later, LETTER, later.quietSince + QUIET_MS).answer).toBe("trust");
});

test("nothing is trusted where there is no room to see it, and everything else is answered", () => {
  const small = { columns: 20, rows: 5 };
  expect(play(UNKNOWN, ["t"], small).answer).toBeNull();
  expect(play(UNKNOWN, ["n"], small).answer).toBe("not-now");
  expect(resizeTrust(play(UNKNOWN, ["t"], small), SIZE).answer).toBeNull();
});

test("nothing is trusted before what it loosens was shown: the key pages on instead", () => {
  const low = { columns: 60, rows: 10 };
  const first = play(UNKNOWN, [], low);
  expect(linesOf(first).join("\n")).not.toContain("allow git push");
  const second = play(UNKNOWN, ["t"], low);
  expect([second.answer, second.top > first.top]).toEqual([null, true]);
  const ended = play(UNKNOWN, ["t", "t", "t", "t"], low);
  expect([ended.answer, play(UNKNOWN, [" ", " ", " ", "t"], low).answer]).toEqual(["trust", "trust"]);
});

test("what a jump to the differences or the end passes over was not shown", () => {
  const low = { columns: 60, rows: 10 };
  for (const jump of ["d", "\u001b[F"]) {
    expect(play(UNKNOWN, [jump, "t"], low).answer).toBeNull();
    expect(linesOf(play(UNKNOWN, [jump, "t"], low)).join("\n")).toContain("loosens");
    expect(play(UNKNOWN, [jump, "t", "t", "t", "t"], low).answer).toBe("trust");
    expect(play(UNKNOWN, [jump, "\u001b[H", " ", " ", " ", "t"], low).answer).toBe("trust");
  }
});

test.each([UNKNOWN, CHANGED, HOSTILE, LONG])(
  "no picture is larger than its terminal, and none steers it: %#",
  (view) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 130 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom<Charset>("unicode", "ascii"),
        (columns, rows, charset) => {
          const box = openTrustBox(view, { columns, rows }, charset, 0);
          const painted = box.picture.lines.map((line) => paint(line, false));
          expect(painted.length).toBeLessThanOrEqual(rows);
          expect(painted.filter((line) => widthOf(line) > Math.max(columns, 2))).toEqual([]);
          expect(painted.map((line) => visible(line, charset === "ascii" ? "ascii" : "unicode"))).toEqual(painted);
        },
      ),
    );
  },
);
