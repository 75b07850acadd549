/** Settings that Codex was asked about; `$ROOT` is the folder they lie in. */

const USER = "home/config.toml";
const PROJECT = "ws/.codex/config.toml";
const DEEP = "ws/sub/.codex/config.toml";
const SYSTEM = "system/config.toml";
const MANAGED = "system/managed_config.toml";
const mark = (level, path = "ws") => `[projects."$ROOT/${path}"]\ntrust_level = "${level}"\n`;
const TRUSTED = mark("trusted");
const UNTRUSTED = mark("untrusted");

const one = (name, user, { files = {}, ...more } = {}) => ({
  name,
  files: { ...(user === null ? {} : { [USER]: user }), ...files },
  ...more,
});

/** Values of one key, each in the user's file and typed. */
function values(key, list) {
  return list.flatMap((value) => [
    one(`${key} = ${value} in the user's file`, `${key} = ${value}\n`),
    one(`${key} = ${value} in the user's file of a trusted project`, `${key} = ${value}\n${TRUSTED}`),
    one(`${key} = ${value} typed`, null, { args: ["-c", `${key}=${value}`] }),
  ]);
}

/** The same key in two layers; the stronger first. */
function pairs(key, strong, weak) {
  const places = {
    managed: (value) => ({ files: { [MANAGED]: `${key} = ${value}\n` } }),
    typed: (value) => ({ args: ["-c", `${key}=${value}`] }),
    project: (value) => ({ files: { [PROJECT]: `${key} = ${value}\n` } }),
    user: (value) => ({ files: { [USER]: `${key} = ${value}\n${TRUSTED}` } }),
    system: (value) => ({ files: { [SYSTEM]: `${key} = ${value}\n` } }),
  };
  const names = Object.keys(places);
  return names.flatMap((first, at) =>
    names.slice(at + 1).map((second) => {
      const [a, b] = [places[first](strong), places[second](weak)];
      const files = { [USER]: TRUSTED, ...b.files, ...a.files };
      return { name: `${key}: ${first} over ${second}`, files, args: a.args ?? b.args ?? [] };
    }),
  );
}

const GRANULAR = "{ granular = { sandbox_approval = true, rules = false, mcp_elicitations = true } }";
const LOOSE = 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n';
const TIGHT = 'sandbox_mode = "read-only"\n';

export const CASES = [
  one("nothing set", null),
  one("nothing set, no repository", null, { git: [] }),
  one("nothing set, trusted", TRUSTED),
  one("nothing set, untrusted", UNTRUSTED),
  one("trusted without a repository", TRUSTED, { git: [] }),
  one("trusted root, below it", TRUSTED, { cwd: "ws/sub" }),
  one("untrusted root, below it", UNTRUSTED, { cwd: "ws/sub" }),
  one("trusted folder above a repository", mark("trusted", "."), {}),
  one("trusted folder above, no repository", mark("trusted", "."), { git: [] }),
  one("trusted folder in a repository that is not", mark("trusted", "ws/sub"), { cwd: "ws/sub" }),
  one("untrusted folder in a trusted repository", `${TRUSTED}${mark("untrusted", "ws/sub")}`, { cwd: "ws/sub" }),
  one("trusted folder in an untrusted repository", `${UNTRUSTED}${mark("trusted", "ws/sub")}`, { cwd: "ws/sub" }),
  one("trust by a typed setting", null, { args: ["-c", 'projects={"$ROOT/ws"={trust_level="trusted"}}'] }),
  one("trust by the project's own file", null, { files: { [PROJECT]: TRUSTED } }),
  one("trust by the system's file", null, { files: { [SYSTEM]: TRUSTED } }),
  ...values("approval_policy", [
    '"untrusted"',
    '"unless-trusted"',
    '"on-request"',
    '"on-failure"',
    '"never"',
    GRANULAR,
  ]),
  ...values("sandbox_mode", ['"read-only"', '"workspace-write"', '"danger-full-access"']),
  ...values("approvals_reviewer", ['"user"', '"auto_review"', '"guardian_subagent"']),
  one("untrusted, with a policy", `approval_policy = "never"\n${UNTRUSTED}`),
  one("untrusted, with a mode", `sandbox_mode = "danger-full-access"\n${UNTRUSTED}`),
  one("untrusted, with a typed policy", UNTRUSTED, { args: ["-c", 'approval_policy="never"'] }),
  ...pairs("approval_policy", '"never"', '"on-request"'),
  ...pairs("sandbox_mode", '"danger-full-access"', '"read-only"'),
  ...pairs("sandbox_workspace_write.network_access", "true", "false"),
  ...pairs("sandbox_workspace_write.writable_roots", '["/srv/a"]', '["/srv/b"]'),
  one("a trusted project's file, loose", TRUSTED, { files: { [PROJECT]: LOOSE } }),
  one("a trusted project's file, tight", TRUSTED, { files: { [PROJECT]: TIGHT } }),
  one("an unknown project's file, loose", null, { files: { [PROJECT]: LOOSE } }),
  one("an unknown project's file, tight", 'sandbox_mode = "workspace-write"\n', { files: { [PROJECT]: TIGHT } }),
  one("an untrusted project's file, loose", UNTRUSTED, { files: { [PROJECT]: LOOSE } }),
  one("the nearest folder of a project", TRUSTED, {
    files: { [PROJECT]: 'approval_policy = "never"\n', [DEEP]: 'approval_policy = "on-request"\n' },
    cwd: "ws/sub",
  }),
  one("folders of a project together", TRUSTED, { files: { [PROJECT]: LOOSE, [DEEP]: TIGHT }, cwd: "ws/sub" }),
  one("a folder of a project that is not on the way", TRUSTED, { files: { [DEEP]: LOOSE } }),
  one(
    "a table in two layers",
    `[sandbox_workspace_write]\nnetwork_access = true\nexclude_slash_tmp = true\n${TRUSTED}`,
    {
      files: { [PROJECT]: '[sandbox_workspace_write]\nwritable_roots = ["out"]\nexclude_slash_tmp = false\n' },
    },
  ),
  one(
    "roots from the folder of their file",
    `[sandbox_workspace_write]\nwritable_roots = ["a", "/b", "~/c"]\n${TRUSTED}`,
  ),
  one("roots typed", TRUSTED, { args: ["-c", 'sandbox_workspace_write.writable_roots=["a", "/b"]'] }),
  one(
    "all of workspace-write",
    `[sandbox_workspace_write]
network_access = true
exclude_tmpdir_env_var = true
exclude_slash_tmp = true
writable_roots = []
${TRUSTED}`,
  ),
  one(
    "workspace-write's table beside read-only",
    `sandbox_mode = "read-only"\n[sandbox_workspace_write]\nnetwork_access = true\n`,
  ),
  one("later of two typed", null, { args: ["-c", 'approval_policy="on-request"', "-c", 'approval_policy="never"'] }),
  one("typed without quotes", null, { args: ["-c", "sandbox_mode=read-only"] }),
  one("a typed key that is none", null, { args: ["-c", "aproval_policy=never"] }),
  one("a key that is none", 'aproval_policy = "never"\n'),
  one("a value that is none", 'approval_policy = "sometimes"\n'),
  one("a value of a wrong type", "approval_policy = 5\n"),
  one("no TOML", "approval_policy = \n"),
  one("no TOML in a project", TRUSTED, { files: { [PROJECT]: "a = = 1\n" } }),
  one("no TOML in an unknown project", null, { files: { [PROJECT]: "a = = 1\n" } }),
  one(
    "a granular policy with a key that is none",
    "approval_policy = { granular = { sandbox_approval = true, rules = true, mcp_elicitations = true, x = true } }\n",
  ),
  one("a granular policy with a key missing", "approval_policy = { granular = { sandbox_approval = true } }\n"),
  one("an old name of the reviewer", "guardian_approval = true\n"),
  one("an old name of the reviewer among the features", "[features]\nguardian_approval = true\n"),
  one("a profile in a table", 'profile = "work"\n[profiles.work]\napproval_policy = "never"\n'),
];
