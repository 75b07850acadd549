/** The first request of a connection. */
import * as z from "zod/mini";
import { define, maybe } from "./define.ts";
import { AbsolutePathBuf } from "./scalars.ts";

export const InitializeParams = define("InitializeParams", () =>
  z.object({ capabilities: maybe(InitializeCapabilities()), clientInfo: ClientInfo() }),
);

export const InitializeCapabilities = define("InitializeCapabilities", () =>
  z.object({
    experimentalApi: z.optional(z.boolean()),
    explicitGatewayOauth: z.optional(z.boolean()),
    extensions: maybe(z.record(z.string(), z.unknown())),
    mcpServerOpenaiFormElicitation: z.optional(z.boolean()),
    optOutNotificationMethods: maybe(z.array(z.string())),
    requestAttestation: z.optional(z.boolean()),
    requiredHumanApproval: z.optional(z.boolean()),
    assent: maybe(AssentCapabilities()),
  }),
);

/** `details`: questions carry more than the protocol's own fields. */
export const AssentCapabilities = define("AssentCapabilities", () => z.object({ details: z.optional(z.boolean()) }));

export const ClientInfo = define("ClientInfo", () =>
  z.object({ name: z.string(), title: maybe(z.string()), version: z.string() }),
);

export const InitializeResponse = define("InitializeResponse", () =>
  z.object({ codexHome: AbsolutePathBuf(), platformFamily: z.string(), platformOs: z.string(), userAgent: z.string() }),
);
