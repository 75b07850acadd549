/** What a command's page says, as data. */
import { type OptionName, PLACE_OPTIONS, SETTING_OPTIONS, type ValueKind } from "./option-table.ts";

export type CommandHelp = {
  /** Behind the name in the list of commands; begins with a verb. */
  readonly summary: string;
  /** Behind `assent NAME `, one for each form. */
  readonly usage: readonly string[];
  /** Paragraphs of at most 80 columns, lines broken. Null: the summary says it all. */
  readonly about: string | null;
  readonly options: readonly OptionGroup[];
  /** Words for an option where this command means something of its own. */
  readonly says?: Partial<Readonly<Record<OptionName, string>>>;
  /** Exit statuses, in one sentence. */
  readonly status: string | null;
  /** A whole line behind `assent `, and what it does. */
  readonly examples: readonly (readonly [words: string, does: string])[];
  readonly commands?: Readonly<Record<string, CommandHelp>>;
  /** True for a part that takes the options of the command that it is a part of. */
  readonly inherits?: boolean;
  /** What its words are, for completion. */
  readonly words?: ValueKind;
};

export type OptionGroup = { readonly title: string; readonly options: readonly OptionName[] };

export const HOLDS: OptionGroup = { title: "What holds", options: SETTING_OPTIONS };
export const WHERE: OptionGroup = { title: "Where", options: PLACE_OPTIONS };

/** A part of a command that its page tells of; without `own` it takes the same options. */
export function leaf(summary: string, words?: ValueKind, own?: readonly OptionName[]): CommandHelp {
  const options = own === undefined ? [] : [{ title: "Options", options: own }];
  const page = { summary, usage: [], about: null, options, status: null, examples: [], inherits: own === undefined };
  return words === undefined ? page : { ...page, words };
}
