/** The proxy of a run on real sockets: when it is made, whom it tells, and how it ends. */
import { EventEmitter, once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Refusal } from "../../src/core/network/refusal.ts";
import type { Target } from "../../src/effects/connections.ts";
import type { ProxyOptions } from "../../src/effects/proxy/door.ts";
import { runProxy, type RunProxy } from "../../src/effects/run-proxy.ts";
import type { Inside } from "../../src/effects/who-connects.ts";

const REFUSED: Refusal = { kind: "refuse", why: "not today", rule: null, decision: "denied", source: "decider" };
const REQUEST = "GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\n\r\n";

const open: { readonly close: () => unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

type Run = { readonly proxy: RunProxy; readonly port: number; readonly released: Inside[]; readonly told: Target[] };

/** A run with one server, as if it were inside. */
async function start(decide: ProxyOptions["decide"] | null): Promise<Run> {
  const released: Inside[] = [];
  const told: Target[] = [];
  const proxy = runProxy({
    release: async (inside) => {
      released.push(inside);
      if (decide === null) throw new Error("broken");
      return { decide, judgeAddress: () => null };
    },
    refused: (target) => told.push(target),
    waitMs: 60_000,
  });
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.listen(server);
  open.push(proxy);
  return { proxy, port: (server.address() as AddressInfo).port, released, told };
}

function dial(port: number): Socket {
  const socket = connect({ host: "127.0.0.1", port });
  open.push({ close: () => socket.destroy() });
  return socket;
}

/** All that comes back until the other side closes. */
async function ask(port: number, request: string): Promise<string> {
  const socket = dial(port);
  let text = "";
  socket.on("data", (bytes: Buffer) => (text += bytes.toString()));
  socket.on("error", () => undefined);
  socket.write(request);
  await once(socket, "close");
  return text;
}

test("nothing is made before somebody connects, and only once", async () => {
  const { port, released } = await start(async () => REFUSED);
  expect(released).toEqual([]);
  await Promise.all([ask(port, REQUEST), ask(port, REQUEST)]);
  expect(released).toEqual([{ listener: expect.stringMatching(/^\d+$/u), to: 61_080 }]);
});

test("who connects before the proxy stands is answered, and each refused target is told of once", async () => {
  const { port, told } = await start(async () => REFUSED);
  const other = REQUEST.replaceAll("a.test", "b.test");
  const answers = await Promise.all([ask(port, REQUEST), ask(port, REQUEST), ask(port, other)]);
  expect(answers.map((text) => text.split("\r\n")[0])).toEqual(Array(3).fill("HTTP/1.1 403 Forbidden: not today"));
  expect(told.map(({ host }) => host).toSorted()).toEqual(["a.test", "b.test"]);
});

test("a proxy that cannot be made lets nobody through", async () => {
  const { port } = await start(null);
  expect([await ask(port, REQUEST), await ask(port, REQUEST)]).toEqual(["", ""]);
});

test("with the run end its connections, those that wait for an answer too, and no new ones come in", async () => {
  const person = new EventEmitter();
  const { proxy, port } = await start(() => {
    person.emit("asked");
    return new Promise(() => undefined);
  });
  const answer = ask(port, REQUEST);
  await once(person, "asked");
  await proxy.close();
  expect(await answer).toBe("");
  const late = dial(port);
  const [error] = (await once(late, "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNREFUSED");
});

test("what is no server is not served", async () => {
  const { proxy, released } = await start(async () => REFUSED);
  proxy.listen(null);
  proxy.listen({ on: () => undefined });
  expect(released).toEqual([]);
});

test("a server that comes after the end is closed", async () => {
  const { proxy } = await start(async () => REFUSED);
  await proxy.close();
  const late = createServer();
  await new Promise<void>((resolve) => late.listen(0, "127.0.0.1", resolve));
  proxy.listen(late);
  expect(late.listening).toBe(false);
});
