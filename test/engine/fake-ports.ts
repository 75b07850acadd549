/** Ports for tests: all work at once, and all that happens is written down. */
import type { Action } from "../../src/core/approval/action.ts";
import type { Facts, Program, Ran } from "../../src/core/approval/facts.ts";
import { spend } from "../../src/core/approval/grant.ts";
import type { Verdict } from "../../src/core/approval/question.ts";
import type { AuditRecord } from "../../src/core/approval/record.ts";
import { MODE_ONLY } from "../../src/core/permissions/permissions.ts";
import type { Ports } from "../../src/engine/ports.ts";
import { rulesOf } from "../rules.ts";

export const FACTS: Facts = {
  backend: { kind: "bubblewrap", program: "/usr/bin/bwrap" },
  isSupervised: false,
  file: null,
  workspace: { roots: ["/w"], keep: [], bounds: MODE_ONLY },
  home: "/home/you",
  hasFolder: true,
  programs: ["ls", "make", "deploy", "git", "other"].map(systemProgram),
  losses: [],
  repositories: [],
  links: [],
  patch: null,
};

export const RAN: Ran & { readonly kind: "ended" } = {
  kind: "ended",
  status: 0,
  stopped: null,
  denied: null,
  taken: [],
  output: null,
};

/** A program that only the system's owner may change. */
export function systemProgram(name: string): Program {
  return { name, path: `/usr/bin/${name}`, writable: false, identity: null };
}

export type FakePorts = Ports & {
  /** All that was done and recorded, in order: `record KIND` or the port's name. */
  readonly journal: string[];
  readonly records: AuditRecord[];
};

export function fakePorts(over: Partial<Ports> = {}, verdict: Verdict = accept()): FakePorts {
  const journal: string[] = [];
  const records: AuditRecord[] = [];
  let time = 1_000;
  const say = <Args extends readonly unknown[], T>(name: string, port: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      journal.push(name);
      return port(...args);
    };
  };
  return {
    journal,
    records,
    now: over.now ?? (() => (time += 1)),
    approver: over.approver ?? { ask: say("ask", () => Promise.resolve(verdict)) },
    ...(over.reviewer === undefined ? {} : { reviewer: over.reviewer }),
    gather: say("gather", over.gather ?? (() => Promise.resolve(FACTS))),
    rules: over.rules ?? (() => Promise.resolve(rulesOf({}))),
    perform: say("perform", async (...args: Parameters<Ports["perform"]>) => {
      spend(args[0]);
      return over.perform === undefined ? RAN : over.perform(...args);
    }),
    amend: say("amend", over.amend ?? (() => Promise.resolve())),
    // Nothing is ever due by itself: tests that wait bring their own.
    wake: over.wake ?? (() => new Promise(() => undefined)),
    ...(over.grants === undefined ? {} : { grants: over.grants }),
    append: async (batch) => {
      await over.append?.(batch);
      for (const record of batch) {
        records.push(record);
        journal.push(`record ${record.entry.kind}`);
      }
    },
  };
}

export function accept(): Verdict {
  return { outcome: { kind: "accept" }, by: "user", note: null };
}

export function answer(outcome: Verdict["outcome"]): Verdict {
  return { outcome, by: "user", note: null };
}

export function command(argv: readonly [string, ...string[]], escalate = false): Action {
  return { kind: "command", argv, cwd: "/w", escalate, why: null };
}
