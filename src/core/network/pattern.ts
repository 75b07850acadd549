/** Host patterns as people write them: `a.test`, `*.a.test`, `**.a.test:8443`, `*`. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { HostPattern } from "../permissions/hosts.ts";
import { type HostFault, readHost, readPort } from "./host.ts";

export type PatternFault = HostFault | { readonly kind: "wildcard" | "url"; readonly text: string };

/** Reads a pattern into its one spelling. A port, where there is one, stands behind a colon. */
export function readPattern(text: string): Result<HostPattern, PatternFault> {
  if (/[/?#@\\]/.test(text)) return err({ kind: "url", text });
  const { host, digits } = splitPort(text.trim());
  const port = digits === null ? null : readPort(digits);
  if (digits !== null && port === null) return err({ kind: "port", text });
  if (host === "*" || host === "**") return ok({ host: "*", port });
  const [, stars = "", rest = ""] = /^(\*{1,2}\.)?(.*)$/s.exec(host) ?? [];
  if (rest.includes("*")) return err({ kind: "wildcard", text });
  const read = readHost(rest);
  if (!read.ok) return err({ kind: read.error.kind, text });
  if (stars !== "" && read.value.kind === "address") return err({ kind: "wildcard", text });
  return ok({ host: stars + read.value.text, port });
}

/** As it is written in settings. */
export function printPattern({ host, port }: HostPattern): string {
  if (port === null) return host;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** More than one colon without brackets is an address. */
function splitPort(text: string): { readonly host: string; readonly digits: string | null } {
  const [, host, digits] = /^(\[[^\]]*\]|[^:]*):([^:]*)$/s.exec(text) ?? [];
  return host === undefined || digits === undefined ? { host: text, digits: null } : { host, digits };
}
