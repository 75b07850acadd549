/** Every message by its method: what it carries, and whether a value is one. */
import type { Result } from "../kit/result.ts";
import { CLIENT_REQUESTS } from "./client-requests.ts";
import type { Definition, Of } from "./define.ts";
import { isExperimental } from "./define.ts";
import { findFault, unknownVariant } from "./fault.ts";
import { shapeOf } from "./shape.ts";
import { SERVER_REQUESTS } from "./server-requests.ts";

export type ClientMethod = keyof typeof CLIENT_REQUESTS;
export type ParamsOf<M extends ClientMethod> = Of<(typeof CLIENT_REQUESTS)[M]["params"]>;

export type ServerMethod = keyof typeof SERVER_REQUESTS;
export type AnswerOf<M extends ServerMethod> = Of<(typeof SERVER_REQUESTS)[M]["result"]>;

const KNOWN: ReadonlySet<string> = new Set(Object.keys(CLIENT_REQUESTS));

/** False also for what every object has, such as `constructor`. */
export function isClientMethod(method: string): method is ClientMethod {
  return KNOWN.has(method);
}

/** The message for a method that there is none of; it lists all there are. */
export function unknownMethod(method: string): string {
  return `Invalid request: ${unknownVariant(method, [...KNOWN], "")}`;
}

/**
 * The parameters of a request, without the fields that nobody knows here.
 *
 * @param mayExperiment what the client declared as `experimentalApi`; without it what is experimental is refused
 * @returns an error is the text for the client
 */
export function checkParams<M extends ClientMethod>(
  method: M,
  params: unknown,
  mayExperiment: boolean,
): Result<ParamsOf<M>, string> {
  const { params: definition, isExperimental: isMethodExperimental } = CLIENT_REQUESTS[method];
  if (isMethodExperimental && !mayExperiment) return needsExperimental(method);
  if ((params === undefined || params === null) && !definition().safeParse(params).success) {
    return { ok: false, error: "Invalid request: missing field `params`" };
  }
  const checked = check(definition, params);
  if (!checked.ok) return { ok: false, error: `Invalid request: ${checked.error}` };
  const what = mayExperiment ? null : findExperimental(method, definition, params);
  if (what !== null) return needsExperimental(what);
  return { ok: true, value: checked.value as ParamsOf<M> };
}

/** What a client answered; an error says what is wrong with it. */
export function checkAnswer<M extends ServerMethod>(method: M, result: unknown): Result<AnswerOf<M>, string> {
  const checked = check(SERVER_REQUESTS[method].result, result);
  return checked.ok ? { ok: true, value: checked.value as AnswerOf<M> } : checked;
}

function check(definition: Definition, value: unknown): Result<unknown, string> {
  const read = definition().safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const error = findFault(definition(), value) ?? read.error.issues[0]?.message ?? "not as expected";
  return { ok: false, error };
}

function needsExperimental(what: string): { readonly ok: false; readonly error: string } {
  return { ok: false, error: `${what} requires experimentalApi capability` };
}

/** What is given and experimental, by the name that clients know it by; what is as if it were left out does not count. */
function findExperimental(method: ClientMethod, definition: Definition, params: unknown): string | null {
  const shape = shapeOf(definition());
  if (shape.kind !== "fields") return null;
  for (const [name, value] of Object.entries(Object(params) as object)) {
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (field === undefined || value === null || value === undefined || value === false) continue;
    if (isExperimental(field)) return `${method}.${name}`;
    // Of the policies all but this one are words.
    if (name === "approvalPolicy" && typeof value === "object") return "askForApproval.granular";
  }
  return null;
}
