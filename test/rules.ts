/** Rules for tests, read from the text of rules files as they stand on disk. */
import { combine, readRulesFile } from "../src/core/policy/load.ts";
import type { Rules } from "../src/core/policy/rules.ts";

export function rulesOf({ user = "", project = "" }: { readonly user?: string; readonly project?: string }): Rules {
  return combine([
    readRulesFile({ file: "/home/u/.codex/rules/default.rules", layer: "user", source: user }),
    readRulesFile({ file: "/w/.codex/rules/project.rules", layer: "project", source: project }),
  ]);
}
