/** Which function answers which request. */
import type { ClientMethod } from "../../protocol/messages.ts";
import type { Method, Methods } from "./method.ts";
import { ABOUT_METHODS } from "./methods-about.ts";
import { COMMAND_METHODS } from "./methods-command.ts";
import { CONFIG_METHODS } from "./methods-config.ts";
import { GUARDIAN_METHODS } from "./methods-guardian.ts";
import { MCP_METHODS } from "./methods-mcp.ts";
import { STORED_METHODS } from "./methods-stored.ts";
import { THREAD_METHODS } from "./methods-thread.ts";
import { TURN_METHODS } from "./methods-turn.ts";

/** All but `initialize`, which is a connection's own. */
const METHODS: Methods = {
  ...THREAD_METHODS,
  ...STORED_METHODS,
  ...TURN_METHODS,
  ...CONFIG_METHODS,
  ...MCP_METHODS,
  ...GUARDIAN_METHODS,
  ...COMMAND_METHODS,
  ...ABOUT_METHODS,
};

/** Null for what this version does not do. */
export function methodOf<M extends ClientMethod>(name: M): Method<M> | null {
  return METHODS[name] ?? null;
}
