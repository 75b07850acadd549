/** Parses a Starlark file: the text of a file in, its syntax tree out. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { StarlarkError } from "./error.ts";
import { startsOperand, variables } from "./parser-brackets.ts";
import { targetOf, trailingCommaFault } from "./parser-checks.ts";
import { parseExpression } from "./parser-expression.ts";
import { TARGET_POWER } from "./parser-frames.ts";
import { parseFunctionHead } from "./parser-function.ts";
import { parseSmallStatement } from "./parser-simple.ts";
import { Lines } from "./places.ts";
import { PARSE_LIMITS, type ParseLimits, ParserState } from "./parser-state.ts";
import type { SyntaxFault } from "./string-literal.ts";
import type { Place } from "./extent.ts";
import type { Expression, File, Statement } from "./syntax.ts";

/**
 * The tree of a file, names not yet resolved. An error is of kind `parse`, or `limit` where the file is larger or
 * nested deeper than `limits` allow; its message and place are the reference's.
 */
export function parseFile(source: string, limits: ParseLimits = PARSE_LIMITS): Result<File, StarlarkError> {
  if (source.length > limits.sourceMax) {
    const message = `file is longer than ${limits.sourceMax} characters`;
    return err({ kind: "limit", message, span: null, trace: [] });
  }
  const lines = new Lines(source);
  const state = new ParserState(source, limits);
  const statements = parseModule(state);
  if (state.failure !== null) return err(errorAt(lines, state.failure.kind, state.failure));
  const fault = state.callFault ?? state.statementFault ?? state.lambdaFault;
  if (fault !== null) return err(errorAt(lines, "parse", fault));
  return ok({ statements, lines, globals: [], slots: 0 });
}

function errorAt(lines: Lines, kind: "parse" | "limit", { message, extent }: SyntaxFault): StarlarkError {
  return { kind, message, span: lines.span(extent), trace: [] };
}

/** A block whose statements are being read. Blocks wait on a stack of their own, as expressions do. */
type Block = {
  readonly statements: Statement[];
  /** True for one that stands on the line of its head, and for one that has come to its end. */
  readonly oneLine: boolean;
  readonly insideFor: boolean;
  readonly insideDef: boolean;
  /** Makes a statement of the block; null if that goes on with another block, as `if` does with `else`. */
  readonly close: (body: readonly Statement[]) => Statement | null;
};

type Blocks = [module: Block, ...inner: Block[]];
type Branch = { readonly condition: Expression; readonly body: readonly Statement[] };

function parseModule(state: ParserState): readonly Statement[] {
  const statements: Statement[] = [];
  const module: Block = { statements, oneLine: false, insideFor: false, insideDef: false, close: () => null };
  const blocks: Blocks = [module];
  skipNewlines(state);
  while (state.failure === null) {
    if (blocks.length === 1 && isAtEnd(state)) break;
    parseStatement(state, blocks);
    closeBlocks(state, blocks);
  }
  state.failure ??= state.lexer.failure;
  return statements;
}

function isAtEnd(state: ParserState): boolean {
  return state.kind === "end" || state.kind === "error";
}

function skipNewlines(state: ParserState): void {
  while (state.eat("newline"));
}

function topOf(blocks: Blocks): Block {
  return blocks.at(-1) ?? blocks[0];
}

function parseStatement(state: ParserState, blocks: Blocks): void {
  switch (state.kind) {
    case "def":
      return parseDef(state, blocks);
    case "if":
      return parseIf(state, blocks);
    case "for":
      return parseFor(state, blocks);
    default:
      parseLine(state, topOf(blocks), blocks.length === 1);
  }
}

/** Small statements on one line, with semicolons between them. */
function parseLine(state: ParserState, { statements, insideFor, insideDef }: Block, topLevel: boolean): void {
  do {
    const statement = parseSmallStatement(state, { insideFor, insideDef, topLevel });
    if (statement !== null) statements.push(statement);
  } while (state.failure === null && state.eat(";") && state.kind !== "newline" && !isAtEnd(state));
  if (state.failure === null) state.expect("newline");
}

/** Ends the blocks that end here, and adds what they make to the blocks around them. */
function closeBlocks(state: ParserState, blocks: Blocks): void {
  for (;;) {
    if (state.failure !== null) return;
    const block = topOf(blocks);
    if (!block.oneLine) {
      if (block.statements.length === 0) return;
      skipNewlines(state);
      if (blocks.length === 1 || (state.kind !== "dedent" && !isAtEnd(state))) return;
      state.eat("dedent");
    }
    blocks.pop();
    state.blocks--;
    const statement = block.close(block.statements);
    if (statement !== null) topOf(blocks).statements.push(statement);
  }
}

/** Begins the block behind a colon. */
function openBlock(
  state: ParserState,
  blocks: Blocks,
  context: Pick<Block, "insideFor" | "insideDef">,
  close: Block["close"],
): void {
  if (!state.expect(":")) return;
  state.enterBlock();
  const oneLine = state.kind !== "newline";
  const block: Block = { statements: [], oneLine, close, insideFor: context.insideFor, insideDef: context.insideDef };
  blocks.push(block);
  if (oneLine) return parseLine(state, block, false);
  skipNewlines(state);
  state.expect("indent");
  skipNewlines(state);
}

function parseDef(state: ParserState, blocks: Blocks): void {
  const start = state.lexer.start;
  state.next();
  const head = parseFunctionHead(state);
  if (head === null) return;
  openBlock(state, blocks, { insideFor: false, insideDef: true }, (body) => {
    const { name, target, parameters, returns } = head;
    const extent = state.extentFrom(start);
    return { ...extent, kind: "def", function: { ...extent, name, parameters, returns, body, slots: 0 }, target };
  });
}

function parseIf(state: ParserState, blocks: Blocks): void {
  const start = state.lexer.start;
  const branches: Branch[] = [];
  const context = topOf(blocks);
  const openBranch = (): void => {
    state.next();
    const condition = parseExpression(state, 0, true);
    if (condition !== null) openBlock(state, blocks, context, (body) => closeBranch({ condition, body }));
  };
  const finish = (otherwise: readonly Statement[] | null): Statement => {
    return { ...state.extentFrom(start), kind: "if", branches, otherwise };
  };
  const closeBranch = (branch: Branch): Statement | null => {
    branches.push(branch);
    if (state.kind === "elif") openBranch();
    else if (state.eat("else")) openBlock(state, blocks, context, finish);
    else return finish(null);
    return null;
  };
  openBranch();
}

function parseFor(state: ParserState, blocks: Blocks): void {
  const start = state.lexer.start;
  state.next();
  const variable = parseVariables(state);
  if (variable === null || !state.expect("in")) return;
  const over = parseExpression(state, 0, true);
  if (over === null) return;
  openBlock(state, blocks, { insideFor: true, insideDef: topOf(blocks).insideDef }, (body) => {
    const target = targetOf(variable);
    if (!("message" in target)) return { ...state.extentFrom(start), kind: "for", target, over, body };
    state.fail(target);
    return null;
  });
}

/** What stands between `for` and `in`. */
function parseVariables(state: ParserState): Expression | null {
  const start: Place = state.lexer.start;
  const items: Expression[] = [];
  do {
    if (items.length > 0 && !startsOperand(state.kind)) {
      state.fail(trailingCommaFault(state.extentFrom(start)));
      return null;
    }
    const item = parseExpression(state, TARGET_POWER, false);
    if (item === null) return null;
    items.push(item);
  } while (state.eat(","));
  return variables(state, items, start);
}
