/** Reads the trace that driver.sh makes bash write. */

/** A command that bash ran, its words as they were after expansion. */
export type Traced = {
  readonly words: readonly string[];
  /** `a=1` looks alike in a trace whether it set a variable or was a command of that name. */
  readonly isMaybeAssignment: boolean;
};

/** What one script did in one run. */
export type Run = {
  /** In the order in which they began; those of pipes and background jobs as they come. */
  readonly commands: readonly Traced[];
  /** `[[ … ]]`, `(( … ))` and the heads of `for`, `case` and `select`, as bash wrote them. */
  readonly constructs: readonly string[];
  /** Names of files that were new in its folder afterwards. */
  readonly written: readonly string[];
  /** Its exit status; null if it had to be ended, because it stalled or wrote without end. */
  readonly status: number | null;
};

export type Trace = {
  /** By key; a run without an end is one that was going on when the trace ended. */
  readonly runs: ReadonlyMap<string, Run & { readonly ended: boolean }>;
  /** True if every script had its turn. */
  readonly finished: boolean;
};

type Draft = {
  commands: Traced[];
  constructs: string[];
  written: readonly string[];
  status: number | null;
  ended: boolean;
};

const RECORD_START = /(?:^|\n)(?=\x01+\d+\.\d+\x02|\x03[SFEQ])/;
const LINE = /^(\x01+)(\d+\.\d+)\x02(.*)$/s;
const OWN_BODY = /^\(\(  \(__mask >> \d+ & 1\) == 0  \)\)$/;
const CONSTRUCT = /^(\[\[ |\(\( |for \(\(|for \S+ in|select \S+ in|case .* in$)/s;
const ASSIGNMENT = /^[A-Za-z_]\w*(\[.*\])?\+?=/s;

/** @param given names that each folder held before */
export function readTrace(text: string, given: ReadonlySet<string>): Trace {
  const runs = new Map<string, Draft>();
  let finished = false;
  for (const raw of text.split(RECORD_START)) {
    const record = raw.endsWith("\n") ? raw.slice(0, -1) : raw;
    if (record.startsWith("\x03Q")) finished = true;
    else if (record.startsWith("\x03")) mark(runs, record, given);
    else addLine(runs, record);
  }
  return { runs, finished };
}

/** `S KEY`: a script begins; `F KEY NAMES`: its folder has other files now; `E KEY STATUS`: it has ended. */
function mark(runs: Map<string, Draft>, record: string, given: ReadonlySet<string>): void {
  const [, kind, key = "", rest = ""] = /^\x03(\w) (\S+) ?(.*)$/s.exec(record) ?? [];
  const run = draftOf(runs, key);
  if (kind === "F") run.written = (splitTraced(rest) ?? [rest]).filter((name) => !given.has(name));
  if (kind === "E") Object.assign(run, { status: Number(rest), ended: true });
}

function addLine(runs: Map<string, Draft>, record: string): void {
  const [, level = "", key = "", line = ""] = LINE.exec(record) ?? [];
  // The driver's own: the `eval` of the script, and what stands for the programs.
  const isOwn = OWN_BODY.test(line) || line.startsWith("command_not_found_handle ");
  if (line === "" || isOwn || (level.length === 1 && line.startsWith("eval "))) return;
  const words = CONSTRUCT.test(line) ? null : splitTraced(line);
  const run = draftOf(runs, key);
  if (words === null) run.constructs.push(line);
  else run.commands.push({ words, isMaybeAssignment: words.length === 1 && ASSIGNMENT.test(line) });
}

function draftOf(runs: Map<string, Draft>, key: string): Draft {
  const run = runs.get(key) ?? { commands: [], constructs: [], written: [], status: null, ended: false };
  runs.set(key, run);
  return run;
}

/** Undoes the quoting of a traced command: one space between words, parts in `'…'`, `$'…'` or behind a backslash. */
function splitTraced(line: string): readonly string[] | null {
  const PART = /'([^']*)'|\$'((?:[^'\\]|\\.)*)'|\\(.)|([^ '\\$]+|\$)/sy;
  const words: string[] = [];
  for (let at = 0; at <= line.length; at++) {
    let word = "";
    for (; at < line.length && line[at] !== " "; at = PART.lastIndex) {
      PART.lastIndex = at;
      const part = PART.exec(line);
      if (part === null) return null;
      const [, single, ansi, escaped, plain] = part;
      word += single ?? escaped ?? plain ?? unescape(ansi ?? "");
    }
    words.push(word);
  }
  return words;
}

const LETTERS: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** Octal escapes are bytes of UTF-8, and several make one character. */
function unescape(text: string): string {
  const bytes = [...text.matchAll(/\\([0-7]{1,3})|\\(.)|[^\\]+/gs)].map(([whole, octal, letter]) => {
    if (octal !== undefined) return Buffer.from([Number.parseInt(octal, 8)]);
    if (letter === undefined) return Buffer.from(whole);
    return Buffer.from(letter === "E" || letter === "e" ? "\x1b" : (LETTERS[letter] ?? letter));
  });
  return Buffer.concat(bytes).toString("utf8");
}
