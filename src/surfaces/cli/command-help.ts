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
  /** What its words are, for completion. */
  readonly words?: ValueKind;
};

export type OptionGroup = { readonly title: string; readonly options: readonly OptionName[] };

export const HOLDS: OptionGroup = { title: "What holds", options: SETTING_OPTIONS };
export const WHERE: OptionGroup = { title: "Where", options: PLACE_OPTIONS };
/** For what writes nothing. */
export const HERE: OptionGroup = { title: "Where", options: ["cd"] };

/** A part of a command that its page tells of. */
export function leaf(summary: string, words?: ValueKind): CommandHelp {
  return { summary, usage: [], about: null, options: [], status: null, examples: [], ...(words ? { words } : {}) };
}
