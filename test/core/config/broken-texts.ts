/** Whole texts of every kind of file, and random faults to put into them. */
import * as fc from "fast-check";

export const WHOLE = {
  config: `# Settings.
approval_policy = "untrusted"
sandbox_mode = "read-only"
approvals_reviewer = "user"
project_root_markers = [".git"]
model = "some-model"

[sandbox_workspace_write]
writable_roots = ["/srv/data", "~/cache"]
network_access = false
exclude_slash_tmp = true
git = "read-only"

[features]
smart_approvals = false

[permission_profile.filesystem]
deny = ["*.pem", ".env.local"]

[permission_profile.limits]
processes = 512
memory = "4GB"

[key_stores]
deny = true
add = ["~/.acme"]

[shell_environment_policy]
inherit = "core"
exclude = ["ACME_*"]

[mcp_servers.tools]
command = "tools"
args = ["--quiet"]
tool_timeout_sec = 30

[projects."/srv/other"]
trust_level = "untrusted"
`,
  requirements: `# What is required.
allowed_approval_policies = ["untrusted", "on-request"]
allowed_sandbox_modes = ["read-only", "workspace-write"]
allowed_approvals_reviewers = ["user"]

[rules]
prefix_rules = [
  { pattern = [{ token = "curl" }], decision = "prompt", justification = "ask first" },
  { pattern = [{ token = "rm" }, { any_of = ["-rf", "-fr"] }], decision = "forbidden" },
]

[experimental_network]
enabled = true
managed_allowed_domains_only = true

[experimental_network.domains]
"a.example" = "deny"

[mcp_servers.tools]
identity = { command = "tools" }
`,
  rules: `# What may run.
prefix_rule(
    pattern = ["git", ["status", "diff"]],
    decision = "allow",
    match = ["git status"],
    not_match = ["git push"],
)
prefix_rule(pattern = ["npm", "test"], decision = "prompt", justification = "it runs the workspace")
prefix_rule(pattern = ["sudo"], decision = "forbidden")
host_executable(name = "git", paths = ["/usr/bin/git"])
network_rule(host = "a.example", protocol = "https", decision = "deny")
for name in ["curl", "wget"]:
    prefix_rule(pattern = [name], decision = "prompt")
`,
} as const;

/** `at` and `length` are shares of the text. */
export type Mutation = { readonly kind: (typeof KINDS)[number]; readonly at: number; readonly by: number };

const KINDS = ["delete", "double", "swap", "value", "insert", "cut", "unquote", "letter"] as const;
const VALUES = [
  "5",
  '"x"',
  "[]",
  "{}",
  "true",
  "1979-05-27",
  "nan",
  '""',
  '["allow"]',
  '"danger-full-access"',
  '"allow"',
];
const NASTY = [
  "\0",
  "\ufeff",
  "\r",
  "\u202e",
  "[",
  "]",
  "{",
  "}",
  '"',
  '"""',
  "'",
  "=",
  "#",
  "\\",
  ",",
  "(",
  ")",
  "\t",
  "é",
  "😀",
];

export const MUTATIONS: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  by: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

export function mutated(text: string, { kind, at, by }: Mutation): string {
  const index = Math.floor(at * text.length);
  const length = 1 + Math.floor(by * 40);
  const lines = text.split("\n");
  const line = Math.floor(at * lines.length);
  switch (kind) {
    case "delete":
      return text.slice(0, index) + text.slice(index + length);
    case "double":
      return text.slice(0, index + length) + text.slice(index);
    case "swap":
      return swapped(lines, line, Math.floor(by * lines.length)).join("\n");
    case "value":
      return lines.map((each, nth) => (nth === line ? each.replace(/=.*$/, `= ${pick(VALUES, by)}`) : each)).join("\n");
    case "insert":
      return text.slice(0, index) + pick(NASTY, by) + text.slice(index);
    case "cut":
      return text.slice(0, index);
    case "unquote":
      return text.slice(0, index) + text.slice(index).replace(/["\]})]/, "");
    case "letter":
      return text.slice(0, index) + text.slice(index).replace(/[a-z]/, (letter) => (letter === "z" ? "a" : "z"));
    default:
      throw new Error(`there is no mutation ${String(kind)}`);
  }
}

function swapped(lines: readonly string[], a: number, b: number): readonly string[] {
  return lines.map((line, nth) => (nth === a ? (lines[b] ?? line) : nth === b ? (lines[a] ?? line) : line));
}

function pick(values: readonly string[], by: number): string {
  return values[Math.floor(by * values.length)] ?? "";
}
