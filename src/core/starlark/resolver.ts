/** Finds for every name in a file what it stands for, before anything runs. */
import { never } from "../../kit/never.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { assignedNames, frameNames, loopNames } from "./definitions.ts";
import type { StarlarkError } from "./error.ts";
import { nearest } from "./nearest.ts";
import type { Lines } from "./places.ts";
import { type Hidden, Scopes } from "./scopes.ts";
import type { Extent } from "./extent.ts";
import type { Binding, Clause, Expression, File, FunctionBody, Statement, Target } from "./syntax.ts";

/** What is still to be looked at: the tree is walked with a stack of its own, not with the native one. */
type Task =
  | Statement
  | Expression
  | { readonly kind: "type"; readonly type: Expression }
  | { readonly kind: "enter-function"; readonly function: FunctionBody }
  | { readonly kind: "leave-function"; readonly function: FunctionBody }
  | { readonly kind: "enter-comprehension"; readonly clauses: readonly Clause[]; readonly items: readonly Expression[] }
  | { readonly kind: "leave-comprehension"; readonly hidden: Hidden };

/**
 * Fills in the bindings of all names and the sizes of all frames, in place. An error, of kind `resolve`, is about the
 * first name that nobody defines; `builtins` are the names that the host gives.
 */
export function resolve(file: File, builtins: ReadonlySet<string>): Result<File, StarlarkError> {
  const resolver = new Resolver(file.lines, builtins);
  const error = resolver.run(file);
  return error === null ? ok(file) : err(error);
}

class Resolver {
  private readonly lines: Lines;
  private readonly scopes: Scopes;
  private readonly tasks: Task[] = [];
  private error: StarlarkError | null = null;

  constructor(lines: Lines, builtins: ReadonlySet<string>) {
    this.lines = lines;
    this.scopes = new Scopes(builtins);
  }

  run(file: File): StarlarkError | null {
    this.scopes.defineGlobals(assignedNames(file.statements));
    for (const name of this.scopes.globalNames()) file.globals.push(name);
    this.later(file.statements);
    for (let task = this.tasks.pop(); task !== undefined && this.error === null; task = this.tasks.pop())
      this.visit(task);
    file.slots = this.scopes.slots();
    return this.error;
  }

  /** Puts tasks on the stack, the first one on top. */
  private later(tasks: readonly (Task | null)[]): void {
    for (let index = tasks.length - 1; index >= 0; index--) {
      const task = tasks[index] ?? null;
      if (task !== null) this.tasks.push(task);
    }
  }

  private visit(task: Task): void {
    switch (task.kind) {
      case "type":
        return this.bindType(task.type);
      case "enter-function":
        return this.enterFunction(task.function);
      case "leave-function":
        task.function.slots = this.scopes.leaveFunction();
        return;
      case "enter-comprehension":
        return this.enterComprehension(task.clauses, task.items);
      case "leave-comprehension":
        return this.scopes.leaveComprehension(task.hidden);
      case "expression":
      case "assign":
      case "augment":
      case "if":
      case "for":
      case "def":
      case "return":
      case "load":
      case "pass":
      case "break":
      case "continue":
        return this.visitStatement(task);
      default:
        return this.visitExpression(task);
    }
  }

  private visitStatement(statement: Statement): void {
    switch (statement.kind) {
      case "expression":
        this.tasks.push(statement.value);
        return;
      case "assign": {
        const type: Task | null = statement.type === null ? null : { kind: "type", type: statement.type };
        return this.later([...this.assign(statement.target), type, statement.value]);
      }
      case "augment":
        return this.later([...this.assign(statement.target), statement.value]);
      case "if": {
        if (statement.otherwise !== null) this.later(statement.otherwise);
        for (const branch of statement.branches.toReversed()) this.later([branch.condition, ...branch.body]);
        return;
      }
      case "for":
        return this.later([...this.assign(statement.target), statement.over, ...statement.body]);
      case "def":
        this.assign(statement.target);
        return this.visitFunction(statement.function);
      case "return":
        return this.later([statement.value]);
      case "load":
      case "pass":
      case "break":
      case "continue":
    }
  }

  private visitExpression(expression: Expression): void {
    switch (expression.kind) {
      case "name":
        expression.binding = this.bind(expression.name, expression);
        return;
      case "ellipsis":
      case "int":
      case "float":
      case "string":
      case "bytes":
        return;
      case "list":
      case "tuple":
        return this.later(expression.items);
      case "call":
        for (let at = expression.args.length - 1; at >= 0; at--) {
          const arg = expression.args[at];
          if (arg !== undefined) this.tasks.push(arg.value);
        }
        this.tasks.push(expression.callee);
        return;
      case "list-comprehension":
        return this.visitComprehension(expression.clauses, [expression.item]);
      case "dict-comprehension":
        return this.visitComprehension(expression.clauses, [expression.key, expression.value]);
      case "lambda":
        return this.visitFunction(expression.function);
      default:
        return this.later(partsOf(expression));
    }
  }

  /** Gives the names of a target their slots; what is left to be looked at are objects and indexes. */
  private assign(target: Target): readonly Expression[] {
    this.bindTarget(target);
    return innerExpressions(target);
  }

  private bindTarget(target: Target): void {
    if (target.kind === "name") target.binding = this.scopes.find(target.name);
    else if (target.kind === "tuple") for (const item of target.items) this.bindTarget(item);
  }

  /** Types and defaults belong to the code around the function. */
  private visitFunction(body: FunctionBody): void {
    const tasks: (Task | null)[] = [];
    for (const parameter of body.parameters) {
      if (parameter.kind === "star-alone") continue;
      if (parameter.type !== null) tasks.push({ kind: "type", type: parameter.type });
      if (parameter.kind === "plain") tasks.push(parameter.fallback);
    }
    if (body.returns !== null) tasks.push({ kind: "type", type: body.returns });
    tasks.push({ kind: "enter-function", function: body });
    this.later(tasks);
  }

  private enterFunction(body: FunctionBody): void {
    this.scopes.enterFunction(frameNames(body));
    this.later([...body.body, { kind: "leave-function", function: body }]);
  }

  /** What the first loop runs over and assigns into belongs to the code around the comprehension. */
  private visitComprehension(clauses: readonly Clause[], items: readonly Expression[]): void {
    const [first] = clauses;
    if (first?.kind !== "for") return;
    this.later([first.over, ...innerExpressions(first.target), { kind: "enter-comprehension", clauses, items }]);
  }

  private enterComprehension(clauses: readonly Clause[], items: readonly Expression[]): void {
    const hidden = this.scopes.enterComprehension(loopNames(clauses));
    const tasks: Task[] = [];
    for (const [index, clause] of clauses.entries()) {
      if (clause.kind === "if") tasks.push(clause.condition);
      else {
        this.bindTarget(clause.target);
        if (index > 0) tasks.push(clause.over);
        if (index > 0) for (const part of innerExpressions(clause.target)) tasks.push(part);
      }
    }
    this.later([...tasks, ...items, { kind: "leave-comprehension", hidden }]);
  }

  /** A type may name what the module or the host defines, nothing of a function. */
  private bindType(type: Expression): void {
    const rest = [type];
    for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
      if (part.kind !== "name") {
        for (const inner of partsOf(part).toReversed()) if (inner !== null) rest.push(inner);
        continue;
      }
      part.binding = this.bind(part.name, part);
      if (part.binding?.kind === "local" || part.binding?.kind === "free") {
        this.fail(`Identifiers in type expressions can only refer globals or builtins: \`${part.name}\``, part);
      }
    }
  }

  private bind(name: string, site: Extent): Binding | null {
    const binding = this.scopes.find(name);
    if (binding === null) {
      const meant = nearest(name, this.scopes.visible());
      this.fail(`Variable \`${name}\` not found${meant === null ? "" : `, did you mean \`${meant}\`?`}`, site);
    }
    return binding;
  }

  private fail(message: string, site: Extent): void {
    this.error ??= { kind: "resolve", message, span: this.lines.span(site), trace: [] };
  }
}

/** The objects and indexes that a target assigns into, in their order. */
function innerExpressions(target: Target, inner: Expression[] = []): readonly Expression[] {
  switch (target.kind) {
    case "name":
      break;
    case "tuple":
      for (const item of target.items) innerExpressions(item, inner);
      break;
    case "dot":
      inner.push(target.object);
      break;
    case "index":
      inner.push(target.object, target.index);
      break;
    default:
      never(target);
  }
  return inner;
}

/** The expressions directly inside one, in the order in which they are looked at; none for those with own rules. */
function partsOf(expression: Expression): readonly (Expression | null)[] {
  switch (expression.kind) {
    case "format":
      return expression.pieces.flatMap((piece) => (piece.kind === "value" ? [piece.value] : []));
    case "dict":
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case "list":
    case "tuple":
      return expression.items;
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.value, expression.otherwise];
    case "dot":
      return [expression.object];
    case "index":
      return [expression.object, expression.index];
    case "index2":
      return [expression.object, expression.first, expression.second];
    case "slice":
      return [expression.object, expression.from, expression.to, expression.step];
    default:
      return [];
  }
}
