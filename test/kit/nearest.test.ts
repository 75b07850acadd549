/** Mistyped words against what was meant. */
import { array, assert, constantFrom, nat, property, string, stringMatching } from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "../../src/kit/nearest.ts";

const KEYS = ["approval_policy", "approvals_reviewer", "sandbox_mode", "model", "model_provider", "notify", "git"];
const COMMANDS = ["run", "patch", "log", "config", "completion", "explain", "doctor", "demo"];

const CASES: readonly [word: string, candidates: readonly string[], expected: string | null][] = [
  ["approval_polcy", KEYS, "approval_policy"],
  ["aproval_polici", KEYS, "approval_policy"],
  ["approval-policy", KEYS, "approval_policy"],
  ["Sandbox_Mode", KEYS, "sandbox_mode"],
  ["snadbox_mode", KEYS, "sandbox_mode"],
  ["modle", KEYS, "model"],
  ["model", KEYS, "model"],
  ["git", KEYS, "git"],
  ["gti", KEYS, "git"],
  ["gits", KEYS, "git"],
  ["got", KEYS, "git"],
  ["gi", KEYS, null],
  ["gif", ["git", "gin"], "git"],
  ["runn", COMMANDS, "run"],
  ["urn", COMMANDS, "run"],
  ["rm", COMMANDS, null],
  ["pacth", COMMANDS, "patch"],
  ["conifg", COMMANDS, "config"],
  ["compl", COMMANDS, "completion"],
  ["con", COMMANDS, "config"],
  ["include", ["exclude", "include_only"], "include_only"],
  ["run", ["runs", "run"], "run"],
  ["status", COMMANDS, null],
  ["frobnicate", COMMANDS, null],
  ["", COMMANDS, null],
  ["  ", COMMANDS, null],
  ["r", COMMANDS, null],
  ["x".repeat(65), ["x".repeat(64)], null],
  ["anything", [], null],
];
test.each(CASES)("%s means", (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

const word = stringMatching(/^[a-z_]{6,20}$/);

test("a letter that is missing, doubled, swapped or another one is understood", () => {
  const fault = constantFrom<(text: string, at: number) => string>(
    (text, at) => text.slice(0, at) + text.slice(at + 1),
    (text, at) => text.slice(0, at + 1) + text.slice(at),
    (text, at) => text.slice(0, at) + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2),
    (text, at) => `${text.slice(0, at)}9${text.slice(at + 1)}`,
  );
  assert(
    property(word, fault, nat(4), (meant, mistype, at) => {
      expect(nearest(mistype(meant, at), ["0000000", meant])).toBe(meant);
    }),
  );
});

test("what is meant is always one of the candidates", () => {
  assert(
    property(string(), array(string()), (typed, candidates) => {
      const meant = nearest(typed, candidates);
      expect(meant === null || candidates.includes(meant)).toBe(true);
    }),
  );
});
