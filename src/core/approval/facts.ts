/** What is true of the world for one action; gathered once, before judging. */
import type { FileChange } from "../patch/change.ts";
import type { Workspace } from "../permissions/permissions.ts";
import type { Planted } from "./requirement.ts";
import type { Backend } from "../sandbox/backend.ts";

/** A file that a patch touches, as it will be. `path` is absolute with symbolic links resolved. */
export type Target = { readonly path: string; readonly change: FileChange };

export type Facts = {
  readonly backend: Backend;
  readonly workspace: Workspace;
  /** Programs of a command that are not what their bare names say; empty for other actions. */
  readonly planted: readonly Planted[];
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
  /** Why assent itself ended it; null where it ended by itself. */
  readonly stopped: "timeout" | "cancelled" | null;
  /** The evidence where the failure looks like the sandbox's. */
  readonly denied: string | null;
  /** Kept only where the caller asked for it. */
  readonly output: string | null;
};

/** How an action that was carried out ended. */
export type Ran =
  | ({ readonly kind: "ended" } & Ended)
  /** Nothing ran: the sandbox could not be built, the program was not found, the patch could not be written. */
  | { readonly kind: "not-started"; readonly fault: "sandbox" | "program" | "patch"; readonly why: string };
