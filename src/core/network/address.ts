/** Internet addresses: every spelling, one plain form, and what each leads to. */

/** Four or sixteen numbers from 0 to 255. */
export type AddressBytes = readonly number[];

/** Only `public` leads out to the internet; all others lead to this machine, its neighbours or nowhere. */
export type AddressKind =
  | "public"
  | "private"
  | "loopback"
  | "link-local"
  | "metadata"
  | "shared"
  | "unspecified"
  | "multicast"
  | "broadcast"
  | "reserved";

/**
 * One to four numbers, decimal, octal (`0…`) or hexadecimal (`0x…`), the last of which fills what is left: what
 * `inet_aton` and browsers take. Null for all else.
 */
export function readIPv4(text: string): AddressBytes | null {
  const parts = text.split(".").map(readNumber);
  const last = parts.at(-1) ?? null;
  if (parts.length > 4 || last === null) return null;
  const bytes: number[] = [];
  for (const part of parts.slice(0, -1)) {
    if (part === null || part > 255) return null;
    bytes.push(part);
  }
  const left = 4 - bytes.length;
  if (last >= 256 ** left) return null;
  for (let place = left - 1; place >= 0; place -= 1) bytes.push(Math.floor(last / 256 ** place) % 256);
  return bytes;
}

function readNumber(text: string): number | null {
  if (/^0x[0-9a-f]{0,12}$/i.test(text)) return text.length === 2 ? 0 : Number.parseInt(text.slice(2), 16);
  if (/^0[0-7]{0,15}$/.test(text)) return Number.parseInt(text, 8);
  return /^[1-9]\d{0,11}$/.test(text) ? Number(text) : null;
}

/** Without brackets; the last 32 bits may be dotted decimals. Null for all else, a zone (`%eth0`) included. */
export function readIPv6(text: string): AddressBytes | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, at) => groupsOf(half, at === halves.length - 1));
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === 16 ? head : null;
  const gap = 16 - head.length - tail.length;
  return gap >= 2 ? [...head, ...Array.from({ length: gap }, () => 0), ...tail] : null;
}

function groupsOf(text: string, isLast: boolean): readonly number[] | null {
  if (text === "") return [];
  const groups = text.split(":");
  const bytes: number[] = [];
  for (const [at, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else {
      const dotted = isLast && at === groups.length - 1 ? readDotted(group) : null;
      if (dotted === null) return null;
      bytes.push(...dotted);
    }
  }
  return bytes;
}

/** Four decimal numbers without leading zeros, as IPv6 takes them. */
function readDotted(text: string): AddressBytes | null {
  return /^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text) ? readIPv4(text) : null;
}

/** The plain form: dotted decimals, also of an IPv4 address mapped into IPv6; else IPv6 as in RFC 5952. */
export function formatAddress(bytes: AddressBytes): string {
  if (bytes.length === 4) return bytes.join(".");
  if (startsWith(bytes, MAPPED)) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => (byteAt(bytes, 2 * at) << 8) | byteAt(bytes, 2 * at + 1));
  const [start, length] = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (groups[end] === 0) end += 1;
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];
const COMPATIBLE = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const NAT64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
const NAT64_LOCAL = [0, 0x64, 0xff, 0x9b, 0, 1];
const TEREDO = [0x20, 0x01, 0, 0];
const SIX_TO_FOUR = [0x20, 0x02];

/** Addresses at which clouds tell a machine its secrets: AWS, Google, Azure, ECS, Alibaba, Oracle. */
const METADATA: readonly string[] = [
  "169.254.169.254",
  "169.254.170.2",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
  "fd00:ec2::254",
];

type Range = readonly [kind: AddressKind, prefix: AddressBytes, bits: number];

/** Of IPv4; the first that fits. Source: IANA's registry of special-purpose addresses. */
const RANGES: readonly Range[] = [
  ["unspecified", [0], 8],
  ["private", [10], 8],
  ["shared", [100, 64], 10],
  ["loopback", [127], 8],
  ["link-local", [169, 254], 16],
  ["private", [172, 16], 12],
  ["reserved", [192, 0, 0], 24],
  ["reserved", [192, 0, 2], 24],
  ["reserved", [192, 88, 99], 24],
  ["private", [192, 168], 16],
  ["reserved", [198, 18], 15],
  ["reserved", [198, 51, 100], 24],
  ["reserved", [203, 0, 113], 24],
  ["multicast", [224], 4],
  ["broadcast", [255, 255, 255, 255], 32],
  ["reserved", [240], 4],
];

/** Of IPv6; what none names is reserved, and so are the forms that hide an IPv4 address, but for NAT64. */
const RANGES6: readonly Range[] = [
  ["unspecified", Array.from({ length: 16 }, () => 0), 128],
  ["loopback", [...Array.from({ length: 15 }, () => 0), 1], 128],
  ["private", NAT64_LOCAL, 48],
  ["reserved", TEREDO, 32],
  ["reserved", [0x20, 0x01, 0, 2, 0, 0], 48],
  ["reserved", [0x20, 0x01, 0x0d, 0xb8], 32],
  ["reserved", SIX_TO_FOUR, 16],
  ["reserved", [0x3f, 0xff, 0], 20],
  ["public", [0x20], 3],
  ["private", [0xfc], 7],
  ["link-local", [0xfe, 0x80], 10],
  ["private", [0xfe, 0xc0], 10],
  ["multicast", [0xff], 8],
];

/** What the address leads to. @param address in its plain form */
export function addressKind(address: string): AddressKind {
  const bytes = bytesOf(address);
  if (bytes === null) return "reserved";
  if (METADATA.includes(address)) return "metadata";
  if (startsWith(bytes, NAT64) && bytes.length === 16) return addressKind(formatAddress(bytes.slice(12)));
  const ranges = bytes.length === 4 ? RANGES : RANGES6;
  const found = ranges.find(([, prefix, bits]) => isIn(bytes, prefix, bits));
  return found?.[0] ?? (bytes.length === 4 ? "public" : "reserved");
}

/** IPv4 addresses that a gateway may take an IPv6 address for (NAT64, 6to4, Teredo, IPv4-compatible). */
export function embeddedIn(address: string): readonly string[] {
  const bytes = bytesOf(address);
  if (bytes === null || bytes.length === 4) return [];
  if (startsWith(bytes, SIX_TO_FOUR)) return [formatAddress(bytes.slice(2, 6))];
  if (startsWith(bytes, TEREDO)) return [formatAddress(bytes.slice(12).map((byte) => byte ^ 255))];
  const holds = [NAT64, COMPATIBLE, NAT64_LOCAL].some((prefix) => startsWith(bytes, prefix));
  return holds ? [formatAddress(bytes.slice(12))] : [];
}

/** Null for what is no address. @param address in any form that IPv6 has, or dotted decimals */
export function bytesOf(address: string): AddressBytes | null {
  return address.includes(":") ? readIPv6(address) : readDotted(address);
}

function isIn(bytes: AddressBytes, prefix: AddressBytes, bits: number): boolean {
  const whole = bits >> 3;
  if (!startsWith(bytes, prefix.slice(0, whole))) return false;
  const shift = 8 - (bits & 7);
  return shift === 8 || byteAt(bytes, whole) >> shift === byteAt(prefix, whole) >> shift;
}

function startsWith(bytes: AddressBytes, prefix: AddressBytes): boolean {
  return prefix.every((byte, at) => bytes[at] === byte);
}

function byteAt(bytes: AddressBytes, at: number): number {
  return bytes[at] ?? 0;
}
