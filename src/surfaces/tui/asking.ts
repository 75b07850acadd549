/** One question on the screen, as a box that a person answers. */
import { faultVerdict, type Question, type Verdict } from "../../core/approval/question.ts";
import { Dialog, type Clock, type Terminal } from "./dialog.ts";
import { openPrompt, press, resize, type Prompt } from "./prompt.ts";
import { summary } from "./screen.ts";

export const WITHDRAWN: Verdict = faultVerdict("the question was withdrawn before it was answered");

export type Asking = Dialog<Prompt, Verdict>;

/** The box of a question; `waiting`: how many come after it. */
export function askingOf(terminal: Terminal, clock: Clock, question: Question, waiting: number): Asking {
  const prompt = openPrompt(question, waiting, terminal.size(), terminal.look.charset, clock.now());
  return new Dialog<Prompt, Verdict>(
    terminal,
    clock,
    {
      press,
      resize,
      summary: (verdict, columns, look) => summary(question, verdict, columns, look),
      // What goes wrong with the terminal is an answer too: no.
      lost: (why) => faultVerdict(`the terminal was lost: ${why}`),
      withdrawn: WITHDRAWN,
    },
    prompt,
  );
}
