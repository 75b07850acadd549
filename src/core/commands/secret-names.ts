/** Names and places of files that let somebody in. */

/**
 * Wherever they lie: parts of a path side by side. A `/` at the end: a folder, of which even the names inside tell
 * something.
 */
export const SECRETS_ANYWHERE: readonly string[] = [
  ...(
    ".ssh/ .gnupg/ .password-store/ .local/share/keyrings/ .mozilla/ .thunderbird/ .aws/credentials .aws/config " +
    ".aws/sso .aws/cli/cache .azure/accessTokens.json .azure/msal_token_cache.json .kube/config .docker/config.json " +
    ".config/containers/auth.json .config/gh/ .config/hub .config/glab-cli/ .config/gcloud/ .config/doctl/ " +
    ".config/rclone/ .config/op/ .config/netlify/ .config/.wrangler/ .config/composer/auth.json .composer/auth.json " +
    ".cargo/credentials .cargo/credentials.toml .gem/credentials .codex/auth.json .claude/.credentials.json " +
    ".gemini/oauth_creds.json .gemini/google_accounts.json .local/share/opencode/auth.json .config/github-copilot/ " +
    ".huggingface/token .cache/huggingface/token .kaggle/kaggle.json .supabase/ .config/google-chrome/ " +
    ".config/chromium/ .config/BraveSoftware/ .config/microsoft-edge/ .config/sops/ .config/solana/id.json " +
    ".ethereum/keystore .bitcoin/wallet.dat .terraform.d/credentials.tfrc.json .local/share/fish/fish_history " +
    ".local/share/com.vercel.cli/auth.json .vercel/auth.json .fly/config.yml .oci/ .aliyun/ .config/age/ " +
    ".config/Bitwarden .m2/settings-security.xml .config/pypoetry/auth.toml Library/Keychains/ Library/Cookies/ " +
    ".cursor/mcp.json .continue/config.json .config/op/ .config/ngrok/ngrok.yml .ngrok2/ngrok.yml .config/spotify " +
    ".config/evolution/ .config/keepassxc/ .config/filezilla/ .config/transmission .config/github/ .config/pulumi " +
    ".pulumi/credentials.json .config/flyctl .config/railway .railway/config.json .config/turso .config/snowflake " +
    ".snowflake/ .snowsql/ .databrickscfg .dbt/profiles.yml .config/cloudflared .cloudflared/ .minikube/ .step/ " +
    ".config/sublime-merge .config/Slack .config/Signal .config/discord .local/share/TelegramDesktop"
  ).split(" "),
  "Library/Application Support/Google/Chrome/",
  "Library/Application Support/Firefox/",
  "Library/Application Support/BraveSoftware/",
  "Library/Application Support/com.apple.TCC/",
];

/** In a home folder, or elsewhere outside the workspace: in a project they are ordinary files. */
export const SECRETS_OF_HOME: readonly string[] = (
  ".aws/ .azure/ .kube/ .docker/config.json .npmrc .yarnrc .yarnrc.yml .claude.json " +
  ".gradle/gradle.properties .nuget/NuGet/NuGet.Config .config/pip/pip.conf .pip/pip.conf .cargo/config.toml " +
  ".config/heroku/ .config/configstore/ .config/hcloud/ .config/linode-cli .config/stripe/ .wrangler/ .oci/"
).split(" ");

/** From the root; `*` stands for any one part. */
export const SECRETS_OF_SYSTEM: readonly string[] = (
  "etc/shadow etc/shadow- etc/gshadow etc/gshadow- etc/sudoers etc/sudoers.d/ etc/ssl/private/ etc/krb5.keytab " +
  "etc/wireguard/ etc/NetworkManager/system-connections/ etc/wpa_supplicant/ etc/kubernetes/admin.conf " +
  "etc/rancher/k3s/k3s.yaml etc/security/opasswd etc/master.passwd private/etc/master.passwd run/secrets/ " +
  "var/run/secrets/ run/credentials/ proc/kcore dev/mem dev/kmem dev/kcore proc/*/environ proc/*/mem " +
  "proc/*/task/*/environ proc/*/task/*/mem run/user/*/keyring/ var/lib/kubelet/pki/ var/db/dslocal/"
).split(" ");

/** Names of files, in small letters, wherever they lie. */
export const SECRET_FILES: readonly string[] = [
  ...(
    ".env id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk id_xmss .netrc _netrc .pgpass .my.cnf " +
    ".mylogin.cnf .pypirc .git-credentials .htpasswd .vault-token .s3cfg .boto .terraformrc terraform.rc .dockercfg " +
    ".envrc .bash_history .zsh_history .zhistory .sh_history .ash_history .history .python_history " +
    ".node_repl_history .psql_history .mysql_history .sqlite_history .rediscli_history .irb_history .fish_history " +
    ".dbshell .xauthority .iceauthority .smbcredentials .msmtprc .fetchmailrc .mbsyncrc .credentials.json " +
    ".claude.json kubeconfig rclone.conf oauth_creds.json credentials.tfrc.json accesstokens.json wallet.dat .token " +
    ".secret .secrets .passwd .password .credentials secrets.json secrets.yml secrets.yaml secrets.toml secrets.env " +
    "credentials.json credentials.yml credentials.yaml credentials.toml credentials.xml credentials.csv " +
    "credentials.ini credentials.yml.enc application_default_credentials.json key3.db key4.db logins.json logins.db " +
    ".wgetrc .curlrc .aider.conf.yml .lftprc .ncftprc .offlineimaprc .authinfo .authinfo.gpg .rhosts " +
    "deploy_key deploykey id_rsa_deploy private_key privatekey firebase-adminsdk.json wp-config.php master.key " +
    "local.settings.json appsettings.secrets.json .sentryclirc .databrickscfg .snowsql_history " +
    ".mc.json sftp-config.json filezilla.xml recentservers.xml .dockerconfigjson imagepullsecret.yaml " +
    "key.properties keystore.properties signing.properties signons.sqlite cookies.sqlite cookies.binarycookies kaggle.json krb5.keytab"
  ).split(" "),
  "login data",
  "login keychain.keychain-db",
];

/** Names without an extension that only count outside the workspace, where no source file has them. */
export const SECRET_FILES_OUTSIDE: readonly string[] =
  "credentials auth.json auth.toml token cookies shadow environ .npmrc .yarnrc.yml hosts.yml .docker .aws .azure .kube".split(
    " ",
  );

/** Private keys and the stores that they are kept in. */
export const KEY_EXTENSION =
  /.\.(?:pem|key|p12|pfx|kdbx?|jks|keystore|ppk|p8|ovpn|keytab|keychain|keychain-db|agekey)$/;

/** Certificates and public halves of keys are often in the same format. */
export const PUBLIC_HALF =
  /(?:^|[-_.])(?:ca|cacerts?|certs?|certificates?|chain|fullchain|public|pub|csr|dhparams?)[-_.]/;

/** `.env.local` holds secrets, `.env.example` shows what they are called. */
export const ENVIRONMENT_FILE =
  /^(?:\.env(?:[.-].*)?|(?!(?:process|import\.meta)\.).+\.env(?:\.(?:local|production|prod|staging))?)$/;
export const SHOWN_ON_PURPOSE =
  /(?:^|[-_.])(?:examples?|samples?|templates?|tmpl|tpl|dist|defaults?|schema|dummy|md|mdx|rst|html?|d\.ts|tsx?|jsx?|mjs|cjs|py|go|rs|java|rb|pub)(?:$|\.(?:local|env|json|ya?ml|toml)$)/;
export const SAMPLE_AHEAD = /^(?:example|sample|template|dummy|test)[-_.]/;

/** Folders of a project whose keys were made for its tests. */
export const FOR_TESTS =
  /^(?:tests?|__tests__|spec|testdata|test[-_](?:data|certs|keys|fixtures)|fixtures?|__fixtures__|e2e)$/;

/** Files of a service's account, whose names start in these ways. */
export const ACCOUNT_FILE =
  /^(?:(?:service[-_]?account|client[-_]secrets?|gcp[-_](?:key|credentials?)|firebase[-_]admin)(?:[-_.].*)?|.+-firebase-adminsdk-.+)\.json$/;
