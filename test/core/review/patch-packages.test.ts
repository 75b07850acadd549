/** Which packages, pins and rules a patch changes. */
import { describe, expect, test } from "vitest";
import { briefly } from "./briefly.ts";
import { deedsFor, update } from "./patches.ts";

const PACKAGES: readonly (readonly [path: string, lines: readonly string[], deeds: readonly string[]])[] = [
  ["package.json", ['+    "lint": "eslint ."'], []],
  ["package.json", ['+    "zod": "^3.0.0",'], ["install named medium supply-chain zod"]],
  ["package.json", ['-    "zod": "^3.0.0",', '+    "zod": "^3.1.0",'], ["update asked medium supply-chain zod"]],
  ["package.json", ['+    "expresss": "^4.0.0",'], ["install person high hidden expresss"]],
  ["package.json", ['+    "zod": "git+https://x.example/zod.git",'], ["install person high supply-chain zod"]],
  ["package.json", ['+    "zod": "github:a/zod",'], ["install person high supply-chain zod"]],
  ["package.json", ['+  "version": "2.0.0",'], []],
  [
    "package.json",
    ['+    "postinstall": "node scripts/setup.js"'],
    ["configure named high supply-chain postinstall, scripts/setup.js"],
  ],
  ["package.json", ['+    "prepare": "husky"'], ["configure named high supply-chain prepare"]],
  ["requirements.txt", ["+flask==3.0"], ["install named medium supply-chain flask"]],
  ["requirements.txt", ["+reqeusts"], ["install person high hidden reqeusts"]],
  ["requirements.txt", ["+a @ https://x.example/a.whl"], ["install person high supply-chain a"]],
  ["Cargo.toml", ['+serde = "1.0"'], ["install named medium supply-chain serde"]],
  ["Cargo.toml", ['+left = { git = "https://x.example/left" }'], ["install person high supply-chain left"]],
  ["go.mod", ["+\tgithub.com/a/b v1.2.3"], ["install named medium supply-chain github.com/a/b"]],
  ["Gemfile", ['+gem "rails"'], ["install named medium supply-chain rails"]],
  ["pyproject.toml", ['+  "httpx>=0.27",'], ["install named medium supply-chain httpx"]],
  [
    "package-lock.json",
    ['-  "integrity": "sha512-A"', '+  "integrity": "sha512-B"'],
    ["update person high supply-chain package-lock.json"],
  ],
  ["yarn.lock", ['+  resolved "https://r.example.net/a.tgz"'], ["update person high supply-chain yarn.lock"]],
  [".eslintrc.json", ['+  "no-eval": "off"'], ["configure named high weakening no-eval"]],
  [".eslintrc.json", ['-  "no-eval": "off",', '+  "no-eval": "off"'], []],
  [".eslintrc.json", ['+  "no-eval": "error"'], []],
];

describe("packages and rules", () => {
  test.each(PACKAGES)("%s %j", (path, lines, deeds) => {
    const [, ...found] = deedsFor(update(path, ...lines));
    const told = found.filter(({ category }) => category !== "network").map(briefly);
    expect(told).toEqual(deeds);
  });
});
