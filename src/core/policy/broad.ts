/** Which prefixes would allow anything at all, and why. */
import type { PrefixRule } from "./rules.ts";
import { NEEDS_SUBCOMMAND, isSubcommand } from "./subcommands.ts";

/**
 * Why a rule that begins so would be as good as no rules, in one line; null where it is narrow enough.
 * The program counts by its name wherever it lies.
 */
export function whyTooBroad([program, ...args]: readonly [string, ...string[]]): string | null {
  const name = program.slice(program.lastIndexOf("/") + 1).replace(/(?<=\D)[-.]?\d[\d.]*$/, "") || program;
  if (SHELLS.has(name)) return whyShell(name, args);
  if (ESCALATORS.has(name)) return `${name} runs any program with other rights`;
  if (LAUNCHERS.has(name) || /^ld-(?:linux|musl)/.test(name)) return `${name} runs any program that it is given`;
  const evaluates = INTERPRETERS.get(name);
  if (evaluates !== undefined) return whyInterpreter(name, args, evaluates);
  const runs = RUNS_OTHERS.get(name);
  if (runs !== undefined) return runs;
  if (name === "rm" && args.some((arg) => arg.startsWith("-")) && args.every((arg) => arg.startsWith("-"))) {
    return "rm with options alone would allow deleting anything: name what";
  }
  return whyTool(name, args);
}

/** A pattern with more alternatives is not looked at one by one. */
const PREFIXES_MAX = 64;

/**
 * True where an allow rule with this pattern says too little for its commands to leave the sandbox: it names a program
 * that runs others, or anything, and does not say what; one of its alternatives is enough.
 */
export function speaksOfNoProgram(pattern: PrefixRule["pattern"]): boolean {
  const [program, ...rest] = pattern;
  if (TAKES_PROGRAMS.has(program.slice(program.lastIndexOf("/") + 1))) return true;
  let prefixes: readonly (readonly [string, ...string[]])[] = [[program]];
  for (const token of rest) {
    const words = typeof token === "string" ? [token] : token;
    if (prefixes.length * words.length > PREFIXES_MAX) return true;
    prefixes = prefixes.flatMap((prefix) => words.map((word): readonly [string, ...string[]] => [...prefix, word]));
  }
  return prefixes.some((prefix) => whyTooBroad(prefix) !== null);
}

/** Words that may follow any rule for these name a program, or hold commands that start one. */
const TAKES_PROGRAMS: ReadonlySet<string> = new Set(
  (
    "zip rsync sqlite3 psql mysql mariadb mongosh redis-cli m4 dc gnuplot octave maxima sort split rg cpio tcpdump mutt emacsclient " +
    "gcc g++ cc c++ clang clang++ ld run-parts start-stop-daemon logrotate nodemon concurrently hyperfine watchexec capsh " +
    "osascript git-shell parallel-ssh pssh ansible salt pee chronic ifne wget aria2c yt-dlp youtube-dl http xh scp sftp rclone " +
    "s3cmd ssh-keygen ssh-add openssl gpg gpg2 ag ack bat batcat delta tig lazygit gitui fzf sk exiftool convert magick mogrify " +
    "ffmpeg pandoc ctags cscope cloc nmap ip tc iptables tcpdump google-chrome chromium chromium-browser firefox code cursor " +
    "codium subl zed nano micro hx joe mail mailx sendmail systemctl journalctl loginctl busctl dpkg rpm helm kustomize " +
    "as ld.gold nm ar objdump gofmt rustup jj svn fossil darcs cvs p4 patch unzip 7z 7za cabextract gs ghostscript"
  ).split(" "),
);

const SHELLS: ReadonlySet<string> = new Set(
  "bash rbash sh zsh dash posh ksh mksh yash ash osh fish csh tcsh nu elvish xonsh pwsh powershell cmd".split(" "),
);

const ESCALATORS: ReadonlySet<string> = new Set(
  "sudo sudoedit doas su pkexec runuser run0 gosu setpriv machinectl".split(" "),
);

/** Their words are a program and its arguments. */
const LAUNCHERS: ReadonlySet<string> = new Set(
  (
    "env nice ionice nohup setsid stdbuf time timeout xargs parallel watch entr busybox toybox command exec builtin eval " +
    "source . chroot unshare nsenter bwrap firejail proot flatpak-spawn systemd-run strace ltrace gdb lldb script expect " +
    "tmux screen ssh mosh rsh nc ncat socat telnet at batch crontab flock taskset chrt numactl prlimit unbuffer " +
    "setarch linux32 linux64 i386 x86_64 choom catchsegv dbus-run-session wine open xdg-open nodemon ld.so ftp lftp " +
    "assent codex claude gemini opencode aider cursor-agent ipython jshell ghci runghc iex erl clj clojure groovy " +
    "npx bunx pnpx uvx pipx dlx direnv dotenv dotenvx mise asdf nix-shell ssh-agent sshpass valgrind perf"
  ).split(" "),
);

/** Interpreters, with the letters and names of options behind which a program's text stands. */
const INTERPRETERS: ReadonlyMap<string, RegExp> = new Map([
  ["python", /^-[A-Za-z]*c|^-$/],
  ["pypy", /^-[A-Za-z]*c|^-$/],
  ["node", /^-[A-Za-z]*[epr]|^--(?:eval|print|require|import|loader)|^-$/],
  ["nodejs", /^-[A-Za-z]*[epr]|^--(?:eval|print|require|import|loader)|^-$/],
  ["tsx", /^-[A-Za-z]*[epr]|^--(?:eval|print|require|import)|^-$/],
  ["ts-node", /^-[A-Za-z]*[epr]|^--(?:eval|print|require)|^-$/],
  ["perl", /^-[A-Za-z0]*[eEIMmd]|^-$/],
  ["ruby", /^-[A-Za-z]*[erI]|^-$/],
  ["php", /^-[A-Za-z]*[rRBEFd]|^-$/],
  ["lua", /^-[A-Za-z]*[el]|^-$/],
  ["luajit", /^-[A-Za-z]*[el]|^-$/],
  ["Rscript", /^-e|^-$/],
  ["R", /^-e|^-$/],
  ["julia", /^-[A-Za-z]*[eEL]|^--(?:eval|print|load)|^-$/],
  ["osascript", /^-e|^-$/],
  ["java", /^-(?:cp|classpath|jar|javaagent.*|agentlib.*|agentpath.*)$|^@/],
  ["tclsh", /^-$/],
  ["guile", /^-[A-Za-z]*[cel]|^-$/],
]);

/** Options or scripts of theirs run programs or write anywhere, whatever else they are given. */
const RUNS_OTHERS: ReadonlyMap<string, string> = new Map([
  ["find", "find runs and deletes with options that may follow"],
  ["fd", "fd runs programs with options that may follow"],
  ["fdfind", "fd runs programs with options that may follow"],
  ["awk", "awk runs any text that it is given"],
  ["gawk", "awk runs any text that it is given"],
  ["mawk", "awk runs any text that it is given"],
  ["nawk", "awk runs any text that it is given"],
  ["sed", "sed runs and writes with scripts that may follow"],
  ["vi", "an editor runs any program"],
  ["vim", "an editor runs any program"],
  ["view", "an editor runs any program"],
  ["ex", "an editor runs any program"],
  ["nvim", "an editor runs any program"],
  ["emacs", "an editor runs any program"],
  ["ed", "an editor runs any program"],
  ["less", "a pager runs any program"],
  ["more", "a pager runs any program"],
  ["man", "man runs a pager that may be named"],
  ["tar", "tar runs programs and writes anywhere with options that may follow"],
  ["dd", "dd overwrites whatever it is given"],
  ["tee", "tee writes to any file"],
]);

/** Options that surely take no value, so that the word behind them is the program. */
const PLAIN_OPTION = /^-(?:[uBbEOsSvq]+|-test|-watch|-no-warnings|-enable-source-maps|-experimental-strip-types)$/;

function whyShell(name: string, args: readonly string[]): string | null {
  const [script] = args;
  if (script !== undefined && !/^[-+]/.test(script)) return null;
  return `${name} runs any script that it is given`;
}

/** With the file of a program it is that program; alone, or with text to evaluate, it is anything. */
function whyInterpreter(name: string, args: readonly string[], evaluates: RegExp): string | null {
  const text = args.findIndex((arg) => evaluates.test(arg));
  const file = args.findIndex((arg) => !arg.startsWith("-"));
  // The whole program text is part of the rule: only that text is allowed, whatever follows are its arguments.
  if (text !== -1 && (file === -1 || text < file)) return `${name} ${args[text] ?? ""} runs any text that it is given`;
  if (file > 0 && args[0] !== "-m" && !args.slice(0, file).every((arg) => PLAIN_OPTION.test(arg))) {
    return `an option of ${name} before its program leaves open what it runs`;
  }
  if (file === -1 || (args[0] === "-m" && args.length < 2)) return `${name} runs any program that it is given`;
  return null;
}

/** Tools that are many programs in one: a rule must say which. */
function whyTool(name: string, args: readonly string[]): string | null {
  const tool = NEEDS_SUBCOMMAND.get(name);
  if (tool === undefined) return null;
  const [subcommand] = args;
  if (subcommand === undefined) return `${name} alone would allow all that ${name} can do: name a subcommand`;
  if (!isSubcommand(subcommand)) return `an option of ${name} before its subcommand leaves open what it does`;
  const [operation] = args.slice(1);
  const deeper = tool.open?.get(subcommand);
  if (deeper !== undefined && (operation === undefined || !deeper.test(operation))) {
    if (operation === undefined) return `${name} ${subcommand} leaves open what it does: name which`;
    return `${name} ${subcommand} ${operation} runs any program that it is given`;
  }
  if (tool.never?.includes(subcommand) === true) return `${name} ${subcommand} leaves open what it runs`;
  return null;
}
