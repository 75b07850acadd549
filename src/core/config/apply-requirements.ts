/** Holds settings to requirements: wishes are refused, defaults give way. */
import { err, ok, type Result } from "../../kit/result.ts";
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { type ApprovalPolicy, APPROVAL_POLICIES, type Granular } from "./approval-policy.ts";
import type { ConfigError, Place } from "./error.ts";
import { commonOf, describeAllowed, describeChoice, describeSource, forbidding } from "./join-requirements.ts";
import { choosingIn, isAsked, type ReadLayer } from "./layers.ts";
import { heldReviews } from "./hold-reviews.ts";
import { narrowedTo } from "./narrow.ts";
import { isStricterPolicy } from "./policy-order.ts";
import type { Requirements, Stated } from "./requirements.ts";
import type { Notice } from "./notice.ts";
import type { Layer, Reviewer, Settings } from "./settings.ts";

/**
 * `settings` as far as they are allowed. What a profile opens is known only where it meets a machine: see `heldMode`.
 *
 * @param layers that made the settings; what the command line and a client's session set there are wishes
 */
export function applyRequirements(
  settings: Settings,
  requirements: Requirements,
  layers: readonly ReadLayer[],
): Result<Settings, ConfigError> {
  const policy = heldValue("approval_policy", settings.approvalPolicy, policiesOf(settings, requirements, layers));
  if (!policy.ok) return policy;
  const reviewer = heldValue("approvals_reviewer", settings.reviewer, reviewersOf(requirements, layers));
  if (!reviewer.ok) return reviewer;
  const reviews = heldReviews(settings.autoReview, requirements, layers);
  if (!reviews.ok) return reviews;
  const mode = heldMode(settings, requirements, layers, settings.sandboxMode);
  if (!mode.ok) return mode;
  const servers = heldServers(settings, requirements);
  const { sandbox } = mode.value;
  const denied = requirements.denied.flatMap(({ value }) => value);
  const notices = [
    ...requirements.notices,
    ...policy.value.notices,
    ...reviewer.value.notices,
    ...reviews.value.notices,
    ...servers.notices,
  ];
  return ok({
    ...mode.value,
    approvalPolicy: policy.value.value,
    reviewer: reviewer.value.value,
    autoReview: reviews.value.autoReview,
    mcpServers: servers.mcpServers,
    sandbox: {
      ...sandbox,
      refinement: { ...sandbox.refinement, deny: [...sandbox.refinement.deny, ...denied] },
      required: {
        hosts: requirements.network.map(({ value, layer }) => ({
          enabled: value.enabled,
          // Whoever writes a project's file must not open a way out with it.
          mayOpen: layer !== "project" && layer !== "user",
          allow: value.domains.filter(({ says }) => says === "allow").map(({ pattern }) => pattern),
          deny: value.domains.filter(({ says }) => says === "deny").map(({ pattern }) => pattern),
          isOnly: value.managedAllowedDomainsOnly,
          allowLocal: value.allowLocalBinding,
        })),
        denied,
        closedSockets: requirements.network.flatMap(({ value }) =>
          value.unixSockets.filter(({ says }) => says === "deny").map(({ path }) => path),
        ),
      },
    },
    notices: [...mode.value.notices, ...notices],
  });
}

/**
 * The settings with a mode that is allowed, and the same ones where theirs is.
 *
 * @param mode what the settings come to; where they met a machine, what they opened there
 */
export function heldMode(
  settings: Settings,
  { modes }: Requirements,
  layers: readonly ReadLayer[],
  mode: SandboxMode,
): Result<Settings, ConfigError> {
  const wished = wishesFor(layers, ({ sandboxMode }) => sandboxMode, "sandbox_mode");
  const choosing = choosingIn(layers);
  const isWish = choosing !== null && isAsked(choosing) && choosing.layer.defaultPermissions !== undefined;
  const profile = isWish ? [{ value: mode, place: choosing.placeOf(["default_permissions"]) }] : [];
  const held = heldValue("sandbox_mode", mode, {
    lists: modes,
    wishes: [...wished, ...profile],
    nearest: nextNarrower,
    isStricter: (own, below) => SANDBOX_MODES.indexOf(own) <= SANDBOX_MODES.indexOf(below),
  });
  if (!held.ok) return held;
  if (held.value.value === mode) return ok(settings);
  const narrower = narrowedTo(held.value.value, settings);
  return ok({ ...narrower, notices: [...settings.notices, ...held.value.notices] });
}

function nextNarrower(wanted: SandboxMode, allowed: readonly SandboxMode[]): SandboxMode | null {
  return SANDBOX_MODES.slice(0, SANDBOX_MODES.indexOf(wanted)).findLast((each) => allowed.includes(each)) ?? null;
}

/** What may be chosen, what was asked for, and what comes nearest to a value that may not be chosen. */
type Choice<T> = {
  readonly lists: readonly Stated<readonly T[]>[];
  readonly wishes: readonly { readonly value: T; readonly place: Place }[];
  readonly nearest: (wanted: T, allowed: readonly T[]) => T | null;
  /** True if `own` lets nothing be done that `below` does not. */
  readonly isStricter: (own: T, below: T) => boolean;
};

function heldValue<T extends string | Granular>(
  key: string,
  value: T,
  choice: Choice<T>,
): Result<Held<T>, ConfigError> {
  const ofProjects = choice.lists.filter(({ layer }) => layer === "project");
  const held = heldByOthers(key, value, {
    ...choice,
    lists: choice.lists.filter((list) => !ofProjects.includes(list)),
  });
  if (!held.ok || ofProjects.length === 0) return held;
  const wished = choice.wishes.find(({ value: wish }) => forbidding(ofProjects, wish) !== null);
  if (wished !== undefined) return heldByOthers(key, value, choice);
  const by = forbidding(ofProjects, held.value.value);
  const stricter = (commonOf(choice.lists) ?? []).filter((one) => choice.isStricter(one, held.value.value));
  const to = by === null ? null : choice.nearest(held.value.value, stricter);
  // A project whose file names nothing stricter asks for less care than there is: that is not its to say.
  return by === null || to === null
    ? held
    : ok({ value: to, notices: [...held.value.notices, gaveWay(key, held.value.value, to, by)] });
}

type Held<T> = { readonly value: T; readonly notices: readonly Notice[] };

function heldByOthers<T extends string | Granular>(
  key: string,
  value: T,
  { lists, wishes, nearest }: Choice<T>,
): Result<Held<T>, ConfigError> {
  const allowed = commonOf(lists);
  if (allowed === null) return ok({ value, notices: [] });
  const refused = (found: T, by: Stated<unknown>, place: Place): ConfigError => ({
    kind: "required",
    place,
    key,
    found: describeChoice(found),
    allowed: describeAllowed(allowed),
    source: describeSource(by),
  });
  for (const wish of wishes) {
    const by = forbidding(lists, wish.value);
    if (by !== null) return err(refused(wish.value, by, wish.place));
  }
  const by = forbidding(lists, value);
  if (by === null) return ok({ value, notices: [] });
  const to = nearest(value, allowed);
  // Nothing that could stand for it: better no start than a looser one.
  if (to === null) return err(refused(value, by, by.place));
  return ok({ value: to, notices: [gaveWay(key, value, to, by)] });
}

function gaveWay<T extends string | Granular>(key: string, from: T, to: T, by: Stated<unknown>): Notice {
  return { kind: "required", key, from: describeChoice(from), to: describeChoice(to), source: describeSource(by) };
}

function policiesOf(
  { approvalPolicy: joined }: Settings,
  { policies }: Requirements,
  layers: readonly ReadLayer[],
): Choice<ApprovalPolicy> {
  const wishes = wishesFor(
    layers,
    // Some categories of a granular policy are a wish for what they make of it together with those that stand elsewhere.
    ({ approvalPolicy, granular }) => approvalPolicy ?? (granular === undefined ? undefined : joined),
    "approval_policy",
  );
  return { lists: policies, wishes, nearest: nearestPolicy, isStricter: isStricterPolicy };
}

/** A stricter neighbour before a looser one; a granular policy asks as on-request does. */
function nearestPolicy(wanted: ApprovalPolicy, allowed: readonly ApprovalPolicy[]): ApprovalPolicy | null {
  const stricter = typeof wanted === "string" ? [] : allowed.filter((one) => typeof one !== "string");
  const refusing = stricter.find((one) => isStricterPolicy(one, wanted));
  if (refusing !== undefined) return refusing;
  const at = typeof wanted === "string" ? rankOf(wanted) : rankOf("on-request");
  const ranked = allowed.toSorted((a, b) => rankOf(a) - rankOf(b));
  return ranked.findLast((one) => rankOf(one) <= at) ?? ranked[0] ?? null;
}

function rankOf(policy: ApprovalPolicy): number {
  // Among equals one by name: it refuses nothing unasked.
  return typeof policy === "string" ? APPROVAL_POLICIES.indexOf(policy) : APPROVAL_POLICIES.indexOf("on-request") - 0.5;
}

function reviewersOf({ reviewers }: Requirements, layers: readonly ReadLayer[]): Choice<Reviewer> {
  const wishes = wishesFor(layers, ({ reviewer }) => reviewer, "approvals_reviewer");
  return { lists: reviewers, wishes, nearest: (_, allowed) => allowed[0] ?? null, isStricter: isPerson };
}

function isPerson(reviewer: Reviewer): boolean {
  return reviewer === "user";
}

/** What a person set for this run, whether or not something stronger sets another value. */
function wishesFor<T>(
  layers: readonly ReadLayer[],
  valueOf: (layer: Layer) => T | undefined,
  key: string,
): readonly { readonly value: T; readonly place: Place }[] {
  return layers.filter(isAsked).flatMap((asked) => {
    const value = valueOf(asked.layer);
    return value === undefined ? [] : [{ value, place: asked.placeOf([key]) }];
  });
}

/** As in Codex: where servers are listed, every other one is off, and so is one that is another program or address. */
function heldServers(
  { mcpServers }: Settings,
  requirements: Requirements,
): Pick<Settings, "mcpServers"> & { readonly notices: readonly Notice[] } {
  const notices: Notice[] = [];
  const held = [...mcpServers].map(([name, server]): readonly [string, typeof server] => {
    const by = requirements.mcpServers.find(({ value }) => {
      const identity = value.get(name);
      const { transport } = server;
      return identity?.kind === "command"
        ? transport.kind !== "command" || transport.command !== identity.command
        : transport.kind !== "url" || transport.url !== identity?.url;
    });
    if (by === undefined || !server.isEnabled) return [name, server];
    notices.push({ kind: "server-barred", name, source: describeSource(by) });
    return [name, { ...server, isEnabled: false }];
  });
  return { mcpServers: new Map(held), notices };
}
