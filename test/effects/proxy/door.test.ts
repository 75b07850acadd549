/** Whoever decides is told who wants what; faults and silence refuse. */
import { once } from "node:events";
import { connect } from "node:net";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ProxyOptions } from "../../../src/effects/proxy/door.ts";
import { ALLOWED, byRules, HOST, hostRules, joined, listen, portOf, resolver, run, say, socks } from "./internet.ts";

let port = 0;
let hits: string[] = [];
let told: string[] = [];

function options(over: Partial<ProxyOptions> = {}): ProxyOptions {
  return {
    ...byRules(hostRules([`allowed.test:${port}`], [])),
    refused: (wanted, refusal) => told.push(`${wanted.host.text} ${refusal.decision}`),
    waitMs: 60_000,
    resolve: resolver(() => undefined),
    ...over,
  };
}

beforeAll(async () => {
  const server = await listen(ALLOWED, 0, (socket) => {
    socket.once("data", (piece) => {
      hits.push(String(piece));
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
  });
  port = portOf(server);
});

beforeEach(() => {
  [hits, told] = [[], []];
});

function get(host: string): string {
  return `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
}

function tunnel(to: string, payload: string): Uint8Array {
  return joined(`CONNECT ${to} HTTP/1.1\r\n\r\n`, payload);
}

describe("whoever decides", () => {
  test("is told who asks for what", async () => {
    const seen: object[] = [];
    const own = await run(
      options({
        decide: async ({ peer, ...wanted }) => {
          seen.push({ ...wanted, peer: peer.address });
          return { kind: "allow", isNamed: false };
        },
      }),
    );
    await say(own.port, get(`allowed.test:${port}`));
    await say(own.port, tunnel(`allowed.test:${port}`, "x\n"));
    await say(own.port, socks([127, 0, 0, 20], port, "x\n"));
    const wanted = (kind: string, text: string, protocol: string) => ({
      host: { kind, text },
      port,
      protocol,
      peer: HOST,
    });
    expect(seen).toEqual([
      wanted("name", "allowed.test", "http"),
      wanted("name", "allowed.test", "https"),
      wanted("address", ALLOWED, "socks5_tcp"),
    ]);
  });

  test("may fail, which refuses", async () => {
    const own = await run(options({ decide: () => Promise.reject(new Error("broken")) }));
    expect(await say(own.port, get(`allowed.test:${port}`))).toContain("could not be judged, so it is refused");
    expect([hits, told]).toEqual([[], ["allowed.test not_allowed"]]);
  });

  test("may take too long, which refuses and withdraws the question", async () => {
    let signal: AbortSignal | null = null;
    const own = await run(
      options({
        waitMs: 20,
        decide: (_wanted, given) => {
          signal = given;
          return new Promise(() => undefined);
        },
      }),
    );
    expect(await say(own.port, get(`allowed.test:${port}`))).toContain("was not released within 0 s; try again");
    expect(signal).toMatchObject({ aborted: true });
  });

  test("is told when nobody waits any more", async () => {
    const begun: ((signal: AbortSignal) => void)[] = [];
    const asking = new Promise<AbortSignal>((resolve) => begun.push(resolve));
    const decide: ProxyOptions["decide"] = (_wanted, signal) => {
      for (const tell of begun) tell(signal);
      return new Promise(() => undefined);
    };
    const own = await run(options({ decide }));
    const socket = connect(own.port, HOST);
    socket.write(get(`allowed.test:${port}`));
    const signal = await asking;
    socket.resetAndDestroy();
    if (!signal.aborted) await once(signal, "abort");
    expect(signal.aborted).toBe(true);
  });
});

test("one name is looked up once for all who want it at the same time", async () => {
  const names: string[] = [];
  const answers: ((addresses: readonly string[]) => void)[] = [];
  const resolve = (name: string): Promise<readonly string[]> => {
    names.push(name);
    return new Promise((answer) => answers.push(answer));
  };
  let waiting = 0;
  const own = await run(
    options({
      resolve,
      decide: async () => {
        waiting += 1;
        // By then the lookups of both are under way.
        if (waiting === 2) setImmediate(() => answers.forEach((answer) => answer([ALLOWED])));
        return { kind: "allow", isNamed: false };
      },
    }),
  );
  await Promise.all([1, 2].map(() => say(own.port, get(`allowed.test:${port}`))));
  expect([names, hits.length]).toEqual([["allowed.test"], 2]);
});
