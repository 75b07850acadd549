/** Starting other agents. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["claude --version", "= anywhere"],
  [
    "claude --dangerously-skip-permissions -p x",
    "network, runs, credentials ! starts another agent without its guards",
  ],
  [
    "claude --permission-mode bypassPermissions -p x",
    "network, runs, credentials ! starts another agent without its guards",
  ],
  ["claude -p 'what is this'", "network, runs, credentials"],
  ["gemini --yolo -p x", "network, runs, credentials ! starts another agent without its guards"],
  ["gemini --version", "= anywhere"],
  ["codex --yolo", "network, runs, credentials ! starts another agent without its guards"],
  ["codex exec -s danger-full-access x", "network, runs, credentials ! starts another agent without its guards"],
  ["codex exec --sandbox read-only x", "network, runs, credentials"],
  ["codex -c approval_policy=never exec x", "network, runs, credentials ! starts another agent without its guards"],
  ["codex execpolicy check --rules f -- ls", ""],
  ["aider --yes-always", "network, runs, credentials ! starts another agent without its guards"],
  ["claude mcp add x -- y", "network, runs, credentials ! changes what an agent may do or reach"],
  ["opencode run x", "network, runs, credentials"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
