/** The words that carry out what a model wants a shell to do. */
import type { Command } from "../shell/reading.ts";

/** As in Codex: `-lc` reads what a login shell reads. @param shell absolute */
export function commandLine(shell: string, script: string, isLogin: boolean): Command {
  return [shell, isLogin ? "-lc" : "-c", script];
}

/** The script of such words; the words themselves where they are others. */
export function scriptOf(argv: Command): string {
  const [, option, script, ...more] = argv;
  return (option === "-lc" || option === "-c") && script !== undefined && more.length === 0 ? script : argv.join(" ");
}

/** The words as one line for clients, quoted as Codex does: in double quotes where there are single ones. */
export function shownLine(argv: readonly string[]): string {
  return argv.map(quoted).join(" ");
}

const PLAIN = /^[A-Za-z0-9_\-./:@+\]]+$/u;

function quoted(word: string): string {
  if (PLAIN.test(word)) return word;
  if (!word.includes("'")) return `'${word}'`;
  // Single quotes stand in double ones; what would mean something there is escaped.
  return /[!]/u.test(word) ? `'${word.replaceAll("'", `'"'"'`)}'` : `"${word.replaceAll(/[\\"$`]/gu, "\\$&")}"`;
}
