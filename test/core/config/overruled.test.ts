/** What was typed and does not hold, for the machine owner's older file is over it. */
import { expect, test } from "vitest";
import { NO_FLAGS, flagsLayer } from "../../../src/core/config/flags.ts";
import { describeConfigError } from "../../../src/core/config/error.ts";
import { overruled } from "../../../src/core/config/overruled.ts";
import { readOverrides } from "../../../src/core/config/toml.ts";
import { FILES, layerOf } from "./layered.ts";

type Flag = Partial<typeof NO_FLAGS>;

function told(managed: string, flags: Flag, typed: readonly string[] = []): string | null {
  const layers = [flagsLayer({ ...NO_FLAGS, ...flags }), readOverrides(typed, "/w", "/home/you")];
  const read = layers.map((layer) => {
    if (!layer.ok) throw new Error(layer.error.kind);
    return layer.value;
  });
  const error = overruled([layerOf("managed", FILES.managed, managed)], read);
  return error === null ? null : describeConfigError(error);
}

const by = (typed: string, key: string, line: string): string =>
  `${typed}: ${key} is set at ${FILES.managed}:${line} (managed), which is over the command line: leave it out`;

const CASES: readonly [name: string, managed: string, flags: Flag, typed: readonly string[], line: string | null][] = [
  ["nothing typed", 'sandbox_mode = "read-only"', {}, [], null],
  ["nothing managed of it", 'model = "x"', { sandboxMode: "read-only" }, [], null],
  ["the same", 'sandbox_mode = "read-only"', { sandboxMode: "read-only" }, [], null],
  [
    "a flag",
    'sandbox_mode = "workspace-write"',
    { sandboxMode: "read-only" },
    [],
    by("-s read-only", "sandbox_mode", "1:16"),
  ],
  [
    "a profile where a mode was typed",
    '\ndefault_permissions = ":workspace"',
    { sandboxMode: "read-only" },
    [],
    by("-s read-only", "sandbox_mode", "2:23"),
  ],
  [
    "both keys of one flag",
    'sandbox_mode = "read-only"\napproval_policy = "untrusted"',
    { yolo: true },
    [],
    by("--yolo", "approval_policy", "2:19"),
  ],
  [
    "a key in a table",
    "sandbox_workspace_write.network_access = false",
    {},
    ["sandbox_workspace_write.network_access=true"],
    by("-c sandbox_workspace_write.network_access=true", "sandbox_workspace_write.network_access", "1:42"),
  ],
  [
    "another key of that table",
    "sandbox_workspace_write.network_access = false",
    {},
    ["sandbox_workspace_write.git=commit"],
    null,
  ],
];
test.each(CASES)("of %s", (_name, managed, flags, typed, line) => {
  expect(told(managed, flags, typed)).toBe(line);
});
