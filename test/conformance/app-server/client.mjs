/** A client of the app-server on standard input and output, and how a program is named. */
// A small JSON-RPC (newline-delimited, no "jsonrpc" field) client for `<binary> app-server` on stdio.
// The binary comes from CODEX_BIN, which may be a command line such as `node dist/main.js`.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Words parted by blanks; paths with blanks in them cannot be given. It is started elsewhere: paths are made absolute. */
export function binary(commandLine = process.env.CODEX_BIN || "codex") {
  const words = commandLine.split(" ").filter(Boolean);
  const [command, ...args] = words.map((word) => (word.includes("/") && existsSync(word) ? resolve(word) : word));
  return { command, args };
}

export class AppServer {
  /** @param {{env: object, cwd: string, args?: string[], onServerRequest?: Function}} options */
  constructor({ env, cwd, args = [], onServerRequest = null, onMessage = null }) {
    const bin = binary();
    this.log = []; // {dir: "in"|"out", at, message} in order; "in" = from the server
    this.pending = new Map();
    this.nextId = 0;
    this.watchers = [];
    this.stderr = "";
    this.exited = null;
    this.onServerRequest = onServerRequest;
    this.onMessage = onMessage;
    this.process = spawn(bin.command, [...bin.args, "app-server", ...args], {
      env,
      cwd,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.process.stdout.setEncoding("utf8");
    let rest = "";
    this.process.stdout.on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) if (line.trim()) this.#receive(line);
    });
    this.process.stderr.setEncoding("utf8");
    this.process.stderr.on("data", (text) => {
      this.stderr = (this.stderr + text).slice(-20000);
    });
    this.process.stdin.on("error", () => {});
    this.process.on("error", (error) => this.#ended(`could not start: ${error.message}`));
    this.process.on("exit", (code, signal) => this.#ended(`app-server ended (${signal ?? code})`));
  }

  #ended(why) {
    if (this.exited) return;
    this.exited = why;
    for (const { reject } of this.pending.values()) reject(new Error(`${why}\n${this.stderr.slice(-1500)}`));
    this.pending.clear();
    for (const watcher of this.watchers.splice(0)) watcher.reject(new Error(why));
  }

  #receive(line) {
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      message = { unparsed: line };
    }
    this.log.push({ dir: "in", at: performance.now(), message });
    this.onMessage?.(message);
    if (message.method && message.id !== undefined) {
      this.onServerRequest?.(message, this);
    } else if (message.id !== undefined) {
      const waiting = this.pending.get(message.id);
      this.pending.delete(message.id);
      if (message.error) waiting?.reject(Object.assign(new Error(message.error.message), { rpc: message.error }));
      else waiting?.resolve(message.result);
    }
    this.watchers = this.watchers.filter((watcher) => {
      if (!watcher.test(message)) return true;
      clearTimeout(watcher.timer);
      watcher.resolve(message);
      return false;
    });
  }

  send(message) {
    this.log.push({ dir: "out", at: performance.now(), message });
    if (!this.exited) this.process.stdin.write(JSON.stringify(message) + "\n");
  }

  request(method, params, timeoutMs = 20000) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      if (this.exited) {
        reject(new Error(this.exited));
        return;
      }
      const timer = setTimeout(() => reject(new Error(`no answer to ${method}`)), timeoutMs);
      this.pending.set(id, {
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.send({ id, method, params });
    });
  }

  notify(method, params) {
    this.send(params === undefined ? { method } : { method, params });
  }

  respond(id, result) {
    this.send({ id, result });
  }

  respondError(id, error) {
    this.send({ id, error });
  }

  /** Resolves with the first message, already received or to come, that `test` accepts. */
  waitFor(test, timeoutMs = 20000, { fromNow = false } = {}) {
    if (!fromNow) {
      const found = this.log.find((entry) => entry.dir === "in" && test(entry.message));
      if (found) return Promise.resolve(found.message);
    }
    return new Promise((resolve, reject) => {
      if (this.exited) {
        reject(new Error(this.exited));
        return;
      }
      const watcher = { test, resolve, reject };
      watcher.timer = setTimeout(() => {
        this.watchers = this.watchers.filter((other) => other !== watcher);
        reject(new Error("timed out waiting for a message"));
      }, timeoutMs);
      this.watchers.push(watcher);
    });
  }

  async initialize(capabilities = { experimentalApi: true }) {
    const result = await this.request("initialize", {
      clientInfo: { name: "conformance", title: "Conformance kit", version: "1.0.0" },
      capabilities,
    });
    this.notify("initialized");
    return result;
  }

  /** Closes stdin and waits for the process to leave; ends it by signal if it does not. */
  async close(graceMs = 3000) {
    if (this.exited) return;
    this.process.stdin.end();
    const left = new Promise((ok) => this.process.once("exit", ok));
    const timer = setTimeout(() => this.process.kill("SIGKILL"), graceMs);
    await left;
    clearTimeout(timer);
  }
}
