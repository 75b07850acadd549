/** What servers and tools ask a person, and the answers. */
import * as z from "zod/mini";
import { count, define, experimental, maybe } from "./define.ts";
import { DynamicToolCallOutputContentItem } from "./scalars.ts";

export const ToolRequestUserInputParams = define("ToolRequestUserInputParams", () =>
  z.object({
    autoResolutionMs: maybe(count()),
    isBlocking: z.boolean(),
    itemId: z.string(),
    questions: z.array(ToolRequestUserInputQuestion()),
    threadId: z.string(),
    turnId: z.string(),
  }),
);

export const ToolRequestUserInputQuestion = define("ToolRequestUserInputQuestion", () =>
  z.object({
    header: z.string(),
    id: z.string(),
    isOther: z.optional(z.boolean()),
    isSecret: z.optional(z.boolean()),
    options: maybe(z.array(ToolRequestUserInputOption())),
    question: z.string(),
  }),
);

export const ToolRequestUserInputOption = define("ToolRequestUserInputOption", () =>
  z.object({ description: z.string(), label: z.string() }),
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
    properties: z.record(z.string(), McpElicitationPrimitiveSchema()),
    required: maybe(z.array(z.string())),
    type: McpElicitationObjectType(),
  }),
);

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
    default: maybe(z.string()),
    description: maybe(z.string()),
    enum: z.array(z.string()),
    title: maybe(z.string()),
    type: McpElicitationStringType(),
  }),
);

export const McpElicitationStringType = define("McpElicitationStringType", () => z.literal("string"));

export const McpElicitationTitledSingleSelectEnumSchema = define("McpElicitationTitledSingleSelectEnumSchema", () =>
  z.object({
    default: maybe(z.string()),
    description: maybe(z.string()),
    oneOf: z.array(McpElicitationConstOption()),
    title: maybe(z.string()),
    type: McpElicitationStringType(),
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
    default: maybe(z.array(z.string())),
    description: maybe(z.string()),
    items: McpElicitationUntitledEnumItems(),
    maxItems: maybe(count()),
    minItems: maybe(count()),
    title: maybe(z.string()),
    type: McpElicitationArrayType(),
  }),
);

export const McpElicitationUntitledEnumItems = define("McpElicitationUntitledEnumItems", () =>
  z.object({ enum: z.array(z.string()), type: McpElicitationStringType() }),
);

export const McpElicitationArrayType = define("McpElicitationArrayType", () => z.literal("array"));

export const McpElicitationTitledMultiSelectEnumSchema = define("McpElicitationTitledMultiSelectEnumSchema", () =>
  z.object({
    default: maybe(z.array(z.string())),
    description: maybe(z.string()),
    items: McpElicitationTitledEnumItems(),
    maxItems: maybe(count()),
    minItems: maybe(count()),
    title: maybe(z.string()),
    type: McpElicitationArrayType(),
  }),
);

export const McpElicitationTitledEnumItems = define("McpElicitationTitledEnumItems", () =>
  z.object({ anyOf: z.array(McpElicitationConstOption()) }),
);

export const McpElicitationLegacyTitledEnumSchema = define("McpElicitationLegacyTitledEnumSchema", () =>
  z.object({
    default: maybe(z.string()),
    description: maybe(z.string()),
    enum: z.array(z.string()),
    enumNames: maybe(z.array(z.string())),
    title: maybe(z.string()),
    type: McpElicitationStringType(),
  }),
);

export const McpElicitationStringSchema = define("McpElicitationStringSchema", () =>
  z.object({
    default: maybe(z.string()),
    description: maybe(z.string()),
    format: maybe(McpElicitationStringFormat()),
    maxLength: maybe(z.uint32()),
    minLength: maybe(z.uint32()),
    title: maybe(z.string()),
    type: McpElicitationStringType(),
  }),
);

export const McpElicitationStringFormat = define("McpElicitationStringFormat", () =>
  z.enum(["email", "uri", "date", "date-time"]),
);

export const McpElicitationNumberSchema = define("McpElicitationNumberSchema", () =>
  z.object({
    default: maybe(z.number()),
    description: maybe(z.string()),
    maximum: maybe(z.number()),
    minimum: maybe(z.number()),
    title: maybe(z.string()),
    type: McpElicitationNumberType(),
  }),
);

export const McpElicitationNumberType = define("McpElicitationNumberType", () => z.enum(["number", "integer"]));

export const McpElicitationBooleanSchema = define("McpElicitationBooleanSchema", () =>
  z.object({
    default: maybe(z.boolean()),
    description: maybe(z.string()),
    title: maybe(z.string()),
    type: McpElicitationBooleanType(),
  }),
);

export const McpElicitationBooleanType = define("McpElicitationBooleanType", () => z.literal("boolean"));

export const McpElicitationObjectType = define("McpElicitationObjectType", () => z.literal("object"));

export const McpServerElicitationRequestResponse = define("McpServerElicitationRequestResponse", () =>
  z.object({ _meta: z.optional(z.unknown()), action: McpServerElicitationAction(), content: z.optional(z.unknown()) }),
);

export const McpServerElicitationAction = define("McpServerElicitationAction", () =>
  z.enum(["accept", "decline", "cancel"]),
);

export const DynamicToolCallParams = define("DynamicToolCallParams", () =>
  z.object({
    arguments: z.unknown(),
    callId: z.string(),
    namespace: maybe(z.string()),
    threadId: z.string(),
    tool: z.string(),
    turnId: z.string(),
  }),
);

export const DynamicToolCallResponse = define("DynamicToolCallResponse", () =>
  z.object({ contentItems: z.array(DynamicToolCallOutputContentItem()), success: z.boolean() }),
);
