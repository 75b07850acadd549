/** A folder on the real disk for tests of patches: made before each test, gone after it. */
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { Target } from "../../src/core/approval/facts.ts";
import { gatherTargets } from "../../src/effects/patch-files.ts";

/** `cwd` lies in `root`; other files in `root` are outside of it. */
export const place = { root: "", cwd: "" };

beforeEach(() => {
  place.root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assent-patch-")));
  place.cwd = join(place.root, "w");
  fs.mkdirSync(place.cwd);
});

afterEach(() => fs.rmSync(place.root, { recursive: true, force: true }));

/** A path in `cwd`. */
export function inside(name: string): string {
  return join(place.cwd, name);
}

/** A path beside `cwd`. */
export function outside(name: string): string {
  return join(place.root, name);
}

export function write(name: string, content: string | Uint8Array): void {
  fs.mkdirSync(join(inside(name), ".."), { recursive: true });
  fs.writeFileSync(inside(name), content);
}

/** The text of a patch with these lines. */
export function wrap(...lines: readonly string[]): string {
  return `*** Begin Patch\n${lines.join("\n")}\n*** End Patch\n`;
}

export async function targetsOf(text: string): Promise<readonly Target[]> {
  const found = await gatherTargets(text, place.cwd);
  if (found.kind === "broken") throw new Error(found.why);
  return found.targets;
}

/** All files in `root` by relative path; folders end in a slash, links show where they lead. */
export function tree(): Readonly<Record<string, string>> {
  const entries = fs.readdirSync(place.root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry): [string, string] => {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(place.root.length + 1);
      if (entry.isDirectory()) return [`${name}/`, ""];
      return [name, entry.isSymbolicLink() ? `-> ${fs.readlinkSync(path)}` : fs.readFileSync(path, "utf8")];
    }),
  );
}
