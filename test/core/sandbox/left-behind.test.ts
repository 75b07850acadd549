/** What is taken away of what a command leaves behind. */
import { expect, test } from "vitest";
import { describeTaken, type MadeLink, whyTakenFile, whyTakenLink } from "../../../src/core/sandbox/left-behind.ts";

const AROUND = {
  roots: ["/w", "/tmp"],
  home: "/home/you",
  isTemporary: (root: string) => root === "/tmp",
};
const WRITABLE: MadeLink = { path: "/w/link", target: "/home/you", is: "folder", isWritable: true };

const LINKS: readonly [name: string, link: Partial<MadeLink>, taken: boolean][] = [
  ["the home", {}, true],
  ["what holds the home", { target: "/home" }, true],
  ["the whole disk", { target: "/" }, false],
  [
    "a start file, from where everybody keeps files",
    { path: "/tmp/x.log", target: "/home/you/.bashrc", is: "file" },
    true,
  ],
  ["a file that does not exist yet", { target: "/home/you/.zshenv", is: "nothing" }, true],
  ["another project", { target: "/home/you/other" }, true],
  ["a folder elsewhere", { target: "/srv/data" }, true],
  ["the same, from where everybody keeps files", { path: "/tmp/x", target: "/srv/data" }, false],
  ["a folder of another root", { target: "/tmp/x" }, false],
  ["the workspace itself", { target: "/w/a" }, false],
  ["a program of the person's", { target: "/home/you/.pyenv/bin/python", is: "program" }, false],
  ["what a package manager keeps", { target: "/home/you/.cache/bazel/x" }, false],
  ["the same, of another one", { target: "/home/you/.local/share/pnpm/store" }, false],
  ["the system", { target: "/usr/share/zoneinfo" }, false],
  ["settings of the system", { target: "/etc/hosts", is: "file" }, false],
  ["what the person cannot write", { target: "/srv/x", isWritable: false }, false],
];
test.each(LINKS)("a link to %s: %s", (_name, link, taken) => {
  expect(whyTakenLink({ ...WRITABLE, ...link }, AROUND) !== null).toBe(taken);
});

test("a home within the system's folders is the person's all the same", () => {
  const around = { ...AROUND, home: "/var/lib/you" };
  const targets = ["/var/lib/you", "/var/lib/you/.bashrc", "/var/lib/other"];
  expect(targets.map((target) => whyTakenLink({ ...WRITABLE, target }, around) !== null)).toEqual([true, true, false]);
});

const FILES: readonly [below: string, taken: boolean][] = [
  [".mcp.json", true],
  ["AGENTS.md", true],
  [".claude", true],
  [".VSCode/Tasks.json", true],
  [".vscode", false],
  [".vscode/extensions.json", false],
  [".github/copilot-instructions.md", true],
  [".github/workflows", false],
  ["sub/AGENTS.md", false],
  [".husky", false],
];
test.each(FILES)("%s: %s", (below, taken) => {
  expect(whyTakenFile(below) !== null).toBe(taken);
});

test("people are told where it is, and how to put it back", () => {
  expect(describeTaken({ path: "/w/a b", why: "makes agents start servers", kept: "/h/taken/1/a b" })).toBe(
    "/w/a b was taken away, for it makes agents start servers; to put it back: mv -- '/h/taken/1/a b' '/w/a b'",
  );
});
