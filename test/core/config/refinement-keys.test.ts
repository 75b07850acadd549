/** What is withheld: environment, limits and key stores, from their texts. */
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, type SandboxSettings } from "../../../src/core/config/settings.ts";
import { CORE_VARIABLES, KEPT_VARIABLES, SECRET_VARIABLES } from "../../../src/core/permissions/environment.ts";
import type { Environment } from "../../../src/core/permissions/permissions.ts";
import { type Given, settingsFor } from "./machine.ts";

function sandboxOf(given: Given): SandboxSettings | string {
  const settings = settingsFor(given);
  return typeof settings === "string" ? settings : settings.sandbox;
}

const own = (rest: string): string => `[permission_profile.environment]\n${rest}`;
const shell = (rest: string): string => `[shell_environment_policy]\n${rest}`;

const ENVIRONMENTS: readonly [name: string, given: Given, expected: Environment][] = [
  ["nothing", {}, { scrub: SECRET_VARIABLES, keep: KEPT_VARIABLES }],
  ["more patterns", { text: own('scrub = ["MY_*"]') }, { scrub: [...SECRET_VARIABLES, "MY_*"], keep: [] }],
  ["no patterns", { text: own("scrub = false") }, { scrub: [], keep: [] }],
  [
    "names to keep",
    { text: own('keep = ["GITHUB_TOKEN"]') },
    { scrub: SECRET_VARIABLES, keep: [...KEPT_VARIABLES, "GITHUB_TOKEN"] },
  ],
  [
    "none of the file's patterns by -c",
    { text: own('scrub = ["MY_*"]'), typed: ["permission_profile.environment.scrub=false"] },
    { scrub: [], keep: [] },
  ],
  [
    "patterns by -c after none",
    { text: own("scrub = false"), typed: ['permission_profile.environment.scrub=["A"]'] },
    { scrub: [...SECRET_VARIABLES, "A"], keep: [] },
  ],
  [
    "what Codex calls exclude",
    { text: shell('exclude = ["FOO*"]') },
    { scrub: [...SECRET_VARIABLES, "FOO*"], keep: [] },
  ],
  [
    "the default excludes of Codex",
    { text: shell("ignore_default_excludes = false") },
    { scrub: [...SECRET_VARIABLES, "*KEY*", "*SECRET*", "*TOKEN*"], keep: [] },
  ],
  [
    "the default excludes before one's own",
    { text: shell('ignore_default_excludes = false\nexclude = ["FOO*"]') },
    { scrub: [...SECRET_VARIABLES, "FOO*", "*KEY*", "*SECRET*", "*TOKEN*"], keep: [] },
  ],
  [
    "the default excludes of a stronger source, beside those of a weaker one",
    {
      text: shell('exclude = ["FOO*"]'),
      typed: ["shell_environment_policy.ignore_default_excludes=false"],
    },
    { scrub: [...SECRET_VARIABLES, "FOO*", "*KEY*", "*SECRET*", "*TOKEN*"], keep: [] },
  ],
  [
    "their absence, which brings no secret back",
    { text: shell("ignore_default_excludes = true") },
    { scrub: SECRET_VARIABLES, keep: KEPT_VARIABLES },
  ],
  ["no inheritance", { text: shell('inherit = "none"') }, { scrub: ["*"], keep: [] }],
  ["the core alone", { text: shell('inherit = "core"') }, { scrub: ["*"], keep: CORE_VARIABLES }],
  [
    "a list of what is passed on",
    { text: shell('include_only = ["PATH", "FOO*"]') },
    { scrub: ["*"], keep: ["PATH", "FOO*"] },
  ],
  [
    "of that list nothing that is excluded",
    { text: shell('include_only = ["PATH", "FOO", "B*"]\nexclude = ["F*"]') },
    { scrub: ["*"], keep: ["PATH"] },
  ],
  [
    "of the core only what is listed",
    { text: shell('inherit = "core"\ninclude_only = ["pa*", "FOO"]') },
    { scrub: ["*"], keep: ["PATH"] },
  ],
  ["a list of everything", { text: shell('include_only = ["*"]') }, { scrub: SECRET_VARIABLES, keep: KEPT_VARIABLES }],
  [
    "what is set, which nothing takes away",
    { text: shell('inherit = "none"\nexclude = ["A"]\nset = { A = "1", MY_TOKEN = "t" }') },
    { scrub: ["*"], keep: [], set: { A: "1", MY_TOKEN: "t" } },
  ],
  [
    "what is set, name by name over the file's",
    { text: shell('set = { A = "1", B = "2" }'), typed: ['shell_environment_policy.set.B="3"'] },
    { scrub: SECRET_VARIABLES, keep: KEPT_VARIABLES, set: { A: "1", B: "3" } },
  ],
  [
    "what is set and in the list of what is passed on",
    { text: shell('include_only = ["PATH", "A*"]\nset = { AB = "1", B = "2" }') },
    { scrub: ["*"], keep: ["PATH", "A*"], set: { AB: "1" } },
  ],
  [
    "what is set where nothing of assent's own is withheld",
    { text: `${shell('set = { A = "1" }')}\n${own("scrub = false")}` },
    { scrub: [], keep: [], set: { A: "1" } },
  ],
  [
    "both tables",
    { text: `${shell('exclude = ["FOO"]')}\n${own('keep = ["BAR"]')}` },
    { scrub: [...SECRET_VARIABLES, "FOO"], keep: ["BAR"] },
  ],
];
test.each(ENVIRONMENTS)("the environment by %s", (_name, given, expected) => {
  const sandbox = sandboxOf(given);
  expect(typeof sandbox === "string" ? sandbox : sandbox.environment).toEqual(expected);
});

test("values are looked at unless nothing is to be withheld", () => {
  const looks = ["", own("scrub = false"), own('scrub = ["A"]')].map((text) => {
    const sandbox = sandboxOf({ text });
    return typeof sandbox === "string" ? sandbox : sandbox.withholdsValues;
  });
  expect(looks).toEqual([true, false, true]);
});

const LIMITS: readonly [text: string, expected: Partial<SandboxSettings["limits"]>][] = [
  ["", {}],
  ["processes = 100", { processes: 100 }],
  ["processes = false", { processes: null }],
  ['processes = "suited"', { processes: "suited" }],
  ["memory = 1048576", { memory: 1_048_576 }],
  ['memory = "2GB"\nfile_size = "512 kb"', { memory: 2 * 1024 ** 3, fileSize: 512 * 1024 }],
  ['memory = "1.5GB"', {}],
];
test.each(LIMITS.slice(0, -1))("limits by %s", (text, expected) => {
  const sandbox = sandboxOf({ text: `[permission_profile.limits]\n${text}` });
  expect(typeof sandbox === "string" ? sandbox : sandbox.limits).toEqual({
    ...DEFAULT_SETTINGS.sandbox.limits,
    ...expected,
  });
});

const denied = (path: string) => ({ special: null, path, glob: null, access: "deny" });

const STORES: readonly [text: string, expected: unknown][] = [
  ["", { deny: true, add: [], allow: [] }],
  ["deny = false", { deny: false, add: [], allow: [] }],
  ['deny = "default"', { deny: true, add: [], allow: [] }],
  [
    'add = ["~/a", "/b"]\nallow = ["npm", "~/.kube"]',
    { deny: true, add: ["/home/u/a", "/b"].map(denied), allow: ["npm", "/home/u/.kube"] },
  ],
];
test.each(STORES)("key stores by %s", (text, expected) => {
  const sandbox = sandboxOf({ text: `[key_stores]\n${text}` });
  expect(typeof sandbox === "string" ? sandbox : sandbox.keyStores).toEqual(expected);
});

const FILE = "/h/config.toml";
const BYTES = 'a number of bytes, a text such as "512MB" or "2GB", or false for no limit';
const NAMES = "a list of names in quotes, with * for any characters";

const ERRORS: readonly [name: string, text: string, expected: string][] = [
  [
    "a table of another name",
    "[permission_profile.files]",
    `${FILE}:1:1: permission_profile.files is no key that is read, but must be one of filesystem, network, environment, limits`,
  ],
  [
    "a key of another name",
    "[permission_profile.filesystem]\nwrites = []",
    `${FILE}:2:10: permission_profile.filesystem.writes is no key that is read, but must be one of read, write, deny`,
  ],
  [
    "no list",
    '[permission_profile.filesystem]\nread = "/a"',
    `${FILE}:2:8: permission_profile.filesystem.read is "/a", but must be a list of paths in quotes`,
  ],
  [
    "no text in a list",
    '[permission_profile.filesystem]\nread = ["/a", 1]',
    `${FILE}:2:15: permission_profile.filesystem.read is 1, but must be a path in quotes`,
  ],
  [
    "a pattern to write",
    '[permission_profile.filesystem]\nwrite = ["/a/*"]',
    `${FILE}:2:10: permission_profile.filesystem.write is "/a/*", but must be "deny": a pattern can only be denied; write a path, or a folder with /** behind it`,
  ],
  [
    "a special place that is none",
    '[permission_profile.filesystem]\nwrite = [":home"]',
    `${FILE}:2:10: permission_profile.filesystem.write is no place, but must be an absolute path, one below ~/ or one of :workspace_roots, :tmpdir, :slash_tmp, :root, :minimal`,
  ],
  [
    "no host",
    '[permission_profile.network]\nallow = ["http://a.test"]',
    `${FILE}:2:10: permission_profile.network.allow is "http://a.test", but must be a host such as "api.example.com", "*.example.com", "**.example.com", "example.com:8443" or "*"`,
  ],
  [
    "a limit of nothing",
    "[permission_profile.limits]\nprocesses = 0",
    `${FILE}:2:13: permission_profile.limits.processes is 0, but must be a whole number of at least 1, "suited" for as many as suit the machine, or false for no limit`,
  ],
  [
    "a size with a comma",
    '[permission_profile.limits]\nmemory = "1.5GB"',
    `${FILE}:2:10: permission_profile.limits.memory is "1.5GB", but must be ${BYTES}`,
  ],
  [
    "a size beyond all numbers",
    '[permission_profile.limits]\nfile_size = "999999999999TB"',
    `${FILE}:2:13: permission_profile.limits.file_size is "999999999999TB", but must be ${BYTES}`,
  ],
  [
    "a pattern of names with other signs",
    '[permission_profile.environment]\nscrub = ["A?"]',
    `${FILE}:2:10: permission_profile.environment.scrub is "A?", but must be ${NAMES}`,
  ],
  [
    "true for patterns",
    "[permission_profile.environment]\nscrub = true",
    `${FILE}:2:9: permission_profile.environment.scrub is true, but must be ${NAMES}`,
  ],
  [
    "another way to inherit",
    '[shell_environment_policy]\ninherit = "some"',
    `${FILE}:2:11: shell_environment_policy.inherit is "some", but must be one of "all", "core", "none"`,
  ],
  [
    "filters",
    "[shell_environment_policy]\nfilters = {}",
    `${FILE}:2:11: shell_environment_policy.filters is a table, but must be left out: write exclude or include_only`,
  ],
  [
    "a store that is none",
    '[key_stores]\nallow = ["npmm"]',
    `${FILE}:2:10: key_stores.allow is "npmm", but must be a path, or one of ssh, gpg, aws, gcloud, azure, hosting, kube, docker, netrc, npm, python, cargo, packages, forges, vaults, infrastructure, databases, agents, browsers, messages, wallets, history, system`,
  ],
  ["a switch that is none", "[key_stores]\ndeny = 1", `${FILE}:2:8: key_stores.deny is 1, but must be true or false`],
];
test.each(ERRORS)("refuses %s", (_name, text, expected) => {
  expect(settingsFor({ text })).toBe(expected);
});
