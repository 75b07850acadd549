/** Looks at a request from a program that the compiler has not seen. */
import { resolvePath } from "../../kit/path.ts";
import { TOOL_APPROVALS } from "../config/servers.ts";
import type { NetworkProtocol, Request } from "./action.ts";

/** What is wrong with the value as a request, naming the field; null if it is one. */
export function whyMalformed(value: unknown): string | null {
  if (!isRecord(value)) return "a request is an object with action and mode";
  // Anything but these must not count as one of them: a slip of the pen would run what was only to be judged.
  if (value["mode"] !== "run" && value["mode"] !== "judge") return 'mode must be "run" or "judge"';
  const named = NAMES.find((name) => value[name] !== undefined && !isText(value[name]));
  if (named !== undefined) return `${named} must be text`;
  const action = value["action"];
  if (!isRecord(action)) return "action must be an object";
  const { kind, why } = action;
  if (why !== null && !isText(why)) return "action.why must be text or null";
  const check = typeof kind === "string" && Object.hasOwn(CHECKS, kind) ? CHECKS[kind as Kind] : null;
  return check === null ? "action.kind is none of the known kinds" : check(action);
}

/** Programs that start inside a command are asked about by what holds them, never from outside. */
type Kind = Exclude<Request["action"]["kind"], "exec">;
type Fields = Readonly<Record<string, unknown>>;

const CHECKS: Readonly<Record<Kind, (action: Fields) => string | null>> = {
  command({ argv, cwd, escalate, more, suggested, skill, tty }) {
    if (!isCommand(argv)) return ARGV;
    if (typeof escalate !== "boolean") return "action.escalate must be true or false";
    if (more !== undefined && !isExtra(more)) return `action.more ${EXTRA}`;
    if (suggested !== undefined && !isTexts(suggested)) return "action.suggested must be a list of words";
    if (skill !== undefined && !isText(skill)) return "action.skill must be text";
    if (tty !== undefined && typeof tty !== "boolean") return "action.tty must be true or false";
    return isFolder(cwd) ? null : CWD;
  },
  patch({ text, cwd }) {
    if (typeof text !== "string") return "action.text must be text";
    return isFolder(cwd) ? null : CWD;
  },
  network({ host, port, protocol, command }) {
    if (!isText(host) || host === "") return "action.host must be a name or an address";
    if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > PORT_MAX) {
      return `action.port must be a whole number from 1 to ${PORT_MAX}`;
    }
    if (!PROTOCOLS.some((known) => known === protocol)) return `action.protocol must be one of ${PROTOCOLS.join(", ")}`;
    return command === null || isCommand(command) ? null : "action.command must be a list of words or null";
  },
  stdin({ text, argv, cwd, isSandboxed, ...named }) {
    if (typeof text !== "string") return "action.text must be text";
    if (!isText(named["process"])) return "action.process must be text";
    if (!isCommand(argv)) return ARGV;
    if (typeof isSandboxed !== "boolean") return "action.isSandboxed must be true or false";
    return isFolder(cwd) ? null : CWD;
  },
  permissions({ wanted, cwd }) {
    if (!isExtra(wanted)) return `action.wanted ${EXTRA}`;
    return isFolder(cwd) ? null : CWD;
  },
  mcp({ server, tool, about, approval }) {
    if (!isText(server) || !isText(tool)) return "action.server and action.tool must be text";
    if (!isAbout(about)) return "action.about must hold title, description and hints, each null where it is not known";
    const isKnown = approval === null || TOOL_APPROVALS.some((known) => known === approval);
    return isKnown ? null : `action.approval must be one of ${TOOL_APPROVALS.join(", ")}, or null`;
  },
  elicitation({ server, message, form }) {
    if (!isText(server) || !isText(message)) return "action.server and action.message must be text";
    const isForm = isRecord(form) && (form["kind"] === "form" || (form["kind"] === "url" && isText(form["url"])));
    return isForm ? null : "action.form must be a form with a schema, or a url";
  },
};

/** What a request may carry beside its action. */
const NAMES = ["turn", "item", "agent"] as const;
const ARGV = "action.argv must be a list of words, the program first, without NUL characters";
const EXTRA = "must hold read and write, lists of absolute paths, and network, true or false";
const HINTS = ["readOnly", "destructive", "openWorld", "idempotent"] as const;

const CWD = "action.cwd must be an absolute path";
const PORT_MAX = 65_535;
const PROTOCOLS: readonly NetworkProtocol[] = ["http", "https", "socks5_tcp", "socks5_udp"];

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/** Text that reaches a program as it stands: NUL would end it, half a surrogate pair would become another character. */
function isText(value: unknown): value is string {
  return typeof value === "string" && !/[\0\p{Surrogate}]/u.test(value);
}

function isCommand(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

/** Paths that are not normalised would be compared as if they lay elsewhere. */
function isExtra(value: unknown): boolean {
  if (!isRecord(value) || typeof value["network"] !== "boolean") return false;
  return [value["read"], value["write"]].every((paths) => {
    return Array.isArray(paths) && paths.every((path) => isText(path) && resolvePath("/", path) === path);
  });
}

function isAbout(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { title, description, hints } = value;
  const isSaid = [title, description].every((text) => text === null || isText(text));
  return isSaid && isRecord(hints) && HINTS.every((name) => hints[name] === null || typeof hints[name] === "boolean");
}

function isFolder(value: unknown): boolean {
  return isText(value) && value.startsWith("/");
}
