/** Words for people: what a restricted command may read and reach. Not escaped. */
import type { HostPattern } from "./hosts.ts";
import type { Limits, Network, Restricted } from "./permissions.ts";

/** More are counted. */
const NAMED_MAX = 4;

/** `everything`, `everything but key stores, /x`, `only /usr, /etc and what may be written`. */
export function readingWords({ readable, denied, writable }: Restricted): string {
  const globs = denied.globs.map(({ root, pattern }) => (root === "/" ? `/${pattern}` : `${root}/${pattern}`));
  const stores = denied.watched.length === 0 ? [] : ["key stores"];
  const but = [...new Set([...denied.paths, ...globs])];
  const except = but.length + stores.length === 0 ? "" : ` but ${named([...stores, ...but], NAMED_MAX)}`;
  if (readable === "everything" || readable.includes("/")) return `everything${except}`;
  const places = [...readable, ...(writable.length === 0 ? [] : ["what may be written"])];
  return `${places.length === 0 ? "nothing" : `only ${named(places, NAMED_MAX)}`}${except}`;
}

/** `no network`, `network open`, `network only to a.example, others ask`. */
export function networkWords(network: Network): string {
  if (network === "none") return "no network";
  if (network === "open") return "network open";
  const { allow, deny, unlisted } = network;
  const never = deny.filter((pattern) => !isAny(pattern)).map(patternWords);
  const denied = never.length === 0 ? "" : `, never to ${named(never, NAMED_MAX)}`;
  const asks = unlisted === "ask" && !deny.some(isAny);
  if (allow.length === 0) return asks ? `network asks for each host${denied}` : "no network";
  if (allow.some(isAny) && !deny.some(isAny)) return `network to any host${denied}`;
  return `network to ${named(allow.map(patternWords), NAMED_MAX)}${denied}, ${asks ? "others ask" : "to no other"}`;
}

/** `at most 256 processes, 2 GB of memory`; null without a limit. */
export function limitWords({ processes, memory, fileSize }: Limits): string | null {
  const words = [
    ...(processes === null ? [] : [`${processes} processes`]),
    ...(memory === null ? [] : [`${bytesWords(memory)} of memory`]),
    ...(fileSize === null ? [] : [`${bytesWords(fileSize)} a file`]),
  ];
  return words.length === 0 ? null : `at most ${words.join(", ")}`;
}

function isAny({ host, port }: HostPattern): boolean {
  return host === "*" && port === null;
}

function patternWords({ host, port }: HostPattern): string {
  if (port === null) return host;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function named(names: readonly string[], namedMax: number): string {
  const more = names.length - namedMax;
  return more > 0 ? `${names.slice(0, namedMax).join(", ")} and ${more} more` : names.join(", ");
}

const UNITS: readonly (readonly [name: string, bytes: number])[] = [
  ["TB", 1024 ** 4],
  ["GB", 1024 ** 3],
  ["MB", 1024 ** 2],
  ["KB", 1024],
];

function bytesWords(bytes: number): string {
  const unit = UNITS.find(([, size]) => bytes >= size && bytes % size === 0);
  return unit === undefined ? `${bytes} bytes` : `${bytes / unit[1]} ${unit[0]}`;
}
