/** The client that started this process, over its standard input and output. */
import { fstatSync } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";
import type { Wire } from "../engine/wire.ts";
import { streamWire } from "./stream-wire.ts";

export function stdioWire(): Wire {
  return streamWire(process.stdin, output());
}

/**
 * Node writes to a pipe on standard output until it is taken: a client that does not read would stop the whole process,
 * and with it whatever a person wants to stop. Opened like this, what is not taken waits here instead.
 */
function output(): Writable {
  const kind = fstatSync(1);
  return kind.isFIFO() || kind.isSocket() ? new Socket({ fd: 1, readable: false, writable: true }) : process.stdout;
}
