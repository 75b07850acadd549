/** What following a script has found so far, and how much more may be looked at. */
import { isNumber, type State } from "./follow-state.ts";
import type { Course, Input, Redirection, Setting, Shape, Sighting, Unknown } from "./sighting.ts";
import type { Node, Word } from "./tree.ts";
import { join, textValue, type Piece, type Value } from "./value.ts";
import type { SeeThrough } from "./wrapper.ts";

/** Commands of one course, unknowns, and redirections around commands; what lies beyond is one unknown. */
export const SIGHTINGS_MAX = 10_000;

/** Steps (commands, words, pieces, 64 characters of new text) besides those that the script's length allows. */
export const STEPS_MAX = 200_000;

/** Scripts in scripts, functions in functions, programs in programs. */
export const DEPTH_MAX = 24;

/** A longer text that was put together is not kept. */
export const TEXT_LENGTH_MAX = 1 << 16;

/** The output of commands: what it is, and the sightings that may write it (from `first` up to `end`). */
export type Output = {
  readonly text: Value | null;
  readonly first: number;
  readonly end: number;
  /** What holds if it fails, where that is something else than if it succeeds. */
  readonly failed: State | null;
};

/** Marks of a trail, to go back to. */
type Mark = {
  readonly sightings: number;
  readonly unknowns: number;
  readonly redirections: number;
  readonly settings: number;
};

/** What a script has made a file hold: a text, or what another file holds. */
export type Made =
  | { readonly kind: "text"; readonly text: Value; readonly from: Output | null }
  | { readonly kind: "copy"; readonly of: Value; readonly text: null };

export type RunMade = (made: Made, scope: Scope) => void;

/** A file that the script makes, or runs. */
export type MadeFile = {
  readonly path: string;
  /** What is surely the end of the path; all of it where it is `isWhole`. */
  readonly end: string;
  readonly isWhole: boolean;
  readonly made: Made[];
  /** By the manner in which it is run. */
  readonly runs: Map<string, { readonly run: RunMade; readonly scope: Scope }>;
};

/** Everything that is the same wherever in the script one stands; mutable, one for each course. */
export class Trail {
  readonly seeThrough: SeeThrough;
  readonly home: string;
  readonly sightings: Sighting[] = [];
  readonly unknowns: Unknown[] = [];
  readonly redirections: (Redirection & { readonly cwd: string | null })[] = [];
  readonly settings: Setting[] = [];
  readonly shape: Shape[] = [];
  /** Every function that was defined anywhere, with all its bodies. */
  readonly functions = new Map<string, Node[]>();
  /** Bodies of functions that were walked with the words they were called with. */
  readonly called = new Set<Node>();
  /** Where each function that was defined is drawn. */
  readonly definitions: { readonly name: string; readonly body: Node; readonly scope: Scope }[] = [];
  /** Functions that may be called with any words, and may be found changed. */
  readonly walkedLast = new Set<string>();
  readonly aliases = new Map<string, (Value | null)[]>();
  /** What `hash -p` said a name starts. */
  readonly hashed = new Map<string, Value[]>();
  /** Variables that never hold what they are set to: references, read-only ones, `declare -i`. */
  readonly odd = new Set<string>();
  readonly references = new Set<string>();
  readonly integers = new Set<string>();
  /** By their last names. */
  readonly made = new Map<string, readonly MadeFile[]>();
  /** What runs at some later time: bodies of traps, files that are written only after they were run. */
  readonly later: (() => void)[] = [];
  /** Builtins that may have been turned off. */
  readonly disabled = new Set<string>();
  /** Variables may change between any two commands. */
  isVolatile = false;
  /** A name that is not known was called: any function may have been. */
  mayCallAny = false;
  /** `cd` may go to where links lead, so that `..` is another folder than the path says. */
  isPhysical = false;
  /** `set -u` may be in force somewhere. */
  mayRefuseUnset = false;
  /** Places seen so far at which a shell may end with an error. */
  stops = 0;
  isFull = false;
  depth = 0;
  /** Unknown pieces that are surely decimal numbers. */
  readonly numbers = new WeakSet<Piece>();
  /** Unknown pieces without which the text beside them is not there either. */
  readonly vanishing = new WeakSet<Piece>();
  hasVanishing = false;
  /** The output that an unknown piece stands for. */
  readonly outputs = new Map<Piece, Output>();
  /** The output behind the file name of a `<(…)`. */
  readonly files = new Map<Piece, Output>();
  #steps: number;

  constructor(seeThrough: SeeThrough, home: string, length: number) {
    this.seeThrough = seeThrough;
    this.home = home;
    this.#steps = STEPS_MAX + 2 * length;
  }

  /** False once all steps are used up. */
  spend(steps: number): boolean {
    this.#steps -= steps;
    if (this.#steps < 0) this.isFull = true;
    return !this.isFull;
  }

  sight(sighting: Sighting): void {
    if (this.sightings.length >= SIGHTINGS_MAX) this.isFull = true;
    else this.sightings.push(sighting);
  }

  /** What is redirected for several commands, or for none. */
  redirect(redirections: readonly Redirection[], { cwd }: State): void {
    if (this.redirections.length + redirections.length > SIGHTINGS_MAX) this.isFull = true;
    else for (const one of redirections) this.redirections.push({ ...one, cwd: this.isVolatile ? null : cwd });
  }

  mark(): Mark {
    return {
      sightings: this.sightings.length,
      unknowns: this.unknowns.length,
      redirections: this.redirections.length,
      settings: this.settings.length,
    };
  }

  /** Forgets what was found since; what it says of names and aliases stays. */
  goBack(mark: Mark): void {
    this.sightings.length = mark.sightings;
    this.unknowns.length = mark.unknowns;
    this.redirections.length = mark.redirections;
    this.settings.length = mark.settings;
  }

  /** Success or failure: what holds either way. */
  settle(output: Output, state: State): Output {
    if (output.failed === null) return output;
    state.joinWith(output.failed, this.numbers);
    return { ...output, failed: null };
  }

  /** Sightings whose output is in the value. */
  originsOf(value: Value): readonly number[] {
    const ids = new Set<number>();
    for (const piece of value.pieces) {
      const output = this.outputs.get(piece) ?? this.files.get(piece);
      if (output !== undefined) for (let id = output.first; id < output.end; id++) ids.add(id);
    }
    return [...ids];
  }

  isNumber(value: Value): boolean {
    return isNumber(value, this.numbers);
  }

  /** An unknown number. */
  number(from: string): Value {
    const piece: Piece = { kind: "any", from };
    this.numbers.add(piece);
    return { pieces: [piece], many: false };
  }

  /** Values side by side as one; an unknown one where the text would grow too long. */
  join(values: readonly Value[]): Value {
    let length = 0;
    let pieces = 0;
    for (const value of values) {
      for (const piece of value.pieces) {
        pieces++;
        if (piece.kind === "text") length += piece.text.length;
      }
    }
    if (values.length < 2 && values[0] !== undefined) return values[0];
    this.spend(pieces + (length >> 6));
    if (length <= TEXT_LENGTH_MAX && pieces <= 1_000) return join(values);
    return { pieces: [{ kind: "any", from: "a long text" }], many: values.some(({ many }) => many) };
  }

  /** Words as one; what stands between two is left to one that may be no word at all. */
  joinWords(words: readonly Value[], between: string): Value {
    const separator = textValue(between);
    const parts = words.flatMap((word, at) => {
      const last = words[at - 1];
      return last === undefined || mayVanish(last) || mayVanish(word) ? [word] : [separator, word];
    });
    const { pieces } = this.join(parts);
    return { pieces, many: false };
  }

  course(): Course {
    if (this.isFull) {
      this.shape.push({ kind: "unknown", unknown: this.unknowns.length });
      const what = "the rest of a script that does too much to be followed";
      this.unknowns.push({ kind: "text", what, path: null, from: [], at: null });
    }
    const { sightings, unknowns, shape, redirections, settings } = this;
    return { sightings, unknowns, shape, redirections, settings };
  }
}

/** No word is left of it where nothing is put in the place of its parts. */
function mayVanish({ pieces, many }: Value): boolean {
  return many && pieces.every(({ kind }) => kind !== "text");
}

/** What a `break`, `continue` or `return` carries out of a loop or function. */
export type Frame = { readonly kind: "loop" | "function"; leaks: State | null; readonly locals: Set<string> };

/** Where in the script one stands; narrowed on the way down. */
export type Scope = {
  readonly trail: Trail;
  readonly state: State;
  readonly via: readonly string[];
  readonly shape: Shape[];
  readonly frames: readonly Frame[];
  /** In the script that was given, so that places mean something. */
  readonly isOutermost: boolean;
  /** Errors do not end the script here, whatever `set -e` says. */
  readonly isTested: boolean;
  /** In what runs once nothing is known: a function that nobody calls, a trap. */
  readonly isLast: boolean;
  /** More words than are seen may follow each command. */
  readonly isOpen: boolean;
  /** Turns of loops that are still walked one by one. */
  readonly turns: number;
  readonly tools: Tools;
};

/** The parts of the walk that need each other. */
export type Tools = {
  readonly walk: (node: Node, scope: Scope) => Output;
  /** The same, with what holds if it fails kept apart in the output. */
  readonly walkOpen: (node: Node, scope: Scope) => Output;
  readonly runText: (text: Value, how: TextUse, scope: Scope) => void;
  readonly runWords: (call: Call, scope: Scope) => Output;
  /** A word as one word: nothing splits it, no file names take its place. */
  readonly expandOne: (word: Word, scope: Scope) => Value;
};

/** `what`: in plain words, for an unknown. `words`: more words may follow behind the text. */
export type TextUse = { readonly what: string; readonly via: string; readonly open: boolean };

/** A command with all that surrounds it. */
export type Call = {
  readonly words: readonly Value[];
  readonly open: boolean;
  readonly settings: readonly Setting[];
  readonly redirections: readonly Redirection[];
  readonly at: number | null;
  /** `shell`: names of functions and builtins count. `builtin`: builtins only. `program`: neither. */
  readonly names: "shell" | "builtin" | "program";
};

export function unknownIn(scope: Scope, unknown: Omit<Unknown, "from"> & { readonly from?: readonly number[] }): void {
  if (scope.trail.unknowns.length >= SIGHTINGS_MAX) {
    scope.trail.isFull = true;
    return;
  }
  scope.shape.push({ kind: "unknown", unknown: scope.trail.unknowns.length });
  scope.trail.unknowns.push({ ...unknown, from: unknown.from ?? [] });
}

/** Text that cannot be seen is run. */
export function unknownText(scope: Scope, what: string, value: Value | null = null): void {
  const from = value === null ? [] : scope.trail.originsOf(value);
  unknownIn(scope, { kind: "text", what, path: null, from, at: null });
}

export function nothing(trail: Trail): Output {
  return { text: null, first: trail.sightings.length, end: trail.sightings.length, failed: null };
}

/** A scope within, drawn as a block of its own. */
export function within(scope: Scope, title: string, change: Partial<Scope> = {}): Scope {
  const inner: Shape[] = [];
  scope.shape.push({ kind: "block", title, inner });
  return { ...scope, shape: inner, via: [...scope.via, title], ...change };
}

/** A builtin and what it is given. */
export type BuiltinCall = {
  readonly name: string;
  readonly args: readonly Value[];
  readonly call: Call;
  readonly input: Input;
  readonly scope: Scope;
};

/** Gives the state if it fails, where that is another than if it succeeds. */
export type Builtin = (given: BuiltinCall) => State | null;
