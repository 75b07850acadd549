/** Holds docs/keys.md to the catalogue; `vitest -u` on this file writes it anew. */
import { expect, test } from "vitest";
import { CATALOGUE, PROFILE_SHAPE } from "../../../src/core/config/catalogue.ts";
import { WORDS } from "../../../src/core/config/catalogue-words.ts";
import type { Shape } from "../../../src/core/config/shapes.ts";

const HEAD = `# All keys of config.toml

What each key may hold, and what holds where nothing is said. The same as a JSON Schema, for editors: \`assent config schema\`.
What the tables are for, and which source wins: [configuration.md](configuration.md). \`NAME\` stands for a name of your own.

| key | holds | default | what it is |
|---|---|---|---|
`;

/** Told on the page on settings: their form is too rich for a cell. */
const ELSEWHERE = "see [configuration.md](configuration.md)";

function rowsOf(shape: Shape, path: readonly string[]): readonly string[] {
  const words = WORDS[path.map((part) => (part === "NAME" ? "*" : part)).join(".")];
  const [, description, standard] = words ?? [];
  const cells = [code(path.join(".")), holds(shape), standard === undefined ? "" : code(JSON.stringify(standard))];
  const own = words === undefined || shape.kind === "table" ? [] : [`| ${[...cells, description].join(" | ")} |`];
  return [...own, ...insideOf(shape, path)];
}

function insideOf(shape: Shape, path: readonly string[]): readonly string[] {
  if (shape.kind === "either") return shape.of.flatMap((one) => insideOf(one, path));
  if (shape.kind === "map") return rowsOf(shape.of, [...path, "NAME"]);
  if (shape.kind !== "table") return [];
  return Object.entries(shape.keys).flatMap(([key, inner]) => rowsOf(inner, [...path, key]));
}

function holds(shape: Shape): string {
  switch (shape.kind) {
    case "switch":
      return "`true`, `false`";
    case "choice":
      return shape.values.map((value) => code(JSON.stringify(value))).join(", ");
    case "text":
    case "number":
    case "list":
      return shape.expected.replace(/"[^"]*"/g, code);
    case "either":
      return shape.of.map(holds).join(", or ");
    case "map":
      return "a table by name";
    case "table":
      return "a table";
    case "own":
    case "barred":
      return ELSEWHERE;
    default:
      throw new Error("no such shape");
  }
}

function code(text: string): string {
  return `\`${text}\``;
}

test("docs/keys.md says what the catalogue says", async () => {
  const page = `${HEAD}${rowsOf(CATALOGUE, []).join("\n")}\n`;
  await expect(page).toMatchFileSnapshot("../../../docs/keys.md");
});

test("a profile may hold what any layer may, and nothing that chooses it", () => {
  const barred = Object.keys(PROFILE_SHAPE.keys).filter((key) => PROFILE_SHAPE.keys[key]?.kind === "barred");
  expect(barred).toEqual(["profile", "profiles", "projects", "project_root_markers"]);
  expect(Object.keys(PROFILE_SHAPE.keys).toSorted()).toEqual(Object.keys(CATALOGUE.keys).toSorted());
});
