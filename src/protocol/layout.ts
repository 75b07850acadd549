/** Which folder a generated file lies in, as those who generate clients know it. */

/** JSON Schemas beside those of the second version of the protocol. */
const SCHEMAS_ABOVE = words(`
  AbsolutePathBuf AdditionalPermissionProfile ApplyPatchApprovalParams ApplyPatchApprovalResponse ApprovalDetails
  AssentCapabilities ClientInfo CommandExecutionApprovalDecision CommandExecutionApprovalKind
  CommandExecutionRequestApprovalParams CommandExecutionRequestApprovalResponse DynamicToolCallParams
  DynamicToolCallResponse ExecCommandApprovalParams ExecCommandApprovalResponse FileChange
  FileChangeApprovalDecision FileChangeRequestApprovalParams FileChangeRequestApprovalResponse GetAuthStatusParams
  GetAuthStatusResponse GrantLimits GrantedPermissionProfile InitializeCapabilities InitializeParams
  InitializeResponse JSONRPCError JSONRPCErrorError JSONRPCMessage JSONRPCNotification JSONRPCRequest
  JSONRPCResponse McpServerElicitationAction McpServerElicitationRequestParams McpServerElicitationRequestResponse
  NetworkApprovalContext NetworkPolicyAmendment NetworkPolicyRuleAction ParsedCommand PermissionGrantScope
  PermissionsRequestApprovalParams PermissionsRequestApprovalResponse RequestId ReviewDecision ReviewDetails
  ToolRequestUserInputAnswer ToolRequestUserInputOption ToolRequestUserInputParams ToolRequestUserInputQuestion
  ToolRequestUserInputResponse
`);

/** Those of the first version, in a folder of their own. */
const SCHEMAS_OF_FIRST = words("InitializeParams InitializeResponse");

/** TypeScript types beside those of the second version. */
const TYPES_ABOVE = words(`
  AbsolutePathBuf AgentPath ApplyPatchApprovalParams ApplyPatchApprovalResponse AssentCapabilities AuthMode
  AutoCompactTokenLimitScope ClientInfo CollaborationMode ExecCommandApprovalParams ExecCommandApprovalResponse
  FileChange ForcedLoginMethod FunctionCallOutputBody FunctionCallOutputContentItem GetAuthStatusParams
  GetAuthStatusResponse GuardianAssessmentOutcome ImageDetail ImageGenerationFailure ImageGenerationInputImage
  InitializeCapabilities InitializeParams InitializeResponse InputModality LegacyAppPathString McpServerInfo
  MessagePhase ModeKind MultiAgentMode NetworkPolicyAmendment NetworkPolicyRuleAction ParsedCommand Personality
  PlanType ReasoningEffort ReasoningSummary RequestId Resource ResourceTemplate ResponseItem ReviewDecision
  SessionSource Settings SubAgentSource ThreadId Tool Verbosity WebSearchAction WebSearchMode WebSearchProvider
`);

/** True for a definition at the top of the bundle; all others lie under `v2`. */
export function isSchemaAbove(title: string): boolean {
  return SCHEMAS_ABOVE.has(title) || title.startsWith("McpElicitation");
}

/** With a slash at its end; empty for the top folder. */
export function folderOfSchema(title: string): "" | "v1/" | "v2/" {
  if (SCHEMAS_OF_FIRST.has(title)) return "v1/";
  return isSchemaAbove(title) ? "" : "v2/";
}

/** With a slash at its end; empty for the top folder. */
export function folderOfType(title: string): "" | "v2/" {
  return TYPES_ABOVE.has(title) ? "" : "v2/";
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
