/** Rules for tests, read from the text of rules files as they stand on disk. */
import { combine, readRulesFile } from "../src/core/policy/load.ts";
import { brokenFile } from "../src/core/policy/rules-error.ts";
import type { BrokenFile, FileRules, RuleLayer, Rules } from "../src/core/policy/rules.ts";

export function rulesOf({ user = "", project = "" }: { readonly user?: string; readonly project?: string }): Rules {
  return combine([
    load("/home/u/.codex/rules/default.rules", "user", user),
    load("/w/.codex/rules/project.rules", "project", project),
  ]);
}

function load(file: string, layer: RuleLayer, source: string): FileRules | BrokenFile {
  const read = readRulesFile({ file, layer, source, earlier: [], where: { cwd: "/w", home: "/home/u" } });
  return read.ok ? read.value : brokenFile(read.error);
}
