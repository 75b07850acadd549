/** When a person is asked. */

/** Names as in Codex; `unless-trusted` is read as `untrusted`; `on-failure` is deprecated. */
export type ApprovalPolicy = "untrusted" | "on-request" | "on-failure" | "never";

export const APPROVAL_POLICIES: readonly ApprovalPolicy[] = ["untrusted", "on-request", "on-failure", "never"];
