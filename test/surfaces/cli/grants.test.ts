/** `assent grants`: what is listed, and what is changed by which words. */
import { expect, test } from "vitest";
import type { GrantChange, SessionGrant } from "../../../src/core/approval/session-grant.ts";
import { err, ok } from "../../../src/kit/result.ts";
import { grants } from "../../../src/surfaces/cli/grants.ts";
import type { SessionGrants } from "../../../src/surfaces/cli/grants-view.ts";

const GRANT: SessionGrant = {
  id: "g1",
  kind: "command",
  covers: ["x"],
  opens: null,
  words: "npm test in /home/you/shop",
  madeAt: 0,
  until: null,
  usesLeft: null,
  survivesResume: false,
  case: "1",
  turn: null,
  agent: null,
};
const SHOP: SessionGrants = {
  name: "0199-aaaa1111",
  cwd: "/home/you/shop",
  thread: "0199-aaaa1111",
  pid: 7,
  grants: [
    GRANT,
    { ...GRANT, id: "g2", words: "evil \u001b[31m", until: 3_600_000, usesLeft: 2, survivesResume: true },
  ],
  fault: null,
};
const OTHER: SessionGrants = { ...SHOP, name: "0199-bbbb2222", cwd: "/home/you/b", pid: null, grants: [GRANT] };
const BROKEN: SessionGrants = { ...SHOP, name: "x", grants: [], fault: "cannot read x" };

async function typed(args: readonly string[], sessions: readonly SessionGrants[], refuses = false) {
  const changed: [string, GrantChange][] = [];
  const [out, error]: [string[], string[]] = [[], []];
  const status = await grants(args, {
    list: async () => sessions,
    change: async (name, change) => {
      changed.push([name, change]);
      return refuses ? err("it is no more") : ok(null);
    },
    now: () => 1_000,
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    colour: false,
  });
  return { status, changed, out: out.join(""), error: error.join("") };
}

test("lists by session, with how long each lasts; nothing is obeyed", async () => {
  expect(await typed([], [SHOP, OTHER])).toEqual({
    status: 0,
    changed: [],
    error: "",
    out: `/home/you/shop  (process 7)
  aaaa1111.g1  npm test in /home/you/shop
      to the end of the session
  aaaa1111.g2  evil \\x1b[31m
      for 60 minutes, 2 uses left, holds again when the thread is resumed
/home/you/b  (ended)
  bbbb2222.g1  npm test in /home/you/shop
      to the end of the session
`,
  });
  expect(await typed(["list"], [])).toMatchObject({ status: 0, out: "nothing is granted\n" });
  expect(await typed([], [BROKEN])).toMatchObject({ status: 70, error: "assent: cannot read x\n" });
});

test("lists as data", async () => {
  const { out } = await typed(["--json"], [OTHER]);
  expect(JSON.parse(out)).toEqual([
    {
      session: "0199-bbbb2222",
      cwd: "/home/you/b",
      thread: "0199-aaaa1111",
      pid: null,
      fault: null,
      grants: [
        {
          id: "0199-bbbb2222.g1",
          kind: "command",
          covers: "npm test in /home/you/shop",
          opens: null,
          made_at_ms: 0,
          until_ms: null,
          uses_left: null,
          survives_resume: false,
          turn: null,
          agent: null,
        },
      ],
    },
  ]);
});

const CHANGES: readonly [args: readonly string[], changed: readonly [string, GrantChange][]][] = [
  [["revoke", "aaaa1111.g1"], [[SHOP.name, { kind: "revoked", id: "g1" }]]],
  [["revoke", "g2"], [[SHOP.name, { kind: "revoked", id: "g2" }]]],
  [
    ["revoke", "--all"],
    [
      [SHOP.name, { kind: "revoked", id: "g1" }],
      [SHOP.name, { kind: "revoked", id: "g2" }],
      [OTHER.name, { kind: "revoked", id: "g1" }],
    ],
  ],
  [
    ["limit", "bbbb.g1", "--for", "1h"],
    [[OTHER.name, { kind: "limited", id: "g1", until: 3_601_000, uses: null, survivesResume: true }]],
  ],
  [
    ["limit", "g2", "--uses", "1", "--forget"],
    [[SHOP.name, { kind: "limited", id: "g2", until: null, uses: 1, survivesResume: false }]],
  ],
];
test.each(CHANGES)("%j", async (args, changed) => {
  expect(await typed(args, [SHOP, OTHER])).toMatchObject({ status: 0, changed, error: "" });
});

const WRONG: readonly [args: readonly string[], error: RegExp][] = [
  [["revoke", "g1"], /"g1" may be any of 0199-aaaa1111\.g1, 0199-bbbb2222\.g1/],
  [["revoke", "g9"], /there is no grant "g9"/],
  [["revoke"], /an ID|the ID of a grant, or --all/],
  [["revoke", "g2", "--all"], /or --all/],
  [["limit", "g2"], /nothing is limited/],
  [["limit", "g2", "--uses", "x"], /--uses takes a whole number/],
  [["limit", "g2", "--for", "x"], /takes a time like/],
  [["list", "--all"], /--all does not go with list/],
  [["drop"], /there is no part "drop"/],
];
test.each(WRONG)("%j is wrong", async (args, error) => {
  const done = await typed(args, [SHOP, OTHER]);
  expect([done.status, done.changed]).toEqual([64, []]);
  expect(done.error).toMatch(error);
});

test("what could not be changed is told, and is no success", async () => {
  expect(await typed(["revoke", "g2"], [SHOP], true)).toMatchObject({
    status: 70,
    out: "",
    error: "assent: it is no more\n",
  });
});
