/** Finds the native supervisor, which is built beside the program that runs. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { release } from "node:os";
import { fileURLToPath } from "node:url";
import type { Helper } from "../core/sandbox/helper.ts";
import { codeOf } from "./text-file.ts";

const NAME = "assent-supervisor";
/** Where this file may stand in the package: as a source, in a bundle, in a bundle of one subcommand or of parts. */
const PLACES = /\/(?:src\/effects|dist|dist\/commands|dist\/chunks)$/;
const WRITABLE_BY_OTHERS = 0o002;
const STICKY = 0o1000;
const BUILD_HINT =
  "install a C compiler (`sudo apt-get install gcc libc6-dev`, `sudo dnf install gcc` or `sudo pacman -S gcc`) " +
  "and build assent again with `npm run build`";

let known: Helper | null = null;

/** Looked up once. One that others than its owner could have changed is passed over. */
export function findHelper(): Helper {
  known ??= helperIn(nativeFolder(fileURLToPath(import.meta.url)));
  return known;
}

/** Folders of assent's own program, which no command may write to; absolute. */
export function ownProgram(): readonly string[] {
  const helper = findHelper();
  const native = helper.kind === "found" ? [helper.program.slice(0, helper.program.lastIndexOf("/"))] : [];
  const built = programFolder(fileURLToPath(import.meta.url));
  return [...native, ...(built === null ? [] : [built])];
}

/** Where the supervisor lies when this program runs from `file`; null where that is no place in its package. */
export function nativeFolder(file: string): string | null {
  const folder = file.slice(0, file.lastIndexOf("/"));
  return PLACES.test(folder) ? `${folder.replace(PLACES, "")}/dist/native` : null;
}

/** The built program that this one is, absolute; null where it runs from its sources. */
export function programFolder(file: string): string | null {
  const found = /^(.*\/dist)(?:\/commands|\/chunks)?\/[^/]*$/.exec(file);
  return found?.[1] ?? null;
}

/** @param folder absolute; null for none */
export function helperIn(folder: string | null): Helper {
  if (process.platform !== "linux") return { kind: "missing", why: "the supervisor needs Linux" };
  if (folder === null) return { kind: "missing", why: `assent's supervisor is not there; ${BUILD_HINT}` };
  try {
    const program = realpathSync.native(`${folder}/${NAME}`);
    accessSync(program, constants.X_OK);
    const changeable = changeableBy(program);
    if (changeable === null) return { kind: "found", program, mountsOn: isKernelSince(5, 12) };
    return { kind: "missing", why: `assent's supervisor is not used, for others could have changed ${changeable}` };
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return { kind: "missing", why: `assent's supervisor is not built; ${BUILD_HINT}` };
  }
}

function isKernelSince(major: number, minor: number): boolean {
  const [, first, second] = /^(\d+)\.(\d+)/.exec(release()) ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}

/** What on the way to `path` somebody else may write to; null if nothing. */
function changeableBy(path: string): string | null {
  const parts = path.split("/");
  const places = parts.map((_, index) => parts.slice(0, index + 1).join("/") || "/");
  return places.find(isOpenToOthers) ?? null;
}

/** In a sticky folder each keeps what is his own. */
function isOpenToOthers(place: string): boolean {
  const { uid, mode } = statSync(place);
  if (uid !== 0 && uid !== process.getuid?.()) return true;
  return (mode & WRITABLE_BY_OTHERS) !== 0 && (mode & STICKY) === 0;
}
