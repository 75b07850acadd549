/** Whether what the person said speaks of a changed file: of its name, or of its lines. */
import { baseName } from "../../kit/path.ts";
import type { PatchedFile } from "./patch-files.ts";
import { isWritten } from "./spelled.ts";
import { shareTopic } from "./topic.ts";

/** Folders and names that every project has. */
const PLACES =
  /(?<![\w-])(?:src|libs?|apps?|pkg|packages|internal|cmd|main|index|mod|init|core|common|shared|utils?|helpers|dist|home|users)(?![\w-])/gi;

/** What people call a kind of file, where they do not call it by name. */
const ALSO: readonly (readonly [path: RegExp, called: RegExp])[] = [
  [
    /(?:^|[/._-])(?:tests?|specs?|__tests__|e2e)(?=[/._-]|$)/i,
    /\b(?:tests?|specs?|coverage|cover|suite|cases?|covered)\b/i,
  ],
  [
    /\.(?:md|mdx|rst|adoc|txt)$/i,
    /\b(?:docs?|document(?:ed|ation)?|typos?|spelling|wording|text|guide|manual|section|heading)\b/i,
  ],
  [/dockerfile|docker-compose|compose\.ya?ml$/i, /\b(?:docker\w*|image|container|compose)\b/i],
  [
    /(?:^|\/)(?:package\.json|pyproject\.toml|cargo\.toml|gemfile|go\.mod|composer\.json|requirements[^/]*\.txt)$/i,
    /\b(?:dependenc\w+|packages?|librar\w+|scripts?|version|project)\b/i,
  ],
  [/\.gitignore$|\.dockerignore$/, /\b(?:ignor\w*|untrack\w*|git)\b/i],
  [/makefile$|justfile$/i, /\b(?:make|target|just|recipe)\b/i],
  [/migrat/i, /\b(?:migrations?|schema|column|table)\b/i],
  [/\.(?:s?css|less|sass)$/i, /\b(?:styl\w+|css|colou?rs?|layout|theme|margin|padding|font)\b/i],
];

/** @param words what the person typed; where that is nothing, it is not asked for anyway */
export function speaksOf(file: PatchedFile, words: readonly string[]): boolean {
  const { path, to, added, removed, around } = file;
  if (words.every((text) => text.trim() === "")) return true;
  const paths = to === null ? [path] : [path, to];
  if (paths.some((one) => isWritten(one, words) || isWritten(baseName(one), words))) return true;
  if (paths.some((one) => ALSO.some(([is, called]) => is.test(one) && words.some((text) => called.test(text)))))
    return true;
  const own = paths.map((one) => one.replace(/\.\w+$/, "").replaceAll(PLACES, " "));
  return shareTopic([...own, ...added, ...removed, ...around], words);
}

/** Requests that ask for no more than how it looks. */
const LOOKS =
  /^\W*(?:please\s+|just\s+|only\s+)?(?:re-?format|format|re-?indent|indent|prettify|beautify)\b(?![^.!?\n]{0,200}\b(?:and|then|also)\b)/i;

/** True where it was to be put in another form only, and something else is changed. */
export function isMoreThanForm({ added, removed }: PatchedFile, words: readonly string[]): boolean {
  return LOOKS.test(words.at(-1) ?? "") && bare(added) !== bare(removed);
}

/** What is left when spaces, quotes and marks at ends are not looked at. */
function bare(lines: readonly string[]): string {
  return lines.join("").replaceAll(/[\s"'`,;()]/g, "");
}
