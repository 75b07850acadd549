/** Lines of text with a tone, and how they are painted. */

export type Tone = "plain" | "strong" | "dim" | "good" | "warning" | "bad";

/** Fit for a terminal: nothing in `text` is obeyed, and what came from outside adds no line. */
export type TonedLine = { readonly tone: Tone; readonly text: string };

const COLOURS: Readonly<Record<Tone, string>> = {
  plain: "",
  strong: "1",
  dim: "2",
  good: "32",
  warning: "33",
  bad: "31",
};

/** The lines, each with its end. */
export function paint(lines: readonly TonedLine[], colour: boolean): string {
  return lines
    .map(({ tone, text }) =>
      colour && COLOURS[tone] !== "" ? `\u001b[${COLOURS[tone]}m${text}\u001b[0m\n` : `${text}\n`,
    )
    .join("");
}

/** JSON says the same with an escape in the place of a character that a terminal would obey or hide. */
export function asciiControls(json: string): string {
  return json.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (char) =>
    [...Array(char.length).keys()]
      .map((index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
