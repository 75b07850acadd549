/** What is wrong with the settings, and where; its words are made here and nowhere else. */
import { never } from "../../kit/never.ts";
import { visible } from "../../kit/text.ts";

/** Where a value was given. */
export type Place =
  /** Both count from 1; columns are characters. */
  | { readonly kind: "file"; readonly file: string; readonly line: number; readonly column: number }
  /** `text` as it was typed: `-c sandbox_mode=x`. */
  | { readonly kind: "flag"; readonly text: string };

export type ConfigError =
  /** The text is no TOML. */
  | { readonly kind: "syntax"; readonly place: Place; readonly message: string }
  /** `key` dotted as in Codex, or null where the place is the flag itself. `found` and `expected` are words for people. */
  | {
      readonly kind: "bad-value";
      readonly place: Place;
      readonly key: string | null;
      readonly found: string;
      readonly expected: string;
    }
  /** A `-c` that is not KEY=VALUE. */
  | { readonly kind: "bad-override"; readonly place: Place; readonly why: "no-equals-sign" | "empty-key" }
  /** Two flags that exclude each other. */
  | { readonly kind: "conflict"; readonly flags: readonly [string, string] }
  /** The file is there and cannot be used. */
  | { readonly kind: "unreadable"; readonly file: string; readonly why: string }
  /** The permissions as they are set cannot be held by any sandbox here; `why` is a whole sentence. */
  | { readonly kind: "profile"; readonly why: string }
  /** A wish that requirements forbid. `source` and `allowed` are words for people: who requires it, and what may be wished. */
  | {
      readonly kind: "required";
      readonly place: Place;
      readonly key: string;
      readonly found: string;
      readonly allowed: string;
      readonly source: string;
    }
  /** What was typed at `place` is stricter than `by`, of the machine's owner, which is over the command line. */
  | { readonly kind: "overruled"; readonly place: Place; readonly key: string; readonly by: Place }
  /** Requirements that leave nothing to choose. */
  | {
      readonly kind: "nothing-allowed";
      readonly key: string;
      readonly sources: readonly { readonly source: string; readonly allowed: string }[];
    }
  /** Requirements that should be there and cannot be had; `why` is a whole sentence. */
  | { readonly kind: "no-requirements"; readonly from: string; readonly why: string }
  /** The folder that assent keeps its things in. `variable` is null for the default one. */
  | { readonly kind: "bad-home"; readonly variable: string | null; readonly path: string; readonly why: string };

/** One line for people; nothing in it can steer a terminal. */
export function describeConfigError(error: ConfigError): string {
  return visible(wordsFor(error));
}

function wordsFor(error: ConfigError): string {
  switch (error.kind) {
    case "syntax":
      return `${describePlace(error.place)}: this is not TOML: ${error.message}`;
    case "bad-value": {
      const subject = error.key === null ? describePlace(error.place) : `${describePlace(error.place)}: ${error.key}`;
      return `${subject} is ${error.found}, but must be ${error.expected}`;
    }
    case "bad-override":
      return `${describePlace(error.place)}: ${OVERRIDE_FAULTS[error.why]}; write -c KEY=VALUE, for example -c sandbox_mode=read-only`;
    case "conflict":
      return `${error.flags[0]} cannot be used together with ${error.flags[1]}: leave one of them out`;
    case "unreadable":
      return `cannot read ${error.file}: ${error.why}; mend it or move it away`;
    case "profile":
      return error.why;
    case "required":
      return `${describePlace(error.place)}: ${error.key} ${error.found} is not allowed: ${error.source} allows ${error.allowed}`;
    case "overruled":
      return `${describePlace(error.place)}: ${error.key} is set at ${describePlace(error.by)} (managed), which is over the command line and looser: leave it out`;
    case "nothing-allowed":
      return `nothing may be chosen for ${error.key}: ${error.sources.map(({ source, allowed }) => `${source} allows ${allowed}`).join(", ")}; make them agree`;
    case "no-requirements":
      return `the requirements of ${error.from} cannot be had, and nothing runs without them: ${error.why}`;
    case "bad-home":
      return `${error.variable === null ? "assent's home" : `$${error.variable}`} is ${JSON.stringify(error.path)}: ${error.why}`;
    default:
      return never(error);
  }
}

const OVERRIDE_FAULTS = { "no-equals-sign": 'there is no "="', "empty-key": 'there is no key before the "="' } as const;

/** `FILE:LINE:COLUMN`, or the flag as it was typed; not escaped. */
export function describePlace(place: Place): string {
  return place.kind === "file" ? `${place.file}:${place.line}:${place.column}` : place.text;
}
