/** Programs that fetch from and send to a URL. */
import { baseName } from "../../../kit/path.ts";
import { prefixOf, showValue, startsWith, textOf, textValue, type Value } from "../../script/value.ts";
import type { Effect } from "../effect.ts";
import { networkKind } from "../hosts.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";

/** Each by itself, since the hook asks for it. */
const CURL_ASKED: OptionTable = {
  "-o= --output=": "ok",
  "--output-dir=": "ok",
  "-O --remote-name": "ok",
  "--remote-name-all": "ok",
  "-J --remote-header-name": "ok",
  "-k --insecure": "ok",
  "--proxy-insecure --doh-insecure": "ok",
  "-d= --data=": "ok",
  "--data-ascii=": "ok",
  "--data-binary=": "ok",
  "--json=": "ok",
  "--url-query=": "ok",
  "--data-urlencode=": "ok",
  "-F= --form=": "ok",
  "-T= --upload-file=": "ok",
  "-H= --header=": "ok",
  "--proxy-header=": "ok",
  "-w= --write-out=": "ok",
  "-b= --cookie=": "ok",
  "-c= --cookie-jar=": "ok",
  "-D= --dump-header=": "ok",
  "--trace=": "ok",
  "--trace-ascii=": "ok",
  "--stderr=": "ok",
  "--url=": "ok",
  "--unix-socket=": "ok",
  "-X= --request=": "ok",
};

const CURL: OptionTable = {
  ...CURL_ASKED,
  "--etag-save= --hsts= --alt-svc= --libcurl= --ssl-sessions=": "write",
  "--etag-compare= --cacert= --crlfile= --proxy-cacert= -E= --cert= --key= --pubkey= --proxy-cert= --proxy-key=":
    "read",
  "--knownhosts= --data-raw= --form-string=": "ok",
  "-x= --proxy= --preproxy= --socks4= --socks4a= --socks5= --socks5-hostname= --proxy1.0= --doh-url=": "network",
  "--connect-to= --resolve= --dns-servers= --haproxy-clientip=": "network",
  "-n --netrc --netrc-optional": "credentials",
  "--netrc-file=": "credentials",
  "-K= --config= --variable=": "unknown",
  "--abstract-unix-socket=": "network-local",
  "--engine= --proxy-key-type=": "unknown",
  "-h= --help= -V --version -M --manual": "informs",
  "-# --progress-bar -0 --http1.0 -1 --tlsv1 -2 --sslv2 -3 --sslv3 -4 --ipv4 -6 --ipv6 -a --append -B --use-ascii":
    "ok",
  "-f --fail --fail-with-body --fail-early -g --globoff -G --get -i --include --show-headers -I --head": "ok",
  "-j --junk-session-cookies -l --list-only -L --location --location-trusted -N --no-buffer -p --proxytunnel": "ok",
  "-q --disable -R --remote-time -s --silent -S --show-error -v --verbose -Z --parallel --parallel-immediate": "ok",
  "--no-progress-meter --progress-meter --compressed --compressed-ssh --create-dirs --no-clobber --skip-existing": "ok",
  "--http1.1 --http2 --http2-prior-knowledge --http3 --http3-only --http0.9 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3":
    "ok",
  "--ssl --ssl-reqd --ssl-no-revoke --cert-status --tcp-fastopen --tcp-nodelay --no-keepalive --keepalive": "ok",
  "--retry-all-errors --retry-connrefused --path-as-is --raw --basic --digest --ntlm --negotiate --anyauth": "ok",
  "--post301 --post302 --post303 --no-sessionid --no-alpn --ignore-content-length --trace-time --trace-ids --xattr":
    "ok",
  "--suppress-connect-headers --form-escape --tr-encoding --styled-output --no-styled-output --next -:": "ok",
  "--remove-on-error --crlf --disable-epsv --disable-eprt --ca-native --false-start --mptcp": "ok",
  "-A= --user-agent= -C= --continue-at= -e= --referer= -m= --max-time= --connect-timeout= -r= --range=": "ok",
  "-t= --telnet-option= -u= --user= -U= --proxy-user= -y= --speed-time= -Y= --speed-limit=": "ok",
  "-z= --time-cond= -P= --ftp-port= -Q= --quote= --retry= --retry-delay= --retry-max-time= --limit-rate= --rate=": "ok",
  "--max-redirs= --max-filesize= --ciphers= --tls13-ciphers= --tls-max= --curves= --noproxy= --interface=": "ok",
  "--local-port= --keepalive-time= --expect100-timeout= --oauth2-bearer= --aws-sigv4= --create-file-mode=": "ok",
  "--proto= --proto-default= --proto-redir= --request-target= --parallel-max= --cert-type= --key-type= --pass=": "ok",
  "--dns-interface= --dns-ipv4-addr= --dns-ipv6-addr= --happy-eyeballs-timeout-ms= --service-name= --capath=": "ok",
  "--pinnedpubkey= --hostpubmd5= --hostpubsha256= --trace-config= --delegation= --login-options= --sasl-authzid=": "ok",
  "--mail-from= --mail-rcpt= --mail-auth= --ftp-account= --ftp-method= --tlsuser= --tlspassword= --tlsauthtype=": "ok",
};

const WGET: OptionTable = {
  "-O= --output-document=": "ok",
  "-P= --directory-prefix=": "ok",
  "--spider": "ok",
  "--method=": "ok",
  "--no-check-certificate": "ok",
  "--post-file= --body-file=": "ok",
  "-o= --output-file= -a= --append-output= --save-cookies= --warc-file= --rejected-log= --hsts-file=": "write",
  "-i= --input-file= --load-cookies= --ca-certificate= --certificate= --private-key= --crl-file=": "read",
  "-e= --execute= --config= --use-askpass=": "unknown",
  "-V --version -h --help": "informs",
  "-q --quiet -v --verbose -nv --no-verbose -d --debug -b --background -c --continue -N --timestamping -S": "ok",
  "-nc --no-clobber -nd --no-directories -nH --no-host-directories -np --no-parent -x --force-directories": "ok",
  "-r --recursive -k --convert-links -K --backup-converted -m --mirror -p --page-requisites -E --adjust-extension":
    "ok",
  "-H --span-hosts -L --relative -4 --inet4-only -6 --inet6-only --server-response --show-progress --no-cookies": "ok",
  "--no-proxy --no-cache --no-hsts --no-netrc --content-disposition --trust-server-names --content-on-error": "ok",
  "--https-only --no-dns-cache --retry-connrefused --ignore-case --no-use-server-timestamps --auth-no-challenge": "ok",
  "--no-glob --no-iri --unlink --delete-after --xattr --no-config": "ok",
  "-t= --tries= -T= --timeout= -w= --wait= --waitretry= --limit-rate= -Q= --quota= -U= --user-agent= -l= --level=":
    "ok",
  "-A= --accept= -R= --reject= -D= --domains= --exclude-domains= -I= --include-directories= -X=": "ok",
  "--header= --referer= --post-data= --body-data= --user= --password= --http-user= --http-password=": "ok",
  "--secure-protocol= --ciphers= --max-redirect= --cut-dirs= --progress= --connect-timeout= --read-timeout=": "ok",
  "--dns-timeout= --bind-address= --prefer-family= --restrict-file-names= --accept-regex= --reject-regex= -B= --base=":
    "ok",
  "--exclude-directories= --default-page= --report-speed= --compression= --start-pos=": "ok",
};

const HTTPIE: OptionTable = {
  "-o= --output=": "write",
  "-d --download": "write",
  "--verify=": "ok",
  "--session= --session-read-only=": "write",
  "--cert= --cert-key=": "read",
  "--proxy=": "network",
  "-h --help --version --manual": "informs",
  "-j --json -f --form --multipart -v --verbose -h --headers -b --body -m --meta -F --follow -c --continue": "ok",
  "-q --quiet -S --stream -I --ignore-stdin --check-status --offline --all --compress -x --debug": "ok",
  "--no-verify": "ok",
  "-a= --auth= -A= --auth-type= -p= --print= -s= --style= --pretty= --timeout= --max-redirects= --raw= --ssl=": "ok",
  "--format-options= --response-charset= --response-mime= --boundary= --default-scheme= --ciphers=": "ok",
};

export const TRANSFER: readonly Row[] = [
  { names: ["curl"], about: "sends a request and shows or saves the answer", options: CURL, safe: "no", hook: curl },
  { names: ["wget", "wget2"], about: "saves what is at a URL", options: WGET, safe: "no", hook: wget },
  {
    names: ["http", "https", "httpie", "xh", "xhs"],
    about: "sends a request and shows the answer",
    options: HTTPIE,
    safe: "no",
    hook: httpie,
  },
  {
    names: ["aria2c", "axel", "yt-dlp", "youtube-dl"],
    about: "saves what is at a URL",
    effects: ["network", "write"],
    safe: "no",
  },
  { names: ["lynx", "w3m", "links", "elinks", "browsh"], about: "shows web pages", effects: ["network"], safe: "no" },
];

function curl(call: Call, scene: Scene): Addition {
  const urls = [...call.operands, ...call.valuesOf("--url")];
  const places = urls.map((url) => placeOf(url, scene));
  const sent = sentByCurl(call);
  const files = sent.filter((file) => textOf(file) !== "-");
  const texts = call.valuesOf("-w").flatMap((value) => afterAt(value));
  const cookies = call.valuesOf("-b").filter((value) => !showValue(value).includes("="));
  const sockets = call.valuesOf("--unix-socket");
  const written = [...SAVING.flatMap((option) => call.valuesOf(option)), ...savedByCurl(call, urls)];
  return {
    effects: [
      ...places,
      ...[...files, ...texts, ...cookies].map((file) => onPath("read", file, scene)),
      ...written.filter(isFile).map((file) => onPath("write", inFolder(file, call.valuesOf("--output-dir")), scene)),
      ...sockets.map((socket) => onPath("network-local", socket, scene)),
    ],
    danger:
      dangerOfSockets(sockets) ??
      dangerOfSending(files, places) ??
      dangerOfMethod(call.valuesOf("-X"), places) ??
      (call.has("-k") || call.has("--proxy-insecure") ? dangerOfTrust(places) : null),
  };
}

/** A URL may also name a file of this machine. */
function placeOf(url: Value, scene: Scene): Effect {
  const known = prefixOf(url);
  if (!/^file:/i.test(known)) return networkKind(url);
  const rest = textValue(known.replace(/^file:(?:\/\/(?:localhost|127\.0\.0\.1)?(?=\/))?/i, ""));
  return onPath("read", { pieces: [...rest.pieces, ...url.pieces.slice(1)], many: url.many }, scene);
}

function isFile(value: Value): boolean {
  const text = textOf(value);
  return text !== "-" && text !== "/dev/null" && text !== "/dev/stdout" && text !== "/dev/stderr";
}

/** Where it keeps the name that the URL or the answer has. */
function savedByCurl(call: Call, urls: readonly Value[]): readonly Value[] {
  if (!call.has("-O") && !call.has("--remote-name-all")) return [];
  if (call.has("-J")) return [ANY_NAME];
  return urls.map(nameIn);
}

/** The last part of the path, by which it is saved; any name where that is not known. */
function nameIn(url: Value): Value {
  const path = (textOf(url) ?? "").replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/[?#].*$/s, "");
  const name = path.includes("/") ? baseName(path) : "";
  return name === "" ? ANY_NAME : textValue(name);
}

/** A file of some name, but in the folder. */
const ANY_NAME: Value = { pieces: [{ kind: "glob", pattern: "*" }], many: false };

function inFolder(file: Value, folders: readonly Value[]): Value {
  const folder = folders.at(-1);
  if (folder === undefined || prefixOf(file).startsWith("/")) return file;
  return { pieces: [...folder.pieces, { kind: "text", text: "/" }, ...file.pieces], many: false };
}

const SAVING = ["-o", "-c", "-D", "--trace", "--trace-ascii", "--stderr"];
const SENDING = ["-d", "--data-ascii", "--data-binary", "--json", "--url-query", "-H", "--proxy-header"];

/** The files that it reads to send them; "-" for its input. */
function sentByCurl(call: Call): readonly Value[] {
  return [
    ...SENDING.flatMap((option) => call.valuesOf(option).flatMap((value) => afterAt(value))),
    ...call.valuesOf("--data-urlencode").flatMap((value) => behind(value, /^[^=@]*@/)),
    ...call.valuesOf("-F").flatMap((value) => behind(value, /^[^=]*=[@<]/)),
    ...call.valuesOf("-T"),
  ];
}

function afterAt(value: Value): readonly Value[] {
  return behind(value, /^@/);
}

/** What follows the mark; all of it where the mark may be in a part that is not known. */
function behind(value: Value, mark: RegExp): readonly Value[] {
  const known = prefixOf(value);
  const found = mark.exec(known)?.[0];
  if (found !== undefined) {
    const rest = textValue(known.slice(found.length).replace(/;(?:type|filename|headers|encoder)=.*$/s, ""));
    return [{ pieces: [...rest.pieces, ...value.pieces.slice(1)], many: value.many }];
  }
  return known === "" && startsWith(value, "@") === "maybe" ? [value] : [];
}

function dangerOfSending(files: readonly Value[], places: readonly Effect[]): string | null {
  const known = files.find((file) => prefixOf(file) !== "" || file.pieces[0]?.kind === "glob");
  const elsewhere = places.find(({ kind }) => kind === "network");
  if (known === undefined || elsewhere === undefined) return null;
  return `sends a file (${showValue(known)}) to ${elsewhere.target ?? "another machine"}`;
}

/** Methods that change or delete what is there; on this machine that is what tests do. */
function dangerOfMethod(methods: readonly Value[], places: readonly Effect[]): string | null {
  const method = methods.map(showValue).find((one) => /^(?:DELETE|PUT|PATCH|PURGE)$/i.test(one));
  const elsewhere = places.find(({ kind }) => kind === "network");
  if (method === undefined || elsewhere === undefined) return null;
  return `changes or deletes what is at ${elsewhere.target ?? "another machine"}`;
}

function dangerOfTrust(places: readonly Effect[]): string | null {
  const elsewhere = places.find(({ kind }) => kind === "network");
  return elsewhere === undefined ? null : `does not check who answers (${elsewhere.target ?? ""})`;
}

/** Whoever may talk to these runs what they like with all rights. */
const RULING_SOCKETS = /(?:docker|podman|containerd|crio|buildkitd|lxd|incus|libvirt|dbus|systemd)[^/]*(?:\/[^/]*)*$/;

function dangerOfSockets(sockets: readonly Value[]): string | null {
  const ruling = sockets.find((socket) => textOf(socket) === null || RULING_SOCKETS.test(showValue(socket)));
  return ruling === undefined ? null : `talks to a service that acts with all rights (${showValue(ruling)})`;
}

function wget(call: Call, scene: Scene): Addition {
  const places = call.operands.map(networkKind);
  const sent = call.valuesOf("--post-file");
  const outputs = call.valuesOf("-O");
  const isSaving = outputs.length === 0 && call.operands.length > 0 && !call.has("--spider");
  const names = isSaving ? call.operands.map(nameIn) : [];
  const written = isSaving ? names.map((name) => inFolder(name, call.valuesOf("-P"))) : outputs.filter(isFile);
  return {
    effects: [
      ...places,
      ...sent.map((file) => onPath("read", file, scene)),
      ...written.map((file) => onPath("write", file, scene)),
    ],
    danger:
      dangerOfSending(sent, places) ??
      dangerOfMethod(call.valuesOf("--method"), places) ??
      (call.has("--no-check-certificate") ? dangerOfTrust(places) : null),
  };
}

function httpie(call: Call, scene: Scene): Addition {
  const [first, ...rest] = call.operands;
  const isMethod =
    first !== undefined && /^[A-Za-z]+$/.test(textOf(first) ?? "") && rest.length > 0 && !isItem(rest[0]);
  const [url, ...items] = isMethod ? rest : call.operands;
  // `:3000/path` is short for this machine.
  const places =
    url === undefined
      ? []
      : [/^:(?:\d|\/|$)/.test(prefixOf(url)) ? effect("network-local", showValue(url)) : networkKind(url)];
  const files = items.flatMap((item) => behind(item, /^(?:[^=@:\\]|\\.)*(?:@|:?=@)/));
  const isTrusting =
    call.has("--no-verify") || call.valuesOf("--verify").some((value) => /^(?:no|false|0)$/i.test(showValue(value)));
  return {
    effects: [...places, ...files.map((file) => onPath("read", file, scene))],
    danger:
      dangerOfSending(files, places) ??
      (isMethod ? dangerOfMethod([first], places) : null) ??
      (isTrusting ? dangerOfTrust(places) : null),
  };
}

function isItem(value: Value | undefined): boolean {
  return value !== undefined && /^[\w-]+(?::=|==|=|@|:[^/\d])/.test(prefixOf(value));
}
