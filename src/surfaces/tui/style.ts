/** Lines of styled text as data, and how they are painted on a terminal. */
import { type Charset, charsetOf } from "../../kit/text.ts";

export type Style =
  | "plain"
  | "dim"
  | "strong"
  | "border"
  | "title"
  | "key"
  | "gutter"
  | "escape"
  | "warning"
  | "good"
  | "bad"
  | "hunk"
  | "cursor";

/** Text that is fit for a terminal: nothing in it is obeyed. */
export type Span = { readonly text: string; readonly style: Style };
export type Line = readonly Span[];

/** What the terminal can show. Without `motion` it cannot go back and redraw, so each frame is printed anew. */
export type Look = { readonly colour: boolean; readonly charset: Charset; readonly motion: boolean };

/** Parameters of the "select graphic rendition" sequence; the sixteen colours that every theme sets for itself. */
const RENDITION: Readonly<Record<Style, string>> = {
  plain: "",
  dim: "2",
  strong: "1",
  border: "2",
  title: "1;36",
  key: "1;36",
  gutter: "36",
  escape: "7;35",
  warning: "33",
  good: "32",
  bad: "31",
  hunk: "2;36",
  cursor: "7",
};

export function paint(line: Line, colour: boolean): string {
  return line.map((span) => paintSpan(span, colour)).join("");
}

function paintSpan({ text, style }: Span, colour: boolean): string {
  const rendition = RENDITION[style];
  return colour && rendition !== "" ? `\x1b[${rendition}m${text}\x1b[0m` : text;
}

/** What a terminal can show, by the environment: `NO_COLOR` (set and not empty), `TERM=dumb`, and `charsetOf`. */
export function lookOf(env: Readonly<Record<string, string | undefined>>): Look {
  const motion = env["TERM"] !== "dumb" && env["TERM"] !== undefined && env["TERM"] !== "";
  return { colour: motion && (env["NO_COLOR"] ?? "") === "", charset: charsetOf(env), motion };
}
