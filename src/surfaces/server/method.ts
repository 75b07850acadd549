/** What answers one kind of request. */
import type { ClientMethod, ParamsOf } from "../../protocol/messages.ts";
import type { Answered } from "./answer.ts";
import type { Client } from "./client.ts";
import type { Server } from "./server.ts";

/** Who asks, and of whom. */
export type Call = { readonly client: Client; readonly server: Server };

/** May throw: then the request failed, and nobody is told more than that. */
export type Method<M extends ClientMethod> = (params: ParamsOf<M>, call: Call) => Promise<Answered> | Answered;

export type Methods = { readonly [M in ClientMethod]?: Method<M> };
