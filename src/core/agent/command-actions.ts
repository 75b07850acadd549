/** What a script does in the few words that clients draw: reads, lists, searches. */
import { baseName, resolvePath } from "../../kit/path.ts";
import { read } from "../shell/read.ts";
import type { Command } from "../shell/reading.ts";
import { scriptOf, shownLine } from "./command-line.ts";

export type CommandAction =
  /** `command`: that part of the script. `path` absolute. */
  | { readonly kind: "read"; readonly command: string; readonly name: string; readonly path: string }
  | { readonly kind: "list"; readonly command: string; readonly path: string | null }
  | { readonly kind: "search"; readonly command: string; readonly query: string | null; readonly path: string | null }
  | { readonly kind: "unknown"; readonly command: string };

/**
 * Only what does nothing else gets a word: one part that is not known for sure makes the whole script unknown.
 *
 * @param argv as `commandLine` gives it; cwd absolute
 */
export function commandActions(argv: Command, cwd: string): readonly CommandAction[] {
  const unknown: readonly CommandAction[] = [{ kind: "unknown", command: scriptOf(argv) }];
  const reading = read(argv);
  if (reading.kind === "opaque") return unknown;
  const actions: CommandAction[] = [];
  let folder = cwd;
  for (const command of reading.commands) {
    const [program, target, ...more] = command;
    if (program === "cd" && target !== undefined && more.length === 0 && !target.startsWith("-")) {
      folder = resolvePath(folder, target);
      continue;
    }
    const action = actionOf(command, folder);
    if (action === null) return unknown;
    if (action !== "helper") actions.push(action);
  }
  return actions.length === 0 ? unknown : actions;
}

/** `helper`: shapes the output of what stands before it, and touches nothing. Null for all else. */
function actionOf(command: Command, cwd: string): CommandAction | "helper" | null {
  const [program, ...args] = command;
  const shown = shownLine(command);
  switch (baseName(program)) {
    case "ls":
    case "eza":
    case "tree":
      return listing(shown, args);
    case "cat":
    case "nl":
    case "bat":
      return reading(shown, plain(args), cwd);
    case "head":
    case "tail":
      return args.includes("-f") || args.includes("-F") ? null : reading(shown, withoutCounts(args), cwd);
    case "sed":
      return sed(shown, args, cwd);
    case "rg":
    case "grep":
    case "egrep":
    case "fgrep":
      return searching(shown, args);
    case "find":
      return finding(shown, args);
    case "wc":
    case "sort":
    case "uniq":
    case "cut":
    case "tr":
      return plain(args).length <= HELPER_WORDS && !args.some((arg) => /^-o|^--output/u.test(arg)) ? "helper" : null;
    default:
      return null;
  }
}

/** `tr a b`, `cut -d : -f 1`: more words may be files. */
const HELPER_WORDS = 2;

function plain(args: readonly string[]): readonly string[] {
  return args.filter((arg) => !arg.startsWith("-"));
}

/** Without `-n 20` and the like. */
function withoutCounts(args: readonly string[]): readonly string[] {
  return plain(args.filter((arg, at) => !(/^\d+$/u.test(arg) && /^-[nc]$/u.test(args[at - 1] ?? ""))));
}

function listing(command: string, args: readonly string[]): CommandAction {
  return { kind: "list", command, path: plain(args)[0] ?? null };
}

/** Of one file; without any it only passes on what it is given. */
function reading(command: string, files: readonly string[], cwd: string): CommandAction | "helper" | null {
  const [file, ...more] = files;
  if (file === undefined) return "helper";
  return more.length > 0 ? null : { kind: "read", command, name: baseName(file), path: resolvePath(cwd, file) };
}

/** `sed -n 1,20p FILE` and nothing else. */
function sed(command: string, [option, script, ...files]: readonly string[], cwd: string): ReturnType<typeof actionOf> {
  const isReading = option === "-n" && /^(?:\d+|\$)(?:,(?:\d+|\$))?p$/u.test(script ?? "");
  return isReading && !files.some((file) => file.startsWith("-")) ? reading(command, files, cwd) : null;
}

/** Options of ripgrep by which it runs another program. */
const RUNS = /^--(?:pre|pre-glob|hostname-bin)(?:=|$)/u;
/** Options of both with a value behind them. */
const WITH_VALUE = /^(?:-[ABCefgtTmMdD]|--(?:glob|type|type-not|max-count|context|regexp|file|include|exclude))$/u;

function searching(command: string, args: readonly string[]): CommandAction | null {
  if (args.some((arg) => RUNS.test(arg))) return null;
  const words = args.filter((arg, at) => !arg.startsWith("-") && !WITH_VALUE.test(args[at - 1] ?? ""));
  const given = args.findIndex((arg) => arg === "-e" || arg === "--regexp");
  if (args.includes("--files")) return { kind: "list", command, path: words[0] ?? null };
  const query = given === -1 ? (words[0] ?? null) : (args[given + 1] ?? null);
  return { kind: "search", command, query, path: (given === -1 ? words[1] : words[0]) ?? null };
}

/** Tests of `find` that only look. */
const LOOKS =
  /^-(?:i?name|i?path|i?wholename|i?regex|type|maxdepth|mindepth|size|[acm]time|[acm]min|newer|print0?|prune|a|o|not|empty|L|H|P|xdev)$|^[()!]$/u;

function finding(command: string, args: readonly string[]): CommandAction | null {
  if (args.some((arg) => /^[-(!)]/u.test(arg) && !LOOKS.test(arg))) return null;
  const first = args.find((arg) => !arg.startsWith("-")) ?? null;
  const path = first === null || first !== args[0] ? null : first;
  const named = args.findIndex((arg) => /^-i?(?:name|path|wholename|regex)$/u.test(arg));
  return named === -1
    ? { kind: "list", command, path }
    : { kind: "search", command, query: args[named + 1] ?? null, path };
}
