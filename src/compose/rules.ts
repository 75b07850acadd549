/** The rules that hold in a place: which files are read, and what each counts as. */
import { homedir } from "node:os";
import { requiredRules } from "../core/approval/required-rules.ts";
import { trustedTexts } from "../core/config/trust.ts";
import { rulesFiles, type RulesFiles } from "../effects/rules-files.ts";
import { resolvePath } from "../kit/path.ts";
import type { Place } from "./place.ts";

/** Files that a person has named: in the settings, then by `--rules`; absolute. */
export function namedRules({ settings }: Pick<Place, "settings">, typed: readonly string[]): readonly string[] {
  return [...settings.userRules, ...typed.map((file) => resolvePath(process.cwd(), file))];
}

/**
 * @param named as `namedRules` gives them
 * @param ignores true: none but what an administrator requires
 */
export function rulesHere({ cwd, home, loaded }: Place, named: readonly string[], ignores = false): RulesFiles {
  return rulesFiles({
    home,
    projectFolders: loaded.project.folders,
    isTrusted: trustedTexts(loaded),
    named: ignores ? [] : named,
    ignoresFolders: ignores,
    managed: requiredRules(loaded.requirements),
    where: { cwd, home: homedir() },
  });
}
