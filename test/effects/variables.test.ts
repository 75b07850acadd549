/** Variables that the settings set reach commands, inside the sandbox and outside. */
import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { lookAt } from "../../src/compose/look.ts";
import type { Outcome } from "../../src/core/approval/record.ts";
import { MODE_ONLY, type SandboxMode } from "../../src/core/permissions/permissions.ts";
import { performer } from "../../src/effects/perform.ts";
import { agentVariables, commandVariables } from "../../src/effects/variables.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { FACTS, fakePorts } from "../engine/fake-ports.ts";
import { rulesOf } from "../rules.ts";
import { BACKEND, newWorld } from "./world.ts";

afterEach(() => vi.unstubAllEnvs());

const rules = () => Promise.resolve(rulesOf({}));

type Set = Readonly<Record<string, string>>;

/** Runs `show` of the workspace, or what is named. What it prints its words do not tell, or the judge would mind. */
async function run(
  script: string,
  sandboxMode: SandboxMode,
  set: Set,
  { program = "./show", variables = {} }: { readonly program?: string; readonly variables?: Set } = {},
): Promise<Outcome> {
  const world = newWorld();
  writeFileSync(`${world.ws}/show`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const bounds = { ...MODE_ONLY, environment: { scrub: ["*_TOKEN"], keep: [], set } };
  const workspace = { roots: [world.ws], keep: [], bounds };
  const engine = createEngine(
    {
      ...fakePorts(),
      rules,
      gather: (action) =>
        Promise.resolve({ ...FACTS, backend: BACKEND, workspace, ...lookAt(action, { workspace, home: world.home }) }),
      perform: performer({
        output: "capture",
        timeoutMs: null,
        home: world.home,
        variables,
        notice: () => undefined,
        rules,
      }),
    },
    { approvalPolicy: "never", sandboxMode, allowRuns: "inside", smartApprovals: true },
  );
  return engine.submit({
    action: { kind: "command", argv: [program], cwd: world.ws, escalate: false, why: null },
    mode: "run",
  });
}

const says = (outcome: Outcome): string => (outcome.kind === "ran" ? (outcome.output ?? "") : JSON.stringify(outcome));

const MODES: readonly [mode: SandboxMode, expected: string][] = [
  ["read-only", "new,mine,\n"],
  ["workspace-write", "new,mine,\n"],
  ["danger-full-access", "new,mine,theirs\n"],
];
test.each(MODES)("what is set is there under %s, whatever is withheld", async (mode, expected) => {
  vi.stubEnv("ASSENT_SHOWN", "old");
  vi.stubEnv("OTHER_TOKEN", "theirs");
  const script = 'echo "$ASSENT_SHOWN,$MY_TOKEN,$OTHER_TOKEN"';
  expect(says(await run(script, mode, { ASSENT_SHOWN: "new", MY_TOKEN: "mine" }))).toBe(expected);
});

test.each(MODES)("an agent's commands see neither colours nor pagers under %s, but what is set", async (mode) => {
  vi.stubEnv("PAGER", "less");
  vi.stubEnv("TERM", "xterm");
  const script = 'echo "$PAGER,$TERM,$NO_COLOR,$CODEX_THREAD_ID,$GIT_PAGER"';
  const outcome = await run(script, mode, { GIT_PAGER: "mine" }, { variables: agentVariables("t-1") });
  expect(says(outcome)).toBe("cat,dumb,1,t-1,mine\n");
});

test("a name in another case brings no secret back", async () => {
  vi.stubEnv("OTHER_TOKEN", "theirs");
  const script = 'echo "$OTHER_TOKEN,$other_token"';
  expect(says(await run(script, "read-only", { other_token: "mine" }))).toBe(",mine\n");
});

test("programs are looked for where a PATH that is set leads", async () => {
  const { out } = newWorld();
  mkdirSync(`${out}/bin`);
  writeFileSync(`${out}/bin/assent-tool`, "#!/bin/sh\necho found\n", { mode: 0o755 });
  const path = `${out}/bin:${process.env["PATH"] ?? ""}`;
  expect(says(await run("exit 1", "workspace-write", { PATH: path }, { program: "assent-tool" }))).toBe("found\n");
});

test("without any, the environment is assent's own", () => {
  expect(commandVariables({ scrub: [], keep: [] })).toBe(process.env);
});
