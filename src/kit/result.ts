/** A value or the reason why there is none; for what may go wrong in ordinary use. */

export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** What was thrown, in its own words; not escaped. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
