/** A patch in a shell's here-document is found, and nothing that a shell would do otherwise. */
import { expect, test } from "vitest";
import { type PatchInScript, patchInScript } from "../../../src/core/agent/patch-in-script.ts";

const PATCH = "*** Begin Patch\n*** Delete File: a\n*** End Patch\n";
const found = (folder: string | null = null, patch = PATCH): PatchInScript => ({ patch, folder });

const CASES: readonly [name: string, script: string, expected: PatchInScript | null][] = [
  ["a quoted mark", `apply_patch <<'EOF'\n${PATCH}EOF`, found()],
  ["a mark in double quotes, and a line feed behind it", `apply_patch << "END"\n${PATCH}END\n`, found()],
  ["a bare mark where the shell changes nothing", `apply_patch <<EOF\n${PATCH}EOF\n`, found()],
  ["the other spelling", `applypatch <<'EOF'\n${PATCH}EOF\n`, found()],
  ["a folder before it", `cd sub && apply_patch <<'EOF'\n${PATCH}EOF\n`, found("sub")],
  ["a quoted folder", `cd 'a b' && apply_patch <<'EOF'\n${PATCH}EOF\n`, found("a b")],
  ["a document that only holds the mark", "apply_patch <<'EOF'\nEOF\n", found(null, "")],
  ["not a bare mark where the shell changes the text", "apply_patch <<EOF\n+$x\nEOF\n", null],
  ["not what stands behind it", `apply_patch <<'EOF'\n${PATCH}EOF\nrm -rf x`, null],
  ["not what stands behind it on its line", `apply_patch <<'EOF' && rm -rf x\n${PATCH}EOF\n`, null],
  ["not what stands before it", `rm -rf x; apply_patch <<'EOF'\n${PATCH}EOF\n`, null],
  ["not a folder that the shell expands", `cd $x && apply_patch <<'EOF'\n${PATCH}EOF\n`, null],
  ["not a document without its end", `apply_patch <<'EOF'\n${PATCH}`, null],
  ["not a document whose tabs the shell takes away", `apply_patch <<-'EOF'\n${PATCH}EOF\n`, null],
  ["not another program", `cat <<'EOF'\n${PATCH}EOF\n`, null],
  ["not another kind of redirection", `apply_patch <<< '${PATCH}'`, null],
];

test.each(CASES)("finds %s", (_name, script, expected) => {
  expect(patchInScript(script)).toEqual(expected);
});
