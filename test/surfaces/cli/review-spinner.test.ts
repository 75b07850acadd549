/** The line that moves during reviews: several at once, other text in between, another box. */
import { expect, test } from "vitest";
import type { ErrorScreen } from "../../../src/surfaces/cli/banner.ts";
import { reviewSpinner, type Spinner } from "../../../src/surfaces/cli/review-spinner.ts";

type Step = "frame" | "held" | "free" | ((spinner: Spinner) => void);

const ONE = (spinner: Spinner): void => spinner.begin("1", "run a\n");
const TWO = (spinner: Spinner): void => spinner.begin("2", "run b");
const END_ONE = (spinner: Spinner): void => spinner.end("1");
const END_TWO = (spinner: Spinner): void => spinner.end("2");
const WIPE = (spinner: Spinner): void => spinner.wipe();

const shown = (frame: string, what: string): string => `<${frame} the guardian looks at it, 0 s: ${what}`;

/** `<` stands for what takes the line away. */
async function written(steps: readonly Step[], screen: Partial<ErrorScreen> = {}): Promise<string> {
  let [text, isHeld] = ["", false];
  const waiting: (() => void)[] = [];
  const spinner = reviewSpinner({
    error: (piece) => (text += piece.replaceAll("\r\u001b[K", "<")),
    screen: () => ({ columns: 100, colour: false, charset: "unicode", ...screen }),
    progress: { now: () => 0, wake: () => new Promise((resolve) => void waiting.push(resolve)) },
    mayDraw: () => !isHeld,
  });
  for (const step of steps) {
    if (step === "held" || step === "free") isHeld = step === "held";
    else if (step !== "frame") step(spinner);
    else {
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  }
  return text;
}

test.each<[name: string, steps: readonly Step[], text: string]>([
  [
    "the eldest of two, then the other",
    [ONE, TWO, "frame", END_ONE, "frame", END_TWO, "frame"],
    `${shown("⠋", "run a\\n")}<${shown("⠙", "run b")}<`,
  ],
  ["nothing where the first frame never comes", [ONE, END_ONE, "frame"], ""],
  [
    "it goes for other text, once, and comes again",
    [ONE, "frame", WIPE, WIPE, "frame"],
    `${shown("⠋", "run a\\n")}<${shown("⠙", "run a\\n")}`,
  ],
  ["it rests while another box has the terminal", [ONE, "held", "frame", "free", "frame"], shown("⠙", "run a\\n")],
  ["an end without a beginning", [END_ONE, WIPE], ""],
  [
    "it begins again",
    [ONE, "frame", END_ONE, "frame", TWO, "frame"],
    `${shown("⠋", "run a\\n")}<${shown("⠋", "run b")}`,
  ],
])("%s", async (_name, steps, text) => {
  expect(await written(steps)).toBe(text);
});

test("it stays within one line", async () => {
  expect(await written([ONE, "frame"], { columns: 30, charset: "ascii" })).toBe("<| the guardian looks at it...");
});
