/** What a shell may offer behind each command, made of the tables of commands and options. */
import { APPROVAL_POLICIES } from "../../core/config/approval-policy.ts";
import { SURFACES } from "../../core/config/defaults.ts";
import { PRESETS } from "../../core/config/presets.ts";
import { SANDBOX_MODES } from "../../core/permissions/permissions.ts";
import type { CommandHelp } from "./command-help.ts";
import { ALIASES, COMMANDS } from "./commands.ts";
import { type OptionName, optionOf, type ValueKind } from "./option-table.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

/** What may follow a command. */
export type Context = {
  /** Behind `assent`: `config show`; empty for the beginning. */
  readonly path: string;
  readonly parts: readonly (readonly [name: string, does: string])[];
  readonly options: readonly OfferedOption[];
  /** What its words are; null where there are none. */
  readonly words: ValueKind | null;
};

export type OfferedOption = {
  /** As typed: `-a`, `--ask-for-approval`. */
  readonly names: readonly string[];
  readonly value: readonly [name: string, kind: ValueKind] | null;
  readonly says: string;
};

/** The words of each kind that are known beforehand. */
export type Choices = Readonly<Partial<Record<ValueKind, readonly string[]>>>;

export type Offer = { readonly contexts: readonly Context[]; readonly choices: Choices };

/** @param keys dotted keys of `config.toml` */
export function offerOf(keys: readonly string[]): Offer {
  const names = [...COMMANDS].map(([name, { summary }]) => [name, summary] as const);
  const general: Context = {
    path: "",
    parts: [...names, ["help", "tell of a command"]],
    options: [offered("help"), { names: ["-V", "--version"], value: null, says: "show the version" }],
    words: null,
  };
  const aliases = [...ALIASES].flatMap(([alias, name]) => {
    const help = COMMANDS.get(name);
    return help === undefined ? [] : contextsOf(alias, help, null);
  });
  const help: Context = { path: "help", parts: names, options: [], words: null };
  const contexts = [...COMMANDS].flatMap(([name, page]) => contextsOf(name, page, null));
  return {
    contexts: [general, help, ...contexts, ...aliases],
    choices: {
      policy: APPROVAL_POLICIES,
      mode: SANDBOX_MODES,
      preset: PRESETS.map(({ name }) => name),
      surface: SURFACES,
      shell: SHELLS,
      key: keys,
    },
  };
}

/** @param above whose options count where a part has no page of its own */
function contextsOf(path: string, help: CommandHelp, above: CommandHelp | null): readonly Context[] {
  const parts = Object.entries(help.commands ?? {});
  const page = above !== null && help.inherits === true ? above : help;
  const names = [...page.options.flatMap(({ options }) => options), "help" as const];
  const own: Context = {
    path,
    parts: parts.map(([name, { summary }]) => [name, summary]),
    options: names.map((name) => offered(name, page)),
    words: help.words ?? null,
  };
  return [own, ...parts.flatMap(([name, part]) => contextsOf(`${path} ${name}`, part, help))];
}

function offered(name: OptionName, help: CommandHelp | null = null): OfferedOption {
  const { short, also = [], value, says } = optionOf(name);
  const long = [name, ...also].map((each) => `--${each}`);
  return {
    names: short === undefined ? long : [`-${short}`, ...long],
    value: value ?? null,
    says: help?.says?.[name] ?? says,
  };
}
