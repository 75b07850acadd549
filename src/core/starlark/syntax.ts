/** The syntax tree of a Starlark file: plain data, every node with its place. */
import type { Extent } from "./extent.ts";
import type { Lines } from "./places.ts";

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<"
  | ">"
  | "<="
  | ">="
  | "in"
  | "not in"
  | "|"
  | "^"
  | "&"
  | "<<"
  | ">>"
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%";
export type UnaryOperator = "not" | "-" | "+" | "~";

export type Argument = Extent &
  (
    | { readonly kind: "positional"; readonly value: Expression }
    | { readonly kind: "named"; readonly name: string; readonly value: Expression }
    | { readonly kind: "star"; readonly value: Expression }
    | { readonly kind: "star-star"; readonly value: Expression }
  );

export type Parameter = Extent &
  (
    | {
        readonly kind: "plain";
        readonly name: string;
        readonly type: Expression | null;
        readonly fallback: Expression | null;
      }
    | { readonly kind: "star-alone" }
    | { readonly kind: "star"; readonly name: string; readonly type: Expression | null }
    | { readonly kind: "star-star"; readonly name: string; readonly type: Expression | null }
  );

export type Clause =
  | { readonly kind: "for"; readonly target: Target; readonly over: Expression }
  | { readonly kind: "if"; readonly condition: Expression };

/** Pieces of an f-string: literal text, or an expression with its conversion. */
export type FormatPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly value: Expression; readonly conversion: "s" | "r" };

/**
 * Where a name lives; filled in by the resolver.
 * `local` is a slot of the running frame, `free` a slot of the frame `up` steps out (1: the enclosing function's),
 * `global` a slot of the module, `builtin` the host's table. A frame is a call of a `def` or `lambda`; the outermost
 * frame is the file's own, which holds nothing but the variables of comprehensions outside functions.
 * Comprehensions have no frame of their own: each of their variables is a slot of the frame they stand in.
 */
export type Binding =
  | { readonly kind: "local"; readonly slot: number }
  | { readonly kind: "free"; readonly up: number; readonly slot: number }
  | { readonly kind: "global"; readonly slot: number }
  | { readonly kind: "builtin"; readonly name: string };

export type Expression = Extent &
  /** The literal `...`; as a statement it does nothing, as a value it is of type `Ellipsis`. */
  (
    | { readonly kind: "ellipsis" }
    | { readonly kind: "int"; readonly value: bigint }
    | { readonly kind: "float"; readonly value: number }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "bytes"; readonly value: Uint8Array }
    | { readonly kind: "format"; readonly pieces: readonly FormatPiece[] }
    | { readonly kind: "name"; readonly name: string; binding: Binding | null }
    | { readonly kind: "list"; readonly items: readonly Expression[] }
    | { readonly kind: "tuple"; readonly items: readonly Expression[] }
    | { readonly kind: "dict"; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
    | { readonly kind: "list-comprehension"; readonly item: Expression; readonly clauses: readonly Clause[] }
    | {
        readonly kind: "dict-comprehension";
        readonly key: Expression;
        readonly value: Expression;
        readonly clauses: readonly Clause[];
      }
    | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression }
    | {
        readonly kind: "binary";
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: "conditional";
        readonly condition: Expression;
        readonly value: Expression;
        readonly otherwise: Expression;
      }
    | { readonly kind: "dot"; readonly object: Expression; readonly name: string; readonly nameExtent: Extent }
    | { readonly kind: "call"; readonly callee: Expression; readonly args: readonly Argument[] }
    | { readonly kind: "index"; readonly object: Expression; readonly index: Expression }
    | { readonly kind: "index2"; readonly object: Expression; readonly first: Expression; readonly second: Expression }
    | {
        readonly kind: "slice";
        readonly object: Expression;
        readonly from: Expression | null;
        readonly to: Expression | null;
        readonly step: Expression | null;
      }
    | { readonly kind: "lambda"; readonly function: FunctionBody }
  );

/** What `def` and `lambda` share. A lambda's name is "lambda". */
export type FunctionBody = Extent & {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
  /** A lambda's body is one `return`. */
  readonly body: readonly Statement[];
  /** Size of its frame, filled in by the resolver: the named parameters in their order (a lone `*` has no slot), the rest. */
  slots: number;
};

/** What may stand left of `=` or after `for`. */
export type Target = Extent &
  (
    | { readonly kind: "name"; readonly name: string; binding: Binding | null }
    | { readonly kind: "tuple"; readonly items: readonly Target[] }
    | { readonly kind: "index"; readonly object: Expression; readonly index: Expression }
    | { readonly kind: "dot"; readonly object: Expression; readonly name: string; readonly nameExtent: Extent }
  );

export type Statement = Extent &
  (
    | { readonly kind: "expression"; readonly value: Expression }
    | { readonly kind: "assign"; readonly target: Target; readonly type: Expression | null; readonly value: Expression }
    | {
        readonly kind: "augment";
        readonly target: Target;
        readonly operator: BinaryOperator;
        readonly value: Expression;
      }
    | {
        readonly kind: "if";
        readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
        readonly otherwise: readonly Statement[] | null;
      }
    | { readonly kind: "for"; readonly target: Target; readonly over: Expression; readonly body: readonly Statement[] }
    | { readonly kind: "def"; readonly function: FunctionBody; readonly target: Target }
    | { readonly kind: "return"; readonly value: Expression | null }
    | {
        readonly kind: "load";
        readonly module: string;
        readonly names: readonly { readonly local: string; readonly foreign: string }[];
      }
    | { readonly kind: "pass" }
    | { readonly kind: "break" }
    | { readonly kind: "continue" }
  );

export type File = {
  readonly statements: readonly Statement[];
  readonly lines: Lines;
  /** Names of the module's globals by slot; filled in by the resolver. */
  readonly globals: string[];
  /** Local slots of the file's own frame (comprehension variables); filled in by the resolver. */
  slots: number;
};
