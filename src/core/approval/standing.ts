/** What a command counts as, by rules, dangers and what is known of it. */
import { NO_EXTRA } from "../permissions/extra.ts";
import type { RuleMatch } from "../policy/rules.ts";
import { showValue, textOf } from "../script/value.ts";
import type { Command } from "../shell/reading.ts";
import { isForPerson } from "./asking.ts";
import type { Basis } from "./basis.ts";
import { dangersOf } from "./dangers.ts";
import { heldBy, matchesOf } from "./evaluate.ts";
import { leavesSandbox, plantedIn } from "./programs.ts";
import type { Held, Reason } from "./requirement.ts";
import { isSafe, isSafeFinding, type Survey } from "./survey.ts";

/** What a command counts as: the strictest of its parts. */
export type Standing =
  | "forbidden"
  | "broken-rules"
  | "prompt"
  | "unseen"
  | "dangerous"
  | "other"
  | "safe"
  /** By rules that open nothing outside the sandbox: for what runs the workspace's own content, or says not what. */
  | "allowed-inside"
  | "allowed";

/** Git reads safely only where nothing may be written: its repository's settings may name programs. */
export function isBoxed({ sandboxMode, workspace: { extra = NO_EXTRA } }: Basis): boolean {
  return sandboxMode === "read-only" && extra.write.length === 0;
}

export type Stand = {
  readonly standing: Standing;
  readonly because: readonly Reason[];
  /** What would ask as well if `because` did not. */
  readonly also: readonly Reason[];
};

export function standingOf(survey: Survey, basis: Basis): Stand {
  const planted = plantedIn(basis);
  const matches = matchesOf(survey, basis.rules, isBoxed(basis)).map((match) => withoutPlanted(match, planted));
  const literal = new Set(matches.flatMap((match) => (match.kind === "rule" ? [match.rule] : [])));
  const held = heldBy(survey, basis.rules).filter(({ rule }) => !literal.has(rule));

  const forbidding = ruled(matches, held, "forbidden");
  if (forbidding.length > 0) return { standing: "forbidden", because: forbidding, also: [] };
  const asking = ruled(matches, held, "prompt");
  // Where one rule is named for several, the others ask all the same.
  const unnamed = held.filter(({ rule, certain }) => !certain || rule.decision === "prompt").map(asReason);
  const broken = basis.rules.broken.map((file): Reason => ({ kind: "broken-rules", file }));
  if (broken.length > 0) {
    return {
      standing: "broken-rules",
      because: [...broken, ...asking.filter(isForPerson)],
      also: [...asking, ...unnamed],
    };
  }
  const unseen = survey.unseen.map((what): Reason => ({ kind: "unseen", what }));
  const dangers = dangersOf(survey, basis, matches);
  if (asking.length > 0) return { standing: "prompt", because: asking, also: [...unnamed, ...unseen, ...dangers] };
  if (unseen.length > 0) return { standing: "unseen", because: unseen, also: [] };
  if (dangers.length > 0) return { standing: "dangerous", because: dangers, also: [] };
  return { ...lenientStanding(survey, basis, matches), also: [] };
}

/** A rule that certainly forbids, forbids; one that only may speak of it asks. */
function ruled(matches: readonly RuleMatch[], held: readonly Held[], as: "prompt" | "forbidden"): readonly Reason[] {
  const literal = matches.filter((match) => match.kind === "rule" && match.rule.decision === as);
  const beyond = onceEach(held.filter(({ rule, certain }) => (certain ? rule.decision : "prompt") === as));
  return [...literal.map((match): Reason => ({ kind: "match", match })), ...beyond.map(asReason)];
}

function asReason(held: Held): Reason {
  return { kind: "held", held };
}

/** What may be anything may be what any rule speaks of: one rule is named for it, a forbidding one if there is one. */
export function onceEach(held: readonly Held[]): readonly Held[] {
  const unsure = new Map<string, Held>();
  for (const one of held) {
    const known = unsure.get(one.shown);
    const isWeightier = known === undefined || (known.rule.decision === "prompt" && one.rule.decision === "forbidden");
    if (!one.certain && isWeightier) unsure.set(one.shown, one);
  }
  return held.filter((one) => one.certain || unsure.get(one.shown) === one);
}

type Lenient = Omit<Stand, "also">;

function lenientStanding(survey: Survey, basis: Basis, matches: readonly RuleMatch[]): Lenient {
  const because = (kind: RuleMatch["kind"] | null): readonly Reason[] =>
    matches.filter((match) => kind === null || match.kind === kind).map((match) => ({ kind: "match", match }));
  if (matches.some((match) => match.kind === "other")) {
    const isSeenSafe =
      survey.reading.kind === "opaque" && isSafe(survey, isBoxed(basis)) && plantedIn(basis).length === 0;
    if (isSeenSafe) return safeWhereSeen([{ kind: "only-reads" }], basis);
    const named = plantedIn(basis).filter(({ name }) => matches.some((match) => match.command[0] === name));
    return {
      standing: "other",
      because: [...because("other"), ...named.map((program): Reason => ({ kind: "planted", program }))],
    };
  }
  if (matches.every((match) => match.kind === "safe")) return safeWhereSeen(because(null), basis);
  const byCommand = new Map<Command, RuleMatch[]>();
  for (const match of matches) {
    if (byCommand.get(match.command)?.push(match) === undefined) byCommand.set(match.command, [match]);
  }
  const inside = [...byCommand].flatMap(([command, own]) => {
    const why = leavesSandbox(command, own, survey, basis);
    return why === null ? [] : [why];
  });
  const reasons = [...inside, ...programsWithin(survey, matches, isBoxed(basis))];
  return { standing: reasons.length === 0 ? "allowed" : "allowed-inside", because: [...because(null), ...reasons] };
}

/** What it reads is known only where it can be seen what its words lead to. */
function safeWhereSeen(because: readonly Reason[], { hasFolder }: Basis): Lenient {
  return hasFolder ? { standing: "safe", because } : { standing: "other", because: [{ kind: "no-folder" }] };
}

/** What an allowed command would run in turn is allowed by its own rules only. */
function programsWithin(
  { course, findings }: Survey,
  matches: readonly RuleMatch[],
  boxed: boolean,
): readonly Reason[] {
  const allowed = new Set(matches.map(({ command }) => command.join("\0")));
  return course.sightings.flatMap(({ id, via, words }): readonly Reason[] => {
    const finding = findings[id];
    if (via.length === 0 || (finding !== undefined && isSafeFinding(finding, boxed))) return [];
    const [program, ...args] = words.map((word) => textOf(word) ?? showValue(word));
    if (program === undefined || allowed.has([program, ...args].join("\0"))) return [];
    return [{ kind: "inside", command: [program, ...args], why: "broad" }];
  });
}

/** A program that commands may have put there is not the one that a rule or the known-safe list means. */
function withoutPlanted(match: RuleMatch, planted: ReturnType<typeof plantedIn>): RuleMatch {
  const isLenient = match.kind === "safe" || (match.kind === "rule" && match.rule.decision === "allow");
  const isPlanted = planted.some(({ name }) => name === match.command[0]);
  return isLenient && isPlanted ? { kind: "other", command: match.command } : match;
}
