/** The first request of a connection. */
import * as z from "zod/mini";
import { define, experimental, maybe } from "./define.ts";
import { AbsolutePathBuf } from "./scalars.ts";

export const InitializeParams = define("InitializeParams", () =>
  z.object({ clientInfo: ClientInfo(), capabilities: maybe(InitializeCapabilities()) }),
);

export const ClientInfo = define("ClientInfo", () =>
  z.object({ name: z.string(), title: maybe(z.string()), version: z.string() }),
);

export const InitializeCapabilities = define("InitializeCapabilities", () =>
  z.object({
    requiredHumanApproval: z.optional(z.boolean()),
    explicitGatewayOauth: z.optional(z.boolean()),
    experimentalApi: z.optional(z.boolean()),
    requestAttestation: z.optional(z.boolean()),
    mcpServerOpenaiFormElicitation: z.optional(z.boolean()),
    optOutNotificationMethods: maybe(z.array(z.string())),
    extensions: maybe(z.record(z.string(), z.unknown())),
    assent: experimental(maybe(AssentCapabilities())),
  }),
);

/** `details`: questions carry more than the protocol's own fields. */
export const AssentCapabilities = define("AssentCapabilities", () => z.object({ details: z.optional(z.boolean()) }));

export const InitializeResponse = define("InitializeResponse", () =>
  z.object({ userAgent: z.string(), codexHome: AbsolutePathBuf(), platformFamily: z.string(), platformOs: z.string() }),
);
