/** Prints syntax trees as one line of text, so that tests can compare whole trees. */
import { never } from "../../../src/kit/never.ts";
import type { Span } from "../../../src/core/starlark/extent.ts";
import type {
  Argument,
  Binding,
  Clause,
  Expression,
  FormatPiece,
  FunctionBody,
  Parameter,
  Statement,
  Target,
} from "../../../src/core/starlark/syntax.ts";

/** `1:5-1:9`. */
export function showSpan({ start, end }: Span): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}

export function showStatements(statements: readonly Statement[]): string {
  return statements.map(showStatement).join(" ");
}

function showStatement(statement: Statement): string {
  switch (statement.kind) {
    case "expression":
      return showExpression(statement.value);
    case "assign": {
      const type = statement.type === null ? "" : `:${showExpression(statement.type)}`;
      return `(=${type} ${showTarget(statement.target)} ${showExpression(statement.value)})`;
    }
    case "augment":
      return `(${statement.operator}= ${showTarget(statement.target)} ${showExpression(statement.value)})`;
    case "if": {
      const branches = statement.branches.map(
        ({ condition, body }) => `${showExpression(condition)} ${showBody(body)}`,
      );
      const otherwise = statement.otherwise === null ? "" : ` else ${showBody(statement.otherwise)}`;
      return `(if ${branches.join(" ")}${otherwise})`;
    }
    case "for":
      return `(for ${showTarget(statement.target)} ${showExpression(statement.over)} ${showBody(statement.body)})`;
    case "def":
      return `(def ${showTarget(statement.target)} ${showFunction(statement.function)})`;
    case "return":
      return statement.value === null ? "(return)" : `(return ${showExpression(statement.value)})`;
    case "load":
      return `(load ${statement.module} ${statement.names.map(({ local, foreign }) => `${local}=${foreign}`).join(" ")})`;
    case "pass":
    case "break":
    case "continue":
      return `(${statement.kind})`;
    default:
      return never(statement);
  }
}

function showBody(body: readonly Statement[]): string {
  return `{${showStatements(body)}}`;
}

function showFunction({ parameters, returns, body, slots }: FunctionBody): string {
  const type = returns === null ? "" : `->${showExpression(returns)} `;
  const size = slots === 0 ? "" : `/${slots} `;
  return `[${parameters.map(showParameter).join(" ")}] ${type}${size}${showBody(body)}`;
}

function showParameter(parameter: Parameter): string {
  if (parameter.kind === "star-alone") return "*";
  const star = parameter.kind === "plain" ? "" : parameter.kind === "star" ? "*" : "**";
  const type = parameter.type === null ? "" : `:${showExpression(parameter.type)}`;
  const fallback =
    parameter.kind === "plain" && parameter.fallback !== null ? `=${showExpression(parameter.fallback)}` : "";
  return `${star}${parameter.name}${type}${fallback}`;
}

function showBinding(name: string, binding: Binding | null): string {
  switch (binding?.kind) {
    case undefined:
      return name;
    case "local":
      return `${name}@${binding.slot}`;
    case "free":
      return `${name}^${binding.up}@${binding.slot}`;
    case "global":
      return `${name}!${binding.slot}`;
    case "builtin":
      return `${name}#`;
    default:
      return never(binding);
  }
}

function showTarget(target: Target): string {
  switch (target.kind) {
    case "name":
      return showBinding(target.name, target.binding);
    case "tuple":
      return `(${target.items.map(showTarget).join(", ")})`;
    case "index":
      return `${showExpression(target.object)}[${showExpression(target.index)}]`;
    case "dot":
      return `${showExpression(target.object)}.${target.name}`;
    default:
      return never(target);
  }
}

export function showExpression(expression: Expression): string {
  switch (expression.kind) {
    case "ellipsis":
      return "...";
    case "int":
      return `${expression.value}`;
    case "float":
      return `${expression.value}f`;
    case "string":
      return JSON.stringify(expression.value);
    case "bytes":
      return `b[${[...expression.value].join(" ")}]`;
    case "format":
      return `(f ${expression.pieces.map(showPiece).join(" ")})`;
    case "name":
      return showBinding(expression.name, expression.binding);
    case "list":
      return `[${expression.items.map(showExpression).join(", ")}]`;
    case "tuple":
      return `(${expression.items.map((item) => `${showExpression(item)},`).join(" ")})`;
    case "dict":
      return `{${expression.entries.map(({ key, value }) => `${showExpression(key)}: ${showExpression(value)}`).join(", ")}}`;
    case "list-comprehension":
      return `[${showExpression(expression.item)}${showClauses(expression.clauses)}]`;
    case "dict-comprehension":
      return `{${showExpression(expression.key)}: ${showExpression(expression.value)}${showClauses(expression.clauses)}}`;
    case "unary":
      return `(${expression.operator} ${showExpression(expression.operand)})`;
    case "binary":
      return `(${expression.operator} ${showExpression(expression.left)} ${showExpression(expression.right)})`;
    case "lambda":
      return `(lambda ${showFunction(expression.function)})`;
    default:
      return showAccess(expression);
  }
}

type Access = Extract<Expression, { kind: "conditional" | "dot" | "call" | "index" | "index2" | "slice" }>;

function showAccess(expression: Access): string {
  switch (expression.kind) {
    case "conditional":
      return `(? ${show(expression.condition)} ${show(expression.value)} ${show(expression.otherwise)})`;
    case "dot":
      return `${show(expression.object)}.${expression.name}`;
    case "call":
      return `${show(expression.callee)}(${expression.args.map(showArgument).join(", ")})`;
    case "index":
      return `${show(expression.object)}[${show(expression.index)}]`;
    case "index2":
      return `${show(expression.object)}[${show(expression.first)}, ${show(expression.second)}]`;
    case "slice":
      return `${show(expression.object)}[${show(expression.from)}:${show(expression.to)}:${show(expression.step)}]`;
    default:
      return never(expression);
  }
}

function show(part: Expression | null): string {
  return part === null ? "" : showExpression(part);
}

function showArgument(arg: Argument): string {
  const before = { positional: "", named: "=", star: "*", "star-star": "**" }[arg.kind];
  return `${arg.kind === "named" ? arg.name : ""}${before}${showExpression(arg.value)}`;
}

function showClauses(clauses: readonly Clause[]): string {
  return clauses
    .map((clause) =>
      clause.kind === "if"
        ? ` if ${showExpression(clause.condition)}`
        : ` for ${showTarget(clause.target)} in ${showExpression(clause.over)}`,
    )
    .join("");
}

function showPiece(piece: FormatPiece): string {
  return piece.kind === "text" ? JSON.stringify(piece.text) : `${showExpression(piece.value)}!${piece.conversion}`;
}
