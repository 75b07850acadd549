/** Commands as a review sees them, and what they do, each on one line. */
import type { Action } from "../../../src/core/approval/action.ts";
import { MODE_ONLY, type Permissions, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { deedsOfCommand } from "../../../src/core/review/deeds-of-command.ts";
import type { Deed, Subject } from "../../../src/core/review/subject.ts";
import { HOME, subjectOf } from "./subjects.ts";

export const WORKSPACE = `${HOME}/src/app`;

const BOX: Permissions = { ...MODE_ONLY, kind: "restricted", writable: [{ path: WORKSPACE, protected: [] }] };

export type Before = {
  readonly words?: readonly string[];
  readonly done?: readonly string[];
  readonly refused?: readonly string[];
  /** Of other kinds. */
  readonly refusedActions?: readonly Action[];
  /** False: no sandbox holds it. */
  readonly isBoxed?: boolean;
};

export function commandOf(line: string): Action {
  return { kind: "command", argv: ["bash", "-lc", line], cwd: WORKSPACE, escalate: false, why: null };
}

export function subjectAt(action: Action, isBoxed = true): Subject {
  const made = subjectOf(action);
  return {
    ...made,
    question: { ...made.question, under: isBoxed ? BOX : UNRESTRICTED },
    facts: { ...made.facts, workspace: { roots: [WORKSPACE, "/tmp"], keep: [], bounds: MODE_ONLY } },
  };
}

/** What the command does, where these were done and denied before. */
export function deedsAfter(line: string, before: Before = {}): readonly Deed[] {
  const { words = [], done = [], refused = [], refusedActions = [], isBoxed = true } = before;
  return deedsOfCommand(subjectAt(commandOf(line), isBoxed), {
    words,
    done: done.map(commandOf),
    refused: [...refused.map(commandOf), ...refusedActions],
    transcript: [],
  });
}

/** `delete [build] free low -: deletes build`. */
export function lineOf({ act, objects, bar, level, category, what }: Deed): string {
  return `${act} [${objects.join(", ")}] ${bar} ${level} ${category ?? "-"}: ${what}`;
}
