/** The table of commands as a document for people. */
import type { EffectKind } from "../../../src/core/commands/effect.ts";
import type { Meaning, OptionTable, Operands, Usage } from "../../../src/core/commands/row.ts";
import { ROWS } from "../../../src/core/commands/table.ts";

const EFFECTS: Readonly<Record<EffectKind, string>> = {
  read: "reads files",
  write: "creates or changes files",
  delete: "deletes files",
  "git-write": "changes the index, commits or local branches in a way that git can undo",
  "git-history": "loses uncommitted work or commits",
  network: "talks to other machines",
  "network-local": "talks to this machine only",
  credentials: "reads what lets somebody in: keys, tokens, passwords",
  process: "ends, stops or looks into other processes",
  privilege: "acts with more rights than the person who started it",
  persistence: "leaves something behind that runs later or lets somebody in later",
  runs: "runs content of the workspace, or a program that its words name",
  unknown: "does something that is not known",
};

const HEAD = `# What commands do

What assent knows of commands: the programs in the order of their names, what each does, and which of its words do
more. The page is made from the table in \`src/core/commands/rows/\`; to add a command, add a row there and run
\`node scripts/commands.mjs\`.

A command **only reads** if all that its words do is reading; then it needs no question under any policy. **Boxed**
means that this counts only where nothing can be written and no network reached, since settings of the folder may name
programs that it starts. An option that the table does not have makes the command unknown, unless all of its options
are harmless. What is dangerous always asks, whatever the sandbox is. *By its words* means that
a closer look at them decides more than this page can tell. Reading a secret (\`.env\`, \`~/.ssh\`, tokens, keys, the
environment) always asks, by whatever program.

| effect | the command |
|---|---|
`;

/** The whole of docs/commands.md. */
export function renderCommands(): string {
  const effects = Object.entries(EFFECTS).map(([kind, text]) => `| ${kind} | ${text} |\n`);
  const rows = ROWS.toSorted(({ names: [a = ""] }, { names: [b = ""] }) => (a < b ? -1 : 1));
  const entries = rows.map((row) => `- ${row.names.map(code).join(" ")}: ${describe(row)}${below(row, 1)}\n`);
  return `${HEAD}${effects.join("")}\n${entries.join("")}`;
}

function below(usage: Usage, depth: number): string {
  const indent = "  ".repeat(depth);
  const listed = Object.entries(usage.subcommands ?? {}).map(([names, inner]) => {
    return `\n${indent}- ${names.split(" ").map(code).join(" ")}: ${describe(inner)}${below(inner, depth + 1)}`;
  });
  const { otherwise } = usage;
  const other =
    otherwise === undefined ? "" : `\n${indent}- otherwise: ${describe(otherwise)}${below(otherwise, depth + 1)}`;
  return listed.join("") + other;
}

function describe(usage: Usage): string {
  return [
    usage.about === "" ? "nothing is known" : usage.about,
    ...(usage.effects === undefined ? [] : [`always: ${usage.effects.join(", ")}`]),
    ...(usage.danger === undefined ? [] : [`**dangerous**: ${usage.danger}`]),
    ...operands(usage.operands),
    ...options(usage.options ?? {}),
    ...(usage.hook === undefined ? [] : ["*by its words*"]),
    ...(usage.anyOption === true
      ? []
      : usage.options === undefined && usage.subcommands !== undefined
        ? []
        : ["listed options only"]),
    ...(usage.safe === "boxed" ? ["boxed"] : usage.safe === "no" ? ["never counts as only reading"] : []),
  ].join("; ");
}

function operands(given: Meaning | Operands | undefined): readonly string[] {
  if (given === undefined || given === "ok") return [];
  if (typeof given === "string" || "danger" in given) return [`its words: ${meaning(given)}`];
  const first = (given.first ?? []).map((one, at) => (one === "ok" ? "" : `word ${at + 1}: ${meaning(one)}`));
  const rest = given.rest === undefined || given.rest === "ok" ? "" : `other words: ${meaning(given.rest)}`;
  const last = given.last === undefined || given.last === "ok" ? "" : `last word: ${meaning(given.last)}`;
  return [...first, rest, last].filter((part) => part !== "");
}

function options(table: OptionTable): readonly string[] {
  const byMeaning = new Map<string, string[]>();
  for (const [key, one] of Object.entries(table)) {
    if (one === "ok" || one === "informs") continue;
    const said = byMeaning.get(meaning(one)) ?? [];
    byMeaning.set(meaning(one), [...said, ...key.split(/,? /).map((spelling) => code(spelling.replace(/=\??$/, "")))]);
  }
  return [...byMeaning].map(([said, spellings]) => `${spellings.join(" ")} ${said}`);
}

function meaning(one: Meaning): string {
  if (typeof one !== "string") return `**dangerous**: ${one.danger}`;
  return one === "names" ? "read (names only)" : one;
}

function code(text: string): string {
  return `\`${text}\``;
}
