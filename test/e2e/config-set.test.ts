/** The built program: settings changed, presets chosen, by several at once and at a terminal. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { MAIN, makePlace, type Place } from "./place.ts";
import { Tmux } from "./tmux.ts";

const places: Place[] = [];
afterAll(() => places.forEach((place) => place.remove()));

function make(config = ""): Place {
  const place = makePlace();
  places.push(place);
  place.put({ "home/config.toml": config });
  return place;
}

/** As little as git takes for a repository's head. */
function repositoryAt(folder: string): void {
  mkdirSync(`${folder}/.git`);
  writeFileSync(`${folder}/.git/HEAD`, "");
}

const read = ({ home }: Place): string => readFileSync(`${home}/config.toml`, "utf8");

test("what is set holds at once, and what is taken out no longer", () => {
  const place = make("# mine\napproval_policy = 'never' # for now\n");
  const set = place.assent(["config", "set", "approval_policy", "untrusted"]);
  expect([set.status, set.stderr]).toEqual([0, ""]);
  expect(read(place)).toBe('# mine\napproval_policy = "untrusted" # for now\n');
  const policy = (): string => place.assent(["config", "show", "approval_policy"]).stdout.trim();
  expect(policy()).toBe('approval_policy  "untrusted"');
  expect(place.assent(["config", "unset", "approval_policy"]).status).toBe(0);
  expect([read(place), policy()]).toEqual(["# mine\n", 'approval_policy  "on-request"']);
});

test("nothing is written that would stop every start", () => {
  const place = make("# mine\n");
  const set = place.assent(["config", "set", "mcp_servers.x.enabled", "true"]);
  expect([set.status, set.stdout, read(place)]).toEqual([78, "", "# mine\n"]);
  expect(set.stderr).toContain("assent: config set: mcp_servers.x is ");
});

test("a broken file is mended, and one that is broken elsewhere is left", () => {
  const place = make("sandbox_mode = 'x'\n");
  const other = place.assent(["config", "set", "model", "x"]);
  expect([other.status, read(place)]).toEqual([78, "sandbox_mode = 'x'\n"]);
  expect(other.stderr).toContain(`assent: ${place.home}/config.toml:1:16: sandbox_mode is "x", but must be one of`);
  expect(place.assent(["config", "set", "sandbox_mode", "read-only"]).status).toBe(0);
  expect(read(place)).toBe('sandbox_mode = "read-only"\n');
});

test("a project's file is written in the project, and says where it does not count", () => {
  const place = make();
  repositoryAt(place.work);
  mkdirSync(`${place.work}/sub`);
  const args = ["config", "set", "--project", "-C", "sub", "approval_policy", "never"];
  const set = place.assent(args);
  const file = `${place.work}/.codex/config.toml`;
  expect([set.status, set.stdout]).toEqual([0, `${file}: approval_policy = "never", was not set\n`]);
  expect(readFileSync(file, "utf8")).toBe('approval_policy = "never"\n');
  expect([read(place), existsSync(`${place.work}/sub/.codex`)]).toEqual(["", false]);
  const loose = place.assent(["config", "set", "--project", "sandbox_mode", "danger-full-access"]);
  expect(loose.stderr).toBe(
    [
      `assent: ${place.work} is not trusted, so this does not count: sandbox_mode in .codex/config.toml; to look at it: assent trust show\n`,
      'assent: here sandbox_mode = "workspace-write" all the same (default)\n',
    ].join(""),
  );
});

test("no link in a project leads to a person's own settings", () => {
  const place = make("# mine\n");
  repositoryAt(place.work);
  mkdirSync(`${place.work}/.codex`);
  symlinkSync(`${place.home}/config.toml`, `${place.work}/.codex/config.toml`);
  const set = place.assent(["config", "set", "--project", "sandbox_mode", "danger-full-access"]);
  expect([set.status, set.stdout, read(place)]).toEqual([64, "", "# mine\n"]);
  expect(set.stderr).toContain(`leads out of the project, to ${place.home}/config.toml: change it there`);
});

test("a person's own settings are no project's, where the home folder is one", () => {
  const place = make();
  repositoryAt(place.root);
  place.put({ ".codex/config.toml": "# mine\n" });
  const set = place.assent(["config", "set", "--project", "-C", place.root, "model", "x"]);
  expect([set.status, readFileSync(`${place.root}/.codex/config.toml`, "utf8")]).toEqual([64, "# mine\n"]);
  expect(set.stderr).toContain(`${place.root}/.codex/config.toml is your own file: leave --project out`);
});

test("several that set at once all count", async () => {
  const place = make("# mine\n");
  const names = ["a", "b", "c", "d", "e", "f"];
  const env = { PATH: process.env["PATH"] ?? "", HOME: place.root, ASSENT_HOME: place.home };
  const done = names.map((name) => {
    const args = [MAIN, "config", "set", `projects."/${name}".trust_level`, "trusted"];
    const child = spawn(process.execPath, args, { cwd: place.work, env, stdio: "ignore" });
    return new Promise((resolve) => child.on("close", resolve));
  });
  expect(await Promise.all(done)).toEqual(names.map(() => 0));
  const lines = read(place).split("\n");
  expect(lines.filter((line) => line.startsWith("[")).toSorted()).toEqual(names.map((name) => `[projects."/${name}"]`));
});

test("a preset that a requirement forbids is not written", () => {
  const place = make("# mine\n");
  place.put({ "home/requirements.toml": 'allowed_approval_policies = ["untrusted", "on-request"]\n' });
  const chosen = place.assent(["preset", "full-access", "--yes"]);
  expect([chosen.status, chosen.stdout, read(place)]).toEqual([78, "", "# mine\n"]);
  expect(chosen.stderr).toContain(`${place.home}/requirements.toml:1:`);
});

test.each([
  ["yes", 0, 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n'],
  ["y", 76, ""],
])("full access at a terminal is meant by yes alone: %s", async (answer, status, text) => {
  const place = make();
  const tmux = new Tmux(100, 20, { ASSENT_HOME: place.home });
  try {
    tmux.type(`'${process.execPath}' '${MAIN}' preset full-access > /dev/null 2>&1; echo "status $?"`);
    tmux.key("Enter");
    await tmux.shows("Type yes if you mean it:");
    tmux.type(answer);
    tmux.key("Enter");
    await tmux.showsLine(`status ${status}`);
    expect(read(place)).toBe(text);
  } finally {
    tmux.close();
  }
});
