/** What an allow rule lets out of the sandbox, and what goes beyond what it says. */
import { describe, expect, test } from "vitest";
import type { Basis } from "../../../src/core/approval/basis.ts";
import { leavesSandbox } from "../../../src/core/approval/programs.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import { matchCommand } from "../../../src/core/policy/match.ts";
import type { Command } from "../../../src/core/shell/reading.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { systemProgram } from "../../engine/fake-ports.ts";
import { rulesOf } from "../../rules.ts";

/** "outside", or why it stays in the sandbox. */
function where(rule: string, line: string): string {
  const user = `prefix_rule(pattern=${JSON.stringify(rule.split(" "))}, decision="allow")\n`;
  const words = line.split(" ");
  const [program = "", ...args] = words;
  const command: Command = [program, ...args];
  const basis: Basis = {
    ...PLAIN_BASIS,
    rules: rulesOf({ user }),
    programs: [systemProgram(program)],
  };
  const survey = surveyOf({ argv: command, cwd: "/w" }, { home: basis.home, roots: basis.workspace.roots, keep: [] });
  const reason = leavesSandbox(command, matchCommand(basis.rules, command), survey, basis);
  return reason === null ? "outside" : reason.kind === "inside" ? reason.why : reason.kind;
}

describe("a rule means what its words say", () => {
  const CASES: readonly (readonly [rule: string, line: string, where: string])[] = [
    ["curl", "curl https://x/y", "outside"],
    ["curl", "curl -s -o page https://x/y", "outside"],
    ["curl", "curl -o /tmp/page https://x/y", "outside"],
    ["curl", "curl -o ../page https://x/y", "beyond"],
    ["curl", "curl https://x -o/opt/page", "beyond"],
    ["curl", "curl -c ../jar https://x", "beyond"],
    ["curl", "curl -K settings", "beyond"],
    ["curl -K settings", "curl -K settings", "outside"],
    ["curl -o ../page", "curl -o ../page https://x", "outside"],
    ["cp", "cp a ../b", "outside"],
    ["touch", "touch ../a", "outside"],
    ["install", "install --strip-program=./p -s a b", "beyond"],
    ["uniq", "uniq a ../b", "beyond"],
    ["xxd", "xxd a ../b", "beyond"],
    ["tree", "tree -o ../a", "beyond"],
    ["go list", "go list ./...", "outside"],
    ["go list", "go list -toolexec=./x ./...", "beyond"],
    ["kubectl get", "kubectl get pods -n a", "outside"],
    ["kubectl get", "kubectl get pods --kubeconfig=./x", "beyond"],
    ["frob", "frob a --verbose", "outside"],
    ["frob", "frob a --config x", "beyond"],
    ["frob", "frob a --plugin=./x", "beyond"],
    ["wget", "wget https://x", "broad"],
    ["pandoc", "pandoc -F ./x a", "content"],
    ["gpg", "gpg --photo-viewer ./x -k", "broad"],
    ["make", "make", "content"],
  ];
  test.each(CASES)("%s: %s", (rule, line, expected) => {
    expect(where(rule, line)).toBe(expected);
  });
});
