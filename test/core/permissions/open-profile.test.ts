/** What holds of whatever a profile opens, for rules of any kind. */
import { array, assert, constantFrom, property, record } from "fast-check";
import { expect, test } from "vitest";
import { type Ground, openProfile } from "../../../src/core/permissions/open-profile.ts";
import {
  EMPTY_PROFILE,
  type FileRule,
  NO_REFINEMENT,
  SPECIAL_PLACES,
  type SpecialPlace,
} from "../../../src/core/permissions/profile.ts";
import { isWithin } from "../../../src/kit/path.ts";

const GROUND: Ground = { workspaceRoots: ["/w", "/w/sub"], tmpdir: "/tmp/t", real: (path) => path };
const ACCESS = constantFrom("read", "write", "deny");
const rules = array(
  record<FileRule>({
    special: constantFrom(null, null, null, ...SPECIAL_PLACES.filter((name) => name !== ":minimal")),
    path: constantFrom("/w", "/w/sub", "/w/sub/a", "/tmp", "/tmp/t/x", "/a", "/a/b", "/a/b/c"),
    glob: constantFrom(null),
    access: ACCESS,
  }).map((rule) => (rule.special === null ? rule : { ...rule, path: "" })),
  { maxLength: 6 },
);
const levels = array(rules, { maxLength: 3 });

const PLACES: Readonly<Record<SpecialPlace, readonly string[]>> = {
  ":workspace_roots": GROUND.workspaceRoots,
  ":tmpdir": ["/tmp/t"],
  ":slash_tmp": ["/tmp"],
  ":root": ["/"],
  ":minimal": [],
};

function placesOf({ special, path }: FileRule): readonly string[] {
  return special === null ? [path] : PLACES[special];
}

/** The word of the deepest place that holds `path`, each place with the word of its last level, the stricter one there. */
function wordFor(path: string, all: readonly (readonly FileRule[])[]): string {
  const words = new Map<string, string>();
  for (const level of all) {
    for (const place of new Set(level.flatMap(placesOf))) {
      const said = level.filter((rule) => placesOf(rule).includes(place)).map(({ access }) => access);
      words.set(place, ["deny", "read", "write"].find((access) => said.some((one) => one === access)) ?? "");
    }
  }
  const holding = [...words.keys()].filter((place) => isWithin(place, path));
  return words.get(holding.toSorted((a, b) => b.length - a.length)[0] ?? "") ?? "none";
}

/** How deep the deepest of `places` lies that holds `path`; -1 for none. */
function deepest(places: readonly string[], path: string): number {
  const depths = places.filter((place) => isWithin(place, path)).map((place) => (place === "/" ? 0 : place.length));
  return Math.max(-1, ...depths);
}

test("each path may be written, read or neither as the deepest place that holds it says", () => {
  const paths = [
    "/w/x",
    "/w/sub/x",
    "/w/sub/a/x",
    "/tmp/x",
    "/tmp/t/y",
    "/tmp/t/x/y",
    "/a/x",
    "/a/b/x",
    "/a/b/c/x",
    "/z",
  ];
  let refused = 0;
  assert(
    property(levels, (all) => {
      const opened = openProfile({ ...EMPTY_PROFILE, levels: all }, NO_REFINEMENT, GROUND);
      if (!opened.ok) {
        refused += 1;
        return;
      }
      const { roots, kept, denied, readable } = opened.value;
      for (const path of paths) {
        const write = deepest(roots, path);
        const shut = Math.max(deepest(denied.paths, path), deepest(kept, path));
        const read = Math.max(write, deepest(readable === "everything" ? ["/"] : readable, path));
        const isWritten = write > shut && !kept.some((place) => isWithin(place, path));
        const isRead = read > deepest(denied.paths, path);
        expect([path, isWritten ? "write" : isRead ? "read" : "neither"]).toEqual([
          path,
          { write: "write", read: "read", deny: "neither", none: "neither" }[wordFor(path, all)],
        ]);
      }
    }),
    { seed: 5, numRuns: 2000 },
  );
  expect(refused).toBeLessThan(1000);
});

test("what a profile denies is never a root, and what is kept lies in one", () => {
  assert(
    property(levels, (all) => {
      const opened = openProfile({ ...EMPTY_PROFILE, levels: all }, NO_REFINEMENT, GROUND);
      if (!opened.ok) return;
      const { roots, kept, denied } = opened.value;
      expect(roots.filter((root) => denied.paths.includes(root))).toEqual([]);
      expect(kept.filter((path) => !roots.some((root) => root !== path && isWithin(root, path)))).toEqual([]);
    }),
    { seed: 6, numRuns: 500 },
  );
});
