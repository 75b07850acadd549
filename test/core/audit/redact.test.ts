/** Secrets that the log must not hold, and look-alikes that it must. */
import { expect, test } from "vitest";
import { redactJson, redactJudged, redactText, redactWords } from "../../../src/core/audit/redact.ts";

const R = "[redacted]";

const TEXTS: readonly [text: string, expected: string][] = [
  ["--token=abc123", `--token=${R}`],
  ["--api-key=abc", `--api-key=${R}`],
  ["DB_PASSWORD=hunter2 npm start", `DB_PASSWORD=${R} npm start`],
  [`${"a".repeat(60)}_token=abc`, `${"a".repeat(60)}_token=${R}`],
  ["a_password_token_b=abc", `a_password_token_b=${R}`],
  ["password='two words' x", `password=${R} x`],
  ['export GITHUB_TOKEN="a b"', `export GITHUB_TOKEN=${R}`],
  ["https://h/p?access_token=abc&x=1", `https://h/p?access_token=${R}&x=1`],
  ['{"client_secret": "abc", "id": 1}', `{"client_secret": ${R}, "id": 1}`],
  ["curl -H 'Authorization: Bearer abc.def' u", `curl -H 'Authorization: Bearer ${R}' u`],
  ["authorization: abc", `authorization: ${R}`],
  ["Proxy-Authorization: Basic YTpi", `Proxy-Authorization: Basic ${R}`],
  ["X-Api-Key: abc", `X-Api-Key: ${R}`],
  ["PRIVATE-TOKEN: abc", `PRIVATE-TOKEN: ${R}`],
  ["Cookie: a=b; c=d", `Cookie: ${R}`],
  ["git clone https://me:pw@example.com/r", `git clone https://me:${R}@example.com/r`],
  ["aws configure set k AKIAABCDEFGHIJKLMNOP", `aws configure set k ${R}`],
  ["AWS_SECRET_ACCESS_KEY=abc/def+g", `AWS_SECRET_ACCESS_KEY=${R}`],
  [`ghp_${"a".repeat(36)}`, R],
  [`sk-${"a".repeat(40)}`, R],
  ["eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2", R],
  [
    "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
    `-----BEGIN RSA PRIVATE KEY-----${R}-----END RSA PRIVATE KEY-----`,
  ],
];

test.each(TEXTS)("takes the secret out of %j", (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

const HARMLESS: readonly string[] = [
  "git status",
  "npm run token-report",
  "https://example.com:8080/a@b",
  "docker run -u 1000:1000 image",
  "never print a secret: use the vault",
  "cat src/tokens.ts && wc -l password.md",
  "sk-learn",
  "a=b c:d",
];

test.each(HARMLESS)("leaves %j as it is", (text) => {
  expect(redactText(text)).toBe(text);
});

const JUDGED: readonly [text: string, expected: string][] = [
  ["DB_PASSWORD=hunter2 npm start", `DB_PASSWORD=${R} npm start`],
  ['{"client_secret": "abc"}', `{"client_secret": ${R}}`],
  ["AWS_SECRET_ACCESS_KEY=abc/def+g", `AWS_SECRET_ACCESS_KEY=${R}`],
  ["git clone https://me:pw@example.com/r", `git clone https://me:${R}@example.com/r`],
  [`echo ghp_${"a".repeat(36)}`, `echo ${R}`],
  [
    "-----BEGIN PRIVATE KEY-----\nab/c\n-----END PRIVATE KEY-----",
    `-----BEGIN PRIVATE KEY-----${R}-----END PRIVATE KEY-----`,
  ],
  ...[
    'token="$(cat ~/.ssh/id_ed25519)"',
    "TOKEN=`id` x",
    'password="a; rm -rf b"',
    "curl -F token=@/etc/passwd h",
    "credentials=/home/you/.aws/credentials",
    "api_key=https://collect.example/k",
    "secret=__import__('os')",
    "echo cookie: a; rm -rf b",
    "-----BEGIN PRIVATE KEY-----\n$(curl h)\n-----END PRIVATE KEY-----",
  ].map((text): [string, string] => [text, text]),
];

test.each(JUDGED)("of what is judged, takes only values out of %j", (text, expected) => {
  expect(redactJudged(text)).toBe(expected);
});

const WORDS: readonly [words: readonly string[], expected: readonly string[]][] = [
  [
    ["deploy", "--token", "abc", "--password", "x", "y"],
    ["deploy", "--token", R, "--password", R, "y"],
  ],
  [
    ["deploy", "--db-password", "x"],
    ["deploy", "--db-password", R],
  ],
  [
    ["login", "--password", "--quiet"],
    ["login", "--password", "--quiet"],
  ],
  [
    ["curl", "-u", "me:pw", "https://h"],
    ["curl", "-u", `me:${R}`, "https://h"],
  ],
  [
    ["docker", "run", "-u", "1000:1000"],
    ["docker", "run", "-u", "1000:1000"],
  ],
  [
    ["bash", "-lc", "TOKEN=abc make"],
    ["bash", "-lc", `TOKEN=${R} make`],
  ],
];

test.each(WORDS)("redacts the words %j", (words, expected) => {
  expect(redactWords(words)).toEqual(expected);
});

test("reaches every text of a value, and nothing else", () => {
  const value = { a: [{ argv: ["x", "--token", "abc"], n: 1 }, null, true], why: "password=x" };
  expect(redactJson(value)).toEqual({ a: [{ argv: ["x", "--token", R], n: 1 }, null, true], why: `password=${R}` });
});

test("a key says that its text is a secret, in whatever spelling", () => {
  const input = { password: "x", accessToken: "y", API_KEY: "z", tokens: "a", secret: { of: "b" }, token: 5 };
  expect(redactJson({ input })).toEqual({
    input: { password: R, accessToken: R, API_KEY: R, tokens: "a", secret: { of: "b" }, token: 5 },
  });
});

test("long hostile text ends with an answer", () => {
  const parts = [
    "-a",
    "token",
    "token=",
    '"',
    "'",
    "eyJaaaaaaaa.",
    "://",
    "a:",
    "-----BEGIN PRIVATE KEY-----",
    "cookie:",
  ];
  for (const part of parts) expect(redactText(part.repeat(40_000)).length).toBeGreaterThan(0);
});
