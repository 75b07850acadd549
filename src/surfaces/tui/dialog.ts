/** One box at a terminal, from the fresh line it is drawn on to the summary that stays. */
import type { Millis } from "../../kit/time.ts";
import { errorText } from "../../kit/result.ts";
import type { Picture } from "./box.ts";
import { flushKeys, NO_INPUT, readKeys, type Input, type Key } from "./keys.ts";
import { draw, enter, erase, freshLine, leave, type Drawn } from "./screen.ts";
import type { Look } from "./style.ts";
import type { Size } from "./view.ts";

/** How long a box must have been on the screen, with no key pressed, before a key counts. */
export const QUIET_MS = 300;

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

/** What stands on the screen. */
export type Shown<Answer> = {
  readonly size: Size;
  readonly picture: Picture;
  /** Since when the box is on the screen and no stray key came. */
  readonly quietSince: Millis;
  /** Null until the person has answered; nothing changes afterwards. */
  readonly answer: Answer | null;
};

/** What a box does with keys and sizes, and what it comes to. */
export type Script<State extends Shown<Answer>, Answer> = {
  readonly press: (state: State, key: Key, time: Millis) => State;
  readonly resize: (state: State, size: Size) => State;
  /** Text that takes the place of the box. */
  readonly summary: (answer: Answer, columns: number, look: Look) => string;
  /** The answer where the terminal was lost; `why` in words. */
  readonly lost: (why: string) => Answer;
  /** The answer where the signal aborted. */
  readonly withdrawn: Answer;
};

export class Dialog<State extends Shown<Answer>, Answer> {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  readonly #script: Script<State, Answer>;
  #state: State;
  #drawn: Drawn = [];
  #input: Input = NO_INPUT;
  /** Pieces of input so far, to see whether one came in the meantime. */
  #pieces = 0;
  /** False until the box has stood still once: what is read before was typed before, however late it is read. */
  #isSettled = false;
  #settle: (answer: Answer) => void = () => {};

  /** @param state the box as it is to be drawn at once: quiet counts from then on */
  constructor(terminal: Terminal, clock: Clock, script: Script<State, Answer>, state: State) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#script = script;
    this.#state = state;
  }

  /** Shows the box until it is answered or withdrawn; the terminal is as before when it settles. */
  async run(signal: AbortSignal): Promise<Answer> {
    const answered = new Promise<Answer>((resolve) => {
      this.#settle = resolve;
    });
    const withdraw = (): void => this.#settle(this.#script.withdrawn);
    signal.addEventListener("abort", withdraw, { once: true });
    const events: TerminalEvents = {
      input: (piece) => this.#guard(() => this.#take(piece)),
      resized: () => this.#guard(() => this.#resize()),
      lost: (why) => this.#settle(this.#script.lost(why)),
    };
    const close = this.#terminal.listen(events, leave(this.#terminal.look));
    this.#guard(() => this.#open());
    const answer = await answered;
    signal.removeEventListener("abort", withdraw);
    this.#leave(answer);
    close();
    return answer;
  }

  change(act: (state: State) => State): void {
    this.#guard(() => this.#update(act(this.#state)));
  }

  /** What goes wrong with the terminal is an answer too: no. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#settle(this.#script.lost(errorText(error)));
    }
  }

  #open(): void {
    const { look } = this.#terminal;
    this.#terminal.write(freshLine(this.#state.size.columns, look) + enter(look));
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
      this.#update(this.#script.press(this.#state, key, this.#isSettled ? time : this.#state.quietSince));
    }
  }

  #resize(): void {
    this.#update(this.#script.resize(this.#state, this.#terminal.size()));
  }

  #update(next: State): void {
    const isSame = next.picture === this.#state.picture;
    if (this.#state.answer !== null) return;
    this.#state = next;
    if (next.answer !== null) this.#settle(next.answer);
    else if (!isSame) this.#draw();
  }

  #draw(): void {
    const { look } = this.#terminal;
    const { text, drawn } = draw(this.#state.picture.lines, look);
    const before = erase(this.#drawn, this.#state.size.columns, look);
    this.#drawn = drawn;
    this.#terminal.write(before + text);
  }

  #leave(answer: Answer): void {
    const { look } = this.#terminal;
    const { columns } = this.#state.size;
    const text = erase(this.#drawn, columns, look) + this.#script.summary(answer, columns, look) + leave(look);
    try {
      this.#terminal.write(text);
    } catch {
      // The terminal is gone, and with it what had to be put right; the answer stands.
    }
  }
}
