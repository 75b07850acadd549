/** `assent demo` on this machine. */
import { styleText } from "node:util";
import { makeScene } from "../effects/demo-scene.ts";
import { endOnSignals } from "../effects/signals.ts";
import { demo, type Style } from "../surfaces/demo/demo.ts";
import { CONFIG, FILES, RULES } from "../surfaces/demo/script.ts";
import { answersApprover, parseAnswers } from "../surfaces/tui/answers.ts";
import { summary } from "../surfaces/tui/screen.ts";
import { stillPicture } from "../surfaces/tui/still.ts";
import { lookOf } from "../surfaces/tui/style.ts";
import type { Approver } from "../engine/ports.ts";
import { openSession } from "./session.ts";
import { error, hasColour, out } from "./streams.ts";

const STYLES = { title: "bold", dim: "dim", good: "green", bad: "red", agent: "cyan" } as const;

export async function demoCommand(args: readonly string[]): Promise<number> {
  const ending = endOnSignals();
  const colour = hasColour();
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  const status = await demo(args, {
    open: openSession,
    scene: () => makeScene({ files: FILES, config: CONFIG, rules: RULES, answer: "1.0.0" }),
    interactive,
    reviewer: (answers) => (interactive ? { kind: "terminal" } : { kind: "own", approver: shownAnswers(answers) }),
    out,
    error,
    charset: lookOf(process.env).charset,
    paint: (style: Style, text: string) => (colour ? styleText(STYLES[style], text, { validateStream: false }) : text),
    signal: ending.signal,
  });
  return ending.status() ?? status;
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
      out(`${stillPicture(question, COLUMNS, look)}\n${summary(question, verdict, COLUMNS, look)}`);
      return verdict;
    },
  };
}

const COLUMNS = 100;
