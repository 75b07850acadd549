/** A thousand threads in one app-server, a question each: memory, and how soon answers act. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CLIENT, atShare, isAnswered, scene, startModel, startServer } from "./tools/app-server.mjs";

const THREADS = 1_000;
/** Started at a time, so that the figures are about what waits and not about what starts. */
const AT_ONCE = 20;
const OURS = [process.execPath, fileURLToPath(new URL("../dist/main.js", import.meta.url))];

/** Rows `{name, figure, unit, target, note}`. */
export async function bench() {
  const step = {
    call: "exec_command",
    args: { cmd: "true", sandbox_permissions: "require_escalated", justification: "x" },
  };
  const model = await startModel((body) => (isAnswered(body) ? [{ text: "done" }] : [step]));
  const place = scene(model.url);
  const server = startServer(OURS, place);
  const asked = new Map();
  const all = resolvers();
  server.onRequest = ({ id, params }) => {
    asked.set(params.threadId, id);
    if (asked.size === THREADS) all.resolve();
  };
  const completed = new Map();
  server.onNotification = ({ method, params }) => {
    if (method === "item/completed" && params.item.type === "commandExecution") completed.get(params.threadId)?.();
  };
  try {
    await server.request("initialize", CLIENT);
    server.notify("initialized");
    for (let at = 0; at < THREADS; at += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => startOne(server, place.cwd)));
    }
    await all.promise;
    const megabytes = memoryOf(server.child.pid, "VmRSS");
    const took = [];
    for (const [threadId, id] of asked) {
      const begun = performance.now();
      const done = new Promise((resolve) => completed.set(threadId, resolve));
      server.answer(id, { decision: "accept" });
      await done;
      took.push(performance.now() - begun);
    }
    const note = `p50 ${atShare(took, 0.5).toFixed(1)}; peak memory ${memoryOf(server.child.pid, "VmHWM").toFixed(0)} MiB`;
    return [
      { name: `${THREADS} threads that wait for an answer: memory`, figure: megabytes, unit: "MiB", target: 300 },
      { name: "answer -> item completed, p99", figure: atShare(took, 0.99), unit: "ms", target: 50, note },
    ];
  } finally {
    await server.close();
    model.close();
    place.remove();
  }
}

function resolvers() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function startOne(server, cwd) {
  const { thread } = await server.request("thread/start", {
    cwd,
    approvalPolicy: "on-request",
    sandbox: "workspace-write",
  });
  await server.request("turn/start", { threadId: thread.id, input: [{ type: "text", text: "go" }] });
}

/** In MiB, as the kernel counts it. */
function memoryOf(pid, field) {
  const line = readFileSync(`/proc/${pid}/status`, "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${field}:`));
  return Number(/\d+/u.exec(line)[0]) / 1024;
}
