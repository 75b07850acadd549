/** What a model reads of how commands and patches ended. */
import { expect, test } from "vitest";
import { abortedText, commandText, patchText } from "../../../src/core/agent/call-texts.ts";

const RAN = {
  chunk: "a1b2c3",
  wallMs: 1234,
  end: { kind: "exited", status: 3 },
  output: "one\n",
  tokensMax: 100,
  notes: [],
} as const;
const HEAD = "Chunk ID: a1b2c3\nWall time: 1.2340 seconds\n";

const TEXTS: readonly [name: string, text: string, expected: string][] = [
  [
    "a command that ended",
    commandText(RAN),
    `${HEAD}Process exited with code 3\nOriginal token count: 1\nOutput:\none\n`,
  ],
  [
    "one that runs on",
    commandText({ ...RAN, end: { kind: "runs", process: "7" }, output: "" }),
    `${HEAD}Process running with session ID 7\nOriginal token count: 0\nOutput:\n`,
  ],
  [
    "notes on lines of their own",
    commandText({ ...RAN, output: "one", notes: ["(a)", "(b)"] }),
    `${HEAD}Process exited with code 3\nOriginal token count: 1\nOutput:\none\n(a)\n(b)\n`,
  ],
  [
    "the count of all of the output where its middle is left out",
    commandText({ ...RAN, output: "abcdefghijklmnop", tokensMax: 2 }),
    `${HEAD}Process exited with code 3\nOriginal token count: 4\nOutput:\nabcd\n… 2 tokens left out …\nmnop`,
  ],
  [
    "a patch, with paths from its folder where they lie in it",
    patchText(
      [
        { path: "/w/a", change: { kind: "create", path: "/w/a", after: "" } },
        { path: "/w/b/c", change: { kind: "edit", path: "/w/b/c", before: "", after: "x" } },
        { path: "/w/d", change: { kind: "rename", path: "/w/d", to: "/o/e", before: "", after: "" } },
        { path: "/wide", change: { kind: "delete", path: "/wide", before: "" } },
      ],
      "/w",
      0,
    ),
    "Exit code: 0\nWall time: 0.0000 seconds\nOutput:\nSuccess. Updated the following files:\nA a\nM b/c\nM /o/e\nD /wide\n",
  ],
  ["a call that was cut off", abortedText(500), "Wall time: 0.5000 seconds\naborted by user"],
];

test.each(TEXTS)("tells of %s", (_name, text, expected) => {
  expect(text).toBe(expected);
});
