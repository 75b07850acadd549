/** Places against a walk over the source from its beginning. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Lines } from "../../../src/core/starlark/places.ts";

/** Line and column of every code point of the source, and of its end. */
function walked(source: string): readonly [place: number, line: number, column: number][] {
  const places: [number, number, number][] = [];
  let [place, line, column] = [0, 1, 1];
  for (const char of source) {
    places.push([place, line, column]);
    place += char.length;
    [line, column] = char === "\n" ? [line + 1, 1] : [line, column + 1];
  }
  return [...places, [place, line, column]];
}

test("lines end with line feeds, columns count code points", () => {
  const sources = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "😀", "é", "\ud800", " ") });
  fc.assert(
    fc.property(sources, (source) => {
      const lines = new Lines(source);
      const found = walked(source).map(([place]) => [place, lines.position(place)]);
      expect(found).toEqual(walked(source).map(([place, line, column]) => [place, { line, column }]));
    }),
  );
});
