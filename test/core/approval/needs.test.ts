/** What a command was stopped from is asked for, and no more. */
import { expect, test } from "vitest";
import type { Question, Verdict } from "../../../src/core/approval/question.ts";
import { READ_ONLY, type Permissions, UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";
import { type Denial, denialOf } from "../../../src/core/sandbox/denial.ts";
import type { Attempt } from "../../../src/core/sandbox/supervision.ts";
import { createEngine, type Engine, type Start } from "../../../src/engine/engine.ts";
import { accept, answer, command, fakePorts, RAN } from "../../engine/fake-ports.ts";

const START: Start = {
  approvalPolicy: "on-request",
  sandboxMode: "workspace-write",
  allowRuns: "inside",
  smartApprovals: true,
};

/** An engine whose commands fail as long as they may not write each of `paths`; what is asked and what runs is kept. */
function opened(paths: readonly string[], start: Partial<Start> = {}, verdicts: readonly Verdict[] = []) {
  const asked: Question[] = [];
  const places: (readonly string[] | "outside")[] = [];
  const saved: unknown[] = [];
  const ports = fakePorts({
    approver: {
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(verdicts[asked.length - 1] ?? accept());
      },
    },
    amend: (amendment) => {
      saved.push(amendment);
      return Promise.resolve();
    },
    perform: ({ permissions }) => {
      places.push(placesOf(permissions));
      const denied = deniedOf(permissions, paths);
      return Promise.resolve({ ...RAN, status: denied === null ? 0 : 1, denied });
    },
  });
  return { engine: createEngine(ports, { ...START, ...start }), asked, places, saved };
}

function placesOf(permissions: Permissions): readonly string[] | "outside" {
  return permissions.kind === "unrestricted" ? "outside" : permissions.writable.map(({ path }) => path);
}

function deniedOf(permissions: Permissions, paths: readonly string[]): Denial | null {
  const places = placesOf(permissions);
  const next = places === "outside" ? undefined : paths.find((path) => !places.some((place) => path.startsWith(place)));
  const attempts: readonly Attempt[] = next === undefined ? [] : [{ kind: "write", path: next }];
  const status = next === undefined ? 0 : 1;
  return denialOf({ status, stderr: "", permissions, attempts, home: "/home/you", keep: [] });
}

const submit = (engine: Engine, escalate: boolean): Promise<unknown> =>
  engine.submit({ action: command(["make"], escalate), mode: "run" });
const NPM = "/home/you/.npm/_cacache/x";

test("the agent that asks to leave the sandbox is given the folder that was missing", async () => {
  const { engine, asked, places } = opened([NPM]);
  await submit(engine, false);
  await submit(engine, true);
  await submit(engine, true);
  expect(places).toEqual([["/w"], ["/w", "/home/you/.npm"], ["/w", "/home/you/.npm"]]);
  expect(asked.map(({ under, amendment }) => [placesOf(under), amendment])).toEqual([
    [["/w", "/home/you/.npm"], { kind: "root", path: "/home/you/.npm" }],
    [["/w", "/home/you/.npm"], { kind: "root", path: "/home/you/.npm" }],
  ]);
  expect(asked[0]?.reasons[0]).toEqual({
    kind: "sandbox-denied",
    denial: deniedOf({ ...READ_ONLY, writable: [{ path: "/w", protected: [] }] }, [NPM]),
    opening: { roots: ["/home/you/.npm"], sockets: [] },
  });
});

test("accepted for the session, the same command has the folder without asking, and other commands do not", async () => {
  const { engine, asked, places } = opened([NPM], {}, [answer({ kind: "accept-for-session" })]);
  await submit(engine, false);
  await submit(engine, true);
  await submit(engine, true);
  await submit(engine, false);
  await engine.submit({ action: command(["other"]), mode: "run" });
  expect(places).toEqual([["/w"], ...Array.from({ length: 3 }, () => ["/w", "/home/you/.npm"]), ["/w"]]);
  expect(asked).toHaveLength(1);
});

test("accepted for good, the folder is saved", async () => {
  const root = { kind: "root", path: "/home/you/.npm" } as const;
  const { engine, saved, places } = opened([NPM], {}, [answer({ kind: "accept-and-amend", amendment: root })]);
  await submit(engine, false);
  await submit(engine, true);
  expect([saved, places]).toEqual([[root], [["/w"], ["/w", "/home/you/.npm"]]]);
});

test("another folder than was asked about is not saved", async () => {
  const root = { kind: "root", path: "/" } as const;
  const { engine, saved, places } = opened([NPM], {}, [answer({ kind: "accept-and-amend", amendment: root })]);
  await submit(engine, false);
  await submit(engine, true);
  expect([saved, places]).toEqual([[], [["/w"]]]);
});

test("what is missing then is asked for together", async () => {
  const { engine, asked, places } = opened([NPM, "/srv/data/x"]);
  await submit(engine, false);
  await submit(engine, true);
  await submit(engine, true);
  const both = ["/w", "/home/you/.npm", "/srv/data"];
  expect(places).toEqual([["/w"], ["/w", "/home/you/.npm"], both]);
  expect(asked.map(({ amendment }) => amendment?.kind)).toEqual(["root", undefined]);
});

test("what was given and did not help is not offered again: the next question is about no sandbox", async () => {
  const { engine, asked, places } = opened([NPM, "/etc/x"]);
  await submit(engine, false);
  await submit(engine, true);
  await submit(engine, true);
  expect(places).toEqual([["/w"], ["/w", "/home/you/.npm"], "outside"]);
  expect(asked[1]?.under).toEqual(UNRESTRICTED);
});

test.each([
  ["what is protected", "/v/.git/config"],
  ["the system", "/etc/hosts"],
])("%s is named and not offered", async (_name, path) => {
  const { engine, asked } = opened([path]);
  await submit(engine, false);
  await submit(engine, true);
  expect(asked.map(({ under, amendment }) => [under, amendment?.kind])).toEqual([[UNRESTRICTED, undefined]]);
  expect(asked[0]?.reasons[0]).toMatchObject({ kind: "sandbox-denied", opening: null });
});

test("a retry after a failure asks for the folder; in read-only mode it is not saved for all", async () => {
  const write = opened([NPM], { approvalPolicy: "on-failure" });
  await submit(write.engine, false);
  expect(write.places).toEqual([["/w"], ["/w", "/home/you/.npm"]]);
  const read = opened([NPM], { approvalPolicy: "on-failure", sandboxMode: "read-only" });
  await submit(read.engine, false);
  expect(read.asked.map(({ under, amendment, attempt }) => [placesOf(under), amendment, attempt])).toEqual([
    [["/home/you/.npm"], null, 2],
  ]);
});

test("a caller that runs the command itself is asked as before", async () => {
  const { engine, asked } = opened([NPM]);
  await submit(engine, false);
  await engine.submit({ action: command(["make"], true), mode: "judge" });
  expect(asked.map(({ under }) => under)).toEqual([UNRESTRICTED]);
});

test("nothing is offered where nobody is asked", async () => {
  const { engine, asked, places } = opened([NPM], { approvalPolicy: "never" });
  await submit(engine, false);
  await submit(engine, true);
  expect([asked, places]).toEqual([[], [["/w"]]]);
});
