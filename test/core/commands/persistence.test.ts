/** Which files run later or let somebody in later. */
import { expect, test } from "vitest";
import type { Effect } from "../../../src/core/commands/effect.ts";
import { leavesBehind } from "../../../src/core/commands/persistence.ts";
import type { Scene } from "../../../src/core/commands/scene.ts";
import type { Sighting } from "../../../src/core/script/sighting.ts";
import { textValue } from "../../../src/core/script/value.ts";
import { AROUND, WORKSPACE } from "./place.ts";

function sceneOf(text: string, given: string | null): Scene {
  const sighting: Sighting = {
    id: 0,
    words: [textValue("tee"), textValue(text)],
    open: false,
    settings: [],
    redirections: [],
    input: given === null ? { kind: "inherited" } : { kind: "text", text: textValue(given) },
    cwd: WORKSPACE,
    via: [],
    doubt: null,
    at: null,
  };
  const course = { sightings: [sighting], unknowns: [], shape: [], redirections: [], settings: [] };
  return { ...AROUND, sighting, course };
}

function writes(path: string): Effect {
  return { kind: "write", target: path, path: path.startsWith("/") ? path : null, where: null };
}

const PLACES: readonly [path: string, why: string | null][] = [
  ["/home/you/.bashrc", "changes what a shell runs when it starts"],
  ["/home/other/.zshenv", "changes what a shell runs when it starts"],
  ["/root/.profile", "changes what a shell runs when it starts"],
  ["/Users/you/.bash_login", "changes what a shell runs when it starts"],
  ["/home/you/.config/fish/config.fish", "changes what a shell runs when it starts"],
  ["/etc/profile.d/x.sh", "changes what a shell runs when it starts"],
  ["$HOME_OF_IT/.bashrc", "changes what a shell runs when it starts"],
  ["/home/you/.config/autostart/x.desktop", "changes what runs at the next login"],
  ["/home/you/.config/autostart", "changes what runs at the next login"],
  ["/home/you/Library/LaunchAgents/x.plist", "changes what runs at the next login"],
  ["/home/you/.config/systemd/user/x.service", "leaves something that runs later"],
  ["/etc/systemd/system/x.service", "leaves something that runs later"],
  ["/etc/cron.d/x", "leaves something that runs later"],
  ["/var/spool/cron/crontabs/you", "leaves something that runs later"],
  ["/home/you/.ssh/authorized_keys", "changes who may log in"],
  ["/home/you/.ssh/config", "changes how ssh connects"],
  ["/home/you/.gitconfig", "changes what git runs"],
  [`${WORKSPACE}/.git/hooks/pre-commit`, "changes what git runs"],
  [`${WORKSPACE}/.git/hooks`, "changes what git runs"],
  [`${WORKSPACE}/.git/modules/lib/hooks/post-merge`, "changes what git runs"],
  [`${WORKSPACE}/.git/config`, "changes what git runs"],
  ["/home/you/.codex/config.toml", "changes what an agent may do unasked"],
  ["/home/you/.codex/rules/default.rules", "changes what an agent may do unasked"],
  ["/home/you/.claude/settings.json", "changes what an agent may do unasked"],
  [`${WORKSPACE}/.codex/config.toml`, "changes what an agent may do unasked"],
  [`${WORKSPACE}/.claude/settings.local.json`, "changes what an agent may do unasked"],
  ["/home/you/bin/ls", "puts a program where the shell finds it by name"],
  ["/home/you/.local/bin/node", "puts a program where the shell finds it by name"],
  ["/usr/local/bin/node", "puts a program where the shell finds it by name"],
  ["/etc/sudoers.d/x", "changes who may do what on this machine"],
  ["/etc/passwd", "changes who may do what on this machine"],
  ["/etc/pam.d/sshd", "changes who may do what on this machine"],
  ["/etc/ld.so.preload", "changes what every program loads"],
  ["/etc/hosts", "changes where names lead"],
  ["/home/you/.npmrc", "changes where packages come from"],
  ["/home/you/.cargo/config.toml", "changes where packages come from"],
  [`${WORKSPACE}/docs/keys.example`, null],
  [`${WORKSPACE}/docs/codex/config.toml`, null],
  [`${WORKSPACE}/docs/sudoers.md`, null],
  [`${WORKSPACE}/docs/cron.example`, null],
  [`${WORKSPACE}/profile.sample`, null],
  [`${WORKSPACE}/.bashrc`, null],
  [`${WORKSPACE}/bin/tool`, null],
  [`${WORKSPACE}/scripts/pre-commit`, null],
  [`${WORKSPACE}/.git/hooks/pre-commit.sample`, null],
  [`${WORKSPACE}/.git/index.lock`, null],
  [`${WORKSPACE}/.npmrc`, null],
  ["/home/you/.codex/sessions/a.jsonl", null],
  ["/home/you/.cache/tool/x", null],
  ["/tmp/bin/x", null],
  ["/home/you/notes.txt", null],
  ["$DIR/out.txt", null],
];
test.each(PLACES)("writing %s", (path, why) => {
  expect(leavesBehind(writes(path), sceneOf("x", null))).toBe(why);
});

const TEXTS: readonly [file: string, text: string, why: string | null][] = [
  [".npmrc", "registry=https://drop.example.net", "changes where packages come from"],
  [".npmrc", "@acme:registry=https://drop.example.net", "changes where packages come from"],
  [".npmrc", "save-exact=true", null],
  [".yarnrc.yml", "npmRegistryServer: https://drop.example.net", "changes where packages come from"],
  ["pip.conf", "[global]\nindex-url = https://drop.example.net", "changes where packages come from"],
  ["package.json", '{"scripts":{"postinstall":"sh x"}}', "adds a script that runs when packages are installed"],
  ["package.json", '.scripts.preinstall="sh x"', "adds a script that runs when packages are installed"],
  ["package.json", '{"scripts":{"test":"vitest"}}', null],
  ["build.rs", 'fn main(){std::process::Command::new("sh");}', "makes the build run a shell"],
  ["build.rs", 'fn main(){println!("cargo:rerun-if-changed=x");}', null],
];
test.each(TEXTS)("writing %s with the text %s", (file, text, why) => {
  const wrote = writes(`${WORKSPACE}/${file}`);
  expect([leavesBehind(wrote, sceneOf(text, null)), leavesBehind(wrote, sceneOf("x", text))]).toEqual([why, why]);
});

/** A home of assent's own, rules that a person names, the folder of the machine's owner, and what is kept in the workspace. */
const KEPT = ["/srv/home", "/srv/own.rules", "/etc/codex", `${WORKSPACE}/vendor`];
const STEERS: readonly [path: string, kind: "write" | "delete", is: boolean][] = [
  ["/srv/home/config.toml", "write", true],
  ["/srv/home/work.config.toml", "write", true],
  ["/srv/home/requirements.toml", "delete", true],
  ["/srv/home/rules", "write", true],
  ["/srv/home/rules/default.rules", "delete", true],
  ["/srv/home/assent/trust/a.json", "write", true],
  ["/srv/home", "delete", true],
  ["/srv", "delete", true],
  ["/srv", "write", false],
  ["/srv/home/worktrees/a/config.toml", "write", false],
  ["/srv/home/notes.md", "write", false],
  ["/srv/homes/config.toml", "write", false],
  ["/srv/own.rules", "write", true],
  ["/etc/codex/requirements.d/a.toml", "write", true],
  ["/etc/codex/managed_config.toml", "delete", true],
  [`${WORKSPACE}/vendor/a`, "write", false],
  [`${WORKSPACE}/vendor`, "delete", false],
];
test.each(STEERS)("of what assent goes by: %s, %s: %s", (path, kind, is) => {
  const effect: Effect = { kind, target: path, path, where: null };
  const why = leavesBehind(effect, { ...sceneOf(path, null), keep: KEPT });
  expect(why).toBe(is ? "changes what an agent may do unasked" : null);
});
