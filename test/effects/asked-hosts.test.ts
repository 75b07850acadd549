/** What the proxy of a run is told of hosts that a person is asked about, also late. */
import { expect, test } from "vitest";
import type { Outcome } from "../../src/core/approval/record.ts";
import { readHost } from "../../src/core/network/host.ts";
import { askedHosts } from "../../src/effects/asked-hosts.ts";
import type { Connection } from "../../src/effects/connections.ts";
import { open, type Wanted } from "../../src/effects/proxy/door.ts";
import { rulesOf } from "../rules.ts";

const GRANTED = ["make", "deps"] as const;
const RULES = `
network_rule(host="127.0.0.1", protocol="https", decision="prompt")
network_rule(host="8.8.4.4", protocol="https", decision="deny")
`;

function wanted(text: string): Wanted {
  const host = readHost(text);
  if (!host.ok) throw new Error(text);
  return { host: host.value, port: 443, protocol: "https", peer: { address: "127.0.0.1", port: 1 } };
}

/** A run in which every question waits until it is answered, and names lead to 8.8.8.8 and 8.8.4.4. */
function run() {
  const asked: Connection[] = [];
  const answers: ((outcome: Outcome) => void)[] = [];
  const released = askedHosts(
    {
      command: GRANTED,
      network: "none",
      submit: (action) => {
        asked.push(action);
        return new Promise((resolve) => answers.push(resolve));
      },
      rules: async () => rulesOf({ user: RULES }),
    },
    { listener: "", to: 1 },
  );
  return { asked, answers, released };
}

const signal = new AbortController().signal;

test("the granted command stands for one that is not found", async () => {
  const { asked, answers, released } = run();
  const release = released.decide(wanted("a.test"), signal);
  answers[0]?.({ kind: "allowed" });
  expect([await release, asked]).toEqual([
    { kind: "allow", isNamed: false },
    [{ kind: "network", host: "a.test", port: 443, protocol: "https", command: GRANTED, chain: [], why: null }],
  ]);
});

test("a connection that waited too long fails, and the answer after it counts for the next one", async () => {
  const { asked, answers, released } = run();
  const options = { ...released, refused: () => undefined, resolve: async () => [], waitMs: 0 };
  const late = await open(wanted("a.test"), options, signal);
  answers[0]?.({ kind: "allowed" });
  const next = await open(wanted("a.test"), options, signal);
  expect([late.kind, next, asked.length]).toEqual([
    "refuse",
    { kind: "failed", fault: "unresolved", why: "a.test could not be resolved" },
    1,
  ]);
});

const ADDRESSES: readonly [host: string, address: string, refused: string | null][] = [
  ["a.test", "8.8.8.8", null],
  ["a.test", "8.8.4.4", "denied"],
  ["a.test", "127.0.0.1", "denied"],
  ["a.test", "127.0.0.2", "not_allowed_local"],
  ["127.0.0.1", "127.0.0.1", null],
];
test.each(ADDRESSES)("%s was released and leads to %s: %s", async (host, address, refused) => {
  const { answers, released } = run();
  const release = released.decide(wanted(host), signal);
  answers[0]?.({ kind: "allowed" });
  const answer = await release;
  const isNamed = answer.kind === "allow" && answer.isNamed;
  expect(released.judgeAddress(wanted(host), address, isNamed)?.decision ?? null).toBe(refused);
});
