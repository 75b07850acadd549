/** What a command starts on this machine, and whether a rule may let it out. */
import { speaksOfNoProgram } from "../policy/broad.ts";
import { runsWorkspaceContent } from "../policy/content.ts";
import type { RuleMatch } from "../policy/rules.ts";
import type { Command } from "../shell/reading.ts";
import type { Basis } from "./basis.ts";
import { isGit, whatGitRuns } from "./repositories.ts";
import type { Planted, Reason } from "./requirement.ts";
import type { Survey } from "./survey.ts";

/** Bare names that lead into a folder that commands may write to. */
export function plantedIn({ programs }: Basis): readonly Planted[] {
  return programs.flatMap(({ name, path, writable }) => {
    return writable && path !== null && !name.includes("/") ? [{ name, path }] : [];
  });
}

/**
 * Null where allow rules let the command run outside the sandbox; else why it stays inside.
 *
 * @param own the matches of this command, none of them stricter than allow
 * @param survey of all that it is part of
 */
export function leavesSandbox(
  command: Command,
  own: readonly RuleMatch[],
  survey: Survey,
  basis: Basis,
): Reason | null {
  if (own.every((match) => match.kind === "safe")) return null;
  const rules = own.flatMap((match) =>
    match.kind === "rule" && match.rule.source.layer !== "project" ? [match.rule] : [],
  );
  const [first] = rules;
  // Only a project's rule: the match itself says so.
  if (first === undefined) return { kind: "inside", command, why: "project" };
  const [program, ...args] = command;
  if (basis.allowRuns === "outside") return null;
  const found = basis.programs.find(({ name }) => name === program);
  // Not looked up means not known.
  if (found === undefined || found.writable) return { kind: "inside", command, why: "writable" };
  const git = isGit(program) ? whatGitRuns(survey, basis) : null;
  if (git !== null) return { kind: "git-inside", command, why: git };
  if (runsWorkspaceContent(program, args)) return { kind: "inside", command, why: "content" };
  if (rules.every((rule) => speaksOfNoProgram(rule.pattern))) return { kind: "inside", command, why: "broad" };
  return null;
}
