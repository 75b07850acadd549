/** Tokens and their places; errors are tokens too. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Lexer } from "../../../src/core/starlark/lexer.ts";
import { Lines } from "../../../src/core/starlark/places.ts";

/** Each token as `line:column what`; an error as `line:column! message`. */
function tokensOf(source: string, tokensMax = 10_000): readonly string[] {
  const lexer = new Lexer(source, tokensMax);
  const lines = new Lines(source);
  const tokens: string[] = [];
  for (;;) {
    lexer.next();
    if (lexer.kind === "end") return tokens;
    if (lexer.kind === "error") {
      if (lexer.failure === null) throw new Error("an error without reason");
      const { line, column } = lines.position(lexer.failure.extent.start);
      return [...tokens, `${line}:${column}! ${lexer.failure.message}`];
    }
    const { line, column } = lines.position(lexer.start);
    tokens.push(`${line}:${column} ${lexer.describe()}`);
  }
}

const CASES: readonly [name: string, source: string, expected: readonly string[]][] = [
  ["nothing but the end of a line", "", ["1:1 new line"]],
  [
    "names, symbols, numbers",
    "x = 12",
    ["1:1 identifier 'x'", "1:3 symbol '='", "1:5 integer literal '12'", "1:7 new line"],
  ],
  [
    "the longest symbol that fits",
    "<<= << <= < //= -> ...",
    [
      "1:1 symbol '<<='",
      "1:5 symbol '<<'",
      "1:8 symbol '<='",
      "1:11 symbol '<'",
      "1:13 symbol '//='",
      "1:17 symbol '->'",
      "1:20 symbol '...'",
      "1:23 new line",
    ],
  ],
  ["a keyword only where the word ends", "if iff", ["1:1 keyword 'if'", "1:4 identifier 'iff'", "1:7 new line"]],
  [
    "a reserved word as an error",
    "x while",
    ["1:1 identifier 'x'", "1:3! Parse error: cannot use reserved keyword `while`"],
  ],
  [
    "blocks as tokens, lines of comments aside",
    "if a:\n  b\n    # c\n  c\nd",
    [
      "1:1 keyword 'if'",
      "1:4 identifier 'a'",
      "1:5 symbol ':'",
      "1:6 new line",
      "2:1 new indentation block",
      "2:3 identifier 'b'",
      "2:4 new line",
      "4:3 identifier 'c'",
      "4:4 new line",
      "5:1 end of indentation block",
      "5:1 identifier 'd'",
      "5:2 new line",
    ],
  ],
  [
    "the ends of all blocks at the end of the file",
    "if a:\n  if b:\n    c",
    [
      "1:1 keyword 'if'",
      "1:4 identifier 'a'",
      "1:5 symbol ':'",
      "1:6 new line",
      "2:1 new indentation block",
      "2:3 keyword 'if'",
      "2:6 identifier 'b'",
      "2:7 symbol ':'",
      "2:8 new line",
      "3:1 new indentation block",
      "3:5 identifier 'c'",
      "3:6 new line",
      "3:6 end of indentation block",
      "3:6 end of indentation block",
    ],
  ],
  [
    "no line ends inside brackets or behind a backslash",
    "(a\n  b) \\\nc",
    [
      "1:1 symbol '('",
      "1:2 identifier 'a'",
      "2:3 identifier 'b'",
      "2:4 symbol ')'",
      "3:1 identifier 'c'",
      "3:2 new line",
    ],
  ],
  ["an empty last line as the first one", "x\n", ["1:1 identifier 'x'", "1:2 new line", "1:1 new line"]],
  [
    "carriage returns before line feeds as nothing",
    "a\r\nb # c\r\nd",
    ["1:1 identifier 'a'", "1:2 new line", "2:1 identifier 'b'", "2:6 new line", "3:1 identifier 'd'", "3:2 new line"],
  ],
  ["columns in code points", '"é😀漢" x', ['1:1 string literal "é😀漢"', "1:7 identifier 'x'", "1:8 new line"]],
  [
    "the line that a long string ends on",
    '"""a\n😀""" x',
    ['1:1 string literal "a\\n😀"', "2:6 identifier 'x'", "2:7 new line"],
  ],
  [
    "the pieces of an f-string",
    'f"a{b!r}{{"',
    [
      "1:1 f-string start",
      '1:3 f-string text "a"',
      "1:4 f-string expression start '{'",
      "1:5 identifier 'b'",
      "1:6 f-string bang '!'",
      "1:7 identifier 'r'",
      "1:8 f-string expression end '}'",
      '1:9 f-string text "{"',
      "1:11 f-string end",
      "1:12 new line",
    ],
  ],
  [
    "braces, brackets and f-strings inside a hole",
    "f'{ {1: f\"{x}\"}[1] }'",
    [
      "1:1 f-string start",
      "1:3 f-string expression start '{'",
      "1:5 symbol '{'",
      "1:6 integer literal '1'",
      "1:7 symbol ':'",
      "1:9 f-string start",
      "1:11 f-string expression start '{'",
      "1:12 identifier 'x'",
      "1:13 f-string expression end '}'",
      "1:14 f-string end",
      "1:15 symbol '}'",
      "1:16 symbol '['",
      "1:17 integer literal '1'",
      "1:18 symbol ']'",
      "1:20 f-string expression end '}'",
      "1:21 f-string end",
      "1:22 new line",
    ],
  ],
  ["an error when it is reached, not before", "a $ b", ["1:1 identifier 'a'", "1:3! Parse error: invalid input `$`"]],
  [
    "a tab in place of the end of the line before it",
    "a\n\tb",
    ["1:1 identifier 'a'", "1:2! Parse error: tabs are not allowed"],
  ],
  [
    "a line that fits no block",
    "if a:\n   b\n c",
    [
      "1:1 keyword 'if'",
      "1:4 identifier 'a'",
      "1:5 symbol ':'",
      "1:6 new line",
      "2:1 new indentation block",
      "2:4 identifier 'b'",
      "2:5! Parse error: incorrect indentation",
    ],
  ],
];
test.each(CASES)("reads %s", (_name, source, expected) => {
  expect(tokensOf(source)).toEqual(expected);
});

test("a file may have as many tokens as it is given and no more", () => {
  expect(tokensOf("a b", 4)).toEqual(["1:1 identifier 'a'", "1:3 identifier 'b'", "1:4 new line"]);
  expect(tokensOf("a b", 2)).toEqual(["1:1 identifier 'a'", "1:3 identifier 'b'", "1:4! file has too many tokens"]);
});

const PIECE = fc.constantFrom(
  ..."a if 1 0x 1e 'x' \" ''' f' f\" rb' { } {{ }} ( ) [ ] ! != = \\ \\\n \n \r \t # . é 😀 \ud800 \0".split(" "),
  " ",
  "\n  ",
);

test("any text ends in an end or an error, with places in order and inside the text", () => {
  const text = fc.oneof(
    fc.array(PIECE).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(text, (source) => {
      const widths = source.split("\n").map((line) => Array.from(line).length);
      let last = 0;
      const misplaced = tokensOf(source).filter((token) => {
        // The end of the file may be placed on its first line.
        if (token.endsWith("new line") || token.endsWith("end of indentation block")) return false;
        const [line = 0, column = 0] = token.split(/[: !]/u, 2).map(Number);
        const place = line * 1e6 + column;
        const isInOrder = place >= last || token.includes("!");
        last = place;
        return !isInOrder || column < 1 || column > (widths[line - 1] ?? -1) + 1;
      });
      expect(misplaced).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
