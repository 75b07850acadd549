/** The log of a session in words: one paragraph an action, one line a step. */
import type { Action, Request } from "../../core/approval/action.ts";
import {
  describeAmendment,
  describeOutcome,
  describePermissions,
  describeReason,
  describeVerdict,
  headline,
  OPAQUE,
} from "../../core/approval/describe.ts";
import { describeFinding, reviewNotes, reviewVerdict } from "../../core/approval/describe-review.ts";
import type { Review } from "../../core/approval/review.ts";
import type { Verdict } from "../../core/approval/question.ts";
import type { Header } from "../../core/audit/line.ts";
import { describeInner } from "../../core/approval/describe-inner.ts";
import { unfinishedOf, type Flaw, type Log, type Story, type Unfinished } from "../../core/audit/read.ts";
import type { AuditRecord, Entry, Outcome } from "../../core/approval/record.ts";
import { parsePatch } from "../../core/patch/parse.ts";
import { describeTaken } from "../../core/sandbox/left-behind.ts";
import { describeDenial } from "../../core/sandbox/denial.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { Reading } from "../../core/shell/reading.ts";
import { extraWords } from "../../core/permissions/extra.ts";
import { canonical } from "../../kit/json.ts";
import { never } from "../../kit/never.ts";
import { visible } from "../../kit/text.ts";
import type { Millis } from "../../kit/time.ts";
import type { Tone, TonedLine } from "./tones.ts";

/** The last `actionsMax` actions of a session; times in UTC. */
export function storyLines(name: string, log: Log, actionsMax: number): readonly TonedLine[] {
  const shown = log.stories.slice(-actionsMax);
  const hidden = log.stories.length - shown.length;
  return [
    { tone: "strong", text: `Session ${visible(name)}` },
    ...(log.header === null ? [] : headerLines(log.header)),
    ...(hidden === 0 ? [] : [{ tone: "dim", text: `  ${hidden} earlier actions are not shown` } as const]),
    ...(log.stories.length === 0 ? [{ tone: "dim", text: "  nothing was asked for" } as const] : []),
    ...shown.flatMap(actionLines),
    ...(log.flaws.length === 0 ? [] : [{ tone: "plain", text: "" } as const]),
    ...log.flaws.map((flaw): TonedLine => ({ tone: "warning", text: `Log: ${describeFlaw(flaw)}` })),
  ];
}

function headerLines({ time, cwd, version, pid, host, argv }: Header): readonly TonedLine[] {
  const facts = `${dayOf(time)} ${clockOf(time)} UTC, in ${cwd}, assent ${version}, process ${pid} on ${host}`;
  return [facts, `arguments: ${printCommand(argv)}`].map((text) => ({ tone: "dim", text: `  ${visible(text)}` }));
}

function actionLines(story: Story): readonly TonedLine[] {
  const unfinished = unfinishedOf(story);
  return [
    { tone: "plain", text: "" },
    { tone: "strong", text: `[${visible(story.id)}] ${visible(titleOf(story))}` },
    ...story.records.flatMap((record) => recordLines(record, isConfined(story))),
    ...(unfinished === null ? [] : [lineOf("", ["no end", UNFINISHED[unfinished], "warning"])]),
  ];
}

function titleOf({ request }: Story): string {
  if (request === null) return "an action whose beginning is not in the log";
  try {
    return headline(request.action);
  } catch {
    // As with a damaged record: the rest is still to be told.
    return "an action whose beginning is damaged";
  }
}

/** A connection is made by the proxy, a tool runs in its server: no sandbox is anything to tell of it. */
function isConfined({ request }: Story): boolean {
  const kind = request?.action.kind;
  return kind !== "network" && kind !== "mcp" && kind !== "elicitation";
}

const UNFINISHED: Readonly<Record<Unfinished, string>> = {
  received: "it had not been judged; nothing was run",
  decided: "it had been judged; nothing was run",
  asked: "it had been asked, and no answer came; nothing more was run",
  answered: "it had been answered; nothing more was run",
  granted: "it had been granted; it was about to start, and nothing tells that it did",
  started: "it had been started; whether and how it ended is unknown",
};

/** What stands behind a label, and how it is painted. */
type Row = readonly [label: string, text: string, tone?: Tone];

function recordLines(record: AuditRecord, confined: boolean): readonly TonedLine[] {
  return safeRows(record.entry, confined).map((row, index) => lineOf(index === 0 ? clockOf(record.time) : "", row));
}

function lineOf(clock: string, [label, text, tone = "plain"]: Row): TonedLine {
  return { tone, text: `  ${clock.padEnd(8)}  ${label.padEnd(9)} ${visible(text)}`.trimEnd() };
}

function safeRows(entry: Entry, confined: boolean): readonly Row[] {
  try {
    return rowsOf(entry, confined);
  } catch {
    // The file may have been altered: one record that makes no sense must not hide the others.
    return [[visible(entry.kind), "this record is damaged", "warning"]];
  }
}

function rowsOf(entry: Entry, confined: boolean): readonly Row[] {
  switch (entry.kind) {
    case "received":
      return receivedRows(entry.request);
    case "judged":
      return [
        ["judged", JUDGED[entry.requirement].text, JUDGED[entry.requirement].tone],
        ...readingRows(entry.reading),
        ...entry.reasons.map((reason): Row => ["because", describeReason(reason)]),
      ];
    case "asked":
      return [
        ["asked", askedWords(entry)],
        ...(confined ? [["to run in", describePermissions(entry.under)] as const] : []),
        ...(entry.amendment === null ? [] : [["proposed", describeAmendment(entry.amendment)] as const]),
      ];
    case "reviewed":
      return reviewedRows(entry.review);
    case "review-limit":
      return [["limit", `${entry.denied} of ${entry.of} reviews were denied, ${entry.inRow} in a row`, "warning"]];
    case "overruled":
      return [["overruled", `by the person, who lets what review ${entry.review} denied be tried once more`]];
    case "answered":
      return [["answered", `${describeVerdict(entry.verdict)} (${BY[entry.verdict.by]})`]];
    case "amended":
      return [["saved", describeAmendment(entry.amendment)]];
    case "granted":
      return [
        ["granted", FROM[entry.from]],
        ...(confined ? [["run in", describePermissions(entry.permissions)] as const] : []),
      ];
    case "waits":
      return [["waits", "for somebody to answer"]];
    case "started":
      return [["started", ""]];
    case "remembered":
    case "used":
    case "revoked":
    case "limited":
    case "over":
      return [["grant", describeGrantEntry(entry)]];
    case "denied":
      return [["stopped", `status ${entry.status}; ${describeDenial(entry.denial)}`, "warning"]];
    case "settled":
      return [
        ["ended", endWords(entry.outcome, confined), isGood(entry.outcome) ? "good" : "bad"],
        ...(entry.outcome.kind === "ran" ? describeInner(entry.outcome.inner) : []).map((text): Row => [
          "inside",
          text,
        ]),
        ...(entry.outcome.kind === "ran" ? entry.outcome.taken : []).map((taken): Row => [
          "taken",
          describeTaken(taken),
          "warning",
        ]),
      ];
    default:
      return never(entry);
  }
}

function reviewedRows(review: Review): readonly Row[] {
  const { status, rationale, findings } = review;
  return [
    ["reviewed", [reviewVerdict(status), ...reviewNotes(review)].join(", "), status === "denied" ? "bad" : "plain"],
    ["because", rationale],
    ...findings.map((finding): Row => ["found", describeFinding(finding)]),
  ];
}

type GrantEntry = Entry & { readonly kind: "remembered" | "used" | "revoked" | "limited" | "over" };

function describeGrantEntry(entry: GrantEntry): string {
  switch (entry.kind) {
    case "remembered":
      return `${entry.grant.id} remembered ${entry.grant.turn === null ? "for the session" : "for the turn"}: ${entry.grant.words}`;
    case "used":
      return `goes on by ${entry.grants.join(", ")}`;
    case "revoked":
      return `${entry.id} revoked`;
    case "limited":
      return `${entry.id} limited`;
    case "over":
      return `${entry.grant} is over`;
    default:
      return never(entry);
  }
}

function askedWords({ attempt, part, review }: Entry & { readonly kind: "asked" }): string {
  if (review !== undefined) return `the guardian, in review ${review}`;
  if (part !== undefined) return `whether to run ${printCommand(part)}`;
  return attempt === 2 ? "whether to run it again" : "whether to go on";
}

/** A connection is always made by whoever asked. */
function receivedWords(action: Action, mode: "run" | "judge"): string {
  if (action.kind === "network") return "a connection";
  if (action.kind === "mcp") return "a call of a tool";
  if (action.kind === "elicitation") return "a question of a server";
  if (action.kind === "exec") return `a program inside [${action.within}], in ${action.cwd}`;
  const isBare = mode === "judge" && (action.kind === "command" || action.kind === "patch");
  return `in ${action.cwd}${isBare ? "; only to be judged, the caller runs it" : ""}`;
}

function receivedRows({ action, mode, agent }: Request): readonly Row[] {
  const rows: Row[] = [["received", receivedWords(action, mode)]];
  if (agent !== undefined) rows.push(["for", `the agent ${agent}`]);
  if (action.kind === "command" && action.escalate) rows.push(["wants", "to run outside the sandbox"]);
  if (action.kind === "network" && action.command !== null) {
    rows.push(["by", [...(action.chain ?? []), action.command].map(printCommand).join(" > ")]);
  }
  if (action.kind === "command" && action.more !== undefined) rows.push(["wants", extraWords(action.more)]);
  if (action.kind === "patch") rows.push(...fileRows(action.text));
  if (action.kind === "mcp") rows.push(["with", canonical(action.input)]);
  if (action.why !== null) rows.push(["says", action.why]);
  return rows;
}

/** Paths as the patch spells them; one that cannot be read names none. */
function fileRows(text: string): readonly Row[] {
  const patch = parsePatch(text);
  if (!patch.ok) return [];
  return patch.value.sections.map((section): Row => {
    if (section.kind === "update" && section.to !== null) return ["move", `${section.path} to ${section.to}`];
    return [section.kind, section.path];
  });
}

const JUDGED = {
  run: { text: "it may run", tone: "plain" },
  ask: { text: "to be asked", tone: "plain" },
  forbid: { text: "forbidden", tone: "bad" },
} as const;

/** Who answered. */
export const BY: Readonly<Record<Verdict["by"], string>> = {
  user: "by the user",
  guardian: "by the guardian",
  answers: "from the file of answers",
  "no-terminal": "nobody could be asked",
  nobody: "whoever could answer was gone",
  fault: "no proper answer came",
};

const FROM: Readonly<Record<(Entry & { readonly kind: "granted" })["from"], string>> = {
  policy: "by the rules and the policy",
  session: "as accepted for this session",
  user: "by the answer",
  guardian: "by the guardian",
};

function readingRows(reading: Reading | null): readonly Row[] {
  if (reading === null) return [];
  if (reading.kind === "opaque") return [["read as", `one unknown command, for it has ${OPAQUE[reading.why]}`]];
  return reading.commands.map((command): Row => ["read as", printCommand(command)]);
}

/** What was allowed is carried out by the caller, but for a connection that assent's own proxy makes. */
function endWords(outcome: Outcome, confined: boolean): string {
  return outcome.kind === "allowed" && !confined ? "allowed" : describeOutcome(outcome);
}

function isGood(outcome: (Entry & { readonly kind: "settled" })["outcome"]): boolean {
  return outcome.kind === "allowed" || outcome.kind === "starts" || (outcome.kind === "ran" && outcome.status === 0);
}

export function describeFlaw(flaw: Flaw): string {
  switch (flaw.kind) {
    case "no-header":
      return "the first line is no header that this version of assent understands";
    case "torn":
      return `line ${flaw.line} has no end: the session crashed while it wrote, or is writing now`;
    case "unreadable":
      return `line ${flaw.line} cannot be read`;
    case "gap":
      return `before line ${flaw.line} records are missing or moved: number ${flaw.expected} should follow, not ${flaw.found}`;
    case "repaired":
      return `line ${flaw.line}: after a crash, ${flaw.bytes} bytes of an unfinished line were cut off on ${dayOf(flaw.time)} at ${clockOf(flaw.time)}`;
    default:
      return never(flaw);
  }
}

/** `2026-11-21`; times that are none show as `?`. */
export function dayOf(time: Millis): string {
  return isoOf(time)?.slice(0, 10) ?? "?";
}

/** `11:15:02` */
export function clockOf(time: Millis): string {
  return isoOf(time)?.slice(11, 19) ?? "?";
}

function isoOf(time: Millis): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
