/** Messages of a recorded Codex, one of each form; times and paths are made up. */
import { readFileSync } from "node:fs";

export type Recorded = {
  readonly kind:
    | "client-request"
    | "client-notification"
    | "client-result"
    | "server-request"
    | "server-notification"
    | "server-result";
  readonly method: string;
  /** What it carries. */
  readonly body: unknown;
};

type Line = {
  readonly kind: Recorded["kind"];
  readonly method: string;
  readonly params?: unknown;
  readonly result?: unknown;
};

export const RECORDED: readonly Recorded[] = readFileSync(new URL("recorded.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Recorded => {
    const { kind, method, params, result } = JSON.parse(line) as Line;
    return { kind, method, body: kind.endsWith("result") ? result : (params ?? undefined) };
  });
