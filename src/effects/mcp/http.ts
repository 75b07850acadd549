/** A server that is an address: its headers, and answers of a bounded size. */
import type { Transport } from "@modelcontextprotocol/client";
import type { McpTransport } from "../../core/config/servers.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { MESSAGE_BYTES_MAX } from "../lines.ts";
import type { Sdk } from "./sdk.ts";

type Address = McpTransport & { readonly kind: "url" };

/** How a server can be reached, the first way first. */
export type Ways = {
  readonly streamable: () => Transport;
  /** The older protocol, which a server may speak that knows nothing of the newer one. */
  readonly sse: () => Transport;
};

/** @param env where tokens and the values of headers are looked up; no error names any of them */
export function waysTo(
  { url, bearerTokenEnvVar, httpHeaders, envHttpHeaders }: Address,
  env: Readonly<Record<string, string | undefined>>,
  sdk: Sdk,
): Result<Ways, string> {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || (address.protocol !== "https:" && address.protocol !== "http:")) {
    return err("its url is no address of the web: write one that begins with https:// or http://");
  }
  const headers = new Headers();
  const wanted: [name: string, value: string][] = Object.entries(httpHeaders);
  for (const [name, variable] of Object.entries(envHttpHeaders)) {
    const value = env[variable];
    if (value !== undefined && value !== "") wanted.push([name, value]);
  }
  if (bearerTokenEnvVar !== null) {
    const token = env[bearerTokenEnvVar];
    if (token === undefined || token === "") {
      return err(`its token is missing: set the variable ${bearerTokenEnvVar}, or take bearer_token_env_var away`);
    }
    wanted.push(["Authorization", `Bearer ${token}`]);
  }
  for (const [name, value] of wanted) {
    try {
      headers.set(name, value);
    } catch {
      // What is thrown tells the value, which may be a secret.
      return err(`its header ${name} cannot be sent: its name or value has characters that headers do not take`);
    }
  }
  const options = { requestInit: { headers }, fetch: boundedFetch };
  return ok({
    streamable: () => new sdk.StreamableHTTPClientTransport(address, options),
    sse: () => new sdk.SSEClientTransport(address, options),
  });
}

/** The system's own, whose answers fail where one message goes beyond the bound. */
async function boundedFetch(url: string | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const { body } = response;
  if (body === null) return response;
  const isStream = (response.headers.get("content-type") ?? "").includes("text/event-stream");
  const bounded = new Response(body.pipeThrough(bound(isStream)), response);
  // A response that is made by hand knows no address, by which redirections are told.
  Object.defineProperty(bounded, "url", { value: response.url });
  Object.defineProperty(bounded, "redirected", { value: response.redirected });
  return bounded;
}

/** @param isStream true where an empty line ends a message, so that there may be any number of them */
function bound(isStream: boolean): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  let before = Buffer.alloc(0);
  return new TransformStream({
    transform(chunk, controller) {
      const seen = Buffer.concat([before, chunk]);
      const end = isStream ? Math.max(...EMPTY_LINES.map((line) => seen.lastIndexOf(line))) : -1;
      length = end === -1 ? length + chunk.length : seen.length - end;
      before = seen.subarray(-SEEN_BYTES);
      if (length > MESSAGE_BYTES_MAX) {
        controller.error(new Error(`it sent a message of more than ${MESSAGE_BYTES_MAX >> 20} MiB`));
      } else controller.enqueue(chunk);
    },
  });
}

const EMPTY_LINES = ["\n\n", "\r\n\r\n", "\r\r"];
/** One of them may lie across two chunks. */
const SEEN_BYTES = 3;
