/** The examples of docs/configuration.md, read as anybody would use them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/core/config/settings.ts";
import { KEY_STORE_NAMES } from "../../../src/core/permissions/key-stores.ts";
import { env, host, NOTHING, openedBy, settingsFor, WORKSPACE } from "./machine.ts";

const TEXT = readFileSync("docs/configuration.md", "utf8");
const EXAMPLES = [...TEXT.matchAll(/```toml\n(.*?)```/gsu)].map(([, example = ""]) => example);

/** The example in which `words` stand. */
function exampleWith(words: string): string {
  const found = EXAMPLES.filter((example) => example.includes(words));
  expect(found).toHaveLength(1);
  return found[0] ?? "";
}

test.each(EXAMPLES.map((example) => [example.split("\n")[0] ?? "", example]))("can be used: %s", (_first, example) => {
  expect(typeof openedBy({ text: example })).toBe("object");
});

test("the values shown first are the defaults, but for further folders", () => {
  const text = exampleWith("approval_policy").replace(/^writable_roots.*\n/m, "");
  expect(settingsFor({ text })).toEqual(DEFAULT_SETTINGS);
});

test("lists of one's own open what the page says", () => {
  expect(openedBy({ text: exampleWith("permission_profile.filesystem") })).toEqual({
    ...WORKSPACE,
    roots: ["/w", "/var/t", "/home/u/cache"],
    named: ["/w", "/var/t", "/home/u/cache"],
    denied: {
      paths: ["/w/.env.local", "/home/u/Documents"],
      globs: [env("/w", "**/*.pem"), env("/w", "**/.env.local")],
    },
    network: {
      kind: "hosts",
      allow: [host("registry.npmjs.org"), host("*.example.com"), host("git.example.org", 8443)],
      deny: [host("*")],
      unlisted: "ask",
    },
  });
});

test("the profile opens what the page says", () => {
  const socket = "/run/postgresql/.s.PGSQL.5432";
  expect(openedBy({ text: exampleWith("default_permissions") })).toEqual({
    ...NOTHING,
    mode: "workspace-write",
    roots: ["/w", "/tmp", "/var/t", "/srv/data"],
    named: ["/home/u/reference", "/w/vendor", "/w", "/tmp", "/var/t", "/srv/data"],
    kept: ["/w/vendor"],
    denied: { paths: ["/home/u/.config/acme"], globs: [env("/w", "**/.env", 8)] },
    network: {
      kind: "hosts",
      allow: [host("registry.npmjs.org"), host("*.example.com")],
      deny: [host("admin.example.com")],
      unlisted: "ask",
    },
    sockets: [socket],
  });
});

test("every store of keys is in the table", () => {
  expect(KEY_STORE_NAMES.filter((name) => !TEXT.includes(`\`${name}\``))).toEqual([]);
});
