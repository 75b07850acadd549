/** Writes words for a POSIX shell, so that reading them again gives the same words. */

/** Characters that mean themselves in bash, dash and zsh wherever they stand in a word but at its start. */
const PLAIN = /^[A-Za-z0-9_\-./:@%+,][A-Za-z0-9_\-./:@%+,=]*$/;

/**
 * The words as one line that a person can paste into a shell. Words that hold anything but plain letters are put in
 * single quotes; nothing is escaped for a terminal, which is the caller's part.
 */
export function printCommand(argv: readonly string[]): string {
  return argv.map((word, index) => (isPlain(word, index) ? word : quote(word))).join(" ");
}

/** One word as it stands behind a program's name. */
export function printWord(word: string): string {
  return isPlain(word, 1) ? word : quote(word);
}

function isPlain(word: string, index: number): boolean {
  if (!PLAIN.test(word)) return false;
  return index > 0 || !(word.includes("=") || RESERVED.has(word));
}

/** Reserved words that are made of plain letters. */
const RESERVED: ReadonlySet<string> = new Set([
  ..."if then elif else fi for while until do done case esac select in function time coproc".split(" "),
  ..."repeat foreach end always nocorrect noglob - declare export float integer local readonly typeset".split(" "),
]);

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
