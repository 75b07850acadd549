/** What to say where git changes or loses something. */
import type { Addition } from "../row.ts";
import { effect } from "../scene.ts";

/** A step that git can undo. */
export const STEP: Addition = { effects: [effect("git-write")] };

/** A step that it cannot undo. */
export function losing(danger: string, target: string | null = null): Addition {
  return { effects: [effect("git-history", target)], danger };
}

export const MOVES_A_BRANCH = "gives up what a branch stood for";
