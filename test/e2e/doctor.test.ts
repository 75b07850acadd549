/** The built doctor on this machine: all of it at once, also where the settings are broken. */
import { chmodSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Finding, Summary } from "../../src/core/doctor/finding.ts";
import { GROUPS } from "../../src/core/doctor/finding.ts";
import { makePlace, type Place } from "./place.ts";

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

type Report = { readonly summary: Summary; readonly findings: readonly Finding[] };

function reportOf(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Report & { status: number | null } {
  const ended = place.assent(["doctor", "--json", ...args], { env });
  expect(ended.stderr).toBe("");
  return { ...(JSON.parse(ended.stdout) as Report), status: ended.status };
}

function statusesIn({ findings }: Report, group: string): readonly string[] {
  return [...new Set(findings.filter((finding) => finding.group === group).map(({ status }) => status))];
}

test("nothing is wrong with a sandbox and a home that are in order", () => {
  place.put({ "home/config.toml": 'approval_policy = "untrusted"\n' });
  const report = reportOf([]);
  expect([...new Set(report.findings.map(({ group }) => group))]).toEqual(Object.keys(GROUPS));
  expect(report.findings.filter(({ status }) => status === "problem")).toEqual([]);
  expect([report.status, statusesIn(report, "sandbox")]).toEqual([0, ["ok"]]);
  expect(report.findings.find(({ id }) => id === "policy.approval")?.detail).toBe(
    `untrusted (user, ${place.home}/config.toml:1:19)`,
  );
});

test("a broken file is a problem with its place, and all the rest is looked at", () => {
  place.put({
    "home/config.toml": 'approval_policy = "sometimes"\n',
    "home/rules/a.rules": "prefix_rule(\n",
    "work/.codex/config.toml": "a = = 1\n",
    "work/.codex/requirements.toml": "allowed_sandbox_modes = []\n",
  });
  chmodSync(`${place.home}/rules/a.rules`, 0o666);
  const report = reportOf([]);
  const problems = report.findings.filter(({ status }) => status === "problem");
  expect(problems.map(({ id, detail }) => [id, detail.split(": ")[0]])).toEqual([
    ["configuration.project", `${place.work}/.codex/config.toml:1:5`],
    ["configuration.user", `${place.home}/config.toml:1:19`],
    ["rules.broken", `${place.home}/rules/a.rules:1:1`],
    ["requirements.sources", `${place.work}/.codex/requirements.toml:1:25`],
    ["policy.approval", "the settings cannot be loaded"],
    ["home.permissions", `${place.home}/rules/a.rules can be written by everybody`],
  ]);
  expect([report.status, statusesIn(report, "sandbox")]).toEqual([1, ["ok"]]);
});

test("what is typed is looked at, and secrets are not told", () => {
  const report = reportOf(["-c", "sandbox_mode=read-only"], {
    MY_API_KEY: "hush-hush",
    HTTPS_PROXY: "http://me:hush-hush@proxy.example:3128",
  });
  const found = (id: string): string | undefined => report.findings.find((finding) => finding.id === id)?.detail;
  expect([found("policy.sandbox")?.startsWith("read-only"), found("secrets.variables")]).toEqual([
    true,
    "withheld: MY_API_KEY",
  ]);
  expect(JSON.stringify(report)).not.toContain("hush-hush");
});

test("as text it says the same, with a summary at the end", () => {
  const { status, stdout } = place.assent(["doctor"]);
  const lines = stdout.trimEnd().split("\n");
  expect([status, lines[0], lines.at(-1)?.replaceAll(/\d+/g, "N")]).toEqual([
    0,
    "Versions",
    "N problems, N warnings, N ok",
  ]);
});

test("a folder that is none is refused", () => {
  const ended = place.assent(["doctor", "-C", "/none"]);
  expect([ended.status, ended.stdout, ended.stderr]).toEqual([
    64,
    "",
    "assent doctor: cannot work in /none: no such file or folder\nTry: assent doctor --help\n",
  ]);
});
