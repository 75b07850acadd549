/** What a shell knows at one place of a script: variables, parameters, folder, functions. */
import type { ShellName } from "../shell/reading.ts";
import type { Input } from "./sighting.ts";
import type { Node } from "./tree.ts";
import { textValue, type Piece, type Value } from "./value.ts";

export type Variable =
  /** One word. */
  | { readonly kind: "word"; readonly value: Value }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  /** From words to words; what is in it is not kept. */
  | { readonly kind: "map" }
  | { readonly kind: "unset" };

/** More variables at a time are not kept apart: they count as unknown. */
const VARIABLES_MAX = 200;

/** Mutable; a branch works on a clone. What is not in a map is not known. */
export class State {
  readonly shell: ShellName;
  /** Shared with clones until one of them changes it. */
  #variables: Map<string, Variable> = new Map();
  #functions: Map<string, Node> = new Map();
  #ownsVariables = true;
  #ownsFunctions = true;
  /** `$1` and on; null where they are not known. */
  positional: readonly Value[] | null = null;
  zero: Value | null = null;
  cwd: string | null;
  /** What `cd -` goes back to. */
  before: string | null = null;
  /** Folders below the current one, for `popd`. */
  stack: readonly string[] | null = [];
  input: Input = { kind: "inherited" };
  /** Why a program's bare name may start something else. */
  doubt: string | null = null;
  /** `set -e` is surely in force. */
  stopsAtErrors = false;
  /** `set -k` may be in force: words like `a=b` are settings wherever they stand. */
  mayTakeSettings = false;
  mayKeepBraces = false;
  /** An error may have skipped the rest of an earlier line. */
  mayHaveSkipped = false;
  /** Nothing behind this place runs. */
  isOver = false;

  constructor(cwd: string | null, shell: ShellName) {
    this.cwd = cwd;
    this.shell = shell;
  }

  get variables(): ReadonlyMap<string, Variable> {
    return this.#variables;
  }

  get functions(): ReadonlyMap<string, Node> {
    return this.#functions;
  }

  clone(): State {
    const copy = new State(this.cwd, this.shell);
    copy.become(this);
    return copy;
  }

  /** Takes over all of another state, which must not be used any more or never changes again. */
  become(other: State): void {
    Object.assign(this, other);
    this.#variables = other.#variables;
    this.#functions = other.#functions;
    this.#ownsVariables = this.#ownsFunctions = other.#ownsVariables = other.#ownsFunctions = false;
  }

  /** `variable` null: not known. */
  set(name: string, variable: Variable | null): void {
    const isKept = variable !== null && (this.#variables.size < VARIABLES_MAX || this.#variables.has(name));
    if (!isKept && !this.#variables.has(name)) return;
    if (!this.#ownsVariables) this.#variables = new Map(this.#variables);
    this.#ownsVariables = true;
    if (isKept) this.#variables.set(name, variable);
    else this.#variables.delete(name);
  }

  forgetVariables(): void {
    this.#variables = new Map();
    this.#ownsVariables = true;
  }

  /** `body` null: it is no function any more, or not surely one. */
  define(name: string, body: Node | null): void {
    if (!this.#ownsFunctions) this.#functions = new Map(this.#functions);
    this.#ownsFunctions = true;
    if (body === null || this.#functions.size >= VARIABLES_MAX) this.#functions.delete(name);
    else this.#functions.set(name, body);
  }

  forgetFunctions(): void {
    this.#functions = new Map();
    this.#ownsFunctions = true;
  }

  /** Nothing that a command could have changed is known any more. */
  forget(): void {
    this.forgetVariables();
    this.forgetFunctions();
    this.positional = null;
    this.cwd = null;
    this.before = null;
    this.stack = null;
    this.stopsAtErrors = false;
    if (this.input.kind !== "inherited") this.input = { kind: "text", text: ANYTHING };
  }

  /** Keeps what holds here as well as there. `numbers`: pieces that are numbers. */
  joinWith(other: State, numbers: WeakSet<Piece>): void {
    if (other.isOver) return;
    if (this.isOver) {
      this.become(other);
      return;
    }
    if (this.#variables !== other.#variables) {
      this.#variables = common(this.#variables, other.#variables, (one, two) => both(one, two, numbers));
      this.#ownsVariables = true;
    }
    if (this.#functions !== other.#functions) {
      this.#functions = common(this.#functions, other.#functions, (one, two) => (one === two ? one : null));
      this.#ownsFunctions = true;
    }
    this.positional = sameValues(this.positional, other.positional) ? this.positional : null;
    this.zero = sameValues(listOf(this.zero), listOf(other.zero)) ? this.zero : null;
    this.cwd = this.cwd === other.cwd ? this.cwd : null;
    this.before = this.before === other.before ? this.before : null;
    this.stack = this.stack?.join("\0") === other.stack?.join("\0") ? this.stack : null;
    if (this.input !== other.input) this.input = { kind: "text", text: ANYTHING };
    this.doubt ??= other.doubt;
    this.stopsAtErrors &&= other.stopsAtErrors;
    this.mayTakeSettings ||= other.mayTakeSettings;
    this.mayKeepBraces ||= other.mayKeepBraces;
    this.mayHaveSkipped ||= other.mayHaveSkipped;
  }

  /** Whether joining with the other would lose nothing. */
  isWithin(other: State): boolean {
    return (
      covers(this.variables, other.variables, (one, two) => sameVariable(one, two)) &&
      covers(this.functions, other.functions, (one, two) => one === two) &&
      sameValues(this.positional, other.positional) &&
      sameValues(listOf(this.zero), listOf(other.zero)) &&
      this.cwd === other.cwd &&
      this.before === other.before &&
      this.stack?.join("\0") === other.stack?.join("\0") &&
      this.input === other.input &&
      this.doubt === other.doubt &&
      this.stopsAtErrors === other.stopsAtErrors &&
      this.mayTakeSettings === other.mayTakeSettings &&
      this.mayKeepBraces === other.mayKeepBraces &&
      this.mayHaveSkipped === other.mayHaveSkipped
    );
  }
}

/** Text of which nothing is known, also not where it comes from. */
const ANYTHING: Value = { pieces: [{ kind: "any", from: "its input" }], many: false };

/** A script's state before its first command. */
export function freshState(cwd: string | null, home: string, shell: ShellName): State {
  const state = new State(cwd, shell);
  state.set("HOME", { kind: "word", value: textValue(home) });
  state.set("IFS", { kind: "word", value: textValue(shell === "zsh" ? " \t\n\0" : " \t\n") });
  return state;
}

function listOf(value: Value | null): readonly Value[] | null {
  return value === null ? null : [value];
}

function common<T>(
  one: ReadonlyMap<string, T>,
  two: ReadonlyMap<string, T>,
  meet: (one: T, two: T) => T | null,
): Map<string, T> {
  const kept = new Map<string, T>();
  for (const [name, mine] of one) {
    const theirs = two.get(name);
    const met = theirs === undefined ? null : meet(mine, theirs);
    if (met !== null) kept.set(name, met);
  }
  return kept;
}

function covers<T>(
  one: ReadonlyMap<string, T>,
  two: ReadonlyMap<string, T>,
  same: (one: T, two: T) => boolean,
): boolean {
  if (one === two) return true;
  if (one.size !== two.size) return false;
  for (const [name, mine] of one) {
    const theirs = two.get(name);
    if (theirs === undefined || !same(mine, theirs)) return false;
  }
  return true;
}

function both(one: Variable, two: Variable, numbers: WeakSet<Piece>): Variable | null {
  if (sameVariable(one, two)) return one;
  // A counter is another number in each turn of a loop, but a number all the same.
  if (one.kind === "word" && two.kind === "word" && isNumber(one.value, numbers) && isNumber(two.value, numbers)) {
    const piece =
      one.value.pieces.find(({ kind }) => kind === "any") ?? two.value.pieces.find(({ kind }) => kind === "any");
    const number: Piece = piece ?? { kind: "any", from: "a number" };
    numbers.add(number);
    return { kind: "word", value: { pieces: [number], many: false } };
  }
  return null;
}

/** True where the word is surely a plain decimal number. */
export function isNumber({ pieces, many }: Value, numbers: WeakSet<Piece>): boolean {
  const [only, ...more] = pieces;
  if (many || only === undefined || more.length > 0) return false;
  return only.kind === "text" ? /^(?:0|[1-9]\d{0,15})$/.test(only.text) : numbers.has(only);
}

function sameVariable(one: Variable, two: Variable): boolean {
  if (one === two) return true;
  if (one.kind === "word" && two.kind === "word") return sameValues([one.value], [two.value]);
  if (one.kind === "list" && two.kind === "list") return sameValues(one.items, two.items);
  return one.kind === two.kind && (one.kind === "unset" || one.kind === "map");
}

function sameValues(one: readonly Value[] | null, two: readonly Value[] | null): boolean {
  if (one === two) return true;
  if (one === null || two === null || one.length !== two.length) return false;
  return one.every((value, at) => {
    const other = two[at];
    if (other === value) return true;
    if (other === undefined || other.many !== value.many || other.pieces.length !== value.pieces.length) return false;
    return value.pieces.every((piece, index) => samePiece(piece, other.pieces[index]));
  });
}

/** Unknown pieces are the same only where they are one and the same. */
function samePiece(one: Piece, two: Piece | undefined): boolean {
  return one === two || (one.kind === "text" && two?.kind === "text" && one.text === two.text);
}
