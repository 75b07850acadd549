/** What lines of code say that weakens, runs, hides or sends, whatever their language. */
import type { ReviewCategory, RiskLevel } from "../config/review-terms.ts";

export type Sign = {
  readonly says: RegExp;
  readonly level: RiskLevel;
  readonly category: ReviewCategory;
  /** Words that follow "a line that". */
  readonly what: string;
};

const sign = (level: RiskLevel, category: ReviewCategory, what: string, says: RegExp): Sign => ({
  says,
  level,
  category,
  what,
});

const OFF = "[\"']?\\s*(?:=>|[:=])\\s*[\"']?(?:false|0|no|off|none|disabled?)\\b";

/** A line that is added; each is for a person. */
export const ADDED_SIGNS: readonly Sign[] = [
  sign(
    "critical",
    "hidden",
    "runs text that is hidden by an encoding",
    /\b(?:eval|exec|function|spawn|system|popen|compile|iex|invoke-expression|sh|bash)\b[^\n]{0,120}\b(?:atob|b64decode|base64|fromcharcode|unhexlify|fromhex|rot13|gzinflate|decompress|decodestring|frombase64string)\b|base64\s+(?:-d|--decode|-D)\b[^\n]*\|\s*(?:ba|z|da)?sh\b|\b(?:eval|exec)\s*\(\s*(?:compile|__import__|bytes|buffer)\b/i,
  ),
  sign(
    "critical",
    "hidden",
    "opens a shell to another machine",
    /\/dev\/(?:tcp|udp)\/|\bn(?:c|cat|etcat)\b[^\n]{0,60}\s-(?:e|c)\b|\bsocat\b[^\n]*\bexec\b|\bpty\.spawn\(|dup2\(\s*\w+\.fileno|\bbash\s+-i\s*>&/i,
  ),
  sign(
    "critical",
    "supply-chain",
    "fetches a program and runs it",
    /\b(?:curl|wget|iwr|invoke-webrequest|fetch)\b[^\n|]*\|\s*(?:sudo\s+)?(?:\w+=\S+\s+)*(?:(?:ba|z|da|k)?sh|python\d?|node|perl|ruby|php|iex)\b|\b(?:ba|z)?sh\s+(?:-c\s+["']?\$\(|<\()\s*(?:curl|wget)\b|\beval\s+["']?\$\(\s*(?:curl|wget)/i,
  ),
  sign(
    "high",
    "weakening",
    "runs what it is given as code",
    /\beval\s*\((?!uate)|\bnew\s+Function\s*\(|\bvm\.runIn\w+\(|\bpickle\.loads?\(|\byaml\.(?:unsafe_)?load\((?![^)]*safe)|\bmarshal\.loads\(|\bObjectInputStream\b|\bunserialize\s*\(/,
  ),
  sign(
    "high",
    "weakening",
    "runs a shell",
    /\bshell\s*=\s*True\b|\bos\.(?:system|popen)\s*\(|\bshell_exec\s*\(|\bpassthru\s*\(|child_process['"]?\)?\s*\.\s*exec(?:Sync)?\s*\(/,
  ),
  sign(
    "high",
    "weakening",
    "switches a check of certificates off",
    new RegExp(
      `\\b(?:rejectUnauthorized|sslVerify|ssl_verify|verify_ssl|strict-?ssl|check_hostname|tls_?verify|verify_?certs?|validate_certs)${OFF}|\\bverify\\s*=\\s*False\\b|InsecureSkipVerify\\s*:\\s*true|NODE_TLS_REJECT_UNAUTHORIZED|CERT_NONE|_create_unverified_context|danger_accept_invalid_\\w+\\(\\s*true|SSL_VERIFY(?:PEER|HOST|_NONE)\\b[^\\n]{0,30}(?:false|0|NONE)|VERIFY_NONE|trustAll\\w*|ServerCertificateValidationCallback|ALLOW_ALL_HOSTNAME|NoopHostnameVerifier|GIT_SSL_NO_VERIFY|PYTHONHTTPSVERIFY|(?:curl|wget)\\b[^\\n]*\\s(?:--insecure|-k|--no-check-certificate)\\b|--trusted-host\\b`,
      "i",
    ),
  ),
  sign(
    "high",
    "weakening",
    "lets whoever wants in",
    new RegExp(
      `\\b(?:auth(?:entication|orization)?|require_?auth|auth_?required|auth_?enabled|login_?required|csrf(?:_?protection)?|enable_?auth|mfa|two_?factor|rbac|tls_?enabled|require_?ssl|verify_?signature|check_?signature|rate_?limit(?:ing)?)${OFF}|\\b(?:skip|disable|bypass|no)_?(?:auth|csrf|verification|security|signature|permission|login)\\w*["']?\\s*[:=]\\s*["']?(?:true|1|yes|on)\\b|csrf_exempt|csrf\\(\\)\\.disable|csrf\\.disable|permitAll\\(\\)|AllowAnonymous|allow_?anonymous["']?\\s*[:=]\\s*["']?true|PermitRootLogin\\s+yes|PasswordAuthentication\\s+yes|PermitEmptyPasswords\\s+yes|NOPASSWD|algorithms?["']?\\s*[:=]\\s*\\[?["']none["']|skip_forgery|skip_before_action|skip_authorization|skip_authentication|verify_authenticity_token|StrictHostKeyChecking\\s+no|ALLOWED_HOSTS\\s*=\\s*\\[\\s*["']\\*|\\bauth-host-method\\b[^\\n]*\\btrust\\b|host\\s+all\\s+all\\s+\\S+\\s+trust`,
      "i",
    ),
  ),
  sign(
    "high",
    "weakening",
    "lets weaker encryption be used",
    /\b(?:SSLv[23]|TLSv1(?:[._][01])?|TLS_?1_[01]|VersionTLS1[01]|VersionSSL30|PROTOCOL_(?:SSLv\d+|TLSv1(?:_1)?))\b(?![._]?\d)|\b(?:MD5|RC4|DES|3DES|NULL|EXPORT|aNULL|eNULL)\b[^\n]*\bciphers?\b|\bciphers?\b[^\n]*\b(?:RC4|DES|3DES|NULL|EXPORT|aNULL|eNULL|ALL)\b/,
  ),
  sign(
    "high",
    "weakening",
    "treats one person otherwise than all",
    /\b(?:user|account|customer|member|owner|current_user|uid|email|username|login)(?:\w*(?:\.|->|\[["']?|_))?(?:id|name|email|login|uid)?["'\]]*\s*(?:===?|\.eql\?|\.equals\(|in)\s*[(["']*(?:\d+\b|[\w.+-]+@|["']\w)/i,
  ),
  sign(
    "high",
    "weakening",
    "puts a fixed answer where something was asked",
    /^\s*(?:\}\s*)?(?:else\s+)?(?:if|elif|unless|while)\s*\(?\s*(?:true|false|1|0|not\s+false|!0|!1)\s*\)?\s*(?::|\{|then|$)/i,
  ),
  sign(
    "high",
    "weakening",
    "goes another way where the environment says so",
    /\b(?:if|unless|when)\b[^\n]*(?:process\.env|import\.meta\.env|os\.environ|getenv|System\.get_env|\bENV\[|\bNODE_ENV\b)[^\n]*(?:\breturn\b|\bexit\b|\bdo:)/,
  ),
  sign(
    "high",
    "weakening",
    "lets a request say who sent it",
    /\b(?:x-)?(?:debug|test|dev|admin|impersonate|override|backdoor|bypass)[-_](?:as|user|token|auth|key|login)\b|\bimpersonat|\b(?:current_user|currentUser|req\.user|request\.user)\s*(?:=(?!=)|,|:)/i,
  ),
  sign(
    "high",
    "weakening",
    "leaves all tests out",
    /\b(?:testIgnore|testPathIgnorePatterns|collect_ignore(?:_glob)?|norecursedirs|excludeTests?|exclude_patterns?)\b[^\n]*["'](?:\*\*?(?:\/\*+)?|\.\*|\/|\.)["']/,
  ),
  sign(
    "high",
    "weakening",
    "makes cookies weaker",
    new RegExp(
      `\\b(?:httpOnly|http_only|SESSION_COOKIE_(?:SECURE|HTTPONLY)|CSRF_COOKIE_SECURE|cookie_secure)${OFF}|\\bsecure\\s*:\\s*false\\b|SECURE_SSL_REDIRECT\\s*=\\s*False`,
      "i",
    ),
  ),
  sign(
    "high",
    "weakening",
    "opens it to the whole internet",
    /0\.0\.0\.0\/0|::\/0|\bpublic-read(?:-write)?\b|"(?:Principal|Action|Resource)"\s*:\s*(?:\[\s*)?"\*"|publicly_accessible\s*=\s*true|\ballUsers\b|allAuthenticatedUsers|block_public_(?:acls|policy)\s*=\s*false|\bingress\b[^\n]*\ballow[- ]all/i,
  ),
  sign(
    "high",
    "weakening",
    "gives a container the machine",
    /\bprivileged\s*[:=]\s*true|--privileged\b|\/var\/run\/docker\.sock|\b(?:network_mode|pid|ipc|hostNetwork|hostPID)["']?\s*:\s*["']?(?:host|true)\b|cap_add\b|SYS_ADMIN|seccomp[:=]unconfined|apparmor[:=]unconfined|allowPrivilegeEscalation\s*:\s*true|runAsUser\s*:\s*0\b/,
  ),
  sign(
    "high",
    "weakening",
    "lets everybody write",
    /\bchmod\s+(?:-\w+\s+)*(?:0?777|a\+rwx?|o\+w|ugo\+rwx|[ug]*\+s|[24]7\d\d)\b|\bumask\s*\(?\s*0{1,4}\b(?!\d)|\b0o?777\b/,
  ),
  sign(
    "high",
    "weakening",
    "makes a check that cannot fail",
    /\|\|\s*(?:true|:|exit\s+0)\b|\|\|\s*:\s*$|\bcontinue-on-error\s*:\s*true|\ballow_failure\s*:\s*true|\bif\s*:\s*(?:\$\{\{\s*)?false\b|\bset\s+\+e\b|--no-verify\b|--passWithNoTests\b|\bignoreFailures?\s*[=:]\s*true|\bfail_?under\s*=\s*0\b|-D?skipTests\b|-Dmaven\.test\.skip|\bHUSKY\s*[=:]\s*["']?0|\bSKIP=\w/i,
  ),
  sign(
    "high",
    "weakening",
    "widens what a build may do",
    /\bpermissions\s*:\s*["']?write-all|\bpull_request_target\b|^\s*(?:contents|packages|actions|id-token|deployments|security-events|administration|secrets|checks|statuses|pull-requests|issues)\s*:\s*["']?write\b|\bpersist-credentials\s*:\s*true|\bself-hosted\b/i,
  ),
  sign(
    "high",
    "weakening",
    "silences a check of security",
    /\b(?:nosec|nosemgrep|noinspection\s+\w*Security\w*|NOSONAR|gosec|lgtm\s*\[|codeql\[|checkov:skip|tfsec:ignore|trivy:ignore|noqa:\s*[SB]\d|bandit:\s*skip|brakeman:ignore|snyk:?ignore)\b|eslint-disable[^\n]*\b(?:no-eval|no-implied-eval|no-new-func|no-script-url|security\/|no-unsanitized|react\/no-danger|no-unsafe-)|eslint-disable\s*\*\//i,
  ),
  sign(
    "high",
    "weakening",
    "relaxes what a policy of content allows",
    /unsafe-(?:inline|eval)|\bcontentSecurityPolicy\s*:\s*false|\bwebSecurity\s*:\s*false|\bnodeIntegration\s*:\s*true|\bcontextIsolation\s*:\s*false|X-Frame-Options[^\n]*ALLOWALL/i,
  ),
  sign(
    "medium",
    "weakening",
    "switches a debugger or its like on",
    /^\s*DEBUG\s*=\s*(?:True|1)\b|\bapp\.run\([^)]*debug\s*=\s*True|\bFLASK_DEBUG\s*=\s*1|\bAPP_DEBUG\s*=\s*true|\bWP_DEBUG'?,\s*true|--inspect(?:-brk)?=0\.0\.0\.0/,
  ),
  sign(
    "medium",
    "weakening",
    "leaves a whole file unchecked",
    /@ts-nocheck|\beslint-disable\s*(?:\*\/)?\s*$|#\s*(?:flake8|ruff|mypy|pylint):\s*(?:noqa|ignore-errors|skip-file|disable=all)\b/,
  ),
];

/** What protects: taking it out is for a person, unless it is put in again. */
export const GUARDS =
  /\b(?:\w*(?:verif(?:y|ied)|authenti(?:cate|city)\w*|authori[sz]e?\w*|requireauth\w*|isauth\w*|checkaccess|permissions?|is_?admin\w*|\w*forgery\w*|csrf\w*|sanit?i[sz]e\w*|escape(?:html|shell\w*)?|ratelimit\w*|throttle|helmet|ensure(?:auth|login)\w*|login_required|preauthorize|signature|hmac|timingsafeequal|bcrypt|encrypt\w*|rejectunauthorized|validate(?:token|input|session|user|origin|csrf|signature)\w*|access_?control|checkpassword|can\w*access))\b/gi;

/** Something secret is read. */
export const READS_SECRET =
  /\b(?:process\.env|os\.environ|os\.getenv|getenv|ENV|System\.getenv|std::env|Deno\.env|import\.meta\.env)\b[^\n]{0,30}?(?:token|secret|passw|api_?key|access_?key|private|credential|auth|key)\w*|\$\{?\{?\s*(?:secrets\.\w+|\w*(?:TOKEN|SECRET|PASSWORD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)\w*)|(?:\.ssh\/|\.aws\/|id_rsa|id_ed25519|\.netrc|\.npmrc|\.git-credentials|\.kube\/config|\/etc\/shadow|\.docker\/config\.json|\.gnupg|wallet\.dat|Login Data|\.env\b(?!\.))/i;

/** All of the environment. */
export const READS_ALL =
  /\bJSON\.stringify\(\s*process\.env\s*[,)]|\bdict\(os\.environ\)|\bstr\(os\.environ\)|\bos\.environ\.(?:items|copy)\(|\bprintenv\b|(?:^|[;|&`(]\s*|run:\s*)env\s*(?:\||>|$)|\bObject\.(?:entries|assign)\([^)]*process\.env\s*\)|toJSON\(\s*secrets\s*\)/;

/** Something leaves. */
export const SENDS =
  /\b(?:fetch|axios|XMLHttpRequest|sendBeacon|WebSocket|http\.request|https\.request|http\.get|https\.get|got|superagent|request\.post|requests\.(?:post|get|put)|urlopen|urllib|httpx\.|aiohttp|HttpClient|http\.Post|http\.NewRequest|reqwest|net\.connect|socket\.(?:connect|create_connection|socket)|dns\.(?:resolve|lookup)|nodemailer|smtplib|sendmail|curl|wget|nc|ncat|scp|rsync|Invoke-WebRequest|file_get_contents\(\s*['"]https?)\b/;

/** A shell is started to do it. */
export const SHELLS =
  /\b(?:child_process|exec(?:Sync|File)?\s*\(|spawn(?:Sync)?\s*\(|os\.system|subprocess|popen|shell_exec|system\s*\(|curl|wget|nc|ncat)\b/;
