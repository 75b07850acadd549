/** All rows, by the program's name. */
import type { Row } from "./row.ts";
import { ARCHIVES } from "./rows/archives.ts";
import { COMPARING } from "./rows/comparing.ts";
import { BUILDS, EDITORS } from "./rows/builds.ts";
import { INTERPRETERS } from "./rows/interpreters.ts";
import { DELETING } from "./rows/deleting.ts";
import { FILES } from "./rows/files.ts";
import { GIT } from "./rows/git.ts";
import { PACKAGES } from "./rows/packages.ts";
import { INSPECTING } from "./rows/inspecting.ts";
import { MACHINE } from "./rows/machine.ts";
import { NETWORK } from "./rows/network.ts";
import { REMOTE } from "./rows/remote.ts";
import { PRINTING } from "./rows/printing.ts";
import { QUERYING } from "./rows/querying.ts";
import { SEARCHING } from "./rows/searching.ts";
import { TEXT } from "./rows/text.ts";
import { TRANSFER } from "./rows/transfer.ts";
import { WRAPPING } from "./rows/wrapping.ts";
import { CLOUD } from "./rows/cloud.ts";
import { HOSTING } from "./rows/hosting.ts";
import { FORGES } from "./rows/forges.ts";
import { DATABASES } from "./rows/databases.ts";
import { CONTAINERS } from "./rows/containers.ts";
import { INSTALLING } from "./rows/installing.ts";
import { SERVICES } from "./rows/services.ts";
import { ADMINISTRATION } from "./rows/administration.ts";
import { PROCESSES } from "./rows/processes.ts";
import { PRIVILEGE } from "./rows/privilege.ts";
import { AGENTS } from "./rows/agents.ts";
import { KEYS } from "./rows/keys.ts";

const FAMILIES: readonly (readonly Row[])[] = [
  SEARCHING,
  TEXT,
  COMPARING,
  QUERYING,
  PRINTING,
  FILES,
  ARCHIVES,
  INSPECTING,
  MACHINE,
  WRAPPING,
  DELETING,
  GIT,
  PACKAGES,
  BUILDS,
  INTERPRETERS,
  EDITORS,
  TRANSFER,
  NETWORK,
  REMOTE,
  CLOUD,
  HOSTING,
  FORGES,
  DATABASES,
  CONTAINERS,
  INSTALLING,
  SERVICES,
  ADMINISTRATION,
  PROCESSES,
  PRIVILEGE,
  AGENTS,
  KEYS,
];

/** In the order in which `docs/commands.md` shows them. */
export const ROWS: readonly Row[] = FAMILIES.flat();

const byName = new Map(ROWS.flatMap((row) => row.names.map((name) => [name, row] as const)));

/** @param name without its folder */
export function rowFor(name: string): Row | undefined {
  return byName.get(name);
}
