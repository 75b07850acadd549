/** The account: who is signed in, and how much is left. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";

export const LoginAccountParams = define("LoginAccountParams", () =>
  z.discriminatedUnion("type", [
    z.object({ apiKey: z.string(), type: z.literal("apiKey") }),
    z.object({
      appBrand: maybe(LoginAppBrand()),
      codexStreamlinedLogin: z.optional(z.boolean()),
      type: z.literal("chatgpt"),
      useHostedLoginSuccessPage: z.optional(z.boolean()),
    }),
    z.object({ type: z.literal("chatgptDeviceCode") }),
    z.object({
      accessToken: z.string(),
      chatgptAccountId: z.string(),
      chatgptPlanType: maybe(z.string()),
      type: z.literal("chatgptAuthTokens"),
    }),
    z.object({ apiKey: z.string(), region: z.string(), type: z.literal("amazonBedrock") }),
    z.object({
      accessKeyId: z.string(),
      region: z.string(),
      secretAccessKey: z.string(),
      sessionToken: maybe(z.string()),
      type: z.literal("amazonBedrockAccessKeys"),
    }),
  ]),
);

export const LoginAppBrand = define("LoginAppBrand", () => z.enum(["codex", "chatgpt"]));

export const LoginAccountResponse = define("LoginAccountResponse", () =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("apiKey") }),
    z.object({ authUrl: z.string(), loginId: z.string(), type: z.literal("chatgpt") }),
    z.object({
      loginId: z.string(),
      type: z.literal("chatgptDeviceCode"),
      userCode: z.string(),
      verificationUrl: z.string(),
    }),
    z.object({ type: z.literal("chatgptAuthTokens") }),
    z.object({ type: z.literal("amazonBedrock") }),
  ]),
);

export const CancelLoginAccountParams = define("CancelLoginAccountParams", () => z.object({ loginId: z.string() }));

export const CancelLoginAccountResponse = define("CancelLoginAccountResponse", () =>
  z.object({ status: CancelLoginAccountStatus() }),
);

export const CancelLoginAccountStatus = define("CancelLoginAccountStatus", () => z.enum(["canceled", "notFound"]));

export const LogoutAccountResponse = define("LogoutAccountResponse", () => z.object({}));

export const NullableGetAccountRateLimitsParams = define("NullableGetAccountRateLimitsParams", () =>
  z.optional(z.nullable(GetAccountRateLimitsParams())),
);

export const GetAccountRateLimitsParams = define("GetAccountRateLimitsParams", () =>
  z.object({ supportsLunaReserve: z.optional(z.boolean()), excludeResetCreditDetails: z.optional(z.boolean()) }),
);

export const GetAccountRateLimitsResponse = define("GetAccountRateLimitsResponse", () =>
  z.object({
    ordinaryUsageAllowed: maybe(z.boolean()),
    rateLimits: RateLimitSnapshot(),
    rateLimitsByLimitId: maybe(z.record(z.string(), RateLimitSnapshot())),
    rateLimitResetCredits: maybe(RateLimitResetCreditsSummary()),
    accountId: maybe(z.string()),
    rateLimitUpsell: z.optional(z.unknown()),
  }),
);

export const RateLimitSnapshot = define("RateLimitSnapshot", () =>
  z.object({
    limitId: maybe(z.string()),
    limitName: maybe(z.string()),
    normalModelSlug: maybe(z.string()),
    primary: maybe(RateLimitWindow()),
    secondary: maybe(RateLimitWindow()),
    credits: maybe(CreditsSnapshot()),
    individualLimit: maybe(SpendControlLimitSnapshot()),
    spendControlReached: maybe(z.boolean()),
    planType: maybe(PlanType()),
    rateLimitReachedType: maybe(RateLimitReachedType()),
  }),
);

export const RateLimitWindow = define("RateLimitWindow", () =>
  z.object({ usedPercent: z.int32(), windowDurationMins: maybe(z.int()), resetsAt: maybe(z.int()) }),
);

export const CreditsSnapshot = define("CreditsSnapshot", () =>
  z.object({ hasCredits: z.boolean(), unlimited: z.boolean(), balance: maybe(z.string()) }),
);

export const SpendControlLimitSnapshot = define("SpendControlLimitSnapshot", () =>
  z.object({ limit: z.string(), used: z.string(), remainingPercent: z.int32(), resetsAt: z.int() }),
);

export const PlanType = define("PlanType", () =>
  z.enum([
    "free",
    "go",
    "plus",
    "pro",
    "prolite",
    "promax",
    "team",
    "self_serve_business_prolite",
    "self_serve_business_usage_based",
    "business",
    "ent26",
    "enterprise_cbp_automation",
    "enterprise_cbp_usage_based",
    "enterprise",
    "edu",
    "edu_plus",
    "edu_pro",
    "sci",
    "sci_plus",
    "unknown",
  ]),
);

export const RateLimitReachedType = define("RateLimitReachedType", () =>
  z.enum([
    "rate_limit_reached",
    "workspace_owner_credits_depleted",
    "workspace_member_credits_depleted",
    "workspace_owner_usage_limit_reached",
    "workspace_member_usage_limit_reached",
  ]),
);

export const RateLimitResetCreditsSummary = define("RateLimitResetCreditsSummary", () =>
  z.object({ availableCount: z.int(), credits: maybe(z.array(RateLimitResetCredit())) }),
);

export const RateLimitResetCredit = define("RateLimitResetCredit", () =>
  z.object({
    id: z.string(),
    resetType: RateLimitResetType(),
    status: RateLimitResetCreditStatus(),
    grantedAt: z.int(),
    expiresAt: maybe(z.int()),
    title: maybe(z.string()),
    description: maybe(z.string()),
  }),
);

export const RateLimitResetType = define("RateLimitResetType", () => z.enum(["codexRateLimits", "unknown"]));

export const RateLimitResetCreditStatus = define("RateLimitResetCreditStatus", () =>
  z.enum(["available", "redeeming", "redeemed", "unknown"]),
);

export const GetAccountParams = define("GetAccountParams", () => z.object({ refreshToken: z.optional(z.boolean()) }));

export const GetAccountResponse = define("GetAccountResponse", () =>
  z.object({
    account: maybe(Account()),
    userId: maybe(z.string()),
    requiresOpenaiAuth: z.boolean(),
    workspaceRouting: experimental(maybe(WorkspaceRouting())),
  }),
);

export const Account = define("Account", () =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("apiKey") }),
    z.object({
      email: z.nullable(z.string()),
      planType: PlanType(),
      type: z.literal("chatgpt"),
      workspaceName: maybe(z.string()),
    }),
    z.object({ type: z.literal("amazonBedrock"), usesCodexManagedCredentials: z.optional(z.boolean()) }),
    z.object({ type: z.literal("gcp") }),
  ]),
);

export const WorkspaceRouting = define("WorkspaceRouting", () =>
  z.object({
    chatgptAccountId: z.string(),
    backendOrigin: z.string(),
    accountRoutingOverride: AccountRoutingOverride(),
  }),
);

export const AccountRoutingOverride = define("AccountRoutingOverride", () => z.enum(["NO_CONSTRAINT", "us", "us_cr"]));

export const GetAuthStatusParams = define("GetAuthStatusParams", () =>
  z.object({ includeToken: maybe(z.boolean()), refreshToken: maybe(z.boolean()) }),
);

export const GetAuthStatusResponse = define("GetAuthStatusResponse", () =>
  z.object({
    authMethod: z.nullable(AuthMode()),
    authToken: z.nullable(z.string()),
    requiresOpenaiAuth: z.nullable(z.boolean()),
  }),
);

export const AuthMode = define("AuthMode", () =>
  z.enum([
    "apikey",
    "chatgpt",
    "chatgptAuthTokens",
    "headers",
    "agentIdentity",
    "personalAccessToken",
    "bedrockApiKey",
    "bedrockAccessKeys",
  ]),
);

export const AccountUpdatedNotification = define("AccountUpdatedNotification", () =>
  z.object({ authMode: maybe(AuthMode()), planType: maybe(PlanType()) }),
);

export const AccountRateLimitsUpdatedNotification = define("AccountRateLimitsUpdatedNotification", () =>
  z.object({ rateLimits: RateLimitSnapshot() }),
);

export const AccountLoginCompletedNotification = define("AccountLoginCompletedNotification", () =>
  z.object({
    loginId: maybe(z.string()),
    success: z.boolean(),
    error: maybe(z.string()),
    onboardingEntrypoint: maybe(DesktopOnboardingEntrypoint()),
  }),
);

export const DesktopOnboardingEntrypoint = define("DesktopOnboardingEntrypoint", () => z.literal("life_sciences"));
