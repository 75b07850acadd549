/** Rules for tests, read from the text of rules files as they stand on disk. */
import { combine, readRulesFile } from "../src/core/policy/load.ts";
import { brokenFile } from "../src/core/policy/rules-error.ts";
import type { BrokenFile, FileRules, RuleLayer, Rules } from "../src/core/policy/rules.ts";

/** By whose file it is. `person`: an administrator's, where only a person may answer; `trusted`: a trusted project's. */
export type RulesTexts = {
  readonly managed?: string | undefined;
  readonly person?: string | undefined;
  readonly user?: string | undefined;
  readonly trusted?: string | undefined;
  readonly project?: string | undefined;
};

export function rulesOf({ managed = "", person = "", user = "", trusted = "", project = "" }: RulesTexts): Rules {
  return combine([
    load("/etc/codex/requirements.toml", "managed", managed),
    forPerson(load("/etc/codex/requirements.toml", "managed", person)),
    load("/home/u/.codex/rules/default.rules", "user", user),
    load("/w/.codex/rules/trusted.rules", "trusted-project", trusted),
    load("/w/.codex/rules/project.rules", "project", project),
  ]);
}

function load(file: string, layer: RuleLayer, source: string): FileRules | BrokenFile {
  const read = readRulesFile({ file, layer, source, earlier: [], where: { cwd: "/w", home: "/home/u" } });
  return read.ok ? read.value : brokenFile(read.error);
}

function forPerson(file: FileRules | BrokenFile): FileRules | BrokenFile {
  if (!("prefixRules" in file)) return file;
  return { ...file, prefixRules: file.prefixRules.map((rule) => ({ ...rule, personOnly: true })) };
}
