/** What one command does, by the table: effects, danger, and whether it only reads. */
import { baseName } from "../../kit/path.ts";
import { programName } from "../shell/program.ts";
import type { Sighting } from "../script/sighting.ts";
import { keptFolder } from "../script/follow-folders.ts";
import { showValue, textOf, textValue, type Value } from "../script/value.ts";
import { readCall } from "./call.ts";
import { replacesHistory } from "./deletion.ts";
import type { Effect, EffectKind, Finding } from "./effect.ts";
import { givesCredentials, networkKind, socketOf } from "./hosts.ts";
import { leavesBehind } from "./persistence.ts";
import type { Call, Meaning, OptionTable, Operands, Usage } from "./row.ts";
import { effect, onPath, pathOf, type Scene } from "./scene.ts";
import { secretShownIn } from "./secret-variables.ts";
import { listsSecret, namesSecret, readsSecret } from "./secrets.ts";
import { dangerOfSettings, settingsEffects } from "./settings.ts";
import { rowFor } from "./table.ts";
import { dangerOfTask } from "./tasks.ts";

const READ_KINDS: ReadonlySet<EffectKind> = new Set(["read"]);

/** What the command of the scene does; knows nothing of rules and policies. Never throws. */
export function know(scene: Scene): Finding {
  const { sighting } = scene;
  const around = [...redirected(sighting, scene), ...settingsEffects(sighting.settings, scene)];
  const program = textOf(sighting.words[0]);
  const row = program === null ? undefined : rowFor(baseName(program));
  const found = row === undefined ? unlisted(scene) : use(row, sighting.words.slice(1), scene, null);
  const loud = [...found.effects, ...around];
  const effects = [...loud, ...found.names, ...(sighting.open && row?.anyOption !== true ? [effect("unknown")] : [])];
  const danger =
    found.danger ??
    dangerOfSettings(sighting.settings, scene) ??
    dangerOfEffects(loud, scene) ??
    dangerOfShowing(row, effects, scene) ??
    handedToProgram(scene) ??
    dangerOfTask(sighting.words, sighting.settings);
  const isNamed = program !== null && programName(program) !== null && sighting.doubt === null;
  const isReading = effects.every(({ kind }) => READ_KINDS.has(kind)) && danger === null;
  const safe = isNamed && isReading && !found.unsafe ? (found.boxed ? "boxed" : "anywhere") : "no";
  return { effects, danger, safe };
}

type Found = {
  readonly effects: readonly Effect[];
  /** Paths of which it tells the name and not the content. */
  readonly names: readonly Effect[];
  readonly danger: string | null;
  readonly unsafe: boolean;
  readonly boxed: boolean;
};

const NOTHING: Found = { effects: [], names: [], danger: null, unsafe: false, boxed: false };

/** Nothing is known of the program but that a word of it is the path of a secret. */
function unlisted(scene: Scene): Found {
  return {
    ...NOTHING,
    effects: [effect("unknown")],
    danger: secretAmong(scene.sighting.words.slice(1), scene),
    unsafe: true,
  };
}

/** What runs a program of its own is given files as words. */
const INTERPRETER =
  /^(?:python[\d.]*|pypy3?|node|nodejs|deno|bun|perl|ruby|php|lua|tclsh|Rscript|(?:ba|z|da|k|a|fi)?sh)$/;

function handedToProgram(scene: Scene): string | null {
  const [program, ...words] = scene.sighting.words;
  return INTERPRETER.test(baseName(textOf(program) ?? "")) ? secretAmong(words, scene) : null;
}

function secretAmong(words: readonly Value[], scene: Scene): string | null {
  const secret = words.find((word) => namesSecret(word, scene));
  return secret === undefined ? null : `may read a secret (${showValue(secret)})`;
}

/** @param inherited options of the command above that may stand here, too */
function use(usage: Usage, words: readonly Value[], scene: Scene, inherited: OptionTable | null): Found {
  const other = usage.instead?.(words) ?? null;
  const stoodFor = other === null ? undefined : rowFor(other.name);
  if (other !== null && stoodFor !== undefined) return use(stoodFor, other.words, scene, null);
  const call = readCall(withOptions(usage, inherited), words);
  if (words.length === 1 && call.given[0]?.meaning === "informs") return NOTHING;
  const own = ownFindings(usage, call, scene);
  const inner = below(usage, call);
  if (inner === null) return own;
  const passedOn = usage.optionsAnywhere === true ? (usage.options ?? null) : null;
  const deeper = use(inner.usage, inner.words, inFolder(usage, call, scene), passedOn);
  return {
    effects: [...own.effects, ...deeper.effects],
    names: [...own.names, ...deeper.names],
    danger: own.danger ?? deeper.danger,
    unsafe: own.unsafe || deeper.unsafe,
    boxed: own.boxed || deeper.boxed,
  };
}

const widened = new WeakMap<OptionTable, WeakMap<Usage, Usage>>();

function withOptions(usage: Usage, inherited: OptionTable | null): Usage {
  if (inherited === null) return usage;
  const sameParent = widened.get(inherited) ?? new WeakMap<Usage, Usage>();
  const known = sameParent.get(usage);
  if (known !== undefined) return known;
  const made: Usage = { ...usage, options: { ...inherited, ...usage.options } };
  widened.set(inherited, sameParent.set(usage, made));
  return made;
}

function inFolder({ folder }: Usage, call: Call, scene: Scene): Scene {
  if (folder === undefined || !call.has(folder)) return scene;
  const cwd = call.valuesOf(folder).reduce((from, value) => keptFolder(pathOf(value, from)), scene.sighting.cwd);
  return { ...scene, sighting: { ...scene.sighting, cwd } };
}

const NOTHING_KNOWN: Usage = { about: "", effects: ["unknown"], anyOption: true };

/** The usage of the subcommand that is called; null for a program without any. */
function below(
  { subcommands, otherwise }: Usage,
  { operands }: Call,
): { usage: Usage; words: readonly Value[] } | null {
  if (subcommands === undefined) return null;
  const [first, ...rest] = operands;
  const name = first === undefined ? null : textOf(first);
  const listed = name === null ? undefined : subcommandOf(subcommands, name);
  if (listed !== undefined) return { usage: listed, words: rest };
  return { usage: otherwise ?? NOTHING_KNOWN, words: operands };
}

const indexes = new WeakMap<object, ReadonlyMap<string, Usage>>();

function subcommandOf(subcommands: Readonly<Record<string, Usage>>, name: string): Usage | undefined {
  let index = indexes.get(subcommands);
  if (index === undefined) {
    const pairs = Object.entries(subcommands);
    index = new Map(pairs.flatMap(([names, usage]) => names.split(" ").map((one) => [one, usage] as const)));
    indexes.set(subcommands, index);
  }
  return index.get(name);
}

function ownFindings(usage: Usage, call: Call, scene: Scene): Found {
  const effects: Effect[] = (usage.effects ?? []).map((kind) => effect(kind));
  const names: Effect[] = [];
  let danger = usage.danger ?? null;
  const say = (meaning: Meaning, value: Value | null): void => {
    if (meaning === "ok" || meaning === "informs") return;
    if (typeof meaning !== "string") danger ??= meaning.danger;
    else if (meaning === "names") names.push(onPath("read", value ?? textValue("."), scene));
    else effects.push(effectOf(meaning, value, scene));
  };
  for (const { meaning, value } of call.given) say(meaning, value);
  // Where there are subcommands the operands are theirs.
  const operands = usage.subcommands === undefined ? call.operands : [];
  for (const [at, value] of operands.entries()) say(meaningAt(usage.operands, at, operands.length), value);
  if (call.strange.length > 0) effects.push(effect("unknown"));
  const added = usage.hook?.(call, scene);
  if (added?.forced === true) markForced(effects);
  for (const one of added?.effects ?? []) effects.push(one);
  for (const one of added?.names ?? []) names.push(one);
  if (added?.namesOnly === true) names.push(...effects.filter(({ kind }) => kind === "read"));
  danger ??= added?.danger ?? dangerOfNames(names, scene) ?? secretAmong(call.strange, scene);
  return {
    effects: added?.namesOnly === true ? effects.filter(({ kind }) => kind !== "read") : effects,
    names,
    danger,
    unsafe: usage.safe === "no" || added?.unsafe === true,
    boxed: usage.safe === "boxed",
  };
}

function markForced(effects: Effect[]): void {
  for (const [at, one] of effects.entries()) if (one.kind === "delete") effects[at] = { ...one, forced: true };
}

function dangerOfNames(names: readonly Effect[], scene: Scene): string | null {
  const found = names.find((one) => listsSecret(one, scene));
  return found === undefined ? null : `looks into a folder of secrets (${found.target ?? ""})`;
}

const PATH_KINDS: ReadonlySet<EffectKind> = new Set(["read", "write", "delete", "persistence", "credentials", "runs"]);

function effectOf(kind: EffectKind, value: Value | null, scene: Scene): Effect {
  if (value === null) return effect(kind);
  if (kind === "network") return networkKind(value);
  return PATH_KINDS.has(kind) ? onPath(kind, value, scene) : effect(kind, textOf(value));
}

function meaningAt(operands: Meaning | Operands | undefined, at: number, length: number): Meaning {
  if (operands === undefined) return "ok";
  if (typeof operands === "string" || "danger" in operands) return operands;
  if (operands.last !== undefined && at === length - 1 && at > 0) return operands.last;
  return operands.first?.[at] ?? operands.rest ?? "ok";
}

export function redirected({ redirections }: Sighting, scene: Scene): readonly Effect[] {
  return redirections.flatMap(({ operator, target }) => {
    if (operator === "<<" || operator === "<<-" || operator === "<<<") return [];
    const text = textOf(target);
    const socket = socketOf(target);
    if (socket !== null) return [networkKind(socket)];
    if ((operator === "<&" || operator === ">&") && text !== null && /^(?:\d+-?|-)$/.test(text)) return [];
    if (operator === "<" || operator === "<&") return [onPath("read", target, scene)];
    return text === "/dev/null" ? [] : [onPath("write", target, scene)];
  });
}

/** What is run or read as settings is told where it makes no sense. */
const TOLD: ReadonlySet<EffectKind> = new Set(["runs", "unknown"]);

/** Variables that a file sets stay with the shell until one of them is shown. */
function isSourcing({ sighting }: Scene): boolean {
  return /^(?:source|\.)$/.test(textOf(sighting.words[0]) ?? "");
}

/** What makes reading and writing dangerous is where it happens. */
export function dangerOfEffects(effects: readonly Effect[], scene: Scene): string | null {
  for (const one of effects) {
    const isRead = one.kind === "read" || (TOLD.has(one.kind) && !isSourcing(scene));
    if (isRead && one.target !== null && readsSecret(one, scene)) return `reads a secret (${one.target ?? ""})`;
    if (one.kind === "network" && givesCredentials(one.target ?? "")) {
      return `asks the cloud for this machine's keys (${one.target ?? ""})`;
    }
    const replaced = one.kind === "write" ? replacesHistory(one, scene) : null;
    if (replaced !== null) return replaced;
    const behind = one.kind === "write" || one.kind === "delete" ? leavesBehind(one, scene) : null;
    if (behind !== null) return behind;
  }
  return null;
}

/** They write what they read, to the screen as well. */
const COPIES = /^(?:tee|gtee|dd|sponge|pee|pv|split|xxd)$/;

/** Of a secret in a variable: printed, sent, or read from a text that the shell hands over. */
function dangerOfShowing(row: Usage | undefined, effects: readonly Effect[], scene: Scene): string | null {
  const { words, input } = scene.sighting;
  const program = baseName(textOf(words[0]) ?? "");
  const isSending = effects.some(({ kind }) => kind === "network");
  const isReading = row !== undefined && effects.every(({ kind }) => READ_KINDS.has(kind));
  const shown = [
    ...(row?.shows === true || (isSending && row?.signsIn !== true) || INTERPRETER.test(program) ? words.slice(1) : []),
    ...(input.kind === "text" && (isReading || isSending || COPIES.test(program)) ? [input.text] : []),
  ];
  const name = secretShownIn(shown, scene.course);
  if (name === null) return null;
  return isSending ? `sends a secret ($${name})` : `prints a secret ($${name})`;
}
