/** Sessions that start in a project on a real disk: what is asked, kept and told. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settleTrust } from "../../src/compose/project-trust.ts";
import type { Place } from "../../src/compose/place.ts";
import { NO_FLAGS } from "../../src/core/config/flags.ts";
import { countsInFull, type FileChange } from "../../src/core/config/trust.ts";
import type { ProjectView, TrustAnswer } from "../../src/core/config/trust-view.ts";
import { loadConfig } from "../../src/effects/load-config.ts";
import { readTrust } from "../../src/effects/trust-store.ts";
import { changeTrust } from "../../src/effects/trust-write.ts";
import type { StartFault } from "../../src/engine/host.ts";
import { err, ok, type Result } from "../../src/kit/result.ts";
import { git } from "../effects/git-world.ts";

let root = "";
let home = "";
let work = "";
beforeEach(() => {
  // Not in /tmp: while sandboxes run there, a folder stands in for its .git.
  root = realpathSync(mkdtempSync("/var/tmp/assent-start-"));
  [home, work] = [`${root}/home`, `${root}/work`];
  put({ "home/config.toml": "", "work/.git/HEAD": "" });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(`${root}/${name}`), { recursive: true });
    writeFileSync(`${root}/${name}`, text);
  }
}

const LOOSE = 'sandbox_mode = "danger-full-access"\n';
const RULES = 'prefix_rule(pattern = ["git", "push"], decision = "allow")\n';

function mark(level: string, folder = work): void {
  writeFileSync(`${home}/config.toml`, `[projects."${folder}"]\ntrust_level = "${level}"\n`);
}

async function load(cwd: string): Promise<Result<Place, StartFault>> {
  const sources = { home, userHome: root, cwd, overrides: [], flags: NO_FLAGS, systemFolder: `${root}/etc` } as const;
  const loaded = await loadConfig({ ...sources, surface: "run" });
  if (!loaded.ok) return err({ kind: "config", error: loaded.error });
  return ok({ cwd, home, settings: loaded.value.settings, loaded: loaded.value });
}

/** What came of a start, as far as it is about trust. */
type Start = {
  readonly mode: string;
  readonly isFull: boolean;
  readonly notices: readonly string[];
  /** What was shown, by file; null where nothing was asked. */
  readonly asked: readonly FileChange[] | null;
};

type Answer = TrustAnswer | ((view: ProjectView) => TrustAnswer | Promise<TrustAnswer>);

/** @param answer null where nobody can be asked */
async function start(answer: Answer | null, cwd = work): Promise<Start | StartFault> {
  let asked: readonly FileChange[] | null = null;
  const ask = async (view: ProjectView): Promise<TrustAnswer> => {
    asked = view.trust.changes;
    return typeof answer === "function" ? answer(view) : (answer ?? "lost");
  };
  const place = await load(cwd);
  if (!place.ok) return place.error;
  const settled = await settleTrust(place.value, { ask: answer === null ? null : ask, again: () => load(cwd) });
  if (!settled.ok) return settled.error;
  const { settings, loaded } = settled.value;
  const notices = settings.notices.map(({ kind }) => kind);
  return { mode: settings.sandboxMode, isFull: countsInFull(loaded.trust), notices, asked };
}

const FULL = { mode: "danger-full-access", isFull: true, notices: [], asked: null } as const;
const CUT = { mode: "workspace-write", isFull: false, notices: [], asked: null } as const;
const added = (path: string, now: string): FileChange => ({ path, before: null, now });
const CONFIG = ".codex/config.toml";

test("a project without files is nothing to ask about, marked or not", async () => {
  expect(await start("trust")).toEqual({ ...CUT });
  mark("trusted");
  expect(await start("trust")).toEqual({ ...CUT, isFull: true });
});

test("what only tightens is nothing to ask about", async () => {
  put({
    "work/.codex/config.toml": 'sandbox_mode = "read-only"\n',
    "work/.codex/rules/a.rules": 'prefix_rule(pattern = ["rm"], decision = "forbidden")\n',
  });
  expect(await start("trust")).toEqual({ ...CUT, mode: "read-only" });
});

test("trusted: recorded with the very texts, marked, and never asked again", async () => {
  put({ "work/.codex/config.toml": LOOSE, "work/.codex/rules/a.rules": RULES });
  expect(await start("trust")).toEqual({
    ...FULL,
    asked: [added(CONFIG, LOOSE), added(".codex/rules/a.rules", RULES)],
  });
  expect(readFileSync(`${home}/config.toml`, "utf8")).toContain(`[projects."${work}"]\ntrust_level = "trusted"\n`);
  expect(await start("trust")).toEqual(FULL);
  expect(await start(null)).toEqual(FULL);
});

test("not now: remembered for that content, and asked again for another", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  expect(await start("not-now")).toEqual({ ...CUT, asked: [added(CONFIG, LOOSE)] });
  expect(await start("trust")).toEqual({ ...CUT, notices: ["project-cut"] });
  put({ "work/.codex/config.toml": `${LOOSE}# more\n` });
  expect(await start("trust")).toEqual({ ...FULL, asked: [added(CONFIG, `${LOOSE}# more\n`)] });
});

test("never: marked as untrusted, and neither asked nor told again", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  expect(await start("never")).toEqual({ ...CUT, asked: [added(CONFIG, LOOSE)] });
  const loaded = await load(work);
  expect(loaded.ok && loaded.value.settings.approvalPolicy).toBe("untrusted");
  expect(await start("trust")).toEqual(CUT);
});

test("cancelled: nothing starts, and nothing is kept", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  expect(await start("cancel")).toEqual({
    kind: "cancelled",
    why: "cancelled at the question of trust; nothing was run",
  });
  expect(await start("lost")).toEqual({ ...CUT, notices: ["project-cut"], asked: [added(CONFIG, LOOSE)] });
  expect(await start("trust")).toEqual({ ...FULL, asked: [added(CONFIG, LOOSE)] });
});

test("without anybody to ask a notice tells", async () => {
  put({ "work/.codex/rules/a.rules": RULES });
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
  expect(await start("trust")).toEqual({ ...CUT, isFull: true, asked: [added(".codex/rules/a.rules", RULES)] });
});

test("a changed file asks again, showing what was trusted", async () => {
  put({ "work/.codex/config.toml": LOOSE, "work/.codex/rules/a.rules": RULES });
  await start("trust");
  put({ "work/.codex/config.toml": `${LOOSE}model = "x"\n`, "work/.codex/rules/b.rules": RULES });
  rmSync(`${work}/.codex/rules/a.rules`);
  const asked = [
    { path: CONFIG, before: LOOSE, now: `${LOOSE}model = "x"\n` },
    { path: ".codex/rules/a.rules", before: RULES, now: null },
    added(".codex/rules/b.rules", RULES),
  ];
  expect(await start("not-now")).toEqual({ ...CUT, asked });
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
  // What was there before counts again at once: it is what was trusted.
  put({ "work/.codex/config.toml": LOOSE, "work/.codex/rules/a.rules": RULES });
  rmSync(`${work}/.codex/rules/b.rules`);
  expect(await start(null)).toEqual(FULL);
});

test("a mark of somebody else's: recorded by the first session, and told once", async () => {
  mark("trusted");
  put({ "work/.codex/config.toml": LOOSE });
  expect(await start("not-now")).toEqual({ ...FULL, notices: ["trust-recorded"] });
  expect(await start("not-now")).toEqual(FULL);
  put({ "work/.codex/config.toml": `${LOOSE}# more\n` });
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
});

test("a mark of somebody else's does not overrule who has put it off: the question comes again", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  await start("not-now");
  mark("trusted");
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
  expect(await start("trust")).toEqual({ ...FULL, asked: [added(CONFIG, LOOSE)] });
});

test("a session that adopts a mark while another one puts the project off does not count it", async () => {
  mark("trusted");
  put({ "work/.codex/config.toml": LOOSE });
  const first = await load(work);
  if (!first.ok) throw new Error("not loaded");
  await changeTrust(home, work, () => ({ files: null, postponed: "x" }));
  const late = await settleTrust(first.value, { ask: null, again: () => load(work) });
  expect(late.ok && countsInFull(late.value.loaded.trust)).toBe(false);
});

test("a project that was marked while it had no files asks about the first one", async () => {
  mark("trusted");
  expect(await start("not-now")).toEqual({ ...CUT, isFull: true });
  put({ "work/.codex/config.toml": LOOSE });
  expect(await start("not-now")).toEqual({ ...CUT, asked: [added(CONFIG, LOOSE)] });
});

test("a file that changes while the box stands does not count, and is not recorded", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  const swap = (): TrustAnswer => {
    put({ "work/.codex/config.toml": `${LOOSE}model = "other"\n` });
    return "trust";
  };
  expect(await start(swap)).toEqual({ ...CUT, notices: ["project-cut"], asked: [added(CONFIG, LOOSE)] });
  const place = await load(work);
  const record = place.ok ? await readTrust(home, place.value.loaded.project) : null;
  expect(record?.files).toEqual(new Map([[CONFIG, LOOSE]]));
});

test("two sessions that adopt a mark at once with different files: one of them counts", async () => {
  mark("trusted");
  put({ "work/.codex/config.toml": LOOSE });
  const first = await load(work);
  put({ "work/.codex/config.toml": `${LOOSE}# other\n` });
  expect(await start(null)).toEqual({ ...FULL, notices: ["trust-recorded"] });
  // The first one had read another text; it is looked at again.
  if (!first.ok) throw new Error("not loaded");
  const late = await settleTrust(first.value, { ask: null, again: () => load(work) });
  expect(late.ok && late.value.loaded.projectFiles).toEqual([
    { path: CONFIG, kind: "config", text: `${LOOSE}# other\n` },
  ]);
});

test("a record that is broken trusts nothing, and is put right by the next answer", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  await start("trust");
  const place = await load(work);
  if (!place.ok) throw new Error("not loaded");
  await changeTrust(home, work, () => null);
  put({ [`home/assent/trust/${encodeURIComponent(work)}.json`]: "{" });
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
  expect(await start("trust")).toEqual({ ...FULL, asked: [added(CONFIG, LOOSE)] });
  expect(await start("not-now")).toEqual(FULL);
});

test("what cannot be recorded does not start", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  put({ "home/assent": "no folder\n" });
  expect(await start("trust")).toEqual({
    kind: "log",
    why: expect.stringContaining(`cannot record what is trusted of ${work}: `),
  });
  expect(readFileSync(`${home}/config.toml`, "utf8")).toBe("");
});

test("a folder below is its own question as far as it has files of its own", async () => {
  put({ "work/.codex/config.toml": LOOSE, "work/sub/.codex/config.toml": 'model = "x"\n', "work/sub/a": "" });
  await start("trust");
  const below = 'model = "x"\n';
  expect(await start("trust", `${work}/sub`)).toEqual({
    ...FULL,
    asked: [added("sub/.codex/config.toml", below)],
  });
  expect(await start(null)).toEqual(FULL);
  expect(await start(null, `${work}/sub`)).toEqual(FULL);
});

test("what was trusted under a mark that is gone is not trusted again unseen", async () => {
  put({ "work/.codex/config.toml": LOOSE, "work/sub/.codex/config.toml": 'model = "x"\n' });
  await start("trust", `${work}/sub`);
  writeFileSync(`${home}/config.toml`, "");
  await start("trust");
  expect(await start(null)).toEqual(FULL);
  expect(await start(null, `${work}/sub`)).toEqual({ ...CUT, notices: ["project-cut"] });
});

test("a folder of files outside is read through its link, and trusted by content", async () => {
  put({ "shared/config.toml": LOOSE });
  symlinkSync(`${root}/shared`, `${work}/.codex`);
  expect(await start("trust")).toEqual({ ...FULL, asked: [added(CONFIG, LOOSE)] });
  put({ "shared/config.toml": `${LOOSE}# more\n` });
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
});

test("an untrusted mark through a link holds, a trusted one through a link does not reach", async () => {
  put({ "work/.codex/config.toml": LOOSE });
  symlinkSync(work, `${root}/link`);
  mark("trusted", `${root}/link`);
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
  mark("untrusted", `${root}/link`);
  expect(await start("trust")).toEqual(CUT);
});

/** A repository whose files are committed, and a worktree of it beside it. */
function withWorktree(): string {
  rmSync(`${work}/.git`, { recursive: true });
  put({ "work/.codex/config.toml": LOOSE });
  git(work, ["init", "-q"]);
  git(work, ["add", "."]);
  git(work, ["commit", "-qm", "x"]);
  git(work, ["worktree", "add", "-q", `${root}/tree`]);
  return `${root}/tree`;
}

test("a worktree counts by its repository's trust while its files are the same", async () => {
  const tree = withWorktree();
  await start("trust");
  expect(await start(null, tree)).toEqual(FULL);
  put({ "tree/.codex/config.toml": `${LOOSE}# branch\n` });
  const asked = [{ path: CONFIG, before: LOOSE, now: `${LOOSE}# branch\n` }];
  expect(await start("trust", tree)).toEqual({ ...FULL, asked });
  // Each has its own content from then on.
  expect(await start(null, tree)).toEqual(FULL);
  expect(await start(null)).toEqual(FULL);
});

test("a worktree that is trusted by itself says nothing of its repository", async () => {
  const tree = withWorktree();
  expect(await start("trust", tree)).toEqual({ ...FULL, asked: [added(CONFIG, LOOSE)] });
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
});

test("a worktree inside the repository is one like any other", async () => {
  withWorktree();
  await start("trust");
  git(work, ["worktree", "add", "-q", "inner", "-b", "inner"]);
  expect(await start(null, `${work}/inner`)).toEqual(FULL);
});

test("a folder that only claims to be a worktree of a trusted repository is none", async () => {
  withWorktree();
  await start("trust");
  put({ "fake/.codex/config.toml": LOOSE, "fake/.git": `gitdir: ${work}/.git/worktrees/tree\n` });
  expect(await start(null, `${root}/fake`)).toEqual({ ...CUT, notices: ["project-cut"] });
});

test("the first mark of a repository that a worktree adopts is its repository's", async () => {
  const tree = withWorktree();
  mark("trusted");
  expect(await start(null, tree)).toEqual({ ...FULL, notices: ["trust-recorded"] });
  put({ "work/.codex/config.toml": `${LOOSE}# other\n` });
  expect(await start(null)).toEqual({ ...CUT, notices: ["project-cut"] });
});

test("a repository inside another one is a project of its own", async () => {
  put({ "work/.codex/config.toml": LOOSE, "work/inner/.git/HEAD": "", "work/inner/.codex/config.toml": LOOSE });
  await start("trust");
  expect(await start(null, `${work}/inner`)).toEqual({ ...CUT, notices: ["project-cut"] });
});
