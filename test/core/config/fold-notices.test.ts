/** What is told again where the same was told a short while ago. */
import { expect, test } from "vitest";
import { foldTold, toldKey } from "../../../src/core/config/fold-notices.ts";
import { describeNotice, type Notice } from "../../../src/core/config/notice.ts";

const UNKNOWN: Notice = {
  kind: "unknown-key",
  place: { kind: "file", file: "/h/config.toml", line: 1, column: 5 },
  key: "modle",
  meant: "model",
};
const OLD: Notice = { kind: "on-failure-deprecated" };
const CUT: Notice = { kind: "project-cut", root: "/w", cuts: [], why: "unknown", digest: "a" };
const REQUIRED: Notice = { kind: "required", key: "sandbox_mode", from: "x", to: "y", source: "/etc/codex/r.toml:1" };
const AGAIN: Notice = { kind: "project-cut-again", root: "/w", why: "unknown" };

const FOLDED: readonly [name: string, notices: readonly Notice[], told: readonly Notice[], left: readonly Notice[]][] =
  [
    ["nothing", [], [], []],
    ["what is new in full", [UNKNOWN, CUT], [], [UNKNOWN, CUT]],
    ["what was told as one line", [UNKNOWN, OLD], [UNKNOWN, OLD], [{ kind: "as-before", count: 2 }]],
    ["what is new beside what is not", [UNKNOWN, OLD], [OLD], [UNKNOWN, { kind: "as-before", count: 1 }]],
    ["the project by a short word", [CUT], [CUT], [AGAIN]],
    ["a project that has changed since in full", [{ ...CUT, digest: "b" }], [CUT], [{ ...CUT, digest: "b" }]],
    [
      "what an administrator requires each time",
      [REQUIRED, OLD],
      [REQUIRED, OLD],
      [REQUIRED, { kind: "as-before", count: 1 }],
    ],
  ];
test.each(FOLDED)("tells %s", (_name, notices, told, left) => {
  const known = told.map(toldKey);
  expect(foldTold(notices, (key) => known.includes(key))).toEqual(left);
});

test("says where all of it is to be read", () => {
  const words = ([1, 3] as const).map((count) => describeNotice({ kind: "as-before", count }));
  expect(words).toEqual([
    "a notice on the settings, as before: assent config show",
    "3 notices on the settings, as before: assent config show",
  ]);
});
