/** Lets two processes write rules and settings at once and be killed; finds what is lost. */
import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parse } from "smol-toml";

const USAGE = `Usage: node scripts/write-races.mjs [--rounds N] [--seed N]

In each round two processes write into one home at once, and most are killed.
Exit status: 0 nothing is lost, twice or torn, 1 something is.
`;
/** So many rounds share a home: what a killed process left is there for the next. */
const ROUNDS_PER_HOME = 20;
const WRITES = 3;
const KILL_AFTER_MS_MAX = 200;
const TOLD_EVERY = 100;

const RULES = '# mine, with a last line that has no end\nprefix_rule(pattern=["mine"], decision="prompt")';
const CONFIG = `# mine
model = "mine" # behind

# above the table
[sandbox_workspace_write]
writable_roots = [ # those
  '/mine', # first
]
network_access = true # why
`;

function optionsOf(args) {
  const found = { rounds: 1_000, seed: 1 };
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at]?.slice(2);
    const value = Number(args[at + 1]);
    if (!Object.hasOwn(found, name) || !Number.isSafeInteger(value)) {
      process.stderr.write(USAGE);
      process.exit(64);
    }
    found[name] = value;
  }
  return found;
}

/** Numbers from 0 to 1, the same for the same seed. */
function chanceFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const { rounds, seed } = optionsOf(process.argv.slice(2));
const chance = chanceFrom(seed);
const folder = realpathSync(mkdtempSync(`${tmpdir()}/assent-races-`));
const writer = `${folder}/writer.mjs`;
const faults = [];
const counts = { told: 0, killed: 0 };

/** Runs a writer; resolves with what it told, when it has ended. @param killAfterMs from its first word; null for never */
function write(home, word, killAfterMs) {
  const child = spawn(process.execPath, [writer, home, word, String(WRITES)], { stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    if (told === "" && killAfterMs !== null) setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    told += chunk;
  });
  child.stderr.on("data", (chunk) => (complaint += chunk));
  return new Promise((resolve) => {
    child.on("close", (status, signal) => {
      if (signal === "SIGKILL") counts.killed += 1;
      else if (status !== 0) faults.push(`a writer ended with ${status}: ${complaint}`);
      // The last line of a killed one may be torn; what it says is in the file then, or not.
      resolve(told.split("\n").slice(0, -1));
    });
  });
}

/** @param home with what was told of it so far */
function look({ path, told }) {
  const rules = readFileSync(`${path}/rules/default.rules`, "utf8");
  const config = readFileSync(`${path}/config.toml`, "utf8");
  const lines = rules.slice(RULES.length + 1).split("\n");
  if (!rules.startsWith(`${RULES}\n`) || lines.pop() !== "") faults.push("the rules file is torn");
  for (const line of lines) {
    if (
      !/^prefix_rule\(pattern=\["[\w-]+", "[\w-]+"\], decision="allow"\)$|^network_rule\(host="[\w.-]+", protocol="https", decision="allow", justification="Allow https access to [\w.-]+"\)$/u.test(
        line,
      )
    )
      faults.push(`a torn rule: ${line}`);
  }
  const held = new Set(lines.map((line) => (line.match(/"[^"]+"/gu) ?? []).map((word) => JSON.parse(word)).join(" ")));
  if (held.size !== lines.length) faults.push("a rule stands there twice");
  lookAtConfig(config, told, held);
}

function lookAtConfig(config, told, held) {
  let settings;
  try {
    settings = parse(config);
  } catch (error) {
    faults.push(`the settings are torn: ${error.message}`);
    return;
  }
  for (const comment of CONFIG.match(/#.*/gu)) if (!config.includes(comment)) faults.push(`lost: ${comment}`);
  const roots = settings.sandbox_workspace_write.writable_roots;
  if (new Set(roots).size !== roots.length) faults.push("a folder stands there twice");
  if (roots[0] !== "/mine" || settings.sandbox_workspace_write.network_access !== true) faults.push("mine is lost");
  for (const line of told) if (!isHeld(line, { settings, roots, held })) faults.push(`told and lost: ${line}`);
}

function isHeld(line, { settings, roots, held }) {
  const [kind, ...rest] = line.split(" ");
  const what = rest.join(" ");
  if (kind === "rule") return held.has(`${what} allow`);
  if (kind === "host") return held.has(`${what} https allow Allow https access to ${what}`);
  if (kind === "root") return roots.includes(what);
  const [, path, value] = /^(\[.*\]) ([\w-]+)$/u.exec(what) ?? [];
  const found = JSON.parse(path).reduce((table, key) => table?.[key], settings);
  // The other one may have set this key meanwhile, and a killed one without telling.
  return path === '["model"]' ? /^r\d+[ab]-\d+$/u.test(found) : found === value;
}

/** Once somebody has written to the end, nothing is left of those that were killed. */
async function close(home, name) {
  home.told.push(...(await write(home.path, name, null)));
  look(home);
  const left = readdirSync(home.path, { recursive: true, encoding: "utf8" }).filter(
    (file) => !statSync(`${home.path}/${file}`).isDirectory(),
  );
  const known = ["config.toml", "rules/default.rules"];
  for (const file of left) if (!known.includes(file)) faults.push(`left behind: ${file}`);
  rmSync(home.path, { recursive: true });
}

function makeHome(round) {
  const path = `${folder}/home-${round}`;
  mkdirSync(`${path}/rules`, { recursive: true });
  writeFileSync(`${path}/rules/default.rules`, RULES);
  writeFileSync(`${path}/config.toml`, CONFIG);
  return { path, told: [] };
}

await build({
  entryPoints: [fileURLToPath(new URL("write-races-writer.mjs", import.meta.url))],
  outfile: writer,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "error",
});
let home = makeHome(0);
for (let round = 0; round < rounds && faults.length === 0; round += 1) {
  const killAfterMs = () => (chance() < 0.7 ? Math.floor(chance() * KILL_AFTER_MS_MAX) : null);
  const words = [`r${round}a`, `r${round}b`];
  const told = await Promise.all(words.map((word) => write(home.path, word, killAfterMs())));
  counts.told += told.flat().length;
  home.told.push(...told.flat());
  look(home);
  if ((round + 1) % TOLD_EVERY === 0) process.stderr.write(`${round + 1} rounds\n`);
  if ((round + 1) % ROUNDS_PER_HOME !== 0 && round + 1 < rounds) continue;
  await close(home, `r${round}9a`);
  home = makeHome(round + 1);
}
rmSync(folder, { recursive: true, force: true });
for (const fault of faults) process.stdout.write(`${fault}\n`);
if (faults.length === 0) {
  process.stdout.write(
    `nothing is lost, twice or torn: ${rounds} rounds, ${counts.told} writes told, ${counts.killed} processes killed\n`,
  );
}
process.exitCode = faults.length === 0 ? 0 : 1;
