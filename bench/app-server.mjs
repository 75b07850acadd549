/** How long a client of the app-server waits: a thread, a question, the end after its answer. */
import { fileURLToPath } from "node:url";
import { CLIENT, atShare, isAnswered, scene, startModel, startServer } from "./tools/app-server.mjs";

const RUNS = 20;
const OURS = [process.execPath, fileURLToPath(new URL("../dist/main.js", import.meta.url))];
/** A program that speaks the same protocol, run in turn with ours: `CODEX_BIN=codex npm run bench -- app-server`. */
const PEER = process.env.CODEX_BIN?.split(" ") ?? null;

const TURNS = {
  sandboxedTurn: { call: "exec_command", args: { cmd: "true" } },
  approvedTurn: {
    call: "exec_command",
    args: { cmd: "true", sandbox_permissions: "require_escalated", justification: "to measure" },
  },
  patchTurn: { custom: "apply_patch", input: "*** Begin Patch\n*** Add File: a.txt\n+a\n*** End Patch\n" },
};

const WHAT = {
  start: "start -> initialize answered",
  thread: "thread/start -> answered",
  sandboxedTurn: "a whole turn with one sandboxed command",
  toRequest: "function call received -> approval request",
  toCompleted: "answer -> item completed",
  approvedTurn: "a whole turn with one question",
  patchTurn: "a whole turn with one patch",
};

/** Rows `{name, figure, unit, target, note}`; medians, in alternate runs where there is a peer. */
export async function bench() {
  const ours = {};
  const peer = {};
  for (let run = -1; run < RUNS; run += 1) {
    await once(OURS, run < 0 ? {} : ours);
    if (PEER !== null) await once(PEER, run < 0 ? {} : peer);
  }
  return Object.entries(WHAT).map(([key, name]) => ({
    name,
    figure: atShare(ours[key], 0.5),
    unit: "ms",
    target: PEER === null ? null : Number(atShare(peer[key], 0.5).toFixed(1)),
    note: `p95 ${atShare(ours[key], 0.95).toFixed(1)}${PEER === null ? "" : `; peer's p95 ${atShare(peer[key], 0.95).toFixed(1)}`}`,
  }));
}

async function once(command, samples) {
  let step;
  const model = await startModel((body) => (isAnswered(body) ? [{ text: "done" }] : [step]));
  const place = scene(model.url);
  const add = (name, value) => (samples[name] ??= []).push(value);
  let replied = 0;
  model.onReply = (at) => (replied = at);
  const begun = performance.now();
  const server = startServer(command, place);
  let answered = 0;
  server.onRequest = ({ id }) => {
    add("toRequest", performance.now() - replied);
    answered = performance.now();
    server.answer(id, { decision: "accept" });
  };
  try {
    await server.request("initialize", CLIENT);
    server.notify("initialized");
    add("start", performance.now() - begun);
    const asked = performance.now();
    const { thread } = await server.request("thread/start", {
      cwd: place.cwd,
      approvalPolicy: "on-request",
      sandbox: "workspace-write",
    });
    add("thread", performance.now() - asked);
    for (const [name, one] of Object.entries(TURNS)) {
      step = one;
      const { took, completed } = await turn(server, thread.id);
      add(name, took);
      if (name === "approvedTurn") add("toCompleted", completed - answered);
    }
  } finally {
    await server.close();
    model.close();
    place.remove();
  }
}

async function turn(server, threadId) {
  const sent = performance.now();
  let completed = 0;
  const ended = new Promise((resolve) => {
    server.onNotification = ({ method, params }) => {
      if (method === "item/completed" && /Execution|Change/u.test(params.item.type)) completed = performance.now();
      if (method === "turn/completed") resolve(performance.now());
    };
  });
  await server.request("turn/start", { threadId, input: [{ type: "text", text: "go" }] });
  return { took: (await ended) - sent, completed };
}
