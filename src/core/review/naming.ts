/** Whether words name a thing: whole, and no other one. */
import type { Word } from "./message.ts";
import type { Act } from "./subject.ts";

/** What deeds are done to that has no name of its own, and how people say it. */
const CONCEPTS: ReadonlyMap<string, RegExp> = new Map([
  [
    "uncommitted",
    /\b(?:uncommitted|not committed|all (?:my |the )?(?:local |working )?changes(?! (?:in|of|to|from|since|on|at|by)\b))\b/,
  ],
  ["untracked", /\buntracked\b/],
  ["ignored", /\bignored\b/],
  ["all", /\b(?:all|everything|every|whole|entire|any)\b/],
  ["force", /\b(?:force|force-push|force-pushing|--force|--force-with-lease|forcibly)\b/],
  ["global", /\b(?:globally|global)\b|(?:^| )-g(?: |$)/],
  ["merge", /\b(?:merge|squash-merge)\b/],
  ["pull request", /\b(?:prs?|pull requests?|merge requests?|mrs?)\b/],
  ["0", /\b(?:0|zero)\b/],
  ["stash", /\bstash(?:es)?\b/],
  ["tag", /\btags?\b/],
  ["origin", /\b(?:origin|remote|server|github|gitlab)\b/],
]);

/** Branches of which nobody means any one by "any branch". */
const SHARED =
  /^(?:main|master|trunk|develop|development|prod\w*|release.*|stable|staging|live|gh-pages|head|--.*|force)$/;

/** Where a thing may be called by the last part of its path. */
const OF_FILES: ReadonlySet<Act> = new Set<Act>([
  "look",
  "edit",
  "delete",
  "copy",
  "send",
  "discard",
  "permit",
  "run",
  "show-secret",
  "commit",
  "schedule",
  "configure",
]);

/** @param words of one clause */
export function names(words: readonly Word[], object: string, act: Act): boolean {
  const wanted = normal(object);
  if (wanted === "") return false;
  const line = words.map(({ text }) => text).join(" ");
  if (CONCEPTS.get(wanted)?.test(line) === true) return true;
  if (wanted.includes(" ")) return ` ${spaced(line)} `.includes(` ${spaced(wanted)} `);
  return words.some((word) => namesAlone(word, object, act));
}

/** True where that one word names it. */
export function namesAlone({ text }: Word, object: string, act: Act): boolean {
  const [said, wanted] = [normal(text), normal(object)];
  if (said === "" || text === ",") return false;
  return (
    isSame(said, wanted) || CONCEPTS.get(wanted)?.test(said) === true || (OF_FILES.has(act) && pathEnd(said, wanted))
  );
}

/** "Any branch": of the ordinary ones. */
export function namesAnyBranch(words: readonly Word[], object: string): boolean {
  const line = words.map(({ text }) => text).join(" ");
  return /\b(?:any|every|all|each)(?: \w+)? branch(?:es)?\b/.test(line) && !SHARED.test(object.toLowerCase());
}

function spaced(text: string): string {
  return text
    .replaceAll(/[.,:;!?]/g, " ")
    .replaceAll(/ +/g, " ")
    .trim();
}

function normal(text: string): string {
  const bare = text
    .toLowerCase()
    .replace(/^#(?=[\w])/, "")
    .replace(/^\.\/(?=.)/, "")
    .replace(/(?<=[^/:])\/+$/, "");
  return bare.replace(/^\/(?:home|users)\/[^/]+(?=\/|$)/, "~").replace(/@latest$/, "");
}

function isSame(said: string, wanted: string): boolean {
  if (said === wanted || isPlural(said, wanted) || isPlural(wanted, said)) return true;
  if (hostIn(said) === wanted) return true;
  return bucketIn(said) === wanted || bucketIn(wanted) === said;
}

function isPlural(one: string, more: string): boolean {
  return more === `${one}s` && /^[a-z]{3,}$/.test(one);
}

/** The host of an address, and of what is reached as somebody. */
function hostIn(said: string): string | null {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)(?::\d+)?(?:[/?#]|$)/.exec(said);
  if (url !== null) return url[1] ?? null;
  return /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?$/.exec(said)?.[1] ?? null;
}

/** Buckets are called by their address or by their name. */
function bucketIn(word: string): string | null {
  return /^(?:s3|gs|az):\/\/([^/]+)\/?$/.exec(word)?.[1] ?? null;
}

/** A file is called by its name; what lies outside the workspace by its path, or by a name that says what it is. */
function pathEnd(said: string, wanted: string): boolean {
  if (said.includes("/") || !wanted.includes("/"))
    return said.replace(/^\./, "") === wanted.replace(/^\./, "") && wanted.startsWith(".");
  const name = wanted.slice(wanted.lastIndexOf("/") + 1);
  const isOutside = /^[/~]/.test(wanted);
  if (!/^[\w.@-]+$/.test(name) || name.includes("*")) return false;
  return said === name && (!isOutside || /\w\.\w|^\.\w/.test(name));
}
