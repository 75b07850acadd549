/** What `assent config` shows: a table, JSON, one key; keys that nobody knows. */
import { expect, test } from "vitest";
import { NO_FLAGS } from "../../../src/core/config/flags.ts";
import type { Effective, Origin } from "../../../src/core/config/layers.ts";
import type { StartFault } from "../../../src/engine/host.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { config, type ConfigIo } from "../../../src/surfaces/cli/config.ts";

const file = (layer: Origin["layer"], path: string, line: number): Origin => ({
  layer,
  place: { kind: "file", file: path, line, column: 1 },
});
const flag = (text: string): Origin => ({ layer: "command-line", place: { kind: "flag", text } });
const DEFAULT: Origin = { layer: "default", place: null };

const EFFECTIVE: Effective = new Map<string, { value: unknown; origin: Origin }>([
  [
    "sandbox_workspace_write.writable_roots",
    { value: ["/a b", "/c"], origin: file("project", "/w/.codex/config.toml", 2) },
  ],
  ["sandbox_workspace_write.git", { value: "steps", origin: DEFAULT }],
  ["approval_policy", { value: "untrusted", origin: file("requirements", "/etc/codex/requirements.toml", 7) }],
  ["sandbox_mode", { value: "read-only", origin: flag("-s read-only") }],
  ["model", { value: "\u001b[31mx", origin: flag("-c model=x") }],
  ["mcp_servers.docs.env.TOKEN", { value: "s3cret", origin: flag("-c mcp_servers.docs={env={TOKEN='s3cret'}}") }],
  ['projects."/w".trust_level', { value: "trusted", origin: file("user", "/home/u/.codex/config.toml", 12) }],
]);

type Seen = { status: number; out: string; error: string; asked: unknown[] };

async function call(
  args: readonly string[],
  fault: StartFault | null = null,
  colour = false,
  effective = EFFECTIVE,
): Promise<Seen> {
  const seen: Seen = { status: 0, out: "", error: "", asked: [] };
  const io: ConfigIo = {
    async inForce(inquired) {
      seen.asked.push(inquired);
      if (fault !== null) return err(fault);
      return ok({ effective, notices: [{ kind: "on-failure-deprecated" }] });
    },
    keys: async () => ["model_provider", "features"],
    schema: async () => ({ title: "x" }),
    async change(name, rest) {
      seen.asked.push([name, ...rest]);
      return 5;
    },
    userHome: () => "/home/u",
    out: (text) => (seen.out += text),
    error: (text) => (seen.error += text),
    colour: () => colour,
  };
  seen.status = await config(args, io);
  return seen;
}

const NOTICE =
  'assent: the approval policy "on-failure" is deprecated: use "on-request", or "never" where nobody can answer\n';
const ASKED = { cwd: null, flags: NO_FLAGS, overrides: [], surface: "run" };

test("a block for each table, with notices below", async () => {
  expect(await call(["show"])).toEqual({
    status: 0,
    out: `approval_policy  "untrusted"  (/etc/codex/requirements.toml:7 requires it)
model            "\\u001b[31mx"
sandbox_mode     "read-only"

mcp_servers.docs.env.TOKEN  [hidden]

projects."/w".trust_level  "trusted"

sandbox_workspace_write.git             "steps"
sandbox_workspace_write.writable_roots  ["/a b", "/c"]
`,
    error: NOTICE,
    asked: [ASKED],
  });
});

test("a long value pushes no other to the right", async () => {
  const long = "x".repeat(60);
  const effective: Effective = new Map([
    ["features.a", { value: long, origin: DEFAULT }],
    ["features.bc", { value: true, origin: DEFAULT }],
    ["features.d", { value: "yes", origin: DEFAULT }],
  ]);
  expect((await call(["show", "--origin"], null, false, effective)).out).toBe(
    `features.a   "${long}"  default\nfeatures.bc  true   default\nfeatures.d   "yes"  default\n`,
  );
});

test("with origins", async () => {
  expect((await call(["show", "--origin"])).out).toBe(
    `approval_policy  "untrusted"    requirements  /etc/codex/requirements.toml:7
model            "\\u001b[31mx"  command line  -c model
sandbox_mode     "read-only"    command line  -s read-only

mcp_servers.docs.env.TOKEN  [hidden]  command line  -c mcp_servers.docs

projects."/w".trust_level  "trusted"  user  ~/.codex/config.toml:12

sandbox_workspace_write.git             "steps"         default
sandbox_workspace_write.writable_roots  ["/a b", "/c"]  project  /w/.codex/config.toml:2
`,
  );
});

test("as JSON, each value with its origin", async () => {
  const { out } = await call(["show", "--json"]);
  expect(JSON.parse(out)).toEqual({
    approval_policy: {
      value: "untrusted",
      origin: { layer: "requirements", file: "/etc/codex/requirements.toml", line: 7 },
    },
    model: { value: "\u001b[31mx", origin: { layer: "command-line", file: null, line: null, flag: "-c model" } },
    sandbox_mode: {
      value: "read-only",
      origin: { layer: "command-line", file: null, line: null, flag: "-s read-only" },
    },
    "mcp_servers.docs.env.TOKEN": {
      value: "[hidden]",
      origin: { layer: "command-line", file: null, line: null, flag: "-c mcp_servers.docs" },
    },
    'projects."/w".trust_level': {
      value: "trusted",
      origin: { layer: "user", file: "/home/u/.codex/config.toml", line: 12 },
    },
    "sandbox_workspace_write.git": { value: "steps", origin: { layer: "default", file: null, line: null } },
    "sandbox_workspace_write.writable_roots": {
      value: ["/a b", "/c"],
      origin: { layer: "project", file: "/w/.codex/config.toml", line: 2 },
    },
  });
});

test("in colours defaults are dim, and what is required stands out", async () => {
  const { out } = await call(["show", "--origin"], null, true);
  const tones = out.split("\n").map((line) => line.slice(0, 5).match(/^\u001b\[\d+m/u)?.[0] ?? "");
  expect(tones).toEqual(["\u001b[33m", "", "", "", "", "", "", "", "\u001b[2m", "", ""]);
});

const BELOW: readonly (readonly [key: string, keys: readonly string[]])[] = [
  ["model", ["model"]],
  ["sandbox_workspace_write", ["sandbox_workspace_write.git", "sandbox_workspace_write.writable_roots"]],
  ["sandbox_workspace_write.git", ["sandbox_workspace_write.git"]],
  ['projects."/w"', ['projects."/w".trust_level']],
];
test.each(BELOW)("below %s", async (key, keys) => {
  expect(Object.keys(JSON.parse((await call(["show", key, "--json"])).out))).toEqual(keys);
});

test.each(["features", "model_provider"])("%s is known, and not set", async (key) => {
  const said = `assent: ${key} is not set\n${NOTICE}`;
  expect(await call(["show", key])).toMatchObject({ status: 0, out: "", error: said });
  expect(await call(["show", key, "--json"])).toMatchObject({ status: 0, out: "{}\n", error: said });
});

const WRONG: readonly (readonly [args: readonly string[], why: string])[] = [
  [["show", "sandbox"], 'show: there is no key "sandbox"; did you mean sandbox_workspace_write?'],
  [["show", "modle"], 'show: there is no key "modle"; did you mean model?'],
  [
    ["show", "sandbox_workspace_write.gti"],
    'show: there is no key "sandbox_workspace_write.gti"; did you mean sandbox_workspace_write.git?',
  ],
  [["show", "\u001b[2J"], 'show: there is no key "\\u001b[2J"'],
  [["show", "a", "b"], 'show: one key at a time; what is "b"?'],
  [["show", "--orign"], "show: there is no option --orign; did you mean --origin?"],
  [["show", "--for", "shell"], 'show: --for takes run, sandbox, app-server, exec, not "shell"'],
  [["schema", "x"], "schema: takes no arguments"],
];
test.each(WRONG)("%j is refused", async (args, why) => {
  const error = `assent config ${why}\nTry: assent config ${args[0]} --help\n`;
  expect(await call(args)).toMatchObject({ status: 64, out: "", error });
});

test("what is asked for reaches the settings", async () => {
  const args = ["show", "-a", "never", "-p", "work", "-c", "a=1", "-C", "/x", "--for", "exec"];
  const flags = { ...NO_FLAGS, approvalPolicy: "never", profile: "work" };
  expect((await call(args)).asked).toEqual([{ cwd: "/x", flags, overrides: ["a=1"], surface: "exec" }]);
});

const FAULTS: readonly (readonly [fault: StartFault, status: number, error: string])[] = [
  [
    { kind: "config", error: { kind: "unreadable", file: "/h/config.toml", why: "it is a folder" } },
    78,
    "assent: cannot read /h/config.toml: it is a folder; mend it or move it away\n",
  ],
  [{ kind: "usage", why: "cannot work in /x\u001b" }, 64, "assent: cannot work in /x\\x1b\n"],
];
test.each(FAULTS)("%j", async (fault, status, error) => {
  expect(await call(["show", "--json"], fault)).toMatchObject({ status, out: "", error });
});

test("the schema", async () => {
  expect(await call(["schema"])).toMatchObject({ status: 0, out: '{\n  "title": "x"\n}\n' });
});

test.each(["set", "unset"])("%s is handed on", async (name) => {
  expect(await call([name, "--json", "x"])).toMatchObject({ status: 5, asked: [[name, "--json", "x"]] });
});

test.each([[[]], [["--help"]], [["show", "-h"]], [["schema", "--help"]]])("%j is help", async (args) => {
  const { status, out, error } = await call(args);
  expect([status, out.startsWith("Usage: assent config"), error]).toEqual([0, true, ""]);
});

test("an unknown part", async () => {
  expect(await call(["sow"])).toMatchObject({
    status: 64,
    error:
      'assent: there is no command "sow" in assent config; did you mean assent config show?\nTry: assent config --help\n',
  });
});
