/** What "it" stands for, where only one thing can be meant. */
import type { Word } from "./message.ts";

/** "Rebase fix/a and push it": what was named first behind the verb before. */
export function withNamed(words: readonly Word[], named: readonly Word[]): readonly Word[] {
  const at = words.findIndex(({ text, isQuoted }, index) => !isQuoted && index > 0 && /^(?:it|them)$/.test(text));
  return at === -1 || named.length === 0 ? words : [...words.slice(0, at), ...named, ...words.slice(at + 1)];
}

/** Of an order, from its verb on. */
export function objectOf(words: readonly Word[]): readonly Word[] {
  const meant = words
    .slice(1)
    .find(({ text }) => !/^(?:the|my|a|an|this|that|branch|file|folder|tag|image|package|pod|container)$/.test(text));
  return meant !== undefined && /\w/.test(meant.text) && !/^(?:it|them)$/.test(meant.text) ? [meant] : [];
}

/** Of a statement: the one name in it, or else its subject where that is one word; empty where that is not certain. */
export function topicOf(words: readonly Word[]): readonly Word[] {
  const line = lineOf(words);
  const [, kind, number] = /^(?:(?:the|my|our|this) )?(pr|mr|issue|ticket|process|pid) (#?\d+)\b/.exec(line) ?? [];
  if (kind !== undefined && number !== undefined) return [spoken(kind), spoken(number)];
  const names = words.filter(({ text, isQuoted }) => isQuoted || (/[/.\d_@-]/.test(text) && /[a-z]/.test(text)));
  const [first, ...more] = new Map(names.map((word) => [word.text, word])).values();
  if (first !== undefined) return more.length === 0 ? [first] : [];
  const said =
    /^(?:(?:the|our|my) )?([a-z][\w-]*) (?:is|are|looks|was|has|can|may)\b/.exec(line)?.[1] ??
    /^(?:we|i) (?:have |are |am )?(?:moved off|done with|through with|finished with|dropped|outgrown|replaced|no longer need|no longer use) (?:the )?([\w-]+)$/.exec(
      line,
    )?.[1];
  return said === undefined || VAGUE.test(said) ? [] : [spoken(said)];
}

function spoken(text: string): Word {
  return { text, isQuoted: false };
}

const VAGUE =
  /^(?:it|this|that|there|everything|nothing|all|something|which|what|who|he|she|they|these|those|here|now)$/;

function lineOf(words: readonly Word[]): string {
  return words.map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text)).join(" ");
}
