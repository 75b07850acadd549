/** `assent trust`: what is shown, and that nothing is trusted unseen. */
import { expect, test } from "vitest";
import type { ProjectView, TrustAnswer } from "../../../src/core/config/trust-view.ts";
import type { StartFault } from "../../../src/engine/host.ts";
import { err, ok, type Result } from "../../../src/kit/result.ts";
import { trust } from "../../../src/surfaces/cli/trust.ts";
import { BARE, CHANGED, HOSTILE, MARK, SAME, UNKNOWN, UNRECORDED, UNTRUSTED } from "../trust-views.ts";

type World = {
  readonly before: ProjectView;
  /** How it is found once something was kept; as before if left out. */
  readonly after?: ProjectView;
  readonly answer?: TrustAnswer | null;
  readonly fault?: StartFault;
  readonly failure?: string;
};

type Ended = {
  readonly status: number;
  readonly out: string;
  readonly error: string;
  readonly done: readonly string[];
};

async function run(args: readonly string[], world: World, colour = false): Promise<Ended> {
  let out = "";
  let error = "";
  const done: string[] = [];
  const act = async (what: string): Promise<void> => {
    if (world.failure !== undefined) throw new Error(world.failure);
    done.push(what);
  };
  const look = async (folder: string | null): Promise<Result<ProjectView, StartFault>> => {
    if (folder !== null) done.push(`look ${folder}`);
    if (world.fault !== undefined) return err(world.fault);
    const isChanged = done.some((each) => !each.startsWith("look"));
    return ok(isChanged ? (world.after ?? world.before) : world.before);
  };
  const status = await trust(args, {
    look,
    ask: async () => world.answer ?? null,
    keep: (view, answer) => act(`${answer} ${view.digest}`),
    forget: (view) => act(`forget ${view.digest}`),
    out: (text) => (out += text),
    error: (text) => (error += text),
    colour: () => colour,
  });
  return { status, out, error, done };
}

test.each(["../other", ".", "..", "/w", "sub/"])("shows the folder %s, which is no command", async (folder) => {
  const ended = await run([folder], { before: BARE });
  expect(ended).toEqual({ ...(await run(["show", folder], { before: BARE })), done: [`look ${folder}`] });
});

test.each([
  ["unknown", UNKNOWN],
  ["changed", CHANGED],
  ["same", SAME],
  ["unrecorded", UNRECORDED],
  ["untrusted", UNTRUSTED],
  ["bare", BARE],
  ["hostile", HOSTILE],
])("shows a project: %s", async (name, before) => {
  const ended = await run([], { before });
  expect({ ...ended, out: "" }).toEqual({ status: 0, out: "", error: "", done: [] });
  await expect(ended.out.replaceAll(before.digest, "DIGEST")).toMatchFileSnapshot(`trust-${name}.txt`);
  expect(await run(["show", "sub"], { before })).toEqual({ ...ended, done: ["look sub"] });
});

test("colours are for who wants them", async () => {
  expect((await run(["show"], { before: CHANGED })).out).not.toContain("\u001b");
  expect((await run(["show"], { before: CHANGED }, true)).out).toContain('\u001b[32m    + approval_policy = "never"');
});

test("as JSON", async () => {
  const { out } = await run(["show", "--json"], { before: CHANGED });
  expect(JSON.parse(out)).toEqual({
    root: "/w/app",
    repository: true,
    worktree_of: null,
    mark: { level: "trusted", key: "/w/app", file: "/home/you/.codex/config.toml", line: 12 },
    content: "changed",
    counts: "tightening-only",
    cuts: CHANGED.cuts,
    files: [
      {
        path: ".codex/config.toml",
        kind: "config",
        state: "changed",
        before: CHANGED.trust.changes[0]?.before,
        now: CHANGED.trust.changes[0]?.now,
      },
      { path: ".codex/rules/0.rules", kind: null, state: "gone", before: CHANGED.trust.changes[1]?.before, now: null },
      { path: ".codex/rules/a.rules", kind: "rules", state: "new", before: null, now: CHANGED.trust.changes[2]?.now },
      { path: ".codex/rules/b.rules", kind: "rules", state: "same" },
    ],
    digest: CHANGED.digest,
  });
  const hostile = (await run(["show", "--json"], { before: HOSTILE })).out;
  expect(hostile).toMatch(/^[\x20-\x7e]*\n$/);
  expect(JSON.parse(hostile)).toMatchObject({ root: HOSTILE.project.root });
});

const TOLD = "/w/app is trusted as it is now\n";
const DONE = { before: UNKNOWN, after: SAME } as const;
const ADDED: readonly [name: string, args: readonly string[], world: World, expected: Partial<Ended>][] = [
  [
    "asks, and trusts what was shown",
    ["add"],
    { ...DONE, answer: "trust" },
    { out: TOLD, done: [`trust ${UNKNOWN.digest}`] },
  ],
  [
    "trusts what the digest stands for",
    ["add", "--yes", "--digest", UNKNOWN.digest, "dir"],
    DONE,
    { out: TOLD, done: ["look dir", `trust ${UNKNOWN.digest}`, "look dir"] },
  ],
  [
    "another digest",
    ["add", "--yes", "--digest", CHANGED.digest],
    DONE,
    {
      status: 76,
      error: "assent trust: this is not the content that the digest stands for; look at it again: assent trust show\n",
    },
  ],
  [
    "the beginning of the digest",
    ["add", "--yes", "--digest", UNKNOWN.digest.slice(0, 32)],
    DONE,
    {
      status: 76,
      error: "assent trust: this is not the content that the digest stands for; look at it again: assent trust show\n",
    },
  ],
  ["not now", ["add"], { ...DONE, answer: "not-now" }, { status: 76 }],
  ["cancelled", ["add"], { ...DONE, answer: "cancel" }, { status: 130 }],
  [
    "the terminal is lost",
    ["add"],
    { ...DONE, answer: "lost" },
    { status: 76, error: "assent trust: there was no answer; nothing is changed\n" },
  ],
  [
    "no terminal",
    ["add"],
    { ...DONE, answer: null },
    {
      status: 76,
      error: "assent trust: there is no terminal to ask at; look at it with assent trust show, which tells how\n",
    },
  ],
  [
    "never",
    ["add"],
    { before: UNKNOWN, after: UNTRUSTED, answer: "never" },
    {
      out: "/w/app is marked as untrusted: its files only tighten, and commands ask as under untrusted\n",
      done: [`never ${UNKNOWN.digest}`],
    },
  ],
  ["nothing to do", ["add"], { before: SAME }, { out: "/w/app is trusted already, as it is\n" }],
  [
    "marked elsewhere: recorded now",
    ["add"],
    { before: UNRECORDED, after: SAME, answer: "trust" },
    { out: TOLD, done: [`trust ${UNRECORDED.digest}`] },
  ],
  [
    "files that change meanwhile",
    ["add"],
    { before: UNKNOWN, after: CHANGED, answer: "trust" },
    {
      status: 70,
      error:
        "assent trust: that does not count for /w/app: its files have changed meanwhile; look at them: assent trust show\n",
      done: [`trust ${UNKNOWN.digest}`],
    },
  ],
  [
    "a stronger mark",
    ["add"],
    { before: UNKNOWN, after: UNTRUSTED, answer: "trust" },
    {
      status: 70,
      error:
        "assent trust: that does not count for /w/app: the mark that holds: untrusted, by /home/you/.codex/config.toml:12:15\n",
      done: [`trust ${UNKNOWN.digest}`],
    },
  ],
  [
    "what cannot be written",
    ["add"],
    { ...DONE, answer: "trust", failure: "no space \u001b[2J" },
    { status: 70, error: "assent trust: no space \\x1b[2J\n" },
  ],
  [
    "deny",
    ["deny"],
    { before: SAME, after: UNTRUSTED },
    {
      out: "/w/app is marked as untrusted: its files only tighten, and commands ask as under untrusted\n",
      done: [`never ${SAME.digest}`],
    },
  ],
  [
    "deny without effect",
    ["deny"],
    { before: SAME },
    {
      status: 70,
      error:
        "assent trust: that does not count for /w/app: the mark that holds: trusted, by /home/you/.codex/config.toml:12:15\n",
      done: [`never ${SAME.digest}`],
    },
  ],
  [
    "remove",
    ["remove"],
    { before: SAME, after: UNKNOWN },
    { out: "/w/app is neither trusted nor untrusted\n", done: [`forget ${SAME.digest}`] },
  ],
  [
    "remove what somebody else has marked",
    ["remove"],
    { before: SAME },
    {
      status: 70,
      error:
        "assent trust: /w/app is still trusted, by /home/you/.codex/config.toml:12:15, which is not a mark of yours for this folder\n",
      done: [`forget ${SAME.digest}`],
    },
  ],
  [
    "a file that is wrong",
    ["show"],
    { before: SAME, fault: { kind: "config", error: { kind: "unreadable", file: "/x", why: "it is a folder" } } },
    { status: 78, error: "assent: cannot read /x: it is a folder; mend it or move it away\n" },
  ],
];

test.each(ADDED)("%s", async (_name, args, world, expected) => {
  expect(await run(args, world)).toEqual({ status: 0, out: "", error: "", done: [], ...expected });
});

const TOGETHER =
  "--yes and --digest go together, so that nothing is trusted unseen: assent trust show prints the digest";
test.each([
  [["add", "--yes"], TOGETHER],
  [["add", "--digest", UNKNOWN.digest], TOGETHER],
  [["show", "a", "b\u001b"], 'one folder at a time; what is "b\\u001b"?'],
  [["show", "--yes"], "--yes is for other commands"],
  [["deny", "--yes", "--digest", UNKNOWN.digest], "--yes is for other commands"],
])("wrong usage: %j", async (args, why) => {
  expect(await run(args, { before: UNKNOWN })).toEqual({
    status: 64,
    out: "",
    error: `assent trust: ${why}\nTry: assent trust --help\n`,
    done: [],
  });
});

test("a word that is no command, and help", async () => {
  expect(await run(["remov"], { before: UNKNOWN })).toEqual({
    status: 64,
    out: "",
    error:
      'assent: there is no command "remov" in assent trust; did you mean assent trust remove?\nTry: assent trust --help\n',
    done: [],
  });
  const helps = await Promise.all(
    [["-h"], ["show", "-h"], ["add", "--help"]].map((args) => run(args, { before: SAME })),
  );
  expect(helps.map(({ status, out }) => [status, out.split("\n")[0]])).toEqual([
    [0, "Usage: assent trust [show|add|deny|remove] [OPTION]... [DIR]"],
    [0, "Usage: assent trust show [OPTION]... [DIR]"],
    [0, "Usage: assent trust [show|add|deny|remove] [OPTION]... [DIR]"],
  ]);
});

test("the mark of a flag has no line", async () => {
  const before: ProjectView = {
    ...SAME,
    trust: { ...SAME.trust, marked: { ...MARK, place: { kind: "flag", text: "-c projects=…" } } },
  };
  const { out } = await run(["--json"], { before });
  expect(JSON.parse(out)).toMatchObject({ mark: { level: "trusted", file: null, line: null } });
});
