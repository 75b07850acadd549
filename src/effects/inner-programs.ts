/** Asks about each program that starts in a running command, as its supervisor tells of it. */
import type { ExecAnswer, ExecEvent, Supervision } from "../core/sandbox/supervision.ts";
import type { InnerOutcome, Outcome } from "../core/approval/record.ts";
import type { Inner, InnerAction } from "../engine/ports.ts";
import { isWithin, resolvePath } from "../kit/path.ts";
import type { Millis } from "../kit/time.ts";

/** What leads to whatever the one who opens it has open: no name of a file. */
const DESCRIPTORS = ["/proc", "/dev/fd", "/dev/stdin", "/dev/stdout", "/dev/stderr"] as const;

/**
 * Each program waits until its case is settled; whatever is no release refuses it. Shells try every place where a program
 * may lie: what a process was refused it is refused there as well, without another question.
 *
 * @param since when the command started
 */
export function askAbout(inner: Inner, since: Millis): NonNullable<Supervision["exec"]> {
  const refused = new Map<number, string>();
  return async (event) => {
    const { pid, argv, cwd } = event;
    const words = JSON.stringify([argv, cwd]);
    if (refused.get(pid) === words) return "refuse";
    refused.delete(pid);
    const answer = answerOf(await inner(actionOf(event, since)));
    if (answer === "refuse" && refused.size < REFUSED_MAX) refused.set(pid, words);
    return answer;
  };
}

/** Processes of one run whose last refusal is kept. */
const REFUSED_MAX = 10_000;

function actionOf({ path, argv: [called, ...args], cwd, ancestors }: ExecEvent, since: Millis): InnerAction {
  const file = path === null ? null : resolvePath(cwd, path);
  const isNamed = file !== null && !DESCRIPTORS.some((folder) => isWithin(folder, file));
  return {
    kind: "exec",
    // A program may be started without any word, even its own name.
    argv: [called ?? file ?? "", ...args],
    path: isNamed ? file : null,
    cwd,
    chain: ancestors.flatMap(([program, ...words]) => (program === undefined ? [] : [[program, ...words] as const])),
    since,
    why: null,
  };
}

function answerOf(outcome: Outcome | InnerOutcome): ExecAnswer {
  if (outcome.kind !== "starts") return "refuse";
  return outcome.isLasting ? "allow-same" : "allow";
}
