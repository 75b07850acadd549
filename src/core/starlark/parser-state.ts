/** What all parts of the parser share: the tokens, the first faults, the latest value. */
import { type Failure, Lexer } from "./lexer.ts";
import type { Frame } from "./parser-frames.ts";
import type { SyntaxFault } from "./string-literal.ts";
import type { Place, Extent } from "./extent.ts";
import type { Expression } from "./syntax.ts";
import { describeKind, type TokenKind } from "./tokens.ts";

export type ParseLimits = {
  /** UTF-16 units of the source. */
  readonly sourceMax: number;
  readonly tokensMax: number;
  /** Height of the tree, blocks and expressions together: whoever walks it may recurse this deep. */
  readonly depthMax: number;
  /** Brackets and operators that are open at once; redundant parentheses count here, but leave no trace in the tree. */
  readonly openMax: number;
};

/** Far beyond what people write, and little enough for a walk over the tree to fit the native stack. */
export const PARSE_LIMITS: ParseLimits = {
  sourceMax: 4 << 20,
  tokensMax: 500_000,
  depthMax: 4_000,
  openMax: 20_000,
};

export class ParserState {
  readonly lexer: Lexer;
  readonly frames: Frame[] = [];
  /** The expression just completed, and its height. */
  value: Expression;
  height = 1;
  /** Blocks around the current statement. */
  blocks = 0;
  /** Ends the parse. */
  failure: Failure | null = null;
  /** Found in a file that is otherwise well-formed; the reference reports the earlier of these lists first. */
  callFault: SyntaxFault | null = null;
  statementFault: SyntaxFault | null = null;
  lambdaFault: SyntaxFault | null = null;
  /** Where the lambda of `lambdaFault` begins. */
  lambdaStart: Place = 0;
  private readonly limits: ParseLimits;

  constructor(source: string, limits: ParseLimits) {
    this.lexer = new Lexer(source, limits.tokensMax);
    this.limits = limits;
    this.value = { start: 0, end: 0, kind: "ellipsis" };
    this.lexer.next();
  }

  get kind(): TokenKind {
    return this.lexer.kind;
  }

  is(kind: TokenKind): boolean {
    return this.lexer.kind === kind;
  }

  next(): void {
    this.lexer.next();
  }

  eat(kind: TokenKind): boolean {
    if (this.lexer.kind !== kind) return false;
    this.lexer.next();
    return true;
  }

  /** Takes a token of this kind; any other one is the end of the parse. */
  expect(kind: TokenKind): boolean {
    return this.eat(kind) || this.failExpected(describeKind(kind));
  }

  /** The name at this place; null ends the parse. */
  expectName(): string | null {
    if (this.kind !== "name") {
      this.failExpected("identifier");
      return null;
    }
    const { text } = this.lexer;
    this.next();
    return text;
  }

  /** Ends the parse: the current token is not `what`. */
  failExpected(what: string): false {
    if (this.lexer.failure !== null) this.failure ??= this.lexer.failure;
    else {
      const message = `Parse error: unexpected ${this.lexer.describe()}, expected ${what}`;
      this.fail({ message, extent: this.lexer.extent() });
    }
    return false;
  }

  /** Ends the parse. */
  fail(fault: SyntaxFault, kind: "parse" | "limit" = "parse"): false {
    this.failure ??= { kind, ...fault };
    return false;
  }

  push(frame: Frame): void {
    if (this.frames.length >= this.limits.openMax) this.tooDeep();
    this.frames.push(frame);
  }

  /** Hands on a complete expression that has no parts. */
  leaf(value: Expression): void {
    this.value = value;
    this.height = 1;
  }

  /** Hands on an expression made of parts of which the tallest has this height. */
  node(value: Expression, tallest: number): void {
    this.value = value;
    this.height = tallest + 1;
    if (this.height + this.blocks > this.limits.depthMax) this.tooDeep();
  }

  /** A block begins. */
  enterBlock(): void {
    this.blocks++;
    if (this.blocks > this.limits.depthMax) this.tooDeep();
  }

  /** From a token to the last one read. */
  extentFrom(start: Place): Extent {
    return { start, end: this.lexer.lastEnd };
  }

  private tooDeep(): void {
    this.fail({ message: "nested too deeply", extent: this.lexer.extent() }, "limit");
  }
}
