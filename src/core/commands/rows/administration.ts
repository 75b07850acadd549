/** Programs that change the machine itself: power, disks, network, guards, accounts. */
import { showValue, textOf } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, type Scene } from "../scene.ts";

const INFORMS: OptionTable = { "--help --version -V": "informs" };

/** Words with which these programs only tell something. */
type Asking = RegExp;

/** A program that changes the machine unless its words only ask. */
function guarded(names: readonly string[], about: string, asks: Asking, danger: string): Row {
  return {
    names,
    about,
    safe: "no",
    anyOption: true,
    options: INFORMS,
    hook: (_call, scene) => (asks.test(wordsOf(scene)) ? {} : { effects: [effect("privilege")], danger }),
  };
}

/** All words behind the program's name, each behind a space; what is not known is "?". */
function wordsOf({ sighting: { words } }: Scene): string {
  return words
    .slice(1)
    .map((word) => ` ${textOf(word) ?? "?"}`)
    .join("");
}

const NOTHING: Asking = /^(?: --?(?:help|version|h|V))?$/;
const ACCOUNTS = "changes who may log in and do what";
const GUARDS = "weakens what guards the machine";
const DISKS = "changes or destroys what is on a disk";

export const ADMINISTRATION: readonly Row[] = [
  guarded(
    ["shutdown", "halt", "poweroff", "reboot", "init", "telinit", "pm-suspend", "kexec"],
    "stops the machine",
    /^(?: --?(?:help|version|show))$/,
    "stops the machine",
  ),
  guarded(
    [
      "mkfs",
      "mkfs.ext4",
      "mkfs.ext3",
      "mkfs.ext2",
      "mkfs.xfs",
      "mkfs.btrfs",
      "mkfs.vfat",
      "mkfs.fat",
      "mkfs.ntfs",
      "mke2fs",
      "mkswap",
      "blkdiscard",
      "cryptsetup",
      "wipe",
      "hdparm",
      "nvme",
      "badblocks",
      "resize2fs",
      "tune2fs",
      "growpart",
      "mdadm",
      "lvremove",
      "vgremove",
      "pvremove",
      "lvresize",
      "lvreduce",
      "lvcreate",
      "vgcreate",
      "pvcreate",
      "zpool",
      "zfs",
      "btrfs",
      "e2fsck",
      "fsck",
      "xfs_repair",
      "newfs",
      "sgdisk",
      "cfdisk",
      "gdisk",
    ],
    "changes or destroys what is on a disk",
    /^(?: --?(?:help|version|h|V)| (?:list|status|get|history|show|isLuks|luksDump|--detail|-D|-I|-i|-n|subvolume list|filesystem (?:df|show|usage)|scrub status)(?: .*)?)?$/,
    DISKS,
  ),
  guarded(
    ["fdisk", "parted", "sfdisk", "partprobe"],
    "shows or changes how a disk is divided",
    /^(?: --?(?:help|version|h|V|v)| (?:-l|--list|-d|--dump|-s \S+ print|\S+ print|-l .*|-s|--show-size .*))?$/,
    DISKS,
  ),
  guarded(
    ["wipefs"],
    "shows or erases what marks a disk",
    /^(?: --?(?:help|version|h|V)|(?: (?:-n|--no-act|-p|-J|-i|-O \S+|\/\S+))*)$/,
    DISKS,
  ),
  guarded(
    ["diskutil", "hdiutil"],
    "shows or changes disks",
    /^(?: (?:list|info|activity|apfs list|imageinfo|verify\S*|help)(?: .*)?)?$/,
    DISKS,
  ),
  guarded(
    ["mount", "umount", "losetup", "fusermount", "fusermount3", "sshfs", "swapon", "pivot_root"],
    "shows or changes what is mounted",
    /^(?: --?(?:help|version|h|V|l|s|show|list|all-show)| -t \S+| --show.*| -l.*)?$/,
    "changes what is mounted",
  ),
  guarded(["swapoff"], "takes swap space away", NOTHING, "takes the machine's swap space away"),
  { names: ["sysctl"], about: "shows or changes settings of the kernel", anyOption: true, safe: "no", hook: sysctl },
  guarded(
    ["modprobe", "insmod", "rmmod", "kmod", "dkms", "bpftool", "kpatch"],
    "loads code into the kernel",
    /^(?: --?(?:help|version|h|V|n|dry-run|show-depends|c|showconfig).*| (?:list|status|show|prog show|map show)(?: .*)?)?$/,
    "loads code into the kernel",
  ),
  guarded(
    ["iptables", "ip6tables", "iptables-legacy", "ip6tables-legacy", "ebtables", "arptables", "nft", "ipset", "pfctl"],
    "shows or changes the firewall",
    /^(?: (?:-t \S+|-n|-v|--numeric|--verbose|--line-numbers|-a))*(?: (?:-L|-S|--list|--list-rules|-nvL|-vnL|-nL|-Ln|-Lnv|-Lvn|list|-s\S*)(?: .*)?| --?(?:help|version|h|V))?$/,
    "changes the firewall",
  ),
  guarded(["iptables-save", "ip6tables-save"], "shows the firewall", /^[^]*$/, GUARDS),
  guarded(
    ["ufw"],
    "shows or changes the firewall",
    /^(?: (?:status|show|app (?:list|info)|version|--version|help|--help|--dry-run)(?: .*)?)?$/,
    "changes the firewall",
  ),
  guarded(
    ["firewall-cmd", "firewall-offline-cmd", "socketfilterfw"],
    "shows or changes the firewall",
    /^(?: --?(?:state|list-\S+|get-\S+|info-\S+|query-\S+|help|version|zone=\S+|permanent|getglobalstate|listapps))*$/,
    "changes the firewall",
  ),
  guarded(
    [
      "setenforce",
      "setsebool",
      "semanage",
      "semodule",
      "aa-disable",
      "aa-complain",
      "aa-teardown",
      "apparmor_parser",
      "pam-auth-update",
      "authconfig",
      "authselect",
    ],
    "changes what guards the machine",
    /^(?: --?(?:help|version|h|V|l|list).*| \S+ -l| (?:list|current|check|show)(?: .*)?)?$/,
    GUARDS,
  ),
  {
    names: [
      "getenforce",
      "getsebool",
      "sestatus",
      "aa-status",
      "apparmor_status",
      "ausearch",
      "aureport",
      "matchpathcon",
    ],
    about: "tells what guards the machine",
    anyOption: true,
  },
  guarded(
    ["auditctl", "augenrules"],
    "shows or changes what is recorded",
    /^(?: (?:-s|-l|-v|--status|--check|-h))*$/,
    "changes what is recorded of what happens",
  ),
  guarded(
    ["spctl"],
    "shows or changes which programs may start",
    /^(?: (?:--status|--assess|-a|--list|--test-devid-status)(?: .*)?)?$/,
    GUARDS,
  ),
  guarded(
    ["csrutil"],
    "shows or changes what guards the system's files",
    /^(?: (?:status|authenticated-root status|report))?$/,
    GUARDS,
  ),
  guarded(
    [
      "tccutil",
      "kextload",
      "kextunload",
      "systemextensionsctl",
      "profiles",
      "fdesetup",
      "dseditgroup",
      "dscl",
      "sysadminctl",
    ],
    "changes what guards the machine",
    /^(?: (?:list|status|show|read|-list|-read|\. -(?:list|read)|supportsauthrestart)(?: .*)?)?$/,
    GUARDS,
  ),
  guarded(
    [
      "useradd",
      "adduser",
      "usermod",
      "userdel",
      "deluser",
      "groupadd",
      "groupmod",
      "groupdel",
      "addgroup",
      "delgroup",
      "gpasswd",
      "chpasswd",
      "chage",
      "chsh",
      "chfn",
      "newusers",
      "newuidmap",
      "newgidmap",
      "pwconv",
      "faillock",
      "setcap",
      "kinit",
      "kadmin",
    ],
    "changes accounts",
    /^(?: --?(?:help|version|h|V|l)(?: \S+)?| -c| -cf? \S+| -D)?$/,
    ACCOUNTS,
  ),
  guarded(
    ["visudo", "vipw", "vigr", "iptables-restore", "ip6tables-restore"],
    "changes accounts or the firewall as a whole",
    /^ (?:-c(?: -q)?|-cf \S+|--check|--help|--version|-V|-h)$/,
    ACCOUNTS,
  ),
  guarded(["passwd"], "changes a password", /^(?: (?:-S|--status)(?: \S+)?| --?(?:help|version))$/, ACCOUNTS),
  guarded(
    ["hwclock", "ntpdate", "chronyc", "timesyncd", "ntpd"],
    "shows or sets the clock",
    /^(?: (?:-r|--show|-q|tracking|sources.*|--get|--verbose|activity|ntpdata))*$/,
    "sets the clock",
  ),
  {
    names: ["ss", "netstat", "arp", "iw", "nmcli", "ethtool", "iwconfig", "route", "tcpdump", "tshark", "ngrep"],
    about: "tells of the network",
    anyOption: true,
    hook: network,
  },
  {
    names: ["ip", "ifconfig", "tc", "brctl", "bridge", "dhclient"],
    about: "tells of the network, or sets it up",
    anyOption: true,
    safe: "no",
    hook: links,
  },
  guarded(
    ["efibootmgr", "flashrom", "fwupdmgr"],
    "changes the machine's firmware",
    /^(?: (?:-v|--verbose|get-\S+|--version|--help))?$/,
    "changes the machine's firmware",
  ),
];

function sysctl(_call: Call, scene: Scene): Addition {
  const text = wordsOf(scene);
  const isSetting = / -(?:w|p|f|-write|-load|-system)|=| \?/.test(text);
  return isSetting ? { effects: [effect("privilege")], danger: "changes how the kernel runs" } : {};
}

const WATCHES = /^(?:tcpdump|tshark|ngrep)$/;

function network({ operands }: Call, scene: Scene): Addition {
  const name = showValue(scene.sighting.words[0]).replace(/^.*\//, "");
  const text = wordsOf(scene);
  if (WATCHES.test(name))
    return { effects: [effect("privilege"), effect("network")], danger: "listens to what others send" };
  const kills = name === "ss" && / (?:-[a-zA-Z]*K|--kill)/.test(text);
  const [verb = ""] = operands.map(showValue);
  const sets =
    (name === "route" && /^(?:add|del|flush|change)$/.test(verb)) ||
    (name === "arp" && / -[sdf]/.test(text)) ||
    (name === "ethtool" && / -[sKGACELWpu] /.test(text)) ||
    (name === "nmcli" && / (?:up|down|add|modify|delete|connect|disconnect|on|off|edit|clone)(?: |$)/.test(text));
  if (kills || sets) return { effects: [effect("privilege")], danger: "changes how the network is set up" };
  return LISTS.test(`${name}${text}`) ? {} : { unsafe: true };
}

/** What only lists sockets, routes and neighbours. */
const LISTS = /^(?:ss|netstat)(?: -[tulnpaeimosw46rNWOH]+)*$|^route(?: -[ne]+)*$|^arp(?: -[ane]+)*$/;

function links({ operands }: Call, scene: Scene): Addition {
  const name = showValue(scene.sighting.words[0]).replace(/^.*\//, "");
  const all = operands.map((word) => textOf(word) ?? "?");
  const isAsking =
    name === "ifconfig"
      ? all.length <= 1
      : name !== "dhclient" && !all.slice(1).some((word) => SETS.test(word)) && all[0] !== "-batch";
  if (name === "ip" && /^netns$/.test(all[0] ?? "") && all[1] === "exec")
    return { effects: [effect("privilege"), effect("runs")] };
  return isAsking ? {} : { effects: [effect("privilege")], danger: "changes how the network is set up" };
}

const SETS =
  /^(?:a|ad|add|del|delete|d|set|s|flush|f|change|replace|append|save|restore|up|down|addbr|delbr|addif|delif|\?)$/;
