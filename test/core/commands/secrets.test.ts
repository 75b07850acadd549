/** Which words name files that let somebody in. */
import { expect, test } from "vitest";
import { holdsSecrets, listsSecret, namesSecret, readsSecret } from "../../../src/core/commands/secrets.ts";
import { onPath, type Scene } from "../../../src/core/commands/scene.ts";
import { textValue, type Piece, type Value } from "../../../src/core/script/value.ts";
import { AROUND, WORKSPACE } from "./place.ts";

const SCENE: Scene = {
  ...AROUND,
  sighting: {
    id: 0,
    words: [textValue("cat")],
    open: false,
    settings: [],
    redirections: [],
    input: { kind: "inherited" },
    cwd: WORKSPACE,
    via: [],
    doubt: null,
    at: null,
  },
  course: { sightings: [], unknowns: [], shape: [], redirections: [], settings: [] },
};

/** `*` and `?` are patterns, `$x` is unknown, `~` is the home folder. */
function valueOf(text: string): Value {
  const pieces = text
    .replace(/^~/, AROUND.home)
    .split(/(\$\w+|\$\{[^}]*\}|[*?]|\[[^\]]*\])/)
    .filter((part) => part !== "")
    .map((part): Piece => {
      if (part.startsWith("$")) return { kind: "any", from: part };
      return /^[*?[]/.test(part) ? { kind: "glob", pattern: part } : { kind: "text", text: part };
    });
  return { pieces, many: false };
}

const SECRET: readonly string[] = `
.env
./.env
src/../.env
.env.local
.env.production
.ENV
.env-prod
deploy/prod.env
../other/.env
~/.ssh/id_rsa
~/.ssh/config
~/.ssh
~/.SSH/id_rsa
~/.ssh/*
~/.s?h/id_r*
~/.[s]sh/id_rsa
/home/*/.ssh/id_ed25519
/root/.ssh/id_rsa
/Users/me/.aws/credentials
/home/other/.netrc
$HOME/.ssh/id_rsa
\${HOME}/.aws/credentials
$d/.ssh/id_rsa
/home/$USER/.kube/config
../home/.ssh/id_rsa
../../../.netrc
.e*
.??v
.*
id_r*
*.pem
certs/server.key
~/tests/server.key
tests/fixtures/.env
certs/*.key
store.p12
vault.kdbx
~/.npmrc
../.npmrc
~/.docker/config.json
~/.kube/config
~/.aws/sso/cache/a.json
~/.config/gh/hosts.yml
~/.config/gcloud/credentials.db
~/.codex/auth.json
~/.claude/.credentials.json
~/.local/share/keyrings/login.keyring
~/.mozilla/firefox/x.default/logins.json
~/.config/google-chrome/Default/Login Data
~/Library/Keychains/login.keychain-db
~/.bash_history
~/.zsh_history
~/.local/share/fish/fish_history
~/.git-credentials
~/.pypirc
~/.pgpass
~/.m2/settings-security.xml
/etc/shadow
/etc/sh?dow
/etc/ssh/ssh_host_rsa_key
/etc/ssl/private/x
/proc/1/environ
/proc/self/environ
/proc/*/environ
/proc/$PPID/environ
/run/secrets/db
/dev/mem
secrets.yml
config/secrets.json
config/credentials.json
secrets.*
service-account.json
service_account-prod.json
client_secret_123.json
$dir/.env
$dir/id_rsa
/tmp/credentials
`
  .trim()
  .split("\n")
  .map((line) => line.replaceAll("\\$", "$"));

const OPEN: readonly string[] = `
testdata/server.key
tests/certs/a.pem
.env.example
.env.sample
.env.template
.env.dist
.env.local.example
env
env.ts
.environment
src/env/index.ts
*
src/*
*.json
*.ts
.git*
.gitignore
.e
$f
$dir/$f
\${x}.json
README.md
test/keys/README
config/aws.example
docs/netrc.md
docs/ssh.md
.npmrc
.yarnrc.yml
.cargo/config.toml
.docker/Dockerfile
src/auth.json
src/secrets.ts
src/credentials.py
src/token.go
k8s/deploy.yaml
docker/config.sample.json
~/.ssh/id_rsa.pub
~/.ssh/*.pub
~/.profile
~/.cargo/registry/a.rs
~/*
/etc/passwd
/etc/os-release
/etc/hosts
/etc/ssl/certs/ca-certificates.crt
/etc/ssl/cert.pem
certs/ca.pem
certs/fullchain.pem
server.pem.example
/proc/cpuinfo
/proc/self/status
/tmp/out.txt
package.json
*.pub
*.p*
a.keys
`
  .trim()
  .split("\n")
  .map((line) => line.replaceAll("\\$", "$"));

test.each(SECRET)("a secret: %s", (text) => {
  expect(readsSecret(onPath("read", valueOf(text), SCENE), SCENE)).toBe(true);
});

test.each(OPEN)("no secret: %s", (text) => {
  expect(readsSecret(onPath("read", valueOf(text), SCENE), SCENE)).toBe(false);
});

const lists = (text: string): boolean => listsSecret(onPath("read", valueOf(text), SCENE), SCENE);
const holds = (text: string): boolean => holdsSecrets(onPath("read", valueOf(text), SCENE), SCENE);

test("whoever lists a folder of secrets learns something, whoever lists a secret file does not", () => {
  const folders = ["~/.ssh", "~/.gnupg/", "~/.aws", "$HOME/.ssh", "/home/*/.ssh", "/etc/ssl/private"];
  expect(folders.map((text) => [text, lists(text)])).toEqual(folders.map((text) => [text, true]));
  const files = [".env", "server.key", "~", "~/.netrc", "src/*", ".aws", "~/.config"];
  expect(files.map((text) => [text, lists(text)])).toEqual(files.map((text) => [text, false]));
});

test("a home folder and all above it hold secrets", () => {
  const folders = ["~", "/", "/home", "/root", "/Users/me", "$HOME", "~/.config", "/home/other"];
  expect(folders.map((text) => [text, holds(text)])).toEqual(folders.map((text) => [text, true]));
  const others = [".", "..", "/etc", "/usr/share", "/tmp", "~/src", "$x"];
  expect(others.map((text) => [text, holds(text)])).toEqual(others.map((text) => [text, false]));
});

test("a word of an unknown program counts where it can be a path", () => {
  const paths = ["~/.ssh/id_rsa", "--key=server.key", "@.env", ".env"];
  expect(paths.map((text) => [text, namesSecret(valueOf(text), SCENE)])).toEqual(paths.map((text) => [text, true]));
  const words = ["--env-file=.env", "-x", "process.env", "read .env; then", "print(open('.env'))", "--no-key", ""];
  expect(words.map((text) => [text, namesSecret(valueOf(text), SCENE)])).toEqual(words.map((text) => [text, false]));
});
