/** Programs in which others run: terminals within terminals, debuggers, expect. */
import { textOf, textValue, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";
import { openOptions, type Options } from "./wrappers-read.ts";
import { carried, joinWords, script, unseen, words, type See } from "./wrappers-usage.ts";

/** A language of its own; what it starts by name is read as well as a shell reads it. */
export function seeExpect(args: readonly Value[]): readonly Inner[] {
  return args.flatMap((word, at): readonly Inner[] => {
    const isOption = /^-[dDinNv]*c$/.test(textOf(args[at - 1] ?? textValue("")) ?? "");
    const text = textOf(word);
    if (!isOption) return [];
    if (text === null) return [unseen("expect -c")];
    const starts = text.matchAll(/(?:^|[;\n{[])\s*(?:spawn|exec|system)\s+([^;\n\]}]+)/g);
    return [...[...starts].map(([, line = ""]) => script("expect -c", textValue(line))), unseen("expect -c")];
  });
}

const GDB: Options = {
  "--args -args": "ok",
  "-ex= --eval-command= -iex= --init-eval-command= -eval-command= -o= --one-line= -O= --one-line-before-file=":
    "setting",
  "-x= --command= -command= -ix= --init-command= -s= --source= -S= --source-before-file=": "file",
  "-p= --pid= -pid= -c= --core= -core= -d= --directory= -cd= --cd= -se= -symbols= --symbols= -tty= --tty= -exec= -n":
    "ok",
  "-batch --batch -batch-silent -nx --nx -nh -q -quiet -silent --quiet -tui -w -nw -return-child-result -readnow -b -a= -f=":
    "ok",
  "-h --help -help -v --version -version -P": "none",
};

export function seeDebugger(name: string): See {
  return (args, open) => {
    const { given, rests, doubt } = openOptions(GDB, args);
    const lines = given.flatMap(({ role, value }) =>
      role === "setting" && value !== null ? debuggerLine(name, value) : [],
    );
    const files = given.filter(({ role }) => role === "file").flatMap((option) => carried(option, name));
    const inner = rests.flatMap((rest) => (rest.length === 0 ? [] : [words(name, { words: rest, open })]));
    return [...lines, ...files, ...inner, ...(doubt || (open && inner.length === 0) ? [unseen(name)] : [])];
  };
}

/** `shell LINE` and `!LINE` are for a shell; scripts of other languages are not read. */
function debuggerLine(name: string, value: Value): readonly Inner[] {
  const text = textOf(value);
  if (text === null) return [unseen(name)];
  const [, line] = /^\s*(?:!|(?:she(?:ll)?|make|platform\s+shell)\b)\s*(.*)$/s.exec(text) ?? [];
  if (line !== undefined) return [script(name, textValue(line))];
  return /^\s*(?:python|py|pi|guile|source|pipe|\||script|command|call|compile)\b|^\s*\|/.test(text)
    ? [unseen(name)]
    : [];
}

const TMUX_WINDOW: Options = {
  "-c=": "cwd",
  "-e= -F= -f= -n= -s= -t= -x= -y= -l= -p= -b= -B= -d= -h= -S= -w= -T= -D= -N=": "ok",
  "-A -a -P -X -E -k -v -I -O -o -C -R -q -Z": "ok",
};

const TMUX_FLAGGED: Options = { ...TMUX_WINDOW, "-d -b -h": "ok" };

const TMUX_COMMANDS =
  /^(?:new(?:-session|-window|w)?|neww|split(?:-window|w)|splitw|respawn(?:-pane|-window|p|w)|run(?:-shell)?|pipe-pane|pipep|display-popup|popup|if(?:-shell)?|send(?:-keys)?|source(?:-file)?|set-hook|bind(?:-key)?|confirm(?:-before)?|command-prompt)$/;

/** Commands of tmux are parted by `;`; what they start is a line for a shell, what they type is one, too. */
export function seeTmux(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given, rests, doubt } = openOptions(
    { "-c=": "script", "-L= -S= -T=": "ok", "-f=": "file", "-2 -C -D -l -N -u -v": "ok", "-V -h": "none" },
    args,
  );
  const commands = parted(rests[0] ?? []);
  const inner = commands.flatMap((command) => tmuxCommand(command, open));
  return [...given.flatMap((option) => carried(option, "tmux")), ...inner, ...(doubt ? [unseen("tmux")] : [])];
}

function parted(all: readonly Value[]): readonly (readonly Value[])[] {
  const parts: Value[][] = [[]];
  for (const word of all) {
    const text = textOf(word);
    if (text !== ";") parts.at(-1)?.push(text?.endsWith(";") === true ? textValue(text.slice(0, -1)) : word);
    if (text?.endsWith(";") === true) parts.push([]);
  }
  return parts;
}

function tmuxCommand([first, ...args]: readonly Value[], open: boolean): readonly Inner[] {
  if (first === undefined) return [];
  const name = textOf(first);
  if (name === null) return [unseen("tmux")];
  if (!TMUX_COMMANDS.test(name)) return [];
  const { rests, given } = openOptions(TMUX_FLAGGED, args);
  const [rest = []] = rests;
  const how = `tmux ${name}`;
  if (/^(?:set-hook|bind|confirm|command-prompt|if)/.test(name)) return [unseen(how)];
  if (name.startsWith("source")) return rest.slice(0, 1).map((path): Inner => ({ kind: "file", how, path }));
  const typed = name.startsWith("send")
    ? rest.filter((word) => !/^(?:Enter|C-[a-z]|KPEnter)$/.test(textOf(word) ?? ""))
    : rest;
  if (typed.length === 0) return open ? [unseen(how)] : [];
  const cwd = given.findLast(({ role }) => role === "cwd")?.value ?? null;
  return typed.length === 1 || name.startsWith("send") || name.startsWith("run")
    ? [script(how, joinWords(typed), open)]
    : [words(how, { words: typed, open, cwd })];
}

const SCREEN: Options = {
  "-a -A -d -D -i -L -m -O -q -r -R -RR -U -x -4 -6 -f -fn -fa": "ok",
  "-c=": "file",
  "-e= -h= -p= -S= -s= -t= -T= -Logfile=": "ok",
  "-ls -list -wipe -v": "none",
  "-X": "joins",
};

export function seeScreen(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given, rests, doubt } = openOptions(SCREEN, args);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const files = given.filter(({ role }) => role === "file").flatMap((option) => carried(option, "screen"));
  const isOrder = given.some(({ role }) => role === "joins");
  const inner = rests.flatMap((rest) => {
    if (rest.length === 0) return [];
    if (!isOrder) return [words("screen", { words: rest, open })];
    const [order, ...more] = rest;
    return /^(?:stuff|exec|screen|eval)$/.test(textOf(order ?? textValue("")) ?? "stuff")
      ? [script("screen -X", joinWords(more), open)]
      : [];
  });
  return [...files, ...inner, ...(doubt || open ? [unseen("screen")] : [])];
}
