/** What is gathered for a patch: resolved paths, contents, and why it cannot be applied. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { describe, expect, test } from "vitest";
import { gatherTargets, PATCHED_FILE_BYTES_MAX, PATCHED_FILES_MAX } from "../../src/effects/patch-files.ts";
import { inside, outside, place, wrap, write } from "./patch-fixture.ts";

const edit = (path: string) => wrap(`*** Update File: ${path}`, "@@", "-a", "+b");
const edited = (path: string) => ({ path, change: { kind: "edit", path, before: "a\n", after: "b\n" } });
const created = (path: string) => ({ path, change: { kind: "create", path, after: "x\n" } });

describe("gathering", () => {
  const FOUND: readonly [name: string, set: () => void, text: () => string, expected: () => readonly unknown[]][] = [
    ["a relative path", () => write("f", "a\n"), () => edit("./f"), () => [edited(inside("f"))]],
    ["an absolute path", () => write("f", "a\n"), () => edit(inside("f")), () => [edited(inside("f"))]],
    [
      "a path that leaves the folder",
      () => fs.writeFileSync(outside("f"), "a\n"),
      () => edit("../f"),
      () => [edited(outside("f"))],
    ],
    [
      "the file a link leads to",
      () => {
        fs.writeFileSync(outside("f"), "a\n");
        fs.symlinkSync("../f", inside("link"));
      },
      () => edit("link"),
      () => [edited(outside("f"))],
    ],
    [
      "a new file in a folder that a link leads to",
      () => {
        fs.mkdirSync(outside("out"));
        fs.symlinkSync(outside("out"), inside("in"));
      },
      () => wrap("*** Add File: in/deep/n", "+x"),
      () => [created(outside("out/deep/n"))],
    ],
    [
      "the folder above the one a link leads to",
      () => {
        fs.mkdirSync(outside("out/deep"), { recursive: true });
        fs.symlinkSync("../out/deep", inside("in"));
      },
      () => wrap("*** Add File: in/../n", "+x"),
      () => [created(outside("out/n"))],
    ],
    [
      "the missing file that a link leads to",
      () => fs.symlinkSync("../missing", inside("link")),
      () => wrap("*** Add File: link", "+x"),
      () => [created(outside("missing"))],
    ],
    [
      "one change for two names of one file",
      () => {
        write("f", "a\n");
        fs.symlinkSync("f", inside("link"));
      },
      () => wrap("*** Update File: f", "@@", "-a", "+m", "*** Update File: link", "@@", "-m", "+b"),
      () => [edited(inside("f"))],
    ],
    [
      "both ends of a move",
      () => write("f", "a\n"),
      () => wrap("*** Update File: f", "*** Move to: d/g", "@@", "-a", "+b"),
      () => [
        {
          path: inside("f"),
          change: { kind: "rename", path: inside("f"), to: inside("d/g"), before: "a\n", after: "b\n" },
        },
      ],
    ],
    [
      "a byte order mark",
      () => write("f", "\ufeffx\na\n"),
      () => edit("f"),
      () => [
        {
          path: inside("f"),
          change: { kind: "edit", path: inside("f"), before: "\ufeffx\na\n", after: "\ufeffx\nb\n" },
        },
      ],
    ],
  ];

  test.each(FOUND)("finds %s", async (_name, set, text, expected) => {
    set();
    expect(await gatherTargets(text(), place.cwd)).toEqual({ kind: "targets", targets: expected() });
  });

  const BROKEN: readonly [name: string, set: () => void, text: () => string, why: string][] = [
    ["no patch", () => undefined, () => "hello", 'patch line 1: a patch starts with "*** Begin Patch"'],
    ["a missing file", () => undefined, () => edit("f"), "patch line 2: W/f does not exist"],
    ["a folder", () => fs.mkdirSync(inside("d")), () => edit("d"), "patch line 2: W/d is a folder"],
    [
      "a path with a slash at its end",
      () => undefined,
      () => edit("d/"),
      "patch line 2: d/ cannot be changed: it names a folder",
    ],
    ["the place.root", () => undefined, () => edit("/"), "patch line 2: / cannot be changed: it names a folder"],
    [
      "a pipe",
      () => void execFileSync("mkfifo", [inside("p")]),
      () => edit("p"),
      "patch line 2: W/p is no regular file",
    ],
    ["bytes", () => write("f", Buffer.from([0x61, 0xff])), () => edit("f"), "patch line 2: W/f is not UTF-8 text"],
    [
      "a large file",
      () => write("f", Buffer.alloc(PATCHED_FILE_BYTES_MAX + 1, "a")),
      () => edit("f"),
      `patch line 2: W/f is larger than ${PATCHED_FILE_BYTES_MAX} bytes`,
    ],
    [
      "deleting a link",
      () => fs.symlinkSync("f", inside("link")),
      () => wrap("*** Delete File: link"),
      "patch line 2: W/link is a symbolic link: name the file it leads to",
    ],
    [
      "moving a link",
      () => fs.symlinkSync("f", inside("link")),
      () => wrap("*** Update File: link", "*** Move to: g", "@@", "-a"),
      "patch line 2: W/link is a symbolic link: name the file it leads to",
    ],
    [
      "links in a circle",
      () => {
        fs.symlinkSync("b", inside("a"));
        fs.symlinkSync("a", inside("b"));
      },
      () => edit("a"),
      "patch line 2: a leads through too many symbolic links",
    ],
    [
      "a file as a folder",
      () => write("f", "a\n"),
      () => wrap("*** Add File: f/n", "+x"),
      "patch line 2: f/n leads through W/f, which is no folder",
    ],
    [
      "a way through nothing",
      () => undefined,
      () => wrap("*** Add File: d/../n", "+x"),
      "patch line 2: d/../n leads through W/d, which does not exist",
    ],
    [
      "a NUL character",
      () => undefined,
      () => wrap("*** Add File: a\0b", "+x"),
      "patch line 2: a\0b cannot be a path: it contains a NUL character",
    ],
    ["half a character", () => undefined, () => wrap("*** Add File: n", "+\ud800"), "the patch is not valid Unicode"],
    [
      "too many files",
      () => undefined,
      () => wrap(...Array.from({ length: PATCHED_FILES_MAX + 1 }, (_, index) => `*** Add File: n${index}`)),
      `the patch touches more than ${PATCHED_FILES_MAX} files: split it`,
    ],
  ];

  test.each(BROKEN)("refuses %s", async (_name, set, text, why) => {
    set();
    expect(await gatherTargets(text(), place.cwd)).toEqual({ kind: "broken", why: why.replaceAll("W", place.cwd) });
  });
});
