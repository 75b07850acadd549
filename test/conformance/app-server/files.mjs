/** Files of a scenario: written before it, and looked at after it. */
import fs from "node:fs";
import path from "node:path";

export function writeFiles(root, files = {}) {
  for (const [name, content] of Object.entries(files)) {
    const target = path.isAbsolute(name) ? name : path.join(root, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (content !== null) fs.writeFileSync(target, content);
    else fs.mkdirSync(target, { recursive: true });
  }
}

/** Every file below `root` with its text, links as `-> target`. */
export function snapshot(root, only = () => true) {
  const found = {};
  const walk = (dir) => {
    for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
      const full = path.join(dir, entry.name);
      const name = path.relative(root, full);
      if (entry.isSymbolicLink() && only(name)) found[name] = `-> ${fs.readlinkSync(full)}`;
      else if (entry.isDirectory()) walk(full);
      else if (entry.isFile() && only(name)) found[name] = fs.readFileSync(full, "utf8").slice(0, 4000);
    }
  };
  if (fs.existsSync(root)) walk(root);
  return found;
}

export function changes(before, after) {
  const out = {};
  for (const name of Object.keys(after))
    if (before[name] !== after[name])
      out[name] = before[name] === undefined ? { added: after[name] } : { changed: after[name] };
  for (const name of Object.keys(before)) if (after[name] === undefined) out[name] = { deleted: true };
  return Object.fromEntries(Object.entries(out).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
