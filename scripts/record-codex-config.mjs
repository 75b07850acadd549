/** Records what the real Codex makes of settings, for codex-config.test.ts. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CASES } from "../test/core/config/codex-config-inputs.mjs";

// Usage: node scripts/record-codex-config.mjs CODEX [FOLDER]   (as root: system files are put into a namespace)
const [codex, base = "/var/tmp"] = process.argv.slice(2);
const RECORDED = fileURLToPath(new URL("../test/core/config/codex-config-cases.json", import.meta.url));
const KEYS = ["approval_policy", "approvals_reviewer", "sandbox_mode", "sandbox_workspace_write"];
const ANSWER_MS_MAX = 20_000;

/** What stands for the folder in texts and answers: the same wherever it is recorded. */
const ROOT = "$ROOT";

async function record({ name, files, cwd = "ws", git = ["ws"], args = [] }) {
  const root = realpathSync(mkdtempSync(join(base, "codex-config-")));
  const fill = (text) => text.replaceAll(ROOT, root);
  try {
    for (const folder of ["home", "system", "user", cwd, ...git]) mkdirSync(join(root, folder), { recursive: true });
    // An empty `.git` is no repository to it.
    for (const folder of git) spawnSync("git", ["init", "-q", join(root, folder)]);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), fill(text));
    }
    const said = await ask(root, cwd, args.map(fill));
    return { name, files, cwd, git, args, said: JSON.parse(JSON.stringify(said).replaceAll(root, ROOT)) };
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Starts the app server in a mount namespace where /etc/codex is the case's own folder. */
async function ask(root, cwd, args) {
  mkdirSync(`${root}/over/upper/codex`, { recursive: true });
  spawnSync("cp", ["-a", `${root}/system/.`, `${root}/over/upper/codex/`]);
  const mount = `mount -t overlay overlay -o lowerdir="$1":/etc /etc && shift && exec "$@"`;
  const words = ["-m", "sh", "-c", mount, "sh", `${root}/over/upper`, codex, ...args, "app-server"];
  const env = { PATH: process.env.PATH, HOME: `${root}/user`, CODEX_HOME: `${root}/home` };
  const child = spawn("unshare", words, { cwd: join(root, cwd), env, stdio: ["pipe", "pipe", "pipe"] });
  const talk = talkTo(child);
  try {
    const hello = { clientInfo: { name: "recorder", version: "1" }, capabilities: { experimentalApi: true } };
    const begun = await talk.call("initialize", hello);
    if (begun.error !== undefined) return { start: oneLine(begun.error.message) };
    talk.say({ method: "initialized" });
    const place = join(root, cwd);
    const read = await talk.call("config/read", { includeLayers: false, cwd: place });
    const started = await talk.call("thread/start", { cwd: place });
    return { start: null, config: configOf(read), thread: threadOf(started) };
  } catch (error) {
    return { start: oneLine(error.message) };
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

function talkTo(child) {
  const waiting = new Map();
  let [buffer, errors, next] = ["", "", 0];
  child.stderr.on("data", (bytes) => (errors += bytes));
  child.on("exit", () => waiting.forEach(({ fail }) => fail(new Error(errors === "" ? "it ended" : errors))));
  child.stdin.on("error", () => undefined);
  child.stdout.on("data", (bytes) => {
    buffer += bytes;
    for (let end = buffer.indexOf("\n"); end >= 0; end = buffer.indexOf("\n")) {
      const message = JSON.parse(buffer.slice(0, end));
      buffer = buffer.slice(end + 1);
      waiting.get(message.id)?.done(message);
    }
  });
  const say = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);
  const call = (method, params) =>
    new Promise((done, fail) => {
      const id = next++;
      waiting.set(id, { done, fail });
      setTimeout(() => fail(new Error(`${method} was not answered`)), ANSWER_MS_MAX).unref();
      say({ id, method, params });
    });
  return { say, call };
}

/** The keys of the approval system, leaf by leaf, with who set them; what is not set is left out. */
function configOf({ error, result }) {
  if (error !== undefined) return { error: oneLine(error.message) };
  const { config, origins } = result;
  const leaves = KEYS.flatMap((key) => leavesOf([key], config[key] ?? null));
  return Object.fromEntries(
    leaves.flatMap(([path, value]) => {
      const origin = originAt(origins, path);
      return value === null || origin === undefined ? [] : [[path, { value, origin }]];
    }),
  );
}

function leavesOf(path, value) {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf([...path, key], inner))
    : [[path.join("."), value]];
}

/** Lists have an origin for each item; the first one's is the list's. */
function originAt(origins, path) {
  const found = origins[path] ?? origins[`${path}.0`];
  if (found === undefined) return undefined;
  const { type, file, dotCodexFolder, profile } = found.name;
  return {
    type,
    file: file ?? (dotCodexFolder === undefined ? null : `${dotCodexFolder}/config.toml`),
    profile: profile ?? null,
  };
}

function threadOf({ error, result }) {
  if (error !== undefined) return { error: oneLine(error.message) };
  const { approvalPolicy, sandbox, approvalsReviewer } = result;
  return { approvalPolicy, sandbox, approvalsReviewer };
}

function oneLine(text) {
  // eslint-disable-next-line no-control-regex
  return text
    .replaceAll(/\u001b\[[\d;]*m/g, "")
    .trim()
    .replaceAll(/\s+/g, " ")
    .slice(0, 300);
}

if (codex === undefined || !existsSync(codex)) {
  process.stderr.write("Usage: node scripts/record-codex-config.mjs CODEX [FOLDER]\n");
  process.exit(64);
}
const recorded = [];
for (const one of CASES) {
  recorded.push(await record(one));
  process.stderr.write(`${recorded.length}/${CASES.length} ${one.name}\n`);
}
writeFileSync(RECORDED, `${JSON.stringify(recorded, null, 1)}\n`);
