/** The keys of `requirements.toml`: those read here, those let pass, all others. */
import { nearest } from "../../kit/nearest.ts";
import type { Notice } from "./notice.ts";
import { isTable, printKey, type Spot } from "./spot.ts";

/** Read here. */
const REQUIRED_KEYS: readonly string[] = [
  "allowed_approval_policies",
  "allowed_approvals_reviewers",
  "allowed_permission_profiles",
  "allowed_sandbox_modes",
  "auto_review",
  "default_permissions",
  "experimental_network",
  "guardian_extra_policy",
  "guardian_policy_config",
  "mcp_servers",
  "network_proxy",
  "permissions",
  "remote_sandbox_config",
  "rules",
];

/** Nothing that they limit is done by assent. */
const PASSED_KEYS: readonly string[] = [
  "additional_developer_instructions",
  "allow_appshots",
  "allow_browser_and_computer_use",
  "allow_managed_hooks_only",
  "allow_remote_control",
  "allowed_chatgpt_workspaces",
  "allowed_login_methods",
  "allowed_web_search_modes",
  "apps",
  "browser_use",
  "browser_use_extension",
  "computer_use",
  "config_server",
  "enforce_residency",
  "feature_requirements",
  "features",
  "hooks",
  "in_app_browser",
  "marketplaces",
  "models",
  "new_thread",
  "otel",
  "plugins",
  "unsafe_enforce_sqlite_journal_mode",
  "windows",
];

/** One for each key of the table that nobody knows. @param known those that are read or let pass */
export function unknownKeys(spot: Spot, known: readonly string[]): readonly Notice[] {
  const keys = isTable(spot.value) ? Object.keys(spot.value) : [];
  return keys
    .filter((key) => !known.includes(key))
    .map((key) => ({
      kind: "unknown-key",
      place: spot.source.placeOf([...spot.path, key]),
      key: printKey([...spot.path, key]),
      meant: nearest(key, known),
    }));
}

export function unknownAtTop(spot: Spot): readonly Notice[] {
  return unknownKeys(spot, [...REQUIRED_KEYS, ...PASSED_KEYS]);
}
