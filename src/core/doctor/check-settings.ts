/** Judges what was read: settings, rules, requirements, what comes of them, and trust. */
import type { ApprovalPolicy } from "../config/approval-policy.ts";
import { type ConfigError, describeConfigError, describePlace } from "../config/error.ts";
import type { Origin } from "../config/layers.ts";
import type { RequiredNetwork, Requirements, Stated } from "../config/requirements.ts";
import { REVIEW_KEYS, reviewName } from "../config/review-keys.ts";
import { describePinned, morePolicyIn, pinOf } from "../config/review-pins.ts";
import type { Result } from "../../kit/result.ts";
import { countsInFull } from "../config/trust.ts";
import type { ConfigFile, ConfigurationFacts, PolicyFacts, RulesFacts, TrustFacts } from "./facts.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** @param elsewhere what is told in another group */
export function checkConfiguration(
  { files, error, notices }: ConfigurationFacts,
  elsewhere: ConfigError | null = null,
): readonly Finding[] {
  const { problem, warning } = findingsOf("configuration");
  const faults = files.flatMap(({ state }) => (typeof state === "object" ? [state.error] : []));
  const told = new Set([...faults, ...(elsewhere === null ? [] : [elsewhere])].map(words));
  const isNew = error !== null && !told.has(words(error));
  const advice = "nothing is run before this is mended";
  return [
    ...files.map(checkFile),
    ...(isNew ? [problem("together", "settings in force", words(error), advice)] : []),
    ...notices.map((notice) => warning("notice", "note", notice, null)),
  ];
}

function words(error: ConfigError): string {
  return describeConfigError(error);
}

function checkFile({ layer, file, state }: ConfigFile): Finding {
  const { ok, problem } = findingsOf("configuration");
  if (state === "absent") return ok(layer, layer, `${file} is not there`);
  if (state === "there") return ok(layer, layer, file);
  return problem(layer, layer, words(state.error), "mend it: nothing is run before");
}

export function checkRules({ files, broken }: RulesFacts): readonly Finding[] {
  const { ok, problem } = findingsOf("rules");
  const counted = files.map(({ file, layer, rules }) =>
    ok("file", layer, `${file}: ${rules === 1 ? "1 rule" : `${rules} rules`}`),
  );
  const faults = broken.map(({ file, layer, message, line, column, help }) => {
    const place = line === null ? file : `${file}:${line}:${column ?? 1}`;
    return problem("broken", layer, `${place}: ${message}`, `${help} Until then every command asks.`);
  });
  const none =
    files.length + broken.length === 0 ? [ok("file", "files", "none: commands are judged without rules")] : [];
  return [...none, ...counted, ...faults];
}

export function checkRequirements(loaded: Result<Requirements, ConfigError>): readonly Finding[] {
  const { ok, problem } = findingsOf("requirements");
  if (!loaded.ok) return [problem("sources", "requirements", words(loaded.error), "mend it: nothing is run before")];
  const { sources, policies, modes, reviewers, profiles, rules, network, denied, mcpServers } = loaded.value;
  if (sources.length === 0) return [ok("sources", "requirements", "none: no administrator requires anything here")];
  const list = (title: string, stated: readonly Stated<readonly unknown[]>[]): readonly Finding[] =>
    stated.map((one) => ok("allowed", title, `only ${one.value.map(nameOf).join(", ")} (${whoseIs(one)})`));
  return [
    ...sources.map(({ layer, file }) => ok("sources", layer, file)),
    ...list("approval policies", policies),
    ...list("sandbox modes", modes),
    ...list("reviewers", reviewers),
    ...reviewWords(loaded.value).map((held) => ok("reviews", "automatic reviews", held)),
    ...profiles.map((one) => ok("allowed", "permission profiles", `${named(one.value)} (${whoseIs(one)})`)),
    ...(rules.length === 0 ? [] : [ok("rules", "rules", `${rules.length} that nobody can soften`)]),
    ...network.map((one) => ok("network", "network", `${networkWords(one.value)} (${whoseIs(one)})`)),
    ...denied.map((one) => ok("denied", "not readable", `${counted(one.value.length, "place")} (${whoseIs(one)})`)),
    ...mcpServers.map((one) => ok("mcp", "MCP servers", `${named(one.value)} (${whoseIs(one)})`)),
  ];
}

/** What holds of each key; texts are not told. */
function reviewWords({ reviews }: Requirements): readonly string[] {
  const held = REVIEW_KEYS.flatMap((key) => {
    const pin = pinOf(reviews, key);
    return pin === null ? [] : [`${reviewName(key)}: ${describePinned(key, pin.value)} (${whoseIs(pin)})`];
  });
  const more = morePolicyIn(reviews);
  return more === null ? held : [...held, `a text beside the policy (${whoseIs(more)})`];
}

function networkWords({ enabled, domains, managedAllowedDomainsOnly }: RequiredNetwork): string {
  const only = managedAllowedDomainsOnly ? ", and no others" : "";
  return enabled === false ? "closed" : `${counted(domains.length, "host")} named${only}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function named(map: ReadonlyMap<string, unknown>): string {
  return map.size === 0 ? "none" : [...map.keys()].join(", ");
}

function nameOf(value: unknown): string {
  return typeof value === "string" ? value : "granular";
}

function whoseIs({ layer, place }: Stated<unknown>): string {
  return `${layer}, ${describePlace(place)}`;
}

/** @param policy null where the settings cannot be loaded */
export function checkPolicy(policy: PolicyFacts | null): readonly Finding[] {
  const { ok, problem, warning } = findingsOf("policy");
  if (policy === null) {
    return [problem("approval", "nothing", "the settings cannot be loaded", "mend what is wrong above")];
  }
  const { settings, origins, permissions } = policy;
  const { approvalPolicy, sandboxMode, smartApprovals } = settings;
  const from = (key: string): string => `(${originWords(origins.get(key))})`;
  const asked =
    typeof approvalPolicy === "string"
      ? approvalPolicy
      : `granular; refused without asking: ${refused(approvalPolicy.granular) || "nothing"}`;
  const isOpen = sandboxMode === "danger-full-access";
  const isUnasked = isOpen && approvalPolicy === "never";
  const mode = `${permissions} ${from("sandbox_mode")}`;
  const advice = "`assent preset default` brings the sandbox and the questions back";
  return [
    ok("approval", "asks", `${asked} ${from("approval_policy")}`),
    isOpen
      ? warning("sandbox", "sandbox", `${mode}${isUnasked ? "; and nobody is asked" : ""}`, advice)
      : ok("sandbox", "sandbox", mode),
    checkReviewer(policy),
    ...(smartApprovals
      ? []
      : [ok("proposals", "proposals", `no rules are proposed ${from("features.smart_approvals")}`)]),
  ];
}

function checkReviewer({ settings, origins }: PolicyFacts): Finding {
  const { ok, warning } = findingsOf("policy");
  const { reviewer, approvalPolicy, autoReview } = settings;
  const from = `(${originWords(origins.get("approvals_reviewer"))})`;
  if (reviewer === "user") return ok("reviewer", "answers", `a person ${from}`);
  const what = `auto_review: ${judges(autoReview)} ${from}`;
  const idle = WHERE_IDLE.get(approvalPolicy);
  if (idle === undefined) return ok("reviewer", "answers", what);
  const advice = 'approval_policy = "on-request" has reviews, approvals_reviewer = "user" does without';
  return warning("reviewer", "answers", `${what}; but ${idle}, and nothing is reviewed`, advice);
}

/** Policies under which no question gets to the reviewer. */
const WHERE_IDLE: ReadonlyMap<ApprovalPolicy, string> = new Map([
  ["untrusted", "under untrusted a person is asked"],
  ["never", "under never nobody is asked"],
]);

function judges({ model, provider }: PolicyFacts["settings"]["autoReview"]): string {
  if (model.kind === "none") return "the checks alone, for no model reviews";
  const where = provider === null ? "" : ` at ${provider}`;
  return `the checks and ${model.kind === "named" ? `the model ${model.name}` : "the agent's own model"}${where}`;
}

function refused(categories: Readonly<Record<string, boolean>>): string {
  return Object.entries(categories)
    .filter(([, isAsked]) => !isAsked)
    .map(([category]) => category)
    .join(", ");
}

function originWords(origin: Origin | undefined): string {
  if (origin === undefined || origin.layer === "default") return "default";
  return origin.place === null ? origin.layer : `${origin.layer}, ${describePlace(origin.place)}`;
}

/** @param facts null where the settings cannot be loaded: who marked what is not known */
export function checkTrust(facts: TrustFacts | null): readonly Finding[] {
  const { ok, warning } = findingsOf("trust");
  if (facts === null) return [warning("mark", "this folder", "not known: the settings cannot be loaded", null)];
  const { root, trust, files, wouldLoosen } = facts;
  const { marked, content, changes } = trust;
  const by = marked === null ? "nobody has marked it" : `marked ${marked.level} (${describePlace(marked.place)})`;
  const mark = ok("mark", "this folder", `${root}: ${by}`);
  if (content === "none") return [mark, ok("content", "its files", "none that steer assent")];
  const list = files.join(", ");
  if (countsInFull(trust)) {
    const recorded = content === "same" ? "as they were trusted" : "recorded when something is run";
    return [mark, ok("content", "its files", `${list}: count, ${recorded}`)];
  }
  if (marked?.level === "untrusted") {
    return [mark, ok("content", "its files", `${list}: can only tighten, for the folder is marked untrusted`)];
  }
  if (!wouldLoosen) return [mark, ok("content", "its files", `${list}: only tighten, which needs no trust`)];
  const changed = changes.map(({ path }) => path).join(", ");
  const why = marked === null ? list : `changed since they were trusted: ${changed}`;
  const advice = "`assent trust show` shows them, `assent trust add` lets them count";
  return [mark, warning("content", "its files", `${why}; they can only tighten`, advice)];
}
