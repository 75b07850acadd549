/** Expands words: braces, parameters, substitutions, splitting, names of files. */
import { evaluateWord } from "./follow-arithmetic.ts";
import { Fields } from "./follow-fields.ts";
import { expandParameter } from "./follow-parameters.ts";
import { within, type Output, type Scope } from "./follow-trail.ts";
import { separatorsOf, variableOf } from "./follow-variables.ts";
import type { Part, Word } from "./tree.ts";
import { anyWord, anyWords, textOf, textValue, type Piece, type Value } from "./value.ts";

/** Words that one word's braces may make; more are any words. */
const BRACES_MAX = 256;

/** The words that a command is given. */
export function expandWords(words: readonly Word[], scope: Scope): readonly Value[] {
  const values: Value[] = [];
  for (const word of words) {
    if (!scope.trail.spend(1 + word.parts.length)) return values;
    const [only, ...more] = word.parts;
    if (only === undefined) values.push(textValue(""));
    else if (only.kind === "literal" && more.length === 0) values.push(textValue(only.text));
    else for (const one of unbraced(word, scope)) for (const value of expandWord(one, scope)) values.push(value);
  }
  return values;
}

/** A word as one word: nothing splits it, no file names take its place. */
export function expandOne(word: Word, scope: Scope): Value {
  const [only, ...more] = word.parts;
  if (only === undefined) return textValue("");
  if (only.kind === "literal" && more.length === 0) return textValue(only.text);
  const values: Value[] = [];
  for (const part of word.parts) values.push(partAsOne(part, scope));
  const value = scope.trail.join(values);
  return value.many ? { pieces: value.pieces, many: false } : value;
}

/** The one file that a redirection names; anything where it may be another number of words. */
export function expandTarget(word: Word, scope: Scope): Value {
  const values = expandWords([word], scope);
  const [only, ...more] = values;
  if (only === undefined || more.length > 0) return anyWord("a file name");
  return only.many ? { pieces: only.pieces, many: false } : only;
}

function expandWord(word: Word, scope: Scope): readonly Value[] {
  const fields = new Fields(scope.trail, scope.state.shell, separatorsOf(scope), word.parts.length);
  for (const part of word.parts) addPart(part, fields, scope);
  return fields.end();
}

function addPart(part: Part, fields: Fields, scope: Scope): void {
  switch (part.kind) {
    case "literal":
      return fields.add(textValue(part.text));
    case "glob":
      return fields.addPattern(part.pattern);
    case "parameter": {
      const made = expandParameter(part, scope);
      if (made.kind === "word") return part.quoted ? fields.add(made.value) : fields.addSplit(made.value);
      const items = made.items ?? [anyWords(made.from)];
      return fields.addEach(items, part.quoted);
    }
    default: {
      const value = partAsOne(part, scope);
      const isSplit =
        (part.kind === "substitution" && part.how === "output" && !part.quoted) ||
        (part.kind === "arithmetic" && !part.quoted);
      return isSplit ? fields.addSplit(value) : fields.add(value);
    }
  }
}

function partAsOne(part: Part, scope: Scope): Value {
  switch (part.kind) {
    case "literal":
      return textValue(part.text);
    case "glob":
      // Where no names of files are looked for, it stays as it is, or is a pattern.
      return textValue(part.pattern);
    case "parameter": {
      const made = expandParameter(part, scope);
      if (made.kind === "word") return made.value;
      if (made.items?.length === 1 && made.items[0] !== undefined) return made.items[0];
      return made.items?.length === 0 ? textValue("") : anyWord(made.from);
    }
    case "substitution":
      return substitution(part, scope);
    case "arithmetic":
      evaluateWord(part.expression, scope);
      return scope.trail.number("$((…))");
    case "tilde":
      return tilde(part.user, scope);
    case "braces":
      for (const choice of part.choices) expandOne(choice, scope);
      return anyWord("{…}");
    case "sequence":
      return anyWord(part.text);
    default:
      return part satisfies never;
  }
}

function tilde(user: string, scope: Scope): Value {
  const name = user === "" ? "HOME" : user === "+" ? "PWD" : user === "-" ? "OLDPWD" : null;
  const variable = name === null ? null : variableOf(name, scope);
  return variable?.kind === "word" ? variable.value : anyWord(`~${user}`);
}

const SHOWN = { output: "$(…)", "input-file": "<(…)", "output-file": ">(…)" } as const;

function substitution({ how, body }: Part & { kind: "substitution" }, scope: Scope): Value {
  const { trail } = scope;
  const inner = within(scope, "substitution", { state: scope.state.clone(), frames: [] });
  if (how === "output-file") inner.state.input = { kind: "text", text: anyWord("its input") };
  const { stops } = trail;
  inner.state.mayHaveSkipped = false;
  const done = scope.tools.walk(body, inner);
  // An error leaves nothing of what it would have printed.
  const mayBreak = inner.state.mayHaveSkipped || trail.stops > stops;
  const output = mayBreak && how === "output" ? { ...done, text: null } : done;
  const piece: Piece = { kind: "any", from: SHOWN[how] };
  if (how !== "output") {
    if (how === "input-file") trail.files.set(piece, output);
    return { pieces: [{ kind: "text", text: "/dev/fd/" }, piece], many: false };
  }
  trail.outputs.set(piece, output);
  const value = output.text === null ? { pieces: [piece], many: false } : withoutLastLines(output.text);
  if (output.text === null && !mayBreak && printsNumber(output, scope)) trail.numbers.add(piece);
  return value;
}

/** Programs that print one number when they are given these words. */
function printsNumber({ first, end }: Output, { trail }: Scope): boolean {
  const last = trail.sightings[end - 1];
  if (
    last === undefined ||
    end <= first ||
    last.redirections.some(({ fd, operator }) => fd !== "2" && operator !== "<")
  )
    return false;
  const [name, option, ...more] = last.words.map((word) => textOf(word) ?? "?");
  if (last.doubt !== null) return false;
  if (name === "nproc") return true;
  if (name === "date") return option === "+%s" && more.length === 0;
  return name === "wc" && /^-[lcmw]$/.test(option ?? "") && more.length === 0;
}

/** A substitution drops the newlines at the end. */
function withoutLastLines(value: Value): Value {
  const pieces = [...value.pieces];
  for (let last = pieces.at(-1); last?.kind === "text"; last = pieces.at(-1)) {
    let end = last.text.length;
    while (last.text.charAt(end - 1) === "\n") end--;
    const text = last.text.slice(0, end);
    if (text !== "") {
      pieces[pieces.length - 1] = { kind: "text", text };
      break;
    }
    pieces.pop();
  }
  return { pieces, many: false };
}

/** The words that the braces of a word make, each without braces. */
function unbraced(word: Word, scope: Scope): readonly Word[] {
  const at = word.parts.findIndex(({ kind }) => kind === "braces" || kind === "sequence");
  const part = word.parts[at];
  if (part === undefined || (part.kind !== "braces" && part.kind !== "sequence")) return [word];
  const isSure = scope.state.shell === "bash" && !scope.state.mayKeepBraces;
  const made = isSure ? choices(word.parts, BRACES_MAX) : null;
  if (made !== null && scope.trail.spend(made.length * word.parts.length))
    return made.map((parts) => ({ at: word.at, parts }));
  for (const inner of word.parts) if (inner.kind !== "sequence") partAsOne(inner, scope);
  const unclear: Part = { kind: "parameter", name: "{…}", form: "![@]", words: [], quoted: false };
  return [{ at: word.at, parts: [unclear] }];
}

/** Every choice of every brace with every other; null where there are too many. */
function choices(parts: readonly Part[], max: number): readonly (readonly Part[])[] | null {
  let made: Part[][] = [[]];
  for (const part of parts) {
    const ways =
      part.kind === "braces" ? waysOf(part.choices, max) : part.kind === "sequence" ? sequence(part.text) : [[part]];
    if (ways === null || ways.length * made.length > max) return null;
    const [only = []] = ways;
    // One way goes on in place: a word may have very many parts.
    if (ways.length === 1) for (const start of made) for (const one of only) start.push(one);
    else made = made.flatMap((start) => ways.map((way) => [...start, ...way]));
  }
  return made;
}

function waysOf(words: readonly Word[], max: number): readonly (readonly Part[])[] | null {
  const ways: (readonly Part[])[] = [];
  for (const { parts } of words) {
    const made = choices(parts, max);
    if (made === null || ways.length + made.length > max) return null;
    ways.push(...made);
  }
  return ways;
}

/** `{1..3}`, `{a..e}`, `{1..9..2}`; null for what is not simple. */
function sequence(written: string): readonly (readonly Part[])[] | null {
  const text = written.replace(/^\{|\}$/g, "");
  const numbers = /^(0|-?[1-9]\d{0,8})\.\.(0|-?[1-9]\d{0,8})(?:\.\.(-?\d{1,8}))?$/.exec(text);
  const letters = numbers === null ? /^([a-z])\.\.([a-z])$|^([A-Z])\.\.([A-Z])$/.exec(text) : null;
  const from = numbers === null ? (letters?.[1] ?? letters?.[3])?.charCodeAt(0) : Number(numbers[1]);
  const to = numbers === null ? (letters?.[2] ?? letters?.[4])?.charCodeAt(0) : Number(numbers[2]);
  if (from === undefined || to === undefined) return null;
  const step = Math.abs(Number(numbers?.[3] ?? "1")) || 1;
  if (Math.abs(to - from) / step >= BRACES_MAX) return null;
  const made: Part[][] = [];
  for (let at = from; from <= to ? at <= to : at >= to; at += from <= to ? step : -step) {
    const one = numbers === null ? String.fromCharCode(at) : String(at);
    made.push([{ kind: "literal", text: one, quoted: true }]);
  }
  return made;
}
