/** What an expression under way waits for, kept on a stack of the parser's own. */
import type { Place, Extent } from "./extent.ts";
import type { Argument, BinaryOperator, Clause, Expression, FormatPiece, Parameter } from "./syntax.ts";
import type { TokenKind } from "./tokens.ts";

/** Binary operators bind the tighter the larger their power; `right` is what their right side must exceed. */
export type Infix = { readonly operator: BinaryOperator; readonly left: number; readonly right: number };

export const NOT_POWER = 5;
/** Of a loop variable: comparisons, `and`, `or`, `not`, `in` end it. */
export const TARGET_POWER = 7;
/** Of the operand of `-`, `+`, `~`: no binary operator belongs to it. */
export const UNARY_POWER = 100;

const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["or"],
  ["and"],
  ["==", "!=", "<", ">", "<=", ">=", "in", "not in"],
  ["|"],
  ["^"],
  ["&"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "//", "%"],
];

/** By the token an operator begins with. */
export const INFIX: ReadonlyMap<TokenKind, Infix> = new Map(
  LEVELS.flatMap((operators, level) =>
    operators.map((operator): [TokenKind, Infix] => [
      operator === "not in" ? "not" : operator,
      { operator, left: 2 * level + 1, right: 2 * level + 2 },
    ]),
  ),
);

export function isComparison(infix: Infix): boolean {
  return infix.left === NOT_POWER;
}

type Waiting = {
  /** Binary operators of less power end the operand that this frame waits for. */
  power: number;
  /** Whether the operand may be a lambda or a conditional. */
  whole: boolean;
  /** Height of the tallest part so far. */
  height: number;
  readonly start: Place;
};

export type UnaryFrame = Waiting & { readonly kind: "unary"; readonly operator: "not" | "-" | "+" | "~" };
export type BinaryFrame = Waiting & { readonly kind: "binary"; readonly infix: Infix; readonly left: Expression };
export type ConditionalFrame = Waiting & {
  readonly kind: "conditional";
  readonly value: Expression;
  /** Null while it is awaited. */
  condition: Expression | null;
};
export type ParenthesesFrame = Waiting & { readonly kind: "parentheses"; items: Expression[] | null };
export type ListFrame = Waiting & { readonly kind: "list"; readonly items: Expression[] };
export type DictFrame = Waiting & {
  readonly kind: "dict";
  readonly entries: { readonly key: Expression; readonly value: Expression }[];
  /** Null while a key is awaited. */
  key: Expression | null;
};
export type ComprehensionFrame = Waiting & {
  readonly kind: "comprehension";
  /** Null in a list. */
  readonly key: Expression | null;
  readonly item: Expression;
  readonly clauses: Clause[];
  stage: "target" | "over" | "if";
  targetStart: Place;
  /** What has been read of the loop variables. */
  targets: Expression[];
};
export type CallFrame = Waiting & {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: Argument[];
  /** What is known of the argument that is awaited: its kind, its name if it has one, where it begins. */
  argument: Argument["kind"];
  name: string;
  argumentStart: Place;
};
export type IndexFrame = Waiting & {
  readonly kind: "index";
  readonly object: Expression;
  stage: "first" | "second" | "to" | "step";
  first: Expression | null;
  to: Expression | null;
};
export type FormatFrame = Waiting & { readonly kind: "format"; readonly pieces: FormatPiece[] };
export type LambdaFrame = Waiting & {
  readonly kind: "lambda";
  readonly parameters: Parameter[];
  /** Where the first `/` stands, which the dialect does not allow. */
  slash: Extent | null;
  /** The parameter whose default is awaited; null once the body is. */
  parameter: { readonly name: string; readonly start: Place } | null;
};
/** The bottom: the expression is complete when it has its operand. */
export type RootFrame = Waiting & { readonly kind: "root" };

export type Frame =
  | UnaryFrame
  | BinaryFrame
  | ConditionalFrame
  | ParenthesesFrame
  | ListFrame
  | DictFrame
  | ComprehensionFrame
  | CallFrame
  | IndexFrame
  | FormatFrame
  | LambdaFrame
  | RootFrame;

/** A short array without the room that growing left in it: rules files hold many of them. */
export function trimmed<T>(items: readonly T[]): readonly T[] {
  return items.length < 8 ? items.slice() : items;
}

/** What must be read next: an operand, or what may follow the value just completed. */
export type Step = "operand" | "value";
