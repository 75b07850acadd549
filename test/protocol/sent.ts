/** Holds what a server sends against the protocol: shapes, and fields that it does not have. */
import { CLIENT_REQUESTS } from "../../src/protocol/client-requests.ts";
import type { Definition } from "../../src/protocol/define.ts";
import { findFault } from "../../src/protocol/fault.ts";
import { SERVER_NOTIFICATIONS } from "../../src/protocol/server-notifications.ts";
import { SERVER_REQUESTS } from "../../src/protocol/server-requests.ts";
import { type Schema, shapeOf } from "../../src/protocol/shape.ts";

type Message = {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
};
type Table = Readonly<Record<string, Readonly<Record<"params" | "result", Definition>>>>;

const REQUESTS: Table = CLIENT_REQUESTS;
const QUESTIONS: Table = SERVER_REQUESTS;
const NOTIFICATIONS: Readonly<Record<string, { readonly params: Definition }>> = SERVER_NOTIFICATIONS;

export type Watch = {
  readonly asked: (message: object) => void;
  /** What is wrong with a message of the server; null where nothing is. */
  readonly faultOf: (message: unknown) => string | null;
};

export function watch(): Watch {
  const methods = new Map<unknown, string>();
  return {
    asked(message: Message) {
      if (message.method !== undefined) methods.set(message.id, message.method);
    },
    faultOf(message) {
      const { id, method, params, result } = message as Message;
      if (method === undefined && result === undefined) return null;
      const name = method ?? methods.get(id) ?? "";
      const definition =
        method === undefined ? REQUESTS[name]?.result : (id === undefined ? NOTIFICATIONS : QUESTIONS)[name]?.params;
      if (definition === undefined) return `there is no ${name}`;
      const body = method === undefined ? result : params;
      const fault = findFault(definition(), body) ?? unknownIn(definition(), body, "")[0] ?? null;
      return fault === null ? null : `${name}: ${fault}`;
    },
  };
}

/** Paths of fields that no shape has. */
function unknownIn(schema: Schema, value: unknown, path: string): readonly string[] {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case "optional":
    case "nullable":
      return value === undefined || value === null ? [] : unknownIn(shape.of, value, path);
    case "list":
      return (value as readonly unknown[]).flatMap((one) => unknownIn(shape.of, one, `${path}[]`));
    case "map":
      return Object.entries(value as object).flatMap(([name, one]) => unknownIn(shape.of, one, `${path}.${name}`));
    case "fields":
      return Object.entries(value as object).flatMap(([name, one]) => {
        const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
        if (field === undefined) return shape.isOpen ? [] : [`no field ${path}.${name}`];
        return unknownIn(field, one, `${path}.${name}`);
      });
    case "either": {
      const fitting = shape.options.filter((option) => findFault(option, value) === null);
      const found = fitting.map((option) => unknownIn(option, value, path));
      return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
    }
    default:
      return [];
  }
}
