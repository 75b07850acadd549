/** One spelling for each host: lower case, without brackets, port and trailing dots. */
import { err, ok, type Result } from "../../kit/result.ts";
import { readHost } from "../network/host.ts";
import { hasSpace, trimSpace } from "./white-space.ts";

/** The error is what the reference says of such a host in a `network_rule`. */
export function normaliseHost(text: string): Result<string, string> {
  const trimmed = trimSpace(text);
  if (trimmed === "") return err("network_rule host cannot be empty");
  if (/[/?#]/.test(trimmed)) {
    return err("network_rule host must be a hostname or IP literal (without scheme or path)");
  }
  const bare = withoutPort(trimmed, text);
  if (!bare.ok) return bare;
  const host = trimSpace(trimSpace(bare.value).replace(/\.+$/, "")).toLowerCase();
  if (host === "") return err("network_rule host cannot be empty");
  if (host.includes("*")) return err("network_rule host must be a specific host; wildcards are not allowed");
  if (hasSpace(host)) return err("network_rule host cannot contain whitespace");
  return ok(host);
}

/** The spelling that rules are found by: names in ASCII, addresses in their plain form. @param host as `normaliseHost` gives it */
export function plainHost(host: string): string {
  const read = readHost(host);
  return read.ok ? read.value.text : host;
}

/** `[::1]:443` and `host:443` without the port; more than one colon without brackets is an address. */
function withoutPort(host: string, written: string): Result<string, string> {
  if (!host.startsWith("[")) {
    const [, name, port] = /^([^:]+):(\d+)$/.exec(host) ?? [];
    return ok(name !== undefined && port !== undefined ? name : host);
  }
  const end = host.indexOf("]");
  if (end === -1) return err("network_rule host has an invalid bracketed IPv6 literal");
  const rest = host.slice(end + 1);
  if (rest !== "" && !/^:\d+$/.test(rest)) {
    return err(`network_rule host contains an unsupported suffix: ${written}`);
  }
  return ok(host.slice(1, end));
}
