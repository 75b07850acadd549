/** Programs that end, stop and look into other processes. */
import { baseName } from "../../../kit/path.ts";
import { prefixOf, showValue, textOf, type Value } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";

const INFORMS: OptionTable = { "--help --version -V": "informs" };

export const PROCESSES: readonly Row[] = [
  { names: ["kill"], about: "sends processes a signal", anyOption: true, safe: "no", hook: kill },
  {
    names: ["killall", "pkill", "skill", "killall5"],
    about: "ends processes by their names",
    anyOption: true,
    safe: "no",
    hook: killNamed,
  },
  {
    names: ["fuser"],
    about: "tells which processes use a file or a port",
    anyOption: true,
    options: INFORMS,
    safe: "no",
    hook: fuser,
  },
  {
    names: ["xkill", "systemd-oomd", "earlyoom", "fkill", "kill-port", "killport"],
    about: "ends processes",
    anyOption: true,
    options: INFORMS,
    effects: ["process"],
    danger: "ends processes that it did not start",
  },
  {
    names: [
      "gdb",
      "lldb",
      "strace",
      "ltrace",
      "dtrace",
      "dtruss",
      "bpftrace",
      "perf",
      "rr",
      "valgrind",
      "py-spy",
      "rbspy",
      "jstack",
      "jmap",
      "jcmd",
      "gcore",
      "gstack",
      "pstack",
      "reptyr",
      "uprobe",
      "sysdig",
      "dlv",
      "heaptrack",
      "samply",
    ],
    about: "looks into a program while it runs",
    anyOption: true,
    options: INFORMS,
    safe: "no",
    hook: looksInto,
  },
  {
    names: ["stress", "stress-ng", "stressapptest", "memtester", "sysbench", "fio", "bonnie++"],
    about: "puts the machine under load",
    anyOption: true,
    options: INFORMS,
    effects: ["process"],
    danger: "uses up what the machine has",
  },
  {
    names: ["renice", "schedtool", "cgexec", "cgset", "criu"],
    about: "changes how processes run",
    anyOption: true,
    options: INFORMS,
    effects: ["process", "privilege"],
    safe: "no",
  },
  {
    names: ["top", "htop", "btop", "atop", "glances", "iotop", "nethogs", "iftop", "btm"],
    about: "watches processes",
    anyOption: true,
    options: INFORMS,
  },
];

const SIGNAL = /^-(?:\d+|[A-Z][A-Z0-9+-]*|[a-z]{3,})$/;

/** What is given besides the signal. */
function targetsOf(words: readonly Value[]): readonly Value[] {
  const targets: Value[] = [];
  let isSignalOver = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) continue;
    const text = textOf(word);
    if (text === "--") isSignalOver = true;
    else if (!isSignalOver && (text === "-s" || text === "-n" || text === "--signal" || text === "-q")) at++;
    else if (
      !isSignalOver &&
      targets.length === 0 &&
      text !== null &&
      (SIGNAL.test(text) || text.startsWith("--signal="))
    )
      isSignalOver = true;
    else targets.push(word);
  }
  return targets;
}

function kill(_call: Call, { sighting }: Scene): Addition {
  const words = sighting.words.slice(1);
  const [first] = words;
  if (first === undefined || /^(?:-[lL]|--list|--table|--help|--version|-V)/.test(prefixOf(first))) return {};
  const targets = targetsOf(words);
  const shown = targets.map(showValue).join(" ");
  return {
    effects: [effect("process", shown)],
    danger: targets.map(dangerOfTarget).find((why) => why !== null) ?? null,
  };
}

function dangerOfTarget(target: Value): string | null {
  const text = textOf(target);
  if (text === "-1") return "ends every process of the person";
  if (text === "1" || text === "-0") return "ends what runs the machine";
  return /\bPPID\b/.test(showValue(target)) ? "ends or stops what started it" : null;
}

/** A name that nothing in the same script has started is somebody else's. */
function killNamed(call: Call, { sighting, course }: Scene): Addition {
  const words = sighting.words.slice(1).map(showValue);
  if (words.every((word) => /^(?:-l|--list|--help|--version|-V)$/.test(word))) return {};
  const isHard = words.some((word) =>
    /^(?:-(?:9|KILL|SIGKILL|s9|sKILL|STOP|SIGSTOP)|--signal=?(?:9|KILL|SIGKILL)?)$/.test(word),
  );
  const names = call.operands.map(showValue);
  const started = new Set(
    course.sightings.filter(({ id }) => id < sighting.id).map((one) => baseName(showValue(one.words[0]))),
  );
  const foreign = names.find((name) => !started.has(baseName(name)) && !/^\d+$/.test(name));
  const isAll =
    words.some((word) => /^(?:-u|--user|--euid|-U|--uid|-g|-G|-t|-P|-v|--inverse)/.test(word)) ||
    names.includes(".") ||
    names.includes(".*");
  const danger = isAll
    ? "ends processes that it did not start"
    : isHard && foreign !== undefined
      ? `ends processes that it did not start (${foreign})`
      : null;
  return { effects: [effect("process", names.join(" "))], danger };
}

function fuser(_call: Call, { sighting }: Scene): Addition {
  const words = sighting.words.slice(1).map(showValue);
  const ends = words.some((word) => /^(?:-[a-zA-Z]*k|--kill)/.test(word));
  return ends ? { effects: [effect("process")], danger: "ends whatever uses a file or a port" } : {};
}

/** Programs that always look into a process which runs already. */
const ATTACHES = /^(?:gcore|gstack|pstack|jstack|jmap|jcmd|reptyr|bpftrace|dtrace|dtruss|sysdig)$/;

function looksInto({ operands }: Call, scene: Scene): Addition {
  const [program, ...rest] = scene.sighting.words;
  const words = rest.map(showValue);
  const name = baseName(showValue(program));
  const attaches =
    ATTACHES.test(name) ||
    (/^(?:py-spy|rbspy)$/.test(name) && words.some((word) => /^(?:-p|--pid)/.test(word))) ||
    words.some((word) => /^(?:-p\d*|-p\$.*|--pid(?:=.*)?|--attach(?:-pid)?(?:=.*)?|attach|-a)$/.test(word));
  const files = name === "gdb" || name === "lldb" ? operands.slice(0, 1) : [];
  return {
    effects: [effect(attaches ? "process" : "runs"), ...files.map((file) => onPath("read", file, scene))],
    danger: attaches && !/^(?:jstack|jmap|jcmd)$/.test(name) ? "looks into a process that runs already" : null,
  };
}
