/** Usages that many subcommands share, and what to say of packages that come from elsewhere. */
import { prefixOf, showValue, textOf, type Value } from "../../script/value.ts";
import type { Effect, EffectKind } from "../effect.ts";
import type { Addition, Call, OptionTable, Usage } from "../row.ts";
import { effect } from "../scene.ts";

const HELP: OptionTable = { "-h --help": "informs" };

/** Only reads. Settings of the folder may name programs. */
export function reads(about: string, options: OptionTable = {}): Usage {
  return { about, options: { ...HELP, ...options }, anyOption: true, effects: ["read"], safe: "boxed" };
}

/** Runs what the workspace says, and changes files there. */
export function runs(about: string, options: OptionTable = {}): Usage {
  return { about, options: { ...HELP, ...options }, anyOption: true, effects: ["runs", "write"] };
}

/** Changes files of the workspace. */
export function writes(about: string, options: OptionTable = {}): Usage {
  return { about, options: { ...HELP, ...options }, anyOption: true, effects: ["write"] };
}

/** Asks a server. */
export function asks(about: string, options: OptionTable = {}): Usage {
  return { about, options: { ...HELP, ...options }, anyOption: true, effects: ["read", "network"] };
}

/** Fetches packages into the workspace and runs what they bring along. */
export function fetches(about: string, options: OptionTable = {}): Usage {
  return {
    about,
    options: { ...HELP, ...options },
    anyOption: true,
    effects: ["network", "runs", "write"],
    hook: fromElsewhere,
  };
}

/** The same, for the whole machine or the person. */
export function installs(about: string, options: OptionTable = {}): Usage {
  return {
    ...fetches(about, options),
    effects: ["network", "runs"],
    hook: (call) => ({ effects: [outside("write", "installed programs")], danger: sourceOf(call) }),
  };
}

/** Changes what is installed or kept for the person, and fetches nothing. */
export function keeps(about: string, options: OptionTable = {}): Usage {
  return {
    about,
    options: { ...HELP, ...options },
    anyOption: true,
    hook: () => ({ effects: [outside("write", "installed programs")] }),
  };
}

/** Gives something to the whole world. */
export function publishes(about: string): Usage {
  return {
    about,
    options: HELP,
    anyOption: true,
    effects: ["network", "credentials"],
    danger: "publishes to the world",
  };
}

/** The same, but for a rehearsal: with this option, all but the giving is done. */
export function publishesUnless(rehearsal: string, about: string): Usage {
  return {
    about,
    options: HELP,
    anyOption: true,
    hook: (_call, { sighting: { words, open } }) => {
      const texts = words.map(textOf);
      // `--dry-run false`, `--no-dry-run`, and words that are not known may take it back.
      const isTakenBack = open || texts.some((text) => text === null || /^(?:false|null|0)$|^--no-/.test(text));
      if (texts.includes(rehearsal) && !isTakenBack) return { effects: [effect("runs")] };
      return { effects: [effect("network"), effect("credentials")], danger: "publishes to the world" };
    },
  };
}

/** Always asks, for a reason of its own. */
export function asksFirst(about: string, danger: string, effects: readonly EffectKind[] = ["write"]): Usage {
  return { about, options: HELP, anyOption: true, effects, danger };
}

/** An effect on something that lies outside the workspace and has no path in the words. */
export function outside(kind: EffectKind, target: string): Effect {
  return { kind, target, path: null, where: "outside" };
}

export const OTHER_REGISTRY = { danger: "takes packages from another place than usual" } as const;

function fromElsewhere(call: Call): Addition {
  return { danger: sourceOf(call) };
}

/** Why the packages that are named come from an unusual place; null where none does. */
export function sourceOf({ operands }: Call, isElsewhere: (value: Value) => boolean = isForeign): string | null {
  const foreign = operands.find(isElsewhere);
  return foreign === undefined
    ? null
    : `takes a package from an address and not from the registry (${showValue(foreign)})`;
}

/** `https://…`, `git+ssh://…`, `github:owner/name`, `name @ https://…`, `name@https://…`. */
export function isForeign(value: Value): boolean {
  const text = textOf(value) ?? prefixOf(value);
  if (/^file:|^https?:\/\/(?:localhost|127\.0\.0\.1)[:/]/i.test(text)) return false;
  return (
    /^(?:[\w.@/[\]-]+\s*@\s*)?(?:[a-z][a-z0-9+.-]*:\/\/|git\+|(?:github|gitlab|bitbucket|gist|git|ssh|http|https|jsr-git):)/i.test(
      text,
    ) || /^[^/@\s:]+@[^/\s:]+:/.test(text)
  );
}
