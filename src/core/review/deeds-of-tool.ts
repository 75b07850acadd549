/** What a tool of a server does: by its name and arguments, least by its server's word. */
import { never } from "../../kit/never.ts";
import { resolvePath } from "../../kit/path.ts";
import { readSql } from "../commands/sql.ts";
import { whereIsPath } from "../commands/scene.ts";
import type { Action } from "../approval/action.ts";
import { unseenIn } from "../shell/unseen.ts";
import { deedOfHost } from "./deeds-of-host.ts";
import { isSaid } from "./said.ts";
import { isSecretPlace, sceneOf } from "./scene-of.ts";
import { holdsSecret } from "./secret-text.ts";
import { asked, deed, free, grave, named, person } from "./seen.ts";
import { eased } from "./spelled.ts";
import { speechIn } from "./speech.ts";
import type { Background, Deed, Subject } from "./subject.ts";
import { type Argument, argumentsOf, isFreeText, isPlace, isRecipient, isSetting } from "./tool-arguments.ts";
import { isVerbSaid, readToolName, type ToolKind, type ToolName } from "./tool-verbs.ts";

type Tool = Extract<Action, { kind: "mcp" }>;

/** All that the call is judged by. */
type Call = {
  readonly action: Tool;
  readonly name: ToolName;
  readonly given: readonly Argument[];
  readonly words: readonly string[];
  readonly what: string;
};

/** Empty for what is no call of a tool. */
export function deedsOfTool(subject: Subject, { words }: Background): readonly Deed[] {
  const { action } = subject.question;
  if (action.kind !== "mcp") return [];
  const { all, isWhole } = argumentsOf(action.input);
  const name = readToolName(action.tool, action.server);
  const call: Call = { action, name, given: all, words, what: `${action.server} ${action.tool}` };
  const { title, description } = action.about;
  return [
    ...eased(verbDeeds(call), words),
    ...all.flatMap((one) => [
      ...eased(placeDeeds(one, call), words),
      ...pathDeeds(one, subject),
      ...textDeeds(one, call),
    ]),
    ...speechIn([action.tool.replaceAll(/[-_.]/g, " "), title ?? "", description ?? ""]),
    ...speechIn(
      all.map(({ text }) => text),
      words,
    ),
    ...(isWhole ? [] : [person("run", [], `${call.what} is given more than can be looked at`, "hidden")]),
  ];
}

/** By the verbs of the name, and of arguments that say what is to be done. */
function verbDeeds(call: Call): readonly Deed[] {
  const { given, name, action } = call;
  const doing = given.filter(isDoing);
  const extra = doing.flatMap(({ text }) => readToolName(text, "").kinds);
  const sql = given.filter(({ key, text }) => /^(?:sql|query|statement|q|expression)$/.test(key) && SQL.test(text));
  if (sql.length > 0) return sql.map(({ text }) => sqlDeed(text, call));
  const method = given.find(({ key, text }) => key === "method" && /^(?:post|put|patch|delete)$/i.test(text));
  const kinds = new Set<ToolKind>([
    ...name.kinds,
    ...extra.filter((kind) => kind !== "unknown"),
    ...(method === undefined ? [] : ([method.text.toLowerCase() === "delete" ? "delete" : "write"] as const)),
    ...(given.some(({ text }) => /^\s*mutation\b/.test(text)) ? (["write"] as const) : []),
  ]);
  // What is only prepared is made, and no more.
  if (kinds.has("draft") && [...kinds].every((kind) => kind === "draft" || kind === "write")) kinds.delete("write");
  const isReading = [...kinds].every((kind) => kind === "read" || kind === "open" || kind === "draft");
  if (isReading && action.about.hints.destructive === true) {
    return [named("change-data", call.name.things, `${call.what}, which says that it destroys`, "remote")];
  }
  return [...kinds].map((kind) => deedOfKind(kind, call));
}

/** Says what is to be done, as a name does. */
function isDoing({ key, isText, text }: Argument): boolean {
  return isText && text.length <= 40 && /^(?:action|operation|op|verb|method)$/.test(key);
}

const SQL =
  /^\s*(?:--[^\n]*\n|\/\*[\s\S]*?\*\/|\(|\s)*(?:select|insert|update|delete|drop|alter|create|truncate|with|explain|show|grant|revoke|merge|replace|call|copy|vacuum|exec|execute|begin|set|do|pragma|attach)\b/i;

function sqlDeed(text: string, { what, action }: Call): Deed {
  const says = readSql(text);
  const told = `${what}: ${says.what}`;
  switch (says.kind) {
    case "reads":
      return action.about.hints.readOnly === true
        ? free("query", [action.server, ...tablesIn(text)], told)
        : asked("query", [action.server, ...tablesIn(text)], told);
    case "writes":
      return named("change-data", tablesIn(text), told, "remote");
    case "files":
      return person("change-data", tablesIn(text), told, "exfiltration");
    case "loses":
    case "runs":
      return grave("change-data", tablesIn(text), told, "destruction");
    default:
      return never(says.kind);
  }
}

function tablesIn(text: string): readonly string[] {
  const found = text.matchAll(
    /\b(?:from|into|update|table|join|view)\s+(?:if\s+(?:not\s+)?exists\s+)?["'`[]?([\w.]+)/gi,
  );
  return [...new Set([...found].flatMap(([, table]) => table ?? []))];
}

function deedOfKind(kind: ToolKind, call: Call): Deed {
  const { action, name, what, given } = call;
  const ids = identifiers(call);
  const around = [action.server, ...name.things];
  switch (kind) {
    case "read":
      return action.about.hints.readOnly === true ? free("look", around, what) : asked("look", around, what);
    case "open":
      return given.some(isPlace) ? free("look", around, what) : asked("look", around, what);
    case "draft":
      return asked("edit", around, `${what} prepares something`);
    case "unknown":
      return person("run", [action.tool], `${what}, whose name does not say what it does`, "remote");
    case "write":
      return writing(call, ids);
    case "message":
      return messaging(call);
    case "stop":
      return deed("stop", ids, `${what} stops what runs elsewhere`, [barFor(call, ids), "high", "remote"]);
    case "merge":
      return deed("message", ids, `${what} changes what others work on`, [barFor(call, ids), "high", "remote"]);
    case "deploy":
      return bringing(call, ids);
    case "export":
      return handing(call, targetsOf(call, ids));
    case "grant":
      return deed("grant", targetsOf(call, ids), `${what} changes who may do what`, ["person", "high", "privilege"]);
    case "delete":
      return deleting(call, ids);
    case "pay":
      return person("pay", targetsOf(call, ids), `${what} moves money`, "remote");
    case "run":
      return person("run", ids, `${what} runs what it is given`, "remote");
    case "wipe":
      return grave("delete", ids, `${what} empties something as a whole`, "destruction");
    default:
      return never(kind);
  }
}

function bringing(call: Call, ids: readonly string[]): Deed {
  const objects = [...call.name.things.slice(0, 1), ...ids];
  return deed("deploy", objects, `${call.what} brings something out`, [barFor(call, objects), "high", "remote"]);
}

function handing(call: Call, targets: readonly string[]): Deed {
  return deed("send", targets, `${call.what} hands data on`, [barFor(call, targets), "high", "exfiltration"]);
}

/** Numbers alone ask for nothing: the verb must be the person's as well. */
function barFor({ name, given, words }: Call, objects: readonly string[]): "named" | "person" {
  // What is updated says with which verb people ask for it.
  const keys = given.flatMap(({ key }) => VERBS_OF[key] ?? []);
  return isVerbSaid([...name.verbs, ...keys], words) ? barOf(objects) : "person";
}

const VERBS_OF: Readonly<Record<string, readonly string[]>> = {
  assignee: ["assign"],
  assignees: ["assign"],
  label: ["label"],
  labels: ["label"],
  state: ["transition"],
  status: ["transition"],
};

function barOf(objects: readonly string[]): "named" | "person" {
  return objects.length === 0 ? "person" : "named";
}

/** What a person would name it by: numbers, names, paths. */
function identifiers({ given }: Call): readonly string[] {
  return given
    .filter((one) => !isSetting(one) && !isFreeText(one) && !isPlace(one) && !isDoing(one))
    .map(({ text }) => text);
}

/** Who it goes to, or where. */
function targetsOf({ given }: Call, ids: readonly string[]): readonly string[] {
  const targets = given
    .filter((one) => isRecipient(one) || isPlace(one) || MAIL.test(one.text))
    .map(({ text }) => text);
  return targets.length > 0 ? [...new Set(targets)] : ids;
}

const MAIL = /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/;

function writing(call: Call, ids: readonly string[]): Deed {
  const { name, what } = call;
  const isNew = name.things.length > 0 && ids.length === 0;
  const objects = isNew ? name.things.slice(-1) : ids;
  return deed(
    isNew || COMMENTS.test(name.things.join(" ")) ? "message" : "edit",
    objects,
    `${what} changes what others see`,
    [spoken(call) ? barFor(call, objects) : "person", name.isAll ? "high" : "medium", "remote"],
  );
}

const COMMENTS = /comment|note|issue|ticket|page|card|task|event|review|pull|pr\b|label|mr\b/;

/** What is said in a comment is said by the person; what a new thing holds is shown with it. */
function spoken({ given, name, words }: Call): boolean {
  if (!name.things.some((thing) => /^(?:comments?|repl(?:y|ies)|reviews?)$/.test(thing))) return true;
  return given.filter(isFreeText).every(({ text }) => isSaid(text, words));
}

function messaging(call: Call): Deed {
  const { given, words, what } = call;
  const recipients = given.filter((one) => isRecipient(one) || MAIL.test(one.text)).map(({ text }) => text);
  const texts = given.filter((one) => isFreeText(one) && !isRecipient(one)).map(({ text }) => text);
  const longest = texts.reduce((a, b) => (a.length >= b.length ? a : b), "");
  const isOwn = longest !== "" && isSaid(longest, words);
  const isMany = recipients.length > 3 || recipients.some((one) => MANY.test(one)) || call.name.isAll;
  const bar = isOwn ? barOf(recipients) : "person";
  const whom = isMany ? "to many people" : "to others";
  return deed("message", [...new Set(recipients)], `${what} speaks in the person's name ${whom}`, [
    bar,
    isMany ? "high" : "medium",
    "remote",
  ]);
}

const MANY =
  /^\s*(?:#|@?(?:all|everyone|everybody|team|staff|company|channel|here|list|announce(?:ments?)?|newsletter|subscribers|customers|users|public|general|alle|todos|tous)\b)|[^@\s]*(?:all|everyone|team|staff|list|announce|newsletter|customers)@/i;

function deleting(call: Call, ids: readonly string[]): Deed {
  const { name, what } = call;
  if (name.isAll || ids.some((id) => /^(?:[/\\*.~]+|all|everything|\*\.\*|[A-Z]:\\?)$/i.test(id.trim()))) {
    return grave("delete", ids, `${what} deletes everything`, "destruction");
  }
  if (name.things.some((thing) => WHOLES.test(thing)))
    return grave("delete", ids, `${what} deletes all that is in it`, "destruction");
  return deed("delete", ids, `${what} deletes`, [barOf(ids), "high", "destruction"]);
}

/** They hold what many have made. */
const WHOLES =
  /^(?:projects?|repos?|repositor(?:y|ies)|databases?|db|schemas?|workspaces?|organi[sz]ations?|orgs?|teams?|spaces?|accounts?|tenants?|sites?|boards?|buckets?|clusters?|environments?|collections?|drives?|volumes?|servers?|instances?|folders?|director(?:y|ies)|namespaces?|stacks?|backups?|users?)$/;

/** An address in it: what is reached, and what goes along. */
function placeDeeds(one: Argument, { words, what }: Call): readonly Deed[] {
  if (!isPlace(one)) return [];
  const url = readUrl(one.text);
  if (url === null) return [person("reach", [], `${what} is given an address that cannot be read`, "hidden")];
  if (url.scheme === "file") return [];
  const carried = url.query !== "" && (holdsSecret(url.query) || url.query.length > 200);
  const reached = deedOfHost({ host: url.host, port: url.port, protocol: url.scheme }, words);
  return [
    reached,
    ...(carried ? [grave("send", [url.host], `${what} sends data away in an address`, "exfiltration")] : []),
  ];
}

/** `query`: what stands behind the host. */
type Url = { readonly scheme: string; readonly host: string; readonly port: number | null; readonly query: string };

function readUrl(text: string): Url | null {
  const [, scheme = "https", , host = "", digits, query = ""] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^\s/?#@]*@)?(\[[0-9a-f:.]+\]|[^\s/?#:@\\]*)(?::(\d{1,5}))?([/?#].*)?$/is.exec(
      text.trim(),
    ) ?? [];
  if (scheme.toLowerCase() === "file") return { scheme: "file", host: "", port: null, query: "" };
  if (host === "" || /\\/.test(text)) return null;
  return { scheme: scheme.toLowerCase(), host, port: digits === undefined ? null : Number(digits), query };
}

/** A path in it: keys are nobody's business, and what lies elsewhere must be meant. */
function pathDeeds({ key, text }: Argument, { question: { action }, facts }: Subject): readonly Deed[] {
  const path = text.trim().replace(/^file:\/\//i, "");
  const isPath =
    /^(?:~\/|\.{0,2}\/|\.[\w.-]+$)/.test(path) ||
    /^(?:path|paths|file|files|filename|filepath|file_?path|source|src)$/.test(key);
  if (action.kind !== "mcp" || !isPath || path === "" || /[\n]/.test(path) || path.length > 1000) return [];
  const cwd = facts.workspace.roots[0] ?? facts.home;
  const full = resolvePath(cwd, path.replace(/^~(?=\/|$)/, facts.home));
  const scene = sceneOf(facts, cwd);
  if (isSecretPlace(full, scene))
    return [grave("show-secret", [path], `${action.tool} is given ${path}, where keys are kept`, "credentials")];
  const where = whereIsPath(full, scene);
  if (where === "workspace" || where === "temporary") return [];
  return [named("look", [path], `${action.tool} is given ${path}, outside the workspace`, "privilege")];
}

/** Keys and unseen characters in what is handed over. */
function textDeeds({ key, text }: Argument, { what }: Call): readonly Deed[] {
  const isKey =
    /(?:password|passwd|secret|token|api_?key|access_?key|private_?key|credential)s?$/.test(key) &&
    !/page|cursor|next|continu|sync/.test(key) &&
    text.length > 3;
  const [unseen] = unseenIn(text);
  return [
    ...(isKey || holdsSecret(text) ? [grave("send", [], `${what} is given a key or a password`, "exfiltration")] : []),
    ...(unseen === undefined
      ? []
      : [deed("look", [], `${what} is given ${unseen.what}`, ["person", "medium", "hidden"])]),
  ];
}
