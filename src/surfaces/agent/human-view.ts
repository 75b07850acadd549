/** The work of an agent as lines for a person; what it says last is left to standard output. */
import { shownLine } from "../../core/agent/command-line.ts";
import type { Item, Turn } from "../../core/agent/item.ts";
import { describeFinding, reviewAdvice, reviewNotes, reviewVerdict } from "../../core/approval/describe-review.ts";
import type { Review } from "../../core/approval/review.ts";
import type { OpenThread } from "../../engine/agent/host.ts";
import type { ThreadEvent } from "../../engine/agent/thread.ts";
import { visible } from "../../kit/text.ts";
import type { NotDone } from "./not-done.ts";
import type { ExecView } from "./view.ts";

type Tone = "plain" | "strong" | "dim" | "good" | "warning" | "bad";

export type HumanOutput = {
  /** Takes whole lines, fit for a terminal. */
  readonly tell: (text: string) => void;
  readonly colour: boolean;
};

/** Lines of one command that are shown while it runs. */
const LINES_MAX = 40;

const CODES: Readonly<Record<Tone, string>> = {
  plain: "",
  strong: "1",
  dim: "2",
  good: "32",
  warning: "33",
  bad: "31",
};

export function humanView({ tell, colour }: HumanOutput): ExecView {
  const refused: NotDone[] = [];
  const outputs = new Map<string, Shown>();
  let lastSaid: string | null = null;

  /** What comes from outside adds no line and is never obeyed. */
  function line(tone: Tone, text: string, indent = ""): void {
    const shown = `${indent}${visible(text)}`;
    tell(colour && CODES[tone] !== "" ? `\u001b[${CODES[tone]}m${shown}\u001b[0m\n` : `${shown}\n`);
  }

  function lines(tone: Tone, text: string, indent: string): void {
    for (const each of text.split("\n")) line(tone, each, indent);
  }

  /** What the agent says is told when it says more, for the last is the answer. */
  function said(text: string | null): void {
    if (lastSaid !== null) lines("plain", lastSaid, "");
    lastSaid = text;
  }

  function output(item: string, text: string): void {
    const shown = outputs.get(item) ?? { rest: "", lines: 0 };
    const parts = `${shown.rest}${text}`.split("\n");
    const rest = parts.pop() ?? "";
    const left = Math.max(0, LINES_MAX - shown.lines);
    for (const each of parts.slice(0, left)) line("dim", each, "  ");
    outputs.set(item, { rest: rest.slice(-REST_CHARS_MAX), lines: shown.lines + parts.length });
  }

  function begun(item: Item): void {
    if (item.kind === "command") return line("strong", `$ ${shownLine(item.argv)}`);
    if (item.kind === "tool-call") line("strong", `call ${item.tool} of ${item.server}`);
  }

  function done(item: Item): void {
    switch (item.kind) {
      case "agent-message":
        return said(item.text);
      case "command":
        return commandDone(item);
      case "file-change":
        for (const { kind, path } of item.status === "completed" ? item.changes : []) line("strong", `${kind} ${path}`);
        return noted(item.status, item.note);
      case "tool-call":
        return noted(item.status, item.error);
      default:
        return;
    }
  }

  function commandDone(item: Item & { readonly kind: "command" }): void {
    const shown = outputs.get(item.id);
    outputs.delete(item.id);
    if (shown !== undefined && shown.rest !== "" && shown.lines < LINES_MAX) line("dim", shown.rest, "  ");
    const more = (shown?.lines ?? 0) - LINES_MAX;
    if (more > 0) line("dim", `… ${more} more lines`, "  ");
    if (item.exitCode !== null && item.exitCode !== 0) line("warning", `exit ${item.exitCode}`, "  ");
    noted(item.status, item.note);
  }

  function noted(status: Turn["status"] | "declined", note: string | null): void {
    if (note !== null) line(status === "completed" ? "dim" : "warning", note, "  ");
  }

  function reviewed(end: Review | "aborted"): void {
    if (end === "aborted") return line("dim", "the review was ended before it came to anything", "  ");
    const { status, rationale, findings } = end;
    line(REVIEWED[status], [reviewVerdict(status), ...reviewNotes(end)].join(" · "), "  ");
    if (status === "approved") return;
    line("plain", rationale, "    ");
    for (const finding of findings) line("dim", `found: ${describeFinding(finding)}`, "    ");
    const advice = reviewAdvice(end);
    if (advice !== null) line("dim", `to mend it: ${advice}`, "    ");
  }

  function event(heard: ThreadEvent): void {
    switch (heard.kind) {
      case "item-started":
        said(null);
        return begun(heard.item);
      case "item-completed":
        return done(heard.item);
      case "output":
        return output(heard.item, heard.text);
      case "plan":
        for (const { step, status } of heard.steps) line("plain", `${MARKS[status]} ${step}`);
        return;
      case "review-ended":
        return reviewed(heard.end);
      case "warning":
        return line("warning", `assent: ${heard.text}`);
      case "error":
        return line("bad", `assent: ${heard.text}${heard.willRetry ? "; it is tried again" : ""}`);
      default:
        return;
    }
  }

  return {
    opened: (open) => line("dim", headOf(open)),
    event,
    notDone: (each) => void refused.push(each),
    ended() {
      lastSaid = null;
      for (const by of ["guardian", "nobody"] as const) {
        const these = refused.filter((each) => each.by === by);
        if (these.length === 0) continue;
        line("warning", "");
        line("warning", NOT_DONE[by]);
        for (const { what, why, advice } of these) {
          line("strong", what, "  ");
          for (const each of why) line("plain", each, "    ");
          line("dim", `${by === "guardian" ? "to decide it yourself" : "to allow it"}: ${advice}`, "    ");
        }
      }
    },
  };
}

const REVIEWED: Readonly<Record<Review["status"], Tone>> = {
  approved: "good",
  denied: "bad",
  escalated: "warning",
  timed_out: "warning",
  failed: "warning",
};

const NOT_DONE = {
  guardian: "Not done, for the guardian denied it:",
  nobody: "Not done, for nobody could be asked:",
} as const;

type Shown = { readonly rest: string; readonly lines: number };

const REST_CHARS_MAX = 4_000;
const MARKS = { pending: "[ ]", "in-progress": "[>]", completed: "[x]" } as const;

function headOf({ thread, settings }: OpenThread): string {
  const { model, cwd, approvalPolicy, sandboxMode } = settings;
  const policy = typeof approvalPolicy === "string" ? approvalPolicy : "granular";
  return `assent: ${model} in ${cwd}; approvals ${policy}, sandbox ${sandboxMode}; thread ${thread.id}`;
}
