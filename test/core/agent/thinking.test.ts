/** Which models are known to think. */
import { expect, test } from "vitest";
import { isKnownToThink } from "../../../src/core/agent/thinking.ts";

const MODELS: readonly [name: string, thinks: boolean][] = [
  ["gpt-5.5", true],
  ["o3-mini", true],
  ["codex-auto-review", true],
  ["gpt-4o", false],
  ["llama-o3", false],
  ["", false],
];

test.each(MODELS)("%s: %s", (name, thinks) => {
  expect(isKnownToThink(name)).toBe(thinks);
});
