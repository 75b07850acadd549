/** Permissions beside those of the sandbox, and network protocols, as clients know them. */
import type { Extra } from "../../core/permissions/extra.ts";
import type { Json, JsonObject } from "../../kit/json.ts";

export const NETWORK_PROTOCOLS = {
  http: "http",
  https: "https",
  socks5_tcp: "socks5Tcp",
  socks5_udp: "socks5Udp",
} as const;

export function showExtra({ read, write, network }: Extra): JsonObject {
  const entries = [...entriesOf(read, "read"), ...entriesOf(write, "write")];
  return {
    network: network ? { enabled: true } : null,
    fileSystem: entries.length === 0 ? null : { read: listed(read), write: listed(write), entries },
  };
}

function listed(paths: readonly string[]): Json {
  return paths.length === 0 ? null : [...paths];
}

function entriesOf(paths: readonly string[], access: string): readonly JsonObject[] {
  return paths.map((path) => ({ path: { type: "path", path }, access }));
}
