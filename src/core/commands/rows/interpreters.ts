/** Programs that run programs of another language, and shells. */
import { showValue, textOf, type Value } from "../../script/value.ts";
import type { Effect } from "../effect.ts";
import { lookAt } from "../program-text.ts";
import type { Addition, Call, OptionTable, Row, Usage } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";
import { isSeenThrough } from "../seen-through.ts";
import { isForeign, publishes, reads, runs } from "./usages.ts";

const ASKING: OptionTable = { "-h --help -V --version -v": "informs" };

/** What is known of an interpreter: which options carry text of a program. */
type Texts = { readonly options: readonly string[]; readonly checks?: string };

/**
 * It runs a text, a file or what comes in. The text, where it is known, is looked at.
 * `checks`: the option with which it only reads a program.
 */
function interpreter({ options, checks }: Texts): (call: Call, scene: Scene) => Addition {
  return (call, scene) => {
    if (checks !== undefined && call.has(checks)) {
      return { effects: call.operands.map((file) => onPath("read", file, scene)) };
    }
    const texts = options.flatMap((option) => call.valuesOf(option));
    const [first] = call.operands;
    const fromInput = texts.length === 0 && (first === undefined || textOf(first) === "-");
    const { input } = scene.sighting;
    const all = fromInput && input.kind === "text" ? [input.text] : texts;
    const looks = all.map((text) => lookAt(showValue(text), scene));
    const file =
      texts.length === 0 && !fromInput && first !== undefined ? onPath("runs", first, scene) : effect("runs");
    return {
      effects: [file, ...looks.flatMap((look) => look.effects)],
      danger: looks.find((look) => look.danger !== null)?.danger ?? null,
    };
  };
}

/** Modules of Python that are known as programs by another name. */
const MODULES: ReadonlySet<string> = new Set([
  ..."pip pytest mypy black ruff flake8 isort pylint tox nox coverage twine virtualenv pipx uv poetry pipenv".split(
    " ",
  ),
  ..."bandit pyright autopep8 yapf pydocstyle pre_commit conda hatch pdm build".split(" "),
]);

/** The module behind `-m` and its words; null where there is none before the script. */
function moduleIn(words: readonly Value[]): { readonly name: string; readonly words: readonly Value[] } | null {
  for (let at = 0; at < words.length; at++) {
    const text = textOf(words[at] ?? { pieces: [], many: true });
    if (text === null || !/^-[^-]/.test(text)) return null;
    const behind = /^-[bBdEhiIOPqsSuvVx]*m(.*)$/.exec(text);
    if (behind !== null) {
      const attached = behind[1] ?? "";
      const next = words[at + 1];
      const name = attached !== "" ? attached : next === undefined ? null : textOf(next);
      return name === null ? null : { name, words: words.slice(attached !== "" ? at + 1 : at + 2) };
    }
    if (/^-[bBdEhiIOPqsSuvVx]*c/.test(text)) return null;
    if (/^-[WX]$/.test(text)) at++;
  }
  return null;
}

const PYTHON: Row = {
  names: [
    "python",
    "python3",
    "python2",
    "pypy",
    "pypy3",
    "python3.8",
    "python3.9",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
  ],
  about: "runs programs of Python",
  options: {
    "-c=": "ok",
    "-m=": "ok",
    "-b -B -d -E -i -I -O -OO -P -q -s -S -u -x": "ok",
    "-v": "ok",
    "-W= -X= --check-hash-based-pycs=": "ok",
    "-V -VV --version -h -? --help --help-env --help-xoptions --help-all": "informs",
  },
  stopsAtOperand: true,
  instead: (words) => {
    const found = moduleIn(words);
    if (found === null || !MODULES.has(found.name)) return null;
    return { name: found.name === "build" ? "pyproject-build" : found.name.replace("_", "-"), words: found.words };
  },
  hook: (call, scene) => {
    const found = moduleIn(scene.sighting.words.slice(1));
    return call.has("-m") && found !== null
      ? ofModule(found.name, found.words, scene)
      : interpreter({ options: ["-c"] })(call, scene);
  },
};

function ofModule(name: string, words: readonly Value[], scene: Scene): Addition {
  const files = words.filter((word) => !showValue(word).startsWith("-"));
  // The module may be one of the folder with the same name, so nothing here is safe outside a box.
  switch (name) {
    case "json.tool": {
      const [from, to] = files;
      const read = from === undefined ? [] : [onPath("read", from, scene)];
      return { effects: [...read, ...(to === undefined ? [] : [onPath("write", to, scene)]), effect("runs")] };
    }
    case "http.server":
    case "SimpleHTTPServer":
      return { effects: [effect("runs"), effect("network-local")] };
    case "venv":
    case "py_compile":
    case "compileall":
      return { effects: [effect("runs"), ...files.map((file) => onPath("write", file, scene))] };
    case "smtpd":
    case "ftplib":
    case "telnetlib":
      return { effects: [effect("runs"), effect("network")] };
    default:
      return { effects: [effect("runs")] };
  }
}

const NODE: Row = {
  names: ["node", "nodejs", "tsx", "ts-node", "ts-node-esm"],
  about: "runs programs of JavaScript",
  options: {
    "-e= --eval=": "ok",
    // `-p` alone takes the next word, too.
    "-p= --print= -pe=": "ok",
    "-c --check": "ok",
    "-r= --require= --import= --loader= --experimental-loader= --env-file= --env-file-if-exists=": "runs",
    "-C= --conditions= --test-name-pattern= --test-reporter= --test-reporter-destination= --input-type=": "ok",
    "--max-old-space-size= --watch-path= --stack-trace-limit= --title= -P= --project=": "ok",
    "--inspect=? --inspect-brk=?": "network-local",
    "-v --version -h --help": "informs",
  },
  anyOption: true,
  stopsAtOperand: true,
  safe: "boxed",
  hook: interpreter({ options: ["-e", "-p"], checks: "-c" }),
};

const PERL: Row = {
  names: ["perl", "perl5"],
  about: "runs programs of Perl",
  options: {
    "-e= -E=": "ok",
    "-i=?": "ok",
    "-n -p -w -W -X -a -l -0 -s -S -t -T -u -U -c -NUMBER": "ok",
    "-M= -m=": "runs",
    "-I= -F= -C=? -D=? -x=? -V=?": "ok",
    "-v -h --help --version": "informs",
  },
  anyOption: true,
  hook: (call, scene) => {
    const added = interpreter({ options: ["-e"] })(call, scene);
    if (!call.has("-i") || !call.has("-e")) return added;
    return {
      ...added,
      effects: [...(added.effects ?? []), ...call.operands.map((file) => onPath("write", file, scene))],
    };
  },
};

const RUBY: Row = {
  names: ["ruby", "jruby", "truffleruby"],
  about: "runs programs of Ruby",
  options: {
    "-e=": "ok",
    "-i=?": "ok",
    "-n -p -a -l -c -w -W=? -s -S -U -x=? -0=?": "ok",
    "-r= --require=": "runs",
    "-I= -C= -E= -F= -K=": "ok",
    "-v --version -h --help --copyright": "informs",
  },
  anyOption: true,
  stopsAtOperand: true,
  hook: interpreter({ options: ["-e"] }),
};

const PHP: Row = {
  names: ["php"],
  about: "runs programs of PHP",
  options: {
    "-r= --run=": "ok",
    "-l --syntax-check": "ok",
    "-f= --file= -d= --define= -c= -t= -z=": "ok",
    "-S= --server=": "network-local",
    "-v --version -h --help -m --modules --ini": "informs",
    "-i --info": "credentials",
  },
  stopsAtOperand: true,
  safe: "boxed",
  hook: interpreter({ options: ["-r"], checks: "-l" }),
};

function plain(names: readonly string[], about: string, options: OptionTable, texts: readonly string[]): Row {
  return {
    names,
    about,
    options: { ...ASKING, ...options },
    anyOption: true,
    stopsAtOperand: true,
    hook: interpreter({ options: texts }),
  };
}

const DENO: Row = {
  names: ["deno"],
  about: "runs programs of JavaScript",
  options: { ...ASKING, "-q --quiet": "ok", "-L= --log-level=": "ok" },
  subcommands: {
    eval: {
      about: "runs a text",
      options: { "-p --print -T --ts": "ok", "--ext=": "ok" },
      anyOption: true,
      hook: ({ operands }, scene) => look(operands, scene),
    },
    "check doc info lsp types": reads("looks at a program"),
    "install add remove uninstall cache vendor upgrade outdated update create": {
      ...runs("fetches packages"),
      effects: ["network", "runs", "write"],
      hook: ({ operands }) => fetched(operands),
    },
    "publish deploy": publishes("publishes a package"),
    "run serve test bench task": { ...runs("runs a program"), hook: ({ operands }) => fetched(operands) },
  },
  otherwise: { ...runs("runs a program"), hook: ({ operands }) => fetched(operands) },
};

/** A program that lies at an address. */
function fetched(operands: readonly Value[]): Addition {
  const [address] = operands.filter(isForeign);
  if (address === undefined) return {};
  return { effects: [effect("network")], danger: `runs what it fetches (${showValue(address)})` };
}

const BUN: Row = {
  names: ["bun"],
  about: "runs programs of JavaScript and manages packages",
  options: {
    "-e= --eval= -p= --print=": "ok",
    "--cwd=": "ok",
    "-b --bun --silent": "ok",
    "-v --version -h --help --revision": "informs",
  },
  anyOption: true,
  folder: "--cwd",
  instead: ([first, ...rest]) => {
    const verb = first === undefined ? null : textOf(first);
    if (verb === "x") return { name: "bunx", words: rest };
    const isPackages =
      /^(?:install|i|add|remove|rm|update|outdated|audit|info|publish|why|link|unlink|create|init|pm|ci)$/;
    return verb !== null && isPackages.test(verb)
      ? { name: "npm", words: verb === "pm" ? rest : [first, ...rest].filter(isWord) }
      : null;
  },
  hook: (call, scene) => {
    const added = look(call.valuesOf("-e"), scene);
    return { ...added, effects: [effect("runs"), ...(added.effects ?? [])] };
  },
};

function isWord(word: Value | undefined): word is Value {
  return word !== undefined;
}

function look(texts: readonly Value[], scene: Scene): Addition {
  const looks = texts.map((text) => lookAt(showValue(text), scene));
  const effects: readonly Effect[] = looks.flatMap((one) => one.effects);
  return { effects: [effect("runs"), ...effects], danger: looks.find((one) => one.danger !== null)?.danger ?? null };
}

const JAVA: Usage = {
  about: "runs programs of Java",
  options: {
    "-version --version -showversion --show-version -help --help -h -? -fullversion --list-modules": "informs",
    "-jar= -cp= -classpath= --class-path= -m= --module= -p= --module-path= --add-modules= --add-opens=": "ok",
    "--add-exports= --source= --enable-preview": "ok",
    "-javaagent= -agentlib= -agentpath=": "runs",
  },
  anyOption: true,
  singleDash: true,
  stopsAtOperand: true,
  effects: ["runs"],
};

const SHELL: Usage = {
  about: "runs scripts",
  options: {
    "-c=": "ok",
    "-n": "ok",
    "-l -i -e -u -x -v -f -h -p -r -s -a -b -k -t -m -B -C -E -H -P -T --login --noprofile --norc --posix": "ok",
    "--restricted --verbose --no-rcs --no-config -D": "ok",
    "--rcfile= --init-file=": "runs",
    "-o= -O=": "ok",
    "--version --help": "informs",
  },
  stopsAtOperand: true,
  hook: (call, scene) => {
    if (call.has("-n") && !call.has("-c")) return { effects: call.operands.map((file) => onPath("read", file, scene)) };
    if (isSeenThrough(scene)) return {};
    const [first] = call.operands;
    return { effects: [first === undefined || call.has("-c") ? effect("runs") : onPath("runs", first, scene)] };
  },
};

export const INTERPRETERS: readonly Row[] = [
  PYTHON,
  NODE,
  PERL,
  RUBY,
  PHP,
  DENO,
  BUN,
  plain(["lua", "luajit", "lua5.4", "texlua"], "runs programs of Lua", { "-e=": "ok", "-l=": "runs" }, ["-e"]),
  plain(
    ["Rscript", "julia", "elixir", "groovy", "scala", "guile", "racket", "swipl", "janet", "raku"],
    "runs programs",
    { "-e= --eval=": "ok" },
    ["-e"],
  ),
  plain(["ipython", "ipython3", "bpython"], "runs programs of Python", { "-c= -m=": "ok" }, ["-c"]),
  plain(
    [
      "tclsh",
      "wish",
      "expect",
      "ocaml",
      "erl",
      "escript",
      "clojure",
      "clj",
      "sbcl",
      "ghci",
      "runghc",
      "runhaskell",
      "irb",
      "pry",
      "jshell",
    ],
    "runs programs",
    {},
    [],
  ),
  { ...JAVA, names: ["java"] },
  { ...SHELL, names: ["bash", "sh", "zsh", "dash", "ksh", "ash", "mksh", "fish", "rbash", "yash"] },
];
