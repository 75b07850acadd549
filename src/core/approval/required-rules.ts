/** The rules of requirements as rules in force: nobody's file softens them. */
import type { Place } from "../config/error.ts";
import type { RequiredRule, Requirements } from "../config/requirements.ts";
import type { FileRules, PrefixRule, RuleSource } from "../policy/rules.ts";

/** One set of rules for each source that has any, in the order of the sources. */
export function requiredRules({ rules }: Pick<Requirements, "rules">): readonly FileRules[] {
  const byFile = new Map<string, PrefixRule[]>();
  for (const { value, place, layer } of rules) {
    const by = layer === "project" || layer === "user" ? { by: layer } : {};
    const source = { ...sourceAt(place), ...by };
    const found = byFile.get(source.file) ?? [];
    byFile.set(source.file, [...found, ...rulesOf(value, source)]);
  }
  return [...byFile].map(([file, prefixRules]) => ({
    file,
    layer: "managed",
    prefixRules,
    hostExecutables: [],
    networkRules: [],
  }));
}

function sourceAt(place: Place): RuleSource {
  if (place.kind === "flag") return { layer: "managed", file: place.text, line: 1, column: 1 };
  const { file, line, column } = place;
  return { layer: "managed", file, line, column };
}

/** A rule starts with one word: alternatives there make one each. */
function rulesOf({ pattern, decision, justification, isCaseless }: RequiredRule, source: RuleSource): PrefixRule[] {
  const [first, ...rest] = pattern;
  const words = typeof first === "string" ? [first] : first;
  return words.map((word) => ({
    pattern: [word, ...rest],
    decision: decision === "forbidden" ? "forbidden" : "prompt",
    justification,
    source,
    ...(isCaseless ? { caseless: true } : {}),
    ...(decision === "prompt-user" ? { personOnly: true } : {}),
  }));
}
