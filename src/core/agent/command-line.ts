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

/** The words as one line for clients, quoted as Codex does: in pieces, each in the first way that can hold it. */
export function shownLine(argv: readonly string[]): string {
  return argv.map(quoted).join(" ");
}

function quoted(word: string): string {
  if (word === "") return "''";
  const pieces: string[] = [];
  for (let rest = word; rest !== "";) {
    const { end, quote } = pieceOf(rest);
    pieces.push(quote(rest.slice(0, end)));
    rest = rest.slice(end);
  }
  return pieces.join("");
}

type Way = { readonly holds: RegExp; readonly quote: (piece: string) => string };

/** What shells other than bash, and bash's own history, read otherwise stands in no such quotes. */
const WAYS: readonly Way[] = [
  { holds: /^[A-Za-z0-9_\-./:@+\]]*/u, quote: (piece) => piece },
  { holds: /^\^?[^'\\^]*/u, quote: (piece) => `'${piece}'` },
  { holds: /^[^`$!^]*/u, quote: (piece) => `"${piece.replaceAll(/[\\"]/gu, "\\$&")}"` },
];

/** The way that reaches the furthest; among equals the first. */
function pieceOf(text: string): { readonly end: number; readonly quote: Way["quote"] } {
  const reached = WAYS.map(({ holds, quote }) => ({ end: holds.exec(text)?.[0].length ?? 0, quote }));
  return reached.reduce((best, next) => (next.end > best.end ? next : best));
}
