/** How much work and memory one file may cost, and the words when it is too much. */

export type Limits = {
  /** Steps: expressions evaluated, statements run, items and characters looked at by built-in functions. */
  readonly stepsMax: number;
  /** Bytes allocated in all, as estimated by the constants below; what was freed again is not taken off. */
  readonly bytesMax: number;
};

/** About half a second of work, and memory that leaves the whole process below 256 MiB. */
export const LIMITS: Limits = { stepsMax: 6_000_000, bytesMax: 64 << 20 };

/** Calls within calls, as the reference counts them: the file itself is the first of 50. */
export const CALLS_MAX = 49;

/** Closures within closures on the native stack; beyond it a deep expression or recursion is refused. */
export const NATIVE_DEPTH_MAX = 5_000;

/** Lists within lists when values are compared. Reference: 3000. */
export const VALUE_DEPTH_MAX = 3_000;

/** Bits of one integer: far more than any rule needs, little enough that one operation stays short. */
export const INT_BITS_MAX = 1 << 18;

/** Estimated bytes of one item of a list, one dict entry, one small object, one character. */
export const ITEM_BYTES = 16;
export const ENTRY_BYTES = 120;
export const OBJECT_BYTES = 48;

/** Characters or octets that built-in code looks at in the time of one step. */
export const CHARACTERS_PER_STEP = 32;

/** How often a search may look at one position of the text, at worst. */
export const SEARCH_WIDTH_MAX = 256;

/** Types within types, as in `list[list[int]]`. */
export const TYPE_DEPTH_MAX = 64;

/** What comparing two integers beyond the safe range costs at most, in steps. */
export const BIG_COMPARISON_STEPS = INT_BITS_MAX >> 13;

/** Characters of an error's message; what is longer is cut there. */
export const MESSAGE_MAX = 50_000;
