/** Which function answers which request. */
import type { ClientMethod, ParamsOf } from "../../protocol/messages.ts";
import { ABOUT_METHODS } from "./methods-about.ts";
import { CONFIG_METHODS } from "./methods-config.ts";
import { MCP_METHODS } from "./methods-mcp.ts";
import { STORED_METHODS } from "./methods-stored.ts";
import { THREAD_METHODS } from "./methods-thread.ts";
import { TURN_METHODS } from "./methods-turn.ts";
import { COMMAND_METHODS } from "./methods-command.ts";
import type { Answered } from "./answer.ts";
import type { Client } from "./client.ts";
import type { Server } from "./server.ts";

/** Who asks, and of whom. */
export type Call = { readonly client: Client; readonly server: Server };

/** May throw: then the request failed, and nobody is told more than that. */
export type Method<M extends ClientMethod> = (params: ParamsOf<M>, call: Call) => Promise<Answered> | Answered;

export type Methods = { readonly [M in ClientMethod]?: Method<M> };

/** All but `initialize`, which is a connection's own. */
const METHODS: Methods = {
  ...THREAD_METHODS,
  ...STORED_METHODS,
  ...TURN_METHODS,
  ...CONFIG_METHODS,
  ...MCP_METHODS,
  ...COMMAND_METHODS,
  ...ABOUT_METHODS,
};

/** Null for what this version does not do. */
export function methodOf<M extends ClientMethod>(name: M): Method<M> | null {
  return METHODS[name] ?? null;
}
