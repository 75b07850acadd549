/** Patches applied: what Codex does (recorded), composition, errors, round trips. */
import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FileChange } from "../../../src/core/patch/change.ts";
import { changesOf, type FileState } from "../../../src/core/patch/compose.ts";
import { diffOf } from "../../../src/core/patch/diff.ts";
import { describePatchError } from "../../../src/core/patch/error.ts";
import { parsePatch, PATCH_CHARACTERS_MAX } from "../../../src/core/patch/parse.ts";
import { ok, type Result } from "../../../src/kit/result.ts";

type Files = Readonly<Record<string, string>>;

/** The changes, or the error in words. */
function changes(files: Files, text: string): Result<readonly FileChange[], string> {
  const state = (path: string): FileState => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (path.startsWith("bin")) return { kind: "unusable", why: "is not UTF-8 text" };
    return text === undefined ? { kind: "missing" } : { kind: "text", text };
  };
  const patch = parsePatch(text);
  const found = patch.ok ? changesOf(patch.value, state) : patch;
  return found.ok ? found : { ok: false, error: describePatchError(found.error) };
}

/** The files after the changes, or null if the patch does not apply. */
function after(files: Files, text: string): Files | null {
  const found = changes(files, text);
  if (!found.ok) return null;
  const result = new Map(Object.entries(files));
  for (const change of found.value) {
    result.delete(change.path);
    if (change.kind !== "delete") result.set(change.kind === "rename" ? change.to : change.path, change.after);
  }
  return Object.fromEntries(result);
}

type Recorded = { files: Files; patch: string; after: Files | null };
const RECORDED = JSON.parse(readFileSync(new URL("recorded.json", import.meta.url), "utf8")) as readonly Recorded[];

/** Codex deletes a file that is moved onto itself, and lets a patch name any environment. */
const isOurs = ({ patch }: Recorded): boolean => /Update File: (.+)\n\*{3} Move to: \1\n|Environment ID: x/.test(patch);

describe("Codex 0.169.0", () => {
  const same = RECORDED.filter((one) => !isOurs(one));

  test.each(same)("$patch on $files", ({ files, patch, after: expected }) => {
    expect(after(files, patch)).toEqual(expected);
  });

  test("the recording is there", () => {
    expect([same.length > 600, RECORDED.length - same.length < 10]).toEqual([true, true]);
  });
});

const wrap = (body: string): string => `*** Begin Patch\n${body}*** End Patch\n`;
const replace = (path: string, from: string, to: string): string => `*** Update File: ${path}\n@@\n-${from}\n+${to}\n`;

const ENDINGS: readonly [name: string, file: string, body: string, expected: string][] = [
  ["CRLF", "a\r\nb\r\n", "-a\n+A\n+B", "A\r\nB\r\nb\r\n"],
  ["no line feed at the end, last line kept", "a\nb", "-a\n+A", "A\nb\n"],
  ["no line feed at the end, last line replaced", "a\nb", "-b\n+B\n+C", "a\nB\nC\n"],
  ["no line feed at the end, last line removed", "a\nb", "-b", "a\n"],
  ["no line feed at the end, lines added", "a\r\nb", "+c", "a\r\nb\r\nc\r\n"],
  ["nothing left", "a", "-a", ""],
  ["an empty file", "", "+a", "a\n"],
];

test.each(ENDINGS)("keeps line endings: %s", (_name, file, body, expected) => {
  expect(after({ f: file }, wrap(`*** Update File: f\n@@\n${body}\n`))).toEqual({ f: expected });
});

const COMPOSED: readonly [name: string, body: string, expected: readonly FileChange[]][] = [
  [
    "two updates of one file",
    replace("f", "a", "A") + replace("f", "A", "B"),
    [{ kind: "edit", path: "f", before: "a\n", after: "B\n" }],
  ],
  ["add over a file", "*** Add File: f\n+x\n", [{ kind: "edit", path: "f", before: "a\n", after: "x\n" }]],
  ["add, then delete", "*** Add File: n\n+x\n*** Delete File: n\n", []],
  [
    "delete, then add",
    "*** Delete File: f\n*** Add File: f\n+x\n",
    [{ kind: "edit", path: "f", before: "a\n", after: "x\n" }],
  ],
  ["add, then update", `*** Add File: n\n+x\n${replace("n", "x", "y")}`, [{ kind: "create", path: "n", after: "y\n" }]],
  [
    "a move with an edit",
    "*** Update File: f\n*** Move to: d/n\n@@\n-a\n+A\n",
    [{ kind: "rename", path: "f", to: "d/n", before: "a\n", after: "A\n" }],
  ],
  [
    "a move, then a move on",
    "*** Update File: f\n*** Move to: n\n@@\n a\n*** Update File: n\n*** Move to: m\n@@\n-a\n+A\n",
    [{ kind: "rename", path: "f", to: "m", before: "a\n", after: "A\n" }],
  ],
  [
    "a move there and back",
    "*** Update File: f\n*** Move to: n\n@@\n-a\n+A\n*** Update File: n\n*** Move to: f\n@@\n A\n",
    [{ kind: "edit", path: "f", before: "a\n", after: "A\n" }],
  ],
  [
    "a move onto itself",
    "*** Update File: f\n*** Move to: f\n@@\n-a\n+A\n",
    [{ kind: "edit", path: "f", before: "a\n", after: "A\n" }],
  ],
  [
    "a move onto another file, which is lost",
    "*** Update File: f\n*** Move to: g\n@@\n a\n",
    [
      { kind: "delete", path: "f", before: "a\n" },
      { kind: "edit", path: "g", before: "g\n", after: "a\n" },
    ],
  ],
  [
    "a move away, a new file in its place, and that moved too",
    "*** Update File: f\n*** Move to: m\n@@\n a\n*** Add File: f\n+x\n*** Update File: f\n*** Move to: n\n@@\n x\n",
    [
      { kind: "rename", path: "f", to: "n", before: "a\n", after: "x\n" },
      { kind: "create", path: "m", after: "a\n" },
    ],
  ],
  [
    "two files that change places",
    "*** Update File: f\n*** Move to: t\n@@\n a\n*** Update File: g\n*** Move to: f\n@@\n g\n*** Update File: t\n*** Move to: g\n@@\n a\n",
    [
      { kind: "edit", path: "f", before: "a\n", after: "g\n" },
      { kind: "edit", path: "g", before: "g\n", after: "a\n" },
    ],
  ],
];

test.each(COMPOSED)("composes %s", (_name, body, expected) => {
  expect(changes({ f: "a\n", g: "g\n" }, wrap(body))).toEqual(ok(expected));
});

const ERRORS: readonly [text: string, message: string][] = [
  ["", 'patch line 1: a patch starts with "*** Begin Patch"'],
  ["\n\nhello\n", 'patch line 3: a patch starts with "*** Begin Patch"'],
  ["*** Begin Patch", 'patch line 1: a patch ends with "*** End Patch" and nothing after it'],
  ["*** Begin Patch\n*** Add File: n\n", 'patch line 2: a patch ends with "*** End Patch" and nothing after it'],
  [wrap(""), "the patch changes no file: it needs a section such as `*** Update File: PATH`"],
  [
    wrap("*** Add File: n\n+x\nfoo\n"),
    'patch line 4: expected "*** Add File: PATH", "*** Delete File: PATH", "*** Update File: PATH" or "*** End Patch", found "foo"',
  ],
  [wrap("*** Delete File: f\n*** End Patch\n"), 'patch line 3: text after "*** End Patch"'],
  [wrap("*** Update File: f\n"), 'patch line 2: nothing is changed in "f": give at least one hunk'],
  [wrap("*** Update File: f\n@@\n"), "patch line 4: the hunk has no lines"],
  [wrap("*** Update File: f\n@@\nx\n"), 'patch line 4: a line of a hunk starts with " ", "-" or "+", found "x"'],
  [wrap(`${replace("f", "a", "b")}*** Move to: g\n`), 'patch line 6: a hunk starts with "@@", found "*** Move to: g"'],
  [wrap("*** Update File: f\n*** Move to:  \n@@\n-a\n"), 'patch line 3: "*** Move to:" needs a path'],
  [
    wrap("*** Environment ID: far\n*** Delete File: f\n"),
    'patch line 2: there is no environment "far" here, only "local"',
  ],
  [wrap("*** Delete File: n\n"), "patch line 2: n does not exist"],
  [wrap(replace("n", "a", "b")), "patch line 2: n does not exist"],
  [wrap("*** Delete File: f\n*** Delete File: f\n"), "patch line 3: f does not exist"],
  [wrap("*** Add File: bin\n+x\n"), "patch line 2: bin is not UTF-8 text"],
  [wrap("*** Update File: f\n*** Move to: bin\n@@\n a\n"), "patch line 2: bin is not UTF-8 text"],
  [wrap(replace("f", "z", "b")), "patch line 3: f does not contain these lines there:\nz"],
  [wrap("*** Update File: f\n@@ z\n-a\n"), "patch line 3: no line of f from there on is: z"],
  ["x".repeat(PATCH_CHARACTERS_MAX + 1), `the patch is longer than ${PATCH_CHARACTERS_MAX} characters: split it`],
];

test.each(ERRORS.map(([text, message]) => [message, text] as const))("refuses: %s", (message, text) => {
  expect(changes({ f: "a\n" }, text)).toEqual({ ok: false, error: message });
});

test("a repetitive file and a repetitive hunk end in an error, not in hours", () => {
  const hunk = `*** Update File: f\n@@\n${" a\n".repeat(20_000)}-b\n`;
  expect(changes({ f: "a\n".repeat(100_000) }, wrap(hunk))).toEqual({
    ok: false,
    error: "finding the lines in f took over 20000000 comparisons: give less ambiguous lines",
  });
});

/** A patch with the whole of the old file as context, so that there is one place where it fits. */
function patchOf(change: FileChange): string {
  const signs = { context: " ", added: "+", removed: "-" } as const;
  const lines = diffOf(change).map(({ kind, text }) => (kind === "hunk" ? "@@" : `${signs[kind]}${text}`));
  return wrap(`*** Update File: f\n${lines.join("\n")}\n`);
}

const uniqueLines = fc
  .uniqueArray(fc.stringMatching(/^[a-z “”]{0,3}x[0-9]{1,4}$/), { maxLength: 30, selector: (line) => line.trim() })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

test("a diff written as a patch leads to the new text, and reversed back to the old one", () => {
  fc.assert(
    fc.property(uniqueLines, fc.array(fc.tuple(fc.nat(30), fc.nat(3), fc.nat(3)), { maxLength: 5 }), (before, cuts) => {
      let lines = before.split(/(?<=\n)/);
      cuts.forEach(([at, drop, add], index) => {
        const added = Array.from({ length: add }, (_, n) => `new${index}.${n}\n`);
        lines = lines.toSpliced(at, drop, ...added);
      });
      const next = lines.join("");
      fc.pre(next !== before && before !== "" && next !== "");
      const there = patchOf({ kind: "edit", path: "f", before, after: next });
      const back = patchOf({ kind: "edit", path: "f", before: next, after: before });
      // A hunk without old lines goes to the end of the file, so it cannot say "before the first line".
      fc.pre(!/@@\n(\+.*\n)+(\*|@)/.test(there + back));
      expect(after({ f: before }, there)).toEqual({ f: next });
      expect(after({ f: next }, back)).toEqual({ f: before });
    }),
  );
});

test("no text makes the parser throw", () => {
  const pieces = [
    "*** Begin Patch\n",
    "*** End Patch\n",
    "*** Update File: f\n",
    "*** Add File: n\n",
    "@@\n",
    "@@ a\n",
  ];
  const more = [
    "-a\n",
    "+b\n",
    " a\n",
    "\n",
    "*** Move to: g\n",
    "*** End of File\n",
    "*** ",
    "\r\n",
    "<<EOF\n",
    "EOF",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 14 }), (parts) => {
      const found = changes({ f: "a\n" }, `*** Begin Patch\n${parts.join("")}\n*** End Patch`);
      expect(typeof found.ok).toBe("boolean");
    }),
    { numRuns: 2000 },
  );
});
