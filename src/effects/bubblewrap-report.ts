/** Reads what bubblewrap tells of itself while it runs. */

export type Report = {
  /** Its first process inside, by the number it has outside; null if none was started. */
  readonly pid: number | null;
  /** True if what it runs inside has ended and told its status. */
  readonly hasStatus: boolean;
};

/** @param bytes one JSON value a line, as of `--json-status-fd`; throws for anything else */
export function reportOf(bytes: Uint8Array): Report {
  const lines = Buffer.from(bytes).toString("latin1").split("\n");
  const values = lines.filter((line) => line.trim() !== "").map((line): unknown => JSON.parse(line));
  const pids = values.map((value) => numberIn(value, "child-pid")).filter((pid) => pid !== null);
  return { pid: pids[0] ?? null, hasStatus: values.some((value) => numberIn(value, "exit-code") !== null) };
}

function numberIn(value: unknown, key: string): number | null {
  if (typeof value !== "object" || value === null) return null;
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "number" ? found : null;
}
