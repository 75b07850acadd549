/** Programs that print, sort, count and convert text. */
import { textOf } from "../../script/value.ts";
import { keepsNamesOf } from "../names-only.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";
import { namesSecret } from "../secrets.ts";

const INFORMS = { "--help --version": "informs" } as const;

const COLUMNS: OptionTable = {
  "-d= -f= -c= -b= --delimiters= --delimiter= --fields= --characters= --bytes= --output-delimiter=": "ok",
  "-t= -1= -2= -o= -e= -a= -v= -j=": "ok",
  ...INFORMS,
};

export const TEXT: readonly Row[] = [
  {
    names: ["cat", "gcat", "tac", "gtac", "rev", "nl", "fold", "expand", "unexpand", "fmt", "pr", "colrm", "ul"],
    about: "prints files",
    anyOption: true,
    options: {
      "-s= --separator= -b= -d= -f= -h= -i= -l= -n= -v= -w= --width= -t= --tabs= -o= -p= --goal= -g=": "ok",
      ...INFORMS,
    },
    operands: "read",
    hook: secretValues,
  },
  {
    names: ["head", "ghead", "tail", "gtail"],
    about: "prints the first or last lines of files",
    anyOption: true,
    options: { "-n= --lines= -c= --bytes= -s= --sleep-interval= --pid= --max-unchanged-stats= -b=": "ok", ...INFORMS },
    operands: "read",
    hook: secretValues,
  },
  {
    names: ["wc", "gwc"],
    about: "counts lines, words and bytes",
    anyOption: true,
    options: { "--files0-from=": "read", "--total=": "ok", ...INFORMS },
    // It tells no more of a file than its size.
    operands: "names",
  },
  {
    names: ["cut", "gcut"],
    about: "takes columns from files",
    anyOption: true,
    options: COLUMNS,
    operands: "read",
    hook: (call, scene) =>
      keepsNamesOf("cut", call.operands, scene) ? { namesOnly: true } : secretValues(call, scene),
  },
  {
    names: ["paste", "gpaste", "comm", "gcomm", "join", "gjoin", "look", "tsort"],
    about: "takes columns and lines from files, and puts them side by side",
    anyOption: true,
    options: COLUMNS,
    operands: "read",
    hook: secretValues,
  },
  {
    names: ["tr", "gtr", "numfmt", "gnumfmt"],
    about: "changes letters and numbers of its input",
    anyOption: true,
    options: INFORMS,
  },
  {
    names: ["column"],
    about: "sets lines in columns",
    anyOption: true,
    options: {
      "-s= --separator= -c= --output-width= -o= --output-separator= -N= --table-columns= -R= --table-right=": "ok",
      "-T= --table-truncate= -H= --table-hide= -E= --table-noextreme= -W= --table-wrap= -O= --table-order=": "ok",
      "-n= --table-name= -C= --table-column= -l= --table-columns-limit= -d= -r= --tree= -i= --tree-id= -p=": "ok",
      ...INFORMS,
    },
    operands: "read",
    hook: secretValues,
  },
  {
    names: ["sort", "gsort"],
    about: "sorts lines",
    options: {
      "-b --ignore-leading-blanks -d --dictionary-order -f --ignore-case -g --general-numeric-sort": "ok",
      "-i --ignore-nonprinting -M --month-sort -h --human-numeric-sort -n --numeric-sort -R --random-sort": "ok",
      "-r --reverse -V --version-sort -c --check=? -C -m --merge -s --stable -u --unique -z --zero-terminated": "ok",
      "--sort= -k= --key= -t= --field-separator= -S= --buffer-size= --parallel= --batch-size= --debug --mmap": "ok",
      "--files0-from= --random-source=": "read",
      "-o= --output= -T= --temporary-directory=": "write",
      "--compress-program=": "runs",
      ...INFORMS,
    },
    operands: "read",
  },
  {
    names: ["uniq", "guniq"],
    about: "leaves out or counts repeated lines",
    options: {
      "-c --count -d --repeated -D --all-repeated=? -u --unique -i --ignore-case -z --zero-terminated": "ok",
      "-f= --skip-fields= -s= --skip-chars= -w= --check-chars= --group=? -NUMBER": "ok",
      ...INFORMS,
    },
    operands: { first: ["read", "write"] },
  },
  {
    names: ["shuf", "gshuf"],
    about: "puts lines in any order",
    options: {
      "-e --echo, -i= --input-range=, -n= --head-count=, -r --repeat, -z --zero-terminated": "ok",
      "--random-source=": "read",
      "-o= --output=": "write",
      ...INFORMS,
    },
    hook: (call, scene) => (call.has("-e") ? {} : { effects: call.operands.map((one) => onPath("read", one, scene)) }),
  },
  {
    names: ["iconv"],
    about: "converts text between character sets",
    options: {
      "-f= --from-code= -t= --to-code= -l --list -c -s --silent --verbose --byte-subst= --unicode-subst=": "ok",
      "-o= --output=": "write",
      "-? --help --usage -V --version": "informs",
    },
    operands: "read",
  },
  {
    names: ["dos2unix", "unix2dos", "mac2unix", "unix2mac", "recode"],
    about: "changes how the lines of files end",
    anyOption: true,
    operands: "write",
  },
  {
    names: ["strings", "gstrings", "od", "god", "hexdump", "hd", "hexyl"],
    about: "shows the bytes of files",
    anyOption: true,
    options: {
      "-n= --bytes= -t= --radix= -e= --encoding= -T= --target= -s= --output-separator= -A= --address-radix=": "ok",
      "-j= --skip-bytes= -N= --read-bytes= -S= --endian= -w=? --width=? --format= --length= --skip=": "ok",
      "-f=": "read",
      ...INFORMS,
    },
    operands: "read",
    hook: secretValues,
  },
  {
    names: ["xxd"],
    about: "shows the bytes of a file, or makes a file of what it showed",
    options: {
      "-a -b -C -d -e -E -i -p -ps -r -u -c= -g= -l= -s= -o= -n= -cols= -len= -seek= -name= -R=": "ok",
      "-h -v --help --version": "informs",
    },
    operands: { first: ["read", "write"] },
    hook: unclearClusters,
  },
  {
    names: ["base64", "gbase64", "base32", "basenc"],
    about: "writes bytes as letters, and back",
    options: {
      "-d -D --decode -i --ignore-garbage -w= --wrap= -b= --break= --base64 --base64url --base32 --base32hex": "ok",
      "--base16 --base2msbf --base2lsbf --z85": "ok",
      "--input=": "read",
      "-o= --output=": "write",
      "-h --help --version": "informs",
    },
    operands: "read",
  },
  {
    names: [
      ..."md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum gmd5sum gsha256sum gcksum".split(" "),
      ..."md5 shasum crc32 xxhsum xxh64sum xxh128sum b3sum".split(" "),
    ],
    about: "prints checksums",
    options: {
      "-b --binary -t --text -c --check --tag -z --zero --ignore-missing --quiet --status --strict -w --warn": "ok",
      "-a= --algorithm= -l= --length= --base64 --raw --debug -r -q -n -p -x -0 -1 -U -H= --little-endian": "ok",
      "-s=": "ok",
      ...INFORMS,
    },
    operands: "read",
  },
  {
    names: ["file"],
    about: "tells what kind of file it is",
    options: {
      "-b --brief -i --mime --mime-type --mime-encoding -h --no-dereference -L --dereference -k --keep-going": "ok",
      "-N --no-pad -n --no-buffer -r --raw -0 --print0 -F= --separator= -e= --exclude= -l --list --extension": "ok",
      "-P= --parameter= -I -E -s --special-files -p --preserve-date": "ok",
      "-f= --files-from= -m= --magic-file=": "read",
      "-C --compile": "write",
      "-z --uncompress -Z --uncompress-noreport": "runs",
      "-v --version --help": "informs",
    },
    operands: "read",
  },
  {
    names: ["tee", "gtee", "sponge"],
    about: "writes its input to files",
    options: {
      "-a --append -i --ignore-interrupts -p --output-error=?": "ok",
      ...INFORMS,
    },
    operands: "write",
  },
  {
    names: ["split", "gsplit"],
    about: "cuts a file into pieces",
    options: {
      "-a= --suffix-length= --additional-suffix= -b= --bytes= -C= --line-bytes= -d --numeric-suffixes=?": "ok",
      "-x --hex-suffixes=? -e --elide-empty-files -l= --lines= -n= --number= -t= --separator= -u --unbuffered": "ok",
      "--verbose -NUMBER -p=": "ok",
      "--filter=": "runs",
      ...INFORMS,
    },
    operands: { first: ["read", "write"] },
    effects: ["write"],
  },
  {
    names: ["csplit", "gcsplit"],
    about: "cuts a file into pieces where its lines say so",
    options: {
      "-b= --suffix-format= -k --keep-files --suppress-matched -n= --digits= -s --quiet --silent -z": "ok",
      "--elide-empty-files -q": "ok",
      "-f= --prefix=": "write",
      ...INFORMS,
    },
    operands: { first: ["read"] },
    effects: ["write"],
  },
];

/** What takes a value in one version is a flag in another, and the word behind it a file. */
function secretValues(call: Call, scene: Scene): Addition {
  const values = call.given.flatMap(({ value }) => (value === null ? [] : [value]));
  const secret = values.filter((value) => namesSecret(value, scene));
  return { effects: secret.map((value) => onPath("read", value, scene)) };
}

/** Behind the first letter xxd reads nothing more but a number, where others would see several options. */
function unclearClusters(_call: Call, { sighting: { words } }: Scene): Addition {
  const isClear = words.slice(1).every((word) => {
    const text = textOf(word);
    return text !== null && (!/^-[a-zA-Z]{2}/.test(text) || /^-(?:ps|cols|len|seek|name)$/.test(text));
  });
  return isClear ? {} : { effects: [effect("write")] };
}
