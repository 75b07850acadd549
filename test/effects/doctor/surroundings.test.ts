/** What is looked up around assent: proxies, key stores, its folder, agents. */
import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { agentsOn, homeFacts, proxiesIn, storesHere, terminalFacts } from "../../../src/effects/doctor/surroundings.ts";
import { newWorld } from "../world.ts";

const PROXIES: readonly [value: string, address: string, isUsable: boolean][] = [
  ["http://proxy.example:3128", "http://proxy.example:3128", true],
  ["proxy.example:3128", "http://proxy.example:3128", true],
  ["http://me:secret@proxy.example:3128/path?key=1", "http://[hidden]@proxy.example:3128", true],
  ["socks5h://[::1]:1080", "socks5h://[::1]:1080", true],
  ["ftp://proxy.example", "", false],
  ["http://", "", false],
  ["not an address", "", false],
];
test.each(PROXIES)("shows the proxy %s without what is secret in it", (value, address, isUsable) => {
  expect(proxiesIn({ HTTPS_PROXY: value, OTHER: "x" })).toEqual({
    proxies: [{ name: "HTTPS_PROXY", address, isUsable }],
    noProxy: null,
  });
});

test("finds proxies by all their names, and what goes without", () => {
  const found = proxiesIn({ https_proxy: "a:1", HTTP_PROXY: "b:1", ALL_PROXY: "c:1", HTTPS_PROXY: "", no_proxy: "x" });
  expect([found.proxies.map(({ name }) => name), found.noProxy]).toEqual([
    ["ALL_PROXY", "HTTP_PROXY", "https_proxy"],
    "x",
  ]);
});

test("names the stores of which something is here", () => {
  const { home } = newWorld();
  const wanted = { home, env: {}, allow: [], roots: [] };
  const before = storesHere(wanted);
  mkdirSync(`${home}/.aws`);
  writeFileSync(`${home}/.aws/credentials`, "");
  mkdirSync(`${home}/.kube`);
  const after = storesHere(wanted);
  expect(after.filter((name) => !before.includes(name))).toEqual(["aws", "kube"]);
  expect(storesHere({ ...wanted, allow: ["aws"] })).not.toContain("aws");
});

test("looks at the home, the way there, and all that steers assent", () => {
  const { home } = newWorld();
  mkdirSync(`${home}/rules`);
  writeFileSync(`${home}/rules/a.rules`, "");
  writeFileSync(`${home}/config.toml`, "");
  chmodSync(`${home}/config.toml`, 0o666);
  chmodSync(`${home}/rules/a.rules`, 0o600);
  const facts = homeFacts(home);
  const owner = process.getuid?.() ?? 0;
  expect(facts.paths.filter(({ path }) => path.startsWith(`${home}/`))).toEqual([
    { path: `${home}/config.toml`, owner, mode: 0o666 },
    { path: `${home}/rules`, owner, mode: 0o755 },
    { path: `${home}/rules/a.rules`, owner, mode: 0o600 },
  ]);
  expect(facts.paths.slice(0, 2).map(({ path }) => path)).toEqual(["/", `/${home.split("/")[1]}`]);
  expect([facts.state, facts.user, (facts.bytesFree ?? 0) > 0]).toEqual(["writable", owner, true]);
});

test("a home that is missing, a file, or a link to nothing", () => {
  const { home } = newWorld();
  writeFileSync(`${home}/file`, "");
  symlinkSync(`${home}/nothing`, `${home}/link`);
  const states = ["none", "file", "link"].map((name) => homeFacts(`${home}/${name}`).state);
  expect(states).toEqual(["missing", { why: "it is no folder" }, { why: "no such file or folder" }]);
  expect((homeFacts(`${home}/none`).bytesFree ?? 0) > 0).toBe(true);
});

test("finds agents where they can be run", () => {
  const { home } = newWorld();
  mkdirSync(`${home}/codex`);
  writeFileSync(`${home}/gemini`, "");
  writeFileSync(`${home}/claude`, "#!/bin/sh\n");
  chmodSync(`${home}/claude`, 0o755);
  const folder = realpathSync(home);
  expect(agentsOn(`relative:${folder}`)).toEqual({ found: [{ name: "claude", path: `${folder}/claude` }] });
  expect(agentsOn(undefined)).toEqual({ found: [] });
});

test("tells through what a terminal is seen", () => {
  const look = { isUnicode: true, hasColour: false };
  const env = { TERM: "screen", TMUX: "/tmp/tmux-0/default,1,0", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22", STY: "" };
  const { term, through, isUnicode } = terminalFacts(env, look);
  expect([term, through, isUnicode]).toEqual(["screen", ["tmux", "ssh"], true]);
  expect(terminalFacts({ TERM: "" }, look).term).toBe(null);
});
