/** What is said on every start with `--yolo`: nothing is asked, and nothing is held. */
import { type Charset, wrap } from "../../kit/text.ts";

/** The terminal behind standard error. */
export type ErrorScreen = { readonly columns: number; readonly colour: boolean; readonly charset: Charset };

const TITLE = "NO APPROVALS, NO SANDBOX";
const COLUMNS_MAX = 72;
const RED = "\u001b[1;31m";
const PLAIN = "\u001b[0m";

const BORDERS = {
  unicode: { top: ["┏", "━", "┓"], side: "┃", bottom: ["┗", "━", "┛"] },
  ascii: { top: ["+", "-", "+"], side: "|", bottom: ["+", "-", "+"] },
} as const;

/**
 * Lines with their ends: a red box on a terminal, one plain line elsewhere.
 *
 * @param screen null where standard error is no terminal
 * @param judges false where no rule is looked at either
 */
export function bypassBanner(screen: ErrorScreen | null, judges: boolean): string {
  const means = meaning(judges);
  if (screen === null) return `assent: --yolo: no approvals, no sandbox: ${means}\n`;
  const columns = Math.min(screen.columns - 1, COLUMNS_MAX);
  const red = (line: string): string => (screen.colour ? `${RED}${line}${PLAIN}\n` : `${line}\n`);
  // A box needs room for the title.
  if (columns < TITLE.length + 4) return red(`${TITLE}: ${means}`);
  const inner = columns - 4;
  const { top, side, bottom } = BORDERS[screen.charset];
  const edge = ([left, line, right]: readonly [string, string, string]): string =>
    `${left}${line.repeat(columns - 2)}${right}`;
  const lines = [TITLE, ...wrap(means, inner)].map((line) => `${side} ${line.trimEnd().padEnd(inner)} ${side}`);
  return [edge(top), ...lines, edge(bottom)].map(red).join("");
}

function meaning(judges: boolean): string {
  const free = "what runs can read, change and send whatever you can, and nobody is asked";
  return judges ? `${free}; only what a rule forbids or would ask about is refused` : free;
}
