/** The messages as they are generated for clients: each root, and all that it is made of. */
import { CLIENT_REQUESTS } from "./client-requests.ts";
import { type Definition, isExperimental, titleOf } from "./define.ts";
import { SERVER_NOTIFICATIONS } from "./server-notifications.ts";
import { SERVER_REQUESTS } from "./server-requests.ts";
import { type Schema, shapeOf } from "./shape.ts";

/** One message of a direction; `params` null where it carries nothing. */
export type Message = { readonly method: string; readonly params: Schema | null };

export type Direction = {
  /** The name of the type that is all of its messages. */
  readonly title: "ClientRequest" | "ClientNotification" | "ServerRequest" | "ServerNotification";
  /** True where each message has an id. */
  readonly isRequest: boolean;
  readonly messages: readonly Message[];
};

type Request = { readonly params: Definition; readonly result: Definition; readonly isExperimental: boolean };

/** @param withExperimental what only clients see that declared `experimentalApi` */
export function directions(withExperimental: boolean): readonly Direction[] {
  const requests = (table: Readonly<Record<string, Request>>): readonly Message[] =>
    Object.entries(table)
      .filter(([, { isExperimental: isOne }]) => withExperimental || !isOne)
      .map(([method, { params }]) => ({ method, params: carried(params) }));
  const told = Object.entries<{ readonly params: Definition }>(SERVER_NOTIFICATIONS);
  return [
    { title: "ClientRequest", isRequest: true, messages: requests(CLIENT_REQUESTS) },
    { title: "ClientNotification", isRequest: false, messages: [{ method: "initialized", params: null }] },
    { title: "ServerRequest", isRequest: true, messages: requests(SERVER_REQUESTS) },
    {
      title: "ServerNotification",
      isRequest: false,
      messages: told.map(([method, { params }]) => ({ method, params: carried(params) })),
    },
  ];
}

function carried(params: Definition): Schema | null {
  return params.title === "None" ? null : params();
}

/** What messages carry and what they are answered with, by its name; in the order of the tables. */
export function bodies(withExperimental: boolean): ReadonlyMap<string, Schema> {
  const tables: readonly Readonly<Record<string, Request>>[] = [CLIENT_REQUESTS, SERVER_REQUESTS];
  const requests = tables.flatMap((table) => Object.values(table));
  const used = requests.filter((one) => withExperimental || !one.isExperimental);
  const told = Object.values<{ readonly params: Definition }>(SERVER_NOTIFICATIONS);
  const definitions = [...used.flatMap(({ params, result }) => [params, result]), ...told.map(({ params }) => params)];
  return new Map(definitions.filter(({ title }) => title !== "None").map((one) => [one.title, one()]));
}

/** All that has a name in `schemas`, themselves included. */
export function namedIn(schemas: Iterable<Schema>, withExperimental: boolean): ReadonlyMap<string, Schema> {
  const named = new Map<string, Schema>();
  const open = [...schemas];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    const title = titleOf(schema);
    if (title !== null && named.has(title)) continue;
    if (title !== null) named.set(title, schema);
    open.push(...partsOf(schema).filter((part) => withExperimental || !isExperimental(part)));
  }
  return new Map([...named].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function partsOf(schema: Schema): readonly Schema[] {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case "list":
    case "map":
    case "optional":
    case "nullable":
      return [shape.of];
    case "fields":
      return Object.values(shape.fields);
    case "either":
      return shape.options;
    default:
      return [];
  }
}
