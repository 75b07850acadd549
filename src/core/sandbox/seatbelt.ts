/**
 * The seatbelt profile of macOS for a command's permissions.
 *
 * Rules are in the language of `sandbox-exec`: of those that speak of an operation the last one holds, so what is
 * allowed in general comes before what is denied in particular. Paths must be the real ones: seatbelt looks at a path
 * after its links are resolved (`/tmp` is `/private/tmp`).
 */
import { isWithin } from "../../kit/path.ts";
import type { DeniedGlob } from "../permissions/denied-globs.ts";
import type { Restricted, Permissions, WritableRoot } from "../permissions/permissions.ts";
import { PROXY_PORT } from "./supervision.ts";

/** What every program needs to start at all: processes of its own, what the system tells of itself, a terminal. */
const BASE = `(version 1)
(deny default)
; its own processes
(allow process-exec)
(allow process-fork)
(allow signal (target same-sandbox))
(allow process-info* (target same-sandbox))
; what the system tells of itself
(allow sysctl-read)
(allow system-info)
(allow user-preference-read)
(allow mach-lookup
  (global-name "com.apple.system.opendirectoryd.libinfo")
  (global-name "com.apple.system.opendirectoryd.membership")
  (global-name "com.apple.PowerManagement.control")
  (global-name "com.apple.logd")
  (global-name "com.apple.system.notification_center"))
(allow iokit-open (iokit-registry-entry-class "RootDomainUserClient"))
(allow ipc-posix-sem)
(allow ipc-posix-shm*)
; terminals and the usual devices
(allow pseudo-tty)
(allow file-read* file-write* file-ioctl
  (literal "/dev/null") (literal "/dev/zero") (literal "/dev/tty") (literal "/dev/ptmx")
  (regex #"^/dev/ttys[0-9]+$") (regex #"^/dev/fd/[0-9]+$"))
(allow file-read* (literal "/dev/random") (literal "/dev/urandom"))`;

/** What programs load before they do anything, where reading is not open. */
const MINIMAL = [
  "/System",
  "/Library/Apple",
  "/Library/Frameworks",
  "/usr",
  "/bin",
  "/sbin",
  "/opt/homebrew",
  "/private/etc",
  "/private/var/db/timezone",
  "/private/var/db/dyld",
  "/private/var/select",
  "/dev",
];

/** Services that TLS and name resolution ask, where hosts may be reached. */
const NETWORK_SERVICES = `(allow mach-lookup
  (global-name "com.apple.SecurityServer")
  (global-name "com.apple.networkd")
  (global-name "com.apple.ocspd")
  (global-name "com.apple.trustd.agent")
  (global-name "com.apple.mDNSResponder")
  (global-name "com.apple.SystemConfiguration.DNSConfiguration")
  (global-name "com.apple.SystemConfiguration.configd"))`;

/** The whole profile, ending in a new line; for `sandbox-exec -f FILE COMMAND`. */
export function seatbeltProfile(permissions: Permissions): string {
  if (permissions.kind === "unrestricted") return "(version 1)\n(allow default)\n";
  const parts = [
    BASE,
    reading(permissions),
    writing(permissions),
    denying(permissions),
    reaching(permissions),
    uncovered(permissions),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

function reading({ readable, writable }: Restricted): string {
  const head = "; what may be read";
  if (readable === "everything") return `${head}\n(allow file-read*)`;
  const folders = [...MINIMAL, ...readable, ...writable.map(({ path }) => path)];
  // A path is found folder by folder, which asks for what each is, though not for what is in it.
  const above = [...new Set(folders.flatMap(ancestorsOf))].map(literal);
  return `${head}\n(allow file-read* ${folders.map(subpath).join(" ")})\n(allow file-read-metadata ${above.join(" ")})`;
}

function writing({ writable }: Restricted): string {
  if (writable.length === 0) return "";
  const roots = writable.map(rootRule).join("\n");
  // A folder that moves away takes the protection of what lies in it along: so none above a protected path moves.
  const moved = writable.flatMap(({ path, protected: kept }) =>
    kept.flatMap(ancestorsOf).filter((above) => isWithin(path, above)),
  );
  const held = moved.length === 0 ? "" : `\n(deny file-write-unlink ${[...new Set(moved)].map(literal).join(" ")})`;
  return `; what may be written\n${roots}${held}`;
}

function rootRule({ path, protected: kept }: WritableRoot): string {
  const except = kept.map((inner) => `\n  (require-not ${subpath(inner)})`).join("");
  return `(allow file-write* (require-all ${subpath(path)}${except}))`;
}

function denying({ denied }: Restricted): string {
  const paths = [...denied.paths, ...denied.watched];
  const matches = [...paths.map(subpath), ...denied.globs.map((glob) => `(regex #"${escapeQuotes(globRegex(glob))}")`)];
  if (matches.length === 0) return "";
  const above = [...new Set(paths.flatMap(ancestorsOf))].filter((path) => path !== "/");
  const held = above.length === 0 ? "" : `\n(deny file-write-unlink ${above.map(literal).join(" ")})`;
  return `; what may not be read\n(deny file-read* file-write* ${matches.join(" ")})${held}`;
}

function reaching({ network, sockets }: Restricted): string {
  const lines = ["; what may be reached"];
  if (network === "open") {
    lines.push("(allow network-outbound)", "(allow network-inbound)", "(allow network-bind)", NETWORK_SERVICES);
  } else if (network === "none") {
    // One loopback serves the whole machine here, so a server of the user's would be reached as well.
    lines.push("; nobody: without a network of its own, loopback is the machine's");
  } else {
    lines.push(`(allow network-outbound (remote ip "localhost:${PROXY_PORT}"))`);
  }
  if (sockets.length > 0) {
    const paths = sockets.map((path) => `(remote unix-socket (path-literal ${quoted(path)}))`);
    lines.push(`(allow network-outbound ${paths.join(" ")})`);
  }
  return lines.join("\n");
}

/** What a profile cannot say, so that nobody takes it for held. */
function uncovered({ environment, limits }: Restricted): string {
  const lines = [
    ...(environment.scrub.length > 0
      ? ["; not held by this profile: variables of the environment stay as they are"]
      : []),
    ...(Object.values(limits).some((limit) => limit !== null)
      ? ["; not held by this profile: limits of processes, memory and file size"]
      : []),
  ];
  return lines.join("\n");
}

/** All folders above an absolute path, the root folder first. */
function ancestorsOf(path: string): readonly string[] {
  const parts = path.split("/").slice(1, -1);
  return ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)];
}

function subpath(path: string): string {
  return `(subpath ${quoted(path)})`;
}

function literal(path: string): string {
  return `(literal ${quoted(path)})`;
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Inside `#"…"` only the quote ends the text. */
function escapeQuotes(regex: string): string {
  return regex.replaceAll('"', '\\"');
}

/** The glob as an extended regular expression over whole paths, also for what lies below a match. */
function globRegex({ root, pattern }: DeniedGlob): string {
  let regex = "";
  for (let at = 0; at < pattern.length;) {
    const rest = pattern.slice(at);
    if (rest.startsWith("**/")) {
      regex += "(.*/)?";
      at += 3;
    } else if (rest.startsWith("**")) {
      regex += ".*";
      at += 2;
    } else {
      const char = pattern.charAt(at);
      regex += char === "*" ? "[^/]*" : char === "?" ? "[^/]" : escapeRegex(char);
      at += 1;
    }
  }
  return `^${escapeRegex(root === "/" ? "" : root)}/${regex}(/.*)?$`;
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
