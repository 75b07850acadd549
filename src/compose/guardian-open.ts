/** Makes the automatic reviewer out of its parts, once the first review is wanted. */
import type { Settings } from "../core/config/settings.ts";
import { checkAction } from "../core/review/check-action.ts";
import type { Background } from "../core/review/subject.ts";
import { readRunFiles } from "../effects/review/run-files.ts";
import { wake } from "../effects/wake.ts";
import { findProvider, OPENAI } from "../effects/model/provider.ts";
import { responsesModel } from "../effects/model/responses.ts";
import { makeGuardian } from "../engine/review/guardian.ts";
import type { Reviewer } from "../engine/ports.ts";
import type { NamedModel } from "../engine/review/ports.ts";
import { ok, type Result } from "../kit/result.ts";
import { VERSION } from "../version.ts";
import type { Standing } from "./engine-ports.ts";
import { lookingFor, mayLookAt } from "./guardian-look.ts";
import { USUAL_MODEL } from "./thread-standing.ts";

/** What of the settings reviews depend on. */
export type ReviewSettings = Pick<
  Settings,
  "autoReview" | "model" | "modelProvider" | "modelProviders" | "approvalPolicy" | "sandboxMode"
>;

/** Settings may change while it lives: they are asked for at each review. */
export type GuardianWanted = {
  /** The thread's id, or the name of the session's log: all of its reviews are one conversation to the endpoint. */
  readonly thread: string;
  /** assent's own folder, absolute. */
  readonly home: string;
  /** Who asks, for the endpoint's log: "assent_exec". */
  readonly originator: string;
  readonly settings: () => ReviewSettings;
  /** What went before in the thread; `NO_BACKGROUND` where nobody said anything. */
  readonly background: () => Background;
  readonly standing: Standing;
};

export interface Guardian extends Reviewer {
  /** Closes what its look-ups left open; it is not asked any more. */
  close(): Promise<void>;
}

export function openGuardian(wanted: GuardianWanted): Guardian {
  const { look, close } = lookingFor(wanted);
  const reviewer = makeGuardian({
    now: () => Date.now(),
    wake,
    check: checkAction,
    standing: () => {
      const { autoReview, approvalPolicy, sandboxMode } = wanted.settings();
      return { settings: autoReview, approvalPolicy, sandboxMode };
    },
    background: wanted.background,
    model: () => modelOf(wanted),
    conversation: `${wanted.thread}-guardian`,
    runFiles: async (paths) => readRunFiles(paths, (path) => mayLookAt(path, wanted.standing.ground)),
    look,
  });
  return { ...reviewer, close };
}

/** The agent's own, or what `[auto_review]` names in its place. */
function modelOf({ settings, home, originator }: GuardianWanted): Result<NamedModel, string> {
  const { autoReview, model, modelProvider, modelProviders } = settings();
  const name = autoReview.provider ?? modelProvider ?? OPENAI;
  const provider = findProvider(name, modelProviders);
  if (!provider.ok) return provider;
  const client = { originator, version: VERSION };
  const access = { name, provider: provider.value, variables: process.env, home, client };
  const named = autoReview.model.kind === "named" ? autoReview.model.name : (model ?? USUAL_MODEL);
  return ok({ model: responsesModel(access), name: named });
}
