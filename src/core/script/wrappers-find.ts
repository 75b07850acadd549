/** What find, fd, xargs and parallel run for each of what they find or read. */
import { anyWord, join, mayBeOneOf, textOf, textValue, type Piece, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";
import { openOptions, type Options } from "./wrappers-read.ts";
import { carried, joinWords, script, unseen, words } from "./wrappers-usage.ts";

const FIND_RUNS: readonly string[] = ["-exec", "-execdir", "-ok", "-okdir"];

const FIND_ENDS: readonly string[] = [";", "+"];

export function seeFind(args: readonly Value[], open: boolean): readonly Inner[] {
  const inner: Inner[] = [];
  const lastEnd = args.findLastIndex((word) => mayBeOneOf(word, FIND_ENDS));
  let at = 0;
  while (at < args.length) {
    const word = args[at];
    const text = word === undefined ? null : textOf(word);
    if (text !== null && FIND_RUNS.includes(text)) {
      const end = endOfFindCommand(args, at + 1);
      const command = args.slice(at + 1, end).map((part) => replaced(part, ["{}"], "what find found"));
      inner.push(words(`find ${text}`, { words: command, open: open && end >= args.length }));
      at = end + 1;
    } else {
      // One that is unknown can be such an option only with a command and its end behind it.
      if (text === null && word !== undefined && mayRun(word) && (word.many || lastEnd >= at + 2))
        inner.push(unseen("find"));
      at++;
    }
  }
  return open ? [...inner, unseen("find")] : inner;
}

function mayRun(word: Value): boolean {
  return mayBeOneOf(word, FIND_RUNS);
}

/** The place of `;`, or of `+` behind `{}`. */
function endOfFindCommand(args: readonly Value[], start: number): number {
  for (let at = start; at < args.length; at++) {
    const text = textOf(args[at] ?? textValue(""));
    if (text === ";" || (text === "+" && at > start && textOf(args[at - 1] ?? textValue("")) === "{}")) return at;
  }
  return args.length;
}

const FD_PLACES = ["{}", "{/}", "{//}", "{.}", "{/.}"];

export function seeFd(args: readonly Value[], open: boolean): readonly Inner[] {
  const at = args.findIndex((word) =>
    /^(?:-[HIusigFalLp0q1]*[xX]|--exec(?:-batch)?)(?:=.*)?$/s.test(textOf(word) ?? ""),
  );
  const isDoubtful = args.slice(0, at === -1 ? undefined : at).some((word) => {
    return textOf(word) === null && mayBeOneOf(word, ["-x", "--exec"]);
  });
  const doubt = isDoubtful || (open && at === -1) ? [unseen("fd")] : [];
  if (at === -1) return doubt;
  const option = textOf(args[at] ?? textValue("")) ?? "";
  const attached = option.includes("=") ? [textValue(option.slice(option.indexOf("=") + 1))] : [];
  const end = args.findIndex((word, place) => place > at && textOf(word) === ";");
  const command = [...attached, ...args.slice(at + 1, end === -1 ? undefined : end)];
  const given = command.map((word) => replaced(word, FD_PLACES, "what fd found"));
  const further = end === -1 ? [] : seeFd(args.slice(end + 1), open);
  return [
    words(`fd ${option}`, { words: given, open: open || given.every((word, i) => word === command[i]) }),
    ...further,
    ...doubt,
  ];
}

const XARGS: Options = {
  "-0 --null -r --no-run-if-empty -t --verbose -p --interactive -x --exit -o --open-tty": "ok",
  "-a= --arg-file= -d= --delimiter= -E= -e=? --eof=? -L= -l=? --max-lines=? -n= --max-args= -P= --max-procs=": "ok",
  "-s= --max-chars= -R= -S= --process-slot-var=": "ok",
  "-I= -i=? --replace=? -J=": "cwd",
  "--help --version --show-limits": "none",
};

export function seeXargs(args: readonly Value[]): readonly Inner[] {
  const { given, rests, doubt } = openOptions(XARGS, args);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const replacing = given.findLast(({ role }) => role === "cwd");
  const mark = replacing === undefined ? null : replacing.value === null ? "{}" : textOf(replacing.value);
  const inner = rests.flatMap((rest) => {
    if (rest.length === 0) return [];
    if (replacing === undefined) return [words("xargs", { words: rest, open: true })];
    if (mark === null) return [words("xargs", { words: rest.map(() => anyWord("the input of xargs")), open: false })];
    return [words("xargs", { words: rest.map((word) => replaced(word, [mark], "the input of xargs")), open: false })];
  });
  return doubt ? [...inner, unseen("xargs")] : inner;
}

const PARALLEL: Options = {
  "-j= --jobs= -P= --max-procs= -n= --max-args= -N= --max-replace-args= -L= --max-lines= -s= --max-chars= -d= --delimiter=":
    "ok",
  "-a= --arg-file= -C= --colsep= -S= --sshlogin= --slf= --sshloginfile= --joblog= --results= --tmpdir= --tempdir= --delay=":
    "ok",
  "--timeout= --retries= --halt= --load= --nice= --memfree= --tagstring= --block= --recstart= --recend= --env= --profile= -J=":
    "ok",
  "--basefile= --bf= --return= --trc= --wd= --workdir= --semaphorename= --id= --shebang-wrap --trim= --max-chars= -E= --arg-sep=":
    "ok",
  "-0 --null -k --keep-order -t --verbose -v -r --no-run-if-empty -X -m -q --quote -u --ungroup -x --xargs --bar --eta":
    "ok",
  "--progress --tag --line-buffer --lb --dry-run --dryrun --linebuffer --will-cite --no-notice --plain -p --interactive --pipe":
    "ok",
  "-I= -i=? --replace=? -U=": "cwd",
  "--transfer --cleanup --resume --resume-failed --shuf --link --onall --nonall --files --group --gnu --sem --fg --bg":
    "ok",
  "--help --version --citation --man -h -V": "none",
};

const PARALLEL_SOURCE = /^(?::::\+?|::::\+?|--)$/;
const PARALLEL_PLACES = [
  "{}",
  "{.}",
  "{/}",
  "{//}",
  "{/.}",
  "{#}",
  "{%}",
  "{1}",
  "{2}",
  "{3}",
  "{1.}",
  "{1/}",
  "{1/.}",
  "{2.}",
  "{2/}",
];

/** Its words are joined and given to a shell; what it puts into them is quoted. */
export function seeParallel(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given, rests, doubt } = openOptions(PARALLEL, args);
  if (given.some(({ role, sure }) => role === "none" && sure)) return [];
  const mark = given.findLast(({ role }) => role === "cwd")?.value ?? null;
  const places = mark === null ? PARALLEL_PLACES : [...PARALLEL_PLACES, textOf(mark) ?? "{}"];
  const inner = rests.flatMap((rest) => jobs(rest, places, open));
  const doubtful = doubt || open ? [unseen("parallel")] : [];
  return [...given.flatMap((option) => carried(option, "parallel")), ...inner, ...doubtful];
}

function jobs(rest: readonly Value[], places: readonly string[], open: boolean): readonly Inner[] {
  const source = rest.findIndex((word) => PARALLEL_SOURCE.test(textOf(word) ?? ""));
  const command = source === -1 ? rest : rest.slice(0, source);
  const items = source === -1 ? [] : rest.slice(source + 1);
  const isListed = source !== -1 && /^:::\+?$/.test(textOf(rest[source] ?? textValue("")) ?? "");
  if (command.length === 0) {
    if (!isListed) return [{ kind: "input", how: "parallel", shell: "sh" }];
    return items.map((item) => script("parallel", item));
  }
  const [only, ...others] = items;
  const item = isListed && only !== undefined && others.length === 0 && !open ? only : anyWord("the input of parallel");
  const changed = command.map((word) => replaced(word, places, "the input of parallel", item));
  const isPlaced = changed.some((word, at) => word !== command[at]);
  const [first, ...more] = command;
  if (first !== undefined && more.length === 0 && /[\s;|&<>$`'"]/.test(textOf(first) ?? " "))
    return [lineJob(first, places, item)];
  if (isPlaced) return [words("parallel", { words: changed, open: false })];
  const isKnown = item === only;
  const appended = isKnown ? [...command, item] : command;
  return [
    words("parallel", { words: appended, open: !isKnown }),
    ...(mayBeScript(command) ? [script("parallel", joinWords(command))] : []),
  ];
}

/** Words with letters that mean something to the shell that gets them. */
function mayBeScript(command: readonly Value[]): boolean {
  return command.some((word) => /[\s;|&<>$`'"*?()]/.test(textOf(word) ?? ""));
}

/** A script for each item: what is put in stands as one quoted word. */
function lineJob(line: Value, places: readonly string[], item: Value): Inner {
  const text = textOf(line);
  if (text === null) return script("parallel", line);
  const parts = partsBetween(text, places);
  const whole = parts.length === 1 ? `${text} "$1"` : parts.join('"$1"');
  return {
    kind: "script",
    how: "parallel",
    text: textValue(whole),
    shell: "sh",
    positional: [textValue("parallel"), item],
    fresh: true,
  };
}

/** The first mark that stands next parts the text. A mark may be as long as the command line lets it. */
function partsBetween(text: string, marks: readonly string[]): readonly string[] {
  const next = marks.filter((mark) => mark !== "").map((mark) => ({ mark, at: text.indexOf(mark) }));
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const found = next.filter(({ at }) => at !== -1).toSorted((one, two) => one.at - two.at)[0];
    if (found === undefined) return [...parts, text.slice(from)];
    parts.push(text.slice(from, found.at));
    from = found.at + found.mark.length;
    for (const one of next) if (one.at !== -1 && one.at < from) one.at = text.indexOf(one.mark, from);
  }
}

/** The word with each mark in it replaced; the same object where it has none. */
function replaced(word: Value, marks: readonly string[], from: string, item: Value = anyWord(from)): Value {
  if (
    !word.pieces.some(
      (piece) => piece.kind === "text" && marks.some((mark) => mark !== "" && piece.text.includes(mark)),
    )
  ) {
    return word;
  }
  const parts = word.pieces.flatMap((piece) =>
    piece.kind === "text" ? cut(piece.text, marks, item) : [{ pieces: [piece], many: false }],
  );
  return { pieces: join(parts).pieces, many: word.many };
}

function cut(text: string, marks: readonly string[], item: Value): readonly Value[] {
  const [mark, ...others] = marks;
  if (mark === undefined) return text === "" ? [] : [{ pieces: [{ kind: "text", text } satisfies Piece], many: false }];
  if (mark === "") return cut(text, others, item);
  return text
    .split(mark)
    .flatMap((part, at) => (at === 0 ? cut(part, others, item) : [item, ...cut(part, others, item)]));
}
