/**
 * One spelling for each host that a program or a person may name.
 *
 * What is dialled is the spelling found here and never the text that came in, so a mapping that differs from that of some
 * resolver leads to another host at worst, and never around a rule.
 */
import { err, ok, type Result } from "../../kit/result.ts";
import { formatAddress, readIPv4, readIPv6 } from "./address.ts";
import { decodeLabel, encodeLabel } from "./punycode.ts";

/**
 * `name`: lower case, without trailing dots, in ASCII. `address`: as `formatAddress` writes it. Both without brackets.
 */
export type Host = { readonly kind: "name" | "address"; readonly text: string };

/** A host and where on it. @property port 1 to 65535 */
export type HostPort = { readonly host: Host; readonly port: number };

export type HostFault = {
  readonly kind: "empty" | "long" | "character" | "label" | "encoding" | "address" | "zone" | "port";
  /** What it was found in. */
  readonly text: string;
};

const NAME_CHARS_MAX = 253;
const LABEL_CHARS_MAX = 63;
/** Longer texts are no host however they are mapped. */
const TEXT_CHARS_MAX = 1024;

const FAULTS: Readonly<Record<HostFault["kind"], string>> = {
  empty: "the host is empty",
  long: `the host is longer than ${NAME_CHARS_MAX} characters`,
  character: "the host holds a character that no host name has",
  label: `a part of the host is empty, starts with a mark or is longer than ${LABEL_CHARS_MAX} characters`,
  encoding: "a part of the host that starts with xn-- is not in its plain form",
  address: "the host is a number or an address in a form that does not exist",
  zone: "the address names a network interface",
  port: "the port is not a number from 1 to 65535",
};

/** One line without what the text holds, so that it can be shown anywhere. */
export function describeHostFault({ kind }: HostFault): string {
  return FAULTS[kind];
}

/** @param text a name or an address; IPv6 with or without brackets; no port */
export function readHost(text: string): Result<Host, HostFault> {
  if (text === "") return err({ kind: "empty", text });
  if (text.length > TEXT_CHARS_MAX) return err({ kind: "long", text });
  const isBracketed = text.startsWith("[") && text.endsWith("]");
  if (!isBracketed && !text.includes(":")) return readName(text);
  const bare = isBracketed ? text.slice(1, -1) : text;
  if (bare.includes("%")) return err({ kind: "zone", text });
  const bytes = bare.includes(":") ? readIPv6(bare) : null;
  return bytes === null ? err({ kind: "address", text }) : ok({ kind: "address", text: formatAddress(bytes) });
}

/** `host:port`, or `host` alone where there is a port to take; an IPv6 address needs its brackets. */
export function readHostPort(text: string, port: number | null): Result<HostPort, HostFault> {
  const [, host, digits] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/s.exec(text) ?? [];
  if (host === undefined) return err({ kind: "address", text });
  const read = readHost(host);
  if (!read.ok) return read;
  const number = digits === undefined ? port : readPort(digits);
  return number === null ? err({ kind: "port", text }) : ok({ host: read.value, port: number });
}

/** Null unless it is a number from 1 to 65535 without leading zeros. */
export function readPort(digits: string): number | null {
  return /^[1-9]\d{0,4}$/.test(digits) && Number(digits) <= 65_535 ? Number(digits) : null;
}

/** `host:port` with brackets where they belong; without a port where that is the one that goes without saying. */
export function printHostPort({ host, port }: HostPort, usual: number | null = null): string {
  const bare = host.text.includes(":") ? `[${host.text}]` : host.text;
  return port === usual ? bare : `${bare}:${port}`;
}

/** Names that mean this machine wherever they are asked for (RFC 6761), and what `/etc/hosts` calls it besides. */
export function isLocalName(name: string): boolean {
  return LOCAL_NAMES.includes(name) || name.endsWith(".localhost");
}

const LOCAL_NAMES: readonly string[] = [
  "localhost",
  "localhost.localdomain",
  "localhost4",
  "localhost6",
  "localhost4.localdomain4",
  "localhost6.localdomain6",
  "ip6-localhost",
  "ip6-loopback",
];

function readName(text: string): Result<Host, HostFault> {
  const folded = fold(text).replace(/\.+$/, "");
  if (folded === "") return err({ kind: "empty", text });
  const labels: string[] = [];
  for (const label of folded.split(".")) {
    const ascii = toAscii(label);
    if (!ascii.ok) return err({ kind: ascii.error, text });
    labels.push(ascii.value);
  }
  const name = labels.join(".");
  if (name.length > NAME_CHARS_MAX) return err({ kind: "long", text });
  if (!/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "")) return ok({ kind: "name", text: name });
  // Where the last part is a number, a resolver takes the whole for an address.
  const bytes = readIPv4(name);
  return bytes === null ? err({ kind: "address", text }) : ok({ kind: "address", text: formatAddress(bytes) });
}

/** Compatibility forms, case and the dots of other scripts, as IDNA folds them; letter by letter, so that none depends on others. */
function fold(text: string): string {
  const lower = Array.from(text.normalize("NFKC"), (char) => char.toLowerCase()).join("");
  return lower.normalize("NFKC").replaceAll(/[\u3002\uff0e\uff61]/g, ".");
}

const NOT_IN_ASCII = /[^a-z0-9_\u002d\u0080-\u{10ffff}]/u;

function toAscii(label: string): Result<string, "character" | "label" | "encoding"> {
  if (label === "") return err("label");
  if (NOT_IN_ASCII.test(label) || !isVisible(label)) return err("character");
  if (/^\p{M}/u.test(label)) return err("label");
  const ascii = /^[\0-\x7f]*$/.test(label) ? label : `xn--${encodeLabel(label)}`;
  if (ascii.length > LABEL_CHARS_MAX) return err("label");
  if (!ascii.startsWith("xn--")) return ok(ascii);
  const decoded = decodeLabel(ascii.slice(4));
  const isPlain = decoded !== null && /[^\0-\x7f]/.test(decoded) && fold(decoded) === decoded && isVisible(decoded);
  return isPlain && `xn--${encodeLabel(decoded)}` === ascii ? ok(ascii) : err("encoding");
}

/** Letters, marks, numbers and pictures of any script, and the few signs that names have in between. */
function isVisible(label: string): boolean {
  // Read where it is needed, for that takes V8 a moment.
  const isWritten = /^[\p{L}\p{M}\p{N}\p{So}\p{Sk}_\-\u00b7\u30fb\u05f3\u05f4]+$/u.test(label);
  return isWritten && !/\p{Default_Ignorable_Code_Point}/u.test(label);
}
