/** Whether an address is this machine's own, and whether it hands out a cloud's keys. */
import { anyWord, prefixOf, showValue, textOf, textValue, type Value } from "../script/value.ts";
import type { Effect } from "./effect.ts";

/** The effect of calling a host or a URL: `network-local` only where nothing but this machine can be meant. */
export function networkKind(value: Value): Effect {
  const host = hostOf(value);
  const kind = host !== null && isLoopback(host) ? "network-local" : "network";
  return { kind, target: showValue(value), path: null, where: null };
}

/** The host of `/dev/tcp/HOST/PORT`, which is a connection where bash redirects to it; null for any other path. */
export function socketOf(path: Value): Value | null {
  const known = prefixOf(path);
  const found = /^\/dev\/(?:tcp|udp)\/([^/]*)/.exec(known);
  if (found === null) return null;
  const isWhole = known.length > found[0].length || textOf(path) !== null;
  return isWhole ? textValue(found[1] ?? "") : anyWord(showValue(path));
}

/** True for the addresses at which clouds hand out the keys of a machine. */
export function givesCredentials(target: string): boolean {
  const host = hostIn(target);
  if (host === null) return false;
  const address = addressOf(host);
  return METADATA.has(host) || (address !== null && METADATA.has(address));
}

const METADATA: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  "fd00:ec2:0:0:0:0:0:254",
  "fd00:ec2:0:0:0:0:0:23",
  "fd20:ce:0:0:0:0:0:254",
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "metadata.azure.com",
  "metadata.tencentyun.com",
  "instance-data",
  "instance-data.ec2.internal",
]);

/**
 * The host of a URL, of `host:port`, `user@host` or a bare host, lower case and without brackets; null where it is not
 * known for certain. What follows an unknown part may still belong to the name, so a part of it is not enough.
 */
export function hostOf(value: Value): string | null {
  const text = textOf(value);
  if (text !== null) return hostIn(text);
  const known = prefixOf(value);
  // A path has begun: the host's name is over.
  return /^[^/?#\\@]+\//.test(known.replace(SCHEME, "")) ? hostIn(known) : null;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const AUTHORITY = /^(?:[^@]*@)?(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d*)?$/i;

function hostIn(text: string): string | null {
  const rest = text.replace(SCHEME, "");
  const end = rest.search(/[/?#\\]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  // Programs differ on where the name ends before a backslash, or before an `@` behind `?` and `#`.
  if (end !== -1 && rest[end] !== "/" && /[\\@]/.test(rest.slice(end))) return null;
  if (/^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i.test(authority)) return authority.toLowerCase();
  const found = AUTHORITY.exec(authority);
  const host = (found?.[1] ?? found?.[2] ?? "").toLowerCase().replace(/\.$/, "");
  return host === "" ? null : host;
}

/** @param host lower case, without brackets */
export function isLoopback(host: string): boolean {
  if (/^(?:localhost|.+\.localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/.test(host)) return true;
  const address = addressOf(host);
  if (address === null) return false;
  return /^127\.|^0\.0\.0\.0$/.test(address) || address === "0:0:0:0:0:0:0:1" || address === "0:0:0:0:0:0:0:0";
}

/** An address in one spelling; null for a name. An IPv4 address inside IPv6 is given as IPv4. */
function addressOf(host: string): string | null {
  return host.includes(":") ? addressOf6(host) : addressOf4(host);
}

/** One to four numbers, each decimal, octal or hexadecimal; the last one fills what is left. */
function addressOf4(host: string): string | null {
  const parts = host.split(".").map(numberOf);
  const last = parts.pop();
  if (last === undefined || parts.length > 3) return null;
  const room = 256 ** (4 - parts.length);
  if (!(last < room) || !parts.every((part) => part < 256)) return null;
  const all = parts.reduce((sum, part, at) => sum + part * 256 ** (3 - at), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(all / 2 ** shift) % 256).join(".");
}

function numberOf(text: string): number {
  if (/^0x[0-9a-f]{1,8}$/.test(text)) return Number.parseInt(text, 16);
  if (/^0[0-7]{1,11}$/.test(text)) return Number.parseInt(text, 8);
  return /^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : Number.NaN;
}

function addressOf6(host: string): string | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(host);
  const tail = dotted?.[2] === undefined ? null : addressOf4(dotted[2])?.split(".").map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = tail ?? [];
  const text = dotted === null ? host : `${dotted[1] ?? ""}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  if (tail === undefined || !/^[0-9a-f:]+$/.test(text)) return null;
  const [head = "", rest, ...more] = text.split("::");
  const front = groupsOf(head);
  const back = groupsOf(rest ?? "");
  const gap = 8 - front.length - back.length;
  if (more.length > 0 || (rest === undefined ? gap !== 0 : gap < 0)) return null;
  const groups = [...front, ...Array.from({ length: gap }, () => 0), ...back];
  if (!groups.every((group) => group < 65536)) return null;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const [high = 0, low = 0] = groups.slice(6);
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return groups.map((group) => group.toString(16)).join(":");
}

function groupsOf(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => (group === "" ? Number.NaN : Number.parseInt(group, 16)));
}
