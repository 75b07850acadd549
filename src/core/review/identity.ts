/** What a review is about, as two fingerprints: when a second one would be of the very same. */
import { digest } from "../../kit/digest.ts";
import type { Json } from "../../kit/json.ts";
import type { Action } from "../approval/action.ts";
import { identityOf, leadsOf } from "../approval/identity.ts";
import type { Checks } from "../approval/review.ts";
import { isSafe } from "../approval/survey.ts";
import type { Surroundings } from "../commands/scene.ts";
import { READ_ONLY } from "../permissions/permissions.ts";
import { surroundingsOf } from "./deeds-of-command.ts";
import type { RunFile } from "./prompt.ts";
import { pastSurvey } from "./steps.ts";
import type { Background, Subject } from "./subject.ts";

/**
 * Of the action with its permissions, what it leads to on the disk and the files that it runs; of what the person said
 * and what the checks find.
 *
 * @param set whatever else the verdict depends on: the settings, the model
 */
export function reviewKey(
  { question, facts }: Subject,
  { words }: Background,
  { checks, files, set }: { readonly checks: Checks; readonly files: readonly RunFile[]; readonly set: Json },
): string {
  const { action, under, targets, whole, attempt, agent = null, granted = null } = question;
  const identity = identityOf(action, under, targets, [], leadsOf(action, facts));
  const { links, losses, repositories, file, scripts = [] } = facts;
  return digest([
    [identity, targets, whole, attempt, agent, granted],
    [links, losses, repositories, file, files, scripts],
    [words, checks, set],
  ]);
}

/**
 * Of what was carried out and refused before, but for the action itself: each change in its order, for it may be to a file
 * that the action comes to by ways that nobody sees. What certainly only reads changes nothing.
 */
export function beforeKey(subject: Subject, { done, refused }: Background): string {
  const around = surroundingsOf(subject);
  const own = essenceOf(subject.question.action);
  const others = (actions: readonly Action[]): readonly string[] =>
    actions.map(essenceOf).filter((each) => each !== own);
  return digest([
    others(done.filter((action) => !onlyReads(action, around))),
    [...new Set(others(refused))].toSorted(),
  ]);
}

function onlyReads(action: Action, around: Surroundings): boolean {
  const survey = pastSurvey(action, around);
  return survey !== null && isSafe(survey, true);
}

/** Threads hold the same actions from review to review. */
const essences = new WeakMap<Action, string>();

function essenceOf(action: Action): string {
  const known = essences.get(action) ?? identityOf(action, READ_ONLY);
  essences.set(action, known);
  return known;
}
