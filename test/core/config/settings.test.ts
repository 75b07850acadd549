/** Layers and flags against the settings that result. */
import { expect, test } from "vitest";
import { describeConfigError } from "../../../src/core/config/error.ts";
import { type Flags, NO_FLAGS, readFlags } from "../../../src/core/config/flags.ts";
import { settingsOf } from "../../../src/core/config/join-layers.ts";
import { profileOfMode } from "../../../src/core/permissions/profile.ts";
import { describeNotice } from "../../../src/core/config/notice.ts";
import { DEFAULT_SETTINGS, type Layer } from "../../../src/core/config/settings.ts";

const inForce = (layers: readonly Layer[]) => {
  const settings = settingsOf(layers);
  if (!settings.ok) throw new Error(describeConfigError(settings.error));
  return settings.value;
};

test("asks on request and writes to the workspace where nothing is set", () => {
  expect(inForce([])).toEqual(DEFAULT_SETTINGS);
  const { approvalPolicy, sandboxMode, workspaceWrite, allowRuns, notices } = DEFAULT_SETTINGS;
  expect({ approvalPolicy, sandboxMode, workspaceWrite, allowRuns, notices }).toEqual({
    approvalPolicy: "on-request",
    sandboxMode: "workspace-write",
    workspaceWrite: {
      writableRoots: [],
      networkAccess: false,
      excludeTmpdirEnvVar: false,
      excludeSlashTmp: false,
      git: "steps",
      workspaceFiles: "read-only",
    },
    allowRuns: "inside",
    notices: [],
  });
});

test("lets a stronger layer win key by key, and replace a list", () => {
  const weak: Layer = { sandboxMode: "read-only", workspaceWrite: { writableRoots: ["/a"], networkAccess: true } };
  const strong: Layer = { approvalPolicy: "never", workspaceWrite: { writableRoots: ["/b"] } };
  expect(inForce([weak, strong])).toEqual({
    ...DEFAULT_SETTINGS,
    approvalPolicy: "never",
    sandboxMode: "read-only",
    workspaceWrite: { ...DEFAULT_SETTINGS.workspaceWrite, writableRoots: ["/b"], networkAccess: true },
    sandbox: { ...DEFAULT_SETTINGS.sandbox, profile: profileOfMode("read-only") },
  });
});

test("says once that on-failure is deprecated, and only if it is in force", () => {
  const settings = inForce([{ approvalPolicy: "on-failure" }, { approvalPolicy: "on-failure" }]);
  expect(settings.notices.map(describeNotice)).toEqual([
    'the approval policy "on-failure" is deprecated: use "on-request", or "never" where nobody can answer',
  ]);
  expect(inForce([{ approvalPolicy: "on-failure" }, { approvalPolicy: "never" }]).notices).toEqual([]);
});

const FLAGS: readonly [name: string, flags: Partial<Flags>, expected: Layer | string][] = [
  ["none", {}, {}],
  ["a policy", { approvalPolicy: "never" }, { approvalPolicy: "never" }],
  ["the other name of untrusted", { approvalPolicy: "unless-trusted" }, { approvalPolicy: "untrusted" }],
  ["a mode", { sandboxMode: "read-only" }, { sandboxMode: "read-only" }],
  [
    "full-auto over --sandbox",
    { fullAuto: true, sandboxMode: "danger-full-access" },
    { approvalPolicy: "on-request", sandboxMode: "workspace-write" },
  ],
  [
    "full-auto over -a",
    { fullAuto: true, approvalPolicy: "never" },
    { approvalPolicy: "on-request", sandboxMode: "workspace-write" },
  ],
  [
    "yolo over --sandbox",
    { yolo: true, sandboxMode: "read-only" },
    { approvalPolicy: "never", sandboxMode: "danger-full-access" },
  ],
  [
    "yolo with -a",
    { yolo: true, approvalPolicy: "untrusted" },
    "--yolo cannot be used together with -a: leave one of them out",
  ],
  [
    "yolo with full-auto",
    { yolo: true, fullAuto: true },
    "--yolo cannot be used together with --full-auto: leave one of them out",
  ],
  [
    "a bad policy",
    { approvalPolicy: "maybe" },
    '-a is "maybe", but must be one of "untrusted", "on-request", "on-failure", "never"',
  ],
  [
    "a bad mode, also where another flag would win",
    { sandboxMode: "", fullAuto: true },
    '--sandbox is "", but must be one of "read-only", "workspace-write", "danger-full-access"',
  ],
];

test.each(FLAGS)("reads the flags: %s", (_name, flags, expected) => {
  const result = readFlags({ ...NO_FLAGS, ...flags });
  expect(result.ok ? result.value : describeConfigError(result.error)).toEqual(expected);
});

const CUT = ["a", "b", "c", "d", "e", "f"].map((name) => `allow ${name}`);
test.each([
  [
    {
      kind: "project-cut",
      root: "/w",
      why: "unknown",
      digest: "d",
      cuts: [{ path: ".codex/config.toml", what: ["model"] }],
    },
    "/w is not trusted, so this does not count: model in .codex/config.toml; to look at it: assent trust show",
  ],
  [
    {
      kind: "project-cut",
      root: "/w",
      why: "changed",
      digest: "d",
      cuts: [{ path: ".codex/rules/a.rules", what: CUT }],
    },
    "/w is not what was trusted, so this does not count: allow a, allow b, allow c, allow d, 2 more in .codex/rules/a.rules; to look at it: assent trust show",
  ],
  [
    { kind: "project-ignored", file: "/w/.codex/config.toml", keys: ["profile", "projects"] },
    "/w/.codex/config.toml: profile, projects do not count in a project's file: set them in your own config.toml",
  ],
  [
    { kind: "project-cut-again", root: "/w", why: "unknown" },
    "/w is not trusted, as before: its files only tighten; to look at it: assent trust show",
  ],
  [
    { kind: "project-cut-again", root: "/w", why: "changed" },
    "/w is not what was trusted, as before: its files only tighten; to look at it: assent trust show",
  ],
  [
    { kind: "trust-recorded", root: "/w", paths: [".codex/config.toml", ".codex/rules/a.rules"] },
    "/w is marked as trusted: recorded as they are now: .codex/config.toml, .codex/rules/a.rules",
  ],
] as const)("a project's notice names what it is about: %#", (notice, words) => {
  expect(describeNotice(notice)).toBe(words);
});
