/** What a program that starts counts as: every command that its words and file stand for. */
import { baseName } from "../../kit/path.ts";
import { wrap } from "../../kit/text.ts";
import type { Action } from "./action.ts";
import type { ProgramFile } from "./facts.ts";
import { printCommand } from "../shell/print.ts";
import type { Command } from "../shell/reading.ts";

export type ExecAction = Action & { readonly kind: "exec" };

/** Stands for the name of a file that has none. */
export const NAMELESS = "(a program without a file name)";

/**
 * The words as a person would write them. What the caller calls the program counts only where the file has that name:
 * it may be anything.
 */
export function execCommand({ argv: [called, ...args], path }: Pick<ExecAction, "argv" | "path">): Command {
  if (path === null) return [NAMELESS, ...args];
  return [baseName(called) === baseName(path) ? called : path, ...args];
}

/**
 * Each reading of it that rules and dangers are held against; the strictest counts. The first is the file with its
 * words; then the name it is called by (busybox goes by it), where links lead, the program that it is a copy of, and
 * what its `#!` line starts. The words of a program without a name may be any program's.
 */
export function facesOf({ argv: [called, ...args], path }: ExecAction, file: ProgramFile | null): readonly Command[] {
  const names = path === null ? [] : [path];
  const own = baseName(called).replace(/^-/, "");
  if (own !== "" && (path === null || own !== baseName(path))) names.push(own);
  for (const other of [file?.real ?? null, file?.copyOf ?? null]) {
    if (other !== null && !names.some((name) => baseName(name) === baseName(other))) names.push(other);
  }
  const faces = names.map((name): Command => [name, ...args]);
  const [interpreter, ...options] = file?.interpreter ?? [];
  return interpreter === undefined || path === null ? faces : [...faces, [interpreter, ...options, path, ...args]];
}

/** Words of one process among the ancestors that are shown; longer ones are cut. */
const ANCESTOR_CHARS_MAX = 40;
/** Ancestors that are shown, the nearest ones and the first. */
const ANCESTORS_MAX = 6;

/** As in `npm run build > sh -c … > rm -rf dist`. */
export function chainText(chain: readonly Command[], command: Command): string {
  const texts = chain.map(ancestorText).filter((text, at, all) => text !== all[at - 1]);
  const shown =
    texts.length <= ANCESTORS_MAX
      ? texts
      : [...texts.slice(0, 1), "…", ...texts.slice(texts.length - ANCESTORS_MAX + 2)];
  return [...shown, printCommand(command)].join(" > ");
}

/** A script among the words says nothing that the chain does not say. */
function ancestorText([program, ...words]: Command): string {
  const args = words.filter((word) => word !== "");
  // Some programs write what they do over their own words.
  if (args.length === 0 && words.length > 0 && /\s/.test(program)) return cut(program);
  const script = args.findIndex((arg) => /\s/.test(arg));
  const shown: Command = [baseName(program), ...(script === -1 ? args : args.slice(0, script))];
  return cut(`${printCommand(shown)}${script === -1 ? "" : " …"}`);
}

function cut(text: string): string {
  return text.length <= ANCESTOR_CHARS_MAX ? text : `${wrap(text, ANCESTOR_CHARS_MAX)[0] ?? ""}…`;
}
