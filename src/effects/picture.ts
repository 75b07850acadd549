/** Reads a picture for an agent, as far as commands may read it. */
import { constants } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { mayRead, permissionsOf, type SandboxMode, type Workspace } from "../core/permissions/permissions.ts";
import { systemWords } from "./text-file.ts";
import { err, ok, type Result } from "../kit/result.ts";

/** An endpoint takes no larger ones. */
const BYTES_MAX = 20 * 1024 * 1024;

/** The first bytes of what a model can see. */
const KINDS: readonly (readonly [type: string, is: (bytes: Buffer) => boolean])[] = [
  ["image/png", (bytes) => bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))],
  ["image/jpeg", (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ["image/gif", (bytes) => bytes.subarray(0, 4).toString("latin1") === "GIF8"],
  [
    "image/webp",
    (bytes) =>
      bytes.subarray(0, 4).toString("latin1") === "RIFF" && bytes.subarray(8, 12).toString("latin1") === "WEBP",
  ],
];

/** As a data URL. An error is one line. @param path absolute */
export async function readPicture(
  path: string,
  { workspace, mode }: { readonly workspace: Workspace; readonly mode: SandboxMode },
): Promise<Result<string, string>> {
  try {
    const real = await realpath(path);
    if (!mayRead(permissionsOf(mode, workspace), real)) return err("it may not be read here");
    const read = await bytesOf(real);
    if (!read.ok) return read;
    const bytes = read.value;
    const kind = KINDS.find(([, is]) => is(bytes));
    if (kind === undefined) return err("it is no PNG, JPEG, GIF or WebP picture");
    return ok(`data:${kind[0]};base64,${bytes.toString("base64")}`);
  } catch (error) {
    return err(systemWords(error));
  }
}

/** @param real links resolved: one that leads there by now is not what was looked at */
async function bytesOf(real: string): Promise<Result<Buffer, string>> {
  // Devices have no end, and some do something when they are opened.
  if (!(await stat(real)).isFile()) return err(NO_FILE);
  // A pipe put in its place meanwhile must not block: a few of them would hold up the whole process.
  const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return err(NO_FILE);
    // A folder on the way may lead elsewhere by now: what was opened must be what stands there without a link.
    const there = await stat(real);
    const isSame = (await realpath(real)) === real && there.dev === stats.dev && there.ino === stats.ino;
    if (!isSame) return err("it changed while it was read");
    if (stats.size > BYTES_MAX) return err(`it is larger than ${BYTES_MAX} bytes`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(stats.size), 0, stats.size, 0);
    return ok(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

const NO_FILE = "it is no regular file";
