/** The page behind `[?]`: how a command was read, what it met, what each key would do. */
import { describePermissions, describeReason, OPAQUE } from "../../core/approval/describe.ts";
import type { Action } from "../../core/approval/action.ts";
import type { Question } from "../../core/approval/question.ts";
import { summariseEffects } from "../../core/approval/describe-effect.ts";
import type { Amendment, Reason } from "../../core/approval/requirement.ts";
import { showSighting, type Survey } from "../../core/approval/survey.ts";
import { REGISTRIES } from "../../core/network/registries.ts";
import { renderNetworkRule, renderPrefixRule } from "../../core/policy/amend.ts";
import { printCommand } from "../../core/shell/print.ts";
import type { Sighting } from "../../core/script/sighting.ts";
import { never } from "../../kit/never.ts";
import { choicesOf } from "./footer.ts";
import type { Block } from "./layout.ts";

export function explanationOf(question: Question): readonly Block[] {
  return [
    heading("Why it is asked"),
    { kind: "field", label: "", values: question.reasons.map((reason) => describeReason(reason)), style: "plain" },
    { kind: "gap" },
    ...(question.survey === null ? [] : readingBlocks(question.survey, question)),
    ...(UNCONFINED.includes(question.action.kind) ? [] : whatItMay(question)),
    heading("What the keys do"),
    ...choicesOf(question)
      .flat()
      .filter(([key]) => key !== "?")
      .map(([key]): Block => ({ kind: "field", label: `[${key}]`, values: meaningOf(key, question), style: "plain" })),
    { kind: "gap" },
    text("Keys count once the box has been on the screen for 0.3 seconds without a key. Pasted text never answers."),
  ];
}

function readingBlocks(survey: Survey, question: Question): readonly Block[] {
  const { reading, course } = survey;
  const count = course.sightings.length;
  const intro = count === 1 ? "It runs one command:" : `It may run ${count} commands:`;
  const opaque =
    reading.kind === "plain"
      ? []
      : [text(`It has ${OPAQUE[reading.why]} (character ${reading.at + 1} of the script), so no rule can allow it.`)];
  return [
    heading("How the command was read"),
    ...opaque,
    text(intro),
    ...course.sightings.slice(0, SHOWN_MAX).flatMap((sighting) => partBlocks(sighting, survey, question)),
    ...(count > SHOWN_MAX ? [text(`and ${count - SHOWN_MAX} more`)] : []),
    ...course.unknowns.slice(0, SHOWN_MAX).map(({ what }) => text(`What cannot be seen: ${what}.`)),
    { kind: "gap" },
  ];
}

/** More commands than this are counted, not drawn. */
const SHOWN_MAX = 50;

/** One command with what was found about it; what is no reason to ask is said to be none. */
function partBlocks(sighting: Sighting, survey: Survey, { reasons }: Question): readonly Block[] {
  const shown = showSighting(sighting);
  const found = reasons.flatMap((reason) => (isAbout(reason, sighting, shown) ? [wordsOf(reason)] : []));
  const does = summariseEffects(survey.findings[sighting.id]?.effects ?? []);
  return [
    { kind: "matter", lines: shown.split("\n") },
    ...(does === null ? [] : [{ kind: "field", label: "", values: [does], style: "dim" } as const]),
    { kind: "field", label: "", values: found.length === 0 ? ["no reason to ask"] : found, style: "dim" },
  ];
}

/** The command stands above the words. */
function wordsOf(reason: Reason): string {
  return describeReason(reason, reason.kind === "match" ? reason.match.command : null);
}

function isAbout(reason: Reason, { id }: Sighting, shown: string): boolean {
  switch (reason.kind) {
    case "match":
      return printCommand(reason.match.command) === shown;
    case "held":
      return reason.held.sighting === id;
    case "danger":
      return reason.shown === shown;
    default:
      return false;
  }
}

/** Carried out by whoever asked, or by a server. */
const UNCONFINED: readonly Action["kind"][] = ["network", "mcp", "elicitation"];

function whatItMay({ under, action }: Question): readonly Block[] {
  const title = action.kind === "patch" ? "What the policy allows without asking" : "What it may do if you accept";
  const lines = under.kind === "unrestricted" ? [describePermissions(under)] : describePermissions(under).split("; ");
  return [heading(title), { kind: "field", label: "", values: lines, style: "plain" }, { kind: "gap" }];
}

function meaningOf(key: string, question: Question): readonly string[] {
  const { amendment, opens, action } = question;
  switch (key) {
    case "a":
      return [ONCE[action.kind] ?? "do it this once; the next time it is asked again"];
    case "s":
      if (action.kind === "permissions") return ["let all commands and patches have it until the session ends"];
      if (action.kind === "patch")
        return ["do it, and let later patches change these files without asking until the session ends"];
      return [
        `do it, and do the ${action.kind === "mcp" ? "same" : "identical"} ${NOUN[action.kind]} again without asking until the session ends`,
      ];
    case "p":
      return amendment === null ? [] : amendmentMeaning(amendment, opens);
    case "r":
      return [
        "do it, and save such a rule for each well-known package registry:",
        ...REGISTRIES.map(({ name, hosts }) => `${name}: ${hosts.join(", ")}`),
      ];
    case "d":
      return [action.kind === "network" ? NOT_THIS_RUN : "do not do it; you may tell the agent why, and it goes on"];
    case "c":
      if (action.kind === "mcp" || action.kind === "elicitation") return ["do not do it; Ctrl-C does the same"];
      return ["do not do it, and end the agent's turn; Ctrl-C does the same"];
    case "e":
      return ["change the rule before it is saved; it is tried on this command while you type"];
    default:
      return [];
  }
}

const THIS_RUN = "connect, also when the same host, port and protocol are tried again while the command runs";
const ONCE: Readonly<Partial<Record<Action["kind"], string>>> = {
  network: THIS_RUN,
  permissions: "let all commands and patches have it until this turn ends",
  elicitation: "tell the server that you agree",
};
const NOT_THIS_RUN = "refuse it, also when it is tried again while the command runs; you may tell the agent why";

const NOUN = {
  command: "command (same words, same folder, same sandbox)",
  patch: "change",
  network: "connection (same host, port and protocol)",
  exec: "program (same words, same folder)",
  stdin: "input",
  permissions: "request",
  mcp: "tool of this server, whatever it is called with,",
  elicitation: "question",
} as const satisfies Readonly<Record<Question["action"]["kind"], string>>;

function amendmentMeaning(amendment: Amendment, opens: boolean): readonly string[] {
  switch (amendment.kind) {
    case "prefix":
      return [
        `do it, and save this rule, by which such commands run without asking ${opens ? "and without" : "inside"} the sandbox:`,
        renderPrefixRule(amendment.pattern),
      ];
    case "network":
      return [
        "do it, and save this rule, which holds for every port:",
        renderNetworkRule(amendment.host, amendment.protocol),
      ];
    case "root":
      return ["do it, and save this folder in your settings, as one that commands may write to:", amendment.path];
    case "tool":
      return [
        "do it, and save in your settings that this tool of this server is never asked about:",
        `${amendment.server}: ${amendment.tool}`,
      ];
    case "registries":
      return [];
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
