/** Programs that run others, with words that no table can say. */
import { isText, prefixOf, startsWith, textOf, textValue, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";
import { dropStart, openOptions, type Options } from "./wrappers-read.ts";
import { seeDebugger, seeExpect, seeScreen, seeTmux } from "./wrappers-sessions.ts";
import { seeShell } from "./wrappers-shell.ts";
import { splitLine } from "./wrappers-split.ts";
import {
  carried,
  input,
  joinWords,
  lineOf,
  runs,
  script,
  settingOf,
  takeAssignments,
  unseen,
  words,
  type See,
} from "./wrappers-usage.ts";

const ENV: Options = {
  "-i -0 --ignore-environment --null -v --debug --block-signal=? --default-signal=? --ignore-signal=?": "ok",
  "-u= --unset= -a= --argv0= -P= -L= -U=": "ok",
  "-C= --chdir=": "cwd",
  "-S= --split-string=": "line",
  "--help --version --list-signal-handling": "none",
};

/** A line that is split may bring options that split another one. */
const SPLITS_MAX = 4;

function seeEnv(args: readonly Value[], open: boolean, splitsLeft = SPLITS_MAX): readonly Inner[] {
  const { given, rests, doubt } = openOptions(ENV, args);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const line = given.findLast(({ role }) => role === "line")?.value ?? null;
  const cwd = given.findLast(({ role }) => role === "cwd")?.value ?? null;
  const doubtful = doubt ? [unseen("env")] : [];
  if (line !== null) {
    const parts = splitsLeft === 0 ? null : splitLine(line);
    if (parts === null) return [script("env -S", line), unseen("env -S")];
    return [...rests.flatMap((rest) => seeEnv([...parts, ...rest], open, splitsLeft - 1)), ...doubtful];
  }
  const inner = rests.flatMap((rest) => {
    // A dash by itself clears what is around, as -i does.
    const isCleared = rest[0] !== undefined && textOf(rest[0]) === "-";
    const around = takeAssignments({ words: isCleared ? rest.slice(1) : rest, open, cwd, settings: [] });
    return around.words.length === 0 && !open ? [] : [words("env", around)];
  });
  return [...inner, ...doubtful];
}

const SU: Options = {
  "-c= --command= --session-command=": "script",
  "-g= --group= -G= --supp-group= -s= --shell= -w= --whitelist-environment= -C=": "ok",
  "-f --fast -l --login -m -p --preserve-environment -P --pty -T --no-pty": "ok",
  "-h --help -V --version": "none",
};

/** `su USER -c LINE`, where options also stand behind the user; without a line a shell that reads its input. */
function seeSu(args: readonly Value[], open: boolean): readonly Inner[] {
  let rest = args;
  for (let round = 0; round < 3; round++) {
    const { given, rests, doubt } = openOptions(SU, rest);
    if (given.some(({ role, sure }) => role === "none" && sure)) return [];
    const lines = given.flatMap((option) => carried(option, "su"));
    if (doubt || open) return [...lines, unseen("su")];
    if (lines.length > 0) return lines;
    rest = (rests[0] ?? []).slice(1);
    if (rest.length === 0) break;
  }
  return [input("su")];
}

function seeRunuser(args: readonly Value[], open: boolean): readonly Inner[] {
  const isDirect = args.some((word) => /^(?:-u.*|--user(?:=.*)?)$/.test(textOf(word) ?? ""));
  return isDirect ? runs({ options: { ...SU, "-u= --user=": "ok" } }, "runuser", args, open) : seeSu(args, open);
}

const SSH: Options = {
  "-4 -6 -A -a -C -f -g -K -k -M -N -n -q -s -T -t -v -X -x -Y -y": "ok",
  "-B= -b= -c= -D= -E= -e= -F= -I= -i= -J= -L= -l= -m= -O= -P= -p= -R= -S= -W= -w=": "ok",
  "-o=": "setting",
  "-V -G -Q=": "none",
};

function seeSsh(args: readonly Value[], open: boolean): readonly Inner[] {
  const first = openOptions(SSH, args);
  const [host, ...behind] = first.rests[0] ?? [];
  // Options may stand behind the host as well.
  const second = openOptions(SSH, behind);
  const given = [...first.given, ...second.given];
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const named = given.flatMap(({ role, value }) => (role === "setting" && value !== null ? sshOption(value) : []));
  const doubt = first.doubt || second.doubt || first.rests.length > 1 ? [unseen("ssh")] : [];
  if (host === undefined) return [...named, ...(open ? [unseen("ssh")] : []), ...doubt];
  const isSilent = given.some(({ key, value }) => value === null && key.includes("-N")) && hasFlag(args, "N");
  const command = second.rests.flatMap((rest): readonly Inner[] => {
    if (rest.length > 0) return [script("ssh host", joinWords(rest), open)];
    return open ? [unseen("ssh host")] : isSilent ? [] : [input("ssh host")];
  });
  return [...named, ...command, ...doubt];
}

function hasFlag(args: readonly Value[], letter: string): boolean {
  return args.some((word) => {
    const text = textOf(word) ?? "";
    return text.includes(letter, 1) && /^-[A-Za-z]+$/.test(text);
  });
}

/** `-o ProxyCommand=LINE`, also with a blank between. */
function sshOption(value: Value): readonly Inner[] {
  const [whole = "", name = ""] = /^\s*(\w+)\s*[=\s]\s*/.exec(prefixOf(value)) ?? [];
  if (name === "") return textOf(value) === null ? [unseen("ssh -o")] : [];
  const isCommand = /^(?:proxycommand|localcommand|knownhostscommand|remotecommand)$/i.test(name);
  const line = dropStart(value, whole.length);
  return isCommand && textOf(line) !== "none" ? [script(`ssh ${name}`, line)] : [];
}

const FLOCK: Options = {
  "-s --shared -x -e --exclusive -u --unlock -n --nb --nonblock -o --close -F --no-fork --verbose --fcntl": "ok",
  "-w= --wait= --timeout= -E= --conflict-exit-code= --start= --length=": "ok",
  "-c= --command=": "script",
  "-h --help -V --version": "none",
};

function seeFlock(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given, rests, doubt } = openOptions(FLOCK, args);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const inner = rests.flatMap(([, ...command]): readonly Inner[] => {
    const [first, ...rest] = command;
    if (first === undefined) return open ? [unseen("flock")] : [];
    if (!/^(?:-c|--command)$/.test(textOf(first) ?? "")) return [words("flock", { words: command, open })];
    return rest[0] === undefined ? [unseen("flock -c")] : [script("flock -c", rest[0])];
  });
  return [...given.flatMap((option) => carried(option, "flock")), ...inner, ...(doubt ? [unseen("flock")] : [])];
}

const SCRIPT: Options = {
  "-a --append -e --return -f --flush --force -q --quiet -k -r -d -p": "ok",
  "-E= --echo= -I= --log-in= -O= --log-out= -B= --log-io= -T= --log-timing= -t=? --timing=? -m= --logging-format= -o=":
    "ok",
  "-c= --command=": "script",
  "-h --help -V --version": "none",
};

function seeScript(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given, rests, doubt } = openOptions(SCRIPT, args);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const lines = given.flatMap((option) => carried(option, "script"));
  const inner = rests.flatMap((rest): readonly Inner[] => {
    const further = openOptions(SCRIPT, rest.slice(1));
    const late = further.given.flatMap((option) => carried(option, "script"));
    const [command = []] = further.rests;
    return command.length > 0 ? [...late, words("script", { words: command, open })] : late;
  });
  const found = [...lines, ...inner, ...(doubt || open ? [unseen("script")] : [])];
  return found.length > 0 ? found : [{ kind: "input", how: "script", shell: "sh" }];
}

const WATCH: Options = {
  "-b --beep -c --color -C --no-color -d=? --differences=? -e --errexit -g --chgexit -p --precise -r --no-rerun -t":
    "ok",
  "--no-title -w --no-wrap -x --exec -f --follow": "ok",
  "-n= --interval= -q= --equexit= -s= --shotsdir=": "ok",
  "-h --help -v --version": "none",
};

/** `sh -c` of all words, or with `-x` the words themselves. */
function seeWatch(args: readonly Value[], open: boolean): readonly Inner[] {
  return runs({ options: WATCH, rest: hasFlag(args, "x") ? "words" : "joined" }, "watch", args, open);
}

/** `capsh [options] -- ARGS`: the words behind are for bash. */
function seeCapsh(args: readonly Value[], open: boolean): readonly Inner[] {
  const at = args.findIndex((word) => /^(?:--|==|-\+|=\+)$/.test(textOf(word) ?? ""));
  if (at !== -1) return seeShell("bash", args.slice(at + 1), open);
  return open || args.some((word) => textOf(word) === null) ? [unseen("capsh")] : [];
}

const DAEMON: Options = {
  "-x= --exec= -a= --startas=": "program",
  "-d= --chdir=": "cwd",
  "-p= --pidfile= -n= --name= -u= --user= -g= --group= -c= --chuid= -r= --chroot= -s= --signal= -R= --retry= -N=": "ok",
  "--nicelevel= -P= --procsched= -I= --iosched= -k= --umask= --ppid= --pid= -O= --output= --notify-timeout=": "ok",
  "-S --start -b --background -C --no-close -m --make-pidfile -o --oknodo -q --quiet -v --verbose -D": "ok",
  "-K --stop -T --status -t --test -H --help -V --version": "none",
};

function seeDaemon(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given, rests, doubt } = openOptions(DAEMON, args);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const program = given.findLast(({ role }) => role === "program")?.value ?? null;
  const cwd = given.findLast(({ role }) => role === "cwd")?.value ?? null;
  const [rest = []] = rests;
  const inner = program === null ? [] : [words("start-stop-daemon", { words: [program, ...rest], open, cwd })];
  return doubt || (program === null && open) ? [...inner, unseen("start-stop-daemon")] : inner;
}

/** What is in the folder runs, and nobody sees it here. */
function seeRunParts(args: readonly Value[]): readonly Inner[] {
  return args.some((word) => /^--(?:test|list|help|version)$/.test(textOf(word) ?? "")) ? [] : [unseen("run-parts")];
}

/** `make SHELL=…` chooses what runs each line; `--eval` and `-E` bring lines of their own. */
function seeMake(args: readonly Value[], open: boolean): readonly Inner[] {
  const inner = args.flatMap((word): readonly Inner[] => {
    const setting = settingOf(word);
    if (setting !== null && /^SHELL:?$/.test(setting.name)) return lineOf("make SHELL", setting.value);
    return /^(?:--eval|-E)/.test(prefixOf(word)) ? [unseen("make --eval")] : [];
  });
  return open ? [...inner, unseen("make")] : inner;
}

/** Reads the lines that it runs later from its input, or a file. */
function seeAt(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given } = openOptions(
    { "-f=": "file", "-q= -t=": "ok", "-m -M -b -v -u=": "ok", "-l -c -r -d -V": "none" },
    args,
  );
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const files = given.filter(({ role }) => role === "file").flatMap((option) => carried(option, "at"));
  return files.length > 0 ? files : [input("at"), ...(open ? [unseen("at")] : [])];
}

function seeCrontab(args: readonly Value[]): readonly Inner[] {
  const operands = args.filter(
    (word, at) => startsWith(word, "-") !== "yes" && textOf(args[at - 1] ?? textValue("")) !== "-u",
  );
  if (args.some((word) => /^-[ler]$/.test(textOf(word) ?? ""))) return [];
  const [path] = operands;
  return path === undefined ? [unseen("crontab")] : [{ kind: "file", how: "crontab", path }];
}

/** Addresses like `EXEC:PROGRAM` and `SYSTEM:LINE`. */
function seeSocat(args: readonly Value[]): readonly Inner[] {
  return args.flatMap((word) => {
    const [head] = /^(?:exec|system|shell):/i.exec(prefixOf(word)) ?? [];
    if (head === undefined) return [];
    const line = dropStart(word, head.length);
    const text = textOf(line);
    return [script("socat", text === null ? line : textValue(text.replace(/(?<!\\),.*$/s, "")))];
  });
}

/** `.shell LINE` and `.system LINE` among the words. */
function seeSqlite(args: readonly Value[]): readonly Inner[] {
  return args.flatMap((word) => {
    const [, line] = /^\s*\.(?:sh\w*|sys\w*|import\s+\|)\s+(.*)$/s.exec(textOf(word) ?? "") ?? [];
    return line === undefined ? [] : [script("sqlite3", textValue(line))];
  });
}

function seeDc(args: readonly Value[]): readonly Inner[] {
  return args.flatMap((word) => {
    const lines = (textOf(word) ?? "").split("\n").flatMap((line) => /!\s*([^<>=].*)$/.exec(line)?.[1] ?? []);
    return lines.map((line) => script("dc", textValue(line)));
  });
}

/** `pee` gives its input to each of the lines. */
function seeLines(how: string): See {
  return (args) => args.map((word) => script(how, word));
}

/** Old style: `tar cIf PROGRAM FILE`, values in the order of the letters. */
function seeOldTar(args: readonly Value[]): readonly Inner[] {
  const letters = textOf(args[0] ?? textValue("")) ?? "";
  if (!/^[A-Za-z]+$/.test(letters)) return [];
  const valued = letters.split("").filter((letter) => "bfgCFHIKLNTVX".includes(letter));
  return valued.flatMap((letter, at) => {
    const value = args[at + 1];
    return value === undefined || (letter !== "I" && letter !== "F") ? [] : lineOf(`tar ${letter}`, value);
  });
}

/** By name; options of these that name a program stand in another table as well. */
export const SPECIAL: ReadonlyMap<string, See> = new Map<string, See>([
  ["env", (args, open) => seeEnv(args, open)],
  ["genv", (args, open) => seeEnv(args, open)],
  ["su", seeSu],
  ["runuser", seeRunuser],
  ["ssh", seeSsh],
  ["scp", (args) => sshOptions(args)],
  ["sftp", (args) => sshOptions(args)],
  ["flock", seeFlock],
  ["script", seeScript],
  ["watch", seeWatch],
  ["capsh", seeCapsh],
  ["start-stop-daemon", seeDaemon],
  ["run-parts", seeRunParts],
  ["make", seeMake],
  ["gmake", seeMake],
  ["expect", seeExpect],
  ["gdb", seeDebugger("gdb")],
  ["lldb", seeDebugger("lldb")],
  ["tmux", seeTmux],
  ["screen", seeScreen],
  ["at", seeAt],
  ["batch", seeAt],
  ["crontab", seeCrontab],
  ["socat", seeSocat],
  ["sqlite3", seeSqlite],
  ["dc", seeDc],
  ["pee", seeLines("pee")],
  ["tar", seeOldTar],
]);

function sshOptions(args: readonly Value[]): readonly Inner[] {
  return args.flatMap((word, at) => {
    if (prefixOf(word).startsWith("-o") && textOf(word) !== "-o") return sshOption(dropStart(word, 2));
    return isText(args[at - 1] ?? textValue(""), "-o") === "yes" ? sshOption(word) : [];
  });
}
