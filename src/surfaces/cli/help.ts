/** Help texts, made of the tables of commands and options; at most 80 columns. */
import type { CommandHelp } from "./command-help.ts";
import { COMMAND_GROUPS } from "./commands.ts";
import { type Option, type OptionName, optionOf } from "./option-table.ts";

const COLUMNS = 80;
/** Where the words begin; what is longer on the left has them on the next line. */
const WORDS_AT = 26;

/** How a piece of the help is meant. */
type Look = "heading" | "name" | "dim";
type Painter = (look: Look, text: string) => string;

/** @param colour true on a terminal that wants it */
export function commandHelp(name: string, help: CommandHelp, colour: boolean): string {
  const paint = painter(colour);
  const { usage, summary, about, options, status, examples, commands } = help;
  const forms = usage.map((form, at) =>
    `${at === 0 ? paint("heading", "Usage:") : "      "} assent ${name} ${form}`.trimEnd(),
  );
  const last = options.at(-1) ?? { title: "Options", options: [] };
  const groups = [...options.slice(0, -1), { ...last, options: [...last.options, "help" as const] }];
  const parts = [
    forms,
    [about ?? sentence(summary)],
    ...(commands === undefined ? [] : [[paint("heading", "Commands:"), ...commandLines(commands, paint)]]),
    ...groups.map(({ title, options: names }) => [
      paint("heading", `${title}:`),
      ...names.flatMap((each) => optionLines(each, help, paint)),
    ]),
    ...(status === null ? [] : [wrapWords(`Exit status: ${status}.`, COLUMNS)]),
    exampleLines(examples, paint),
  ];
  return parts.map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n");
}

/** What `assent --help` says. */
export function generalHelp(colour: boolean): string {
  const paint = painter(colour);
  const groups = COMMAND_GROUPS.map(([title, commands]) => [
    paint("heading", `${title}:`),
    ...commandLines(commands, paint),
  ]);
  const parts = [
    [`${paint("heading", "Usage:")} assent COMMAND [OPTION]...`],
    ["The approval-and-sandbox runtime between a coding agent and your machine."],
    ...groups,
    [
      paint("heading", "Options:"),
      ...row("-V, --version", "show the version", paint),
      ...row("-h, --help", "show this help; assent COMMAND --help tells of one command", paint),
    ],
    exampleLines(EXAMPLES, paint),
  ];
  return parts.map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n");
}

const EXAMPLES: CommandHelp["examples"] = [
  ["run -- npm test", "in the sandbox, asking where needed"],
  ["explain -- git push", "what would be decided, and why"],
  ["config show --origin", "what holds here, and who said so"],
];

function painter(colour: boolean): Painter {
  return (look, text) => (colour ? `\u001b[${CODES[look]}m${text}\u001b[0m` : text);
}

const CODES = { heading: "1", name: "36", dim: "2" } as const;

function commandLines(commands: Readonly<Record<string, CommandHelp>>, paint: Painter): readonly string[] {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return Object.entries(commands).flatMap(([name, { summary }]) => row(name, summary, paint, width + 4));
}

function optionLines(name: OptionName, { says }: CommandHelp, paint: Painter): readonly string[] {
  const option: Option = optionOf(name);
  const [value] = option.value ?? [];
  const short = option.short === undefined ? "    " : `-${option.short}, `;
  return row(`${short}--${name}${value === undefined ? "" : ` ${value}`}`, says?.[name] ?? option.says, paint);
}

/** A name and the words about it, which begin in column `at`. */
function row(name: string, words: string, paint: Painter, at: number = WORDS_AT): readonly string[] {
  const lines = wrapWords(words, COLUMNS - at);
  const left = `  ${paint("name", name)}`;
  const gap = at - 2 - name.length;
  const indent = " ".repeat(at);
  if (gap < 2) return [left, ...lines.map((line) => indent + line)];
  return lines.map((line, index) => (index === 0 ? left + " ".repeat(gap) + line : indent + line));
}

/** What it does stands beside the line if all of them have room there, else below. */
function exampleLines(examples: CommandHelp["examples"], paint: Painter): readonly string[] {
  const width = Math.max(0, ...examples.map(([words]) => words.length));
  const isBeside = examples.every(([, does]) => `  assent `.length + width + `  # ${does}`.length <= COLUMNS);
  const lines = examples.flatMap(([words, does]) =>
    isBeside
      ? [`  assent ${words.padEnd(width)}  ${paint("dim", `# ${does}`)}`]
      : [`  assent ${words}`, `      ${paint("dim", `# ${does}`)}`],
  );
  return [paint("heading", examples.length === 1 ? "Example:" : "Examples:"), ...lines];
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

/** Lines of at most `columns` columns, broken between words. */
function wrapWords(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
