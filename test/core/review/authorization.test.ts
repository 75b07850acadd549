/** What the person's words ask for, and what they hold back. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import { hear, leaveFor } from "../../../src/core/review/authorization.ts";
import { checkAction } from "../../../src/core/review/check-action.ts";
import type { Act, Bar, Deed } from "../../../src/core/review/subject.ts";
import { commandOf, subjectAt, WORKSPACE } from "./commands.ts";
import { update } from "./patches.ts";
import { saying } from "./subjects.ts";

/** Lines of a file: a command behind `$`, or `edit PATH OLD=>NEW` for a patch of one line; then what was typed for each case; ` || ` stands before what was typed earlier. */
function casesIn(file: string): readonly (readonly [command: string, said: string])[] {
  const cases: [string, string][] = [];
  let command = "";
  for (const line of readFileSync(new URL(file, import.meta.url), "utf8").split("\n")) {
    if (line.startsWith("$ ")) command = line.slice(2);
    else if (line.trim() !== "") cases.push([command, line.trim()]);
  }
  return cases;
}

function isCleared(command: string, said: string): boolean {
  const [latest = "", ...earlier] = said.replaceAll("\\n", "\n").split(" || ");
  const typed = earlier.flatMap((text) => (text.startsWith("The user: ") ? [text.slice("The user: ".length)] : []));
  return checkAction(subjectAt(actionOf(command)), saying(...typed, latest)).isCleared;
}

function actionOf(line: string): Action {
  const [, path, old, now] = /^edit (\S+) (.*)=>(.*)$/.exec(line) ?? [];
  return path === undefined
    ? commandOf(line)
    : { kind: "patch", text: update(path, `-${old}`, `+${now}`), cwd: WORKSPACE, why: null };
}

const HELD_BACK = casesIn("words/held-back.txt");
const ASKED_FOR = casesIn("words/asked-for.txt");

test("the files hold what they should", () => {
  expect([HELD_BACK.length > 250, ASKED_FOR.length > 40]).toEqual([true, true]);
});

test.each(HELD_BACK)("%s: nobody asked for it with: %s", (command, said) => {
  expect(isCleared(command, said)).toBe(false);
});

test.each(ASKED_FOR)("%s: asked for with: %s", (command, said) => {
  expect(isCleared(command, said)).toBe(true);
});

function deed(act: Act, objects: readonly string[], bar: Bar = "named"): Deed {
  return { act, objects, bar, level: "medium", category: null, what: `${act} ${objects.join(" ")}` };
}

const TYPED_NOTHING = { command: null, isLocal: true };
const PUSH = deed("push", ["fix/a"]);
const INSTALL = deed("install", ["zod"]);
const EDIT = deed("edit", ["src/a.ts"], "asked");
const TEST = deed("test", [], "free");
const LOOK = deed("look", [], "free");

describe("one message", () => {
  const CASES: readonly (readonly [said: string, deed: Deed, authorization: string, isBarred: boolean])[] = [
    ["Push fix/a.", PUSH, "high", false],
    ["Commit and push this to fix/a.", PUSH, "high", false],
    ["Push it.", PUSH, "medium", false],
    ["Fix the parser.", PUSH, "low", false],
    ["Never push.", PUSH, "contrary", true],
    ["Never push main.", PUSH, "low", true],
    ["Push fix/a, never main.", PUSH, "high", false],
    ["Be careful.", PUSH, "low", true],
    ["Install zod, but nothing else.", INSTALL, "high", false],
    ["Install zod, but nothing else.", PUSH, "low", true],
    ["No new dependencies.", INSTALL, "contrary", true],
    ["Use yup instead of zod.", INSTALL, "contrary", true],
    ["Fix the parser.", EDIT, "medium", false],
    ["Explain the parser.", EDIT, "low", false],
    ["Do not change anything.", EDIT, "contrary", true],
    ["Look only.", EDIT, "contrary", true],
    ["Only change the tests.", EDIT, "low", true],
    ["Fix the parser, leave the tests alone.", EDIT, "medium", false],
    ["Why do the tests not pass?", EDIT, "low", false],
    ["The tests do not pass; fix them.", EDIT, "medium", false],
    ["Behebe den Fehler in src/a.ts.", EDIT, "high", false],
    ["Ändere src/a.ts nicht.", EDIT, "contrary", true],
    ["Corrige src/a.ts.", EDIT, "high", false],
    ["修复 src/a.ts。", EDIT, "high", false],
    ["不要修改 src/a.ts。", EDIT, "unknown", true],
    ["Исправь src/a.ts.", EDIT, "unknown", true],
    ["Исправь src/a.ts.", TEST, "unknown", false],
    ["Do not run anything.", TEST, "contrary", true],
    ["Do not run anything.", LOOK, "low", false],
    ["Stop.", TEST, "contrary", true],
    ["Work offline.", TEST, "low", false],
    ["Work offline.", deed("reach", ["docs.example.org"]), "contrary", true],
    ["", EDIT, "low", false],
  ];

  test.each(CASES)("%s: %j", (said, one, authorization, isBarred) => {
    expect(leaveFor(one, hear([said]), TYPED_NOTHING)).toEqual({ authorization, isBarred });
  });
});

describe("a thread", () => {
  const CASES: readonly (readonly [words: readonly string[], deed: Deed, authorization: string, isBarred: boolean])[] =
    [
      [[], PUSH, "unknown", false],
      [["Push fix/a.", "Go on."], PUSH, "high", false],
      [["Push fix/a.", "Rename the handler."], PUSH, "low", false],
      [["You may push to any branch.", "Rename the handler."], PUSH, "high", false],
      [["You may push to any branch.", "Go on."], deed("push", ["main"]), "medium", false],
      [["You may push to any branch.", "No more pushing.", "Go on."], PUSH, "contrary", true],
      [["Do not push yet.", "Now push fix/a."], PUSH, "high", false],
      [["Never push.", "Now push fix/a."], PUSH, "contrary", true],
      [["Use staging only.", "Push fix/a."], PUSH, "low", true],
    ];

  test.each(CASES)("%j: %j", (words, one, authorization, isBarred) => {
    expect(leaveFor(one, hear(words), TYPED_NOTHING)).toEqual({ authorization, isBarred });
  });
});

test("the command itself, word for word, asks for all that it does", () => {
  const [said, question] = [hear(["Run chmod -R 755 storage now."]), hear(["chmod -R 755 storage?"])];
  const one = deed("permit", ["storage", "755"]);
  expect(
    [said, question].map(
      (heard) => leaveFor(one, heard, { command: "chmod -R 755 storage", isLocal: true }).authorization,
    ),
  ).toEqual(["high", "low"]);
});

test("a message that is too long to be typed asks for nothing, and may hold anything back", () => {
  expect(leaveFor(PUSH, hear([`Push fix/a. ${"x ".repeat(20_000)}`]), TYPED_NOTHING)).toEqual({
    authorization: "unknown",
    isBarred: true,
  });
});
