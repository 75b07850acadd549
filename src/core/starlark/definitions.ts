/** Which names a block of code assigns, and so makes its own. */
import type { Clause, FunctionBody, Statement, Target } from "./syntax.ts";

/** The names that statements assign, in the order of their places; functions inside keep theirs to themselves. */
export function assignedNames(statements: readonly Statement[]): readonly string[] {
  const names: string[] = [];
  const rest: Statement[] = statements.toReversed();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    switch (next.kind) {
      case "assign":
      case "augment":
      case "def":
        namesOf(next.target, names);
        break;
      case "for":
        namesOf(next.target, names);
        pushReversed(rest, next.body);
        break;
      case "if":
        if (next.otherwise !== null) pushReversed(rest, next.otherwise);
        for (const branch of next.branches.toReversed()) pushReversed(rest, branch.body);
        break;
      case "load":
        for (const { local } of next.names) names.push(local);
        break;
      case "expression":
      case "return":
      case "pass":
      case "break":
      case "continue":
    }
  }
  return names;
}

function pushReversed(rest: Statement[], statements: readonly Statement[]): void {
  for (const statement of statements.toReversed()) rest.push(statement);
}

/** Adds the names that a target assigns. */
function namesOf(target: Target, names: string[]): void {
  if (target.kind === "name") names.push(target.name);
  else if (target.kind === "tuple") for (const item of target.items) namesOf(item, names);
}

/** The names of a function's frame: its parameters first. */
export function frameNames({ parameters, body }: FunctionBody): readonly string[] {
  const names = parameters.flatMap((parameter) => (parameter.kind === "star-alone" ? [] : [parameter.name]));
  return [...names, ...assignedNames(body)];
}

/** The variables of a comprehension. */
export function loopNames(clauses: readonly Clause[]): readonly string[] {
  const names: string[] = [];
  for (const clause of clauses) if (clause.kind === "for") namesOf(clause.target, names);
  return names;
}
