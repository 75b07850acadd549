/** Files that steer assent, broken in every way: located faults, nothing looser. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BROKEN_RULES } from "../policy/broken-rules.ts";
import { BROKEN_CONFIG, BROKEN_TYPED } from "./broken-config.ts";
import { BROKEN_REQUIREMENTS, HOSTILE_REQUIREMENTS } from "./broken-requirements.ts";
import { asksAlways, type Disk, isNowhereLooser, newDisk, type Outcome, outcomeOn } from "./broken-world.ts";
import { HOSTILE_CONFIG, HOSTILE_RULES, OWN_SETTINGS } from "./hostile-config.ts";
import { mutated, MUTATIONS, type Mutation, WHOLE } from "./broken-texts.ts";

/** Where a mark stands in a text, as `LINE:COLUMN`, and the text without it. */
function marked(text: string): { readonly text: string; readonly place: string } {
  const before = text.slice(0, text.indexOf("¦")).split("\n");
  return { text: text.replace("¦", ""), place: `${before.length}:${Array.from(before.at(-1) ?? "").length + 1}` };
}

/** Where each kind of file lies, and what must stand beside it to be read. */
const CONFIG_FILES: readonly (readonly [path: string, beside: Readonly<Record<string, string>>])[] = [
  ["home/config.toml", {}],
  ["ws/.codex/config.toml", {}],
  ["system/config.toml", {}],
  ["system/managed_config.toml", {}],
];
const REQUIREMENTS_FILES = ["system/requirements.toml", "home/requirements.toml", "ws/.codex/requirements.toml"];
const RULES_FILES = [
  "home/rules/a.rules",
  "home/execpolicy/a.rules",
  "ws/.codex/rules/a.rules",
  "ws/.codex/execpolicy/a.star",
];

const known = new Map<string, Outcome>();

/** On a disk with the files of `beside` alone; the same wherever it lies. */
async function without(beside: Readonly<Record<string, string>>): Promise<Outcome> {
  const name = JSON.stringify(beside);
  const outcome = known.get(name) ?? (await outcomeOn(diskWith(beside)));
  known.set(name, outcome);
  return outcome;
}

function diskWith(beside: Readonly<Record<string, string>>): Disk {
  const disk = newDisk();
  for (const [path, text] of Object.entries(beside)) disk.put(path, text);
  return disk;
}

async function withoutAndWith(
  beside: Readonly<Record<string, string>>,
  put: (disk: Disk) => void,
): Promise<{ readonly before: Outcome; readonly now: Outcome; readonly root: string }> {
  const disk = diskWith(beside);
  put(disk);
  return { before: await without(beside), now: await outcomeOn(disk), root: disk.root };
}

/** The line that a person sees. */
function wordsOf(outcome: Outcome): string {
  if (outcome.kind === "refused") return outcome.words;
  const [first] = outcome.broken;
  return first === undefined ? "nothing is wrong" : `${first.file}:${first.line}:${first.column}: ${first.message}`;
}

/** What a project's file may not say at all is passed over there, with a notice, whatever its value is. */
const NOT_A_PROJECTS = /^(?:a profile|projects|a project|a level of trust)/;

describe.each(CONFIG_FILES)("settings in %s", (path, beside) => {
  const cases = BROKEN_CONFIG.filter(([name]) => !path.startsWith("ws/") || !NOT_A_PROJECTS.test(name));
  test.each(cases)("%s", async (_name, source, words) => {
    const { text, place } = marked(source);
    const { now, root } = await withoutAndWith(beside, (disk) => disk.put(path, text));
    expect([now.kind, wordsOf(now).startsWith(`${root}/${path}:${place}: `), wordsOf(now)]).toEqual([
      "refused",
      true,
      expect.stringContaining(words),
    ]);
    expect(wordsOf(now)).not.toMatch(/\n/);
  });
});

test.each(BROKEN_TYPED)("-c %s", async (typed, words) => {
  const now = await outcomeOn(newDisk(), [typed]);
  expect([now.kind, wordsOf(now)]).toEqual(["refused", expect.stringContaining(words)]);
  expect(wordsOf(now).startsWith(`-c ${typed}`)).toBe(true);
});

describe.each(REQUIREMENTS_FILES)("requirements in %s", (path) => {
  test.each(BROKEN_REQUIREMENTS)("%s", async (_name, source, words) => {
    const { text, place } = marked(source);
    const { now, root } = await withoutAndWith({}, (disk) => disk.put(path, text));
    expect([now.kind, wordsOf(now)]).toEqual([
      "refused",
      expect.stringMatching(new RegExp(`^${root}/${path}:${place}: .*`)),
    ]);
    expect(wordsOf(now)).toContain(words);
  });
});

describe.each(RULES_FILES)("rules in %s", (path) => {
  test.each(BROKEN_RULES)("%s", async (_name, source, words) => {
    const { text, place } = marked(source);
    const good = { "home/rules/good.rules": 'prefix_rule(pattern = ["ls"], decision = "allow")\n' };
    const { now, before, root } = await withoutAndWith(good, (disk) => disk.put(path, text));
    expect(wordsOf(now).startsWith(`${root}/${path}:${place}: `)).toBe(true);
    expect(wordsOf(now)).toContain(words);
    // Every command asks, whatever the other files allow.
    expect(asksAlways(now)).toBe(true);
    expect(isNowhereLooser(now, before)).toBe(true);
  });
});

/** What is no text, or not one that is read. */
const FORMS: readonly [name: string, make: (file: string, disk: Disk) => void, words: string][] = [
  ["a folder", (file) => mkdirSync(file, { recursive: true }), "it is a folder"],
  [
    "a link to nothing",
    (file) => symlinkSync("/nowhere/at/all", file),
    "it is a symbolic link to a file that does not exist",
  ],
  ["a link to itself", (file) => symlinkSync(file, file), "too many symbolic links"],
  ["a pipe", (file) => execFileSync("mkfifo", [file]), "it is no regular file"],
  ["a device", (file) => symlinkSync("/dev/zero", file), "it is no regular file"],
  ["UTF-16 with its mark", (file, disk) => disk.put(below(disk, file), utf16("a = 1\n")), "it is not UTF-8 text"],
  [
    "Latin-1",
    (file, disk) => disk.put(below(disk, file), Buffer.from('a = "\xe9"\n', "latin1")),
    "it is not UTF-8 text",
  ],
  ["half a character", (file, disk) => disk.put(below(disk, file), Buffer.from([0x61, 0xc3])), "it is not UTF-8 text"],
  [
    "a file that is too large",
    (file, disk) => disk.put(below(disk, file), "#".repeat(1024 * 1024 + 1)),
    "it is larger than",
  ],
];

function below({ root }: Disk, file: string): string {
  return file.slice(root.length + 1);
}

function utf16(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
}

const READ_WHOLE = [...CONFIG_FILES.map(([path]) => path), ...REQUIREMENTS_FILES];
describe.each(READ_WHOLE)("in the place of %s", (path) => {
  test.each(FORMS)("%s", async (_name, make, words) => {
    const { now, root } = await withoutAndWith({}, (disk) => {
      mkdirSync(dirname(`${disk.root}/${path}`), { recursive: true });
      make(`${disk.root}/${path}`, disk);
    });
    expect([now.kind, wordsOf(now)]).toEqual([
      "refused",
      expect.stringContaining(`cannot read ${root}/${path}: ${words}`),
    ]);
  });
});

describe.each(RULES_FILES)("in the place of %s", (path) => {
  // A folder there is no rules file, as in Codex.
  test.each(FORMS.filter(([name]) => name !== "a folder"))("%s", async (_name, make, words) => {
    const { now, before, root } = await withoutAndWith({}, (disk) => {
      mkdirSync(dirname(`${disk.root}/${path}`), { recursive: true });
      make(`${disk.root}/${path}`, disk);
    });
    expect(wordsOf(now)).toContain(`${root}/${path}:null:null: it cannot be read: ${words}`);
    expect(asksAlways(now)).toBe(true);
    expect(isNowhereLooser(now, before)).toBe(true);
  });
});

/** Bytes and depth that would keep a careless reader busy for hours. */
const MANY = 100_000;
const HUGE: readonly [name: string, text: string, words: string][] = [
  ["brackets", `a = ${"[".repeat(MANY)}`, ":1:133: this is not TOML"],
  ["tables in tables", `a = ${"{ a = ".repeat(MANY)}`, ":1:773: this is not TOML"],
  ["a name of many parts", `x = 1\na${".a".repeat(MANY)} = 1\n`, ":2:1: this is not TOML"],
  ["a header of many parts", `x = 1\n[a${".a".repeat(MANY)}]\n`, ":2:1: this is not TOML"],
  ["headers of many parts behind lists", `[[a]]\n[a${".b".repeat(MANY)}]\n`, ":2:1: this is not TOML"],
  ["many keys and a fault at the end", `${keys(MANY / 2)}sandbox_mode = 5\n`, `:${MANY / 2 + 1}:16: `],
  ["many projects on one line", `projects = { ${projects(MANY / 5)} }\nsandbox_mode = 5\n`, ":2:16: "],
  ["a long line and a fault behind it", `model = "${"é😀".repeat(MANY / 2)}"\nsandbox_mode = 5\n`, ":2:16: "],
  [
    "a fault in a long line",
    `sandbox_workspace_write = { writable_roots = ["${"é😀".repeat(MANY / 2)}"], network_access = 5 }\n`,
    `:1:${MANY + 69}: `,
  ],
];

function keys(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index} = 1\n`).join("");
}

function projects(count: number): string {
  return Array.from({ length: count }, (_, index) => `"/w${index}" = { trust_level = "untrusted" }`).join(", ");
}

test.each(HUGE)("%s end soon, with their place", async (_name, text, words) => {
  const { now, root } = await withoutAndWith({}, (disk) => disk.put("home/config.toml", text));
  expect(wordsOf(now).slice(0, 200)).toContain(`${root}/home/config.toml${words}`);
});

/** What a user who is not root is told of a file that only root may read. */
async function toldWithout(path: string): Promise<string> {
  const disk = newDisk();
  for (const folder of [dirname(disk.root), disk.root]) chmodSync(folder, 0o755);
  chmodSync(disk.put(path, "a = 1\n"), 0);
  process.seteuid?.(NOBODY);
  try {
    return wordsOf(await outcomeOn(disk)).replace(disk.root, "");
  } finally {
    process.seteuid?.(0);
  }
}
const NOBODY = 65_534;

test.runIf(process.getuid?.() === 0)(
  "files that this user may not read stop the start, and rules files ask",
  async () => {
    const said: string[] = [];
    for (const path of [...READ_WHOLE, ...RULES_FILES]) said.push(await toldWithout(path));
    expect(said).toEqual([
      ...READ_WHOLE.map((path) => `cannot read /${path}: permission denied; mend it or move it away`),
      ...RULES_FILES.map((path) => `/${path}:null:null: it cannot be read: permission denied`),
    ]);
  },
);

const STRICT = 'approval_policy = "untrusted"\nsandbox_mode = "read-only"\n';
test.each(HOSTILE_REQUIREMENTS)("a project that requires %s loosens nothing", async (_name, text) => {
  for (const mine of ["", STRICT, 'approval_policy = "never"\n']) {
    const { now, before } = await withoutAndWith({ "home/config.toml": mine }, (disk) =>
      disk.put("ws/.codex/requirements.toml", text),
    );
    expect(isNowhereLooser(now, before)).toBe(true);
  }
});

const OWN_RULES =
  'prefix_rule(pattern = ["rm"], decision = "forbidden")\nprefix_rule(pattern = ["npm"], decision = "prompt")\n';

function marking(level: "trusted" | "untrusted"): (root: string) => string {
  return (root) => `[projects."${root}/ws"]\ntrust_level = "${level}"\n`;
}

/** As a stranger's, and as one that a person has marked. */
const MARKS: readonly (readonly [mark: string, settings: (root: string) => string])[] = [
  ["not marked", () => ""],
  ["marked untrusted", marking("untrusted")],
];

describe.each(MARKS)("a project that is %s", (_mark, markedBy) => {
  test.each(OWN_SETTINGS)("loosens nothing of %j", async (mine) => {
    expect(await loosenedBy(mine, markedBy)).toEqual([]);
  });
});

test("the same files of a project that is trusted do count", async () => {
  const [, strict = ""] = OWN_SETTINGS;
  expect((await loosenedBy(strict, marking("trusted"))).length).toBeGreaterThan(10);
});

const HOSTILE_FILES: readonly (readonly [path: string, text: string])[] = [
  ...HOSTILE_CONFIG.map((text) => ["ws/.codex/config.toml", text] as const),
  ...HOSTILE_RULES.map((text) => ["ws/.codex/rules/a.rules", text] as const),
  ...HOSTILE_RULES.map((text) => ["ws/.codex/execpolicy/a.star", text] as const),
];

/** Which of the hostile files make some decision looser, each by itself. */
async function loosenedBy(mine: string, markedBy: (root: string) => string): Promise<readonly string[]> {
  const disk = newDisk();
  disk.put("home/config.toml", `${mine}${markedBy(disk.root)}`);
  disk.put("home/rules/mine.rules", OWN_RULES);
  const before = await outcomeOn(disk);
  expect(before.kind).toBe("decides");
  const looser: string[] = [];
  for (const [path, text] of HOSTILE_FILES) {
    const file = disk.put(path, `${text}\n`);
    if (!isNowhereLooser(await outcomeOn(disk), before)) looser.push(text);
    rmSync(file);
  }
  return looser;
}

const RUNS = 100;

/** A file whose text is mutated, told by its path, and whether it may only tighten as long as it loads. */
const MUTATED: readonly [path: string, kind: keyof typeof WHOLE, tightensOnly: boolean][] = [
  ["home/config.toml", "config", false],
  ["ws/.codex/config.toml", "config", true],
  ["system/managed_config.toml", "config", false],
  ["system/requirements.toml", "requirements", true],
  ["ws/.codex/requirements.toml", "requirements", true],
  ["home/rules/a.rules", "rules", false],
  ["ws/.codex/rules/a.rules", "rules", true],
];

test.each(MUTATED)("%s, mutated at random: located faults, nothing looser", async (path, kind, tightensOnly) => {
  let broken = 0;
  const disk = newDisk();
  const before = await without({});
  await fc.assert(
    fc.asyncProperty(fc.array(MUTATIONS, { minLength: 1, maxLength: 3 }), async (mutations: readonly Mutation[]) => {
      const text = mutations.reduce(mutated, WHOLE[kind]);
      const file = disk.put(path, text);
      const now = await outcomeOn(disk);
      const isBroken = now.kind === "refused" || now.broken.length > 0;
      if (isBroken) broken += 1;
      const isTold = !isBroken || isLocated(wordsOf(now), { file, text });
      const isTight = !(isBroken || tightensOnly) || isNowhereLooser(now, before);
      expect({ words: wordsOf(now), isTold, isTight }).toEqual({ words: wordsOf(now), isTold: true, isTight: true });
    }),
    { numRuns: RUNS, seed: 6 },
  );
  // Else the mutations would show nothing.
  expect(broken).toBeGreaterThan(RUNS / 4);
});

/** One line, with a place that the text has; or words about the file as a whole. */
function isLocated(words: string, { file, text }: { readonly file: string; readonly text: string }): boolean {
  if (/\n|\bat .*\.ts:/.test(words)) return false;
  if (words.includes(`${file}: `)) return true;
  const [, line = "", column = ""] = /:(\d+):(\d+): /.exec(words.slice(words.indexOf(file) + file.length)) ?? [];
  const lines = text.split("\n");
  const at = Number(line);
  return at >= 1 && at <= lines.length && Number(column) >= 1 && Number(column) <= (lines[at - 1] ?? "").length + 2;
}
