/** Which values are requests, and what is said of those that are none. */
import { expect, test } from "vitest";
import { whyMalformed } from "../../../src/core/approval/check-request.ts";

const COMMAND = { kind: "command", argv: ["ls", "-l", ""], cwd: "/w", escalate: false, why: null };
const PATCH = { kind: "patch", text: "", cwd: "/w", why: "because" };
const NETWORK = { kind: "network", host: "a.test", port: 443, protocol: "https", command: null, why: null };
const STDIN = { kind: "stdin", text: "y\n", process: "1", argv: ["cat"], cwd: "/w", isSandboxed: true, why: null };
const EXTRA = { read: ["/a"], write: ["/", "/b/c"], network: false };
const PERMISSIONS = { kind: "permissions", wanted: EXTRA, cwd: "/w", why: null };
const HINTS = { readOnly: true, destructive: null, openWorld: false, idempotent: null };
const ABOUT = { title: null, description: "Reads", hints: HINTS };
const TOOL = { kind: "mcp", server: "a", tool: "b", input: { c: [1] }, about: ABOUT, approval: "writes", why: null };
const ASKED = { kind: "elicitation", server: "a", message: "b", form: { kind: "form", schema: {} }, why: null };
const run = (action: unknown): unknown => ({ action, mode: "run" });

test.each([
  run(COMMAND),
  { action: COMMAND, mode: "judge" },
  run({ ...COMMAND, argv: ["printf", "\ufffd\u{1f600}\n"] }),
  run(PATCH),
  run(NETWORK),
  run({ ...NETWORK, command: ["curl"] }),
  run({ ...COMMAND, more: EXTRA, suggested: ["ls"], skill: "a", tty: true }),
  { action: COMMAND, mode: "run", turn: "t", item: "i", agent: "a" },
  run(STDIN),
  run(PERMISSIONS),
  run(TOOL),
  run({ ...TOOL, approval: null }),
  run(ASKED),
  run({ ...ASKED, form: { kind: "url", url: "https://a.test", id: "e" } }),
])("%j is a request", (request) => {
  expect(whyMalformed(request)).toBeNull();
});

const ARGV = "action.argv must be a list of words, the program first, without NUL characters";
const CWD = "action.cwd must be an absolute path";
const KIND = "action.kind is none of the known kinds";
const PATHS = "must hold read and write, lists of absolute paths, and network, true or false";
const SAID = "action.about must hold title, description and hints, each null where it is not known";
const APPROVAL = "action.approval must be one of auto, prompt, writes, approve, or null";
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
  [{ action: COMMAND, mode: "run", agent: 5 }, "agent must be text"],
  [{ action: COMMAND, mode: "run", turn: null }, "turn must be text"],
  [run({ ...COMMAND, more: { ...EXTRA, network: null } }), `action.more ${PATHS}`],
  [run({ ...COMMAND, more: { ...EXTRA, write: ["/w/../etc"] } }), `action.more ${PATHS}`],
  [run({ ...COMMAND, suggested: "ls" }), "action.suggested must be a list of words"],
  [run({ ...COMMAND, skill: 1 }), "action.skill must be text"],
  [run({ ...COMMAND, tty: "yes" }), "action.tty must be true or false"],
  [run({ ...STDIN, text: null }), "action.text must be text"],
  [run({ ...STDIN, process: 1 }), "action.process must be text"],
  [run({ ...STDIN, argv: [] }), ARGV],
  [run({ ...STDIN, isSandboxed: undefined }), "action.isSandboxed must be true or false"],
  [run({ ...STDIN, cwd: "w" }), CWD],
  [run({ ...PERMISSIONS, wanted: null }), `action.wanted ${PATHS}`],
  [run({ ...PERMISSIONS, wanted: { ...EXTRA, read: ["a"] } }), `action.wanted ${PATHS}`],
  [run({ ...PERMISSIONS, wanted: { ...EXTRA, read: ["/a/"] } }), `action.wanted ${PATHS}`],
  [run({ ...PERMISSIONS, wanted: { ...EXTRA, write: "/a" } }), `action.wanted ${PATHS}`],
  [run({ ...PERMISSIONS, cwd: null }), CWD],
  [run({ ...TOOL, server: null }), "action.server and action.tool must be text"],
  [run({ ...TOOL, about: { ...ABOUT, title: undefined } }), SAID],
  [run({ ...TOOL, about: { ...ABOUT, hints: { ...HINTS, destructive: "no" } } }), SAID],
  [run({ ...TOOL, approval: "always" }), APPROVAL],
  [run({ ...ASKED, message: 1 }), "action.server and action.message must be text"],
  [run({ ...ASKED, form: { kind: "url" } }), "action.form must be a form with a schema, or a url"],
];
test.each(WRONG)("%j is none", (request, why) => {
  expect(whyMalformed(request)).toBe(why);
});
