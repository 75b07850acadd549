/** The commands in files that run by themselves or that people run: read as a shell would. */
import { baseName } from "../../kit/path.ts";
import type { Scene } from "../commands/scene.ts";
import { effectsOf, type Survey, surveyOf } from "../approval/survey.ts";
import type { PatchedFile } from "./patch-files.ts";
import { isSecretPlace } from "./scene-of.ts";
import { deed, grave, person } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** Longest script that is looked at, in UTF-16 units; of a longer one nobody knows what it does. */
const SCRIPT_CHARS_MAX = 60_000;

/** Whether nobody starts it: the build service, git, the package manager or a login does. */
export type Script = { readonly text: string; readonly isAutomatic: boolean };

/** The commands among the added lines, as far as the kind of file has some. */
export function scriptsIn({ path, full, added }: PatchedFile): readonly Script[] {
  const base = baseName(full);
  if (/\.ya?ml$/i.test(base)) return yamlCommands(added).map((text) => ({ text, isAutomatic: true }));
  if (/^dockerfile/i.test(base)) return commandsBehind(added, /^\s*(?:RUN|CMD|ENTRYPOINT)\s+(?:--\S+\s+)*/i, false);
  if (/^(?:gnu)?makefile$|\.mk$/i.test(base)) return commandsBehind(added, /^\t[@+-]*/, false);
  if (/^(?:justfile|jenkinsfile)$/i.test(base)) return commandsBehind(added, /^\s+(?:sh\s*\(?\s*["'])?@?/i, true);
  if (base === "package.json") return packageScripts(added);
  if (/^\.?(?:bashrc|bash_profile|bash_aliases|bash_login|profile|zshrc|zshenv|zprofile|zlogin|envrc)$/.test(base))
    return whole(added, true);
  if (/\/(?:\.git\/hooks|\.husky|\.githooks|cron\.\w+)\//.test(full) || /(?:^|\/)hooks\//.test(path))
    return whole(added, true);
  return /\.(?:ba|z|k)?sh$|\.bats$|\.command$/.test(base) || /^#!.*\b(?:ba|z|da|k)?sh\b/.test(added[0] ?? "")
    ? whole(added, false)
    : [];
}

function whole(lines: readonly string[], isAutomatic: boolean): readonly Script[] {
  const text = lines.join("\n");
  return text.trim() === "" ? [] : [{ text, isAutomatic }];
}

function commandsBehind(lines: readonly string[], mark: RegExp, isAutomatic: boolean): readonly Script[] {
  return lines.flatMap((line) => {
    const found = mark.exec(line);
    return found === null ? [] : [{ text: line.slice(found[0].length), isAutomatic }];
  });
}

/** `run: x`, `run: |` with what is indented below it, and the items of lists of commands. */
function yamlCommands(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = "", , key, rest = ""] =
      /^(\s*)(- +)?(?:(run|script|before_script|after_script|command|cmd|sh|bash|entrypoint)\s*:)?\s*(.*)$/i.exec(
        lines[at] ?? "",
      ) ?? [];
    const isBlock = key !== undefined && /^[|>][+-]?\d?\s*$/.test(rest);
    if (isBlock) {
      const block: string[] = [];
      while (
        at + 1 < lines.length &&
        (/^\s*$/.test(lines[at + 1] ?? "") || indentOf(lines[at + 1] ?? "") > indent.length)
      ) {
        at += 1;
        block.push((lines[at] ?? "").trim());
      }
      found.push(block.join("\n"));
    } else if (key !== undefined && rest !== "") found.push(unquoted(rest));
    else if (key === undefined && !/^[\w.-]+\s*:(?:\s|$)/.test(rest) && rest !== "") found.push(unquoted(rest));
  }
  return found.filter((text) => text !== "" && !text.startsWith("#"));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}

/** `"name": "command"`: whether it runs by itself lies in its name. */
export const LIFECYCLE =
  /^(?:pre|post)?(?:install|uninstall|pack|publish(?:Only)?|prepare|version|shrinkwrap)$|^(?:prepare|prepublish(?:Only)?|dependencies)$/;

function packageScripts(lines: readonly string[]): readonly Script[] {
  return pairsIn(lines).flatMap(([name, value]) => {
    const isAutomatic = LIFECYCLE.test(name);
    return isAutomatic || /[\s/]/.test(value) ? [{ text: value, isAutomatic }] : [];
  });
}

/** Lines of JSON that are one pair of texts each. */
export function pairsIn(lines: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return lines.flatMap((line) => {
    const pairs = [...line.matchAll(/"((?:[^"\\]|\\.)*)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)];
    return pairs.map(([, name = "", value = ""]): readonly [string, string] => [
      name,
      value.replaceAll(/\\(["\\/])/g, "$1"),
    ]);
  });
}

/** What a script would do that its place does not say. It would run in the workspace. */
export function scriptDeeds({ text, isAutomatic }: Script, path: string, scene: Scene): readonly Deed[] {
  if (text.length > SCRIPT_CHARS_MAX) {
    return [person("run", [], `${path} holds more commands than can be looked at`, "hidden")];
  }
  const plain = text.replaceAll(/\$\{\{[^}]*\}\}/g, "x");
  const { home, roots, keep } = scene;
  const survey = surveyOf({ argv: ["bash", "-c", plain], cwd: roots[0] ?? "/" }, { home, roots, keep });
  const say = isAutomatic ? grave : person;
  const deeds: Deed[] = survey.dangers.map(({ why }) => say("run", [], `${path} ${why}`, "weakening"));
  if (/\$\{\{[^}]*\b(?:secrets\.|toJSON\(\s*secrets)/.test(text) && SHOWS.test(text)) {
    deeds.push(grave("show-secret", [], `${path} shows or sends a secret of the build service`, "exfiltration"));
  }
  deeds.push(...effectDeeds(survey, path, isAutomatic, scene));
  return deeds;
}

const SHOWS = /\b(?:echo|printf|cat|tee|base64|xxd|od|env|printenv|curl|wget|nc|scp|rev)\b/;

function effectDeeds(survey: Survey, path: string, isAutomatic: boolean, scene: Scene): readonly Deed[] {
  const would = `${path} would run what`;
  return effectsOf(survey).flatMap((effect): readonly Deed[] => {
    const { kind, target, where } = effect;
    if (kind === "credentials" || (kind === "read" && effect.path !== null && isSecretPlace(effect.path, scene))) {
      return [grave("show-secret", [], `${would} reads ${target ?? "keys"}`, "credentials")];
    }
    if (kind === "network" && target !== null) {
      const bar = isAutomatic ? "person" : "named";
      return [deed("reach", [target], `${would} reaches ${target}`, [bar, "high", "network"])];
    }
    if (kind === "git-history") return [person("discard", [], `${would} changes history`, "destruction")];
    if (kind === "privilege" || kind === "persistence") {
      return [person("run", [], `${would} does more than build (${kind})`, "privilege")];
    }
    if (kind === "delete" && where !== "workspace" && where !== "temporary") {
      return [person("delete", [target ?? ""], `${would} deletes ${target ?? "files"}`, "destruction")];
    }
    return [];
  });
}

/** True for lines of a start file that only set variables, the search path and short names for commands that do no more. */
export function isPlainStart(lines: readonly string[]): boolean {
  return lines.every((line) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return true;
    const [, name, value = ""] = /^(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(text) ?? [];
    if (name === "PATH") return isPlainPath(value);
    if (name !== undefined && PROGRAMS.test(name)) return /^["']?[\w -]*["']?$/.test(value);
    if (name !== undefined) return PLAIN_VARIABLES.test(name) && /^["']?[\w ./:@%+,=-]*["']?$/.test(value);
    const [, short, , meant = ""] = /^alias\s+([\w.-]+)=(["'])(.*)\2$/.exec(text) ?? [];
    return short !== undefined && !PRECIOUS.test(short) && /^[\w ./:=@%+,-]*$/.test(meant) && !RISKY_WORDS.test(meant);
  });
}

/** Each names a program. */
const PROGRAMS = /^(?:EDITOR|VISUAL|PAGER)$/;
const PLAIN_VARIABLES =
  /^(?:LANG|LC_\w+|TZ|TERM|HISTSIZE|HISTFILESIZE|HISTCONTROL|GOPATH|JAVA_HOME|ANDROID_HOME|NODE_ENV|PS1|CLICOLOR|LS_COLORS|LSCOLORS|LESS)$/;
/** Somebody else's program under one of these names would see what is typed. */
const PRECIOUS =
  /^(?:sudo|su|ssh|scp|git|gpg|pass|docker|kubectl|npm|pip3?|python3?|node|cd|ls|cat|curl|wget|assent|codex|claude)$/;
const RISKY_WORDS = /\b(?:sudo|rm|curl|wget|nc|eval|exec|sh|bash|chmod|dd|mkfs|ssh|scp)\b|--no-verify|--force/;

/** The old path, and folders that are the person's or the system's. */
function isPlainPath(value: string): boolean {
  const parts = value.replaceAll(/["']/g, "").split(":");
  const isKept = parts.some((part) => part === "$PATH" || part === "${PATH}");
  return (
    isKept &&
    parts.every(
      (part) =>
        /^\$\{?PATH\}?$|^(?:\$\{?HOME\}?|~)\/[\w.@+-]+(?:\/[\w.@+-]+)*$|^\/(?:usr|opt)\/[\w./@+-]+$/.test(part) &&
        !part.includes(".."),
    )
  );
}

/** True for lines of git's settings that only say who somebody is and how things look. */
export function isPlainGit(lines: readonly string[]): boolean {
  return lines.every((line) =>
    /^\s*(?:#.*|;.*|\[(?:user|color(?: "\w+")?|init|pull|push|branch|column|log|status|rerere|fetch|merge|diff|rebase|commit)\]|(?:name|email|signingkey|ui|defaultbranch|rebase|default|autosetupremote|autosetuprebase|sort|prune|conflictstyle|algorithm|autostash|ff|verbose|enabled)\s*=\s*[\w .@<>"'+-]*)?\s*$/i.test(
      line,
    ),
  );
}
