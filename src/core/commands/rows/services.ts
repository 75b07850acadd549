/** Programs that start, stop and plan what runs on the machine. */
import { showValue, textOf } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";

const INFORMS: OptionTable = { "-h --help --version -V": "informs" };

const SYSTEMCTL: OptionTable = {
  ...INFORMS,
  "-t= --type= --state= -p= --property= -n= --lines= -o= --output= -s= --signal= -H= --host= -M= --machine= --root=":
    "ok",
  "--no-pager -l --full -q --quiet -a --all --plain --no-legend --system --now -f --force -r --failed": "ok",
  "--user": "ok",
  "--value -P= --job-mode= --no-block --no-ask-password --no-wall -i": "ok",
};

const ASKS =
  /^(?:status|show|cat|list-.*|is-.*|get-default|help|show-environment|--version|print.*|info|blame|critical-chain|verify|dot|plot|time|security|calendar|timespan|unit-paths|--status-all)$/;
const ENDS =
  /^(?:poweroff|reboot|halt|kexec|exit|soft-reboot|suspend|hibernate|hybrid-sleep|suspend-then-hibernate|rescue|emergency|default|isolate|switch-root)$/;
const STAYS =
  /^(?:enable|disable|mask|unmask|link|edit|revert|reenable|preset|preset-all|add-wants|add-requires|set-default|import-environment|set-environment|set-property|daemon-reexec|bootstrap|bootout|load|unload|submit|remove)$/;
const GUARDS =
  /firewalld|ufw|iptables|nftables|auditd|apparmor|selinux|fail2ban|clamav|falcon|crowdstrike|sshd?\b|systemd-journald|rsyslog|osquery|wazuh|sentinel|defender|usbguard|aide|tripwire|dbus|networkmanager|systemd-networkd|systemd-resolved|chronyd|cron/i;

export const SERVICES: readonly Row[] = [
  {
    names: ["systemctl"],
    about: "starts and stops what runs on the machine",
    options: SYSTEMCTL,
    safe: "no",
    hook: systemctl,
  },
  {
    names: [
      "service",
      "rc-service",
      "rc-update",
      "chkconfig",
      "invoke-rc.d",
      "initctl",
      "sv",
      "supervisorctl",
      "pm2",
      "monit",
    ],
    about: "starts and stops services",
    anyOption: true,
    safe: "no",
    hook: service,
  },
  { names: ["launchctl"], about: "starts and stops services", anyOption: true, safe: "no", hook: launchctl },
  {
    names: ["systemd-analyze", "loginctl", "bootctl", "coredumpctl", "networkctl", "busctl"],
    about: "tells of services and sessions",
    anyOption: true,
    safe: "no",
    hook: sessions,
  },
  {
    names: ["journalctl", "dmesg"],
    about: "shows the machine's log",
    anyOption: true,
    options: INFORMS,
    safe: "no",
    hook: log,
  },
  {
    names: [
      "nginx",
      "apache2ctl",
      "apachectl",
      "httpd",
      "caddy",
      "haproxy",
      "sshd",
      "postgres",
      "redis-server",
      "mongod",
      "mysqld",
    ],
    about: "serves",
    anyOption: true,
    options: INFORMS,
    safe: "no",
    hook: serves,
  },
  {
    names: ["crontab"],
    about: "plans what runs later, or tells of it",
    options: { "-l": "ok", "-h --help -V": "ok", "-r -i": "ok", "-e": "ok", "-u=": "privilege", "-T=": "read" },
    safe: "no",
    hook: crontab,
  },
  {
    names: ["at", "batch", "atrm"],
    about: "has something run later",
    options: { "-l -V": "ok", "-m -v -M -b": "ok", "-q= -t=": "ok", "-c= -d= -r=": "ok", "-f=": "read" },
    safe: "no",
    hook: at,
  },
  { names: ["atq", "uptimed", "runlevel"], about: "tells what is planned" },
  {
    names: ["schtasks", "schtasks.exe", "reg", "reg.exe", "sc.exe", "bcdedit", "netsh", "wmic"],
    about: "changes how Windows runs",
    safe: "no",
    anyOption: true,
    hook: windows,
  },
  {
    names: ["systemd-run"],
    about: "has the machine run a program",
    anyOption: true,
    effects: ["process", "privilege", "runs"],
    danger: "has the machine's own service run a program",
  },
  {
    names: ["osascript"],
    about: "runs a script of the desktop",
    anyOption: true,
    effects: ["process", "runs"],
    hook: script,
    safe: "no",
  },
  {
    names: [
      "defaults",
      "PlistBuddy",
      "plutil",
      "gsettings",
      "dconf",
      "nvram",
      "pmset",
      "systemsetup",
      "scutil",
      "networksetup",
      "tmutil",
    ],
    about: "reads or changes settings of the desktop",
    anyOption: true,
    safe: "no",
    hook: settings,
  },
  {
    names: ["open", "xdg-open", "gio", "start", "wslview", "gnome-open", "kde-open", "explorer.exe"],
    about: "opens a file or a page in its program",
    anyOption: true,
    effects: ["process"],
    safe: "no",
  },
];

function words(values: Call["operands"]): readonly string[] {
  return values.map((value) => textOf(value) ?? "?");
}

function systemctl({ operands, given }: Call): Addition {
  const [verb = "", ...units] = words(operands);
  if (verb === "" || ASKS.test(verb)) return {};
  if (ENDS.test(verb)) return { effects: [effect("privilege")], danger: "stops the machine or all that runs on it" };
  const isOwn = given.some(({ key }) => key === "--user") && operands.length > 0;
  const kinds = isOwn ? [effect("process")] : [effect("privilege"), effect("process")];
  const isDown =
    /^(?:stop|disable|mask|kill|try-restart)$/.test(verb) && units.some((unit) => GUARDS.test(unit) || unit === "?");
  if (isDown) return { effects: kinds, danger: `stops what guards the machine (${units.join(" ")})` };
  if (STAYS.test(verb))
    return {
      effects: [...kinds, effect("persistence")],
      danger: `changes what runs when the machine starts (${verb} ${units.join(" ")})`,
    };
  return { effects: kinds };
}

function service({ operands }: Call): Addition {
  const all = words(operands);
  if (all.length === 0 || all.some((word) => ASKS.test(word))) return {};
  const isDown = all.includes("stop") && all.some((word) => GUARDS.test(word));
  const stays = all.some((word) => /^(?:add|del|on|off|startup|save|default)$/.test(word));
  const danger = isDown ? "stops what guards the machine" : stays ? "changes what runs when the machine starts" : null;
  return { effects: [effect("privilege"), effect("process")], danger };
}

function launchctl({ operands }: Call): Addition {
  const [verb = "", ...rest] = words(operands);
  if (
    /^(?:|list|print|print-disabled|print-cache|blame|dumpstate|help|version|managername|manageruid|managerpid|getenv|error|procinfo|hostinfo|resolveport|limit)$/.test(
      verb,
    )
  )
    return {};
  if (STAYS.test(verb) || /^(?:setenv|config|reboot|asuser|bsexec)$/.test(verb)) {
    return {
      effects: [effect("persistence")],
      danger: `leaves something that runs later (${[verb, ...rest].slice(0, 2).join(" ")})`,
    };
  }
  return { effects: [effect("process")] };
}

function sessions({ operands }: Call): Addition {
  const [verb = ""] = words(operands);
  if (
    verb === "" ||
    ASKS.test(verb) ||
    /^(?:list|show|info|status|(?:session|user|seat)-status|tree|introspect|get-property|dump)/.test(verb)
  )
    return {};
  return {
    effects: [effect("privilege"), effect("process")],
    danger: /^(?:poweroff|reboot|terminate|kill|lock|enable-linger|call|install|remove)/.test(verb)
      ? `changes sessions or the machine (${verb})`
      : null,
  };
}

function log(_call: Call, { sighting }: Scene): Addition {
  const all = sighting.words.slice(1).map(showValue);
  const isChanging = all.some((word) =>
    /^(?:--vacuum-.*|--rotate|--flush|--relinquish-var|--update-catalog|--setup-keys|-c|-C|-D|-E|--clear|--read-clear|--console-.*)/.test(
      word,
    ),
  );
  return isChanging
    ? { effects: [effect("privilege")], danger: "changes the machine's log" }
    : { effects: [effect("read", "the machine's log")] };
}

function serves(_call: Call, { sighting }: Scene): Addition {
  const all = sighting.words.slice(1).map(showValue);
  const isAsking =
    all.length > 0 &&
    all.every((word) => /^(?:-[vVtThS]|--version|--help|version|validate|fmt|configtest|-?t)$/.test(word));
  return isAsking ? {} : { effects: [effect("process"), effect("privilege"), effect("network-local")] };
}

function crontab(call: Call, scene: Scene): Addition {
  if (call.has("-l")) return { effects: [effect("read", "the person's crontab")] };
  if (call.has("-r")) return { effects: [effect("persistence")], danger: "deletes what was planned to run later" };
  const [file] = call.operands;
  if (call.has("-h")) return {};
  return {
    effects: [
      effect("persistence"),
      ...(file === undefined || textOf(file) === "-" ? [] : [onPath("read", file, scene)]),
    ],
    danger: "leaves something that runs later",
  };
}

function at(call: Call): Addition {
  if (call.has("-l") || (call.given.length === 1 && call.has("-c"))) return {};
  return { effects: [effect("persistence")], danger: "leaves something that runs later" };
}

function windows({ operands }: Call): Addition {
  const all = words(operands).join(" ");
  const isAsking = /^(?:\/query|query|qc|show|\/enum|\S+ get)\b/i.test(all);
  return isAsking
    ? {}
    : { effects: [effect("persistence"), effect("privilege")], danger: "changes what runs on the machine" };
}

function script(_call: Call, { sighting }: Scene): Addition {
  const text = sighting.words.slice(1).map(showValue).join(" ");
  if (/administrator privileges/i.test(text))
    return { effects: [effect("privilege")], danger: "acts with an administrator's rights" };
  return {
    danger: /do shell script|keystroke|key code|system events/i.test(text)
      ? "steers other programs of the desktop"
      : null,
  };
}

function settings({ operands }: Call, { sighting }: Scene): Addition {
  const [verb = ""] = words(operands);
  const text = sighting.words.slice(1).map(showValue).join(" ");
  if (
    /^(?:|read|read-type|domains|find|export|get|list-\S*|range|describe|writable|dump|list|print|lint|help|-p|-g|--dns|--proxy|status|listbackups)$/i.test(
      verb,
    )
  )
    return {};
  if (/^-(?:get|list|p|lint|print|show)/i.test(text) || /-c ['"]?print/i.test(text)) return {};
  const isGuard =
    /quarantine|gatekeeper|firewall|LoginHook|LoginItems|com\.apple\.(?:loginwindow|alf|security)|csr-|amfi/i.test(
      text,
    );
  return { effects: [effect("persistence")], danger: isGuard ? "weakens what guards the machine" : null };
}
