/** `assent config set` and `unset` in memory: what is written, refused and told. */
import { expect, test } from "vitest";
import type { ConfigError } from "../../../src/core/config/error.ts";
import type { Effective, Origin } from "../../../src/core/config/layers.ts";
import { describeNotice, type Notice } from "../../../src/core/config/notice.ts";
import type { Trust } from "../../../src/core/config/trust.ts";
import type { StartFault } from "../../../src/engine/host.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { configSet, type SetIo } from "../../../src/surfaces/cli/config-set.ts";

const FILE = "/h/config.toml";
const PROJECT = "/w/.codex/config.toml";
const NO_TRUST: Trust = { marked: null, content: "none", changes: [] };
const user: Origin = { layer: "user", place: { kind: "file", file: FILE, line: 1, column: 1 } };
const project: Origin = { layer: "project", place: { kind: "file", file: PROJECT, line: 3, column: 1 } };

/** Each is told where the file that was changed is what it speaks of. */
const NOTICES: readonly Notice[] = [
  { kind: "on-failure-deprecated" },
  { kind: "opens-unused" },
  { kind: "project-ignored", file: PROJECT, keys: ["profile"] },
];
const OF_USER = `assent: ${describeNotice({ kind: "opens-unused" })}\n`;
const OF_PROJECT = `assent: ${describeNotice({ kind: "project-ignored", file: PROJECT, keys: ["profile"] })}\n`;

type World = {
  readonly notices?: boolean;
  readonly told?: readonly Notice[];
  readonly text?: string;
  readonly effective?: Effective;
  readonly trust?: Trust;
  readonly wrong?: ConfigError;
  readonly unwritten?: string;
  readonly fault?: StartFault;
};
type Said = { readonly status: number; readonly out: string; readonly error: string; readonly text: string };

async function say(name: "set" | "unset", args: readonly string[], world: World = {}): Promise<Said> {
  let [out, error, text] = ["", "", world.text ?? ""];
  const io: SetIo = {
    file: async (isProject) =>
      ok({ name: isProject ? "project" : "user", file: isProject ? PROJECT : FILE, base: "/h", userHome: "/u" }),
    check: async () => world.wrong ?? null,
    write: async (_file, edit) => {
      if (world.unwritten !== undefined) return err(world.unwritten);
      const edited = await edit(text);
      if (edited.ok) text = edited.value ?? text;
      return edited.ok ? ok(edited.value !== null) : edited;
    },
    inForce: async () =>
      world.fault === undefined
        ? ok({
            effective: world.effective ?? new Map(),
            trust: world.trust ?? NO_TRUST,
            notices: world.told ?? (world.notices === true ? NOTICES : []),
          })
        : err(world.fault),
    out: (piece) => (out += piece),
    error: (piece) => (error += piece),
    colour: () => false,
  };
  const status = await configSet(name, args, io);
  return { status, out, error, text };
}

test("tells from what to what, and keeps the rest", async () => {
  const text = "# mine\nsandbox_mode = 'read-only' # why\n";
  expect(await say("set", ["sandbox_mode", "workspace-write"], { text })).toEqual({
    status: 0,
    out: `${FILE}: sandbox_mode = "workspace-write", was "read-only"\n`,
    error: "",
    text: '# mine\nsandbox_mode = "workspace-write" # why\n',
  });
});

test("sets several at once, and says of each what it was", async () => {
  const args = ["model", '"5"', "sandbox_workspace_write.writable_roots", "['/a', '/b']", "model_provider", "x"];
  expect(await say("set", args, { text: 'model_provider = "x"\n' })).toEqual({
    status: 0,
    out: [
      `${FILE}: model = "5", was not set\n`,
      `${FILE}: sandbox_workspace_write.writable_roots = ["/a", "/b"], was not set\n`,
      `${FILE}: model_provider = "x", as before\n`,
    ].join(""),
    error: "",
    text: 'model_provider = "x"\nmodel = "5"\n\n[sandbox_workspace_write]\nwritable_roots = ["/a", "/b"]\n',
  });
});

test("takes a key out, and says where there was none", async () => {
  expect(await say("unset", ["model"], { text: "model = 'x'\n" })).toEqual({
    status: 0,
    out: `${FILE}: model is not set, was "x"\n`,
    error: "",
    text: "",
  });
  expect((await say("unset", ["model"])).out).toBe(`${FILE}: model is not set, as before\n`);
});

test("takes out what nobody knows where it is there, and else asks what was meant", async () => {
  const said = await say("unset", ["aproval_policy"], { text: "aproval_policy = 1\n" });
  expect(said).toEqual({ status: 0, out: `${FILE}: aproval_policy is not set, was 1\n`, error: "", text: "" });
  expect(await say("unset", ["aproval_policy"])).toEqual({
    status: 64,
    out: "",
    error: "assent config unset: there is no key aproval_policy; did you mean approval_policy?\n",
    text: "",
  });
});

test("tells what a mark of trust makes count", async () => {
  const key = 'projects."/a b".trust_level';
  const said = await say("set", [key, "trusted"]);
  expect(said.error).toBe("assent: its files count now as they are: look at them with assent trust show '/a b'\n");
  expect((await say("set", [key, "untrusted"])).error).toBe("");
});

test("shows no secret, neither the new nor the old", async () => {
  const text = '[mcp_servers.x]\ncommand = "c"\nenv = { API_TOKEN = "abcdef" }\n';
  const said = await say("set", ["mcp_servers.x.env.API_TOKEN", "ghijkl"], { text });
  expect(said.out).toBe(`${FILE}: mcp_servers.x.env.API_TOKEN = [hidden], was [hidden]\n`);
  expect(said.text).toContain('API_TOKEN = "ghijkl"');
});

test("shows nothing that a terminal would obey", async () => {
  const said = await say("set", ["model", '"a\\u001b[31m\\u202e"']);
  expect(said.out).toBe(`${FILE}: model = "a\\u001b[31m\\u{202e}", was not set\n`);
});

const HIDDEN: readonly [name: string, effective: Effective, error: string][] = [
  ["nothing where it counts", new Map([["sandbox_mode", { value: "read-only", origin: user }]]), ""],
  ["nothing where another says the same", new Map([["sandbox_mode", { value: "read-only", origin: project }]]), ""],
  [
    "what holds by something stronger",
    new Map([["sandbox_mode", { value: "workspace-write", origin: project }]]),
    `assent: here sandbox_mode = "workspace-write" all the same (project ${PROJECT}:3)\n`,
  ],
  [
    "what holds by a profile in the same file",
    new Map([["sandbox_mode", { value: "workspace-write", origin: { ...user, layer: "profile" } }]]),
    `assent: here sandbox_mode = "workspace-write" all the same (profile ${FILE}:1)\n`,
  ],
  [
    "what holds by a requirement",
    new Map([["sandbox_mode", { value: "workspace-write", origin: { layer: "requirements", place: null } }]]),
    'assent: here sandbox_mode = "workspace-write" all the same (requirements)\n',
  ],
];
test.each(HIDDEN)("tells %s", async (_name, effective, error) => {
  expect((await say("set", ["sandbox_mode", "read-only"], { effective })).error).toBe(error);
});

test("tells what does not count of the file that was changed", async () => {
  expect((await say("set", ["model", "x"], { notices: true })).error).toBe(OF_USER);
  expect((await say("set", ["--project", "model", "x"], { notices: true })).error).toBe(OF_PROJECT);
});

test("tells once what does not count of a project that has to be trusted anew", async () => {
  const cut: Notice = { kind: "project-cut", root: "/w", cuts: [], why: "changed", digest: "" };
  const marked = { level: "trusted", key: "/w", place: { kind: "file", file: FILE, line: 1, column: 1 } } as const;
  const trust: Trust = { marked, content: "changed", changes: [] };
  const said = await say("set", ["--project", "model", "x"], { trust, told: [cut] });
  expect(said.error).toBe(`assent: ${describeNotice(cut)}\n`);
});

test("tells that a trusted project has to be trusted anew", async () => {
  const place = { kind: "file", file: FILE, line: 1, column: 1 } as const;
  const trust: Trust = { marked: { level: "trusted", key: "/w", place }, content: "changed", changes: [] };
  const said = await say("set", ["--project", "sandbox_mode", "read-only"], { trust });
  expect(said).toEqual({
    status: 0,
    out: `${PROJECT}: sandbox_mode = "read-only", was not set\n`,
    error: "assent: the project's files are not what was trusted any more, and only tighten: see assent trust add\n",
    text: 'sandbox_mode = "read-only"\n',
  });
});

const wrong: ConfigError = {
  kind: "bad-value",
  place: { kind: "file", file: FILE, line: 9, column: 9 },
  key: "mcp_servers.x",
  found: "a server with neither",
  expected: "more",
};
const REFUSED: readonly [name: string, args: readonly string[], world: World, status: number, error: string][] = [
  [
    "a value that is wrong",
    ["approval_policy", "nevr"],
    {},
    78,
    'assent: config set: approval_policy is "nevr", but must be one of "untrusted", "on-request", "on-failure", "never", or { granular = { ... } }\n',
  ],
  [
    "a key that nobody knows",
    ["aproval_policy", "never"],
    {},
    64,
    "assent config set: there is no key aproval_policy; did you mean approval_policy?\n",
  ],
  [
    "what would stop every start",
    ["mcp_servers.x.enabled", "true"],
    { wrong },
    78,
    "assent: config set: mcp_servers.x is a server with neither, but must be more\n",
  ],
  [
    "what is written in a way that is not edited",
    ["mcp_servers.x.enabled", "true"],
    { text: "[[mcp_servers.x]]\n" },
    78,
    `assent: ${FILE}: mcp_servers.x is a list: what is in it is not edited by key\n`,
  ],
  [
    "to write a broken file",
    ["model", "x"],
    { text: "a = 1\nb = \n" },
    78,
    expect.stringContaining(`assent: ${FILE}:2:`) as string,
  ],
  [
    "what cannot be written",
    ["model", "x"],
    { unwritten: "permission denied" },
    70,
    `assent: cannot write ${FILE}: permission denied\n`,
  ],
  ["a key alone", ["model"], {}, 64, "assent config set: needs a value for model\nTry: assent config set --help\n"],
  ["nothing", [], {}, 64, "assent config set: needs a key\nTry: assent config set --help\n"],
  [
    "half of a list",
    ["model", "['a'"],
    {},
    64,
    expect.stringContaining("assent config set: ['a' is no TOML: ") as string,
  ],
  [
    "a key with blanks",
    ["a b", "1"],
    {},
    64,
    expect.stringContaining('assent config set: "a b" is no key: ') as string,
  ],
];
test.each(REFUSED)("refuses %s", async (_name, args, world, status, error) => {
  expect(await say("set", args, world)).toEqual({ status, out: "", error, text: world.text ?? "" });
});

test("says that nothing can start, where something else is wrong as well", async () => {
  const said = await say("set", ["model", "x"], { fault: { kind: "config", error: wrong } });
  expect(said).toEqual({
    status: 78,
    out: `${FILE}: model = "x", was not set\n`,
    error: `assent: it is written, but nothing can start: ${FILE}:9:9: mcp_servers.x is a server with neither, but must be more\n`,
    text: 'model = "x"\n',
  });
});
