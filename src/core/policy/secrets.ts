/** File names that stand for secrets: reading them is never called harmless. */

const NAMES: ReadonlySet<string> = new Set(
  (
    ".ssh .gnupg .aws .azure .kube .netrc _netrc .pgpass .my.cnf .pypirc .git-credentials .htpasswd .vault-token " +
    "id_rsa id_dsa id_ecdsa id_ed25519 credentials credentials.json auth.json shadow gshadow sudoers environ mem " +
    ".bash_history .zsh_history .python_history .node_repl_history .psql_history .docker gcloud keyrings " +
    ".npmrc .yarnrc.yml .envrc .boto .s3cfg .terraformrc .password-store .mysql_history .fish_history " +
    "credentials.toml credentials.tfrc.json .credentials.json secrets.json secrets.yml secrets.yaml hosts.yml " +
    "kubeconfig rclone.conf oauth_creds.json .claude.json master.key"
  ).split(" "),
);

/** Private keys and the stores that they are kept in. */
const KEYS = /.\.(?:pem|key|p12|pfx|kdbx|jks|keystore|ppk)$/i;

/** `.env.local` holds secrets, `.env.example` shows what they are called. */
const ENVIRONMENT = /^\.env(?:\.(?!example$|sample$|template$|dist$).*)?$/i;

/** True if a part of the path, or what stands behind `=` or `:` in an option, is such a name. */
export function namesSecret(word: string): boolean {
  return word
    .split(/[/=:,]/)
    .some((part) => NAMES.has(part.toLowerCase()) || ENVIRONMENT.test(part) || KEYS.test(part));
}
