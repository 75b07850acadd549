/** A command that does not exist: what may have been meant. */
import { expect, test } from "vitest";
import { unknownCommand } from "../../../src/surfaces/cli/unknown-command.ts";

const CASES: readonly (readonly [name: string, group: string | null, said: string])[] = [
  ["rnu", null, 'there is no command "rnu"; did you mean assent run?\nTry: assent --help\n'],
  ["Explain", null, 'there is no command "Explain"; did you mean assent explain?\nTry: assent --help\n'],
  ["wyh", null, 'there is no command "wyh"; did you mean assent why?\nTry: assent --help\n'],
  ["frobnicate", null, 'there is no command "frobnicate"\nTry: assent --help\n'],
  ["", null, 'there is no command ""\nTry: assent --help\n'],
  ["\u001b[2J", null, 'there is no command "\\u001b[2J"\nTry: assent --help\n'],
  [
    "shwo",
    "config",
    'there is no command "shwo" in assent config; did you mean assent config show?\nTry: assent config --help\n',
  ],
  ["run", "config", 'there is no command "run" in assent config\nTry: assent config --help\n'],
];
test.each(CASES)("%j in %s", (name, group, said) => {
  expect(unknownCommand(name, group)).toBe(`assent: ${said}`);
});
