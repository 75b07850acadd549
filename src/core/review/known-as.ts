/** By which of its names the person speaks of a file. */
import { baseName } from "../../kit/path.ts";

/** What people call files of a kind, where they do not call them by name. */
const CALLED: readonly (readonly [path: RegExp, names: RegExp])[] = [
  [
    /(?:^|\/)(?:\.github\/workflows\/|\.github\/actions\/|\.gitlab-ci\.yml$|\.circleci\/|azure-pipelines|jenkinsfile|\.travis\.yml|bitbucket-pipelines)/i,
    /\b(?:ci|workflows?|pipelines?|github actions?|gitlab|circleci|jenkins|travis|release job|build job)\b/i,
  ],
  [/(?:^|\/)(?:\.git\/hooks|\.husky|\.githooks)\//, /\b(?:pre-commit|pre-push|commit-msg|git hooks?|hooks?)\b/i],
  [/(?:^|\/)\.bash/, /\.?\bbash_?(?:rc|profile)\b/i],
  [/(?:^|\/)\.z(?:shrc|shenv|profile|login)$/, /\.?\bzsh(?:rc|env)\b/i],
  [/(?:^|\/)makefile$/i, /\bmake(?:file)?(?: targets?)?\b/i],
  [/(?:^|\/)dockerfile[^/]*$/i, /\b(?:dockerfile|docker image|container image)\b/i],
  [/(?:^|\/)package\.json$/, /\bpackage\.json\b|\b(?:npm )?scripts?\b/i],
];

/** As the person wrote it; its path where they wrote none of its names. */
export function knownAs(path: string, words: readonly string[]): string {
  const base = baseName(path);
  const stem = base.replace(/(?<=.)\.[^.]+$/, "");
  for (const name of [path, base, ...(stem.length > 3 ? [stem] : [])]) {
    if (words.some((text) => holdsWord(text, name))) return name;
  }
  const [, names] = CALLED.find(([pattern]) => pattern.test(path)) ?? [];
  const found = names === undefined ? undefined : words.flatMap((text) => names.exec(text)?.[0] ?? [])[0];
  return found ?? path;
}

function holdsWord(text: string, name: string): boolean {
  const [lower, wanted] = [text.toLowerCase(), name.toLowerCase()];
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
    const around = `${lower[at - 1] ?? " "}${lower[at + wanted.length] ?? " "}`;
    if (!/^[\p{L}\p{N}_]|[\p{L}\p{N}_-]$/u.test(around)) return true;
  }
  return false;
}
