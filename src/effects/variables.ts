/** The environment that commands are started with, before anything of it is withheld. */
import type { Environment } from "../core/permissions/permissions.ts";

/** assent's own, and over it what the settings set. Programs are looked up with it too: it may hold another PATH. */
export function commandVariables({ set }: Environment): Readonly<Record<string, string | undefined>> {
  return set === undefined ? process.env : { ...process.env, ...set };
}
