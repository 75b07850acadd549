/** Assignments: `x=…`, `x+=…`, `x=(…)`, `x[…]=…`. */
import { evaluate } from "./follow-arithmetic.ts";
import type { Variable } from "./follow-state.ts";
import type { Scope } from "./follow-trail.ts";
import { setVariable, variableOf } from "./follow-variables.ts";
import { expandOne, expandWords } from "./follow-words.ts";
import type { Setting } from "./sighting.ts";
import type { Assignment, Word } from "./tree.ts";
import { anyWord, prefixOf, textOf, textValue, type Value } from "./value.ts";

/** The shell takes it over for all that follows. */
export function assign(assignment: Assignment, scope: Scope): void {
  const { name, subscript } = assignment;
  const variable = subscript === null ? variableFrom(assignment, scope) : elementSet(assignment, subscript, scope);
  if (scope.trail.integers.has(name) && variable?.kind === "word") evaluate(variable.value, scope);
  if (scope.trail.odd.has(name)) scope.state.mayHaveSkipped = true;
  setVariable(scope, name, variable);
  const value = variable?.kind === "word" ? variable.value : anyWord(name);
  scope.trail.settings.push({ name, value });
}

/** It is set for one command only. */
export function settingOf(assignment: Assignment, scope: Scope): Setting {
  const { name, subscript } = assignment;
  const variable = subscript === null ? variableFrom(assignment, scope) : elementSet(assignment, subscript, scope);
  if (scope.trail.integers.has(name) && variable?.kind === "word") evaluate(variable.value, scope);
  return { name, value: variable?.kind === "word" ? variable.value : anyWord(name) };
}

function variableFrom({ name, append, value }: Assignment, scope: Scope): Variable | null {
  const old = append ? variableOf(name, scope) : null;
  if (isWords(value)) {
    const items = expandWords(value, scope);
    const isPlain = items.every((item) => evaluatePlace(item, name, scope));
    if (!isPlain || old?.kind === "map") return null;
    if (!append) return variableOf(name, scope)?.kind === "map" ? { kind: "map" } : { kind: "list", items };
    return old?.kind === "list" ? { kind: "list", items: [...old.items, ...items] } : null;
  }
  const made = expandOne(value, scope);
  if (!append) return { kind: "word", value: made };
  if (old?.kind === "unset") return { kind: "word", value: made };
  return old?.kind === "word" ? { kind: "word", value: scope.trail.join([old.value, made]) } : null;
}

function isWords(value: Assignment["value"]): value is readonly Word[] {
  return Array.isArray(value);
}

/** False for an item that says where it goes, `[2]=x`: the place is evaluated. */
function evaluatePlace(item: Value, name: string, scope: Scope): boolean {
  const place = /^\[([^]*)\]\+?=/.exec(prefixOf(item))?.[1];
  const [first] = item.pieces;
  if (place === undefined && !(first?.kind === "glob" && first.pattern.startsWith("[")))
    return first?.kind !== "glob" || item.many;
  if (variableOf(name, scope)?.kind !== "map") {
    evaluate(place === undefined ? anyWord("a place in a list") : textValue(place), scope);
  }
  return false;
}

/** One item of a list. */
function elementSet({ name, value }: Assignment, subscript: Word, scope: Scope): Variable | null {
  const made = isWords(value) ? null : expandOne(value, scope);
  const place = expandOne(subscript, scope);
  const old = variableOf(name, scope);
  if (old?.kind === "map") return old;
  const text = textOf(place);
  const index = text !== null && /^\d{1,4}$/.test(text) ? Number(text) : null;
  if (index === null) evaluate(place, scope);
  if (old?.kind !== "list" || index === null || made === null) return null;
  if (index > old.items.length || old.items.some(({ many }) => many)) return null;
  return { kind: "list", items: [...old.items.slice(0, index), made, ...old.items.slice(index + 1)] };
}
