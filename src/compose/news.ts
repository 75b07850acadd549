/** What of the notices is news where an agent runs command after command. */
import { foldTold, TOLD_MS, toldKey } from "../core/config/fold-notices.ts";
import type { Notice } from "../core/config/notice.ts";
import { toldBefore } from "../effects/told.ts";
import { errorScreen } from "./streams.ts";

/** All of them at a terminal, where a person reads; elsewhere what was not told within the hour, and that there is more. */
export function news(notices: readonly Notice[], home: string): readonly Notice[] {
  if (notices.length === 0 || errorScreen() !== null) return notices;
  const keys = notices.flatMap((notice) => toldKey(notice) ?? []);
  const told = toldBefore(home, keys, TOLD_MS);
  return foldTold(notices, (key) => told.has(key));
}
