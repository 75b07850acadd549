/** Hosts that several running commands of one engine want to reach, each asked about alone. */
import { expect, test } from "vitest";
import type { Outcome } from "../../src/core/approval/record.ts";
import type { Verdict } from "../../src/core/approval/question.ts";
import type { ApprovalPolicy } from "../../src/core/config/approval-policy.ts";
import { MODE_ONLY } from "../../src/core/permissions/permissions.ts";
import type { Rules } from "../../src/core/policy/rules.ts";
import { performer } from "../../src/effects/perform.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import type { Ports } from "../../src/engine/ports.ts";
import { FACTS, fakePorts, systemProgram } from "../engine/fake-ports.ts";
import { rulesOf } from "../rules.ts";
import { BACKEND, newWorld, until, type World } from "./world.ts";

const NEVER_ANSWERED = new Promise<never>(() => undefined);

const rules = (): Promise<Rules> => Promise.resolve(rulesOf({}));

type Asked = { readonly host: string; readonly command: readonly string[] | null };

/** `answer` gets the host. */
function engineFor(
  world: World,
  approvalPolicy: ApprovalPolicy,
  answer: (host: string) => Promise<Verdict>,
): { readonly engine: Engine; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const workspace = { roots: [world.ws], keep: [], bounds: MODE_ONLY };
  const ports: Ports = {
    ...fakePorts(),
    rules,
    gather: () =>
      Promise.resolve({ ...FACTS, backend: BACKEND, workspace, programs: ["sh", "curl"].map(systemProgram) }),
    approver: {
      ask: ({ action }, signal) => {
        if (action.kind !== "network") throw new Error(`asked about ${action.kind}`);
        asked.push({ host: action.host, command: action.command?.slice(0, 1) ?? null });
        const withdrawn = new Promise<never>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("withdrawn")), { once: true });
        });
        return Promise.race([answer(action.host), withdrawn]);
      },
    },
    perform: performer({
      output: "capture",
      timeoutMs: null,
      home: world.home,
      notice: () => undefined,
      rules,
    }),
  };
  const start = { approvalPolicy, sandboxMode: "workspace-write", allowRuns: "inside", smartApprovals: true } as const;
  return { engine: createEngine(ports, start), asked };
}

/** Prints the status that came back, and the first line of what was said. */
function visit(engine: Engine, world: World, host: string, signal?: AbortSignal): Promise<Outcome> {
  const script = `curl -sS -m 20 -w '\\n%{http_code}\\n' http://${host}/`;
  const live = { tty: null, started: () => undefined, output: () => undefined };
  const action = { kind: "command", argv: ["sh", "-c", script], cwd: world.ws, escalate: false, why: null } as const;
  return engine.submit({ action, mode: "run" }, signal, live);
}

function statusOf(outcome: Outcome): string {
  return outcome.kind === "ran" ? (outcome.output ?? "").trim().slice(-3) : JSON.stringify(outcome);
}

function verdict(outcome: Verdict["outcome"]): Verdict {
  return { outcome, by: "user", note: null };
}

test("several commands wait for answers at once, each for its own, and later ones ask again", async () => {
  const world = newWorld();
  const hosts = ["yes.invalid", "no.invalid", "also.invalid"];
  const open: (() => void)[] = [];
  const answer = async (host: string): Promise<Verdict> => {
    await new Promise<void>((resolve) => open.push(resolve));
    return verdict(host === "no.invalid" ? { kind: "decline", feedback: "not that one" } : { kind: "accept" });
  };
  const { engine, asked } = engineFor(world, "on-request", answer);
  const all = hosts.map((host) => visit(engine, world, host));
  await until(() => open.length === 3);
  expect(asked.map(({ host }) => host).toSorted()).toEqual(hosts.toSorted());
  expect(asked.map(({ command }) => command)).toEqual([["curl"], ["curl"], ["curl"]]);
  for (const go of open.splice(0)) go();
  const outcomes = await Promise.all(all);
  // What is allowed is tried, and there is no such host.
  expect(outcomes.map(statusOf)).toEqual(["502", "403", "502"]);
  expect(outcomes[1]).toMatchObject({ output: expect.stringMatching(/no\.invalid:80: .*not that one/) });
  const again = visit(engine, world, "yes.invalid");
  await until(() => open.length === 1);
  open[0]?.();
  expect([statusOf(await again), asked.length]).toEqual(["502", 4]);
});

test("what was declined is told with the end, by its host, where the command fails of it", async () => {
  const world = newWorld();
  const { engine } = engineFor(world, "on-request", () =>
    Promise.resolve(verdict({ kind: "decline", feedback: null })),
  );
  const script = "curl -sSf -m 20 http://no.invalid/";
  const action = { kind: "command", argv: ["sh", "-c", script], cwd: world.ws, escalate: false, why: null } as const;
  const outcome = await engine.submit({ action, mode: "run" });
  expect(outcome).toMatchObject({
    kind: "ran",
    status: 22,
    denied: { kind: "known", stopped: [{ kind: "host", host: "no.invalid", port: 80 }] },
  });
});

test("under never nobody is asked, and what is refused says why", async () => {
  const world = newWorld();
  const { engine, asked } = engineFor(world, "never", () => NEVER_ANSWERED);
  const outcome = await visit(engine, world, "one.invalid");
  expect([statusOf(outcome), asked]).toEqual(["403", []]);
  expect(outcome).toMatchObject({ output: expect.stringMatching(/one\.invalid:80: .*never/) });
});

test("a command that is cancelled takes its question with it, and others go on", async () => {
  const world = newWorld();
  const { engine, asked } = engineFor(world, "on-request", (host) =>
    host === "one.invalid" ? NEVER_ANSWERED : Promise.resolve(verdict({ kind: "accept" })),
  );
  const cancel = new AbortController();
  const first = visit(engine, world, "one.invalid", cancel.signal);
  await until(() => asked.length === 1);
  const second = visit(engine, world, "two.invalid");
  expect(statusOf(await second)).toBe("502");
  cancel.abort();
  expect(await first).toMatchObject({ kind: "ran", stopped: "cancelled" });
});
