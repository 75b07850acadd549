/** Words that are no programs: they steer the shell or evaluate what they are given. */
import type { OpaqueReason, ShellName } from "./reading.ts";

/** Reserved at the start of a command, in any of the three shells, unless quoted. */
const RESERVED: ReadonlySet<string> = new Set(
  "if then elif else fi for while until do done case esac select in function time coproc { } [[ ]] !".split(" "),
);
const RESERVED_IN_ZSH: ReadonlySet<string> = new Set(
  "repeat foreach end always nocorrect noglob - declare export float integer local readonly typeset".split(" "),
);

/** Run or evaluate their words, set variables, or change what later words mean, whatever their arguments are. */
const STEERING: ReadonlySet<string> = new Set([
  ..."eval exec builtin . source trap alias unalias shopt enable hash export declare typeset readonly local".split(" "),
  ..."unset let read mapfile readarray getopts compgen complete compopt bind history fc".split(" "),
]);
const STEERING_IN_ZSH: ReadonlySet<string> = new Set([
  ..."- autoload bindkey chdir compadd comparguments compcall compctl disable echotc echoti emulate float".split(" "),
  ..."functions getln integer limit log private print printf pushln r rehash sched setopt stat sysread".split(" "),
  ..."sysopen syswrite test [ ttyctl unfunction unhash unlimit unsetopt vared whence where zargs zcompile".split(" "),
  ..."zcurses zf_rm zformat zftp zle zmodload zmv zparseopts zprof zpty zregexparse zsocket zstyle zstat".split(" "),
  ..."zsystem ztcp zselect zcalc zed nameref".split(" "),
]);

/** A word that some shell takes for arithmetic, and that could then run a substitution hidden in a subscript. */
const EVALUABLE = /[$`[(]/;

/** True for a word that opens or closes shell syntax where a command may begin; it must not be quoted at all. */
export function isReserved(word: string, shell: ShellName): boolean {
  return RESERVED.has(word) || (shell === "zsh" && RESERVED_IN_ZSH.has(word));
}

/** Null where the builtin (or program) does nothing with its words but use them; else why it makes a script opaque. */
export function whyNotPlain(name: string, args: readonly string[], shell: ShellName): OpaqueReason | null {
  if (STEERING.has(name) || (shell === "zsh" && STEERING_IN_ZSH.has(name))) return "builtin";
  const check = CHECKS.get(name);
  return check === undefined || check(args, shell) ? null : "builtin";
}

type Check = (args: readonly string[], shell: ShellName) => boolean;

const isNumbers: Check = (args) => args.every((arg) => /^\d*$/.test(arg));
const isBare: Check = (args) => args.length === 0;

/** `-v` and `-R` evaluate a subscript in bash, comparisons whole expressions in ksh. */
const isHarmlessTest: Check = (args) =>
  args.every((arg, index) => {
    if (arg === "-v" || arg === "-R") return false;
    return arg === "[" || (arg === "]" && index === args.length - 1) || !EVALUABLE.test(arg);
  });

const isHarmlessPrintf: Check = ([format = "", ...values], shell) => {
  if (format.startsWith("-")) return format === "--" && shell === "bash";
  return shell === "bash" || !values.some((value) => EVALUABLE.test(value));
};

/** Only what makes a script stricter: stop at errors, print what runs. */
const isHarmlessSet: Check = (args, shell) => {
  if (args.length === 1) return /^-[eux]+$/.test(args[0] ?? "");
  return args.length === 2 && shell === "bash" && /^-[eux]*o$/.test(args[0] ?? "") && args[1] === "pipefail";
};

/** Builtins that are plain with some words and not with others; true means plain. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["command", (args, shell) => shell !== "zsh" && /^-[vV]$/.test(args[0] ?? "")],
  ["set", isHarmlessSet],
  ["test", isHarmlessTest],
  ["[", isHarmlessTest],
  ["printf", isHarmlessPrintf],
  ["wait", isBare],
  ["jobs", isBare],
  // Bash takes no expression here, as others may.
  ["exit", (args, shell) => shell === "bash" || isNumbers(args, shell)],
  ["return", isNumbers],
  ["break", isNumbers],
  ["continue", isNumbers],
  ["shift", isNumbers],
  ["kill", (args) => !args.some((arg) => EVALUABLE.test(arg))],
  ["ulimit", (args) => !args.some((arg) => EVALUABLE.test(arg))],
]);

/** Names that some shell carries out itself, so that no program starts. */
const OWN: ReadonlySet<string> = new Set([
  ...RESERVED,
  ...RESERVED_IN_ZSH,
  ...STEERING,
  ...STEERING_IN_ZSH,
  ..."[ : bg break caller cd command continue coproc dirs disown echo exit false fg jobs kill logout popd printf".split(
    " ",
  ),
  ..."pushd pwd return set shift suspend test times true type ulimit umask wait".split(" "),
]);

/** True for the words of a shell itself; a program of the same name is started only by its path. */
export function isShellsOwn(name: string): boolean {
  return OWN.has(name);
}
