/** What a patch does to one file; whole contents, so that applying it is one rename. */

/** Text of a file; bytes that are no UTF-8 make the patch fail before anything is written. */
export type FileChange =
  | { readonly kind: "create"; readonly path: string; readonly after: string }
  | { readonly kind: "edit"; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: "delete"; readonly path: string; readonly before: string }
  /** Moves and, where `before` and `after` differ, edits. `path` is the old place. */
  | {
      readonly kind: "rename";
      readonly path: string;
      readonly to: string;
      readonly before: string;
      readonly after: string;
    };
