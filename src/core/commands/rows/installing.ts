/** Programs that install packages for the whole machine. */
import { showValue, textOf } from "../../script/value.ts";
import type { Effect } from "../effect.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, type Scene } from "../scene.ts";

const ASKED: OptionTable = { "-h --help --version -V": "informs" };

/** What the words behind the program's name are: asking, or changing what is installed. */
type Verbs = { readonly asks: RegExp; readonly fetches: RegExp };

const APT: Verbs = {
  asks: /^(?:list|show|search|policy|depends|rdepends|madison|pkgnames|showpkg|stats|help|version|changelog|check|showauto|showhold|shell-completion|why|why-not)$/,
  fetches: /^(?:download|source)$/,
};
const DNF: Verbs = {
  asks: /^(?:list|info|search|provides|whatprovides|repolist|repoquery|deplist|history|check|check-update|help|repoinfo|se|if|pa|lr|lu|what-provides|version)$/,
  fetches: /^(?:download|makecache|fetch)$/,
};
const BREW: Verbs = {
  asks: /^(?:list|ls|info|search|deps|uses|config|doctor|leaves|outdated|desc|home|cat|--prefix|--cellar|--repository|--cache|shellenv|commands|help|formulae|casks|log|options|missing|tap-info)$/,
  fetches: /^(?:fetch|livecheck)$/,
};

export const INSTALLING: readonly Row[] = [
  packages(["apt", "apt-get", "apt-cache", "aptitude", "apt-mark", "nala", "apt-file"], APT),
  packages(["dnf", "yum", "zypper", "microdnf", "tdnf", "rpm-ostree", "apk", "xbps-query", "eopkg", "pkg"], DNF),
  packages(["brew", "port", "snap", "flatpak", "mas", "nix-env", "guix", "emerge", "choco", "scoop", "winget"], BREW),
  {
    names: ["pacman", "yay", "paru"],
    about: "installs packages for the whole machine",
    anyOption: true,
    safe: "no",
    hook: pacman,
  },
  {
    names: ["dpkg", "rpm"],
    about: "installs packages for the whole machine, or tells of them",
    anyOption: true,
    safe: "no",
    hook: dpkg,
  },
  {
    names: [
      "dpkg-query",
      "apt-config",
      "pkgutil",
      "xbps-list",
      "pkginfo",
      "rpmquery",
      "equery",
      "qlist",
      "softwareupdate",
    ],
    about: "tells which packages the machine has",
    anyOption: true,
    safe: "no",
  },
  {
    names: ["add-apt-repository", "apt-key", "apt-add-repository", "dnf-config-manager", "yum-config-manager"],
    about: "says where the machine's packages come from",
    anyOption: true,
    effects: ["network", "privilege", "persistence"],
    danger: "changes where packages come from",
  },
  {
    names: [
      "unattended-upgrade",
      "do-release-upgrade",
      "update-alternatives",
      "dpkg-reconfigure",
      "ldconfig",
      "update-ca-certificates",
      "update-rc.d",
      "locale-gen",
      "depmod",
      "update-grub",
      "grub-install",
      "update-initramfs",
    ],
    about: "changes how the machine is set up",
    anyOption: true,
    options: { "--display= --query= --list= --get-selections": "ok" },
    hook: (call) => (call.has("--display") ? {} : { effects: changing() }),
    safe: "no",
  },
];

function packages(names: readonly string[], verbs: Verbs): Row {
  return {
    names,
    about: "installs packages for the whole machine",
    safe: "no",
    anyOption: true,
    options: {
      ...ASKED,
      "-o= -c= -t= --option= --config-file= --target-release= --setopt= --enablerepo= --repo=": "ok",
    },
    hook: (call, { sighting }) => decide(call, verbs, sighting.words.slice(1).map(showValue)),
  };
}

function decide({ operands }: Call, verbs: Verbs, words: readonly string[]): Addition {
  const [first] = operands;
  const isTrying = words.some(
    (word) => word === "--dry-run" || word === "--simulate" || (word === "-s" && verbs === APT),
  );
  if (isTrying && first !== undefined) return {};
  const verb = first === undefined ? (words[0] ?? "") : (textOf(first) ?? "?");
  if (verb === "" || verbs.asks.test(verb)) return {};
  if (verbs.fetches.test(verb)) return { effects: [effect("network"), effect("write")] };
  const isLeaving = words.some((word) =>
    /^(?:--allow-unauthenticated|--no-gpg-check|--nogpgcheck|--allow-untrusted|--force-yes|--dangerous)$/.test(word),
  );
  return { effects: changing(), danger: isLeaving ? "installs packages that nobody vouches for" : null };
}

function changing(): readonly Effect[] {
  const files: Effect = { kind: "write", target: "the machine's programs", path: null, where: "outside" };
  return [effect("network"), effect("privilege"), files];
}

function pacman(_call: Call, { sighting }: Scene): Addition {
  const words = sighting.words.slice(1).map(showValue);
  const isAsking =
    words.every((word) => !/^-[SRUDT]|^--(?:sync|remove|upgrade|database)/.test(word)) ||
    words.some((word) => /^-S[sigl]+$/.test(word));
  return isAsking ? {} : { effects: changing() };
}

function dpkg(_call: Call, { sighting }: Scene): Addition {
  const words = sighting.words.slice(1).map(showValue);
  const asks =
    /^(?:-[lLsSpCqVK]|-q[a-zA-Z]*|-c|-I|-x|--(?:list|listfiles|status|search|print-avail|print-architecture|print-foreign-architectures|audit|get-selections|version|help|query|verify|compare-versions|info|contents|field|checksig|eval))$/;
  return words.length === 0 || asks.test(words[0] ?? "") ? {} : { effects: changing() };
}
