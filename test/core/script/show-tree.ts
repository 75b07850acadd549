/** Writes a tree in one line, so that tables of expected trees can be read. */
import { never } from "../../../src/kit/never.ts";
import type { Assignment, Node, Part, Redirect, Word } from "../../../src/core/script/tree.ts";

/**
 * Commands as `(words)`, other nodes as `kind[…]`. In words: `'quoted'`, `$name`, `${name form words}`, `$[node]` for a
 * substitution (`<[…]`, `>[…]` with a file), `$((…))`, `<glob>`, `{a|b}`, `{1..3}`, `~[user]`; a `"` in front of what is quoted.
 */
export function showTree(node: Node): string {
  switch (node.kind) {
    case "command": {
      const { assignments, words, redirects } = node;
      return `(${[...assignments.map(showAssignment), ...words.map(showWord), ...redirects.map(showRedirect)].join(" ")})`;
    }
    case "list":
      return node.parts.map((part) => `${showTree(part.node)}${part.next}`).join(" ");
    case "pipeline":
      return `${node.negated ? "not" : "pipe"}[${node.parts.map(showTree).join(" | ")}]`;
    case "group":
    case "subshell":
      return `${node.kind}[${showTree(node.body)}]${after(node.redirects)}`;
    case "if": {
      const branches = node.branches.map(({ test, body }) => `${showTree(test)} -> ${showTree(body)}`);
      const otherwise = node.otherwise === null ? "" : ` | ${showTree(node.otherwise)}`;
      return `if[${branches.join(" | ")}${otherwise}]${after(node.redirects)}`;
    }
    case "while":
    case "until":
      return `${node.kind}[${showTree(node.test)} -> ${showTree(node.body)}]${after(node.redirects)}`;
    case "for":
    case "select": {
      const words = node.words === null ? "$@" : node.words.map(showWord).join(" ");
      return `${node.kind}[${node.name} in ${words} -> ${showTree(node.body)}]${after(node.redirects)}`;
    }
    case "for-arithmetic": {
      const expressions = node.expressions.map(showWord).join(" ; ");
      return `for((${expressions}))[${showTree(node.body)}]${after(node.redirects)}`;
    }
    case "case": {
      const branches = node.branches.map(
        ({ patterns, body }) =>
          `${patterns.map(showWord).join(" or ")} -> ${body === null ? "nothing" : showTree(body)}`,
      );
      return `case[${showWord(node.subject)}: ${branches.join(" | ")}]${after(node.redirects)}`;
    }
    case "function":
    case "coproc":
      return `${node.kind} ${node.name}[${showTree(node.body)}]`;
    case "test":
      return `test[${node.words.map(showWord).join(" ")}]${after(node.redirects)}`;
    case "arithmetic":
      return `((${showWord(node.expression)}))${after(node.redirects)}`;
    case "unknown":
      return `unknown[${node.at}: ${node.why}]`;
    default:
      return never(node);
  }
}

function after(redirects: readonly Redirect[]): string {
  return redirects.map((redirect) => ` ${showRedirect(redirect)}`).join("");
}

function showRedirect({ fd, operator, target }: Redirect): string {
  return `${fd ?? ""}${operator}:${showWord(target)}`;
}

function showAssignment({ name, subscript, append, value }: Assignment): string {
  const at = subscript === null ? "" : `[${showWord(subscript)}]`;
  const shown = "parts" in value ? showWord(value) : `(${value.map(showWord).join(" ")})`;
  return `${name}${at}${append ? "+" : ""}:=${shown}`;
}

function showWord({ parts }: Word): string {
  return parts.length === 0 ? "''" : parts.map(showPart).join("");
}

function showPart(part: Part): string {
  switch (part.kind) {
    case "literal":
      return part.quoted ? `'${part.text}'` : part.text;
    case "parameter": {
      const quote = part.quoted ? '"' : "";
      if (part.form === null) return `${quote}$${part.name}`;
      return `${quote}\${${[part.name, part.form, ...part.words.map(showWord)].join(" ")}}`;
    }
    case "substitution": {
      const sign = { output: "$", "input-file": "<", "output-file": ">" }[part.how];
      return `${part.quoted ? '"' : ""}${sign}[${showTree(part.body)}]`;
    }
    case "arithmetic":
      return `${part.quoted ? '"' : ""}$((${showWord(part.expression)}))`;
    case "glob":
      return `<${part.pattern}>`;
    case "braces":
      return `{${part.choices.map(showWord).join("|")}}`;
    case "sequence":
      return part.text;
    case "tilde":
      return `~[${part.user}]`;
    default:
      return never(part);
  }
}
