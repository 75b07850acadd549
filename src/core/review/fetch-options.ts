/** Options of `curl` and `wget` by which they only fetch; all others may do anything. */

type Known = {
  /** Names without what may be drawn together. */
  readonly long: ReadonlySet<string>;
  readonly short: string;
  /** Short ones that take the rest of the word, or the next one. */
  readonly valued: string;
  /** Long ones that take the next word; both take what stands behind `=`. */
  readonly longValued: ReadonlySet<string>;
};

function setOf(names: string): ReadonlySet<string> {
  return new Set(names.trim().split(/\s+/));
}

const CURL_VALUED = setOf(`
  output output-dir request header user-agent referer max-time connect-timeout retry retry-delay retry-max-time
  write-out dump-header range continue-at max-filesize limit-rate proto proto-redir max-redirs stderr trace trace-ascii
  url user oauth2-bearer cookie cookie-jar data data-raw data-binary data-ascii data-urlencode json form form-string
  upload-file proxy resolve cacert cert key config interface unix-socket abstract-unix-socket keepalive-time
  connect-to doh-url socks5 socks4 socks4a socks5-hostname preproxy speed-limit speed-time
`);

/** What is dangerous among them is looked at by what it does; one that is not listed may do anything. */
const CURL: Known = {
  long: setOf(`
    silent show-error fail fail-with-body fail-early location verbose include head remote-name remote-name-all
    remote-header-name compressed progress-bar no-progress-meter http1.0 http1.1 http2 http2-prior-knowledge http3
    tlsv1 tlsv1.2 tlsv1.3 ssl-reqd create-dirs globoff no-buffer no-keepalive no-clobber ipv4 ipv6 parallel get insecure
    path-as-is retry-all-errors retry-connrefused tcp-nodelay next remove-on-error version help manual
    trace-time
  `),
  short: "sSfLviIOJ#gN4601qkRGZVhM",
  valued: "odFTXHuAebcmwxEKrCYyzD",
  longValued: CURL_VALUED,
};

const WGET: Known = {
  long: setOf(`
    quiet no-verbose verbose continue no-clobber timestamping show-progress spider server-response recursive mirror
    no-parent no-directories force-directories no-host-directories page-requisites convert-links https-only inet4-only
    inet6-only content-disposition retry-connrefused no-check-certificate no-cookies no-cache compression no-config
    version help adjust-extension no-hsts no-proxy trust-server-names
  `),
  short: "qvcNSrmpkE46hVx",
  valued: "OoPtTUwlARDeiQ",
  longValued: setOf(`
    output-document output-file append-output directory-prefix tries timeout dns-timeout connect-timeout read-timeout
    user-agent max-redirect waitretry wait limit-rate level accept reject domains header user password post-data
    post-file body-data body-file method progress cut-dirs quota secure-protocol ca-certificate random-wait
  `),
};

/** The first option of which it is not known what it does: also one that is cut short, as both programs allow. */
export function strangeOption(program: "curl" | "wget", args: readonly string[]): string | null {
  const known = program === "curl" ? CURL : WGET;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? "";
    if (word === "--") return null;
    if (!word.startsWith("-") || word === "-") continue;
    const takesNext = word.startsWith("--") ? readLong(word, known) : readShort(word, known);
    if (takesNext === null) return word;
    if (takesNext) at += 1;
  }
  return null;
}

/** True where the next word is its value; null where it is not known. */
function readLong(word: string, { long, longValued }: Known): boolean | null {
  const [name = "", ...value] = word.slice(2).split("=");
  if (longValued.has(name)) return value.length === 0;
  return long.has(name) ? false : null;
}

function readShort(word: string, { short, valued }: Known): boolean | null {
  // `-nc`, `-nv`, `-nd` are words of wget's own.
  if (/^-n[cvdpH]$/.test(word)) return valued === WGET.valued ? false : null;
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    if (valued.includes(letter)) return at === word.length - 1;
    if (!short.includes(letter)) return null;
  }
  return false;
}
