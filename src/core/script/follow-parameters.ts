/** What `$x`, `${x:-word}` and the like become. */
import { evaluate, evaluateSubscript } from "./follow-arithmetic.ts";
import { unknownText, type Scope } from "./follow-trail.ts";
import { cut, replace, substring } from "./follow-patterns.ts";
import type { Variable } from "./follow-state.ts";
import type { Part, Word } from "./tree.ts";
import { expandText, separatorsOf, setVariable, variableOf } from "./follow-variables.ts";
import { anyWord, textOf, textValue, type Value } from "./value.ts";

/** `each`: as many words as there are items; null where they are not known. */
export type Expansion =
  | { readonly kind: "word"; readonly value: Value }
  | { readonly kind: "each"; readonly items: readonly Value[] | null; readonly from: string };

type Parameter = Part & { readonly kind: "parameter" };

export function expandParameter(part: Parameter, scope: Scope): Expansion {
  if (part.name === "") {
    for (const word of part.words) scope.tools.expandOne(word, scope);
    return { kind: "word", value: anyWord(part.form ?? "") };
  }
  const form = readForm(part);
  const operand = form.operand === null ? null : scope.tools.expandOne(form.operand, scope);
  if (form.subscript !== null) evaluateIndex(part.name, form.subscript, scope);
  if (form.prefix === "!") return indirect(part, form, scope);
  const from = showName(part, form, operand);
  if (form.prefix === "#") return length(part, form, scope);
  const isAll = part.name === "@" || part.name === "*" || form.all !== null;
  if (isAll) return all(part, form, operand, scope);
  const found = form.subscript === null ? lookUp(part.name, scope) : element(part.name, form.subscript, scope);
  if (scope.state.shell === "zsh" && found?.kind === "list") return { kind: "each", items: null, from };
  const value = found === null ? null : wordOf(found);
  return { kind: "word", value: applied(part, form, { value, operand, from }, scope) };
}

type Form = {
  readonly prefix: string;
  readonly all: "[@]" | "[*]" | null;
  readonly subscript: Word | null;
  readonly operator: string;
  readonly operand: Word | null;
};

function readForm({ form, words }: Parameter): Form {
  if (form === null) return { prefix: "", all: null, subscript: null, operator: "", operand: null };
  // `${#x}` and `${x#}` differ in that the second has a pattern, if an empty one.
  const isLength = form.startsWith("#[") || (form === "#" && words.length === 0);
  const prefix = isLength ? "#" : form.startsWith("!") ? "!" : "";
  const [, brackets, operator = ""] = /^(\[[@*]?\])?([^]*)$/.exec(form.slice(prefix.length)) ?? [];
  const all = brackets === "[@]" || brackets === "[*]" ? brackets : null;
  const operand = operator === "" || (prefix === "!" && /^[@*]$/.test(operator)) ? null : words.at(-1);
  const subscript = brackets === "[]" ? words[0] : undefined;
  return { prefix, all, subscript: subscript ?? null, operator, operand: operand ?? null };
}

function showName({ name }: Parameter, { prefix, operator }: Form, operand: Value | null): string {
  if (prefix !== "") return `\${${prefix}${name}}`;
  const otherwise = operator === ":-" && operand !== null ? textOf(operand) : null;
  if (otherwise !== null && /^[\w./-]+$/.test(otherwise)) return `\${${name}:-${otherwise}}`;
  return operator === ":?" || operator === "?" ? `\${${name}${operator}}` : `$${name}`;
}

function evaluateIndex(name: string, subscript: Word, scope: Scope): void {
  const isMap = variableOf(name, scope)?.kind === "map";
  const value = scope.tools.expandOne(subscript, scope);
  const text = textOf(value);
  if (isMap || (text !== null && /^-?\d+$/.test(text))) return;
  evaluate(value, scope);
}

const NUMBERS = new Set([
  "?",
  "$",
  "RANDOM",
  "SECONDS",
  "LINENO",
  "SRANDOM",
  "EPOCHSECONDS",
  "UID",
  "EUID",
  "PPID",
  "BASHPID",
]);

function lookUp(name: string, scope: Scope): Variable | null {
  const { state, trail } = scope;
  if (name === "0") return state.zero === null ? null : { kind: "word", value: state.zero };
  if (/^\d+$/.test(name)) {
    const before = state.positional?.slice(0, Number(name));
    if (before === undefined || before.some(({ many }) => many)) return null;
    const value = before[Number(name) - 1];
    return value === undefined ? { kind: "unset" } : { kind: "word", value };
  }
  if (name === "#") {
    const { positional } = state;
    const isSure = positional !== null && !positional.some(({ many }) => many);
    const count = isSure ? textValue(String(positional.length)) : trail.number("$#");
    return { kind: "word", value: count };
  }
  if (NUMBERS.has(name) && !trail.odd.has(name)) return { kind: "word", value: trail.number(`$${name}`) };
  return variableOf(name, scope);
}

function element(name: string, subscript: Word, scope: Scope): Variable | null {
  const found = variableOf(name, scope);
  const [only, ...more] = subscript.parts;
  const index = only?.kind === "literal" && more.length === 0 && /^\d{1,6}$/.test(only.text) ? Number(only.text) : null;
  if (found?.kind !== "list" || index === null || scope.state.shell === "zsh") return null;
  const item = found.items[index];
  return item === undefined ? { kind: "unset" } : { kind: "word", value: item };
}

/** A list by its bare name is its first item. Null: it may be anything. */
function wordOf(variable: Variable): Value | "unset" | null {
  if (variable.kind === "word") return variable.value;
  if (variable.kind === "list") return variable.items[0] ?? "unset";
  return variable.kind === "unset" ? "unset" : null;
}

type Known = { readonly value: Value | "unset" | null; readonly operand: Value | null; readonly from: string };

function applied(part: Parameter, { operator, operand: word }: Form, known: Known, scope: Scope): Value {
  const { value, operand, from } = known;
  const unknown = withDefault(anyWord(from), operator, operand);
  const mayStop = operator === "" || !/^:?[-+=?]$/.test(operator);
  if (mayStop && scope.trail.mayRefuseUnset && (value === null || value === "unset")) scope.trail.stops++;
  const plain = value === null ? unknown : value === "unset" ? textValue("") : value;
  if (operator === "" || operand === null || word === null) return plain;
  const isSet = value === null ? null : value !== "unset" && isFilled(value, operator.startsWith(":"));
  switch (operator) {
    case ":-":
    case "-":
      return isSet === null ? unknown : isSet ? plain : asDefault(part, word, operand, scope);
    case ":=":
    case "=":
      if (isSet !== true) setVariable(scope, part.name, isSet === null ? null : { kind: "word", value: operand });
      return isSet === null ? unknown : isSet ? plain : asDefault(part, word, operand, scope);
    case ":+":
    case "+":
      if (isSet === null) {
        const one: Value = { pieces: [{ kind: "any", from: `\${${part.name}${operator}…}` }], many: false };
        return withDefault(one, operator, operand);
      }
      return isSet ? asDefault(part, word, operand, scope) : textValue("");
    case ":?":
    case "?":
      if (isSet !== true) scope.trail.stops++;
      return plain;
    default:
      return changed(part, operator, { text: textOf(plain), word, operand, from }, scope);
  }
}

/** What may be the default as well says so: `${x:-$y}` shows what `$y` holds. */
function withDefault(unknown: Value, operator: string, operand: Value | null): Value {
  const isDefault = /^:?[-=+]$/.test(operator) && operand !== null;
  const froms = isDefault ? operand.pieces.filter((piece) => piece.kind === "any").slice(0, DEFAULT_PIECES_MAX) : [];
  return froms.length === 0 ? unknown : { pieces: [...unknown.pieces, ...froms], many: unknown.many };
}

/** Of a default; more of them say nothing more. */
const DEFAULT_PIECES_MAX = 4;

/** Null where it may be empty or not. */
function isFilled(value: Value, emptyCounts: boolean): boolean | null {
  if (!emptyCounts || value.pieces.some(({ kind }) => kind !== "any")) return true;
  return value.pieces.length === 0 ? false : null;
}

/** A default is split where the parameter is, but for what is quoted in it: that is left open. */
function asDefault(part: Parameter, word: Word, operand: Value, scope: Scope): Value {
  if (part.quoted) return operand;
  const text = textOf(operand);
  const separators = separatorsOf(scope);
  const isWhole =
    text !== null && text !== "" && separators !== null && !text.split("").some((char) => separators.includes(char));
  const hasQuoted = word.parts.some((inner) => inner.kind !== "literal" || inner.quoted);
  return isWhole || !hasQuoted ? operand : anyWord(`$${part.name}`);
}

type Change = { readonly text: string | null; readonly word: Word; readonly operand: Value; readonly from: string };

function changed({ name }: Parameter, operator: string, change: Change, scope: Scope): Value {
  const { text, word, operand, from } = change;
  const unknown = anyWord(from);
  const isZsh = scope.state.shell === "zsh";
  switch (operator) {
    case ":": {
      const isLiteral = /^[\s\d:-]*$/.test(textOf(operand) ?? "$");
      if (!isLiteral) for (const half of halves(operand)) evaluate(half, scope);
      const made = text === null || isZsh ? null : substring(text, textOf(operand) ?? "");
      scope.state.mayHaveSkipped ||= made === null;
      return made === null ? unknown : textValue(made);
    }
    case "@":
      scope.state.mayHaveSkipped = true;
      if (textOf(operand) === "P") expandText(text === null ? unknown : textValue(text), `\${${name}@P}`, scope);
      return unknown;
    case ",":
    case ",,":
    case "^":
    case "^^":
      return cased(text, operator, word) ?? unknown;
    default: {
      const made =
        text === null || isZsh
          ? null
          : operator.startsWith("/")
            ? replace(text, operator, word)
            : cut(text, operator, word);
      return made === null ? unknown : textValue(made);
    }
  }
}

/** Offset and length, told apart by the colon. */
function halves(operand: Value): readonly Value[] {
  const text = textOf(operand);
  return text === null ? [operand] : text.split(":").map(textValue);
}

function cased(text: string | null, operator: string, { parts }: Word): Value | null {
  if (text === null || parts.length > 0 || !/^[ -~]*$/.test(text)) return null;
  const change = (part: string): string => (operator.startsWith(",") ? part.toLowerCase() : part.toUpperCase());
  return textValue(operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1));
}

function indirect(part: Parameter, form: Form, scope: Scope): Expansion {
  const from = `\${!${part.name}}`;
  if (form.all !== null || /^[@*]/.test(form.operator)) return { kind: "each", items: null, from };
  scope.state.mayHaveSkipped = true;
  const found = lookUp(part.name, scope);
  const target = found?.kind === "word" ? found.value : null;
  const text = target === null ? null : textOf(target);
  if (text === null) unknownText(scope, `what ${from} names`, target);
  else evaluateSubscript(textValue(text), scope);
  const isName = text !== null && form.operator === "" && /^[A-Za-z_]\w*$/.test(text);
  const named = isName ? lookUp(text, scope) : null;
  const value = named === null ? null : wordOf(named);
  if (value === null) return { kind: "each", items: null, from: isName ? `$${text}` : from };
  return { kind: "word", value: value === "unset" ? textValue("") : value };
}

function length(part: Parameter, form: Form, scope: Scope): Expansion {
  const from = `\${#${part.name}}`;
  const found = form.all === null && form.subscript === null && /^\w/.test(part.name) ? lookUp(part.name, scope) : null;
  const text = found?.kind === "word" ? textOf(found.value) : null;
  const isKnown = text !== null && /^[ -~]*$/.test(text);
  return { kind: "word", value: isKnown ? textValue(String(text.length)) : scope.trail.number(from) };
}

/** `$@`, `$*`, `${x[@]}`. */
function all(part: Parameter, form: Form, operand: Value | null, scope: Scope): Expansion {
  const from = `$${part.name}`;
  const isPositional = part.name === "@" || part.name === "*";
  const found = isPositional ? null : variableOf(part.name, scope);
  const items = isPositional ? scope.state.positional : found === null ? null : itemsOf(found);
  if (form.operator === ":" && operand !== null) for (const half of halves(operand)) evaluate(half, scope);
  const isDefault = /^:?[-+=]$/.test(form.operator);
  const isKnown = form.operator === "" || (isDefault && items?.length === 0) || form.operator === ":?";
  if (!isKnown || items === null) return { kind: "each", items: null, from };
  if (isDefault) return { kind: "each", items: null, from };
  const isJoined = part.name === "*" || form.all === "[*]";
  if (!isJoined || !part.quoted) return { kind: "each", items, from };
  const separators = separatorsOf(scope);
  if (separators === null) return { kind: "word", value: anyWord(from) };
  return { kind: "word", value: scope.trail.joinWords(items, separators.slice(0, 1)) };
}

function itemsOf(variable: Variable): readonly Value[] | null {
  if (variable.kind === "list") return variable.items;
  if (variable.kind === "word") return [variable.value];
  return variable.kind === "unset" ? [] : null;
}
