/** What is true of the world for one action; gathered once, before judging, and all that later steps read. */
import type { FileChange } from "../patch/change.ts";
import type { Workspace } from "../permissions/permissions.ts";

/** What can enforce permissions on this machine; `none` also when a sandbox was found but cannot work. */
export type Backend =
  | { readonly kind: "bubblewrap"; readonly program: string }
  | { readonly kind: "none"; readonly why: string };

/** A file that a patch touches, as it will be. `path` is absolute with symbolic links resolved. */
export type Target = { readonly path: string; readonly change: FileChange };

export type Facts = {
  readonly backend: Backend;
  readonly workspace: Workspace;
  /** For a patch: all files it touches, or why it cannot be applied. Empty for other actions. */
  readonly patch:
    | { readonly kind: "targets"; readonly targets: readonly Target[] }
    | { readonly kind: "broken"; readonly why: string }
    | null;
};
