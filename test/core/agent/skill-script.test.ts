/** Commands that run a file of a skill are that skill's. */
import { expect, test } from "vitest";
import { skillOf } from "../../../src/core/agent/skill-script.ts";

const CASES: readonly [script: string, skill: string | null][] = [
  ["/h/skills/pdf/scripts/run.sh a", "pdf"],
  ["bash /h/skills/pdf/run.sh", "pdf"],
  ["python3 -u /h/skills/pdf/run.py", "pdf"],
  ["ls && ./.agents/skills/lint/go", "lint"],
  ["cd .agents/skills/lint && ./go", "lint"],
  ["cd /h/skills/pdf/scripts; sh run.sh", "pdf"],
  ["cat /h/skills/pdf/SKILL.md", null],
  ["/h/skills/run.sh", null],
  ["/h/skillsets/pdf/run.sh", null],
  ["run.sh", null],
  ["make", null],
  ["$x /h/skills/pdf/run.sh", null],
];
test.each(CASES)("%s", (script, skill) => {
  expect(skillOf(["/bin/bash", "-lc", script], "/w", ["/h/skills", "/w/.agents/skills"])).toBe(skill);
});
