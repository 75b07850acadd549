/** Looks at a request from a program that the compiler has not seen. */
import type { NetworkProtocol, Request } from "./action.ts";

/** What is wrong with the value as a request, naming the field; null if it is one. */
export function whyMalformed(value: unknown): string | null {
  if (!isRecord(value)) return "a request is an object with action and mode";
  // Anything but these must not count as one of them: a slip of the pen would run what was only to be judged.
  if (value["mode"] !== "run" && value["mode"] !== "judge") return 'mode must be "run" or "judge"';
  const action = value["action"];
  if (!isRecord(action)) return "action must be an object";
  const { kind, why } = action;
  if (why !== null && !isText(why)) return "action.why must be text or null";
  const check = typeof kind === "string" && Object.hasOwn(CHECKS, kind) ? CHECKS[kind as Kind] : null;
  return check === null ? 'action.kind must be "command", "patch" or "network"' : check(action);
}

/** Programs that start inside a command are asked about by what holds them, never from outside. */
type Kind = Exclude<Request["action"]["kind"], "exec">;
type Fields = Readonly<Record<string, unknown>>;

const CHECKS: Readonly<Record<Kind, (action: Fields) => string | null>> = {
  command({ argv, cwd, escalate }) {
    if (!isCommand(argv)) return "action.argv must be a list of words, the program first, without NUL characters";
    if (typeof escalate !== "boolean") return "action.escalate must be true or false";
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
};

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

function isFolder(value: unknown): boolean {
  return isText(value) && value.startsWith("/");
}
