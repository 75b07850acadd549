/** Whether an order is about the named things themselves, and not about something of theirs. */
import type { Word } from "./message.ts";
import { namesAlone } from "./naming.ts";
import type { Act, Deed } from "./subject.ts";

/** Acts whose order names first what they are done to: "delete notes.txt", and not "delete the heading in notes.txt". */
const DIRECT: ReadonlySet<Act> = new Set<Act>([
  "delete",
  "install",
  "update",
  "discard",
  "stop",
  "restart",
  "change-data",
  "pay",
  "push",
  "publish",
  "send",
  "show-secret",
  "deploy",
  "fetch",
  "permit",
]);

/** What may stand between the verb and the first name, and behind a name. */
const LIGHT = new Set(
  `the a an my our your this that these those its it me us both all every each any whole entire complete old new local remote stale
  unused latest last top current uncommitted untracked merged first following up down away rid of off out back in on into onto to
  branch branches file files folder folders directory directories package packages dependency library libraries module pod pods
  namespace deployment service services container containers table tables database db tag tags stash stashes version process
  processes server servers image images pr prs pull request merge issue issues ticket tickets event events repository repo crate host
  key keys script tarball bucket instance instances app application port job jobs volume volumes changes change edits commits commit
  work everything index role user cluster stack project web site page content contents value values data output outputs artifact artifacts artefact artefacts cache caches with from and or as at by for via
  through under using against github gitlab npm`.split(/\s+/),
);
const BEHIND = new Set(
  `again now please too also globally completely entirely recursively anyway today immediately first then afterwards once more so
  there here locally next beside when if because since`.split(/\s+/),
);
/** Behind these something else is named than what the verb is about. */
const TURNING = new Set([
  "in",
  "on",
  "into",
  "onto",
  "from",
  "with",
  "at",
  "by",
  "for",
  "via",
  "through",
  "under",
  "using",
  "against",
  "of",
]);
/** "Undo my changes in src/a.ts", "push this to fix/a": the name stands behind a word for what is meant. */
const MEANT =
  /^(?:changes?|edits?|commits?|it|this|that|everything|work|all|me|rid|what|is|contents?|values?|index|up|out|off)$/;

/** Who is shown a part of it is shown no more than that. */
const PART = /^(?:lines?|variables?|names?|entries|entry|part|half|\d+|one|two|three|four|five|ten)$/;

/** @param words of an order, from its verb on */
export function isDirect(words: readonly Word[], deed: Deed): boolean {
  const { act, objects } = deed;
  if (!isOfKind(words, deed)) return false;
  if (!DIRECT.has(act) || objects.length === 0) return true;
  const isTheirs = (word: Word): boolean => objects.some((object) => isPartOf(word, object, act));
  const first = words.findIndex(isTheirs);
  // Named by the verb itself, as in "squash-merge", or by a concept of several words.
  if (first <= 0) return true;
  const between = words.slice(1, first);
  const isPart = (text: string): boolean => act === "show-secret" && PART.test(text);
  const isLight = ({ text, isQuoted }: Word, at: number): boolean =>
    isListed(between, at) || (!isQuoted && (LIGHT.has(text) || MEANT.test(text) || isPart(text)));
  if (!between.every(isLight)) return false;
  const turn = between.findIndex(({ text }) => TURNING.has(text));
  const turned = between[turn - 1]?.text ?? "";
  if (turn > 0 && !MEANT.test(turned) && !isPart(turned)) return false;
  if (act === "delete" && words.some((word, at) => isTheirs(word) && isTakenFrom(words.slice(at + 1), isTheirs)))
    return false;
  return words.every((word, at) => !isTheirs(word) || endsName(words[at + 1], isTheirs));
}

/** "Remove dist from .gitignore": it is named in what is changed, and stays. */
function isTakenFrom(rest: readonly Word[], isTheirs: (word: Word) => boolean): boolean {
  const [from, ...place] = rest;
  if (from === undefined || !/^(?:from|in|of|out)$/.test(from.text)) return false;
  const [first] = place.filter(({ text }) => !/^(?:the|my|our|this|of|your)$/.test(text));
  return first !== undefined && !isTheirs(first) && !WHOLE.test(first.text);
}

/** Where a thing itself lies. */
const WHOLE =
  /^(?:disk|project|workspace|repo|repository|folder|directory|machine|here|there|server|origin|upstream|remote|github|gitlab|cluster|db|database|bucket|root|parent|both|all|,|staging|qa|dev|test|namespace|docker|jira|linear|home|docs|src|\w+\/\S*|\/\S*|~\S*|\w+\.db|localhost)$/;

/** "Delete build and dist": one of several that are named side by side. */
function isListed(words: readonly Word[], at: number): boolean {
  const next = words[at + 1];
  return next !== undefined && !next.isQuoted && /^(?:and|,|&|or)$/.test(next.text);
}

/** Things that only their kind tells from one another where they have the same name. */
const KINDS =
  /^(?:branch|tag|pod|deployment|namespace|service|container|volume|image|database|table|bucket|stash|event|issue|release|instance|user)(?:e?s)?$/;
const LOSING: ReadonlySet<Act> = new Set<Act>(["delete", "discard", "restart", "stop"]);
/** Ways to act on what others see, by the verbs that people have for them. */
const WAYS: readonly RegExp[] = [
  /\b(?:create|open|file|raise|add|write|make|report)/,
  /(?:comment|reply|repli)/,
  /merge/,
  /close/,
  /approve/,
  /(?:send|mail|message|post|notif|announce)/,
  /(?:delete|remove)/,
  /(?:update|edit|assign|label)/,
];

/** "Delete the tag old" asks for no branch of that name; "merge PR 5" does not ask for closing it. */
function isOfKind(words: readonly Word[], { act, what }: Deed): boolean {
  const [verb, ...rest] = words;
  const done = what.toLowerCase();
  const into = rest.findIndex(({ text }) => text === "into");
  const isMerge = verb?.text.endsWith("merge") === true && into !== -1;
  if (isMerge && rest.slice(into).some(({ text }) => /^(?:prs?|pull|mrs?)$/.test(text))) return false;
  if (LOSING.has(act)) {
    const kinds = rest
      .filter(({ text, isQuoted }) => !isQuoted && KINDS.test(text))
      .map(({ text }) => text.replace(/(?<=ch|s)es$|s$/, ""));
    return kinds.every((kind) => done.includes(kind) || (kind === "branch" && / on \S+$/.test(done)));
  }
  if (act !== "message") return true;
  const asked = WAYS.filter((way) => way.test(verb?.text ?? ""));
  const meant = WAYS.filter((way) => way.test(done.replaceAll("_", " ")));
  return asked.length === 0 || meant.length === 0 || asked.some((way) => meant.includes(way));
}

function isPartOf(word: Word, object: string, act: Act): boolean {
  return namesAlone(word, object, act) || (object.includes(" ") && object.toLowerCase().split(" ").includes(word.text));
}

function endsName(next: Word | undefined, isTheirs: (word: Word) => boolean): boolean {
  if (next === undefined || next.text === "," || next.text === ":" || next.isQuoted) return true;
  return LIGHT.has(next.text) || BEHIND.has(next.text) || isTheirs(next) || next.text.startsWith("-");
}
