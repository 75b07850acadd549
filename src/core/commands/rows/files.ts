/** Programs that list, copy, move, make and mark files. */
import { showValue, textOf, textValue, type Value } from "../../script/value.ts";
import { dangerOfDeleting } from "../deletion.ts";
import { changesOwner, changesRights } from "../rights.ts";
import type { Addition, Call, Row } from "../row.ts";
import { effect, onPath, whereIs, type Scene } from "../scene.ts";
import { holdsSecrets } from "../secrets.ts";

const INFORMS = { "--help --version": "informs" } as const;

export const FILES: readonly Row[] = [
  {
    names: ["ls", "gls", "dir", "vdir", "ll", "exa", "eza", "lsd", "lsattr", "getfacl", "getfattr", "namei"],
    about: "lists files",
    anyOption: true,
    hook: here,
    options: {
      "-I= --ignore= --hide= -w= --width= -T= --tabsize= --block-size= --sort= -s --time= --time-style= --level=": "ok",
      "--format= --indicator-style= --quoting-style= --color=? --hyperlink=? --classify=? --icons=? --colour=?": "ok",
      ...INFORMS,
    },
    operands: "names",
  },
  {
    names: ["tree"],
    about: "lists folders as a tree",
    options: {
      "-a -d -f -i -l -x -q -N -Q -p -u -g -s -h -D -F -r -t -c -U -v -A -C -S -n -J -X": "ok",
      "-L= -P= -I= -H= -T= --filelimit= --charset= --timefmt= --sort=? --infofile= --gitfile=": "ok",
      "--matchdirs --ignore-case --noreport --inodes --device --du --si --prune --dirsfirst --filesfirst": "ok",
      "--gitignore --info --metafirst --fromfile --fromtabfile --fflinks --hintro= --houtro= --nolinks": "ok",
      "-o= -R": "write",
      ...INFORMS,
    },
    operands: "names",
    hook: unclearTree,
  },
  {
    names: ["stat", "gstat", "du", "gdu", "df", "gdf", "dust", "duf"],
    about: "tells how big, how old and where files are",
    anyOption: true,
    options: {
      "-c= --format= --printf= -f -t= -B= --block-size= -d= --max-depth= -I= --exclude= --time=? --time-style=": "ok",
      "-F -x --type= --exclude-type= --output=? --threshold=": "ok",
      "--files0-from= -X= --exclude-from=": "read",
      ...INFORMS,
    },
    operands: "names",
  },
  {
    names: ["realpath", "grealpath", "readlink", "greadlink"],
    about: "tells where a path leads",
    anyOption: true,
    options: { "--relative-to= --relative-base=": "ok", ...INFORMS },
  },
  {
    names: ["basename", "gbasename", "dirname", "gdirname", "pathchk"],
    about: "takes a path apart",
    anyOption: true,
    options: { "-s= --suffix=": "ok", ...INFORMS },
  },
  {
    names: ["cp", "gcp"],
    about: "copies files",
    anyOption: true,
    options: {
      "-r -R --recursive, -a --archive": "ok",
      "-S= --suffix= --backup=? --reflink=? --sparse= --preserve=? --no-preserve= --context=?": "ok",
      "-t= --target-directory=": "write",
      ...INFORMS,
    },
    hook: (call, scene) => copied(call, scene, call.has("-r") || call.has("-a")),
  },
  {
    names: ["install", "ginstall"],
    about: "copies files and says who may run them",
    anyOption: true,
    options: {
      "-g= --group=, -o= --owner=, -S= --suffix=, -m= --mode=, -d --directory": "ok",
      "--strip-program=": "runs",
      "-t= --target-directory=": "write",
      ...INFORMS,
    },
    hook: installed,
  },
  {
    names: ["mv", "gmv"],
    about: "moves files",
    anyOption: true,
    options: { "-S= --suffix= --backup=?": "ok", "-t= --target-directory=": "write", ...INFORMS },
    operands: "write",
    hook: (call, scene) => {
      const isLost = textOf(call.operands.at(-1) ?? textValue("")) === "/dev/null";
      if (!isLost) return {};
      const lost = call.operands.slice(0, -1);
      const danger = dangerOfDeleting(lost, { recursive: true, forced: true }, scene);
      return { effects: lost.map((one) => onPath("delete", one, scene)), danger };
    },
  },
  {
    names: ["ln", "gln", "link"],
    about: "gives a file a second name",
    anyOption: true,
    options: { "-S= --suffix= --backup=?": "ok", "-t= --target-directory=": "write", ...INFORMS },
    // Under its new name nobody would know it again.
    hook: (call, scene) => (call.operands.length < 2 ? { effects: [effect("write")] } : copied(call, scene, false)),
  },
  {
    names: ["mkdir", "gmkdir", "mkfifo", "fallocate", "mkfile"],
    about: "makes folders and empty files",
    anyOption: true,
    options: { "-m= --mode= -l= --length= -o= --offset=": "ok", ...INFORMS },
    operands: "write",
  },
  {
    names: ["mknod"],
    about: "makes a device",
    anyOption: true,
    operands: { first: ["write"] },
    effects: ["privilege"],
  },
  {
    names: ["touch", "gtouch"],
    about: "makes empty files and sets their time",
    anyOption: true,
    options: { "-d= --date= -t= --time= -A=": "ok", "-r= --reference=": "names", ...INFORMS },
    operands: "write",
  },
  {
    names: ["truncate", "gtruncate"],
    about: "cuts files off or makes them longer",
    anyOption: true,
    options: { "-s= --size=": "ok", "-r= --reference=": "names", ...INFORMS },
    operands: "write",
  },
  {
    names: ["mktemp", "gmktemp"],
    about: "makes a new temporary file or folder",
    options: {
      "-d --directory -q --quiet -t --suffix= -u --dry-run": "ok",
      "-p= --tmpdir=?": "write",
      ...INFORMS,
    },
    hook: ({ operands, given }, scene) => {
      if (given.some(({ meaning }) => meaning === "write")) return {};
      const [template] = operands;
      const place = template ?? textValue("/tmp");
      return { effects: [onPath("write", place, scene)] };
    },
  },
  {
    names: ["dd", "gdd", "dcfldd", "ddrescue"],
    about: "copies bytes",
    anyOption: true,
    hook: bytes,
  },
  {
    names: ["chmod", "gchmod"],
    about: "says who may read, write and run files",
    anyOption: true,
    options: { "--reference=": "names", ...INFORMS },
    operands: { first: ["ok"], rest: "write" },
    hook: changesRights,
  },
  {
    names: ["chown", "gchown", "chgrp", "gchgrp"],
    about: "gives files to somebody",
    anyOption: true,
    options: { "--from=": "ok", "--reference=": "names", ...INFORMS },
    operands: { first: ["ok"], rest: "write" },
    hook: changesOwner,
  },
  {
    names: ["setfacl", "chattr", "chflags", "xattr", "setfattr", "chcon", "restorecon"],
    about: "changes the marks of files",
    anyOption: true,
    operands: "write",
    effects: ["privilege"],
  },
  {
    names: ["rename", "prename", "file-rename", "mmv", "zmv", "rnr"],
    about: "gives files other names by a pattern",
    anyOption: true,
    // In one of its versions the pattern is a program.
    effects: ["runs"],
    operands: { first: ["ok"], rest: "write" },
  },
  { names: ["sync", "fsync"], about: "has what was written put on the disk", anyOption: true, safe: "no" },
];

/** Without a word it lists the folder where it is. */
function here({ operands }: Call, scene: Scene): Addition {
  return operands.length > 0 || scene.sighting.open ? {} : { names: [onPath("read", textValue("."), scene)] };
}

/** What is read from all words but the last and written to that; with `-t` all are read. */
function copied(call: Call, scene: Scene, isDeep: boolean): Addition {
  const isTargetGiven = call.has("-t");
  const sources = isTargetGiven ? call.operands : call.operands.slice(0, -1);
  const target = isTargetGiven ? undefined : call.operands.at(-1);
  const read = sources.map((source) => onPath("read", source, scene));
  const everything = isDeep ? read.find((one) => holdsSecrets(one, scene)) : undefined;
  return {
    effects: [...read, ...(target === undefined ? [] : [onPath("write", target, scene)])],
    danger: everything === undefined ? null : `copies keys and passwords (${everything.target ?? ""})`,
  };
}

function installed(call: Call, scene: Scene): Addition {
  const mode = textOf(call.valuesOf("-m").at(-1) ?? textValue("")) ?? "";
  const lends = /^0?[2-7][0-7]{3}$/.test(mode) || /[ug][^,]*[+=][^,]*s/.test(mode);
  const danger = lends ? "lets a program act with its owner's rights" : null;
  if (call.has("-d")) return { effects: call.operands.map((one) => onPath("write", one, scene)), danger };
  const copy = copied(call, scene, false);
  return { ...copy, danger };
}

/** Where one letter of a cluster takes a value, it is the next word, so an `o` anywhere names a file to write. */
function unclearTree(call: Call, scene: Scene): Addition {
  const { words } = scene.sighting;
  const isClear = words.every((word) => !/^-[a-zA-Z]+o|^-[a-zA-Z]*o[a-zA-Z]/.test(textOf(word) ?? ""));
  return { ...here(call, scene), effects: isClear ? [] : [effect("write")] };
}

/** `if=FILE` and `of=FILE`; everything else says how. */
function bytes({ operands }: Call, scene: Scene): Addition {
  const sides = operands.flatMap((operand) => {
    const [first, ...rest] = operand.pieces;
    const known = first?.kind === "text" ? first.text : "";
    const side = /^(if|of)=/.exec(known)?.[1];
    if (side === undefined) return known.includes("=") ? [] : [effect("unknown")];
    const path: Value = {
      pieces: known.length === 3 ? rest : [{ kind: "text", text: known.slice(3) }, ...rest],
      many: operand.many,
    };
    return [onPath(side === "if" ? "read" : "write", path, scene)];
  });
  const device = operands.find((operand) => {
    const text = textOf(operand);
    return text?.startsWith("of=") === true && whereIs(textValue(text.slice(3)), scene) === "device";
  });
  return {
    effects: sides,
    danger: device === undefined ? null : `overwrites a device (${showValue(device).slice(3)})`,
  };
}
