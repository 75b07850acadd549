/** Who answers, by what the settings say. */
import { expect, test } from "vitest";
import { withReviewer } from "../../src/compose/reviewer.ts";
import { describeNotice } from "../../src/core/config/notice.ts";
import { DEFAULT_SETTINGS } from "../../src/core/config/settings.ts";

test("a person is asked where the automatic reviewer was chosen, and is told so", () => {
  expect(withReviewer(DEFAULT_SETTINGS)).toBe(DEFAULT_SETTINGS);
  const { notices, ...settings } = withReviewer({ ...DEFAULT_SETTINGS, reviewer: "auto_review" });
  expect({ ...settings, notices: [] }).toEqual({ ...DEFAULT_SETTINGS, reviewer: "auto_review" });
  expect(notices.map(describeNotice)).toEqual([
    'approvals_reviewer is "auto_review", which this version of assent does not have: a person is asked instead',
  ]);
});
