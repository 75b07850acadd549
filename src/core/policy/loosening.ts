/** What a rules file would open if it counted in full, in words for a person. */
import { printWord } from "../shell/print.ts";
import { readRulesFile } from "./load.ts";
import type { FileRules, HostExecutable, NetworkRule, PatternToken, PrefixRule } from "./rules.ts";

export type RulesText = { readonly path: string; readonly text: string };

/** For each file that opens something, what; a file that does not load opens nothing. */
export function looseningRules(files: readonly RulesText[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const earlier: FileRules[] = [];
  for (const { path, text } of files) {
    const read = readRulesFile({ file: path, layer: "user", source: text, earlier });
    if (!read.ok) continue;
    earlier.push(read.value);
    const words = wordsOf(read.value);
    if (words.length > 0) found.set(path, words);
  }
  return found;
}

function wordsOf({ prefixRules, networkRules, hostExecutables }: FileRules): readonly string[] {
  return [
    ...prefixRules.filter(isAllow).map(({ pattern }) => `allow ${pattern.map(tokenText).join(" ")}`),
    ...networkRules.filter(isAllow).map(({ host, protocol }) => `allow ${protocol} to ${host}`),
    ...hostExecutables.map(executableText),
  ];
}

function isAllow({ decision }: PrefixRule | NetworkRule): boolean {
  return decision === "allow";
}

function tokenText(token: PatternToken): string {
  return typeof token === "string" ? printWord(token) : `[${token.map(printWord).join("|")}]`;
}

function executableText({ name, paths }: HostExecutable): string {
  return `${printWord(name)} is ${paths.map(printWord).join(" or ")}`;
}
