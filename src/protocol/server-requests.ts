/** What the server may ask of a client. */
import {
  CommandExecutionRequestApprovalParams,
  CommandExecutionRequestApprovalResponse,
  FileChangeRequestApprovalParams,
  FileChangeRequestApprovalResponse,
  PermissionsRequestApprovalParams,
  PermissionsRequestApprovalResponse,
} from "./approvals.ts";
import {
  DynamicToolCallParams,
  DynamicToolCallResponse,
  McpServerElicitationRequestParams,
  McpServerElicitationRequestResponse,
  ToolRequestUserInputParams,
  ToolRequestUserInputResponse,
} from "./elicitation.ts";
import {
  ApplyPatchApprovalParams,
  ApplyPatchApprovalResponse,
  ExecCommandApprovalParams,
  ExecCommandApprovalResponse,
} from "./legacy.ts";

export const SERVER_REQUESTS = {
  "item/commandExecution/requestApproval": {
    params: CommandExecutionRequestApprovalParams,
    result: CommandExecutionRequestApprovalResponse,
    isExperimental: false,
  },
  "item/fileChange/requestApproval": {
    params: FileChangeRequestApprovalParams,
    result: FileChangeRequestApprovalResponse,
    isExperimental: false,
  },
  "item/tool/requestUserInput": {
    params: ToolRequestUserInputParams,
    result: ToolRequestUserInputResponse,
    isExperimental: false,
  },
  "mcpServer/elicitation/request": {
    params: McpServerElicitationRequestParams,
    result: McpServerElicitationRequestResponse,
    isExperimental: false,
  },
  "item/permissions/requestApproval": {
    params: PermissionsRequestApprovalParams,
    result: PermissionsRequestApprovalResponse,
    isExperimental: false,
  },
  "item/tool/call": { params: DynamicToolCallParams, result: DynamicToolCallResponse, isExperimental: false },
  applyPatchApproval: { params: ApplyPatchApprovalParams, result: ApplyPatchApprovalResponse, isExperimental: false },
  execCommandApproval: {
    params: ExecCommandApprovalParams,
    result: ExecCommandApprovalResponse,
    isExperimental: false,
  },
} as const;
