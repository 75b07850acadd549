/** A question while a shell inside has the terminal: it is asked, and the shell goes on. */
import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findHelper } from "../../src/effects/native.ts";
import { QUIET_MS } from "../../src/surfaces/tui/dialog.ts";
import { MAIN, makePlace, type Place } from "./place.ts";
import { pause, Tmux } from "./tmux.ts";

let place: Place;
let tmux: Tmux;
beforeEach(() => {
  place = makePlace();
  mkdirSync(`${place.home}/rules`, { recursive: true });
  writeFileSync(`${place.home}/rules/my.rules`, 'prefix_rule(pattern=["uname"], decision="prompt")\n');
  tmux = new Tmux(90, 40, { ASSENT_HOME: place.home, PS1: "inside> " });
});
afterEach(() => {
  tmux.close();
  place.remove();
});

async function answer(title: string, key: string): Promise<void> {
  await tmux.shows(title);
  await tmux.shows("[?] explain");
  await pause(QUIET_MS + 200);
  tmux.key(key);
}

test.skipIf(findHelper().kind === "missing")("assent is not stopped, and keys go to the shell again", async () => {
  await tmux.shows("ready>");
  tmux.type(`clear; ${process.execPath} ${MAIN} run --full-auto -C ${place.work} -- bash --norc; echo over`);
  tmux.key("Enter");
  await answer("Run this command?", "a");
  await tmux.shows("accepted once");
  tmux.type("uname -s | cat; echo shell-goes-on");
  tmux.key("Enter");
  await answer("Let this program start?", "a");
  await tmux.showsLine("Linux", "Linux");
  await tmux.showsLine("shell-goes-on", "shell-goes-on");
  tmux.type("sleep 60");
  tmux.key("Enter");
  await pause(300);
  tmux.key("C-c");
  tmux.type("exit");
  tmux.key("Enter");
  await tmux.showsLine("over", "over");
  expect(tmux.screen().filter((line) => line.includes("Stopped"))).toEqual([]);
});
