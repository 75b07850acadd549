/** What the text of a small program shows at a careful look: never all that it does. */
import { textValue } from "../script/value.ts";
import { dangerOfDeleting } from "./deletion.ts";
import type { Effect } from "./effect.ts";
import { leavesBehind } from "./persistence.ts";
import { effect, onPath, type Scene } from "./scene.ts";
import { isSecretVariable } from "./secret-variables.ts";
import { namesSecret } from "./secrets.ts";

/** Longer texts are looked at up to here. */
const TEXT_MAX = 65_536;

export type Look = { readonly effects: readonly Effect[]; readonly danger: string | null };

/** @param program text in Python, JavaScript, Perl, Ruby, PHP, Lua or the like */
export function lookAt(program: string, scene: Scene): Look {
  const text = program.slice(0, TEXT_MAX);
  const danger =
    dangerOfVariables(text) ??
    dangerOfFiles(text, scene) ??
    dangerOfDeletions(text, scene) ??
    dangerOfHiding(text) ??
    dangerOfGreed(text) ??
    dangerOfRights(text) ??
    dangerOfCommands(text);
  const effects = [
    ...(NETWORK.test(text) ? [effect("network")] : []),
    ...(/\bos\.kill\(|\bprocess\.kill\(|\bProcess\.kill\b|\bposix_kill\(/.test(text) ? [effect("process")] : []),
    ...(/\bset(?:res|re|e)?[ug]id\b/.test(text) ? [effect("privilege")] : []),
  ];
  return { effects, danger };
}

const NETWORK =
  /\b(?:urllib\d?|requests\.(?:get|post|put|delete|head|patch|request|Session)|http\.client|httpx|aiohttp|socket\.(?:socket|create_connection)|smtplib|ftplib|paramiko|fetch\(|https?\.(?:get|request)\(|net\.(?:connect|createConnection|Socket)|dgram|XMLHttpRequest|axios|Net::HTTP|open-uri|LWP|IO::Socket|HTTP::Tiny|TCPSocket|curl_init|fsockopen|Deno\.connect)|(?:file_get_contents|urlopen|URI\.open)\(\s{0,9}['"]https?:/;

/** All variables at once, where they are not merely handed on to a program. */
const ALL_VARIABLES: readonly RegExp[] = [
  /(?<!\*\*\s?|\benv\s?=\s?|\benv\s?=\s?dict\(|['"]\s{0,3}(?:not\s)?in\s)\bos\.environb?\b(?!\s{0,9}(?:\[|\.(?:get|setdefault|pop|update|copy)\b))/,
  /(?<!\.\.\.|\benv\s?:\s?)\bprocess\.env\b(?!\s{0,9}(?:\?\.|[.[]))/,
  /(?<!\.\.\.|\benv\s?:\s?)\b(?:Deno|Bun)\.env(?:\.toObject\(\)|\b(?!\s{0,9}[.[]))/,
  /\bENV\.(?:to_a|to_h|each|inspect|map|sort|select|filter|values)\b|\b(?:puts|p|pp|print)\s{0,9}\(?\s{0,9}ENV\b(?!\s{0,9}\[)/,
  /%ENV\b|\$ENV\{\s{0,9}\$/,
  /\$_ENV\b(?!\s{0,9}\[\s{0,9}['"])|\bgetenv\(\s{0,9}\)|\bphpinfo\(/,
];

const ONE_VARIABLE =
  /(?:\benviron(?:\.get|\.pop)?|\bgetenv|\bprocess\.env|\benv\.get|\$ENV|\$_ENV|\bENV(?:\.fetch)?)\s{0,3}\??[[({.]{1,2}\s{0,3}['"]?([A-Za-z_]\w{0,80})/g;

/** Whether a variable is set; what one is set to. */
const SAYS_LITTLE: readonly RegExp[] = [
  /\b(?:os\.environ|process\.env)(?:\.\w{1,80}|\[\s{0,3}(['"])\w{1,80}\1\s{0,3}\])(?=\s{0,3}=(?![=>]))/g,
  /(?:!!?|\bBoolean\(\s{0,3})process\.env\??\.(?:[A-Za-z_]\w{0,80})(?=\s{0,3}(?:[),;]|$))/g,
  /\bprocess\.env\??\.[A-Za-z_]\w{0,80}(?=\s{0,3}\?\s{0,3}(['"])[^'"]{0,40}\1\s{0,3}:\s{0,3}(['"])[^'"]{0,40}\2)/g,
  /\b(?:bool|len)\(\s{0,3}os\.(?:getenv|environ\.get)\(\s{0,3}['"]\w{1,80}['"]\s{0,3}(?:,\s{0,3}['"]{2}\s{0,3})?\)\s{0,3}\)/g,
  /\bos\.(?:getenv|environ\.get)\(\s{0,3}['"]\w{1,80}['"]\s{0,3}\)(?=\s{1,3}is\s{1,3}(?:not\s{1,3})?None\b)/g,
];
const ALL_NAMES =
  /\bObject\.keys\(\s{0,3}process\.env\s{0,3}\)|\b(?:sorted|list|len|set)\(\s{0,3}os\.environ(?:\.keys\(\))?\s{0,3}\)|\bos\.environ\.keys\(\)/g;
/** A variable whose name the program makes, or all of them under another name. */
const ANY_VALUE =
  /(?:environb?|process\.env|getenv|environ\.get|environ\.pop)\s{0,3}(?:\?\.)?[[(]\s{0,3}(?!['"])|=\s{0,9}(?:os\.environ|process\.env|os\.getenv|process)\b(?!\s{0,3}[.[(])|\b(?:getattr|itemgetter|Reflect|globals|vars)\b/;

function dangerOfVariables(program: string): string | null {
  const text = SAYS_LITTLE.reduce(
    (rest, pattern) => rest.replace(pattern, " "),
    ANY_VALUE.test(program) ? program : program.replace(ALL_NAMES, " "),
  );
  if (ALL_VARIABLES.some((pattern) => pattern.test(text))) return "shows variables that may hold secrets";
  for (const [, name = ""] of text.matchAll(ONE_VARIABLE)) {
    if (isSecretVariable(name)) return `reads a secret variable (${name})`;
  }
  return null;
}

const STRING = /(["'`])((?:(?!\1|\\|\n).|\\.){1,300})\1/g;
/** Words in quotes that may be paths are looked at up to this number. */
const PATHS_MAX = 500;
const WRITES =
  /\bopen\s{0,9}\([^)]{0,200},\s{0,9}(?:mode\s{0,9}=\s{0,9})?['"][^'"]{0,3}[wax+]|\bwrite_(?:text|bytes)\b|\b(?:write|append)File(?:Sync)?\b|createWriteStream|\bFile\.(?:write|open)|IO\.write|file_put_contents|\bopen\s{0,9}\(?\s{0,9}[^;]{0,60}['"]\s{0,9}\+?>>?|copyFile|shutil\.(?:copy|move)|symlink/;

/** Words in quotes that are paths of secrets, or of what runs later where the program writes. */
function dangerOfFiles(text: string, scene: Scene): string | null {
  const writes = WRITES.test(text);
  let left = PATHS_MAX;
  for (const [, , quoted = ""] of text.matchAll(STRING)) {
    if (!/[./~]/.test(quoted) || /\s/.test(quoted)) continue;
    if (left-- === 0) break;
    const value = textValue(quoted.startsWith("~/") ? `${scene.home}${quoted.slice(1)}` : quoted);
    if (namesSecret(value, scene)) return `may read a secret (${quoted})`;
    const behind = writes ? leavesBehind(onPath("write", value, scene), scene) : null;
    if (behind !== null) return behind;
  }
  return null;
}

const DELETIONS =
  /\b(?:rmtree|rmSync|rmdirSync|unlinkSync|fs\.(?:promises\.)?rm|rimraf(?:\.sync)?|os\.(?:remove|unlink|rmdir|removedirs)|rm_rf|rm_r|remove_entry|remove_tree|remove_dir_all|unlink|emptyDirSync|removeSync|Deno\.remove(?:Sync)?)\s{0,9}\(?\s{0,9}([^;\n]{0,200})/g;
const HOME = /expanduser|homedir|Path\.home|\bHOME\b|USERPROFILE|Dir\.home/;

function dangerOfDeletions(text: string, scene: Scene): string | null {
  for (const [, argument = ""] of text.matchAll(DELETIONS)) {
    if (HOME.test(argument)) return "deletes files of the home folder";
    const [, , path = null] = /^(["'`])((?:(?!\1)[^\\]){1,300})\1/.exec(argument) ?? [];
    if (path === null) continue;
    const danger = dangerOfDeleting([textValue(path)], { recursive: true, forced: true }, scene);
    if (danger !== null) return danger;
  }
  return null;
}

const RUNS_TEXT =
  /\b(?:eval|exec|execfile|Function|compile|instance_eval|class_eval|loadstring|vm\.runIn\w{1,20})\s{0,9}\(/;
const DECODES =
  /base64|b64decode|b32decode|a85decode|\batob\b|fromCharCode|unhexlify|fromhex|bytes\.fromhex|\.decode\(|\bunpack\b|\bpack\s{0,9}\(|marshal\.loads|zlib|codecs|rot_?13|\bchr\s{0,9}\(|\\x[0-9a-f]{2}\\x|unescape\(/i;
const FETCHES =
  /urlopen|requests\.get|\bfetch\s{0,9}\(|https?\.get|Net::HTTP|LWP|file_get_contents\(\s{0,9}['"]https?:|URI\.open/;

function dangerOfHiding(text: string): string | null {
  if (RUNS_TEXT.test(text) && DECODES.test(text)) return "runs text that it decodes first";
  if (RUNS_TEXT.test(text) && FETCHES.test(text)) return "runs what it fetches";
  const shell = /\bpty\.spawn|\bdup2\b|\/bin\/(?:ba|da|z)?sh\b|child_process|subprocess|exec\s{0,9}\{/.test(text);
  const connects = /socket\.socket|net\.(?:connect|createConnection|Socket)|IO::Socket|TCPSocket|fsockopen/.test(text);
  return shell && connects ? "opens a shell to another machine" : null;
}

/** A program that runs with its owner's rights, whoever starts it. */
function dangerOfRights(text: string): string | null {
  const isSet = /\bchmod\w{0,4}\b[^;\n]{0,200}?(?:\b0?o?[2467][0-7]{3}\b|\bS_IS[UG]ID\b|['"][ugo]*\+[rwx]*s)/.test(
    text,
  );
  return isSet ? "lets a program run with its owner's rights" : null;
}

/** Grows or forks without an end, as far as that shows. */
function dangerOfGreed(text: string): string | null {
  const endless =
    /\bwhile\s{0,9}\(?\s{0,9}(?:True|true|1|!0|1\s{0,9}==\s{0,9}1)\b|\bfor\s{0,9}\(\s{0,9};\s{0,9};\s{0,9}\)|\bloop\s{0,9}(?:do\b|\{)|\bwhile\s{1,9}1\b|\buntil\s{1,9}0\b|\b1\s{1,9}while\b|\bwhile\s{1,9}fork\b/.test(
      text,
    );
  if (endless && /\bfork\b|\bspawn\w*\(|\bPopen\(|Process\(|cluster\.fork/.test(text))
    return "starts processes without end";
  const ends = /\bbreak\b|\breturn\b|\bexit\b|\blast\b|\braise\b|\bsleep\b|StopIteration/.test(text);
  const grows =
    /\.(?:append|extend|push|concat|add)\s{0,9}\(|[+*.]=(?!=)|\bpush\s{0,9}@|<<|\[\]\s{0,3}=|\b(\w{1,40})\s{0,3}=\s{0,3}\1\s{1,3}\1\b|\+\+\]\s{0,3}=/.test(
      text,
    );
  if (endless && grows && !ends) return "uses up memory without end";
  const huge =
    /\*\s{0,9}10\s{0,9}\*\*\s{0,9}(?:9|[1-9]\d)\b|(?:alloc\w*|bytearray|repeat|Array|range)\s{0,9}\(\s{0,9}(?:\d[\d_]{10,}|10?e(?:9|[1-9]\d)|10\s{0,9}\*\*\s{0,9}(?:9|[1-9]\d)|2\s{0,9}\*\*\s{0,9}(?:3[2-9]|[4-9]\d))/;
  return huge.test(text) && !/\brange\s{0,9}\(\s{0,9}\d{1,9}\s{0,9}\)/.test(text) ? "uses up memory" : null;
}

/** Commands in quotes that are dangerous wherever they stand. */
function dangerOfCommands(text: string): string | null {
  if (!/system|subprocess|popen|exec|spawn|child_process|qx|`|Open3/i.test(text)) return null;
  if (
    /\brm\s{1,9}(?:-\w{1,9}\s){0,2}-\w{0,9}[rf]\w{0,9}\s{1,9}(?:--?\w{1,9}\s){0,3}(?:~|\/(?!tmp\/)|\$HOME|\.\.)/.test(
      text,
    )
  )
    return "deletes outside the workspace";
  if (/\b(?:curl|wget)\b[^|"'`]{1,200}\|\s{0,9}(?:sudo\s{1,9})?(?:ba|da|z)?sh\b/.test(text))
    return "runs what it fetches";
  return /\bsudo\s/.test(text) ? "acts with other rights" : null;
}
