/** Which variables a sandboxed command does not get, by their names. */
import { expect, test } from "vitest";
import {
  CORE_VARIABLES,
  DEFAULT_ENVIRONMENT,
  namedBy,
  isSecretValue,
} from "../../../src/core/permissions/environment.ts";
import { scrubbed } from "../../../src/core/sandbox/environment.ts";

function isWithheld(name: string): boolean {
  return !Object.hasOwn(scrubbed({ [name]: "" }, DEFAULT_ENVIRONMENT), name);
}

const WITHHELD = (
  "TOKEN MY_TOKEN GITHUB_TOKEN GH_TOKEN GITLAB_TOKEN NPM_TOKEN NODE_AUTH_TOKEN HF_TOKEN SLACK_BOT_TOKEN VAULT_TOKEN CI_JOB_TOKEN " +
  "AWS_SESSION_TOKEN AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID ACTIONS_ID_TOKEN_REQUEST_TOKEN CARGO_REGISTRY_TOKEN " +
  "CARGO_REGISTRIES_MINE_TOKEN HOMEBREW_GITHUB_API_TOKEN POETRY_PYPI_TOKEN_PYPI TF_TOKEN_app_terraform_io TWINE_PASSWORD " +
  "npm_config_//registry.npmjs.org/:_authToken npm_config__auth NPM_CONFIG__AUTH OPENAI_API_KEY ANTHROPIC_API_KEY GEMINI_APIKEY " +
  "STRIPE_SECRET_KEY STRIPE_KEY DD_APP_KEY SENDGRID_API_KEY AZURE_CLIENT_SECRET ARM_CLIENT_SECRET AZURE_STORAGE_CONNECTION_STRING " +
  "GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CREDENTIALS FIREBASE_PRIVATE_KEY SSH_PRIVATE_KEY RAILS_MASTER_KEY SECRET_KEY_BASE " +
  "DJANGO_SECRET_KEY JWT_SECRET NEXTAUTH_SECRET SESSION_SECRET PGPASSWORD MYSQL_PWD MYSQL_ROOT_PASSWORD DB_PASS DB_PASSWORD " +
  "REDIS_PASSWORD REDISCLI_AUTH SSHPASS GPG_PASSPHRASE ANSIBLE_VAULT_PASSWORD RESTIC_PASSWORD DOCKER_PASSWORD DOCKER_AUTH_CONFIG " +
  "SSH_AUTH_SOCK GPG_AGENT_INFO BW_SESSION OP_SESSION_my BUNDLE_GITHUB__COM GITHUB_PAT AZURE_DEVOPS_EXT_PAT CI_JOB_JWT_V2 " +
  "SLACK_WEBHOOK_URL KUBE_TOKEN FLY_API_TOKEN SONAR_TOKEN DATADOG_API_KEY secret_thing my_password"
).split(" ");
test.each(WITHHELD)("%s is withheld", (name) => {
  expect(isWithheld(name)).toBe(true);
});

const PASSED = (
  "PATH HOME USER LOGNAME SHELL PWD OLDPWD LANG LANGUAGE LC_ALL LC_CTYPE TERM COLORTERM TZ TMPDIR TEMP TMP EDITOR VISUAL PAGER " +
  "HOSTNAME SHLVL DISPLAY WAYLAND_DISPLAY XAUTHORITY XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_SESSION_ID DBUS_SESSION_BUS_ADDRESS " +
  "NODE_ENV NODE_OPTIONS NODE_PATH NVM_DIR NVM_BIN npm_config_cache npm_config_registry npm_config_user_agent npm_lifecycle_event " +
  "npm_package_name COREPACK_HOME YARN_CACHE_FOLDER PNPM_HOME PYTHONPATH VIRTUAL_ENV CONDA_PREFIX PIP_INDEX_URL PIPENV_VENV_IN_PROJECT " +
  "GOPATH GOROOT GOFLAGS CARGO_HOME RUSTUP_HOME RUSTFLAGS JAVA_HOME MAVEN_OPTS GRADLE_USER_HOME GEM_HOME BUNDLE_PATH BUNDLE_GEMFILE " +
  "CC CFLAGS LD_LIBRARY_PATH PKG_CONFIG_PATH MAKEFLAGS CI GITHUB_ACTIONS GITHUB_REPOSITORY GITHUB_SHA GIT_AUTHOR_NAME GIT_DIR " +
  "GIT_PAGER GIT_ASKPASS SSH_ASKPASS GPG_TTY AWS_PROFILE AWS_REGION KUBECONFIG DOCKER_HOST COMPOSE_PROJECT_NAME DATABASE_URL " +
  "REDIS_URL PORT HTTP_PROXY https_proxy NO_PROXY SSL_CERT_FILE TOKENIZERS_PARALLELISM MAX_TOKENS_PER_CALL KEYBOARD MONKEY " +
  "PASSENGER_APP_ENV COMPASS_ROOT AUTHOR MY_FLAG FORCE_COLOR NO_COLOR DEBUG LOG_LEVEL GPG_KEY JWT_PUBLIC_KEY CI_CACHE_KEY"
).split(" ");
test.each(PASSED)("%s is passed on", (name) => {
  expect(isWithheld(name)).toBe(false);
});

test("what a program needs to run at all is never withheld", () => {
  expect(CORE_VARIABLES.filter(isWithheld)).toEqual([]);
});

const TOKEN = `ghp_${"a".repeat(36)}`;
const VALUES: readonly [name: string, value: string, secret: boolean][] = [
  ["X", TOKEN, true],
  ["X", `see ${TOKEN}`, false],
  ["X", `sk-${"a".repeat(40)}`, true],
  ["X", "sk-short", false],
  ["X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl", true],
  ["X", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc", true],
  ["X", "-----BEGIN CERTIFICATE-----\nabc", false],
  ["DATABASE_URL", "postgres://me:secret@db.example.com/app", true],
  ["DATABASE_URL", "postgres://me@db.example.com/app", false],
  ["DATABASE_URL", "postgres://me:secret@localhost:5432/app", false],
  ["DATABASE_URL", "postgres://me:secret@127.0.0.1/app", false],
  ["DATABASE_URL", "postgres://me:secret@[::1]:5432/app", false],
  ["DATABASE_URL", "postgres://me:secret@/app?host=/run", false],
  ["DATABASE_URL", "postgres://me:secret@localhost.example.com/app", true],
  ["REDIS_URL", "redis://:secret@cache.example.com", true],
  ["https_proxy", "http://me:secret@proxy.example.com", false],
  ["HOME", "/home/you", false],
  ["URL", "https://example.com/a:b@c", false],
];
test.each(VALUES)("%s of %s", (name, value, secret) => {
  expect(isSecretValue(name, value)).toBe(secret);
});

const NAMES: readonly [pattern: string, name: string, named: boolean][] = [
  ["A", "a", true],
  ["A", "AB", false],
  ["A*", "A", true],
  ["*A", "BA", true],
  ["A.B", "AxB", false],
  ["A*B*C", "A1B2C", true],
  ["A*B", "AC", false],
  ["*", "", true],
];
test.each(NAMES)("%s and %s", (pattern, name, named) => {
  expect(namedBy([pattern])(name)).toBe(named);
});
