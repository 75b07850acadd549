/** The answer of `assent explain` as data. */
import { describePermissions, describeReason, printPattern, printSource } from "../../core/approval/describe.ts";
import { describeEffect } from "../../core/approval/describe-effect.ts";
import type { Change, Explanation } from "../../core/approval/explain.ts";
import { worksInside } from "../../core/approval/inside.ts";
import type { Judgement } from "../../core/approval/judge.ts";
import type { Requirement } from "../../core/approval/requirement.ts";
import { effectsOf, showSighting, type Survey } from "../../core/approval/survey.ts";
import { never } from "../../kit/never.ts";
import { visible } from "../../kit/text.ts";
import { classOf, rulesOn } from "./explain-parts.ts";

/** As `allow`, `prompt` and `forbidden` in rules; `sandboxed`: it runs, or would run if accepted, in a sandbox. */
export type Decided = { readonly decision: "allow" | "prompt" | "forbidden"; readonly sandboxed: boolean };

export function decidedBy(requirement: Requirement): Decided {
  const decision = { run: "allow", ask: "prompt", forbid: "forbidden" } as const;
  const sandboxed = requirement.kind !== "forbid" && requirement.under.kind === "restricted";
  return { decision: decision[requirement.kind], sandboxed };
}

/** In short: what a program in the middle of many needs. `shown`: the command as the person would see it. */
export function shortAnswer({ requirement, survey }: Judgement, shown: string): object {
  return {
    ...decidedBy(requirement),
    reasons: requirement.reasons.map((reason) => describeReason(reason)),
    grants: survey === null ? [] : worksInside(survey, requirement),
    display: visible(shown),
  };
}

/** All that the text tells. */
export function fullAnswer(explanation: Explanation, shown: string): object {
  const { requirement, survey } = explanation.judgement;
  return {
    ...shortAnswer(explanation.judgement, shown),
    under: requirement.kind === "forbid" ? null : describePermissions(requirement.under),
    ...(survey === null ? {} : surveyAnswer(explanation, survey)),
    changes: explanation.changes.map(changeAnswer),
  };
}

function surveyAnswer(explanation: Explanation, survey: Survey): object {
  const { reading, course, findings, unseen } = survey;
  return {
    reading:
      reading.kind === "plain"
        ? { kind: "plain", commands: reading.commands }
        : { kind: "opaque", why: reading.why, at: reading.at },
    commands: course.sightings.map((sighting) => ({
      command: showSighting(sighting),
      via: sighting.via,
      cwd: sighting.cwd,
      class: classOf(survey, sighting.id),
      danger: findings[sighting.id]?.danger ?? null,
      effects: (findings[sighting.id]?.effects ?? []).map(({ kind, target, where }) => ({ kind, target, where })),
      rules: rulesOn(explanation, sighting).map(({ rule, certain }) => ({
        decision: rule.decision,
        pattern: printPattern(rule.pattern),
        source: printSource(rule.source),
        justification: rule.justification,
        certain,
      })),
    })),
    unknown: course.unknowns.map(({ kind, what }) => ({ kind, what })),
    unseen,
    effects: effectsOf(survey).map(describeEffect),
  };
}

function changeAnswer({ by, requirement }: Change): object {
  return { ...changed(by), ...decidedBy(requirement) };
}

function changed(by: Change["by"]): object {
  switch (by.kind) {
    case "policy":
      return { approvalPolicy: by.policy };
    case "granular":
      return { approvalPolicy: { granular: { [by.key]: true } } };
    case "mode":
      return { sandbox: by.mode };
    case "rule":
      return { rule: by.pattern };
    default:
      return never(by);
  }
}
