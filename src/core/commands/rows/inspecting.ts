/** Programs that look into binaries, media and source trees. */
import type { Row } from "../row.ts";

const INFORMS = { "--help --version": "informs" } as const;

export const INSPECTING: readonly Row[] = [
  {
    names: [
      ..."nm gnm llvm-nm size gsize llvm-size readelf greadelf llvm-readelf objdump gobjdump llvm-objdump".split(" "),
      ..."addr2line c++filt otool".split(" "),
    ],
    about: "looks into object files and programs",
    anyOption: true,
    options: {
      "-b= --target= -m= --architecture= -M= --disassembler-options= --start-address= --stop-address=": "ok",
      "-t= --radix= -A= -x= -p= -R= --hex-dump= --string-dump= -j= --section= -arch= -D= --demangle=?": "ok",
      "-e= --exe=": "read",
      "--plugin=": "runs",
      ...INFORMS,
    },
    operands: "read",
  },
  {
    // The loader runs, and for some programs so does the program.
    names: ["ldd"],
    about: "tells which libraries a program needs",
    anyOption: true,
    operands: "runs",
  },
  {
    names: ["cloc", "tokei", "scc", "sloccount", "loc", "gocloc"],
    about: "counts lines of code",
    options: {
      "-a -C -c -s= -f= -e= -t= -n -x -w -M= -i= --json --csv --md --yaml --xml --quiet --by-file --vcs= --wide": "ok",
      "--exclude-dir= --include-lang= --exclude-lang= --exclude-ext= --include-ext= --no-complexity --files": "ok",
      "--sort= --format= --output= --hidden --no-ignore --type= --types= --exclude= --by-file-by-lang --git": "ok",
      "--match-f= --not-match-f= --match-d= --not-match-d= --fullpath --progress-rate= --no-cocomo --ci": "ok",
      "--report-file= --out= -o=": "write",
      "-h -V --help --version --languages": "informs",
    },
    operands: "read",
    // Their settings and the archives they unpack start programs.
    safe: "boxed",
  },
  {
    names: ["shellcheck", "hadolint", "yamllint", "actionlint", "checkbashisms"],
    about: "checks files for mistakes",
    options: {
      "-a -x -s= -S= -e= -i= -o= -f= -C=? -W= -P= --shell= --severity= --exclude= --include= --format= --color=?": "ok",
      "--enable= --external-sources --norc --strict --no-warnings --no-color --list-files --quiet -q": "ok",
      "-c= --config= --rcfile= -d= --config-data=": "read",
      "-h -V -v --help --version --list-optional": "informs",
    },
    operands: "read",
    safe: "boxed",
  },
  {
    names: ["ffprobe", "mediainfo", "identify", "pdfinfo", "pdffonts", "soxi"],
    about: "tells about pictures, sounds and documents",
    anyOption: true,
    singleDash: true,
    options: {
      "-v= -loglevel= -show_entries= -select_streams= -of= -print_format= -f= -format= -read_intervals= -i=": "ok",
      "-o= -write= -report=": "write",
      "--Output= --Inform=": "ok",
      "--LogFile=": "write",
    },
    operands: "read",
    // Some of what they are given may be a URL or a program.
    safe: "boxed",
  },
];
