/** Why a rules file does not load, in words for people and in those of the reference. */
import { never } from "../../kit/never.ts";
import { printCommand } from "../shell/print.ts";
import type { StarlarkError } from "../starlark/error.ts";
import { quoteExample } from "./example.ts";
import type { Hit } from "./match.ts";
import type { BrokenFile, Decision, PatternToken, PrefixRule, RuleLayer } from "./rules.ts";

export type RulesError = { readonly file: string; readonly layer: RuleLayer } & (
  | { readonly kind: "starlark"; readonly error: StarlarkError }
  /** Examples of `match` that no rule of their call matches; all rules stand at the same place. */
  | {
      readonly kind: "unmatched";
      readonly rules: readonly PrefixRule[];
      readonly examples: readonly (readonly string[])[];
    }
  /** An example of `not_match` that a rule of its call matches. */
  | { readonly kind: "matched"; readonly hit: Hit; readonly example: readonly string[] }
);

/** The file as one that is broken: every command asks until it loads. */
export function brokenFile(error: RulesError): BrokenFile {
  const place = placeOf(error);
  return {
    file: error.file,
    layer: error.layer,
    message: messageOf(error),
    line: place?.line ?? null,
    column: place?.column ?? null,
    help: helpOf(error),
  };
}

function placeOf(error: RulesError): { readonly line: number; readonly column: number } | null {
  switch (error.kind) {
    case "starlark":
      return error.error.span?.start ?? null;
    case "unmatched":
      return error.rules[0]?.source ?? null;
    case "matched":
      return error.hit.rule.source;
    default:
      return never(error);
  }
}

function messageOf(error: RulesError): string {
  switch (error.kind) {
    case "starlark":
      return error.error.message.split("\n")[0] ?? "";
    case "unmatched":
      return `no rule here matches its example ${error.examples.map(showExample).join(", ")}`;
    case "matched":
      return `this rule matches ${showExample(error.example)}, which not_match says it must not`;
    default:
      return never(error);
  }
}

function helpOf(error: RulesError): string {
  switch (error.kind) {
    case "starlark":
      return error.error.kind === "limit"
        ? "Make the file smaller or simpler: rules are read within fixed limits of time and memory."
        : "Mend this place in the file; the change takes effect at once.";
    case "unmatched":
      return "Change the pattern or take the example out of match; the words must start like the pattern.";
    case "matched":
      return "Make the pattern longer, or take the example out of not_match.";
    default:
      return never(error);
  }
}

function showExample(words: readonly string[]): string {
  return `\`${printCommand(words)}\``;
}

/** What the reference prints of a failed example, debugging output of its own data included; null for other errors. */
export function referenceWords(error: RulesError): string | null {
  switch (error.kind) {
    case "starlark":
      return null;
    case "unmatched": {
      const rules = error.rules.map(debugRule).map(debugText).join(", ");
      const examples = error.examples.map(quoteExample).map(debugText).join(", ");
      return `expected every example to match at least one rule. rules: [${rules}]; unmatched examples: [${examples}]`;
    }
    case "matched":
      return `expected example to not match rule \`${debugHit(error.hit)}\`: ${quoteExample(error.example)}`;
    default:
      return never(error);
  }
}

const DECISION_NAMES: Readonly<Record<Decision, string>> = {
  allow: "Allow",
  prompt: "Prompt",
  forbidden: "Forbidden",
};

function debugRule({ pattern, decision, justification, caseless }: PrefixRule): string {
  const [first, ...rest] = pattern;
  const tokens = rest.map(debugToken).join(", ");
  const prefix = `PrefixPattern { canonical_matching: ${caseless === true}, first: ${debugText(first)}, rest: [${tokens}] }`;
  return `PrefixRule { pattern: ${prefix}, decision: ${DECISION_NAMES[decision]}, justification: ${debugOption(justification)} }`;
}

function debugToken(token: PatternToken): string {
  return typeof token === "string" ? `Single(${debugText(token)})` : `Alts([${token.map(debugText).join(", ")}])`;
}

function debugHit({ rule, matched, resolvedProgram }: Hit): string {
  const path = resolvedProgram === null ? "None" : `Some(AbsolutePathBuf(${debugText(resolvedProgram)}))`;
  const prefix = `matched_prefix: [${matched.map(debugText).join(", ")}], decision: ${DECISION_NAMES[rule.decision]}`;
  return `PrefixRuleMatch { ${prefix}, resolved_program: ${path}, justification: ${debugOption(rule.justification)} }`;
}

function debugOption(text: string | null): string {
  return text === null ? "None" : `Some(${debugText(text)})`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

/** A string literal of the reference's own language: what does not print stands as `\u{…}`. */
function debugText(text: string): string {
  const escaped = text.replace(/["\\]|(?! )[\p{C}\p{Z}\p{Grapheme_Extend}]/gu, (char) => {
    return ESCAPES.get(char) ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return `"${escaped}"`;
}
