/** Shortens what was told a short while ago: an agent runs command after command. */
import { describeNotice, type Notice } from "./notice.ts";

/** How long a notice stays told, where no terminal is. */
export const TOLD_MS = 60 * 60 * 1000;

/** What an administrator takes away is told each time: it is not the person's to mend. */
const NEVER_FOLDED: readonly Notice["kind"][] = [
  "required",
  "requirements-fault",
  "server-barred",
  "overruled",
  "trust-recorded",
];

/** By what a notice is known again; null for one that is always told. */
export function toldKey(notice: Notice): string | null {
  if (NEVER_FOLDED.includes(notice.kind)) return null;
  const content = notice.kind === "project-cut" ? ` ${notice.digest}` : "";
  return `${describeNotice(notice)}${content}`;
}

function cutAgain({ root, why }: Notice & { readonly kind: "project-cut" }): Notice {
  return { kind: "project-cut-again", root, why };
}

/**
 * Of those told before one line each of projects, and one for all others together: nothing is left out unsaid.
 *
 * @param isTold of a `toldKey`
 */
export function foldTold(notices: readonly Notice[], isTold: (key: string) => boolean): readonly Notice[] {
  const kept: Notice[] = [];
  let count = 0;
  for (const notice of notices) {
    const key = toldKey(notice);
    if (key === null || !isTold(key)) kept.push(notice);
    else if (notice.kind === "project-cut") kept.push(cutAgain(notice));
    else count += 1;
  }
  return count === 0 ? kept : [...kept, { kind: "as-before", count }];
}
