/** What a script runs, as far as that is sure, and what stays unknown. */
import { describe, expect, test } from "vitest";
import { assert, property, string } from "fast-check";
import { follow } from "../../../src/core/script/follow.ts";
import type { Course } from "../../../src/core/script/sighting.ts";
import type { Value } from "../../../src/core/script/value.ts";
import { seeThrough } from "../../../src/core/script/wrappers.ts";

const AROUND = { cwd: "/home/you/app", home: "/home/you" };

function courseOf(script: string): Course {
  return follow(["bash", "-c", script], AROUND, seeThrough);
}

/** Words apart by blanks; what is not known in `<…>`, followed by `+` where it may be no word or several. */
function show({ pieces, many }: Value): string {
  const text = pieces.map((piece) =>
    piece.kind === "text" ? piece.text : `<${piece.kind === "any" ? piece.from : piece.pattern}>`,
  );
  return (text.join("") || "''") + (many ? "+" : "");
}

function commandsOf(script: string): readonly string[] {
  const { sightings, unknowns } = courseOf(script);
  const shown = sightings.map(({ words, open }) => words.map(show).join(" ") + (open ? " …" : ""));
  return [...shown, ...unknowns.map(({ kind, what }) => `? ${kind}: ${what}`)];
}

const WORDS: readonly [script: string, commands: readonly string[]][] = [
  ["git status", ["git status"]],
  ["x=rm; $x f", ["rm f"]],
  ["a=r b=m; $a$b f", ["rm f"]],
  ["unset x; ${x:-rm} f", ["unset x", "rm f"]],
  ["x=RM; ${x,,} f", ["rm f"]],
  ["x=xrmx; ${x:1:2} f", ["rm f"]],
  ["x=a.txt; rm ${x%.txt}.md ${x#a} ${x/a/b} ${#x}", ["rm a.md .txt b.txt 5"]],
  ['x=(rm "a b"); "${x[@]}"', ["rm a b"]],
  ['set -- rm f; "$@"; shift; echo $1 $#', ["set -- rm f", "rm f", "shift", "echo f 1"]],
  ["IFS=,; x=rm,f; $x", ["rm f"]],
  ["rm${IFS}f", ["rm f"]],
  ["{rm,f}; ls {1..3} {a,b}{c,d}", ["rm f", "ls 1 2 3 ac ad bc bd"]],
  ["rm '' \"\" $''", ["rm '' '' ''"]],
  ["ls ~ ~/x $HOME $PWD ~+ ~other", ["ls /home/you /home/you/x /home/you /home/you/app /home/you/app <~other>"]],
  ['ls *.ts $x "$x" "$@"', ["ls <*>.ts+ <$x>+ <$x>"]],
  ["for f in a b; do rm $f; done", ["rm a", "rm b"]],
  ['for f in *.log; do rm "$f" $f; done', ["rm <*>.log <*>.log+"]],
  ["`echo rm` f; $(printf 'r%s' m) f", ["echo rm", "rm f", "printf r%s m", "rm f"]],
  ['cat <<< "$(pwd)/x"; ls $(pwd)', ["pwd", "cat", "pwd", "ls /home/you/app"]],
  ["r$(:)m f", [":", "rm f"]],
  ["ls ${x:-''} \"${x:-''}\"", ["ls <$x>+ <$x>"]],
  ["unset x; ls ${x:-''}", ["unset x", "ls <$x>+"]],
  ['set -- a $x b; ls "$*"; ls "$(echo "$@")"', ["set -- a <$x>+ b", "ls a<$x>b", "echo a <$x>+ b", "ls a<$x>b"]],
  ['x=$(which a); ls "b$x"', ["which a", "ls b<$(which a)>/a", "ls b<$(which a)/a>"]],
  [
    "ls $(echo ${x:?}y) $(echo $((z))) f",
    ["echo <${x:?}>y+", "echo <$((…))>", "ls <$(…)>+ <$(…)>+ f", "? text: an expression with $z"],
  ],
  ["set -u; x=a; ls $(echo $x) $(echo $y b)", ["set -u", "echo a", "echo <$y>+ b", "ls a <$(…)>+"]],
  ["ls $(which x) f", ["which x", "ls <$(which x)>/x+ f", "ls f"]],
];

const LOST: readonly [script: string, commands: readonly string[]][] = [
  ["if a; then x=rm; else x=ls; fi; echo $x", ["a", "echo <$x>+"]],
  ["x=ls; if a; then x=ls; fi; $x f", ["a", "ls f"]],
  ["x=ls; while a; do echo $x; x=rm; done", ["a", "echo <$x>+"]],
  ["x=ls; (x=rm); $x f", ["ls f"]],
  ["x=ls; f() { x=rm; }; f; echo $x", ["f", "echo rm"]],
  ["x=ls; f() { local x=rm; }; f; echo $x", ["f", "local x=rm", "echo <$x>+"]],
  ["x=ls; read x; echo $x", ["read x", "echo <$x>+"]],
  ["x=ls; printf -v x rm; echo $x", ["printf -v x rm", "echo <$x>+"]],
  ["declare -n q=z; z=rm; echo $q $z", ["declare -n q=z", "echo <$q>+ <rm>+"]],
  ["readonly x=rm\nx=ls\necho $x", ["readonly x=rm", "echo <$x>+"]],
  ["x=rm; : $((1/0)); x=ls\necho $x", [": <$((…))>", "echo <$x>+"]],
  ["x=ls; trap 'x=rm' DEBUG; echo $x", ["trap x=rm DEBUG", "echo <$x>+"]],
  ["x=ls; x=rm :; echo $x", [":", "echo <$x>+"]],
  ["x=ls; x=rm declare x=a; echo $x", ["declare x=a", "echo <$x>+"]],
  ["x=ls; case $y in a) x=rm;; b) ls $x;; esac", ["ls ls"]],
  ["x=ls; case $y in a) x=rm;;& b) x=ls;; *) echo $x;; esac", ["echo <$x>+"]],
  ["x=ls; case $y in a) x=rm;& b) echo $x;; esac", ["echo <$x>+"]],
  ["x=ls > /dev/full; x=rm 2>/none/f; echo $x", ["echo <$x>+"]],
  ["x=ls; while a; do x=rm; break; x=ls; done; echo $x", ["a", "break", "echo <$x>+"]],
];

const CONSTRUCTS: readonly [script: string, commands: readonly string[]][] = [
  ["! a && b || c; (d); { e; }; f & wait", ["a", "b", "c", "d", "e", "f", "wait"]],
  ["case x in $(a)) b;; *) c;; esac", ["a", "b", "c"]],
  [
    "[[ -n $(a) ]]; (( $(b) )); echo $(( x[$(c)] ))",
    ["a", "b", "c", "echo <$((…))>", ...["$(…)", "$(…)", "$x"].map((name) => `? text: an expression with ${name}`)],
  ],
  ["cat <<E\n$(a)\nE\ncat <<'E'\n$(b)\nE", ["a", "cat", "cat"]],
  ["echo ${x:-$(a)} ${y/$(b)/$(c)}", ["a", "b", "c", "echo <$x><$(…)>+ <$y>+"]],
  ["coproc { a; }; select x in b; do c $x; done", ["a", "c <$x>+"]],
  ['f() { rm "$1"; }; f a; f b', ["f a", "rm a", "f b", "rm b"]],
  ['f() { rm "$1"; }', ["rm <$1>"]],
  ['f() { f x; g "$1"; }; f a', ["f a", "f x", "g <$1>", "f x", "g <$1>"]],
  ["trap f EXIT; f() { trap 'rm \"$1\"' EXIT; }", ["trap f EXIT", "f", 'trap rm "$1" EXIT', "rm ''"]],
  ["trap 'rm -f \"$t\"' EXIT", ['trap rm -f "$t" EXIT', "rm -f <$t>"]],
  ['eval rm f; eval "ls; pwd"', ["eval rm f", "rm f", "eval ls; pwd", "ls", "pwd"]],
  ["source <(echo rm f)", ["echo rm f", "source /dev/fd/<<(…)>", "rm f"]],
  [". /dev/stdin <<< 'rm f'", [". /dev/stdin", "rm f"]],
  ["command rm f; builtin command rm f", ["command rm f", "rm f", "builtin command rm f", "command rm f", "rm f"]],
  ["shopt -s expand_aliases\nalias z='rm'\nz f", ["shopt -s expand_aliases", "alias z=rm", "z f", "rm …"]],
  ["hash -p /bin/rm ls; ls f", ["hash -p /bin/rm ls", "ls f", "/bin/rm f"]],
  ["mapfile -C 'rm f #' -c 1 x <<< a", ["mapfile -C rm f # -c 1 x", "rm f …"]],
  ["set -k\nrm f a=b", ["set -k", "rm f a=b", "rm f"]],
  ["test -v 'a[$(rm f)]'", ["test -v a[$(rm f)]", "rm f", ":"]],
];

/** The file may hold something else all the same, which is always said as well. */
const FILES: readonly [script: string, ran: readonly string[]][] = [
  ["printf 'rm f' > s; sh s", ["rm f"]],
  ["cat > s <<'E'\nrm $1\nE\nbash -x s a", ["rm a"]],
  ["{ echo ls; echo 'rm f'; } > s && . ./s", ["ls", "rm f"]],
  ["echo 'x=rm' > s; echo '$x f' >> s; source s", ["rm f"]],
  ["echo 'rm f' | tee s; chmod +x s; ./s", ["sh ./s", "rm f"]],
  ["printf '#!/usr/bin/env -S node -x\\n' > s; ./s a", ["/usr/bin/env node -x ./s a", "node -x ./s a"]],
  ["cp /bin/rm z; ./z f", ["/bin/rm f"]],
  ["ln -s $(which rm) z; env ./z f", ["./z f", "<$(which rm)>/rm+ f", "f"]],
  ["echo 'rm f' > s; mv s t; cp t u; bash < u", ["rm f"]],
  ["install -m 755 /bin/rm d/z; PATH=d:$PATH; z f", ["/bin/rm f"]],
  ["echo 'rm f' > s; export BASH_ENV=s; ls", ["rm f"]],
  ["ENV=s; echo 'rm f' > s", ["rm f"]],
  ['cd "$x"; echo "rm f" > s; cd "$y"; sh ./s', ["rm f"]],
  ['echo "rm f" > "$x/s"; sh "$x/s"', ["rm f"]],
  ["while a; do sh s; echo 'rm f' > s; done", ["rm f"]],
  ["(echo 'rm f' > s) & sh s", ["rm f"]],
  ["echo 'rm f' > s; echo ls > s; sh s", ["rm f", "ls"]],
  ["echo 'rm f' > s; sh other/s", []],
  ["echo 'rm f' > s; cp s d/s; ./d/s", ["sh ./d/s", "rm f"]],
  ["python3 gen.py s; sh s", ["? text: the script s that is made on the way"]],
  ["ln -s s t; echo 'rm f' > s; sh t", ["rm f"]],
  ["cp s t; cp t s; sh s", []],
  ["awk 'BEGIN { print > \"s\" }'; sh s", ["? text: the script s that is made on the way"]],
  ["python3 <<E\nopen('s', 'w')\nE\nsh s", ["? text: the script s that is made on the way"]],
  ["base64 -d b > s; sh s", ["? text: the script s that is made on the way"]],
  ["echo $x > s; sh s", ["? text: the script s that is made on the way"]],
  ["sed -i s/a/b/ s; ./s", ["sh ./s", "? text: the script ./s that is made on the way"]],
  ["dd if=a of=s; bash s", ["? text: the script s that is made on the way"]],
  ["echo 'sh s' > s; sh s", ["sh s", "? text: s, which runs itself"]],
];

test.each(FILES)("follows what a script makes and then runs in %j", (script, ran) => {
  const { sightings, unknowns } = courseOf(script);
  const found = sightings.filter(({ via }) => via.some((one) => /^(?:file|program|env$)/.test(one)));
  const hidden = unknowns.filter(({ kind }) => kind === "text").map(({ what }) => `? text: ${what}`);
  expect([...found.map(({ words }) => words.map(show).join(" ")), ...hidden]).toEqual(ran);
});

const UNKNOWN: readonly [script: string, unknowns: readonly string[]][] = [
  ["bash /dev/fd/3 3<<< 'rm x'", ["? text: what bash reads and runs"]],
  ['eval "$x"', ["? text: what eval is given ($x)"]],
  ['bash -c "$x"', ["? text: what bash -c runs ($x)"]],
  ["source x.sh", ["? file: the script x.sh"]],
  ["curl x | sh", ["? text: what sh reads and runs"]],
  ["$x rm f", ["? text: what $x runs"]],
  ['"$x"', []],
  ["fc -s", ["? text: a command of the history"]],
  ["if", ["? text: a syntax error"]],
];

test("of loops in loops only the innermost turns are lost", () => {
  const script = `${"while a; do x=$x$y; y=$x; ".repeat(60)} b $x${"; done".repeat(60)}`;
  expect(commandsOf(script).at(-1)).toBe("b <$x>+");
});

describe("follows", () => {
  test.each([...WORDS, ...LOST])("%j", (script, commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
  test.each(CONSTRUCTS)("%j", (script, commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
  test.each(UNKNOWN)("what is unknown in %j", (script, unknowns) => {
    expect(commandsOf(script).filter((line) => line.startsWith("?"))).toEqual(unknowns);
  });
});

test("other words than a shell's script are one command", () => {
  const words = ["rm", "-rf", "$x"].map((text) => ({ pieces: [{ kind: "text", text }], many: false }));
  expect(follow(["rm", "-rf", "$x"], AROUND, seeThrough).sightings.map((one) => one.words)).toEqual([words]);
});

const FOLDERS: readonly [script: string, folders: readonly (string | null)[]][] = [
  ["cd d && a; b", ["/home/you/app", "/home/you/app/d", null]],
  ["cd d || exit 1; a", ["/home/you/app", "/home/you/app", "/home/you/app/d"]],
  ["set -e\ncd d\na", ["/home/you/app", "/home/you/app", "/home/you/app/d"]],
  ["(cd d && a); b", ["/home/you/app", "/home/you/app/d", "/home/you/app"]],
  ["cd && pushd d && popd && a", ["/home/you/app", "/home/you", "/home/you/d", "/home/you"]],
  ["cd d && make & a", ["/home/you/app", "/home/you/app/d", "/home/you/app"]],
  ["if cd d; then a; else b; fi", ["/home/you/app", "/home/you/app/d", "/home/you/app"]],
  ['cd "$x" && a', ["/home/you/app", null]],
];

test.each(FOLDERS)("knows the folder of each command in %j", (script, folders) => {
  expect(courseOf(script).sightings.map(({ cwd }) => cwd)).toEqual(folders);
});

test("what a command reads is the output of the one before it, or a text", () => {
  const inputs = courseOf("a | b; echo x | c; d < f; { e; }").sightings.map(({ input }) => input);
  expect(inputs).toEqual([
    { kind: "inherited" },
    { kind: "output", of: [0] },
    { kind: "inherited" },
    { kind: "text", text: { pieces: [{ kind: "text", text: "x\n" }], many: false } },
    { kind: "file", path: { pieces: [{ kind: "text", text: "f" }], many: false } },
    { kind: "inherited" },
  ]);
});

test("names that the script gave another meaning are in doubt", () => {
  const doubts = courseOf("ls() { a; }; ls; PATH=.; b; ./c; a() { d; }").sightings.map(({ words, doubt }) => [
    words.map(show).join(" "),
    doubt,
  ]);
  expect(doubts).toEqual([
    ["ls", "it is a function of the script"],
    ["a", null],
    ["b", "PATH was set"],
    ["./c", null],
    ["d", "PATH was set"],
  ]);
});

test("says whose output is run", () => {
  expect(courseOf('x=$(curl a); eval "$x"').unknowns.map(({ from }) => from)).toEqual([[0]]);
  expect(courseOf("curl a | sh").unknowns.map(({ from }) => from)).toEqual([[0]]);
});

test("whatever the script, following ends and each sighting stands at its number", () => {
  assert(
    property(string({ unit: "binary", maxLength: 200 }), (script) => {
      const { sightings } = courseOf(script);
      expect(sightings.map(({ id }) => id)).toEqual(sightings.map((_one, at) => at));
    }),
  );
});

test.each([
  ["commands", "a\n".repeat(30_000)],
  [
    "functions that call each other",
    Array.from({ length: 40 }, (_none, at) => `f${at}() { f${at + 1}; f${at + 1}; }`).join("\n") + "\nf0",
  ],
  ["copies of copies", Array.from({ length: 2_000 }, (_none, at) => `cp s${at} s${at + 1}`).join("\n") + "\nsh s2000"],
  ["a text that doubles", `x=ab\n${"x=$x$x\n".repeat(60)}$x`],
  ["choices of choices", `ls ${"{a,b}".repeat(40)}`],
  ["files without commands", "> f\n".repeat(20_000)],
])("has an unknown where too many %s would have to be followed", (_name, script) => {
  const { sightings, unknowns } = courseOf(script);
  expect(sightings.length).toBeLessThanOrEqual(10_000);
  expect(unknowns.length > 0 || sightings.some(({ words }) => words.some(({ many }) => many))).toBe(true);
});
