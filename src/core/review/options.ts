/** Splits the words of a command into options and operands, as far as a review needs it. */

export type Options = {
  /** Words that are no options, in their order. */
  readonly operands: readonly string[];
  /** True if one of these was given: `-f`, `--force`. */
  readonly has: (...names: readonly string[]) => boolean;
  /** The values that one of these was given, in their order. */
  readonly valuesOf: (...names: readonly string[]) => readonly string[];
};

type Given = { readonly name: string; readonly value: string | null };

/**
 * An option that is not listed takes no value: what follows it counts as an operand, so that a person has to have named
 * it, too.
 *
 * @param valued spellings of the options that take the next word, separated by spaces
 */
export function readOptions(args: readonly string[], valued: string): Options {
  const takes = setOf(valued);
  const operands: string[] = [];
  const given: Given[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (word === "--") {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      continue;
    }
    const { found, usesNext } = optionsIn(word, takes);
    const next = usesNext ? (args[++at] ?? "") : null;
    given.push(...found.slice(0, -1), ...found.slice(-1).map((one) => (next === null ? one : { ...one, value: next })));
  }
  return {
    operands,
    has: (...names) => given.some(({ name }) => names.includes(name)),
    valuesOf: (...names) => given.flatMap(({ name, value }) => (value !== null && names.includes(name) ? [value] : [])),
  };
}

const sets = new Map<string, ReadonlySet<string>>();

function setOf(valued: string): ReadonlySet<string> {
  const known = sets.get(valued);
  if (known !== undefined) return known;
  const made = new Set(valued.split(" "));
  sets.set(valued, made);
  return made;
}

type Found = { readonly found: readonly Given[]; readonly usesNext: boolean };

function optionsIn(word: string, takes: ReadonlySet<string>): Found {
  const equals = word.indexOf("=");
  if (equals > 1 && (word.startsWith("--") || takes.has(word.slice(0, equals)))) {
    return { found: [{ name: word.slice(0, equals), value: word.slice(equals + 1) }], usesNext: false };
  }
  if (word.startsWith("--") || takes.has(word))
    return { found: [{ name: word, value: null }], usesNext: takes.has(word) };
  return cluster(word, takes);
}

/** `-rf`, `-nNAMESPACE`, `-auf FILE`; the whole word counts as well: `-auto-approve`. */
function cluster(word: string, takes: ReadonlySet<string>): Found {
  const found: Given[] = [{ name: word, value: null }];
  for (let at = 1; at < word.length; at++) {
    const name = `-${word.charAt(at)}`;
    if (takes.has(name)) {
      const rest = word.slice(at + 1).replace(/^=/, "");
      found.push({ name, value: rest === "" ? null : rest });
      return { found, usesNext: rest === "" };
    }
    found.push({ name, value: null });
  }
  return { found, usesNext: false };
}
