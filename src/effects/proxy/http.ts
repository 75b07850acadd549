/** The proxy's HTTP side: each request is judged by itself. */
import type { NetworkProtocol } from "../../core/approval/action.ts";
import type { HostPort } from "../../core/network/host.ts";
import { printAnswer, printRefusal } from "../../core/network/refusal.ts";
import type { Opened } from "./door.ts";
import { exchange, nextHead, refuseHead } from "./exchange.ts";
import { hangUp, send } from "./intake.ts";
import { type Line, openFor } from "./line.ts";
import { serveTunnel } from "./tunnel.ts";

/** Serves a connection to its end. */
export async function serveHttp(line: Line): Promise<void> {
  for (;;) {
    const head = await nextHead(line.client);
    if (head === null) return;
    const { target } = head;
    if (target.kind === "tunnel") {
      await serveConnect(line, target.to);
      return;
    }
    if (target.kind === "origin") {
      refuseHead(line.client, "this is a proxy: it takes http://HOST/… or CONNECT HOST:PORT");
      return;
    }
    const opened = await openFor(line, { ...target.to, protocol: "http" });
    if (opened.kind !== "open") {
      hangUp(line.client, printClosed(opened, target.to, "http"));
      return;
    }
    const end = await exchange(line.client, opened.socket, { head, to: target.to, path: target.path, isPinned: false });
    if (end === "over") return;
    opened.socket.destroySoon();
  }
}

async function serveConnect(line: Line, to: HostPort): Promise<void> {
  const wanted = { ...to, protocol: "https", peer: line.peer } as const;
  const opened = await openFor(line, wanted);
  if (opened.kind !== "open") {
    hangUp(line.client, printClosed(opened, to, "https"));
    return;
  }
  if (!(await send(line.client, "HTTP/1.1 200 Connection established\r\n\r\n"))) return;
  await serveTunnel(line, wanted, opened.socket);
}

function printClosed(
  opened: Exclude<Opened, { readonly kind: "open" }>,
  to: HostPort,
  protocol: NetworkProtocol,
): string {
  if (opened.kind === "refuse") return printRefusal(opened, { ...to, protocol });
  const status = opened.fault === "late" ? "504 Gateway Timeout" : "502 Bad Gateway";
  return printAnswer(`${status}: ${opened.why}`, "text/plain", `assent: ${opened.why}\n`);
}
