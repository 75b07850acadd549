/** Programs that build, check, format and test, and editors. */
import { expect, test } from "vitest";
import type { EffectKind, Finding } from "../../../../src/core/commands/effect.ts";
import { findingOf } from "../place.ts";

function kinds({ effects }: Finding): readonly EffectKind[] {
  return [...new Set(effects.map(({ kind }) => kind))].toSorted();
}

test.each<[string, readonly EffectKind[]]>([
  ["make", ["runs", "write"]],
  ["make -C sub -j4 test", ["runs", "write"]],
  ["make --eval=x y", ["runs", "write"]],
  ["cmake -S . -B build -DCMAKE_BUILD_TYPE=Debug", ["runs", "write"]],
  ["cmake --build build -j2", ["runs", "write"]],
  ["ctest --test-dir build", ["runs", "write"]],
  ["ninja -C build", ["runs", "write"]],
  ["gcc -Wall -o /tmp/t a.c -lm", ["read", "write"]],
  ["gcc -fplugin=./x.so a.c", ["read", "runs", "write"]],
  ["rustc --emit=metadata /tmp/b.rs -o /tmp/b", ["read", "write"]],
  ["javac -d out src/A.java", ["read", "write"]],
  ["eslint . --fix", ["runs", "write"]],
  ["vitest run src/a.test.ts", ["runs", "write"]],
  ["pytest -q tests/a.py -k x", ["runs", "write"]],
  ["ruff check .", ["runs", "write"]],
  ["tsc --noEmit", ["runs", "write"]],
  ["tox -e py311", ["runs", "write"]],
  ["swift build", ["runs", "write"]],
  ["vim src/a.ts", ["read", "runs", "write"]],
  ["code .", ["runs", "write"]],
])("%s", (line, expected) => {
  const finding = findingOf(line);
  expect(kinds(finding)).toEqual(expected);
  expect({ danger: finding.danger, safe: finding.safe }).toEqual({ danger: null, safe: "no" });
});

test.each(["gofmt -l .", "gofmt -d a.go", "clang-format a.c", "shfmt -d a.sh"])("%s only reads", (line) => {
  expect(findingOf(line)).toMatchObject({ danger: null, safe: "boxed" });
});

test.each(["gofmt -w a.go", "gofmt -l -w .", "clang-format -i a.c", "shfmt --write a.sh"])("%s writes", (line) => {
  expect(kinds(findingOf(line))).toEqual(["read", "write"]);
});

test.each(["make --version", "gcc --version", "tsc --version", "pytest --version"])("%s informs", (line) => {
  expect(findingOf(line)).toEqual({ effects: [], danger: null, safe: "anywhere" });
});

test.each(["make install", "ninja install", "cmake --install build"])("%s writes outside the workspace", (line) => {
  expect(findingOf(line).effects.map(({ where }) => where)).toContain("outside");
});

test("cmake deletes, too", () => {
  expect(findingOf("cmake -E rm -rf /home/you").danger).not.toBeNull();
  expect(findingOf("cmake -E remove_directory build").danger).toBeNull();
});

test("storage in a cloud by the name of a language is asked about", () => {
  expect(findingOf("swift delete box").danger).not.toBeNull();
});
