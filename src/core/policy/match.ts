/** Which rules speak of a command or of a host. */
import { resolvePath } from "../../kit/path.ts";
import { programName } from "../shell/program.ts";
import type { Command } from "../shell/reading.ts";
import { lookUp } from "./index-rules.ts";
import { normaliseHost, plainHost } from "./network-host.ts";
import type { Decision, HostExecutable, NetworkRule, PrefixRule, RuleMatch, Rules } from "./rules.ts";

export type PrefixMatch = RuleMatch & { readonly kind: "rule" };

/** A rule that matches, as `execpolicy check` tells it. */
export type Hit = {
  readonly rule: PrefixRule;
  /** The words that matched; the first is the program's name where `resolvedProgram` is set. */
  readonly matched: readonly string[];
  /** The program's path where a rule for its bare name matched it. */
  readonly resolvedProgram: string | null;
};

/** Where a relative program and one that starts with `~` are looked for. Both absolute. */
export type Whereabouts = { readonly cwd: string; readonly home: string };

const STRICTNESS: Readonly<Record<Decision, number>> = { allow: 0, prompt: 1, forbidden: 2 };

/** Null for no decision at all. */
export function strictest(decisions: readonly Decision[]): Decision | null {
  let winner: Decision | null = null;
  for (const decision of decisions) {
    if (winner === null || STRICTNESS[decision] > STRICTNESS[winner]) winner = decision;
  }
  return winner;
}

/**
 * Every rule that speaks of the command, for judging it.
 *
 * A program named by path is matched by its exact path and, in each layer whose rules say nothing of that path, by its
 * name. Rules that hold back match the name wherever the program lies. A rule that allows does so only for the paths
 * that a `host_executable` of its layer (or else of the user) lists, without one only for system folders: a program of
 * the same name elsewhere may be anything.
 */
export function matchCommand(rules: Rules, command: Command): readonly PrefixMatch[] {
  const [program, ...args] = command;
  const matches = lookUp(rules.prefixes, command).map((rule): PrefixMatch => {
    return { kind: "rule", rule, command, matched: command.slice(0, rule.pattern.length) };
  });
  if (!program.includes("/")) return matches;
  const spoken = new Set(matches.map((match) => match.rule.source.layer));
  const named = [program.slice(program.lastIndexOf("/") + 1), ...args];
  for (const rule of lookUp(rules.prefixes, named)) {
    if (spoken.has(rule.source.layer)) continue;
    if (rule.decision === "allow" && !isAt(program, rules, rule)) continue;
    matches.push({ kind: "rule", rule, command, matched: named.slice(0, rule.pattern.length) });
  }
  return matches;
}

/** Whether the program at this path is the one the rule names. */
function isAt(path: string, rules: Rules, rule: PrefixRule): boolean {
  if (!path.startsWith("/") || resolvePath("/", path) !== path) return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const listed = rules.hostExecutables.get(name) ?? [];
  const own = listed.find(({ source }) => source.layer === rule.source.layer);
  const governing = own ?? listed.find(({ source }) => source.layer === "user");
  return governing === undefined ? programName(path) !== null : governing.paths.includes(path);
}

/**
 * Every rule that matches, in the words of `execpolicy check`: layers do not count, and only where no rule matches the
 * words as they are, and `where` is given, the program's path stands for its name (gated by `host_executable`).
 */
export function checkCommand(rules: Rules, command: readonly string[], where: Whereabouts | null): readonly Hit[] {
  const exact = hitsOf(rules, command, null);
  const [program, ...args] = command;
  if (exact.length > 0 || where === null || program === undefined) return exact;
  const path = locate(program, where);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const listed: readonly HostExecutable[] = rules.hostExecutables.get(name) ?? [];
  const governing = listed.at(-1);
  if (name === "" || (governing !== undefined && !governing.paths.includes(path))) return [];
  return hitsOf(rules, [name, ...args], path);
}

function hitsOf(rules: Rules, words: readonly string[], resolvedProgram: string | null): readonly Hit[] {
  return lookUp(rules.prefixes, words).map((rule) => {
    return { rule, matched: words.slice(0, rule.pattern.length), resolvedProgram };
  });
}

function locate(program: string, { cwd, home }: Whereabouts): string {
  const isHome = program === "~" || program.startsWith("~/");
  return isHome ? resolvePath(home, `./${program.slice(1)}`) : resolvePath(cwd, program);
}

/**
 * The network rules that speak of a connection to this host: those that hold back whatever its protocol is, those that
 * allow for their own protocol only.
 */
export function matchHost(rules: Rules, host: string, protocol: NetworkRule["protocol"]): readonly NetworkRule[] {
  const normal = normaliseHost(host);
  if (!normal.ok) return [];
  const found = rules.network.get(plainHost(normal.value)) ?? [];
  return found.filter((rule) => {
    return rule.decision !== "allow" || rule.protocol === protocol;
  });
}
