/** Whether the model's endpoint is asked with a key. */
import type { Settings } from "../core/config/settings.ts";
import { endpointOf, findProvider, OPENAI } from "../effects/model/provider.ts";
import { VERSION } from "../version.ts";

export function hasKey({ modelProvider, modelProviders }: Settings, home: string): boolean {
  const name = modelProvider ?? OPENAI;
  const provider = findProvider(name, modelProviders);
  if (!provider.ok) return false;
  const client = { originator: "assent", version: VERSION };
  const endpoint = endpointOf({ name, provider: provider.value, variables: process.env, home, client });
  return endpoint.ok && "authorization" in endpoint.value.headers;
}
