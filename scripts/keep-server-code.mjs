/** Keeps the code of the app-server, which serves a thread of a model played here meanwhile. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

/** What the model says, one request after the other. */
const COMMAND = { type: "function_call", name: "exec_command", arguments: JSON.stringify({ cmd: "true" }) };
const ESCALATED = { cmd: "true", sandbox_permissions: "require_escalated", justification: "x" };
const PATCH = "*** Begin Patch\n*** Add File: a.txt\n+a\n*** End Patch\n";
const REPLIES = [
  { id: "fc_1", call_id: "call_1", ...COMMAND },
  { id: "fc_2", call_id: "call_2", ...COMMAND, arguments: JSON.stringify(ESCALATED) },
  { id: "ctc_3", call_id: "call_3", type: "custom_tool_call", name: "apply_patch", input: PATCH },
  { id: "msg_4", type: "message", role: "assistant", content: [{ type: "output_text", text: "done" }] },
];
const CLIENT = { clientInfo: { name: "build", title: "Build", version: "1" }, capabilities: { experimentalApi: true } };
const THREAD = { approvalPolicy: "on-request", sandbox: "workspace-write" };
const INPUT = [{ type: "text", text: "x" }];

/**
 * Resolves when it has ended, however.
 *
 * @param {readonly string[]} words what starts it
 * @param {{ cwd: string, home: string, timeoutMs: number }} place
 */
export async function keepServerCode(words, { cwd, home, timeoutMs }) {
  const model = createServer(reply);
  model.listen(0, "127.0.0.1");
  await once(model, "listening");
  const url = `http://127.0.0.1:${model.address().port}/v1`;
  appendFileSync(
    `${home}/config.toml`,
    `\n[model_providers.build]\nname = "build"\nbase_url = "${url}"\nwire_api = "responses"\n`,
  );
  const env = { ...process.env, ASSENT_HOME: home, HOME: home };
  const child = spawn(process.execPath, words, { cwd, env, stdio: ["pipe", "pipe", "ignore"], timeout: timeoutMs });
  const ended = once(child, "exit");
  converse(child, cwd);
  await ended;
  model.close();
  model.closeAllConnections();
}

function converse(child, cwd) {
  const say = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);
  // It may have ended.
  child.stdin.on("error", () => undefined);
  createInterface(child.stdout).on("line", (line) => {
    const { id, method, result } = JSON.parse(line);
    if (method === "turn/completed") child.stdin.end();
    else if (method !== undefined && id !== undefined) say({ id, result: { decision: "accept" } });
    else if (id === 0) say({ method: "initialized" });
    if (id === 0 && method === undefined) {
      say({ id: 1, method: "thread/start", params: { ...THREAD, cwd, modelProvider: "build", model: "gpt-5.5" } });
    }
    if (id !== 1 || method !== undefined) return;
    if (result === undefined) child.stdin.end();
    else say({ id: 2, method: "turn/start", params: { threadId: result.thread.id, input: INPUT } });
  });
  say({ id: 0, method: "initialize", params: CLIENT });
}

let replies = 0;

function reply(request, response) {
  request.resume().on("end", () => {
    const say = (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
    response.writeHead(200, { "content-type": "text/event-stream" });
    say("response.created", { response: { id: "resp" } });
    say("response.output_item.done", { output_index: 0, item: REPLIES[replies++] ?? REPLIES.at(-1) });
    say("response.completed", {
      response: { id: "resp", usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 } },
    });
    response.end();
  });
}
