/** Which variables of the environment hold secrets, by their names or values. */
import type { Environment } from "./permissions.ts";

/**
 * Names of variables that let somebody in. What only says where a secret lies goes as well where its name cannot be
 * told from the secret's. `DATABASE_URL` stays unless its value is a secret: tests do not start without it.
 */
export const SECRET_VARIABLES: readonly string[] = (
  "TOKEN *_TOKEN *_TOKENS *AUTHTOKEN *AUTH_TOKEN* *ACCESS_TOKEN* *REFRESH_TOKEN* *PYPI_TOKEN_* TF_TOKEN_* " +
  "*SECRET* *PASSWORD* *PASSWD* *PASSPHRASE* *PASSCODE* *_PASS SSHPASS MYSQL_PWD *_CREDENTIAL *_CREDENTIALS *_CREDENTIALS_* " +
  "*_CREDS CREDENTIALS *API_KEY* *APIKEY* *ACCESS_KEY* *PRIVATE_KEY* *_KEY *_KEY_BASE64 *_JWT *_JWT_V* *_PAT *_AUTH " +
  "_AUTH *:_AUTH *__AUTH DOCKER_AUTH_CONFIG *CONNECTION_STRING* *CONNSTR* *_COOKIE *_COOKIES *WEBHOOK_URL *_WEBHOOK " +
  "BUNDLE_*__COM BUNDLE_*__IO BW_SESSION OP_SESSION* AZURE_*_SAS *_SAS_URL *_BEARER *AUTHORIZATION* SSH_AUTH_SOCK " +
  "SSH_AGENT_PID GPG_AGENT_INFO"
).split(" ");

/** Everyday names among them: `GPG_KEY` of images is a fingerprint, the others are public by name. */
export const KEPT_VARIABLES: readonly string[] = ["GPG_KEY", "*PUBLIC_KEY", "*_CACHE_KEY", "*_PUBLISHABLE_KEY"];

/** What a program needs to run at all, where nothing else is inherited. The names of Codex, and the language. */
export const CORE_VARIABLES: readonly string[] =
  "HOME LOGNAME PATH SHELL USER USERNAME TMPDIR TEMP TMP LANG LC_ALL LC_CTYPE TERM".split(" ");

export const DEFAULT_ENVIRONMENT: Environment = { scrub: SECRET_VARIABLES, keep: KEPT_VARIABLES };

/** Variables whose value is a proxy's address: without it an open network could not be used. */
const PROXIES = /^(?:.*_)?proxy$/i;
/** Keys that are recognised by their first letters, signed tokens, private keys. */
const SECRET_VALUE =
  /^(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|pypi-|sk-|sk_live_|rk_live_|AIza|AKIA|ASIA|hf_|dop_v1_|SG\.)[\w.-]{16,}$|^eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+$|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
/** The host behind a name and password. */
const WITH_PASSWORD = /^[a-z][a-z0-9+.-]{0,40}:\/\/[^\s/:@]{0,256}:[^\s/@]{1,1024}@(\[[^\]]*\]|[^\s/:?#]*)/i;
const LOCAL = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|)$/i;

/**
 * True for a value that by its form lets somebody in: `DATABASE_URL` with the password of a server elsewhere. A server
 * of this machine is as good as none: a sandbox has a loopback of its own.
 */
export function isSecretValue(name: string, value: string): boolean {
  if (SECRET_VALUE.test(value)) return true;
  const host = PROXIES.test(name) ? undefined : WITH_PASSWORD.exec(value)?.[1];
  return host !== undefined && !LOCAL.test(host);
}

/** Tells whether one of the patterns, with `*` for any characters, fits a name; neither has a case. Linear in the name for each `*`. */
export function namedBy(patterns: readonly string[]): (name: string) => boolean {
  const parted = patterns.map((pattern) => pattern.toLowerCase().split("*"));
  return (name) => {
    const lower = name.toLowerCase();
    return parted.some((parts) => fits(parts, lower));
  };
}

function fits(parts: readonly string[], name: string): boolean {
  const first = parts[0] ?? "";
  const last = parts[parts.length - 1] ?? "";
  if (parts.length < 2) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (let index = 1; index < parts.length - 1; index += 1) {
    const part = parts[index] ?? "";
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
