/** What was said and shown, cut to what a reviewer reads; each cut is marked. */
import { redactJudged, redactText } from "../audit/redact.ts";
import { barred } from "./fence.ts";
import type { Evidence } from "./subject.ts";

/** UTF-16 units, here and below. */
const WORDS_CHARS_MAX = 24_000;
const MESSAGE_CHARS_MAX = 8_000;
const TRANSCRIPT_CHARS_MAX = 40_000;
const SAID_CHARS_MAX = 4_000;
const SHOWN_CHARS_MAX = 2_000;
/** Longer texts are cut once before secrets are looked for, and once more after that. */
const LOOKED_AT_CHARS_MAX = 64_000;

/** The person's messages, oldest first: the first and the newest ones stay. Secrets are taken out. */
export function wordsText(words: readonly string[]): string {
  const messages = words.map((text) => short(text, MESSAGE_CHARS_MAX, redactText));
  const [first = ""] = messages;
  const kept = keptFrom(messages, WORDS_CHARS_MAX - first.length, 1);
  return list(
    messages,
    (at) => at === 0 || at >= kept,
    (at) => `message ${at + 1} of ${words.length}`,
  );
}

/** Newest entries stay. Secrets are taken out. */
export function transcriptText(transcript: readonly Evidence[]): string {
  const from = Math.max(0, transcript.length - ENTRIES_MAX);
  const entries = transcript.slice(from).map(({ from: who, text }) => {
    const charsMax = who === "agent" || who === "person" ? SAID_CHARS_MAX : SHOWN_CHARS_MAX;
    // What was called may be what the action makes use of: code stays.
    return short(text, charsMax, who === "call" ? redactJudged : redactText);
  });
  const kept = keptFrom(entries, TRANSCRIPT_CHARS_MAX, 0);
  const listed = list(
    entries,
    (at) => at >= kept,
    (at) => `${from + at + 1}. ${SPEAKERS[transcript[from + at]?.from ?? "output"]}`,
  );
  return from === 0 ? listed : `${leftOut(from)}\n${listed}`;
}

/** More are not even looked at. */
const ENTRIES_MAX = 400;

const SPEAKERS: Readonly<Record<Evidence["from"], string>> = {
  person: "the person said",
  agent: "the agent said",
  call: "the agent called",
  output: "what came back",
};

/** `text` with its middle left out where it is longer. */
export function cutMiddle(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const half = Math.floor(charsMax / 2);
  const left = text.length - 2 * half;
  return `${text.slice(0, half)}\n… ${left} characters left out …\n${text.slice(text.length - half)}`;
}

/** Cut, and without the secrets that `redact` knows. */
export function short(text: string, charsMax: number, redact: (text: string) => string): string {
  return cutMiddle(redact(cutMiddle(text, LOOKED_AT_CHARS_MAX)), charsMax);
}

/** From which one on they fit, the newest always; none below `least` is looked at. */
function keptFrom(texts: readonly string[], charsMax: number, least: number): number {
  let left = charsMax;
  for (let at = texts.length - 1; at >= least; at -= 1) {
    left -= texts[at]?.length ?? 0;
    if (left < 0 && at < texts.length - 1) return at + 1;
  }
  return least;
}

/** Each text behind bars under a heading: none of its lines can pass for one. */
function list(texts: readonly string[], isKept: (at: number) => boolean, heading: (at: number) => string): string {
  const lines: string[] = [];
  let left = 0;
  for (const [at, text] of texts.entries()) {
    if (!isKept(at)) {
      left += 1;
      continue;
    }
    if (left > 0) lines.push(leftOut(left));
    left = 0;
    lines.push(`${heading(at)}:`, barred(text));
  }
  if (left > 0) lines.push(leftOut(left));
  return lines.length === 0 ? "(nothing)" : lines.join("\n");
}

function leftOut(count: number): string {
  return `… ${count === 1 ? "one left out" : `${count} left out`} here …`;
}
