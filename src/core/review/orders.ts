/** What a person orders or allows, sentence by sentence. */
import { objectOf, topicOf, withNamed } from "./antecedents.ts";
import { type Clause, clausesOf } from "./clauses.ts";
import { isHolding, withoutHarmless } from "./markers.ts";
import type { Sentence, Word } from "./message.ts";
import type { Act } from "./subject.ts";
import { actsOf, CALLED, impliedBy, isVerb, verbOf } from "./verbs.ts";
import { wishIn } from "./wishes.ts";

export type Order = {
  readonly acts: ReadonlySet<Act>;
  /** What follows from them. */
  readonly implied: ReadonlySet<Act>;
  /** From the verb on, to the end of the clause. */
  readonly words: readonly Word[];
  /** True for what is allowed from now on, and not only asked for once. */
  readonly isStanding: boolean;
  /** False where it hangs on something, or is only part of what is told: it may be a goal, and names nothing. */
  readonly isPlain: boolean;
};

const BEFORE = new Set(
  `please ok okay now then and also yes yep yeah sure great thanks thank first next finally afterwards again hey hi hello well
  so kindly quickly good fine right alright simply just everything too lastly more here only`.split(/\s+/),
);

/** By what an order begins, beside its verb. The longest that fits counts. */
const OPENINGS: readonly (readonly [opening: RegExp, isStanding: boolean])[] = [
  [/^(?:would|do) you mind /, false],
  [/^(?:can|could|would|will) you (?:please |also |now |kindly |maybe |then |just )*/, false],
  [/^(?:i|we) would (?:appreciate it|be (?:glad|grateful|happy)) if you (?:could |would )?/, false],
  [/^it would be (?:great|nice|good|lovely|helpful|kind) (?:if you (?:could |would )?|to )/, false],
  [/^(?:go and|try and|try to|time to|it is time to|please do|do please|be so kind and|be so kind as to) /, false],
  [/^(?:i|we) (?:want|need|would like|ask) you to (?:please |also |now |then )*/, false],
  [
    /^you (?:may|can|are allowed to|are free to|are welcome to|have permission to) (?:also |now |freely |then |always |go ahead and )*/,
    true,
  ],
  [/^you (?:should|shall|must|have to|need to|ought to) (?:also |now |then )*/, false],
  [/^(?:it is|that is) (?:ok|okay|fine|alright|all right) to /, true],
  [/^(?:i|we) (?:allow|permit|authori[sz]e) you to /, true],
  [/^feel free to /, true],
  [/^(?:go ahead and|go on and|make sure to|make sure you|be sure to|remember to|let us|help me) /, false],
];

/** What makes an order hang on something, or no order at all. */
const HANGING = new Set(
  `if when whenever once unless until till after before while whether provided assuming suppose supposing imagine say says said
  saying told tells wrote writes asked asks claims claimed wants wanted would could might maybe perhaps should
  tomorrow later soon eventually someday tonight hypothetically example e.g planned planning plans how why what which who whose
  falls wenn sobald ob si quand cuando`.split(/\s+/),
);

/** What one may be told: "show me what is in it". */
const ASKING = new Set(["what", "which", "how", "why", "who", "where", "whether"]);

/** @param before the sentence in front of it, of which "it" may speak; null for none */
export function ordersIn(sentence: Sentence, before: Sentence | null = null): readonly Order[] {
  const { words, end } = withoutHarmless(sentence);
  const question = questionIn(words);
  if (question !== null) return [question];
  const clauses = clausesOf(words);
  if (clauses.some(({ words: [first] }) => first !== undefined && !first.isQuoted && TELLING.test(first.text)))
    return [];
  const orders: Order[] = [];
  let isPlain = true;
  let isStanding = false;
  let topic = before === null || before.end === "?" ? [] : topicOf(withoutHarmless(before).words);
  for (const clause of joined(clauses)) {
    const order = orderIn(clause, end === "?");
    if (clause.joint === ":") isPlain = false;
    if (order === null) {
      isPlain = isPlain && (isInterjection(clause.words) || isReport(clause.words));
      topic = nonEmpty(topicOf(clause.words)) ?? topic;
      continue;
    }
    isStanding = order.isStanding || (isStanding && clause.joint !== "then");
    const isLook = order.acts.has("look");
    const hangs = order.words.some(
      ({ text, isQuoted }) => !isQuoted && HANGING.has(text) && !(isLook && ASKING.has(text)),
    );
    const meant = withNamed(order.words, topic);
    const more =
      meant === order.words ? order.acts : new Set([...order.acts, ...actsOf(meant.map(({ text }) => text))]);
    orders.push({
      ...order,
      acts: more,
      implied: new Set([...order.implied, ...impliedBy(more)]),
      words: meant,
      isStanding,
      isPlain: order.isPlain && isPlain && !hangs,
    });
    topic = nonEmpty(objectOf(meant)) ?? topic;
    if (hangs) isPlain = false;
  }
  return orders;
}

function nonEmpty(words: readonly Word[]): readonly Word[] | null {
  return words.length === 0 ? null : words;
}

/** "Create the pull request, base main": what only adds to what is asked for. */
function joined(clauses: readonly Clause[]): readonly Clause[] {
  const made: Clause[] = [];
  for (const clause of clauses) {
    const last = made.at(-1);
    const isAdded =
      last !== undefined && clause.joint === "," && clause.words.length <= ADDED_WORDS_MAX && isPhrase(clause.words);
    if (isAdded && last.words.length > 1)
      made[made.length - 1] = { ...last, words: [...last.words, COMMA, ...clause.words] };
    else made.push(clause);
  }
  return made;
}

const COMMA: Word = { text: ",", isQuoted: false };
const ADDED_WORDS_MAX = 5;

/** No verb, nobody who does something, and nothing that is held back. */
function isPhrase(words: readonly Word[]): boolean {
  const [first] = words;
  if (
    first === undefined ||
    first.isQuoted ||
    !/^(?:base|subject|branch|tag|with|on|to|in|from|as|published|named|called|under|against|via|using|title|titled)$/.test(
      first.text,
    )
  )
    return false;
  return !words.some(
    (word) => isHolding(word) || (!word.isQuoted && (HANGING.has(word.text) || FINITE.test(word.text))),
  );
}

/** How things are, told by the person: neither what others say, nor what it hangs on. */
function isReport(words: readonly Word[]): boolean {
  const isFinite = words.some(({ text, isQuoted }) => !isQuoted && (FINITE.test(text) || BEING.test(text)));
  return isFinite && !words.some((word) => !word.isQuoted && (HANGING.has(word.text) || OTHERS.test(word.text)));
}

const BEING = /^(?:am|can|have|need|moved|finished|done)$/;
/** Whoever else speaks, and whatever is made of steps. */
const OTHERS =
  /^(?:he|she|they|them|someone|somebody|people|team|colleague|boss|customer|user|users|docs?|documentation|readme|comments?|issues?|tickets?|messages?|mails?|emails?|logs?|output|outputs|instructions?|steps?|plan|idea|ideas|todo|list|goal|recipe|procedure|process|sequence|orders?|usual|workflow|habit|script|scripts|rule|rules|answer|suggestion|proposal|advice|command|commands|text|title|note|notes|page|error|errors|says|said|tells|told|suggests?|suggested|recommends?|recommended|means?|called|named|titled)$/;

/** "Push it, says Tom": somebody else's order. */
const TELLING = /^(?:says|said|writes|wrote|according|claims|thinks|suggests|suggested|asked|told|quote|quoting)$/;

const QUESTION = /^(?:what|which|how|why|who|where|when|is|are|does|do|did|has|have|was|were) /;

/** Who asks how things stand wants them looked at, and nothing else. */
function questionIn(words: readonly Word[]): Order | null {
  const rest = withoutOpening(words);
  const line = rest.map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text)).join(" ");
  if (!QUESTION.test(`${line} `) || /^(?:do|have) (?:it|so|that|the|a|not|nothing|whatever|no)\b/.test(line))
    return null;
  const acts = new Set<Act>(["look", "query", "fetch"]);
  return { acts, implied: acts, words: rest, isStanding: false, isPlain: true };
}

/** "Yes", "ok then": what an order may follow. */
function isInterjection(words: readonly Word[]): boolean {
  return words.every(
    ({ text }) => BEFORE.has(text) || /^(?:do|it|continue|go|on|ahead|proceed|resume|carry)$/.test(text),
  );
}

function orderIn({ words }: Clause, isQuestion: boolean): Order | null {
  const rest = withoutOpening(words);
  const opened = openingOf(rest);
  if (opened === null && isQuestion) return null;
  const spoken = withoutOpening(opened === null ? rest : opened.words);
  const [first, next] = spoken;
  if (first === undefined || first.isQuoted) return null;
  const verb = opened?.isMinding === true ? { ...first, text: verbOf(first.text) ?? first.text } : first;
  const isCalled = CALLED.has(verb.text) && next !== undefined && (isVerb(next.text) || next.text === "ci");
  const own = isCalled && !isVerb(verb.text) ? spoken.slice(1) : [verb, ...spoken.slice(1)];
  const texts = own.map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text));
  const acts = isCalled && next.text === "ci" ? new Set<Act>(["install"]) : actsOf(texts);
  if (acts.size === 0 || isStatement(own)) return wishOf({ joint: "", words: rest }, isQuestion);
  const all = isCalled ? new Set([...acts, ...actsOf(texts.slice(1))]) : acts;
  return { acts: all, implied: impliedBy(all), words: own, isStanding: opened?.isStanding ?? false, isPlain: true };
}

/** A question wishes for nothing. */
function wishOf(clause: Clause, isQuestion: boolean): Order | null {
  const wish = isQuestion ? null : wishIn(clause);
  if (wish === null) return null;
  const acts = actsOf(wish.words.map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text)));
  return { acts, implied: impliedBy(acts), words: wish.words, isStanding: false, isPlain: wish.isPlain };
}

/** "Push notifications are broken": a noun that looks like a verb. */
function isStatement(words: readonly Word[]): boolean {
  const finite = words.findIndex(({ text, isQuoted }, at) => at > 0 && !isQuoted && FINITE.test(text));
  return finite !== -1 && !words.slice(1, finite).some(({ text, isQuoted }) => !isQuoted && RELATIVE.test(text));
}

const FINITE =
  /^(?:is|are|was|were|has|had|does|did|fails|failed|works|worked|says|said|looks|seems|takes|took|keeps|kept|gets|got|happens|happened|crashes|crashed|breaks|broke|hangs|hung|went|goes|became|becomes|comes|came|passes|passed|succeeded|needs|needed|depends|contains|means|shows|showed)$/;
const RELATIVE =
  /^(?:that|which|who|what|where|why|how|whether|if|because|whatever|everything|all|so|when|while|until|as|i|you|we|they|it)$/;

function withoutOpening(words: readonly Word[]): readonly Word[] {
  const first = words.findIndex(({ text, isQuoted }) => isQuoted || !BEFORE.has(text));
  return first === -1 ? [] : words.slice(first);
}

type Opened = {
  readonly words: readonly Word[];
  readonly isStanding: boolean;
  /** True where the verb stands in its form of going on: "would you mind pushing". */
  readonly isMinding: boolean;
};

function openingOf(words: readonly Word[]): Opened | null {
  const line = words
    .slice(0, OPENING_WORDS_MAX)
    .map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text))
    .join(" ");
  for (const [opening, isStanding] of OPENINGS) {
    const found = opening.exec(line)?.[0];
    if (found === undefined) continue;
    return { words: words.slice(found.trim().split(" ").length), isStanding, isMinding: found.endsWith("mind ") };
  }
  return null;
}

const OPENING_WORDS_MAX = 12;
