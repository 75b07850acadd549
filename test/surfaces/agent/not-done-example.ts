/** Something that nobody could be asked about. */
import type { NotDone } from "../../../src/surfaces/agent/not-done.ts";

export const NOT_DONE: NotDone = {
  id: "1",
  item: "call_1",
  action: { kind: "command", argv: ["/bin/bash", "-lc", "ls"], cwd: "/w", escalate: true, why: null },
  what: "run /bin/bash -lc ls",
  why: ["it asks to run outside the sandbox"],
  advice: "-a on-request at a terminal, or --answers FILE",
};
