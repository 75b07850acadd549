/** Which variables a sandboxed command keeps, and which it is given. */
import { expect, test } from "vitest";
import type { Environment, Network } from "../../../src/core/permissions/permissions.ts";
import { goVariables, networkVariables, scrubbed } from "../../../src/core/sandbox/environment.ts";

const VARIABLES = {
  PATH: "/bin",
  HOME: "/home/you",
  AWS_SECRET_ACCESS_KEY: "s",
  GITHUB_TOKEN: "t",
  github_token: "t",
  TOKEN: "t",
  TOKENS: "no",
  NPM_TOKEN_FILE: "f",
  EMPTY_SECRET: "",
};

const SCRUBBED: readonly [name: string, environment: Environment, gone: readonly string[]][] = [
  ["nothing without patterns", { scrub: [], keep: [] }, []],
  ["a name, whatever its case", { scrub: ["github_TOKEN"], keep: [] }, ["GITHUB_TOKEN", "github_token"]],
  ["an end", { scrub: ["*_TOKEN"], keep: [] }, ["GITHUB_TOKEN", "github_token"]],
  ["an end or the whole name", { scrub: ["*TOKEN"], keep: [] }, ["GITHUB_TOKEN", "TOKEN", "github_token"]],
  ["a beginning", { scrub: ["AWS_*"], keep: [] }, ["AWS_SECRET_ACCESS_KEY"]],
  ["a middle", { scrub: ["*secret*"], keep: [] }, ["AWS_SECRET_ACCESS_KEY", "EMPTY_SECRET"]],
  ["parts in their order", { scrub: ["N*M*N*E"], keep: [] }, ["NPM_TOKEN_FILE"]],
  ["no parts that overlap", { scrub: ["TOKEN*TOKEN", "TO*KEN*N"], keep: [] }, []],
  ["all", { scrub: ["*"], keep: [] }, Object.keys(VARIABLES)],
  ["all but what stays", { scrub: ["*"], keep: ["path", "H*E"] }, Object.keys(VARIABLES).slice(2)],
  [
    "nothing by signs that mean something elsewhere",
    { scrub: ["TOKEN.", "TOKEN?", "[T]OKEN", "TOKEN$"], keep: [] },
    [],
  ],
];
test.each(SCRUBBED)("takes away %s", (_name, environment, gone) => {
  const left = scrubbed(VARIABLES, environment);
  expect(left).toEqual(Object.fromEntries(Object.entries(VARIABLES).filter(([name]) => !gone.includes(name))));
});

test("what is set is there, whatever is taken away", () => {
  expect(
    scrubbed({ PATH: "/bin", A_TOKEN: "t" }, { scrub: ["*"], keep: ["PATH"], set: { B_TOKEN: "b", PATH: "/x" } }),
  ).toEqual({
    PATH: "/x",
    B_TOKEN: "b",
  });
});

test("a pattern of many stars takes no time", () => {
  const name = "A".repeat(10_000);
  expect(scrubbed({ [name]: "x" }, { scrub: [`${"*A".repeat(1000)}*B`], keep: [] })).toEqual({ [name]: "x" });
});

const HOSTS: Network = { kind: "hosts", allow: [], deny: [], unlisted: "deny" };
const CLOSED = { CODEX_SANDBOX_NETWORK_DISABLED: "1" };
test.each<[string, Network, boolean, Record<string, string>]>([
  ["no network", "none", false, CLOSED],
  ["the open network", "open", false, {}],
  ["hosts without a proxy", HOSTS, false, CLOSED],
])("tells programs of %s", (_name, network, proxied, expected) => {
  expect(networkVariables(network, proxied)).toEqual(expected);
});

const PLACES = [
  { path: "/.git", is: "present" },
  { path: "/w/.git", is: "placeholder" },
  { path: "/w/a/.git", is: "present" },
  { path: "/w/.agents", is: "placeholder" },
] as const;
const GO: readonly [name: string, cwd: string, own: string | undefined, expected: Record<string, string>][] = [
  ["where the name of a repository is held", "/w", undefined, { GOFLAGS: "-buildvcs=false" }],
  ["below such a place", "/w/b/c", undefined, { GOFLAGS: "-buildvcs=false" }],
  ["after flags of one's own", "/w", "-mod=mod", { GOFLAGS: "-mod=mod -buildvcs=false" }],
  ["not where one's own flags tell it", "/w", "-buildvcs=true", {}],
  ["not in a repository", "/w/a/b", undefined, {}],
  ["not elsewhere", "/ww", undefined, {}],
];
test.each(GO)("lets Go leave git alone %s", (_name, cwd, own, expected) => {
  expect(goVariables(PLACES, cwd, own)).toEqual(expected);
});

test("tells programs of the proxy", () => {
  const variables = networkVariables(HOSTS, true);
  const http = "http://127.0.0.1:61080";
  expect(variables).toMatchObject({
    HTTP_PROXY: http,
    https_proxy: http,
    all_proxy: http,
    npm_config_https_proxy: http,
    PIP_PROXY: http,
    CARGO_HTTP_PROXY: http,
    no_proxy: "localhost,127.0.0.1,::1",
    NODE_USE_ENV_PROXY: "1",
  });
  expect("CODEX_SANDBOX_NETWORK_DISABLED" in variables).toBe(false);
});

test("tells programs of the proxy and of no network where every host is asked about", () => {
  expect(networkVariables("none", true)).toEqual({ ...networkVariables(HOSTS, true), ...CLOSED });
});
