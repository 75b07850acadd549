/** What administrators require, as clients read it; rules are not told. */
import type { Requirements, Stated } from "../../core/config/requirements.ts";
import { canonical, type Json, type JsonObject } from "../../kit/json.ts";
import { showPolicy } from "./show-settings.ts";

/** Null where nothing is required. */
export function showRequirements(requirements: Requirements): Json {
  if (requirements.sources.length === 0) return null;
  return {
    ...Object.fromEntries(OPEN.map((name) => [name, null])),
    allowedApprovalPolicies: inAll(requirements.policies, showPolicy),
    allowedApprovalsReviewers: inAll(requirements.reviewers, (reviewer) => reviewer),
    allowedSandboxModes: inAll(requirements.modes, (mode) => mode),
    allowedPermissionProfiles: profilesIn(requirements),
    defaultPermissions: requirements.defaultProfiles[0]?.value.name ?? null,
    network: networkIn(requirements),
    autoReview: reviewsIn(requirements),
  };
}

/** Whatever must stand in every list; null without one. */
function inAll<T>(lists: readonly Stated<readonly T[]>[], show: (value: T) => Json): Json {
  const [first, ...others] = lists.map(({ value }) => value.map(show));
  if (first === undefined) return null;
  return first.filter((each) => others.every((other) => other.some((one) => canonical(one) === canonical(each))));
}

function profilesIn({ profiles }: Requirements): Json {
  if (profiles.length === 0) return null;
  const names = new Set(profiles.flatMap(({ value }) => [...value.keys()]));
  return Object.fromEntries([...names].map((name) => [name, profiles.every(({ value }) => value.get(name) === true)]));
}

function networkIn({ network }: Requirements): JsonObject | null {
  if (network.length === 0) return null;
  const values = network.map(({ value }) => value);
  const domains = values.flatMap((each) => each.domains);
  return {
    enabled: values.find(({ enabled }) => enabled !== null)?.enabled ?? null,
    domains: Object.fromEntries(domains.map(({ pattern, says }) => [pattern, says])),
    managedAllowedDomainsOnly: values.some(({ managedAllowedDomainsOnly }) => managedAllowedDomainsOnly),
    allowLocalBinding: values.find(({ allowLocalBinding }) => allowLocalBinding !== null)?.allowLocalBinding ?? null,
  };
}

/** The two lists that messages have room for; what holds of the thresholds is seen in the settings that come of it. */
function reviewsIn({ reviews }: Requirements): JsonObject | null {
  const listed = (name: string): readonly string[] | null => {
    const found = reviews.flatMap(({ value }) => (value.kind === "list" && value.key === name ? [value.items] : []));
    return found.length === 0 ? null : [...new Set(found.flat())];
  };
  const [requiredOnModels, ignoreRules] = [listed("required_on_models"), listed("ignore_rules")];
  return requiredOnModels === null && ignoreRules === null ? null : { requiredOnModels, ignoreRules };
}

/** What clients know beside that, and assent does not require. */
const OPEN = [
  "modelProvider modelProviders allowedLoginMethods cliAuthCredentialsStore chatgptBaseUrl",
  "additionalDeveloperInstructions allowedWindowsSandboxImplementations allowedWebSearchModes",
  "allowManagedHooksOnly allowBrowserAndComputerUse allowAppshots allowRemoteControl computerUse",
  "browserUse inAppBrowser featureRequirements hooks enforceResidency application models",
  "sqliteHome logDir modelCatalogJson checkForUpdateOnStartup allowLoginShell feedback otel",
].flatMap((line) => line.split(" "));
