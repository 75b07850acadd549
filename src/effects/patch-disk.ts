/** The file operations that patches need; few, so that tests can make each of them fail. */
import { constants, type Stats } from "node:fs";
import * as fs from "node:fs/promises";
import { codeOf } from "./text-file.ts";

/** What tells one file on disk from another, and what a new version of it must keep. */
export type FileStat = {
  readonly kind: "file" | "folder" | "link" | "other";
  /** Device and inode: equal for two names of one file. */
  readonly identity: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
};

/** An open folder: what is done through `at` is done in this very folder, even if its path leads elsewhere by now. */
export interface Folder {
  /** A path for the name in this folder, valid until `close`. */
  at(name: string): string;
  /** Where the folder is now, free of symbolic links. */
  where(): Promise<string>;
  /** Makes renames and removals in it durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** All but `stat` throw what Node throws. */
export interface Disk {
  /** Null if nothing is there; a link is not followed. */
  stat(path: string): Promise<FileStat | null>;
  readLink(path: string): Promise<string>;
  /** All bytes of a regular file that is no link, or "too-large". `forWriting` also needs the right to write. */
  read(
    path: string,
    options: { readonly bytesMax: number; readonly forWriting: boolean },
  ): Promise<Uint8Array | "too-large">;
  /** Creates a file that must not exist, with mode and owner of `like`, and makes its content durable. */
  write(path: string, bytes: Uint8Array, like: FileStat | null): Promise<FileStat>;
  openFolder(path: string): Promise<Folder>;
  link(from: string, to: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
}

async function stat(path: string): Promise<FileStat | null> {
  try {
    return fileStat(await fs.lstat(path));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function fileStat(stats: Stats): FileStat {
  const { dev, ino, mode, uid, gid } = stats;
  return { kind: kindOf(stats), identity: `${dev}:${ino}`, mode: mode & 0o7777, uid, gid };
}

function kindOf(stats: Stats): FileStat["kind"] {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  return stats.isSymbolicLink() ? "link" : "other";
}

/** Flags: a pipe put in the place of the file must not block, and a link must not lead elsewhere. */
const { O_RDONLY, O_RDWR, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY, O_CREAT, O_EXCL, O_WRONLY } = constants;

const read: Disk["read"] = async (path, { bytesMax, forWriting }) => {
  const handle = await fs.open(path, (forWriting ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error("it is no regular file");
    if (stats.size > bytesMax) return "too-large";
    const bytes = await handle.readFile();
    return bytes.length > bytesMax ? "too-large" : bytes;
  } finally {
    await handle.close();
  }
};

const write: Disk["write"] = async (path, bytes, like) => {
  const handle = await fs.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, like === null ? 0o666 : 0o600);
  try {
    await handle.writeFile(bytes);
    if (like !== null) {
      const { uid, gid } = await handle.stat();
      if (uid !== like.uid || gid !== like.gid) await handle.chown(like.uid, like.gid);
      await handle.chmod(like.mode);
    }
    await handle.sync();
    return fileStat(await handle.stat());
  } finally {
    await handle.close();
  }
};

/**
 * On Linux the paths lead through the open descriptor, so that a link swapped in for a parent folder changes nothing.
 * Elsewhere they are plain paths: `where` then tells only what the path leads to at that moment.
 */
async function openFolder(path: string): Promise<Folder> {
  const handle = await fs.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const through = process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : null;
  return {
    at: (name) => `${through ?? path}/${name}`,
    where: () => (through === null ? fs.realpath(path) : fs.readlink(through)),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

export const DISK: Disk = {
  stat,
  read,
  write,
  openFolder,
  readLink: (path) => fs.readlink(path),
  link: (from, to) => fs.link(from, to),
  copy: (from, to) => fs.copyFile(from, to, constants.COPYFILE_EXCL),
  rename: (from, to) => fs.rename(from, to),
  remove: (path) => fs.unlink(path),
  makeFolder: (path) => fs.mkdir(path),
  removeFolder: (path) => fs.rmdir(path),
};
