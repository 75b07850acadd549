/** A signed bundle as text: what sets it up, what it says, which one counts. */
import { expect, test } from "vitest";
import { isDue, readBundle, readBundleConfig, whyNotTaken } from "../../../src/core/config/bundle.ts";
import { describeConfigError } from "../../../src/core/config/error.ts";

const KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const URL = "https://settings.example/assent/bundle.json";

function config(text: string) {
  const read = readBundleConfig("/etc/codex/bundle.toml", text);
  return read.ok ? read.value : describeConfigError(read.error);
}

test("reads where a bundle comes from and who signs it", () => {
  expect(config(`url = "${URL}"\npublic_key = "${KEY}"`)).toEqual({ url: URL, publicKey: KEY });
});

const ADDRESS = "an address that starts with https:// and has no name, password, query or fragment in it";
const BAD: readonly [text: string, expected: string][] = [
  ["", `1:1: url is not there, but must be ${ADDRESS}`],
  [`url = "http://a.example/x"\npublic_key = "${KEY}"`, `1:7: url is "http://a.example/x", but must be ${ADDRESS}`],
  [
    `url = "https://u:p@a.example/x"\npublic_key = "${KEY}"`,
    `1:7: url is "https://u:p@a.example/x", but must be ${ADDRESS}`,
  ],
  [`url = "${URL}"`, "1:1: public_key is not there, but must be an Ed25519 public key: 32 bytes in base64"],
  [
    `url = "${URL}"\npublic_key = "abc"`,
    '2:14: public_key is "abc", but must be an Ed25519 public key: 32 bytes in base64',
  ],
  [
    `url = "${URL}"\npublic_key = "${KEY}"\nkey = 1`,
    "3:7: key is no key that is read, but must be one of url, public_key",
  ],
];
test.each(BAD)("refuses %j", (text, expected) => {
  expect(config(text)).toBe(`/etc/codex/bundle.toml:${expected}`);
});

test.each([
  ["without an end", { requirements_toml: "x = 1", issued_at: "2026-01-02T03:04:05Z" }, null],
  [
    "with an end",
    { requirements_toml: "x = 1", issued_at: "2026-01-02T03:04:05Z", expires_at: "2026-02-02T00:00:00.5Z" },
    Date.UTC(2026, 1, 2, 0, 0, 0, 500),
  ],
])("reads a bundle %s", (_name, value, expiresAtMs) => {
  const issuedAtMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  expect(readBundle(JSON.stringify(value))).toEqual({ ok: true, value: { text: "x = 1", issuedAtMs, expiresAtMs } });
});

const TIME = 'a time such as "2026-01-31T12:00:00Z"';
test.each([
  ["no JSON", "{", "it is no JSON object"],
  ["a list", "[]", "it is no JSON object"],
  ["no text", '{"issued_at":"2026-01-02T03:04:05Z"}', "requirements_toml must be a text"],
  ["no time", '{"requirements_toml":""}', `issued_at must be ${TIME}`],
  ["a time of no zone", '{"requirements_toml":"","issued_at":"2026-01-02T03:04:05"}', `issued_at must be ${TIME}`],
  ["a month of no year", '{"requirements_toml":"","issued_at":"2026-13-02T03:04:05Z"}', `issued_at must be ${TIME}`],
  [
    "an end that is none",
    '{"requirements_toml":"","issued_at":"2026-01-02T03:04:05Z","expires_at":1}',
    `expires_at must be ${TIME}`,
  ],
  [
    "something else",
    '{"requirements_toml":"","issued_at":"2026-01-02T03:04:05Z","notes":1}',
    '"notes" is no part of a bundle: requirements_toml, issued_at, expires_at are',
  ],
])("refuses a bundle with %s", (_name, text, expected) => {
  expect(readBundle(text)).toEqual({ ok: false, error: expected });
});

const HOUR = 3_600_000;
test.each([
  ["never", null, null, true],
  ["just now", 0, null, false],
  ["an hour ago", HOUR, null, true],
  ["in the future", -1, null, true],
  ["long ago, and tried just now", 2 * HOUR, 1000, false],
  ["long ago, and tried five minutes ago", 2 * HOUR, 300_000, true],
])("asks again if it was answered %s", (_name, answered, tried, expected) => {
  const now = 1_700_000_000_000;
  const before = (ms: number | null) => (ms === null ? null : now - ms);
  expect(isDue({ answeredAtMs: before(answered), triedAtMs: before(tried) }, now)).toBe(expected);
});

const OLD = { text: "", issuedAtMs: 1000, expiresAtMs: null };
const NEW = { text: "", issuedAtMs: 2000, expiresAtMs: 5000 };
const BEFORE = "it was issued before the one that is known (1970-01-01T00:00:01.000Z and 1970-01-01T00:00:02.000Z)";
test.each([
  ["the first", OLD, null, 0, null],
  ["a newer one", NEW, OLD, 0, null],
  ["the same", NEW, NEW, 0, null],
  ["an older one", OLD, NEW, 0, BEFORE],
  ["one that has expired", NEW, OLD, 5000, "it has expired"],
])("takes or leaves %s", (_name, next, known, now, expected) => {
  expect(whyNotTaken(next, known, now)).toBe(expected);
});
