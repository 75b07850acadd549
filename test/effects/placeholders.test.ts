/** How runs share the folders that hold names. */
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { expect, test } from "vitest";
import { heldByFile, holdPlaceholders } from "../../src/effects/placeholders.ts";
import { newWorld } from "./world.ts";

function place() {
  const { ws, home } = newWorld();
  const folder = `${home}/placeholders`;
  const [a, b] = [`${ws}/.codex`, `${ws}/.agents`];
  return {
    folder,
    a,
    b,
    standing: () => [a, b].filter((path) => existsSync(path)),
    entries: () => readdirSync(folder),
  };
}

/** What a run leaves that was killed: its folders, and the entry of a process that has ended. */
function killedRun(folder: string, paths: readonly string[], suffix = ""): void {
  mkdirSync(folder, { recursive: true });
  for (const path of paths) mkdirSync(path);
  const space = readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "");
  writeFileSync(`${folder}/${space}-999999999-1-1${suffix}`, paths.join("\0"));
}

test("names are held while a run lasts, and nothing is left after it", async () => {
  const { folder, a, b, standing, entries } = place();
  const held = await holdPlaceholders(folder, [a, b], []);
  const during = standing();
  held.release();
  expect({ paths: held.paths, during, after: standing(), entries: entries() }).toEqual({
    paths: [a, b],
    during: [a, b],
    after: [],
    entries: [],
  });
});

test("the last of several runs takes the folders away, whatever the order", async () => {
  const { folder, a, b, standing } = place();
  const first = await holdPlaceholders(folder, [a, b], []);
  const second = await holdPlaceholders(folder, [], [a, b]);
  const third = await holdPlaceholders(folder, [b], [a]);
  const seen: (readonly string[])[] = [];
  for (const held of [first, third, second]) {
    held.release();
    seen.push(standing());
  }
  expect({ second: second.paths, seen }).toEqual({ second: [a, b], seen: [[a, b], [a, b], []] });
});

test("a placeholder that another run takes away just after it was seen is made again", async () => {
  const { folder, a, standing } = place();
  const held = await holdPlaceholders(folder, [], [a]);
  const during = standing();
  held.release();
  expect({ paths: held.paths, during, after: standing() }).toEqual({ paths: [a], during: [a], after: [] });
});

test("a folder of the user's is neither a placeholder nor removed, even if it is empty", async () => {
  const { folder, a, b, standing } = place();
  mkdirSync(a);
  const held = await holdPlaceholders(folder, [b], [a]);
  held.release();
  expect({ paths: held.paths, after: standing() }).toEqual({ paths: [b], after: [a] });
});

test("what the user puts into a placeholder meanwhile stays", async () => {
  const { folder, a, standing } = place();
  const held = await holdPlaceholders(folder, [a], []);
  writeFileSync(`${a}/config.toml`, "# mine");
  held.release();
  expect(standing()).toEqual([a]);
});

test("a placeholder that the user removes meanwhile is no error", async () => {
  const { folder, a, entries } = place();
  const held = await holdPlaceholders(folder, [a], []);
  rmSync(a, { recursive: true });
  held.release();
  expect(entries()).toEqual([]);
});

test.each(["", ".leaving"])("a killed run is cleared up by the next one (%j)", async (suffix) => {
  const { folder, a, b, standing, entries } = place();
  killedRun(folder, [a, b], suffix);
  const held = await holdPlaceholders(folder, [], [a]);
  const during = standing();
  held.release();
  expect({ paths: held.paths, during, after: standing(), entries: entries() }).toEqual({
    paths: [a],
    during: [a],
    after: [],
    entries: [],
  });
});

test("a run in another process number space counts as alive", async () => {
  const { folder, a, b, standing } = place();
  mkdirSync(folder);
  writeFileSync(`${folder}/1-999999999-1-1`, a);
  const held = await holdPlaceholders(folder, [a, b], []);
  held.release();
  expect(standing()).toEqual([a]);
});

test("many runs at once hold what they rely on and leave nothing", async () => {
  const { folder, a, b, standing, entries } = place();
  const missing: string[] = [];
  const run = async (): Promise<void> => {
    const isThere = standing();
    const held = await holdPlaceholders(
      folder,
      [a, b].filter((path) => !isThere.includes(path)),
      isThere,
    );
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    missing.push(...[a, b].filter((path) => !existsSync(path)));
    held.release();
  };
  await Promise.all(Array.from({ length: 50 }, run));
  expect({ missing, after: standing(), entries: entries() }).toEqual({ missing: [], after: [], entries: [] });
});

test("a name that cannot be held is an error", async () => {
  const { folder, a } = place();
  await expect(holdPlaceholders(folder, [`${a}/missing/deep`], [])).rejects.toThrow(
    `cannot hold the protected name ${a}/missing/deep: ENOENT`,
  );
});

test("in a repository names are held by files that say nothing, shared and taken away like folders", async () => {
  const { folder, a } = place();
  mkdirSync(`${a}/objects/info`, { recursive: true });
  const names = ["commondir", "config.worktree", "objects/info/alternates", "hooks"].map((name) => `${a}/${name}`);
  const texts = () =>
    names.map((path) => {
      if (!existsSync(path)) return null;
      return statSync(path).isDirectory() ? "folder" : readFileSync(path, "utf8");
    });
  const first = await holdPlaceholders(folder, names, []);
  const during = texts();
  const second = await holdPlaceholders(folder, [], names);
  first.release();
  const shared = texts();
  second.release();
  expect({ paths: second.paths, during, shared, after: texts(), left: readdirSync(a) }).toEqual({
    paths: names,
    during: [".\n", "", "", "folder"],
    shared: [".\n", "", "", "folder"],
    after: [null, null, null, null],
    left: ["objects"],
  });
});

test("what stands as a placeholder is taken over though whoever made it has left", async () => {
  const { folder, a, b, standing } = place();
  const maker = await holdPlaceholders(folder, [a, b], []);
  // As when it leaves between the writing of the next entry and the look at all of them.
  for (const entry of readdirSync(folder)) rmSync(`${folder}/${entry}`);
  const next = await holdPlaceholders(folder, [], [a, b]);
  maker.release();
  const during = standing();
  next.release();
  expect({ paths: next.paths, during, after: standing() }).toEqual({ paths: [a, b], during: [a, b], after: [] });
});

test("the user's own empty folder is nobody's placeholder, however many runs begin and end around it", async () => {
  const { folder, a, b, standing, entries } = place();
  mkdirSync(a);
  const runs = await Promise.all(Array.from({ length: 8 }, () => holdPlaceholders(folder, [], [a, b])));
  const paths = runs.map((run) => run.paths);
  for (const run of runs) run.release();
  expect({ paths, standing: standing(), entries: entries() }).toEqual({
    paths: runs.map(() => [b]),
    standing: [a],
    entries: [],
  });
});

test("a run that was killed before it knew whose a folder was takes nothing of the user's along", async () => {
  const { folder, a, b, standing } = place();
  killedRun(folder, [a]);
  const [entry = ""] = readdirSync(folder);
  writeFileSync(`${folder}/${entry}`, `?${a}\0?${b}`);
  const held = await holdPlaceholders(folder, [b], []);
  held.release();
  expect(standing()).toEqual([a]);
});

test("a file that says something is nobody's placeholder", async () => {
  const { folder, a } = place();
  mkdirSync(a);
  writeFileSync(`${a}/config.worktree`, "[core]\n");
  const held = await holdPlaceholders(folder, [], [`${a}/config.worktree`]);
  held.release();
  expect({ paths: held.paths, text: readFileSync(`${a}/config.worktree`, "utf8") }).toEqual({
    paths: [],
    text: "[core]\n",
  });
});

test.skipIf(process.getuid?.() !== 0)(
  "what another user's run has made is relied on, and left to that run",
  async () => {
    const { folder, a, standing } = place();
    mkdirSync(`${a}/.held-by-assent`, { recursive: true });
    chownSync(a, 65_534, 65_534);
    const held = await holdPlaceholders(folder, [], [a]);
    held.release();
    expect([held.paths, standing()]).toEqual([[a], [a]]);
  },
);

test("whoever tidies up empty folders does not free a name", async () => {
  const { folder, a, standing } = place();
  const held = await holdPlaceholders(folder, [a], []);
  expect(() => rmdirSync(a)).toThrow("ENOTEMPTY");
  held.release();
  expect(standing()).toEqual([]);
});

test.each([
  ["taken away again", () => undefined, null],
  ["kept with what the user wrote", (path: string) => writeFileSync(path, "mine"), 4],
  ["kept where the user made it anew, though it is empty", (path: string) => writeFileSync(path, ""), 0],
])("a file that holds a name is %s", async (_name, meanwhile, size) => {
  const { folder, a } = place();
  const held = await holdPlaceholders(folder, [heldByFile(a)], []);
  const during = lstatSync(a).isFile();
  const other = await holdPlaceholders(folder, [], [heldByFile(a)]);
  held.release();
  const shared = lstatSync(a).isFile();
  meanwhile(a);
  other.release();
  expect({ paths: [held.paths, other.paths], during, shared, after: sizeOf(a) }).toEqual({
    paths: [[a], [a]],
    during: true,
    shared: true,
    after: size,
  });
});

function sizeOf(path: string): number | null {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? null;
}
