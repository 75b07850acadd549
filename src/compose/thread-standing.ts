/** What holds in a thread from one model request to the next, as the settings say it. */
import { homedir } from "node:os";
import type { ModelItem } from "../core/agent/model-item.ts";
import { environmentText, type Grounds, INSTRUCTIONS, permissionsText } from "../core/agent/instructions.ts";
import { printPattern } from "../core/approval/describe.ts";
import { valueAt } from "../core/config/tables.ts";
import { permissionsOf } from "../core/permissions/permissions.ts";
import { findProvider, OPENAI } from "../effects/model/provider.ts";
import { responsesModel } from "../effects/model/responses.ts";
import { personsShell } from "../effects/shells.ts";
import type { ThreadSettings } from "../engine/agent/thread.ts";
import type { ThreadOptions } from "../engine/agent/host.ts";
import type { Standing, ToolFeatures } from "../engine/agent/thread-ports.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { VERSION } from "../version.ts";
import type { Place } from "./place.ts";
import type { ThreadPlace } from "./thread-place.ts";
import { chosenIn } from "./thread-wish.ts";
import type { Ground } from "./engine-ports.ts";

/** Where the settings name none. As in Codex. */
export const USUAL_MODEL = "gpt-5.5";

type Words = Pick<ThreadOptions, "baseInstructions" | "developerInstructions" | "originator">;

/** @param ground what holds when it is asked: an answer may have opened a folder meanwhile */
export function standingFor(
  { place, wish }: Pick<ThreadPlace, "place" | "wish">,
  ground: () => Ground,
  words: Words,
): Result<Standing, string> {
  const settings = settingsOf(place);
  const provider = findProvider(settings.modelProvider, place.settings.modelProviders);
  if (!provider.ok) return err(provider.error);
  const model = responsesModel({
    name: settings.modelProvider,
    provider: provider.value,
    variables: process.env,
    home: place.home,
    client: { originator: words.originator, version: VERSION },
  });
  const features = featuresOf(place);
  const shell = personsShell(process.env);
  const developer = words.developerInstructions ?? textAt(place, ["developer_instructions"]);
  return ok({
    settings,
    chosen: chosenIn(wish),
    model,
    shell,
    features,
    skillFolders: skillFolders(place),
    instructions: words.baseInstructions ?? INSTRUCTIONS,
    told: () => told({ settings, shell, features, developer }, ground()),
  });
}

export function settingsOf({ cwd, settings, ...place }: Omit<Place, "home">): ThreadSettings {
  const { approvalPolicy, sandboxMode, reviewer } = settings;
  return {
    cwd,
    approvalPolicy,
    sandboxMode,
    reviewer,
    workspaceWrite: settings.workspaceWrite,
    model: settings.model ?? USUAL_MODEL,
    modelProvider: settings.modelProvider ?? OPENAI,
    effort: textAt(place, ["model_reasoning_effort"]),
    summary: textAt(place, ["model_reasoning_summary"]),
  };
}

/** The person's own, and the project's. As in Codex. */
function skillFolders({ home, cwd, loaded }: Place): readonly string[] {
  const { root } = loaded.project;
  return [
    `${home}/skills`,
    `${homedir()}/.agents/skills`,
    ...[...new Set([cwd, root])].flatMap((folder) => [`${folder}/.agents/skills`, `${folder}/.codex/skills`]),
  ];
}

/** Of the strongest source that says so; a project has no say in these. */
function valueOf({ loaded }: Pick<Place, "loaded">, path: readonly string[]): unknown {
  for (const { name, table } of loaded.layers) {
    const value = name === "project" ? undefined : valueAt(table, path);
    if (value !== undefined) return value;
  }
  return undefined;
}

function textAt(place: Pick<Place, "loaded">, path: readonly string[]): string | null {
  const value = valueOf(place, path);
  return typeof value === "string" && value !== "" ? value : null;
}

function featuresOf(place: Pick<Place, "loaded">): ToolFeatures {
  return {
    additionalPermissions: valueOf(place, ["features", "exec_permission_approvals"]) === true,
    requestPermissions: valueOf(place, ["features", "request_permissions_tool"]) === true,
    asksUser: valueOf(place, ["features", "default_mode_request_user_input"]) === true,
  };
}

type Told = {
  readonly settings: ThreadSettings;
  readonly shell: string;
  readonly features: ToolFeatures;
  readonly developer: string | null;
};

async function told({ settings, shell, features, developer }: Told, ground: Ground): Promise<readonly ModelItem[]> {
  const { sandboxMode, approvalPolicy, reviewer, cwd } = settings;
  const rules = await ground.rules.current();
  const box = permissionsOf(sandboxMode, ground.workspace);
  const grounds: Grounds = {
    cwd,
    shell,
    approvalPolicy,
    reviewer,
    sandboxMode,
    roots: box.kind === "restricted" ? box.writable.map(({ path }) => path) : [],
    hasNetwork: box.kind === "unrestricted" || box.network === "open",
    allowed: rules.prefixes.rules.flatMap(({ decision, pattern }) =>
      decision === "allow" ? [printPattern(pattern)] : [],
    ),
    canAskForPermissions: features.additionalPermissions || features.requestPermissions,
  };
  return [
    message("developer", permissionsText(grounds)),
    ...(developer === null ? [] : [message("developer", developer)]),
    message("user", environmentText(grounds)),
  ];
}

function message(role: string, text: string): ModelItem {
  return { type: "message", role, content: [{ type: "input_text", text }] };
}
