/** By which of its names the person speaks of a file. */
import { baseName } from "../../kit/path.ts";
import { isWritten } from "./spelled.ts";

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
  const below = /^\/(?:home\/[^/]+|Users\/[^/]+|root)\/(.+)$/.exec(path)?.[1];
  const full = below === undefined ? [path] : [path, `~/${below}`, `$HOME/${below}`];
  for (const name of [...full, base, ...(stem.length > 3 ? [stem] : [])]) {
    if (isWritten(name, words)) return name;
  }
  const [, names] = CALLED.find(([pattern]) => pattern.test(path)) ?? [];
  const found = names === undefined ? undefined : words.flatMap((text) => names.exec(text)?.[0] ?? [])[0];
  return found ?? path;
}
