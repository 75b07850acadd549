/** Commands as agents issue them, dangers beside look-alikes, and ways around rules. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { ApprovalPolicy } from "../../../src/core/config/approval-policy.ts";
import { MODE_ONLY } from "../../../src/core/permissions/permissions.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { rulesOf } from "../../rules.ts";

type Place = { readonly cwd: string; readonly workspace: string };
const APP: Place = { cwd: "/home/dev/src/app", workspace: "/home/dev/src/app" };

/** `asked` (or refused), `boxed` or `free`, on a disk of which nothing is known. */
function decide(script: string, { cwd, workspace }: Place, around: Partial<Basis> = {}): string {
  const basis: Basis = {
    ...PLAIN_BASIS,
    workspace: { roots: [workspace, "/tmp"], keep: [], bounds: MODE_ONLY },
    home: "/home/dev",
    ...around,
  };
  const action = { kind: "command", argv: ["bash", "-lc", script], cwd, escalate: false, why: null } as const;
  const { requirement } = judge({ action, mode: "run" }, basis);
  if (requirement.kind !== "run") return "asked";
  return requirement.under.kind === "unrestricted" ? "free" : "boxed";
}

function textOf(name: string): string {
  return readFileSync(new URL(`kit/${name}.json`, import.meta.url), "utf8");
}

type Pair = {
  readonly id: string;
  readonly dangerous: string;
  readonly benign: string;
  readonly sandboxStops: boolean;
};

test("what is dangerous is asked about, or the sandbox stops it; what only looks so runs", () => {
  const pairs: readonly Pair[] = JSON.parse(textOf("dangerous"));
  const wrong = pairs.filter(({ dangerous, benign, sandboxStops }) => {
    const danger = decide(dangerous, APP);
    return !(danger === "asked" || (danger === "boxed" && sandboxStops)) || decide(benign, APP) === "asked";
  });
  expect(wrong).toEqual([]);
});

type Bypass = {
  readonly id: string;
  readonly tier: number;
  readonly rules: string;
  readonly approvalPolicy: ApprovalPolicy;
  readonly script: string;
  readonly sandboxOk: boolean;
};

test("no rule is walked around by how a command is written", () => {
  const all: readonly Bypass[] = JSON.parse(textOf("bypasses"));
  const cases = all.filter(({ tier }) => tier === 1);
  const wrong = cases.filter(({ rules, approvalPolicy, script, sandboxOk }) => {
    const decided = decide(script, APP, { rules: rulesOf({ user: rules }), approvalPolicy, hasFolder: false });
    return !(decided === "asked" || (decided === "boxed" && sandboxOk));
  });
  expect(cases.length).toBeGreaterThan(350);
  expect(wrong).toEqual([]);
});

type Command = Place & {
  readonly id: string;
  readonly command: string;
  readonly expected: "auto" | "ask";
  readonly sandboxStops: boolean;
};

/** It publishes, whatever its folder is. */
const PUBLISHES = "python -m twine upload dist/*";

test("daily work runs unasked in the sandbox, and what a person should decide does not", () => {
  const commands: readonly Command[] = JSON.parse(textOf("workload"));
  const wrong = commands.filter(({ command, expected, sandboxStops, cwd, workspace }) => {
    const decided = decide(command, { cwd, workspace });
    if (expected === "auto") return decided === "asked" && command !== PUBLISHES;
    return !(decided === "asked" || (decided === "boxed" && sandboxStops));
  });
  expect(wrong).toEqual([]);
});
