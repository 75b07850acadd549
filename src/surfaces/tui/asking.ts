/** One question on the screen, from the fresh line it is drawn on to the summary that stays. */
import { faultVerdict, type Question, type Verdict } from "../../core/approval/question.ts";
import type { Millis } from "../../kit/time.ts";
import { flushKeys, NO_INPUT, readKeys, type Input, type Key } from "./keys.ts";
import { openPrompt, press, QUIET_MS, resize, setWaiting, type Prompt } from "./prompt.ts";
import { draw, enter, erase, freshLine, leave, summary, type Drawn } from "./screen.ts";
import type { Look } from "./style.ts";
import type { Size } from "./view.ts";

/** What a terminal tells while it is listened to. */
export type TerminalEvents = {
  /** What was typed, as text, in the pieces in which it came. */
  input(piece: string): void;
  resized(): void;
  /** It hung up, its input ended, or a signal is about to end the process. No more events follow. */
  lost(why: string): void;
};

export type Terminal = {
  readonly look: Look;
  size(): Size;
  /** Written in order, before it returns. Throws where the terminal is gone. */
  write(text: string): void;
  /**
   * Raw mode from now on, until the returned function is called; that one never throws.
   * `farewell` is written should the process end before that.
   */
  listen(events: TerminalEvents, farewell: string): () => void;
};

export type Clock = {
  now(): Millis;
  /** Resolves after `ms`, and after all input that was there by then has been handed over. */
  sleep(ms: number): Promise<void>;
};

/** How long the rest of an escape sequence may take; after it, an escape is the key of that name. */
const SEQUENCE_MS = 50;

export const WITHDRAWN: Verdict = faultVerdict("the question was withdrawn before it was answered");

export class Asking {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  readonly #question: Question;
  #prompt: Prompt;
  #drawn: Drawn = [];
  #input: Input = NO_INPUT;
  /** Pieces of input so far, to see whether one came in the meantime. */
  #pieces = 0;
  /** False until the box has stood still once: what is read before was typed before, however late it is read. */
  #isSettled = false;
  #settle: (verdict: Verdict) => void = () => {};

  constructor(terminal: Terminal, clock: Clock, question: Question, waiting: number) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#question = question;
    this.#prompt = openPrompt(question, waiting, terminal.size(), terminal.look.charset, clock.now());
  }

  /** Shows the question until it is answered or withdrawn; the terminal is as before when it settles. */
  async run(signal: AbortSignal): Promise<Verdict> {
    const answered = new Promise<Verdict>((resolve) => {
      this.#settle = resolve;
    });
    const withdraw = (): void => this.#settle(WITHDRAWN);
    signal.addEventListener("abort", withdraw, { once: true });
    const events: TerminalEvents = {
      input: (piece) => this.#guard(() => this.#take(piece)),
      resized: () => this.#guard(() => this.#resize()),
      lost: (why) => this.#settle(faultVerdict(`the terminal was lost: ${why}`)),
    };
    const close = this.#terminal.listen(events, leave(this.#terminal.look));
    this.#guard(() => this.#open());
    const verdict = await answered;
    signal.removeEventListener("abort", withdraw);
    this.#leave(verdict);
    close();
    return verdict;
  }

  setWaiting(count: number): void {
    this.#guard(() => this.#update(setWaiting(this.#prompt, count)));
  }

  /** What goes wrong with the terminal is an answer too: no. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#settle(faultVerdict(`the terminal was lost: ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  #open(): void {
    const { look } = this.#terminal;
    this.#terminal.write(freshLine(this.#prompt.size.columns, look) + enter(look));
    this.#draw();
    void this.#settleDown();
  }

  async #settleDown(): Promise<void> {
    let before: number;
    do {
      before = this.#pieces;
      await this.#clock.sleep(QUIET_MS);
    } while (this.#pieces !== before);
    this.#isSettled = true;
  }

  #take(piece: string): void {
    this.#pieces += 1;
    const { input, keys } = readKeys(this.#input, piece);
    this.#input = input;
    this.#press(keys);
    if (input.rest !== "") void this.#flushLater(this.#pieces);
  }

  async #flushLater(pieces: number): Promise<void> {
    await this.#clock.sleep(SEQUENCE_MS);
    if (this.#pieces !== pieces) return;
    const { input, keys } = flushKeys(this.#input);
    this.#input = input;
    this.#guard(() => this.#press(keys));
  }

  #press(keys: readonly Key[]): void {
    const time = this.#clock.now();
    for (const key of keys) {
      this.#update(press(this.#prompt, key, this.#isSettled ? time : this.#prompt.quietSince));
    }
  }

  #resize(): void {
    this.#update(resize(this.#prompt, this.#terminal.size()));
  }

  #update(next: Prompt): void {
    const isSame = next.picture === this.#prompt.picture;
    if (this.#prompt.answer !== null) return;
    this.#prompt = next;
    if (next.answer !== null) this.#settle(next.answer);
    else if (!isSame) this.#draw();
  }

  #draw(): void {
    const { look } = this.#terminal;
    const { text, drawn } = draw(this.#prompt.picture.lines, look);
    const before = erase(this.#drawn, this.#prompt.size.columns, look);
    this.#drawn = drawn;
    this.#terminal.write(before + text);
  }

  #leave(verdict: Verdict): void {
    const { look } = this.#terminal;
    const { columns } = this.#prompt.size;
    const text = erase(this.#drawn, columns, look) + summary(this.#question, verdict, columns, look) + leave(look);
    try {
      this.#terminal.write(text);
    } catch {
      // The terminal is gone, and with it what had to be put right; the verdict stands.
    }
  }
}
