/** Takes arguments apart by the table of options, and says what is wrong in words that help. */
import { nearest } from "../../kit/nearest.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { visible } from "../../kit/text.ts";
import { type OptionName, optionOf, OPTIONS } from "./option-table.ts";

export type Arguments = {
  /** What was given, in order; of a switch one empty text for each time. */
  readonly values: ReadonlyMap<OptionName, readonly string[]>;
  /** Words that are no option; everything behind `--`. */
  readonly rest: readonly string[];
};

/**
 * The arguments, or what is wrong with them in one line, fit for a terminal.
 *
 * @param allowed the options of this command; `help` is always one
 * @param words `end`: from the first word on, nothing is an option, for it belongs to a command; `mix`: options may follow
 */
export function parseArguments(
  args: readonly string[],
  allowed: readonly OptionName[],
  words: "end" | "mix",
): Result<Arguments, string> {
  const values = new Map<OptionName, string[]>();
  const known = [...allowed, "help"] as const;
  let rest: readonly string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (arg === "--") return ok({ values, rest: [...rest, ...args.slice(at + 1)] });
    if (!arg.startsWith("-") || arg === "-") {
      if (words === "end") return ok({ values, rest: args.slice(at) });
      rest = [...rest, arg];
      continue;
    }
    const taken = takeOption(args.slice(at), known);
    if (!taken.ok) return taken;
    for (const [name, value] of taken.value.given) {
      const { repeats, value: takes } = optionOf(name);
      if (values.has(name) && takes !== undefined && repeats !== true)
        return err(`--${name} is given twice: leave one out`);
      values.set(name, [...(values.get(name) ?? []), value]);
    }
    at += taken.value.used - 1;
  }
  return ok({ values, rest });
}

/** The last value of an option, null without one. */
export function lastOf({ values }: Arguments, name: OptionName): string | null {
  return values.get(name)?.at(-1) ?? null;
}

type Taken = { readonly given: readonly (readonly [OptionName, string])[]; readonly used: number };

/** What the first of `args` gives, and how many of them it uses. */
function takeOption([arg = "", next]: readonly string[], known: readonly OptionName[]): Result<Taken, string> {
  if (!arg.startsWith("--")) return takeLetters(arg, next, known);
  const equals = arg.indexOf("=");
  const typed = equals === -1 ? arg : arg.slice(0, equals);
  const name = known.find((one) => longNames(one).includes(typed.slice(2)));
  if (name === undefined) return err(unknownOption(typed, known));
  const { value } = optionOf(name);
  if (value === undefined) {
    return equals === -1 ? ok({ given: [[name, ""]], used: 1 }) : err(`${typed} takes no value`);
  }
  if (equals !== -1) return ok({ given: [[name, arg.slice(equals + 1)]], used: 1 });
  return takeNext(typed, name, next);
}

/** `-a never`, `-anever`, `-a=never`, and switches written together. */
function takeLetters(arg: string, next: string | undefined, known: readonly OptionName[]): Result<Taken, string> {
  const given: [OptionName, string][] = [];
  const letters = Array.from(arg.slice(1));
  for (const [at, letter] of letters.entries()) {
    const name = known.find((one) => optionOf(one).short === letter);
    if (name === undefined) return err(unknownOption(letters.length > 1 && at > 0 ? arg : `-${letter}`, known));
    if (optionOf(name).value === undefined) {
      given.push([name, ""]);
      continue;
    }
    const behind = letters.slice(at + 1).join("");
    if (behind === "") {
      const taken = takeNext(`-${letter}`, name, next);
      return taken.ok ? ok({ given: [...given, ...taken.value.given], used: taken.value.used }) : taken;
    }
    return ok({ given: [...given, [name, behind.startsWith("=") ? behind.slice(1) : behind]], used: 1 });
  }
  return ok({ given, used: 1 });
}

/** What follows and looks like an option is more likely one whose neighbour lost its value. */
function takeNext(typed: string, name: OptionName, next: string | undefined): Result<Taken, string> {
  const what = `${typed} needs ${optionOf(name).value?.[0] ?? "a value"}`;
  if (next === undefined) return err(`${what} behind it`);
  if (next.startsWith("-") && next !== "-") {
    return err(visible(`${what} behind it, and ${next} is an option; if that is meant, write ${typed}=${next}`));
  }
  return ok({ given: [[name, next]], used: 2 });
}

function unknownOption(typed: string, known: readonly OptionName[]): string {
  const shown = visible(typed);
  const isElsewhere = Object.keys(OPTIONS).some((name) => `--${name}` === typed);
  if (isElsewhere) return `${shown} is for other commands`;
  const names = known.flatMap((name) => longNames(name).map((long) => `--${long}`));
  const meant = typed.startsWith("--") ? nearest(typed, names) : null;
  return `there is no option ${shown}${meant === null ? "" : `; did you mean ${meant}?`}`;
}

function longNames(name: OptionName): readonly string[] {
  return [name, ...(optionOf(name).also ?? [])];
}
