/** Which hosts are known by name, and what a name says of its host. */
import { REGISTRY_HOSTS } from "../network/registries.ts";

const words = (text: string): readonly string[] => text.split(" ");

/** Names below which each name is somebody else's. */
const SHARED_SUFFIXES: ReadonlySet<string> = new Set(
  words(
    "co.uk org.uk ac.uk gov.uk com.au net.au org.au co.jp ne.jp or.jp ac.jp co.kr or.kr com.br com.cn net.cn org.cn " +
      "com.tw com.hk com.sg com.mx com.ar com.tr com.pl co.in co.nz co.za co.il com.ua com.vn co.id com.my com.ph " +
      "github.io gitlab.io pages.dev workers.dev vercel.app netlify.app herokuapp.com fly.dev onrender.com web.app " +
      "firebaseapp.com appspot.com run.app azurewebsites.net cloudfront.net amazonaws.com s3.amazonaws.com " +
      "blogspot.com glitch.me repl.co replit.app deno.dev surge.sh r2.dev trycloudflare.com ngrok.io ngrok.app " +
      "ngrok-free.app loca.lt azureedge.net windows.net core.windows.net cloudapp.net digitaloceanspaces.com",
  ),
);

/** Where code is kept and fetched from. */
const CODE_HOSTS = words(
  "github.com api.github.com raw.githubusercontent.com codeload.github.com objects.githubusercontent.com " +
    "gist.github.com gitlab.com bitbucket.org codeberg.org git.sr.ht sr.ht gitea.com git.kernel.org dev.azure.com " +
    "ssh.github.com ssh.gitlab.com gopkg.in golang.org",
);

const PACKAGE_HOSTS = words(
  "deb.debian.org security.debian.org archive.ubuntu.com security.ubuntu.com ports.ubuntu.com dl-cdn.alpinelinux.org " +
    "mirrorlist.centos.org mirrors.fedoraproject.org download.docker.com registry-1.docker.io auth.docker.io ghcr.io " +
    "quay.io nodejs.org static.rust-lang.org sh.rustup.rs go.dev dl.google.com formulae.brew.sh test.pypi.org " +
    "repo.gradle.org services.gradle.org jsr.io deno.land esm.sh binaries.prisma.sh playwright.azureedge.net " +
    "cdn.playwright.dev storage.googleapis.com",
);

const DOCUMENT_HOSTS = words(
  "developer.mozilla.org docs.python.org doc.rust-lang.org docs.rs pkg.go.dev nodejs.org en.wikipedia.org " +
    "stackoverflow.com cppreference.com en.cppreference.com man7.org devdocs.io readthedocs.io readthedocs.org " +
    "learn.microsoft.com docs.oracle.com docs.github.com docs.gitlab.com docs.docker.com kubernetes.io www.w3.org " +
    "datatracker.ietf.org www.rfc-editor.org tc39.es typescriptlang.org www.typescriptlang.org react.dev vuejs.org " +
    "angular.dev svelte.dev nextjs.org vitejs.dev vite.dev vitest.dev eslint.org prettier.io webpack.js.org " +
    "docs.djangoproject.com flask.palletsprojects.com fastapi.tiangolo.com pandas.pydata.org numpy.org pytorch.org " +
    "www.postgresql.org dev.mysql.com redis.io www.sqlite.org git-scm.com www.gnu.org semver.org caniuse.com",
);

/** Where anybody can have things delivered without an account that could be traced. */
const DROPS = words(
  "webhook.site requestbin.com requestbin.net pipedream.net pipedream.com beeceptor.com hookbin.com hookdeck.com " +
    "requestcatcher.com ptsv2.com ptsv3.com postb.in requestinspector.com mockbin.org mockbin.io httpdump.app " +
    "pastebin.com paste.ee paste.rs dpaste.com dpaste.org hastebin.com ghostbin.com rentry.co privatebin.net " +
    "termbin.com ix.io sprunge.us clbin.com p.ip.fi 0x0.st x0.at envs.sh transfer.sh file.io tmpfiles.org " +
    "temp.sh catbox.moe litterbox.catbox.moe gofile.io anonfiles.com bashupload.com oshi.at uguu.se wetransfer.com " +
    "mega.nz mediafire.com sendspace.com zippyshare.com filebin.net keep.sh oast.pro oast.live oast.site oast.online " +
    "oast.fun oast.me interact.sh interactsh.com burpcollaborator.net oastify.com dnslog.cn ceye.io canarytokens.com " +
    "ngrok.io ngrok.app ngrok.com ngrok-free.app ngrok.dev serveo.net localhost.run loca.lt localtunnel.me " +
    "trycloudflare.com pagekite.me telebit.io bore.pub playit.gg tunnelto.dev zrok.io hooks.slack.com " +
    "discord.com discordapp.com api.telegram.org t.me maker.ifttt.com hooks.zapier.com hook.eu1.make.com ntfy.sh " +
    "pushover.net script.google.com forms.gle formspree.io getform.io",
);

/** Labels of names by which somebody collects what others send. */
const COLLECTS =
  /^(?:collect(?:or|s)?|exfil\w*|drop(?:s|box-?\w*|zone)?|beacon|c2|cnc|paste(?:s|bin)?|webhooks?|tunnel|callback|leak(?:s|ed)?|grab(?:ber)?|steal(?:er)?|loot|harvest(?:er)?|receiver?|sink|catch(?:er)?|requestbin|attack(?:er|s)?|evil|malware|phish\w*|bad|hack(?:er|s)?|pwn(?:ed)?|payloads?|rat|keylog\w*|telemetry|track(?:er|ing)?)\d*$/;

/** Labels that want to be let through. */
const PLEADS =
  /^(?:allow(?:ed|list|me|this)?|approved?|approve|trust(?:ed|me|worthy)?|safe|whitelist(?:ed)?|permit(?:ted)?|permitted|verified|authori[sz]ed|legit(?:imate)?|harmless|benign|secure|official|sanctioned|vetted|cleared|accepted?)$/;
const ADDRESSES =
  /^(?:reviewer?s?|guardian|approver|reviewers?|moderator|auditor|codex|assent|policy|lowrisk|ignore|please)$/;

const DOCUMENTS =
  /^(?:docs?|documentation|devdocs|developers?|dev-docs|api-docs|apidocs|wiki|man|manual|help|learn|reference|guides?|support|handbook|javadocs?|pydoc|rustdoc)$/;
const REGISTRY =
  /^(?:registry|registries|npm|pypi|pip|packages?|pkgs?|crates|index|gems?|rubygems|maven|maven2|nuget|repo|repos|repository|repositories|mirrors?|proxy|goproxy|artifacts?|artifactory|nexus|conda|cran|hex|packagist|composer|deb|apt|yum|rpm)$/;
/** Of these alone a name does not say that packages come from there. */
const VAGUE = /^(?:index|proxy|repo|repos|repository|repositories|mirrors?|artifacts?)$/;

/** What people know well enough to be misled by what looks like it. */
const WELL_KNOWN: readonly string[] = [
  ...new Set([
    ...REGISTRY_HOSTS,
    ...words(
      "npmjs.org npmjs.com npmjs.cn yarnpkg.com pypi.org pythonhosted.org crates.io golang.org rubygems.org nuget.org " +
        "github.com githubusercontent.com gitlab.com bitbucket.org google.com googleapis.com microsoft.com azure.com " +
        "amazonaws.com amazon.com docker.com docker.io debian.org ubuntu.com nodejs.org rust-lang.org python.org " +
        "mozilla.org apple.com openai.com anthropic.com slack.com cloudflare.com atlassian.com apache.org maven.org " +
        "stackoverflow.com wikipedia.org jsdelivr.net unpkg.com huggingface.co kubernetes.io readthedocs.io",
    ),
  ]),
];

/** What the name alone says. `plain`: nothing. */
export type NameKind = "registry" | "package" | "code" | "documents" | "drop" | "collects" | "pleads" | "plain";

/** @param name lower case, in ASCII, without a dot at the end */
export function nameKind(name: string): NameKind {
  if (DROPS.some((drop) => isBelow(drop, name))) return "drop";
  if (REGISTRY_HOSTS.includes(name)) return "registry";
  if (PACKAGE_HOSTS.includes(name)) return "package";
  if (CODE_HOSTS.includes(name)) return "code";
  if (DOCUMENT_HOSTS.includes(name)) return "documents";
  const labels = name.split(".").slice(0, -1);
  const parts = labels.flatMap((label) => [label, ...label.split(/[-_]/)]);
  if (parts.some((part) => PLEADS.test(part) || ADDRESSES.test(part))) return "pleads";
  if (parts.some((part) => COLLECTS.test(part))) return "collects";
  const [first = ""] = labels;
  if (isDeep(labels)) return "plain";
  if (
    REGISTRY.test(first) &&
    labels.length > 1 &&
    (!VAGUE.test(first) || labels.some((one) => !VAGUE.test(one) && REGISTRY.test(one)))
  ) {
    return "registry";
  }
  return (DOCUMENTS.test(first) && labels.length > 1) || isBelow("readthedocs.io", name) ? "documents" : "plain";
}

/** True for names with more or longer parts than people give them: they may carry something. */
function isDeep(labels: readonly string[]): boolean {
  return labels.length > 4 || labels.some((label) => label.length > 24);
}

/** Parts of a name that look like data: long, and of letters and digits as they come. */
export function carriesData(name: string): boolean {
  const labels = name.split(".").slice(0, -registrableOf(name).split(".").length);
  return labels.some((label) => {
    if (label.length >= 40) return true;
    return label.length >= 16 && !label.includes("-") && (label.match(/\d/g)?.length ?? 0) >= 3;
  });
}

/** The part of a name that one owner has: `example.co.uk` of `a.example.co.uk`. */
export function registrableOf(name: string): string {
  const labels = name.split(".");
  for (let at = 1; at < labels.length - 1; at += 1) {
    if (SHARED_SUFFIXES.has(labels.slice(at).join("."))) return labels.slice(at - 1).join(".");
  }
  return labels.slice(-2).join(".");
}

/** True where everybody can have a name below this one. */
export function isShared(name: string): boolean {
  return !name.includes(".") || SHARED_SUFFIXES.has(name);
}

/** The well-known host that this one is dressed up as; null for none. @param name as for `nameKind` */
export function dressedAs(name: string): string | null {
  const own = registrableOf(name);
  if (WELL_KNOWN.includes(own) || WELL_KNOWN.includes(name)) return null;
  const padded = `.${name}.`;
  for (const known of WELL_KNOWN) {
    // Its letters stand within, and another's name behind them.
    if (padded.includes(`.${known}.`)) return known;
    if (name.includes(known.replaceAll(".", "-")) || name.startsWith(`${known.replaceAll(".", "")}.`)) return known;
  }
  return WELL_KNOWN.find((known) => isNear(own, registrableOf(known))) ?? null;
}

/** Shorter names are near to too many others. */
const FAULTY_CHARS_MIN = 6;

/** One letter more, less, other or swapped, or the usual stand-ins. */
function isNear(name: string, known: string): boolean {
  const [left, right] = [labelOf(name), labelOf(known)];
  if (right.length < 4 || left === right) return false;
  const folded = left
    .replaceAll("0", "o")
    .replaceAll(/[1|]/g, "l")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("5", "s");
  if (folded === right) return true;
  return right.length >= FAULTY_CHARS_MIN && isOneFault(left, right);
}

function labelOf(name: string): string {
  return name.split(".", 1)[0] ?? "";
}

function isOneFault(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

function isBelow(domain: string, name: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
