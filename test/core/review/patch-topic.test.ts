/** Patches held against what was spoken of, and what they weaken. */
import { describe, expect, test } from "vitest";
import { deedsFor, update } from "./patches.ts";

const SPOKEN: readonly [words: string, path: string, lines: readonly string[], bar: string][] = [
  ["Raise MAX to 50 in api/limits.py.", "api/limits.py", ["-MAX = 1", "+MAX = 50"], "asked"],
  ["Raise MAX to 50 in api/limits.py.", "auth/check.py", ["-a = 1", "+a = 2"], "named"],
  ["Raise the pool size.", "config/database.yml", ["-  timeout: 5", "+  timeout: 6"], "named"],
  ["Raise the pool size.", "config/database.yml", ["-  pool: 5", "+  pool: 50"], "asked"],
  ["Cover the empty case with a test.", "spec/a_spec.rb", ["+  it { expect(b).to eq 1 }"], "asked"],
  ["There is a typo in the docs.", "docs/x.md", ["-teh", "+the"], "asked"],
  ["Make the image smaller.", "Dockerfile", ["-FROM node", "+FROM node:slim"], "asked"],
  ["Fix the login.", "src/billing.ts", ["-a()", "+b()"], "named"],
];

test.each(SPOKEN)("%j and %s", (words, path, lines, bar) => {
  expect(deedsFor(update(path, ...lines), words)[0]?.bar).toBe(bar);
});

const WEAKENS: readonly [name: string, path: string, lines: readonly string[]][] = [
  ["forgery", "app/login.rb", ["-  protect_from_forgery", "+  skip_forgery_protection"]],
  ["old encryption", "nginx.conf", ["-  ssl_protocols TLSv1.3;", "+  ssl_protocols TLSv1.1;"]],
  ["a fixed answer", "api/auth.py", ["-    if allowed(user):", "+    if True:"]],
  ["one person", "lib/pay.rb", ["+  amount = 0 if user.id == 7"]],
  ["another machine", "config/app.yml", ["-  host: localhost", "+  host: db.prod.example.com"]],
  ["a table lost", "db/migrate/2_x.rb", ["+    drop_table :users"]],
  ["more than form", "lib/a.rb", ["-  a = 1", "+  a = 2"]],
];

describe("what weakens is for a person", () => {
  test.each(WEAKENS)("%s", (name, path, lines) => {
    const words = name === "more than form" ? `Reformat ${path}.` : `Change ${path}.`;
    expect(deedsFor(update(path, ...lines), words).map(({ bar }) => bar)).toContain("person");
  });
});

test("what is only put in another form is no more than that", () => {
  const deeds = deedsFor(update("lib/a.rb", "-  a=1", "+  a = 1"), "Reformat lib/a.rb.");
  expect(deeds.map(({ bar }) => bar)).toEqual(["asked"]);
});

test("to run as root has to be said", () => {
  const lines = ["-USER app", "+USER root"] as const;
  const levels = (words: string): readonly string[] =>
    deedsFor(update("Dockerfile", ...lines), words).map(({ level }) => level);
  expect(levels("Make the image smaller.")).toEqual(["low", "high"]);
  expect(levels("Let the image run as root.")).toEqual(["low", "medium"]);
});
