/** Runs a fixture as a process of its own: bundled first, since Node 20 reads no TypeScript. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { buildSync } from "esbuild";

export function makeFolder(name: string): string {
  return realpathSync(mkdtempSync(`${tmpdir()}/assent-${name}-`));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The path of the bundle. */
export function bundle(fixture: string, folder: string): string {
  const outfile = `${folder}/${fixture}.mjs`;
  const entry = `${import.meta.dirname}/fixtures/${fixture}.ts`;
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", target: "node20" });
  return outfile;
}

export function start(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
}

/** Resolves with the exit status; null if a signal ended it. */
export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on("close", resolve));
}
