/** The environment that commands are started with, before anything of it is withheld. */
import type { Environment } from "../core/permissions/permissions.ts";

/**
 * assent's own, over it what it sets for all commands, and over that what the settings set. Programs are looked up with
 * it too: it may hold another PATH.
 */
export function commandVariables(
  { set }: Environment,
  own?: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return set === undefined && own === undefined ? process.env : { ...process.env, ...own, ...set };
}
