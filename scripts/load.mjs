/** Loads a part of the bundled program, with the code that the build kept of it. */
// Imported by name, each would be made a module first, and `node:fs` would load all streams.
const { readFileSync } = process.getBuiltinModule("node:fs");
const { createRequire } = process.getBuiltinModule("node:module");
const { fileURLToPath } = process.getBuiltinModule("node:url");
const { Script } = process.getBuiltinModule("node:vm");

/** Loaded when they are used first, which often is never. */
const RARE = new Set([
  "node:crypto",
  "node:dns/promises",
  "node:fs/promises",
  "node:http",
  "node:net",
  "node:readline",
  "node:stream",
  "node:tty",
]);

/** What a part of the program exports. V8 passes over kept code that another version of it has made, or of another text. */
export function loadPart(name) {
  const file = fileURLToPath(new URL(`./commands/${name}.cjs`, import.meta.url));
  return evaluate(compile(file, read(`${file}.code`)), file);
}

/**
 * @param {string} file absolute; ASCII, one function like that in which Node puts a CommonJS module
 * @param {Buffer} [cachedData]
 */
export function compile(file, cachedData) {
  return new Script(readFileSync(file, "latin1"), { filename: file, cachedData });
}

/** @param {Script} script */
export function evaluate(script, file) {
  const module = { exports: {} };
  const require = createRequire(file);
  const requireLate = (name) => (RARE.has(name) ? late(() => require(name)) : require(name));
  script.runInThisContext()(module, module.exports, requireLate, file);
  return module.exports;
}

/** Its exports cannot be listed: who imports them all together gets them by the prototype. */
function late(exports) {
  const get = (_, name) => exports()[name];
  const all = new Proxy({}, { get });
  return new Proxy({}, { get, getPrototypeOf: () => all });
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    // Without it the bundle is compiled when it is loaded, which only takes longer.
    return undefined;
  }
}
