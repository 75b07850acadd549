/** Programs that log in to another machine or copy to and from one. */
import { prefixOf, showValue, startsWith, textOf, type Value } from "../../script/value.ts";
import type { Effect } from "../effect.ts";
import { networkKind } from "../hosts.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";

const SSH: OptionTable = {
  "-V": "informs",
  "-A -a -C -f -g -k -K -M -N -n -q -s -T -t -v -X -x -Y -y -4 -6 -G": "ok",
  "-B= -b= -c= -e= -I= -l= -m= -O= -p= -P= -Q= -w=": "ok",
  "-D= -L= -R=": "ok",
  "-o=": "ok",
  "-E=": "write",
  "-F= -S=": "read",
  "-i=": "credentials",
  "-J= -W=": "network",
};

const COPY: OptionTable = {
  "-3 -4 -6 -A -B -C -O -p -q -R -r -s -T -v -a -f -N": "ok",
  "-c= -D= -J= -l= -P= -X= -b= -B=": "ok",
  "-o=": "ok",
  "-S= -F=": "unknown",
  "-i=": "credentials",
};

const RSYNC: OptionTable = {
  "-e= --rsh=": "ok",
  "--rsync-path= --filter=": "unknown",
  "--delete --del": "ok",
  "--delete-before": "ok",
  "--delete-during": "ok",
  "--delete-after": "ok",
  "--delete-excluded": "ok",
  "--delete-delay": "ok",
  "--remove-source-files": "delete",
  "-n --dry-run": "ok",
  "--log-file= --write-batch= --backup-dir= --partial-dir= --temp-dir= -T=": "write",
  "--password-file= --files-from= --exclude-from= --include-from= --read-batch=": "read",
  "--exclude= --include= -f= --bwlimit= --timeout= --contimeout= --port= --chmod= --chown= --max-size= --min-size=":
    "ok",
  "--compress-level= --info= --out-format= --compare-dest= --copy-dest= --link-dest= --block-size= -B= --suffix=": "ok",
  "-a -v -r -z -h -P -u -c -l -L -p -o -g -t -x -S -H -A -X -E -W -i -q -R -D -b -0 -C -k -K -O -J -U -d -I -m -y":
    "ok",
  "--archive --verbose --recursive --compress --human-readable --progress --partial --update --checksum --links": "ok",
  "--perms --times --stats --itemize-changes --quiet --relative --inplace --append --existing --ignore-existing": "ok",
  "--copy-links --delete-missing-args --force --no-perms --no-owner --no-group --list-only --sparse --hard-links": "ok",
  "--numeric-ids --whole-file --one-file-system --prune-empty-dirs --mkpath --no-times --backup --safe-links": "ok",
  "-V --version --help": "informs",
};

const RCLONE_READS = /^(?:ls|lsd|lsl|lsf|lsjson|size|tree|check|cryptcheck|about|cat|hashsum|md5sum|sha1sum|ncdu)$/;

export const REMOTE: readonly Row[] = [
  {
    names: ["ssh", "autossh", "mosh", "slogin", "dbclient"],
    about: "logs in to another machine",
    options: SSH,
    stopsAtOperand: true,
    safe: "no",
    hook: ssh,
  },
  { names: ["scp"], about: "copies to and from another machine", options: COPY, safe: "no", hook: copy },
  {
    names: ["sftp", "lftp", "ftp", "ncftp", "tftp"],
    about: "copies to and from another machine",
    options: COPY,
    hook: session,
  },
  { names: ["rsync"], about: "copies files that have changed", options: RSYNC, safe: "no", hook: rsync },
  {
    names: ["ssh-copy-id"],
    about: "lets a key in on another machine",
    anyOption: true,
    effects: ["network", "credentials"],
    hook: ({ operands }) => ({ danger: operands.length > 0 ? "lets a key log in on another machine" : null }),
  },
  {
    names: ["rclone"],
    about: "copies to and from storage elsewhere",
    options: { "--config=": "credentials" },
    optionsAnywhere: true,
    hook: rclone,
  },
  {
    names: ["croc", "magic-wormhole", "wormhole", "transfer", "sendme"],
    about: "sends files to somebody",
    anyOption: true,
    effects: ["network"],
    hook: ({ operands }) => ({
      danger: textOf(operands[0] ?? { pieces: [], many: false }) === "send" ? "sends files to somebody" : null,
    }),
  },
  {
    names: ["sendmail", "mail", "mailx", "mutt", "swaks", "msmtp"],
    about: "sends mail",
    anyOption: true,
    effects: ["network"],
    danger: "sends mail",
  },
];

function ssh(call: Call): Addition {
  const [host] = call.operands;
  const strange = dangerOfOptions(call.valuesOf("-o"));
  if (host === undefined) return { danger: strange };
  const forwards = call.has("-R") ? "opens a way from another machine to this one" : null;
  return { effects: [networkKind(host), effect("credentials")], danger: strange ?? forwards };
}

/** Options that run a program here, and those that no longer check who answers. */
function dangerOfOptions(options: readonly Value[]): string | null {
  const texts = options.map((option) => showValue(option).replaceAll(/\s+/g, ""));
  if (texts.some((text) => /^(?:ProxyCommand|LocalCommand|KnownHostsCommand|PermitLocalCommand|Match)\b/i.test(text))) {
    return "lets a setting of ssh run a program";
  }
  const isBlind = texts.some((text) =>
    /^(?:StrictHostKeyChecking=?(?:no|off)|UserKnownHostsFile=?\/dev\/null)/i.test(text),
  );
  return isBlind ? "does not check who answers" : null;
}

/** `host:path`, `user@host:path` and `scheme://host/path`; a path with a slash before the colon is a file. */
function isElsewhere(value: Value): boolean {
  const known = prefixOf(value);
  return (
    /^[^/:]+:/.test(known) || (textOf(value) === null && !known.includes("/") && startsWith(value, "/") === "maybe")
  );
}

function hostPart(value: Value): Effect {
  const text = textOf(value) ?? prefixOf(value);
  if (text.includes("://")) return networkKind(value);
  const host = text.replace(/^((?:[^/:@]*@)?(?:\[[^\]]*\]|[^/:]*)):.*$/s, "$1");
  const { kind } = networkKind({ pieces: host === "" ? [] : [{ kind: "text", text: host }], many: false });
  return effect(kind, showValue(value));
}

function copy(call: Call, scene: Scene): Addition {
  const { effects, sent } = copied(call.operands, scene);
  return { effects: [...effects, effect("credentials")], danger: dangerOfOptions(call.valuesOf("-o")) ?? sent };
}

/** Sources and target of a copy, each here or elsewhere. */
function copied(operands: readonly Value[], scene: Scene): { effects: readonly Effect[]; sent: string | null } {
  const target = operands.at(-1);
  const sources = operands.slice(0, -1);
  const effects = sources.map((source) => (isElsewhere(source) ? hostPart(source) : onPath("read", source, scene)));
  if (target === undefined) return { effects, sent: null };
  if (!isElsewhere(target)) return { effects: [...effects, onPath("write", target, scene)], sent: null };
  const to = hostPart(target);
  const here = sources.find((source) => !isElsewhere(source));
  const isSent = here !== undefined && to.kind === "network";
  return {
    effects: [...effects, to],
    sent: isSent ? `sends a file (${showValue(here)}) to ${showValue(target)}` : null,
  };
}

function session({ operands: [host] }: Call): Addition {
  return host === undefined ? {} : { effects: [hostPart(host), effect("unknown")] };
}

const DELETING = "--delete --delete-before --delete-during --delete-after --delete-excluded --delete-delay".split(" ");

function rsync(call: Call, scene: Scene): Addition {
  const isRemote = call.operands.some(isElsewhere);
  const { effects, sent } = copied(call.operands, scene);
  if (call.has("-n")) return { effects: effects.filter(({ kind }) => kind !== "write") };
  const target = call.operands.at(-1);
  const isDeleting = target !== undefined && DELETING.some((option) => call.has(option));
  const shells = call.valuesOf("-e").filter((shell) => !/^ssh(?: -[46CqTx]| -p ?\d+)*$/.test(showValue(shell)));
  const ways = isRemote ? shells.map((shell) => effect("runs", showValue(shell))) : [];
  const deleted = isDeleting && !isElsewhere(target) ? [onPath("delete", target, scene)] : [];
  const lost = isDeleting && isElsewhere(target) ? `deletes files on another machine (${showValue(target)})` : null;
  return {
    effects: [...effects, ...ways, ...deleted, ...(isRemote ? [effect("credentials")] : [])],
    danger: lost ?? sent ?? dangerOfDeleting(deleted),
  };
}

function dangerOfDeleting(deleted: readonly Effect[]): string | null {
  const outside = deleted.find(({ where }) => where !== "workspace" && where !== "temporary");
  return outside === undefined ? null : `deletes what the source does not have (${outside.target ?? ""})`;
}

function rclone({ operands: [first, ...rest] }: Call): Addition {
  const name = first === undefined ? "" : (textOf(first) ?? "?");
  if (/^(?:|version|help|completion|selfupdate)$/.test(name)) return {};
  if (name === "config") {
    return { effects: [effect("credentials")], danger: "shows or changes the keys of a storage" };
  }
  const effects = [effect("network", rest.map(showValue).join(" ")), effect("credentials")];
  return RCLONE_READS.test(name) ? { effects } : { effects, danger: `changes what is stored elsewhere (${name})` };
}
