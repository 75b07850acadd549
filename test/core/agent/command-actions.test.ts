/** Scripts in the few words that clients draw: nothing that does more has one. */
import { expect, test } from "vitest";
import { type CommandAction, commandActions } from "../../../src/core/agent/command-actions.ts";

const read = (command: string, path: string): CommandAction => {
  return { kind: "read", command, name: path.slice(path.lastIndexOf("/") + 1), path };
};
const list = (command: string, path: string | null): CommandAction => ({ kind: "list", command, path });
const search = (command: string, query: string | null, path: string | null): CommandAction => {
  return { kind: "search", command, query, path };
};

const KNOWN: readonly [script: string, actions: readonly CommandAction[]][] = [
  ["ls", [list("ls", null)]],
  ["ls -la sub", [list("ls -la sub", "sub")]],
  ["cat a", [read("cat a", "/w/a")]],
  ["cat /etc/os-release", [read("cat /etc/os-release", "/etc/os-release")]],
  ["cd sub && cat a", [read("cat a", "/w/sub/a")]],
  ["sed -n 1,2p a", [read("sed -n '1,2p' a", "/w/a")]],
  ["head -n 20 a", [read("head -n 20 a", "/w/a")]],
  ["ls | wc -l", [list("ls", null)]],
  ["rg x", [search("rg x", "x", null)]],
  ["grep -rn x src", [search("grep -rn x src", "x", "src")]],
  ["rg -g '*.ts' x src", [search("rg -g '*.ts' x src", "x", "src")]],
  ["rg --files", [list("rg --files", null)]],
  ["find . -name a", [search("find . -name a", "a", ".")]],
  ["find src -type f", [list("find src -type f", "src")]],
  ["cat a; ls", [read("cat a", "/w/a"), list("ls", null)]],
];
test.each(KNOWN)("%s", (script, actions) => {
  expect(commandActions(["/bin/bash", "-lc", script], "/w")).toEqual(actions);
});

const UNKNOWN: readonly string[] = [
  "touch a",
  "ls && touch a",
  "cat a | tee b",
  "cat a > b",
  "cat $x",
  "find . -delete",
  "find . -exec rm {} +",
  "find . -fprint out",
  "rg --pre cat x",
  "rg --pre=cat x",
  "sed -i s/a/b/ a",
  "sed -n 1p a -i",
  "sed -n w a",
  "sort -o b a",
  "tail -f log",
  "ls (",
];
test.each(UNKNOWN)("%s has no word of its own", (script) => {
  expect(commandActions(["/bin/bash", "-lc", script], "/w")).toEqual([{ kind: "unknown", command: script }]);
});
