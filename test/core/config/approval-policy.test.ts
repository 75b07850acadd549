/** Categories of a granular policy, said in one place or in several. */
import { expect, test } from "vitest";
import { settingsFor } from "./machine.ts";
import { policyOf } from "./policies.ts";

const FILE = "/h/config.toml";
const FIRST = "sandbox_approval = true\nrules = true\nmcp_elicitations = false\n";
const ALL = `[approval_policy.granular]\n${FIRST}`;
const key = (name: string): string => `approval_policy.granular.${name}`;
const PART_OF = "is not there, but must be true or false";

const PARTS: readonly [text: string, typed: readonly string[], expected: object | string][] = [
  [ALL, [`${key("rules")}=false`], policyOf(true, false, false)],
  [ALL, [`${key("rules")}=false`, `${key("rules")}=true`], policyOf(true, true, false)],
  [`${ALL}skill_approval = true`, [`${key("request_permissions")}=true`], policyOf(true, true, false, true, true)],
  [
    "",
    [`${key("rules")}=false`, `${key("sandbox_approval")}=true`, `${key("mcp_elicitations")}=true`],
    policyOf(true, false, true),
  ],
  [
    `[approval_policy.granular]\nrules = false`,
    [`${key("sandbox_approval")}=true`, `${key("mcp_elicitations")}=true`],
    policyOf(true, false, true),
  ],
  [ALL, ["approval_policy=never"], "never"],
  [
    'approval_policy = "never"',
    ["approval_policy={granular={sandbox_approval=true,rules=true,mcp_elicitations=false}}"],
    policyOf(true, true, false),
  ],
  ["\n[approval_policy.granular]\nrules = true", [], `${FILE}:2:1: ${key("sandbox_approval")} ${PART_OF}`],
  ["[approval_policy.granular]\nsandbox_approval = true", [], `${FILE}:1:1: ${key("rules")} ${PART_OF}`],
  ["approval_policy = { granular = {} }", [], `${FILE}:1:32: ${key("sandbox_approval")} ${PART_OF}`],
  [
    'approval_policy = "never"',
    [`${key("rules")}=true`],
    `-c ${key("rules")}=true: ${key("sandbox_approval")} ${PART_OF}`,
  ],
  [
    "",
    [`${key("rules")}=true`, `${key("sandbox_approval")}=true`],
    `-c ${key("sandbox_approval")}=true: ${key("mcp_elicitations")} ${PART_OF}`,
  ],
];
test.each(PARTS)("categories of %j and %j come to a policy", (text, given, expected) => {
  const settings = settingsFor({ text, typed: given });
  expect(typeof settings === "string" ? settings : settings.approvalPolicy).toEqual(expected);
});
