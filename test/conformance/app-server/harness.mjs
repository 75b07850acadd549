/** Runs one scenario against the program under test and tells what happened. */
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AppServer, binary } from "./client.mjs";
import { changes, snapshot, writeFiles } from "./files.mjs";
import { FakeModel, toolOutputs } from "./fake-model.mjs";
import { Normaliser, isNoise, outcome } from "./normalise.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
// Not under /tmp: the workspace-write sandbox makes /tmp writable, which would blur "outside".
const BASE = process.env.CONFORMANCE_DIR || `/var/tmp/conformance-${process.pid}`;
export const ETC = "/etc/codex";

export const needsEtc = (scenario) => Boolean(scenario.requirements || scenario.managedConfig);

const MARKER = path.join(ETC, ".conformance");

/** Process id of the kit run that put /etc/codex there; 0 when it is someone else's; null when it is absent. */
function etcOwner() {
  if (!fs.existsSync(ETC)) return null;
  try {
    return Number(fs.readFileSync(MARKER, "utf8"));
  } catch {
    return 0;
  }
}

export function etcUsable() {
  try {
    fs.accessSync("/etc", fs.constants.W_OK);
  } catch {
    return false;
  }
  return etcOwner() !== 0;
}

/** The folder counts for every process on the machine, so wait while another run of the kit uses it. */
async function etcFree() {
  for (let tries = 0; tries < 300; tries++) {
    const owner = etcOwner();
    if (!owner || owner === process.pid) return;
    if (!fs.existsSync(`/proc/${owner}`)) {
      fs.rmSync(ETC, { recursive: true, force: true });
      return;
    }
    await new Promise((ok) => setTimeout(ok, 100));
  }
}

class Places {
  constructor(name) {
    this.root = path.join(BASE, name);
    fs.rmSync(this.root, { recursive: true, force: true });
    for (const part of ["home", "user", "ws", "outside"]) {
      this[part] = path.join(this.root, part);
      fs.mkdirSync(this[part], { recursive: true });
    }
  }

  fill(text, port) {
    return text
      .replaceAll("{{CWD}}", this.ws)
      .replaceAll("{{HOME}}", this.home)
      .replaceAll("{{OUTSIDE}}", this.outside)
      .replaceAll("{{USER}}", this.user)
      .replaceAll("{{KIT}}", HERE)
      .replaceAll("{{NODE}}", process.execPath)
      .replaceAll("{{PORT}}", String(port));
  }

  names() {
    return {
      [this.ws]: "<CWD>",
      [this.home]: "<CODEX_HOME>",
      [this.outside]: "<OUTSIDE>",
      [this.user]: "<USER_HOME>",
      [this.root]: "<ROOT>",
      [HERE]: "<KIT>",
      [process.execPath]: "<NODE>",
    };
  }
}

const fillDeep = (value, fill) => (value === undefined ? undefined : JSON.parse(fill(JSON.stringify(value))));

const HOME_FILES = (name) => /^rules\/|^config\.toml$/.test(name);
const WORK_FILES = (name) => !/^\.git\/(objects|index|logs|ORIG_HEAD|COMMIT_EDITMSG)/.test(name);

function environment(places) {
  const env = {
    PATH: process.env.PATH,
    LANG: "C.UTF-8",
    TERM: "dumb",
    HOME: places.user,
    CODEX_HOME: places.home,
    USER: "tester",
    SHELL: "/bin/bash",
  };
  for (const [key, value] of Object.entries(process.env))
    if (/^(ASSENT_|CONFORMANCE_PASS_)/.test(key)) env[key] = value;
  return env;
}

function prepare(scenario, model) {
  const places = new Places(scenario.name);
  const fill = (text) => places.fill(text, model.port);
  // `config` may hold top-level keys followed by tables; the provider table goes last.
  fs.writeFileSync(
    path.join(places.home, "config.toml"),
    model.config(scenario.model) + fill(scenario.config ?? "") + "\n" + model.providerConfig(),
  );
  writeFiles(places.home, fillDeep(scenario.home, fill));
  if (scenario.git !== false) {
    execFileSync("git", ["init", "-q", "-b", "main", places.ws], {
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_TEMPLATE_DIR: "" },
    });
  }
  writeFiles(places.ws, fillDeep(scenario.files, fill));
  writeFiles(places.outside, fillDeep(scenario.outside, fill));
  for (const [link, target] of Object.entries(scenario.links ?? {}))
    fs.symlinkSync(fill(target), path.join(places.ws, link));
  if (needsEtc(scenario)) {
    if (!etcUsable()) throw new Error(`${ETC} is in use or not writable`);
    writeFiles(ETC, { ".conformance": String(process.pid) });
    if (scenario.requirements) writeFiles(ETC, { "requirements.toml": fill(scenario.requirements) });
    if (scenario.managedConfig) writeFiles(ETC, { "managed_config.toml": fill(scenario.managedConfig) });
  }
  return { places, fill };
}

function clearEtc() {
  if (etcOwner() === process.pid) fs.rmSync(ETC, { recursive: true, force: true });
}

/** What the model was told: outputs of its calls, in order, with their outcome class. */
function modelView(model, normal) {
  const seen = new Set();
  const outputs = [];
  for (const request of model.requests) {
    if (request.kind !== "main") continue;
    for (const [callId, { output }] of toolOutputs(request.body)) {
      if (seen.has(callId)) continue;
      seen.add(callId);
      const text = normal.text(output).slice(0, 1500);
      outputs.push({ call: normal.text(callId), outcome: outcome(text), text });
    }
  }
  return outputs;
}

export async function run(scenario) {
  const model = await new FakeModel().start();
  let parts;
  try {
    await etcFree();
    parts = prepare(scenario, model);
    const before = {
      work: snapshot(parts.places.ws, WORK_FILES),
      outside: snapshot(parts.places.outside),
      home: snapshot(parts.places.home, HOME_FILES),
    };
    const context = { ...parts, model, env: { ...environment(parts.places), ...fillDeep(scenario.env, parts.fill) } };
    const body = scenario.kind === "exec" ? await runExec(scenario, context) : await runAppServer(scenario, context);
    const normal = context.normal;
    const result = {
      scenario: scenario.name,
      about: scenario.about ?? "",
      ...body,
      toolOutputs: modelView(model, normal),
      modelRequests: {
        main: model.requests.filter((r) => r.kind === "main").length,
        guardian: model.requests.filter((r) => r.kind === "guardian").length,
        unscripted: model.extra,
      },
      files: normal.value(changes(before.work, snapshot(parts.places.ws, WORK_FILES))),
      outside: normal.value(changes(before.outside, snapshot(parts.places.outside))),
      codexHome: normal.value(changes(before.home, snapshot(parts.places.home, HOME_FILES))),
    };
    Object.defineProperty(result, "model", { value: model, enumerable: false });
    return result;
  } finally {
    clearEtc();
    await model.stop();
    if (parts && !process.env.CONFORMANCE_KEEP) fs.rmSync(parts.places.root, { recursive: true, force: true });
  }
}

export function cleanBase() {
  if (!process.env.CONFORMANCE_KEEP) fs.rmSync(BASE, { recursive: true, force: true });
}

async function runExec(scenario, context) {
  const { places, fill, model, env } = context;
  context.normal = new Normaliser(places.names());
  model.queue(fillDeep(scenario.turns ?? [], fill));
  model.queue(fillDeep(scenario.guardian ?? [], fill), "guardian");
  const bin = binary();
  const child = spawn(
    bin.command,
    [...bin.args, "exec", "--json", ...fillDeep(scenario.args ?? [], fill), scenario.prompt ?? "go"],
    { cwd: places.ws, env, stdio: ["ignore", "pipe", "pipe"] },
  );
  let stdout = "",
    stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), scenario.timeoutMs ?? 60000);
  const exitCode = await new Promise((ok, fail) => {
    child.on("close", ok);
    child.on("error", fail);
  });
  clearTimeout(timer);
  const events = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      try {
        return JSON.parse(line);
      } catch {
        return { unparsed: line };
      }
    });
  const errors = stderr
    .split("\n")
    .filter((line) => /error|trusted|not allowed/i.test(line))
    .slice(-5);
  return {
    kind: "exec",
    exitCode,
    messages: events.map((event) => ({ event: context.normal.value(event) })),
    stderr: errors.map((line) => context.normal.text(line).slice(0, 600)),
  };
}

async function runAppServer(scenario, context) {
  const { places, fill, model, env } = context;
  const normal = (context.normal = new Normaliser(places.names()));
  const state = {
    answers: fillDeep(scenario.answers ?? [], fill),
    pending: [],
    unanswered: 0,
    threadId: null,
    turnId: null,
    late: [],
  };
  const logs = [];
  let server;
  const open = async () => {
    server = new AppServer({
      env,
      cwd: places.ws,
      args: scenario.serverArgs ?? [],
      onServerRequest: (message, from) => answer(message, from, state, scenario),
    });
    logs.push(server.log);
    await server.initialize(scenario.capabilities ?? { experimentalApi: true });
  };
  const ask = async (method, params, timeout) => {
    try {
      return await server.request(method, params, timeout);
    } catch (error) {
      if (!error.rpc) throw error;
      return null;
    }
  };
  const startThread = async (params = {}) => {
    const result = await ask("thread/start", { cwd: places.ws, ...fillDeep(params, fill) });
    state.threadId = result?.thread.id ?? null;
  };
  let problem = null;
  try {
    await open();
    if (scenario.thread !== null) await startThread(scenario.thread);
    for (const step of scenario.steps) {
      if (step.turn) await turn(step.turn);
      else if (step.request)
        await ask(step.request, {
          ...(step.noThread ? {} : { threadId: state.threadId }),
          ...fillDeep(step.params ?? {}, (text) => fill(text).replaceAll("{{TURN}}", state.turnId ?? "")),
        });
      else if (step.newThread) await startThread(step.newThread);
      else if (step.write) writeFiles(places.ws, fillDeep(step.write, fill));
      else if (step.writeHome) writeFiles(places.home, fillDeep(step.writeHome, fill));
      else if (step.restart) {
        await server.close();
        await open();
        if (step.resume) await ask("thread/resume", { threadId: state.threadId, ...fillDeep(step.resume, fill) });
      } else if (step.waitMs) await new Promise((ok) => setTimeout(ok, step.waitMs));
    }
  } catch (error) {
    problem = normal.text(String(error.message)).slice(0, 800);
  }
  await new Promise((ok) => setTimeout(ok, scenario.settleMs ?? 60));
  await server?.close();
  const messages = logs
    .flat()
    .filter(({ message }) => !isNoise(message))
    .map(({ dir, message }) => ({ [dir]: normal.value(message) }));
  const result = { kind: "app-server", messages, unscriptedRequests: state.unanswered };
  if (problem) result.problem = problem;
  return result;

  async function turn(spec) {
    model.queue(fillDeep(spec.model ?? [], fill));
    model.queue(fillDeep(spec.guardian ?? [], fill), "guardian");
    if (spec.answers) state.answers.push(...fillDeep(spec.answers, fill));
    const from = server.log.length;
    const done = (message) =>
      message.method === "turn/completed" &&
      server.log.slice(from).some((entry) => entry.message === message) &&
      message.params.threadId === state.threadId;
    const started = await ask("turn/start", {
      threadId: state.threadId,
      input: [{ type: "text", text: spec.text ?? "go" }],
      ...fillDeep(spec.params ?? {}, fill),
    });
    state.turnId = started?.turn.id ?? null;
    if (!started || spec.noWait) return;
    if (spec.interruptAfterMs) {
      await new Promise((ok) => setTimeout(ok, spec.interruptAfterMs));
      await ask("turn/interrupt", { threadId: state.threadId, turnId: state.turnId });
    }
    if (spec.interruptOn) {
      const wanted = (message) =>
        spec.interruptOn === "item/started-command"
          ? message.method === "item/started" && message.params.item.type === "commandExecution"
          : message.method === spec.interruptOn;
      await server.waitFor(
        (message) => wanted(message) && server.log.slice(from).some((entry) => entry.message === message),
        spec.timeoutMs ?? 30000,
      );
      await ask("turn/interrupt", { threadId: state.threadId, turnId: state.turnId });
    }
    await server.waitFor(done, spec.timeoutMs ?? 30000);
    for (const late of state.late.splice(0)) server.send(late);
    if (spec.settleMs) await new Promise((ok) => setTimeout(ok, spec.settleMs));
  }
}

/** Plays the client's part: takes the next scripted answer that fits the request. */
function answer(message, server, state, scenario) {
  const itemId = message.params?.itemId;
  const index = state.answers.findIndex(
    (entry) => (!entry.for || entry.for === itemId) && (!entry.method || entry.method === message.method),
  );
  if (index < 0) {
    state.unanswered += 1;
    server.respond(message.id, scenario.fallback ?? { decision: "decline", action: "decline", permissions: {} });
    return;
  }
  const [entry] = state.answers.splice(index, 1);
  const result = entry.result ?? (entry.decision !== undefined ? { decision: entry.decision } : null);
  const reply = entry.error ? { id: message.id, error: entry.error } : { id: entry.wrongId ?? message.id, result };
  if (entry.interrupt) {
    if (result || entry.error) state.late.push(reply);
    server.request("turn/interrupt", { threadId: state.threadId, turnId: state.turnId }).catch(() => {});
    return;
  }
  if (entry.silent) return;
  const go = () => {
    server.send(reply);
    if (entry.again) server.send({ id: message.id, result: entry.again });
    if (entry.late) state.late.push({ id: message.id, result: entry.late });
  };
  if (entry.afterMs) setTimeout(go, entry.afterMs);
  else go();
}
