/** The page behind `[?]`: how a command was read, what it met, what each key would do. */
import { describeMatch, describePermissions, describeReason, OPAQUE } from "../../core/approval/describe.ts";
import type { Question } from "../../core/approval/question.ts";
import type { Amendment } from "../../core/approval/requirement.ts";
import { renderNetworkRule, renderPrefixRule } from "../../core/policy/amend.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { Command, Reading } from "../../core/shell/reading.ts";
import { never } from "../../kit/never.ts";
import { choicesOf } from "./footer.ts";
import type { Block } from "./layout.ts";

export function explanationOf(question: Question): readonly Block[] {
  return [
    heading("Why it is asked"),
    { kind: "field", label: "", values: question.reasons.map((reason) => describeReason(reason)), style: "plain" },
    { kind: "gap" },
    ...(question.reading === null ? [] : readingBlocks(question.reading, question)),
    ...(question.action.kind === "network" ? [] : whatItMay(question)),
    heading("What the keys do"),
    ...choicesOf(question)
      .flat()
      .filter(([key]) => key !== "?")
      .map(([key]): Block => ({ kind: "field", label: `[${key}]`, values: meaningOf(key, question), style: "plain" })),
    { kind: "gap" },
    text("Keys count once the box has been on the screen for 0.3 seconds without a key. Pasted text never answers."),
  ];
}

function readingBlocks(reading: Reading, question: Question): readonly Block[] {
  if (reading.kind === "opaque") {
    return [
      heading("How the command was read"),
      text(`It has ${OPAQUE[reading.why]} (character ${reading.at + 1} of the script), so what it runs is not known.`),
      text("It is judged as one unknown command, by the words it was given in:"),
      ...partBlocks(reading.command, question),
      { kind: "gap" },
    ];
  }
  const { commands } = reading;
  const intro = commands.length === 1 ? "It runs one command:" : `It may run ${commands.length} commands:`;
  return [
    heading("How the command was read"),
    text(intro),
    ...commands.flatMap((command) => partBlocks(command, question)),
    { kind: "gap" },
  ];
}

/** One command with what was found about it; what is no reason to ask is said to be none. */
function partBlocks(command: Command, { reasons }: Question): readonly Block[] {
  const found = reasons.flatMap((reason) =>
    reason.kind === "match" && isSame(reason.match.command, command) ? [describeMatch(reason.match, command)] : [],
  );
  return [
    { kind: "matter", lines: printCommand(command).split("\n") },
    { kind: "field", label: "", values: found.length === 0 ? ["no reason to ask"] : found, style: "dim" },
  ];
}

function isSame(a: Command, b: Command): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

function whatItMay({ under, action }: Question): readonly Block[] {
  const title = action.kind === "patch" ? "What the policy allows without asking" : "What it may do if you accept";
  const lines = under.kind === "unrestricted" ? [describePermissions(under)] : describePermissions(under).split("; ");
  return [heading(title), { kind: "field", label: "", values: lines, style: "plain" }, { kind: "gap" }];
}

function meaningOf(key: string, { amendment, action }: Question): readonly string[] {
  switch (key) {
    case "a":
      return ["do it this once; the next time it is asked again"];
    case "s":
      return [`do it, and do the identical ${NOUN[action.kind]} again without asking until the session ends`];
    case "p":
      return amendment === null ? [] : amendmentMeaning(amendment);
    case "d":
      return ["do not do it; you may tell the agent why, and it goes on"];
    case "c":
      return ["do not do it, and end the agent's turn; Ctrl-C does the same"];
    case "e":
      return ["change the rule before it is saved; it is tried on this command while you type"];
    default:
      return [];
  }
}

const NOUN = {
  command: "command (same words, same folder, same sandbox)",
  patch: "change",
  network: "connection",
} as const satisfies Readonly<Record<Question["action"]["kind"], string>>;

function amendmentMeaning(amendment: Amendment): readonly string[] {
  switch (amendment.kind) {
    case "prefix":
      return [
        "do it, and save this rule, by which such commands run without asking and without the sandbox:",
        renderPrefixRule(amendment.pattern),
      ];
    case "network":
      return ["do it, and save this rule:", renderNetworkRule(amendment.host, amendment.protocol)];
    default:
      return never(amendment);
  }
}

function heading(words: string): Block {
  return { kind: "text", text: words, style: "strong" };
}

function text(words: string): Block {
  return { kind: "text", text: words, style: "plain" };
}
