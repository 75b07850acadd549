/** The built program shows what holds, from real files; and says what it has no word for. */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bypassBanner } from "../../src/surfaces/cli/banner.ts";
import { makePlace } from "./place.ts";

const place = makePlace();
afterAll(place.remove);

const SECRET = "s3cret-value";

beforeAll(() =>
  place.put({
    "home/config.toml": `approval_policy = "on-request"
sandbox_mode = "workspace-write" # as usual
model = "m"

[mcp_servers.docs]
command = "docs"
args = ["--api-key", "${SECRET}"]
env = { A = "${SECRET}" }

[shell_environment_policy.set]
B = "${SECRET}"

[profiles.careful]
approval_policy = "untrusted"
`,
    "home/night.config.toml": 'model = "n"\n',
    "project/.git/HEAD": "ref: refs/heads/main\n",
    "project/.codex/config.toml": 'sandbox_mode = "read-only"\nmodel = "theirs"\n',
    "project/sub/x": "",
  }),
);

type Shown = Readonly<Record<string, { readonly value: unknown; readonly origin: object }>>;

function shown(args: readonly string[], cwd: string): Shown {
  const { status, stdout } = place.assent(["config", "show", "--json", ...args], { cwd });
  expect(status).toBe(0);
  const all: Shown = JSON.parse(stdout);
  return all;
}

const user = (line: number): object => ({ layer: "user", file: `${place.home}/config.toml`, line });

test("each value comes from the strongest layer that says something", () => {
  const all = shown(["-p", "careful", "-c", "model=c"], `${place.root}/project/sub`);
  expect([all["approval_policy"], all["sandbox_mode"], all["model"], all["mcp_servers.docs.command"]]).toEqual([
    { value: "untrusted", origin: { layer: "profile", file: `${place.home}/config.toml`, line: 14 } },
    // Nobody has trusted the project, so its file tightens and does no more.
    { value: "read-only", origin: { layer: "project", file: `${place.root}/project/.codex/config.toml`, line: 1 } },
    { value: "c", origin: { layer: "command-line", file: null, line: null, flag: "-c model" } },
    { value: "docs", origin: user(6) },
  ]);
});

test("flags win, and what nobody sets is a default", () => {
  const all = shown(["--full-auto"], `${place.root}/project`);
  const flag = { layer: "command-line", file: null, line: null, flag: "--full-auto" };
  expect([all["approval_policy"], all["sandbox_mode"], all["model"], all["approvals_reviewer"]]).toEqual([
    { value: "on-request", origin: flag },
    { value: "workspace-write", origin: flag },
    { value: "m", origin: user(3) },
    { value: "user", origin: { layer: "default", file: null, line: null } },
  ]);
});

test("a profile in a file of its own", () => {
  const origin = { layer: "profile", file: `${place.home}/night.config.toml`, line: 1 };
  expect(shown(["-p", "night", "model"], place.work)).toEqual({ model: { value: "n", origin } });
});

test.each([
  [["--json"]],
  [["--origin"]],
  [[]],
  [["-c", `mcp_servers.y={command="y",env={A="${SECRET}"}}`, "--origin"]],
])("no secret is shown with %j", (args) => {
  const { status, stdout, stderr } = place.assent(["config", "show", ...args]);
  expect([status, stdout.includes("[hidden]"), `${stdout}${stderr}`.includes(SECRET)]).toEqual([0, true, false]);
});

const WRONG: readonly (readonly [args: readonly string[], status: number, said: string])[] = [
  [["-c", "sandbox_mode=x"], 78, "sandbox_mode is"],
  [["-p", "nobody"], 78, '-p nobody is "nobody", but must be one of "careful", "night"'],
  [["modle"], 64, "did you mean model?"],
  [["-C", "/nowhere"], 64, "cannot work in /nowhere"],
];
test.each(WRONG)("config show %j", (args, status, said) => {
  const ended = place.assent(["config", "show", ...args]);
  expect([ended.status, ended.stdout]).toEqual([status, ""]);
  expect(ended.stderr).toContain(said);
});

test("a broken file is an error with its place, and nothing is shown", () => {
  place.put({ "broken/config.toml": 'model = "m"\napproval_policy = 5\n' });
  const ended = place.assent(["config", "show"], { env: { ASSENT_HOME: `${place.root}/broken` } });
  expect([ended.status, ended.stdout]).toEqual([78, ""]);
  expect(ended.stderr).toMatch(/^assent: \/.*\/broken\/config\.toml:2:19: approval_policy is 5, but must be [^\n]*\n$/);
});

test("the schema is JSON", () => {
  const { status, stdout } = place.assent(["config", "schema"]);
  expect([status, Object.keys(JSON.parse(stdout))[0]]).toEqual([0, "$schema"]);
});

test("the script for bash can be read by it, with this machine's keys", () => {
  const { stdout } = place.assent(["completion", "bash"]);
  expect(spawnSync("bash", ["-n"], { input: stdout, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  expect(stdout).toContain("sandbox_workspace_write.network_access");
  expect(place.assent(["completion", "profiles"]).stdout).toBe("careful\nnight\n");
});

test("--yolo warns each time", () => {
  const ended = place.assent(["run", "--yolo", "--", "echo", "x"]);
  expect(ended).toEqual({ status: 0, stdout: "x\n", stderr: bypassBanner(null, true) });
});

test.each([
  ["rnu", "did you mean assent run?"],
  ["conifg", "did you mean assent config?"],
])("assent %s", (name, said) => {
  const ended = place.assent([name]);
  expect([ended.status, ended.stdout]).toEqual([64, ""]);
  expect(ended.stderr).toContain(said);
});

test.each([[["help", "config", "show"]], [["config", "show", "--help"]]])("%j", (args) => {
  const ended = place.assent(args);
  expect([ended.status, ended.stdout.split("\n")[0]]).toEqual([0, "Usage: assent config show [OPTION]... [KEY]"]);
});
