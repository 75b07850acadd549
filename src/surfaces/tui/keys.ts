/** Bytes from a terminal as keys; several that arrive in one piece are never an answer. */

export type KeyName =
  | "enter"
  | "escape"
  | "up"
  | "down"
  | "left"
  | "right"
  | "page-up"
  | "page-down"
  | "home"
  | "end"
  | "backspace"
  | "delete"
  | "tab"
  | "interrupt"
  | "end-of-input"
  | "erase-word"
  | "erase-line"
  | "erase-rest";

export type Key =
  /** One printable character. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "named"; readonly name: KeyName }
  /** Several keys at once: type-ahead, a held key, a slow line, or a paste that the terminal does not mark. */
  | { readonly kind: "burst"; readonly keys: readonly Key[] }
  /** What the terminal marked as pasted. */
  | { readonly kind: "paste"; readonly text: string }
  /** A key or a report that means nothing here. */
  | { readonly kind: "unknown" };

/** What is read so far; `rest` is the start of a sequence whose end is still to come. */
export type Input = { readonly rest: string; readonly pasting: string | null };
export const NO_INPUT: Input = { rest: "", pasting: null };

/** Text kept of one paste, in UTF-16 units. */
const PASTE_LENGTH_MAX = 4096;
/** A sequence that grows beyond this is none. */
const SEQUENCE_LENGTH_MAX = 64;

const PASTE_START = "\x1b[200~";
const PASTE_END = "\x1b[201~";

const CONTROLS: ReadonlyMap<string, KeyName> = new Map([
  ["\r", "enter"],
  ["\n", "enter"],
  ["\t", "tab"],
  ["\x7f", "backspace"],
  ["\b", "backspace"],
  ["\x01", "home"],
  ["\x03", "interrupt"],
  ["\x04", "end-of-input"],
  ["\x05", "end"],
  ["\x0b", "erase-rest"],
  ["\x15", "erase-line"],
  ["\x17", "erase-word"],
]);

/** The end of a sequence after `ESC [`, modifiers left out; letters also after `ESC O`. */
const SEQUENCES: ReadonlyMap<string, KeyName> = new Map([
  ["A", "up"],
  ["B", "down"],
  ["C", "right"],
  ["D", "left"],
  ["H", "home"],
  ["F", "end"],
  ["1~", "home"],
  ["3~", "delete"],
  ["4~", "end"],
  ["5~", "page-up"],
  ["6~", "page-down"],
  ["7~", "home"],
  ["8~", "end"],
]);

/** What one piece of input holds, and what is left to wait for. At most one key that could answer comes out of it. */
export function readKeys(input: Input, piece: string): { readonly input: Input; readonly keys: readonly Key[] } {
  // A paste whose end never came must not lock the person out.
  if (input.pasting !== null && piece === "\x03") return readKeys(NO_INPUT, piece);
  const found: Key[] = [];
  let state: Input = { rest: "", pasting: input.pasting };
  let text = input.rest + piece;
  while (text !== "") {
    const step = state.pasting === null ? readToken(text) : readPaste(state.pasting, text);
    if (step.key !== null) found.push(step.key);
    state = { rest: step.waiting, pasting: step.pasting };
    text = step.text;
  }
  return { input: state, keys: keysOf(found) };
}

/** When nothing followed in time, a lone escape is the key of that name and a torn sequence is nothing. */
export function flushKeys(input: Input): { readonly input: Input; readonly keys: readonly Key[] } {
  if (input.rest === "" || input.pasting !== null) return { input, keys: [] };
  const key: Key = input.rest === "\x1b" ? { kind: "named", name: "escape" } : { kind: "unknown" };
  return { input: NO_INPUT, keys: [key] };
}

type Step = {
  readonly key: Key | null;
  /** What remains to be read now. */
  readonly text: string;
  /** What is put off until more arrives. */
  readonly waiting: string;
  readonly pasting: string | null;
};

function readToken(text: string): Step {
  if (text.startsWith("\x1b")) return readEscape(text);
  const [char = ""] = text;
  const name = CONTROLS.get(char);
  const key: Key = name !== undefined ? { kind: "named", name } : readChar(char);
  return { key, text: text.slice(char.length), waiting: "", pasting: null };
}

function readChar(char: string): Key {
  return /\p{Cc}/u.test(char) ? { kind: "unknown" } : { kind: "text", text: char };
}

function readEscape(text: string): Step {
  if (text.startsWith(PASTE_START)) {
    return { key: null, text: text.slice(PASTE_START.length), waiting: "", pasting: "" };
  }
  // CSI with parameters and a final byte, SS3 with one letter, or Alt with a key.
  const match = /^\x1b(?:\[([0-9;:<=>?]*)[ -/]*([@-~])|O([ -~])|([^[O]))/su.exec(text);
  if (match === null) {
    if (text.length > SEQUENCE_LENGTH_MAX || !/^\x1b(?:\[[ -?]*|O)?$/.test(text)) {
      return { key: { kind: "unknown" }, text: text.slice(1), waiting: "", pasting: null };
    }
    return { key: null, text: "", waiting: text, pasting: null };
  }
  const [raw, parameters = "", final = match[3] ?? ""] = match;
  const isKeypadEnter = match[3] === "M";
  const name = isKeypadEnter ? "enter" : SEQUENCES.get(final === "~" ? `${parameters.split(";")[0] ?? ""}~` : final);
  const key: Key = name === undefined ? { kind: "unknown" } : { kind: "named", name };
  return { key, text: text.slice(raw.length), waiting: "", pasting: null };
}

function readPaste(pasted: string, text: string): Step {
  const end = text.indexOf(PASTE_END);
  if (end >= 0) {
    const whole = (pasted + text.slice(0, end)).slice(0, PASTE_LENGTH_MAX);
    return {
      key: { kind: "paste", text: whole },
      text: text.slice(end + PASTE_END.length),
      waiting: "",
      pasting: null,
    };
  }
  // The mark of the end may be torn: keep what could be its start.
  const torn = tornEnd(text);
  const kept = (pasted + text.slice(0, text.length - torn)).slice(0, PASTE_LENGTH_MAX);
  return { key: null, text: "", waiting: text.slice(text.length - torn), pasting: kept };
}

/** Length of the longest end of the text that is a start of the mark. */
function tornEnd(text: string): number {
  for (let length = Math.min(PASTE_END.length - 1, text.length); length > 0; length--) {
    if (PASTE_END.startsWith(text.slice(-length))) return length;
  }
  return 0;
}

/** Keys that never answer by themselves, so that holding one down does what it does. */
const HARMLESS: ReadonlySet<KeyName> = new Set<KeyName>([
  "up",
  "down",
  "left",
  "right",
  "page-up",
  "page-down",
  "home",
  "end",
  "backspace",
  "delete",
]);

/** One key as it is; of several, only harmless ones and a repeated interrupt still count as themselves. */
function keysOf(keys: readonly Key[]): readonly Key[] {
  if (keys.length <= 1 || keys.every(isHarmless)) return keys;
  if (keys.every(isInterrupt)) return keys.slice(0, 1);
  return [{ kind: "burst", keys }];
}

function isHarmless(key: Key): boolean {
  return key.kind === "unknown" || (key.kind === "named" && HARMLESS.has(key.name));
}

function isInterrupt(key: Key): boolean {
  return key.kind === "named" && key.name === "interrupt";
}
