/** `assent review` on this machine. */
import { homedir } from "node:os";
import type { Action } from "../core/approval/action.ts";
import { resolvePath } from "../kit/path.ts";
import { err, ok } from "../kit/result.ts";
import { cutLines } from "../effects/lines.ts";
import type { Received } from "../engine/wire.ts";
import { review, type ReviewIo } from "../surfaces/cli/review.ts";
import { subjectOf } from "../surfaces/cli/review-line.ts";
import { lookAt } from "./look.ts";
import { currentFolder, folderAt } from "./place.ts";
import { error, hasColour, out } from "./streams.ts";

export function reviewCommand(args: readonly string[]): Promise<number> {
  return review(args, { home: homedir(), subjectFor, openReviewer, lines, out, error, colour: hasColour() });
}

/** Settings and models are only loaded where they are asked for. */
const openReviewer: ReviewIo["openReviewer"] = async (folder) => {
  return (await import("./review-model.ts")).openReviewer(folder);
};

/** What the disk says of the command counts; what settings say does not. */
const subjectFor: ReviewIo["subjectFor"] = (argv, folder) => {
  const here = currentFolder();
  if (!here.ok) return err(`cannot work in the current folder: ${here.error}`);
  const wanted = resolvePath(here.value, folder ?? ".");
  const cwd = folderAt(wanted);
  if (!cwd.ok) return err(`cannot work in ${wanted}: ${cwd.error}`);
  const action: Action = { kind: "command", argv, cwd: cwd.value, escalate: false, why: null };
  const subject = subjectOf(action, { cwd: cwd.value, home: homedir() });
  const { workspace, home } = subject.facts;
  return ok({ ...subject, facts: { ...subject.facts, ...lookAt(action, { workspace, home }) } });
};

async function* lines(): AsyncIterable<Received> {
  const whole: Received[] = [];
  const cut = cutLines((line) => whole.push(line));
  for await (const chunk of process.stdin) {
    cut.add(Buffer.from(chunk));
    yield* whole.splice(0);
  }
  cut.end();
  yield* whole.splice(0);
}
