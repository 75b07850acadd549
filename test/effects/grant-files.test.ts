/** Grants seen and taken back by another process, in real files. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SessionGrant } from "../../src/core/approval/session-grant.ts";
import { changeGrant, cleanGrants, grantFiles, listGrants } from "../../src/effects/grant-files.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(`${tmpdir()}/assent-grants-`);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const GRANT: SessionGrant = {
  id: "g1",
  kind: "command",
  covers: ["c"],
  opens: null,
  words: "make in /w",
  madeAt: 1,
  until: null,
  usesLeft: null,
  survivesResume: false,
  case: "1",
  turn: null,
  agent: null,
};
const LASTING: SessionGrant = { ...GRANT, id: "g2", survivesResume: true };
const OVER: SessionGrant = { ...GRANT, id: "g3", until: 2 };
const FOLDER = (): string => `${home}/assent/grants`;

function filesOf(name = "t-1", notices: string[] = []): ReturnType<typeof grantFiles> {
  return grantFiles({ home, name, cwd: "/w", thread: name }, (text) => void notices.push(text));
}

test("what is kept is listed with who holds it, for the user alone; what is over is not", async () => {
  await filesOf().keep([GRANT, LASTING, OVER]);
  expect(await listGrants(home)).toEqual([
    { name: "t-1", cwd: "/w", thread: "t-1", pid: process.pid, grants: [GRANT, LASTING], fault: null },
  ]);
  expect(statSync(`${FOLDER()}/t-1.json`).mode & 0o777).toBe(0o600);
});

test("nothing is listed where there never was a grant, or none is left", async () => {
  expect(await listGrants(home)).toEqual([]);
  const files = filesOf();
  await files.keep([GRANT]);
  await files.keep([]);
  expect(await listGrants(home)).toEqual([]);
});

test("what another process changed is told each time, oldest first, and shown at once", async () => {
  const files = filesOf();
  await files.keep([GRANT, LASTING]);
  expect(await files.changes()).toEqual([]);
  const limited = { kind: "limited", id: "g2", until: null, uses: 2, survivesResume: false } as const;
  expect(await changeGrant(home, "t-1", { kind: "revoked", id: "g1" })).toEqual({ ok: true, value: null });
  expect(await files.changes()).toEqual([{ kind: "revoked", id: "g1" }]);
  expect(await changeGrant(home, "t-1", limited)).toEqual({ ok: true, value: null });
  const all = [{ kind: "revoked", id: "g1" }, limited];
  expect([await files.changes(), await files.changes()]).toEqual([all, all]);
  const [listed] = await listGrants(home);
  expect(listed?.grants).toEqual([{ ...LASTING, usesLeft: 2, survivesResume: false }]);
});

const WRONG: readonly (readonly [name: string, session: string, id: string, error: string])[] = [
  ["a session that is not there", "t-2", "g1", "there is no grant g1 of t-2"],
  ["a grant that is not there", "t-1", "g9", "there is no grant g9 of t-1"],
  ["a grant that is over", "t-1", "g3", "there is no grant g3 of t-1"],
  ["a name that leads elsewhere", "../t-1", "g1", "there are no grants of ../t-1"],
];
test.each(WRONG)("to change %s is refused, and nothing is written", async (_name, session, id, error) => {
  await filesOf().keep([GRANT, OVER]);
  expect(await changeGrant(home, session, { kind: "revoked", id })).toEqual({ ok: false, error });
  expect(existsSync(`${FOLDER()}/t-1.changes.jsonl`)).toBe(false);
});

test("a change that takes nothing away is refused", async () => {
  await filesOf().keep([{ ...GRANT, usesLeft: 1 }]);
  const wider = { kind: "limited", id: "g1", until: null, uses: 5, survivesResume: true } as const;
  expect(await changeGrant(home, "t-1", wider)).toEqual({
    ok: false,
    error: "g1 is limited to no more than that already",
  });
});

const BROKEN: readonly (readonly [name: string, text: string])[] = [
  ["a line without an end", '{"kind":"revoked","id":"g1"}'],
  ["a line that is no JSON", "revoked g1\n"],
  ["an unknown change", '{"kind":"widened","id":"g1"}\n'],
  ["an empty line", "\n"],
  ["a limit without its time", '{"kind":"limited","id":"g1","uses":1,"survivesResume":true}\n'],
];
test.each(BROKEN)("changes with %s cannot be told, and the list says so", async (_name, text) => {
  const files = filesOf();
  await files.keep([GRANT]);
  appendFileSync(`${FOLDER()}/t-1.changes.jsonl`, text);
  await expect(files.changes()).rejects.toThrow("t-1.changes.jsonl holds something that is no change of a grant");
  const [listed] = await listGrants(home);
  expect([listed?.grants, listed?.fault]).toEqual([
    [],
    `${FOLDER()}/t-1.changes.jsonl holds something that is no change of a grant`,
  ]);
});

test("changes in a folder in the place of the file cannot be told", async () => {
  const files = filesOf();
  await files.keep([GRANT]);
  mkdirSync(`${FOLDER()}/t-1.changes.jsonl`);
  await expect(files.changes()).rejects.toThrow("cannot read");
});

test("a file of grants that cannot be read is listed as such", async () => {
  mkdirSync(FOLDER(), { recursive: true });
  writeFileSync(`${FOLDER()}/t-1.json`, '{"format":99}');
  const fault = `${FOLDER()}/t-1.json holds no grants that this version understands`;
  expect(await listGrants(home)).toEqual([{ name: "t-1", cwd: "", thread: null, pid: null, grants: [], fault }]);
  expect(await cleanGrants(home)).toEqual([]);
});

test("grants that cannot be written are told of once, and nothing throws", async () => {
  const notices: string[] = [];
  mkdirSync(`${home}/assent`);
  writeFileSync(FOLDER(), "");
  const files = filesOf("t-1", notices);
  await files.keep([GRANT]);
  await files.keep([GRANT, LASTING]);
  expect(notices.map((text) => text.split(":")[0])).toEqual(["what is granted cannot be listed by others"]);
});

test("with the session what does not last ends; the rest is held by nobody until the thread is resumed", async () => {
  const files = filesOf();
  await files.keep([GRANT, LASTING]);
  await changeGrant(home, "t-1", { kind: "revoked", id: "g1" });
  await files.close();
  expect(await listGrants(home)).toEqual([
    { name: "t-1", cwd: "/w", thread: "t-1", pid: null, grants: [LASTING], fault: null },
  ]);
  expect(await changeGrant(home, "t-1", { kind: "revoked", id: "g2" })).toEqual({ ok: true, value: null });
  // Whoever resumes it hears of it.
  expect(await filesOf().changes()).toEqual([
    { kind: "revoked", id: "g1" },
    { kind: "revoked", id: "g2" },
  ]);
});

/** As a session leaves it that was killed. */
function kill(name: string): void {
  const text = readFileSync(`${FOLDER()}/${name}.json`, "utf8");
  writeFileSync(`${FOLDER()}/${name}.json`, text.replace(/"startedAt":"[^"]*"/u, '"startedAt":"1"'));
}

test("what is over is removed with its changes, of sessions that have ended alone", async () => {
  await filesOf("live").keep([GRANT]);
  await filesOf("ended").keep([GRANT]);
  await changeGrant(home, "ended", { kind: "revoked", id: "g1" });
  kill("ended");
  expect(await cleanGrants(home)).toEqual(["ended"]);
  expect(["live.json", "ended.json", "ended.changes.jsonl"].map((name) => existsSync(`${FOLDER()}/${name}`))).toEqual([
    true,
    false,
    false,
  ]);
});

test("what was taken from a grant that would go on is not forgotten, and the grant is listed no more", async () => {
  await filesOf().keep([LASTING]);
  kill("t-1");
  await changeGrant(home, "t-1", { kind: "revoked", id: "g2" });
  expect([await listGrants(home), await cleanGrants(home)]).toEqual([[], []]);
  expect(await filesOf().changes()).toEqual([{ kind: "revoked", id: "g2" }]);
});

test("a session that is no thread is never resumed: nothing of it goes on", async () => {
  const files = grantFiles({ home, name: "run", cwd: "/w", thread: null }, () => undefined);
  await files.keep([LASTING]);
  kill("run");
  expect([await listGrants(home), await cleanGrants(home)]).toEqual([[], ["run"]]);
});

test("what is over is removed when another session has its first grant", async () => {
  await filesOf("ended").keep([GRANT]);
  kill("ended");
  await filesOf("next").keep([GRANT]);
  expect(existsSync(`${FOLDER()}/ended.json`)).toBe(false);
});
