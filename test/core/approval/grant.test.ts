/** A grant is worth one action, just as it was minted. */
import { expect, test } from "vitest";
import type { Target } from "../../../src/core/approval/facts.ts";
import { mint, spend, type Grant } from "../../../src/core/approval/grant.ts";
import { UNRESTRICTED } from "../../../src/core/permissions/permissions.ts";

const edit = (after: string): Target => ({ path: "/w/a", change: { kind: "edit", path: "/w/a", before: "1", after } });
const PATCH: Omit<Grant, "identity"> = {
  action: { kind: "patch", text: "*** Begin Patch", cwd: "/w", why: null },
  targets: [edit("2")],
  programs: [],
  permissions: UNRESTRICTED,
  from: "user",
};
const SPENT = "grant forged, altered or already spent";

test("it can be spent once", () => {
  const grant = mint(PATCH);
  expect(() => spend(grant)).not.toThrow();
  expect(() => spend(grant)).toThrow(SPENT);
});

const WRONG: readonly (readonly [name: string, alter: (grant: Grant) => Grant])[] = [
  ["a copy", (grant) => ({ ...grant })],
  ["one with another text", (grant) => ({ ...grant, targets: [edit("3")] })],
];
test.each(WRONG)("%s is worth nothing", (_name, alter) => {
  expect(() => spend(alter(mint(PATCH)))).toThrow(SPENT);
});

const targets: readonly Target[][] = [[edit("3")], [{ path: "/w/b", change: edit("2").change }], []];
test.each(targets.map((other) => [other]))("what was shown is what is written, not %j", (other) => {
  const shown = [edit("2")];
  const grant = mint({ ...PATCH, targets: shown });
  shown.splice(0, 1, ...other);
  expect(() => spend(grant)).toThrow(SPENT);
});
