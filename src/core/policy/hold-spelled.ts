/** How one program spells its options, as a row of a table. */

/** Spellings are separated by spaces. */
export type Spelled = {
  /** Take a value, attached or as the next word. */
  readonly valued?: string;
  /** Take none; those of `same` that are not valued need not be listed. */
  readonly flags?: string;
  /** Mean the same. */
  readonly same?: readonly string[];
  /** One that stands for several; an operand's first letter that stands for an option. */
  readonly means?: Readonly<Record<string, string>>;
  /** What an option that is not listed does: takes nothing, or nobody knows. */
  readonly rest: "flags" | "either";
  /** Words of one dash are whole names. */
  readonly whole?: true;
  /** By subcommand, separated by spaces; their options are their own. */
  readonly after?: Readonly<Record<string, Spelled>>;
};
