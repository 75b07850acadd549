/** Which settings of git make it run programs, weaken it, or lead elsewhere. */
import { prefixOf, showValue, textOf, type Value } from "../../script/value.ts";
import type { Addition, Call, Usage } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";

/** Their value is a program, or text that a shell runs. */
const PROGRAMS =
  /^(?:core\.(?:fsmonitor|sshcommand|gitproxy|editor|pager|askpass|alternaterefscommand)|sequence\.editor|gpg\.(?:.+\.)?program|gpg\.ssh\.defaultkeycommand|diff\.external|diff\..+\.(?:command|textconv)|difftool\..+\.(?:cmd|path)|merge\..+\.driver|mergetool\..+\.(?:cmd|path)|filter\..+\.(?:clean|smudge|process)|credential\.(?:.+\.)?helper|pager\..+|interactive\.difffilter|trailer\..+\.(?:command|cmd)|browser\..+\.(?:cmd|path)|man\..+\.(?:cmd|path)|uploadpack\.packobjectshook|remote\..+\.(?:uploadpack|receivepack|vcs)|sendemail\.(?:.+\.)?(?:smtpserver|tocmd|cccmd|headercmd|sendmailcmd)|submodule\..+\.update|init\.templatedir|hook\..+\.command|instaweb\..+|guitool\..+\.cmd|web\.browser|help\.browser|tar\..+\.command|imap\.tunnel|lfs\..*customtransfer.*)$/;
/** They lead git to other hosts, other settings or another folder. */
const REDIRECTIONS =
  /^(?:include(?:if\..+)?\.path|url\..+|https?\.(?:.+\.)?proxy|remote\..+\.(?:url|pushurl|proxy)|core\.(?:worktree|attributesfile)|submodule\..+\.url|http\.(?:.+\.)?(?:extraheader|cookiefile)|protocol\.(?:.+\.)?allow|safe\.directory|extensions\..+)$/;
/** They switch off a check where the value says so. */
const CHECKS =
  /^(?:http\.(?:.+\.)?(?:sslverify|schannelcheckrevoke)|(?:transfer|fetch|receive)\.fsckobjects|core\.protect(?:ntfs|hfs)|receive\.deny.+|clean\.requireforce)$/;
const SECRETS = /extraheader|token|passw|secret|cookie|smtppass/;

/** Values that name a program which shows text or does nothing. */
const HARMLESS_PROGRAMS = /^(?:|:|true|false|cat|less(?: -[A-Z]+)*|more|bat|delta|vim?|nvim|nano|emacs|code --wait)$/;
const NO = /^(?:false|no|off|0|ignore|warn)$/i;

/** What a setting means: nothing worth saying, a program that runs, or something that weakens git or leads it away. */
export type SettingMeaning =
  | { readonly kind: "plain" }
  | { readonly kind: "program" | "weakens" | "leads-away"; readonly why: string };

/** @param value null where it is set without one */
export function meaningOfSetting(key: string, value: Value | null): SettingMeaning {
  // Section and name know no case; what stands between them may.
  const name = key.toLowerCase();
  const text = value === null ? "" : textOf(value);
  if (name === "core.hookspath") return { kind: "weakens", why: `changes which hooks git runs (${key})` };
  if (name.startsWith("alias.")) {
    // An alias that starts with an option can set any of these in turn.
    const isPlain = text !== null && /^[a-z]/i.test(text);
    return isPlain ? { kind: "plain" } : { kind: "program", why: `makes ${key} run a program` };
  }
  if (PROGRAMS.test(name)) {
    if (text !== null && HARMLESS_PROGRAMS.test(text)) return { kind: "plain" };
    return { kind: "program", why: `has git run a program (${key})` };
  }
  if (CHECKS.test(name)) {
    return text === null || NO.test(text)
      ? { kind: "weakens", why: `switches off a check (${key})` }
      : { kind: "plain" };
  }
  if (REDIRECTIONS.test(name)) return { kind: "leads-away", why: `leads git elsewhere (${key})` };
  return { kind: "plain" };
}

/** `git -c NAME=VALUE` and `--config-env=NAME=VARIABLE`: for this command alone. */
export function settingForOnce(call: Call): Addition {
  const added = [...call.valuesOf("-c").map(splitSetting), ...call.valuesOf("--config-env").map(ofVariable)];
  const meanings = added.map(({ key, value }) => (key === null ? UNKNOWN : meaningOfSetting(key, value)));
  const weakening = meanings.find((meaning) => meaning.kind === "weakens");
  const runs = meanings.filter(({ kind }) => kind === "program" || kind === "leads-away");
  return {
    effects: runs.map((meaning) => effect(meaning.kind === "program" ? "runs" : "unknown")),
    danger: weakening === undefined || weakening.kind === "plain" ? null : weakening.why,
    ...(runs.length > 0 ? { unsafe: true } : {}),
  };
}

const UNKNOWN: SettingMeaning = { kind: "leads-away", why: "sets what its words do not tell" };

type Split = { readonly key: string | null; readonly value: Value | null };

function splitSetting(value: Value): Split {
  const known = prefixOf(value);
  const equals = known.indexOf("=");
  if (equals === -1) return { key: textOf(value), value: null };
  const start = known.slice(equals + 1);
  const first = start === "" ? [] : [{ kind: "text" as const, text: start }];
  return { key: known.slice(0, equals), value: { pieces: [...first, ...value.pieces.slice(1)], many: value.many } };
}

function ofVariable(value: Value): Split {
  const { key } = splitSetting(value);
  return { key, value: { pieces: [{ kind: "any", from: "a variable" }], many: false } };
}

const SCOPES: Usage["options"] = {
  "--global --system": "ok",
  "-f= --file=": "read",
  "--local --worktree": "ok",
  "--blob=": "ok",
  "-z --null --name-only --show-origin --show-scope --includes --no-includes --bool --int --bool-or-int": "ok",
  "--path --expiry-date --bool-or-str --no-type --fixed-value --all --append --regexp --show-names --no-show-names":
    "ok",
  "-t= --type= --default= --value= --url= --comment=": "ok",
};

export const CONFIG: Usage = {
  about: "shows or changes settings",
  options: {
    ...SCOPES,
    "--get": "ok",
    "--get-all": "ok",
    "--get-regexp": "ok",
    "--get-color": "ok",
    "--get-colorbool": "ok",
    "--get-urlmatch": "ok",
    "-l --list": "ok",
    "--add": "ok",
    "--replace-all": "ok",
    "--unset": "ok",
    "--unset-all": "ok",
    "--rename-section": "ok",
    "--remove-section": "ok",

    "-e --edit": "runs",
  },
  safe: "boxed",
  hook: config,
};

const READING = ["--get", "--get-all", "--get-regexp", "--get-color", "--get-colorbool", "--get-urlmatch", "--list"];
const REMOVING = ["--unset", "--unset-all", "--remove-section"];

function config(call: Call, scene: Scene): Addition {
  const [first, ...rest] = call.operands;
  const verb = first === undefined ? null : textOf(first);
  const hasValue = call.has("--add") || call.has("--replace-all");
  if (READING.some((option) => call.has(option))) return asking(call.operands, call.has("--list"));
  if (verb === "list") return asking(rest, true);
  if (verb === "get" || verb === "get-color") return asking(withoutOptions(rest), false);
  if (verb === "edit") return { effects: [effect("runs"), ...changes(call, scene)] };
  if (verb === "unset" || verb === "remove-section" || verb === "rename-section") return changed(call, scene, null);
  if (verb === "set") return changed(call, scene, splitOperands(withoutOptions(rest)));
  if (REMOVING.some((option) => call.has(option)) || call.has("--rename-section")) return changed(call, scene, null);
  if (first === undefined) return call.has("--edit") ? { effects: changes(call, scene) } : { unsafe: true };
  if (call.operands.length === 1 && !hasValue) return asking(call.operands, false);
  return changed(call, scene, splitOperands(call.operands));
}

/** Behind `set` and the like options follow words. */
function withoutOptions(words: readonly Value[]): readonly Value[] {
  return words.filter((word) => !prefixOf(word).startsWith("--"));
}

function splitOperands([key, value]: readonly Value[]): Split {
  return { key: key === undefined ? null : textOf(key), value: value ?? null };
}

/** All settings at once may hold secrets, and so may some of them. */
function asking(keys: readonly Value[], all: boolean): Addition {
  const isSecret = keys.some((key) => SECRETS.test(showValue(key).toLowerCase()));
  const shown = effect("read");
  if (isSecret) return { effects: [effect("credentials")], danger: "shows a secret of git's settings" };
  return all ? { effects: [shown], unsafe: true } : { effects: [shown] };
}

function changes(call: Call, scene: Scene): ReturnType<typeof effect>[] {
  const files = call.valuesOf("--file").map((file) => onPath("write", file, scene));
  return files.length > 0 ? files : [effect("git-write")];
}

/** @param setting null where a setting is taken away */
function changed(call: Call, scene: Scene, setting: Split | null): Addition {
  const effects = changes(call, scene);
  if (call.has("--global")) {
    return { effects: [...effects, effect("persistence")], danger: "changes git's settings for every repository" };
  }
  if (setting === null) return { effects };
  const meaning = setting.key === null ? UNKNOWN : meaningOfSetting(setting.key, setting.value);
  if (meaning.kind === "plain") return { effects };
  return { effects: [...effects, effect("persistence")], danger: meaning.why };
}
