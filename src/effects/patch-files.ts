/** Reads the files that a patch touches, and changes them once that is granted. */
import { randomBytes } from "node:crypto";
import type { Facts, Target } from "../core/approval/facts.ts";
import { changesOf, type FileState } from "../core/patch/compose.ts";
import { describePatchError, type PatchError } from "../core/patch/error.ts";
import { parsePatch, type Patch, type Section } from "../core/patch/parse.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { FileChange } from "../core/patch/change.ts";
import { DISK, type Disk, type FileStat } from "./patch-disk.ts";
import { tryPlaceOf, type Place } from "./patch-paths.ts";
import {
  begin,
  checkFolder,
  commit,
  openFolderOf,
  put,
  rollBack,
  stage,
  take,
  type Piece,
  type Staged,
  type Swap,
} from "./patch-swap.ts";
import { systemWords } from "./text-file.ts";

/** A larger file is not changed by patches. */
export const PATCHED_FILE_BYTES_MAX = 8 * 1024 * 1024;
/** All files of one patch together. */
export const PATCHED_BYTES_MAX = 64 * 1024 * 1024;
export const PATCHED_FILES_MAX = 1_000;

/**
 * What the patch would do, or why it cannot be applied. Never rejects.
 *
 * Every path in the answer is absolute with symbolic links resolved, `to` of a rename too: an update goes to the file
 * that a link leads to, wherever that is. A link itself is neither deleted nor moved.
 *
 * @param cwd absolute
 */
export async function gatherTargets(
  text: string,
  cwd: string,
  disk: Disk = DISK,
): Promise<NonNullable<Facts["patch"]>> {
  const patch = parsePatch(text);
  if (!patch.ok) return broken(patch.error);
  if (Buffer.from(text).toString() !== text) return { kind: "broken", why: "the patch is not valid Unicode" };
  const resolved = await resolvePaths(patch.value, cwd, disk);
  if (!resolved.ok) return { kind: "broken", why: resolved.error };
  const files = await readAll([...resolved.value.places.values()], disk);
  if (!files.ok) return { kind: "broken", why: files.error };
  const changes = changesOf(
    resolved.value.patch,
    (path) => files.value.get(path) ?? { kind: "unusable", why: "was not read" },
  );
  if (!changes.ok) return broken(changes.error);
  return { kind: "targets", targets: changes.value.map((change): Target => ({ path: change.path, change })) };
}

function broken(error: PatchError): { readonly kind: "broken"; readonly why: string } {
  return { kind: "broken", why: describePatchError(error) };
}

type Resolved = { readonly patch: Patch; readonly places: ReadonlyMap<string, Place> };

/** The patch with resolved paths, so that two names of one file are one, and what stands at each of them. */
async function resolvePaths(patch: Patch, cwd: string, disk: Disk): Promise<Result<Resolved, string>> {
  const places = new Map<string, Place>();
  const resolve = async (path: string, line: number, followLast: boolean): Promise<Result<string, string>> => {
    const place = await tryPlaceOf(disk, cwd, path, followLast);
    if (!place.ok) return err(`patch line ${line}: ${path} ${place.error}`);
    places.set(place.value.path, place.value);
    return places.size > PATCHED_FILES_MAX
      ? err(`the patch touches more than ${PATCHED_FILES_MAX} files: split it`)
      : ok(place.value.path);
  };
  const sections: Section[] = [];
  for (const section of patch.sections) {
    const to = section.kind === "update" ? section.to : null;
    const path = await resolve(section.path, section.line, section.kind !== "delete" && to === null);
    if (!path.ok) return path;
    const place = to === null ? ok(null) : await resolve(to, section.line, true);
    if (!place.ok) return place;
    sections.push(
      section.kind === "update" ? { ...section, path: path.value, to: place.value } : { ...section, path: path.value },
    );
  }
  const [first, ...rest] = sections;
  return first === undefined ? err("the patch is empty") : ok({ patch: { sections: [first, ...rest] }, places });
}

async function readAll(places: readonly Place[], disk: Disk): Promise<Result<ReadonlyMap<string, FileState>, string>> {
  const states = new Map<string, FileState>();
  let bytesLeft = PATCHED_BYTES_MAX;
  for (const { path, stat } of places) {
    const read = stat === null ? MISSING : await readState(path, stat.kind, disk);
    bytesLeft -= read.bytes;
    if (bytesLeft < 0)
      return err(`the files of the patch are larger than ${PATCHED_BYTES_MAX} bytes together: split it`);
    states.set(path, read.state);
  }
  return ok(states);
}

type ReadState = { readonly state: FileState; readonly bytes: number };

const MISSING: ReadState = { state: { kind: "missing" }, bytes: 0 };

async function readState(path: string, kind: "file" | "folder" | "link" | "other", disk: Disk): Promise<ReadState> {
  if (kind === "folder") return unusable("is a folder");
  if (kind === "link") return unusable("is a symbolic link: name the file it leads to");
  if (kind === "other") return unusable("is no regular file");
  try {
    const bytes = await disk.read(path, { bytesMax: PATCHED_FILE_BYTES_MAX, forWriting: false });
    if (bytes === "too-large") return unusable(`is larger than ${PATCHED_FILE_BYTES_MAX} bytes`);
    const text = textOf(bytes);
    if (text === null) return unusable("is not UTF-8 text");
    return { state: { kind: "text", text }, bytes: bytes.length };
  } catch (error) {
    // Whatever the disk says, the patch is broken and the reason is shown.
    return unusable(`cannot be read: ${systemWords(error)}`);
  }
}

function unusable(why: string): ReadState {
  return { state: { kind: "unusable", why }, bytes: 0 };
}

/** The text with its byte order mark, so that writing it back gives the same bytes; null if it is no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder has one complaint only.
    return null;
  }
}

/** `leftovers`: files beside the changed ones that could not be removed; harmless, but somebody should know. */
export type Applied = { readonly leftovers: readonly string[] };

/** Nothing is changed, but for `leftovers`: old versions that could not be put back, or files that could not be removed. */
export type NotApplied = { readonly why: string; readonly leftovers: readonly string[] };

/**
 * Makes all changes or none. Fails if a file has another content, or a path leads elsewhere, than when the targets were
 * gathered. When it resolves with ok, all is durable. See `patch-swap.ts` for what a crash leaves behind. Never rejects.
 */
export async function applyChanges(
  targets: readonly Target[],
  disk: Disk = DISK,
): Promise<Result<Applied, NotApplied>> {
  const swap = begin(disk, randomBytes(4).toString("hex"));
  try {
    await switchAll(
      swap,
      targets.flatMap(({ change }) => piecesOf(change)),
    );
  } catch (error) {
    // Whatever went wrong: everything back, and the reason to the caller.
    const leftovers = await rollBack(swap);
    return err({ why: systemWords(error), leftovers });
  }
  return ok({ leftovers: await commit(swap) });
}

/** `like`: the path of the file whose mode and owner the new one gets. */
type Part = Piece & { readonly like: string };

function piecesOf(change: FileChange): readonly Part[] {
  const before = "before" in change ? change.before : null;
  const after = "after" in change ? change.after : null;
  if (change.kind !== "rename") return [{ path: change.path, before, after, like: change.path }];
  return [
    { path: change.to, before: null, after, like: change.path },
    { path: change.path, before, after: null, like: change.path },
  ];
}

async function switchAll(swap: Swap, parts: readonly Part[]): Promise<void> {
  const stats = new Map<string, FileStat | null>();
  for (const part of parts) stats.set(part.path, await naming(part, () => check(swap, part)));
  const staged: Staged[] = [];
  for (const part of parts) staged.push(await naming(part, () => stage(swap, part, stats.get(part.like) ?? null)));
  await checkFolders(swap);
  for (const one of staged) {
    await naming(one.piece, async () => {
      await check(swap, one.piece);
      await put(swap, one);
    });
  }
  for (const one of staged) await naming(one.piece, () => take(swap, one));
  // Written to in the instant between the last look and the switch? The old version still has its second name.
  for (const one of staged) {
    if (one.piece.before !== null) await naming(one.piece, () => checkContent(swap.disk, one.old.at, one.piece));
  }
  await checkFolders(swap);
  for (const folder of swap.folders.values()) await folder.sync();
}

async function checkFolders(swap: Swap): Promise<void> {
  for (const [path, folder] of swap.folders) await naming({ path }, () => checkFolder(path, folder));
}

/** Throws unless the file is as it was when the patch was read, and may be written. */
async function check(swap: Swap, piece: Piece): Promise<FileStat | null> {
  const folder = await openFolderOf(swap, piece.path);
  const at = folder.at(piece.path.slice(piece.path.lastIndexOf("/") + 1));
  const stat = await swap.disk.stat(at);
  if (piece.before === null) {
    if (stat !== null) throw new Error("something has appeared there since the patch was read");
    return null;
  }
  if (stat?.kind !== "file") throw new Error("it is gone or replaced since the patch was read");
  await checkContent(swap.disk, at, piece);
  return stat;
}

async function checkContent(disk: Disk, at: string, piece: Piece): Promise<void> {
  const bytes = await disk.read(at, { bytesMax: PATCHED_FILE_BYTES_MAX, forWriting: piece.after !== null });
  const isSame = bytes !== "too-large" && piece.before !== null && Buffer.from(piece.before).equals(bytes);
  if (!isSame) throw new Error("its content has changed since the patch was read");
}

/** Adds the path to what goes wrong. */
async function naming<T>(about: { readonly path: string }, doing: () => Promise<T>): Promise<T> {
  try {
    return await doing();
  } catch (error) {
    throw new Error(`cannot change ${about.path}: ${systemWords(error)}`, { cause: error });
  }
}
