/** Programs that tell about the machine, its processes and its manuals. */
import { textOf } from "../../script/value.ts";
import type { Addition, Row } from "../row.ts";
import { effect, type Scene } from "../scene.ts";

const INFORMS = { "--help --version": "informs" } as const;

export const MACHINE: readonly Row[] = [
  {
    names: [
      ..."id gid whoami gwhoami who w users groups logname last lastlog pwd gpwd tty uname guname".split(" "),
      ..."uptime free nproc gnproc lscpu lsmem lsblk lspci lsusb lsmod lsns lsipc getconf locale".split(" "),
      ..."sw_vers lsb_release vm_stat vmstat iostat mpstat pidstat numastat pagesize hostinfo".split(" "),
      ..."lslogins findmnt tload acpi".split(" "),
    ],
    about: "tells about the machine and who uses it",
    anyOption: true,
    options: { "-s= --sort= -o= --output= -n= -d= -p= -a= -C=": "ok" },
  },
  {
    names: ["getent"],
    about: "asks the machine's lists of users, hosts and the like",
    anyOption: true,
    hook: ({ operands: [list] }) => {
      const isSecret = list !== undefined && /^g?shadow$/.test(textOf(list) ?? "");
      return isSecret ? { danger: "reads the machine's passwords" } : {};
    },
  },
  {
    names: ["hostname"],
    about: "tells the machine's name, or sets it",
    options: { "-f -s -d -i -I -A -a -y --fqdn --long --short --domain --ip-address --all-fqdns": "ok", ...INFORMS },
    operands: "privilege",
  },
  {
    names: ["hostnamectl", "timedatectl", "localectl"],
    about: "tells the machine's name, time or language, or sets them",
    options: { "--no-pager -p= --property= --value -a --all --json=": "ok", ...INFORMS },
    subcommands: {
      "status show timesync-status show-timesync list-timezones list-locales list-keymaps": {
        about: "tells",
        anyOption: true,
      },
    },
    otherwise: { about: "sets", effects: ["privilege"], anyOption: true, operands: { first: ["ok"] } },
  },
  {
    names: ["nvidia-smi", "rocm-smi"],
    about: "tells about the graphics card",
    options: {
      "-L --list-gpus -q --query -h --help -i= --id= -d= --display= -x --xml-format --query-gpu= --format=": "ok",
      "--query-compute-apps= -l= --loop= -lms=": "ok",
    },
  },
  {
    names: ["ps", "gps"],
    about: "lists processes",
    anyOption: true,
    options: {
      "-o= -O= -p= -q= -u= -U= -g= -G= -t= -C= -s= --pid= --ppid= --sort= --format= --user= --User= --group=": "ok",
      "--Group= --tty= --sid= --columns= --cols= --width= --rows= --lines= -k= --quick-pid=": "ok",
      "-N -A -a -d -e -f -F -j -l -L -m -M -r -S -T -v -V -w -x -y -Z -H --deselect --forest --headers": "ok",
      ...INFORMS,
    },
    hook: processes,
  },
  {
    names: ["pgrep", "pidof", "pstree", "ptree", "pmap", "pwdx", "lsof", "pidwait", "lsfd", "procs"],
    about: "lists processes and what they have open",
    anyOption: true,
  },
  {
    names: ["which", "gwhich", "whereis", "type", "hash", "whence"],
    about: "tells where a program is",
    anyOption: true,
    // `hash -p` has a name start something else.
    hook: (_call, { sighting: { words } }) => {
      const isHash = textOf(words[0]) === "hash";
      return isHash && words.some((word) => /^-[a-z]*p/.test(textOf(word) ?? "-p"))
        ? { effects: [effect("runs")] }
        : {};
    },
  },
  {
    names: ["tput", "clear", "reset", "tabs", "infocmp", "toe", "dircolors", "gdircolors"],
    about: "steers the terminal",
    anyOption: true,
  },
  {
    names: ["stty", "gstty"],
    about: "tells how the terminal is set, or sets it",
    options: { "-a --all -g --save": "ok", "-F= --file= -f=": "read", ...INFORMS },
    operands: "process",
  },
  {
    names: ["man", "info", "perldoc", "pydoc", "pydoc3", "gman"],
    about: "shows a manual",
    anyOption: true,
    options: {
      "-P= --pager= -H=? --html=? -B= --preprocessor= -p=": "runs",
      "-C= --config-file= -M= --manpath=": "read",
    },
    // It starts a pager, and whoever writes to the pager can start anything.
    safe: "no",
  },
  {
    names: ["less", "more", "most", "pg", "moar", "moor"],
    about: "shows files page by page",
    options: {
      "-N -R -r -S -F -X -i -I -M -m -n -e -E -s -q -Q -f -u -U -G -g -w -W -a -A -c -C -d -J -K -L -~ -NUMBER": "ok",
      "-p= -x= -y= -z= -b= -h= -j= -P= -t= -T= -D= --tabs= --pattern= --jump-target=": "ok",
      "--quit-if-one-screen --no-init --RAW-CONTROL-CHARS --raw-control-chars --LINE-NUMBERS --chop-long-lines": "ok",
      "-o= -O= --log-file= --LOG-FILE=": "write",
      "-k= --lesskey-file= --lesskey-src= --lesskey-content=": "runs",
      "-V --version --help -?": "informs",
    },
    operands: "read",
    safe: "no",
    // `+!command`
    hook: (_call, { sighting: { words } }) => {
      const commands = words.slice(1).filter((word) => /^\+{1,2}(?!\d*$|G$|F$|\/)/.test(textOf(word) ?? ""));
      return commands.length > 0 ? { effects: [effect("runs")] } : {};
    },
  },
  {
    names: ["bat", "batcat", "glow", "mdcat", "highlight", "pygmentize", "source-highlight", "ccat"],
    about: "shows files in colour",
    options: {
      "-p --plain, -n --number, -A --show-all, -f --force-colorization, -S --chop-long-lines, -u --unbuffered, -P":
        "ok",
      "-l= --language= --line-range= -r= -H= --highlight-line= --file-name= --style= --theme= --color= --wrap=": "ok",
      "--tabs= --decorations= --italic-text= --terminal-width= -m= --map-syntax= --diff -d --diff-context=": "ok",
      "--paging=, --no-paging, --list-languages, -L --list-themes, --ignored-suffix=, --squeeze-blank, -s --no-custom-assets":
        "ok",
      "--strip-ansi= --binary= --nonprintable-notation= --completion= --no-config --acknowledgements -g -O=": "ok",
      "--pager= --lessopen": "runs",
      "-h -V --help --version --diagnostic --config-file --config-dir --cache-dir": "informs",
      "-o=": "write",
    },
    operands: "read",
    // Unless told not to it starts a pager.
    hook: (call) => {
      const paging = call.valuesOf("--paging").at(-1);
      const isPlain = call.has("-P") || call.has("--no-paging") || (paging !== undefined && textOf(paging) === "never");
      const twice = call.given.filter(({ key }) => key === "-p --plain").length > 1;
      return isPlain || twice ? {} : { unsafe: true };
    },
  },
  {
    names: ["help", "apropos", "whatis", "manpath"],
    about: "tells what a command does",
    anyOption: true,
  },
  {
    names: ["history"],
    about: "lists the commands of this shell",
    options: { "-c -d=": "ok", "-w -a -r -n": "write", "-p -s": "unknown" },
    operands: { first: ["ok"] },
  },
  { names: ["jobs", "times", "dirs"], about: "tells about this shell", anyOption: true },
];

/** Without a dash, or in BSD's way, `e` shows the environment of each process. */
function processes(_call: undefined | object, { sighting: { words } }: Scene): Addition {
  const shows = words.slice(1).some((word, at, all) => {
    const text = textOf(word) ?? "";
    const before = textOf(all[at - 1] ?? word) ?? "";
    const isValue = at > 0 && /^(?:-[a-zA-Z]*[oOpqCuUgGtsk]|[a-zA-Z]*[oOUtk]|--\w+)$/.test(before);
    return !isValue && (/^[a-zA-Z]*e[a-zA-Z]*$/.test(text) || /^-[a-zA-Z]*E/.test(text));
  });
  return shows ? { danger: "prints the environment of processes with all that is secret in it" } : {};
}
