/** What a terminal can show, by the environment, and how styles are painted. */
import { expect, test } from "vitest";
import { lookOf, paint, type Look } from "../../../src/surfaces/tui/style.ts";

const LOOKS: readonly [env: Readonly<Record<string, string>>, look: Look][] = [
  [
    { TERM: "xterm", LANG: "en_US.UTF-8" },
    { colour: true, charset: "unicode", motion: true },
  ],
  [
    { TERM: "xterm", LANG: "de_DE.utf8" },
    { colour: true, charset: "unicode", motion: true },
  ],
  [
    { TERM: "xterm", LANG: "C" },
    { colour: true, charset: "ascii", motion: true },
  ],
  [{ TERM: "xterm" }, { colour: true, charset: "ascii", motion: true }],
  [
    { TERM: "xterm", LC_ALL: "C", LANG: "C.UTF-8" },
    { colour: true, charset: "ascii", motion: true },
  ],
  [
    { TERM: "xterm", LC_ALL: "", LC_CTYPE: "C.UTF-8", LANG: "C" },
    { colour: true, charset: "unicode", motion: true },
  ],
  [
    { TERM: "xterm", LANG: "C.UTF-8", NO_COLOR: "1" },
    { colour: false, charset: "unicode", motion: true },
  ],
  [
    { TERM: "xterm", LANG: "C.UTF-8", NO_COLOR: "" },
    { colour: true, charset: "unicode", motion: true },
  ],
  [
    { TERM: "dumb", LANG: "C.UTF-8" },
    { colour: false, charset: "unicode", motion: false },
  ],
  [
    { TERM: "", LANG: "C.UTF-8" },
    { colour: false, charset: "unicode", motion: false },
  ],
  [{ LANG: "C.UTF-8" }, { colour: false, charset: "unicode", motion: false }],
];
test.each(LOOKS)("%j", (env, look) => {
  expect(lookOf(env)).toEqual(look);
});

test("styles are sequences in colour and nothing without", () => {
  const line = [
    { text: "a", style: "plain" },
    { text: "b", style: "bad" },
  ] as const;
  expect([paint(line, true), paint(line, false)]).toEqual(["a\x1b[31mb\x1b[0m", "ab"]);
});
