/** Refusals say what was refused, by what, and what to do. */
import { expect, test } from "vitest";
import { type HostPort, readHostPort } from "../../../src/core/network/host.ts";
import { deniedBy, notListed, notLocal, printAnswer, printRefusal } from "../../../src/core/network/refusal.ts";

function at(text: string): HostPort {
  const read = readHostPort(text, null);
  if (!read.ok) throw new Error(text);
  return read.value;
}

test.each<readonly [why: string, expected: string]>([
  [
    deniedBy({ host: "*.corp.test", port: null }, at("x.corp.test:443")).why,
    'x.corp.test:443 is denied by "*.corp.test" in the permission profile',
  ],
  [
    deniedBy({ host: "20.20.20.21", port: 80 }, at("a.test:80"), "20.20.20.21").why,
    'a.test:80 (20.20.20.21) is denied by "20.20.20.21:80" in the permission profile',
  ],
  [
    notListed(at("a.test:443")).why,
    "a.test:443 is not among the hosts that the permission profile allows; add it to allow it",
  ],
  [
    notLocal(at("127.1:7101")).why,
    '127.0.0.1 is this machine; it can be reached only if the permission profile allows "127.0.0.1:7101"',
  ],
  [
    notLocal(at("localhost:80")).why,
    'localhost is this machine; it can be reached only if the permission profile allows "localhost"',
  ],
  [
    notLocal(at("localhost:7101")).why,
    'localhost is this machine; it can be reached only if the permission profile allows "localhost:7101"',
  ],
  [
    notLocal(at("a.test:8443"), "10.7.7.7").why,
    'a.test resolves to 10.7.7.7, which is a private address; it can be reached only if the permission profile allows "10.7.7.7:8443"',
  ],
  [
    notLocal(at("a.test:80"), "169.254.169.254").why,
    'a.test resolves to 169.254.169.254, which is where clouds keep a machine\'s credentials; it can be reached only if the permission profile allows "169.254.169.254"',
  ],
])("%s", (why, expected) => {
  expect(why).toBe(expected);
});

test("a refusal is an answer that both people and programs can read", () => {
  const refusal = deniedBy({ host: "denied.test", port: null }, at("denied.test:80"));
  const [head, body] = printRefusal(refusal, { ...at("denied.test:80"), protocol: "http" }).split("\r\n\r\n");
  expect(head).toBe(
    [
      'HTTP/1.1 403 Forbidden: denied.test:80 is denied by "denied.test" in the permission profile',
      "content-type: application/json",
      "x-proxy-error: blocked-by-denylist",
      `content-length: ${Buffer.byteLength(body ?? "")}`,
      "connection: close",
    ].join("\r\n"),
  );
  expect(JSON.parse(body ?? "")).toEqual({
    status: "blocked",
    host: "denied.test",
    reason: "denied",
    decision: "deny",
    source: "baseline_policy",
    protocol: "http",
    port: 80,
    message: 'denied.test:80 is denied by "denied.test" in the permission profile',
    rule: "denied.test",
  });
});

test("nothing in the reason can break the line that it stands in", () => {
  expect(printAnswer("403 No\r\nX: y\u2026", "text/plain", "ä")).toBe(
    "HTTP/1.1 403 No??X: y?\r\ncontent-type: text/plain\r\ncontent-length: 2\r\nconnection: close\r\n\r\nä",
  );
});
