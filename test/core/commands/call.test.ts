/** How the words of a command are taken apart. */
import { expect, test } from "vitest";
import { readCall } from "../../../src/core/commands/call.ts";
import type { Usage } from "../../../src/core/commands/row.ts";
import { anyWord, anyWords, join, showValue, textValue, type Value } from "../../../src/core/script/value.ts";

const USAGE: Usage = {
  about: "does what the test says",
  options: {
    "-a --all, -b, -v --verbose": "ok",
    "-n= --lines=, --colour=?, -i=?": "ok",
    "-o= --output=": "write",
    "-NUMBER": "ok",
  },
};

/** `$x` is one unknown word, `$@` any number of them. */
function valueOf(word: string): Value {
  if (word === "$@") return anyWords("$@");
  const at = word.indexOf("$");
  return at === -1 ? textValue(word) : join([textValue(word.slice(0, at)), anyWord(word.slice(at))]);
}

/** What was given, by key and value; then operands; then what is strange. */
function callOf(usage: Usage, line: string): readonly (readonly string[])[] {
  const call = readCall(usage, line === "" ? [] : line.split(" ").map(valueOf));
  const given = call.given.map(({ key, value }) => (value === null ? key : `${key} ${showValue(value)}`));
  return [given, call.operands.map(showValue), call.strange.map(showValue)];
}

test.each<[line: string, given: string[], operands: string[], strange: string[]]>([
  ["", [], [], []],
  ["a -a b", ["-a --all"], ["a", "b"], []],
  ["-ab", ["-a --all", "-b"], [], []],
  ["--all --verb", ["-a --all", "-v --verbose"], [], []],
  ["-n 5 x", ["-n= --lines= 5"], ["x"], []],
  ["-n5", ["-n= --lines= 5"], [], []],
  ["-an5", ["-a --all", "-n= --lines= 5"], [], []],
  ["-an 5", ["-a --all", "-n= --lines= 5"], [], []],
  ["--lines=5 --lines 6", ["-n= --lines= 5", "-n= --lines= 6"], [], []],
  ["--output=x", ["-o= --output= x"], [], []],
  ["--colour always", ["--colour=?"], ["always"], []],
  ["--colour=always", ["--colour=? always"], [], []],
  ["-i.bak a", ["-i=? .bak"], ["a"], []],
  ["-i a", ["-i=?"], ["a"], []],
  ["-12 a", ["-NUMBER", "-NUMBER"], ["a"], []],
  ["-12a", ["-NUMBER", "-NUMBER", "-a --all"], [], []],
  ["- a", [], ["-", "a"], []],
  ["-- -a", [], ["-a"], []],
  ["-x", [], [], ["-x"]],
  ["-ax", ["-a --all"], [], ["-ax"]],
  ["--unknown=x", [], [], ["--unknown=x"]],
  ["--al=x", ["-a --all x"], [], []],
  ["-n", ["-n= --lines= "], [], []],
  ["$x", [], ["$x"], ["$x"]],
  ["./$x", [], ["./$x"], []],
  ["-$x", [], [], ["-$x"]],
  ["--output=$x", ["-o= --output= $x"], [], []],
  ["--output=a/$x", ["-o= --output= a/$x"], [], []],
  ["-n $x", ["-n= --lines= $x"], [], []],
  ["-n $@", ["-n= --lines= $@"], [], ["$@"]],
])("reads %j", (line, given, operands, strange) => {
  expect(callOf(USAGE, line)).toEqual([given, operands, strange]);
});

test("where any option is fine nothing is strange", () => {
  expect(callOf({ ...USAGE, anyOption: true }, "-x --unknown a $x -n 5")).toEqual([
    ["-n= --lines= 5"],
    ["a", "$x"],
    [],
  ]);
});

test("words behind the first operand may be another command's", () => {
  expect(callOf({ ...USAGE, stopsAtOperand: true }, "-a x -b")).toEqual([["-a --all"], ["x", "-b"], []]);
});

test("a word of one dash may be a whole name", () => {
  const usage: Usage = { about: "looks", singleDash: true, options: { "-name= -print": "ok" } };
  expect(callOf(usage, "a -name x -print -nam")).toEqual([["-name= -print x", "-name= -print"], ["a"], ["-nam"]]);
});

test("the first word may be a cluster without a dash, whose values stand behind it", () => {
  const usage: Usage = { about: "packs", bareCluster: true, options: { "-x, -z, -f=, -C=": "ok" } };
  expect(callOf(usage, "xzf a.tgz b")).toEqual([["-x", "-z", "-f= a.tgz"], ["b"], []]);
  expect(callOf(usage, "fC a b c")).toEqual([["-f= a", "-C= b"], ["c"], []]);
  expect(callOf(usage, "xq a")).toEqual([[], ["xq", "a"], []]);
  expect(callOf(usage, "-xzf a.tgz b")).toEqual([["-x", "-z", "-f= a.tgz"], ["b"], []]);
});

test("an option is asked for by any of its spellings, and by no other option's", () => {
  const call = readCall(USAGE, ["--all", "-n5", "--lines=6"].map(textValue));
  expect([call.has("-a"), call.has("--all"), call.has("-b"), call.has("-v")]).toEqual([true, true, false, false]);
  expect(call.valuesOf("--lines").map(showValue)).toEqual(["5", "6"]);
  expect(call.valuesOf("-o")).toEqual([]);
});

test("in a list of many options only a short and a long spelling side by side are the same", () => {
  const usage: Usage = { about: "lists", options: { "-q --quiet -f --force -r -R --recursive --soft --hard": "ok" } };
  const call = readCall(usage, ["--force", "-R", "--soft"].map(textValue));
  const asked = ["-f", "-q", "-R", "--recursive", "-r", "--soft", "--hard"];
  expect(asked.filter((spelling) => call.has(spelling))).toEqual(["-f", "-R", "--recursive", "--soft"]);
});
