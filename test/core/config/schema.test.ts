/** The JSON Schema against what the readers take and refuse. */
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { CATALOGUE, PROFILE_LAYER, PROFILE_SHAPE } from "../../../src/core/config/catalogue.ts";
import { WORDS } from "../../../src/core/config/catalogue-words.ts";
import { readLayer, readProfileLayer } from "../../../src/core/config/keys.ts";
import { configSchema } from "../../../src/core/config/schema.ts";
import type { Shape } from "../../../src/core/config/shapes.ts";
import { isTable, type Table } from "../../../src/core/config/spot.ts";
import { withValue } from "../../../src/core/config/tables.ts";
import { fits } from "./validator.ts";

const SCHEMA: Table = { ...configSchema() };
const isInSchema = (table: Table): boolean => fits(table, SCHEMA, SCHEMA);

/** True if a reader takes the table without an error and without a word about keys that it does not know. */
function isRead(table: Table, readAs = readLayer): boolean {
  const place = { kind: "flag", text: "-c" } as const;
  const layer = readAs(table, { base: "/h", userHome: "/home/u", placeOf: () => place });
  return layer.ok && (layer.value.layer.notices ?? []).every(({ kind }) => kind !== "unknown-key");
}

const DOCUMENTS = ["docs/configuration.md", "docs/network.md", "docs/sandbox.md", "docs/rules.md", "README.md"];
const EXAMPLES = DOCUMENTS.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/```toml\n(.*?)```/gsu)].map(([, text = ""]) => [file, text] as const),
);

test.each(EXAMPLES)("the example of %s fits: %s", (_file, text) => {
  expect(isInSchema(parse(text))).toBe(true);
});

test("there are examples", () => {
  expect(EXAMPLES.length).toBeGreaterThan(3);
});

type Leaf = { readonly path: readonly string[]; readonly kind: Shape["kind"] };

/** Every key below a shape; names of the person's own are `n`. */
function leavesOf(shape: Shape, path: readonly string[]): readonly Leaf[] {
  const own = { path, kind: shape.kind };
  if (shape.kind === "table") {
    return [own, ...Object.entries(shape.keys).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))];
  }
  if (shape.kind === "map") return [own, ...leavesOf(shape.of, [...path, "n"])];
  return shape.kind === "either" ? [own, ...shape.of.flatMap((one) => leavesOf(one, path))] : [own];
}

const LEAVES = leavesOf(CATALOGUE, []).filter(({ path }) => path.length > 0);
const NAMES = [...new Set(LEAVES.map(({ path }) => path.join(".")))];

const CHOICES = [
  ["untrusted", "unless-trusted", "on-request", "on-failure", "never", "granular", "always"],
  ["user", "auto_review", "guardian_subagent", "read-only", "workspace-write", "danger-full-access", "default"],
  ["full-access", "inside", "outside", "trusted", "untrusted", "steps", "commit", "writable", "all", "core", "none"],
  ["ask", "deny", "low", "medium", "high", "critical"],
  ["auto", "prompt", "writes", "approve", "responses", "chat", ":workspace", "Read-Only", "NAME", "a b", "a=b", "*"],
].flat();
const CATEGORIES = { sandbox_approval: true, rules: false, mcp_elicitations: true };

const VALUE_GROUPS: readonly (readonly unknown[])[] = [
  [
    true,
    false,
    0,
    1,
    1.5,
    -1,
    6,
    7,
    90,
    91,
    100,
    101,
    500,
    501,
    1_000_000_000,
    1_000_000_001,
    2n ** 60n,
    Number.NaN,
    Infinity,
  ],
  ["", "x", "/x", "~/x", "x y", ...CHOICES],
  [[], [""], ["x"], ["A*"], ["A?"], [1], [[]], [{}], [{ name: "X" }], [{ name: 1 }], [{ nom: "X" }]],
  [{}, { x: "y" }, { x: 1 }, { "a=b": "y" }, { x: {} }, { "": "y" }, { enabled: true }, { enabled: 1 }],
  [{ network: "ask" }, { network: "allow" }, { net: "ask" }, { hidden: "deny", remote: "ask" }],
  [{ granular: CATEGORIES }, { granular: { ...CATEGORIES, skill_approval: true } }],
  [{ granular: { rules: true } }, { granular: { ...CATEGORIES, more: true } }, { granular: CATEGORIES, x: 1 }],
  [new Date(0)],
];
const VALUES = VALUE_GROUPS.flat();

test.each(NAMES)("reader and schema agree about every value of %s", (name) => {
  const differ = VALUES.filter((value) => {
    const table = withValue({}, name.split("."), value);
    return isRead(table) !== isInSchema(table);
  });
  expect(differ).toEqual([]);
});

test.each(Object.keys(PROFILE_SHAPE.keys))("reader and schema agree about %s in a profile", (key) => {
  const differ = VALUES.filter((value) => {
    const table = { [key]: value };
    return isRead(table, readProfileLayer) !== isInSchema({ profiles: { n: table } });
  });
  expect(differ).toEqual([]);
});

test("what a profile may say is held like what stands at the top", () => {
  const keys = Object.keys(PROFILE_LAYER);
  const differ = keys.flatMap((key) =>
    VALUES.filter((value) => isInSchema({ [key]: value }) !== isInSchema({ profiles: { n: { [key]: value } } })),
  );
  expect(differ).toEqual([]);
});

const filesystem = (key: string, value: unknown): Table => ({ permissions: { x: { filesystem: { [key]: value } } } });
const below = (key: string, value: unknown): Table => filesystem(":workspace_roots", { [key]: value });
const network = (said: object): Table => ({ permissions: { x: { network: said } } });
const lists = (said: object): Table => ({ permission_profile: { filesystem: said } });
const hosts = (...list: readonly unknown[]): Table => ({ permission_profile: { network: { allow: list } } });
const limits = (said: object): Table => ({ permission_profile: { limits: said } });
const variables = (said: object): Table => ({ permission_profile: { environment: said } });
const stores = (said: object): Table => ({ key_stores: said });

const ACCESS = ["read", "write", "deny", "none", "allow", true, 1, {}, []];
const PLACES = ["/a", "/", "~", "~/a", "~a", "a", "", ".", "/a/**", "/a/*", "/**", "/a/[b]/c", "/a/b?/**", "/a/**/b"];
const SPECIAL = [":workspace_roots", ":tmpdir", ":slash_tmp", ":root", ":minimal", ":home"];
const INSIDE = [
  ".",
  "a",
  "a/b",
  "a/",
  "a//b",
  "./a",
  "../a",
  "a/..",
  "..",
  "...",
  ".env",
  "**/.env",
  "a/**",
  "**",
  "*",
];
const HOSTS = [
  "a.test",
  "*.a.test",
  "**.a.test",
  "a.test:8443",
  "*",
  "*:443",
  "127.0.0.1",
  "[::1]:80",
  "http://a",
  "a/b",
  "",
];

const OWN_GROUPS: readonly (readonly Table[])[] = [
  [...PLACES, ...SPECIAL].flatMap((place) => ACCESS.map((access) => filesystem(place, access))),
  INSIDE.flatMap((place) => ACCESS.map((access) => below(place, access))),
  PLACES.map((place) => filesystem(place, { ".": "write", sub: "deny" })),
  [0, 1, 1.5, "1", true].map((depth) => filesystem("glob_scan_max_depth", depth)),
  HOSTS.flatMap((host) => ["allow", "deny", "ask", true].map((says) => network({ domains: { [host]: says } }))),
  HOSTS.map((host) => hosts(host)),
  [hosts(":registries"), hosts(":registry"), hosts(1), { permission_profile: { network: { deny: "*" } } }],
  ["/s", "~/s", "s", ""].map((path) => network({ unix_sockets: { [path]: "allow" } })),
  [{ mode: "full" }, { mode: "limited" }, { mitm: {} }, { enable_socks5: false }, { enable_socks5: true }].map(network),
  [{ enabled: true }, { enabled: "yes" }, { proxy_url: "x" }, { proxy: "x" }].map(network),
  ["/a", "~/a", "~", "a"].flatMap((path) =>
    [true, "yes"].map((is) => ({ permissions: { x: { workspace_roots: { [path]: is } } } })),
  ),
  [{ ":x": {} }, { x: { extend: "y" } }, { x: { extends: 1 } }, { x: { description: 1 } }, { x: 1 }, []].map(
    (permissions) => ({ permissions }),
  ),
  ["read", "write", "deny"].flatMap((key) =>
    [...PLACES, ...SPECIAL, ...INSIDE, 1].map((place) => lists({ [key]: [place] })),
  ),
  [lists({ read: "/a" }), lists({ reads: [] }), { permission_profile: { files: {} } }, { permission_profile: [] }],
  [0, 1, 1.5, false, true, "1", "0", "2GB", "512 kb", "1.5GB", "00", "9GiB", "x"].flatMap((size) => [
    limits({ processes: size }),
    limits({ memory: size }),
    limits({ file_size: size }),
  ]),
  [false, true, [], ["A*"], ["A?"], [1], "A"].flatMap((names) => [
    variables({ scrub: names }),
    variables({ keep: names }),
  ]),
  [true, false, "default", "none", 1].map((deny) => stores({ deny })),
  ["npm", "npmm", "/a", "~/a", "a/b", "", 1].flatMap((name) => [stores({ allow: [name] }), stores({ add: [name] })]),
  [stores({ denies: true })],
  ["HOME", "HOMES", "home", "A B"].map((name) => ({ shell_environment_policy: { set: { [name]: "/x" } } })),
];
const OWN = OWN_GROUPS.flat();

test("reader and schema agree about places, hosts, names and limits", () => {
  const differ = OWN.filter((table) => isRead(table) !== isInSchema(table));
  expect(differ.map((table) => `${JSON.stringify(table)} ${isRead(table) ? "is read" : "is refused"}`)).toEqual([]);
});

test("every key is explained, and nothing that is no key", () => {
  const keys = NAMES.map((name) =>
    name
      .split(".")
      .map((part) => (part === "n" ? "*" : part))
      .join("."),
  );
  const needed = keys.filter(
    (key) => !key.endsWith("*") && key !== "mcp_servers.*.env_vars.name" && key !== "mcp_servers.*.env_vars.source",
  );
  expect(Object.keys(WORDS).toSorted()).toEqual(
    needed.filter((key) => key !== "features.network_proxy.enabled").toSorted(),
  );
});

test("defaults that are told are right", () => {
  const wrong = Object.entries(WORDS).filter(
    ([key, [, , standard]]) =>
      standard !== undefined &&
      !isInSchema(withValue({}, key.replaceAll("*", "n").split("."), standard)) &&
      !key.startsWith("approval_policy."),
  );
  expect(wrong).toEqual([]);
});

test("the schema is plain data that says what it is", () => {
  expect(JSON.parse(JSON.stringify(SCHEMA))).toEqual(SCHEMA);
  expect([SCHEMA["$schema"], isTable(SCHEMA["properties"])]).toEqual([
    "https://json-schema.org/draft/2020-12/schema",
    true,
  ]);
});
