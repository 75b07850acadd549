/** Runs files and tells the outcome as plain data. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../../../src/core/starlark/execute.ts";
import type { Frame } from "../../../src/core/starlark/error.ts";
import type { HostFunction, HostType } from "../../../src/core/starlark/host.ts";
import { isList, type Value } from "../../../src/core/starlark/values.ts";
import { err, ok } from "../../../src/kit/result.ts";

/** A table of rows that lies beside the tests. */
export function readData(name: string): readonly never[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8"));
}

export type Outcome =
  | { readonly says: null }
  | { readonly says: string; readonly kind: string; readonly at: string | null; readonly calls: readonly string[] };

/** What the file says in the end; null when it runs through. The file's path is `F`. */
export function runFile(source: string, functions: readonly HostFunction[] = RULE_FUNCTIONS): Outcome {
  const result = execute({ file: "F", source }, functions);
  if (result.ok) return { says: null };
  const { message, kind, span, trace } = result.error;
  const at = span === null ? null : `${span.start.line}:${span.start.column}`;
  return { says: message, kind, at, calls: trace.map(showFrame) };
}

/** The value of an expression as `repr` prints it, or the message of its error. */
export function evaluate(expression: string): string {
  const outcome = runFile(`fail(repr(${expression}))\n`);
  return (outcome.says ?? "").replace(/^fail: /, "");
}

function showFrame({ name, span }: Frame): string {
  return span === null ? `File <builtin>, in ${name}` : `${span.start.line}, in ${name}`;
}

/** A function that takes its parameters and refuses what `check` finds fault with. */
function ruleFunction(
  name: string,
  parameters: Readonly<Record<string, readonly [HostType, boolean]>>,
  check: (args: readonly (Value | undefined)[]) => string | null,
): HostFunction {
  return {
    name,
    parameters: Object.entries(parameters).map(([key, [type, required]]) => ({ name: key, type, required })),
    call: (args) => {
      const fault = check(args);
      return fault === null ? ok(null) : err(fault);
    },
  };
}

/** The rule functions as far as the language is concerned. */
export const RULE_FUNCTIONS: readonly HostFunction[] = [
  ruleFunction(
    "prefix_rule",
    {
      pattern: ["list", true],
      decision: ["str", false],
      match: ["list", false],
      not_match: ["list", false],
      justification: ["str", false],
      canonical_matching: ["bool", false],
    },
    ([pattern = null, decision = "allow"]) => {
      if (isList(pattern) && pattern.items.length === 0) return "invalid pattern element: pattern cannot be empty";
      if (isList(pattern) && typeof pattern.items[0] === "number") {
        return "invalid pattern element: pattern element must be a string or list of strings (got int)";
      }
      if (decision === "allow" || decision === "prompt" || decision === "forbidden") return null;
      return `invalid decision: ${typeof decision === "string" ? decision : ""}`;
    },
  ),
  ruleFunction("host_executable", { name: ["str", true], paths: ["list", true] }, () => null),
  ruleFunction(
    "network_rule",
    { host: ["str", true], protocol: ["str", true], decision: ["str", true], justification: ["str", false] },
    () => null,
  ),
];
