/**
 * Replaces several files so that all of them change or none.
 *
 * Beside each file a new version is written and made durable, and the old one gets a second name; only then are names
 * switched, each in one step. If anything fails, the steps are undone in reverse. If the process dies in between, each
 * file is there with its old or its new content; what is left over is called `.assent-ID-new-NAME` (a new version that
 * was not needed any more) or `.assent-ID-old-NAME` (the content before; of a deleted or moved file perhaps the only
 * copy), all with the ID of one patch.
 *
 * Not covered: another program that replaces a file by renaming in the instant between our last look at it and our own
 * rename (or writes to it in that instant, on a file system without hard links). Extended attributes and hard links of a changed file are not kept; mode and owner are.
 */
import type { Disk, FileStat, Folder } from "./patch-disk.ts";
import { codeOf } from "./text-file.ts";

/** One name that changes. Null: there is no file before, or none after. Never both. */
export type Piece = { readonly path: string; readonly before: string | null; readonly after: string | null };

/** One set of changes under way; made by `begin`, ended by `commit` or `rollBack`. */
export type Swap = {
  readonly disk: Disk;
  /** Part of the name of every file that this swap adds. */
  readonly id: string;
  readonly folders: Map<string, Folder>;
  /** Each undoes one step; run last to first. */
  readonly undo: (() => Promise<void>)[];
  /** Files beside the changed ones; gone at the end but for those that hold what may be the only copy. */
  readonly spares: Spare[];
};

/** `path` is for people, `at` leads through the open folder. */
type Spare = { readonly path: string; readonly at: string; isNeeded: boolean };

/** A piece with its new version beside it, ready to be switched. */
export type Staged = {
  readonly piece: Piece;
  readonly at: string;
  readonly old: Spare;
  readonly fresh: (Spare & { readonly stat: FileStat }) | null;
};

export function begin(disk: Disk, id: string): Swap {
  return { disk, id, folders: new Map(), undo: [], spares: [] };
}

/** Opens the folder of `path`, and makes it if it is missing. Throws if it leads elsewhere by now. */
export async function openFolderOf(swap: Swap, path: string): Promise<Folder> {
  const folderPath = path.slice(0, Math.max(1, path.lastIndexOf("/")));
  const known = swap.folders.get(folderPath);
  if (known !== undefined) return known;
  if (folderPath !== "/" && (await swap.disk.stat(folderPath)) === null) {
    const parent = await openFolderOf(swap, folderPath);
    const at = parent.at(nameOf(folderPath));
    await swap.disk.makeFolder(at);
    swap.undo.push(() => swap.disk.removeFolder(at));
    await parent.sync();
  }
  const folder = await swap.disk.openFolder(folderPath);
  swap.folders.set(folderPath, folder);
  await checkFolder(folderPath, folder);
  return folder;
}

/** Throws if the open folder is not at `path` any more. */
export async function checkFolder(path: string, folder: Folder): Promise<void> {
  if ((await folder.where()) !== path) throw new Error("its folder leads elsewhere than when the patch was read");
}

/** Writes the new version with mode and owner of `like`, and gives the old one a second name. */
export async function stage(swap: Swap, piece: Piece, like: FileStat | null): Promise<Staged> {
  const folder = await openFolderOf(swap, piece.path);
  const name = nameOf(piece.path);
  const spareOf = (role: "new" | "old"): Spare => {
    const beside = `.assent-${swap.id}-${role}-${name.slice(0, NAME_PART_MAX)}`;
    return { path: `${piece.path.slice(0, -name.length)}${beside}`, at: folder.at(beside), isNeeded: false };
  };
  const staged = { piece, at: folder.at(name), old: spareOf("old") };
  if (piece.after === null) return { ...staged, fresh: null };
  const fresh = spareOf("new");
  await addSpare(swap, fresh);
  const stat = await swap.disk.write(fresh.at, Buffer.from(piece.after), like);
  if (piece.before !== null) {
    await addSpare(swap, staged.old);
    await linkOrCopy(swap.disk, staged.at, staged.old.at);
  }
  return { ...staged, fresh: { ...fresh, stat } };
}

/** So much of a file's name is repeated in those beside it; leaves room below the usual 255 bytes. */
const NAME_PART_MAX = 60;

/** To be called before the file is made, so that half a file goes as well. */
async function addSpare(swap: Swap, spare: Spare): Promise<void> {
  if ((await swap.disk.stat(spare.at)) !== null) throw new Error(`${spare.path} is in the way`);
  swap.spares.push(spare);
  swap.undo.push(() => removeSpare(swap, spare));
}

async function removeSpare(swap: Swap, spare: Spare): Promise<void> {
  if (!spare.isNeeded && (await swap.disk.stat(spare.at)) !== null) await swap.disk.remove(spare.at);
}

/** Some file systems have no second names, and the system may refuse one for another user's file. */
async function linkOrCopy(disk: Disk, from: string, to: string): Promise<void> {
  try {
    await disk.link(from, to);
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    await disk.copy(from, to);
  }
}

function isWithoutLinks(error: unknown): boolean {
  return ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error) ?? "");
}

/** Puts the new version in the place of the old one, or where nothing is. */
export async function put(swap: Swap, { piece, at, fresh, old }: Staged): Promise<void> {
  if (fresh === null) return;
  if (piece.before === null) {
    swap.undo.push(async () => {
      if ((await swap.disk.stat(at))?.identity === fresh.stat.identity) await swap.disk.remove(at);
    });
    await placeNew(swap.disk, fresh.at, at);
    return;
  }
  const original = await swap.disk.stat(at);
  // From here on a failure leaves the old version where it is, until it has its name back.
  old.isNeeded = true;
  swap.undo.push(async () => {
    const now = await swap.disk.stat(at);
    if (now?.identity === fresh.stat.identity) await swap.disk.rename(old.at, at);
    // Somebody else's file stands there: both stay.
    else if (now === null || now.identity !== original?.identity) return;
    old.isNeeded = false;
  });
  await swap.disk.rename(fresh.at, at);
}

/** A link fails where something has appeared meanwhile; a rename would destroy it. */
async function placeNew(disk: Disk, from: string, to: string): Promise<void> {
  try {
    await disk.link(from, to);
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    if ((await disk.stat(to)) !== null) throw new Error("something has appeared there", { cause: error });
    await disk.rename(from, to);
  }
}

/** Takes the file away: it keeps its second name only, until `commit`. */
export async function take(swap: Swap, { piece, at, old }: Staged): Promise<void> {
  if (piece.after !== null) return;
  await addSpare(swap, old);
  old.isNeeded = true;
  swap.undo.push(async () => {
    if ((await swap.disk.stat(old.at)) !== null) await placeNew(swap.disk, old.at, at);
    old.isNeeded = false;
  });
  await swap.disk.rename(at, old.at);
}

/** Removes what is not needed any more. The paths of what could not be removed; never rejects. */
export async function commit(swap: Swap): Promise<readonly string[]> {
  for (const spare of swap.spares) {
    spare.isNeeded = false;
    // What stays is told by `end`.
    await removeSpare(swap, spare).catch(() => undefined);
  }
  return end(swap);
}

/** Undoes all that was done. The paths of what is left beside the changed files; never rejects. */
export async function rollBack(swap: Swap): Promise<readonly string[]> {
  for (const undo of swap.undo.toReversed()) {
    // One step that cannot be undone must not keep the others from it; what stays is told by `end`.
    await undo().catch(() => undefined);
  }
  return end(swap);
}

async function end(swap: Swap): Promise<readonly string[]> {
  const left: string[] = [];
  for (const spare of swap.spares) {
    // What cannot be looked at may be there.
    const stat = await swap.disk.stat(spare.at).catch(() => "unknown" as const);
    if (stat !== null) left.push(spare.path);
  }
  for (const folder of swap.folders.values()) await folder.close().catch(() => undefined);
  return left;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
