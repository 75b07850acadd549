/** Requests about accounts, models and what else a client lists before it starts. */
import type { JsonObject } from "../../kit/json.ts";
import { answer, refuse } from "./answer.ts";
import type { Methods } from "./method.ts";

/** Nobody logs in to assent: a key comes from the environment or from Codex's own file. */
const NO_LOGIN = "assent logs nobody in: set the key that your model provider names in the environment (env_key)";
const NO_ACCOUNT = "codex account authentication required: assent knows API keys only";

export const ABOUT_METHODS: Methods = {
  "account/read": async (_params, { server }) => {
    const account = (await server.ports.machine.hasApiKey()) ? { type: "apiKey" } : null;
    return answer({ account, userId: null, requiresOpenaiAuth: false, workspaceRouting: null });
  },
  getAuthStatus: async (_params, { server }) => {
    const authMethod = (await server.ports.machine.hasApiKey()) ? "apikey" : null;
    return answer({ authMethod, authToken: null, requiresOpenaiAuth: false });
  },
  "account/login/start": () => refuse(NO_LOGIN),
  "account/login/cancel": () => refuse(NO_LOGIN),
  "account/logout": () => refuse(NO_LOGIN),
  "account/rateLimits/read": () => refuse(NO_ACCOUNT),

  "model/list": async (_params, { server }) => {
    const { machine } = server.ports;
    const settings = await machine.settings(null);
    const named = settings.ok ? settings.value.loaded.settings.model : null;
    return answer({ data: [showModel(named ?? (await machine.usualModel()))], nextCursor: null });
  },
  "modelProvider/capabilities/read": () => answer({ imageGeneration: false, webSearch: false }),

  "skills/list": ({ cwds }) => answer({ data: (cwds ?? []).map((cwd) => ({ cwd, skills: [], errors: [] })) }),
  "hooks/list": ({ cwds }) =>
    answer({ data: (cwds ?? []).map((cwd) => ({ cwd, hooks: [], warnings: [], errors: [] })) }),
  "app/list": () => answer({ data: [], nextCursor: null }),
  "experimentalFeature/list": () => answer({ data: [], nextCursor: null }),
  "collaborationMode/list": () =>
    answer({ data: [{ name: "Default", mode: "default", model: null, reasoning_effort: null }] }),
};

/** What is known of the model that threads have here: nothing but its name. */
function showModel(model: string): JsonObject {
  return {
    id: model,
    model,
    upgrade: null,
    upgradeInfo: null,
    availabilityNux: null,
    displayName: model,
    description: "the model that threads have here unless a client names another one",
    modelSpecialty: null,
    hidden: false,
    supportedReasoningEfforts: EFFORTS.map((reasoningEffort) => ({ reasoningEffort, description: reasoningEffort })),
    defaultReasoningEffort: "medium",
    inputModalities: ["text", "image"],
    supportsPersonality: false,
    multiAgentVersion: null,
    additionalSpeedTiers: [],
    serviceTiers: [],
    defaultServiceTier: null,
    availableAccessPrograms: null,
    isDefault: true,
  };
}

const EFFORTS = ["low", "medium", "high"];
