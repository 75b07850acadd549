/** A second opinion on a plain script, from a parser that shares nothing with ours. */
import { parse, type CommandNode, type Script, type Word, type WordPart } from "unbash";
import type { Command } from "./reading.ts";

/**
 * True where the parser sees the same commands with the same words, and nothing besides.
 *
 * The parser forgives what it does not understand and takes its time over deep nesting, so it is asked only about
 * scripts that the lexer has found plain; any error it reports counts as no.
 */
export function agrees(script: string, commands: readonly Command[]): boolean {
  const seen = commandsIn(script);
  return seen?.length === commands.length && seen.every((words, at) => areSame(words, commands[at] ?? []));
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((word, at) => word === others[at]);
}

type Words = readonly string[];

/** The words of each command, in the order of the script; null where anything is not literal. */
function commandsIn(script: string): readonly Words[] | null {
  const tree = parsed(script);
  if (tree === null) return null;
  const found: Words[] = [];
  for (const node of simpleCommands(tree)) {
    const words = node === null ? null : wordsOf(node);
    if (words === null) return null;
    found.push(words);
  }
  return found;
}

function parsed(script: string): Script | null {
  try {
    const tree = parse(script);
    return tree.errors === undefined || tree.errors.length === 0 ? tree : null;
  } catch {
    return null; // A fault of the parser's, which promises not to throw: it has not agreed.
  }
}

/** Null stands for whatever else there is: a group, a loop, a background job, a `!`. */
function* simpleCommands({ commands }: Script): Generator<CommandNode | null> {
  for (const { command, background } of commands) {
    if (background === true) yield null;
    const pipelines = command.type === "AndOr" ? command.commands : [command];
    for (const pipeline of pipelines) {
      if (pipeline.type !== "Pipeline") yield pipeline;
      else if (pipeline.prefixes.length > 0 || pipeline.operators.some((operator) => operator !== "|")) yield null;
      else yield* pipeline.commands;
    }
  }
}

function wordsOf(node: CommandNode): Words | null {
  if (node.type !== "Command" || node.name === undefined || node.prefix.length > 0) return null;
  const words: string[] = [];
  for (const one of [node.name, ...node.suffix]) {
    const word = isWord(one) ? literalOf(one) : null;
    if (word === null) return null;
    words.push(word);
  }
  return words;
}

function isWord(one: { readonly type: string }): one is Word {
  return one.type === "Word";
}

function literalOf({ text, value, parts }: Word): string | null {
  if (parts === undefined) return hasTilde(text, true) ? null : value;
  let whole = "";
  for (const [at, part] of parts.entries()) {
    const literal = partOf(part, at === 0);
    if (literal === null) return null;
    whole += literal;
  }
  return whole;
}

function partOf(part: WordPart, isFirst: boolean): string | null {
  switch (part.type) {
    case "Literal":
      return hasTilde(part.text, isFirst) ? null : part.value;
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "DoubleQuoted":
      return part.parts.every((inner) => inner.type === "Literal")
        ? part.parts.map((inner) => inner.value).join("")
        : null;
    default:
      return null;
  }
}

/** The parser leaves a tilde in the literal, whether it is expanded or not. */
function hasTilde(text: string, isFirst: boolean): boolean {
  return (isFirst && text.startsWith("~")) || /[=:]~/.test(text);
}
