/** Commands that destroy what cannot be brought back; only what is certain from their words. */
import { programName } from "../shell/program.ts";
import { read } from "../shell/read.ts";
import type { Command } from "../shell/reading.ts";

/** Wrappers around wrappers are looked through this often. */
const WRAPPERS_MAX = 8;

/**
 * Why the command is dangerous, in plain words that follow its name ("deletes …"); null where nothing certain is
 * known. Looks behind `sudo` and the like and into plain scripts of a shell. Forced `rm` is dangerous whatever it
 * names, as in Codex.
 */
export function dangerOf(command: Command): string | null {
  return dangerWithin(command, WRAPPERS_MAX);
}

function dangerWithin(command: Command, wrappersLeft: number): string | null {
  const reading = read(command);
  if (reading.kind === "opaque") return FORK_BOMB.test(command[2] ?? "") ? "starts processes without end" : null;
  for (const part of reading.commands) {
    const danger = dangerOfOne(part, wrappersLeft);
    if (danger !== null) return danger;
  }
  return null;
}

/** A function that calls itself twice in the background. A name is tried from its start only: a long one would take ages. */
const FORK_BOMB = /(?<![\w:.])([\w:.]+)\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}/;

function dangerOfOne([program, ...args]: Command, wrappersLeft: number): string | null {
  // A program elsewhere that is called rm is treated as one.
  const name = programName(program) ?? program.slice(program.lastIndexOf("/") + 1);
  const valued = WRAPPERS.get(name);
  const inner = valued === undefined ? null : behindWrapper(args, valued);
  if (inner !== null) return wrappersLeft === 0 ? "hides what it runs" : dangerWithin(inner, wrappersLeft - 1);
  if (name.startsWith("mkfs.") || name === "mkfs") return formats(args);
  return CHECKS.get(name)?.(args) ?? null;
}

/** Run the words behind their options, with other rights or in other surroundings; the letters take the next word. */
const WRAPPERS: ReadonlyMap<string, string> = new Map([
  ["builtin", ""],
  ["busybox", ""],
  ["command", ""],
  ["doas", "uC"],
  ["env", "uC"],
  ["exec", "a"],
  ["ionice", "cnpPu"],
  ["nice", "n"],
  ["nohup", ""],
  ["setsid", ""],
  ["stdbuf", "ioe"],
  ["sudo", "ugCDhpRrTt"],
  ["time", "fo"],
  ["timeout", "ks"],
  ["xargs", "ILnPEsda"],
]);

const LONG_VALUED =
  /^--(?:user|group|chdir|host|prompt|chroot|role|type|other-user|unset|signal|kill-after|adjustment|max-[a-z]+|delimiter|arg-file)$/;

/** The command behind options, the assignments of env and the time of timeout. */
function behindWrapper(args: readonly string[], valued: string): Command | null {
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--") {
      at++;
      break;
    }
    const takesNext = LONG_VALUED.test(arg) || (/^-[A-Za-z]+$/.test(arg) && valued.includes(arg.slice(-1)));
    if (takesNext) at++;
    else if (!/^-|^[A-Za-z_]\w*=|^\d+(?:\.\d+)?[smhd]?$/.test(arg)) break;
  }
  const [program, ...rest] = args.slice(at);
  return program === undefined ? null : [program, ...rest];
}

type Check = (args: readonly string[]) => string | null;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["rm", (args) => (hasFlag(args, "f", "force") ? "deletes without asking back" : null)],
  [
    "dd",
    (args) => (args.some((arg) => /^of=\/dev\/(?!null$|zero$|stdout$|stderr$|fd\/)/.test(arg)) ? OVERWRITES : null),
  ],
  ["mke2fs", formats],
  ["wipefs", (args) => (hasFlag(args, "a", "all") && namesDevice(args) ? OVERWRITES : null)],
  ["blkdiscard", (args) => (namesDevice(args) ? OVERWRITES : null)],
  ["shred", (args) => (namesDevice(args) || args.some(isRootFolder) ? OVERWRITES : null)],
  ["chmod", dangerOfChmod],
  ["gh", (args) => (args[0] === "auth" && args[1] === "token" ? SHOWS : null)],
  [
    "aws",
    (args) => (args[0] === "configure" && args[1] === "get" && /secret|token/.test(args[2] ?? "") ? SHOWS : null),
  ],
  [
    "security",
    (args) => (/^find-(?:generic|internet)-password$/.test(args[0] ?? "") && hasFlag(args, "w", "w") ? SHOWS : null),
  ],
  ["chown", (args) => (isRecursiveOnRoot(args) ? "changes the owner of whole system folders" : null)],
  ["chgrp", (args) => (isRecursiveOnRoot(args) ? "changes the group of whole system folders" : null)],
  ["find", (args) => (args.includes("-delete") && args.some(isRootFolder) ? "deletes whole system folders" : null)],
  ["git", dangerOfGit],
  ["shutdown", (args) => (args.some((arg) => arg === "-c" || arg === "--help" || arg === "--version") ? null : STOPS)],
  ["reboot", (args) => (args.every((arg) => arg !== "--help" && arg !== "--version") ? STOPS : null)],
  ["poweroff", (args) => (args.every((arg) => arg !== "--help" && arg !== "--version") ? STOPS : null)],
  ["halt", (args) => (args.every((arg) => arg !== "--help" && arg !== "--version") ? STOPS : null)],
  ["systemctl", (args) => (args.some((arg) => /^(?:poweroff|reboot|halt|kexec)$/.test(arg)) ? STOPS : null)],
  ["kill", (args) => (args.length > 1 && args.at(-1) === "-1" ? "ends every process that it may" : null)],
]);

const OVERWRITES = "overwrites a whole device";
const STOPS = "stops the machine";
const SHOWS = "shows a secret";

function dangerOfChmod(args: readonly string[]): string | null {
  if (isRecursiveOnRoot(args)) return "changes the rights of whole system folders";
  // The group's bit alone is usual on folders, where it hands down the group.
  const modes = args.flatMap((arg) => arg.split(","));
  const gives = modes.some((mode) => /^(?:[go]*[ua][ugoa]*)?[+=][rwxXt]*s|^0*[4-7][0-7]{3}$/.test(mode));
  return gives ? "lets whoever runs the file act as its owner" : null;
}

function formats(args: readonly string[]): string | null {
  return namesDevice(args) && !hasFlag(args, "n", "dry-run") ? OVERWRITES : null;
}

/** What git cannot bring back: uncommitted work, and other people's commits. */
function dangerOfGit(args: readonly string[]): string | null {
  const words = behindGlobalOptions(args);
  const [subcommand, ...rest] = words;
  switch (subcommand) {
    case "reset":
      return rest.includes("--hard") ? "throws away uncommitted changes" : null;
    case "clean":
      return hasFlag(rest, "f", "force") && !hasFlag(rest, "n", "dry-run") ? "deletes untracked files" : null;
    case "push":
      return isForcedPush(rest) ? "overwrites or deletes commits on the remote" : namesProgram(rest);
    case "fetch":
    case "pull":
    case "ls-remote":
    case "archive":
      return namesProgram(rest);
    case "clone":
      return hasFlag(rest, "u", "template") || rest.some((arg) => arg.startsWith("--template="))
        ? RUNS
        : namesProgram(rest);
    case "stash":
      return rest[0] === "clear" ? "throws away all stashed changes" : null;
    case "checkout":
      return hasFlag(rest, "f", "force") || (rest.includes("--") && rest.at(-1) === ".") ? DISCARDS : null;
    case "restore":
      return rest.at(-1) === "." && !hasFlag(rest, "S", "staged") ? DISCARDS : null;
    case "switch":
      return hasFlag(rest, "f", "force") || rest.includes("--discard-changes") ? DISCARDS : null;
    case "filter-branch":
    case "filter-repo":
      return "rewrites the history";
    case "update-ref":
      return rest.includes("-d") ? "deletes a reference without a trace" : null;
    default:
      return null;
  }
}

const RUNS = "runs a program that an option names";

/** Who allows `git fetch` has not allowed `git fetch --upload-pack=ANYTHING`. */
function namesProgram(args: readonly string[]): string | null {
  const options = args.slice(0, args.includes("--") ? args.indexOf("--") : args.length);
  const names = options.filter((arg) => arg.startsWith("--")).map((arg) => arg.split("=", 1)[0] ?? "");
  const isNamed = names.some((name) => {
    return name.length > 4 && ["--upload-pack", "--receive-pack", "--exec"].some((option) => option.startsWith(name));
  });
  return isNamed ? RUNS : null;
}

const DISCARDS = "throws away uncommitted changes";

function behindGlobalOptions(args: readonly string[]): readonly string[] {
  let at = 0;
  while (args[at]?.startsWith("-") === true)
    at += /^(?:-C|-c|--git-dir|--work-tree|--namespace)$/.test(args[at] ?? "") ? 2 : 1;
  return args.slice(at);
}

/** `--force-with-lease` overwrites nothing that was not seen, but what is overwritten is gone all the same. */
function isForcedPush(args: readonly string[]): boolean {
  if (hasFlag(args, "n", "dry-run")) return false;
  if (hasFlag(args, "f", "force") || hasFlag(args, "d", "delete")) return true;
  return args.some((arg) => /^--(?:mirror|prune|force-with-lease(?:=.*)?)$/.test(arg) || /^[+:]./.test(arg));
}

function hasFlag(args: readonly string[], letter: string, name: string): boolean {
  const end = args.indexOf("--");
  const options = end === -1 ? args : args.slice(0, end);
  return options.some((arg) => {
    if (arg.startsWith("--")) return arg.length > 3 && `--${name}`.startsWith(arg);
    return arg.startsWith("-") && arg.includes(letter);
  });
}

function namesDevice(args: readonly string[]): boolean {
  return args.some((arg) => /^\/dev\/(?!null$|zero$|stdin$|stdout$|stderr$|shm\/|fd\/)./.test(arg));
}

function isRecursiveOnRoot(args: readonly string[]): boolean {
  return hasFlag(args, "R", "recursive") && args.some(isRootFolder);
}

/** The root, and the folders that the system or all homes live in. */
function isRootFolder(word: string): boolean {
  return /^\/(?:bin|boot|dev|etc|home|lib|lib64|opt|proc|root|sbin|srv|sys|usr|var)?(?:\/\.?)*\*?$/.test(word);
}
