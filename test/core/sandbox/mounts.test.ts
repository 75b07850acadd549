/** Which mounts keep protected paths as they are, by table and by property. */
import { expect, test } from "vitest";
import { array, assert, constant, constantFrom, property, record, uniqueArray } from "fast-check";
import { isWithin } from "../../../src/kit/path.ts";
import { type DiskFacts, type Mount, mountsOf } from "../../../src/core/sandbox/mounts.ts";

const present = (path: string) => ({ path, is: "present" }) as const;
const opened = (path: string) => ({ path, is: "opened" }) as const;
const denied = (path: string, is: "file" | "folder" = "folder") => ({ path, is: `denied-${is}` }) as const;
const placeholder = (path: string) => ({ path, is: "placeholder" }) as const;

const CASES: readonly [name: string, disk: Partial<DiskFacts>, mounts: readonly string[]][] = [
  ["nothing is writable", {}, []],
  [
    "a protected path that exists is read-only, one that does not is covered",
    { roots: ["/w"], sealed: [present("/w/.git"), placeholder("/w/.codex")] },
    ["/w writable", "/w/.codex covered", "/w/.git read-only"],
  ],
  [
    "folders between one root and another are pinned",
    { roots: ["/tmp/a/b/w", "/tmp"], sealed: [present("/tmp/a/b/w/.git")] },
    ["/tmp writable", "/tmp/a pinned", "/tmp/a/b pinned", "/tmp/a/b/w writable", "/tmp/a/b/w/.git read-only"],
  ],
  [
    "folders between a root and a deep protected path are pinned",
    { roots: ["/w"], sealed: [present("/w/x/main/.git")] },
    ["/w writable", "/w/x pinned", "/w/x/main pinned", "/w/x/main/.git read-only"],
  ],
  [
    "what is protected in no root is read-only as the whole disk is",
    { roots: ["/w"], sealed: [present("/elsewhere/.git"), present("/w/.git")] },
    ["/w writable", "/w/.git read-only"],
  ],
  [
    "a root inside a protected path stays read-only",
    { roots: ["/w", "/w/.git/hooks"], sealed: [present("/w/.git"), placeholder("/w/.git/hooks/.codex")] },
    ["/w writable", "/w/.git read-only"],
  ],
  [
    "a protected path in another one needs no mount",
    { roots: ["/w"], sealed: [present("/w/.git"), present("/w/.git/worktrees/x")] },
    ["/w writable", "/w/.git read-only"],
  ],
  [
    "what is opened in a protected path is writable, and what is held in it stays as it is",
    {
      roots: ["/w"],
      sealed: [present("/w/.git"), opened("/w/.git"), present("/w/.git/hooks"), placeholder("/w/.git/objects/info/x")],
    },
    [
      "/w writable",
      "/w/.git writable",
      "/w/.git/hooks read-only",
      "/w/.git/objects pinned",
      "/w/.git/objects/info pinned",
      "/w/.git/objects/info/x covered",
    ],
  ],
  [
    "it may be opened further down, and outside of every root",
    {
      roots: ["/w"],
      sealed: [
        present("/w/.git"),
        opened("/w/.git"),
        present("/w/.git/worktrees"),
        opened("/w/.git/worktrees/x"),
        present("/w/.git/worktrees/x/gitdir"),
        opened("/m/.git"),
        present("/m/.git/config"),
      ],
    },
    [
      "/w writable",
      "/m/.git writable",
      "/w/.git writable",
      "/m/.git/config read-only",
      "/w/.git/worktrees read-only",
      "/w/.git/worktrees/x writable",
      "/w/.git/worktrees/x/gitdir read-only",
    ],
  ],
  [
    "what is denied is not opened",
    { roots: ["/w"], sealed: [{ path: "/w/a", is: "denied-folder" }, opened("/w/a/.git")] },
    ["/w writable", "/w/a denied-folder"],
  ],
  [
    "what is denied is hidden in roots and elsewhere, with folders above it pinned in roots",
    { roots: ["/w"], sealed: [denied("/w/app/conf/.env", "file"), denied("/home/me/.ssh")] },
    [
      "/w writable",
      "/w/app pinned",
      "/home/me/.ssh denied-folder",
      "/w/app/conf pinned",
      "/w/app/conf/.env denied-file",
    ],
  ],
  [
    "what lies in a denied folder is hidden with it, also what is protected there",
    { roots: ["/w"], sealed: [denied("/w/a"), denied("/w/a/b", "file"), present("/w/a/.git"), placeholder("/w/a/x")] },
    ["/w writable", "/w/a denied-folder"],
  ],
  [
    "what is denied in a protected folder is hidden",
    { roots: ["/w"], sealed: [present("/w/.ssh"), denied("/w/.ssh/id", "file")] },
    ["/w writable", "/w/.ssh read-only", "/w/.ssh/id denied-file"],
  ],
  [
    "a root in a denied folder is the exception, and nothing between is shown",
    { roots: ["/home/me/a/w", "/home"], sealed: [denied("/home/me"), present("/home/me/a/w/.git")] },
    ["/home writable", "/home/me denied-folder, holds mounts", "/home/me/a/w writable", "/home/me/a/w/.git read-only"],
  ],
  ["a denied root is none", { roots: ["/w"], sealed: [denied("/w"), present("/w/.git")] }, ["/w denied-folder"]],
  [
    "a denied path wins over its placeholder",
    { roots: ["/w"], sealed: [placeholder("/w/.aws"), denied("/w/.aws")] },
    ["/w writable", "/w/.aws denied-folder"],
  ],
  [
    "where not everything may be read, only what is named is there",
    { roots: ["/w"], readable: ["/usr", "/etc"], sealed: [present("/w/.git"), denied("/etc/shadow", "file")] },
    ["/ empty", "/etc readable", "/usr readable", "/w writable", "/etc/shadow denied-file", "/w/.git read-only"],
  ],
  [
    "everything but what is denied, and a place in it that may be read",
    { readable: ["/", "/home/me/.ssh/config"], sealed: [denied("/home/me/.ssh")] },
    ["/home/me/.ssh denied-folder, holds mounts", "/home/me/.ssh/config readable"],
  ],
  [
    "the whole disk as a root",
    { roots: ["/", "/home/me/w"], sealed: [placeholder("/.git"), present("/home/me/w/.git")] },
    [
      "/ writable",
      "/.git covered",
      "/home pinned",
      "/home/me pinned",
      "/home/me/w writable",
      "/home/me/w/.git read-only",
    ],
  ],
];
test.each(CASES)("%s", (_name, disk, mounts) => {
  expect(
    mountsOf({
      roots: [],
      standing: new Map(),
      sealed: [],
      links: [],
      readable: "everything",
      aliases: [],
      nothing: "/n",
      ...disk,
    }).map((mount) => `${mount.path} ${mount.is}${"holds" in mount && mount.holds ? ", holds mounts" : ""}`),
  ).toEqual(mounts);
});

const path = array(constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
const disks = record({
  roots: uniqueArray(path, { maxLength: 3 }),
  sealed: uniqueArray(record({ path, is: constantFrom("present" as const, "placeholder" as const) }), {
    maxLength: 3,
    selector: (sealed) => sealed.path,
  }),
  links: constant([]),
  readable: constant("everything" as const),
  aliases: constant([]),
  nothing: constant("/n"),
  standing: constant(new Map<string, string>()),
});

/** What the last mount over `path` makes of it. */
function stateOf(mounts: readonly Mount[], path: string): Mount["is"] | "bare" {
  return mounts.findLast((mount) => isWithin(mount.path, path))?.is ?? "bare";
}

test("parents come before children, and nothing protected can be written, whatever the roots", () => {
  assert(
    property(disks, (disk) => {
      const mounts = mountsOf(disk);
      for (const [index, mount] of mounts.entries()) {
        expect(mounts.slice(index + 1).filter((later) => isWithin(later.path, mount.path))).toEqual([]);
      }
      for (const { path } of disk.sealed) {
        expect(["bare", "read-only", "covered"]).toContain(stateOf(mounts, path));
        expect(["bare", "read-only", "covered"]).toContain(stateOf(mounts, `${path}/x`));
      }
      const open = disk.roots.filter((root) => !disk.sealed.some((sealed) => isWithin(sealed.path, root)));
      expect(open.map((root) => stateOf(mounts, root))).toEqual(open.map(() => "writable"));
    }),
    { seed: 7, numRuns: 500 },
  );
});

test("no folder above a mount can be moved away inside a root", () => {
  assert(
    property(disks, (disk) => {
      const mounts = mountsOf(disk);
      const paths = new Set(mounts.map((mount) => mount.path));
      const roots = mounts.filter((mount) => mount.is === "writable").map((mount) => mount.path);
      const above = [...paths].flatMap(foldersAbove).filter((folder) => roots.some((root) => isBelow(root, folder)));
      expect(above.filter((folder) => !paths.has(folder))).toEqual([]);
    }),
    { seed: 8, numRuns: 500 },
  );
});

function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

function isBelow(folder: string, path: string): boolean {
  return path !== folder && isWithin(folder, path);
}

test("links by which readable places are known are made where nothing shows them", () => {
  const disk = { roots: ["/w"], standing: new Map(), sealed: [], links: [], readable: ["/usr", "/etc"], nothing: "/n" };
  const aliases = [
    { path: "/bin", to: "usr/bin" },
    { path: "/usr/lib64", to: "lib" },
    { path: "/w/link", to: "/usr" },
  ];
  expect(mountsOf({ ...disk, aliases })).toEqual([
    { path: "/", is: "empty" },
    { path: "/bin", is: "link", to: "usr/bin" },
    { path: "/etc", is: "readable" },
    { path: "/usr", is: "readable" },
    { path: "/w", is: "writable" },
  ]);
});
