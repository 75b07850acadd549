/** `assent demo` on this machine. */
import { styleText } from "node:util";
import { makeScene } from "../effects/demo-scene.ts";
import { endOnSignals } from "../effects/signals.ts";
import { demo, type Style } from "../surfaces/demo/demo.ts";
import { CONFIG, FILES, RULES } from "../surfaces/demo/script.ts";
import { openSession } from "./session.ts";
import { error, hasColour, out } from "./streams.ts";

const STYLES = { title: "bold", dim: "dim", good: "green", bad: "red", agent: "cyan" } as const;

export async function demoCommand(args: readonly string[]): Promise<number> {
  const ending = endOnSignals();
  const colour = hasColour();
  const status = await demo(args, {
    open: openSession,
    scene: () => makeScene({ files: FILES, config: CONFIG, rules: RULES, answer: "1.0.0" }),
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    out,
    error,
    paint: (style: Style, text: string) => (colour ? styleText(STYLES[style], text, { validateStream: false }) : text),
    signal: ending.signal,
  });
  return ending.status() ?? status;
}
