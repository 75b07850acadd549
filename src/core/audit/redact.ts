/**
 * Takes obvious secrets out of text before it is written to the log.
 *
 * A sieve, not a wall: it knows the usual shapes. What it takes out is gone from the log only; what runs is unchanged.
 */
import type { Json } from "../../kit/json.ts";

/** Stands where a secret was. */
export const REDACTED = "[redacted]";

/** What names a secret, as part of an option, a variable or a key. */
const NAME = "(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)";
/** Repetitions are bounded, so that no text takes more than linear time. */
const AROUND = "[A-Za-z0-9_-]{0,40}";
const VALUE = `(?:"[^"]{0,4096}"|'[^']{0,4096}'|[^\\s"'&;,|)]{1,4096})`;

/** Each replaces the secret and keeps what stands before it (`$1`) and after it (`$2`). */
const SHAPES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // PASSWORD=x, --api-token=x, ?access_token=x. What stands before the name stays anyway, and looking for it takes its time.
  [new RegExp(`(${NAME}${AROUND}=)${VALUE}`, "gi"), `$1${REDACTED}`],
  // "client_secret": "x"
  [new RegExp(`(["']${AROUND}${NAME}${AROUND}["']\\s{0,4}:\\s{0,4})${VALUE}`, "gi"), `$1${REDACTED}`],
  // Authorization: Bearer x
  [/(\b(?:proxy-)?authorization\s{0,4}[:=]\s{0,4}(?:[a-z]{1,16}\s{1,4})?)[^\s"',;]{1,4096}/gi, `$1${REDACTED}`],
  // X-Api-Key: x, PRIVATE-TOKEN: x
  [
    new RegExp(`(\\b(?:[a-z0-9]{1,40}-){1,4}(?:key|token|secret)\\s{0,4}:\\s{0,4})[^\\s"',;]{1,4096}`, "gi"),
    `$1${REDACTED}`,
  ],
  // Cookie: a=b; c=d
  [/(\b(?:set-)?cookie\s{0,4}:\s{0,4})[^\r\n"']{1,4096}/gi, `$1${REDACTED}`],
  // https://user:x@host
  [/(:\/\/[^\s/:@"']{0,256}:)[^\s/@"']{1,1024}(@)/g, `$1${REDACTED}$2`],
  [
    /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)(?:(?!-----)[\s\S]){1,20000}(-----END [A-Z ]{0,40}PRIVATE KEY-----)/g,
    `$1${REDACTED}$2`,
  ],
  // Keys that are recognised by their first letters: AWS, GitHub, GitLab, Slack, Google, npm, model providers.
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, REDACTED],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|sk-|AIza)[A-Za-z0-9_-]{20,512}/g, REDACTED],
  // A signed token of three parts.
  [/\beyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,8192}\.[A-Za-z0-9_-]{8,4096}/g, REDACTED],
];

/** An option whose value is the next word. */
const OPTION = new RegExp(`^--?(?:[a-z0-9]{1,40}[-_]){0,4}${NAME}$`, "i");
/** `curl -u name:x`. */
const USER_OPTIONS: readonly string[] = ["-u", "--user", "--proxy-user"];

/** No shape is without one of these; most text has none, and is spared the patterns. */
const TRACE = /[=:]|-----|eyJ|[A-Za-z0-9_-]{20}/;

export function redactText(text: string): string {
  if (!TRACE.test(text)) return text;
  return SHAPES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

/**
 * The same in text that somebody judges: what may run or lead somewhere stays, for `token=$(…)` could hide it. Only what can
 * be nothing but a value is taken out.
 */
export function redactJudged(text: string): string {
  if (!TRACE.test(text)) return text;
  return SHAPES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, spared(replacement)), text);
}

/** Puts the replacement in the place of what holds nothing but a value. */
function spared(replacement: string): (whole: string, ...found: readonly unknown[]) => string {
  return (whole, ...found) => {
    const [before, after] = found.map((group) => (typeof group === "string" ? group : ""));
    const kept = {
      before: replacement.startsWith("$1") ? (before ?? "") : "",
      after: replacement.endsWith("$2") ? (after ?? "") : "",
    };
    const value = whole.slice(kept.before.length, whole.length - kept.after.length);
    return MAY_MATTER.test(value) ? whole : `${kept.before}${REDACTED}${kept.after}`;
  };
}

/** Code, a place, or an address. */
const MAY_MATTER = /[$`(){}<>|;&\\]|^["']?[~./@]|:\/\//;

/** The words of a command line; a secret may be the word after its option. */
export function redactWords(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const option = words[index - 1] ?? "";
    if (OPTION.test(option) && !word.startsWith("-")) return REDACTED;
    const user = USER_OPTIONS.includes(option) && words.includes("curl") ? /^[^:]*:/.exec(word) : null;
    return user === null ? redactText(word) : `${user[0]}${REDACTED}`;
  });
}

/** A name whose text is a secret, in whatever spelling: `api_key`, `accessToken`. */
const SECRET_KEY = new RegExp(`${NAME}$`, "i");

/** What stands where something was left out of a record before. */
const TAKEN_OUT = /^\[[a-z]+\]$/;

/** Every text in a value; a list of texts only is taken for words. Keys stay as they are, and may say what is a secret. */
export function redactJson(value: Json): Json {
  if (typeof value === "string") return redactText(value);
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) {
    const words = value.filter((item) => typeof item === "string");
    return words.length === value.length ? redactWords(words) : value.map(redactJson);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      return [
        key,
        typeof item === "string" && SECRET_KEY.test(key) && !TAKEN_OUT.test(item) ? REDACTED : redactJson(item),
      ];
    }),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
