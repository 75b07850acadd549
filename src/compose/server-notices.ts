/** What clients are told of the settings of the folder that the server was started in. */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describeNotice } from "../core/config/notice.ts";
import { countsInFull } from "../core/config/trust.ts";
import { type StartFault, whyNotStarted } from "../engine/host.ts";
import type { Result } from "../kit/result.ts";
import type { Place } from "./place.ts";
import { tellTrust } from "./project-trust.ts";
import { namedRules, rulesHere } from "./rules.ts";

/** What has to be read first waits for this long: the first thread comes before it. */
const LATER_MS = 60;

/** `tell` is given one line at a time. */
export async function startNotices(found: Result<Place, StartFault>, tell: (summary: string) => void): Promise<void> {
  if (!found.ok) {
    tell(`no thread can start: ${whyNotStarted(found.error)}`);
    return;
  }
  for (const notice of found.value.settings.notices) tell(describeNotice(notice));
  await sleep(LATER_MS, null, { ref: false });
  const place = await tellTrust(found.value);
  const trust = place.settings.notices.filter(({ kind }) => kind === "project-cut").map(describeNotice);
  for (const notice of trust.length > 0 ? trust : heldBack(place)) tell(notice);
  const { broken } = await rulesHere(place, namedRules(place, [])).current();
  for (const { file, message } of broken) {
    tell(`${file} is broken, and every command asks until it is mended: ${message}`);
  }
}

/** Whoever keeps files for the project there expects them to count. */
function heldBack({ loaded: { trust, project } }: Place): readonly string[] {
  const folder = project.folders.find((each) => existsSync(`${each}/.codex`));
  if (folder === undefined || countsInFull(trust)) return [];
  const state = trust.marked?.level === "untrusted" ? "is marked as untrusted" : "is not trusted";
  return [`${folder}/.codex only tightens, for ${project.root} ${state}; to look at it: assent trust show`];
}
