/** One line of text that a person types, and what each key does to it. */
import type { Key } from "./keys.ts";

/** `at` counts UTF-16 units from the start and stands between two code points. */
export type Field = { readonly text: string; readonly at: number };

/** Longest text in UTF-16 units; what goes beyond is dropped while typing. */
export const FIELD_LENGTH_MAX = 500;

export function fieldOf(text: string): Field {
  return { text, at: text.length };
}

/** The field after a key; the same field if the key does nothing here. */
export function edit(field: Field, key: Key): Field {
  switch (key.kind) {
    case "text":
    case "paste":
      return insert(field, key.text);
    case "burst":
      return key.keys.reduce(editInBurst, field);
    case "named":
      return MOVES.get(key.name)?.(field) ?? field;
    case "unknown":
      return field;
    default:
      return key satisfies never;
  }
}

/** A line break among other keys ends nothing: it is one in pasted text. */
function editInBurst(field: Field, key: Key): Field {
  return key.kind === "named" && key.name === "enter" ? insert(field, " ") : edit(field, key);
}

/** Line breaks and tabs become spaces: the field is one line. Other controls are dropped. */
function insert({ text, at }: Field, added: string): Field {
  const clean = added.replaceAll(/[\r\n\t]+/g, " ").replaceAll(/\p{Cc}/gu, "");
  let fits = "";
  for (const char of clean) {
    if (text.length + fits.length + char.length > FIELD_LENGTH_MAX) break;
    fits += char;
  }
  return { text: text.slice(0, at) + fits + text.slice(at), at: at + fits.length };
}

const MOVES: ReadonlyMap<string, (field: Field) => Field> = new Map([
  ["left", ({ text, at }: Field) => ({ text, at: before(text, at) })],
  ["right", ({ text, at }: Field) => ({ text, at: after(text, at) })],
  ["home", ({ text }: Field) => ({ text, at: 0 })],
  ["end", ({ text }: Field) => ({ text, at: text.length })],
  ["backspace", ({ text, at }: Field) => without(text, before(text, at), at)],
  ["delete", ({ text, at }: Field) => without(text, at, after(text, at))],
  ["erase-word", ({ text, at }: Field) => without(text, wordStart(text, at), at)],
  ["erase-line", ({ text, at }: Field) => without(text, 0, at)],
  ["erase-rest", ({ text, at }: Field) => without(text, at, text.length)],
]);

function without(text: string, from: number, to: number): Field {
  return { text: text.slice(0, from) + text.slice(to), at: from };
}

function before(text: string, at: number): number {
  const char = Array.from(text.slice(0, at)).at(-1);
  return at - (char?.length ?? 0);
}

function after(text: string, at: number): number {
  const [char] = text.slice(at);
  return at + (char?.length ?? 0);
}

function wordStart(text: string, at: number): number {
  return text.slice(0, at).replace(/\S*\s*$/u, "").length;
}
