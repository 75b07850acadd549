/** Rules that a person may add with one key: proposed, refused as too broad, written. */
import { err, ok, type Result } from "../../kit/result.ts";
import { programName } from "../shell/program.ts";
import type { Command, Reading } from "../shell/reading.ts";
import { whyTooBroad } from "./broad.ts";
import { matchCommand, strictest } from "./match.ts";
import { normaliseHost } from "./network-host.ts";
import type { Decision, NetworkRule, Rules } from "./rules.ts";
import { isSubcommand, NEEDS_SUBCOMMAND, subcommandsOf } from "./subcommands.ts";

export type Prefix = readonly [string, ...string[]];

/** Words that a pattern may have, and letters that each may have; more is nothing a person can judge. */
const WORDS_MAX = 32;
const WORD_LENGTH_MAX = 1024;

/**
 * The rule that would answer the question next time and names no more than what is done: the program and its
 * subcommands, or the whole command where nothing is known of how its words are parted (`cp`, `curl`, any other). Null where no
 * single rule would do: an opaque script, several commands that no rule covers, a program that anyone may put in its
 * place, one whose rule would be too broad.
 *
 * @param isSafe whether a command is known to only read, so that it needs no rule
 */
export function proposePrefix(reading: Reading, rules: Rules, isSafe: (command: Command) => boolean): Prefix | null {
  if (reading.kind === "opaque") return null;
  const uncovered = reading.commands.filter((command) => !isCovered(command, rules, isSafe));
  const [command, ...others] = uncovered;
  if (command === undefined || others.some((other) => !isSame(other, command))) return null;
  const name = programName(command[0]);
  if (name === null || !rulesAgree(command, rules)) return null;
  const prefix = prefixOf(name, command.slice(1));
  return prefix !== null && checkPrefix(prefix).ok ? prefix : null;
}

/**
 * The rule that the agent would like, where it would answer the question as well as the one that `proposePrefix` finds:
 * it is what each uncovered command begins with, so that the person sees all of its words; it is not too broad; and of
 * programs that are many in one it names at least what is done. Null where it is not, and where none would be proposed.
 */
export function proposeSuggested(
  suggested: readonly string[],
  reading: Reading,
  rules: Rules,
  isSafe: (command: Command) => boolean,
): Prefix | null {
  const checked = checkPrefix(suggested);
  if (reading.kind === "opaque" || !checked.ok) return null;
  const uncovered = reading.commands.filter((command) => !isCovered(command, rules, isSafe));
  const isFit = uncovered.every((command) => rulesAgree(command, rules) && isNarrow(checked.value, command));
  return uncovered.length > 0 && isFit ? checked.value : null;
}

function isNarrow([program, ...words]: Prefix, [first, ...args]: Command): boolean {
  const name = programName(first);
  if (name === null || program !== name || !words.every((word, at) => word === args[at])) return false;
  const own = prefixOf(name, args);
  if (own === null || !checkPrefix(own).ok) return false;
  return !NEEDS_SUBCOMMAND.has(name) || words.length >= own.length - 1;
}

function isCovered(command: Command, rules: Rules, isSafe: (command: Command) => boolean): boolean {
  const matches = matchCommand(rules, command);
  return matches.length === 0 ? isSafe(command) : strictest(matches.map((match) => match.rule.decision)) === "allow";
}

/** Where a rule holds the command back, one more allow rule changes nothing. */
function rulesAgree(command: Command, rules: Rules): boolean {
  const decision = strictest(matchCommand(rules, command).map((match) => match.rule.decision));
  return decision === null || decision === "allow";
}

function isSame(a: Command, b: Command): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}

function prefixOf(name: string, args: readonly string[]): Prefix | null {
  if (NAME_SAYS_ALL.has(name)) return [name];
  // What is a program for other programs alone is one with a program named as well, unless a person types that.
  if (!NEEDS_SUBCOMMAND.has(name)) return whyTooBroad([name]) === null ? [name, ...args] : null;
  const depth = subcommandsOf(name, args);
  const first = args.slice(0, depth);
  // Fewer words than name an operation would open its neighbours: `aws s3` all that `aws s3 rm` does.
  return first.length === depth && first.every(isSubcommand) ? [name, ...first] : null;
}

/** Checkers and test runners: whatever words follow, they do that to the project. */
const NAME_SAYS_ALL: ReadonlySet<string> = new Set(
  (
    "ava biome black clippy-driver eslint flake8 gofmt golangci-lint hadolint isort jest markdownlint mocha mypy oxfmt " +
    "oxlint prettier pylint pyright pytest rubocop ruff rustfmt shellcheck stylelint tsc vitest yamllint"
  ).split(" "),
);

/** The pattern itself, or in one line for the person why it would open too much. */
export function checkPrefix(pattern: readonly string[]): Result<Prefix, string> {
  const [program, ...args] = pattern;
  if (program === undefined || program === "") return err("a rule must name a program");
  if (pattern.length > WORDS_MAX) return err(`a rule may have ${WORDS_MAX} words at most`);
  if (pattern.some((word) => word.length > WORD_LENGTH_MAX)) {
    return err(`a word of a rule may have ${WORD_LENGTH_MAX} letters at most`);
  }
  if (pattern.some((word) => /\p{Cc}|\p{Cs}/u.test(word))) return err("a rule may not have control characters");
  const prefix: Prefix = [program, ...args];
  const why = whyTooBroad(prefix);
  return why === null ? ok(prefix) : err(why);
}

/** The line that Codex would append, without its newline; reading it gives back the same words. */
export function renderPrefixRule(pattern: readonly string[], decision: Decision = "allow"): string {
  return `prefix_rule(pattern=[${pattern.map(literal).join(", ")}], decision="${decision}")`;
}

/** As `renderPrefixRule`, for one host; in a network rule the word for forbidden is "deny". */
export function renderNetworkRule(
  host: string,
  protocol: NetworkRule["protocol"],
  decision: Decision = "allow",
  justification: string | null = null,
): string {
  const normal = normaliseHost(host);
  const word = decision === "forbidden" ? "deny" : decision;
  const name = literal(normal.ok ? normal.value : host);
  const why = justification === null ? "" : `, justification=${literal(justification)}`;
  return `network_rule(host=${name}, protocol="${protocol}", decision="${word}"${why})`;
}

/** A string of Starlark; what does not print is written as an escape, so that the file shows it. */
function literal(text: string): string {
  const escaped = text.replace(/["\\]|(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, (char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    if (char === "\n") return "\\n";
    if (char === "\t") return "\\t";
    if (char === "\r") return "\\r";
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
