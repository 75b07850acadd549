/** Marks of trust in the text of a person's settings; comments and everything else stay. */
import { expect, test } from "vitest";
import { editMarks } from "../../../src/core/config/trust-marks.ts";
import type { Project, TrustLevel } from "../../../src/core/config/trust.ts";
import { ok, type Result } from "../../../src/kit/result.ts";

const PROJECT: Project = { root: "/w", isRepository: true, mainRoot: "/main", folders: ["/w", "/w/sub"] };
/** As on a disk where `/link` leads to `/w`. */
const pathOf = (key: string): string => (key === "/link" ? "/w" : key.replace(/(?<=.)\/$/u, ""));

const TRUSTED = '[projects."/w"]\ntrust_level = "trusted"\n';
const CASES: readonly [
  name: string,
  text: string,
  level: TrustLevel | null,
  expected: Result<string | null, string>,
][] = [
  ["the first mark", "", "trusted", ok(TRUSTED)],
  ["beside others", "# mine\nmodel = 1 # x\n", "trusted", ok(`# mine\nmodel = 1 # x\n\n${TRUSTED}`)],
  ["there already", TRUSTED, "trusted", ok(null)],
  ["the other level", `${TRUSTED}# end\n`, "untrusted", ok(`${TRUSTED.replace('"trusted"', '"untrusted"')}# end\n`)],
  [
    "another spelling is set, and none is added",
    '[projects]\n"/w/" = { trust_level = "untrusted" } # why\n',
    "trusted",
    ok('[projects]\n"/w/" = { trust_level = "trusted" } # why\n'),
  ],
  [
    "through a link",
    'projects."/link".trust_level = "untrusted"\n',
    "trusted",
    ok('projects."/link".trust_level = "trusted"\n'),
  ],
  [
    "folders below speak of it, too",
    `${TRUSTED}[projects."/w/sub"]\ntrust_level = "untrusted"\n[projects."/w/other"]\ntrust_level = "untrusted"\n`,
    "trusted",
    ok(`${TRUSTED}[projects."/w/sub"]\ntrust_level = "trusted"\n[projects."/w/other"]\ntrust_level = "untrusted"\n`),
  ],
  ["the repository of a worktree keeps its own", '[projects."/main"]\ntrust_level = "trusted"\n', null, ok(null)],
  ["nothing to take away", "model = 1\n", null, ok(null)],
];

test.each(CASES)("%s", (_name, text, level, expected) => {
  expect(editMarks(text, PROJECT, level, pathOf)).toEqual(expected);
});

const TAKEN: readonly [name: string, text: string, expected: string][] = [
  ["a table of its own", `model = 1 # x\n\n${TRUSTED}\n[other]\na = 1\n`, "model = 1 # x\n\n[other]\na = 1\n"],
  ["a table with more in it", `${TRUSTED}more = 1\n`, '[projects."/w"]\nmore = 1\n'],
  ["a comment behind it", `${TRUSTED}# mine\n`, "# mine\n"],
  ["a comment above it", '[projects."/w"]\n# mine\ntrust_level = "trusted"\n', '[projects."/w"]\n# mine\n'],
  [
    "one of several in a line",
    '[projects]\n"/w" = { trust_level = "trusted" }\n"/v" = {}\n',
    '[projects]\n"/v" = {}\n',
  ],
];

test.each(TAKEN)("taken away: %s", (_name, text, expected) => {
  expect(editMarks(text, PROJECT, null, pathOf)).toEqual(ok(expected));
});

test.each(["a = [", 'projects = "x"\n', "projects = []\n"])("%j is left alone, with words", (text) => {
  const edited = editMarks(text, PROJECT, "trusted", pathOf);
  expect(edited).toEqual({ ok: false, error: expect.stringMatching(/./u) });
});
