/** Evaluating an expression: it sets variables, and may run what stands in subscripts. */
import { expandText, forgetVariable, setVariable, variableOf } from "./follow-variables.ts";
import { unknownText, type Scope } from "./follow-trail.ts";
import type { Word } from "./tree.ts";
import { showValue, textOf, type Value } from "./value.ts";

const NAME = /(?<![\w#])[A-Za-z_]\w*/g;
/** Names in names in names are looked up this deep. */
const NAMES_DEPTH_MAX = 8;

/** Walks an expression as it stands in the script. */
export function evaluateWord(word: Word, scope: Scope): void {
  evaluate(scope.tools.expandOne(word, scope), scope);
}

/** Evaluates what a word has become: names in it are variables, and what they hold is evaluated in turn. */
export function evaluate(value: Value, scope: Scope, depth = 0): void {
  const { trail, state } = scope;
  const text = textOf(value);
  if (text === null) {
    state.mayHaveSkipped = true;
    const unsure = value.pieces.filter((piece) => {
      return piece.kind !== "text" && !trail.isNumber({ pieces: [piece], many: false });
    });
    if (unsure.length > 0)
      unknownText(scope, `an expression with ${showValue({ pieces: unsure, many: false })}`, value);
  }
  const written = value.pieces.map((piece) => (piece.kind === "text" ? piece.text : " 1 ")).join("");
  if (!trail.spend(1 + (written.length >> 6))) return;
  if (/[$`]/.test(written)) runInSubscripts(written, scope);
  const known = written.replace(/\$\([^]*\)|`[^]*`/g, " 1 ");
  const names = new Set(known.match(NAME) ?? []);
  let mayFail = !isSurelyFine(known);
  for (const name of names) {
    if (!evaluateName(name, scope, depth)) mayFail = true;
  }
  if (mayFail) state.mayHaveSkipped = true;
  if (!/(?:\+\+|--|(?<![=!<>])=(?!=)|<<=|>>=)/.test(known)) return;
  for (const name of names) setVariable(scope, name, { kind: "word", value: trail.number(`$${name}`) });
}

/** True where the variable surely holds a number. */
function evaluateName(name: string, scope: Scope, depth: number): boolean {
  const variable = variableOf(name, scope);
  if (variable === null || variable.kind === "map") {
    if (/^(?:RANDOM|SECONDS|LINENO|SRANDOM|EPOCHSECONDS|UID|EUID|PPID|BASHPID|COLUMNS|LINES|OPTIND)$/.test(name)) {
      return !scope.trail.odd.has(name);
    }
    unknownText(scope, `an expression with $${name}`);
    return false;
  }
  if (variable.kind === "unset") return true;
  const values = variable.kind === "word" ? [variable.value] : variable.items;
  let isFine = true;
  for (const value of values) {
    if (scope.trail.isNumber(value)) continue;
    isFine = false;
    if (depth < NAMES_DEPTH_MAX) evaluate(value, scope, depth + 1);
    else unknownText(scope, `an expression with $${name}`);
  }
  return isFine;
}

const OPERAND = String.raw`(?:[-+!~\s(]*(?:\d{1,15}|[A-Za-z_]\w*)[\s)]*)`;
const OPERATOR = String.raw`(?:\*(?!\*)|[-+<>&|^]|&&|\|\||[=!<>]=|[/%]\s*(?=[1-9]))`;
const FINE = new RegExp(`^${OPERAND}(?:${OPERATOR}${OPERAND})*$`);
const FINE_SETTING = /^\s*(?:(?:\+\+|--)\s*[A-Za-z_]\w*|[A-Za-z_]\w*\s*(?:\+\+|--))\s*$/;

/** Whether the expression is so simple that it cannot fail, if its variables hold numbers. */
function isSurelyFine(text: string): boolean {
  if (text.length > 200) return false;
  if (FINE_SETTING.test(text) || /^\s*$/.test(text)) return true;
  const right = text.replace(/^\s*[A-Za-z_]\w*\s*[-+*]?=(?!=)/, "");
  if (/(?<!\d)0\d/.test(right)) return false;
  let open = 0;
  for (const char of right) {
    if (char === "(") open++;
    else if (char === ")" && --open < 0) return false;
  }
  return open === 0 && FINE.test(right);
}

/** An expression that still holds a `$(` after it was expanded runs it when it comes to the subscript. */
function runInSubscripts(text: string, scope: Scope): void {
  expandText({ pieces: [{ kind: "text", text }], many: false }, "an expression", scope);
  scope.state.mayHaveSkipped = true;
}

/** A variable's name that a builtin is given: it is set to something, and a subscript is evaluated. */
export function setByName(value: Value, scope: Scope): void {
  forgetVariable(scope, value);
  evaluateSubscript(value, scope);
}

/** A name that is only looked at: its subscript is evaluated all the same. */
export function evaluateSubscript(value: Value, scope: Scope): void {
  const text = textOf(value);
  const subscript = text === null ? null : /^[^[]*\[([^]*)\]/.exec(text)?.[1];
  if (subscript !== undefined && subscript !== null)
    evaluate({ pieces: [{ kind: "text", text: subscript }], many: false }, scope);
  else if (text === null) unknownText(scope, "a name with a subscript that is not known", value);
}
