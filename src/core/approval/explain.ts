/** A judgement with what would change it, for people who ask why. */
import { canonical } from "../../kit/json.ts";
import {
  APPROVAL_POLICIES,
  type ApprovalPolicy,
  CATEGORIES,
  type Category,
  type NamedPolicy,
} from "../config/approval-policy.ts";
import { SANDBOX_MODES, type SandboxMode } from "../permissions/permissions.ts";
import { withRule } from "../policy/load.ts";
import type { Request } from "./action.ts";
import type { RuleMatch } from "../policy/rules.ts";
import type { Basis } from "./basis.ts";
import { heldBy, matchesOf, proposalFor } from "./evaluate.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Held, Requirement } from "./requirement.ts";
import { isBoxed } from "./standing.ts";

/** One thing that could be otherwise, and what would be decided then. */
export type Change = {
  readonly by:
    | { readonly kind: "policy"; readonly policy: NamedPolicy }
    /** The key of a granular policy, set to true. */
    | { readonly kind: "granular"; readonly key: Category }
    | { readonly kind: "mode"; readonly mode: SandboxMode }
    | { readonly kind: "rule"; readonly pattern: readonly [string, ...string[]] };
  readonly requirement: Requirement;
};

export type Explanation = {
  readonly judgement: Judgement;
  /** What the rules say of each command, by its words as they are. */
  readonly matches: readonly RuleMatch[];
  /** What rules that hold back say of anything in it, however it is written. */
  readonly held: readonly Held[];
  /** Only what would be decided otherwise; in the order: a rule, keys of the policy, policies, sandbox modes. */
  readonly changes: readonly Change[];
};

export function explain(request: Request, basis: Basis): Explanation {
  const judgement = judge(request, basis);
  const now = essence(judgement.requirement);
  const changes = variants(judgement, basis).flatMap(({ by, otherwise }): readonly Change[] => {
    const { requirement } = judge(request, otherwise);
    return canonical(essence(requirement)) === canonical(now) ? [] : [{ by, requirement }];
  });
  const { survey } = judgement;
  const matches = survey === null ? [] : matchesOf(survey, basis.rules, isBoxed(basis));
  const held = survey === null ? [] : heldBy(survey, basis.rules);
  return { judgement, matches, held, changes };
}

type Variant = { readonly by: Change["by"]; readonly otherwise: Basis };

function variants({ survey }: Judgement, basis: Basis): readonly Variant[] {
  const pattern = survey === null ? null : proposalFor(survey, basis.rules, isBoxed(basis));
  const policies = APPROVAL_POLICIES.filter((policy) => policy !== basis.approvalPolicy);
  const modes = SANDBOX_MODES.filter((mode) => mode !== basis.sandboxMode);
  return [
    ...(pattern === null
      ? []
      : [{ by: { kind: "rule", pattern } as const, otherwise: { ...basis, rules: withRule(basis.rules, pattern) } }]),
    ...keysOff(basis.approvalPolicy).map(([key, policy]) => {
      return { by: { kind: "granular", key } as const, otherwise: { ...basis, approvalPolicy: policy } };
    }),
    ...policies.map((policy) => {
      return { by: { kind: "policy", policy } as const, otherwise: { ...basis, approvalPolicy: policy } };
    }),
    ...modes.map((mode) => ({ by: { kind: "mode", mode } as const, otherwise: { ...basis, sandboxMode: mode } })),
  ];
}

/** Each key of a granular policy that is false, with the policy in which it is true. */
function keysOff(policy: ApprovalPolicy): readonly (readonly [Category, ApprovalPolicy])[] {
  if (typeof policy === "string") return [];
  const off = CATEGORIES.filter((key) => !policy.granular[key]);
  return off.map((key) => [key, { granular: { ...policy.granular, [key]: true } }]);
}

/** What a person would notice: whether it runs, asks or is refused, and in which sandbox. */
function essence(requirement: Requirement): readonly [string, boolean] {
  return [requirement.kind, requirement.kind !== "forbid" && requirement.under.kind === "unrestricted"];
}
