/** Which family of programs speaks for a program's name. */
import type { Families, Family } from "./seen.ts";
import { BUILDS } from "./deeds-builds.ts";
import { GIT } from "./deeds-git.ts";
import { PACKAGES } from "./deeds-packages.ts";

const ALL: Families = { ...GIT, ...BUILDS, ...PACKAGES };

const byName: ReadonlyMap<string, Family> = new Map(
  Object.entries(ALL).flatMap(([names, family]) => names.split(" ").map((name) => [name, family] as const)),
);

/** @param name of the program without its folder */
export function familyOf(name: string): Family | undefined {
  return byName.get(name);
}
