/** What a person holds back: which acts and things, and whether that was understood. */
import { type Clause, clausesOf } from "./clauses.ts";
import { isElsewhere, kindOfFiles } from "./file-kinds.ts";
import { actsHeld, LOOKING, NETWORK } from "./held-acts.ts";
import { isHolding, withoutHarmless } from "./markers.ts";
import type { Sentence, Word } from "./message.ts";
import { never } from "../../kit/never.ts";
import type { Act, Deed } from "./subject.ts";
import { actsOf, impliedBy, verbOf } from "./verbs.ts";

export type Restriction = {
  /**
   * `acts`: these must not be done; `keep`: these things must stay as they are; `away`: nor be looked at; `only`: nothing but
   * these acts; `rest`: nothing beside what was asked for; `other`: something else instead of these things; `all`: nothing at
   * all; `unclear`: something is held back, and it was not understood what.
   */
  readonly kind: "acts" | "keep" | "away" | "only" | "rest" | "other" | "all" | "unclear";
  readonly acts: ReadonlySet<Act>;
  /** Words that may name things. */
  readonly objects: readonly string[];
  /** True where nothing stands beside the verb but what it is done to. */
  readonly isNarrow: boolean;
  /** True for what holds until it is taken back in so many words. */
  readonly isLasting: boolean;
};

/** `beside`: it holds back what stands close to it, so that only an order that names it goes past. */
export type Touch = "contrary" | "barred" | "beside" | "none";

/** Everything that is held back in a sentence. */
export function restrictionsIn(sentence: Sentence): readonly Restriction[] {
  const { words } = withoutHarmless(sentence);
  const clauses = clausesOf(words);
  return clauses.flatMap((clause, at) => {
    const found =
      restOf(clause, clauses[at - 1]) ??
      exceptionIn(clause, clauses[at - 1]) ??
      restrictionIn(clause, clauses.slice(at + 1));
    return found === null ? [] : [found];
  });
}

/** "Push fix/a, never main": the verb stands before. */
function restOf({ words: [marker, ...rest] }: Clause, before: Clause | undefined): Restriction | null {
  const isShort = rest.length > 0 && rest.length <= 3 && rest.every(({ text }) => isName(text) || !SMALL.has(text));
  if (before === undefined || marker === undefined || !/^(?:not|never|no)$/.test(marker.text) || !isShort) return null;
  if (before.words.some(isHolding) || actsHeld(rest).size > 0) return null;
  const acts = [...actsHeld(before.words)].flatMap((act) => (act === "unclear" ? [] : [act]));
  const objects = rest.map(({ text }) => text);
  return acts.length === 0 ? null : { kind: "acts", acts: new Set(acts), objects, isNarrow: true, isLasting: false };
}

/** "Everything but deploy": what comes behind is not meant. */
function exceptionIn({ joint, words }: Clause, before: Clause | undefined): Restriction | null {
  const isAll = before?.words.some(({ text, isQuoted }) => !isQuoted && ALL.test(text)) === true;
  if (joint !== "but" || !isAll || words.length === 0 || words.length > 6) return null;
  const objects = words.map(({ text }) => text);
  return { kind: "unclear", acts: new Set<Act>(["look"]), objects, isNarrow: false, isLasting: false };
}

const ALL =
  /^(?:all|everything|anything|every|any|each|nothing|none|everyone|anyone|anybody|everybody|everywhere|anywhere)$/;

const LASTING = /^(?:never|only|always|solely|exclusively|nie|niemals|nur|jamais|nunca|jamás|forbidden|prohibited)$/;
/** Held back by who says that they see to it. */
const MINE =
  /\b(?:i (?:will|shall|am going to)|we (?:will|shall)|(?:is|are) (?:mine|yours|his|hers|theirs|ours)\b|my (?:job|part|task|turn|call|decision|business)|by hand|on my own|next (?:week|month|year|time|sprint|release)|too (?:early|soon|risky|dangerous)|no longer)\b/;
/** What belongs to somebody else, or is as it is for a reason. */
const OTHERS =
  /\b(?:owned by|belongs? to|done by|taken care of|for \S+ to (?:do|decide|judge|approve)|on purpose|(?:is|are|that is) (?:intended|intentional|deliberate|blocked)|(?:i am|we are) against|i (?:object|refuse|oppose|forbid|hate|dread)|rather you|taboo|sacred|precious|irreplaceable|untouchable|dear to me|off the table|(?:has|have|need|needs) to survive|survives?|(?:is|are) (?:private|personal|sensitive|secret|classified|embargoed)|(?:is|are) (?:right|fine|correct|perfect|good|okay|ok) as (?:it|they) (?:is|are))\b/;
/** "With forgery protection on": what is on is to stay that way. */
const WITH_ON = /\bwith .*\b(?:on|enabled|active|activated|intact|in place|switched on|turned on|running)$/;
/** What was said before is taken back. */
const WITHDRAWN =
  /\b(?:(?:take|took|taking) (?:that|it|this|all that|everything) back|change(?:d)? my mind|scratch that|second thoughts?|withdraw|withdrawn|other than|anything but|disregard|kidding|joking)\b/;

/** "I still need dist", "the servers have to stay up". */
const STILL =
  /\bstill (?:need|needs|use|uses|want)\b|\b(?:must|has to|have to|should|shall) (?:stay|remain|survive|live|run|go) ?(?:on|up|there|running)?\b|\b(?:stays|remains)\b/;

/** The person wants a say before. */
const FIRST = /\b(?:ask|tell|show|consult|check with|let|wait|confirm)\b.*\bfirst$|\bafter i\b|\buntil i\b/;

function restrictionIn(clause: Clause, next: readonly Clause[]): Restriction | null {
  const line = clause.words.map(({ text, isQuoted }) => (isQuoted ? "\u0001" : text)).join(" ");
  const at = clause.words.findIndex(isHolding);
  if (
    at === -1 &&
    !MINE.test(line) &&
    !OTHERS.test(line) &&
    !WITH_ON.test(line) &&
    !FIRST.test(line) &&
    !STILL.test(line) &&
    !WITHDRAWN.test(line) &&
    !/\bdry run\b|\boff limits\b/.test(line)
  )
    return null;
  const marker = clause.words[at]?.text ?? "";
  if (/^(?:stop|halt)$/.test(marker) && stopsSomething(clause.words.slice(at + 1))) return null;
  const isLasting = clause.words.some(({ text, isQuoted }) => !isQuoted && LASTING.test(text));
  const scope = scopeOf(clause, at, next);
  const objects = thingsIn(scope.length > 0 ? scope : clause.words);
  const made = (kind: Restriction["kind"], acts: Iterable<Act> = []): Restriction => {
    return { kind, acts: new Set(acts), objects, isNarrow: isNarrow(scope, objects), isLasting };
  };
  if (WITHDRAWN.test(line)) return made("unclear");
  if (REST.test(line)) return made("rest");
  if (/\boff ?-?line\b|\boff the (?:internet|net|web)\b/.test(line)) return { ...made("acts", NETWORK), objects: [] };
  if (/\blocally\b|\bkeep \S+ local\b/.test(line)) return { ...made("acts", NETWORK), objects: [] };
  if (/^(?:instead|rather)$/.test(marker) && /^(?:of|than)$/.test(clause.words[at + 1]?.text ?? ""))
    return { ...made("other"), objects: thingsIn(upToPlace(clause.words.slice(at + 1))) };
  if (OPTIONAL.test(scope.map(({ text }) => text).join(" "))) return made("other");
  if (/\b(?:read-?only|look only|read only|dry-?run|dry run)\b/.test(line)) return made("only", LOOKING);
  if (AWAY.test(line)) return made("away");
  if (isBare(clause.words)) return made("all");
  if (OTHERS.test(line)) return made("away");
  if (WITH_ON.test(line)) return made("keep");
  if (STILL.test(line)) return made("keep", actsNamed(clause.words));
  if (KEEP.test(marker) && !/\b(?:local|locally)\b/.test(line)) return made("keep", actsNamed(clause.words));
  const acts = actsHeld(scope.length > 0 ? scope : clause.words);
  if (/^(?:only|just|solely|merely|exclusively|nur|seulement|uniquement|solo|sólo)$/.test(marker)) {
    const own = clause.words.flatMap(({ text, isQuoted }) => (isQuoted ? [] : [...actsOf([verbOf(text) ?? ""])]));
    return own.length === 0 ? made("unclear") : made("only", impliedBy(new Set(own)));
  }
  const known = [...acts].flatMap((act) => (act === "unclear" ? [] : [act]));
  // Who held back a holding back is hard to follow.
  if (scope.some(isHolding) || scope.some(({ text }) => text === "forget")) return made("unclear");
  // Who is not to be talked to is not to be asked either.
  if (acts.has("unclear")) return made("unclear", ["look"]);
  return known.length === 0 ? made("unclear") : made("acts", known);
}

/** "Push main", "touch the tests": a verb, and what it is done to. */
function isNarrow(scope: readonly Word[], objects: readonly string[]): boolean {
  const [verb, ...rest] = scope.filter(({ text }) => !/^(?:the|a|an|my|your|our|any|please)$/.test(text));
  const isPlain = verb !== undefined && verbOf(verb.text) !== null && rest.length > 0 && rest.length <= 3;
  return (
    isPlain &&
    rest.every(({ text }) => objects.includes(text) || text === "and" || text === "or") &&
    objects.every((word) => word === verb.text || verbOf(word) === null)
  );
}

/** Ways to do a thing, which are held back and not the thing itself. */
const OPTIONAL = /^(?:the |any |using )?(?:force|forcing|force-pushing|--force|tags?|--no-verify)$/;

/** Without where it is, or is to go. */
function upToPlace(words: readonly Word[]): readonly Word[] {
  const end = words.findIndex(({ text }) => /^(?:in|on|at|to|from|with|for|inside|within)$/.test(text));
  return end === -1 ? words : words.slice(0, end);
}

/** What holds back all but what was named. */
const REST = /^(?:and |but )*(?:nothing|no one|none|no more|not anything) (?:else|more)$|^(?:only|just) (?:that|this)$/;

/** Nothing but the word itself: "Stop.", "Wait, please." */
function isBare(words: readonly Word[]): boolean {
  return words.every(
    (word) => isHolding(word) || /^(?:please|now|on|ok|for|a|moment|it|that|do|that's)$/.test(word.text),
  );
}

/** "Stop vite" asks for something; "stop pushing", "stop it" holds back. */
function stopsSomething(rest: readonly Word[]): boolean {
  const [first] = rest.filter(({ text }) => !/^(?:the|my|a|an|all|any|our|please)$/.test(text));
  return first !== undefined && !/ing$|^(?:it|that|this|now|here|more|there|and|everything|please)$/.test(first.text);
}

const KEEP =
  /^(?:keep|keeps|kept|keeping|leave|leaves|leaving|preserve|protect|protected|untouched|unchanged|intact|lass|lasse|lassen|bleib|bleibt|bleiben|behalte|laisse|laissez|garde|gardez|deja|dejar|mantén)$/;
const AWAY =
  /\bhands off\b|\boff.limits\b|\b(?:stay|keep|stays) (?:away|out|clear|off)\b|\bkeep\b.*\bout of\b|\bforbidden\b|\bprohibited\b|\bconfidential\b/;
/** What comes behind them is held back; other words may stand at the end. */
const BEFORE_SCOPE =
  /^(?:not|never|no|none|without|avoid|avoids|refrain|neither|nor|stop|skip|omit|exclude|except|excluding|nicht|kein|keine|keinen|nie|ohne|pas|jamais|sans|nunca|sin|no|before|until|than|of)$/;

/** The words that are held back; empty where they may stand anywhere in the clause. */
function scopeOf({ words }: Clause, at: number, next: readonly Clause[]): readonly Word[] {
  const marker = words[at]?.text ?? "";
  if (at === -1 || !BEFORE_SCOPE.test(marker)) return [];
  const behind = words.slice(at + 1);
  const more: Word[] = [];
  for (const { joint, words: further } of next) {
    const isListed = joint === "and" || joint === "or" || joint === "nor" || (joint === "," && further.length <= 2);
    if (!isListed || further.some(isHolding)) break;
    more.push(...further);
  }
  return actsHeld(behind).size === 0 && more.length === 0 && behind.every(({ text }) => GENERAL.test(text))
    ? []
    : [...behind, ...more];
}

const GENERAL =
  /^(?:anything|nothing|everything|any|all|it|that|this|more|now|please|yet|so|them|the|a|an|here|of|else|way|in|under|circumstances)$/;

/** Acts that are called by nouns: "leave the formatting". */
function actsNamed(words: readonly Word[]): readonly Act[] {
  const nouns = words.filter(({ text, isQuoted }) => !isQuoted && text.endsWith("ing"));
  return [...actsHeld(nouns)].flatMap((act) => (act === "unclear" ? [] : [act]));
}

const SMALL = new Set(
  `the a an my your our this that these those it its them they i you we he she to of in on at for with from by as is are be was
  were do does did will would can could should must may have has had and or not no never without only please any anything
  nothing all everything some something there here now yet later tomorrow today more than so if when until before after into
  onto out off over under up down about me us him her his their one ones way too also just other others else new own what
  which who how where why but keep leave stay alone touch untouched instead rather except myself`.split(/\s+/),
);

function thingsIn(words: readonly Word[]): readonly string[] {
  return words.filter(({ text }) => text.length > 1 && !SMALL.has(text) && text !== ",").map(({ text }) => text);
}

/** What a restriction means for a deed. Where in doubt, it holds it back. */
export function touchOf({ kind, acts, objects, isNarrow }: Restriction, deed: Deed, isLocal: boolean): Touch {
  const isNamed = objects.some(
    (word) =>
      deed.objects.some((object) => isAlike(word, object)) ||
      (deed.act === "edit" && placesOf(deed).some((place) => kindOfFiles(word)?.test(place))),
  );
  const isLook = LOOKS.has(deed.act) && (deed.bar === "free" || deed.bar === "asked");
  const isNear = isLook && isLocal && !deed.objects.some((object) => /^(?:[/~]|\.\.)/.test(object));
  const isSaid = objects.some((word) => deed.objects.some((object) => word === object.toLowerCase()));
  switch (kind) {
    case "all":
      return isLook && isLocal ? "none" : "contrary";
    case "away":
      if (isNamed) return "contrary";
      return isLook && isLocal && deed.objects.length === 0 ? "none" : "barred";
    case "keep":
      if (isNamed) return LOOKING.has(deed.act) ? "none" : "contrary";
      if (
        deed.bar === "free" &&
        (acts.has(deed.act) || (SAVING.has(deed.act) && objects.some((word) => SAVED.test(word))))
      )
        return "barred";
      if (!isLocal && (!isLook || objects.some((word) => SERVING.test(word)))) return "barred";
      if (objects.length === 0 && !LOOKING.has(deed.act)) return "barred";
      if (SHAPING.has(deed.act) && !objects.every((word) => isElsewhere(word, placesOf(deed)))) return "barred";
      return LOSING.has(deed.act) || (deed.bar === "free" && STOPPING.has(deed.act)) ? "barred" : "none";
    case "rest":
      return deed.bar === "free" ? "none" : "beside";
    case "other":
      if (isNamed) return "contrary";
      return deed.bar === "named" ? "beside" : "none";
    case "only":
      if (isLook && acts.has(deed.act)) return isNear || isSaid ? "none" : "barred";
      if (acts.has(deed.act))
        return (deed.act === "edit" ? speaksOnlyOf(objects, deed) : isSaid) ||
          objects.every((word) => isGeneral(word, deed))
          ? "none"
          : "barred";
      if (isNear) return "none";
      return [...acts].every((act) => LOOKING.has(act)) && !LOOKING.has(deed.act) ? "contrary" : "barred";
    case "acts":
      // Who asks another system reaches it.
      if (isLook && !isLocal && acts.has("reach")) return "contrary";
      if (!acts.has(deed.act)) return isNamed && !(isLook && isLocal) ? "barred" : "none";
      if (SHAPING.has(deed.act) && isElsewhereAll(objects, deed)) return "none";
      if (isNamed || objects.length === 0 || deed.objects.length === 0) return "contrary";
      if (!isNarrow) return objects.some(isName) ? "barred" : "contrary";
      return deed.bar !== "named" && objects.every(isName) ? "none" : "beside";
    case "unclear":
      if (isNamed) return "contrary";
      return isNear && !acts.has("look") ? "none" : "barred";
    default:
      return never(kind);
  }
}

/** Without the verb that they begin with. */
function thingsOf(objects: readonly string[]): readonly string[] {
  const [first, ...rest] = objects;
  return first !== undefined && verbOf(first) !== null && kindOfFiles(first) === null ? rest : objects;
}

/** Objects may be called by less than their paths, which the words for a person tell. */
function placesOf({ objects, what }: Deed): readonly string[] {
  return [...objects, ...what.split(/[\s,:]+/)].filter((word) => /\w[./]\w/.test(word));
}

/** "Don't touch the tests", where no test is touched. */
function isElsewhereAll(objects: readonly string[], deed: Deed): boolean {
  const things = thingsOf(objects);
  return things.length > 0 && things.every((word) => isElsewhere(word, placesOf(deed)));
}

/** "Just fix the parser", where that is what is changed. */
function speaksOnlyOf(objects: readonly string[], deed: Deed): boolean {
  const things = thingsOf(objects);
  return things.length > 0 && things.every((word) => deed.objects.some((object) => isAlike(word, object)));
}

/** What may change a part of a thing, by whatever name that part goes. */
const SHAPING: ReadonlySet<Act> = new Set<Act>(["edit", "configure", "permit"]);
/** What may lose something that was to be kept under another name. */
const LOSING: ReadonlySet<Act> = new Set<Act>([
  "delete",
  "discard",
  "change-data",
  "permit",
  "administer",
  "configure",
  "push",
  "grant",
  "send",
]);
const SAVING: ReadonlySet<Act> = new Set<Act>(["commit", "branch"]);
const SAVED = /^(?:tree|branch|branches|index|changes|worktree|commits?|history|state|stash)$/;
const SERVING = /^(?:servers?|services?|apps?|applications?|apis?|sites?)$/;
const STOPPING: ReadonlySet<Act> = new Set<Act>(["stop", "restart", "deploy"]);
const LOOKS: ReadonlySet<Act> = new Set<Act>(["look", "query"]);

/** Says nothing of where: the verb itself, or all that there is to work on. */
function isGeneral(word: string, { act }: Deed): boolean {
  return (
    (impliedBy(actsOf([verbOf(word) ?? ""])).has(act) && verbOf(word) === word) ||
    /^(?:project|workspace|repo|repository|folder|code|files?)$/.test(word)
  );
}

/** True for what names one thing, and no kind of things. */
function isName(word: string): boolean {
  return /[/.\d_@-]/.test(word);
}

/** Loosely: what is held back may be called by a part of its name. */
function isAlike(word: string, object: string): boolean {
  const parts = [object, ...object.split(/[/.\-_@:=\s]+/)]
    .map((part) => part.toLowerCase())
    .filter((part) => part !== "");
  const stem = word.replace(/^[~./]+/, "").replace(/s$/, "");
  if (stem.length < 2) return false;
  if (kindOfFiles(word)?.test(object) === true) return true;
  if (stem === "localhost" && /^(?:127\.|\[?::1)/.test(object)) return true;
  return (
    parts.some((part) => {
      const other = part.replace(/^[~./]+/, "").replace(/s$/, "");
      if (other === stem) return true;
      return Math.min(other.length, stem.length) >= 4 && (other.startsWith(stem) || stem.startsWith(other));
    }) ||
    (stem.length >= 4 && object.toLowerCase().includes(stem))
  );
}
