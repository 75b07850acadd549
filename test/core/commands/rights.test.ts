/** When changing who may read, write and run a file is dangerous. */
import { expect, test } from "vitest";
import { readCall } from "../../../src/core/commands/call.ts";
import { changesOwner, changesRights } from "../../../src/core/commands/rights.ts";
import type { Usage } from "../../../src/core/commands/row.ts";
import type { Scene } from "../../../src/core/commands/scene.ts";
import { textValue } from "../../../src/core/script/value.ts";
import { AROUND, HOME, WORKSPACE } from "./place.ts";

const USAGE: Usage = { about: "", anyOption: true };

function dangerOf(line: string): string | null {
  const [program = "", ...args] = line.split(" ").map(textValue);
  if (typeof program === "string") return null;
  const sighting: Scene["sighting"] = {
    id: 0,
    words: [program, ...args],
    open: false,
    settings: [],
    redirections: [],
    input: { kind: "inherited" },
    cwd: WORKSPACE,
    via: [],
    doubt: null,
    at: null,
  };
  const course = { sightings: [sighting], unknowns: [], shape: [], redirections: [], settings: [] };
  const hook = line.startsWith("chmod") ? changesRights : changesOwner;
  return hook(readCall(USAGE, args), { ...AROUND, sighting, course }).danger ?? null;
}

const LENDS = "lets a program act with its owner's rights";
const TABLE: readonly [line: string, danger: string | null][] = [
  ["chmod u+x ./run.sh", null],
  ["chmod +x run.sh", null],
  ["chmod 755 /tmp/b", null],
  ["chmod -w notes.txt", null],
  ["chmod -R u+rw ./build", null],
  ["chmod -R a+r ./docs", null],
  ["chmod 777 ./run.sh", null],
  ["chmod -R 777 build", null],
  ["chmod 1777 /tmp/shared", null],
  ["chmod u-s,g-s x", null],
  ["chmod u+s /tmp/sh", LENDS],
  ["chmod +s x", LENDS],
  ["chmod 4755 /tmp/b", LENDS],
  ["chmod 06755 x", LENDS],
  ["chmod u+x,g+s x", LENDS],
  ["chmod u=rwxs x", LENDS],
  ["chmod 666 /etc/passwd", "lets everybody write (/etc/passwd)"],
  ["chmod o+w /etc/hosts", "lets everybody write (/etc/hosts)"],
  ["chmod -v 777 /opt/tool", "lets everybody write (/opt/tool)"],
  ["chmod 600 /etc/passwd", null],
  ["chmod -R 777 /", "lets everybody write (/)"],
  ["chmod -R a+rwx /etc", "lets everybody write (/etc)"],
  [`chmod -R o+w ${HOME}`, `lets everybody write (${HOME})`],
  ["chmod -R 000 /", "changes who may do what in all of /"],
  ["chmod --recursive u+rw ..", "changes who may do what in all of .."],
  ["chmod -R u+rw .", null],
  ["chown you file", null],
  ["chown -R you .", null],
  ["chown -R you:you /usr/local", "changes who may do what in all of /usr/local"],
  [`chown -R you ${HOME}`, `changes who may do what in all of ${HOME}`],
];
test.each(TABLE)("%s", (line, danger) => {
  expect(dangerOf(line)).toBe(danger);
});
