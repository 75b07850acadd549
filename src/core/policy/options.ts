/** Takes a program's arguments apart by a list of what is permitted. */

/** The options that may stand, everything else may not. Long names without dashes. */
export type Options = {
  /** Letters that take no value: `-la`. */
  readonly flags?: string;
  /** Letters that take a value, attached or as the next word: `-n5`, `-n 5`. */
  readonly valued?: string;
  readonly long?: readonly string[];
  /** Take a value behind `=` or as the next word. */
  readonly longValued?: readonly string[];
  /** Long names whose value, if any, is attached: `--color=always`. */
  readonly longOptional?: readonly string[];
  /** `-5` stands for `-n 5`. */
  readonly numbers?: boolean;
  /** `-n` takes digits or the next word, and only where it stands alone: programs that read `-ln` as `-l` alone. */
  readonly valuedAlone?: string;
};

/**
 * The words that are no options; null where an option is not among the permitted. Options may stand between other
 * words, `--` ends them. Abbreviated long names are not permitted, nor values that stand apart and look like options:
 * what one version takes for a value is an option to the next.
 */
export function operandsOf(args: readonly string[], options: Options): readonly string[] | null {
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--") return [...operands, ...args.slice(at + 1)];
    if (!arg.startsWith("-") || arg === "-") {
      operands.push(arg);
      continue;
    }
    const taken = arg.startsWith("--") ? takeLong(arg.slice(2), options) : takeShort(arg.slice(1), options);
    if (taken === null || (taken === 1 && /^-./.test(args[at + 1] ?? ""))) return null;
    at += taken;
  }
  return operands;
}

/** How many further words the option takes; null where it is not permitted. */
function takeLong(text: string, options: Options): 0 | 1 | null {
  const equals = text.indexOf("=");
  const name = equals === -1 ? text : text.slice(0, equals);
  if (options.longValued?.includes(name) === true) return equals === -1 ? 1 : 0;
  if (options.longOptional?.includes(name) === true) return 0;
  return options.long?.includes(name) === true && equals === -1 ? 0 : null;
}

function takeShort(letters: string, options: Options): 0 | 1 | null {
  if (options.numbers === true && /^\d+$/.test(letters)) return 0;
  if (options.valuedAlone?.includes(letters.charAt(0)) === true) {
    if (/^.\d+$/.test(letters)) return 0;
    return letters.length === 1 ? 1 : null;
  }
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at);
    if (options.valued?.includes(letter) === true) return at + 1 < letters.length ? 0 : 1;
    if (options.flags?.includes(letter) !== true) return null;
  }
  return 0;
}
