/** What a variable that is set for one command does to it. */
import type { Scene } from "../commands/scene.ts";
import { settingsEffects } from "../commands/settings.ts";
import type { Setting } from "../script/sighting.ts";
import { showValue, textOf } from "../script/value.ts";
import { isProduction } from "./deeds-cloud.ts";
import { named, person } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** They lead a program elsewhere: to other settings, hosts or keys. */
const LEADING =
  /^(?:HOME|IFS|XDG_\w+|GIT_\w+|\w*_proxy|\w*_PROXY|NPM_CONFIG_\w+|npm_config_\w+|PIP_\w+|UV_\w+|GOPROXY|GONOSUMDB|GOSUMDB|GOFLAGS|GOINSECURE|SSL_CERT_\w+|CURL_\w+|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|KUBECONFIG|DOCKER_\w+|AWS_(?!REGION|DEFAULT_REGION|PAGER)\w+|SSH_AUTH_SOCK|NETRC|WGETRC|PGPASSFILE|PGSERVICEFILE|CARGO_(?!TERM_)\w+|BUNDLE_\w+)$/;
const PLAIN_GIT = /^GIT_(?:PAGER|EDITOR|TERMINAL_PROMPT|OPTIONAL_LOCKS|AUTHOR_\w+|COMMITTER_\w+|MERGE_AUTOEDIT)$/;

/** Of NODE_OPTIONS: memory and warnings. */
const PLAIN_OPTIONS =
  /^(?:\s*--(?:max[-_]old[-_]space[-_]size=\d+|no-warnings|enable-source-maps|trace-warnings|experimental-vm-modules|no-deprecation|unhandled-rejections=\w+))*\s*$/;

/** Others work there, though it is not production. */
const SHARED = /^(?:staging|stage|qa|preview)$/;

/** They switch off what is checked before others get something, or who answers; with the names people have for that. */
const CHECKS: readonly (readonly [name: RegExp, off: RegExp, called: string])[] = [
  [/^HUSKY$/, /^(?:0|false|off|no)$/i, "husky"],
  [/^HUSKY_SKIP_\w+$/, /./, "husky"],
  [/^LEFTHOOK$/, /^(?:0|false|off|no)$/i, "lefthook"],
  [
    /^(?:SKIP|PRE_COMMIT_ALLOW_NO_CONFIG|OVERCOMMIT_DISABLE|LEFTHOOK_EXCLUDE|SKIP_\w+|NO_VERIFY|SKIP_HOOKS)$/,
    /./,
    "hooks",
  ],
];
const UNSAFE =
  /^(?:NODE_TLS_REJECT_UNAUTHORIZED|GIT_SSL_NO_VERIFY|PYTHONHTTPSVERIFY|GIT_SSL_VERIFY|CURL_INSECURE|WGET_NO_CHECK_CERTIFICATE|STRICT_SSL|npm_config_strict_ssl|NPM_CONFIG_STRICT_SSL|DOCKER_CONTENT_TRUST|GOINSECURE|GONOSUMCHECK|GONOSUMDB|GOFLAGS|GOSUMDB|HOMEBREW_NO_VERIFY\w*|ANSIBLE_HOST_KEY_CHECKING|COSIGN_\w+|PIP_TRUSTED_HOST|CARGO_HTTP_CHECK_REVOKE|\w*(?:SKIP|DISABLE|NO)_(?:AUTH|VERIFY|VERIFICATION|SSL|TLS|SECURITY|CHECKS?|AUDIT|SIGNATURE)\w*)$/;

function switching(name: string, text: string | null): readonly Deed[] {
  if (UNSAFE.test(name)) return [person("configure", [name], `switches a check off by ${name}`, "weakening")];
  const [, , called = ""] = CHECKS.find(([is, off]) => is.test(name) && (text === null || off.test(text))) ?? [];
  return called === "" ? [] : [named("configure", [called], `switches ${called} off by ${name}`, "weakening")];
}

/** Empty for a variable that changes how it looks or how fast it is. */
export function settingDeeds(setting: Setting, scene: Scene): readonly Deed[] {
  const { name, value } = setting;
  const text = textOf(value);
  const [found] = settingsEffects([setting], { ...scene, course: { ...scene.course, settings: [] } });
  // How `read` parts a line.
  if (name === "IFS" && textOf(scene.sighting.words[0]) === "read") return [];
  const isPlain = name === "NODE_OPTIONS" && text !== null && PLAIN_OPTIONS.test(text);
  if (found?.kind === "runs" && !isPlain) {
    return [{ ...person("run", [name], `says by ${name} what else is run`, "hidden"), level: "medium" }];
  }
  if (found !== undefined && LEADING.test(name) && !PLAIN_GIT.test(name)) {
    return [{ ...person("configure", [name], `leads elsewhere by ${name}`, "weakening"), level: "medium" }];
  }
  return [...switching(name, text), ...pointed(name, showValue(value))];
}

/** `DATABASE_URL=$PROD_URL`: it works on what others use. How a program is built says nothing of where it works. */
function pointed(name: string, shown: string): readonly Deed[] {
  if (/^(?:NODE_ENV|BABEL_ENV)$/.test(name)) return [];
  if (isProduction([shown])) return [person("deploy", [name], `is pointed at production by ${name}`, "remote")];
  const places = shown
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => SHARED.test(part));
  return places.length === 0 ? [] : [named("run", places, `is pointed at ${places.join(", ")} by ${name}`, "remote")];
}
