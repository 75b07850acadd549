/** What code says of one action: its deeds, held against the person's own words. */
import { printCommand } from "../shell/print.ts";
import type { Action } from "../approval/action.ts";
import type { Authorization, Checks, ReviewFinding } from "../approval/review.ts";
import { lesser } from "../approval/review.ts";
import { riskier, type RiskLevel } from "../config/review-terms.ts";
import { never } from "../../kit/never.ts";
import { errorText } from "../../kit/result.ts";
import { type About, hear, type Heard, type Leave, leaveFor } from "./authorization.ts";
import { deedsOfCommand } from "./deeds-of-command.ts";
import { deedsOfNetwork } from "./deeds-of-network.ts";
import { deedsOfPatch } from "./deeds-of-patch.ts";
import { deedsOfPermissions } from "./deeds-of-permissions.ts";
import { deedsOfTool } from "./deeds-of-tool.ts";
import type { Background, Bar, Deed, Subject } from "./subject.ts";

/**
 * Never throws: what cannot be checked is not cleared, and its level is high. Deterministic; asks nobody.
 *
 * @param hosts that permissions are asked for, where they are known one by one
 */
export function checkAction(subject: Subject, background: Background, hosts: readonly string[] = []): Checks {
  try {
    return weigh(deedsOf(subject, background, hosts), hear(background.words), aboutOf(subject.question.action));
  } catch (failure) {
    const why = `the checks failed: ${errorText(failure)}`;
    return { findings: [], level: "high", authorization: "unknown", isCleared: false, why };
  }
}

function deedsOf(subject: Subject, background: Background, hosts: readonly string[]): readonly Deed[] {
  const { action } = subject.question;
  switch (action.kind) {
    case "command":
    case "exec":
    case "stdin":
      return deedsOfCommand(subject, background);
    case "network":
      return deedsOfNetwork(subject, background);
    case "mcp":
      return deedsOfTool(subject, background);
    case "permissions":
      return deedsOfPermissions(subject, background, hosts);
    case "patch":
      return deedsOfPatch(subject, background);
    case "elicitation":
      return [unknownDeed(action.kind)];
    default:
      return never(action);
  }
}

function aboutOf(action: Action): About {
  return { command: scriptOf(action), isLocal: action.kind !== "mcp" && action.kind !== "network" };
}

/** The words of a command, as a person would type them. */
function scriptOf(action: Action): string | null {
  if (action.kind !== "command") return null;
  const [shell, flag, script] = action.argv;
  const isScript = action.argv.length === 3 && /(?:^|\/)(?:ba|z|da)?sh$/.test(shell) && /^-l?c$/.test(flag ?? "");
  return isScript ? (script ?? null) : printCommand(action.argv);
}

function unknownDeed(kind: string): Deed {
  const what = `what it does is not known (${kind})`;
  return { act: "run", objects: [], bar: "person", level: "high", category: null, what };
}

type Weighed = { readonly deed: Deed; readonly leave: Leave };

function weigh(deeds: readonly Deed[], heard: readonly Heard[], about: About): Checks {
  const weighed = deeds.map((deed): Weighed => ({ deed, leave: leaveFor(deed, heard, about) }));
  const findings = weighed.flatMap(findingOf);
  const level = weighed.map(levelOf).reduce(riskier, "low");
  const authorization = authorizationOf(weighed);
  const kept = weighed.find((one) => !isMet(one));
  const grave = findings.find((finding) => finding.level === "high" || finding.level === "critical");
  const isCleared =
    kept === undefined && grave === undefined && deeds.length > 0 && level !== "high" && level !== "critical";
  return { findings, level, authorization, isCleared, why: whyOf(weighed, kept, grave) };
}

function findingOf(one: Weighed): readonly ReviewFinding[] {
  const { category, what } = one.deed;
  return category === null ? [] : [{ category, level: levelOf(one), what }];
}

/** What the person wants not to be is a high risk, however small it is in itself. */
function levelOf({ deed, leave }: Weighed): RiskLevel {
  if (deed.bar === "never") return "critical";
  return leave.authorization === "contrary" ? riskier(deed.level, "high") : deed.level;
}

/** By the deed that was asked for least, of those that need to be asked for. */
function authorizationOf(weighed: readonly Weighed[]): Authorization {
  const needing = weighed.filter(({ deed, leave }) => deed.bar !== "free" || leave.isBarred);
  const counted = needing.length > 0 ? needing : weighed;
  return counted.map(({ leave }) => leave.authorization).reduce(lesser, "high");
}

function isMet({ deed, leave }: Weighed): boolean {
  if (leave.isBarred) return false;
  return MET_BY[deed.bar](leave.authorization);
}

const MET_BY: Readonly<Record<Bar, (given: Authorization) => boolean>> = {
  free: (given) => given !== "contrary",
  asked: (given) => given === "medium" || given === "high",
  named: (given) => given === "high",
  person: () => false,
  never: () => false,
};

function whyOf(weighed: readonly Weighed[], kept: Weighed | undefined, grave: ReviewFinding | undefined): string {
  if (kept === undefined && grave !== undefined) return grave.what;
  if (kept === undefined) return weighed.length === 0 ? "it is not known what it does" : clearedBy(weighed);
  const { deed, leave } = kept;
  if (leave.authorization === "contrary") return `${deed.what}, which is against what the person said`;
  if (leave.isBarred) return `${deed.what}; the person held something back, and it may be this`;
  switch (deed.bar) {
    case "free":
    case "never":
      return deed.what;
    case "asked":
      return `${deed.what}, and nothing that the person said asks for that`;
    case "named":
      return `${deed.what}, and the person did not ask for exactly that`;
    case "person":
      return `${deed.what}: a person has to decide`;
    default:
      return never(deed.bar);
  }
}

function clearedBy(weighed: readonly Weighed[]): string {
  const asked = weighed.filter(({ deed }) => deed.bar !== "free");
  if (asked.length === 0) return "it does nothing that could harm";
  return `the person asked for it: ${[...new Set(asked.map(({ deed }) => deed.what))].join("; ")}`;
}
