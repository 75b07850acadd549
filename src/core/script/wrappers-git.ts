/** What git runs: programs that its options and settings name, aliases, and git again. */
import { anyWord, join, prefixOf, startsWith, textOf, textValue, type Value } from "./value.ts";
import type { Inner } from "./wrapper.ts";
import { dropStart, openOptions, type Given, type Options } from "./wrappers-read.ts";
import { splitLine } from "./wrappers-split.ts";
import { carried, joinWords, script, settingOf, unseen, words, type See } from "./wrappers-usage.ts";

const GLOBAL: Options = {
  "-C=": "cwd",
  "-c=": "setting",
  "--config-env=": "setting",
  "--exec-path=?": "file",
  "--git-dir= --work-tree= --namespace= --super-prefix= --attr-source= --list-cmds=": "ok",
  "-p --paginate -P --no-pager --bare --no-replace-objects --literal-pathspecs --glob-pathspecs --noglob-pathspecs":
    "ok",
  "--icase-pathspecs --no-optional-locks --no-lazy-fetch --no-advice": "ok",
  "-v --version -h --help --html-path --man-path --info-path": "none",
};

/** @param args behind `git` */
export function seeGit(args: readonly Value[], open: boolean): readonly Inner[] {
  const { given, rests, doubt } = openOptions(GLOBAL, args);
  const sets = given.filter(({ role }) => role === "setting");
  const inner = rests.flatMap((rest) => seeSubcommand(rest, open, sets));
  const paths = given.filter(({ role, value }) => role === "file" && value !== null);
  return [
    ...sets.flatMap((option) => fromOption(option, rests[0] ?? [], open)),
    ...paths.flatMap((option) => carried(option, "git")),
    ...inner,
    ...(doubt ? [unseen("git")] : []),
  ];
}

/** `-c NAME=VALUE`; of `--config-env` only the name is known. */
function fromOption({ key, value }: Given, rest: readonly Value[], open: boolean): readonly Inner[] {
  if (value === null) return [];
  const setting = settingOf(value);
  if (setting === null) return textOf(value) === null ? [unseen("git -c")] : [];
  const isDirect = startsWith(value, "-") === "no" && key.startsWith("-c");
  const known = isDirect ? setting.value : anyWord(`$${prefixOf(setting.value)}`);
  const [name, ...args] = rest;
  const isCalled = name !== undefined && aliasOf(setting.name) === textOf(name);
  return ofSetting(setting.name, known, isCalled ? { args, open } : { args: [], open: true });
}

type Behind = { readonly args: readonly Value[]; readonly open: boolean };

/** What a setting of git makes it run, sooner or later. `behind`: the words that an alias is called with. */
function ofSetting(name: string, value: Value, behind: Behind): readonly Inner[] {
  const how = `git ${name}`;
  if (aliasOf(name) !== null) return ofAlias(how, value, behind);
  if (/^credential\.(?:.+\.)?helper$/i.test(name)) return ofHelper(how, value);
  if (/^(?:core\.hookspath|include\.path|includeif\..+\.path|init\.templatedir)$/i.test(name)) {
    return textOf(value) === "" || textOf(value) === "/dev/null" ? [] : [{ kind: "file", how, path: value }];
  }
  if (/^url\..+\.(?:push)?insteadof$/i.test(name)) return ofAddress(textValue(name.slice(4)));
  if (!PROGRAM_SETTING.test(name)) return [];
  return /^(?:|true|false|yes|no|on|off|auto|\d+|cat)$/i.test(textOf(value) ?? "?") ? [] : [script(how, value)];
}

/** Settings whose value is a program or a line for a shell; names of sections and of values have no case. */
const PROGRAM_SETTING = new RegExp(
  `^(?:${[
    "core\\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy|alternaterefscommand)",
    "pager\\..+|sequence\\.editor|diff\\.external|interactive\\.difffilter|uploadpack\\.packobjectshook",
    "diff\\..+\\.(?:command|textconv)|(?:difftool|mergetool|guitool|browser|man)\\..+\\.(?:cmd|path)",
    "merge\\..+\\.driver|filter\\..+\\.(?:clean|smudge|process)|trailer\\..+\\.(?:command|cmd)|tar\\..+\\.command",
    "gpg\\.(?:.+\\.)?(?:program|defaultkeycommand)|sendemail\\.(?:.+\\.)?(?:\\w*cmd|smtpserver)",
    "remote\\..+\\.(?:uploadpack|receivepack|vcs)|hook\\..+\\.command|web\\.browser|imap\\.tunnel|submodule\\..+\\.update",
    "instaweb\\.\\w+|svn\\.\\w+command|rebase\\.\\w*exec\\w*",
  ].join("|")})$`,
  "i",
);

function aliasOf(name: string): string | null {
  return /^alias\.(.+?)(?:\.command)?$/is.exec(name)?.[1] ?? null;
}

function ofAlias(how: string, value: Value, { args, open }: Behind): readonly Inner[] {
  const marked = startsWith(value, "!");
  if (marked === "yes") {
    const line = dropStart(value, 1);
    const whole = args.length === 0 ? line : join([line, textValue(" "), joinWords(args)]);
    return [script(how, whole), ...(open && args.length > 0 ? [unseen(how)] : [])];
  }
  const parts = splitLine(value);
  if (parts === null) return [script(how, value), ...(marked === "maybe" ? [unseen(how)] : [])];
  return parts.length === 0 ? [] : [words(how, { words: [textValue("git"), ...parts, ...args], open })];
}

/** `!line`, a path, or the end of a program's name. */
function ofHelper(how: string, value: Value): readonly Inner[] {
  const text = textOf(value);
  if (text === "") return [];
  if (text === null) return [script(how, value)];
  if (text.startsWith("!")) return [script(how, dropStart(value, 1))];
  return [script(how, text.startsWith("/") ? value : textValue(`git-credential-${text}`))];
}

/** `ext::COMMAND`: words parted by blanks, `%` makes the next letter plain. */
function ofAddress(word: Value): readonly Inner[] {
  const text = textOf(word);
  if (text === null || !text.startsWith("ext::"))
    return startsWith(word, "ext::") === "yes" ? [unseen("git ext::")] : [];
  const parts = text.slice(5).match(/(?:%[\s\S]|[^ %])+/g) ?? [];
  const all = parts.map((part) => textValue(part.replace(/%([\s\S])/g, "$1")));
  return all.length === 0 ? [] : [words("git ext::", { words: all, open: false })];
}

function seeSubcommand(rest: readonly Value[], open: boolean, sets: readonly Given[]): readonly Inner[] {
  const [first, ...args] = rest;
  if (first === undefined) return open ? [unseen("git")] : [];
  const name = textOf(first);
  // With an alias set in the words, the alias says what is run.
  if (name === null) return [unseen("git")];
  if (sets.some(({ value }) => value !== null && aliasOf(settingOf(value)?.name ?? "") === name)) return [];
  const special = SPECIAL.get(name)?.(args, open) ?? [];
  const carrying = CARRYING.get(name);
  return [...special, ...(carrying === undefined ? [] : options(name, carrying, args)), ...args.flatMap(ofAddress)];
}

/** Options of a subcommand that name a program, wherever among its words they stand. */
function options(name: string, spellings: readonly string[], args: readonly Value[]): readonly Inner[] {
  const end = args.findIndex((word) => textOf(word) === "--");
  return args.slice(0, end === -1 ? undefined : end).flatMap((word, at) => {
    const value = optionValue(word, spellings, args[at + 1]);
    return value === null ? [] : [script(`git ${name} ${prefixOf(word).split("=", 1)[0] ?? ""}`, value)];
  });
}

/** What the option is given; null for any other word. A long name may be cut short. */
function optionValue(word: Value, spellings: readonly string[], next: Value | undefined): Value | null {
  const known = prefixOf(word);
  for (const spelling of spellings) {
    if (!spelling.startsWith("--")) {
      if (known === spelling && textOf(word) !== null) return next ?? null;
      if (known.startsWith(spelling) && !known.startsWith("--")) return dropStart(word, spelling.length);
      continue;
    }
    const equals = known.indexOf("=");
    const name = equals === -1 ? known : known.slice(0, equals);
    if (name.length < 4 || !spelling.startsWith(name)) continue;
    return equals === -1 ? (textOf(word) === null ? null : (next ?? null)) : dropStart(word, equals + 1);
  }
  return null;
}

const UPLOAD = ["--upload-pack", "--exec"];

const CARRYING: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    rebase: ["-x", "--exec"],
    difftool: ["-x", "--extcmd"],
    grep: ["-O", "--open-files-in-pager"],
    clone: ["-u", "--upload-pack"],
    fetch: UPLOAD,
    pull: UPLOAD,
    "ls-remote": UPLOAD,
    "fetch-pack": UPLOAD,
    archive: ["--exec"],
    push: ["--receive-pack", "--exec"],
    "send-pack": ["--receive-pack", "--exec"],
    instaweb: ["-b", "--browser", "-d", "--httpd"],
    "filter-branch": [
      "--env-filter",
      "--tree-filter",
      "--index-filter",
      "--parent-filter",
      "--msg-filter",
      "--commit-filter",
      "--tag-name-filter",
      "--setup",
    ],
    "send-email": ["--sendmail-cmd", "--to-cmd", "--cc-cmd", "--header-cmd", "--smtp-server"],
    shell: ["-c"],
    svn: ["--follow-exec"],
  }),
);

const SPECIAL: ReadonlyMap<string, See> = new Map<string, See>([
  ["config", seeConfig],
  ["clone", (args) => settingsAmong("clone", ["-c", "--config"], args)],
  ["init", (args) => options("init", ["--template"], args).map((): Inner => unseen("git init --template"))],
  [
    "bisect",
    (args, open) =>
      textOf(args[0] ?? textValue("")) === "run" ? [words("git bisect run", { words: args.slice(1), open })] : [],
  ],
  ["submodule", seeSubmodule],
  ["for-each-repo", seeEachRepo],
  ["hook", (args) => (textOf(args[0] ?? textValue("")) === "run" ? [unseen("git hook run")] : [])],
  // What these do is what another subcommand does.
  ["send-pack", (args, open) => [words("git send-pack", { words: git("push", args), open })]],
  ["http-push", (args, open) => [words("git http-push", { words: git("push", args), open })]],
  ["fetch-pack", (args, open) => [words("git fetch-pack", { words: git("fetch", args), open })]],
  ["pull", (args, open) => [words("git pull", { words: git("fetch", args), open })]],
  [
    "remote",
    (args) =>
      textOf(args[0] ?? textValue("")) === "update"
        ? [words("git remote update", { words: git("fetch", args.slice(1)), open: false })]
        : [],
  ],
  ["subtree", seeSubtree],
]);

function git(subcommand: string, args: readonly Value[]): readonly Value[] {
  return [textValue("git"), textValue(subcommand), ...args];
}

/** `git config NAME VALUE` makes it run later; reading a setting runs nothing. */
function seeConfig(args: readonly Value[], open: boolean): readonly Inner[] {
  const reading = /^--(?:get\S*|list|unset\S*|remove-section|rename-section|show-\S+)$|^-l$/;
  const texts = args.map(textOf);
  if (texts.some((text) => text !== null && reading.test(text))) return [];
  const operands = args.filter((word, at) => {
    const before = texts[at - 1] ?? "";
    return (
      startsWith(word, "-") !== "yes" && !/^(?:-f|--file|--blob|--type|-t|--default|--comment|--value)$/.test(before)
    );
  });
  if (textOf(operands[0] ?? textValue("")) === "set") operands.shift();
  const [name, value] = operands;
  if (name === undefined || (value === undefined && !open)) return [];
  const known = textOf(name);
  if (known === null || value === undefined) return [unseen("git config")];
  return ofSetting(known, value, { args: [], open: true });
}

function settingsAmong(name: string, spellings: readonly string[], args: readonly Value[]): readonly Inner[] {
  return args.flatMap((word, at) => {
    const value = optionValue(word, spellings, args[at + 1]);
    const setting = value === null ? null : settingOf(value);
    if (setting === null) return value === null || textOf(value) !== null ? [] : [unseen(`git ${name} -c`)];
    return ofSetting(setting.name, setting.value, { args: [], open: true });
  });
}

function seeSubmodule(args: readonly Value[], open: boolean): readonly Inner[] {
  const at = args.findIndex((word) => textOf(word) === "foreach");
  if (at === -1) return [];
  const rest = args.slice(at + 1);
  const start = rest.findIndex((word) => !/^(?:--recursive|-q|--quiet)$/.test(textOf(word) ?? ""));
  if (start === -1) return open ? [unseen("git submodule foreach")] : [];
  return [script("git submodule foreach", joinWords(rest.slice(start)), open)];
}

function seeEachRepo(args: readonly Value[], open: boolean): readonly Inner[] {
  const rests = openOptions({ "--config=": "ok", "--keep-going": "ok" }, args).rests;
  return rests.map((rest) => words("git for-each-repo", { words: [textValue("git"), ...rest], open }));
}

function seeSubtree(args: readonly Value[], open: boolean): readonly Inner[] {
  const { rests } = openOptions(
    { "-P= --prefix= -q --quiet -d --debug": "ok", "-m= --message= -b= --branch=": "ok" },
    args,
  );
  return rests.flatMap(([first, ...rest]) => {
    const name = first === undefined ? null : textOf(first);
    if (name === null) return first === undefined ? [] : [unseen("git subtree")];
    const real = new Map([
      ["push", "push"],
      ["pull", "fetch"],
      ["add", "fetch"],
    ]).get(name);
    return real === undefined ? [] : [words(`git subtree ${name}`, { words: git(real, rest), open })];
  });
}
