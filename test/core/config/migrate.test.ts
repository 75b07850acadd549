/** Old names of keys: what they are read as, what is said, and where they stand. */
import { expect, test } from "vitest";
import { describeConfigError } from "../../../src/core/config/error.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import type { Table } from "../../../src/core/config/spot.ts";
import { readConfigText } from "../../../src/core/config/toml.ts";

type Seen = {
  readonly table: Table;
  readonly reviewer: string | null;
  readonly line: number;
  readonly said: readonly string[];
};

function seen(text: string): Seen | string {
  const read = readConfigText({ name: "user", file: "/h/c.toml", text, base: "/h", userHome: "/home/u" });
  if (!read.ok) return describeConfigError(read.error);
  const { table, layer } = read.value;
  const place = read.value.placeOf(["approvals_reviewer"]);
  return {
    table,
    reviewer: layer.reviewer ?? null,
    line: place.kind === "file" ? place.line : 0,
    said: (layer.notices ?? []).map(describeNotice),
  };
}

const old = (line: number, column: number, name: string, now: string): string =>
  `/h/c.toml:${line}:${column}: ${name} is the old name of a key and ${now}`;
const GUARDIAN = 'is read as approvals_reviewer = "guardian_subagent"';
const BESIDE = "does not count beside its new name: take it out";

const CASES: readonly [text: string, expected: Seen | string][] = [
  [
    "\nguardian_approval = true",
    {
      table: { approvals_reviewer: "guardian_subagent" },
      reviewer: "auto_review",
      line: 2,
      said: [old(2, 21, "guardian_approval", GUARDIAN)],
    },
  ],
  [
    "guardian_approval = false",
    {
      table: { approvals_reviewer: "user" },
      reviewer: "user",
      line: 1,
      said: [old(1, 21, "guardian_approval", 'is read as approvals_reviewer = "user"')],
    },
  ],
  [
    "[features]\nguardian_approval = true",
    {
      table: { approvals_reviewer: "guardian_subagent" },
      reviewer: "auto_review",
      line: 2,
      said: [old(2, 21, "features.guardian_approval", GUARDIAN)],
    },
  ],
  [
    "[features]\nsmart_approvals = false\nguardian_approval = true",
    {
      table: { features: { smart_approvals: false }, approvals_reviewer: "guardian_subagent" },
      reviewer: "auto_review",
      line: 3,
      said: [old(3, 21, "features.guardian_approval", GUARDIAN)],
    },
  ],
  [
    'approvals_reviewer = "user"\nguardian_approval = true',
    {
      table: { approvals_reviewer: "user" },
      reviewer: "user",
      line: 1,
      said: [old(2, 21, "guardian_approval", BESIDE)],
    },
  ],
  [
    "guardian_approval = false\nfeatures.guardian_approval = true",
    {
      table: { approvals_reviewer: "user" },
      reviewer: "user",
      line: 1,
      said: [
        old(1, 21, "guardian_approval", 'is read as approvals_reviewer = "user"'),
        old(2, 30, "features.guardian_approval", BESIDE),
      ],
    },
  ],
  ["guardian_approval = 1", "/h/c.toml:1:21: guardian_approval is 1, but must be true or false"],
  [
    'features.guardian_approval = "yes"',
    '/h/c.toml:1:30: features.guardian_approval is "yes", but must be true or false',
  ],
  [
    'approvals_reviewer = "user"\nguardian_approval = 1',
    "/h/c.toml:2:21: guardian_approval is 1, but must be true or false",
  ],
  ["features = 1", "/h/c.toml:1:12: features is 1, but must be a table"],
  [
    "[profiles.x]\nguardian_approval = 1",
    "/h/c.toml:2:21: profiles.x.guardian_approval is 1, but must be true or false",
  ],
];
test.each(CASES)("reads %j", (text, expected) => {
  expect(seen(text)).toEqual(expected);
});
