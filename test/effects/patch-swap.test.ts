/** Patches on a real disk: all or nothing; faults, races and crashes lose nothing. */
import * as fs from "node:fs";
import { describe, expect, test } from "vitest";
import { DISK, type Disk } from "../../src/effects/patch-disk.ts";
import { applyChanges } from "../../src/effects/patch-files.ts";
import { inside, outside, place, targetsOf, tree, wrap, write } from "./patch-fixture.ts";

/** One of each kind, new folders, and a file with a mode of its own. */
const ALL = wrap(
  "*** Add File: new/deep/n",
  "+n",
  "*** Update File: edit",
  "@@",
  "-a",
  "+A",
  "*** Delete File: delete",
  "*** Update File: move",
  "*** Move to: new/moved",
  "@@",
  "-m",
  "+M",
);

function prepare(): void {
  write("edit", "a\nkept\n");
  write("delete", "d\n");
  write("move", "m\n");
  fs.chmodSync(inside("edit"), 0o751);
  fs.chmodSync(inside("move"), 0o600);
}

const BEFORE = { "w/": "", "w/edit": "a\nkept\n", "w/delete": "d\n", "w/move": "m\n" };
const AFTER = {
  "w/": "",
  "w/edit": "A\nkept\n",
  "w/new/": "",
  "w/new/deep/": "",
  "w/new/deep/n": "n\n",
  "w/new/moved": "M\n",
};

const modeOf = (name: string): number => fs.statSync(inside(name)).mode & 0o7777;

describe("applying", () => {
  test("changes all files and keeps their modes", async () => {
    prepare();
    expect(await applyChanges(await targetsOf(ALL))).toEqual({ ok: true, value: { leftovers: [] } });
    expect(tree()).toEqual(AFTER);
    expect([modeOf("edit"), modeOf("new/moved"), modeOf("new/deep/n")]).toEqual([
      0o751,
      0o600,
      0o666 & ~process.umask(),
    ]);
  });

  test("writes through a link and keeps the link", async () => {
    fs.writeFileSync(outside("f"), "a\n");
    fs.symlinkSync("../f", inside("link"));
    await applyChanges(await targetsOf(wrap("*** Update File: link", "@@", "-a", "+b")));
    expect(tree()).toEqual({ "w/": "", "w/link": "-> ../f", f: "b\n" });
  });

  const MEANWHILE: readonly [name: string, meanwhile: () => void, why: string][] = [
    [
      "a changed file",
      () => write("edit", "other\n"),
      "cannot change W/edit: its content has changed since the patch was read",
    ],
    [
      "a changed file that was to be deleted",
      () => write("delete", "other\n"),
      "cannot change W/delete: its content has changed since the patch was read",
    ],
    [
      "a file that is gone",
      () => fs.rmSync(inside("move")),
      "cannot change W/move: it is gone or replaced since the patch was read",
    ],
    [
      "a file that is a link now",
      () => {
        fs.renameSync(inside("edit"), outside("secret"));
        fs.symlinkSync("../secret", inside("edit"));
      },
      "cannot change W/edit: it is gone or replaced since the patch was read",
    ],
    [
      "a new file that is there now",
      () => write("new/moved", "other\n"),
      "cannot change W/new/moved: something has appeared there since the patch was read",
    ],
    [
      "a folder that is a link now",
      () => {
        fs.mkdirSync(outside("out"));
        fs.symlinkSync("../out", inside("new"));
      },
      "cannot change W/new/deep/n: a part of the path is no folder",
    ],
    [
      "a folder above that is a link now",
      () => {
        fs.renameSync(place.cwd, outside("v"));
        fs.symlinkSync("v", place.cwd);
      },
      "cannot change W/new/deep/n: a part of the path is no folder",
    ],
  ];

  test.each(MEANWHILE)("fails without a trace on %s", async (_name, meanwhile, why) => {
    prepare();
    const targets = await targetsOf(ALL);
    meanwhile();
    const before = tree();
    expect(await applyChanges(targets)).toEqual({
      ok: false,
      error: { why: why.replaceAll("W", place.cwd), leftovers: [] },
    });
    expect(tree()).toEqual(before);
  });
});

test("fails when a folder further up is a link now", async () => {
  write("d/e/f", "a\n");
  const targets = await targetsOf(wrap("*** Update File: d/e/f", "@@", "-a", "+b"));
  fs.renameSync(inside("d"), outside("d"));
  fs.symlinkSync("../d", inside("d"));
  const before = tree();
  const why = `cannot change ${inside("d/e/f")}: its folder leads elsewhere than when the patch was read`;
  expect(await applyChanges(targets)).toEqual({ ok: false, error: { why, leftovers: [] } });
  expect(tree()).toEqual(before);
});

test.each(["edit", "delete", "move"])("a write to %s in the instant before its switch is not lost", async (name) => {
  prepare();
  const targets = await targetsOf(ALL);
  const { disk } = faulty((_step, step) => {
    if (step === "rename") fs.writeFileSync(inside(name), "raced\n");
  });
  expect(await applyChanges(targets, disk)).toEqual({
    ok: false,
    error: {
      why: `cannot change ${inside(name)}: its content has changed since the patch was read`,
      leftovers: [],
    },
  });
  expect(tree()).toEqual({ ...BEFORE, [`w/${name}`]: "raced\n" });
});

test("a file that somebody else put there meanwhile stays, and the old version beside it", async () => {
  prepare();
  const targets = await targetsOf(ALL);
  const { disk } = faulty((_step, step) => {
    if (step !== "rename" || !fs.readFileSync(inside("edit"), "utf8").startsWith("A")) return;
    fs.writeFileSync(inside("theirs"), "theirs\n");
    fs.renameSync(inside("theirs"), inside("edit"));
    throw broken("EIO");
  });
  const result = await applyChanges(targets, disk);
  const [left = ""] = result.ok ? [] : result.error.leftovers;
  expect(left).toMatch(/\/w\/\.assent-[0-9a-f]{8}-old-edit$/);
  expect(tree()).toEqual({ ...BEFORE, "w/edit": "theirs\n", [left.slice(place.root.length + 1)]: "a\nkept\n" });
});

const CHANGING = ["write", "link", "copy", "rename", "remove", "makeFolder", "removeFolder", "openFolder"] as const;
type Changing = (typeof CHANGING)[number];

/** The real disk, but each changing step first asks `fault`, which may throw. */
function faulty(fault: (step: number, name: Changing) => void): { readonly disk: Disk; steps: () => number } {
  let steps = 0;
  const wrapped = Object.fromEntries(
    CHANGING.map((name) => [
      name,
      async (...args: readonly never[]): Promise<unknown> => {
        steps += 1;
        fault(steps, name);
        return await (DISK[name] as (...args: readonly never[]) => Promise<unknown>)(...args);
      },
    ]),
  );
  return { disk: { ...DISK, ...wrapped }, steps: () => steps };
}

function broken(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

const withoutLinks = (_step: number, name: Changing): void => {
  if (name === "link") throw broken("EPERM");
};

function reset(): void {
  fs.rmSync(place.cwd, { recursive: true });
  fs.mkdirSync(place.cwd);
  prepare();
}

/** Contents that are neither under their old name nor beside it while the change they were to make is not complete. */
function lost(): readonly string[] {
  const now = tree();
  const isComplete = Object.entries(AFTER).every(([name, content]) => now[name] === content);
  const contents = Object.values(now);
  return isComplete ? [] : Object.values(BEFORE).filter((content) => !contents.includes(content));
}

function unnamed(named: readonly string[]): readonly string[] {
  const files = Object.keys(tree()).filter((name) => name.includes(".assent-"));
  return files.filter((name) => !named.includes(outside(name)));
}

describe.each([
  ["with hard links", (): void => undefined],
  ["without hard links", withoutLinks],
])("faults %s", (_name, always) => {
  async function stepsInAll(): Promise<number> {
    prepare();
    const { disk, steps } = faulty(always);
    expect(await applyChanges(await targetsOf(ALL), disk)).toEqual({ ok: true, value: { leftovers: [] } });
    expect(tree()).toEqual(AFTER);
    return steps();
  }

  test("one fault at any step: all or nothing, and nothing left over", async () => {
    const all = await stepsInAll();
    for (let at = 1; at <= all; at++) {
      reset();
      const { disk } = faulty((step, name) => {
        always(step, name);
        if (step === at) throw broken("EIO");
      });
      const result = await applyChanges(await targetsOf(ALL), disk);
      // A fault while what is not needed any more is removed: all is changed, and it is told what is left.
      const left = Object.fromEntries((result.ok ? result.value.leftovers : []).map((path) => [path, ""]));
      const now = Object.entries(tree()).filter(([name]) => !(outside(name) in left));
      expect([at, Object.fromEntries(now)]).toEqual([at, result.ok ? AFTER : BEFORE]);
      expect(result.ok || result.error.leftovers).toEqual(result.ok || []);
    }
  });

  test("two faults at any steps: no content is lost, and what is left over is named", async () => {
    const all = await stepsInAll();
    for (let first = 1; first <= all; first++) {
      for (let second = first + 1; second <= first + 8; second++) {
        reset();
        const { disk } = faulty((step, name) => {
          always(step, name);
          if (step === first || step === second) throw broken("EIO");
        });
        const result = await applyChanges(await targetsOf(ALL), disk);
        const named = (result.ok ? result.value : result.error).leftovers;
        expect([first, second, unnamed(named)]).toEqual([first, second, []]);
        expect([first, second, lost()]).toEqual([first, second, []]);
      }
    }
  });

  test("death at any step: every file is there, old or new", async () => {
    const all = await stepsInAll();
    for (let at = 1; at <= all; at++) {
      reset();
      const { disk } = faulty((step, name) => {
        if (step < at) return always(step, name);
        throw broken("EIO");
      });
      await applyChanges(await targetsOf(ALL), disk);
      expect([at, lost()]).toEqual([at, []]);
      expect(["a\nkept\n", "A\nkept\n"]).toContain(tree()["w/edit"]);
    }
  });
});
