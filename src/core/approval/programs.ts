/** What a command starts on this machine, and whether a rule may let it out. */
import { baseName } from "../../kit/path.ts";
import type { Effect } from "../commands/effect.ts";
import { speaksOfNoProgram } from "../policy/broad.ts";
import { runsWorkspaceContent } from "../policy/content.ts";
import type { RuleMatch } from "../policy/rules.ts";
import type { Command } from "../shell/reading.ts";
import type { Basis } from "./basis.ts";
import { isGit, whatGitRuns } from "./repositories.ts";
import type { Planted, Reason } from "./requirement.ts";
import { effectsOf, surveyOf, wordsKey, type Survey } from "./survey.ts";

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
  // Beside a command that leaves, what only reads would read what the sandbox keeps from it.
  if (own.every((match) => match.kind === "safe")) {
    return readsFiles(command, survey) ? { kind: "inside", command, why: "reads" } : null;
  }
  const rules = own.flatMap((match) => (match.kind === "rule" ? [match.rule] : []));
  const [program] = command;
  const found = basis.programs.find(({ name }) => name === program);
  // Not looked up means not known.
  if (found === undefined || found.writable) return { kind: "inside", command, why: "writable" };
  const content = whatContentRuns(command, survey, basis);
  // The owner of the rules may let the workspace's content out, and nothing else.
  if (content !== null) return basis.allowRuns === "outside" ? null : content;
  if (rules.every((rule) => speaksOfNoProgram(rule.pattern))) return { kind: "inside", command, why: "broad" };
  return goesBeyond(command, own, survey, basis) ? { kind: "inside", command, why: "beyond" } : null;
}

/** The folder that a shell goes to is no content. */
function readsFiles(command: Command, survey: Survey): boolean {
  const effects = effectsByWords(survey).get(command.join("\0"));
  if (effects === undefined) return true;
  return command[0] !== "cd" && [...effects.values()].some(({ kind }) => kind === "read");
}

function whatContentRuns(command: Command, survey: Survey, basis: Basis): Reason | null {
  const [program, ...args] = command;
  const git = isGit(program) ? whatGitRuns(survey, basis) : null;
  if (git !== null) return { kind: "git-inside", command, why: git };
  return runsWorkspaceContent(program, args) ? { kind: "inside", command, why: "content" } : null;
}

/** What their words name is what they are for: a rule for one of them means that as well. */
const WRITERS: ReadonlySet<string> = new Set(
  "cp mv ln link touch mkdir mkfifo truncate fallocate rename chmod chown chgrp rm rmdir unlink shred trash".split(" "),
);

/**
 * True where the command runs a program, reads settings from a file, or writes outside the folders of the workspace, by
 * words that its rules do not name: who allowed `curl` did not mean `curl -o ~/.x` nor `curl -K file`.
 */
function goesBeyond(command: Command, own: readonly RuleMatch[], survey: Survey, basis: Basis): boolean {
  const meant = new Set(own.flatMap((match) => (match.kind === "rule" ? effectsOfWords(match.matched, basis) : [])));
  const same = effectsByWords(survey).get(command.join("\0"));
  const isWriter = WRITERS.has(baseName(command[0]));
  if (same === undefined) return true;
  for (const one of same.values()) if (mayLead(one, isWriter) && !meant.has(keyOf(one))) return true;
  const length = Math.max(1, ...own.map((match) => (match.kind === "rule" ? match.matched.length : 0)));
  return command.slice(length).some((word) => LEADING.test(word));
}

/** Names of options that lead programs elsewhere or make them run something, for those that no row lists. */
const LEADING =
  /^--?(?:[a-z]+-?)?(?:config|configuration|rcfile|editor|browser|viewer|pager|script-shell|shell|node-options|plugin|plugins|load|hook|hooks|exec|command|wrapper|linker|toolchain|log-file|output|output-file|outfile|out-dir|output-dir|to-command)(?:[=].*)?$/i;

const byWords = new WeakMap<Survey, ReadonlyMap<string, ReadonlyMap<string, Effect>>>();

/** By the words of each command, where all of them are known: a script may have very many, and each is asked about. */
function effectsByWords(survey: Survey): ReadonlyMap<string, ReadonlyMap<string, Effect>> {
  const known = byWords.get(survey);
  if (known !== undefined) return known;
  const made = new Map<string, Map<string, Effect>>();
  for (const { id, words } of survey.course.sightings) {
    const key = wordsKey(words);
    if (key === null) continue;
    const effects = made.get(key) ?? new Map<string, Effect>();
    made.set(key, effects);
    for (const one of survey.findings[id]?.effects ?? []) effects.set(`${keyOf(one)}\0${one.where ?? ""}`, one);
  }
  byWords.set(survey, made);
  return made;
}

function effectsOfWords([program, ...args]: readonly string[], { workspace, home }: Basis): readonly string[] {
  if (program === undefined) return [];
  const around = { home, roots: workspace.roots, keep: workspace.keep };
  const survey = surveyOf({ argv: [program, ...args], cwd: workspace.roots[0] ?? "/" }, around);
  return effectsOf(survey).map(keyOf);
}

function keyOf({ kind, target }: Effect): string {
  return `${kind}\0${target ?? ""}`;
}

/** An option that the table does not know says nothing yet; one that names a file of settings does. */
function mayLead({ kind, target, where }: Effect, isWriter: boolean): boolean {
  if (kind === "runs" || kind === "persistence") return true;
  if (kind === "unknown") return target !== null;
  return !isWriter && target !== null && (kind === "write" || kind === "delete") && !INSIDE.has(where);
}

/** Where the sandbox lets files be written as well. */
const INSIDE: ReadonlySet<Effect["where"]> = new Set(["workspace", "temporary"]);
