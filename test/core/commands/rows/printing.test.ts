/** Programs that print what they are given, compute and wait. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["echo a b", "= anywhere"],
  ["echo -e 'a'", "= anywhere"],
  ["printf '%s' a", "= anywhere"],
  ["yes", "= anywhere"],
  ["seq 1 5", "= anywhere"],
  ["true", "= anywhere"],
  ["[ -f .env ]", "= anywhere"],
  ["test -s ~/.ssh/id_rsa", "= anywhere"],
  ["expr 1 + 2", "= anywhere"],
  ["bc -l", "= anywhere"],
  ["bc a.bc", "read a.bc = anywhere"],
  ["dc -e '1 2 + p'", "= anywhere"],
  ["dc -e '!ls'", "unknown"],
  ["dc a", "runs a, unknown"],
  ["sleep 5", "= anywhere"],
  ["sleep 0.5", "= anywhere"],
  ["sleep 3600", ""],
  ["date", "= anywhere"],
  ["date +%s", "= anywhere"],
  ["date -d yesterday +%F", "= anywhere"],
  ["date -j -f %Y 2024 +%s", "read %Y = anywhere"],
  ["date -s now", "privilege now"],
  ["date 01010101", "privilege"],
  ["date -r a", "read a = anywhere"],
  ["env", "! prints the environment with all that is secret in it"],
  ["env -u A", "! prints the environment with all that is secret in it"],
  ["env A=b", "! prints the environment with all that is secret in it"],
  ["env A=b ls", "runs, unknown"],
  ["env -i", "= anywhere"],
  ["env --version", "= anywhere"],
  ["printenv", "! prints the environment with all that is secret in it"],
  ["printenv PATH", "= anywhere"],
  ["printenv A MY_TOKEN", "! prints a secret ($MY_TOKEN)"],
];

test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
