/** The wider reading of a shell script: all that can be seen, and what cannot. */

/** Offset in the script, in UTF-16 units. */
type Place = { readonly at: number };

/** One word as it is written; what it becomes is for `follow.ts` to say. */
export type Word = Place & { readonly parts: readonly Part[] };

/** `quoted`: no splitting and no globbing. A word of no parts is written as `""` or `''`. */
export type Part =
  | { readonly kind: "literal"; readonly text: string; readonly quoted: boolean }
  /**
   * `$x`, `${x}`, `${x:-word}`, `${!x}`, `${#x}`, `$@`. `name`: the variable, with its subscript left out.
   * `form`: null for the plain value; else what stands around the name, in this order: "!" or "#" in front,
   * "[@]", "[*]" or (any other subscript) "[]", and the operator: ":-", "##", "/", "^^", "@", ":".
   * `words`: what else is evaluated (subscripts, defaults, patterns, offsets); it may run substitutions.
   * `name` is "" for text of which only what it evaluates is known: `$"…"`, some `$'…'`, the array in `declare a=(…)`.
   */
  | {
      readonly kind: "parameter";
      readonly name: string;
      readonly form: string | null;
      readonly words: readonly Word[];
      readonly quoted: boolean;
    }
  /** `$(…)`, a pair of backticks, `${ …; }`: output takes the place. `<(…)` and `>(…)`: a file name does. */
  | {
      readonly kind: "substitution";
      readonly how: "output" | "input-file" | "output-file";
      readonly body: Node;
      readonly quoted: boolean;
    }
  /** `$((…))` and `$[…]`; evaluates names as expressions, and subscripts in them. */
  | { readonly kind: "arithmetic"; readonly expression: Word; readonly quoted: boolean }
  /** `*`, `?`, `[…]` and extended globs, unquoted, as written. */
  | { readonly kind: "glob"; readonly pattern: string }
  /** `{a,b}`: each in turn. */
  | { readonly kind: "braces"; readonly choices: readonly Word[] }
  /** `{1..3}` */
  | { readonly kind: "sequence"; readonly text: string }
  /** `~` or `~user` where it is expanded; `user` is what stands behind it, also "+" and "-". */
  | { readonly kind: "tilde"; readonly user: string };

export type Assignment = Place & {
  readonly name: string;
  /** Null where there is none; in a subscript names and substitutions are evaluated. */
  readonly subscript: Word | null;
  readonly append: boolean;
  /** A single value, or the words of `(…)`. */
  readonly value: Word | readonly Word[];
};

export type RedirectOperator = "<" | ">" | ">>" | ">|" | "<>" | "<&" | ">&" | "&>" | "&>>" | "<<" | "<<-" | "<<<";

export type Redirect = Place & {
  readonly operator: RedirectOperator;
  /** As written in front: a number, or the name in `{fd}>`; null for the usual one. */
  readonly fd: string | null;
  /** The file, the descriptor, the here-string; for a here-document its text, one quoted literal if unexpanded. */
  readonly target: Word;
};

export type Node = Place &
  (
    | {
        readonly kind: "command";
        readonly assignments: readonly Assignment[];
        readonly words: readonly Word[];
        readonly redirects: readonly Redirect[];
      }
    /** Two or more, side by side; or one behind `!` or `time`. */
    | { readonly kind: "pipeline"; readonly parts: readonly Node[]; readonly negated: boolean }
    /** In order. `next`: what stands behind the part; a newline counts as ";". */
    | {
        readonly kind: "list";
        readonly parts: readonly { readonly node: Node; readonly next: "&&" | "||" | ";" | "&" }[];
      }
    | { readonly kind: "group" | "subshell"; readonly body: Node; readonly redirects: readonly Redirect[] }
    | {
        readonly kind: "if";
        readonly branches: readonly { readonly test: Node; readonly body: Node }[];
        readonly otherwise: Node | null;
        readonly redirects: readonly Redirect[];
      }
    | {
        readonly kind: "while" | "until";
        readonly test: Node;
        readonly body: Node;
        readonly redirects: readonly Redirect[];
      }
    /** `words` null: the positional parameters. */
    | {
        readonly kind: "for" | "select";
        readonly name: string;
        readonly words: readonly Word[] | null;
        readonly body: Node;
        readonly redirects: readonly Redirect[];
      }
    | {
        readonly kind: "for-arithmetic";
        readonly expressions: readonly Word[];
        readonly body: Node;
        readonly redirects: readonly Redirect[];
      }
    | {
        readonly kind: "case";
        readonly subject: Word;
        /** `goesOn`: it ends with `;&` or `;;&`, and later branches may run as well. */
        readonly branches: readonly {
          readonly patterns: readonly Word[];
          readonly body: Node | null;
          readonly goesOn: boolean;
        }[];
        readonly redirects: readonly Redirect[];
      }
    | { readonly kind: "function"; readonly name: string; readonly body: Node }
    /** `[[ … ]]`, operators among the words. */
    | { readonly kind: "test"; readonly words: readonly Word[]; readonly redirects: readonly Redirect[] }
    /** `(( … ))` */
    | { readonly kind: "arithmetic"; readonly expression: Word; readonly redirects: readonly Redirect[] }
    | { readonly kind: "coproc"; readonly name: string; readonly body: Node }
    /** From here to the end of the construct nothing is known: any command may run. `why`: plain words. */
    | { readonly kind: "unknown"; readonly why: string }
  );
