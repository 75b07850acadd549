/** What real bash and fish offer with the scripts printed for them; zsh takes its one. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completion, type CompletionIo } from "../../../src/surfaces/cli/completion.ts";

const KEYS = ["approval_policy", "sandbox_mode", "sandbox_workspace_write.git"];
const place = mkdtempSync(`${tmpdir()}/assent-completion-`);
afterAll(() => rmSync(place, { recursive: true, force: true }));

async function call(args: readonly string[]): Promise<{ status: number; out: string; error: string }> {
  const seen = { status: 0, out: "", error: "" };
  const io: CompletionIo = {
    keys: async () => KEYS,
    profiles: async () => ["work", "$(touch x)", "a b", "-x", "night.2"],
    out: (text) => (seen.out += text),
    error: (text) => (seen.error += text),
    colour: () => false,
  };
  seen.status = await completion(args, io);
  return seen;
}

beforeAll(async () => {
  for (const folder of ["bin", "ws/folder", "zsh"]) mkdirSync(`${place}/${folder}`, { recursive: true });
  writeFileSync(`${place}/ws/file.txt`, "");
  writeFileSync(`${place}/bin/assent`, "#!/bin/sh\nprintf '%s\\n' work '$(touch x)'\n", { mode: 0o755 });
  writeFileSync(`${place}/bin/frobnicate`, "#!/bin/sh\n", { mode: 0o755 });
  for (const shell of ["bash", "zsh", "fish"]) writeFileSync(`${place}/${shell}.txt`, (await call([shell])).out);
});

/** What is offered behind the words, of which the last one is begun. */
type Offered = (words: readonly string[]) => readonly string[];

function run(program: string, args: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: `${place}/ws`,
    env: { PATH: `${place}/bin:/usr/bin:/bin`, HOME: place, ZDOTDIR: `${place}/zsh`, TERM: "dumb", LANG: "C.UTF-8" },
    encoding: "utf8",
    input: "",
  });
  expect([status, stderr]).toEqual([0, ""]);
  return [...new Set(stdout.split("\n").filter((line) => line !== ""))].toSorted((a, b) => (a < b ? -1 : 1));
}

// Outside of a key press there is nothing to set options of.
const BASH = `source "$1"; shift; compopt() { :; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _assent; printf '%s\\n' "\${COMPREPLY[@]}"`;
const inBash: Offered = (words) =>
  run("bash", ["--norc", "-c", BASH, "bash", `${place}/bash.txt`, ...words.flatMap(partedAtEquals)]);
const partedAtEquals = (word: string): readonly string[] => (word.startsWith("--") ? word.split(/(=)/) : [word]);

const inFish: Offered = (words) =>
  run("fish", [
    "--no-config",
    "-c",
    `source ${place}/fish.txt; complete -C '${words.join(" ")}' | string replace -r '\\t.*' ''; true`,
  ]);

const has = (program: string): boolean => spawnSync(program, ["-c", ":"]).status === 0;

type Case = readonly [words: string, offered: readonly string[]];
const CASES: readonly Case[] = [
  ["assent con", ["config"]],
  ["assent config s", ["schema", "set", "show"]],
  ["assent help pa", ["patch"]],
  ["assent run -s ", ["danger-full-access", "read-only", "workspace-write"]],
  ["assent why --full-auto -a n", ["never"]],
  ["assent run --yo", ["--yolo"]],
  ["assent config show --or", ["--origin"]],
  ["assent config show --for a", ["app-server"]],
  ["assent config show sandbox_m", ["sandbox_mode"]],
  ["assent preset f", ["full-access"]],
  ["assent completion z", ["zsh"]],
  ["assent sandbox linux -p w", ["work"]],
  ["assent patch fil", ["file.txt"]],
  ["assent run -s read-only frobn", ["frobnicate"]],
  ["assent run -- frobn", ["frobnicate"]],
  ["assent trust add --dig", ["--digest"]],
];

test.each(CASES)("bash: %s", (words, offered) => {
  expect(inBash(words.split(" "))).toEqual(offered);
});

const BASH_OWN: readonly Case[] = [
  ["assent run --sandbox=r", ["read-only"]],
  ["assent run -c sand", ["sandbox_mode=", "sandbox_workspace_write.git="]],
  ["assent run -C ", ["folder"]],
  ["assent run cat fi", ["file.txt"]],
  ["assent run cat -", []],
  ["assent run --timeout ", []],
];
test.each(BASH_OWN)("bash: %s", (words, offered) => {
  expect(inBash(words.split(" "))).toEqual(offered);
});

describe.skipIf(!has("fish"))("fish", () => {
  test.each(CASES)("%s", (words, offered) => {
    expect(inFish(words.split(" "))).toEqual(offered);
  });
});

test.skipIf(!has("zsh"))("zsh: takes the script, and completes assent with it", () => {
  const script =
    'autoload -Uz compinit; compinit -D -u; source "$1"; print -r -- $_comps[assent] ${(k)functions[_assent_config_show]}';
  expect(run("zsh", ["-f", "-c", script, "zsh", `${place}/zsh.txt`])).toEqual(["_assent _assent_config_show"]);
});

test("names of profiles are given to shells only if they are words", async () => {
  expect(await call(["profiles"])).toEqual({ status: 0, out: "work\nnight.2\n", error: "" });
});

const WRONG: readonly (readonly [args: readonly string[], why: string])[] = [
  [[], "takes one shell: bash, zsh, fish"],
  [["bash", "zsh"], "takes one shell: bash, zsh, fish"],
  [["fsih"], 'there is nothing for "fsih", only for bash, zsh, fish; did you mean fish?'],
  [["tcsh\u001b"], 'there is nothing for "tcsh\\u001b", only for bash, zsh, fish'],
];
test.each(WRONG)("%j is refused", async (args, why) => {
  expect(await call(args)).toEqual({
    status: 64,
    out: "",
    error: `assent completion: ${why}\nTry: assent completion --help\n`,
  });
});
