/** Compiles the supervisor of sandboxed commands, where there is a C compiler. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../native", import.meta.url));
const FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-pthread"];

/** What is left out without it, and how to get it. */
export const WITHOUT_COMPILER =
  "without a C compiler there is no supervision of the programs that a command starts, and no host can be allowed to " +
  "sandboxed commands; install one (Debian, Ubuntu: `sudo apt-get install gcc libc6-dev`; Fedora: " +
  "`sudo dnf install gcc`; Arch: `sudo pacman -S gcc`; Alpine: `sudo apk add gcc musl-dev linux-headers`) and run `npm run build`";

/**
 * Compiles `native/` to `folder/native/assent-supervisor`. It has no part in macOS, which has no such calls.
 *
 * @param {string} folder
 * @param {readonly string[]} [flags] more words for the compiler
 * @returns {{ kind: "done" } | { kind: "missing", why: string }} `why` ready to be shown
 */
export function compileNative(folder, flags = []) {
  if (process.platform !== "linux") return { kind: "done" };
  const sources = readdirSync(SOURCES).filter((name) => name.endsWith(".c"));
  mkdirSync(join(folder, "native"), { recursive: true });
  const target = join(folder, "native", "assent-supervisor");
  const aside = `${target}.new-${process.pid}`;
  let errors = "";
  // Statically linked it starts faster, but not every system has its C library in that form.
  for (const linking of [["-static"], []]) {
    const words = [...FLAGS, ...flags, ...linking, "-o", aside, ...sources.map((name) => join(SOURCES, name))];
    const ran = spawnSync("cc", words, { encoding: "utf8" });
    if (ran.error !== undefined) return { kind: "missing", why: WITHOUT_COMPILER };
    errors = ran.stderr;
    if (ran.status !== 0) continue;
    renameSync(aside, target);
    return { kind: "done" };
  }
  return { kind: "missing", why: `the supervisor in native/ could not be compiled:\n${errors}${WITHOUT_COMPILER}` };
}
