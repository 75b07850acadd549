/** Which folders the settings of workspace-write open. */
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeConfigError } from "../../src/core/config/error.ts";
import { settingsOf } from "../../src/core/config/join-layers.ts";
import type { Layer, WorkspaceWrite } from "../../src/core/config/settings.ts";
import { DEFAULT_ENVIRONMENT } from "../../src/core/permissions/environment.ts";
import { type Bounds, MODE_ONLY, type Workspace } from "../../src/core/permissions/permissions.ts";
import { startFilesIn } from "../../src/core/permissions/workspace-files.ts";
import { type WorkspaceWanted, workspaceOf } from "../../src/effects/workspace.ts";
import { newWorld } from "./world.ts";

const { ws, out, home } = newWorld();
mkdirSync(`${ws}/deep`);
mkdirSync(`${home}/rules`);
mkdirSync(`${home}/worktrees`);
symlinkSync(ws, `${out}/link`);
symlinkSync(home, `${out}/home-link`);
const TMP = realpathSync("/tmp");

const USER_HOME = `${out}/person`;
for (const folder of [".ssh", ".password-store", ".kube/cache", ".aws"])
  mkdirSync(`${USER_HOME}/${folder}`, { recursive: true });
for (const name of ["work", "work.pub", "config"]) writeFileSync(`${USER_HOME}/.ssh/${name}`, "x");
writeFileSync(`${USER_HOME}/.npmrc`, "//registry.example.com/:_authToken=npm_x\n");
writeFileSync(`${USER_HOME}/.yarnrc`, 'registry "https://registry.example.com"\n');

/** What only differs from the defaults; the temporary folders are left out unless they are asked for. */
type Wanted = Partial<Omit<WorkspaceWanted, "settings">> & {
  readonly say?: Partial<WorkspaceWrite>;
  readonly layers?: readonly Layer[];
};

const NO_TMP = { excludeSlashTmp: true, excludeTmpdirEnvVar: true };

function opened({ say, layers = [], ...wanted }: Wanted): Workspace {
  const settings = settingsOf([{ workspaceWrite: { ...NO_TMP, ...say } }, ...layers]);
  if (!settings.ok) throw new Error(describeConfigError(settings.error));
  const workspace = workspaceOf({
    cwd: ws,
    addDirs: [],
    env: {},
    home,
    userHome: USER_HOME,
    own: [],
    cores: 2,
    settings: settings.value,
    ...wanted,
  });
  if (!workspace.ok) throw new Error(workspace.error.kind);
  return workspace.value;
}

const ROOTS: readonly [name: string, wanted: Wanted, roots: readonly string[]][] = [
  ["the workspace alone", {}, [ws]],
  ["what has become a link since it was resolved, as it was", { cwd: `${out}/link` }, [`${out}/link`]],
  ["/tmp", { say: { excludeSlashTmp: false } }, [ws, TMP]],
  ["$TMPDIR", { say: { excludeTmpdirEnvVar: false }, env: { TMPDIR: out } }, [ws, out]],
  ["no $TMPDIR", { say: { excludeTmpdirEnvVar: false } }, [ws]],
  ["an empty $TMPDIR", { say: { excludeTmpdirEnvVar: false }, env: { TMPDIR: "" } }, [ws]],
  ["a relative $TMPDIR", { say: { excludeTmpdirEnvVar: false }, env: { TMPDIR: "tmp" } }, [ws]],
  ["$TMPDIR that is the whole disk", { say: { excludeTmpdirEnvVar: false }, env: { TMPDIR: "/" } }, [ws]],
  [
    "further folders, links resolved, each once",
    { addDirs: [`${out}/link/deep`], say: { writableRoots: [out, `${ws}/deep`] } },
    [ws, `${ws}/deep`, out],
  ],
  ["a folder that does not exist", { say: { writableRoots: [`${ws}/none`] } }, [ws]],
  ["the whole disk, if it is only where the command starts", { cwd: "/" }, []],
  ["the whole disk, if it is named", { cwd: "/", say: { writableRoots: ["/"] } }, ["/"]],
  ["folders that the kernel makes up", { say: { writableRoots: ["/proc/sys", "/sys", "/proc"] } }, [ws]],
  ["assent's own folder", { cwd: home }, []],
  ["what assent keeps there", { cwd: `${home}/rules` }, []],
  ["another folder in it", { cwd: `${home}/worktrees` }, [`${home}/worktrees`]],
  [
    "full access with a limit, which only a sandbox holds",
    { layers: [{ sandboxMode: "danger-full-access", limits: { memory: 1024 } }] },
    ["/"],
  ],
  ["full access, for what workspace-write would open", { layers: [{ sandboxMode: "danger-full-access" }] }, [ws]],
  ["the mode read-only, for what workspace-write would open", { layers: [{ sandboxMode: "read-only" }] }, [ws]],
];
test.each(ROOTS)("the roots with %s", (_name, wanted, roots) => {
  const { keep, roots: found } = opened(wanted);
  expect({ keep, found }).toEqual({ keep: [home], found: roots });
});

test("the real places of assent's own files stay read-only, and are no workspace", () => {
  const { roots, keep } = opened({ addDirs: [`${ws}/deep`], own: [`${home}/rules`, `${ws}/deep`] });
  expect({ roots, keep }).toEqual({ roots: [ws], keep: [home, `${ws}/deep`] });
});

const HOMES: readonly [name: string, home: string, kept: string][] = [
  ["a link", `${out}/home-link`, home],
  ["missing, below a link", `${out}/link/a/b`, `${ws}/a/b`],
  ["missing at the top", "/no-such-home", "/no-such-home"],
];
test.each(HOMES)("assent's own folder stays read-only if it is %s", (_name, folder, kept) => {
  expect(opened({ home: folder }).keep).toEqual([kept]);
});

test("bounds hold what the settings say and what is withheld by default", () => {
  const { network, sockets, readable, limits, git, environment, guarded } = opened({}).bounds;
  expect({ network, sockets, readable, limits, git, environment, guarded }).toEqual({
    network: "none",
    sockets: [],
    readable: "everything",
    limits: { processes: 256, memory: null, fileSize: null },
    git: "steps",
    environment: DEFAULT_ENVIRONMENT,
    guarded: { workspaceFiles: true, paths: startFilesIn(USER_HOME) },
  });
});

const BOUNDS: readonly [name: string, wanted: Wanted, expected: Partial<Bounds>][] = [
  ["an open network", { say: { networkAccess: true } }, { network: "open" }],
  [
    "no network in read-only, whatever workspace-write has",
    { say: { networkAccess: true }, layers: [{ sandboxMode: "read-only" }] },
    { network: "none" },
  ],
  ["more processes on more processors", { cores: 8 }, { limits: { processes: 512, memory: null, fileSize: null } }],
  [
    "a limit of one's own",
    { cores: 8, layers: [{ limits: { processes: 10, memory: 1024 } }] },
    { limits: { processes: 10, memory: 1024, fileSize: null } },
  ],
  [
    "no limit",
    { layers: [{ limits: { processes: null } }] },
    { limits: { processes: null, memory: null, fileSize: null } },
  ],
  [
    "a variable whose value is a secret",
    { env: { DATABASE_URL: "db://a:b@db.example.com", REDIS_URL: "redis://localhost" } },
    { environment: { ...DEFAULT_ENVIRONMENT, scrub: [...DEFAULT_ENVIRONMENT.scrub, "DATABASE_URL"] } },
  ],
  ["git for all commands", { say: { git: "commit" } }, { git: "commit" }],
  [
    "files of the workspace left alone",
    { say: { workspaceFiles: "writable" } },
    { guarded: { workspaceFiles: false, paths: startFilesIn(USER_HOME) } },
  ],
];
test.each(BOUNDS)("bounds with %s", (_name, wanted, expected) => {
  expect(opened(wanted).bounds).toEqual({ ...opened({}).bounds, ...expected });
});

const STORES: readonly [name: string, wanted: Wanted, path: string, hidden: boolean][] = [
  ["a private key of any name is", {}, `${USER_HOME}/.ssh/work`, true],
  ["a public key is not", {}, `${USER_HOME}/.ssh/work.pub`, false],
  ["settings of ssh are not", {}, `${USER_HOME}/.ssh/config`, false],
  ["a file that does not exist is", {}, `${USER_HOME}/.aws/credentials`, true],
  ["settings of npm with a token are", {}, `${USER_HOME}/.npmrc`, true],
  ["settings of yarn without one are not", {}, `${USER_HOME}/.yarnrc`, false],
  ["the accounts of the machine are", {}, "/etc/shadow", true],
  ["assent's sign-in is", {}, `${home}/auth.json`, true],
  ["what the environment names is", { env: { GNUPGHOME: `${out}/g` } }, `${out}/g/private-keys-v1.d`, true],
  [
    "what the environment names in the workspace is not",
    { env: { GNUPGHOME: `${ws}/g` } },
    `${ws}/g/private-keys-v1.d`,
    false,
  ],
  [
    "settings in a folder of the environment are",
    { env: { XDG_CONFIG_HOME: `${out}/c` } },
    `${out}/c/gh/hosts.yml`,
    true,
  ],
  [
    "nothing is where the list is off",
    { layers: [{ keyStores: { deny: false, add: null, allow: null } }] },
    "/etc/shadow",
    false,
  ],
  [
    "a store that is allowed by name is not",
    { layers: [{ keyStores: { deny: null, add: null, allow: ["npm"] } }] },
    `${USER_HOME}/.npmrc`,
    false,
  ],
  [
    "a path that is allowed is not",
    { layers: [{ keyStores: { deny: null, add: null, allow: [`${USER_HOME}/.aws`] } }] },
    `${USER_HOME}/.aws/credentials`,
    false,
  ],
  ["the workspace is not", { cwd: `${USER_HOME}/.password-store` }, `${USER_HOME}/.password-store`, false],
];
test.each(STORES)("of key stores, %s hidden", (_name, wanted, path, hidden) => {
  expect(opened(wanted).bounds.denied.watched.includes(path)).toBe(hidden);
});

test("more stores are hidden where the list is off, too", () => {
  const add = [{ special: null, path: `${out}/more`, glob: null, access: "deny" }] as const;
  const { denied } = opened({ layers: [{ keyStores: { deny: false, add, allow: null } }] }).bounds;
  expect(denied).toEqual({ paths: [], watched: [`${out}/more`], globs: [] });
});

test("what is allowed inside a store stays readable", () => {
  const allow = [`${USER_HOME}/.kube/cache`];
  expect(opened({ layers: [{ keyStores: { deny: null, add: null, allow } }] }).bounds.readable).toEqual([
    "/",
    allow[0],
  ]);
});

test("what administrators hold everybody to holds outside the sandbox, and nothing does where they hold nothing", () => {
  const settings = settingsOf([{ workspaceWrite: NO_TMP }]);
  if (!settings.ok) throw new Error(describeConfigError(settings.error));
  const holding = (required: Partial<typeof settings.value.sandbox.required>): Workspace["outside"] => {
    const sandbox = { ...settings.value.sandbox, required: { ...settings.value.sandbox.required, ...required } };
    const wanted = { cwd: ws, addDirs: [], env: {}, home, userHome: USER_HOME, own: [], cores: 2 };
    const workspace = workspaceOf({ ...wanted, settings: { ...settings.value, sandbox } });
    if (!workspace.ok) throw new Error(workspace.error.kind);
    return workspace.value.outside;
  };
  const free = { ...MODE_ONLY, network: "open", environment: { ...DEFAULT_ENVIRONMENT, scrub: [], keep: [] } } as const;
  const denied = [{ special: null, path: out, glob: null, access: "deny" }] as const;
  const closed = { enabled: false, allow: [], mayOpen: true, deny: [], isOnly: false, allowLocal: null } as const;
  const nobody = { kind: "hosts", allow: [], deny: [{ host: "*", port: null }], unlisted: "deny" } as const;
  expect(holding({})).toBeUndefined();
  expect(holding({ denied })).toEqual({ ...free, denied: { paths: [out], watched: [], globs: [] } });
  expect(holding({ hosts: [closed] })).toEqual({ ...free, network: nobody });
  expect(holding({ closedSockets: ["/run/x.sock"] })).toEqual(free);
});
