/** Patterns of paths that may not be read, and what they match. */
import { isWithin } from "../../kit/path.ts";

/** `**` crosses folders, `*` and `?` do not; matched against the path below `root`. */
export type DeniedGlob = {
  /** Absolute and free of symbolic links. */
  readonly root: string;
  readonly pattern: string;
  /** How many folders deep it is looked for; null for no limit. */
  readonly depthMax: number | null;
};

/** A pattern made ready to be asked of many paths; each takes the path below the glob's root. */
export type Matcher = {
  readonly matches: (below: string) => boolean;
  /** False where nothing in that folder, however deep, can match. */
  readonly mayHold: (below: string) => boolean;
};

/** Steps of one comparison; a pattern that needs more matches, for what is not known is denied. */
const STEPS_MAX = 100_000;
/** Ways through the braces of one pattern. */
const ALTERNATIVES_MAX = 256;

/** True if one of `globs` matches `path` or a folder above it. */
export function isDenied(globs: readonly DeniedGlob[], path: string): boolean {
  return globs.some(({ root, pattern }) => {
    if (!isWithin(root, path) || path === root) return false;
    const parts = path.slice(root === "/" ? 1 : root.length + 1).split("/");
    const { matches } = matcherOf(pattern);
    return parts.some((_, at) => matches(parts.slice(0, at + 1).join("/")));
  });
}

/** `[abc]`, `[!a-z]` and `{one,two}` are read as well; a bracket that is not closed stands for itself. */
export function matcherOf(pattern: string): Matcher {
  const spelled = alternativesOf(pattern).map((text) =>
    text
      .split("/")
      .filter((part) => part !== "" && part !== ".")
      .map(partOf),
  );
  const either = (compare: (parts: readonly Part[], names: readonly string[], budget: Budget) => boolean) => {
    return (below: string): boolean => {
      const names = below.split("/");
      const budget = { left: STEPS_MAX };
      return spelled.some((parts) => compare(parts, names, budget)) || budget.left <= 0;
    };
  };
  return { matches: either(partsMatch), mayHold: either(beginningMatches) };
}

/**
 * Names, with `*` and `?` for any characters, one of which every path that matches has somewhere: they say quickly of
 * most paths that they do not.
 */
export function namesIn(globs: readonly DeniedGlob[]): readonly string[] {
  return [...new Set(globs.map(({ pattern }) => nameIn(pattern)))];
}

function nameIn(pattern: string): string {
  if (pattern.includes("{")) return "*";
  const last = pattern.split("/").findLast((part) => part !== "" && part !== "." && part !== "**");
  // The first character of a set may be the bracket that would end it.
  return last === undefined || last.includes("[") ? "*" : last.replaceAll(/\\/g, "?");
}

type Budget = { left: number };
type Step = "*" | "?" | { readonly chars: string; readonly isNegated: boolean };
/** `**` alone, or what one name must look like. */
type Part = "**" | readonly Step[];

/** The pattern once for each way through its braces, nested ones too; as it is where there are too many. */
function alternativesOf(pattern: string): readonly string[] {
  let open = [pattern];
  for (;;) {
    const next = open.flatMap(firstBraces);
    if (next.length === open.length) return open;
    if (next.length > ALTERNATIVES_MAX) return open;
    open = next;
  }
}

/** Parts the innermost braces that come first. */
function firstBraces(pattern: string): readonly string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (found === null) return [pattern];
  const [whole, inside = ""] = found;
  const before = pattern.slice(0, found.index);
  const behind = pattern.slice(found.index + whole.length);
  return inside.split(",").map((choice) => before + choice + behind);
}

function partOf(text: string): Part {
  if (text === "**") return "**";
  const steps: Step[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    // The first character of a set may be the bracket itself.
    const end = char === "[" ? text.indexOf("]", at + (/[!^]/.test(text.charAt(at + 1)) ? 3 : 2)) : -1;
    if (end !== -1) {
      const isNegated = /[!^]/.test(text.charAt(at + 1));
      steps.push({ chars: spreadOut(text.slice(at + (isNegated ? 2 : 1), end)), isNegated });
      at = end;
    } else if (char === "*" || char === "?") steps.push(char);
    else steps.push({ chars: char, isNegated: false });
  }
  return steps;
}

/** The characters of a set, with ranges written out. */
function spreadOut(set: string): string {
  return set.replaceAll(/(.)-(.)/gsu, (whole: string, from: string, to: string) => {
    const first = from.charCodeAt(0);
    const count = to.charCodeAt(0) - first + 1;
    return count > 0 && count <= 256
      ? Array.from({ length: count }, (_, index) => String.fromCharCode(first + index)).join("")
      : whole;
  });
}

/** `**` as a whole part stands for any number of folders, none as well; at the end for everything below. */
function partsMatch(parts: readonly Part[], names: readonly string[], budget: Budget): boolean {
  budget.left -= 1;
  if (budget.left <= 0) return false;
  const [part, ...rest] = parts;
  if (part === undefined) return names.length === 0;
  if (part === "**") {
    if (rest.length === 0) return names.length > 0;
    return names.some((_, at) => partsMatch(rest, names.slice(at), budget));
  }
  const [name, ...others] = names;
  return name !== undefined && nameMatches(part, name) && partsMatch(rest, others, budget);
}

/** True if the folder of these names can be on the way to a match. */
function beginningMatches(parts: readonly Part[], names: readonly string[], budget: Budget): boolean {
  budget.left -= 1;
  if (budget.left <= 0) return false;
  const [part, ...rest] = parts;
  if (part === undefined) return false;
  if (names.length === 0 || part === "**") return true;
  const [name, ...others] = names;
  return name !== undefined && nameMatches(part, name) && beginningMatches(rest, others, budget);
}

/** Only the last star is ever taken back, which is enough for one name. */
function nameMatches(steps: readonly Step[], name: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let index = 0; index < name.length;) {
    const step = steps[at];
    if (step === "*") {
      star = at;
      at += 1;
      retry = index;
    } else if (step !== undefined && stepMatches(step, name.charAt(index))) {
      at += 1;
      index += 1;
    } else if (star === -1) return false;
    else {
      at = star + 1;
      retry += 1;
      index = retry;
    }
  }
  while (steps[at] === "*") at += 1;
  return at === steps.length;
}

function stepMatches(step: Exclude<Step, "*">, char: string): boolean {
  return step === "?" || step.chars.includes(char) !== step.isNegated;
}
