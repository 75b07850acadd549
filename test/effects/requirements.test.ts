/** Requirements from every source, on a real disk; and what they do to a start. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { describeConfigError } from "../../src/core/config/error.ts";
import { NO_FLAGS } from "../../src/core/config/flags.ts";
import { describeNotice } from "../../src/core/config/notice.ts";
import { loadConfig } from "../../src/effects/load-config.ts";
import { loadRequirements } from "../../src/effects/requirements.ts";
import { openAllowed } from "../../src/effects/open-allowed.ts";
import { err } from "../../src/kit/result.ts";

const base = realpathSync(mkdtempSync(`${tmpdir()}/assent-requirements-`));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let root = "";
let count = 0;
beforeEach(() => {
  count += 1;
  root = `${base}/${count}`;
  for (const folder of ["etc/requirements.d", "home", "work/sub/.codex", "work/.codex"]) {
    mkdirSync(`${root}/${folder}`, { recursive: true });
  }
});

function write(path: string, text: string): void {
  mkdirSync(dirname(`${root}/${path}`), { recursive: true });
  writeFileSync(`${root}/${path}`, text);
}

const unreachable = () => Promise.resolve(err("there is no network"));

async function load(more: object = {}): Promise<readonly string[] | string> {
  const result = await loadRequirements({
    systemFolder: `${root}/etc`,
    home: `${root}/home`,
    userHome: "/home/you",
    projectFolders: [`${root}/work`, `${root}/work/sub`],
    preferences: null,
    download: unreachable,
    ...more,
  });
  if (!result.ok) return describeConfigError(result.error).replaceAll(root, "");
  return result.value.sources.map(({ layer, file }) => `${layer} ${file.replace(root, "")}`);
}

test.each(["etc", "etc/requirements.d"])("a link to what is not there in the place of %s stops", async (folder) => {
  rmSync(`${root}/${folder}`, { recursive: true });
  symlinkSync(`${root}/not-mounted`, `${root}/${folder}`);
  expect(await load()).toBe(`cannot read /${folder}: no such file or folder; mend it or move it away`);
});

test("a folder of the system may be a link", async () => {
  rmSync(`${root}/etc`, { recursive: true });
  write("elsewhere/requirements.toml", "");
  symlinkSync("elsewhere", `${root}/etc`);
  expect(await load()).toEqual(["system /etc/requirements.toml"]);
});

test("nothing anywhere requires nothing", async () => {
  rmSync(`${root}/etc`, { recursive: true });
  expect(await load()).toEqual([]);
});

test("all files are read, the strongest first", async () => {
  for (const path of [
    "etc/requirements.toml",
    "etc/requirements.d/20-b.toml",
    "etc/requirements.d/10-a.toml",
    "etc/requirements.d/notes.txt",
    "work/.codex/requirements.toml",
    "work/sub/.codex/requirements.toml",
    "home/requirements.toml",
  ]) {
    write(path, path.endsWith(".txt") ? "no TOML" : 'allowed_sandbox_modes = ["read-only"]');
  }
  const device = `${root}/device.plist`;
  const coded = Buffer.from('allowed_sandbox_modes = ["read-only"]').toString("base64");
  writeFileSync(device, `<plist><dict><key>requirements_toml_base64</key><data>${coded}</data></dict></plist>`);
  const preferences = { files: [device], read: (file: string) => readFileSync(file, "utf8") };
  expect(await load({ preferences })).toEqual([
    "device /device.plist",
    "system /etc/requirements.toml",
    "system /etc/requirements.d/10-a.toml",
    "system /etc/requirements.d/20-b.toml",
    "project /work/sub/.codex/requirements.toml",
    "project /work/.codex/requirements.toml",
    "user /home/requirements.toml",
  ]);
});

test("the home of assent that is a project's folder counts once, as the user's", async () => {
  write("work/.codex/requirements.toml", 'allowed_sandbox_modes = ["read-only"]');
  expect(await load({ home: `${root}/work/.codex` })).toEqual(["user /work/.codex/requirements.toml"]);
});

test("a file in the place of a project's folder holds nothing", async () => {
  rmSync(`${root}/work/.codex`, { recursive: true });
  write("work/.codex", "");
  expect(await load()).toEqual([]);
});

const BROKEN: readonly [name: string, act: () => void, expected: RegExp][] = [
  [
    "a file that is no TOML",
    () => write("etc/requirements.toml", "= x"),
    /^\/etc\/requirements\.toml:1:1: this is not TOML/,
  ],
  [
    "one of the managed folder",
    () => write("etc/requirements.d/a.toml", "rules = 1"),
    /^\/etc\/requirements\.d\/a\.toml:1:9: rules is 1/,
  ],
  [
    "a project's",
    () => write("work/.codex/requirements.toml", "rules = 1"),
    /^\/work\/\.codex\/requirements\.toml:1:9: /,
  ],
  [
    "a folder in its place",
    () => mkdirSync(`${root}/etc/requirements.toml`),
    /^cannot read \/etc\/requirements\.toml: it is a folder/,
  ],
  [
    "a link to nothing",
    () => symlinkSync("/nowhere", `${root}/home/requirements.toml`),
    /^cannot read \/home\/requirements\.toml: it is a symbolic link/,
  ],
  [
    "bytes that are no text",
    () => writeFileSync(`${root}/etc/requirements.toml`, Buffer.from([0xff])),
    /it is not UTF-8 text/,
  ],
  [
    "a name that is no text",
    () =>
      writeFileSync(
        Buffer.concat([Buffer.from(`${root}/etc/requirements.d/`), Buffer.from([0xff]), Buffer.from(".toml")]),
        "",
      ),
    /^cannot read \/etc\/requirements\.d\/.*: its name is not UTF-8; /,
  ],
  [
    "a managed folder that is none",
    () => {
      rmSync(`${root}/etc/requirements.d`, { recursive: true });
      write("etc/requirements.d", "");
    },
    /^cannot read \/etc\/requirements\.d: a part of the path is no folder/,
  ],
  [
    "a bundle that is set up wrongly",
    () => write("etc/bundle.toml", 'url = "http://x"'),
    /^\/etc\/bundle\.toml:1:7: url is "http:\/\/x"/,
  ],
  [
    "a bundle that cannot be had",
    () =>
      write("etc/bundle.toml", `url = "https://x.example/b"\npublic_key = "${Buffer.alloc(32).toString("base64")}"`),
    /^the requirements of https:\/\/x\.example\/b cannot be had, and nothing runs without them: there is no network$/,
  ],
];
test.each(BROKEN)("%s stops every start", async (_name, act, expected) => {
  act();
  expect(await load()).toEqual(expect.stringMatching(expected));
});

test.skipIf(process.getuid?.() === 0)("a file that may not be read stops every start", async () => {
  write("etc/requirements.toml", "");
  chmodSync(`${root}/etc/requirements.toml`, 0);
  expect(await load()).toBe("cannot read /etc/requirements.toml: permission denied; mend it or move it away");
});

async function start(
  addDirs: readonly string[] = [],
  overrides: readonly string[] = [],
): Promise<readonly unknown[] | string> {
  const cwd = `${root}/work`;
  const places = { home: `${root}/home`, userHome: "/home/you", cwd, systemFolder: `${root}/etc` };
  const loaded = await loadConfig({ ...places, overrides, flags: NO_FLAGS, surface: "run" });
  if (!loaded.ok) return describeConfigError(loaded.error).replaceAll(root, "");
  const opened = openAllowed({ cwd, addDirs, env: {}, loaded: loaded.value });
  if (!opened.ok) return describeConfigError(opened.error).replaceAll(root, "");
  const { settings } = opened.value;
  return [settings.sandboxMode, ...settings.notices.map((notice) => describeNotice(notice).replaceAll(root, ""))];
}

const PROFILE = (rest: string): string => `default_permissions = "x"\n[permissions.x]\n${rest}`;
const WIDE = PROFILE('[permissions.x.filesystem]\n":root" = "write"\n');
const NOTICE = "which /etc/requirements.toml:1:25 (system) does not allow";
const STARTS: readonly [name: string, user: string, modes: readonly string[], ...expected: string[]][] = [
  [
    "a profile that opens what is allowed",
    PROFILE('extends = ":workspace"'),
    ["read-only", "workspace-write"],
    "workspace-write",
  ],
  [
    "a profile that opens the workspace",
    PROFILE('extends = ":workspace"'),
    ["read-only"],
    "read-only",
    `sandbox_mode is read-only instead of workspace-write, ${NOTICE}`,
  ],
  [
    "a profile that opens everything by another name",
    WIDE,
    ["read-only", "workspace-write"],
    "read-only",
    `sandbox_mode is workspace-write instead of danger-full-access, ${NOTICE}`,
  ],
  [
    "a further root that is everything",
    '[sandbox_workspace_write]\nwritable_roots = ["/"]',
    ["read-only", "workspace-write"],
    "workspace-write",
    `sandbox_mode is workspace-write instead of danger-full-access, ${NOTICE}`,
  ],
  [
    "lists of one's own",
    '[permission_profile.filesystem]\nwrite = ["/"]',
    ["read-only", "workspace-write"],
    "read-only",
    `sandbox_mode is workspace-write instead of danger-full-access, ${NOTICE}`,
  ],
];
test.each(STARTS)("%s cannot slip through", async (_name, user, modes, ...expected) => {
  write("etc/requirements.toml", `allowed_sandbox_modes = ${JSON.stringify(modes)}`);
  write("home/config.toml", user);
  expect(await start()).toEqual(expected);
});

test("nor can a folder that is typed, or a profile", async () => {
  write("etc/requirements.toml", 'allowed_sandbox_modes = ["read-only", "workspace-write"]');
  expect(await start(["/"])).toBe(
    "--add-dir: sandbox_mode danger-full-access is not allowed: /etc/requirements.toml:1:25 (system) allows read-only, workspace-write",
  );
  write("home/config.toml", WIDE.replace('default_permissions = "x"\n', 'default_permissions = ":read-only"\n'));
  expect(await start([], ["default_permissions=x"])).toBe(
    "-c default_permissions=x: sandbox_mode danger-full-access is not allowed: " +
      "/etc/requirements.toml:1:25 (system) allows read-only, workspace-write",
  );
});

test("a denied host needs a sandbox, also where everything may be written", async () => {
  write("home/config.toml", 'sandbox_mode = "danger-full-access"');
  expect(await start()).toEqual(["danger-full-access"]);
  write("etc/requirements.toml", '[experimental_network.domains]\n"bad.example" = "deny"');
  expect(await start()).toEqual(["workspace-write"]);
});

test("what nobody may read is closed with all in it, however deep it is opened and by whatever link", async () => {
  mkdirSync(`${root}/secret/sub`, { recursive: true });
  symlinkSync(`${root}/secret`, `${root}/link`);
  write("etc/requirements.toml", `[permissions.filesystem]\ndeny_read = ["${root}/link"]`);
  write(
    "home/config.toml",
    PROFILE(`[permissions.x.filesystem]\n":root" = "read"\n"${root}/secret/sub" = "write"\n"${root}/secret" = "read"`),
  );
  const cwd = `${root}/work`;
  const places = { home: `${root}/home`, userHome: "/home/you", cwd, systemFolder: `${root}/etc` };
  const loaded = await loadConfig({ ...places, overrides: [], flags: NO_FLAGS, surface: "run" });
  const opened = loaded.ok
    ? openAllowed({ cwd, addDirs: [`${root}/secret/sub`], env: {}, loaded: loaded.value })
    : loaded;
  expect(opened.ok && opened.value.opened).toEqual({
    mode: "read-only",
    roots: [],
    named: [],
    kept: [],
    readable: "everything",
    denied: { paths: [`${root}/secret`], globs: [] },
    network: "none",
    sockets: [],
  });
});
