/** One row of the table of commands: how to read a program's words, and what they do. */
import type { Value } from "../script/value.ts";
import type { Effect, EffectKind } from "./effect.ts";
import type { Scene } from "./scene.ts";

/**
 * What an option or an operand does. `ok`: nothing worth saying. `informs`: as the only word, the program prints
 * something about itself and ends (`--version`). `names`: a path whose content is not read: who lists a secret file
 * learns its name, and only a folder of secrets is worth a question. A kind of effect: on a word with a value that is
 * where it happens (the file read, the host called), on a flag it is said of the command.
 */
export type Meaning = "ok" | "informs" | "names" | EffectKind | { readonly danger: string };

/**
 * By spellings, separated by spaces: `"-o= --output=": "write"`. `=` behind a spelling: takes a value, attached or as
 * the next word; `=?`: only an attached one, if any. Short spellings may be clustered in a call, long ones cut short.
 * What is not listed is unknown, and so is what the command does then. Spellings of one option stand side by side; where
 * a hook asks for one, a comma parts it from others of the same meaning: `"-r -R --recursive, -v --verbose": "ok"`.
 */
export type OptionTable = Readonly<Record<string, Meaning>>;

/** `first`: by position from the left; `last`: the last one where there are two or more; `rest`: all others. */
export type Operands = {
  readonly first?: readonly Meaning[];
  readonly rest?: Meaning;
  readonly last?: Meaning;
};

/** An option that was given. */
export type Given = {
  /** All its spellings, as the row's table has them. */
  readonly key: string;
  /** The one that was used, in full: `-n`, `--lines`. */
  readonly spelling: string;
  readonly meaning: Meaning;
  /** Null for a flag. */
  readonly value: Value | null;
};

/** A command's words, understood as far as its row goes. */
export type Call = {
  readonly given: readonly Given[];
  readonly operands: readonly Value[];
  /** Options that the row does not list, and words that may be options. */
  readonly strange: readonly Value[];
  /** True if the option was given, by this or another of its spellings. */
  has(spelling: string): boolean;
  /** The values it was given, in order. */
  valuesOf(spelling: string): readonly Value[];
};

/** What a hook adds to what the table says. */
export type Addition = {
  readonly effects?: readonly Effect[];
  /** Reading that tells the names of files and not what is in them. */
  readonly names?: readonly Effect[];
  /** It prints no more than names or counts of what it reads. */
  readonly namesOnly?: true;
  readonly danger?: string | null;
  /** What the table says it deletes goes whole trees at once, or without asking back. */
  readonly forced?: true;
  readonly unsafe?: true;
};

export type Usage = {
  /** One line for `docs/commands.md`, in plain words: "sorts lines". */
  readonly about: string;
  readonly options?: OptionTable;
  /** None of its options does harm: what is not listed takes no value and is fine. */
  readonly anyOption?: true;
  /** What words that are no options stand for; default: nothing worth saying. */
  readonly operands?: Meaning | Operands;
  /** What it does whatever its words are. */
  readonly effects?: readonly EffectKind[];
  readonly danger?: string;
  /** `boxed` where settings of the folder can make even reading run programs. */
  readonly safe?: "boxed" | "no";
  /** By names separated by spaces: `"install i add"`. The options above stand in front of them. */
  readonly subcommands?: Readonly<Record<string, Usage>>;
  /** The option that names the folder in which the subcommand works: `-C`. */
  readonly folder?: string;
  /** Its options may also stand behind the subcommand. */
  readonly optionsAnywhere?: true;
  /** For no subcommand, or one that is not listed; default: unknown. */
  readonly otherwise?: Usage;
  /** Options behind the first operand are the operand's own: `env`, `xargs`. */
  readonly stopsAtOperand?: true;
  /** The first word may be a cluster of options without a dash: `tar xzf`, `ps aux`, `ar rcs`. */
  readonly bareCluster?: true;
  /** It signs in with its words: an address with a password in it goes where it belongs. */
  readonly signsIn?: true;
  /** It prints its words or hands them on to somebody: a secret variable among them is shown. */
  readonly shows?: true;
  /** Words of one dash are whole names and take the next word if so listed: `find -name`, `java -jar`. */
  readonly singleDash?: true;
  /** The command that its words stand for, which has its own row: `pip` for `python -m pip`; null for none. */
  readonly instead?: (words: readonly Value[]) => { readonly name: string; readonly words: readonly Value[] } | null;
  /** What the table cannot say. */
  readonly hook?: (call: Call, scene: Scene) => Addition;
};

export type Row = Usage & { readonly names: readonly string[] };
