/** What was typed and does not hold, for the machine owner's older file is over it. */
import { expect, test } from "vitest";
import { describeConfigError } from "../../../src/core/config/error.ts";
import { NO_FLAGS, flagsLayer } from "../../../src/core/config/flags.ts";
import { joinAll } from "../../../src/core/config/join-project.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import { overruled } from "../../../src/core/config/overruled.ts";
import { readOverrides } from "../../../src/core/config/toml.ts";
import { FILES, layerOf } from "./layered.ts";

type Flag = Partial<typeof NO_FLAGS>;

/** The words of the error, or of each notice. */
function told(text: string, flags: Flag, overrides: readonly string[]): string | readonly string[] {
  const typed = [flagsLayer({ ...NO_FLAGS, ...flags }), readOverrides(overrides, "/w", "/home/you")].map((layer) => {
    if (!layer.ok) throw new Error(layer.error.kind);
    return layer.value;
  });
  const managed = [layerOf("managed", FILES.managed, text)];
  const groups = { stronger: [...managed, ...typed], project: [], weaker: [] };
  const joined = joinAll(groups, { defaults: {}, isTrusted: false });
  if (!joined.ok) throw new Error(describeConfigError(joined.error));
  const { refused, notices } = overruled(managed, typed, joined.value);
  return refused === null ? notices.map(describeNotice) : describeConfigError(refused);
}

const vain = (typed: string, key: string, line: string): string =>
  `${typed}: ${key} does not hold as typed: ${FILES.managed}:${line} (managed) is over the command line`;
const refused = (typed: string, key: string, line: string): string =>
  `${typed}: ${key} is set at ${FILES.managed}:${line} (managed), which is over the command line and looser: leave it out`;

const GRANULAR = "approval_policy={ granular = { sandbox_approval = false, rules = false, mcp_elicitations = false } }";
const NETWORK = "sandbox_workspace_write.network_access";

const CASES: readonly [
  name: string,
  managed: string,
  flags: Flag,
  typed: readonly string[],
  expected: string | readonly string[],
][] = [
  ["nothing typed", 'sandbox_mode = "read-only"', {}, [], []],
  ["nothing managed of it", 'model = "x"', { sandboxMode: "read-only" }, [], []],
  ["the same", 'sandbox_mode = "read-only"', { sandboxMode: "read-only" }, [], []],
  [
    "a wider mode",
    'sandbox_mode = "read-only"',
    { sandboxMode: "workspace-write" },
    [],
    [vain("-s workspace-write", "sandbox_mode", "1:16")],
  ],
  [
    "a narrower mode",
    'sandbox_mode = "workspace-write"',
    { sandboxMode: "read-only" },
    [],
    refused("-s read-only", "sandbox_mode", "1:16"),
  ],
  [
    "a mode where a profile is as wide",
    '\ndefault_permissions = ":workspace"',
    { sandboxMode: "workspace-write" },
    [],
    [vain("-s workspace-write", "sandbox_mode", "2:23")],
  ],
  [
    "a mode where a profile is wider",
    '\ndefault_permissions = ":workspace"',
    { sandboxMode: "read-only" },
    [],
    refused("-s read-only", "sandbox_mode", "2:23"),
  ],
  [
    "a narrower profile",
    'sandbox_mode = "workspace-write"',
    {},
    ['default_permissions=":read-only"'],
    refused('-c default_permissions=":read-only"', "default_permissions", "1:16"),
  ],
  [
    "a profile of one's own",
    'sandbox_mode = "read-only"',
    {},
    ["permissions.x.filesystem={ '/a' = 'read' }", "default_permissions=x"],
    refused("-c default_permissions=x", "default_permissions", "1:16"),
  ],
  [
    "a policy that asks less",
    'approval_policy = "on-request"',
    { approvalPolicy: "on-failure" },
    [],
    [vain("-a on-failure", "approval_policy", "1:19")],
  ],
  [
    "a policy that asks where another runs",
    'approval_policy = "never"',
    { approvalPolicy: "untrusted" },
    [],
    refused("-a untrusted", "approval_policy", "1:19"),
  ],
  [
    "a policy that refuses where another asks",
    'approval_policy = "on-request"',
    { approvalPolicy: "never" },
    [],
    refused("-a never", "approval_policy", "1:19"),
  ],
  [
    "categories that are refused",
    'approval_policy = "on-request"',
    {},
    [GRANULAR],
    refused(`-c ${GRANULAR}`, "approval_policy", "1:19"),
  ],
  [
    "both keys of one flag",
    'sandbox_mode = "read-only"\napproval_policy = "untrusted"',
    { yolo: true },
    [],
    [vain("--yolo", "approval_policy", "2:19"), vain("--yolo", "sandbox_mode", "1:16")],
  ],
  [
    "an open network, typed twice",
    `${NETWORK} = false`,
    {},
    [`${NETWORK}=true`, `${NETWORK}=true`],
    [vain(`-c ${NETWORK}=true`, NETWORK, "1:42")],
  ],
  ["a closed network", `${NETWORK} = true`, {}, [`${NETWORK}=false`], refused(`-c ${NETWORK}=false`, NETWORK, "1:42")],
  ["another key of that table", `${NETWORK} = false`, {}, ["sandbox_workspace_write.git=commit"], []],
  [
    "other folders",
    'sandbox_workspace_write.writable_roots = ["/m"]',
    {},
    ['sandbox_workspace_write.writable_roots=["/t"]'],
    [vain('-c sandbox_workspace_write.writable_roots=["/t"]', "sandbox_workspace_write.writable_roots", "1:42")],
  ],
  ["what holds nothing back", 'model = "x"', {}, ["model=y"], [vain("-c model=y", "model", "1:9")]],
];
test.each(CASES)("of %s", (_name, managed, flags, typed, expected) => {
  expect(told(managed, flags, typed)).toEqual(expected);
});
