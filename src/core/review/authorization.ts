/** How far the person's own words ask for a deed, or hold it back. */
import type { Authorization } from "../approval/review.ts";
import { isDirect } from "./direct.ts";
import { inEnglish } from "./languages.ts";
import { isMentioned } from "./mentions.ts";
import { messageOf, MESSAGE_CHARS_MAX, type Sentence, type Word } from "./message.ts";
import { names, namesAlone, namesAnyBranch } from "./naming.ts";
import { type Order, ordersIn } from "./orders.ts";
import { type Restriction, restrictionsIn, touchOf, type Touch } from "./restrictions.ts";
import type { Act, Deed } from "./subject.ts";

export type Leave = {
  readonly authorization: Authorization;
  /** True where the person held something back that is this deed, or may be. */
  readonly isBarred: boolean;
};

/** What one message of the person says, as far as it was understood. */
export type Heard = {
  readonly orders: readonly Order[];
  readonly restrictions: readonly Restriction[];
  /** False where a sentence of it could not be read. */
  readonly isUnderstood: boolean;
  /** True for "go on" and its like, by which what was said before goes on to hold. */
  readonly isContinuing: boolean;
  /** The sentences that may be a command in the person's own words. */
  readonly sentences: readonly Sentence[];
  /** All that was said, but for what is marked as somebody else's text. */
  readonly all: readonly Sentence[];
};

/** Longer threads are hardly typed; what was read of theirs is read again. */
const MESSAGES_KEPT_MAX = 4000;

/** What was read of messages: every review of a thread hears the same ones again. */
const read = new Map<string, Heard>();

/**
 * What the person said in this thread, oldest first.
 *
 * @param words what the person typed, oldest first; nothing else may ever be handed in
 */
export function hear(words: readonly string[]): readonly Heard[] {
  return words.map((text) => {
    const known = read.get(text);
    if (known !== undefined) return known;
    const heard = hearOne(text);
    if (read.size >= MESSAGES_KEPT_MAX) read.clear();
    read.set(text, heard);
    return heard;
  });
}

const NOTHING_UNDERSTOOD: Heard = {
  orders: [],
  restrictions: [],
  isUnderstood: false,
  isContinuing: false,
  sentences: [],
  all: [],
};

function hearOne(text: string): Heard {
  if (text.length > MESSAGE_CHARS_MAX) return NOTHING_UNDERSTOOD;
  const { own, all } = messageOf(text);
  const spoken = own.map(inEnglish);
  return {
    // What is asked for beside what nobody understands may be taken back by it.
    orders: spoken.flatMap((sentence, at) => (sentence === null ? [] : ordersIn(sentence, spoken[at - 1] ?? null))),
    restrictions: all.flatMap((sentence) => restrictionsIn(inEnglish(sentence) ?? sentence)),
    isUnderstood: all.every((sentence) => inEnglish(sentence) !== null),
    isContinuing: all.length > 0 && all.every(({ words }) => words.every(isContinuing)),
    sentences: own,
    all,
  };
}

const CONTINUING = new Set(
  `continue go on ahead ok okay yes please next proceed carry it that sure thanks thank you good great fine now then yep yeah y
  perfect nice resume more again try do so , and finish the rest work weiter ja mach oui continuez sí si vale sigue 继续 好 好的`.split(
    /\s+/,
  ),
);

function isContinuing({ text, isQuoted }: Word): boolean {
  return !isQuoted && CONTINUING.has(text);
}

export type About = {
  /** The command itself, where a person may have typed its very words; else null. */
  readonly command: string | null;
  /** False where another system is asked. */
  readonly isLocal: boolean;
};

export function leaveFor(deed: Deed, heard: readonly Heard[], about: About): Leave {
  const { command } = about;
  const touched = touchBy(deed, heard, about);
  if (touched === "contrary") return { authorization: "contrary", isBarred: true };
  if (heard.length === 0) return { authorization: "unknown", isBarred: false };
  if (isUnread(heard)) return { authorization: "unknown", isBarred: !HARMLESS.has(deed.act) };
  const asked = askedBy(deed, heard, command);
  if (touched === "beside" && (asked !== "high" || deed.objects.length === 0))
    return { authorization: "low", isBarred: true };
  if (touched === "barred" || (asked !== "high" && heard.some(({ all, orders }) => isMentioned(deed, all, orders))))
    return { authorization: asked === "high" || asked === "medium" ? "low" : asked, isBarred: true };
  return { authorization: asked, isBarred: false };
}

/** What a person who could not be understood would hardly have held back. */
const HARMLESS: ReadonlySet<Act> = new Set<Act>(["look", "test", "build"]);

/** The latest message holds back whatever it names; an older one until a later order asks for exactly this. */
function touchBy(deed: Deed, heard: readonly Heard[], { command, isLocal }: About): Touch {
  let worst: Touch = "none";
  for (const [at, { restrictions }] of heard.entries()) {
    for (const restriction of restrictions) {
      const touch = touchOf(restriction, deed, isLocal);
      if (touch === "none") continue;
      const later = heard.slice(at + 1);
      const isTakenBack =
        !restriction.isLasting && later.some((one) => askedIn(deed, one.orders, one, command) === "high");
      // What was held back long ago, and not understood, speaks of another task.
      const isStale =
        touch === "barred" &&
        restriction.kind === "unclear" &&
        later.some(({ isContinuing: is }) => !is) &&
        deed.bar !== "named";
      if (isTakenBack || isStale) continue;
      if (touch === "contrary") return "contrary";
      if (worst !== "barred") worst = touch;
    }
  }
  return worst;
}

/** True where what holds now cannot be read: the latest message, or one that it goes on from. */
function isUnread(heard: readonly Heard[]): boolean {
  const from = heard.findLastIndex(({ isContinuing }) => !isContinuing);
  return heard.slice(Math.max(from, 0)).some(({ isUnderstood }) => !isUnderstood);
}

function askedBy(deed: Deed, heard: readonly Heard[], command: string | null): Authorization {
  let best: Authorization = "low";
  let isCurrent = true;
  for (const one of heard.toReversed()) {
    const orders = isCurrent ? one.orders : one.orders.filter(({ isStanding }) => isStanding);
    // What nobody understands may have taken back all that was said before it.
    if (!one.isUnderstood) return best;
    const asked = askedIn(deed, orders, isCurrent ? one : null, command);
    if (asked === "high") return "high";
    if (asked === "medium") best = "medium";
    isCurrent = isCurrent && one.isContinuing;
  }
  return best;
}

function askedIn(deed: Deed, orders: readonly Order[], said: Heard | null, command: string | null): Authorization {
  if (command !== null && said !== null && said.sentences.some((sentence) => isVery(sentence, command))) return "high";
  if (orders.some((order) => order.isPlain && asksFor(order, deed))) return "high";
  const isWanted = orders.some((order) => order.implied.has(deed.act) && (order.isPlain || WORKSPACE.has(deed.act)));
  return isWanted ? "medium" : "low";
}

/** What a goal covers though it hangs on something, or is told in passing. */
const WORKSPACE: ReadonlySet<Act> = new Set<Act>(["look", "edit", "build", "test", "run", "query"]);

function asksFor({ acts, words }: Order, deed: Deed): boolean {
  if (acts.has("edit") && isUse(words, deed)) return true;
  if (!acts.has(deed.act)) return false;
  if (goesElsewhere(words, deed)) return false;
  // What names nothing and is a person's to judge is never exactly what was asked for.
  if (deed.objects.length === 0 && deed.bar === "person") return false;
  if (deed.objects.length === 0) return deed.bar !== "named" || isUnnamed(words.slice(1), deed.act);
  if (!isDirect(words, deed)) return false;
  return deed.objects.every(
    (object) => names(words, object, deed.act) || (deed.act === "push" && namesAnyBranch(words, object)),
  );
}

const SENDING: ReadonlySet<Act> = new Set<Act>(["push", "send", "publish", "deploy", "copy", "message"]);

/** "Push fix/a to the fork", "copy it from there": the order names another end than the deed has. */
function goesElsewhere(words: readonly Word[], { act, objects }: Deed): boolean {
  if (!SENDING.has(act)) return false;
  const isTheirs = (word: Word): boolean => objects.some((object) => namesAlone(word, object, act));
  return words.some((word, at) => {
    const before = words[at - 1]?.text ?? "";
    if (before === "from") return isTheirs(word);
    if (isTheirs(word)) return false;
    if (/:\/\/|\w@\w|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|example|test|local)$/.test(word.text))
      return !REGISTRY.test(word.text);
    return act === "push" && /^(?:to|into|onto)$/.test(before) && !leadsHome(words.slice(at), isTheirs);
  });
}

function leadsHome(words: readonly Word[], isTheirs: (word: Word) => boolean): boolean {
  const [place] = words.filter(({ text }) => !/^(?:the|my|our|a|its|this|that|branch)$/.test(text));
  return place === undefined || USUAL.test(place.text) || isTheirs(place);
}

const REGISTRY = /^(?:crates\.io|docker\.io|npmjs\.com|pypi\.org)$/;
/** Where a push goes without being told. */
const USUAL = /^(?:origin|github|gitlab|any|every|it|remote|server|all|each)$/;

/** What may stand behind the verb where there is one thing only that could be meant. */
const UNNAMED =
  /^(?:it|this|that|the|my|our|your|now|please|to|on|at|as|with|from|for|in|all|built|new|current|package|crate|wheel|gem|module|library|version|release|project|build|npm|pypi|crates\.io|rubygems|twine|cargo|registry|changes|v?\d+(?:\.\d+)*|,)$/;

const OWN_BRANCH =
  /^(?:branch|up|work|commits?|origin|remote|gitlab|github|server|thanks|again|here|back|onto|into|everything|what|you|have|done|,)$/;

function isUnnamed(words: readonly Word[], act: Act): boolean {
  return words.every(({ text }) => UNNAMED.test(text) || (act === "push" && OWN_BRANCH.test(text)));
}

/** "Rewrite it with zod": what is used has to be installed. */
function isUse(words: readonly Word[], { act, objects }: Deed): boolean {
  if (act !== "install" || objects.length === 0) return false;
  const used = words.filter((_word, at) => /^(?:with|using|to|via)$/.test(words[at - 1]?.text ?? ""));
  return objects.every((object) => used.some((word) => namesAlone(word, object, act)));
}

/** The sentence is the command, word for word, with nothing around it but how one asks for it. */
function isVery({ words, end }: Sentence, command: string): boolean {
  if (end === "?") return false;
  const line = words.map(({ text }) => text).join(" ");
  const asked =
    /^(?:please |now |ok |just |then )*(?:(?:run|execute|do|call|start) )?(.*?)(?: (?:please|now|again|for me|here|then))*$/.exec(
      line,
    )?.[1];
  return asked !== undefined && asked !== "" && asked === plainly(command);
}

function plainly(command: string): string {
  return command.toLowerCase().split(/\s+/).join(" ").trim();
}
