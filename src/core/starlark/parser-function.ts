/** The head of a `def`: its name, its parameters with types and defaults, its return type. */
import { parametersFault, typeFault } from "./parser-checks.ts";
import { parseExpression } from "./parser-expression.ts";
import { slashFault, starParameter } from "./parser-lambda.ts";
import type { ParserState } from "./parser-state.ts";
import type { Extent } from "./extent.ts";
import type { Expression, Parameter, Target } from "./syntax.ts";

export type FunctionHead = {
  readonly name: string;
  /** The name as what the function is assigned to. */
  readonly target: Target;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
};

/** Everything between `def` and the colon; null once the parse has failed. */
export function parseFunctionHead(state: ParserState): FunctionHead | null {
  const start = state.lexer.start;
  const name = state.expectName();
  if (name === null) return null;
  const target: Target = { ...state.extentFrom(start), kind: "name", name, binding: null };
  if (!state.expect("(")) return null;
  const parameters = parseParameters(state);
  if (parameters === null || !state.expect(")")) return null;
  const returns = state.eat("->") ? parseType(state) : null;
  return state.failure === null ? { name, target, parameters, returns } : null;
}

function parseParameters(state: ParserState): readonly Parameter[] | null {
  const parameters: Parameter[] = [];
  let slash: Extent | null = null;
  while (state.kind !== ")") {
    const start = state.lexer.start;
    if (state.eat("/")) slash ??= state.extentFrom(start);
    else {
      const parameter = parseParameter(state);
      if (parameter === null) return null;
      parameters.push(parameter);
    }
    if (!state.eat(",")) break;
  }
  state.statementFault ??= slash === null ? parametersFault(parameters) : slashFault(slash);
  return parameters;
}

function parseParameter(state: ParserState): Parameter | null {
  const start = state.lexer.start;
  const star = starParameter(state);
  if (state.failure !== null || star?.kind === "star-alone") return star;
  if (star !== null && star.kind !== "plain") {
    const type = parseOptionalType(state);
    return state.failure === null ? { ...star, type, ...state.extentFrom(start) } : null;
  }
  const name = state.expectName();
  if (name === null) return null;
  const type = parseOptionalType(state);
  if (state.failure !== null) return null;
  const fallback = state.eat("=") ? parseExpression(state, 0, true) : null;
  return state.failure === null ? { ...state.extentFrom(start), kind: "plain", name, type, fallback } : null;
}

function parseOptionalType(state: ParserState): Expression | null {
  return state.eat(":") ? parseType(state) : null;
}

/** A type annotation; null once the parse has failed. */
export function parseType(state: ParserState): Expression | null {
  const type = parseExpression(state, 0, true);
  if (type === null) return null;
  const fault = typeFault(type);
  if (fault !== null) state.fail(fault);
  return fault === null ? type : null;
}
