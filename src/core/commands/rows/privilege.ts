/** Programs that run others with more rights, or outside the walls around them. */
import { showValue, textOf } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, type Scene } from "../scene.ts";

const SUDO: OptionTable = {
  "-V --version -h --help": "ok",
  "-l --list": "ok",
  "-k --reset-timestamp -K --remove-timestamp -v --validate": "ok",
  "-i --login": "ok",
  "-s --shell": "ok",
  "-e --edit": "ok",
  "-u= --user= -g= --group= -p= --prompt= -C= --close-from= -D= --chdir= -R= --chroot= -T= --command-timeout=": "ok",
  "-U= --other-user= -r= --role= -t= --type= --host= --preserve-env=": "ok",
  "-A --askpass -b --background -B --bell -E --preserve-env -H --set-home -n --non-interactive -N -P -S --stdin": "ok",
};

const AS_ROOT = "acts with more rights than yours";

export const PRIVILEGE: readonly Row[] = [
  {
    names: ["sudo", "gsudo", "sudo-rs"],
    about: "runs a command as somebody else",
    options: SUDO,
    stopsAtOperand: true,
    safe: "no",
    hook: sudo,
  },
  {
    names: ["sudoedit"],
    about: "edits a file as somebody else",
    anyOption: true,
    effects: ["privilege", "write"],
    danger: AS_ROOT,
  },
  {
    names: [
      "su",
      "doas",
      "pkexec",
      "run0",
      "dzdo",
      "calife",
      "runuser",
      "super",
      "please",
      "gosu",
      "su-exec",
      "s6-setuidgid",
      "setuidgid",
      "runas",
      "gksudo",
      "kdesu",
      "beesu",
    ],
    about: "runs a command as somebody else",
    anyOption: true,
    safe: "no",
    hook: acts(AS_ROOT),
  },
  {
    names: ["nsenter"],
    about: "runs a command inside what another process sees",
    anyOption: true,
    safe: "no",
    hook: acts("enters what another process sees"),
  },
  {
    names: ["unshare", "bwrap", "proot", "fakechroot", "minijail0", "nsjail", "flatpak-spawn", "toolbox", "distrobox"],
    about: "runs a command behind other walls",
    anyOption: true,
    safe: "no",
    hook: acts("runs a program behind walls of its own making"),
  },
  {
    names: ["chroot", "capsh", "setpriv", "newgrp", "sg", "aa-exec", "runcon", "sandbox-exec", "keyctl"],
    about: "runs a command with other rights",
    anyOption: true,
    safe: "no",
    hook: acts("runs a program with other rights"),
  },
];

function sudo(call: Call): Addition {
  const runs = call.operands.length > 0 || call.has("-i") || call.has("-s");
  if (runs && !(call.has("-l") && !call.has("-i"))) return { effects: [effect("privilege")], danger: AS_ROOT };
  return call.has("-V") || call.has("-l") ? {} : { effects: [effect("privilege")] };
}

/** Whatever it is given it runs; by itself it starts a shell. */
function acts(danger: string): (call: Call, scene: Scene) => Addition {
  return (_call, { sighting }) => {
    const words = sighting.words.slice(1).map((word) => textOf(word) ?? showValue(word));
    const isAsking =
      words.length === 1 &&
      /^(?:--?(?:help|version|print|list)|-h|-V|-L|help|version|list|show|--supports=.*)$/.test(words[0] ?? "");
    return isAsking ? {} : { effects: [effect("privilege")], danger };
  };
}
