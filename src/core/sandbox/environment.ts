/** The environment of a sandboxed command: without secrets, with the way to the proxy. */
import { isWithin } from "../../kit/path.ts";
import { namedBy } from "../permissions/environment.ts";
import type { Environment, Network } from "../permissions/permissions.ts";
import type { Sealed } from "./mounts.ts";
import { PROXY_PORT } from "./supervision.ts";

type Variables = Readonly<Record<string, string>>;

/** All variables of `variables` but those that `scrub` names and `keep` does not, and those that are set. */
export function scrubbed(
  variables: Readonly<Record<string, string | undefined>>,
  { scrub, keep, set }: Environment,
): Record<string, string | undefined> {
  const [isAway, isKept] = [namedBy(scrub), namedBy(keep)];
  const left = Object.entries(variables).filter(([name]) => !isAway(name) || isKept(name));
  return { ...Object.fromEntries(left), ...set };
}

const HTTP = `http://127.0.0.1:${PROXY_PORT}`;
const SOCKS = `socks5h://127.0.0.1:${PROXY_PORT}`;
/** The command's own loopback is reached without the proxy. */
const DIRECT = "localhost,127.0.0.1,::1";

/** What common tools read: curl, git, Python, Ruby, Go, cargo, Node, npm, yarn, pip, bundler, docker. */
const TO_PROXY: Variables = {
  ...both("HTTP_PROXY", HTTP),
  ...both("HTTPS_PROXY", HTTP),
  ...both("WS_PROXY", HTTP),
  ...both("WSS_PROXY", HTTP),
  // The proxy speaks SOCKS too, but clients without it fail on the mere name: httpx, for one, needs a package for it.
  ...both("ALL_PROXY", HTTP),
  ...both("FTP_PROXY", SOCKS),
  ...both("NO_PROXY", DIRECT),
  npm_config_proxy: HTTP,
  npm_config_https_proxy: HTTP,
  npm_config_noproxy: DIRECT,
  YARN_HTTP_PROXY: HTTP,
  YARN_HTTPS_PROXY: HTTP,
  PIP_PROXY: HTTP,
  CARGO_HTTP_PROXY: HTTP,
  BUNDLE_HTTP_PROXY: HTTP,
  BUNDLE_HTTPS_PROXY: HTTP,
  BUNDLE_NO_PROXY: DIRECT,
  DOCKER_HTTP_PROXY: HTTP,
  DOCKER_HTTPS_PROXY: HTTP,
  ELECTRON_GET_USE_PROXY: "true",
  NODE_USE_ENV_PROXY: "1",
  CODEX_NETWORK_PROXY_ACTIVE: "1",
  CODEX_NETWORK_ALLOW_LOCAL_BINDING: "1",
};

const NO_NETWORK: Variables = { CODEX_SANDBOX_NETWORK_DISABLED: "1" };

function both(name: string, value: string): Variables {
  return { [name]: value, [name.toLowerCase()]: value };
}

/**
 * Where no repository is above `cwd` but the folder that holds its name, Go takes that folder for one, asks git about
 * it, and builds nothing. The flag is known since Go 1.18.
 *
 * @param goFlags as in the environment
 */
export function goVariables(sealed: readonly Sealed[], cwd: string, goFlags: string | undefined): Variables {
  const repositories = sealed.filter(({ path }) => path.endsWith("/.git") && isWithin(path.slice(0, -5) || "/", cwd));
  const nearest = repositories.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (nearest?.is !== "placeholder" || goFlags?.includes("-buildvcs") === true) return {};
  return { GOFLAGS: `${goFlags ?? ""} -buildvcs=false`.trim() };
}

/**
 * What tells programs of their network, set over what they have. Names as in Codex.
 *
 * @param proxied whether a proxy answers: it asks about each host, also where the network is closed
 */
export function networkVariables(network: Network, proxied: boolean): Variables {
  if (network === "open") return {};
  // Where every host is asked about, tests that need none had better know: they skip themselves.
  return { ...(network === "none" || !proxied ? NO_NETWORK : {}), ...(proxied ? TO_PROXY : {}) };
}
