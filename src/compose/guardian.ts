/** The automatic reviewer of one thread or session, joined to settings, model and sandbox. */
import type { Settings } from "../core/config/settings.ts";
import type { Background } from "../core/review/subject.ts";
import type { Reviewer } from "../engine/ports.ts";
import type { Standing } from "./engine-ports.ts";

/** Settings may change while it lives: they are asked for at each review. */
export type GuardianWanted = {
  /** The thread's id, or the name of the session's log: all of its reviews are one conversation to the endpoint. */
  readonly thread: string;
  /** assent's own folder, absolute. */
  readonly home: string;
  /** Who asks, for the endpoint's log: "assent_exec". */
  readonly originator: string;
  readonly settings: () => Pick<Settings, "autoReview" | "model" | "modelProvider" | "modelProviders">;
  /** What went before in the thread; `NO_BACKGROUND` where nobody said anything. */
  readonly background: () => Background;
  readonly standing: Standing;
};

export interface Guardian extends Reviewer {
  /** Closes what its look-ups left open; it is not asked any more. */
  close(): Promise<void>;
}

/** Loads what a review needs with the first one: most sessions make none. */
export function guardianFor(wanted: GuardianWanted): Guardian {
  let opened: Promise<Guardian> | null = null;
  const open = (): Promise<Guardian> => import("./guardian-open.ts").then(({ openGuardian }) => openGuardian(wanted));
  return {
    review: async (subject, signal) => (await (opened ??= open())).review(subject, signal),
    close: async () => (await opened)?.close(),
  };
}
