/** What administrators require. */
import * as z from "zod/mini";
import { CliAuthCredentialsStoreMode, ForcedLoginMethod, WebSearchMode } from "./config.ts";
import { count, define, experimental, maybe } from "./define.ts";
import { ApprovalsReviewer, AskForApproval, SandboxMode } from "./policy.ts";

export const ConfigRequirementsReadResponse = define("ConfigRequirementsReadResponse", () =>
  z.object({ requirements: maybe(ConfigRequirements()), supportsIndependentSpeedModes: maybe(z.boolean()) }),
);

export const ConfigRequirements = define("ConfigRequirements", () =>
  z.object({
    additionalDeveloperInstructions: maybe(z.string()),
    allowAppshots: maybe(z.boolean()),
    allowBrowserAndComputerUse: maybe(z.boolean()),
    allowLoginShell: maybe(z.boolean()),
    allowManagedHooksOnly: maybe(z.boolean()),
    allowRemoteControl: maybe(z.boolean()),
    allowedApprovalPolicies: maybe(z.array(AskForApproval())),
    allowedApprovalsReviewers: experimental(maybe(z.array(ApprovalsReviewer()))),
    allowedLoginMethods: maybe(z.array(ForcedLoginMethod())),
    allowedPermissionProfiles: maybe(z.record(z.string(), z.boolean())),
    allowedSandboxModes: maybe(z.array(SandboxMode())),
    allowedWebSearchModes: maybe(z.array(WebSearchMode())),
    allowedWindowsSandboxImplementations: maybe(z.array(WindowsSandboxImplementation())),
    application: experimental(maybe(ApplicationRequirements())),
    autoReview: maybe(AutoReviewRequirements()),
    browserUse: maybe(BrowserUseRequirements()),
    chatgptBaseUrl: maybe(z.string()),
    checkForUpdateOnStartup: maybe(z.boolean()),
    cliAuthCredentialsStore: maybe(CliAuthCredentialsStoreMode()),
    computerUse: maybe(ComputerUseRequirements()),
    defaultPermissions: maybe(z.string()),
    enforceResidency: maybe(ResidencyRequirement()),
    featureRequirements: maybe(z.record(z.string(), z.boolean())),
    feedback: maybe(FeedbackRequirements()),
    hooks: experimental(maybe(ManagedHooksRequirements())),
    inAppBrowser: maybe(InAppBrowserRequirements()),
    logDir: maybe(z.string()),
    modelCatalogJson: maybe(z.string()),
    modelProvider: maybe(z.string()),
    modelProviders: maybe(z.record(z.string(), z.unknown())),
    models: maybe(ModelsRequirements()),
    network: experimental(maybe(NetworkRequirements())),
    otel: maybe(OtelRequirements()),
    sqliteHome: maybe(z.string()),
  }),
);

export const WindowsSandboxImplementation = define("WindowsSandboxImplementation", () =>
  z.enum(["elevated", "unelevated", "mxc"]),
);

export const ApplicationRequirements = define("ApplicationRequirements", () => z.record(z.string(), z.unknown()));

export const AutoReviewRequirements = define("AutoReviewRequirements", () =>
  z.object({ ignoreRules: maybe(z.array(z.string())), requiredOnModels: maybe(z.array(z.string())) }),
);

export const BrowserUseRequirements = define("BrowserUseRequirements", () => z.record(z.string(), z.unknown()));

export const ComputerUseRequirements = define("ComputerUseRequirements", () => z.record(z.string(), z.unknown()));

export const ResidencyRequirement = define("ResidencyRequirement", () => z.literal("us"));

export const FeedbackRequirements = define("FeedbackRequirements", () => z.record(z.string(), z.unknown()));

export const ManagedHooksRequirements = define("ManagedHooksRequirements", () => z.record(z.string(), z.unknown()));

export const InAppBrowserRequirements = define("InAppBrowserRequirements", () =>
  z.object({ allowExternalBrowserSettingsImport: maybe(z.boolean()) }),
);

export const ModelsRequirements = define("ModelsRequirements", () => z.record(z.string(), z.unknown()));

export const NetworkRequirements = define("NetworkRequirements", () =>
  z.object({
    allowLocalBinding: maybe(z.boolean()),
    allowUnixSockets: maybe(z.array(z.string())),
    allowUpstreamProxy: maybe(z.boolean()),
    allowedDomains: maybe(z.array(z.string())),
    dangerouslyAllowAllUnixSockets: maybe(z.boolean()),
    dangerouslyAllowNonLoopbackProxy: maybe(z.boolean()),
    deniedDomains: maybe(z.array(z.string())),
    domains: maybe(z.record(z.string(), NetworkDomainPermission())),
    enabled: maybe(z.boolean()),
    httpPort: maybe(count()),
    managedAllowedDomainsOnly: maybe(z.boolean()),
    reviewDomains: maybe(z.array(z.string())),
    socksPort: maybe(count()),
    unixSockets: maybe(z.record(z.string(), NetworkUnixSocketPermission())),
  }),
);

export const NetworkDomainPermission = define("NetworkDomainPermission", () => z.enum(["allow", "deny"]));

export const NetworkUnixSocketPermission = define("NetworkUnixSocketPermission", () => z.enum(["allow", "deny"]));

export const OtelRequirements = define("OtelRequirements", () => z.record(z.string(), z.unknown()));
