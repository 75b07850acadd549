/** Makes the automatic reviewer out of its parts, once the first review is wanted. */
import { wake } from "../effects/wake.ts";
import { findProvider, OPENAI } from "../effects/model/provider.ts";
import { responsesModel } from "../effects/model/responses.ts";
import { makeGuardian } from "../engine/review/guardian.ts";
import type { NamedModel } from "../engine/review/ports.ts";
import { ok, type Result } from "../kit/result.ts";
import { VERSION } from "../version.ts";
import type { Guardian, GuardianWanted } from "./guardian.ts";
import { USUAL_MODEL } from "./thread-standing.ts";

export function openGuardian(wanted: GuardianWanted): Guardian {
  const reviewer = makeGuardian({
    now: () => Date.now(),
    wake,
    check: () => {
      throw new Error("no checks yet");
    },
    settings: () => wanted.settings().autoReview,
    background: wanted.background,
    model: () => modelOf(wanted),
    conversation: `${wanted.thread}-guardian`,
  });
  return { ...reviewer, close: () => Promise.resolve() };
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
