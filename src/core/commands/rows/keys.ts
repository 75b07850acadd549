/** Programs that make, show and use keys and certificates. */
import { showValue, textOf, type Value } from "../../script/value.ts";
import type { Effect } from "../effect.ts";
import { networkKind } from "../hosts.ts";
import type { Addition, Call, OptionTable, Row, Usage } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";

const OPENSSL: OptionTable = {
  "-in= -inkey= -CAfile= -CA= -CAkey= -cert= -key= -certfile= -config= -extfile= -untrusted= -kfile= -passin=": "ok",
  "-signkey= -verify= -prverify= -signature= -data= -content= -crl= -certopt= -nameopt= -dhparam= -rand= -CApath=":
    "ok",
  "-out= -keyout= -writerand= -CAserial= -sess_out= -msg_out= -keylogfile=": "write",
  "-engine= -provider= -provider-path=": "runs",
  "-connect= -host= -url= -proxy=": "network",
  "-k= -K= -iv= -S= -pass= -passout= -subj= -days= -newkey= -pkeyopt= -algorithm= -name= -curve= -inform= -outform=":
    "ok",
  "-keyform= -certform= -set_serial= -addext= -reqexts= -extensions= -servername= -starttls= -alpn= -port= -accept=":
    "ok",
  "-bufsize= -md= -saltlen= -iter= -salt=? -purpose= -serial=? -macopt= -mac= -hmac= -checkend= -caname= -cipher=":
    "ok",
  "-noout -text -dates -subject -issuer -fingerprint -modulus -pubkey -pubin -pubout -nodes -noenc -x509 -new -d -e -a":
    "ok",
  "-A -base64 -hex -binary -sha1 -sha256 -sha384 -sha512 -md5 -r -c -z -p -P -nosalt -pbkdf2 -showcerts -brief -quiet":
    "ok",
  "-startdate -enddate -hash -email -ocsp_uri -aes-128-cbc -aes-256-cbc -aes128 -aes192 -aes256 -des3 -param_enc": "ok",
  "-check -nocerts -nokeys -cacerts -clcerts -info -legacy -export -topk8 -nocrypt -traditional -genkey -batch -req":
    "ok",
  "-CAcreateserial -sign -v -V -ign_eof -no_ign_eof -msg -debug -state -prexit -status -ext= -trusted= -attime=": "ok",
  "-help": "informs",
};

const QUIET =
  "version rand dgst sha1 sha224 sha256 sha384 sha512 md5 list ciphers speed passwd prime errstr help base64 asn1parse";

const GPG: OptionTable = {
  "-o= --output= --export-ownertrust=": "write",
  "--keyring= --secret-keyring= --passphrase-file= --homedir= --options=": "read",
  "--passphrase= --passphrase-fd= -r= --recipient= -u= --local-user= --default-key= --cipher-algo= --digest-algo=":
    "ok",
  "--pinentry-mode= --status-fd= --logger-fd= --compress-algo= --trust-model= --keyserver= --command-fd= -R= -z=": "ok",
  "--export-secret-keys --export-secret-subkeys --export-secret-key": { danger: "shows keys" },
  "--delete-keys --delete-secret-keys --delete-key --delete-secret-key --delete-secret-and-public-key": {
    danger: "deletes keys",
  },
  "--recv-keys --receive-keys --search-keys --refresh-keys --fetch-keys --auto-key-locate=": "network",
  "--send-keys": { danger: "publishes keys" },
  "--import --import-ownertrust --edit-key --sign-key --lsign-key --gen-key --generate-key --full-gen-key --quick-gen-key --change-passphrase --gen-revoke":
    "persistence",
  "--agent-program= --photo-viewer= --exec-path=": "runs",
  "-d --decrypt -e --encrypt -s --sign -b --detach-sign --verify -c --symmetric --clearsign -k -K --list-keys --batch":
    "ok",
  "--list-secret-keys --list-sigs --list-packets --fingerprint --with-colons --armor -a --yes --no-tty -q --quiet -v":
    "ok",
  "--verbose --no-default-keyring --export --print-md --version --with-fingerprint --keyid-format= --show-keys": "ok",
  "--dearmor --enarmor --no-verbose --always-trust --textmode --check-sigs --no-symkey-cache --ignore-mdc-error -t":
    "ok",
};

const KEYGEN: OptionTable = {
  "-l": "ok",
  "-B": "ok",
  "-y": "ok",
  "-L": "ok",
  "-e": "ok",
  "-v -H -q -A": "ok",
  "-F=": "ok",
  "-f=": "ok",
  "-t= -b= -C= -N= -P= -E= -m= -r= -a= -I= -n= -V= -z= -O= -Z= -M=": "ok",
  "-R=": "ok",
  "-p -c -i -u": "ok",
  "-D= -w= -s= -Y= -k=": "unknown",
};

export const KEYS: readonly Row[] = [
  {
    names: ["openssl", "libressl"],
    about: "makes and shows keys and certificates",
    safe: "no",
    subcommands: {
      [QUIET]: withOptions("computes, or tells about itself"),
      s_server: { about: "serves", options: OPENSSL, singleDash: true, effects: ["network-local"] },
      s_client: { about: "connects to a server", options: OPENSSL, singleDash: true, hook: connects },
      "x509 verify crl req genrsa genpkey rsa pkey ec ecparam dsa dhparam pkcs12 pkcs8 pkcs7 enc cms smime ca ts rsautl pkeyutl spkac ocsp gendsa dsaparam pkeyparam crl2pkcs7 nseq storeutl kdf mac rehash x509v3":
        withOptions("makes, shows or uses keys"),
    },
  },
  { names: ["gpg", "gpg2", "gpgv"], about: "signs, encrypts and keeps keys", options: GPG, safe: "no", hook: gpg },
  {
    names: ["gpg-agent", "gpgconf", "gpgsm", "gpg-connect-agent", "dirmngr"],
    about: "keeps keys at hand",
    anyOption: true,
    effects: ["process", "credentials"],
    safe: "no",
  },
  { names: ["ssh-keygen"], about: "makes and shows keys", options: KEYGEN, safe: "no", hook: keygen },
  {
    names: ["ssh-add"],
    about: "keeps keys at hand",
    options: { "-l": "ok", "-L": "ok", "-D -d -x -X": "ok", "-t= -c -k -K -q -v -A": "ok", "-s= -e= -S=": "runs" },
    effects: ["credentials"],
    safe: "no",
  },
  {
    names: ["xclip", "xsel", "pbpaste", "wl-paste"],
    about: "hands over what was copied last",
    anyOption: true,
    safe: "no",
    hook: showsCopied,
  },
  { names: ["ssh-agent"], about: "keeps keys at hand", anyOption: true, effects: ["process"], safe: "no" },
  {
    names: ["age", "rage", "minisign", "signify"],
    about: "encrypts and signs",
    options: {
      "-o= --output=": "write",
      "-i= --identity= -s=": "credentials",
      "-r= --recipient= -R= -m= -p= -x= -P=": "ok",
      "-d --decrypt -e --encrypt -a --armor -S -V -G -q": "ok",
      "--version --help": "informs",
    },
    operands: "read",
    safe: "no",
    hook: (call) => (call.has("-d") && !call.has("-o") ? { danger: "shows what was encrypted" } : {}),
  },
  {
    names: ["age-keygen", "wg"],
    about: "makes and shows keys",
    options: { "-o=": "write", "-y": "ok", "--version": "informs" },
    safe: "no",
    effects: ["credentials"],
  },
  {
    names: ["mkcert", "certbot", "acme.sh", "lego", "step", "cfssl", "trust", "certutil", "keytool"],
    about: "makes and trusts certificates",
    anyOption: true,
    options: { "-h --help --version": "informs" },
    effects: ["write"],
    safe: "no",
    hook: trusts,
  },
];

/** Passwords are copied from where they are kept. */
function showsCopied(_call: Call, { sighting: { words } }: Scene): Addition {
  const [program, ...options] = words.map((word) => textOf(word) ?? "");
  const isReader =
    program?.endsWith("paste") === true || options.some((option) => /^(?:-o.*|-[a-z]*o|--output)$/.test(option));
  return isReader ? { danger: "shows what was copied last, which may be a secret" } : { effects: [effect("process")] };
}

function withOptions(about: string): Usage {
  return { about, options: OPENSSL, singleDash: true, hook: openssl };
}

/** Options whose value is a file that it reads. */
const READ =
  /^-(?:in|inkey|CAfile|CA|CAkey|cert|key|certfile|config|extfile|untrusted|kfile|signkey|data|content|crl|signature)$/;

function openssl({ operands }: Call, scene: Scene): Addition {
  const words = scene.sighting.words;
  const files = words.flatMap((word, at): readonly Value[] => {
    const next = words[at + 1];
    return next !== undefined && READ.test(textOf(word) ?? "") ? [next] : [];
  });
  const passes = words.filter((word) => (textOf(word) ?? "").startsWith("file:"));
  const read: readonly Effect[] = [...files, ...operands].map((file) => onPath("read", file, scene));
  return { effects: [...read, ...passes.map((word) => effect("credentials", showValue(word)))] };
}

function connects(call: Call): Addition {
  const hosts = call.valuesOf("-connect");
  return { effects: hosts.length > 0 ? [] : call.operands.map(networkKind) };
}

function gpg({ operands }: Call, scene: Scene): Addition {
  return { effects: operands.map((file) => onPath("read", file, scene)) };
}

function keygen(call: Call, scene: Scene): Addition {
  const files = call.valuesOf("-f");
  if (["-l", "-B", "-y", "-L", "-e", "-F"].some((option) => call.has(option))) {
    return { effects: files.map((file) => onPath("read", file, scene)) };
  }
  const file = files[0] ?? { pieces: [{ kind: "text", text: `${scene.home}/.ssh/id` } as const], many: false };
  return { effects: [onPath("write", file, scene)] };
}

function trusts({ operands }: Call, { sighting }: Scene): Addition {
  const words = sighting.words.map(showValue);
  const isTrusting = words.some((word) =>
    /^(?:-install|-uninstall|anchor|-importcert|-import|--install|-A)$/.test(word),
  );
  const isAsking = operands.length > 0 && words.includes("certbot");
  return {
    effects: isAsking ? [effect("network")] : [],
    danger: isTrusting ? "changes which certificates are trusted" : null,
  };
}
