/** Which values are requests, and what is said of those that are none. */
import { expect, test } from "vitest";
import { whyMalformed } from "../../../src/core/approval/check-request.ts";

const COMMAND = { kind: "command", argv: ["ls", "-l", ""], cwd: "/w", escalate: false, why: null };
const PATCH = { kind: "patch", text: "", cwd: "/w", why: "because" };
const NETWORK = { kind: "network", host: "a.test", port: 443, protocol: "https", command: null, why: null };
const run = (action: unknown): unknown => ({ action, mode: "run" });

test.each([
  run(COMMAND),
  { action: COMMAND, mode: "judge" },
  run({ ...COMMAND, argv: ["printf", "\ufffd\u{1f600}\n"] }),
  run(PATCH),
  run(NETWORK),
  run({ ...NETWORK, command: ["curl"] }),
])("%j is a request", (request) => {
  expect(whyMalformed(request)).toBeNull();
});

const ARGV = "action.argv must be a list of words, the program first, without NUL characters";
const CWD = "action.cwd must be an absolute path";
const KIND = 'action.kind must be "command", "patch" or "network"';
const PORT = "action.port must be a whole number from 1 to 65535";

const WRONG: readonly (readonly [request: unknown, why: string])[] = [
  [undefined, "a request is an object with action and mode"],
  ["run ls", "a request is an object with action and mode"],
  [{ action: COMMAND }, 'mode must be "run" or "judge"'],
  [{ action: COMMAND, mode: "jugde" }, 'mode must be "run" or "judge"'],
  [run(null), "action must be an object"],
  [run({ ...COMMAND, kind: "toString" }), KIND],
  [run({ ...COMMAND, kind: 1 }), KIND],
  [run({ ...COMMAND, why: undefined }), "action.why must be text or null"],
  [run({ ...COMMAND, argv: "ls -l" }), ARGV],
  [run({ ...COMMAND, argv: [] }), ARGV],
  [run({ ...COMMAND, argv: ["ls", 5] }), ARGV],
  [run({ ...COMMAND, argv: ["ls", "a\0b"] }), ARGV],
  [run({ ...COMMAND, argv: ["ls", "\ud800"] }), ARGV],
  [run({ ...COMMAND, cwd: "sub" }), CWD],
  [run({ ...COMMAND, cwd: undefined }), CWD],
  [run({ ...COMMAND, escalate: "false" }), "action.escalate must be true or false"],
  [run({ ...PATCH, text: 5 }), "action.text must be text"],
  [run({ ...PATCH, cwd: "" }), CWD],
  [run({ ...NETWORK, host: "" }), "action.host must be a name or an address"],
  [run({ ...NETWORK, port: 0 }), PORT],
  [run({ ...NETWORK, port: 80.5 }), PORT],
  [run({ ...NETWORK, port: "80" }), PORT],
  [run({ ...NETWORK, protocol: "ftp" }), "action.protocol must be one of http, https, socks5_tcp, socks5_udp"],
  [run({ ...NETWORK, command: [] }), "action.command must be a list of words or null"],
];
test.each(WRONG)("%j is none", (request, why) => {
  expect(whyMalformed(request)).toBe(why);
});
