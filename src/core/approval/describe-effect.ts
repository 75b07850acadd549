/** Words for people: what a command does. Not escaped. */
import type { Effect, EffectKind, Where } from "../commands/effect.ts";

const DOES: Readonly<Record<EffectKind, readonly [verb: string, alone: string]>> = {
  read: ["reads", "reads files"],
  write: ["writes", "writes files"],
  delete: ["deletes", "deletes files"],
  "git-write": ["changes the repository:", "changes the repository in a way that git can undo"],
  "git-history": ["loses work or history:", "loses work or history that git cannot give back"],
  network: ["connects to", "uses the network"],
  "network-local": ["connects to", "connects to this machine"],
  credentials: ["reads credentials:", "reads credentials"],
  process: ["acts on the process", "acts on other processes"],
  privilege: ["acts with more rights:", "acts with more rights than yours"],
  persistence: ["leaves behind", "leaves something behind that acts later"],
  runs: ["runs", "runs programs of the workspace"],
  unknown: ["does what is not known to", "more that is not known"],
};

const PLACE: Readonly<Partial<Record<Where, string>>> = {
  outside: "outside the workspace",
  protected: "protected",
  device: "a device",
  unknown: "where is not known",
};

/** As in `deletes dist`, `writes /etc/hosts (outside the workspace)`. */
export function describeEffect({ kind, target, where }: Effect): string {
  const [verb, alone] = DOES[kind];
  if (target === null || target === "") return alone;
  const place = where === null ? undefined : PLACE[where];
  return `${verb} ${target}${place === undefined ? "" : ` (${place})`}`;
}

/** Told by any danger that comes with them, and better. */
const VAGUE: ReadonlySet<EffectKind> = new Set(["git-history", "persistence"]);

/** The effects of one command, once each, without those that one of its dangers tells already. */
export function describeBeside(effects: readonly Effect[], dangers: readonly string[]): readonly string[] {
  const told = effects.filter(({ kind, target }) => {
    if (target === null || target === "") return kind !== "unknown" && !(dangers.length > 0 && VAGUE.has(kind));
    return kind !== "read" || !dangers.some((danger) => danger.includes(`(${target})`));
  });
  return [...new Set(told.map(describeEffect))].filter((effect) => !dangers.includes(effect));
}

/** What counts comes first. */
const WEIGHT: readonly EffectKind[] = [
  "credentials",
  "git-history",
  "persistence",
  "privilege",
  "delete",
  "process",
  "network",
  "write",
  "git-write",
  "runs",
  "network-local",
  "unknown",
  "read",
];

const NAMED_MAX = 3;

/** One line for a question: the weightiest effects, reading only where there is nothing else; null for none at all. */
export function summariseEffects(effects: readonly Effect[]): string | null {
  const sorted = effects.toSorted((a, b) => WEIGHT.indexOf(a.kind) - WEIGHT.indexOf(b.kind));
  const weighty = sorted.filter(({ kind }) => kind !== "read");
  const named = [...new Set((weighty.length === 0 ? sorted : weighty).map(describeEffect))];
  if (named.length === 0) return null;
  if (weighty.length > 0 && weighty.every(({ kind, target }) => kind === "unknown" && target === null))
    return "not known";
  const more = named.length - NAMED_MAX;
  return `${named.slice(0, NAMED_MAX).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}
