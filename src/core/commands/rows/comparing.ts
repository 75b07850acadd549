/** Programs that compare files, and that apply what was compared. */
import type { Row } from "../row.ts";

export const COMPARING: readonly Row[] = [
  {
    names: ["diff", "gdiff", "colordiff"],
    about: "shows where files differ",
    options: {
      "-a --text -b --ignore-space-change -B --ignore-blank-lines -c --context=? -C= -d --minimal -e --ed": "ok",
      "-E --ignore-tab-expansion -i --ignore-case -n --rcs -N --new-file -p --show-c-function -q --brief": "ok",
      "-r --recursive -s --report-identical-files -t --expand-tabs -T --initial-tab -u --unified=? -U=": "ok",
      "-w --ignore-all-space -W= --width= -y --side-by-side -Z --ignore-trailing-space -x= --exclude= -I=": "ok",
      "--ignore-matching-lines= -L= --label= --color=? --palette= --normal --strip-trailing-cr -D= --ifdef=": "ok",
      "--left-column --suppress-common-lines --suppress-blank-empty --tabsize= --no-dereference -S=": "ok",
      "--starting-file= --ignore-file-name-case --no-ignore-file-name-case --unidirectional-new-file -P": "ok",
      "--horizon-lines= -F= --show-function-line= --speed-large-files -H -NUMBER --line-format= -v": "ok",
      "--old-line-format= --new-line-format= --unchanged-line-format= --old-group-format=": "ok",
      "--new-group-format= --changed-group-format= --unchanged-group-format=": "ok",
      "--from-file= --to-file= -X= --exclude-from=": "read",
      "-l --paginate": "runs",
      "--help --version": "informs",
    },
    operands: "read",
  },
  {
    names: ["cmp", "gcmp"],
    about: "tells whether two files are the same",
    options: {
      "-b --print-bytes -l --verbose -s --quiet --silent -i= --ignore-initial= -n= --bytes= -x -z -h": "ok",
      "-v --version --help": "informs",
    },
    operands: { first: ["read", "read"] },
  },
  {
    names: ["sdiff", "gsdiff"],
    about: "shows two files side by side, and merges them",
    options: {
      "-s --suppress-common-lines -l --left-column -w= --width= -i --ignore-case -b -W -B -a --text -t -d": "ok",
      "-E -Z -H --ignore-all-space --ignore-space-change --ignore-blank-lines --strip-trailing-cr -I=": "ok",
      "-o= --output=": "write",
      "--diff-program=": "runs",
      "-v --version --help": "informs",
    },
    operands: "read",
  },
  {
    names: ["diff3", "gdiff3"],
    about: "shows where three files differ",
    options: {
      "-A --show-all -e --ed -E --show-overlap -3 --easy-only -x --overlap-only -X -i -m --merge -a --text": "ok",
      "--strip-trailing-cr -T --initial-tab -L= --label=": "ok",
      "--diff-program=": "runs",
      "-v --version --help": "informs",
    },
    operands: "read",
  },
  {
    names: ["delta", "difft", "difftastic", "icdiff", "dwdiff", "wdiff", "jd", "dyff", "diffstat", "diffoscope"],
    about: "shows where files differ",
    anyOption: true,
    operands: "read",
    // They start pagers and other programs that their settings name.
    safe: "no",
  },
  {
    names: ["interdiff", "combinediff", "filterdiff", "lsdiff", "grepdiff", "splitdiff"],
    about: "shows what patches say",
    anyOption: true,
    operands: "read",
    safe: "no",
  },
  {
    names: ["patch", "gpatch"],
    about: "changes files as a patch says",
    options: {
      "-p= --strip= -N --forward -R --reverse -s --quiet --silent -t --batch -f --force -F= --fuzz= -l": "ok",
      "--ignore-whitespace -u --unified -c --context -e --ed -n --normal -E --remove-empty-files -b --backup": "ok",
      "-V= --version-control= -z= --suffix= -B= --prefix= -Y= --basename-prefix= --verbose --binary": "ok",
      "--no-backup-if-mismatch --backup-if-mismatch --posix --merge=? -T --set-time -Z --set-utc -D=": "ok",
      "--ifdef= --quoting-style= --follow-symlinks --read-only=": "ok",
      "--dry-run -C": "ok",
      "-i= --input=": "read",
      "-d= --directory= -o= --output= -r= --reject-file=": "write",
      "-v --version --help": "informs",
    },
    operands: { first: ["write", "read"] },
    effects: ["write"],
  },
];
