/** Programs that pack, unpack and compress. */
import { join, showValue, textOf, textValue, type Value } from "../../script/value.ts";
import type { Addition, Call, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";
import { holdsSecrets } from "../secrets.ts";

const INFORMS = { "--help --version": "informs" } as const;

export const ARCHIVES: readonly Row[] = [
  {
    names: ["tar", "gtar", "bsdtar", "star"],
    about: "packs and unpacks archives",
    bareCluster: true,
    options: {
      "-t --list, -x --extract --get, -c --create, -r --append, -u --update, -A --catenate --concatenate, --delete":
        "ok",
      "-d --diff, --compare, -f= --file=, -v --verbose, -z --gzip, --gunzip, --ungzip, -j --bzip2, -J --xz, --zstd":
        "ok",
      "--lzma, --lz4, --lzip, --lzop, -a --auto-compress, -Z --compress, --uncompress, -k --keep-old-files": "ok",
      "--keep-newer-files, --overwrite, --skip-old-files, -O --to-stdout, -p --preserve-permissions": "ok",
      "--same-permissions, --no-same-owner, --same-owner, --no-same-permissions, -m --touch, -h --dereference": "ok",
      "--hard-dereference, --strip-components=, --exclude=, --exclude-vcs, --exclude-vcs-ignores, --anchored": "ok",
      "--wildcards, --no-wildcards, --ignore-case, --transform=, --xform=, --owner=, --group=, --mode=, --mtime=": "ok",
      "--sort=, --numeric-owner, -n --seek, -S --sparse, --totals=?, -b= --blocking-factor=, -B --read-full-records":
        "ok",
      "--full-time, --utc, -w --interactive, -s --same-order, --no-recursion, --recursion, --one-file-system, -l": "ok",
      "--format=, -H= --posix, --pax-option=, --level=, -i --ignore-zeros, -W --verify, --show-transformed-names": "ok",
      "--show-stored-names, --checkpoint=?, --force-local, --warning=, --null, -R --block-number, -q --fast-read": "ok",
      "--no-xattrs, --xattrs, --acls, --no-acls, --selinux, --no-selinux, --no-mac-metadata, --options=, --newer=, -N=":
        "ok",
      "--newer-mtime=, --backup=?, --suffix=, --exclude-caches, --no-auto-compress, --ignore-failed-read": "ok",
      "--exclude-tag=, --delay-directory-restore, --unlink-first, -U --recursive-unlink, --dirs, -o": "ok",
      "-C= --directory= --cd=, --one-top-level=?": "ok",
      "-X= --exclude-from=": "read",
      // A list of names may have options among them.
      "-T= --files-from=, -I= --use-compress-program=, --to-command=, --checkpoint-action=, --rsh-command=": "runs",
      "--rmt-command=, -F= --info-script=, --new-volume-script=, -M --multi-volume": "runs",
      "--index-file=, --volno-file=, -g= --listed-incremental=": "write",
      "-P --absolute-names": "unknown",
      "--remove-files": "delete",
      ...INFORMS,
    },
    // It starts decompressors by name.
    safe: "boxed",
    hook: tar,
  },
  {
    names: ["unzip", "unrar", "rar"],
    about: "unpacks archives",
    anyOption: true,
    options: { "-l -t -v -Z -z -p -c": "ok", "-d=": "write", "-P= -x": "ok" },
    hook: unzip,
  },
  { names: ["zipinfo", "lsar"], about: "lists what is in an archive", anyOption: true, operands: { first: ["read"] } },
  {
    names: ["zip"],
    about: "packs archives",
    options: {
      "-r --recurse-paths, -q --quiet, -v --verbose, -j --junk-paths, -9, -8, -7, -6, -5, -4, -3, -2, -1, -0, -u --update, -f":
        "ok",
      "-D --no-dir-entries, -X --no-extra, -y --symlinks, -x, -i, -@, -l, -ll, -e, -P=, -n=, -t=, -tt=, -s=, -sp, -g, -A, -o":
        "ok",
      "--exclude, --include, -FS, -d --delete, -Z=, -b=, -db, -dc, -dd, -dg, -du, -dv": "ok",
      "-m --move": "delete",
      "-T --test, -TT= --unzip-command=": "runs",
      "-O= --output-file=": "write",
      "-h --help --version": "informs",
    },
    hook: (call, scene) => packed(call, scene),
  },
  {
    names: ["7z", "7za", "7zr", "7zz", "p7zip"],
    about: "packs and unpacks archives",
    anyOption: true,
    subcommands: {
      "l t i h b": { about: "lists what is in an archive", anyOption: true, operands: "read" },
      "x e": { about: "unpacks", anyOption: true, operands: { first: ["read"] }, effects: ["write"] },
      "a u d rn": { about: "packs", anyOption: true, operands: { first: ["write"], rest: "read" } },
    },
  },
  {
    names: [
      ..."gzip gunzip bzip2 bunzip2 xz unxz lzma unlzma zstd unzstd pzstd lz4 unlz4 brotli lzip lzop pigz".split(" "),
      ..."unpigz pbzip2 compress uncompress lzfse pixz zopfli".split(" "),
    ],
    about: "compresses files or brings them back, and puts the one in place of the other",
    options: {
      "-c --stdout --to-stdout, -l --list, -t --test": "ok",
      "-d --decompress --uncompress -f --force -k --keep -n --no-name -N --name -q --quiet -r --recursive": "ok",
      "-v --verbose -z --compress -1 -2 -3 -4 -5 -6 -7 -8 -9 -0 --fast=? --best -e --extreme -s --small": "ok",
      "-S= --suffix= -T= --threads= -F= --format= -C= --check= -p= --processes= --rsyncable --long=? --ultra": "ok",
      "--adapt=? --no-progress --progress -b=? --memlimit= -M= --memory= -B= -m= -j=? -Q= --quality= -w= --lgwin=":
        "ok",
      "--no-check --sparse --no-sparse --single-stream -NUMBER --exclude-compressed": "ok",
      "-D=": "read",
      "-o= --output= --output-dir-flat= --output-dir-mirror=": "write",
      "--rm": "delete",
      "--filelist= --files=? --files0=?": "unknown",
      "-h -V -L --license --help --version": "informs",
    },
    hook: compressed,
  },
  {
    names: ["zcat", "gzcat", "bzcat", "xzcat", "lzcat", "zstdcat", "lz4cat"],
    about: "prints compressed files",
    anyOption: true,
    options: INFORMS,
    operands: "read",
  },
  {
    names: ["zdiff", "zcmp", "bzdiff", "xzdiff", "zstdless", "zless", "zmore", "bzless", "xzless", "lzless"],
    about: "shows and compares compressed files",
    anyOption: true,
    operands: "read",
    safe: "no",
  },
  {
    names: ["ar", "gar", "llvm-ar"],
    about: "keeps object files in a library",
    bareCluster: true,
    options: {
      "-t -p -v -V -O": "ok",
      "-a -b -c -D -f -i -l -N -o -P -s -S -T -u -U": "ok",
      "-x -r -q -d -m": "write",
      "--plugin=": "runs",
      ...INFORMS,
    },
    operands: "read",
    hook: ({ operands, given }, scene) => {
      const [archive] = operands;
      const changes = given.some(({ meaning }) => meaning === "write") && archive !== undefined;
      return changes ? { effects: [onPath("write", archive, scene)] } : {};
    },
  },
  {
    names: ["cpio"],
    about: "packs and unpacks archives",
    options: {
      "-t --list, -v --verbose, -n --numeric-uid-gid, --quiet, -c, -H= --format=, -B, -b, -s, -S, -a, -L, -0 --null, -u, -m":
        "ok",
      "-d --make-directories, -k, -C=, -A --append, --no-absolute-filenames, -f, -V": "ok",
      "-I=, -E= --pattern-file=": "read",
      "-O=": "write",
      "-F= --file=": "ok",
      "-i --extract, -o --create, -p --pass-through": "ok",
      "--rsh-command=, --to-stdout": "runs",
      ...INFORMS,
    },
    hook: (call, scene) => {
      const kind = call.has("-o") || call.has("-A") ? "write" : "read";
      const archive = call.valuesOf("-F").map((file) => onPath(kind, file, scene));
      // By itself `-t` only lists, and `-i` with it as well; else the names come from its input or the archive.
      return { effects: call.has("-t") ? archive : [...archive, effect("unknown")] };
    },
  },
];

const CHANGES = ["-c", "-r", "-u", "-A", "--delete"];

function tar(call: Call, scene: Scene): Addition {
  const archives = call.valuesOf("-f").filter((value) => textOf(value) !== "-");
  const changes = CHANGES.some((option) => call.has(option));
  const far = archives.filter((value) => showValue(value).includes(":") && !call.has("--force-local"));
  const effects = [
    ...archives.map((archive) => onPath(changes ? "write" : "read", archive, scene)),
    ...far.flatMap((archive) => [effect("network", showValue(archive)), effect("runs")]),
  ];
  const isKnown = changes || call.has("-t") || call.has("-x") || call.has("-d");
  if (!isKnown) return { effects: [...effects, effect("unknown")] };
  if (changes) {
    const folder = call.valuesOf("-C").at(-1);
    const members = call.operands.map((member) => onPath("read", inFolder(member, folder), scene));
    const everything = members.find((one) => holdsSecrets(one, scene));
    return {
      effects: [...effects, ...members],
      danger: everything === undefined ? null : `packs keys and passwords (${everything.target ?? ""})`,
    };
  }
  const isUnpacking = call.has("-x") && !call.has("-O");
  const places = call.valuesOf("-C");
  const into = places.length > 0 ? places : [textValue(".")];
  return { effects: [...effects, ...(isUnpacking ? into.map((place) => onPath("write", place, scene)) : [])] };
}

/** `-C FOLDER a`: names are those of the folder; with several, of the last. */
function inFolder(member: Value, folder: Value | undefined): Value {
  const [first] = member.pieces;
  if (folder === undefined || (first?.kind === "text" && first.text.startsWith("/"))) return member;
  return join([folder, textValue("/"), member]);
}

function unzip(call: Call, scene: Scene): Addition {
  const [archive] = call.operands;
  const read = archive === undefined ? [] : [onPath("read", archive, scene)];
  const text = archive === undefined ? "" : (textOf(archive) ?? "");
  // rar: its letter stands in place of an option.
  if (/^[a-zA-Z]{1,3}$/.test(text)) {
    const files = call.operands.slice(1).map((file) => onPath(/^[lvt]/.test(text) ? "read" : "write", file, scene));
    return { effects: [...files, ...(/^[lvt]/.test(text) ? [] : [effect("write")])] };
  }
  const isListing = ["-l", "-t", "-v", "-Z", "-z", "-p", "-c"].some((option) => call.has(option));
  if (isListing || archive === undefined) return { effects: read };
  return { effects: [...read, ...(call.has("-d") ? [] : [onPath("write", textValue("."), scene)])] };
}

function packed(call: Call, scene: Scene): Addition {
  const [archive, ...members] = call.operands;
  const read = members.map((member) => onPath("read", member, scene));
  const everything = call.has("-r") ? read.find((one) => holdsSecrets(one, scene)) : undefined;
  return {
    effects: [...(archive === undefined ? [] : [onPath("write", archive, scene)]), ...read],
    danger: everything === undefined ? null : `packs keys and passwords (${everything.target ?? ""})`,
  };
}

function compressed(call: Call, scene: Scene): Addition {
  const reads = call.has("-c") || call.has("-l") || call.has("-t");
  const effects = call.operands.map((file) => onPath("read", file, scene));
  if (reads || call.operands.length === 0) return { effects };
  return { effects: [...effects, ...call.operands.map((file) => onPath("write", file, scene))] };
}
