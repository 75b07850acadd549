/** Makes scripts at random that set variables, define functions and run what they hold. */
import { rareAssignments, rareStatements, rareWords, type Make } from "./wild-parts.ts";

type Random = () => number;

/** A small generator of numbers in [0, 1), by seed. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

const NAMES = ["git", "ls", "rm", "make", "a", "b"] as const;
const VARIABLES = ["u", "v", "w"] as const;
const PLAIN = [
  "x",
  "-f",
  "rm",
  "ls",
  "git",
  "a b",
  "a,b",
  "",
  "0",
  "1",
  "f",
  "u",
  "A",
  "--x=y",
  "v=ls",
  "rm x",
  "*",
  "w",
] as const;

/** The functions `unset` is given are those that stand in for builtins where the scripts are tried. */
const HEAD = "unset -f echo cd : true pwd pushd popd dirs type; set --\n";

function withoutCalls(text: string): string {
  return text.replaceAll(/(?<!-)\b[fg]\b/g, "e");
}

class Maker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  script(): string {
    const lines = this.#some(1, 5, () => this.#statement(3));
    return HEAD + lines.join(pick(this.#random, ["\n", "\n", "; "]));
  }

  #some(least: number, most: number, make: () => string): readonly string[] {
    return Array.from({ length: least + Math.floor(this.#random() * (most - least + 1)) }, make);
  }

  #variable(): string {
    return pick(this.#random, VARIABLES);
  }

  #plain(): string {
    const text = pick(this.#random, PLAIN);
    return /^[\w,=-]+$/.test(text) && this.#random() < 0.7 ? text : `'${text}'`;
  }

  #word(): string {
    if (this.#random() < 0.45) return this.#plain();
    const v = this.#variable();
    const choices: readonly [string, ...string[]] = [
      `$${v}`,
      `$${v}`,
      `"$${v}"`,
      `\${${v}}`,
      `"\${${v}[@]}"`,
      `\${${v}[0]}`,
      '"$@"',
      "$*",
      '"$*"',
      "$1",
      "$2",
      "$#",
      `\${${v}:-${this.#plain()}}`,
      `\${${v}:=${this.#plain()}}`,
      `\${${v}:+${this.#plain()}}`,
      `\${${v},,}`,
      `\${${v}^^}`,
      `\${${v}:1}`,
      `\${${v}:0:1}`,
      `\${${v}%x}`,
      `\${${v}#r}`,
      `\${${v}/r/l}`,
      `\${${v}//a/b}`,
      `\${#${v}}`,
      `\${!${v}}`,
      `$(printf '%s' ${this.#plain()})`,
      `"$(printf '%s\\n' $${v})"`,
      `$(echo ${this.#plain()})`,
      `\`echo ${v}\``,
      `{${v},rm}`,
      `a{1..2}`,
      `$((1+1))`,
      `$((${v}))`,
      `r$${v}m`,
      `"r$${v}"`,
      `x$(:)y`,
      "~",
      `$'\\x72m'`,
      `{rm,$${v}}`,
      ...rareWords(v, this.#plain()),
    ];
    return pick(this.#random, choices);
  }

  #words(most: number): string {
    return this.#some(0, most, () => this.#word()).join(" ");
  }

  #simple(): string {
    const random = this.#random();
    if (random < 0.5) return `${pick(this.#random, NAMES)} ${this.#words(3)}`;
    if (random < 0.8) return `${this.#word()} ${this.#words(2)}`;
    return `${this.#variable()}=${this.#word()} ${pick(this.#random, NAMES)} ${this.#words(2)}`;
  }

  #assignment(): string {
    const v = this.#variable();
    const w = this.#word();
    const choices: readonly [string, ...string[]] = [
      `${v}=${w}`,
      `${v}=${w}`,
      `${v}=${w}`,
      `${v}=${this.#plain()}`,
      `${v}=${this.#plain()}`,
      `${v}+=${this.#plain()}`,
      `${v}=(${this.#words(3)})`,
      `${v}[0]=${w}`,
      `${v}[1]=${w}`,
      `${v}=${w} w=${this.#word()}`,
      `export ${v}=${w}`,
      `declare ${v}=${w}`,
      `declare -l ${v}=${w}`,
      `declare -n ${v}=u`,
      `readonly ${v}`,
      `unset ${v}`,
      `IFS=,`,
      `IFS=`,
      `unset IFS`,
      `set -- ${this.#words(3)}`,
      "shift",
      `read ${v} <<< ${w}`,
      `read -r u ${v} <<< '${pick(this.#random, NAMES)} x'`,
      `printf -v ${v} '%s' ${w}`,
      `((${v}++))`,
      `let ${v}=1`,
      `: $((1/0))`,
      `: \${${v}:=rm}`,
      `mapfile -t ${v} <<< ${w}`,
      `declare -a ${v}=(${this.#words(2)})`,
      `declare -A ${v}`,
      `declare -i ${v}=${this.#plain()}`,
      `${v}=rm > /x/y`,
      `local ${v}=rm`,
      "set -e",
      "set -k",
      "set +B",
      "set -f",
      "cd x",
      "shopt -s nullglob",
      `getopts x ${v}`,
      `export -n ${v}`,
      `unset -f f`,
      ...rareAssignments(v, w, this.#plain()),
    ];
    return pick(this.#random, choices);
  }

  #make(depth: number): Make {
    return {
      plain: () => this.#plain(),
      word: () => this.#word(),
      words: () => this.#words(2),
      set: () => this.#assignment(),
      apart: () => withoutCalls(this.#assignment()),
      one: () => this.#statement(0),
      block: () => this.#block(depth),
      body: () => this.#body(depth),
    };
  }

  /** Of a function: it does not call itself, which would never end. */
  #body(depth: number): string {
    return withoutCalls(this.#block(depth));
  }

  #block(depth: number): string {
    return `${this.#some(1, 3, () => this.#statement(depth - 1)).join("; ")};`
      .replaceAll("\n;", "\n")
      .replaceAll("&;", "&");
  }

  #statement(depth: number): string {
    const random = this.#random();
    if (depth <= 0 || random < 0.3) return this.#simple();
    if (random < 0.62) return this.#assignment();
    const block = (): string => this.#block(depth);
    const body = (): string => this.#body(depth);
    const one = (): string => this.#statement(0);
    const v = this.#variable();
    const choices: readonly [() => string, ...(() => string)[]] = [
      () => `if ${one()}; then ${block()} fi`,
      () => `if ${one()}; then ${block()} else ${block()} fi`,
      () => `{ ${block()} }`,
      () => `( ${block()} )`,
      () => `while ${one()}; do ${block()} break; done`,
      () => `until ${one()}; do ${block()} ((9)) && break; done`,
      () => `for ${v} in ${this.#words(3)}; do ${block()} done`,
      () => `for ${v} in ${this.#plain()} ${this.#plain()}; do ${block()} done`,
      () => `for ${v}; do ${block()} done`,
      () => `for ((${v}=0; ${v}<2; ${v}++)); do ${block()} break; done`,
      () =>
        `case ${this.#word()} in x) ${block()};; *) ${block()} ;& rm) ${block()} ;; esac`
          .replaceAll(";;;", ";;")
          .replaceAll("; ;", " ;"),
      () => `${one()} && ${this.#assignment()} || ${one()}`,
      () => `${this.#assignment()} && ${one()}`,
      () => `${one()} || ${this.#assignment()}`,
      () => `${one()} | ${one()}`,
      () => `${this.#assignment()} | ${this.#assignment()}`,
      () => `${one()} & wait`,
      () => `! ${one()}`,
      () => `f() { ${body()} }`,
      () => `f() { local ${v}=${this.#plain()}; ${body()} }`,
      () => `f ${this.#words(2)}`,
      () => `f ${this.#words(2)}`,
      () => `g() { f "$@"; }`,
      () => "g rm x",
      () => `function ls { ${body().replaceAll(/(?<!-)\b(?:ls|g)\b/g, "e")} }`,
      () => `eval ${this.#word()}`,
      () => `eval '${v}=rm'`,
      () => `eval "${v}=\\$u"`,
      () => `eval "$${v} x"`,
      () => `trap 'rm $${v}' EXIT`,
      () => `trap '${v}=rm' DEBUG`,
      () => `command ${one()}`,
      () => `builtin printf -v ${v} rm`,
      () => `exec ${this.#words(2)}`,
      () => `alias ls=rm`,
      () => `shopt -s expand_aliases`,
      () => `shopt -s expand_aliases\nalias ls='${pick(this.#random, NAMES)} x'\nls y`,
      () => `hash -p /bin/${v} ls`,
      () => `cat <<E\n$(${one()})\nE\n`,
      () => `cat <<< $(${one()})`,
      () => `[[ $${v} == $(${one()}) ]]`,
      () => `[[ $${v} -eq 0 ]]`,
      () => `[ -v $${v} ]`,
      () => `[ -v '${v}[$(rm y)]' ]`,
      () => `${v}='a[$(rm z)]'; : $((${v}))`,
      () => `echo \${${v}[$(rm q)]}`,
      () => "break",
      () => "continue",
      () => "return",
      () => "exit 1",
      () => `coproc { ${block()} }`,
      () => `for x in a b; do ${block()} continue; ${one()}; done`,
      () => `{ ${block()} return; ${this.#assignment()}; }`,
      () => `ls <(${one()})`,
      () => `ls > >(${one()})`,
      ...rareStatements(this.#make(depth), v),
    ];
    return pick(this.#random, choices)();
  }
}

/** The same for the same seed. */
export function wildScripts(seed: number, count: number): readonly string[] {
  const maker = new Maker(randomOf(seed));
  return Array.from({ length: count }, () => maker.script());
}
