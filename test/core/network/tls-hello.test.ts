/** The server's name is found in a first TLS message, or the message is refused. */
import { Duplex } from "node:stream";
import { connect } from "node:tls";
import { describe, expect, test } from "vitest";
import { type Hello, readHello } from "../../../src/core/network/tls-hello.ts";
import { GREASE, hello, message, records, serverName } from "./hellos.ts";

const named = (name: string | null): Hello => ({ kind: "hello", name });
const FAULT: Hello = { kind: "fault" };
const MORE: Hello = { kind: "more" };

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return Uint8Array.from(bytes, (byte, place) => (place === at ? value : byte));
}

describe("the server that a client names", () => {
  const long = "a".repeat(250);
  test.each<readonly [title: string, bytes: Uint8Array, found: Hello]>([
    ["one name", hello("a.test"), named("a.test")],
    ["a name behind others", records(message([GREASE, GREASE, serverName("a.test"), GREASE])), named("a.test")],
    ["no name", hello(), named(null)],
    ["no extensions", records(message(null)), named(null)],
    ["in records of one byte", records(message([serverName("a.test")]), 1), named("a.test")],
    ["in two records", records(message([serverName(long)]), 100), named(long)],
    ["with bytes behind it", Uint8Array.from([...hello("a.test"), 1, 2]), named("a.test")],
    ["two names", hello("a.test", "b.test"), FAULT],
    ["two lists of names", records(message([serverName("a.test"), serverName("b.test")])), FAULT],
    ["an empty name", hello(""), FAULT],
    ["another message", changed(hello("a.test"), 5, 2), FAULT],
    ["another record", changed(hello("a.test"), 0, 23), FAULT],
    ["another version", changed(hello("a.test"), 1, 2), FAULT],
    ["an empty record", Uint8Array.from([22, 3, 1, 0, 0]), FAULT],
    ["a record that is too long", Uint8Array.from([22, 3, 1, 0x7f, 0xff, 1]), FAULT],
    ["a message that is too long", Uint8Array.from([22, 3, 1, 0, 4, 1, 1, 0, 0]), FAULT],
    ["a session id that is longer than all", changed(hello("a.test"), 43, 255), FAULT],
    [
      "another record between two halves",
      Uint8Array.from([...records(message([])).slice(0, 3), 0, 2, 1, 0, 21]),
      FAULT,
    ],
    ["nothing", new Uint8Array(), MORE],
    ["half a record's head", Uint8Array.from([22, 3]), MORE],
  ])("%s", (_title, bytes, found) => {
    expect(readHello(bytes)).toEqual(found);
  });

  test("every beginning asks for more, and only the whole is read", () => {
    const bytes = records(message([GREASE, serverName("a.test")]), 60);
    const read = Array.from(bytes, (_, length) => readHello(bytes.subarray(0, length)));
    expect(new Set(read.map(({ kind }) => kind))).toEqual(new Set(["more"]));
    expect(readHello(bytes)).toEqual(named("a.test"));
  });

  test("as Node's own client says it", async () => {
    const first = await new Promise<Buffer>((resolve) => {
      const wire = new Duplex({ read: () => undefined, write: (bytes: Buffer) => resolve(bytes) });
      connect({ socket: wire, servername: "node.test" }).on("error", () => undefined);
    });
    expect(readHello(first)).toEqual(named("node.test"));
  });
});
