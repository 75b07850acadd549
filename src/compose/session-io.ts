/** What `assent run` and `assent patch` see and say on this machine. */
import type { ErrorScreen } from "../surfaces/cli/banner.ts";
import type { Denial, SessionIo } from "../surfaces/cli/submit.ts";
import { news } from "./news.ts";
import { openSession } from "./session.ts";
import { error, errorScreen, hasColour, out } from "./streams.ts";
import { progress } from "./progress.ts";

export function sessionIo(signal: AbortSignal): SessionIo {
  return {
    open: openSession,
    news,
    out,
    error,
    colour: hasColour,
    screen: errorScreen,
    progress,
    denialBox,
    signal,
  };
}

/** Most commands are denied nothing, and load no box. */
async function denialBox(denial: Denial, { columns, colour, charset }: ErrorScreen): Promise<string> {
  const { denialPicture } = await import("../surfaces/tui/denial.ts");
  return denialPicture(denial, columns, { colour, charset, motion: true });
}
