/** What a patch does: to which files, and by which lines. */
import { baseName } from "../../kit/path.ts";
import type { Scene } from "../commands/scene.ts";
import { riskier } from "../config/review-terms.ts";
import { unseenIn } from "../shell/unseen.ts";
import { deedOfHost } from "./deeds-of-host.ts";
import { ADDED_SIGNS, GUARDS, READS_ALL, READS_SECRET, SENDS, SHELLS } from "./line-signs.ts";
import { isProduction } from "./deeds-cloud.ts";
import { packageDeeds } from "./patch-packages.ts";
import { filesOf, linkedFiles, type PatchedFile } from "./patch-files.ts";
import { HOOKS, isTest, placeDeedsOf } from "./patch-places.ts";
import { isMoreThanForm, speaksOf } from "./patch-topic.ts";
import { isPlainGit, isPlainStart, scriptDeeds, scriptsIn } from "./patch-scripts.ts";
import { ruleDeeds, testDeeds } from "./patch-tests.ts";
import { knownAs } from "./known-as.ts";
import { sceneOf } from "./scene-of.ts";
import { holdsSecret } from "./secret-text.ts";
import { deed, grave, named, person } from "./seen.ts";
import { eased, isWritten } from "./spelled.ts";
import { speechIn } from "./speech.ts";
import type { Background, Deed, Subject } from "./subject.ts";

/** Empty for what is no patch. What cannot be read is for a person. */
export function deedsOfPatch(subject: Subject, { words }: Background): readonly Deed[] {
  const { question, facts } = subject;
  const { action } = question;
  if (action.kind !== "patch") return [];
  const files = filesOf(action.text, action.cwd);
  if (files === null) return [person("edit", [], "changes files in a way that cannot be read", "hidden")];
  const scene = sceneOf(facts, action.cwd);
  const all = [...files, ...linkedFiles(files, question.targets)];
  return eased(
    all.flatMap((file) => fileDeeds(file, scene, words)),
    words,
  );
}

function fileDeeds(patched: PatchedFile, scene: Scene, words: readonly string[]): readonly Deed[] {
  // Its lines count where they end up.
  const moved = patched.to === null ? patched : { ...patched, full: patched.to, path: patched.to };
  const file = cut(moved);
  const lines = [
    ...longDeeds(moved),
    ...lineDeeds(file, words),
    ...guardDeeds(file),
    ...addressDeeds(file, words),
    ...settingDeeds(file),
    ...leavingDeeds(file, words),
  ];
  const scripts = scriptsIn(file).flatMap((script) => scriptDeeds(script, file.path, scene));
  const found = [...lines, ...scripts, ...testDeeds(file, words), ...ruleDeeds(file), ...packageDeeds(file)];
  // Of a file that is moved, only a part may be seen.
  const isPlain = found.length === 0 && patched.to === null && isPlainFor(file, words);
  const isMeant = speaksOf(patched, words) && !isGuard(patched);
  const places = placeDeedsOf(patched, scene, words, isPlain).map((one) => (isMeant ? one : unspoken(one)));
  const more = isMoreThanForm(file, words)
    ? [person("edit", [file.path], `${file.path}: changes more than how it looks`, "weakening")]
    : [];
  return [...places, ...found, ...more, ...hiddenDeeds(moved, words)];
}

/** Code that says who may do what, and how often: nobody sees by its lines alone what a change of it lets in. */
function isGuard({ full }: PatchedFile): boolean {
  return !PROSE.test(full) && !isTest(full) && GUARD.test(full);
}

const GUARD =
  /[/._-](?:auth(?:n|z|entication|orization|enticator)?|oauth2?|sso|saml|jwt|mfa|login|signin|sessions?|permissions?|roles?|acl|rbac|polic(?:y|ies)|throttl\w*|rate[-_]?limit\w*|csrf|cors|crypto|encryption|payments?|billing|passwords?|sanitiz\w*|security)(?:[/._-]|$)/i;

/** Nobody who wants some change wants every change. */
function unspoken(one: Deed): Deed {
  return one.bar === "asked" ? { ...one, bar: "named", level: riskier(one.level, "medium") } : one;
}

/** Start files, hooks and settings of git are plain only where each of their lines is harmless, or was written by the person. */
function isPlainFor({ full, added }: PatchedFile, words: readonly string[]): boolean {
  const base = baseName(full);
  if (base === ".gitconfig" || full.endsWith("/.config/git/config")) return isPlainGit(added);
  if (/^\.(?:bash|zsh|profile|inputrc|vimrc|tmux)/.test(base) || base.endsWith(".fish")) return isPlainStart(added);
  if (!HOOKS.test(full)) return true;
  return added.every((line) => /^\s*(?:#.*|set -e[u]?)?$/.test(line) || isWritten(line.trim(), words));
}

/** What the added lines say, each kind once. */
function lineDeeds({ added, removed, path, full }: PatchedFile, words: readonly string[]): readonly Deed[] {
  const isProse = PROSE.test(full);
  const fresh = added.filter((line) => !removed.some((old) => old.trim() === line.trim()));
  const signs = ADDED_SIGNS.filter(({ says }) => !isProse && fresh.some((line) => says.test(line))).map(
    ({ level, category, what }) => {
      return deed("configure", [path], `${path}: a line that ${what}`, ["person", level, category]);
    },
  );
  const open = fresh.find((line) => EVERY_ORIGIN.test(line));
  const secret = fresh.find(holdsSecret);
  return [
    ...signs,
    ...(open === undefined || isProse ? [] : [everyOrigin(path, words)]),
    ...(secret === undefined ? [] : [person("edit", [path], `writes a key or a password into ${path}`, "credentials")]),
    ...(fresh.some(isBlob) && !GENERATED.test(full)
      ? [deed("edit", [path], `${path}: text that nobody can read`, ["person", "medium", "hidden"])]
      : []),
  ];
}

/** What nobody runs. */
const PROSE = /\.(?:md|mdx|rst|txt|adoc|tex|html?)$|\/(?:LICENSE|CHANGELOG|README|AUTHORS)[^/]*$/i;
const GENERATED = /(?:lock|\.snap|\.svg|\.map|\.min\.js|\.pem|\.crt|\.ipynb|\.sum)$|lock\.(?:json|ya?ml)$/;

function isBlob(line: string): boolean {
  return /(?<!data:[\w/+.-]{1,60};base64,)(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{160,}={0,2}|(?:\\x[0-9a-f]{2}){16,}|(?:\\u[0-9a-f]{4}){24,}|\b[0-9a-f]{128,}\b/i.test(
    line,
  );
}

const EVERY_ORIGIN =
  /\b(?:origins?|allow_?origins?|allowed_?origins?|access-control-allow-origin|cors_?origins?)["'\])]*\s*[:=,(]\s*[["'(]*\s*["']\*|AllowAnyOrigin|allow_any_origin|CORS_ALLOW_ALL_ORIGINS\s*=\s*True|CORS_ORIGIN_ALLOW_ALL\s*=\s*True|\bcors\(\s*\)|\borigin\s*:\s*true\b/i;
const ASKS_EVERY_ORIGIN =
  /\b(?:all|any|every|each)\s+(?:\w+\s+)?origins?\b|\borigins?\b[^.\n]{0,20}(?:\*|wildcard)|\bwildcard\b[^.\n]{0,20}\borigins?\b/i;

function everyOrigin(path: string, words: readonly string[]): Deed {
  const asking = words.flatMap((text) => ASKS_EVERY_ORIGIN.exec(text)?.[0] ?? [])[0];
  const what = `${path}: opens it to every page`;
  if (asking === undefined) return person("configure", [path], what, "weakening");
  return deed("configure", [knownAs(path, words), "origins"], what, ["named", "high", "weakening"]);
}

/** Where code finds others: a host that is put in the place of another one, or an odd one that comes in. */
function addressDeeds({ added, removed, path, full }: PatchedFile, words: readonly string[]): readonly Deed[] {
  if (PROSE.test(full)) return [];
  const before = hostsOfUrls(removed);
  const fresh = hostsOfUrls(added).filter((host) => !before.includes(host));
  return fresh.flatMap((host): readonly Deed[] => {
    const reached = deedOfHost({ host, port: null, protocol: null }, words);
    const isOdd = reached.level === "high" || reached.level === "critical";
    const what = `${path}: ${isOdd ? reached.what : `leads to ${host}`}`;
    if (isOdd) return [{ ...reached, act: "edit", what }];
    return before.length === 0 || reached.bar === "free"
      ? []
      : [deed("edit", reached.objects, what, ["named", "high", "network"])];
  });
}

/** Which machine it works with, where that was another one; and what a migration takes away. */
function settingDeeds({ added, removed, path, full }: PatchedFile): readonly Deed[] {
  if (PROSE.test(full)) return [];
  const before = new Set(namedHosts(removed));
  const fresh = before.size === 0 ? [] : namedHosts(added).filter((host) => !before.has(host));
  const leading = fresh.map((host) =>
    isProduction([host])
      ? person("configure", [host], `${path}: leads to ${host}, in production`, "remote")
      : deed("edit", [host], `${path}: leads to ${host}`, ["named", "high", "network"]),
  );
  const lost = added.flatMap((line) => [...line.matchAll(LOSES)].map(([, table = ""]) => table));
  const losing =
    lost.length === 0
      ? []
      : [person("delete", lost, `${path}: takes ${lost.join(", ")} out of a database`, "destruction")];
  const isRoot =
    added.some((line) => /^\s*USER\s+(?:root|0)\b/i.test(line)) &&
    !removed.some((line) => /^\s*USER\s+(?:root|0)\b/i.test(line));
  return [
    ...leading,
    ...losing,
    ...(isRoot ? [deed("edit", ["root"], `${path}: runs as root`, ["named", "high", "weakening"])] : []),
  ];
}

const LOSES =
  /\b(?:drop_table|drop_column|remove_columns?|dropTable|dropColumn|removeColumn|DROP\s+(?:TABLE|COLUMN|DATABASE|SCHEMA|INDEX)(?:\s+IF\s+EXISTS)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|DeleteModel|RemoveField)[\s(]*[:"'`]?(\w*)/gi;

/** Values of settings that name a machine. */
function namedHosts(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const found =
      /\b\w*(?:host|hostname|server|endpoint|addr|address|broker|upstream|proxy_pass|origin)s?["']?\s*(?:=>|[:=]|\s)\s*["'[]*(localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(
        line,
      );
    return found?.[1] === undefined ? [] : [found[1].toLowerCase()];
  });
}

/** Those that are written out. */
function hostsOfUrls(lines: readonly string[]): readonly string[] {
  const found = lines.flatMap((line) => [
    ...line.matchAll(/\b(?:https?|wss?|ftp):\/\/(?:[^\s/@"'`]*@)?([^\s/"'`?#:@)<>\\]+)/gi),
  ]);
  return [...new Set(found.map(([, host = ""]) => host.toLowerCase()))].filter((host) => !/[$%{}*[\]]/.test(host));
}

/** Protections that go and do not come again. */
function guardDeeds({ added, removed, path, full }: PatchedFile): readonly Deed[] {
  if (PROSE.test(full)) return [];
  const lost = lostGuards(removed, added);
  const [first] = lost;
  return first === undefined
    ? []
    : [person("edit", [path], `${path}: takes out what protects (${first})`, "weakening")];
}

function lostGuards(removed: readonly string[], added: readonly string[]): readonly string[] {
  const left = guardsIn(added);
  return guardsIn(removed).filter((guard) => {
    const at = left.indexOf(guard);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}

function guardsIn(lines: readonly string[]): string[] {
  const code = lines.filter((line) => !/^\s*(?:\/\/|#|\*|--)/.test(line));
  return code.flatMap((line) => [...line.matchAll(GUARDS)].map(([word]) => word.toLowerCase()));
}

/** Secrets and ways out, side by side in what is added. */
function leavingDeeds({ added, path, full }: PatchedFile, words: readonly string[]): readonly Deed[] {
  if (PROSE.test(full)) return [];
  const deeds: Deed[] = [];
  const reads = added.filter((line) => READS_SECRET.test(line) || READS_ALL.test(line));
  const sends = added.filter((line) => SENDS.test(line));
  const both = reads.find((line) => sends.includes(line));
  const isGrave =
    added.some((line) => READS_ALL.test(line) && sends.length > 0) || (both !== undefined && SHELLS.test(both));
  const urls = hostsOfUrls(sends);
  const odd = urls.map((host) => deedOfHost({ host, port: null, protocol: null }, words));
  const worst = odd.find(({ level }) => level === "high" || level === "critical");
  const what = `${path}: reads what is secret and sends something`;
  if (isGrave || (reads.length > 0 && worst !== undefined)) deeds.push(grave("send", urls, what, "exfiltration"));
  else if (both !== undefined) deeds.push(person("send", urls, what, "exfiltration"));
  else if (reads.length > 0 && sends.length > 0) deeds.push(named("send", urls, what, "exfiltration"));
  return deeds;
}

/** UTF-16 units. Of a longer line nobody reads all, and neither is it looked through. */
const LINE_CHARS_MAX = 4000;

function longDeeds({ path, full, added, removed }: PatchedFile): readonly Deed[] {
  const isLong = [...added, ...removed].some(({ length }) => length > LINE_CHARS_MAX);
  if (!isLong) return [];
  return [
    deed("edit", [path], `${path}: lines that are too long to be read`, [
      "person",
      GENERATED.test(full) ? "low" : "medium",
      "hidden",
    ]),
  ];
}

/** Without what is behind the first part of long lines. */
function cut(file: PatchedFile): PatchedFile {
  return { ...file, added: file.added.map(shortened), removed: file.removed.map(shortened) };
}

function shortened(line: string): string {
  return line.slice(0, LINE_CHARS_MAX);
}

/** What only readers are meant for, and what readers cannot see. */
function hiddenDeeds({ added, path }: PatchedFile, words: readonly string[]): readonly Deed[] {
  const [unseen] = unseenIn(added.join("\n").replaceAll("\f", ""));
  return [
    ...(unseen === undefined ? [] : [person("edit", [path], `${path} is given ${unseen.what}`, "hidden")]),
    ...speechIn([added.join("\n"), path], words),
  ];
}
