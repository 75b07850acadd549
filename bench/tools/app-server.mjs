/** A client of an app-server over standard streams, and a small model for it to talk to. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";

/** Answers each request with what `reply(request)` gives: a list of `{call, args}`, `{custom, input}` or `{text}`. */
export async function startModel(reply) {
  let count = 0;
  const model = { onReply: () => undefined };
  const server = createServer((request, response) => {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const send = (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
      send("response.created", { response: { id: `r${count}` } });
      const body = request.method === "POST" ? JSON.parse(Buffer.concat(pieces).toString()) : {};
      for (const [index, step] of reply(body).entries()) {
        count += 1;
        send("response.output_item.done", { output_index: index, item: itemOf(step, count) });
      }
      model.onReply(performance.now());
      send("response.completed", {
        response: { id: "r", usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 } },
      });
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(model, {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

function itemOf(step, number) {
  if (step.text !== undefined) {
    const content = [{ type: "output_text", text: step.text }];
    return { type: "message", role: "assistant", id: `m${number}`, content };
  }
  const call = { call_id: `c${number}`, id: `i${number}` };
  return step.custom === undefined
    ? { type: "function_call", ...call, name: step.call, arguments: JSON.stringify(step.args) }
    : { type: "custom_tool_call", ...call, name: step.custom, input: step.input };
}

/** True where the model has to end the turn: the last thing that it was told is what a call gave. */
export function isAnswered(body) {
  return body.input?.at(-1)?.type?.endsWith("_output") === true;
}

/** Folders of its own with a home that names the model; `remove` takes all away. */
export function scene(modelUrl) {
  const base = realpathSync(mkdtempSync("/var/tmp/assent-bench-"));
  for (const name of ["home", "user", "ws/.git"]) mkdirSync(`${base}/${name}`, { recursive: true });
  writeFileSync(
    `${base}/home/config.toml`,
    `model = "gpt-5.5"\nmodel_provider = "bench"\n[model_providers.bench]\nname = "bench"\nbase_url = "${modelUrl}"\n` +
      `wire_api = "responses"\nrequest_max_retries = 0\nstream_max_retries = 0\n[projects."${base}/ws"]\ntrust_level = "trusted"\n`,
  );
  const env = {
    PATH: process.env.PATH,
    LANG: "C.UTF-8",
    TERM: "dumb",
    HOME: `${base}/user`,
    CODEX_HOME: `${base}/home`,
  };
  return {
    base,
    cwd: `${base}/ws`,
    env: { ...env, SHELL: "/bin/bash" },
    remove: () => rmSync(base, { recursive: true }),
  };
}

/** @param command words that start the program, without `app-server` */
export function startServer([program, ...args], { cwd, env }) {
  const child = spawn(program, [...args, "app-server"], { cwd, env, stdio: ["pipe", "pipe", "ignore"] });
  const waiting = new Map();
  const server = { child, onRequest: () => undefined, onNotification: () => undefined };
  let rest = "";
  let nextId = 0;
  const send = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);
  const take = (message) => {
    if (message.method !== undefined) {
      if (message.id === undefined) server.onNotification(message);
      else server.onRequest(message);
      return;
    }
    const open = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) open?.resolve(message.result);
    else open?.reject(new Error(message.error.message));
  };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) take(JSON.parse(line));
  });
  child.once("exit", (status) => {
    for (const { reject } of waiting.values()) reject(new Error(`the app-server ended with ${status}`));
  });
  return Object.assign(server, {
    request: (method, params) =>
      new Promise((resolve, reject) => {
        waiting.set(nextId, { resolve, reject });
        send({ id: nextId++, method, params });
      }),
    notify: (method) => send({ method }),
    answer: (id, result) => send({ id, result }),
    close: () =>
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.stdin.end();
      }),
  });
}

export const CLIENT = {
  clientInfo: { name: "bench", title: "bench", version: "1" },
  capabilities: { experimentalApi: true },
};

/** @param values not empty */
export function atShare(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
