/** `assent preset` in memory: what is shown, chosen and refused. */
import { expect, test } from "vitest";
import type { Effective, Origin } from "../../../src/core/config/layers.ts";
import type { StartFault } from "../../../src/engine/host.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { preset, type PresetIo } from "../../../src/surfaces/cli/preset.ts";

const FILE = "/h/config.toml";
const DEFAULT: Origin = { layer: "default", place: null };
const user: Origin = { layer: "user", place: { kind: "file", file: FILE, line: 3, column: 1 } };

type World = {
  readonly text?: string;
  /** Names of presets that a requirement forbids. */
  readonly forbidden?: readonly string[];
  readonly answer?: boolean;
  readonly policy?: string;
  readonly profile?: string;
};

async function say(args: readonly string[], world: World = {}): Promise<unknown> {
  let [out, error, text] = ["", "", world.text ?? ""];
  const asked: string[] = [];
  const profile = world.profile === undefined ? [] : [["default_permissions", world.profile, user] as const];
  const effective: Effective = new Map(
    [
      ["approval_policy", world.policy ?? "on-request", user] as const,
      ["sandbox_mode", "workspace-write", DEFAULT] as const,
      ...profile,
    ].map(([key, value, origin]) => [key, { value, origin }]),
  );
  const io: PresetIo = {
    file: async () => ok({ name: "user", file: FILE, base: "/h", userHome: "/u" }),
    check: async () => null,
    write: async (_file, edit) => {
      const edited = await edit(text);
      if (edited.ok) text = edited.value ?? text;
      return edited.ok ? ok(edited.value !== null) : edited;
    },
    inForce: async () => ok({ effective, trust: { marked: null, content: "none", changes: [] }, notices: [] }),
    wish: async ({ name, sandboxMode }) =>
      world.forbidden?.includes(name) === true ? err(refusal(sandboxMode)) : ok(null),
    confirm: async (question) => {
      asked.push(question);
      return world.answer ?? null;
    },
    out: (piece) => (out += piece),
    error: (piece) => (error += piece),
    colour: () => false,
  };
  const status = await preset(args, io);
  return { status, out, error, text, asked };
}

function refusal(mode: string): StartFault {
  const place = { kind: "flag", text: `-s ${mode}` } as const;
  const source = "/etc/codex/requirements.toml:2:25 (system)";
  const error = { kind: "required", place, key: "sandbox_mode", found: mode, allowed: "read-only", source } as const;
  return { kind: "config", error };
}

const LIST = `  read-only    approval_policy = "on-request", sandbox_mode = "read-only"
               Commands may read but not write; they ask to change files or to
               reach the network.
* default      approval_policy = "on-request", sandbox_mode = "workspace-write"
               Commands write in the workspace; they ask to leave it or to
               reach the network.
  full-access  approval_policy = "never", sandbox_mode = "danger-full-access"
               Commands do what you can do, without a sandbox and without
               asking.
`;
const HOLDS = `
Here holds default:
  approval_policy = "on-request" (user ${FILE}:3)
  sandbox_mode = "workspace-write" (default)
`;

test("shows the three, and what holds by whom", async () => {
  expect(await say([])).toEqual({ status: 0, out: LIST + HOLDS, error: "", text: "", asked: [] });
});

test("shows what a requirement forbids, and where none of them holds", async () => {
  const said = await say([], { forbidden: ["full-access"], policy: "untrusted" });
  const out = `${LIST.replace("* default", "  default")}               not allowed here by /etc/codex/requirements.toml:2:25 (system)\n${HOLDS.replace("Here holds default:", "None of them holds here:").replace('"on-request"', '"untrusted"')}`;
  expect(said).toEqual({ status: 0, out, error: "", text: "", asked: [] });
});

test("a profile is none of the three, whatever it comes to", async () => {
  const holds = `${HOLDS.replace("Here holds default:", "None of them holds here:")}  default_permissions = "work" (user ${FILE}:3)\n`;
  const out = LIST.replace("* default", "  default") + holds;
  expect(await say([], { profile: "work" })).toEqual({ status: 0, out, error: "", text: "", asked: [] });
});

test("writes what it stands for, in the place of its own key", async () => {
  const text = '# mine\npreset = "full-access"\nsandbox_mode = "danger-full-access" # why\n';
  expect(await say(["default"], { text })).toEqual({
    status: 0,
    out: [
      "default: Commands write in the workspace; they ask to leave it or to reach the network.\n",
      `${FILE}: preset is not set, was "full-access"\n`,
      `${FILE}: approval_policy = "on-request", was not set\n`,
      `${FILE}: sandbox_mode = "workspace-write", was "danger-full-access"\n`,
    ].join(""),
    error: "",
    text: '# mine\nsandbox_mode = "workspace-write" # why\napproval_policy = "on-request"\n',
    asked: [],
  });
});

const QUESTION = `full-access: Commands do what you can do, without a sandbox and without asking.
Type yes if you mean it: `;
const CHOSEN = 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n';
const WITHOUT =
  "assent: full-access was not chosen; there is no terminal to ask whether it is meant: add --yes if it is\n";
test.each<[name: string, args: readonly string[], world: World, expected: object]>([
  ["asks", ["full-access"], { answer: true }, { status: 0, text: CHOSEN, asked: [QUESTION] }],
  ["asks no more with --yes", ["full-access", "--yes"], {}, { status: 0, text: CHOSEN, asked: [] }],
  [
    "takes a no",
    ["full-access"],
    { answer: false },
    { status: 76, out: "", error: "assent: full-access was not chosen\n", text: "", asked: [QUESTION] },
  ],
  ["needs somebody to ask", ["full-access"], {}, { status: 76, out: "", error: WITHOUT, text: "", asked: [QUESTION] }],
])("full access %s", async (_name, args, world, expected) => {
  const said = await say(args, world);
  expect(said).toEqual(expect.objectContaining(expected));
});

const TRY = "Try: assent preset --help\n";
test.each<[name: string, args: readonly string[], world: World, status: number, error: string]>([
  [
    "what a requirement forbids, even if it is meant",
    ["full-access", "-y"],
    { forbidden: ["full-access"] },
    78,
    "assent: preset full-access: sandbox_mode danger-full-access is not allowed: /etc/codex/requirements.toml:2:25 (system) allows read-only\n",
  ],
  [
    "to pass over a profile",
    ["read-only"],
    { text: 'default_permissions = ":workspace"\n', profile: ":workspace" },
    78,
    `assent: preset read-only: the permission profile ":workspace" at ${FILE}:3 chooses what may be touched; take it out first: assent config unset default_permissions\n`,
  ],
  [
    "another name",
    ["readonly"],
    {},
    64,
    `assent preset: there is no preset "readonly"; did you mean read-only?\n${TRY}`,
  ],
  [
    "any other name",
    ["x"],
    {},
    64,
    `assent preset: there is no preset "x"; there are read-only, default, full-access\n${TRY}`,
  ],
  ["two names", ["default", "x"], {}, 64, `assent preset: one preset at a time; what is "x"?\n${TRY}`],
])("refuses %s", async (_name, args, world, status, error) => {
  const said = await say(args, world);
  expect(said).toEqual(expect.objectContaining({ status, error, text: world.text ?? "", asked: [] }));
});
