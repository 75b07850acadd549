/** The arguments of `assent execpolicy`, taken apart as the Codex CLI does. */
import { EXECPOLICY } from "./commands-run.ts";
import { commandHelp } from "./help.ts";

export type Check = {
  readonly rules: readonly [string, ...string[]];
  readonly pretty: boolean;
  readonly resolve: boolean;
  readonly command: readonly [string, ...string[]];
};

export type Parsed =
  | { readonly kind: "check"; readonly check: Check }
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "usage"; readonly text: string };

type Option = {
  readonly name: string;
  readonly shows: string;
  readonly takesValue: boolean;
  /** Not of this command alone. */
  readonly isGlobal: boolean;
};

const OPTIONS: readonly Option[] = [
  { name: "rules", shows: "--rules <PATH>", takesValue: true, isGlobal: false },
  { name: "config", shows: "--config <key=value>", takesValue: true, isGlobal: true },
  { name: "enable", shows: "--enable <FEATURE>", takesValue: true, isGlobal: true },
  { name: "disable", shows: "--disable <FEATURE>", takesValue: true, isGlobal: true },
  { name: "pretty", shows: "--pretty", takesValue: false, isGlobal: false },
  { name: "resolve-host-executables", shows: "--resolve-host-executables", takesValue: false, isGlobal: false },
  { name: "help", shows: "--help", takesValue: false, isGlobal: true },
];

const SHORT: ReadonlyMap<string, string> = new Map([
  ["r", "rules"],
  ["c", "config"],
  ["h", "help"],
]);

function help(): string {
  return commandHelp("execpolicy", EXECPOLICY, false);
}

/** `args` begins with the subcommand. */
export function parseCheck(args: readonly string[]): Parsed {
  const [subcommand, ...rest] = args;
  if (subcommand === undefined) return { kind: "usage", text: help() };
  if (subcommand === "help" || subcommand === "--help" || subcommand === "-h") return { kind: "help", text: help() };
  if (subcommand === "check") return new CheckParser(rest).parse();
  const what = subcommand.startsWith("-") ? "unexpected argument" : "unrecognized subcommand";
  const found = subcommand.startsWith("-") ? " found" : "";
  return usage(`${what} '${subcommand}'${found}`, "assent execpolicy [OPTIONS] <COMMAND>");
}

function usage(error: string, line: string | null): Parsed {
  const shown = line === null ? "" : `Usage: ${line}\n\n`;
  return { kind: "usage", text: `error: ${error}\n\n${shown}For more information, try '--help'.\n` };
}

/** One walk over the arguments; stops at the first that is wrong. */
class CheckParser {
  readonly #args: readonly string[];
  readonly #values = new Map<string, string[]>();
  #at = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  parse(): Parsed {
    for (; this.#at < this.#args.length; this.#at++) {
      const arg = this.#args[this.#at] ?? "";
      if (arg === "--") return this.#finish(this.#args.slice(this.#at + 1));
      const option = optionOf(arg);
      // A word that is no option, even one that looks like it, begins the command.
      if (option === null) return this.#finish(this.#args.slice(this.#at));
      const stop = this.#take(option.option, option.value);
      if (stop !== null) return stop;
    }
    return this.#finish([]);
  }

  #take(option: Option, attached: string | null): Parsed | null {
    if (option.name === "help" && attached === null) return { kind: "help", text: help() };
    if (!option.takesValue) return this.#takeFlag(option, attached);
    const next = this.#args[this.#at + 1];
    const following = next === undefined || attached !== null ? null : optionOf(next);
    // A flag that is given a value is the first thing wrong, even where the value of this option is missing.
    if (following?.value != null && !following.option.takesValue)
      return this.#unexpected(following.option, following.value);
    const value = attached ?? (following === null && next !== "--" ? next : undefined);
    if (value === undefined || value === "") {
      return usage(`a value is required for '${option.shows}' but none was supplied`, null);
    }
    if (attached === null) this.#at++;
    this.#given(option).push(value);
    return null;
  }

  #takeFlag(option: Option, attached: string | null): Parsed | null {
    if (attached !== null) return this.#unexpected(option, attached);
    if (this.#values.has(option.name)) {
      const line = "assent execpolicy check [OPTIONS] --rules <PATH> <COMMAND>...";
      return usage(`the argument '${option.shows}' cannot be used multiple times`, line);
    }
    this.#given(option);
    return null;
  }

  #unexpected(option: Option, value: string): Parsed {
    const own = OPTIONS.filter(({ isGlobal }) => !isGlobal);
    const isUnderWay = own.some(({ name }) => this.#values.has(name));
    this.#given(option);
    const choice = `<${own.map(({ shows }) => shows).join("|")}|COMMAND>`;
    const line = isUnderWay
      ? ["assent execpolicy check", ...this.#shown(OPTIONS.filter(({ isGlobal }) => isGlobal)), choice].join(" ")
      : this.#used();
    return usage(`unexpected value '${value}' for '${option.shows}' found; no more were expected`, line);
  }

  /** The values of an option so far; from now on it counts as given. */
  #given({ name }: Option): string[] {
    const values = this.#values.get(name) ?? [];
    this.#values.set(name, values);
    return values;
  }

  #finish(words: readonly string[]): Parsed {
    const [firstRules, ...moreRules] = this.#values.get("rules") ?? [];
    const [program, ...args] = words;
    if (firstRules === undefined || program === undefined) {
      const missing = [
        firstRules === undefined ? "  --rules <PATH>\n" : "",
        program === undefined ? "  <COMMAND>...\n" : "",
      ];
      const list = missing.join("").trimEnd();
      return usage(`the following required arguments were not provided:\n${list}`, this.#used());
    }
    const check: Check = {
      rules: [firstRules, ...moreRules],
      pretty: this.#values.has("pretty"),
      resolve: this.#values.has("resolve-host-executables"),
      command: [program, ...args],
    };
    return { kind: "check", check };
  }

  /** The usage line with the options that were given. */
  #used(): string {
    const shown = this.#shown(OPTIONS.filter(({ name }) => name !== "rules"));
    return ["assent execpolicy check --rules <PATH>", ...shown, "<COMMAND>..."].join(" ");
  }

  /** Those of the options that were given, in the order in which they were. */
  #shown(options: readonly Option[]): readonly string[] {
    return [...this.#values.keys()]
      .flatMap((given) => options.filter(({ name }) => name === given))
      .map(({ shows }) => shows);
  }
}

/** Null where the word is none of our options: then it is the command's. */
function optionOf(arg: string): { readonly option: Option; readonly value: string | null } | null {
  if (arg.startsWith("--")) {
    const equals = arg.indexOf("=");
    const name = equals === -1 ? arg.slice(2) : arg.slice(2, equals);
    const option = OPTIONS.find((one) => one.name === name);
    return option === undefined ? null : { option, value: equals === -1 ? null : arg.slice(equals + 1) };
  }
  // A cluster counts only if each of its letters is an option.
  if (!/^-[crh]+$/.test(arg)) return null;
  const option = OPTIONS.find((one) => one.name === SHORT.get(arg.charAt(1)));
  if (option === undefined) return null;
  const rest = arg.slice(2);
  return { option, value: option.takesValue && rest !== "" ? rest : null };
}
