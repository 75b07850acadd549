/** What a line of a file of answers is about, where it says so: `[run npm test] accept`. */
import { matchesOf } from "../../core/approval/evaluate.ts";
import { writtenPaths } from "../../core/approval/identity.ts";
import type { Question } from "../../core/approval/question.ts";
import type { Survey } from "../../core/approval/survey.ts";
import { checkPrefix } from "../../core/policy/amend.ts";
import { NO_RULES, withRule } from "../../core/policy/load.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { isWithin, resolvePath } from "../../kit/path.ts";
import { never } from "../../kit/never.ts";
import { type Pattern, parsePattern } from "./rule-edit.ts";

export type Subject =
  /** A command all of which begins with these words, or is known to be safe. */
  | { readonly kind: "run"; readonly pattern: Pattern }
  /** A patch that touches nothing outside this file or folder; as typed, from the folder that the agent works in. */
  | { readonly kind: "change"; readonly path: string }
  | { readonly kind: "connect"; readonly host: string }
  | { readonly kind: "call"; readonly server: string; readonly tool: string };

/** @param text without its brackets; the error is for the person */
export function parseSubject(text: string): Result<Subject, string> {
  const [word = ""] = text.trim().split(/\s/u, 1);
  const rest = text.trim().slice(word.length).trim();
  if (rest === "") return err(`[${text}] names nothing; ${KNOWN}`);
  switch (word) {
    case "run": {
      const pattern = parsePattern(rest);
      if (!pattern.ok) return pattern;
      const checked = checkPrefix(pattern.value);
      return checked.ok ? ok({ kind: "run", pattern: pattern.value }) : checked;
    }
    case "change":
      return ok({ kind: "change", path: rest });
    case "connect":
      return ok({ kind: "connect", host: rest.toLowerCase() });
    case "call": {
      const [server = "", tool = "", extra] = rest.split("/");
      if (server === "" || tool === "" || extra !== undefined) return err("a tool is named SERVER/TOOL");
      return ok({ kind: "call", server, tool });
    }
    default:
      return err(`unknown subject ${JSON.stringify(word)}; ${KNOWN}`);
  }
}

const KNOWN = "known: [run WORDS], [change PATH], [connect HOST], [call SERVER/TOOL]";

/** True where the question is about the subject and nothing else. */
export function isAbout(subject: Subject, { action, survey, targets }: Question): boolean {
  switch (subject.kind) {
    case "run": {
      if (action.kind !== "command" && action.kind !== "exec") return false;
      return survey !== null && isAllOf(subject.pattern, survey);
    }
    case "change": {
      if (action.kind !== "patch" || targets.length === 0) return false;
      const path = resolvePath(action.cwd, subject.path);
      return targets.flatMap(writtenPaths).every((each) => isWithin(path, each));
    }
    case "connect":
      return action.kind === "network" && action.host.toLowerCase() === subject.host;
    case "call":
      return action.kind === "mcp" && action.server === subject.server && action.tool === subject.tool;
    default:
      return never(subject);
  }
}

/** As a rule would: what cannot be read is covered by none. */
function isAllOf(pattern: Pattern, survey: Survey): boolean {
  const matches = matchesOf(survey, withRule(NO_RULES, pattern), false);
  return (
    matches.some((match) => match.kind === "rule") &&
    matches.every((match) => match.kind === "rule" || match.kind === "safe")
  );
}
