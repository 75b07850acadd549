/** What was typed and does not hold, for the machine owner's older file is over it. */
import { expect, test } from "vitest";
import { NO_FLAGS, flagsLayer } from "../../../src/core/config/flags.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import { overruled } from "../../../src/core/config/overruled.ts";
import { readOverrides } from "../../../src/core/config/toml.ts";
import { FILES, layerOf } from "./layered.ts";

type Flag = Partial<typeof NO_FLAGS>;

function told(managed: string, flags: Flag, typed: readonly string[] = []): readonly string[] {
  const layers = [flagsLayer({ ...NO_FLAGS, ...flags }), readOverrides(typed, "/w", "/home/you")];
  const read = layers.map((layer) => {
    if (!layer.ok) throw new Error(layer.error.kind);
    return layer.value;
  });
  return overruled([layerOf("managed", FILES.managed, managed)], read).map(describeNotice);
}

const by = (typed: string, key: string, line: string): string =>
  `${typed}: ${key} does not hold as typed: ${FILES.managed}:${line} (managed) is over the command line`;

const CASES: readonly [
  name: string,
  managed: string,
  flags: Flag,
  typed: readonly string[],
  lines: readonly string[],
][] = [
  ["nothing typed", 'sandbox_mode = "read-only"', {}, [], []],
  ["nothing managed of it", 'model = "x"', { sandboxMode: "read-only" }, [], []],
  ["the same", 'sandbox_mode = "read-only"', { sandboxMode: "read-only" }, [], []],
  [
    "a flag",
    'sandbox_mode = "workspace-write"',
    { sandboxMode: "read-only" },
    [],
    [by("-s read-only", "sandbox_mode", "1:16")],
  ],
  [
    "a profile where a mode was typed",
    '\ndefault_permissions = ":workspace"',
    { sandboxMode: "read-only" },
    [],
    [by("-s read-only", "sandbox_mode", "2:23")],
  ],
  [
    "both keys of one flag",
    'sandbox_mode = "read-only"\napproval_policy = "untrusted"',
    { yolo: true },
    [],
    [by("--yolo", "approval_policy", "2:19"), by("--yolo", "sandbox_mode", "1:16")],
  ],
  [
    "a key in a table, once",
    "sandbox_workspace_write.network_access = false",
    {},
    ["sandbox_workspace_write.network_access=true", "sandbox_workspace_write.network_access=true"],
    [by("-c sandbox_workspace_write.network_access=true", "sandbox_workspace_write.network_access", "1:42")],
  ],
  [
    "another key of that table",
    "sandbox_workspace_write.network_access = false",
    {},
    ["sandbox_workspace_write.git=commit"],
    [],
  ],
];
test.each(CASES)("tells of %s", (_name, managed, flags, typed, lines) => {
  expect(told(managed, flags, typed)).toEqual(lines);
});
