/** Which addresses are this machine's own, and which hand out keys. */
import { expect, test } from "vitest";
import { givesCredentials, networkKind } from "../../../src/core/commands/hosts.ts";
import { textValue, type Value } from "../../../src/core/script/value.ts";

const LOCAL = [
  "localhost",
  "LOCALHOST:3000",
  "localhost.",
  "app.localhost:8080/x",
  "http://localhost",
  "http://localhost:3000/a?b=c@d",
  "http://you:word@localhost:3000/",
  "you@localhost",
  "127.0.0.1:9000",
  "127.1",
  "http://127.255.0.3/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "0.0.0.0:8000",
  "http://0/",
  "::1",
  "http://[::1]:8080/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[0000::0001]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "postgres://you:word@127.0.0.1:5432/app",
];
test.each(LOCAL)("%s is this machine", (text) => {
  expect(networkKind(textValue(text))).toEqual({ kind: "network-local", target: text, path: null, where: null });
});

const ELSEWHERE = [
  "example.com",
  "localhost.example.com",
  "http://localhost@example.com/",
  "http://localhost:80@example.com/",
  "http://localhost#@example.com/",
  "http://localhost?@example.com/",
  "http://localhost\\@example.com/",
  "http://example.com/localhost",
  "http://example.com#localhost",
  "http://{localhost,example.com}/",
  "http://localhost%2eexample.com/",
  "http:localhost",
  "http:///localhost",
  "127.0.0.1.example.com",
  "128.0.0.1",
  "http://0200.0.0.1/",
  "http://256.1",
  "127.0.0.0.1",
  "09.0.0.1",
  "http://[::2]/",
  "http://[::ffff:8.8.8.8]/",
  "http://[1::1::1]/",
  "http://[::1",
  "",
];
test.each(ELSEWHERE)("%s is not", (text) => {
  expect(networkKind(textValue(text))).toEqual({ kind: "network", target: text, path: null, where: null });
});

const IN_PART: readonly [before: string, kind: string][] = [
  ["http://localhost/", "network-local"],
  ["localhost:3000/api/", "network-local"],
  ["http://localhost:", "network"],
  ["http://localhost", "network"],
  ["http://", "network"],
  ["", "network"],
];
test.each(IN_PART)("%s followed by something unknown: %s", (before, kind) => {
  const value: Value = { pieces: [...textValue(before).pieces, { kind: "any", from: "$x" }], many: false };
  expect(networkKind(value).kind).toBe(kind);
});

const KEYS: readonly [address: string, gives: boolean][] = [
  ["http://169.254.169.254/latest/meta-data/iam", true],
  ["169.254.169.254", true],
  ["http://2852039166/", true],
  ["http://0xA9FEA9FE/", true],
  ["http://[::ffff:169.254.169.254]/", true],
  ["http://[fd00:ec2::254]/latest", true],
  ["http://Metadata.Google.Internal/computeMetadata/v1/", true],
  ["http://169.254.170.2/v2/credentials", true],
  ["http://169.254.1.1/", false],
  ["http://example.com/169.254.169.254", false],
  ["", false],
];
test.each(KEYS)("%s hands out keys: %s", (address, gives) => {
  expect(givesCredentials(address)).toBe(gives);
});
