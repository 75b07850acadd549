/** Every key in every pair of layers: which one holds, and where it comes from. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../../../src/core/config/catalogue.ts";
import type { Shape } from "../../../src/core/config/shapes.ts";
import { printKey } from "../../../src/core/config/spot.ts";
import { FILES, type Layered, PROJECT_FILES, shown } from "./layered.ts";

/** A key with two values as they are written in TOML, and as they hold where that is different. */
type Key = {
  readonly path: readonly string[];
  readonly texts: readonly [string, string];
  readonly values: readonly [unknown, unknown];
  readonly base: string;
};

/** Keys whose values are no texts of any kind, or whose readers want more than their shape tells. */
const OWN: Readonly<Record<string, readonly [string, string]>> = {
  default_permissions: ['":read-only"', '":workspace"'],
  preset: ['"read-only"', '"full-access"'],
  "sandbox_workspace_write.writable_roots": ['["/a"]', '["/b", "/c"]'],
  "execpolicy.user_rules": ['["/a"]', '["/b"]'],
  project_root_markers: ['["a"]', '["b"]'],
  "permissions.x.filesystem./a": ['"read"', '"deny"'],
  "permissions.x.network.enabled": ["true", "false"],
  "permissions.x.extends": ['":read-only"', '":workspace"'],
  "permission_profile.filesystem.read": ['["/a"]', '["/b"]'],
  "permission_profile.filesystem.write": ['["/a"]', '["/b"]'],
  "permission_profile.filesystem.deny": ['["/a"]', '["*.pem"]'],
  "permission_profile.network.allow": ['["a.com"]', '["b.com"]'],
  "permission_profile.network.deny": ['["a.com"]', '["b.com"]'],
  "permission_profile.environment.scrub": ['["A"]', '["B"]'],
  "permission_profile.environment.keep": ['["A"]', '["B"]'],
  "permission_profile.limits.processes": ["10", "20"],
  "permission_profile.limits.memory": ["1000", "2000"],
  "permission_profile.limits.file_size": ["1000", "2000"],
  "key_stores.deny": ["false", "true"],
  "key_stores.add": ['["/a"]', '["/b"]'],
  "key_stores.allow": ['["npm"]', '["ssh"]'],
  "shell_environment_policy.exclude": ['["A"]', '["B"]'],
  "shell_environment_policy.include_only": ['["A"]', '["B"]'],
};

/** Each is read as a key that is looked at under its own name. */
const OLD_NAMES: readonly string[] = ["guardian_approval", "timeout_ms"];

/** Values that hold as others than they are written. */
const READ_AS: Readonly<Record<string, unknown>> = {
  '"unless-trusted"': "untrusted",
  '"guardian_subagent"': "auto_review",
};

/** Every path of the catalogue that holds a value, with its samples; a name of one's own is `k`. */
function keysOf(
  shape: Shape,
  path: readonly string[],
): readonly (readonly [readonly string[], readonly [string, string]])[] {
  const own = OWN[path.join(".")];
  if (own !== undefined) return [[path, own]];
  switch (shape.kind) {
    case "table":
      return Object.entries(shape.keys).flatMap(([key, inner]) => keysOf(inner, [...path, key]));
    case "map":
      return keysOf(shape.of, [...path, path[0] === "projects" ? "/p" : "k"]);
    case "either":
      return keysOf(shape.of[0], path);
    case "switch":
      return [[path, ["true", "false"]]];
    case "choice":
      return [[path, [JSON.stringify(shape.values[0]), JSON.stringify(shape.values.at(-1))]]];
    case "number":
      return [[path, ["1", "2"]]];
    case "text":
      return [[path, ['"A"', '"B"']]];
    case "list":
      return [[path, ['["A"]', '["B"]']]];
    case "own":
      return Object.entries(OWN)
        .filter(([key]) => key.startsWith(`${path.join(".")}.`))
        .map(([key, texts]) => [key.split("."), texts]);
    default:
      throw new Error("a shape of a new kind");
  }
}

/** What a server must have to be one, and a profile to be chosen beside. */
function baseOf([top = "", , name = ""]: readonly string[]): string {
  const isRemote = ["url", "bearer_token_env_var", "http_headers", "env_http_headers"].includes(name);
  if (top === "mcp_servers") return `mcp_servers.k.${isRemote ? 'url = "http://a"' : 'command = "c"'}`;
  return top === "permissions" ? 'default_permissions = ":workspace"' : "";
}

const valueOf = (text: string): unknown => (text in READ_AS ? READ_AS[text] : JSON.parse(text));

const KEYS: readonly Key[] = keysOf(CATALOGUE, [])
  .filter(([path]) => path[0] !== "profiles" && !OLD_NAMES.includes(path.at(-1) ?? ""))
  .map(([path, texts]) => ({ path, texts, values: [valueOf(texts[0]), valueOf(texts[1])], base: baseOf(path) }));

/** Strongest first. */
const LAYERS = ["managed", "session", "typed", "profile", "near", "root", "user", "system"] as const;
type LayerHere = (typeof LAYERS)[number];

const NO_PROJECT = ["projects", "project_root_markers", "profile", "model_provider", "model_providers", "execpolicy"];
const NO_PROFILE = ["projects", "project_root_markers", "profile"];

/** Who reviews, by which words, and what the reviewer may see, is not said by a project. */
const NO_PROJECT_REVIEW = ["model", "model_provider", "model_reasoning_effort", "policy", "max_lookups"];

/** What chooses among profiles, and whose projects count, is not said in each layer. */
function mayStandIn(layer: LayerHere, { path: [top = "", name = ""] }: Key): boolean {
  const isOfReviews = top === "auto_review" && NO_PROJECT_REVIEW.includes(name);
  if (layer === "near" || layer === "root") return !NO_PROJECT.includes(top) && !isOfReviews;
  return layer !== "profile" || !NO_PROFILE.includes(top);
}

function saying(layer: LayerHere, { path, texts }: Key, which: 0 | 1): Layered {
  const text = `${printKey(path)} = ${texts[which]}`;
  if (layer === "near") return { project: [text, ""] };
  if (layer === "root") return { project: ["", text] };
  if (layer === "typed") return { typed: [typed(path, texts[which])] };
  return { [layer]: text };
}

/** A key path of -c holds no quotes. */
function typed(path: readonly string[], text: string): string {
  const [top = "", ...rest] = path;
  return `${top}=${rest.reduceRight((inner, part) => `{${printKey([part])}=${inner}}`, text)}`;
}

function both(key: Key, strong: LayerHere, weak: LayerHere, which: 0 | 1): Layered {
  const [a, b] = [saying(strong, key, which), saying(weak, key, which === 0 ? 1 : 0)];
  const project = [0, 1].map((at) => [a.project?.[at], b.project?.[at]].filter(Boolean).join("\n"));
  return { ...b, ...a, base: key.base, ...((a.project ?? b.project) ? { project } : {}) };
}

function originOf(layer: LayerHere, key: Key, which: 0 | 1): string {
  if (layer === "typed") return `command-line -c ${typed(key.path, key.texts[which])}`;
  if (layer === "near" || layer === "root") return `project ${PROJECT_FILES[layer === "near" ? 0 : 1]}:1`;
  return `${layer} ${FILES[layer]}:1`;
}

const PAIRS = LAYERS.flatMap((strong, at) => LAYERS.slice(at + 1).map((weak) => [strong, weak] as const));

test.each(PAIRS)("%s over %s, key by key", (strong, weak) => {
  const keys = KEYS.filter((key) => key.path[0] !== "preset" && mayStandIn(strong, key) && mayStandIn(weak, key));
  const found = keys.flatMap((key) =>
    ([0, 1] as const).map((which) => [
      printKey(key.path),
      which,
      shown(both(key, strong, weak, which), printKey(key.path)),
    ]),
  );
  const expected = keys.flatMap((key) =>
    ([0, 1] as const).map((which) => [printKey(key.path), which, [key.values[which], originOf(strong, key, which)]]),
  );
  expect(found).toEqual(expected);
});

test("a profile that says what chooses among profiles or speaks of projects stops the start", () => {
  for (const key of KEYS.filter((each) => !mayStandIn("profile", each))) {
    expect(() => shown(saying("profile", key, 0), printKey(key.path))).toThrow(
      /^\/home\/you\/\.codex\/work\.config\.toml:1:/,
    );
  }
});

test.each(LAYERS)("%s over the defaults, key by key", (layer) => {
  const isRefused = (key: Key): boolean => layer === "profile" && !mayStandIn(layer, key);
  for (const key of KEYS.filter((each) => each.path[0] !== "preset" && !isRefused(each))) {
    const name = printKey(key.path);
    const expected = mayStandIn(layer, key)
      ? [key.values[0], originOf(layer, key, 0)]
      : shown({ base: key.base }, name);
    expect([name, shown({ ...saying(layer, key, 0), base: key.base }, name)]).toEqual([name, expected]);
  }
});

test.each(PAIRS)("a preset of %s over one of %s sets both of its keys", (strong, weak) => {
  const key = KEYS.find(({ path }) => path[0] === "preset");
  if (key === undefined) throw new Error("there is no such key");
  expect(shown(both(key, strong, weak, 1), "approval_policy")).toEqual(["never", originOf(strong, key, 1)]);
  expect(shown(both(key, strong, weak, 1), "sandbox_mode")).toEqual(["danger-full-access", originOf(strong, key, 1)]);
  expect(shown(both(key, strong, weak, 0), "sandbox_mode")).toEqual(["read-only", originOf(strong, key, 0)]);
});

test("the keys are all that are read", () => {
  expect(KEYS.length).toBeGreaterThan(90);
  const tops = new Set(KEYS.map(({ path: [top] }) => top));
  expect(Object.keys(CATALOGUE.keys).filter((top) => !tops.has(top))).toEqual(["profiles"]);
});
