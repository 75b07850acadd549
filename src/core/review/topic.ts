/** Whether two texts are about the same: by the words in them that mean something. */

/** Of longer texts only the first part is looked through. */
const CHARS_MAX = 20_000;

/** In requests and in code alike they stand for nothing. */
const EMPTY: ReadonlySet<string> = new Set(
  (
    "the and for from with without into onto that this these those then than not but are was were has have had will can " +
    "could would should shall must may might our your their its his her you they them please thanks just only also too " +
    "add adds adding added fix fixes fixed fixing change changes changed make makes making made update updates updated set " +
    "sets get gets use uses used using new old put puts let lets give take remove delete create write read run runs show " +
    "tell work works working need needs want wants like look looks help does done doing been being what when where which who " +
    "why how all any some each every one two more most less file files code line lines function functions method class " +
    "value values error errors bug bugs issue problem thing things something nothing everything here there now still again " +
    "const var return import export default async await null true false void int string number bool def self pub impl " +
    "struct enum type interface public private static final else elif while switch case break try catch throw throws raise " +
    "end begin require include include_once module fail fails failing broken wrong right good better best first last next " +
    "clean up tidy refactor rewrite simplify improve slow fast project repo repository after before about out off"
  ).split(" "),
);

/** True where one of these texts shares a word with one of those. */
export function shareTopic(texts: readonly string[], others: readonly string[]): boolean {
  const said = new Set(others.flatMap(tokensIn).map(stemOf));
  return texts.flatMap(tokensIn).some((token) => said.has(stemOf(token)));
}

/** `parseDate`, `parse_date`, `0.19`: their parts, in lower case. */
function tokensIn(text: string): readonly string[] {
  const cut = text.slice(0, CHARS_MAX).replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2");
  const parts = cut.toLowerCase().match(/\p{L}+|\d+/gu) ?? [];
  return parts.filter((part) => (/^\d/.test(part) ? part.length > 1 : part.length > 2) && !EMPTY.has(part));
}

/** Sorting, sorted, sorts. */
function stemOf(word: string): string {
  return word.length > 5
    ? word.replace(/(?:ing|ed|es|s|er|ion|ions)$/, "").slice(0, 6)
    : word.replace(/(?<=...)s$/, "");
}
