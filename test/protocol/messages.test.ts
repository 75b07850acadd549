/** What requests and answers may carry, and what is said of those that may not. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CLIENT_REQUESTS } from "../../src/protocol/client-requests.ts";
import type { Definition } from "../../src/protocol/define.ts";
import { findFault } from "../../src/protocol/fault.ts";
import {
  checkAnswer,
  checkParams,
  type ClientMethod,
  isClientMethod,
  type ServerMethod,
  unknownMethod,
} from "../../src/protocol/messages.ts";
import { bodies } from "../../src/protocol/roots.ts";
import { SERVER_NOTIFICATIONS } from "../../src/protocol/server-notifications.ts";
import { SERVER_REQUESTS } from "../../src/protocol/server-requests.ts";
import { RECORDED } from "./recorded.ts";

const POLICIES = "one of `untrusted`, `on-failure`, `on-request`, `never`, `granular`";
const HOST = { threadId: "t", input: [] };
const START: readonly [why: string, params: unknown, error: string][] = [
  ["nothing", undefined, "missing field `params`"],
  ["null", null, "missing field `params`"],
  ["a number", 7, "invalid type: integer `7`, expected struct ThreadStartParams"],
  ["a list", [], "invalid type: sequence, expected struct ThreadStartParams"],
  ["a text", "x", 'invalid type: string "x", expected struct ThreadStartParams'],
  ["a number for a text", { cwd: 5 }, "invalid type: integer `5`, expected a string in `cwd`"],
  ["a fraction for a text", { cwd: 1.5 }, "invalid type: floating point `1.5`, expected a string in `cwd`"],
  ["a switch for a text", { cwd: true }, "invalid type: boolean `true`, expected a string in `cwd`"],
  ["an object for a text", { cwd: {} }, "invalid type: map, expected a string in `cwd`"],
  ["a text for a switch", { ephemeral: "yes" }, 'invalid type: string "yes", expected a boolean in `ephemeral`'],
  ["a list for a table", { config: [] }, "invalid type: sequence, expected a map in `config`"],
  [
    "a word that nobody knows",
    { sandbox: "none" },
    "unknown variant `none`, expected one of `read-only`, `workspace-write`, `danger-full-access` in `sandbox`",
  ],
  [
    "a policy that nobody knows",
    { approvalPolicy: "zz" },
    `unknown variant \`zz\`, expected ${POLICIES} in \`approvalPolicy\``,
  ],
  [
    "another key than granular",
    { approvalPolicy: { gran: {} } },
    `unknown variant \`gran\`, expected ${POLICIES} in \`approvalPolicy\``,
  ],
  [
    "a number for a policy",
    { approvalPolicy: 5 },
    "invalid type: integer `5`, expected string or map in `approvalPolicy`",
  ],
  [
    "granular with less than it needs",
    { approvalPolicy: { granular: { sandbox_approval: true, rules: true } } },
    "missing field `mcp_elicitations` in `approvalPolicy.granular`",
  ],
  [
    "a relative folder",
    { runtimeWorkspaceRoots: ["rel"] },
    'invalid value: string "rel", expected an absolute path in `runtimeWorkspaceRoots[0]`',
  ],
  [
    "a long text",
    { ephemeral: "x".repeat(300) },
    `invalid type: string "${"x".repeat(200)}…", expected a boolean in \`ephemeral\``,
  ],
];

test.each(START)("thread/start with %s is refused", (_why, params, error) => {
  expect(checkParams("thread/start", params, true)).toEqual({ ok: false, error: `Invalid request: ${error}` });
});

const TURN: readonly [why: string, params: unknown, error: string][] = [
  ["no thread", { input: [] }, "missing field `threadId`"],
  ["no input", { threadId: "t" }, "missing field `input`"],
  ["a number for input", { ...HOST, input: 5 }, "invalid type: integer `5`, expected a sequence in `input`"],
  ["input of no kind", { ...HOST, input: [{}] }, "missing field `type` in `input[0]`"],
  ["a number in it", { ...HOST, input: [5] }, "invalid type: integer `5`, expected a map in `input[0]`"],
  [
    "input of an unknown kind",
    { ...HOST, input: [{ type: "zork" }] },
    "unknown variant `zork`, expected one of `text`, `image`, `localImage`, `audio`, `localAudio`, `skill`, `mention` in `input[0].type`",
  ],
  ["a text without text", { ...HOST, input: [{ type: "text" }] }, "missing field `text` in `input[0]`"],
  ["a sandbox of no kind", { ...HOST, sandboxPolicy: {} }, "missing field `type` in `sandboxPolicy`"],
  [
    "a number for network access",
    { ...HOST, sandboxPolicy: { type: "workspaceWrite", networkAccess: 3 } },
    "invalid type: integer `3`, expected a boolean in `sandboxPolicy.networkAccess`",
  ],
];

test.each(TURN)("turn/start with %s is refused", (_why, params, error) => {
  expect(checkParams("turn/start", params, true)).toEqual({ ok: false, error: `Invalid request: ${error}` });
});

test.each([
  [-1, "invalid value: integer `-1`, expected u32"],
  [1.5, "invalid type: floating point `1.5`, expected u32"],
  [2 ** 32, "invalid value: integer `4294967296`, expected u32"],
  ["x", 'invalid type: string "x", expected u32'],
])("a limit of %j is refused", (limit, error) => {
  expect(checkParams("thread/list", { limit }, true)).toEqual({
    ok: false,
    error: `Invalid request: ${error} in \`limit\``,
  });
});

test.each<[what: string, method: ClientMethod, params: unknown, kept: unknown]>([
  ["fields that nobody knows", "thread/start", { zork: 1 }, {}],
  ["tables as they are", "thread/start", { config: { a: { b: [1] } } }, { config: { a: { b: [1] } } }],
  ["null for nothing", "thread/start", { cwd: null }, { cwd: null }],
  ["the older policy", "thread/start", { approvalPolicy: "on-failure" }, { approvalPolicy: "on-failure" }],
  ["no parameters where none are needed", "account/logout", undefined, undefined],
  ["null where none are needed", "account/logout", null, null],
  ["no parameters where they may be left out", "account/rateLimits/read", undefined, undefined],
])("accepts %s", (_what, method, params, kept) => {
  expect(checkParams(method, params, true)).toEqual({ ok: true, value: kept });
});

test.each<[method: ClientMethod, params: unknown, what: string]>([
  ["thread/start", { permissions: ":workspace" }, "thread/start.permissions"],
  ["turn/start", { ...HOST, environments: [] }, "turn/start.environments"],
  ["thread/settings/update", { threadId: "t" }, "thread/settings/update"],
  ["thread/start", { dynamicTools: [] }, "thread/start.dynamicTools"],
  [
    "turn/start",
    { ...HOST, approvalPolicy: { granular: { sandbox_approval: true, rules: true, mcp_elicitations: true } } },
    "askForApproval.granular",
  ],
])("%s needs the experimental interface for %j", (method, params, what) => {
  expect(checkParams(method, params, false)).toEqual({
    ok: false,
    error: `${what} requires experimentalApi capability`,
  });
  expect(checkParams(method, params, true).ok).toBe(true);
});

test("an experimental field that says no more than nothing needs nothing", () => {
  const params = { permissions: null, experimentalRawEvents: false };
  expect(checkParams("thread/start", params, false)).toEqual({ ok: true, value: params });
});

test("a method that there is none of is answered with all that there are", () => {
  const methods = Object.keys(CLIENT_REQUESTS).map((method) => `\`${method}\``);
  expect(unknownMethod("thread/destroy")).toBe(
    `Invalid request: unknown variant \`thread/destroy\`, expected one of ${methods.join(", ")}`,
  );
});

test.each(["constructor", "__proto__", "toString", "", "thread/destroy"])("%j is no method", (method) => {
  expect(isClientMethod(method)).toBe(false);
});

test.each<[answer: unknown, error: string]>([
  [{}, "missing field `decision`"],
  [null, "invalid type: null, expected struct CommandExecutionRequestApprovalResponse"],
  [
    { decision: "bogus" },
    "unknown variant `bogus`, expected one of `accept`, `acceptForSession`, `decline`, `cancel`, `acceptWithExecpolicyAmendment`, `applyNetworkPolicyAmendment` in `decision`",
  ],
  [
    { decision: { acceptWithExecpolicyAmendment: {} } },
    "missing field `execpolicy_amendment` in `decision.acceptWithExecpolicyAmendment`",
  ],
])("%j is no answer to a question about a command", (answer, error) => {
  expect(checkAnswer("item/commandExecution/requestApproval", answer)).toEqual({ ok: false, error });
});

/** A definition for what a message carries; null for methods that there are none of. */
function definitionOf(kind: string, method: string): Definition | null {
  const [from, what] = kind.split("-");
  if (kind === "client-notification") return null;
  if (kind === "server-notification") return SERVER_NOTIFICATIONS[method as keyof typeof SERVER_NOTIFICATIONS].params;
  const isOfClient = (from === "client") === (what === "request");
  const entry = isOfClient ? CLIENT_REQUESTS[method as ClientMethod] : SERVER_REQUESTS[method as ServerMethod];
  return what === "request" ? entry.params : entry.result;
}

const CASES = RECORDED.map(({ kind, method, body }, at) => [at, kind, method, body] as const);

test.each(CASES)("recorded message %i fits: %s %s", (_at, kind, method, body) => {
  const definition = definitionOf(kind, method);
  if (definition === null) return;
  expect(findFault(definition(), body)).toBeNull();
});

/** Anything that JSON can be, with the words and names of the protocol among it. */
const NAMES = ["type", "threadId", "input", "decision", "granular", "text", "mode", "id", "rules", "permissions"];
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 40, "", "text", "accept", "never", "/a", "form"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("what is refused has a reason, and what is accepted has none", () => {
  const all = [...bodies(true).values()];
  fc.assert(
    fc.property(fc.constantFrom(...all), json, (schema, value) => {
      const isAccepted = (schema as ReturnType<Definition>).safeParse(value).success;
      expect(findFault(schema, value) === null).toBe(isAccepted);
    }),
    { numRuns: 5000, seed: 7 },
  );
});
