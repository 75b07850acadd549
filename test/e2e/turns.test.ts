/** Two runs at one terminal: one box at a time, and each answer goes to the box that is seen. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { QUIET_MS } from "../../src/surfaces/tui/dialog.ts";
import { MAIN, makePlace, type Place } from "./place.ts";
import { pause, Tmux } from "./tmux.ts";

let place: Place;
let tmux: Tmux;
beforeEach(() => {
  place = makePlace();
  tmux = new Tmux(90, 40, { ASSENT_HOME: place.home });
});
afterEach(() => {
  tmux.close();
  place.remove();
});

test("the second asks when the first is answered", async () => {
  const run = (name: string): string =>
    `${process.execPath} ${MAIN} run -a untrusted -C ${place.work} -- touch ${name}`;
  await tmux.shows("ready>");
  tmux.type(`clear; (${run("one")} & ${run("two")}; wait); ls ${place.work}; echo both-ended`);
  tmux.key("Enter");
  const first = (await tmux.shows("[?] explain")).join("\n");
  const [seen, other] = first.includes("touch one") ? ["one", "two"] : ["two", "one"];
  // Long enough for the other to ask too, if it would.
  await pause(1_000);
  expect(tmux.screen().filter((line) => line.includes("Run this command?"))).toHaveLength(1);
  tmux.key("a");
  await tmux.shows(`accepted once · run touch ${seen}`);
  await tmux.shows(`▌ touch ${other}`);
  await pause(QUIET_MS + 200);
  tmux.key("c");
  const end = await tmux.shows("both-ended");
  expect(end.filter((line) => line !== "").slice(0, -1)).toEqual([
    `✔ accepted once · run touch ${seen}`,
    `✘ turn cancelled · run touch ${other}`,
    "assent: cancelled",
    seen,
    "both-ended",
  ]);
});
