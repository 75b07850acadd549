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
  // A file of the folder says which compiler, or which yarn, is started.
  "cargo search x",
  "cargo --version",
  "rustc a.rs",
  "yarn info x",
  "dotnet list package",
  // Lists, plug-ins and settings that are programs.
  "bundle list",
  "composer show",
  "poetry show",
  "uv tree",
  "pnpm list",
  "npm audit fix",
  "npm docs x",
  "npm help x",
  "tsc -p x",
  "uvicorn app:app",
  "flask routes",
  "alembic current",
  "golangci-lint run",
  "protoc --x_out=. a.proto",
  "javac A.java",
  // Packages that are files, and lists of them.
  "pip install a.whl",
  "pip install -rlist.txt",
  "pip install --requirement=list.txt",
  "pip wheel .",
  "pip download -r list.txt",
  "apt-get install ./a.deb",
  "brew install ./a.rb",
  "gem install a.gem",
  // Services that build or start what a file of the folder says.
  "docker build .",
  "docker compose up",
  "podman compose up",
  // It starts git, whose hooks lie there.
  "gh pr checkout 1",
  "gh repo clone a/b",
];

const DOES_NOT: readonly string[] = [
  "ls -l",
  "/usr/bin/curl https://x",
  "curl https://x/y",
  "node --version",
  "python3 -V",
  "npm --version",
  "npm view x",
  "go version",
  "gh pr list",
  "gh issue create",
  "apt-get install jq",
  "brew install jq",
  "npm whoami",
  "docker logs web",
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
