/**
 * Files that the script itself makes, and then runs.
 *
 * What was written to a file is kept for good, whatever happens to it later, and every such text is followed where a
 * file of that name is run: beside the file as it is on the disk, never in its place. What is written only after it was
 * run (in a loop, in the background) is followed at the end.
 */
import { resolvePath } from "../../kit/path.ts";
import {
  DEPTH_MAX,
  unknownText,
  type Made,
  type MadeFile,
  type Output,
  type RunMade,
  type Scope,
} from "./follow-trail.ts";
import type { Redirection } from "./sighting.ts";
import { anyWord, prefixOf, showValue, textOf, textValue, type Value } from "./value.ts";

/** Texts that one file may hold; more are not told apart. */
const TEXTS_MAX = 8;
/** Files that are kept apart by one name. */
const FILES_MAX = 64;

const ANY_TEXT: Made = { kind: "text", text: anyWord("one of many texts"), from: null };

type Name = Pick<MadeFile, "path" | "end" | "isWhole"> & { readonly key: string };

/** Null for what is no file: descriptors and devices. */
function nameOf(value: Value, scope: Scope): Name | null {
  const text = textOf(value);
  const cwd = scope.trail.isVolatile ? null : scope.state.cwd;
  if (text === "" || text?.startsWith("/dev/") === true || prefixOf(value) === "/dev/fd/") return null;
  const isWhole = text !== null && (text.startsWith("/") || cwd !== null);
  const path = text === null ? showValue(value) : resolvePath(isWhole ? (cwd ?? "/") : "/", text);
  const slash = path.lastIndexOf("/");
  const end = text === null ? path.slice(Math.max(0, slash)) : path;
  return { key: path.slice(slash + 1), path, end, isWhole };
}

/** Whether two names may be those of one file: where one is not whole, only its end counts. */
function isSame(one: Name, two: MadeFile): boolean {
  if (one.isWhole && two.isWhole) return one.path === two.path;
  return one.path.endsWith(two.end) || two.path.endsWith(one.end);
}

function filesLike(name: Name, scope: Scope): readonly MadeFile[] {
  return (scope.trail.made.get(name.key) ?? []).filter((file) => isSame(name, file));
}

function fileFor(name: Name, scope: Scope): MadeFile | null {
  const all = scope.trail.made;
  const list = all.get(name.key) ?? [];
  const known = list.find(({ path, isWhole }) => path === name.path && isWhole === name.isWhole);
  if (known !== undefined) return known;
  if (list.length >= FILES_MAX) {
    unknownText(scope, `one of many files called ${name.key}`);
    return null;
  }
  const file: MadeFile = { ...name, made: [], runs: new Map() };
  all.set(name.key, [...list, file]);
  return file;
}

/** The script writes a file. `append`: behind all that it may hold already. */
export function noteMade(path: Value, made: Made, append: boolean, scope: Scope): void {
  const name = nameOf(path, scope);
  if (name === null) return;
  const file = fileFor(name, scope);
  if (file === null) return;
  const { made: before } = file;
  const all = append ? before.splice(0).map((old) => longer(old, made, scope)) : [];
  const added = (all.length > 0 ? all : [made]).filter((one) => addMade(one, file));
  for (const { runs } of filesLike(name, scope)) {
    for (const { run, scope: then } of runs.values()) {
      for (const one of added) scope.trail.later.push(() => run(one, forgotten(then)));
    }
  }
}

function longer(old: Made, { text }: Made, scope: Scope): Made {
  return old.text === null || text === null ? old : { ...old, text: scope.trail.join([old.text, text]) };
}

/** False where it is known already. */
function addMade(made: Made, file: MadeFile): boolean {
  if (file.made.some((old) => isSameMade(old, made))) return false;
  if (file.made.length < TEXTS_MAX) file.made.push(made);
  else if (file.made[TEXTS_MAX - 1] === ANY_TEXT) return false;
  else file.made[TEXTS_MAX - 1] = ANY_TEXT;
  return true;
}

function isSameMade(one: Made, two: Made): boolean {
  if (one.kind === "copy" || two.kind === "copy") return one.kind === two.kind && shownOf(one) === shownOf(two);
  if (shownOf(one) !== shownOf(two)) return false;
  return textOf(one.text) !== null || one.from?.first === two.from?.first;
}

function shownOf(made: Made): string {
  return showValue(made.kind === "copy" ? made.of : made.text);
}

/** A shell at some later time, of which nothing is known. */
function forgotten(scope: Scope): Scope {
  const state = scope.state.clone();
  state.forget();
  return { ...scope, state, isLast: true };
}

/** A file is run: `run` is given all that the script has made it hold, now or later. */
export function runMade(path: Value, manner: string, run: RunMade, scope: Scope): void {
  const name = nameOf(path, scope);
  if (name === null) return;
  const title = `${manner === "program" ? "program" : "file"} ${name.path}`;
  const file = fileFor(name, scope);
  if (file === null) return;
  const then = { ...scope, via: [...scope.via, title], state: scope.state.clone() };
  if (!file.runs.has(manner)) file.runs.set(manner, { run, scope: then });
  const made = filesLike(name, scope).flatMap((one) => one.made);
  if (made.length === 0) return;
  const before = scope.via.lastIndexOf(title);
  if (before !== -1) {
    const isCopied = scope.via.slice(before).every((one) => /^(?:file|program) /.test(one));
    // Files that hold each other bring nothing new.
    return isCopied ? undefined : unknownText(scope, `${showValue(path)}, which runs itself`);
  }
  const { trail } = scope;
  if (trail.depth >= DEPTH_MAX) return unknownText(scope, `${showValue(path)}, too deep to follow`);
  trail.depth++;
  for (const one of made) if (trail.spend(1)) run(one, { ...then, state: scope.state.clone() });
  trail.depth--;
}

/** What redirections write. `output`: null text where it is not known. */
export function noteRedirected(redirections: readonly Redirection[], output: Output, scope: Scope): void {
  for (const { operator, fd, target } of redirections) {
    if (operator.startsWith("<") && operator !== "<>") continue;
    const isDescriptor = operator === ">&" && /^(?:\d+-?|-)$/.test(textOf(target) ?? "");
    if (isDescriptor) continue;
    const isOutput = fd === null || fd === "1";
    const text = isOutput && operator !== "<>" ? output.text : null;
    const made: Made = { kind: "text", text: text ?? anyWord("what is written"), from: isOutput ? output : null };
    noteMade(target, made, operator.includes(">>"), scope);
  }
}

/** Programs that put files where their words say. */
const MAKERS: ReadonlySet<string> = new Set("cp mv ln link install tee dd sed perl xxd openssl base64".split(" "));

/** Any string in their programs may name a file that they write. */
const LANGUAGES = /^(?:[gmn]?awk|python[\d.]*|perl|ruby|node|php|lua[\d.]*|tclsh|ed|ex)$/;

export function mayMake(name: string): boolean {
  return MAKERS.has(name) || LANGUAGES.test(name);
}

type Given = { readonly args: readonly Value[]; readonly output: Output; readonly text: Value | null };

/** @param given.text what it reads, where that is known */
export function noteMaker(name: string, { args, output, text }: Given, scope: Scope): void {
  const operands = args.filter((arg) => !prefixOf(arg).startsWith("-"));
  const unknown: Made = { kind: "text", text: anyWord(`what ${name} writes`), from: output };
  if (LANGUAGES.test(name)) {
    // The first operand is most often the program itself.
    const own = name === "ed" || name === "ex" ? undefined : operands.find((arg) => isName(arg));
    noteStrings([...args.filter((arg) => arg !== own), ...(text === null ? [] : [text])], unknown, scope);
  }
  switch (name) {
    case "cp":
    case "mv":
    case "ln":
    case "link":
    case "install":
      return noteCopies(args, operands, scope);
    case "tee": {
      const isAppend = args.some((arg) => /^(?:-\w*a|--append)/.test(prefixOf(arg)));
      const made: Made = text === null ? unknown : { kind: "text", text, from: output };
      for (const path of operands) noteMade(path, made, isAppend, scope);
      return;
    }
    case "sed":
    case "perl":
      if (!args.some((arg) => /^(?:-\w*i|--in-place)/.test(prefixOf(arg)))) return;
      for (const path of operands) noteMade(path, unknown, false, scope);
      return;
    case "dd":
      for (const arg of args) {
        const known = prefixOf(arg);
        if (!known.startsWith("of=")) continue;
        noteMade(
          { ...arg, pieces: [...textValue(known.slice(3)).pieces, ...arg.pieces.slice(1)] },
          unknown,
          false,
          scope,
        );
      }
      return;
    case "xxd":
      if (operands.length > 1) noteMade(operands.at(-1) ?? anyWord(""), unknown, false, scope);
      return;
    default:
      for (const [at, arg] of args.entries()) {
        const next = args[at + 1];
        if (next !== undefined && /^(?:-out|-o|--output)$/.test(textOf(arg) ?? ""))
          noteMade(next, unknown, false, scope);
      }
  }
}

/** The last operand, or the folder of `-t`, gets what the others are. */
function noteCopies(args: readonly Value[], operands: readonly Value[], scope: Scope): void {
  const at = args.findIndex((arg) => /^(?:-\w*t|--target-directory)$/.test(textOf(arg) ?? ""));
  const folder = args[at + 1];
  const attached = args.find((arg) => prefixOf(arg).startsWith("--target-directory="));
  const isInto = (at !== -1 && folder !== undefined) || attached !== undefined;
  const last = isInto ? undefined : operands.at(-1);
  for (const source of operands) {
    if (source === last) continue;
    if (/^[0-7]+$/.test(textOf(source) ?? "")) continue;
    // A bare name would be looked for elsewhere.
    const isBare = !showValue(source).includes("/");
    const of = isBare ? scope.trail.join([textValue("./"), source]) : source;
    const made: Made = { kind: "copy", of, text: null };
    const into = last ?? (attached === undefined ? folder : textValue(prefixOf(attached).slice(19))) ?? textValue(".");
    if (last !== undefined) noteMade(last, made, false, scope);
    noteMade(scope.trail.join([into, textValue(`/${lastNameOf(source)}`)]), made, false, scope);
  }
}

export function lastNameOf(path: Value): string {
  const shown = showValue(path);
  return shown.slice(shown.lastIndexOf("/") + 1);
}

/** Strings in one program that are looked at. */
const STRINGS_MAX = 100;

function isName(word: Value): boolean {
  return /^[\w.+/-]+$/.test(textOf(word) ?? "");
}

/** Whole words, and what stands in quotes within them. */
function noteStrings(values: readonly Value[], made: Made, scope: Scope): void {
  const names = new Set<string>();
  for (const value of values) {
    const text = textOf(value) ?? prefixOf(value);
    if (!scope.trail.spend(1 + (text.length >> 6))) return;
    for (const [whole, quoted] of text.matchAll(/^[\w.+/-]+$|["']([\w.+/-]+)["']/g)) names.add(quoted ?? whole);
  }
  for (const name of [...names].slice(0, STRINGS_MAX)) {
    if (!name.startsWith("-")) noteMade(textValue(name), made, false, scope);
  }
}
