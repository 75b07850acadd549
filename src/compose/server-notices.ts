/** What clients are told of the settings of the folder that the server was started in. */
import { existsSync } from "node:fs";
import { describeConfigError } from "../core/config/error.ts";
import { describeNotice } from "../core/config/notice.ts";
import { countsInFull } from "../core/config/trust.ts";
import type { StartFault } from "../engine/host.ts";
import type { Result } from "../kit/result.ts";
import type { Place } from "./place.ts";
import { tellTrust } from "./project-trust.ts";
import { namedRules, rulesHere } from "./rules.ts";

/** One line each. */
export async function startNotices(found: Result<Place, StartFault>): Promise<readonly string[]> {
  if (!found.ok) {
    const { error } = found;
    return [`no thread can start: ${error.kind === "config" ? describeConfigError(error.error) : error.why}`];
  }
  const place = await tellTrust(found.value);
  const told = place.settings.notices.map(describeNotice);
  const { broken } = await rulesHere(place, namedRules(place, [])).current();
  const rules = broken.map(
    ({ file, message }) => `${file} is broken, and every command asks until it is mended: ${message}`,
  );
  const isToldOf = place.settings.notices.some(({ kind }) => kind === "project-cut");
  return [...told, ...rules, ...(isToldOf ? [] : heldBack(place))];
}

/** Whoever keeps files for the project there expects them to count. */
function heldBack({ loaded: { trust, project } }: Place): readonly string[] {
  const folder = project.folders.find((each) => existsSync(`${each}/.codex`));
  if (folder === undefined || countsInFull(trust)) return [];
  const state = trust.marked?.level === "untrusted" ? "is marked as untrusted" : "is not trusted";
  return [`${folder}/.codex only tightens, for ${project.root} ${state}; to look at it: assent trust show`];
}
