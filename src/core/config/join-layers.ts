/** The settings in force: defaults, then each layer over the weaker ones. */
import { err, ok, type Result } from "../../kit/result.ts";
import { unsaidIn, wholeOf } from "./approval-policy.ts";
import { chooseProfile, type Chosen, joinByName } from "./choose-profile.ts";
import type { ConfigError } from "./error.ts";
import { joinProviders } from "./models.ts";
import { refine } from "./refine.ts";
import { environmentOf, joinEnvironments, NO_ENVIRONMENT } from "./refinement-keys.ts";
import { autoReviewOf, joinAutoReview } from "./review-terms.ts";
import { joinServers, serversOf } from "./servers.ts";
import type { Notice } from "./notice.ts";
import { DEFAULT_SETTINGS, DEFAULT_WORKSPACE_WRITE, type Layer, type Settings } from "./settings.ts";
import { narrowed, workspaceProfile } from "./workspace-profile.ts";

/**
 * The settings that result from `layers`. Lists are replaced, not joined, as in Codex.
 *
 * @param layers weakest first
 * @param defaults what holds where no layer says anything; over the defaults of assent
 */
export function settingsOf(layers: readonly Layer[], defaults: Layer = {}): Result<Settings, ConfigError> {
  const all = layers.reduce(joinLayers, defaults);
  const chosen = chooseProfile(layers, defaults.sandboxMode ?? DEFAULT_SETTINGS.sandboxMode);
  if (!chosen.ok) return chosen;
  const { by, sandboxMode, isNarrowed } = chosen.value;
  const workspaceWrite = { ...DEFAULT_WORKSPACE_WRITE, ...all.workspaceWrite };
  const { refinement, limits, isCut } = refine(layers, isNarrowed && sandboxMode === "read-only");
  if (all.granular !== undefined) return err(unsaid(all.granular));
  const approvalPolicy = all.approvalPolicy ?? DEFAULT_SETTINGS.approvalPolicy;
  const isMode = by !== "profile" && sandboxMode === "workspace-write";
  const profile = isMode ? workspaceProfile(workspaceWrite, all) : narrowed(chosen.value.profile, workspaceWrite);
  const servers = serversOf(all.mcpServers ?? new Map());
  if (!servers.ok) return servers;
  return ok({
    model: all.model ?? DEFAULT_SETTINGS.model,
    modelProvider: all.modelProvider ?? DEFAULT_SETTINGS.modelProvider,
    modelProviders: all.modelProviders ?? DEFAULT_SETTINGS.modelProviders,
    mcpServers: servers.value,
    approvalPolicy,
    sandboxMode,
    workspaceWrite,
    allowRuns: all.allowRuns ?? DEFAULT_SETTINGS.allowRuns,
    reviewer: all.reviewer ?? DEFAULT_SETTINGS.reviewer,
    autoReview: autoReviewOf(all.autoReview ?? {}),
    smartApprovals: all.smartApprovals ?? DEFAULT_SETTINGS.smartApprovals,
    userRules: all.userRules ?? DEFAULT_SETTINGS.userRules,
    sandbox: {
      profile: { ...profile, isProxied: (by === "profile" || isMode) && all.networkProxy === true },
      refinement,
      environment: environmentOf(all.environment ?? NO_ENVIRONMENT),
      withholdsValues: all.environment?.defaults !== false,
      limits: { ...DEFAULT_SETTINGS.sandbox.limits, ...limits },
      keyStores: {
        deny: all.keyStores?.deny ?? true,
        add: all.keyStores?.add ?? [],
        allow: all.keyStores?.allow ?? [],
      },
      required: DEFAULT_SETTINGS.sandbox.required,
    },
    notices: [...(all.notices ?? []), ...noticesOf({ approvalPolicy, workspaceWrite }, chosen.value, isCut)],
  });
}

/** What two sources of one strength set, or a stronger one over a weaker one; profiles and lists are looked at later. */
function joinLayers(weaker: Layer, own: Layer): Layer {
  const environment = joinEnvironments(weaker.environment ?? NO_ENVIRONMENT, own.environment ?? NO_ENVIRONMENT);
  const { approvalPolicy: _policy, granular: _part, ...others } = weaker;
  const { granular: _own, ...said } = own;
  return {
    ...others,
    ...said,
    ...policyOver(weaker, own),
    workspaceWrite: { ...weaker.workspaceWrite, ...own.workspaceWrite },
    environment,
    autoReview: joinAutoReview(weaker.autoReview ?? {}, own.autoReview ?? {}),
    keyStores: {
      deny: own.keyStores?.deny ?? weaker.keyStores?.deny ?? null,
      add: own.keyStores?.add ?? weaker.keyStores?.add ?? null,
      allow: own.keyStores?.allow ?? weaker.keyStores?.allow ?? null,
    },
    modelProviders: joinProviders(weaker.modelProviders ?? new Map(), own.modelProviders ?? new Map()),
    mcpServers: joinServers(weaker.mcpServers ?? new Map(), own.mcpServers ?? new Map()),
    notices: [...(weaker.notices ?? []), ...(own.notices ?? [])],
  };
}

type Policy = Pick<Layer, "approvalPolicy" | "granular">;

/** Categories are joined one by one, as in Codex; a policy by name takes the place of all. */
function policyOver(weaker: Layer, { approvalPolicy, granular }: Layer): Policy {
  if (approvalPolicy !== undefined) return { approvalPolicy };
  if (granular === undefined) return policyIn(weaker);
  const below = typeof weaker.approvalPolicy === "object" ? weaker.approvalPolicy.granular : weaker.granular?.part;
  const part = { ...below, ...granular.part };
  const whole = wholeOf(part);
  return whole === null ? { granular: { part, place: granular.place } } : { approvalPolicy: whole };
}

function policyIn({ approvalPolicy, granular }: Layer): Policy {
  if (approvalPolicy !== undefined) return { approvalPolicy };
  return granular === undefined ? {} : { granular };
}

function unsaid({ part, place }: NonNullable<Layer["granular"]>): ConfigError {
  const key = `approval_policy.granular.${unsaidIn(part) ?? ""}`;
  return { kind: "bad-value", place, key, found: "not there", expected: "true or false" };
}

/** Several `-c` make one source, the later ones over the earlier. */
export function oneSource(layers: readonly Layer[]): Layer {
  return layers.reduce((weaker, own) => {
    const [a, b] = [weaker.profiles, own.profiles];
    const profiles = a === undefined || b === undefined ? (b ?? a) : { ...b, byName: joinByName(a.byName, b.byName) };
    return {
      ...joinLayers(weaker, own),
      ...(profiles === undefined ? {} : { profiles }),
      refinement: { ...weaker.refinement, ...own.refinement },
      limits: { ...weaker.limits, ...own.limits },
    };
  }, {});
}

function noticesOf(
  { approvalPolicy, workspaceWrite }: Pick<Settings, "approvalPolicy" | "workspaceWrite">,
  { by, unused }: Pick<Chosen, "by" | "unused">,
  isCut: boolean,
): readonly Notice[] {
  const notices: Notice[] = approvalPolicy === "on-failure" ? [{ kind: "on-failure-deprecated" }] : [];
  const opens = workspaceWrite.networkAccess || workspaceWrite.writableRoots.length > 0;
  if (unused !== null) notices.push({ kind: "profile-unused", name: unused });
  if (by === "profile" && opens) notices.push({ kind: "workspace-write-unused" });
  if (isCut) notices.push({ kind: "opens-unused" });
  return notices;
}
