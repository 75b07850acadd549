/** Statements that ask for something: "fix/a can be pushed", "the rate must be 7". */
import type { Clause } from "./clauses.ts";
import { isHolding } from "./markers.ts";
import type { Word } from "./message.ts";
import { verbOf } from "./verbs.ts";

export type Wish = {
  /** As an order: the verb, what it is done to, and the rest. */
  readonly words: readonly Word[];
  /** False for a state that is to be reached, by whatever means. */
  readonly isPlain: boolean;
};

const MODAL =
  /^(?:can|may|should|shall|must|needs to|need to|has to|have to|ought to|is to|are to) (?:(?:now|also|then|all|please|finally|safely|both) )*/;
const GOES = /^go(?: (?:away|now|too|please|,))*$/;
const LEAVES = /^go (?:up |out |off )?(?:to|onto|into|up) /;

/** Null where it asks for nothing that is certain. */
export function wishIn({ words }: Clause): Wish | null {
  const at = words.findIndex(({ text, isQuoted }) => !isQuoted && MODALS.has(text));
  if (at < 1 || at > SUBJECT_WORDS_MAX || words.some(isHolding)) return null;
  const subject = words.slice(0, at);
  if (subject.some(({ text, isQuoted }) => !isQuoted && NOBODY.test(text))) return null;
  const behind = words.slice(at).map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text));
  const modal = MODAL.exec(`${behind.join(" ")} `)?.[0];
  if (modal === undefined) return null;
  const rest = words.slice(at + modal.trim().split(" ").length);
  const line = rest.map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text)).join(" ");
  const isSure = !/^(?:should|shall|ought)/.test(modal);
  if (/\bby\b/.test(line)) return null;
  if (GOES.test(line)) return isSure ? asked("delete", subject, [], true) : null;
  if (LEAVES.test(line)) return isSure ? asked("push", subject, rest.slice(1), true) : null;
  if (rest[0]?.text !== "be" && !STATES.test(line)) return null;
  const done = participleOf(rest.slice(1).find(({ text }) => !/^(?:now|also|then|all)$/.test(text))?.text ?? "");
  if (rest[0]?.text === "be" && done !== null) return asked(done, subject, rest.slice(2), true);
  return /^(?:can|may)/.test(modal) ? null : asked("change", subject, rest, false);
}

/** What can be seen from there is a state of things. */
const STATES =
  /^(?:work|say|read|show|return|accept|use|give|have|start|end|default|point|print|take|contain|match|look)\b/;
const MODALS = new Set("can may should shall must needs need has have ought is are".split(" "));
/** Subjects of longer statements are hard to tell. */
const SUBJECT_WORDS_MAX = 8;
/** Who does it themselves, who only tells of it, and what it hangs on. */
const NOBODY =
  /^(?:i|we|you|he|she|they|who|whoever|which|what|how|why|where|when|if|whether|once|nobody|someone|somebody|anybody|everyone|team|tom|docs?|says?|said|told|asks?|wants?|thinks?|claims?|not|that|there|after|before|could|would|might)$/;

function asked(verb: string, subject: readonly Word[], rest: readonly Word[], isPlain: boolean): Wish {
  return { words: [{ text: verb, isQuoted: false }, ...subject, ...rest], isPlain };
}

/** The verb of "pushed", "built": null for what is no participle. */
function participleOf(word: string): string | null {
  return IRREGULAR.get(word) ?? (word.endsWith("ed") ? verbOf(word) : null);
}

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  "built:build rebuilt:rebuild made:make sent:send put:put set:set reset:reset shown:show run:run read:read written:write cut:change thrown:throw sped:speed"
    .split(" ")
    .map((pair) => [pair.split(":")[0] ?? "", pair.split(":")[1] ?? ""]),
);
