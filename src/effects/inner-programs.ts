/** Asks about each program that starts in a running command, as its supervisor tells of it. */
import type { ExecAnswer, ExecEvent, Supervision } from "../core/sandbox/supervision.ts";
import type { InnerOutcome, Outcome } from "../core/approval/record.ts";
import type { Inner, InnerAction } from "../engine/ports.ts";
import { isWithin, resolvePath } from "../kit/path.ts";

/** What leads to whatever the one who opens it has open: no name of a file. */
const DESCRIPTORS = ["/proc", "/dev/fd", "/dev/stdin", "/dev/stdout", "/dev/stderr"] as const;

/** Each program waits until its case is settled; whatever is no release refuses it. */
export function askAbout(inner: Inner): NonNullable<Supervision["exec"]> {
  return async (event) => answerOf(await inner(actionOf(event)));
}

function actionOf({ path, argv: [called, ...args], cwd, ancestors }: ExecEvent): InnerAction {
  const file = path === null ? null : resolvePath(cwd, path);
  const isNamed = file !== null && !DESCRIPTORS.some((folder) => isWithin(folder, file));
  return {
    kind: "exec",
    // A program may be started without any word, even its own name.
    argv: [called ?? file ?? "", ...args],
    path: isNamed ? file : null,
    cwd,
    chain: ancestors.flatMap(([program, ...words]) => (program === undefined ? [] : [[program, ...words] as const])),
    why: null,
  };
}

function answerOf(outcome: Outcome | InnerOutcome): ExecAnswer {
  if (outcome.kind !== "starts") return "refuse";
  return outcome.isLasting ? "allow-same" : "allow";
}
