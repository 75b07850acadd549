/** What administrators require. */
import * as z from "zod/mini";
import { CliAuthCredentialsStoreMode, ForcedLoginMethod, WebSearchMode } from "./config.ts";
import { count, define, experimental, maybe } from "./define.ts";
import { ApprovalsReviewer, AskForApproval, SandboxMode } from "./policy.ts";

export const ConfigRequirementsReadResponse = define("ConfigRequirementsReadResponse", () =>
  z.object({ supportsIndependentSpeedModes: maybe(z.boolean()), requirements: maybe(ConfigRequirements()) }),
);

export const ConfigRequirements = define("ConfigRequirements", () =>
  z.object({
    modelProvider: maybe(z.string()),
    modelProviders: maybe(z.record(z.string(), z.unknown())),
    allowedLoginMethods: maybe(z.array(ForcedLoginMethod())),
    cliAuthCredentialsStore: maybe(CliAuthCredentialsStoreMode()),
    chatgptBaseUrl: maybe(z.string()),
    additionalDeveloperInstructions: maybe(z.string()),
    allowedApprovalPolicies: maybe(z.array(AskForApproval())),
    allowedApprovalsReviewers: experimental(maybe(z.array(ApprovalsReviewer()))),
    allowedSandboxModes: maybe(z.array(SandboxMode())),
    allowedWindowsSandboxImplementations: maybe(z.array(WindowsSandboxImplementation())),
    allowedPermissionProfiles: maybe(z.record(z.string(), z.boolean())),
    defaultPermissions: maybe(z.string()),
    allowedWebSearchModes: maybe(z.array(WebSearchMode())),
    allowManagedHooksOnly: maybe(z.boolean()),
    allowBrowserAndComputerUse: maybe(z.boolean()),
    allowAppshots: maybe(z.boolean()),
    allowRemoteControl: maybe(z.boolean()),
    computerUse: maybe(ComputerUseRequirements()),
    browserUse: maybe(BrowserUseRequirements()),
    inAppBrowser: maybe(InAppBrowserRequirements()),
    featureRequirements: maybe(z.record(z.string(), z.boolean())),
    hooks: experimental(maybe(ManagedHooksRequirements())),
    enforceResidency: maybe(ResidencyRequirement()),
    network: experimental(maybe(NetworkRequirements())),
    application: experimental(maybe(ApplicationRequirements())),
    autoReview: maybe(AutoReviewRequirements()),
    models: maybe(ModelsRequirements()),
    sqliteHome: maybe(z.string()),
    logDir: maybe(z.string()),
    modelCatalogJson: maybe(z.string()),
    checkForUpdateOnStartup: maybe(z.boolean()),
    allowLoginShell: maybe(z.boolean()),
    feedback: maybe(FeedbackRequirements()),
    otel: maybe(OtelRequirements()),
  }),
);

export const WindowsSandboxImplementation = define("WindowsSandboxImplementation", () =>
  z.enum(["elevated", "unelevated", "mxc"]),
);

export const ComputerUseRequirements = define("ComputerUseRequirements", () => z.record(z.string(), z.unknown()));

export const BrowserUseRequirements = define("BrowserUseRequirements", () => z.record(z.string(), z.unknown()));

export const InAppBrowserRequirements = define("InAppBrowserRequirements", () =>
  z.object({ allowExternalBrowserSettingsImport: maybe(z.boolean()) }),
);

export const ManagedHooksRequirements = define("ManagedHooksRequirements", () => z.record(z.string(), z.unknown()));

export const ResidencyRequirement = define("ResidencyRequirement", () => z.literal("us"));

export const NetworkRequirements = define("NetworkRequirements", () =>
  z.object({
    enabled: maybe(z.boolean()),
    httpPort: maybe(count()),
    socksPort: maybe(count()),
    allowUpstreamProxy: maybe(z.boolean()),
    dangerouslyAllowNonLoopbackProxy: maybe(z.boolean()),
    dangerouslyAllowAllUnixSockets: maybe(z.boolean()),
    domains: maybe(z.record(z.string(), NetworkDomainPermission())),
    reviewDomains: maybe(z.array(z.string())),
    managedAllowedDomainsOnly: maybe(z.boolean()),
    allowedDomains: maybe(z.array(z.string())),
    deniedDomains: maybe(z.array(z.string())),
    unixSockets: maybe(z.record(z.string(), NetworkUnixSocketPermission())),
    allowUnixSockets: maybe(z.array(z.string())),
    allowLocalBinding: maybe(z.boolean()),
  }),
);

export const NetworkDomainPermission = define("NetworkDomainPermission", () => z.enum(["allow", "deny"]));

export const NetworkUnixSocketPermission = define("NetworkUnixSocketPermission", () => z.enum(["allow", "deny"]));

export const ApplicationRequirements = define("ApplicationRequirements", () => z.record(z.string(), z.unknown()));

export const AutoReviewRequirements = define("AutoReviewRequirements", () =>
  z.object({ requiredOnModels: maybe(z.array(z.string())), ignoreRules: maybe(z.array(z.string())) }),
);

export const ModelsRequirements = define("ModelsRequirements", () => z.record(z.string(), z.unknown()));

export const FeedbackRequirements = define("FeedbackRequirements", () => z.record(z.string(), z.unknown()));

export const OtelRequirements = define("OtelRequirements", () => z.record(z.string(), z.unknown()));
