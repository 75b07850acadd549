/** Which commands run the content of their folder. */
import { describe, expect, test } from "vitest";
import { runsWorkspaceContent } from "../../../src/core/policy/content.ts";

const RUNS: readonly string[] = [
  "./x.sh",
  "bin/git status",
  "../tool",
  "make",
  "make all",
  "npm test",
  "npm run build",
  "npm install",
  "npm publish",
  "pnpm run x",
  "yarn",
  "cargo build",
  "cargo test",
  "go test ./...",
  "go run .",
  "go generate",
  "pytest -q",
  "node scripts/a.mjs",
  "node -r ./a.js b.js",
  "python3 a.py",
  "python3.12 -m pytest",
  "/usr/bin/python3 a.py",
  "npx eslint .",
  "bundle exec rspec",
  "tox",
  "nox -s x",
  "pre-commit run",
  "gradle build",
  "mvn -q test",
  "rake",
  "./git fetch",
  "bash x.sh",
  "pip install -e .",
  "pip3 install -r requirements.txt",
  "terraform plan",
  "sed -f a.sed x",
];

const DOES_NOT: readonly string[] = [
  "ls -l",
  "/usr/bin/curl https://x",
  "curl https://x/y",
  "node --version",
  "python3 -V",
  "npm --version",
  "npm view x",
  "cargo search x",
  "go version",
  "pip install requests",
  "gh pr view 1",
  "kubectl get pods",
  "docker ps",
  "cp a b",
  "python3",
];

describe("content of the workspace", () => {
  test.each([...RUNS.map((line) => [line, true] as const), ...DOES_NOT.map((line) => [line, false] as const)])(
    "%s: %s",
    (line, expected) => {
      const [program = "", ...args] = line.split(" ");
      expect(runsWorkspaceContent(program, args)).toBe(expected);
    },
  );
});
