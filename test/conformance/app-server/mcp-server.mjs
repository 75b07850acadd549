/** A small server of the Model Context Protocol, for scenarios. */
// A tiny MCP server on stdio with tools of every approval class, and tools that elicit input.
import readline from "node:readline";

const text = (value) => ({ content: [{ type: "text", text: value }] });
const schema = { type: "object", properties: { what: { type: "string" } }, additionalProperties: false };
const tools = [
  { name: "look", description: "Reads a thing", inputSchema: schema, annotations: { readOnlyHint: true } },
  {
    name: "change",
    description: "Changes a thing",
    inputSchema: schema,
    annotations: { destructiveHint: true, readOnlyHint: false },
  },
  {
    name: "add",
    description: "Adds a thing, never destroys",
    inputSchema: schema,
    annotations: { destructiveHint: false, readOnlyHint: false, openWorldHint: false },
  },
  {
    name: "reach",
    description: "Reaches the open world",
    title: "Reach out",
    inputSchema: schema,
    annotations: { openWorldHint: true, destructiveHint: false, readOnlyHint: false },
  },
  { name: "plain", description: "Says nothing about itself", inputSchema: schema },
  { name: "ask_form", description: "Elicits a form", inputSchema: schema, annotations: { readOnlyHint: true } },
  {
    name: "ask_empty",
    description: "Elicits a bare confirmation",
    inputSchema: schema,
    annotations: { readOnlyHint: true },
  },
  {
    name: "ask_url",
    description: "Elicits a visit to a page",
    inputSchema: schema,
    annotations: { readOnlyHint: true },
  },
  { name: "fail", description: "Always fails", inputSchema: schema, annotations: { readOnlyHint: true } },
];
const elicitations = {
  ask_form: {
    mode: "form",
    message: "Which colour?",
    requestedSchema: {
      type: "object",
      properties: { colour: { type: "string", enum: ["red", "blue"] } },
      required: ["colour"],
    },
  },
  ask_empty: { mode: "form", message: "Go on?", requestedSchema: { type: "object", properties: {} } },
  ask_url: { mode: "url", message: "Sign in", url: "https://example.com/login", elicitationId: "e-1" },
};

const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
const waiting = new Map();
let nextId = 1;

async function call({ name, arguments: args = {} }) {
  if (name === "fail") return { ...text("it failed"), isError: true };
  if (!elicitations[name]) return text(`${name} done ${args.what ?? ""}`.trim());
  const id = `elicit-${nextId++}`;
  const answer = await new Promise((resolve) => {
    waiting.set(id, resolve);
    send({ id, method: "elicitation/create", params: elicitations[name] });
  });
  return text(`answered ${JSON.stringify(answer.result ?? { error: answer.error?.message })}`);
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const message = JSON.parse(line);
  if (message.method === undefined) {
    waiting.get(message.id)?.(message);
    continue;
  }
  if (message.id === undefined) continue;
  const reply = (result) => send({ id: message.id, result });
  if (message.method === "initialize") {
    reply({
      protocolVersion: message.params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: "kit", title: "Kit", version: "1.0.0" },
    });
  } else if (message.method === "tools/list") reply({ tools });
  else if (message.method === "tools/call") void call(message.params).then(reply);
  else if (message.method === "ping") reply({});
  else send({ id: message.id, error: { code: -32601, message: "unknown method" } });
}
