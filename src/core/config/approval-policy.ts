/** When a person is asked. */

/** Names as in Codex; `unless-trusted` is read as `untrusted`; `on-failure` is deprecated. */
export type NamedPolicy = "untrusted" | "on-request" | "on-failure" | "never";

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

export const APPROVAL_POLICIES: readonly NamedPolicy[] = ["untrusted", "on-request", "on-failure", "never"];
