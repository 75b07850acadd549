/** Settings of every layer as they lie on a disk, and how much a project's files count. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeEach, expect, test } from "vitest";
import { describeConfigError } from "../../src/core/config/error.ts";
import { NO_FLAGS } from "../../src/core/config/flags.ts";
import type { Loaded } from "../../src/core/config/loaded.ts";
import { effectiveOf } from "../../src/core/config/origins.ts";
import { describeNotice } from "../../src/core/config/notice.ts";
import { trusting } from "../../src/core/config/trust.ts";
import { type ConfigSources, loadConfig } from "../../src/effects/load-config.ts";
import { changeTrust } from "../../src/effects/trust-write.ts";

// Not in /tmp: while sandboxes run there, a folder stands in for its .git.
const base = realpathSync(mkdtempSync("/var/tmp/assent-layers-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let count = 0;
let world = "";
beforeEach(() => {
  count += 1;
  world = `${base}/${count}`;
  mkdirSync(`${world}/user/.codex`, { recursive: true });
  mkdirSync(`${world}/r/sub`, { recursive: true });
  put("r/.git/HEAD", "");
});

const USER = "user/.codex/config.toml";
const ROOT = "r/.codex/config.toml";
const NEAR = "r/sub/.codex/config.toml";

function put(path: string, text: string): void {
  const file = `${world}/${path}`;
  mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  writeFileSync(file, text);
}

/** `cwd` below the world. */
type Given = Partial<Pick<ConfigSources, "overrides" | "flags" | "surface">> & { readonly cwd?: string };

async function load({ cwd = "r/sub", ...given }: Given = {}): Promise<Loaded | string> {
  const loaded = await loadConfig({
    home: `${world}/user/.codex`,
    userHome: `${world}/user`,
    cwd: `${world}/${cwd}`,
    overrides: [],
    flags: NO_FLAGS,
    surface: "run",
    systemFolder: `${world}/etc`,
    ...given,
  });
  return loaded.ok ? loaded.value : describeConfigError(loaded.error).replaceAll(`${world}/`, "");
}

async function loaded(given: Given = {}): Promise<Loaded> {
  const result = await load(given);
  if (typeof result === "string") throw new Error(result);
  return result;
}

/** A value and where it comes from, or what is wrong. */
async function shown(key: string, given: Given = {}): Promise<string> {
  const result = await load(given);
  if (typeof result === "string") return result;
  const entry = effectiveOf(result).get(key);
  const place = entry?.origin.place ?? null;
  const where = place === null ? "" : place.kind === "file" ? ` ${place.file}:${place.line}` : ` ${place.text}`;
  return `${JSON.stringify(entry?.value)} ${entry?.origin.layer}${where}`.replaceAll(`${world}/`, "");
}

const trusted = (folder: string, level = "trusted"): string =>
  `[projects.${JSON.stringify(`${world}/${folder}`)}]\ntrust_level = "${level}"\n`;

test("each layer over the weaker ones, where it lies", async () => {
  const flags = { ...NO_FLAGS, profile: "work" };
  const at: string[] = [await shown("model", { flags: NO_FLAGS })];
  put("etc/config.toml", 'model = "system"');
  at.push(await shown("model"));
  put(USER, `model = "user"\n${trusted("r")}[profiles.work]\nmodel = "table"\n`);
  at.push(await shown("model"));
  put(ROOT, '\nmodel = "root"');
  at.push(await shown("model"));
  put(NEAR, 'model = "near"');
  at.push(await shown("model"), await shown("model", { cwd: "r" }), await shown("model", { flags }));
  put("user/.codex/work.config.toml", 'model = "file"');
  at.push(await shown("model", { flags }));
  at.push(await shown("model", { flags, overrides: ["model=typed"] }));
  put("etc/managed_config.toml", 'model = "managed"');
  at.push(await shown("model", { flags }), await shown("model", { flags, overrides: ["model=typed"] }));
  expect(at).toEqual([
    "undefined undefined",
    '"system" system etc/config.toml:1',
    `"user" user ${USER}:1`,
    `"root" project ${ROOT}:2`,
    `"near" project ${NEAR}:1`,
    `"root" project ${ROOT}:2`,
    `"table" profile ${USER}:5`,
    '"file" profile user/.codex/work.config.toml:1',
    '"typed" command-line -c model=typed',
    '"managed" managed etc/managed_config.toml:1',
    '"managed" managed etc/managed_config.toml:1',
  ]);
});

const BROKEN: readonly [name: string, path: string][] = [
  ["the machine owner's settings", "etc/managed_config.toml"],
  ["the system's settings", "etc/config.toml"],
  ["the user's settings", USER],
  ["a profile's file", "user/.codex/work.config.toml"],
  ["a project's settings, trusted or not", ROOT],
  ["settings of a folder in the project", NEAR],
];

test.each(BROKEN)("%s that are broken stop the start", async (_name, path) => {
  const flags = { ...NO_FLAGS, profile: "work", yolo: true };
  put("user/.codex/work.config.toml", "");
  put(path, "\nsandbox_mode = 1");
  expect(await load({ flags })).toBe(
    `${path}:2:16: sandbox_mode is 1, but must be one of "read-only", "workspace-write", "danger-full-access"`,
  );
  put(path, "a = [");
  expect(await load({ flags })).toMatch(new RegExp(`^${path}:1:\\d+: this is not TOML: `));
});

const PROFILES: readonly [name: string, user: string, given: Given, expected: string][] = [
  ["by -p", '[profiles.a]\nmodel = "a"', { flags: { ...NO_FLAGS, profile: "a" } }, `"a" profile ${USER}:2`],
  ["by the user's file", 'profile = "a"\n[profiles.a]\nmodel = "a"', {}, `"a" profile ${USER}:3`],
  ["by -c", '[profiles.a]\nmodel = "a"', { overrides: ["profile=a"] }, `"a" profile ${USER}:2`],
  [
    "by -p over the file",
    'profile = "b"\n[profiles.a]\nmodel = "a"\n[profiles.b]\nmodel = "b"',
    { flags: { ...NO_FLAGS, profile: "a" } },
    `"a" profile ${USER}:3`,
  ],
  [
    "that is not there",
    "[profiles.a]\n[profiles.b]",
    { flags: { ...NO_FLAGS, profile: "c" } },
    '-p c is "c", but must be one of "a", "b", "own"',
  ],
  ["of the file that is not there", 'profile = "c"', {}, `${USER}:1:11: profile is "c", but must be one of "own"`],
  [
    "whose name is a path",
    "",
    { flags: { ...NO_FLAGS, profile: "../own" } },
    '-p ../own is "../own", but must be the name of a profile: letters, digits, - and _',
  ],
  [
    "in a file of its own",
    "",
    { flags: { ...NO_FLAGS, profile: "own" } },
    '"own" profile user/.codex/own.config.toml:1',
  ],
];

test.each(PROFILES)("takes a profile %s", async (_name, user, given, expected) => {
  put(USER, user);
  put("user/.codex/own.config.toml", 'model = "own"');
  expect(await shown("model", given)).toBe(expected);
});

test("a project's file chooses no profile and marks no project, and it is said once", async () => {
  put(USER, `${trusted("r")}[profiles.a]\nmodel = "a"`);
  put(ROOT, `profile = "a"\nmodel = "root"\n${trusted("r/sub")}`);
  expect(await shown("model")).toBe(`"root" project ${ROOT}:2`);
  const { settings, layers } = await loaded();
  expect(settings.notices.map((notice) => describeNotice(notice).replaceAll(`${world}/`, ""))).toEqual([
    `${ROOT}: projects, profile do not count in a project's file: set them in your own config.toml`,
  ]);
  expect(layers.filter(({ name }) => name === "profile")).toEqual([]);
});

const DEFAULTS: readonly [surface: ConfigSources["surface"], mark: string | null, expected: string][] = [
  ["run", null, "on-request workspace-write"],
  ["run", "trusted", "on-request workspace-write"],
  ["run", "untrusted", "untrusted workspace-write"],
  ["sandbox", null, "on-request read-only"],
  ["sandbox", "trusted", "on-request read-only"],
  ["sandbox", "untrusted", "untrusted read-only"],
  ["app-server", null, "on-request read-only"],
  ["app-server", "trusted", "on-request workspace-write"],
  ["app-server", "untrusted", "untrusted workspace-write"],
  ["exec", null, "on-request read-only"],
  ["exec", "trusted", "on-request workspace-write"],
  ["exec", "untrusted", "untrusted workspace-write"],
];

test.each(DEFAULTS)("%s in a project marked %s", async (surface, mark, expected) => {
  if (mark !== null) put(USER, trusted("r", mark));
  const { settings } = await loaded({ surface });
  expect([settings.approvalPolicy, settings.sandboxMode]).toEqual(expected.split(" "));
});

test("the mark of an untrusted project beats every file, and no flag", async () => {
  put(USER, `approval_policy = "never"\n${trusted("r", "untrusted")}[profiles.a]\napproval_policy = "on-request"`);
  const flags = { ...NO_FLAGS, profile: "a" };
  expect(await shown("approval_policy")).toBe(`"untrusted" user ${USER}:3`);
  expect(await shown("approval_policy", { flags })).toBe(`"untrusted" user ${USER}:3`);
  expect(await shown("approval_policy", { flags: { ...flags, approvalPolicy: "never" } })).toBe(
    '"never" command-line -a never',
  );
  expect(await shown("approval_policy", { overrides: ["approval_policy=on-request"] })).toBe(
    '"on-request" command-line -c approval_policy=on-request',
  );
});

test("files of a project that nobody has trusted take away, and give nothing", async () => {
  put(USER, "[sandbox_workspace_write]\nnetwork_access = true");
  put(
    ROOT,
    'approval_policy = "never"\nsandbox_mode = "danger-full-access"\nmodel = "m"\n[mcp_servers.x]\ncommand = "x"',
  );
  put(NEAR, "[sandbox_workspace_write]\nnetwork_access = false");
  const { settings, cuts, trust } = await loaded();
  const { approvalPolicy, sandboxMode, model, mcpServers, workspaceWrite } = settings;
  expect([approvalPolicy, sandboxMode, model, mcpServers.size, workspaceWrite.networkAccess]).toEqual([
    "never",
    "workspace-write",
    null,
    0,
    false,
  ]);
  expect([trust.marked, trust.content]).toEqual([null, "changed"]);
  expect(cuts).toEqual([{ path: ".codex/config.toml", what: ["sandbox_mode", "model", "mcp_servers.x"] }]);
});

test("there is nothing to ask about where trust would change nothing", async () => {
  put(ROOT, 'approval_policy = "on-request"\nsandbox_mode = "workspace-write"\nmodel_reasoning_effort = "high"');
  expect((await loaded()).cuts).toEqual([]);
  put(ROOT, 'sandbox_mode = "danger-full-access"');
  expect((await loaded()).cuts).toEqual([{ path: ".codex/config.toml", what: ["sandbox_mode"] }]);
  // The person has said more already.
  expect((await loaded({ flags: { ...NO_FLAGS, sandboxMode: "read-only" } })).cuts).toEqual([]);
});

test("files count in full as they were trusted, and no longer when one changes", async () => {
  put(USER, trusted("r"));
  put(ROOT, 'sandbox_mode = "danger-full-access"');
  const { project, projectFiles } = await loaded();
  const seen: string[] = [await shown("sandbox_mode")];
  await changeTrust(`${world}/user/.codex`, project.root, (before) => trusting(project, projectFiles, before));
  seen.push(await shown("sandbox_mode"));
  put(NEAR, "");
  seen.push(await shown("sandbox_mode"), await shown("sandbox_mode", { cwd: "r" }));
  put(ROOT, 'sandbox_mode = "danger-full-access" ');
  seen.push(await shown("sandbox_mode", { cwd: "r" }));
  const full = `"danger-full-access" project ${ROOT}:1`;
  const cut = '"workspace-write" default';
  expect(seen).toEqual([full, full, cut, full, cut]);
});

test("a worktree counts as its repository, and a copy of it does not", async () => {
  const git = (...args: readonly string[]): unknown =>
    execFileSync("git", ["-c", "user.name=n", "-c", "user.email=e@example.com", ...args], {
      cwd: world,
      stdio: "pipe",
    });
  git("init", "-q", "m");
  put("m/.codex/config.toml", 'sandbox_mode = "danger-full-access"');
  git("-C", "m", "add", ".codex");
  git("-C", "m", "commit", "-qm", "first");
  git("-C", "m", "worktree", "add", "-q", `${world}/wt`);
  execFileSync("cp", ["-r", `${world}/wt`, `${world}/copy`]);
  put(USER, trusted("m"));
  const modes = await Promise.all(["m", "wt", "copy"].map((cwd) => shown("sandbox_mode", { cwd })));
  expect(modes).toEqual([
    '"danger-full-access" project m/.codex/config.toml:1',
    '"danger-full-access" project wt/.codex/config.toml:1',
    '"workspace-write" default',
  ]);
});

test("the person says what a project begins with", async () => {
  put("r/sub/here", "");
  put(USER, 'project_root_markers = ["here"]');
  expect((await loaded()).project).toEqual({
    root: `${world}/r/sub`,
    isRepository: false,
    mainRoot: null,
    folders: [`${world}/r/sub`],
  });
});

test("the home's own folder is no project's", async () => {
  put(USER, 'sandbox_mode = "read-only"');
  mkdirSync(`${world}/user/in`);
  const { layers, projectFiles } = await loaded({ cwd: "user" });
  expect([layers.map(({ name }) => name), projectFiles]).toEqual([["user"], []]);
});
