/** `assent explain` for people: a tree, the decision, and what would change it. */
import {
  describeAmendment,
  describePermissions,
  describeReason,
  OPAQUE,
  printPattern,
  printSource,
} from "../../core/approval/describe.ts";
import { describeBeside } from "../../core/approval/describe-effect.ts";
import type { Change, Explanation } from "../../core/approval/explain.ts";
import type { Requirement } from "../../core/approval/requirement.ts";
import { showSighting, type Survey } from "../../core/approval/survey.ts";
import { renderPrefixRule } from "../../core/policy/amend.ts";
import type { Decision } from "../../core/policy/rules.ts";
import type { Shape } from "../../core/script/sighting.ts";
import type { Command } from "../../core/shell/reading.ts";
import { never } from "../../kit/never.ts";
import { visible } from "../../kit/text.ts";
import { classOf, rulesOn, type CommandClass } from "./explain-parts.ts";
import type { Tone, TonedLine } from "./tones.ts";

/** What the text is about, besides the judgement. */
export type Subject = {
  /** As the person gave it. */
  readonly command: string;
  readonly argv: Command;
  readonly cwd: string;
};

export function explainLines(explanation: Explanation, { command, argv, cwd }: Subject): readonly TonedLine[] {
  const { requirement, survey } = explanation.judgement;
  return [
    ...command.split("\n").map((text): TonedLine => ({ tone: "strong", text: visible(text) })),
    ...(survey === null ? [] : drawing(explanation, survey, cwd)),
    plain(""),
    ...(survey === null ? [] : readingRow(survey)),
    ...decisionRows(requirement, argv),
    ...explanation.changes.flatMap((change, index) => changeRow(change, index === 0)),
  ];
}

function drawing(explanation: Explanation, survey: Survey, cwd: string): readonly TonedLine[] {
  const draw = (shapes: readonly Shape[], indent: string): readonly TonedLine[] =>
    shapes.flatMap((shape, index) => {
      const isLast = index === shapes.length - 1;
      const own = `${indent}${isLast ? "└─ " : "├─ "}`;
      const below = `${indent}${isLast ? "   " : "│  "}`;
      return [...shapeLines(shape, own, below), ...(shape.kind === "unknown" ? [] : draw(shape.inner, below))];
    });
  const shapeLines = (shape: Shape, own: string, below: string): readonly TonedLine[] => {
    if (shape.kind === "block") return [{ tone: "dim", text: `${own}${visible(shape.title)}` }];
    if (shape.kind === "unknown") {
      const what = survey.course.unknowns[shape.unknown]?.what ?? "";
      return [{ tone: "warning", text: `${own}not seen: ${visible(what)}` }];
    }
    return commandLines({ explanation, survey, cwd }, shape, own, below);
  };
  return draw(survey.course.shape, "");
}

type Told = { readonly explanation: Explanation; readonly survey: Survey; readonly cwd: string };

const CLASS: Readonly<Record<CommandClass, readonly [tone: Tone, words: string]>> = {
  dangerous: ["bad", "dangerous"],
  safe: ["good", "only reads"],
  unknown: ["warning", "not known in full"],
  known: ["plain", "writes or acts"],
};

function commandLines(
  { explanation, survey, cwd }: Told,
  { sighting: id, inner }: Shape & { readonly kind: "command" },
  own: string,
  below: string,
): readonly TonedLine[] {
  const sighting = survey.course.sightings[id];
  const finding = survey.findings[id];
  if (sighting === undefined || finding === undefined) return [];
  const one = classOf(survey, id);
  const [tone, words] = one === "safe" && inner.length > 0 ? (["plain", "starts what is below"] as const) : CLASS[one];
  const indent = `${below}${inner.length === 0 ? "   " : "│  "}`;
  const note = (text: string, noteTone: Tone): TonedLine => ({ tone: noteTone, text: `${indent}${visible(text)}` });
  const dangers = survey.dangers.filter((danger) => danger.sighting === id);
  const whys = dangers.map(({ why }) => why);
  const effects = describeBeside(finding.effects, whys).slice(0, EFFECTS_MAX);
  const place = sighting.cwd === cwd ? [] : [note(`in ${sighting.cwd ?? "a folder that is not known"}`, "dim")];
  return [
    { tone, text: `${own}${visible(showSighting(sighting))}  [${words}]` },
    ...place,
    ...(sighting.doubt === null ? [] : [note(sighting.doubt, "warning")]),
    ...whys.map((why) => note(why, "bad")),
    ...(effects.length === 0 ? [] : [note(effects.join("; "), "dim")]),
    ...rulesOn(explanation, sighting).map(({ rule, certain }) => {
      const says = `${certain ? "" : "may be meant by "}rule \`${printPattern(rule.pattern)}\` ${SAYS[rule.decision]}`;
      const because = rule.justification === null ? "" : `: ${rule.justification}`;
      return note(`${says} (${printSource(rule.source)})${because}`, rule.decision === "allow" ? "good" : "warning");
    }),
  ];
}

const SAYS: Readonly<Record<Decision, string>> = { allow: "allows it", prompt: "asks first", forbidden: "forbids it" };

const EFFECTS_MAX = 6;

function readingRow({ reading, unseen }: Survey): readonly TonedLine[] {
  const words =
    reading.kind === "plain"
      ? "plain commands: rules may allow them"
      : `not plain (${OPAQUE[reading.why]}, character ${reading.at + 1}): no rule can allow it, rules that hold back still count`;
  return [row("read as", words), ...unseen.map((what) => row("beware", what, "bad"))];
}

function decisionRows(requirement: Requirement, argv: Command): readonly TonedLine[] {
  const [tone, words] = DECIDED[requirement.kind];
  return [
    row("decision", words, tone),
    ...(requirement.kind === "forbid" ? [] : [row("sandbox", describePermissions(requirement.under))]),
    ...requirement.reasons.map((reason, index) => row(index === 0 ? "because" : "", describeReason(reason, argv))),
    ...(requirement.kind === "ask" && requirement.amendment !== null
      ? [row("proposes", `${describeAmendment(requirement.amendment)}, saved if you press p`)]
      : []),
  ];
}

const DECIDED: Readonly<Record<Requirement["kind"], readonly [tone: Tone, words: string]>> = {
  run: ["good", "run without asking"],
  ask: ["warning", "ask first"],
  forbid: ["bad", "refuse"],
};

function changeRow({ by, requirement }: Change, isFirst: boolean): readonly TonedLine[] {
  return [row(isFirst ? "otherwise" : "", `${changed(by)}: ${outcomeOf(requirement)}`, "dim")];
}

function changed(by: Change["by"]): string {
  switch (by.kind) {
    case "policy":
      return `with -a ${by.policy}`;
    case "granular":
      return `with approval_policy.granular.${by.key} = true`;
    case "mode":
      return `with -s ${by.mode}`;
    case "rule":
      return `with the rule ${renderPrefixRule(by.pattern)}`;
    default:
      return never(by);
  }
}

function outcomeOf(requirement: Requirement): string {
  const where =
    requirement.kind !== "forbid" && requirement.under.kind === "restricted" ? "in the sandbox" : "outside the sandbox";
  if (requirement.kind === "forbid") return "refused";
  return requirement.kind === "run" ? `runs ${where}` : `asks, then runs ${where}`;
}

function row(label: string, text: string, tone: Tone = "plain"): TonedLine {
  return { tone, text: `${label.padEnd(10)} ${visible(text)}`.trimEnd() };
}

function plain(text: string): TonedLine {
  return { tone: "plain", text };
}
