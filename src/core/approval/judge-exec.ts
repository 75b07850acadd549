/** Decides about a program that is about to start inside a command that was granted. */
import { canonical } from "../../kit/json.ts";
import { anyWord } from "../script/value.ts";
import { printCommand } from "../shell/print.ts";
import type { Command } from "../shell/reading.ts";
import { askOrRefuse, isForPerson, namedRule, onlyPerson, policyReason } from "./asking.ts";
import type { Basis } from "./basis.ts";
import { carriesPrograms, commandOf, concernsOf, isMetAgain, type Concern } from "./concern.ts";
import { execCommand, facesOf, NAMELESS, type ExecAction } from "./exec-words.ts";
import { identityOf } from "./identity.ts";
import { isHarmlessInside } from "./inside-only.ts";
import type { Reason, Requirement } from "./requirement.ts";
import { onceEach } from "./standing.ts";
import { surveyOf, wantedOf, type Survey } from "./survey.ts";
import type { Within } from "./within.ts";

export type ExecJudgement = {
  readonly requirement: Requirement;
  /** Of the file with its words. */
  readonly survey: Survey;
  /** True where the decision rests on the words, the folder and the rules alone. */
  readonly isLasting: boolean;
};

/**
 * It runs inside the sandbox of its command, so what no rule covers goes on, and nothing that is allowed gets out. Rules
 * that hold back and dangers count as for any command, but for what was seen and let pass when its command was judged.
 */
export function judgeExec(action: ExecAction, basis: Basis, within: Within): ExecJudgement {
  const faces = execFaces(action, basis);
  const found = faces.flatMap((face) => concernsIn(face, action, basis));
  const counting = found.filter((concern) => !isHarmlessInside(concern, action, basis, within.under));
  const requirement = requirementOf(action, counting, basis, within);
  // What is harmless is so by what started it, and so is a part of the command.
  const isSure = found.length === counting.length && !isWaiting(execCommand(action), within);
  return { requirement, survey: faces[0].survey, isLasting: isSure && isLasting(faces, requirement, basis) };
}

/** What is said of the program itself, in the words that a person knows it by, and of what will not start by itself. */
function concernsIn({ survey, own }: Face, action: ExecAction, basis: Basis): readonly Concern[] {
  const carries = [action.path, basis.file?.real ?? null, basis.file?.copyOf ?? null].some(carriesPrograms);
  return concernsOf(survey, basis).flatMap((concern) => {
    const isOwn = own !== null && concern.sighting?.id === own;
    if (!isOwn) return isMetAgain(concern, survey, basis) && !carries ? [] : [concern];
    const { reason } = concern;
    // What the words of a known program may name is met when that starts.
    if (reason.kind === "held" && !reason.held.certain && isNamed(action, basis.file)) return [];
    if (reason.kind !== "danger") return [concern];
    return [{ ...concern, reason: { ...reason, shown: printCommand(execCommand(action)) } }];
  });
}

/** One reading of the program. `own`: its own sighting; null for a shell that was given a script, of which only that shows. */
export type Face = { readonly survey: Survey; readonly own: number | null };

type Faces = readonly [Face, ...Face[]];
type Seen = Pick<Basis, "home" | "workspace" | "file">;

/** The faces are asked for before the disk is looked at, and again when the program is judged. */
const known = new WeakMap<ExecAction, { readonly seen: Seen; readonly faces: Faces }>();

/** The file with its words first. */
export function execFaces(action: ExecAction, { home, workspace, file }: Seen): Faces {
  const before = known.get(action);
  const isSeen = before?.seen.file === file && before.seen.workspace === workspace && before.seen.home === home;
  if (isSeen) return before.faces;
  const faces = makeFaces(action, { home, workspace, file });
  known.set(action, { seen: { home, workspace, file }, faces });
  return faces;
}

function makeFaces(action: ExecAction, { home, workspace, file }: Seen): Faces {
  const around = { home, roots: workspace.roots, keep: workspace.keep };
  const look = (argv: Command): Face => {
    const survey = surveyOf({ argv, cwd: action.cwd }, around);
    const [first] = survey.course.sightings;
    const words = first === undefined || first.via.length > 0 ? null : commandOf(first);
    return { survey, own: first !== undefined && words !== null && isSame(words, argv) ? first.id : null };
  };
  const [first, ...others] = facesOf(action, file).map(look);
  // A file that only the command sees may be anything.
  if (isNamed(action, file) && first !== undefined) return [first, ...others];
  const unknown = look(execCommand(action));
  const rest = first === undefined ? [] : [first, ...others];
  return [{ ...unknown, survey: nameless(unknown.survey) }, ...rest];
}

function isNamed({ path }: ExecAction, file: Basis["file"]): boolean {
  return path !== null && file?.real !== null && file !== null;
}

/** Its first word is not known, so it may be what any rule speaks of. */
function nameless(survey: Survey): Survey {
  const [own, ...others] = survey.course.sightings;
  if (own === undefined) return survey;
  const [, ...args] = own.words;
  const sighting = { ...own, words: [anyWord(NAMELESS), ...args] as const };
  return { ...survey, course: { ...survey.course, sightings: [sighting, ...others] } };
}

function requirementOf(action: ExecAction, found: readonly Concern[], basis: Basis, within: Within): Requirement {
  const forbidding = reasonsOf(found, "forbidden");
  if (forbidding.length > 0) return { kind: "forbid", reasons: forbidding };
  const ask = (reasons: readonly Reason[], also: readonly Reason[] = []): Requirement => {
    return askOrRefuse({ under: within.under, reasons, also, amendment: null, opens: false }, basis);
  };
  const open = found.filter((concern) => !wasLetPass(concern, action, basis, within));
  const asking = [...reasonsOf(open, "prompt"), ...reasonsOf(open, "danger")];
  // Where one rule is named for several, the others ask all the same.
  const all = open.map(({ reason }) => reason);
  const broken = basis.rules.broken
    .filter((file) => !wasBroken(file, within))
    .map((file): Reason => ({ kind: "broken-rules", file }));
  if (broken.length > 0) return ask([...broken, ...asking.filter(isForPerson)], all);
  const run = (reasons: readonly Reason[], from: "policy" | "session"): Requirement => {
    return { kind: "run", under: within.under, reasons, retry: false, from };
  };
  const { remembered } = basis;
  if (!onlyPerson(asking) && remembered.size > 0 && remembered.has(identityOf(action, within.under)))
    return run([{ kind: "session-grant" }], "session");
  if (asking.length > 0) return ask(asking, all);
  const part = partOf(action, within);
  if (part !== null && isWaiting(part, within) && basis.approvalPolicy === "untrusted") {
    return ask([{ kind: "match", match: { kind: "other", command: part } }, policyReason("untrusted", basis)]);
  }
  return run([{ kind: "sandbox", mode: basis.sandboxMode }], "policy");
}

/** Each once, for several readings may say the same. */
function reasonsOf(found: readonly Concern[], as: Concern["as"]): readonly Reason[] {
  const all = found.flatMap((concern) => (concern.as === as ? [concern.reason] : []));
  const held = new Set(onceEach(all.flatMap((reason) => (reason.kind === "held" ? [reason.held] : []))));
  const reasons = all.filter((reason) => reason.kind !== "held" || held.has(reason.held));
  return [...new Map(reasons.map((reason) => [canonical(reason), reason])).values()];
}

/** The command was asked about for that very reason, and accepted. */
function wasBroken(file: Basis["rules"]["broken"][number], { rules, from }: Within): boolean {
  const isAccepted = from === "user" || from === "guardian";
  return isAccepted && rules.broken.some((known) => known.file === file.file && known.message === file.message);
}

/**
 * True where the command's own text showed these words, and they were accepted with it or let pass. A rule that did not
 * hold back then may do so now.
 */
function wasLetPass({ sighting, reason }: Concern, action: ExecAction, basis: Basis, within: Within): boolean {
  if (reason.kind !== "danger" && basis.rules !== within.rules && !wasInForce(reason, within)) return false;
  const own = wasShown(execCommand(action), action.cwd, within);
  if (own) return true;
  const command = sighting === null ? null : commandOf(sighting);
  return command !== null && wasShown(command, sighting?.cwd ?? action.cwd, within);
}

/** The rule itself stood there then, so that the person was asked by it, or it did not speak of that. */
function wasInForce(reason: Reason, { rules }: Within): boolean {
  const rule = namedRule(reason);
  return rule !== null && "pattern" in rule && rules.prefixes.rules.some((one) => canonical(one) === canonical(rule));
}

function wasShown(command: Command, cwd: string, { survey, waiting }: Within): boolean {
  if (isWaiting(command, { waiting })) return false;
  return (survey?.course.sightings ?? []).some((seen) => {
    const words = commandOf(seen);
    return words !== null && isSame(words, command) && (seen.cwd === null || seen.cwd === cwd);
  });
}

function isWaiting(command: Command, { waiting }: Pick<Within, "waiting">): boolean {
  return waiting.some((part) => isSame(part, command));
}

/** The part of the command itself that starts here; null for what some program of it starts. */
export function partOf(action: ExecAction, { survey }: Pick<Within, "survey">): Command | null {
  // One process above it at most: the shell that was given the script.
  if (action.chain.length > 1 || survey === null) return null;
  const command = execCommand(action);
  const seen = survey.course.sightings.find((one) => {
    const words = commandOf(one);
    return one.via.length === 0 && words !== null && isSame(words, command);
  });
  return seen === undefined ? null : command;
}

function isSame(one: Command, other: Command): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
}

/** What the disk says, and what a person accepted, may be otherwise the next time. */
function isLasting(faces: readonly Face[], needed: Requirement, { file }: Basis): boolean {
  if (needed.kind !== "run" || needed.from === "session" || file?.isSteady !== true) return false;
  return faces.every(({ survey }) => {
    const { deletions, paths } = wantedOf(survey, "");
    return deletions.length === 0 && paths.length === 0;
  });
}
