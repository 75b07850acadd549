/** What the proxy costs on loopback: a long download, and a thousand connections at once. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const SELF = fileURLToPath(import.meta.url);
const MEBI = 1 << 20;
const BYTES = 1024 * MEBI;
const RUNS = 5;
const CONNECTIONS = 1_000;

/** Rows `{name, figure, unit, target, note}`; downloads alternate, so that a slow moment touches both ways alike. */
export async function bench() {
  const folder = mkdtempSync(`${tmpdir()}/assent-bench-`);
  const children = [];
  try {
    const program = await compile(folder);
    const server = await start(children, "server");
    const proxy = await start(children, "proxy", program);
    return [...(await throughputRows(server, proxy)), ...(await connectionRows(server, proxy))];
  } finally {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compile(folder) {
  const outfile = `${folder}/proxy.mjs`;
  const entryPoints = [fileURLToPath(new URL("../src/effects/proxy/proxy.ts", import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
  return outfile;
}

/** Each in a process of its own, as in use. Resolves to the port it listens on. */
async function start(children, ...args) {
  const child = fork(SELF, args);
  children.push(child);
  const [port] = await once(child, "message");
  return port;
}

async function throughputRows(server, proxy) {
  const ways = { direct: () => download(server, null), tunnel: () => download(proxy, server) };
  const rates = { direct: [], tunnel: [], ratio: [] };
  for (let run = -1; run < RUNS; run += 1) {
    const pair = {};
    for (const [name, way] of Object.entries(ways)) {
      const begun = performance.now();
      await way();
      pair[name] = BYTES / MEBI / ((performance.now() - begun) / 1000);
    }
    if (run < 0) continue;
    for (const [name, rate] of Object.entries(pair)) rates[name].push(rate);
    rates.ratio.push(pair.tunnel / pair.direct);
  }
  return [
    row("1 GiB directly", median(rates.direct), "MiB/s", null),
    row("1 GiB through CONNECT", median(rates.tunnel), "MiB/s", null),
    row("through CONNECT over directly, median of pairs", median(rates.ratio), "x", 0.5),
  ];
}

/** Reads to the end through one buffer, so that the client costs little. @param target the port behind a proxy */
function download(port, target) {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const buffer = Buffer.alloc(MEBI);
    const onread = { buffer, callback: (length) => ((bytes += length), true) };
    const socket = connect({ port, host: "127.0.0.1", onread }, () => {
      if (target !== null) socket.write(`CONNECT 127.0.0.1:${target} HTTP/1.1\r\n\r\n`);
      socket.write("\0send");
    });
    socket.on("error", reject);
    socket.on("close", () => (bytes >= BYTES ? resolve() : reject(new Error(`only ${bytes} bytes came`))));
  });
}

async function connectionRows(server, proxy) {
  const begun = performance.now();
  const tunnels = await Promise.all(Array.from({ length: CONNECTIONS }, () => openTunnel(proxy, server)));
  const opened = performance.now() - begun;
  const answered = await Promise.all(tunnels.map((tunnel, at) => echo(tunnel, at)));
  for (const tunnel of tunnels) tunnel.destroy();
  const held = answered.filter(Boolean).length;
  return [
    row("connections at once that all answer", held, "", CONNECTIONS),
    row("opening them, one after the other meanwhile", opened / CONNECTIONS, "ms each", null),
  ];
}

async function openTunnel(proxy, server) {
  const socket = connect(proxy, "127.0.0.1");
  socket.write(`CONNECT 127.0.0.1:${server} HTTP/1.1\r\n\r\n`);
  const [reply] = await once(socket, "data");
  if (!String(reply).startsWith("HTTP/1.1 200")) throw new Error(`refused: ${reply}`);
  return socket;
}

async function echo(socket, at) {
  const word = `\0${at}\n`;
  socket.write(word);
  const [reply] = await once(socket, "data");
  return String(reply) === word;
}

function row(name, figure, unit, target) {
  return { name, figure, unit, target, note: "" };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Sends a gibibyte to whoever asks, and everybody else their words back. */
function serve() {
  const block = Buffer.alloc(MEBI);
  return createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (first) => {
      if (!first.includes("send")) {
        socket.write(first);
        return;
      }
      let left = BYTES;
      const more = () => {
        while (left > 0) {
          left -= block.length;
          if (!socket.write(block)) {
            socket.once("drain", more);
            return;
          }
        }
        socket.end();
      };
      more();
    });
  });
}

/** The proxy itself, which lets everybody everywhere. */
async function serveProxy(program) {
  const { createProxy } = await import(pathToFileURL(program).href);
  const proxy = createProxy({ decide: allow, judgeAddress: () => null, refused: () => {}, waitMs: 10_000 });
  const server = createServer();
  proxy.serve(server);
  return server;
}

async function allow() {
  return { kind: "allow", isNamed: true };
}

if (process.argv[1] === SELF) {
  const [role, program] = process.argv.slice(2);
  const server = role === "server" ? serve() : await serveProxy(program);
  server.listen({ port: 0, host: "127.0.0.1", backlog: 2 * CONNECTIONS }, () => process.send(server.address().port));
}
