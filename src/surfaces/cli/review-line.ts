/** Lines of `assent review --stdin`: what each asks about, made into what is reviewed. */
import type { Action, NetworkProtocol } from "../../core/approval/action.ts";
import type { Facts } from "../../core/approval/facts.ts";
import type { Question } from "../../core/approval/question.ts";
import { surveyOf } from "../../core/approval/survey.ts";
import { MODE_ONLY, permissionsOf, type Workspace } from "../../core/permissions/permissions.ts";
import type { Background, Evidence, Subject } from "../../core/review/subject.ts";
import { asList, asObject, asText, asTexts, type Json, type JsonObject, objectIn } from "../../kit/json.ts";
import { resolvePath } from "../../kit/path.ts";
import { err, ok, type Result } from "../../kit/result.ts";

/** What one line asks. */
export type ReviewRequest = {
  readonly id: unknown;
  readonly subject: Subject;
  readonly background: Background;
  /** Hosts that permissions are asked for; empty for all else. */
  readonly hosts: readonly string[];
};

/** `id` as the line has it, null where there is none; `why`: one line, not escaped. */
export type WrongLine = { readonly id: unknown; readonly why: string };

/**
 * Reads `{id, transcript: {user, earlier}, action}`. Nothing is looked up: the same line asks the same on every machine
 * with that home.
 *
 * @param home the person's home folder, absolute; where an action lies in another's, that one counts
 */
export function reviewRequest(line: string, home: string): Result<ReviewRequest, WrongLine> {
  const value = objectIn(line);
  if (value === null) return err({ id: null, why: "the line is no JSON object" });
  const id: unknown = value["id"] ?? null;
  const background = backgroundOf(value);
  if (background === null) {
    return err({ id, why: "transcript must be {user, earlier}: a text, and a list of texts" });
  }
  const wanted = asObject(value["action"]);
  if (wanted === null) return err({ id, why: "action must be an object" });
  const place = placeOf(wanted, home);
  const action = actionOf(wanted, place.cwd);
  if (typeof action === "string") return err({ id, why: action });
  const refused = background.refused(place.cwd);
  const hosts = asTexts(asObject(asObject(wanted["permissions"])?.["network"])?.["hosts"]);
  return ok({ id, subject: subjectOf(action, place), background: { ...background.rest, refused }, hosts });
}

export type ReviewPlace = {
  /** Absolute; the workspace. */
  readonly cwd: string;
  readonly home: string;
};

type Heard = {
  readonly rest: Omit<Background, "refused">;
  readonly refused: (cwd: string) => readonly Action[];
};

/** Only what is told as typed by the person is the person's. */
function backgroundOf(value: JsonObject): Heard | null {
  const transcript = asObject(value["transcript"]);
  const user = asText(transcript?.["user"]);
  const earlier = transcript?.["earlier"] ?? [];
  const texts = asTexts(earlier);
  if (user === null || !Array.isArray(earlier) || texts.length !== asList(earlier).length) return null;
  const typed = texts.filter((text) => text.startsWith(TYPED)).map((text) => text.slice(TYPED.length));
  const denied = texts.flatMap((text) => DENIED.exec(text)?.[1] ?? []);
  const rest = { words: [...typed, user], done: [], transcript: [...texts.map(evidenceOf), said(user)] };
  return { rest, refused: (cwd) => denied.map((script) => commandOf(script, cwd, null)) };
}

const TYPED = "The user: ";
const DENIED = /^The denied action was `([^]+)`\.?$/u;

function evidenceOf(text: string): Evidence {
  return text.startsWith(TYPED) ? said(text.slice(TYPED.length)) : { from: "output", text };
}

function said(text: string): Evidence {
  return { from: "person", text };
}

function commandOf(script: string, cwd: string, why: string | null): Action {
  return { kind: "command", argv: ["bash", "-lc", script], cwd, escalate: false, why };
}

/** A folder of nobody's stands for one that is not told. */
function placeOf(action: JsonObject, home: string): ReviewPlace {
  const named = asText(action["cwd"]);
  const cwd = named?.startsWith("/") === true ? named : null;
  const fileSystem = asObject(asObject(action["permissions"])?.["fileSystem"]);
  const paths = [
    cwd ?? "",
    ...asTexts(action["files"]),
    ...asTexts(fileSystem?.["write"]),
    ...asTexts(fileSystem?.["read"]),
  ];
  const theirs = paths.flatMap((path) => HOME.exec(path)?.[0] ?? [])[0] ?? home;
  return { home: theirs, cwd: cwd ?? resolvePath(theirs, "src/app") };
}

const HOME = /^\/(?:home|Users)\/[^/]+(?=\/|$)/u;

/** The action, or what is wrong with it. */
function actionOf(wanted: JsonObject, cwd: string): Action | string {
  const why = asText(wanted["justification"]);
  switch (wanted["kind"]) {
    case "shell": {
      const command = asText(wanted["command"]);
      return command === null || command === ""
        ? "command must be a text, and not empty"
        : commandOf(command, cwd, why);
    }
    case "apply_patch": {
      const text = asText(wanted["patch"]);
      return text === null ? "patch must be a text" : { kind: "patch", text, cwd, why };
    }
    case "network":
      return networkOf(wanted, why);
    case "mcp":
      return toolOf(wanted);
    case "request_permissions":
      return permissionsWanted(wanted, cwd, why);
    default:
      return "kind must be shell, apply_patch, network, mcp or request_permissions";
  }
}

const PROTOCOLS: ReadonlyMap<string, NetworkProtocol> = new Map([
  ["http", "http"],
  ["https", "https"],
  ["socks5_udp", "socks5_udp"],
  ["udp", "socks5_udp"],
]);

/** A protocol by another name is a connection of its own kind. */
function networkOf({ host, port, protocol }: JsonObject, why: string | null): Action | string {
  if (typeof host !== "string" || host === "") return "host must be a text, and not empty";
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535) return "port must be 1 to 65535";
  if (typeof protocol !== "string") return "protocol must be a text";
  return { kind: "network", host, port, protocol: PROTOCOLS.get(protocol) ?? "socks5_tcp", command: null, why };
}

function toolOf(wanted: JsonObject): Action | string {
  const [server, tool] = [asText(wanted["server"]), asText(wanted["tool"])];
  if (server === null || tool === null) return "server and tool must be texts";
  const annotations = asObject(wanted["annotations"]);
  const hint = (name: string): boolean | null => {
    const value = annotations?.[name];
    return typeof value === "boolean" ? value : null;
  };
  const hints = {
    readOnly: hint("readOnlyHint"),
    destructive: hint("destructiveHint"),
    openWorld: hint("openWorldHint"),
    idempotent: hint("idempotentHint"),
  };
  const about = { title: asText(annotations?.["title"]), description: asText(wanted["description"]), hints };
  return { kind: "mcp", server, tool, input: wanted["arguments"] ?? {}, about, approval: null, why: null };
}

function permissionsWanted(wanted: JsonObject, cwd: string, why: string | null): Action | string {
  const permissions = asObject(wanted["permissions"]);
  if (permissions === null) return "permissions must be an object";
  if (!isPermissions(permissions)) return WRONG_PERMISSIONS;
  const [network, fileSystem] = [asObject(permissions["network"]), asObject(permissions["fileSystem"])];
  const pathsOf = (key: string): readonly string[] => asTexts(fileSystem?.[key]).map((path) => resolvePath(cwd, path));
  const isNetwork = network?.["enabled"] === true || asList(network?.["hosts"]).length > 0;
  const extra = { read: pathsOf("read"), write: pathsOf("write"), network: isNetwork };
  const isNothing = !isNetwork && extra.read.length === 0 && extra.write.length === 0;
  return isNothing ? "permissions must name hosts or paths" : { kind: "permissions", wanted: extra, cwd, why };
}

const WRONG_PERMISSIONS =
  "permissions must be {network: {hosts, enabled}, fileSystem: {read, write}}: lists of texts, true or false";

/** What is passed over would be granted unseen. */
function isPermissions({ network, fileSystem }: JsonObject): boolean {
  const [reach, files] = [network ?? {}, fileSystem ?? {}].map(asObject);
  if (reach === undefined || reach === null || files === undefined || files === null) return false;
  const isEnabled = ["boolean", "undefined"].includes(typeof (reach["enabled"] ?? undefined));
  return isEnabled && [reach["hosts"], files["read"], files["write"]].every(isTexts);
}

function isTexts(value: Json | undefined): boolean {
  const list = value ?? [];
  return Array.isArray(list) && list.every((each) => typeof each === "string");
}

/** As a person would be asked about it where the sandbox lets the workspace be written, and nobody be reached. */
export function subjectOf(action: Action, { cwd, home }: ReviewPlace): Subject {
  const workspace: Workspace = { roots: [cwd, "/tmp"], keep: [], bounds: MODE_ONLY };
  const facts: Facts = { ...UNSEEN, workspace, home };
  const question: Question = {
    id: "1",
    action,
    whole: null,
    survey: action.kind === "command" ? surveyOf(action, { home, roots: workspace.roots, keep: workspace.keep }) : null,
    targets: [],
    reasons: [],
    under: permissionsOf("workspace-write", workspace),
    amendment: null,
    opens: false,
    attempt: 1,
  };
  return { review: "1-1", question, facts, withModel: false };
}

/** Nothing was looked up on the disk. */
const UNSEEN: Omit<Facts, "workspace" | "home"> = {
  backend: { kind: "none", why: "nothing is run" },
  isSupervised: false,
  file: null,
  hasFolder: true,
  programs: [],
  losses: [],
  links: [],
  repositories: [],
  patch: null,
};
