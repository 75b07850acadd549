/** Bundles the program and the library into dist/, with types and the supervisor. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { keepServerCode } from "./keep-server-code.mjs";
import { compileNative } from "./native.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

// Built aside and put in place at the end: whoever runs the old one meanwhile is not left without it.
const aside = `dist.new-${process.pid}`;
const outdir = `${aside}/dist`;
process.once("exit", () => rmSync(aside, { recursive: true, force: true }));

const options = {
  absWorkingDir: process.cwd(),
  outdir,
  bundle: true,
  platform: "node",
  target: "node20.19",
  // What servers answer is read by what it is: the library's checker of schemas is a half of it, and never used.
  alias: { "@modelcontextprotocol/client/_shims": "./scripts/no-schema-checker.mjs" },
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
};

const library = {
  ...options,
  entryPoints: { index: "src/index.ts" },
  outExtension: { ".js": ".mjs" },
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
};

const KEEP_MS_MAX = 60_000;
/** What each subcommand is run with once, to keep the code of what it usually does. */
const USUAL = {
  run: ["runCommand", "--full-auto", "--", "true"],
  sandbox: ["sandboxCommand", "linux", "--full-auto", "--", "true"],
  explain: ["explainCommand", "--full-auto", "--", "git", "status"],
  patch: ["patchCommand", "--help"],
  execpolicy: ["execpolicyCommand", "--help"],
  log: ["logCommand", "--help"],
  help: ["helpCommand"],
  completion: ["completionCommand", "bash"],
  preset: ["presetCommand"],
  trust: ["trustCommand", "show"],
  config: ["configCommand", "show", "--origin"],
};
/** Is used by a client. */
const SERVER = "app-server";

/** What it finds there: most people have settings, and many a project has some. */
const SETTINGS = {
  "home/config.toml": `approval_policy = "on-request" # as usual
model = "x"
[sandbox_workspace_write]
network_access = false
writable_roots = ["~/x", '~/y']
[mcp_servers.x]
command = "x"
env = { X = "y" }
[projects."/x"]
trust_level = "trusted"
`,
  "ws/.codex/config.toml": `sandbox_mode = "workspace-write"\n`,
  "ws/.git/HEAD": "",
};

/**
 * Every subcommand is one file, which `main` loads when it is called, and so is whatever else it imports on demand; what
 * that imports on demand is in it, and evaluated on demand. It is CommonJS: Node links modules slowly, and keeps no
 * code of them.
 */
const parts = new Map();
const apart = {
  name: "parts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\// }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      const name = basename(path, ".ts");
      parts.set(name, join("src", path));
      return { path: name, namespace: "part" };
    });
    onLoad({ filter: /./, namespace: "part" }, ({ path }) => ({
      contents: `module.exports = require("./scripts/load.mjs").loadPart(${JSON.stringify(path)});`,
      resolveDir: process.cwd(),
    }));
  },
};

// Made when it is asked for, which in most runs is never.
const AT = 'const __at={get url(){return require("node:url").pathToFileURL(__filename).href}};';
const commonJs = {
  ...options,
  format: "cjs",
  supported: { "dynamic-import": false },
  define: { "import.meta.url": "__at.url" },
  legalComments: "none",
};
const part = (name, file) => ({
  ...commonJs,
  entryPoints: { [`commands/${name}`]: file },
  outExtension: { ".js": ".cjs" },
  banner: { js: `(function(module,exports,require,__filename){${AT}` },
  footer: { js: "})" },
});

/** Node goes by the nearest of these: what a person starts is CommonJS, and its types are those of the library. */
const KINDS = { ".": "commonjs", types: "module" };

try {
  await build(library);
  await build({ ...commonJs, entryPoints: { main: "src/main.ts" }, banner: { js: AT }, plugins: [apart] });
  for (const [name, file] of parts) await build(part(name, file));
} catch {
  process.exit(1); // The errors have been printed.
}
chmodSync(`${outdir}/main.js`, 0o755);
const native = compileNative(outdir);
if (native.kind === "missing") process.stderr.write(`assent: ${native.why}\n`);
for (const name of parts.keys()) await keepCode(name);

if (!process.argv.includes("--no-types")) {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
  const types = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--rootDir", "src"];
  const { status } = spawnSync(process.execPath, [...tsc, ...types, "--outDir", `${outdir}/types`], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}
for (const [folder, type] of Object.entries(KINDS)) {
  mkdirSync(`${outdir}/${folder}`, { recursive: true });
  writeFileSync(`${outdir}/${folder}/package.json`, JSON.stringify({ type }));
}
rmSync("dist", { recursive: true, force: true });
renameSync(outdir, "dist");

/** What is read as ASCII must be that: esbuild escapes texts, but not what stands in patterns. */
function toAscii(file) {
  const code = readFileSync(file, "utf8");
  const ascii = code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (ascii !== code) writeFileSync(file, ascii);
}

async function keepCode(name) {
  const file = join(process.cwd(), `${outdir}/commands/${name}.cjs`);
  toAscii(file);
  if (USUAL[name] === undefined && name !== SERVER) return;
  const place = join(process.cwd(), `${aside}/place`);
  for (const folder of ["ws/.git", "ws/.codex", "home"]) mkdirSync(`${place}/${folder}`, { recursive: true });
  for (const [path, text] of Object.entries(SETTINGS)) writeFileSync(`${place}/${path}`, text);
  const keep = fileURLToPath(new URL("keep-code.mjs", import.meta.url));
  if (name === SERVER) {
    const where = { cwd: `${place}/ws`, home: `${place}/home`, timeoutMs: KEEP_MS_MAX };
    await keepServerCode([keep, file, "appServerCommand"], where);
    return;
  }
  spawnSync(process.execPath, [keep, file, ...USUAL[name]], {
    cwd: `${place}/ws`,
    env: { ...process.env, ASSENT_HOME: `${place}/home` },
    stdio: "ignore",
    timeout: KEEP_MS_MAX,
  });
}
