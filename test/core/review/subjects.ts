/** Subjects of reviews for tests: one action, asked about in a project of its own. */
import type { Action } from "../../../src/core/approval/action.ts";
import type { Facts, Target } from "../../../src/core/approval/facts.ts";
import { MODE_ONLY, READ_ONLY } from "../../../src/core/permissions/permissions.ts";
import { type Background, NO_BACKGROUND, type Subject } from "../../../src/core/review/subject.ts";

export const HOME = "/home/you";
export const PROJECT = "/home/you/app";

const FACTS: Facts = {
  backend: { kind: "none", why: "a test" },
  isSupervised: false,
  file: null,
  workspace: { roots: [PROJECT], keep: [`${HOME}/.assent`], bounds: MODE_ONLY },
  home: HOME,
  hasFolder: true,
  programs: [],
  losses: [],
  links: [],
  repositories: [],
  patch: null,
};

/** @param targets what the disk says a patch does; left out where it was not looked at */
export function subjectOf(action: Action, targets: readonly Target[] = []): Subject {
  return {
    review: "1-1",
    question: {
      id: "1",
      action,
      whole: null,
      survey: null,
      targets,
      reasons: [],
      under: READ_ONLY,
      amendment: null,
      opens: false,
      attempt: 1,
    },
    facts: FACTS,
    withModel: true,
  };
}

/** What the person typed, and nothing else. */
export function saying(...words: readonly string[]): Background {
  return { ...NO_BACKGROUND, words };
}
