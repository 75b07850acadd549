/** What administrators require, as clients read it; rules are not told. */
import type { Requirements, Stated } from "../../core/config/requirements.ts";
import { REVIEW_KEYS } from "../../core/config/review-keys.ts";
import { morePolicyIn, pinOf } from "../../core/config/review-pins.ts";
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

/** Codex's two lists, and beside them what holds of each key that is required, as it is written. */
function reviewsIn({ reviews }: Requirements): JsonObject | null {
  if (reviews.length === 0) return null;
  const lists = (name: string): readonly string[] | null => {
    const found = reviews.flatMap(({ value }) => (value.kind === "list" && value.key === name ? [value.items] : []));
    return found.length === 0 ? null : [...new Set(found.flat())];
  };
  const held = REVIEW_KEYS.flatMap((key) => {
    const pin = pinOf(reviews, key);
    return pin === null ? [] : [{ key: key.path, value: pin.value }];
  });
  const [ofCategories, others] = [held.filter(({ key }) => key.length > 1), held.filter(({ key }) => key.length === 1)];
  const more = morePolicyIn(reviews);
  return {
    requiredOnModels: lists("required_on_models"),
    ignoreRules: lists("ignore_rules"),
    ...Object.fromEntries(others.map(({ key: [name], value }) => [inCamels(name), value])),
    ...(ofCategories.length === 0
      ? {}
      : { categories: Object.fromEntries(ofCategories.map(({ key: [, name = ""], value }) => [name, value])) }),
    ...(more === null ? {} : { extraPolicy: more.value }),
  };
}

/** `maxRiskScore` for `max_risk_score`. */
function inCamels(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What clients know beside that, and assent does not require. */
const OPEN = [
  "modelProvider modelProviders allowedLoginMethods cliAuthCredentialsStore chatgptBaseUrl",
  "additionalDeveloperInstructions allowedWindowsSandboxImplementations allowedWebSearchModes",
  "allowManagedHooksOnly allowBrowserAndComputerUse allowAppshots allowRemoteControl computerUse",
  "browserUse inAppBrowser featureRequirements hooks enforceResidency application models",
  "sqliteHome logDir modelCatalogJson checkForUpdateOnStartup allowLoginShell feedback otel",
].flatMap((line) => line.split(" "));
