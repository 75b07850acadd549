/** Changes of files as clients see them, each patch's and those of a turn. */
import { expect, test } from "vitest";
import { changedBy, shownChanges, turnDiff, type TurnChanges } from "../../../src/core/agent/shown-changes.ts";
import type { Target } from "../../../src/core/approval/facts.ts";
import type { FileChange } from "../../../src/core/patch/change.ts";

function target(change: FileChange): Target {
  return { path: change.path, change };
}

const ADD = target({ kind: "create", path: "/w/a", after: "one\n" });
const EDIT = target({ kind: "edit", path: "/w/a", before: "one\n", after: "two\n" });
const DROP = target({ kind: "delete", path: "/w/a", before: "two\n" });
const MOVE = target({ kind: "rename", path: "/w/b", to: "/o/c", before: "x\ny\n", after: "x\nz\n" });

test("shows new and deleted files with their text, changed ones with their hunks", () => {
  expect(shownChanges([ADD, EDIT, DROP, MOVE])).toEqual([
    { path: "/w/a", kind: "add", movedTo: null, diff: "one\n" },
    { path: "/w/a", kind: "update", movedTo: null, diff: "@@ -1 +1 @@\n-one\n+two\n" },
    { path: "/w/a", kind: "delete", movedTo: null, diff: "two\n" },
    { path: "/w/b", kind: "update", movedTo: "/o/c", diff: "@@ -1,2 +1,2 @@\n x\n-y\n+z\n" },
  ]);
});

const after = (...targets: readonly Target[]): TurnChanges =>
  targets.reduce<TurnChanges>((changes, one) => changedBy(changes, [one]), new Map());

const DIFFS: readonly [name: string, changes: TurnChanges, diff: string][] = [
  ["nothing", after(), ""],
  ["a new file", after(ADD), "diff --git a/a b/a\nnew file mode 100644\n--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+one\n"],
  [
    "a new file that was changed since as a new one",
    after(ADD, EDIT),
    "diff --git a/a b/a\nnew file mode 100644\n--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+two\n",
  ],
  ["nothing of a file that came and went", after(ADD, EDIT, DROP), ""],
  [
    "what was there before the turn, not what a patch made of it",
    after(EDIT, DROP),
    "diff --git a/a b/a\ndeleted file mode 100644\n--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n",
  ],
  [
    "both ends of a move, by path",
    after(MOVE),
    "diff --git a/o/c b/o/c\nnew file mode 100644\n--- /dev/null\n+++ b/o/c\n@@ -0,0 +1,2 @@\n+x\n+z\n" +
      "diff --git a/b b/b\ndeleted file mode 100644\n--- a/b\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-x\n-y\n",
  ],
];

test.each(DIFFS)("the diff of a turn has %s", (_name, changes, diff) => {
  expect(turnDiff(changes, "/w")).toBe(diff);
});
