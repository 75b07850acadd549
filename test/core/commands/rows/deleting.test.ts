/** Programs that delete files. */
import { expect, test } from "vitest";
import { findingOf } from "../place.ts";

test("deleting says which file", () => {
  expect(findingOf("rm notes.txt")).toEqual({
    effects: [{ kind: "delete", target: "notes.txt", path: "/home/you/src/app/notes.txt", where: "workspace" }],
    danger: null,
    safe: "no",
  });
});

test.each([
  "rm -rf ~",
  "rm -rf ~/",
  "rm -rf /home",
  "rm -rf /home/you/src",
  "rm -rf /home/you/src/app",
  "rm -rf /home/you/src/other",
  "rm -rf /",
  "rm -r /etc /var",
  "rm -rf dist /etc",
  "rm -rf -- dist ../x",
  "rm --recursive --no-preserve-root dist",
  "rm -rf .",
  "rm -rf ./",
  "rm -rf ..",
  "rm -rf ../../",
  "rm -rf dist/..",
  "rm -rf .git",
  "rm -rf ./.git/",
  "rm -f .git/config",
  "rm -rf .codex",
  "rm -rf packages/api/.git",
  "rm -rf packages/api/.git/refs",
  "rm -rf /tmp",
  "rm -rf /tmp/",
  "rm -rf /var/tmp/images",
  "rm -f /dev/sda",
  "rm -f /dev/null",
  "rm -f ~/.notes/store.db",
  "rm /etc/service.ini /tmp/service.pid",
  "/bin/rm -rf ~",
  "unlink /etc/hosts",
  "shred -u ~/Documents/a.txt",
  "shred -n 3 /dev/sdb",
  "srm -r ~/Documents",
  "trash ~/Documents",
  "trash-empty",
  "rimraf ..",
])("%s is dangerous", (line) => {
  expect(findingOf(line).danger).not.toBeNull();
});

test.each([
  "rm -rf dist",
  "rm -rf ./dist ./out/ target",
  "rm -rf /home/you/src/app/build",
  "rm -rf node_modules/.cache",
  "rm -rf --one-file-system ./dist",
  "rm -rf src/old",
  "rm -rf packages/api/node_modules/x/.git",
  "rm -f /tmp/patch.diff /tmp/out.log",
  "rm -rf /tmp/clone",
  "rm -f .git/index.lock",
  "rm docs/A.md",
  "unlink link",
  "shred -vfz -n 3 archive.tar.gz",
  "trash old.txt",
  "rimraf dist",
  "rm --version",
])("%s is not dangerous by its words", (line) => {
  expect(findingOf(line).danger).toBeNull();
});

test("an option that the table does not know leaves open what is deleted", () => {
  expect(findingOf("rm --frobnicate dist").effects.map(({ kind }) => kind)).toEqual(["delete", "unknown"]);
});
