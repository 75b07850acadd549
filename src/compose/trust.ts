/** `assent trust` on this machine. */
import { homedir } from "node:os";
import type { ProjectView, TrustAnswer } from "../core/config/trust-view.ts";
import { findHome } from "../effects/home.ts";
import { ok } from "../kit/result.ts";
import { trust, type TrustIo } from "../surfaces/cli/trust.ts";
import { personAt } from "./person.ts";
import { findPlace, NOTHING_TYPED } from "./place.ts";
import { keepAnswer, viewOf } from "./project-trust.ts";
import { asProcess } from "./process.ts";
import { error, hasColour, out } from "./streams.ts";

export function trustCommand(args: readonly string[]): Promise<number> {
  return asProcess((signal) =>
    trust(args, { look, ask: (view) => ask(view, signal), keep, forget, out, error, colour: hasColour }),
  );
}

const look: TrustIo["look"] = async (folder) => {
  const place = await findPlace({ ...NOTHING_TYPED, cwd: folder });
  return place.ok ? ok(await viewOf(place.value.loaded)) : place;
};

async function ask(view: ProjectView, signal: AbortSignal): Promise<TrustAnswer | null> {
  const person = await personAt(await homeHere())();
  return person === null ? null : person.askTrust(view, signal);
}

const keep: TrustIo["keep"] = async (view, answer) => keepAnswer(await homeHere(), view, answer);

/** The marks first: a record without one counts for nothing, a mark without one for whatever is there. */
const forget: TrustIo["forget"] = async ({ project }) => {
  const home = await homeHere();
  const { changeTrust, markProject } = await import("../effects/trust-write.ts");
  await markProject({ home, userHome: homedir() }, project, null);
  const after = await look(project.folders.at(-1) ?? project.root);
  if (after.ok && after.value.trust.marked?.level !== "trusted") await changeTrust(home, project.root, () => null);
};

/** It was found before, when the project was looked at. */
async function homeHere(): Promise<string> {
  const home = await findHome(process.env, homedir());
  if (!home.ok) throw new Error("assent's home is gone");
  return home.value;
}
