/** What is heard and asked while an agent does its task, and how it is shown. */
import { asciiControls } from "../surfaces/cli/tones.ts";
import type { Turn } from "../core/agent/item.ts";
import { limitLine } from "../core/agent/review-lines.ts";
import { headline } from "../core/approval/describe.ts";
import type { ThreadOptions } from "../engine/agent/host.ts";
import type { ThreadEvent } from "../engine/agent/thread.ts";
import type { Observer } from "../engine/engine.ts";
import type { Approver } from "../engine/ports.ts";
import { followNotDone } from "../surfaces/agent/not-done.ts";
import { humanView } from "../surfaces/agent/human-view.ts";
import { jsonView } from "../surfaces/agent/json-view.ts";
import type { ExecView } from "../surfaces/agent/view.ts";
import type { ExecOptions } from "../surfaces/cli/exec.ts";
import { type Spinner, reviewSpinner } from "../surfaces/cli/review-spinner.ts";
import { progress } from "./progress.ts";
import { error, errorScreen, out } from "./streams.ts";

export type Voice = Pick<ThreadOptions, "emit" | "ask"> & {
  readonly observe: Observer;
  readonly view: ExecView;
  /** Called with each event, after it was shown. */
  heard: ThreadOptions["emit"];
  end(turn: Turn, message: string | null): void;
};

export function execVoice({ isJson }: Pick<ExecOptions, "isJson">, approver: Approver): Voice {
  const spinner = reviewSpinner({
    error,
    screen: () => (isJson ? null : errorScreen()),
    progress: progress(),
    mayDraw: () => !pages.isHeld(),
  });
  const pages = pagesTo((text) => {
    spinner.wipe();
    error(text);
  });
  const view = isJson
    ? jsonView((event) => out(`${asciiControls(JSON.stringify(event))}\n`))
    : humanView({ tell: pages.tell, colour: errorScreen()?.colour ?? false });
  const followed = followNotDone((each) => view.notDone(each));
  const voice: Voice = {
    view,
    heard: () => undefined,
    emit(event) {
      move(spinner, event);
      view.event(event);
      voice.heard(event);
    },
    // The box has the terminal alone.
    ask: ({ question }, signal) =>
      pages.held(() => {
        spinner.wipe();
        return approver.ask(question, signal);
      }),
    observe(record, request) {
      const { entry } = record;
      if (entry.kind === "review-limit") view.event({ kind: "warning", text: limitLine(entry) });
      followed(record, request);
    },
    end: (turn, message) => view.ended(turn, message),
  };
  return voice;
}

function move(spinner: Spinner, event: ThreadEvent): void {
  if (event.kind === "review-started") spinner.begin(event.review, headline(event.action));
  if (event.kind === "review-ended") spinner.end(event.review);
}

/** Keeps back what is written while somebody is asked. */
function pagesTo(write: (text: string) => void): {
  readonly tell: (text: string) => void;
  readonly held: <T>(work: () => Promise<T>) => Promise<T>;
  readonly isHeld: () => boolean;
} {
  let holds = 0;
  let kept: string[] = [];
  return {
    tell(text) {
      if (holds > 0) kept.push(text);
      else write(text);
    },
    isHeld: () => holds > 0,
    async held(work) {
      holds += 1;
      try {
        return await work();
      } finally {
        holds -= 1;
        if (holds === 0) {
          write(kept.join(""));
          kept = [];
        }
      }
    },
  };
}
