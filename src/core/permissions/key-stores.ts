/** Places where keys and credentials lie that no sandboxed command needs, with reasons. */

/** How a store is told from the settings beside it. */
export type KeyStore = {
  /** To name it in the settings. */
  readonly name: string;
  /** Why no sandboxed command needs it; for people. */
  readonly why: string;
  /** Below the home folder, or absolute: files, or folders with all in them. */
  readonly paths: readonly string[];
  /** The same, but settings that programs need lie in it as well: a store only where its text says so. */
  readonly sometimes?: { readonly paths: readonly string[]; readonly holds: RegExp };
  /** A folder of which only names that `open` matches may be read. */
  readonly folder?: { readonly path: string; readonly open: RegExp };
  /** Variables that move it, with what lies there; below the folder or file that they name. */
  readonly moved?: readonly { readonly variable: string; readonly paths: readonly string[] }[];
};

const PROFILES_OF_BROWSERS =
  "google-chrome google-chrome-beta google-chrome-unstable chromium BraveSoftware microsoft-edge microsoft-edge-dev " +
  "vivaldi opera Arc thorium";

const BROWSERS: readonly string[] = [
  ...PROFILES_OF_BROWSERS.split(" ").map((name) => `.config/${name}`),
  ...words(
    ".mozilla .thunderbird .librewolf .waterfox .zen snap/firefox/common/.mozilla snap/chromium/common/chromium",
  ),
  ...words("snap/thunderbird/common/.thunderbird snap/brave/current/.config/BraveSoftware"),
  ...words(
    "org.mozilla.firefox org.mozilla.Thunderbird com.google.Chrome org.chromium.Chromium com.brave.Browser " +
      "com.microsoft.Edge com.vivaldi.Vivaldi io.gitlab.librewolf-community",
  ).map((name) => `.var/app/${name}`),
  ...words("Google/Chrome Firefox BraveSoftware Arc Thunderbird").map((name) => `Library/Application Support/${name}`),
  ...words("Chromium Vivaldi").map((name) => `Library/Application Support/${name}`),
  "Library/Application Support/Microsoft Edge",
  "Library/Cookies",
  "Library/Safari",
];

/** A token or password in one of the formats that registries use. */
const TOKEN =
  /(?:_auth(?:token)?|_password)\s*=\s*(?!["']?\$\{)\S|npmauth(?:token|ident)["']?\s*:\s*(?!["']?\$\{)\S|\/\/[^\s/@]+:[^\s/@]+@/i;

export const KEY_STORES: readonly KeyStore[] = [
  {
    name: "ssh",
    why: "private keys let their holder log in elsewhere; settings, known hosts and public keys stay readable",
    // Other names are found where they exist.
    paths: words(
      ".ssh/id_rsa .ssh/id_dsa .ssh/id_ecdsa .ssh/id_ed25519 .ssh/id_ecdsa_sk .ssh/id_ed25519_sk .ssh/id_xmss .ssh/identity " +
        "/etc/ssh/ssh_host_rsa_key /etc/ssh/ssh_host_dsa_key /etc/ssh/ssh_host_ecdsa_key /etc/ssh/ssh_host_ed25519_key",
    ),
    folder: {
      path: ".ssh",
      open: /^(?:config|config\.d|known_hosts.*|authorized_keys2?|allowed_signers|environment|rc|.+\.pub)$/,
    },
  },
  {
    name: "gpg",
    why: "signing and decrypting are done by the person, outside",
    paths: words(
      ".gnupg/private-keys-v1.d .gnupg/secring.gpg .gnupg/openpgp-revocs.d .gnupg/random_seed .local/share/gnupg/private-keys-v1.d",
    ),
    moved: [{ variable: "GNUPGHOME", paths: ["private-keys-v1.d", "secring.gpg", "openpgp-revocs.d"] }],
  },
  {
    name: "aws",
    why: "commands that reach a cloud account run outside; names of profiles and regions stay readable",
    paths: words(".aws/credentials .aws/sso/cache .aws/cli/cache .aws/login/cache"),
    sometimes: { paths: [".aws/config"], holds: /aws_secret_access_key|aws_session_token/i },
    moved: [
      { variable: "AWS_SHARED_CREDENTIALS_FILE", paths: [""] },
      { variable: "AWS_WEB_IDENTITY_TOKEN_FILE", paths: [""] },
    ],
  },
  {
    name: "gcloud",
    why: "commands that reach a cloud account run outside",
    paths: words(
      ".config/gcloud/credentials.db .config/gcloud/access_tokens.db .config/gcloud/legacy_credentials .config/gcloud/application_default_credentials.json .boto",
    ),
    moved: [
      {
        variable: "CLOUDSDK_CONFIG",
        paths: words("credentials.db access_tokens.db legacy_credentials application_default_credentials.json"),
      },
      { variable: "GOOGLE_APPLICATION_CREDENTIALS", paths: [""] },
    ],
  },
  {
    name: "azure",
    why: "commands that reach a cloud account run outside",
    paths: words(
      ".azure/accessTokens.json .azure/msal_token_cache.json .azure/msal_token_cache.bin .azure/service_principal_entries.json .azure/service_principal_entries.bin .azure/azureProfile.json .IdentityService",
    ),
    moved: [
      { variable: "AZURE_CONFIG_DIR", paths: words("accessTokens.json msal_token_cache.json msal_token_cache.bin") },
    ],
  },
  {
    name: "hosting",
    why: "what is deployed or bought with them is nothing for a sandbox",
    paths: words(
      ".oci .aliyun .bluemix .config/doctl .config/hcloud .config/linode-cli .config/scw .config/vultr-cli .vultr-cli.yaml .config/heroku " +
        ".fly/config.yml .config/netlify .netlify .config/.wrangler .wrangler/config .local/share/com.vercel.cli .vercel/auth.json " +
        ".railway .config/railway .supabase/access-token .config/stripe .config/ngrok .ngrok2 .cloudflared .config/cloudflared " +
        ".config/rclone .s3cfg .mc/config.json .config/rsconnect .databrickscfg .snowflake .config/snowflake .snowsql .config/configstore/firebase-tools.json",
    ),
  },
  {
    name: "kube",
    why: "whoever has them rules a cluster",
    paths: words(".kube .minikube/client.key .minikube/profiles .k3d .talos .config/rancher .rancher .config/argocd"),
  },
  {
    name: "docker",
    why: "passwords of image registries; a file that names only settings stays readable, as builds look into it",
    paths: words(".dockercfg .config/containers/auth.json .docker/contexts"),
    sometimes: { paths: [".docker/config.json"], holds: /"(?:auth|identitytoken|registrytoken|password)"\s*:\s*"[^"]/ },
    moved: [{ variable: "REGISTRY_AUTH_FILE", paths: [""] }],
  },
  {
    name: "netrc",
    why: "passwords for any host, read by git and curl without being asked",
    paths: words(".netrc _netrc .authinfo .authinfo.gpg"),
    moved: [{ variable: "NETRC", paths: [""] }],
  },
  {
    name: "npm",
    why: "tokens that publish; a file without one stays readable, as npm, pnpm and yarn look into it at every start",
    paths: [".config/npm/auth.ini", ".config/pnpm/auth.ini"],
    sometimes: {
      paths: words(".npmrc .yarnrc .yarnrc.yml .config/pnpm/rc .config/npm/npmrc .bunfig.toml"),
      holds: TOKEN,
    },
  },
  {
    name: "python",
    why: "tokens that publish; a pip.conf without a password stays readable",
    paths: words(".pypirc .config/pypoetry/auth.toml .local/share/uv/credentials .config/hatch"),
    sometimes: {
      paths: words(".pip/pip.conf .config/pip/pip.conf .config/uv/uv.toml .condarc"),
      holds: /\/\/[^\s/@]+:[^\s/@]+@/,
    },
  },
  {
    name: "cargo",
    why: "tokens that publish",
    paths: words(".cargo/credentials .cargo/credentials.toml"),
    moved: [{ variable: "CARGO_HOME", paths: ["credentials", "credentials.toml"] }],
  },
  {
    name: "packages",
    why: "tokens that publish, and passwords of private registries",
    paths: words(
      ".gem/credentials .local/share/gem/credentials .composer/auth.json .config/composer/auth.json " +
        ".hex/hex.config .config/hex/hex.config .m2/settings-security.xml .config/pub-cache/pub-credentials.json .pub-cache/credentials.json " +
        ".config/dart/pub-credentials.json .config/cocoapods .local/share/cabal/credentials",
    ),
    sometimes: {
      paths: words(
        ".m2/settings.xml .gradle/gradle.properties .nuget/NuGet/NuGet.Config .config/NuGet/NuGet.Config .bundle/config",
      ),
      holds:
        /<(?:password|passphrase|privateKey)>|ClearTextPassword|key="Password"|(?:password|token|secret|apikey)\w*\s*[=:]\s*\S|BUNDLE_\w+__\w+:/i,
    },
  },
  {
    name: "forges",
    why: "whoever has them acts as the person on the forge",
    paths: words(
      ".config/gh/hosts.yml .config/hub .config/glab-cli .config/tea .config/lab .git-credentials .config/git/credentials .config/github-copilot " +
        ".config/GitHub .config/jira .jira.d .config/acli .config/sourcehut .config/hut",
    ),
    moved: [{ variable: "GH_CONFIG_DIR", paths: ["hosts.yml"] }],
  },
  {
    name: "vaults",
    why: "stores of passwords are opened by people",
    paths: words(
      ".password-store .local/share/keyrings .local/share/kwalletd .gnome2/keyrings .config/op .op .1password .config/Bitwarden " +
        ".config/keepassxc .vault-token .config/sops .config/age .step .config/gopass .local/share/gopass .config/lastpass .local/share/lpass Library/Keychains",
    ),
    moved: [{ variable: "PASSWORD_STORE_DIR", paths: [""] }],
  },
  {
    name: "infrastructure",
    why: "whoever has them changes what runs in production",
    paths: words(
      ".terraform.d/credentials.tfrc.json .pulumi/credentials.json .config/pulumi .ansible/vault .chef .config/consul .consul-token .nomad-token .config/salt .saltrc",
    ),
    sometimes: { paths: words(".terraformrc .terraform.rc"), holds: /token\s*=/i },
  },
  {
    name: "databases",
    why: "passwords of databases that a sandbox does not reach",
    paths: words(
      ".pgpass .mylogin.cnf .config/pgcli .config/mycli .config/litecli .redisclirc .config/mongodb .dbshell",
    ),
    sometimes: { paths: words(".my.cnf .config/mysql/my.cnf"), holds: /password\s*=/i },
  },
  {
    name: "agents",
    why: "coding agents and model services sign in with them, on the person's account",
    paths: words(
      ".codex/auth.json .claude/.credentials.json .gemini/oauth_creds.json .gemini/google_accounts.json .local/share/opencode/auth.json " +
        ".huggingface/token .cache/huggingface/token .cache/huggingface/stored_tokens .kaggle/kaggle.json .config/openai .openai .config/anthropic .replicate " +
        ".config/wandb/settings .cursor/auth.json .config/Cursor/User/globalStorage/state.vscdb .config/Code/User/globalStorage/state.vscdb",
    ),
    sometimes: { paths: [".claude.json"], holds: /"(?:accessToken|primaryApiKey|oauthToken)"/ },
  },
  { name: "browsers", why: "cookies and saved passwords are sign-ins", paths: BROWSERS },
  {
    name: "messages",
    why: "sessions and mail of the person",
    paths: words(
      ".config/Slack .config/discord .config/Signal .config/evolution .local/share/evolution .local/share/TelegramDesktop .config/Element .msmtprc .mbsyncrc .fetchmailrc .offlineimaprc",
    ),
  },
  {
    name: "wallets",
    why: "whoever reads them can spend",
    paths: words(
      ".bitcoin/wallet.dat .bitcoin/wallets .ethereum/keystore .electrum/wallets .config/solana .config/Exodus .monero .config/Ledger",
    ),
  },
  {
    name: "history",
    why: "what was typed holds passwords; nothing that runs reads it",
    paths: words(
      ".bash_history .zsh_history .zhistory .histfile .sh_history .ash_history .local/share/fish/fish_history .python_history .node_repl_history " +
        ".psql_history .mysql_history .sqlite_history .rediscli_history .irb_history .local/share/nushell .config/nushell/history.txt",
    ),
  },
  {
    name: "system",
    why: "accounts and keys of the machine; only root could read them",
    paths: words(
      "/etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/sudoers /etc/sudoers.d /etc/ssl/private /etc/pki/tls/private /etc/krb5.keytab " +
        "/etc/wireguard /etc/openvpn /etc/ipsec.secrets /etc/ppp/chap-secrets /etc/NetworkManager/system-connections /etc/wpa_supplicant /etc/kubernetes " +
        "/etc/rancher /etc/letsencrypt/live /etc/letsencrypt/archive /etc/docker/key.json /etc/security/opasswd /var/lib/kubelet /var/lib/rancher /var/lib/tailscale " +
        "/run/secrets /run/credentials /var/lib/sss/secrets /var/lib/NetworkManager",
    ),
  },
];

export const KEY_STORE_NAMES: readonly string[] = KEY_STORES.map(({ name }) => name);

function words(text: string): readonly string[] {
  return text.split(" ");
}
