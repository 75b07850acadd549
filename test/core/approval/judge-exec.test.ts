/** What is decided about programs that start inside a running command. */
import { expect, test } from "vitest";
import type { Action } from "../../../src/core/approval/action.ts";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { describeReason } from "../../../src/core/approval/describe.ts";
import type { ProgramFile } from "../../../src/core/approval/facts.ts";
import { identityOf } from "../../../src/core/approval/identity.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import type { Within } from "../../../src/core/approval/within.ts";
import { permissionsOf } from "../../../src/core/permissions/permissions.ts";
import type { Command } from "../../../src/core/shell/reading.ts";
import { FACTS } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";

const { workspace, home } = FACTS;
const AROUND = { home, roots: workspace.roots, keep: workspace.keep };
const BOX = permissionsOf("workspace-write", workspace);

const RULES_TEXT = `
prefix_rule(pattern=["rm"], decision="forbidden", justification="use trash")
prefix_rule(pattern=["git", "push"], decision="prompt")
prefix_rule(pattern=["make"], decision="allow")
`;
const RULES = rulesOf({ user: RULES_TEXT });

type Exec = Action & { readonly kind: "exec" };
type Given = {
  readonly argv: Command;
  readonly path?: string | null;
  readonly chain?: readonly Command[];
  readonly file?: Partial<ProgramFile>;
  readonly granted?: Command;
  readonly over?: Partial<Basis>;
  readonly within?: Partial<Within>;
};

const MAKE: readonly Command[] = [
  ["make", "all"],
  ["/bin/sh", "-c", "…"],
];

function judged({
  argv,
  path = `/usr/bin/${argv[0]}`,
  chain = MAKE,
  file,
  granted,
  over,
  within,
}: Given): readonly string[] {
  const action: Exec = { kind: "exec", argv, path, cwd: "/w", chain, within: "1", since: 0, why: null };
  const found: ProgramFile = { real: path, isSteady: true, interpreter: [], copyOf: null, ...file };
  const rules = over?.rules ?? RULES;
  const survey = surveyOf({ argv: granted ?? ["make", "all"], cwd: "/w" }, AROUND);
  const { requirement, isLasting } = judge(
    { action, mode: "judge" },
    {
      ...FACTS,
      approvalPolicy: "on-request",
      sandboxMode: "workspace-write",
      allowRuns: "inside",
      smartApprovals: true,
      remembered: new Set(),
      needs: new Map(),
      targets: [],
      rules,
      file: found,
      ...over,
      within: { survey, rules, waiting: [], under: BOX, from: "policy", ...within },
    },
  );
  const stays = requirement.kind === "forbid" || requirement.under === BOX;
  const kind = requirement.kind === "run" && isLasting ? "run, lasting" : requirement.kind;
  return [stays ? kind : "leaves", ...requirement.reasons.map((reason) => describeReason(reason))];
}

const FILE = "/home/u/.codex/rules/default.rules";
const MODE = "sandbox mode workspace-write: may write in the workspace";
const NO_RM = `rule \`rm\` at ${FILE}:2 forbids this: use trash`;
const PUSH = `rule \`git push\` at ${FILE}:3 asks first`;
const NEVER = "approval policy never: nobody is asked";
const NOBODY_KNOWS = "(a program without a file name)";
const PUSHES = "dangerous: git push --force overwrites the history of the other repository";

const CASES: readonly (readonly [name: string, given: Given, expected: readonly string[]])[] = [
  ["what no rule covers goes on", { argv: ["cc", "-v"] }, ["run, lasting", MODE]],
  ["what is allowed stays inside", { argv: ["make", "x"] }, ["run, lasting", MODE]],
  ["a forbidden program, by its name", { argv: ["rm", "x"] }, ["forbid", NO_RM]],
  ["by its path elsewhere", { argv: ["rm", "x"], path: "/w/bin/rm" }, ["forbid", NO_RM]],
  ["called otherwise", { argv: ["ls", "x"], path: "/usr/bin/rm" }, ["forbid", NO_RM]],
  ["the name it goes by", { argv: ["rm", "x"], path: "/usr/bin/busybox" }, ["forbid", NO_RM]],
  ["as a login shell is called", { argv: ["-rm", "x"], path: "/usr/bin/busybox" }, ["forbid", NO_RM]],
  ["where a link leads", { argv: ["./z", "x"], path: "/w/z", file: { real: "/usr/bin/rm" } }, ["forbid", NO_RM]],
  ["what it is a copy of", { argv: ["./z", "x"], path: "/w/z", file: { copyOf: "/bin/rm" } }, ["forbid", NO_RM]],
  [
    "what its first line starts",
    { argv: ["./z"], path: "/w/z", file: { interpreter: ["/bin/rm"] } },
    ["forbid", NO_RM],
  ],
  [
    "what its first line has env start",
    { argv: ["./z"], path: "/w/z", file: { interpreter: ["/usr/bin/env", "rm"] } },
    ["run", MODE],
  ],
  [
    "the program that a loader maps",
    { argv: ["/lib64/ld-linux-x86-64.so.2", "/usr/bin/rm", "x"], path: "/lib64/ld-linux-x86-64.so.2" },
    ["forbid", `${NO_RM}; it runs /usr/bin/rm x (found in: ld-linux-x86-64.so)`],
  ],
  [
    "an applet that no program starts",
    { argv: ["busybox", "rm", "x"] },
    ["forbid", `${NO_RM}; it runs rm x (found in: busybox)`],
  ],
  [
    "a program without a name may be any",
    { argv: ["x", "y"], path: null },
    ["ask", `what runs is not known for sure, and ${NO_RM}: ${NOBODY_KNOWS} y`],
  ],
  [
    "so may one that only the command sees",
    { argv: ["z", "y"], path: "/dev/shm/z", file: { real: null } },
    ["ask", `what runs is not known for sure, and ${NO_RM}: ${NOBODY_KNOWS} y`],
  ],
  ["without rules it goes on", { argv: ["x"], path: null, over: { rules: rulesOf({}) } }, ["run, lasting", MODE]],
  ["a prompt rule", { argv: ["git", "push"] }, ["ask", PUSH]],
  [
    "a prompt rule when nobody is asked",
    { argv: ["git", "push"], over: { approvalPolicy: "never" } },
    ["forbid", PUSH, NEVER],
  ],
  ["a shell's script waits for its programs", { argv: ["sh", "-c", "ls; rm x && git push"] }, ["run", MODE]],
  ["so does one that is made as it runs", { argv: ["sh", "-c", '"$x" a; eval "$y"'] }, ["run, lasting", MODE]],
  [
    "a rule about what shells do themselves does not wait",
    {
      argv: ["sh", "-c", "cd x"],
      over: { rules: rulesOf({ user: 'prefix_rule(pattern=["cd"], decision="prompt")' }) },
    },
    ["ask", `rule \`cd\` at ${FILE}:1 asks first`],
  ],
  [
    "what a script does without a program does not wait",
    { argv: ["sh", "-c", "echo registry=x >> .npmrc"] },
    ["ask", "dangerous: echo registry=x changes where packages come from"],
  ],
  [
    "what the sandbox keeps from being written needs no question",
    { argv: ["sh", "-c", "echo x >> ~/.bashrc"] },
    ["run", MODE],
  ],
  [
    "but where a link leads into the workspace it does",
    {
      argv: ["sh", "-c", "echo x >> ~/.bashrc"],
      over: { links: [{ path: "/home/you/.bashrc", real: "/w/bashrc" }] },
    },
    ["ask", "dangerous: echo x changes what a shell runs when it starts"],
  ],
  [
    "a shell that carries programs within itself starts none",
    { argv: ["sh", "-c", "ls; rm x"], path: "/bin/sh", file: { real: "/bin/busybox" } },
    ["forbid", NO_RM],
  ],
  ["what env, xargs and find start waits", { argv: ["xargs", "-0", "env", "rm", "-rf"] }, ["run, lasting", MODE]],
  ["words that a program may run wait", { argv: ["frob", "rm", "x"] }, ["run, lasting", MODE]],
  ["a danger", { argv: ["git", "push", "--force"], over: { rules: rulesOf({}) } }, ["ask", PUSHES]],
  [
    "a danger when nobody is asked",
    { argv: ["git", "push", "--force"], over: { rules: rulesOf({}), approvalPolicy: "never" } },
    ["forbid", PUSHES, NEVER],
  ],
  [
    "words that the command showed were let pass",
    { argv: ["git", "push", "--force"], granted: ["bash", "-c", "x; git push --force"], over: { rules: rulesOf({}) } },
    ["run, lasting", MODE],
  ],
  [
    "rules that hold now were not in force then",
    { argv: ["git", "push"], granted: ["bash", "-c", "x; git push"], within: { rules: rulesOf({}) } },
    ["ask", PUSH],
  ],
  [
    "a rule that asked then, and was accepted, does not ask again for another one that was saved",
    {
      argv: ["git", "push"],
      granted: ["bash", "-c", "x; git push"],
      within: { rules: rulesOf({ user: RULES_TEXT.replace('prefix_rule(pattern=["make"], decision="allow")', "") }) },
    },
    ["run, lasting", MODE],
  ],
  [
    "a forbidden one was never accepted",
    { argv: ["rm", "x"], granted: ["bash", "-c", "x; rm x"], within: { from: "user" } },
    ["forbid", NO_RM],
  ],
  [
    "what waits is asked about",
    {
      argv: ["git", "push"],
      chain: [["bash", "-c", "x; git push"]],
      granted: ["bash", "-c", "x; git push"],
      within: { waiting: [["git", "push"]] },
    },
    ["ask", PUSH],
  ],
  [
    "untrusted: a part that waits",
    {
      argv: ["npm", "test"],
      chain: [["bash", "-c", "x; npm test"]],
      granted: ["bash", "-c", "x; npm test"],
      over: { approvalPolicy: "untrusted" },
      within: { waiting: [["npm", "test"]] },
    },
    [
      "ask",
      "no rule covers npm test",
      "approval policy untrusted: asks about all that is neither allowed nor known to only read",
    ],
  ],
  [
    "untrusted: what a part starts goes on",
    {
      argv: ["node", "x.js"],
      chain: [
        ["bash", "-c", "x; npm test"],
        ["npm", "test"],
      ],
      granted: ["bash", "-c", "x; npm test"],
      over: { approvalPolicy: "untrusted" },
      within: { waiting: [["npm", "test"]] },
    },
    ["run, lasting", MODE],
  ],
  [
    "what lies in the workspace may be another the next time",
    { argv: ["./x"], path: "/w/x", file: { isSteady: false } },
    ["run", MODE],
  ],
  ["what names a file may meet another the next time", { argv: ["cat", "a"] }, ["run", MODE]],
  [
    "what waits is asked about each time",
    {
      argv: ["npm", "test"],
      granted: ["bash", "-c", "x; npm test"],
      over: { approvalPolicy: "untrusted" },
      within: { waiting: [["npm", "test"]] },
    },
    ["run", MODE],
  ],
  ["git's own", { argv: ["git", "reset", "--hard"], chain: [["git", "-C", "a", "stash"]] }, ["run", MODE]],
  [
    "a script of git's",
    { argv: ["git", "reset", "--hard"], chain: [["git", "bisect", "run", "x"]] },
    ["ask", "dangerous: git reset --hard throws away changes that are not committed"],
  ],
  ["a repository that a test made", { argv: ["git", "-C", "/tmp/x", "reset", "--hard"] }, ["run", MODE]],
];

test.each(CASES)("%s", (_name, given, expected) => {
  expect(judged(given)).toEqual(expected);
});

test("the same program in the same folder is remembered for the session", () => {
  const action: Exec = {
    kind: "exec",
    argv: ["git", "push"],
    path: "/usr/bin/git",
    cwd: "/w",
    chain: [],
    within: "1",
    since: 0,
    why: null,
  };
  const remembered = new Set([identityOf(action, BOX)]);
  const over = { remembered };
  const accepted = ["run", "the same was accepted for this session"];
  expect([
    judged({ argv: ["git", "push"], over }),
    judged({ argv: ["git", "push", "x"], over }),
    judged({ argv: ["git", "push"], path: "/w/git", over }),
  ]).toEqual([accepted, ["ask", PUSH], ["ask", PUSH]]);
});

test("while a rules file is broken each program is asked about, unless the command was accepted so", () => {
  const broken = [{ file: "b.rules", layer: "user", message: "no", line: 1, column: 1, help: "Mend it." }] as const;
  const rules = { ...rulesOf({}), broken };
  const why = "rules file b.rules:1:1 does not load, so every command asks: no. Mend it.";
  expect([
    judged({ argv: ["ls"], over: { rules }, within: { rules: rulesOf({}), from: "user" } }),
    judged({ argv: ["ls"], over: { rules }, within: { from: "user" } }),
    judged({ argv: ["ls"], over: { rules }, within: { from: "policy" } }),
  ]).toEqual([
    ["ask", why],
    ["run", MODE],
    ["ask", why],
  ]);
});
