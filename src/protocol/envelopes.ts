/** The frames of messages as shapes, for those who generate clients. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { RequestId } from "./scalars.ts";

export const JSONRPCMessage = define("JSONRPCMessage", () =>
  z.union([JSONRPCRequest(), JSONRPCNotification(), JSONRPCResponse(), JSONRPCError()]),
);

export const JSONRPCRequest = define("JSONRPCRequest", () =>
  z.object({ id: RequestId(), method: z.string(), params: z.optional(z.unknown()) }),
);

export const JSONRPCNotification = define("JSONRPCNotification", () =>
  z.object({ method: z.string(), params: z.optional(z.unknown()), emittedAtMs: maybe(z.int()) }),
);

export const JSONRPCResponse = define("JSONRPCResponse", () => z.object({ id: RequestId(), result: z.unknown() }));

export const JSONRPCError = define("JSONRPCError", () =>
  z.object({ error: JSONRPCErrorError(), id: z.nullable(RequestId()) }),
);

export const JSONRPCErrorError = define("JSONRPCErrorError", () =>
  z.object({ code: z.int(), data: z.optional(z.unknown()), message: z.string() }),
);
