/** `assent demo` on this machine. */
import { styleText } from "node:util";
import { makeScene } from "../effects/demo-scene.ts";
import { demo, type DemoIo, type Style } from "../surfaces/demo/demo.ts";
import { CONFIG, FILES, RULES } from "../surfaces/demo/script.ts";
import { answersApprover, parseAnswers } from "../surfaces/tui/answers.ts";
import { summary } from "../surfaces/tui/screen.ts";
import { stillPicture } from "../surfaces/tui/still.ts";
import { lookOf } from "../surfaces/tui/style.ts";
import type { Approver } from "../engine/ports.ts";
import { asProcess } from "./process.ts";
import { openSession } from "./session.ts";
import { error, hasColour, out } from "./streams.ts";

const STYLES = { title: "bold", dim: "dim", good: "green", bad: "red", agent: "cyan" } as const;

export function demoCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) => demo(args, ioFor(signal)));
}

function ioFor(signal: AbortSignal): DemoIo {
  const colour = hasColour();
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  return {
    open: openSession,
    scene: () => makeScene({ files: FILES, config: CONFIG, rules: RULES, answer: "1.0.0" }),
    interactive,
    approver: (answers) => (interactive ? { kind: "terminal" } : { kind: "own", approver: shownAnswers(answers) }),
    out,
    error,
    charset: lookOf(process.env).charset,
    paint: (style: Style, text: string) => (colour ? styleText(STYLES[style], text, { validateStream: false }) : text),
    signal,
  };
}

/** Answers from the script, each beside the box that a person would have seen. */
function shownAnswers(text: string): Approver {
  const answers = parseAnswers("the demo's script", text);
  if (!answers.ok) throw new Error(answers.error);
  const approver = answersApprover(answers.value);
  const look = { ...lookOf(process.env), colour: hasColour() };
  return {
    async ask(question, signal) {
      const verdict = await approver.ask(question, signal);
      // The summary ends its line for a terminal in raw mode; this goes to a file or a pipe.
      const line = summary(question, verdict, COLUMNS, look).trimEnd();
      out(`${stillPicture(question, COLUMNS, look)}\n${line}\n`);
      return verdict;
    },
  };
}

const COLUMNS = 100;
