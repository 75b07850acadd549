/** Brings what is missing on a fresh machine: dependencies, build, programs of the system. */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WITHOUT_COMPILER } from "./native.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** sysexits: a program that is needed is not there. */
const EXIT_UNAVAILABLE = 69;
/** sysexits: the machine cannot run this. */
const EXIT_OS = 71;

const NODE_MIN = [20, 19];

/** The build leaves this behind when it has gone through to the end. */
const BUILT = join(ROOT, "dist", ".built");

/** Packages carry these names in every package manager below. */
const PACKAGES = { bwrap: "bubblewrap", tmux: "tmux", git: "git" };

/**
 * `refresh` renews the list of packages; it runs only if the install fails without. `compiler`: what compiles the
 * supervisor.
 */
const MANAGERS = [
  {
    program: "apt-get",
    compiler: ["gcc", "libc6-dev"],
    install: ["apt-get", "install", "-y", "--no-install-recommends"],
    refresh: ["apt-get", "update"],
  },
  {
    program: "dnf",
    compiler: ["gcc", "glibc-devel"],
    install: ["dnf", "install", "-y"],
    refresh: ["dnf", "makecache"],
  },
  {
    program: "pacman",
    compiler: ["gcc"],
    install: ["pacman", "-S", "--noconfirm", "--needed"],
    refresh: ["pacman", "-Sy", "--noconfirm"],
  },
  {
    program: "apk",
    compiler: ["gcc", "musl-dev", "linux-headers"],
    install: ["apk", "add"],
    refresh: ["apk", "update"],
  },
  {
    program: "zypper",
    compiler: ["gcc", "glibc-devel"],
    install: ["zypper", "--non-interactive", "install"],
    refresh: ["zypper", "--non-interactive", "refresh"],
  },
];

/**
 * Sets up what is missing and returns when all is there; otherwise says why and ends the process.
 *
 * @param {{ build: boolean, programs: ("bwrap" | "tmux" | "git")[] }} wanted
 */
export async function setUp(wanted) {
  requireNode();
  installPrograms(wanted.programs.filter((program) => findProgram(program) === null));
  if (!areDependenciesFresh())
    await work("Installing dependencies", npm("ci", "--include=dev", "--no-audit", "--no-fund"));
  if (wanted.build && !isBuildFresh()) {
    installCompiler();
    await work("Building", [process.execPath, join(ROOT, "scripts", "build.mjs")]);
    writeFileSync(BUILT, "");
  }
}

/**
 * Runs a program in the project's folder in place of this one: same terminal, signals passed on.
 *
 * @param {string[]} command
 * @param {"inherit" | "ignore"} stdin
 * @returns {Promise<number>} the status as a shell gives it: 128 plus the signal's number if one ended it
 */
export function runInPlace(command, stdin) {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd: ROOT, stdio: [stdin, "inherit", "inherit"] });
  // The terminal sends SIGINT to the child as well, and the child decides what it means.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) => resolve(status ?? 128 + (SIGNALS[signal ?? ""] ?? 0)));
  });
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  stop(EXIT_OS, `Node ${NODE_MIN.join(".")} or newer is needed; this is ${process.versions.node}.`);
}

function areDependenciesFresh() {
  // npm writes this file last, so a set-up that was interrupted has none.
  return changedAt(join(ROOT, "node_modules", ".package-lock.json")) >= changedAt(join(ROOT, "package-lock.json"));
}

export function isBuildFresh() {
  const inputs = [
    "src",
    "native",
    "scripts/build.mjs",
    "scripts/keep-code.mjs",
    "scripts/load.mjs",
    "scripts/native.mjs",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
  ];
  const builtAt = changedAt(BUILT);
  return changedAt(join(ROOT, "dist", "main.js")) > 0 && inputs.every((input) => newest(join(ROOT, input)) <= builtAt);
}

/** Milliseconds; the newest of a folder, itself included, because a deleted file changes only its folder. */
function newest(path) {
  const own = changedAt(path);
  if (own === 0 || !statSync(path).isDirectory()) return own;
  return Math.max(own, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Milliseconds; 0 if there is nothing. */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The npm that runs this script, if one does. */
function npm(...args) {
  const script = process.env.npm_execpath ?? "";
  return script.endsWith(".js") ? [process.execPath, script, ...args] : ["npm", ...args];
}

function installPrograms(missing) {
  if (missing.length === 0) return;
  const packages = missing.map((program) => PACKAGES[program]);
  const names = packages.join(" and ");
  if (process.platform !== "linux") {
    stop(
      EXIT_UNAVAILABLE,
      `${names} must be installed, and can be set up from here on Linux only. Install it, then run this again.`,
    );
  }
  const manager = MANAGERS.find(({ program }) => findProgram(program) !== null);
  if (manager === undefined) {
    stop(EXIT_UNAVAILABLE, `${names} must be installed: use your system's package manager, then run this again.`);
  }
  const prefix = rootPrefix();
  const byHand = `sudo ${[...manager.install, ...packages].join(" ")}`;
  if (prefix === null) {
    stop(
      EXIT_UNAVAILABLE,
      `${names} must be installed, which takes root. Run this line, then start again:\n\n  ${byHand}\n`,
    );
  }
  const outcome = installPackages(manager, prefix, packages);
  const still = missing.filter((program) => findProgram(program) === null);
  if (outcome.ok && still.length === 0) return;
  process.stderr.write(outcome.output);
  stop(EXIT_UNAVAILABLE, `${names} could not be installed. Install it by hand, then start again:\n\n  ${byHand}\n`);
}

function installPackages(manager, prefix, packages) {
  say(`Installing ${packages.join(" and ")} with ${manager.program} …`);
  const install = () =>
    spawnQuietly([...prefix, "env", "DEBIAN_FRONTEND=noninteractive", ...manager.install, ...packages]);
  const outcome = install();
  if (outcome.ok) return outcome;
  say(`Refreshing the package lists of ${manager.program} …`);
  spawnQuietly([...prefix, ...manager.refresh]);
  return install();
}

/** It is good to have, so that without it the set-up goes on, and says what will be missing. */
function installCompiler() {
  if (process.platform !== "linux" || findProgram("cc") !== null) return;
  const manager = MANAGERS.find(({ program }) => findProgram(program) !== null);
  const prefix = rootPrefix();
  if (manager !== undefined && prefix !== null) installPackages(manager, prefix, manager.compiler);
  if (findProgram("cc") === null) say(WITHOUT_COMPILER);
}

/** What to put before a command that needs root; null if that takes a password. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return findProgram("sudo") !== null && spawnQuietly(["sudo", "-n", "true"]).ok ? ["sudo", "-n"] : null;
}

function findProgram(name) {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
  const paths = folders.filter((folder) => folder.startsWith("/")).map((folder) => join(folder, name));
  return paths.find(isProgram) ?? null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not executable for this user is the same as not there.
    return false;
  }
}

function spawnQuietly([program = "", ...args]) {
  const ran = spawnSync(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: ran.status === 0, output: `${ran.stdout ?? ""}${ran.stderr ?? ""}${ran.error?.message ?? ""}` };
}

/** Runs one step; what it prints is shown only if it fails, and then all of it. */
async function work(what, [program = "", ...args]) {
  say(`${what} …`);
  const chunks = [];
  const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
  const status = await new Promise((resolve) => {
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  if (status === 0) return;
  process.stderr.write(Buffer.concat(chunks));
  stop(EXIT_UNAVAILABLE, `${what} failed: see above. The command was: ${[program, ...args].join(" ")}`);
}

function say(text) {
  process.stderr.write(`assent: ${text}\n`);
}

function stop(status, text) {
  say(text);
  process.exit(status);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp({ build: false, programs: [] });
