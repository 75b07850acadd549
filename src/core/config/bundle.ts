/** A signed bundle of requirements: its address and key, what it says, which counts. */
import { objectIn } from "../../kit/json.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError } from "./error.ts";
import { entriesOf, missing, type Spot, textOf, wrong } from "./spot.ts";
import { parseFile } from "./toml.ts";

/** `bundle.toml` in the folder of the machine's owner. */
export type BundleConfig = {
  /** https; its detached signature is at the same address with `.sig` behind it. */
  readonly url: string;
  /** Ed25519: 32 bytes in base64. */
  readonly publicKey: string;
};

/** What the signed bytes say. */
export type Bundle = {
  /** TOML, as in a `requirements.toml`. */
  readonly text: string;
  readonly issuedAtMs: number;
  /** Null for one that stays good. */
  readonly expiresAtMs: number | null;
};

const KEYS = ["url", "public_key"];

export function readBundleConfig(file: string, text: string): Result<BundleConfig, ConfigError> {
  const parsed = parseFile(file, text);
  if (!parsed.ok) return parsed;
  const faults: ConfigError[] = [];
  const { table, placeOf } = parsed.value;
  const top: Spot = { value: table, path: [], source: { base: "/", userHome: "/", placeOf }, faults };
  const keys = new Map(entriesOf(top));
  for (const [key, spot] of keys)
    if (!KEYS.includes(key)) wrong(spot, `one of ${KEYS.join(", ")}`, "no key that is read");
  const url = textAt(top, keys, "url", URL_EXPECTED, isAddress);
  const publicKey = textAt(top, keys, "public_key", KEY_EXPECTED, isKey);
  const [first] = faults;
  return first === undefined ? ok({ url, publicKey }) : err(first);
}

const URL_EXPECTED = "an address that starts with https:// and has no name, password, query or fragment in it";
const KEY_EXPECTED = "an Ed25519 public key: 32 bytes in base64";

function textAt(
  top: Spot,
  keys: ReadonlyMap<string, Spot>,
  key: string,
  expected: string,
  isGood: (text: string) => boolean,
): string {
  const spot = keys.get(key);
  if (spot === undefined) {
    missing(top, key, expected);
    return "";
  }
  const text = textOf(spot, expected);
  if (text !== null && !isGood(text)) wrong(spot, expected);
  return text ?? "";
}

function isAddress(text: string): boolean {
  return /^https:\/\/[^\s/@?#\\]+(?:\/[^\s@?#\\]*)?$/u.test(text);
}

function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}

/** What the bytes say whose signature was found good; in plain words what is wrong with them. */
export function readBundle(text: string): Result<Bundle, string> {
  const value = objectIn(text);
  if (value === null) return err("it is no JSON object");
  const unknown = Object.keys(value).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) return err(`${JSON.stringify(unknown)} is no part of a bundle: ${FIELDS.join(", ")} are`);
  const { requirements_toml: toml, issued_at: issued, expires_at: expires } = value;
  if (typeof toml !== "string") return err("requirements_toml must be a text");
  const issuedAtMs = timeOf(issued);
  if (issuedAtMs === null) return err(`issued_at must be ${TIME_EXPECTED}`);
  const expiresAtMs = expires === undefined || expires === null ? null : timeOf(expires);
  if (expiresAtMs === null && expires !== undefined && expires !== null) {
    return err(`expires_at must be ${TIME_EXPECTED}`);
  }
  return ok({ text: toml, issuedAtMs, expiresAtMs });
}

const FIELDS = ["requirements_toml", "issued_at", "expires_at"];
const TIME_EXPECTED = 'a time such as "2026-01-31T12:00:00Z"';

function timeOf(value: unknown): number | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/** How long a bundle is used before it is asked for again: one hour. */
const FRESH_MS = 3_600_000;
/** How long after an attempt that failed the next one is made: five minutes. */
export const RETRY_MS = 300_000;

/** When the server was last asked, by this machine's clock; null for never. */
export type Asked = { readonly answeredAtMs: number | null; readonly triedAtMs: number | null };

/** True if the server is to be asked. A time in the future is another clock's, and counts as long ago. */
export function isDue({ answeredAtMs, triedAtMs }: Asked, nowMs: number): boolean {
  const within = (time: number | null, ms: number): boolean => time !== null && time <= nowMs && nowMs - time < ms;
  return !within(answeredAtMs, FRESH_MS) && !within(triedAtMs, RETRY_MS);
}

/** Why `next` does not count in the place of `known`; null where it does. */
export function whyNotTaken(next: Bundle, known: Bundle | null, nowMs: number): string | null {
  if (isExpired(next, nowMs)) return "it has expired";
  if (known === null || next.issuedAtMs >= known.issuedAtMs) return null;
  return `it was issued before the one that is known (${timeText(next)} and ${timeText(known)})`;
}

export function isExpired({ expiresAtMs }: Bundle, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

function timeText({ issuedAtMs }: Bundle): string {
  return new Date(issuedAtMs).toISOString();
}
