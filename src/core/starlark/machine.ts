/** One run of a file: where it stands, who called whom, and how much it may still cost. */
import { CALLS_MAX, CHARACTERS_PER_STEP, type Limits } from "./limits.ts";
import type { Lines } from "./places.ts";
import type { Extent } from "./extent.ts";

/**
 * The run-time error of a Starlark file. Thrown inside the interpreter only, since a value returned through every
 * nested expression would cost each of them a test; `execute` turns it into a `StarlarkError`.
 */
export class Fault extends Error {
  readonly kind: "run" | "limit";

  constructor(message: string, kind: "run" | "limit" = "run") {
    super(message);
    this.kind = kind;
  }
}

/** A call under way: whose code makes it, and where; null where a built-in function makes it. */
export type Caller = { readonly name: string; readonly site: Extent | null };

export class Machine {
  /** Path of the file, as it stands in the names of its functions. */
  readonly file: string;
  readonly lines: Lines;
  /** Set before anything that may fail, so that an error knows its place. */
  site: Extent = { start: 0, end: 0 };
  /** Calls under way, outermost first; left as it is when a fault is thrown, so that it tells the way there. */
  readonly calls: Caller[] = [];
  /** Closures of the evaluator on the native stack. */
  depth = 0;
  private readonly identities = new Map<object, number>();
  private stepsLeft: number;
  private bytesLeft: number;
  private readonly limits: Limits;

  constructor(file: string, lines: Lines, limits: Limits) {
    this.file = file;
    this.lines = lines;
    this.limits = limits;
    this.stepsLeft = limits.stepsMax;
    this.bytesLeft = limits.bytesMax;
  }

  step(): void {
    if (--this.stepsLeft < 0) this.outOfSteps();
  }

  /** Charges work of `count` steps before it is done. */
  steps(count: number): void {
    this.stepsLeft -= count;
    if (this.stepsLeft < 0) this.outOfSteps();
  }

  /** Charges a look at `count` characters. */
  scan(count: number): void {
    this.steps(Math.ceil(count / CHARACTERS_PER_STEP));
  }

  /** Charges memory before it is taken, and the time to fill it. */
  allocate(bytes: number): void {
    this.bytesLeft -= bytes;
    if (this.bytesLeft < 0) this.outOfBytes();
  }

  enter(caller: Caller): void {
    if (this.calls.length >= CALLS_MAX) throw new Fault("Starlark call stack overflow");
    this.calls.push(caller);
  }

  leave(): void {
    this.calls.pop();
  }

  /** A number for what is equal only to itself. */
  identityOf(value: object): number {
    const known = this.identities.get(value);
    if (known !== undefined) return known;
    this.identities.set(value, this.identities.size);
    return this.identities.size - 1;
  }

  private outOfSteps(): never {
    throw new Fault(`limit of ${this.limits.stepsMax} steps reached`, "limit");
  }

  private outOfBytes(): never {
    throw new Fault(`limit of ${this.limits.bytesMax >> 20} MiB of memory reached`, "limit");
  }
}
