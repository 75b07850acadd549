/** What a patch takes from the tests, and from the rules that code is checked by. */
import { knownAs } from "./known-as.ts";
import type { PatchedFile } from "./patch-files.ts";
import { isTest } from "./patch-places.ts";
import { deed, person } from "./seen.ts";
import { isWritten } from "./spelled.ts";
import type { Deed } from "./subject.ts";

const SKIPS =
  /\b(?:it|test|describe|context|suite)\s*\.\s*(?:skip|only|todo|failing|fails)\b|\bx(?:it|describe|test|context)\s*\(|\bf(?:it|describe)\s*\(|@(?:pytest\.mark\.(?:skip|xfail)|unittest\.(?:skip|expectedFailure)|Disabled|Ignore|Skip)\b|\bpytest\.skip\(|\bt\.Skip(?:f|Now)?\(|#\[ignore|\bpending\b\s*(?:["'(]|$)|\[Ignore\]|\(\s*Skip\s*=|\bskipIf\b|\bmarkTestSkipped\b|\bthis\.skip\(/;
const STARTS =
  /^\s*(?:(?:async\s+)?(?:it|test|describe|context|specify)(?:\.\w+)*\s*\(|def\s+test_\w+|func\s+(?:Test|Benchmark)\w*\(|#\[(?:\w+::)?test\]|@Test\b|\[(?:Test|Fact|Theory)|public\s+void\s+test)/;
const DEMANDS =
  /\b(?:expect|assert\w*|should|require\.\w+|verify|XCTAssert\w*|t\.(?:Error|Fatal)f?|is_expected|EXPECT_\w+|ASSERT_\w+)\b/;

/** Empty for files that hold no tests. */
export function testDeeds(file: PatchedFile, words: readonly string[]): readonly Deed[] {
  const { full, path, added, removed } = file;
  if (!isTest(full)) return [];
  const known = knownAs(path, words);
  if (added.some((line) => SKIPS.test(line) && !removed.includes(line))) {
    return [person("edit", [known], `keeps tests in ${path} from being run`, "weakening")];
  }
  if (startsIn(removed) > startsIn(added)) return [person("edit", [known], `takes tests out of ${path}`, "weakening")];
  const demands = removed.filter((line) => DEMANDS.test(line) && !added.some((other) => other.trim() === line.trim()));
  if (demands.length === 0) return [];
  const what = `changes what tests in ${path} demand`;
  const isMeant = meantBy(demands, added)?.every((object) => isWritten(object, words)) === true;
  return [
    deed("edit", [TESTS.exec(words.join("\n"))?.[0] ?? known], what, [
      isMeant ? "named" : "person",
      "high",
      "weakening",
    ]),
  ];
}

const TESTS = /\b(?:tests?|specs?|expectations?|assertions?)\b/i;

function startsIn(lines: readonly string[]): number {
  return lines.filter((line) => STARTS.test(line)).length;
}

/** What is demanded now, and of what: `f(1)` and `3` of `expect(f(1)).toBe(3)`. Null where that cannot be told. */
function meantBy(removed: readonly string[], added: readonly string[]): readonly string[] | null {
  const [line, ...more] = added.filter((one) => DEMANDS.test(one));
  if (line === undefined || more.length > 0 || removed.length > 1) return null;
  const [, asked, value] =
    /\bexpect\((.+)\)\.(?:to\w+|not\.to\w+)\((.+?)\);?\s*$/.exec(line) ??
    /\bassert\s+(.+?)\s*==\s*(.+?)\s*$/.exec(line) ??
    [];
  return asked === undefined || value === undefined
    ? null
    : [asked.trim(), value.trim().replace(/^(["'`])(.*)\1$/, "$2")];
}

/** A rule that is switched off, or made to warn only, in the settings of a checker. */
export function ruleDeeds({ full, path, added, removed }: PatchedFile): readonly Deed[] {
  if (!/(?:eslint|oxlint|tslint|stylelint|biome|semgrep|ruff|pylint|golangci|rubocop|flake8|bandit)/i.test(full))
    return [];
  const before = new Set(removed.flatMap((line) => ruleOff(line) ?? []));
  return added.flatMap((line) => {
    const rule = ruleOff(line);
    if (rule === null || before.has(rule)) return [];
    return [deed("configure", [rule], `switches the rule ${rule} off in ${path}`, ["named", "high", "weakening"])];
  });
}

function ruleOff(line: string): string | null {
  const [, rule] =
    /["']?([@\w/-]{2,80})["']?\s*[:=]\s*\[?\s*["']?(?:off|0|false|warn|1|disabled?|none)\b["']?/i.exec(line) ??
    /^\s*-?\s*["']?(?:ignore|disable|skip)\w*["']?\s*[:=]\s*\[?\s*["']?([\w-]{2,80})/i.exec(line) ??
    [];
  return rule ?? null;
}
