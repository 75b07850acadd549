/** What is put off after a run is done soon, and when the process ends. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test, vi } from "vitest";
import { hasBeenTakenOver, putOff } from "../../src/effects/linger.ts";

test("it is done soon, and sooner once the next run has what it needs", () => {
  vi.useFakeTimers();
  const done: string[] = [];
  putOff(() => done.push("first"));
  vi.advanceTimersByTime(50);
  const before = [...done];
  vi.advanceTimersByTime(50);
  putOff(() => done.push("second"));
  hasBeenTakenOver();
  vi.advanceTimersByTime(3);
  vi.useRealTimers();
  expect([before, done]).toEqual([[], ["first", "second"]]);
});

test("a process that ends does it first, and is not held up by it", async () => {
  const entry = fileURLToPath(new URL("../../src/effects/linger.ts", import.meta.url));
  const code = `import { putOff } from ${JSON.stringify(entry)}; putOff(() => console.log("done"));`;
  const stdin = { contents: code, resolveDir: "/", loader: "ts" } as const;
  const { outputFiles } = await build({ stdin, bundle: true, write: false, platform: "node", format: "esm" });
  const script = outputFiles[0]?.text ?? "";
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect([ran.status, ran.stdout]).toEqual([0, "done\n"]);
});
