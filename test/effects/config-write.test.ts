/** Settings files on a real disk: whole or not at all. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { afterAll, beforeEach, expect, test } from "vitest";
import { setKey } from "../../src/core/config/edit.ts";
import { appendRoot } from "../../src/effects/append-root.ts";
import { appendTool } from "../../src/effects/append-tool.ts";
import { editConfig } from "../../src/effects/config-write.ts";
import { stampOf } from "../../src/effects/text-file.ts";
import { err, ok, type Result } from "../../src/kit/result.ts";
import { bundle, makeFolder, removeFolder } from "./processes.ts";

const root = makeFolder("config-write");
const script = bundle("set-key", root);
afterAll(() => removeFolder(root));

let [home, file] = ["", ""];
let count = 0;
beforeEach(() => {
  count += 1;
  home = `${root}/${count}`;
  file = `${home}/config.toml`;
  mkdirSync(home);
});

const setModel = (text: string): Result<string | null, string> => setKey(text, ["model"], "x");
const SET = 'model = "x"\n';

test("makes a file that only the person can read, and its folder", async () => {
  expect(await editConfig(home, setModel, `${home}/.codex/config.toml`)).toBe(true);
  expect(readFileSync(`${home}/.codex/config.toml`, "utf8")).toBe(SET);
  expect([statSync(`${home}/.codex`).mode & 0o777, statSync(`${home}/.codex/config.toml`).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
});

test("leaves a file that is as it should be untouched", async () => {
  writeFileSync(file, SET);
  const before = stampOf(statSync(file, { bigint: true }));
  expect(await editConfig(home, setModel)).toBe(false);
  expect(stampOf(statSync(file, { bigint: true }))).toBe(before);
});

test("keeps mode, byte order mark and line ends, and a link with what it leads to", async () => {
  mkdirSync(`${home}/elsewhere`);
  const real = `${home}/elsewhere/settings.toml`;
  writeFileSync(real, "\ufeff# mine\r\n");
  chmodSync(real, 0o640);
  symlinkSync("elsewhere/settings.toml", file);
  expect(await editConfig(home, setModel)).toBe(true);
  expect([lstatSync(file).isSymbolicLink(), readFileSync(real, "utf8"), statSync(real).mode & 0o777]).toEqual([
    true,
    '\ufeff# mine\r\nmodel = "x"\r\n',
    0o640,
  ]);
  expect(readdirSync(`${home}/elsewhere`)).toEqual(["settings.toml"]);
});

test.skipIf(process.getuid?.() !== 0)("keeps the owner", async () => {
  writeFileSync(file, "");
  chownSync(file, 12_345, 23_456);
  await editConfig(home, setModel);
  expect([statSync(file).uid, statSync(file).gid]).toEqual([12_345, 23_456]);
});

test("edits anew what another program changed in between", async () => {
  writeFileSync(file, "a = 1\n");
  const seen: string[] = [];
  await editConfig(home, (text) => {
    seen.push(text);
    // It takes no lock.
    if (seen.length === 1) writeFileSync(file, "b = 2\n");
    return setModel(text);
  });
  expect([seen, readFileSync(file, "utf8")]).toEqual([["a = 1\n", "b = 2\n"], `b = 2\n${SET}`]);
});

test("gives up on a file that never comes to rest", async () => {
  let at = 0;
  const edit = (text: string): Result<string | null, string> => {
    at += 1;
    writeFileSync(file, `a = ${at}\n`);
    return setModel(text);
  };
  await expect(editConfig(home, edit)).rejects.toThrow("another program keeps changing it");
  expect(readFileSync(file, "utf8")).toBe(`a = ${at}\n`);
});

const LARGE = `# ${"x".repeat(1024 * 1024)}`;
test.each<[name: string, make: () => void, edit: typeof setModel, why: string]>([
  ["refused by the edit", () => writeFileSync(file, "a = 1"), () => err("not so"), "not so"],
  ["too large", () => writeFileSync(file, "a = 1"), () => ok(LARGE), "it would be larger than 1048576 bytes"],
  ["a folder", () => mkdirSync(file), setModel, "it is a folder"],
  [
    "a link to nothing",
    () => symlinkSync("gone", file),
    setModel,
    "it is a symbolic link to a file that does not exist",
  ],
  ["no text", () => writeFileSync(file, Buffer.from([0xff, 0x41])), setModel, "it is not UTF-8 text"],
])("leaves alone what is %s", async (_name, make, edit, why) => {
  make();
  await expect(editConfig(home, edit)).rejects.toThrow(why);
  expect(readdirSync(home).toSorted()).toEqual(["assent", "config.toml"]);
});

test("a root is added below what a person wrote, and the file is named where it cannot be", async () => {
  writeFileSync(file, "\ufeff[sandbox_workspace_write] # mine\n");
  await appendRoot(home, "/a b");
  expect(readFileSync(file, "utf8")).toBe('\ufeff[sandbox_workspace_write] # mine\nwritable_roots = ["/a b"]\n');
  writeFileSync(file, "default_permissions = 'x'\n");
  await expect(appendRoot(home, "/a b")).rejects.toThrow(
    `cannot add the folder to ${file}: it chooses a permission profile, which says what may be written: add the folder there`,
  );
});

test("a tool is approved below what a person wrote, and the file is named where it cannot be", async () => {
  writeFileSync(file, "[mcp_servers.kit] # mine\ncommand = 'kit'\n");
  await appendTool(home, { server: "kit", tool: "change" });
  const approved = '[mcp_servers.kit.tools.change]\napproval_mode = "approve"\n';
  expect(readFileSync(file, "utf8")).toBe(`[mcp_servers.kit] # mine\ncommand = 'kit'\n\n${approved}`);
  await expect(appendTool(home, { server: "other", tool: "change" })).rejects.toThrow(
    `cannot approve the tool in ${file}: it does not set up mcp_servers.other: approve the tool where that is done`,
  );
});

/** Runs the writer in mounts of its own, with a copy of the home in `$2`; what it said, and what stands there then. */
function inside(commands: string): string {
  mkdirSync(`${home}.model/rules`, { recursive: true });
  mkdirSync(`${home}.model/assent/locks/config`, { recursive: true });
  mkdirSync(`${home}.model/assent/locks/rules`, { recursive: true });
  writeFileSync(`${home}.model/config.toml`, "# settings\n");
  writeFileSync(`${home}.model/rules/default.rules`, "# rules\n");
  const line = `${commands}; exec "$0" "$1" "$2"`;
  const ran = spawnSync("unshare", ["-m", "sh", "-ec", line, process.execPath, script, home], { encoding: "utf8" });
  return `${ran.stdout}${ran.stderr}`;
}

const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
test.skipIf(!canMount).each([
  ["a disk with room", 'mount -t tmpfs none "$2"; cp -r "$2.model/." "$2"', "written"],
  [
    "a disk without room",
    'mount -t tmpfs -o size=16k none "$2"; cp -r "$2.model/." "$2"; (cat /dev/zero > "$2/fill" || true) 2> /dev/null',
    "no space left on the disk",
  ],
  [
    "a disk that is only read",
    'mount -t tmpfs none "$2"; cp -r "$2.model/." "$2"; mount -o remount,ro "$2"',
    "read-only file system",
  ],
  [
    "files that are only read",
    'cp -r "$2.model/." "$2"; for name in config.toml rules/default.rules; do mount --bind "$2/$name" "$2/$name"; mount -o remount,ro,bind "$2/$name"; done',
    "read-only file system",
  ],
])("says of %s what it is, and leaves the files as they were", (_name, commands, why) => {
  const long = "x".repeat(8192);
  const isWritten = why === "written";
  const rules = isWritten ? why : `cannot add the rule to ${home}/rules/default.rules: ${why}`;
  const added = isWritten ? `prefix_rule(pattern=["tool", "${long}"], decision="allow")\n` : "";
  const files = `# settings\n${isWritten ? `model = "${long}"\n` : ""}# rules\n${added}`;
  expect(inside(commands)).toBe(`${why}\n${rules}\n${files}`);
});
