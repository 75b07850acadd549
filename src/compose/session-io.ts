/** What `assent run` and `assent patch` see and say on this machine. */
import { wake } from "../effects/wake.ts";
import type { ErrorScreen } from "../surfaces/cli/banner.ts";
import type { Denial, SessionIo } from "../surfaces/cli/submit.ts";
import { news } from "./news.ts";
import { openSession } from "./session.ts";
import { error, errorScreen, hasColour, out } from "./streams.ts";

export function sessionIo(signal: AbortSignal): SessionIo {
  return {
    open: openSession,
    news,
    out,
    error,
    colour: hasColour,
    screen: errorScreen,
    progress: () => (process.env["TERM"] === "dumb" ? null : { now: () => Date.now(), wake }),
    denialBox,
    signal,
  };
}

/** Most commands are denied nothing, and load no box. */
async function denialBox(denial: Denial, { columns, colour, charset }: ErrorScreen): Promise<string> {
  const { denialPicture } = await import("../surfaces/tui/denial.ts");
  return denialPicture(denial, columns, { colour, charset, motion: true });
}
