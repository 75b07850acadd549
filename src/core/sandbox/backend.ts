/** What can enforce permissions on this machine. */

/** `none` also when a sandbox was found but cannot work; `why` says what to do about it, in one line. */
export type Backend =
  | { readonly kind: "bubblewrap"; readonly program: string }
  | { readonly kind: "none"; readonly why: string };
