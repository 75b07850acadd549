/** Rules of requirements as rules in force, beside those of a person. */
import { expect, test } from "vitest";
import { requiredRules } from "../../../src/core/approval/required-rules.ts";
import { readRequirements } from "../../../src/core/config/read-requirements.ts";
import { combine, readRulesFile } from "../../../src/core/policy/load.ts";
import { matchCommand, strictest } from "../../../src/core/policy/match.ts";

const FILE = "/etc/codex/requirements.toml";

function rules(text: string) {
  const read = readRequirements({ layer: "system", file: FILE, text, base: "/", userHome: "/home/you", host: "h" });
  if (!read.ok) throw new Error("requirements");
  return requiredRules(read.value);
}

test("alternatives at the start make one rule each; a person's own yes and the case of letters are kept", () => {
  const text =
    '[rules]\nprefix_rules = [\n{ pattern = [{ any_of = ["rm", "dd"] }, { any_of = ["-f", "-r"] }], decision = "forbidden", justification = "No" },\n' +
    '{ pattern = [{ token = "git" }], decision = "prompt-user", canonical_matching = true }]';
  const at = (line: number) => ({ layer: "managed", file: FILE, line, column: 1 });
  expect(rules(text)).toEqual([
    {
      file: FILE,
      layer: "managed",
      prefixRules: [
        { pattern: ["rm", ["-f", "-r"]], decision: "forbidden", justification: "No", source: at(3) },
        { pattern: ["dd", ["-f", "-r"]], decision: "forbidden", justification: "No", source: at(3) },
        { pattern: ["git"], decision: "prompt", justification: null, source: at(4), caseless: true, personOnly: true },
      ],
      hostExecutables: [],
      networkRules: [],
    },
  ]);
});

test("a person's own rule softens none of them", () => {
  const own = readRulesFile({
    file: "/h/rules/own.rules",
    layer: "user",
    source:
      'prefix_rule(pattern = ["curl"], decision = "allow")\nprefix_rule(pattern = ["rm"], decision = "forbidden")',
  });
  expect(own.ok).toBe(true);
  const required = rules(
    '[[rules]]\npattern = ["curl"]\ndecision = "forbidden"\n[[rules]]\npattern = ["rm"]\ndecision = "prompt"',
  );
  const all = combine([...required, ...(own.ok ? [own.value] : [])]);
  const decided = (...command: readonly [string, ...string[]]) =>
    strictest(matchCommand(all, command).map(({ rule }) => rule.decision));
  expect([decided("curl", "x"), decided("rm", "x"), decided("ls")]).toEqual(["forbidden", "forbidden", null]);
});

test("none where nothing is required", () => {
  expect(rules("")).toEqual([]);
});

test.each(["project", "user"] as const)("whose requirements a rule stands in is kept: %s", (layer) => {
  const text = '[[rules]]\npattern = ["rm"]\ndecision = "prompt"';
  const found = readRequirements({ layer, file: FILE, text, base: "/", userHome: "/home/you", host: "h" });
  if (!found.ok) throw new Error("requirements");
  const sources = requiredRules(found.value).flatMap(({ prefixRules }) => prefixRules.map(({ source }) => source));
  expect(sources).toEqual([{ layer: "managed", file: FILE, line: 1, column: 1, by: layer }]);
});
