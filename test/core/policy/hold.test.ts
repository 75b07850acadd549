/** Which prompt and forbidden rules speak of a command, however it is written. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowFor } from "../../../src/core/commands/table.ts";
import { holdingBack } from "../../../src/core/policy/hold.ts";
import { checkCommand } from "../../../src/core/policy/match.ts";
import type { Rules } from "../../../src/core/policy/rules.ts";
import { IS_FUNCTION } from "../../../src/core/script/follow-commands.ts";
import {
  PATH_WAS_SET,
  WAS_SOURCED,
  type Course,
  type Setting,
  type Sighting,
  type Unknown,
} from "../../../src/core/script/sighting.ts";
import { anyWord, anyWords, join, showValue, textValue, type Value } from "../../../src/core/script/value.ts";
import { splitLine } from "../../../src/core/script/wrappers-split.ts";
import { rulesOf } from "../../rules.ts";
import cases from "./hold.json" with { type: "json" };

/** `@` in a word stands for what is not known, `@@` for any number of words, `%` for a pattern of file names. */
function valueOf(word: string): Value {
  if (word === "@@") return anyWords("$@");
  const parts = word.split(/([@%])/).map((part): Value => {
    if (part === "%") return { pieces: [{ kind: "glob", pattern: "*" }], many: true };
    return part === "@" ? anyWord("$x") : textValue(part);
  });
  return join(parts);
}

function sightingOf(line: string, more: Partial<Sighting> = {}): Sighting {
  const isOpen = line.endsWith(" …");
  const [program, ...args] = splitLine(textValue(isOpen ? line.slice(0, -2) : line)) ?? [];
  if (program === undefined) throw new Error(`no command: ${line}`);
  const words: Sighting["words"] = [valueOf(showValue(program)), ...args.map((word) => valueOf(showValue(word)))];
  const plain = {
    settings: [],
    redirections: [],
    input: { kind: "inherited" },
    cwd: "/w",
    via: [],
    doubt: null,
    at: 0,
  } as const;
  return { id: 0, words, open: isOpen, ...plain, ...more };
}

function courseOf(sightings: readonly Sighting[], unknowns: readonly Unknown[] = []): Course {
  return { sightings, unknowns, shape: [], redirections: [], settings: [] };
}

function certaintyOf(rules: Rules, line: string): string {
  const held = holdingBack(rules, courseOf([sightingOf(line)]));
  return held.map(({ certainty }) => certainty).join(" ") || "no";
}

function ruleFor(pattern: string, more = ""): Rules {
  return rulesOf({ user: `prefix_rule(pattern = ${pattern}, decision = "forbidden"${more})\n` });
}

for (const [pattern, table] of Object.entries(cases)) {
  const rules = ruleFor(pattern);
  describe(`a rule for ${pattern}`, () => {
    test.each(Object.entries(table).flatMap(([certainty, lines]) => lines.map((line) => [line, certainty] as const)))(
      "%s: %s",
      (line, certainty) => {
        expect(certaintyOf(rules, line)).toBe(certainty);
      },
    );
  });
}

function setting(name: string, value: Value): Setting {
  return { name, value };
}

describe("what is told", () => {
  const rules = rulesOf({
    user: 'prefix_rule(pattern = ["rm"], decision = "forbidden")\nprefix_rule(pattern = ["ls"])\n',
    project: 'prefix_rule(pattern = ["git", "push"], decision = "prompt")\n',
  });

  test("rules that allow hold nothing back, and each sighting has its own", () => {
    const sightings = [sightingOf("ls"), sightingOf("git -C x push", { id: 1 }), sightingOf("@ x", { id: 2 })];
    const told = holdingBack(rules, courseOf(sightings)).map((held) => ({ ...held, rule: held.rule.pattern }));
    expect(told).toEqual([
      { rule: ["git", "push"], sighting: 1, unknown: null, certainty: "yes" },
      { rule: ["rm"], sighting: 2, unknown: null, certainty: "maybe" },
      // As `git-push`.
      { rule: ["git", "push"], sighting: 2, unknown: null, certainty: "maybe" },
    ]);
  });

  test("text that nobody sees may be what any rule speaks of; a file is not", () => {
    const unknown = { what: "what eval is given", path: null, from: [], at: null };
    const unknowns: readonly Unknown[] = [
      { ...unknown, kind: "file" },
      { ...unknown, kind: "text" },
    ];
    const told = holdingBack(rules, courseOf([], unknowns)).map((held) => ({ ...held, rule: held.rule.pattern }));
    expect(told).toEqual([
      { rule: ["rm"], sighting: null, unknown: 1, certainty: "maybe" },
      { rule: ["git", "push"], sighting: null, unknown: 1, certainty: "maybe" },
    ]);
  });

  function heldBySettings(settings: readonly Setting[], everywhere = false): readonly unknown[] {
    const sighting = sightingOf("git log", { settings: everywhere ? [] : settings });
    const course = { ...courseOf([sighting]), settings: everywhere ? settings : [] };
    return holdingBack(rules, course).map((one) => [one.rule.pattern[0], one.sighting, one.certainty]);
  }

  test("variables that make other programs run something", () => {
    expect(heldBySettings([setting("PAGER", textValue("rm x; cat"))])).toEqual([["rm", 0, "maybe"]]);
    expect(heldBySettings([setting("PAGER", textValue("rm x; cat"))], true)).toEqual([["rm", null, "maybe"]]);
    expect(heldBySettings([setting("GIT_SSH_COMMAND", anyWord("$x"))])).toEqual([
      ["rm", 0, "maybe"],
      ["git", 0, "maybe"],
    ]);
    expect(heldBySettings([setting("LESSOPEN", textValue("|rm %s"))])).toEqual([["rm", 0, "maybe"]]);
    expect(heldBySettings([setting("PAGER", textValue("less")), setting("A", textValue("rm x"))])).toEqual([]);
    const alias = [
      setting("GIT_CONFIG_KEY_0", textValue("alias.x")),
      setting("GIT_CONFIG_VALUE_0", textValue("!rm x")),
    ];
    expect(heldBySettings(alias)).toEqual([["rm", 0, "maybe"]]);
    expect(heldBySettings(alias.slice(1))).toEqual([
      ["rm", 0, "maybe"],
      ["git", 0, "maybe"],
    ]);
  });

  test("a name that may start something else may be any program", () => {
    const told = holdingBack(rules, courseOf([sightingOf("ls x", { doubt: "an alias has its name" })]));
    expect(told.map(({ rule, certainty }) => [rule.pattern[0], certainty])).toEqual([
      ["rm", "maybe"],
      ["git", "maybe"],
    ]);
  });

  test("what a function of the script runs is held by itself", () => {
    const rules = ruleFor("npm publish");
    expect(holdingBack(rules, courseOf([sightingOf("f x", { doubt: IS_FUNCTION })]))).toEqual([]);
  });

  test.each([PATH_WAS_SET, `.venv/bin/activate ${WAS_SOURCED}`])("what files hold is left to files: %s", (doubt) => {
    expect(holdingBack(rules, courseOf([sightingOf("pytest", { doubt })]))).toEqual([]);
  });

  test("letters of any case, where the rule says so", () => {
    const caseless = ruleFor('["Format", "/Q"]', ", canonical_matching = True");
    expect(
      ["format /q c:", "FORMAT /Q", "/x/Format /q", "format /s", "form /q"].map((line) => certaintyOf(caseless, line)),
    ).toEqual(["yes", "yes", "yes", "no", "no"]);
  });
});

const WORD = fc.constantFrom(
  "rm",
  "git",
  "foo",
  "-r",
  "-rf",
  "-f",
  "--force",
  "--x=y",
  "--",
  "-",
  "push",
  "-C",
  "x",
  "-o",
  "docker",
  "run",
  "-c",
  "+x",
);
const TOKEN = fc.oneof(
  WORD.map((word) => JSON.stringify(word)),
  fc.array(WORD, { minLength: 1, maxLength: 3 }).map((words) => JSON.stringify(words)),
);

test("whatever matches word by word is held back, surely", () => {
  const patterns = fc.array(TOKEN, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(patterns, fc.array(WORD, { minLength: 1, maxLength: 6 }), (tokens, words) => {
      const rules = ruleFor(`[${tokens.join(", ")}]`);
      const literal = checkCommand(rules, words, null).map(({ rule }) => rule.pattern);
      const sighting = sightingOf(words.join(" "));
      const held = holdingBack(rules, courseOf([sighting])).filter(({ certainty }) => certainty === "yes");
      expect(held.map(({ rule }) => rule.pattern)).toEqual(expect.arrayContaining(literal));
    }),
    { numRuns: 3000 },
  );
});

test("making a word unknown never takes a rule away", () => {
  const patterns = fc.array(TOKEN, { minLength: 1, maxLength: 4 });
  const unknowns = fc.constantFrom<Value>(anyWord("$x"), anyWords("$@"));
  fc.assert(
    fc.property(
      patterns,
      fc.array(WORD, { minLength: 1, maxLength: 5 }),
      fc.nat(4),
      unknowns,
      (tokens, words, place, unknown) => {
        const rules = ruleFor(`[${tokens.join(", ")}]`);
        const [program, ...args] = words.map(textValue);
        // A program that nobody knows is held by the words that it shows: an unknown one among them names nothing.
        const isUnlisted = place > 0 && rowFor(words[0]?.replace(/^.*\//, "") ?? "") === undefined;
        if (program === undefined || isUnlisted) return;
        const before = sightingOf("x", { words: [program, ...args] });
        const [first, ...rest] = [program, ...args].map((word, at) => (at === place ? unknown : word));
        const after = sightingOf("x", { words: [first ?? unknown, ...rest] });
        const count = (sighting: Sighting): number => holdingBack(rules, courseOf([sighting])).length;
        expect(count(after)).toBeGreaterThanOrEqual(count(before));
      },
    ),
    { numRuns: 3000 },
  );
});
