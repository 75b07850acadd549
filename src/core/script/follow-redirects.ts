/** Redirections: where they lead, and what a command reads. */
import type { Output, Scope } from "./follow-trail.ts";
import { expandOne, expandTarget } from "./follow-words.ts";
import type { Input, Redirection } from "./sighting.ts";
import type { Redirect } from "./tree.ts";
import { anyWord, textOf, textValue, type Value } from "./value.ts";

export function redirectionsOf(redirects: readonly Redirect[], scope: Scope): readonly Redirection[] {
  return redirects.map(({ operator, fd, target }) => {
    const isText = operator === "<<" || operator === "<<-" || operator === "<<<";
    return { operator, fd, target: isText ? expandOne(target, scope) : expandTarget(target, scope) };
  });
}

/** Whether a redirection may fail, and the command with it not run. */
export function mayFail(redirections: readonly Redirection[]): boolean {
  return redirections.some(({ operator, target }) => {
    if (operator === "<<" || operator === "<<-" || operator === "<<<") return false;
    const text = textOf(target);
    if (text === "/dev/null") return false;
    return !((operator === ">&" || operator === "<&") && text !== null && /^[12]$/.test(text));
  });
}

/** What a command reads that has these redirections. */
export function inputOf(redirections: readonly Redirection[], scope: Scope): Input {
  const last = redirections.findLast(({ fd, operator }) => {
    return (fd === null || fd === "0") && (operator.startsWith("<") || (fd === "0" && operator === ">&"));
  });
  if (last === undefined) return scope.state.input;
  switch (last.operator) {
    case "<<":
    case "<<-":
      return { kind: "text", text: last.target };
    case "<<<":
      return { kind: "text", text: scope.trail.join([last.target, textValue("\n")]) };
    case "<":
    case "<>":
      return fileInput(last.target, scope);
    default:
      return { kind: "text", text: anyWord("another descriptor") };
  }
}

/** A file; the output of commands where the name is that of a `<(…)`. */
export function fileInput(path: Value, scope: Scope): Input {
  if (isStandardInput(path)) return scope.state.input;
  const made = madeFile(path, scope);
  return made === null ? { kind: "file", path } : outputInput(made);
}

export function isStandardInput(path: Value): boolean {
  return /^(?:-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(textOf(path) ?? "");
}

export function madeFile({ pieces }: Value, { trail }: Scope): Output | null {
  for (const piece of pieces) {
    const made = trail.files.get(piece);
    if (made !== undefined) return made;
  }
  return null;
}

/** The output of commands, as what others read. */
export function outputInput({ text, first, end }: Output): Input {
  if (text !== null) return { kind: "text", text };
  if (first === end) return { kind: "text", text: anyWord("its input") };
  return { kind: "output", of: Array.from({ length: end - first }, (_none, at) => first + at) };
}
