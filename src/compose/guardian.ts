/** The automatic reviewer of a thread or session, loaded with its first review. */
import type { Guardian, GuardianWanted } from "./guardian-open.ts";

/** To be closed with its thread. Most sessions make no review, and pay nothing for it. */
export function guardianFor(wanted: GuardianWanted): Guardian {
  let opened: Promise<Guardian> | null = null;
  const open = (): Promise<Guardian> => import("./guardian-open.ts").then(({ openGuardian }) => openGuardian(wanted));
  return {
    review: async (subject, signal) => (await (opened ??= open())).review(subject, signal),
    close: async () => (await opened?.catch(() => null))?.close(),
  };
}
