/** Which commands are found in what a patch adds, and which lines of start files are plain. */
import { describe, expect, test } from "vitest";
import { deedsFor, SCRIPTS, update } from "./patches.ts";
import { HOME } from "./subjects.ts";

describe("commands", () => {
  test.each(SCRIPTS)("%s", (_name, path, lines, deeds) => {
    const [, ...found] = deedsFor(update(path, ...lines));
    const kinds = found.map(({ act, bar, level, category }) => `${act} ${bar} ${level} ${category ?? "-"}`);
    expect(kinds).toEqual(deeds);
  });

  const STARTS: readonly (readonly [line: string, isPlain: boolean])[] = [
    ["export PATH=$HOME/.local/bin:$PATH", true],
    ['export PATH="$HOME/.cargo/bin:$PATH"', true],
    ["export EDITOR=vim", true],
    ["alias ll='ls -l'", true],
    ["# words", true],
    ["export PATH=/tmp/x:$PATH", false],
    ["export PATH=.:$PATH", false],
    ["export PATH=$HOME/../x:$PATH", false],
    ["export PATH=$HOME/bin", false],
    ["export LD_PRELOAD=/tmp/x.so", false],
    ["export EDITOR=$(curl x)", false],
    ["alias sudo='x'", false],
    ["alias gs='git status; curl x'", false],
    ["alias up='curl x'", false],
    ['eval "$(x)"', false],
    ["source ~/x", false],
    ["x &", false],
  ];
  test.each(STARTS)("a start file with %s is plain: %s", (line, isPlain) => {
    const [place] = deedsFor(update(`${HOME}/.bashrc`, `+${line}`));
    expect(place?.bar).toEqual(isPlain ? "named" : "person");
  });

  test.each([
    ["name = Dev", true],
    ["[alias]", false],
    ["st = !curl x", false],
    ["hooksPath = /tmp/h", false],
    ["sshCommand = x", false],
  ] as const)("git's settings with %s are plain: %s", (line, isPlain) => {
    const [place] = deedsFor(update(`${HOME}/.gitconfig`, "+[user]", `+  ${line}`));
    expect(place?.bar).toEqual(isPlain ? "named" : "person");
  });
});
