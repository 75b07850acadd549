/** The signed bundle: a real server with TLS, a clock of the test's own. */
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { downloader } from "../../src/effects/download.ts";
import { loadBundle } from "../../src/effects/requirements-bundle.ts";

const PEM = "test/effects/fixtures/tls";
const certificate = readFileSync(`${PEM}/certificate.pem`, "utf8");
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const rawKey = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
const other = generateKeyPairSync("ed25519").privateKey;

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 1, 12);

/** What the server says; `asked` counts the questions for the bundle itself. */
const server = { status: 200, body: Buffer.alloc(0), signature: "", etag: "", isSlow: false, asked: 0 };
const https = createServer({ key: readFileSync(`${PEM}/key.pem`), cert: certificate }, (request, response) => {
  if (server.isSlow) return;
  const isSignature = request.url?.endsWith(".sig") === true;
  if (!isSignature) server.asked += 1;
  const isSame = !isSignature && server.etag !== "" && request.headers["if-none-match"] === server.etag;
  response.writeHead(isSame ? 304 : server.status, server.etag === "" ? {} : { etag: server.etag, location: "/else" });
  response.end(isSame ? "" : isSignature ? server.signature : server.body);
});
let port = 0;
let folder = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    https.listen(0, "127.0.0.1", resolve);
  });
  port = (https.address() as AddressInfo).port;
});
afterAll(() => https.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assent-bundle-"));
  Object.assign(server, { status: 200, etag: "", isSlow: false, asked: 0 });
});

function publish(text: string, issued: string, more: object = {}, key = privateKey): void {
  server.body = Buffer.from(JSON.stringify({ requirements_toml: text, issued_at: issued, ...more }));
  server.signature = `${sign(null, server.body, key).toString("base64")}\n`;
}

const limits = { timeoutMs: 300, bytesMax: 4096, ca: certificate };

async function load(nowMs = NOON, more: object = {}): Promise<string> {
  const config = { url: `https://127.0.0.1:${port}/bundle.json`, publicKey: rawKey };
  const loaded = await loadBundle({ config, folder, download: downloader({ ...limits, ...more }), nowMs });
  if (!loaded.ok) return loaded.error.kind === "no-requirements" ? `none: ${loaded.error.why}` : loaded.error.kind;
  const { bundle, fault } = loaded.value;
  return (fault === null ? bundle.text : `${bundle.text} (${fault})`).replaceAll(`127.0.0.1:${port}`, "HOST");
}

test("a good bundle counts, and is asked for again after an hour", async () => {
  publish("one", "2026-06-01T00:00:00Z");
  expect(await load()).toBe("one");
  publish("two", "2026-06-02T00:00:00Z");
  expect(await load(NOON + HOUR - 1)).toBe("one");
  expect(server.asked).toBe(1);
  expect(await load(NOON + HOUR)).toBe("two");
  expect(await load(NOON - 1)).toBe("two");
  expect(server.asked).toBe(3);
});

test("a server that has nothing new is not asked for the rest", async () => {
  server.etag = '"1"';
  publish("one", "2026-06-01T00:00:00Z");
  await load();
  server.body = Buffer.from("never sent");
  expect(await load(NOON + HOUR)).toBe("one");
  expect(await load(NOON + HOUR + 1)).toBe("one");
  expect(server.asked).toBe(2);
});

const DATE = "of 2026-06-01T12:00:00.000Z still hold";
const FAULTS: readonly [name: string, act: () => void, why: RegExp][] = [
  ["an error", () => Object.assign(server, { status: 500 }), /cannot be fetched: the server answers with status 500$/],
  ["a redirect", () => Object.assign(server, { status: 302, etag: '"x"' }), /the server answers with status 302$/],
  ["silence", () => Object.assign(server, { isSlow: true }), /no answer in 300 ms$/],
  ["too much", () => Object.assign(server, { body: Buffer.alloc(5000) }), /it is larger than 4096 bytes$/],
  [
    "another's signature",
    () => publish("bad", "2026-06-03T00:00:00Z", {}, other),
    /it was not signed with the key that is set$/,
  ],
  [
    "a changed text",
    () => (server.body = Buffer.from(`${server.body.toString()} `)),
    /not signed with the key that is set$/,
  ],
  ["no signature", () => Object.assign(server, { signature: "x" }), /its signature is not 64 bytes in base64$/],
  ["an older bundle", () => publish("old", "2026-05-31T00:00:00Z"), /it was issued before the one that is known/],
  [
    "one that has expired",
    () => publish("late", "2026-06-02T00:00:00Z", { expires_at: "2026-06-01T12:30:00Z" }),
    /it has expired$/,
  ],
  ["no bundle", () => publish("x", "yesterday"), /issued_at must be a time/],
];
test.each(FAULTS)("%s from the server leaves what is kept", async (_name, act) => {
  publish("one", "2026-06-01T00:00:00Z");
  await load();
  act();
  const later = await load(NOON + HOUR);
  expect(later).toMatch(/^one \(/);
  expect(later).toContain(DATE);
  // After a failure the server is left alone for a while.
  expect(await load(NOON + HOUR + 1)).toBe("one");
});

test.each(FAULTS.filter(([name]) => name !== "an older bundle"))(
  "%s, and nothing kept: nothing starts",
  async (_name, act, why) => {
    publish("one", "2026-06-01T00:00:00Z");
    act();
    expect(await load(NOON + HOUR)).toEqual(expect.stringMatching(/^none: /));
    expect(await load(NOON + HOUR)).toEqual(expect.stringMatching(why));
  },
);

test("without a known one an older bundle is as good as any", async () => {
  publish("old", "2020-01-01T00:00:00Z");
  expect(await load()).toBe("old");
});

test("a server that nobody vouches for is none", async () => {
  publish("one", "2026-06-01T00:00:00Z");
  expect(await load(NOON, { ca: null })).toMatch(/^none: .* cannot be fetched: /);
});

test("what is kept is verified again: whoever changes it is found out", async () => {
  publish("one", "2026-06-01T00:00:00Z");
  await load();
  const file = join(folder, "bundle.json");
  const kept = readFileSync(file, "utf8");
  const forged = Buffer.from(JSON.stringify({ requirements_toml: "", issued_at: "2026-06-09T00:00:00Z" }));
  for (const text of [
    JSON.stringify({ ...JSON.parse(kept), body: forged.toString("base64") }),
    "{",
    "[]",
    kept.slice(0, -9),
  ]) {
    writeFileSync(file, text);
    server.status = 503;
    expect(await load()).toMatch(/^none: /);
    server.status = 200;
    expect(await load()).toBe("one");
  }
});

test("what is kept for another address does not count", async () => {
  publish("one", "2026-06-01T00:00:00Z");
  await load();
  const file = join(folder, "bundle.json");
  writeFileSync(file, readFileSync(file, "utf8").replace("bundle.json", "other.json"));
  server.status = 503;
  expect(await load()).toMatch(/^none: /);
});

test("a bundle that expires while it is kept no longer counts", async () => {
  publish("one", "2026-06-01T00:00:00Z", { expires_at: "2026-06-01T12:30:00Z" });
  expect(await load()).toBe("one");
  server.status = 503;
  expect(await load(NOON + HOUR / 2)).toMatch(/^none: .*status 503$/);
});

test("a folder that takes nothing is told of, and the bundle counts", async () => {
  publish("one", "2026-06-01T00:00:00Z");
  writeFileSync(join(folder, "file"), "");
  folder = join(folder, "file");
  expect(await load()).toMatch(/^one \(the requirements of https:\/\/HOST\/bundle\.json cannot be kept: /);
});
