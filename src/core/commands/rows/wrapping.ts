/** Programs and words of the shell that run other commands, which are judged by themselves. */
import type { Sighting } from "../../script/sighting.ts";
import { showValue, textOf, textValue, type Value } from "../../script/value.ts";
import type { Addition, Call, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";
import { namesSecret } from "../secrets.ts";
import { isSeenThrough } from "../seen-through.ts";

const INFORMS = { "--help --version": "informs" } as const;

export const WRAPPING: readonly Row[] = [
  {
    names: [
      ..."nice gnice ionice chrt taskset timeout gtimeout stdbuf gstdbuf unbuffer setarch linux32 linux64 catchsegv".split(
        " ",
      ),
      ..."eatmydata prlimit choom numactl faketime builtin caffeinate cpulimit setsid busybox toybox coreutils".split(
        " ",
      ),
    ],
    about: "runs a command in some other way",
    anyOption: true,
    stopsAtOperand: true,
    options: { "-n= -s= -k= -p= -c= -i= -o= -e= -u=": "ok", ...INFORMS },
    hook: (_call, scene) => seen(scene),
  },
  {
    names: "nohup gnohup parallel entr watchexec hyperfine rlwrap chpst with-contenv fakeroot".split(" "),
    about: "runs a command in some other way, and keeps notes of its own",
    anyOption: true,
    stopsAtOperand: true,
    options: INFORMS,
    hook: (_call, scene) => seen(scene),
    safe: "no",
  },
  {
    names: ["dotenv", "dotenvx", "dotenv-cli", "env-cmd"],
    about: "runs a command with the variables of a file",
    stopsAtOperand: true,
    options: {
      "-e= -f= --file= --env-file= -v= -c=? -p= -o --override --no-override -q --quiet --no-expand": "ok",
      "-h --help --version": "informs",
    },
    hook: ({ operands: [first] }, scene) =>
      first !== undefined && /^(?:get|list|ls|decrypt|keypair)$/.test(showValue(first))
        ? { danger: "shows what such files hold" }
        : seen(scene),
    safe: "no",
  },
  {
    names: ["arch"],
    about: "tells the kind of machine, or runs a command as if on another",
    anyOption: true,
    hook: (_call, scene) => (scene.sighting.words.length === 1 ? {} : seen(scene)),
  },
  {
    names: ["time", "gtime"],
    about: "measures how long a command takes",
    stopsAtOperand: true,
    options: {
      "-f= --format= -a --append -p --portability -v --verbose -q --quiet -l -h": "ok",
      "-o= --output=": "write",
      "-V --help --version": "informs",
    },
    hook: (_call, scene) => seen(scene),
  },
  {
    names: ["xargs", "gxargs"],
    about: "runs a command with the words of its input",
    stopsAtOperand: true,
    options: {
      "-0 --null -d= --delimiter= -E= -e=? --eof=? -I= -i=? --replace=? -J= -L= -l=? --max-lines=? -n= --max-args=":
        "ok",
      "-P= --max-procs= -p --interactive -R= -r --no-run-if-empty -S= -s= --max-chars= -t --verbose -x --exit": "ok",
      "--show-limits --process-slot-var= -o --open-tty": "ok",
      "-a= --arg-file=": "read",
      ...INFORMS,
    },
    // Without a command it prints as echo does.
    hook: ({ operands }, scene) => (operands.length === 0 ? {} : { ...seen(scene), danger: secretInput(scene) }),
  },
  {
    names: ["command"],
    about: "runs a command, or tells where it is",
    stopsAtOperand: true,
    options: { "-p": "unknown", "-v -V": "ok" },
    hook: (call, scene) => (call.has("-v") || call.has("-V") || call.operands.length === 0 ? {} : seen(scene)),
  },
  {
    names: ["exec"],
    about: "puts a command in the shell's place",
    stopsAtOperand: true,
    options: { "-c -l": "ok", "-a=": "ok" },
    hook: ({ operands }, scene) => (operands.length === 0 ? {} : seen(scene)),
  },
  {
    names: ["watch", "gwatch", "viddy"],
    about: "runs a command again and again",
    anyOption: true,
    stopsAtOperand: true,
    options: { "-n= --interval= -q= --equexit=": "ok", ...INFORMS },
    hook: (_call, scene) => seen(scene),
    safe: "no",
  },
  {
    names: ["script"],
    about: "writes down what a command prints",
    options: {
      "-q --quiet -e --return -f --flush -a --append -E= --echo= -o= --output-limit= -c= --command= -t=? -F -k -r":
        "ok",
      "-O= --log-out= -I= --log-in= -B= --log-io= -T= --log-timing= --timing=?": "write",
      ...INFORMS,
    },
    operands: { first: ["write"] },
    hook: (call, scene) => ({
      effects: [...(call.operands.length === 0 ? [effect("write")] : []), ...(seen(scene).effects ?? [])],
    }),
  },
  {
    names: ["flock"],
    about: "runs a command while it holds a lock",
    stopsAtOperand: true,
    options: {
      "-s --shared -x --exclusive -e -u --unlock -n --nonblock --nb -w= --wait= --timeout= -o --close -F --no-fork":
        "ok",
      "-E= --conflict-exit-code= -c= --command= --verbose --fcntl": "ok",
      ...INFORMS,
    },
    hook: ({ operands: [file] }, scene) => {
      const isNumber = file !== undefined && /^\d+$/.test(textOf(file) ?? "");
      if (isNumber || file === undefined) return {};
      return { effects: [onPath("write", file, scene), ...(seen(scene).effects ?? [])] };
    },
  },
  {
    names: ["eval", "trap", ".", "source", "alias", "bind", "complete", "compopt", "enable", "coproc", "fc"],
    about: "has the shell run a text",
    anyOption: true,
    hook: (call, scene) => evaluated(call, scene),
  },
  {
    names: ["cd", "pushd", "popd", "chdir"],
    about: "goes to another folder",
    anyOption: true,
    // What stands behind it may read there, also where nobody knows whether it got there.
    operands: "names",
  },
  {
    names: [
      ..."exit return break continue shift wait unset umask ulimit let read mapfile readarray getopts shopt".split(" "),
      ..."unalias disown suspend logout caller compgen setopt unsetopt emulate autoload zmodload".split(" "),
    ],
    about: "steers the shell",
    anyOption: true,
    hook: (_call, { sighting: { words } }) => {
      const [program] = words;
      // What these change decides what later words mean.
      return /^(?:shopt|setopt|unsetopt|emulate|autoload|zmodload|umask)$/.test(textOf(program) ?? "")
        ? { unsafe: true }
        : {};
    },
  },
];

/** Where what it hands on names a secret: its input as a text, or the words of what prints its input. */
function secretInput(scene: Scene): string | null {
  const { input } = scene.sighting;
  const words =
    input.kind === "text"
      ? showValue(input.text)
          .split(/\s+/)
          .map((word) => textValue(word))
      : input.kind === "output"
        ? input.of.flatMap((id) => namesPrinted(scene.course.sightings[id]))
        : [];
  const secret = words.find((word) => namesSecret(word, scene));
  return secret === undefined ? null : `hands on a secret (${showValue(secret)})`;
}

/** The words of a command that prints names as it is given them. */
function namesPrinted(sighting: Sighting | undefined): readonly Value[] {
  const [program, ...words] = sighting?.words ?? [];
  const name = program === undefined ? "" : (textOf(program) ?? "");
  return /^(?:echo|printf|ls|find|fd|fdfind|locate)$/.test(name) ? words : [];
}

/** What is run inside was found there, and is judged by itself; else nobody knows. */
function seen(scene: Scene): Addition {
  return isSeenThrough(scene) ? {} : { effects: [effect("runs"), effect("unknown")] };
}

function evaluated({ operands }: Call, scene: Scene): Addition {
  const name = textOf(scene.sighting.words[0]);
  if (name === "." || name === "source") {
    const [file] = operands;
    return { effects: [file === undefined ? effect("runs") : onPath("runs", file, scene)] };
  }
  // Alone these only tell what is set.
  if (operands.length === 0) return {};
  return { effects: isSeenThrough(scene) ? [] : [effect("runs")], unsafe: true };
}
