/** The end of a switch that handles every case: a new case does not compile until it is handled. */
export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
