/** What is true of the world for one action; gathered once, before judging. */
import type { Json } from "../../kit/json.ts";
import type { FileChange } from "../patch/change.ts";
import type { Workspace } from "../permissions/permissions.ts";
import type { Backend } from "../sandbox/backend.ts";
import type { Denial } from "../sandbox/denial.ts";
import type { Taken } from "../sandbox/left-behind.ts";

/** A file that a patch touches, as it will be. `path` is absolute with symbolic links resolved. */
export type Target = { readonly path: string; readonly change: FileChange };

/** What tells one file from another, and from itself after a change. Numbers as `stat` gives them. */
export type FileIdentity = {
  readonly device: number;
  readonly inode: number;
  /** Bytes. */
  readonly size: number;
  readonly modifiedMs: number;
  /** When anything about the file changed, which its owner cannot set back. */
  readonly changedMs: number;
  /** SHA-256 in hex. Null for files over 4 MiB and for those that only the system's owner may change. */
  readonly digest: string | null;
};

/** What a word in the place of a program would start, or what a `#!` line of such a program names. */
export type Program = {
  /** The word. */
  readonly name: string;
  /** Absolute, links resolved; null where nothing is found that could be started. */
  readonly path: string | null;
  /**
   * True where commands in the sandbox may decide what runs: the file, a link to it or what its `#!` line names lies
   * in a writable root; also where this could not be told.
   */
  readonly writable: boolean;
  readonly identity: FileIdentity | null;
};

/** A program as it was when a command was judged. */
export type BoundProgram = Pick<Program, "name" | "path" | "identity">;

/** What deleting a path would lose, with all that is in it. */
export type Loss = {
  /** As it was asked about. */
  readonly path: string;
  /** `restorable`: git or a build can give it back. `unclear`: it could not be told, or there is too much of it. */
  readonly kind: "absent" | "restorable" | "lost" | "unclear";
  /** Plain words, unescaped: "src/a.ts is in no commit". */
  readonly why: string;
};

/** A path that leads elsewhere through symbolic links. */
export type Link = {
  /** As it was asked about. */
  readonly path: string;
  /** Absolute; what does not exist yet is kept as it is named. Null where it cannot be told. */
  readonly real: string | null;
};

/** What git is led by where it is started in a folder. */
export type Repository = {
  /** As it was asked about. */
  readonly folder: string;
  /**
   * Names of settings, hooks and submodules that run something or lead elsewhere, unescaped. Null where it cannot be
   * told, also where there is no repository.
   */
  readonly runs: readonly string[] | null;
  /** Names of its remotes. */
  readonly remotes: readonly string[];
  /**
   * The top of its work tree, absolute, links resolved; null where its folders are not laid out as git does it, so that
   * they cannot be opened for local steps.
   */
  readonly top: string | null;
  /** Those of `runs` that are submodules, or speak of them, in which git runs nothing but itself. */
  readonly submodules: readonly string[];
  /** `.git` folders and files below `top` by which git may run something; absolute. */
  readonly nested: readonly string[];
  /** Names of its local branches; empty where they were not found. */
  readonly branches: readonly string[];
};

/** The file of a program that is about to start. */
export type ProgramFile = {
  /** Absolute, links resolved; null where it cannot be found from outside the sandbox. */
  readonly real: string | null;
  /** True where commands in the sandbox can make nothing else of the path. */
  readonly isSteady: boolean;
  /** The words of its `#!` line; empty where there is none. */
  readonly interpreter: readonly string[];
  /** Absolute: the program of the system that it is a copy of; null where none is known. */
  readonly copyOf: string | null;
};

export type Facts = {
  readonly backend: Backend;
  /** True where each program that starts in a sandbox is asked about as an action of its own. */
  readonly isSupervised: boolean;
  /** For a program that is about to start; null for other actions. */
  readonly file: ProgramFile | null;
  readonly workspace: Workspace;
  /** The person's home folder, absolute. */
  readonly home: string;
  /** False where the folder to run in does not exist or is out of reach: what the words lead to is not known then. */
  readonly hasFolder: boolean;
  /** Where the folder to run in really is; null where it cannot be told. Left out for what runs in none. */
  readonly folder?: string | null;
  /** What the command's words would start, and the programs behind them; empty for other actions. */
  readonly programs: readonly Program[];
  /** Tells the files that the command would run or take commands from, as they are, from others. Left out for other actions. */
  readonly scripts?: readonly string[];
  /** What the command's deletions would lose; empty for other actions. */
  readonly losses: readonly Loss[];
  /** Paths among the command's words that lead elsewhere; empty for other actions. */
  readonly links: readonly Link[];
  /** For each folder in which the command would start git; empty for other actions. */
  readonly repositories: readonly Repository[];
  /** For a patch: all files it touches, or why it cannot be applied. Empty for other actions. */
  readonly patch:
    | { readonly kind: "targets"; readonly targets: readonly Target[] }
    | { readonly kind: "broken"; readonly why: string }
    | null;
};

/** The end of what was carried out. */
export type Ended = {
  /** As a shell gives it: the exit code, or 128 plus the signal's number; 0 for a patch. */
  readonly status: number;
  /** Why assent itself ended it; null where it ended by itself. `fault`: its sandbox was no longer supervised. */
  readonly stopped: "timeout" | "cancelled" | "fault" | null;
  /** Where it failed: what the sandbox stopped, or a guess that it did. */
  readonly denied: Denial | null;
  /** What the command had left behind and was taken away, for it would run or lead elsewhere later. */
  readonly taken: readonly Taken[];
  /** Kept only where the caller asked for it. */
  readonly output: string | null;
  /** What a tool gave back; left out for all else. */
  readonly result?: ToolResult;
};

/** As the Model Context Protocol has it. */
export type ToolResult = {
  readonly content: readonly Json[];
  readonly structured: Json | null;
  readonly isError: boolean;
};

/** How an action that was carried out ended. */
export type Ran =
  | ({ readonly kind: "ended" } & Ended)
  /** Nothing ran: the sandbox could not be built, the program was not found, the patch could not be written. */
  | { readonly kind: "not-started"; readonly fault: "sandbox" | "program" | "patch"; readonly why: string };
