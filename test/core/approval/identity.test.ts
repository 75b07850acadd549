/** What a grant for the session covers, and what makes an action another one. */
import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Facts, Target } from "../../../src/core/approval/facts.ts";
import { coversOf, identityOf, isCovered, leadsOf } from "../../../src/core/approval/identity.ts";
import { READ_ONLY, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";

type ActionOf<Kind extends Action["kind"]> = Action & { readonly kind: Kind };

const COMMAND: ActionOf<"command"> = { kind: "command", argv: ["ls"], cwd: "/w", escalate: false, why: null };
const PATCH: ActionOf<"patch"> = { kind: "patch", text: "one", cwd: "/w", why: null };
const ABOUT = {
  title: null,
  description: null,
  hints: { readOnly: null, destructive: null, openWorld: null, idempotent: null },
};
const TOOL: ActionOf<"mcp"> = {
  kind: "mcp",
  server: "a",
  tool: "b",
  input: 1,
  about: ABOUT,
  approval: null,
  why: null,
};
const EXTRA = { read: [], write: ["/a"], network: false };

describe("a command is the same", () => {
  const SAME: readonly (readonly [name: string, other: Partial<typeof COMMAND>, isSame: boolean])[] = [
    ["whatever the agent says of it", { why: "because" }, true],
    ["whatever rule the agent would like", { suggested: ["ls"] }, true],
    ["where it wants nothing more", { more: { read: [], write: [], network: false }, tty: false }, true],
    ["but not with other words", { argv: ["ls", "-l"] }, false],
    ["but not in another folder", { cwd: "/x" }, false],
    ["but not outside the sandbox", { escalate: true }, false],
    ["but not with a terminal", { tty: true }, false],
    ["but not with more permissions", { more: EXTRA }, false],
  ];
  test.each(SAME)("%s", (_name, other, isSame) => {
    const remembered = new Set(coversOf(COMMAND, READ_ONLY));
    expect(isCovered(coversOf({ ...COMMAND, ...other }, READ_ONLY), remembered)).toBe(isSame);
  });

  test("but not under other permissions", () => {
    expect(isCovered(coversOf(COMMAND, UNRESTRICTED), new Set(coversOf(COMMAND, READ_ONLY)))).toBe(false);
  });
});

describe("where a command leads", () => {
  const FILE = { device: 1, inode: 2, size: 3, modifiedMs: 4, changedMs: 5, digest: "d1" };
  const SCRIPT = { name: "./run", path: "/w/run", writable: true, identity: FILE };
  const UNREAD = { ...SCRIPT, identity: { ...FILE, digest: null } };
  const LINK = { path: "/w/link", real: "/out" };
  const PLACES: readonly (readonly [name: string, facts: Partial<Facts>, leads: unknown])[] = [
    ["is nowhere else for a folder and words that are what they are", { folder: "/w", links: [] }, []],
    ["is where its folder really is", { folder: "/real", links: [] }, [["/w", "/real"]]],
    ["is a place of its own where that cannot be told", { folder: null, links: [] }, [["/w", null]]],
    ["is nowhere else for programs of the system", { programs: [{ ...SCRIPT, writable: false }] }, []],
    ["is what its own scripts say", { programs: [SCRIPT] }, [["./run", "/w/run d1"]]],
    ["is a file where its text was not read", { programs: [UNREAD] }, [["./run", "/w/run 1:2 3 5"]]],
    ["is nothing yet", { programs: [{ ...SCRIPT, path: null, identity: null }] }, [["./run", null]]],
    ["is where its words lead", { links: [LINK, { path: "/a", real: "/a" }] }, [["/w/link", "/out"]]],
  ];
  test.each(PLACES)("%s", (_name, given, leads) => {
    const facts = { links: [], programs: [], ...given };
    expect(leadsOf(COMMAND, facts)).toEqual(leads);
    const remembered = new Set(coversOf(COMMAND, READ_ONLY, [], leadsOf(COMMAND, facts)));
    const elsewhere = leadsOf(COMMAND, { ...facts, folder: "/elsewhere" });
    expect(isCovered(coversOf(COMMAND, READ_ONLY, [], leadsOf(COMMAND, facts)), remembered)).toBe(true);
    expect(isCovered(coversOf(COMMAND, READ_ONLY, [], elsewhere), remembered)).toBe(false);
  });

  test("is nothing of other actions", () => {
    expect(leadsOf(PATCH, { folder: "/real", links: [LINK], programs: [SCRIPT] })).toEqual([]);
  });
});

function writes(...paths: readonly string[]): readonly Target[] {
  return paths.map((path) => ({ path, change: { kind: "create", path, after: "" } }));
}

describe("a patch is covered", () => {
  const remembered = new Set(coversOf(PATCH, READ_ONLY, writes("/a", "/b")));
  const moved: readonly Target[] = [
    { path: "/a", change: { kind: "rename", path: "a", to: "/c", before: "", after: "" } },
  ];
  const COVERED: readonly (readonly [name: string, targets: readonly Target[], isCovered: boolean])[] = [
    ["where it writes the same files", writes("/b", "/a"), true],
    ["where it writes some of them", writes("/b"), true],
    ["but not where it writes another as well", writes("/a", "/c"), false],
    ["but not where it moves one elsewhere", moved, false],
    ["but not where nothing is known of what it writes", [], false],
  ];
  test.each(COVERED)("%s", (_name, targets, expected) => {
    expect(isCovered(coversOf({ ...PATCH, text: "two" }, READ_ONLY, targets), remembered)).toBe(expected);
  });

  test("though it is another one to a grant for once", () => {
    expect(identityOf({ ...PATCH, text: "two" }, READ_ONLY)).not.toBe(identityOf(PATCH, READ_ONLY));
  });
});

describe("a tool is another one where its server", () => {
  const OTHER: readonly (readonly [name: string, other: Partial<typeof TOOL>])[] = [
    ["is another", { server: "c" }],
    ["names it otherwise", { tool: "c" }],
    ["takes a hint back", { about: { ...ABOUT, hints: { ...ABOUT.hints, destructive: true } } }],
    ["tells something else of it", { about: { ...ABOUT, description: "Harmless" } }],
  ];
  test.each(OTHER)("%s", (_name, other) => {
    const changed = { ...TOOL, ...other };
    expect(isCovered(coversOf(changed, UNRESTRICTED), new Set(coversOf(TOOL, UNRESTRICTED)))).toBe(false);
    expect(identityOf(changed, UNRESTRICTED)).not.toBe(identityOf(TOOL, UNRESTRICTED));
  });
});

test("a tool is covered whatever it is called with, and a grant for once is for one call", () => {
  expect(coversOf({ ...TOOL, input: 2 }, UNRESTRICTED)).toEqual(coversOf(TOOL, UNRESTRICTED));
  expect(identityOf({ ...TOOL, input: 2 }, UNRESTRICTED)).not.toBe(identityOf(TOOL, UNRESTRICTED));
  expect(coversOf({ ...TOOL, tool: "c" }, UNRESTRICTED)).not.toEqual(coversOf(TOOL, UNRESTRICTED));
});

test.each<Action>([
  { kind: "stdin", text: "y", process: "1", argv: ["cat"], cwd: "/w", isSandboxed: false, why: null },
  { kind: "permissions", wanted: EXTRA, cwd: "/w", why: null },
  { kind: "elicitation", server: "a", message: "b", form: { kind: "url", url: "c", id: "d" }, why: null },
])("no grant lasts for $kind", (action) => {
  expect(coversOf(action, UNRESTRICTED)).toEqual([]);
  expect(isCovered(coversOf(action, UNRESTRICTED), new Set([identityOf(action, UNRESTRICTED)]))).toBe(false);
});
