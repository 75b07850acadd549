/** The answers of `assent debug read-shell`. */
import { expect, test } from "vitest";
import { readShell } from "../../../src/surfaces/cli/read-shell.ts";

test("answers each line in its order, and bad lines too", () => {
  const questions = [
    { id: 1, script: "git status && ls" },
    { id: "two", argv: ["zsh", "-c", "echo $x"] },
    { id: 3, argv: ["git", "push"] },
    { id: 4, argv: ["git", 5] },
    { id: 5, argv: [] },
    { script: "a" },
  ];
  const input = [...questions.map((one) => JSON.stringify(one)), "", "no JSON", "7"].join("\n");
  expect(
    readShell(input)
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
  ).toEqual([
    { id: 1, kind: "commands", commands: [["git", "status"], ["ls"]] },
    { id: "two", kind: "opaque", why: "expansion", at: 5 },
    { id: 3, kind: "commands", commands: [["git", "push"]] },
    { id: 4, kind: "opaque", why: "bad-request" },
    { id: 5, kind: "opaque", why: "bad-request" },
    { id: null, kind: "commands", commands: [["a"]] },
    { id: null, kind: "opaque", why: "bad-request" },
    { id: null, kind: "opaque", why: "bad-request" },
  ]);
});
