/** One command as a review looks at it, and the words to say what it does. */
import type { Effect, Finding } from "../commands/effect.ts";
import type { Scene } from "../commands/scene.ts";
import type { ReviewCategory, RiskLevel } from "../config/review-terms.ts";
import type { Survey } from "../approval/survey.ts";
import type { Act, Bar, Deed } from "./subject.ts";

/** Growing. */
export const BARS: readonly Bar[] = ["free", "asked", "named", "person", "never"];

/** Where commands run and what bounds them. */
export type Stage = {
  readonly survey: Survey;
  /** True where a sandbox without network holds whatever is run. */
  readonly isBoxed: boolean;
  /** True where settings or hooks of its repositories may make git run something. */
  readonly isLed: boolean;
  /** Names of the remotes of its repositories, as far as they were looked at. */
  readonly remotes: readonly string[];
  /** Absolute paths that git or a build could give back, as the disk says. */
  readonly restorable: ReadonlySet<string>;
  /** What the person typed: by which of its names they know a host. */
  readonly words: readonly string[];
};

export type Seen = {
  /** The program without its folder; empty where it is not known. */
  readonly name: string;
  /** The words behind it as a person would write them. */
  readonly args: readonly string[];
  /** True where every word is known and none is added later. */
  readonly isKnown: boolean;
  readonly finding: Finding;
  readonly scene: Scene;
  readonly stage: Stage;
};

/** What a family of programs does; null where it does not know the command. */
export type Family = (seen: Seen) => readonly Deed[] | null;

export type Families = Readonly<Record<string, Family>>;

export function deed(
  act: Act,
  objects: readonly string[],
  what: string,
  [bar, level, category]: readonly [bar: Bar, level: RiskLevel, category: ReviewCategory | null],
): Deed {
  return { act, objects: [...new Set(objects)], bar, level, category, what: what.trim() };
}

/** Harmless wherever it is done. */
export function free(act: Act, objects: readonly string[], what: string): Deed {
  return deed(act, objects, what, ["free", "low", null]);
}

/** Small, and wanted by whoever wants such a thing. */
export function asked(act: Act, objects: readonly string[], what: string): Deed {
  return deed(act, objects, what, ["asked", "low", null]);
}

/** Only where each object was asked for. */
export function named(act: Act, objects: readonly string[], what: string, category: ReviewCategory | null): Deed {
  return deed(act, objects, what, ["named", "medium", category]);
}

/** Only a person can tell. */
export function person(act: Act, objects: readonly string[], what: string, category: ReviewCategory | null): Deed {
  return deed(act, objects, what, ["person", "high", category]);
}

/** What hardly anybody wants, and nobody can take back. */
export function grave(act: Act, objects: readonly string[], what: string, category: ReviewCategory): Deed {
  return deed(act, objects, what, ["person", "critical", category]);
}

/** What must not be. */
export function forbidden(act: Act, objects: readonly string[], what: string, category: ReviewCategory): Deed {
  return deed(act, objects, what, ["never", "critical", category]);
}

export function stricterBar(a: Bar, b: Bar): Bar {
  return BARS.indexOf(a) >= BARS.indexOf(b) ? a : b;
}

export function effectsOfKind({ finding }: Seen, ...kinds: readonly Effect["kind"][]): readonly Effect[] {
  return finding.effects.filter(({ kind }) => kinds.includes(kind));
}
