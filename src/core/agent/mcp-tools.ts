/** Tools of servers as a model is offered them: names that it can call, told apart. */
import type { Json } from "../../kit/json.ts";
import type { ToolAbout } from "../approval/action.ts";
import type { ToolApproval } from "../config/servers.ts";

/** A tool that may be called. Nothing in it is escaped. */
export type OfferedTool = {
  readonly server: string;
  /** As the server calls it. */
  readonly tool: string;
  /** What the model calls it: letters, digits, `_` and `-`, both together at most 64 of them. */
  readonly namespace: string;
  readonly name: string;
  /** A JSON Schema of an object. */
  readonly inputSchema: Json;
  readonly about: ToolAbout;
  /** What the settings say of it. */
  readonly approval: ToolApproval | null;
};
