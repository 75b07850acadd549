/** Which rule is proposed, which are too broad, and how one is written. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { proposalFor } from "../../../src/core/approval/evaluate.ts";
import { surveyOf } from "../../../src/core/approval/survey.ts";
import { checkPrefix, renderNetworkRule, renderPrefixRule } from "../../../src/core/policy/amend.ts";
import { combine, NO_RULES, readRulesFile } from "../../../src/core/policy/load.ts";
import { matchCommand, matchHost } from "../../../src/core/policy/match.ts";
import type { Rules } from "../../../src/core/policy/rules.ts";
import type { Command } from "../../../src/core/shell/reading.ts";

function rulesOf(source: string): Rules {
  const file = readRulesFile({ file: "a.rules", layer: "user", source });
  if (!file.ok) throw new Error(JSON.stringify(file.error));
  return combine([file.value]);
}

function propose(script: string, rules: Rules = NO_RULES, suggested = ""): string | null {
  const argv: Command = ["bash", "-lc", script];
  const survey = surveyOf({ argv, cwd: "/w" }, { home: "/home/you", roots: ["/w", "/tmp"], keep: [] });
  return proposalFor(survey, rules, true, suggested.split(" "))?.join(" ") ?? null;
}

const PROPOSED: readonly [script: string, prefix: string | null][] = [
  ["npm test", "npm test"],
  ["npm test -- --watch=false", "npm test"],
  ["npm run build:prod -- x", "npm run build:prod"],
  ["npm run", null],
  ["git push origin main", "git push"],
  ["git stash pop", "git stash pop"],
  ["git add -A", "git add"],
  ["/usr/bin/git fetch", "git fetch"],
  ["cargo build --release", "cargo build"],
  ["kubectl get pods -n x", "kubectl get pods"],
  ["make all", "make all"],
  ["pytest tests/a.py", "pytest"],
  ["tsc --noEmit", "tsc"],
  // What they do lies in their words.
  ["cp a b", "cp a b"],
  ["curl https://example.com/x", "curl https://example.com/x"],
  ["rm a", "rm a"],
  // Nothing is known of how their words are parted.
  ["frobnicate deploy --all", "frobnicate deploy --all"],
  ["ninja -C out", "ninja -C out"],
  ["aws s3 --recursive rm x", null],
  ["aws s3 cp a b", null],
  ["kubectl get -n x pods", null],
  ["docker compose --file x exec y sh", null],
  ["docker compose exec y sh", null],
  ["npm rum x", "npm rum x"],
  // One command that no rule covers among others that are harmless.
  ["cd x && ls && npm ci | tail -5", "npm ci"],
  ["npm ci; npm ci", "npm ci"],
  ["npm ci && npm test", null],
  // Too broad, dangerous, unread, or nothing to cover.
  ["git", null],
  ["git -C x push", null],
  ["make", null],
  ["make -j4 all", null],
  ["npm exec x", null],
  ["npx x", null],
  ["python3 a.py", null],
  ["python3 -m pytest", null],
  ["node -e 1", null],
  ["bash a.sh", null],
  ["sudo apt install x", null],
  ["env A=1 x", null],
  ["nice npm test", null],
  ["xargs npm test", null],
  ["timeout 5 npm test", null],
  ["find . -name x -exec y", null],
  ["rm -rf a", "rm -rf a"],
  ["git push --force", null],
  ["npm test > a", null],
  ["npm test $x", null],
  ["./run.sh a", null],
  ["/w/tool a", null],
  ["ls", null],
];

test.each(PROPOSED)("%s", (script, prefix) => {
  expect(propose(script)).toBe(prefix);
});

test("what rules cover already is not proposed, and nothing that they hold back", () => {
  const rules = rulesOf('prefix_rule(["npm", "ci"])\nprefix_rule(["npm", "publish"], decision="prompt")\n');
  expect(propose("npm ci && npm test", rules)).toBe("npm test");
  expect(propose("npm ci", rules)).toBeNull();
  expect(propose("npm publish", rules)).toBeNull();
  expect(propose("npm publish && npm test", rules)).toBeNull();
});

const SUGGESTED: readonly [script: string, suggested: string, prefix: string | null][] = [
  // Shorter where nothing is known of how the words are parted, and longer anywhere.
  ["touch a", "touch", "touch"],
  ["frobnicate deploy --all", "frobnicate deploy", "frobnicate deploy"],
  ["/usr/bin/touch a", "touch", "touch"],
  ["git push origin main", "git push origin", "git push origin"],
  ["npm test -- --watch", "npm test -- --watch", "npm test -- --watch"],
  // One for all parts that are not covered.
  ["touch a && touch b", "touch", "touch"],
  ["cd x && touch a; ls", "touch", "touch"],
  ["touch a && mkdir b", "touch", null],
  // No beginning of what is asked about.
  ["touch a", "touch b", "touch a"],
  ["touch a", "tou", "touch a"],
  ["touch a", "touch a b", "touch a"],
  ["touch a", "mkdir", "touch a"],
  ["cat a | tee b", "cat a", null],
  ["./touch a", "touch", null],
  // Too broad, or with fewer words than say what is done.
  ["git push origin main", "git", "git push"],
  ["npm run build", "npm run", "npm run build"],
  ["git stash pop", "git stash", "git stash pop"],
  ["cat a | tee b", "tee", null],
  ["bash a.sh", "bash", null],
  ["python3 a.py", "python3", null],
  // What the algorithm would not propose for the program, an agent's word does not make better.
  ["python3 a.py", "python3 a.py", null],
  ["sudo ls", "sudo ls", null],
  ["touch a > b", "touch", null],
  ["git push --force", "git push", null],
];
test.each(SUGGESTED)("%s, where the agent suggests %s", (script, suggested, prefix) => {
  expect(propose(script, NO_RULES, suggested)).toBe(prefix);
});

test("a suggestion does not go past what rules hold back", () => {
  const rules = rulesOf('prefix_rule(["touch", "a"], decision="prompt")\n');
  expect(propose("touch a", rules, "touch")).toBeNull();
  expect(propose("touch b", rules, "touch")).toBe("touch");
  expect(propose("touch a && touch b", rules, "touch")).toBeNull();
});

const TOO_BROAD: readonly string[] = [
  "bash",
  "bash -lc",
  "bash -c ls",
  "/bin/sh -c",
  "zsh",
  "sudo",
  "sudo ls",
  "doas",
  "env",
  "env FOO=1 ls",
  "xargs",
  "nice",
  "timeout 5",
  "npx",
  "npx eslint",
  "ssh host",
  "find",
  "find .",
  "awk",
  "sed",
  "tar",
  "vim",
  "python",
  "python3",
  "python3.12",
  "python3 -c",
  "python3 -u -c",
  "python3 -m",
  "node",
  "node -e",
  "node --eval",
  "node -r ./x",
  "perl -e",
  "ruby",
  "deno run",
  "git",
  "git -c a=b",
  "git config",
  "git --no-pager push",
  "npm",
  "npm run",
  "npm exec",
  "docker",
  "docker run",
  "kubectl exec",
  "make",
  "make -f x",
  "uv run",
  "rm -rf",
  "docker compose",
  "docker compose exec",
  "docker container run",
  "docker-compose exec",
  "podman container exec",
  "nerdctl run",
  "oc rsh",
  "git rebase",
  "git submodule foreach",
  "git for-each-repo",
  "npm rum",
  "npm create",
  "npm c",
  "yarn workspace a exec",
  "pnpm node",
  "gh codespace ssh",
  "flatpak run",
  "zsh-5.9",
  "bash +x",
  "nu",
  "ld-linux-x86-64.so.2",
  "python3 -X a b",
  "python3 -W ignore -c x",
  "node -C x -e y",
  "node22 -e",
  "claude",
  "setarch x",
];

test.each(TOO_BROAD)("%s is refused with a reason, also when a person types it", (line) => {
  const checked = checkPrefix(line.split(" "));
  expect(checked.ok ? "" : checked.error).toMatch(/^[\w./-]+ [^\n]{10,}$/);
});

const NARROW: readonly string[] = [
  "npm test",
  "npm run build",
  "git push",
  "git status",
  "python3 tools/gen.py",
  "python3 -m pytest",
  "node scripts/build.mjs",
  "bash scripts/build.sh",
  "make all",
  "docker compose up",
  "cargo test",
  "rm -rf build",
  "./run.sh",
  "constructor",
];

test.each(NARROW)("%s is taken", (line) => {
  expect(checkPrefix(line.split(" "))).toEqual({ ok: true, value: line.split(" ") });
});

test.each([
  [[], "a rule must name a program"],
  [["", "a"], "a rule must name a program"],
  [["a", "b\nc"], "a rule may not have control characters"],
  [["a", "\ud800"], "a rule may not have control characters"],
  [Array.from({ length: 33 }, () => "a"), "a rule may have 32 words at most"],
  [["a", "b".repeat(1025)], "a word of a rule may have 1024 letters at most"],
])("%j is no rule", (pattern, error) => {
  expect(checkPrefix(pattern)).toEqual({ ok: false, error });
});

describe("a rendered rule", () => {
  test("is the line that Codex would append", () => {
    expect(renderPrefixRule(["npm", "test"])).toBe('prefix_rule(pattern=["npm", "test"], decision="allow")');
    expect(renderPrefixRule(['a"b\\'], "prompt")).toBe('prefix_rule(pattern=["a\\"b\\\\"], decision="prompt")');
    expect(renderPrefixRule(["a\u202e\t\u{e0041}"])).toBe(
      'prefix_rule(pattern=["a\\u202e\\t\\U000e0041"], decision="allow")',
    );
    expect(renderNetworkRule("Example.COM.", "https")).toBe(
      'network_rule(host="example.com", protocol="https", decision="allow")',
    );
    expect(renderNetworkRule("a.b", "http", "forbidden")).toBe(
      'network_rule(host="a.b", protocol="http", decision="deny")',
    );
  });

  test("reads back to the same words and stands on one line", () => {
    const word = fc.string({ unit: "binary" }).filter((text) => !/\p{Cs}/u.test(text));
    fc.assert(
      fc.property(word, fc.array(word), (program, args) => {
        const line = renderPrefixRule([program, ...args], "prompt");
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        const [match] = matchCommand(rulesOf(`${line}\n`), [program, ...args]);
        expect(match?.rule.pattern).toEqual([program, ...args]);
      }),
    );
  });

  test("of a host matches that host", () => {
    fc.assert(
      fc.property(fc.domain(), fc.constantFrom("http", "https", "socks5_tcp", "socks5_udp"), (host, protocol) => {
        const rules = rulesOf(renderNetworkRule(host.toUpperCase(), protocol));
        expect(matchHost(rules, host, protocol)).toHaveLength(1);
      }),
    );
  });
});
