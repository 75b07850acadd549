/** Approvers without a person at a terminal: answers from a file, or only refusals. */
import { isByRule, onlyPerson } from "../../core/approval/asking.ts";
import type { Question, Verdict } from "../../core/approval/question.ts";
import type { Approver } from "../../engine/ports.ts";
import { isRegistry } from "../../core/network/registries.ts";
import { checkPrefix } from "../../core/policy/amend.ts";
import { never } from "../../kit/never.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { isAbout, parseSubject, type Subject } from "./answer-subject.ts";
import { parsePattern, tryPattern, type Pattern } from "./rule-edit.ts";

/** One line of the file; `about`: what it answers, each time, where it says so. */
export type Answer = Given & { readonly about?: Subject };

/** `pattern` null: the rule that the question proposes. */
type Given =
  | { readonly kind: "accept" }
  | { readonly kind: "accept-for-session" }
  | { readonly kind: "add-to-policy"; readonly pattern: Pattern | null }
  | { readonly kind: "allow-registries" }
  | { readonly kind: "decline"; readonly feedback: string | null }
  | { readonly kind: "cancel" };

const WORDS: ReadonlyMap<string, Answer["kind"]> = new Map([
  ["accept", "accept"],
  ["a", "accept"],
  ["accept-for-session", "accept-for-session"],
  ["s", "accept-for-session"],
  ["add-to-policy", "add-to-policy"],
  ["p", "add-to-policy"],
  ["allow-registries", "allow-registries"],
  ["r", "allow-registries"],
  ["decline", "decline"],
  ["d", "decline"],
  ["cancel", "cancel"],
  ["c", "cancel"],
]);

/**
 * One answer a line, in the order of the questions, or with what it is about before it: `[run npm test] accept`. `#`
 * starts a comment line, blank lines do not count.
 *
 * @param file the name for errors, which are one line: `FILE:LINE: what is wrong`
 */
export function parseAnswers(file: string, text: string): Result<readonly Answer[], string> {
  const answers: Answer[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const answer = parseLine(line);
    if (!answer.ok) return err(`${file}:${index + 1}: ${answer.error}`);
    answers.push(answer.value);
  }
  return ok(answers);
}

function parseLine(line: string): Result<Answer, string> {
  if (!line.startsWith("[")) return parseAnswer(line);
  // A list of words has brackets as well: the subject ends where an answer follows.
  const [, about, given] = /^\[(.*?)\]\s+([a-z].*)$/u.exec(line) ?? [];
  if (about === undefined || given === undefined) {
    return err("what it is about stands in brackets, and the answer behind them: [run npm test] accept");
  }
  const subject = parseSubject(about);
  if (!subject.ok) return subject;
  const answer = parseAnswer(given);
  return answer.ok ? ok({ ...answer.value, about: subject.value }) : answer;
}

function parseAnswer(line: string): Result<Given, string> {
  const [word = ""] = line.split(/\s/, 1);
  const rest = line.slice(word.length).trim();
  const kind = WORDS.get(word);
  if (kind === undefined) {
    return err(
      `unknown answer ${JSON.stringify(word)}; known: accept, accept-for-session, add-to-policy, allow-registries, decline, cancel`,
    );
  }
  switch (kind) {
    case "decline":
      return ok({ kind, feedback: rest === "" ? null : rest });
    case "add-to-policy":
      return rest === "" ? ok({ kind, pattern: null }) : withPattern(rest);
    case "accept":
    case "accept-for-session":
    case "allow-registries":
    case "cancel":
      return rest === "" ? ok({ kind }) : err(`${word} stands alone, without ${JSON.stringify(rest)}`);
    default:
      return never(kind);
  }
}

function withPattern(text: string): Result<Given, string> {
  const pattern = parsePattern(text);
  if (!pattern.ok) return pattern;
  const checked = checkPrefix(pattern.value);
  return checked.ok ? ok({ kind: "add-to-policy", pattern: pattern.value }) : checked;
}

/** Gives what is about the question, else the others in turn; a question without an answer left, or that the answer does not suit, is declined. */
export function answersApprover(answers: readonly Answer[]): Approver {
  const named = answers.flatMap(({ about, ...given }) => (about === undefined ? [] : [{ about, given }]));
  const inTurn = answers.filter(({ about }) => about === undefined);
  let used = 0;
  return {
    ask: async (question) => {
      const fitting = named.find(({ about }) => isAbout(about, question));
      if (fitting !== undefined) return verdictOf(fitting.given, question);
      const answer = inTurn[used];
      if (answer === undefined) return declined("the answers are used up");
      used += 1;
      return verdictOf(answer, question);
    },
  };
}

function verdictOf(answer: Given, question: Question): Verdict {
  switch (answer.kind) {
    case "accept":
    case "accept-for-session":
    case "cancel":
      return { outcome: { kind: answer.kind }, by: "answers", note: null };
    case "decline":
      return { outcome: { kind: "decline", feedback: answer.feedback }, by: "answers", note: null };
    case "add-to-policy":
      return withRule(answer.pattern, question);
    case "allow-registries":
      return withRegistries(question);
    default:
      return never(answer);
  }
}

function withRule(pattern: Pattern | null, { amendment, survey }: Question): Verdict {
  // As at a terminal: where no rule is proposed, none can be added.
  if (amendment === null) return declined("the answer adds a rule, but none may be added for this");
  if (pattern === null) return { outcome: { kind: "accept-and-amend", amendment }, by: "answers", note: null };
  if (amendment.kind === "network") return declined("the answer has a rule for a command, but this is a connection");
  if (amendment.kind === "tool") return declined("the answer has a rule for a command, but this is a tool");
  const trial = tryPattern(pattern, survey);
  if (trial.kind !== "matched") return declined(`the rule of the answer does not suit: ${trial.text}`);
  const edited = { kind: "prefix", pattern } as const;
  return { outcome: { kind: "accept-and-amend", amendment: edited }, by: "answers", note: null };
}

function withRegistries({ amendment }: Question): Verdict {
  if (amendment?.kind !== "network" || !isRegistry(amendment.host, amendment.protocol)) {
    return declined("the answer allows package registries, but this is none");
  }
  return { outcome: { kind: "accept-and-amend", amendment: { kind: "registries" } }, by: "answers", note: null };
}

function declined(note: string): Verdict {
  return { outcome: { kind: "decline", feedback: null }, by: "answers", note };
}

/** Declines all: nobody can be asked. */
export const noTerminalApprover: Approver = {
  ask: async ({ reasons }) => ({
    outcome: { kind: "decline", feedback: null },
    by: "no-terminal",
    note: onlyPerson(reasons)
      ? "there is no terminal to ask at, and an administrator requires that a person answers this"
      : `there is no terminal to ask at; give the answers with --answers FILE${reasons.some(isByRule) ? "" : ", or a rule that allows it"}`,
  }),
};
