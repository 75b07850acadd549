/** What is fetched from other machines, and what is sent to them. */
import { baseName } from "../../kit/path.ts";
import type { Effect } from "../commands/effect.ts";
import { hostOf, socketOf } from "../commands/hosts.ts";
import { riskier, type RiskLevel } from "../config/review-terms.ts";
import { showValue, textOf, textValue } from "../script/value.ts";
import { isSeenThrough } from "../commands/seen-through.ts";
import { deedOfHost } from "./deeds-of-host.ts";
import { strangeOption } from "./fetch-options.ts";
import { readOptions } from "./options.ts";
import {
  asked,
  deed,
  effectsOfKind,
  type Families,
  type Family,
  forbidden,
  free,
  named,
  person,
  type Seen,
  stricterBar,
} from "./seen.ts";
import { isSpelled } from "./spelled.ts";
import type { Deed } from "./subject.ts";

/** Each host that it reaches; a name that is not known in full is for a person. */
export function reached(seen: Seen): readonly Deed[] {
  return effectsOfKind(seen, "network").map((one) => reaching(one, seen));
}

function reaching({ target }: Effect, { stage, name }: Seen): Deed {
  const host = target === null ? null : hostOf(textValue(target));
  if (host === null || target === null || /[$*`]/.test(target)) {
    return person("reach", [target ?? name], `${name} reaches ${target ?? "other machines"}`, "network");
  }
  const port = /^(?:\w+:\/\/)?(?:[^@/]*@)?[^:/]+:(\d+)(?:\/|$)/.exec(target)?.[1];
  return deedOfHost({ host, port: port === undefined ? null : Number(port), protocol: null }, stage.words);
}

/** What is fetched asks for its host; an address that carries what the script makes is for nobody. */
function fetching(seen: Seen): readonly Deed[] {
  const hosts = reached(seen);
  if (hosts.length === 0) return [local(seen) ?? free("reach", [], `${seen.name} talks to this machine`)];
  // The very address that the person wrote, and no more, is what they speak of.
  const urls = effectsOfKind(seen, "network").map(({ target }) => target);
  const isTheirs = urls.every(
    (url) =>
      url !== null && /^https?:\/\//.test(url) && !/[?#@]/.test(url) && isSpelled(url, seen.stage.words.slice(-1), ""),
  );
  return hosts.map((one): Deed => {
    const bar = isTheirs && one.bar === "named" && one.level === "medium" ? "asked" : one.bar;
    return { ...one, bar, act: one.act === "reach" ? "fetch" : one.act };
  });
}

/** Null where all hosts are known to be this machine; where none is named, a file or an option may name any. */
function local(seen: Seen): Deed | null {
  const { isKnown, name, args } = seen;
  const { sighting } = seen.scene;
  const isWhole =
    effectsOfKind(seen, "network-local").length > 0 &&
    !sighting.open &&
    (isKnown || args.every((word) => !/^[^-].*[$*`…]/.test(word) || LOOPBACK.test(word)));
  return isWhole ? null : person("reach", [], `${name} reaches machines that its words do not tell`, "network");
}

/** An address of this machine, whatever stands behind it. */
const LOOPBACK = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::[^@]*)?(?:[/?#]|$)/;

/** Copies of all that somebody knows about others. */
const HOLDS_DATA =
  /\.(?:sqlite3?|db|sql|dump|bak|mdb|rdb|parquet|bson|mbox|pst|keychain)(?:\.(?:gz|xz|zst|bz2|zip|gpg))?$|(?:^|[/_.-])(?:customers?|users?|patients?|employees?|accounts?|payroll|salar(?:y|ies)|invoices?|orders?|backups?|dumps?|database|clients?|members?|personal|passwords?|credentials?)(?=[/_.-]|$)(?!.*\.(?:tsx?|jsx?|py|rb|go|rs|java|md)$)/i;

/** @param files what is given to others */
export function levelOfSent(files: readonly string[]): RiskLevel {
  return files.some((file) => HOLDS_DATA.test(file)) ? "high" : "medium";
}

/** A redirection that is a connection: what the program reads and prints goes there. */
export function socketDeeds({ name, scene: { sighting } }: Seen): readonly Deed[] {
  const sockets = sighting.redirections.flatMap(({ target }) => {
    const host = socketOf(target);
    return host === null ? [] : [showValue(host)];
  });
  if (sockets.length === 0) return [];
  const to = sockets.join(", ");
  const isShell = /^-?(?:ba|z|da|k|a|fi|c|tc)?sh$/.test(name);
  if (isShell) return [forbidden("run", sockets, `lets ${to} run programs here`, "exfiltration")];
  return [person("send", sockets, `${name} sends what it prints to ${to}`, "exfiltration")];
}

/** Files that it is given to send, and texts that it says itself. */
function sending(files: readonly string[], seen: Seen): readonly Deed[] {
  const hosts = reached(seen);
  if (hosts.length === 0) return [local(seen) ?? asked("reach", files, `${seen.name} talks to this machine`)];
  return hosts.map((one): Deed => {
    const what = `sends ${files.join(", ") || "a text"} to ${one.objects.join(", ")}`;
    const isMade = files.some((file) => /[$*]/.test(file)) || readsInput(seen);
    const bar = stricterBar(one.bar, isMade ? "person" : "named");
    return deed("send", [...files, ...one.objects], what, [
      bar,
      riskier(one.level, isMade ? "high" : levelOfSent(files)),
      "exfiltration",
    ]);
  });
}

/** What comes to it through a pipe or from a file can be anything; a text that the script says itself shows. */
function readsInput({ args, scene: { sighting } }: Seen): boolean {
  const isRead = args.some((word) => /^(?:-|@-|@\/dev\/stdin|[^=]*=[@<]-|--post-file=\/dev\/stdin)$/.test(word));
  return isRead && sighting.input.kind !== "text" && sighting.input.kind !== "inherited";
}

const CURL_VALUED =
  "-o --output -O_ -d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string -T --upload-file -X --request -H --header -u --user -A --user-agent -e --referer -b --cookie -c --cookie-jar -m --max-time --connect-timeout --retry --retry-delay -w --write-out -x --proxy --resolve --cacert --cert -E --key --url -K --config --interface --limit-rate -r --range -C -Y -y -z -D --dump-header --unix-socket --output-dir --oauth2-bearer --max-filesize --stderr --trace --trace-ascii";

function curl(seen: Seen): readonly Deed[] {
  const { valuesOf, has, operands } = readOptions(seen.args, CURL_VALUED);
  const method = valuesOf("-X", "--request").at(-1)?.toUpperCase() ?? null;
  const files = effectsOfKind(seen, "read").flatMap(({ target }) => target ?? []);
  const texts = valuesOf(
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-ascii",
    "--data-urlencode",
    "--json",
    "-F",
    "--form",
    "--form-string",
  );
  const isSending = texts.length > 0 || has("-T", "--upload-file");
  const deeds: Deed[] = isSending
    ? [...sending([...files, ...texts.filter((text) => /[$`]/.test(text))], seen)]
    : [...fetching(seen)];
  const far = effectsOfKind(seen, "network");
  if (far.length === 0 && method !== null && method !== "GET")
    deeds.push(asked("reach", operands, `${method}s ${operands.join(", ")}`));
  if (far.length > 0 && method !== null && !/^(?:GET|HEAD|POST|PUT|PATCH|OPTIONS)$/.test(method))
    deeds.push(person("delete", operands, `${method}s ${operands.join(", ")}`, "remote"));
  else if (far.length > 0 && !isSending && method !== null && !/^(?:GET|HEAD|OPTIONS)$/.test(method))
    deeds.push(
      named(
        "message",
        far.flatMap(({ target }) => hostOf(textValue(target ?? "")) ?? []),
        `${method}s ${operands.join(", ")}`,
        "remote",
      ),
    );
  const bearing = [
    ...valuesOf("-H", "--header"),
    ...valuesOf("-u", "--user", "--oauth2-bearer", "-b", "--cookie"),
  ].filter(
    (text) => /\$|authorization|token|cookie|:/i.test(text) && !/^(?:accept|content-type|user-agent)\b/i.test(text),
  );
  if (far.length > 0 && bearing.length > 0)
    deeds.push(person("send", [], "sends what may let somebody in", "credentials"));
  if (far.length > 0 && (has("-k", "--insecure", "-x", "--proxy", "-K", "--config") || has("--resolve")))
    deeds.push(person("reach", [], "does not check who answers, or goes another way", "weakening"));
  const made = valuesOf("-A", "--user-agent", "-e", "--referer").filter((text) => /[$`]/.test(text));
  if (far.length > 0 && made.length > 0)
    deeds.push(person("send", made, `sends what the script makes (${made.join(", ")})`, "exfiltration"));
  return [...deeds, ...toldOtherwise(seen, "curl")];
}

function toldOtherwise({ args }: Seen, program: "curl" | "wget"): readonly Deed[] {
  const option = strangeOption(program, args);
  const what = `${program} is given ${option}, of which it is not known what it does`;
  return option === null ? [] : [person("reach", [], what, "hidden")];
}

function wget(seen: Seen): readonly Deed[] {
  const { has, valuesOf } = readOptions(
    seen.args,
    "-O --output-document -o -P --directory-prefix --header --user --password --post-data --post-file --body-data --body-file --method -U -t -T -e -i",
  );
  const files = valuesOf("--post-file", "--body-file");
  const told = toldOtherwise(seen, "wget");
  if (has("--post-data", "--post-file", "--body-data", "--body-file")) return [...sending(files, seen), ...told];
  if (has("--no-check-certificate", "-e", "-i", "--header", "--password", "--method"))
    return [...fetching(seen), ...told, person("reach", [], "fetches with settings of its own", "weakening")];
  return [...fetching(seen), ...told];
}

const SCP_VALUED = "-c -F -i -J -l -o -P -S -D -X";
const RSYNC_VALUED =
  "-e --rsh -f --filter --exclude --include --exclude-from --include-from --files-from --bwlimit --port --rsync-path -M --log-file --backup-dir -T --temp-dir";

/** `scp`, `rsync`: what comes last is where it goes. */
function copying(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(seen.args, seen.name === "scp" ? SCP_VALUED : RSYNC_VALUED);
  const target = operands.at(-1);
  if (target === undefined || operands.length < 2) return null;
  const sources = operands.slice(0, -1);
  const odd = has("-e", "--rsh", "--rsync-path", "-o", "-F", "-S")
    ? [person("run", [], `${seen.name} is told how to connect`, "hidden")]
    : [];
  if (isThere(target)) {
    const deleting = seen.args.some((word) => word.startsWith("--del"))
      ? [person("delete", [hostPart(target)], `deletes on ${hostPart(target)} what is not here`, "destruction")]
      : [];
    const names = sources.map((source) => source.replace(/^\.\//, ""));
    return [
      deed("send", [...names, hostPart(target)], `sends ${names.join(", ")} to ${hostPart(target)}`, [
        "named",
        levelOfSent(names),
        "exfiltration",
      ]),
      ...deleting,
      ...odd,
    ];
  }
  if (
    seen.args.some((word) => word === "--dry-run" || /^-[a-zA-Z]*n[a-zA-Z]*$/.test(word)) &&
    seen.name === "rsync" &&
    !sources.some(isThere)
  )
    return [free("look", sources, "shows what would be copied"), ...odd];
  if (sources.some(isThere))
    return [
      named(
        "fetch",
        sources.flatMap((source) => [hostPart(source), baseName(source)]).filter((word) => word !== ""),
        `fetches ${sources.join(", ")}`,
        "network",
      ),
      ...odd,
    ];
  return [free("copy", sources, `copies ${sources.join(", ")}`), ...odd];
}

const isThere = (word: string): boolean => /^[^/:]+:/.test(word) || word.includes("://");

function hostPart(word: string): string {
  return word
    .replace(/^\w+:\/\//, "")
    .replace(/^[^@/]*@/, "")
    .replace(/[:/].*$/s, "");
}

/** Bare connections: whatever is at hand goes through them. */
function connecting(seen: Seen): readonly Deed[] | null {
  const { has } = readOptions(seen.args, "-p -s -w -e -c -x -X");
  const isProbe = has("-z") && !has("-e", "-c");
  const hosts = reached(seen);
  if (isProbe) return hosts.length === 0 ? [free("reach", [], "looks whether a port of this machine is open")] : hosts;
  const isRunning = runsPrograms(seen);
  if (has("-l", "--listen") || (seen.name === "socat" && seen.args.some((word) => LISTENS.test(word)))) {
    return isRunning
      ? [forbidden("run", [], "lets whoever connects run programs here", "exfiltration")]
      : [person("run", [], "listens for whoever connects", "exfiltration")];
  }
  if (hosts.length === 0 && !isRunning) return [local(seen) ?? talking(seen)];
  return [forbiddenOr(seen, hosts)];
}

/** A service does what it is told, and what is told to it is not looked at. */
function talking({ name, scene: { sighting } }: Seen): Deed {
  const what = `${name} talks to this machine`;
  return sighting.input.kind === "inherited"
    ? asked("reach", [], what)
    : deed("reach", [], what, ["person", "medium", "hidden"]);
}

/** What listens at a socket may act with more rights than who speaks to it: `docker.sock`. */
function alsoAtSockets(family: Family): Family {
  return (seen) => {
    const sockets = socketsIn(seen);
    const deeds = family(seen);
    if (sockets.length === 0) return deeds;
    return [...(deeds ?? []), person("run", sockets, `speaks to what listens at ${sockets.join(", ")}`, "privilege")];
  };
}

function socketsIn({ name, args }: Seen): readonly string[] {
  const ends = args.flatMap((word) => /^(?:unix|abstract)[\w-]*:([^,]+)/i.exec(word)?.[1] ?? []);
  if (name === "socat") return ends;
  const options = name === "curl" ? "--unix-socket --abstract-unix-socket" : "-U --unixsock";
  return readOptions(args, options).valuesOf(...options.split(" "));
}

const LISTENS = /^(?:tcp|udp|sctp|dccp|openssl|ssl|vsock)[46]?-l(?:isten)?[:,]/i;

/** What comes through the connection goes to a program. */
function runsPrograms({ name, args }: Seen): boolean {
  if (name !== "socat") return readOptions(args, "").has("-e", "-c", "--exec", "--sh-exec", "--lua-exec");
  const isNetwork = args.some((word) => /^(?:tcp|udp|sctp|dccp|openssl|ssl|vsock|proxy|socks)/i.test(word));
  return isNetwork && args.some((word) => /^(?:exec|system|shell):/i.test(word));
}

function forbiddenOr(seen: Seen, hosts: readonly Deed[]): Deed {
  const to = hosts.flatMap(({ objects }) => objects);
  if (runsPrograms(seen))
    return forbidden("run", to, `lets ${to.join(", ") || "others"} run programs here`, "exfiltration");
  return person("send", to, `opens a bare connection to ${to.join(", ")}`, "exfiltration");
}

/** A name that is made while it runs carries what it is made of. */
function asking(seen: Seen): readonly Deed[] {
  const isMade = seen.scene.sighting.words.some((word) => textOf(word) === null);
  if (isMade)
    return [
      forbidden(
        "send",
        seen.args,
        `${seen.name} asks for a name that the script makes, and so tells what is in it`,
        "exfiltration",
      ),
    ];
  const { operands } = readOptions(seen.args, "-c -i -s -t -W -w -p -k -q -x -b -f -y");
  const names = operands.filter((word) => !word.startsWith("@") && !word.startsWith("+") && word.includes("."));
  const hosts = names.map((host) => deedOfHost({ host, port: null, protocol: null }, seen.stage.words));
  return hosts.length === 0
    ? [free("reach", [], `${seen.name} asks about this machine`)]
    : hosts.map((one): Deed =>
        one.level === "low" || one.level === "medium" ? { ...one, bar: one.bar === "free" ? "free" : "named" } : one,
      );
}

/** A machine that somebody logs in to; what is run there is looked at by itself. */
function login(seen: Seen): readonly Deed[] {
  const { operands, has, valuesOf } = readOptions(
    seen.args,
    "-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w",
  );
  const [host = "?"] = operands.map((word) => word.replace(/^.*@/, ""));
  const ways = has("-L", "-R", "-D", "-W", "-w", "-A")
    ? [person("permit", [host], `opens a way through ${host}`, "weakening")]
    : [];
  const odd =
    valuesOf("-o").some((text) => !/^(?:ConnectTimeout|BatchMode|ServerAlive\w*|LogLevel)/i.test(text)) ||
    has("-F", "-S", "-E")
      ? [person("run", [host], "is told how to connect", "hidden")]
      : [];
  if (isSeenThrough(seen.scene) && operands.length > 1) {
    const piped =
      seen.scene.sighting.input.kind === "inherited"
        ? []
        : [person("send", [host], `sends what it reads to ${host}`, "exfiltration")];
    return [...piped, ...ways, ...odd];
  }
  if (seen.scene.sighting.input.kind !== "inherited")
    return [person("run", [host], `runs on ${host} what it reads`, "hidden")];
  return [named("reach", [host], `logs in to ${host}`, "remote"), ...ways, ...odd];
}

function opening(seen: Seen): readonly Deed[] {
  const { operands } = readOptions(seen.args, "-a");
  return operands.map((word) => {
    const isHere = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/.test(word);
    if (isHere) return free("look", [word], `opens ${word}`);
    if (!/^[a-z]+:/i.test(word)) return asked("look", [baseName(word)], `opens ${word}`);
    const host = hostOf(textValue(word));
    const one = host === null ? null : deedOfHost({ host, port: null, protocol: null }, seen.stage.words);
    if (one === null || /[?#$]/.test(word))
      return person("send", [host ?? word], `opens ${word}, which carries data`, "exfiltration");
    return { ...one, bar: stricterBar(one.bar, "named"), level: riskier(one.level, "medium") };
  });
}

/** A file of the workspace goes to whom the person named; what comes through a pipe can be anything. */
function mailing(seen: Seen): readonly Deed[] {
  const { operands, has } = readOptions(seen.args, "-s -r -c -b -a --attach");
  const files = effectsOfKind(seen, "read");
  const isPlain =
    files.length === 1 &&
    seen.isKnown &&
    seen.scene.sighting.input.kind === "file" &&
    !has("-a", "--attach", "-c", "-b", "-r") &&
    files.every(({ where }) => where === "workspace");
  if (!isPlain || operands.length !== 1) return [person("message", operands, "sends mail", "exfiltration")];
  const names = files.flatMap(({ target }) => target ?? []);
  return [
    deed("send", [...names, ...operands], `sends ${names.join(", ")} to ${operands.join(", ")} by mail`, [
      "named",
      levelOfSent(names),
      "exfiltration",
    ]),
  ];
}

export const TRANSFER: Families = {
  curl: alsoAtSockets(curl),
  "wget wget2": wget,
  "scp rsync": copying,
  "nc ncat netcat socat telnet websocat": alsoAtSockets(connecting),
  "dig nslookup host drill ping ping6 traceroute mtr whois getent": asking,
  "ssh autossh mosh slogin": login,
  "open xdg-open wslview": opening,
  "mail mailx mutt sendmail msmtp swaks": mailing,
};
