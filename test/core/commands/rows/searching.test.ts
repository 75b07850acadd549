/** Programs that look for files and for text in them. */
import { expect, test } from "vitest";
import { findingOf } from "../place.ts";

test("counting only reads", () => {
  expect(findingOf("wc -l src/a.ts")).toEqual({
    effects: [{ kind: "read", target: "src/a.ts", path: "/home/you/src/app/src/a.ts", where: "workspace" }],
    danger: null,
    safe: "anywhere",
  });
});
