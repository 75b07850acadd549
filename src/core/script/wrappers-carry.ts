/** Programs that do work of their own, with options that name a program to run. */
import { isText, prefixOf, startsWith, textOf, textValue, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";
import { dropStart, type Role } from "./wrappers-read.ts";
import { carried, script, unseen } from "./wrappers-usage.ts";

/** Spellings, separated by spaces: `-x` may stand in a cluster, `-name:` is a whole word of one dash. */
type Carrier = Readonly<Record<string, Role>>;

const EDITOR: Carrier = { "-c --cmd": "script", "-S -u": "file" };

/** By names separated by spaces. */
const TABLE: Readonly<Record<string, Carrier>> = {
  "tar gtar bsdtar": {
    "--to-command --rsh-command --info-script --new-volume-script -F": "script",
    "-I --use-compress-program": "line",
    "--checkpoint-action": "script",
    "--rmt-command": "program",
  },
  cpio: { "--rsh-command": "program" },
  rsync: { "-e --rsh --rsync-path": "line" },
  "split gsplit": { "--filter": "script" },
  "sort gsort": { "--compress-program": "program" },
  zip: { "-TT --unzip-command": "script" },
  "man apropos": { "-P --pager": "script", "-H --html": "script" },
  "rg ripgrep": { "--pre --hostname-bin": "program" },
  "less more most": { "-k": "file" },
  "scp sftp": { "-S": "program" },
  wget: { "--use-askpass": "program" },
  "gcc g++ cc c++ clang clang++ cpp": { "-wrapper:": "line" },
  go: { "-exec: -toolexec: -vettool: --exec --toolexec --vettool": "line" },
  "ld ld.gold ld.lld": { "-plugin:": "file" },
  "vi vim view ex rvim gvim vimdiff nvim vim.tiny vim.basic vim.nox": EDITOR,
  "emacs emacs-nox": { "--eval --execute --load -l": "unknown" },
  "mutt neomutt": { "-e": "unknown" },
  "lftp ftp": { "-e -c": "unknown" },
  "xterm uxterm urxvt gnome-terminal konsole alacritty kitty terminator xfce4-terminal": { "-x --command": "script" },
  pytest: { "-p": "unknown" },
  jest: { "--globalSetup --runner --testRunner": "unknown" },
  ansible: { "-a --args": "script" },
  "watchman-make": { "--run": "script" },
  "nc ncat netcat": { "-e -c --exec --sh-exec --lua-exec": "script" },
  tcpdump: { "-z": "program" },
  exiftool: { "-if:": "unknown", "-config:": "file" },
  "gpg gpg2": { "--photo-viewer --exec-path": "script" },
  openssl: { "-engine: -provider-path:": "unknown" },
  psql: { "-f --file": "unknown" },
};

const INDEX: ReadonlyMap<string, readonly (readonly [string, Role])[]> = new Map(
  Object.entries(TABLE).flatMap(([names, carrier]) => {
    const spellings = Object.entries(carrier).flatMap(([all, role]) =>
      all.split(" ").map((one) => [one, role] as const),
    );
    return names.split(" ").map((name) => [name, spellings] as const);
  }),
);

export function isCarrier(name: string): boolean {
  return INDEX.has(name);
}

/** What the program's options make it run; empty for programs that are not listed. */
export function seeCarried(name: string, args: readonly Value[], open: boolean): readonly Inner[] {
  const spellings = INDEX.get(name);
  if (spellings === undefined || spellings.length === 0) return [];
  const end = args.findIndex((word) => textOf(word) === "--");
  const before = args.slice(0, end === -1 ? undefined : end);
  const inner = before.flatMap((word, at) => ofWord(name, spellings, word, args[at + 1]));
  return open && end === -1 ? [...inner, unseen(name)] : inner;
}

function ofWord(
  name: string,
  spellings: readonly (readonly [string, Role])[],
  word: Value,
  next: Value | undefined,
): readonly Inner[] {
  if (/^(?:less|more|most)$/.test(name) && /^\+[^!|]*[!|]/.test(prefixOf(word))) {
    const known = prefixOf(word);
    return [script(`${name} +`, dropStart(word, known.search(/[!|]/) + 1))];
  }
  if (EDITORS.has(name) && startsWith(word, "+") === "yes") return ofEditor(name, "+", dropStart(word, 1));
  for (const [spelling, role] of spellings) {
    const value = valueOf(spelling, word, next);
    if (value !== null) return told(name, spelling, role, value);
  }
  if (textOf(word) !== null || startsWith(word, "-") === "no" || word.pieces.every((piece) => piece.kind !== "any"))
    return [];
  // A word that may be any option at all.
  return prefixOf(word) === "" && spellings.some(([spelling]) => isText(word, spelling) !== "no") && word.many
    ? [unseen(name)]
    : [];
}

function told(name: string, spelling: string, role: Role, value: Value): readonly Inner[] {
  const isAction = spelling === "--checkpoint-action";
  if (isAction && startsWith(value, "exec=") === "no") return [];
  const said = isAction ? dropStart(value, "exec=".length) : value;
  if (role === "file" && textOf(said) === "NONE") return [];
  if (EDITORS.has(name) && role === "script") return ofEditor(name, spelling, said);
  return carried({ key: spelling, role, value: said, sure: true }, name);
}

const EDITORS: ReadonlySet<string> = new Set(
  "vi vim view ex rvim gvim vimdiff nvim vim.tiny vim.basic vim.nox".split(" "),
);

const LINE_OF_EDITOR =
  /^(?:[:\s]|(?:sil|silent|noau|noautocmd|keepalt|keepjumps)!?\s)*(?:\d+|%|\.)?(?:r|w|read|write)?\s*!/;

/** `!line` is for a shell; other commands of an editor may run something as well. */
function ofEditor(name: string, spelling: string, value: Value): readonly Inner[] {
  const text = textOf(value);
  if (text !== null && LINE_OF_EDITOR.test(text)) {
    return carried(
      { key: spelling, role: "script", value: textValue(text.slice(text.indexOf("!") + 1)), sure: true },
      name,
    );
  }
  return text !== null && /^[:\s]*(?:(?:q|qa|wq|x|set|syntax|e|w)\b[^|!]*!?|\d+|normal? [^!|]*)$/.test(text)
    ? []
    : [unseen(name)];
}

/** What the option is given; null where the word is another one. */
function valueOf(spelling: string, word: Value, next: Value | undefined): Value | null {
  const known = prefixOf(word);
  const isWhole = textOf(word) !== null;
  if (spelling.endsWith(":") || /^-[^-]./.test(spelling)) {
    const name = spelling.replace(/:$/, "");
    if (spelling.endsWith(":") && known.startsWith(`${name}=`)) return dropStart(word, name.length + 1);
    return isWhole && known === name ? (next ?? null) : null;
  }
  if (spelling.startsWith("--")) return valueOfLong(spelling, word, next);
  if (!known.startsWith("-") || known.startsWith("--")) return null;
  const letter = spelling.charAt(1);
  const at = known.indexOf(letter, 1);
  if (at === -1 || !/^[A-Za-z]*$/.test(known.slice(1, at))) return null;
  const rest = dropStart(word, at + 1);
  return textOf(rest) === "" ? (next ?? null) : rest;
}

function valueOfLong(spelling: string, word: Value, next: Value | undefined): Value | null {
  const known = prefixOf(word);
  const equals = known.indexOf("=");
  const name = equals === -1 ? known : known.slice(0, equals);
  // A name that is cut short is one letter longer than the dashes at least, and most are longer.
  if (name !== spelling && (name.length < 5 || !spelling.startsWith(name))) return null;
  if (equals !== -1) return dropStart(word, equals + 1);
  return textOf(word) === null ? null : (next ?? null);
}
