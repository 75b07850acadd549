/** Which family of programs speaks for a program's name. */
import type { Families, Family } from "./seen.ts";
import { BUILDS } from "./deeds-builds.ts";
import { CLOUD } from "./deeds-cloud.ts";
import { CLUSTER } from "./deeds-cluster.ts";
import { CONTAINERS } from "./deeds-containers.ts";
import { DATA } from "./deeds-data.ts";
import { FILES } from "./deeds-files.ts";
import { FORGES } from "./deeds-forges.ts";
import { GIT } from "./deeds-git.ts";
import { MANAGERS } from "./deeds-managers.ts";
import { PACKAGES } from "./deeds-packages.ts";
import { SYSTEM } from "./deeds-system.ts";
import { TOOLS } from "./deeds-tools.ts";
import { TRANSFER } from "./deeds-transfer.ts";

const ALL: Families = {
  ...GIT,
  ...BUILDS,
  ...PACKAGES,
  ...MANAGERS,
  ...CLOUD,
  ...CLUSTER,
  ...CONTAINERS,
  ...DATA,
  ...FORGES,
  ...TRANSFER,
  ...SYSTEM,
  ...FILES,
  ...TOOLS,
};

const byName: ReadonlyMap<string, Family> = new Map(
  Object.entries(ALL).flatMap(([names, family]) => names.split(" ").map((name) => [name, family] as const)),
);

/** @param name of the program without its folder */
export function familyOf(name: string): Family | undefined {
  return byName.get(name);
}
