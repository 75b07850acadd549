/** What is done to the machine: rights, services, processes, plans, files of others. */
import { isWithin } from "../../kit/path.ts";
import { pathOf, whereIs } from "../commands/scene.ts";
import { isSeenThrough } from "../commands/seen-through.ts";
import { isSecretVariable } from "../commands/secret-variables.ts";
import { showValue, textOf } from "../script/value.ts";
import { readOptions } from "./options.ts";
import { asked, deed, effectsOfKind, type Families, forbidden, free, grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** What it starts is looked at by itself, with more rights. */
function sudo(seen: Seen): readonly Deed[] | null {
  if (
    isSeenThrough(seen.scene) &&
    !seen.args.some((word) => /^(?:-e|--edit|-s|-i|--shell|--login|-E|--preserve-env.*|-S|-A)$/.test(word))
  )
    return [];
  if (seen.args.length === 1 && /^(?:-k|-K|-V|-n|--version)$/.test(seen.args[0] ?? ""))
    return [free("look", [], "gives rights back")];
  return [person("administer", [], `${seen.name} gives all rights to what its words do not tell`, "privilege")];
}

const SERVICE_LOOKS =
  /^(?:status|is-active|is-enabled|is-failed|list-units|list-unit-files|list-timers|list-sockets|list-dependencies|show|cat|help|--version|get-default)$/;

function systemctl(seen: Seen): readonly Deed[] | null {
  const { operands } = readOptions(
    seen.args,
    "-t --type -n --lines -o --output -H --host -M --machine -p --property -s --signal --state",
  );
  const [verb = "list-units", ...units] = operands;
  if (seen.args.some((word) => /^(?:-H|--host|-M|--machine)/.test(word))) return null;
  if (SERVICE_LOOKS.test(verb)) return [free("look", units, `shows services (${verb})`)];
  const names = units.map((unit) => unit.replace(/\.service$/, ""));
  if (
    verb === "restart" ||
    verb === "reload" ||
    verb === "try-restart" ||
    verb === "reload-or-restart" ||
    verb === "start"
  )
    return [named("restart", names, `${verb}s ${names.join(", ")}`, "privilege")];
  if (names.some((name) => GUARDS.test(name)))
    return [person("permit", names, `${verb}s ${names.join(", ")}, which guards this machine`, "weakening")];
  // Of the person alone; what the unit does was written before.
  if (seen.args.includes("--user") && /^(?:enable|disable)$/.test(verb) && names.length > 0)
    return [named("schedule", names, `${verb}s ${names.join(", ")} for this person`, "weakening")];
  if (verb === "stop") return [named("stop", names, `stops ${names.join(", ")}`, "destruction")];
  if (verb === "daemon-reload" || verb === "reset-failed") return [named("configure", ["systemd"], verb, "privilege")];
  if (/^(?:poweroff|reboot|halt|suspend|hibernate|rescue|emergency|isolate|kexec)$/.test(verb))
    return [grave("stop", [verb], `${verb}s the machine`, "destruction")];
  return [
    person(
      /enable|link|edit|set/.test(verb) ? "schedule" : "configure",
      names,
      `${verb}s ${names.join(", ")}`,
      "weakening",
    ),
  ];
}

/** What keeps others out, or records what is done. */
const GUARDS =
  /^(?:firewalld|ufw|iptables|nftables|apparmor|selinux|auditd|fail2ban|clamav\S*|falcon\S*|osqueryd|crowdstrike\S*|rsyslog|systemd-journald|sshd?)$/;

function service(seen: Seen): readonly Deed[] | null {
  const [name = "", verb = ""] = seen.args;
  if (name === "--status-all" || verb === "status") return [free("look", [name], `shows ${name}`)];
  if (/^(?:restart|reload|start)$/.test(verb)) return [named("restart", [name], `${verb}s ${name}`, "privilege")];
  return verb === "stop" ? [named("stop", [name], `stops ${name}`, "destruction")] : null;
}

function crontab(seen: Seen): readonly Deed[] {
  const { has, operands } = readOptions(seen.args, "-u");
  if (has("-l") && !has("-u")) return [free("look", ["crontab"], "shows what runs when")];
  if (has("-r")) return [person("delete", ["crontab"], "deletes all that was to run", "destruction")];
  return [scheduling(seen, operands)];
}

/** What is planned shows where it is printed by the same script. */
function scheduling({ scene: { sighting, course } }: Seen, files: readonly string[]): Deed {
  const { input } = sighting;
  const from = input.kind === "output" ? input.of.flatMap((id) => course.sightings[id] ?? []) : [];
  const printed = from.filter(({ words: [program] }) => /^(?:echo|printf)$/.test(textOf(program) ?? ""));
  const rest = from.filter((one) => !printed.includes(one));
  const isPlain = rest.every(({ words: [program, flag, ...more] }) => {
    const name = textOf(program);
    return (
      (name === "cat" && flag === undefined) ||
      (name === "crontab" && flag !== undefined && textOf(flag) === "-l" && more.length === 0)
    );
  });
  const lines = printed.map(({ words }) => words.slice(1).map(showValue).join(" "));
  const paths = lines.map((line) => /^(?:@\w+|(?:\S+\s+){5})(\/[\w./-]+)$/.exec(line.trim())?.[1] ?? null);
  const known = paths.filter((path) => path !== null);
  if (files.join(" ") !== "-" || !isPlain || paths.length === 0 || known.length !== paths.length)
    return person("schedule", files, "leaves something that runs later", "weakening");
  const keeps = rest.some(({ words: [program] }) => textOf(program) === "crontab") || rest.length > 0;
  const what = `has ${known.join(", ")} run later`;
  return keeps
    ? named("schedule", known, what, "weakening")
    : person("schedule", known, `${what}, and nothing else any more`, "destruction");
}

/** What it holds is not looked at: that it be loaded has to be said. */
function launching(seen: Seen): readonly Deed[] | null {
  const { operands } = readOptions(seen.args, "-S -D");
  const [verb = "", ...files] = operands;
  if (/^(?:list|print|blame|version)$/.test(verb)) return [free("look", files, `launchctl ${verb}`)];
  const isOwn =
    files.length > 0 && files.every((file) => /\/Library\/LaunchAgents\//.test(file) && !file.startsWith("/Library"));
  if (!isOwn || !/^(?:load|unload)$/.test(verb)) return null;
  return [named("schedule", files, `${verb}s ${files.join(", ")}`, "weakening")];
}

function later(seen: Seen): readonly Deed[] {
  return [person("schedule", [], `${seen.name} leaves something that runs later`, "weakening")];
}

/** `+x` is small, `777` is not; a tree of others is for a person. */
function chmod(seen: Seen): readonly Deed[] {
  const { args, scene } = seen;
  const plain = args.filter((word) => !/^-(?:[a-zA-Z]*[RvcfHLP][a-zA-Z]*|-.*)$/.test(word));
  const [mode = "", ...files] = plain;
  const values = scene.sighting.words.slice(1).filter((word) => files.includes(showValue(word)));
  const isHere = values.every((word) => ["workspace", "temporary"].includes(whereIs(word, scene)));
  const isSmall =
    /^(?:[ugoa]*\+x|u\+[rwx]+|[ug]*[+-][rwx]+|[0-7]?[67][054][054]|[ugoa]*-[rwxst]+)$/.test(mode) &&
    !/^[1-7]?7?[67]?[67][2367][2367]$/.test(mode);
  const what = `lets others do more with ${files.join(", ")} (${mode})`;
  if (/^[0-7]?[2467][0-7]{3}$|[+=][^-]*s/.test(mode))
    return [person("permit", files, `lets ${files.join(", ")} act with its owner's rights`, "privilege")];
  if (!isHere) return [person("permit", files, what, "weakening")];
  const set = `sets the mode of ${files.join(", ")} (${mode})`;
  if (/^[ua]?\+x$/.test(mode)) return [free("permit", files, set)];
  return [isSmall ? asked("permit", files, set) : named("permit", files, what, "weakening")];
}

function chown(seen: Seen): readonly Deed[] {
  return [
    person(
      "permit",
      readOptions(seen.args, "--from --reference").operands.slice(1),
      `gives files to ${seen.args.find((word) => !word.startsWith("-")) ?? "somebody"}`,
      "privilege",
    ),
  ];
}

/** Jobs of its own shell are its own. */
function kill(seen: Seen): readonly Deed[] {
  const { args } = seen;
  if (args.some((word) => /^(?:-l|-L|--list|--table)$/.test(word))) return [free("look", [], "lists signals")];
  if (args[0] === "-0") return [free("look", args.slice(1), "looks whether a process is there")];
  const targets = args.filter(
    (word, at) =>
      !(at === 0 && /^-(?!\d+$).|^-\d{1,2}$/.test(word)) &&
      word !== "--" &&
      !(at === 1 && /^(?:-s|-n)$/.test(args[0] ?? "")),
  );
  if (args.length > 1 && targets.some((word) => /^(?:-1|0|1|-\d+)$/.test(word)))
    return [grave("stop", targets, "ends all processes of the person", "destruction")];
  if (targets.length > 0 && targets.every((word) => /^(?:%.+|\$!|\$\{!\})$/.test(word)))
    return [free("stop", targets, "ends a job of its own")];
  const own =
    targets.every((word) => /^(?:%.+|\$!|\$[A-Za-z_]*(?:pid|PID)\w*)$/.test(word)) &&
    !seen.isKnown &&
    seen.scene.course.settings.some(({ value }) =>
      value.pieces.some((piece) => piece.kind === "any" && piece.from === "$!"),
    );
  return [
    own
      ? free("stop", targets, "ends a job of its own")
      : named("stop", targets, `ends the process ${targets.join(", ")}`, "destruction"),
  ];
}

function killByName(seen: Seen): readonly Deed[] {
  const { operands, has } = readOptions(seen.args, "-s --signal");
  if (
    has("-u", "--user", "-U") ||
    operands.length === 0 ||
    operands.some((word) => word.length < 2 || /^[.*]+$/.test(word))
  )
    return [grave("stop", operands, "ends whatever fits", "destruction")];
  return [named("stop", operands, `ends every process called ${operands.join(", ")}`, "destruction")];
}

function environment(seen: Seen): readonly Deed[] | null {
  const names = seen.args.filter((word) => !word.startsWith("-"));
  if (names.length === 0)
    return [
      person("show-secret", ["environment"], "shows all variables, and what is secret among them", "credentials"),
    ];
  const secrets = names.filter(isSecretVariable);
  if (secrets.length > 0) return [person("show-secret", secrets, `shows ${secrets.join(", ")}`, "credentials")];
  return [free("look", names, `shows ${names.join(", ")}`)];
}

/** A row says which of its words reach devices; what is left is for a person. */
function dd(seen: Seen): readonly Deed[] | null {
  const target = seen.args.find((word) => word.startsWith("of="));
  if (target === undefined || !/^of=\/dev\/(?!null|stdout|shm\/)/.test(target)) return [];
  return [forbidden("change-data", [target.slice(3)], `writes over ${target.slice(3)}`, "destruction")];
}

function truncating(seen: Seen): readonly Deed[] {
  const files = effectsOfKind(seen, "write");
  return files.map(({ target, where }) => {
    const what = `empties ${target ?? "files"}`;
    const objects = target === null ? [] : [target];
    return where === "outside"
      ? deed("delete", objects, what, ["named", "high", "destruction"])
      : where === "temporary"
        ? free("delete", objects, what)
        : named("delete", objects, what, "destruction");
  });
}

/** A link to elsewhere, or over what is there. */
function linking(seen: Seen): readonly Deed[] {
  const { operands } = readOptions(seen.args, "-t --target-directory -S");
  const outside = seen.scene.sighting.words.slice(1).filter((word) => {
    const path = pathOf(word, seen.scene.sighting.cwd);
    return path !== null && !seen.scene.roots.some((root) => isWithin(root, path));
  });
  return [
    outside.length > 0
      ? named("edit", operands, `links ${operands.join(" to ")}`, "weakening")
      : asked("edit", operands, `links ${operands.join(" to ")}`),
  ];
}

const grim =
  (what: string) =>
  (seen: Seen): readonly Deed[] => [grave("administer", seen.args, `${seen.name} ${what}`, "destruction")];
const watching = (seen: Seen): readonly Deed[] => [
  person("look", seen.args, `${seen.name} reads what others send`, "credentials"),
];

function firewall(seen: Seen): readonly Deed[] {
  const isLooking =
    seen.args.some((word) => /^(?:status|list|-L|-S|--list\S*|show|ruleset)$/.test(word)) &&
    !seen.args.some((word) => /^(?:-F|-A|-I|-D|flush|add|delete|disable|reset)$/.test(word));
  return [
    isLooking
      ? asked("look", [], "shows the firewall")
      : person("permit", seen.args, `${seen.name} changes what may reach this machine`, "weakening"),
  ];
}

export const SYSTEM: Families = {
  "sudo doas pkexec run0": sudo,
  systemctl,
  launchctl: launching,
  service,
  crontab,
  "at batch systemd-run": later,
  chmod,
  "chown chgrp setfacl": chown,
  kill,
  "killall pkill": killByName,
  printenv: environment,
  dd,
  truncate: truncating,
  rmdir: (seen) => [free("delete", seen.args, `takes empty folders away (${seen.args.join(", ")})`)],
  ln: linking,
  history: (seen) =>
    seen.args.length === 0 || /^\d+$/.test(seen.args[0] ?? "")
      ? [free("look", [], "shows what was typed")]
      : [person("delete", ["history"], "changes what is known of what was typed", "weakening")],
  "mkfs mkfs.ext4 wipefs fdisk parted sgdisk fsck mkswap cryptsetup": grim("changes a disk"),
  "shutdown reboot halt poweroff init": grim("stops the machine"),
  "tcpdump tshark ngrep strace ltrace gdb": watching,
  "ufw iptables ip6tables nft firewall-cmd pfctl": firewall,
};
