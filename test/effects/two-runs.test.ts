/** What one command does to another one's workspace while that one starts. */
import { lstatSync, mkdirSync, readdirSync, renameSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CommandResult } from "../../src/effects/run-command.ts";
import { BACKEND, newWorld, runScript, textOf, writeIn } from "./world.ts";

const SWAP = `import ctypes, time
libc = ctypes.CDLL(None)
end = time.time() + 60
while time.time() < end:
    libc.renameat2(-100, b"sub", -100, b"other", 2)
    time.sleep(0.001)
`;

describe.skipIf(BACKEND.kind === "none")("a workspace in the workspace of another command", () => {
  test("that puts a link out in its place again and again", { timeout: 60_000 }, async () => {
    const world = newWorld();
    const inner = `${world.ws}/sub`;
    mkdirSync(inner);
    symlinkSync("../out", `${world.ws}/other`);
    const stop = new AbortController();
    const swapping = runScript(world, `python3 -c '${SWAP}'`, {}, stop.signal);
    const runs: CommandResult[] = [];
    for (let each = 0; each < 30; each += 1) {
      const command = `touch $OUT/written 2> /dev/null; touch $WS/../out/written 2> /dev/null; echo ran`;
      runs.push(await runScript(world, command, { cwd: "/", permissions: writeIn(inner) }));
    }
    stop.abort();
    await swapping;
    expect(readdirSync(world.out)).not.toContain("written");
    const others = runs
      .map(textOf)
      .filter((text) => text !== "ran\n" && !/^not started: .*(?:sub|other|meanwhile)/.test(text));
    expect(others).toEqual([]);
  });

  test("that has put a link there once", async () => {
    const world = newWorld();
    mkdirSync(`${world.ws}/sub`);
    renameSync(`${world.ws}/sub`, `${world.ws}/other`);
    symlinkSync("../out", `${world.ws}/sub`);
    const ran = await runScript(world, "touch $OUT/x", { cwd: "/", permissions: writeIn(`${world.ws}/sub`) });
    expect(textOf(ran)).toBe(
      `not started: cannot protect what must stay as it is: ${world.ws}/sub leads elsewhere since assent started`,
    );
    expect(lstatSync(`${world.ws}/sub`).isSymbolicLink()).toBe(true);
  });
});
