/** The demo's agent: what it says, what it does, and what a person would answer. */
import type { Action } from "../../core/approval/action.ts";
import type { Command } from "../../core/shell/reading.ts";

/** The scratch place that the demo plays in; absolute paths. */
export type Scene = {
  readonly work: string;
  /** A version server on this machine, which only a command with network access reaches. */
  readonly url: string;
};

export type DemoStep = {
  /** What the agent says it is about to do. */
  readonly says: string;
  readonly action: (scene: Scene) => Action;
  /** Used where no person is there to answer, in the words of `--answers`; null where nothing should be asked. */
  readonly answer: string | null;
};

function command(argv: Command, escalate: string | null = null): DemoStep["action"] {
  return ({ work }) => ({ kind: "command", argv, cwd: work, escalate: escalate !== null, why: escalate });
}

const FIX = `*** Begin Patch
*** Update File: src/sum.js
@@
 export function sum(numbers) {
-  return numbers.reduce((total, number) => total - number, 0);
+  return numbers.reduce((total, number) => total + number, 0);
 }
*** Add File: CHANGELOG.md
+# Changes
+
+- sum adds, as its name says
*** End Patch
`;

export const STEPS: readonly DemoStep[] = [
  { says: "Let me see where we are.", action: command(["git", "status", "--short"]), answer: null },
  { says: "The tests tell what is broken.", action: command(["node", "--test", "--test-reporter=dot"]), answer: null },
  {
    says: "sum subtracts. I mend it and note it in the changelog.",
    action: ({ work }) => ({ kind: "patch", text: FIX, cwd: work, why: "sum subtracts instead of adding" }),
    answer: null,
  },
  { says: "Do the tests pass now?", action: command(["node", "--test", "--test-reporter=dot"]), answer: null },
  {
    says: "Which version is published? This needs the network, which the sandbox does not give.",
    action: ({ work, url }) => ({
      kind: "command",
      argv: ["node", "tools/latest.js", url],
      cwd: work,
      escalate: false,
      why: null,
    }),
    answer: null,
  },
  {
    says: "It was stopped. I ask to run it outside the sandbox.",
    action: ({ work, url }) => ({
      kind: "command",
      argv: ["node", "tools/latest.js", url],
      cwd: work,
      escalate: true,
      why: "looks up the published version, which needs the network",
    }),
    answer: "accept",
  },
  {
    says: "I stage the fix. In the sandbox nobody is asked about that; I want to leave it, so this asks. Save the rule with [p].",
    action: command(["git", "add", "src/sum.js"], "stages the fix with your own settings of git"),
    answer: 'add-to-policy ["git", "add"]',
  },
  {
    says: "And the changelog: the rule just saved covers it.",
    action: command(["git", "add", "CHANGELOG.md"], "stages the changelog in the same way"),
    answer: null,
  },
  { says: "I clear the build folder, which git can give back.", action: command(["rm", "-rf", "build"]), answer: null },
  {
    says: "I replace what is on the server.",
    action: command(["git", "push", "--force", "origin", "main"]),
    answer: null,
  },
  {
    says: "I look up the API key. The sandbox does not stop a read, so this asks.",
    action: command(["cat", ".env"]),
    answer: "decline The key is not needed for this.",
  },
  {
    says: "Test and publish in one go. Only publishing asks, when it comes to that.",
    action: command(["bash", "-c", "node --test && npm publish"]),
    answer: "decline Not yet: the release waits for a review.",
  },
];

/** The rules that the demo starts with, as a person might have written them. */
export const RULES = `# Rules of the demo. The strictest that matches decides: forbidden, then prompt, then allow.
prefix_rule(
    pattern = ["git", "push", ["--force", "-f"]],
    decision = "forbidden",
    justification = "a force-push rewrites what others have; push to a branch instead",
    match = ["git push --force origin main"],
    not_match = ["git push origin main"],
)
prefix_rule(
    pattern = ["npm", "publish"],
    decision = "prompt",
    justification = "what is published cannot be taken back",
)
`;

export const CONFIG = `# Settings of the demo.
approval_policy = "on-request"
sandbox_mode = "workspace-write"

[sandbox_workspace_write]
exclude_slash_tmp = true
exclude_tmpdir_env_var = true
`;

/** The files of the scratch project, by path. */
export const FILES: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "sums", "version": "1.0.0", "type": "module", "private": true }\n',
  "src/sum.js": "export function sum(numbers) {\n  return numbers.reduce((total, number) => total - number, 0);\n}\n",
  "test/sum.test.js": `import assert from "node:assert";
import test from "node:test";
import { sum } from "../src/sum.js";

test("sum adds", () => assert.equal(sum([1, 2, 3]), 6));
`,
  "tools/latest.js": `try {
  const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(3000) });
  console.log(\`published version: \${await answer.text()}\`);
} catch (error) {
  console.error(\`cannot reach the version server: \${error.cause?.code ?? error.message}\`);
  process.exit(1);
}
`,
  ".env": "API_KEY=not-a-real-key\n",
  "build/sum.min.js": "// built\n",
};
