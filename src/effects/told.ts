/** Remembers for a while what was told of the settings, beside the log. */
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { digest } from "../kit/digest.ts";

/**
 * Those of `keys` that were told within the last `forMs`; the others count as told from now on. What cannot be looked
 * up or kept was not told: then it is told again.
 *
 * @param home assent's own folder, absolute
 */
export function toldBefore(home: string, keys: readonly string[], forMs: number): ReadonlySet<string> {
  const folder = `${home}/assent/told`;
  const now = Date.now();
  const known = keys.filter((key) => isFresh(`${folder}/${digest(key)}`, now, forMs));
  const fresh = keys.filter((key) => !known.includes(key));
  if (fresh.length > 0) keep(folder, fresh, now, forMs);
  return new Set(known);
}

/** A file from the future was told by another clock. */
function isFresh(file: string, now: number, forMs: number): boolean {
  try {
    const age = now - statSync(file).mtimeMs;
    return age >= 0 && age < forMs;
  } catch {
    // It is not there, or out of reach.
    return false;
  }
}

function keep(folder: string, keys: readonly string[], now: number, forMs: number): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (!isFresh(`${folder}/${name}`, now, forMs)) rmSync(`${folder}/${name}`, { force: true });
    }
    for (const key of keys) {
      const file = `${folder}/${digest(key)}`;
      writeFileSync(file, "", { mode: 0o600 });
      utimesSync(file, now / 1000, now / 1000);
    }
  } catch {
    // A full or read-only disk: the same is told again the next time.
  }
}
