/** What an awk program does beside printing. */
import { expect, test } from "vitest";
import { readAwk } from "../../../src/core/commands/awk.ts";

const PRINTS: readonly string[] = [
  "{print}",
  "{print $1}",
  "NR>=40 && NR<=90",
  "NR==1,/^}/",
  "$3 > 5 {print $1}",
  "{ if ($1 > max) max = $1 } END { print max }",
  '{printf "%.1fM %s\\n", $5/1048576, $9}',
  "{print ($1 > $2)}",
  "{ print (a)/b; x = c / d / e }",
  "/a|b/ {n++} END {print n+0}",
  "!/x/",
  "$0 ~ /system/ {print}",
  '{print "a > b | c"}',
  'BEGIN{FS=","} {s+=$2} END{print s}',
  "{a[$1]++} END {for (k in a) if (a[k] > 1) print k, a[k]}",
  '{gsub(/"/, ""); print}',
  "if (x) /y|z/ ",
  '{print > "/dev/stderr"}',
  "BEGIN{while((getline line) > 0) n++; print n}",
  "# > comment | x\n{print}",
  "length($0) > 120 {print FILENAME}",
  '{print NR ": " $0}',
];

const MORE: readonly string[] = [
  'BEGIN{system("touch x")}',
  'BEGIN{"touch x" | getline}',
  '{print | "sh"}',
  '{print |& "sh"}',
  '{print > "x"}',
  "{print>$1}",
  '{print $1 >> "x"}',
  '{printf("%s", $1) > "x"}',
  '{print(a) > "x"}',
  '{if (1) print > "x"}',
  '{print > "/dev/stderr" x}',
  'BEGIN{while((getline line < "/etc/passwd") > 0) print line}',
  'BEGIN{ARGV[1]="x"; ARGC=2}',
  'BEGIN{print ENVIRON["PATH"]}',
  "BEGIN{for (k in ENVIRON) print k}",
  'BEGIN{awk::system("x")}',
  '@include "x"',
  '@load "filefuncs"; {print}',
  'BEGIN{f="system"; @f("x")}',
  '{if (1) /"/ ; system("x") ; /"/ }',
  "{print x++ /2/ 3}",
  "{print length / 2}",
  '/[/]/ {print > "x"} /]/',
  '{print "unfinished}',
  "/unfinished",
  "{print `}",
];

test.each(PRINTS)("only prints: %s", (program) => {
  expect(readAwk(program).onlyPrints).toBe(true);
});

test.each(MORE)("may do more: %s", (program) => {
  expect(readAwk(program).onlyPrints).toBe(false);
});

test("which variables it prints", () => {
  expect(readAwk("BEGIN{for (k in ENVIRON) print ENVIRON[k]}").environment).toEqual([]);
  expect(readAwk('BEGIN{print ENVIRON["A"] ENVIRON["B"]}').environment).toEqual(["A", "B"]);
  expect(readAwk('{print "ENVIRON"}').environment).toBe(null);
});

test("texts that may name files", () => {
  expect(readAwk('BEGIN{while((getline l < ".env") > 0) print l "\\n"}').strings).toEqual([".env", "\\n"]);
});
