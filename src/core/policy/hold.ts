/**
 * Which prompt and forbidden rules speak of the commands that a script may run.
 *
 * These rules speak of a program and its options wherever they stand and however they are spelled; allow rules are
 * matched literally, by `match.ts`. What is not known in full may be what a rule speaks of.
 */
import { baseName } from "../../kit/path.ts";
import { rowFor } from "../commands/table.ts";
import { IS_FUNCTION } from "../script/follow-commands.ts";
import { PATH_WAS_SET, WAS_SOURCED, type Course, type Sighting } from "../script/sighting.ts";
import { fits, textOf, textValue, type Certainty, type Pattern, type Value } from "../script/value.ts";
import { meansSame, othersOf } from "./hold-names.ts";
import { holdingRules, plainPath, type Entry, type Group, type Holding } from "./hold-rules.ts";
import { behindSettings } from "./hold-settings.ts";
import { spellerOf } from "./hold-spell.ts";
import { foldValue, Words } from "./hold-words.ts";
import { fold } from "./index-rules.ts";
import type { PrefixRule, Rules } from "./rules.ts";

/** A rule that holds back, with the place in the course of what it speaks of: a sighting, an unknown, or (none) the script's variables. */
export type Held = {
  readonly rule: PrefixRule;
  readonly sighting: number | null;
  readonly unknown: number | null;
  readonly certainty: "yes" | "maybe";
};

/**
 * Every prompt and forbidden rule that speaks, or may speak, of something in the course; sightings first, in order.
 * What nobody can see (`Unknown` of kind "text", a sighting in doubt) may be what any of them speaks of; it is told once
 * for each rule. What a variable like `PAGER` makes another program run may be meant as well.
 */
export function holdingBack(rules: Rules, course: Course): readonly Held[] {
  const holding = holdingRules(rules);
  if (holding.rules.length === 0) return [];
  const found = heldBy(holding, course);
  let isAnyTold = false;
  for (const { sighting, course: inner } of behindSettings(course)) {
    if (inner === null && isAnyTold) continue;
    isAnyTold ||= inner === null;
    const said = inner === null ? holding.rules : heldBy(holding, inner).map(({ rule }) => rule);
    for (const rule of new Set(said)) found.push({ rule, sighting, unknown: null, certainty: "maybe" });
  }
  return found;
}

/** Commands whose program is not known are held against the rules this often; the next may be what any rule speaks of. */
const UNKNOWN_PROGRAMS_MAX = 256;

/** The same where every rule is held back anyway. */
const UNKNOWN_PROGRAMS_SHOWN = 16;

function heldBy(holding: Holding, { sightings, unknowns }: Course): Held[] {
  const found: Held[] = [];
  // One text that nobody sees is enough for every rule; more of them say nothing more.
  const hidden = unknowns.findIndex(({ kind }) => kind === "text");
  let unknownsLeft = hidden === -1 ? UNKNOWN_PROGRAMS_MAX : UNKNOWN_PROGRAMS_SHOWN;
  let doubt = false;
  for (const sighting of sightings) {
    if (textOf(sighting.words[0]) === null && unknownsLeft-- <= 0) {
      if (hidden === -1 && unknownsLeft === -1) mayBeAny(holding.rules, sighting.id, null, found);
      continue;
    }
    const speaking = speakingOf(sighting, holding);
    for (const [rule, certainty] of speaking) found.push({ rule, sighting: sighting.id, unknown: null, certainty });
    if (sighting.doubt === null || doubt || isLeftToFiles(sighting.doubt)) continue;
    // Its name may start something else, of which any rule may speak.
    doubt = true;
    const others = holding.rules.filter((rule) => !speaking.has(rule));
    mayBeAny(others, sighting.id, null, found);
  }
  if (hidden !== -1) mayBeAny(holding.rules, null, hidden, found);
  return found;
}

/** The body of a function is seen; what a file on PATH or a sourced one holds is as little held as `./x.sh`. */
function isLeftToFiles(doubt: string): boolean {
  return doubt === IS_FUNCTION || doubt === PATH_WAS_SET || doubt.endsWith(WAS_SOURCED);
}

function mayBeAny(rules: readonly PrefixRule[], sighting: number | null, unknown: number | null, found: Held[]): void {
  for (const rule of rules) found.push({ rule, sighting, unknown, certainty: "maybe" });
}

type Speaking = ReadonlyMap<PrefixRule, "yes" | "maybe">;

function speakingOf(sighting: Sighting, holding: Holding): Speaking {
  const found = new Map<PrefixRule, "yes" | "maybe">();
  const [program, ...args] = sighting.words;
  const name = textOf(program);
  if (name === null) ofUnknown(program, args, sighting, holding, found);
  else ofProgram(name, args, sighting, holding, found);
  if (name === null || rowFor(baseName(name)) === undefined) ofHandedOn(args, sighting, holding, found);
  return found;
}

/** Words of a program that nobody knows that are held against rules as commands of their own; the next may be any. */
const HANDED_ON_MAX = 8;

/** A program that nobody knows may run what its words name: `frob rm x`, `frob -c 'rm x'`. */
function ofHandedOn(args: readonly Value[], { open }: Sighting, { byName }: Holding, found: Found): void {
  let left = HANDED_ON_MAX;
  for (const [at, word] of args.entries()) {
    const text = textOf(word)?.trim() ?? "";
    const [program = ""] = text.split(/\s/, 1);
    const name = baseName(program);
    const group = byName.get(name);
    if (group === undefined) continue;
    if (left-- === 0) return mayBeAnyOf(byName, found);
    const line = program === text ? null : text.split(/\s+/).slice(1, LINE_WORDS_MAX).map(textValue);
    compare(group, name, { args: line ?? args.slice(at + 1), open, certainty: "maybe" }, found);
  }
}

const LINE_WORDS_MAX = 256;

function mayBeAnyOf(groups: ReadonlyMap<string, Group>, found: Found): void {
  for (const group of groups.values()) {
    for (const entry of [...group.always, ...[...group.byFirst.values()].flat()]) put(found, entry, "maybe");
  }
}

type Found = Map<PrefixRule, "yes" | "maybe">;

function ofProgram(program: string, args: readonly Value[], sighting: Sighting, holding: Holding, found: Found): void {
  const name = baseName(program);
  const { open } = sighting;
  // Plain paths are compared; a relative one counts from where it is.
  const paths = program.includes("/") ? pathsOf(program, sighting.cwd) : [];
  compare(holding.byName.get(name), name, { args, open, certainty: "yes" }, found);
  compareOthers(name, args, open, holding, found);
  for (const path of paths) compare(holding.byPath.get(path), name, { args, open, certainty: "yes" }, found);
  if (holding.caselessByName.size > 0 || holding.caselessByPath.size > 0) {
    const given = { args: args.map(foldValue), open, certainty: "yes" as const };
    compare(holding.caselessByName.get(fold(name)), fold(name), given, found);
    for (const path of paths) compare(holding.caselessByPath.get(fold(path)), fold(name), given, found);
  }
  // git starts its subcommands as programs of their own.
  const [, subcommand] = /^git-(.+)$/.exec(name) ?? [];
  if (subcommand !== undefined) ofProgram("git", [textValue(subcommand), ...args], sighting, holding, found);
}

/** The same by other names: of the program, and of its subcommand. */
function compareOthers(name: string, args: readonly Value[], open: boolean, { byName }: Holding, found: Found): void {
  for (const other of othersOf(name, args)) {
    compare(byName.get(other.name), other.name, { args: other.args, open, certainty: "yes" }, found);
    compareSynonyms(byName.get(other.name), other.name, { args: other.args, open, certainty: "yes" }, found);
  }
  compareSynonyms(byName.get(name), name, { args, open, certainty: "yes" }, found);
}

/** Words in front of the subcommand, and itself, are looked at up to here. */
const SUBCOMMAND_WITHIN = 16;

function compareSynonyms(group: Group | undefined, name: string, given: GivenWords, found: Found): void {
  if (group === undefined) return;
  for (const [at, word] of given.args.slice(0, SUBCOMMAND_WITHIN).entries()) {
    const text = textOf(word);
    if (text === null || text.startsWith("-")) continue;
    for (const meant of group.byFirst.keys()) {
      if (!meansSame(name, text, meant)) continue;
      compare(group, name, { ...given, args: given.args.with(at, textValue(meant)) }, found);
    }
  }
}

function pathsOf(program: string, cwd: string | null): readonly string[] {
  const plain = plainPath(program);
  if (program.startsWith("/") || cwd === null) return [plain];
  return [plain, plainPath(`${cwd}/${program}`)];
}

/** A program that is known in part or not at all: all rules of programs that it may be. */
function ofUnknown(program: Value, args: readonly Value[], { open }: Sighting, holding: Holding, found: Found): void {
  // Words that nobody knows may stand behind it as well.
  const given = { args, open: open || program.many, certainty: "maybe" as const };
  const names = namesOf(program);
  for (const [name, group] of holding.byName) if (fits(names, name)) compare(group, name, given, found);
  for (const [path, group] of holding.byPath) {
    if (fits(names, baseName(path))) compare(group, baseName(path), given, found);
  }
  if (holding.caselessByName.size > 0 || holding.caselessByPath.size > 0) {
    const folded = { ...given, args: args.map(foldValue) };
    const lower = namesOf(foldValue(program));
    for (const [name, group] of holding.caselessByName) if (fits(lower, name)) compare(group, name, folded, found);
    for (const [path, group] of holding.caselessByPath) {
      if (fits(lower, baseName(path))) compare(group, baseName(path), folded, found);
    }
  }
  const git = holding.byName.get("git");
  if (git === undefined) return;
  for (const [first, entries] of git.byFirst) {
    if (fits(names, `git-${first}`)) for (const entry of entries) put(found, entry, "maybe");
  }
  if (!mayStartLikeGit(names)) return;
  for (const entry of git.all) if (typeof entry.operands[0] !== "string") put(found, entry, "maybe");
}

/** Whether it may be a subcommand of git as a program of its own: `git-push`. */
function mayStartLikeGit({ known: [start, ...more], isOpen }: Pattern): boolean {
  if (start.startsWith("git-")) return true;
  return (more.length > 0 || isOpen) && "git-".startsWith(start);
}

/**
 * What the last part of the program's path may be, its name. An unknown piece may hold slashes, a pattern for files does
 * not; of several words the first may be anything.
 */
function namesOf({ pieces, many }: Value): Pattern {
  let known: [string, ...string[]] = [""];
  if (many && pieces.some(({ kind }) => kind === "any")) return { known, isOpen: true };
  for (const piece of pieces) {
    if (piece.kind === "any") known = ["", ""];
    else if (piece.kind === "glob") known.push("");
    else if (piece.text.includes("/")) known = [baseName(piece.text)];
    else known[known.length - 1] += piece.text;
  }
  return { known, isOpen: false };
}

type GivenWords = { readonly args: readonly Value[]; readonly open: boolean; readonly certainty: "yes" | "maybe" };

/** Holds the rules about one program against its words. */
function compare(group: Group | undefined, name: string, { args, open, certainty }: GivenWords, found: Found): void {
  if (group === undefined) return;
  const words = new Words(spellerOf(name), args, open);
  for (const entry of mayMatch(group, words)) {
    const is: Certainty = words.matches(entry);
    if (is !== "no") put(found, entry, certainty === "yes" ? is : "maybe");
  }
}

/** What these words have none of is not compared with them. */
function mayMatch(group: Group, words: Words): Iterable<Entry> {
  const entries = new Set(group.always);
  for (const { value } of group.byFirst.size === 0 ? [] : words.candidates(0)) {
    const text = value === null ? null : textOf(value);
    if (text === null) return group.all;
    for (const entry of group.byFirst.get(text) ?? []) entries.add(entry);
  }
  if (group.byOption.size === 0) return entries;
  if (words.mayHoldAnyOption()) return group.all;
  for (const name of words.options()) for (const entry of group.byOption.get(name) ?? []) entries.add(entry);
  return entries;
}

function put(found: Found, { rule }: Entry, certainty: "yes" | "maybe"): void {
  if (certainty === "yes" || !found.has(rule)) found.set(rule, certainty);
}
