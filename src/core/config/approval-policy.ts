/** When a person is asked. */

/** Names as in Codex; `unless-trusted` is read as `untrusted`; `on-failure` is deprecated. */
export const APPROVAL_POLICIES = ["untrusted", "on-request", "on-failure", "never"] as const;
export type NamedPolicy = (typeof APPROVAL_POLICIES)[number];

/** What may be asked about, by the keys of `approval_policy = { granular = { … } }`. */
export const CATEGORIES = [
  "sandbox_approval",
  "rules",
  "mcp_elicitations",
  "request_permissions",
  "skill_approval",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Asks as `on-request` does; a category that is false is refused without asking. */
export type Granular = { readonly granular: Readonly<Record<Category, boolean>> };

export type ApprovalPolicy = NamedPolicy | Granular;

/** What one source says of the categories. */
export type GranularPart = Partial<Granular["granular"]>;

/** The first one that has to be said and is not; Codex takes the two that came later as false. */
export function unsaidIn(part: GranularPart): Category | null {
  return (["sandbox_approval", "rules", "mcp_elicitations"] as const).find((name) => part[name] === undefined) ?? null;
}

/** Null where something has to be said yet. */
export function wholeOf(part: GranularPart): Granular | null {
  const { sandbox_approval, rules, mcp_elicitations, request_permissions = false, skill_approval = false } = part;
  if (sandbox_approval === undefined || rules === undefined || mcp_elicitations === undefined) return null;
  return { granular: { sandbox_approval, rules, mcp_elicitations, request_permissions, skill_approval } };
}
