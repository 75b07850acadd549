/** What servers and tools ask a person, and the answers. */
import * as z from "zod/mini";
import { count, define, experimental, maybe } from "./define.ts";
import { DynamicToolCallOutputContentItem } from "./scalars.ts";

export const ToolRequestUserInputParams = define("ToolRequestUserInputParams", () =>
  z.object({
    threadId: z.string(),
    turnId: z.string(),
    itemId: z.string(),
    questions: z.array(ToolRequestUserInputQuestion()),
    isBlocking: z.boolean(),
    autoResolutionMs: maybe(count()),
  }),
);

export const ToolRequestUserInputQuestion = define("ToolRequestUserInputQuestion", () =>
  z.object({
    id: z.string(),
    header: z.string(),
    question: z.string(),
    isOther: z.optional(z.boolean()),
    isSecret: z.optional(z.boolean()),
    options: maybe(z.array(ToolRequestUserInputOption())),
  }),
);

export const ToolRequestUserInputOption = define("ToolRequestUserInputOption", () =>
  z.object({ label: z.string(), description: z.string() }),
);

export const ToolRequestUserInputResponse = define("ToolRequestUserInputResponse", () =>
  z.object({ answers: z.record(z.string(), ToolRequestUserInputAnswer()) }),
);

export const ToolRequestUserInputAnswer = define("ToolRequestUserInputAnswer", () =>
  z.object({ answers: z.array(z.string()) }),
);

export const McpServerElicitationRequestParams = define("McpServerElicitationRequestParams", () =>
  z.discriminatedUnion("mode", [
    experimental(
      z.object({
        serverName: z.string(),
        threadId: z.string(),
        turnId: maybe(z.string()),
        _meta: z.optional(z.unknown()),
        challenge: z.string(),
        description: z.string(),
        mode: z.literal("openai/userVerification"),
        title: z.string(),
      }),
    ),
    z.object({
      serverName: z.string(),
      threadId: z.string(),
      turnId: maybe(z.string()),
      _meta: z.optional(z.unknown()),
      message: z.string(),
      mode: z.literal("form"),
      requestedSchema: McpElicitationSchema(),
    }),
    z.object({
      serverName: z.string(),
      threadId: z.string(),
      turnId: maybe(z.string()),
      _meta: z.optional(z.unknown()),
      message: z.string(),
      mode: z.literal("openai/form"),
      requestedSchema: z.unknown(),
    }),
    z.object({
      serverName: z.string(),
      threadId: z.string(),
      turnId: maybe(z.string()),
      _meta: z.optional(z.unknown()),
      message: z.string(),
      mode: z.literal("openaiForm"),
      requestedSchema: z.unknown(),
    }),
    z.object({
      serverName: z.string(),
      threadId: z.string(),
      turnId: maybe(z.string()),
      _meta: z.optional(z.unknown()),
      elicitationId: z.string(),
      message: z.string(),
      mode: z.literal("url"),
      url: z.string(),
    }),
  ]),
);

export const McpElicitationSchema = define("McpElicitationSchema", () =>
  z.object({
    $schema: maybe(z.string()),
    type: McpElicitationObjectType(),
    properties: z.record(z.string(), McpElicitationPrimitiveSchema()),
    required: maybe(z.array(z.string())),
  }),
);

export const McpElicitationObjectType = define("McpElicitationObjectType", () => z.literal("object"));

export const McpElicitationPrimitiveSchema = define("McpElicitationPrimitiveSchema", () =>
  z.union([
    McpElicitationEnumSchema(),
    McpElicitationStringSchema(),
    McpElicitationNumberSchema(),
    McpElicitationBooleanSchema(),
  ]),
);

export const McpElicitationEnumSchema = define("McpElicitationEnumSchema", () =>
  z.union([
    McpElicitationSingleSelectEnumSchema(),
    McpElicitationMultiSelectEnumSchema(),
    McpElicitationLegacyTitledEnumSchema(),
  ]),
);

export const McpElicitationSingleSelectEnumSchema = define("McpElicitationSingleSelectEnumSchema", () =>
  z.union([McpElicitationUntitledSingleSelectEnumSchema(), McpElicitationTitledSingleSelectEnumSchema()]),
);

export const McpElicitationUntitledSingleSelectEnumSchema = define("McpElicitationUntitledSingleSelectEnumSchema", () =>
  z.object({
    type: McpElicitationStringType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    enum: z.array(z.string()),
    default: maybe(z.string()),
  }),
);

export const McpElicitationStringType = define("McpElicitationStringType", () => z.literal("string"));

export const McpElicitationTitledSingleSelectEnumSchema = define("McpElicitationTitledSingleSelectEnumSchema", () =>
  z.object({
    type: McpElicitationStringType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    oneOf: z.array(McpElicitationConstOption()),
    default: maybe(z.string()),
  }),
);

export const McpElicitationConstOption = define("McpElicitationConstOption", () =>
  z.object({ const: z.string(), title: z.string() }),
);

export const McpElicitationMultiSelectEnumSchema = define("McpElicitationMultiSelectEnumSchema", () =>
  z.union([McpElicitationUntitledMultiSelectEnumSchema(), McpElicitationTitledMultiSelectEnumSchema()]),
);

export const McpElicitationUntitledMultiSelectEnumSchema = define("McpElicitationUntitledMultiSelectEnumSchema", () =>
  z.object({
    type: McpElicitationArrayType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    minItems: maybe(count()),
    maxItems: maybe(count()),
    items: McpElicitationUntitledEnumItems(),
    default: maybe(z.array(z.string())),
  }),
);

export const McpElicitationArrayType = define("McpElicitationArrayType", () => z.literal("array"));

export const McpElicitationUntitledEnumItems = define("McpElicitationUntitledEnumItems", () =>
  z.object({ type: McpElicitationStringType(), enum: z.array(z.string()) }),
);

export const McpElicitationTitledMultiSelectEnumSchema = define("McpElicitationTitledMultiSelectEnumSchema", () =>
  z.object({
    type: McpElicitationArrayType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    minItems: maybe(count()),
    maxItems: maybe(count()),
    items: McpElicitationTitledEnumItems(),
    default: maybe(z.array(z.string())),
  }),
);

export const McpElicitationTitledEnumItems = define("McpElicitationTitledEnumItems", () =>
  z.object({ anyOf: z.array(McpElicitationConstOption()) }),
);

export const McpElicitationLegacyTitledEnumSchema = define("McpElicitationLegacyTitledEnumSchema", () =>
  z.object({
    type: McpElicitationStringType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    enum: z.array(z.string()),
    enumNames: maybe(z.array(z.string())),
    default: maybe(z.string()),
  }),
);

export const McpElicitationStringSchema = define("McpElicitationStringSchema", () =>
  z.object({
    type: McpElicitationStringType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    minLength: maybe(z.uint32()),
    maxLength: maybe(z.uint32()),
    format: maybe(McpElicitationStringFormat()),
    default: maybe(z.string()),
  }),
);

export const McpElicitationStringFormat = define("McpElicitationStringFormat", () =>
  z.enum(["email", "uri", "date", "date-time"]),
);

export const McpElicitationNumberSchema = define("McpElicitationNumberSchema", () =>
  z.object({
    type: McpElicitationNumberType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    minimum: maybe(z.number()),
    maximum: maybe(z.number()),
    default: maybe(z.number()),
  }),
);

export const McpElicitationNumberType = define("McpElicitationNumberType", () => z.enum(["number", "integer"]));

export const McpElicitationBooleanSchema = define("McpElicitationBooleanSchema", () =>
  z.object({
    type: McpElicitationBooleanType(),
    title: maybe(z.string()),
    description: maybe(z.string()),
    default: maybe(z.boolean()),
  }),
);

export const McpElicitationBooleanType = define("McpElicitationBooleanType", () => z.literal("boolean"));

export const McpServerElicitationRequestResponse = define("McpServerElicitationRequestResponse", () =>
  z.object({ action: McpServerElicitationAction(), content: z.optional(z.unknown()), _meta: z.optional(z.unknown()) }),
);

export const McpServerElicitationAction = define("McpServerElicitationAction", () =>
  z.enum(["accept", "decline", "cancel"]),
);

export const DynamicToolCallParams = define("DynamicToolCallParams", () =>
  z.object({
    threadId: z.string(),
    turnId: z.string(),
    callId: z.string(),
    namespace: maybe(z.string()),
    tool: z.string(),
    arguments: z.unknown(),
  }),
);

export const DynamicToolCallResponse = define("DynamicToolCallResponse", () =>
  z.object({ contentItems: z.array(DynamicToolCallOutputContentItem()), success: z.boolean() }),
);
