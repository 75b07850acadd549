/** A wire over two streams: what goes in, what comes out, and every way to end. */
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { streamWire } from "../../src/effects/stream-wire.ts";
import { listenTo, text } from "./wires.ts";

test("messages go both ways, a line each", async () => {
  const [from, to] = [new PassThrough(), new PassThrough()];
  const wire = streamWire(from, to);
  from.write('{"a":1}\n{"b"');
  const heard = listenTo(wire);
  from.write(":2}\n");
  expect(await heard.messages(2)).toEqual([text('{"a":1}'), text('{"b":2}')]);
  wire.send("x");
  wire.send("y");
  expect(to.read()?.toString()).toBe("x\ny\n");
});

test("what nobody takes is counted", () => {
  const to = new PassThrough({ highWaterMark: 1 });
  const wire = streamWire(new PassThrough(), to);
  listenTo(wire);
  for (let at = 0; at < 10; at += 1) wire.send("0123456789");
  expect(wire.backlog()).toBeGreaterThan(50);
});

test("the end of the input ends it, after the last message", async () => {
  const from = new PassThrough();
  const heard = listenTo(streamWire(from, new PassThrough()));
  from.end("a\nb");
  await heard.ended();
  expect([heard.received, heard.endings()]).toEqual([[text("a"), text("b")], 1]);
});

test.each(["input", "output"])("a fault of the %s ends it, once", async (which) => {
  const [from, to] = [new PassThrough(), new PassThrough()];
  const wire = streamWire(from, to);
  const heard = listenTo(wire);
  (which === "input" ? from : to).destroy(new Error("EPIPE"));
  await heard.ended();
  wire.send("x");
  wire.end("enough");
  from.write("late\n");
  await new Promise((resolve) => setImmediate(resolve));
  expect([heard.received, heard.endings(), to.read()]).toEqual([[], 1, null]);
});

test("a fault before the start is told at the start", async () => {
  const from = new PassThrough();
  const wire = streamWire(from, new PassThrough());
  from.destroy(new Error("gone"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(listenTo(wire).endings()).toBe(1);
});

test("what was sent before the end is handed over", async () => {
  const to = new PassThrough();
  const wire = streamWire(new PassThrough(), to);
  const heard = listenTo(wire);
  wire.send("last");
  wire.end("enough");
  wire.send("too late");
  expect(heard.endings()).toBe(1);
  const chunks: Buffer[] = [];
  for await (const chunk of to) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe("last\n");
});
