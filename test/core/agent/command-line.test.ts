/** Command lines as they run, and as clients see them. */
import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { commandLine, scriptOf, shownLine } from "../../../src/core/agent/command-line.ts";

test("a login shell is the usual one", () => {
  expect([commandLine("/bin/sh", "ls", true), commandLine("/bin/sh", "ls", false)]).toEqual([
    ["/bin/sh", "-lc", "ls"],
    ["/bin/sh", "-c", "ls"],
  ]);
});

const SHOWN: readonly [argv: readonly string[], line: string][] = [
  [["/bin/bash", "-lc", "ls"], "/bin/bash -lc ls"],
  [["/bin/bash", "-lc", "touch a"], "/bin/bash -lc 'touch a'"],
  [["/bin/bash", "-lc", "bash -lc 'rm x'"], `/bin/bash -lc "bash -lc 'rm x'"`],
  [["a", "it's $x"], `a "it's "'$x'`],
  [["echo 'it'\\''s' \"$HOME\""], `"echo 'it'\\\\''s' \\""'$HOME"'`],
  [["echo '$x'"], `"echo '"'$x'"'"`],
  [["x=`ls`; echo 'q'"], "'x=`ls`; echo '\"'q'\""],
  [["echo '!'"], `"echo '"'!'"'"`],
  [["echo ^x", "^x"], "'echo ''^x' '^x'"],
  [["echo ü", "a,b=c%d"], "'echo ü' 'a,b=c%d'"],
  [["sed", "-n", "1,2p", ""], "sed -n '1,2p' ''"],
];
test.each(SHOWN)("%j is shown as %s", (argv, line) => {
  expect(shownLine(argv)).toBe(line);
});

test("a shell reads what is shown as the words that it stands for", () => {
  const word = fc.string({ unit: fc.constantFrom(...Array.from("ab '\"\\$`!*?\n~{}()=#;&|<>")) });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const read = execFileSync("/bin/bash", ["-c", `printf '%s\\0' ${shownLine(words)}`]).toString();
      expect(read).toBe(words.map((each) => `${each}\0`).join(""));
    }),
    { numRuns: 60 },
  );
});

test("the script of other words is the words", () => {
  expect([scriptOf(["/bin/bash", "-lc", "ls -l"]), scriptOf(["make", "-c", "a", "b"])]).toEqual([
    "ls -l",
    "make -c a b",
  ]);
});
