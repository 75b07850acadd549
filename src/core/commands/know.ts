/** What one command does, by the table: effects, danger, and whether it only reads. */
import { baseName } from "../../kit/path.ts";
import { programName } from "../shell/program.ts";
import type { Sighting } from "../script/sighting.ts";
import { textOf, type Value } from "../script/value.ts";
import { readCall } from "./call.ts";
import type { Effect, EffectKind, Finding } from "./effect.ts";
import { givesCredentials, networkKind } from "./hosts.ts";
import { leavesBehind } from "./persistence.ts";
import type { Call, Meaning, OptionTable, Operands, Usage } from "./row.ts";
import { effect, onPath, type Scene } from "./scene.ts";
import { readsSecret } from "./secrets.ts";
import { settingsEffects } from "./settings.ts";
import { rowFor } from "./table.ts";

const READ_KINDS: ReadonlySet<EffectKind> = new Set(["read"]);

/** What the command of the scene does; knows nothing of rules and policies. Never throws. */
export function know(scene: Scene): Finding {
  const { sighting } = scene;
  const around = [...redirected(sighting, scene), ...settingsEffects(sighting.settings, scene)];
  const program = textOf(sighting.words[0]);
  const row = program === null ? undefined : rowFor(baseName(program));
  const found = row === undefined ? UNLISTED : use(row, sighting.words.slice(1), scene, null);
  const effects = [
    ...found.effects,
    ...around,
    ...(sighting.open && row?.anyOption !== true ? [effect("unknown")] : []),
  ];
  const danger = found.danger ?? dangerOfEffects(effects, scene);
  const isNamed = program !== null && programName(program) !== null && sighting.doubt === null;
  const isReading = effects.every(({ kind }) => READ_KINDS.has(kind)) && danger === null;
  const safe = isNamed && isReading && !found.unsafe ? (found.boxed ? "boxed" : "anywhere") : "no";
  return { effects, danger, safe };
}

type Found = {
  readonly effects: readonly Effect[];
  readonly danger: string | null;
  readonly unsafe: boolean;
  readonly boxed: boolean;
};

const UNLISTED: Found = { effects: [effect("unknown")], danger: null, unsafe: true, boxed: false };

const NOTHING: Found = { effects: [], danger: null, unsafe: false, boxed: false };

/** @param inherited options of the command above that may stand here, too */
function use(usage: Usage, words: readonly Value[], scene: Scene, inherited: OptionTable | null): Found {
  const call = readCall(withOptions(usage, inherited), words);
  if (words.length === 1 && call.given[0]?.meaning === "informs") return NOTHING;
  const own = ownFindings(usage, call, scene);
  const inner = below(usage, call);
  if (inner === null) return own;
  const passedOn = usage.optionsAnywhere === true ? (usage.options ?? null) : null;
  const deeper = use(inner.usage, inner.words, scene, passedOn);
  return {
    effects: [...own.effects, ...deeper.effects],
    danger: own.danger ?? deeper.danger,
    unsafe: own.unsafe || deeper.unsafe,
    boxed: own.boxed || deeper.boxed,
  };
}

const widened = new WeakMap<Usage, Usage>();

function withOptions(usage: Usage, inherited: OptionTable | null): Usage {
  if (inherited === null) return usage;
  const known = widened.get(usage);
  if (known !== undefined) return known;
  const made: Usage = { ...usage, options: { ...inherited, ...usage.options } };
  widened.set(usage, made);
  return made;
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
  let danger = usage.danger ?? null;
  const say = (meaning: Meaning, value: Value | null): void => {
    if (meaning === "ok" || meaning === "informs") return;
    if (typeof meaning !== "string") danger ??= meaning.danger;
    else effects.push(effectOf(meaning, value, scene));
  };
  for (const { meaning, value } of call.given) say(meaning, value);
  // Where there are subcommands the operands are theirs.
  const operands = usage.subcommands === undefined ? call.operands : [];
  for (const [at, value] of operands.entries()) say(meaningAt(usage.operands, at, operands.length), value);
  if (call.strange.length > 0) effects.push(effect("unknown"));
  const added = usage.hook?.(call, scene);
  effects.push(...(added?.effects ?? []));
  danger ??= added?.danger ?? null;
  return { effects, danger, unsafe: usage.safe === "no" || added?.unsafe === true, boxed: usage.safe === "boxed" };
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
    if ((operator === "<&" || operator === ">&") && text !== null && /^(?:\d+-?|-)$/.test(text)) return [];
    if (operator === "<" || operator === "<&") return [onPath("read", target, scene)];
    return text === "/dev/null" ? [] : [onPath("write", target, scene)];
  });
}

/** What makes reading and writing dangerous is where it happens. */
export function dangerOfEffects(effects: readonly Effect[], scene: Scene): string | null {
  for (const one of effects) {
    if (one.kind === "read" && readsSecret(one, scene)) return `reads a secret (${one.target ?? ""})`;
    if (one.kind === "network" && givesCredentials(one.target ?? "")) {
      return `asks the cloud for this machine's keys (${one.target ?? ""})`;
    }
    const behind = one.kind === "write" || one.kind === "delete" ? leavesBehind(one, scene) : null;
    if (behind !== null) return behind;
  }
  return null;
}
