/** Which verbs of a person ask for which acts. */
import type { Act } from "./subject.ts";

/** Base forms. A verb with a condition asks for the act only where a word like that stands in the same clause. */
const ASKING: readonly (readonly [act: Act, verbs: string])[] = [
  [
    "look",
    `show list print read look see check find search display view open cat count inspect describe explain review
    summarise summarize tell compare examine investigate trace analyse analyze explore browse grep plan watch monitor
    diagnose debug verify validate report describe`,
  ],
  ["build", "build rebuild compile recompile bundle assemble package"],
  ["test", "test retest verify check validate"],
  ["run", "run rerun start execute launch try serve profile play demo benchmark call"],
  [
    "edit",
    `edit fix implement add change write refactor rename replace update correct put set create make move sort document
    translate adapt repair improve extend rewrite convert port migrate adjust modify append insert clean tidy simplify
    extract split format reformat support handle draft introduce remove delete drop optimise optimize speed bump solve
    finish undo revert style inline deduplicate log annotate polish solve resolve increase decrease raise lower enable
    disable allow ignore turn switch use let generate debug prepare develop complete`,
  ],
  [
    "delete",
    "uninstall bin nuke ditch delete remove rm rmdir clean clear wipe purge erase drop empty prune unlink trash throw",
  ],
  ["copy", "copy cp duplicate move mv mirror sync rsync scp back backup"],
  ["commit", "commit stash amend rebase squash merge squash-merge cherry-pick revert"],
  ["branch", "branch switch checkout tag"],
  ["discard", "clear discard reset revert undo restore drop throw clean"],
  ["push", "push force-push"],
  ["publish", "publish release upload"],
  ["install", "install reinstall add bootstrap"],
  ["update", "update upgrade bump"],
  ["fetch", "fetch download get pull clone curl wget grab retrieve"],
  [
    "reach",
    `reach call connect open read visit look check ask fetch download get clone access query request ping contact test
    upload send push browse search navigate curl use install translate`,
  ],
  ["send", "send upload post mail submit push transmit share export translate copy scp rsync sync"],
  ["deploy", "upgrade deploy apply redeploy promote sync scale roll"],
  ["restart", "restart reboot reload bounce"],
  ["stop", "end stop kill terminate shut quit close killall pkill"],
  ["query", "query select count ask show look list search read check find plan compare"],
  ["change-data", "delete truncate empty flush drop insert update migrate clear wipe seed reset"],
  ["configure", "configure set turn enable disable switch add put write change activate deactivate unset allow"],
  ["schedule", "schedule"],
  ["permit", "chmod chown"],
  ["show-secret", "show print cat read display open list reveal output echo dump"],
  ["message", "send post mail email message comment notify reply announce file report approve"],
  ["pay", "pay transfer order buy purchase"],
  ["administer", "install start restart reload"],
  [
    "grant",
    `reach read access use open test run work look fetch download call connect write change edit fix modify update
    install`,
  ],
];

type Conditional = { readonly act: Act; readonly verbs: string; readonly near: RegExp };

/** Verbs of many uses, by what stands beside them. */
const NEAR: readonly Conditional[] = [
  { act: "permit", verbs: "make give set allow", near: /^(?:executable|writable|readable|permissions?|modes?)$/ },
  {
    act: "schedule",
    verbs: "add put run make set create",
    near: /^(?:cron|crontab|schedule|nightly|daily|hourly|weekly|timer|every)$/,
  },
  {
    act: "push",
    verbs: "get bring send take put ship move",
    near: /^(?:origin|upstream|remote|github|gitlab|bitbucket|codeberg|fork)$/,
  },
  { act: "push", verbs: "get bring put send", near: /^(?:up|branch)$/ },
  {
    act: "publish",
    verbs: "ship push get put bring",
    near: /^(?:npm|pypi|crates\.io|rubygems|rubygems\.org|hex|nuget|packagist|maven|docker|hub)$/,
  },
  { act: "publish", verbs: "put send submit get", near: /^(?:prs?|mrs?)$/ },
  { act: "delete", verbs: "take kick", near: /^out$/ },
  { act: "install", verbs: "pull bring take", near: /^in$/ },
  { act: "install", verbs: "sync bring get set keep", near: /^(?:environment|env|venv|virtualenv|deps|dependencies)$/ },
  {
    act: "install",
    verbs: "resolve fetch download get pull",
    near: /^(?:dependencies|deps|crates|gems|wheels|modules|packages)$/,
  },
  { act: "reach", verbs: "pull", near: /[/.:]/ },
  { act: "grant", verbs: "take talk", near: /[/.]/ },
  { act: "install", verbs: "run", near: /^(?:bundler|composer|yarn)$/ },
  { act: "message", verbs: "answer write", near: /@/ },
  {
    act: "message",
    verbs: "assign label close reopen move set",
    near: /^(?:[a-z]+-\d+|#\d+|issues?|tickets?|tasks?)$/,
  },
  { act: "send", verbs: "attach put", near: /@|^https?:/ },
  { act: "branch", verbs: "check", near: /^out$/ },
  { act: "branch", verbs: "make create add delete", near: /^(?:branch|branches|tag|tags|worktree)$/ },
  {
    act: "message",
    verbs: "create open make write add raise update close edit",
    near: /^(?:issues?|tickets?|prs?|pull|comments?|notes?|messages?|mails?|events?|pages?)$/,
  },
  { act: "publish", verbs: "create make", near: /^releases?$/ },
  { act: "deploy", verbs: "merge squash-merge", near: /^(?:prs?|pull|mr|mrs|requests?)$/ },
  { act: "publish", verbs: "create open make raise file", near: /^(?:prs?|pull|mr|mrs)$/ },
  { act: "delete", verbs: "tidy", near: /^branch(?:es)?$/ },
  { act: "configure", verbs: "speed optimise optimize", near: /^git$/ },
  { act: "install", verbs: "repair fix restore", near: /^(?:node_modules|venv|\.venv|dependencies|installation)$/ },
  { act: "message", verbs: "merge squash-merge", near: /^(?:prs?|pull|mr|mrs|requests?)$/ },
  { act: "commit", verbs: "create make", near: /^commits?$/ },
  { act: "install", verbs: "set", near: /^up$/ },
  { act: "install", verbs: "make create", near: /^(?:venv|virtualenv)$/ },
  { act: "install", verbs: "get make", near: /^(?:running|run|work|working|up)$/ },
  { act: "install", verbs: "update upgrade", near: /^(?:dependencies|dependency|packages?|lock|lockfile)$/ },
  { act: "delete", verbs: "get", near: /^rid$/ },
  { act: "build", verbs: "make", near: /^(?:build|clean)$/ },
  { act: "build", verbs: "run start do", near: /^builds?$/ },
  { act: "test", verbs: "run get make start do", near: /^(?:tests?|suite|specs?|e2e|check|checks|linter|lint|ci)$/ },
  { act: "stop", verbs: "docker", near: /^down$/ },
  { act: "send", verbs: "back copy", near: /@|^https?:/ },
  { act: "discard", verbs: "throw", near: /^away$/ },
  { act: "change-data", verbs: "run make", near: /^migrations?$/ },
  { act: "edit", verbs: "explain describe report", near: /^(?:readme|docs?|changelog|.*\.(?:md|rst|txt|adoc))$/ },
  { act: "deploy", verbs: "bring start", near: /^(?:services|stack)$/ },
  { act: "run", verbs: "bring", near: /^up$/ },
];

/** What plainly goes with the act that was asked for, and changes no more than the workspace. */
const IMPLIED: Readonly<Partial<Record<Act, readonly Act[]>>> = {
  look: ["look", "query"],
  edit: ["edit", "build", "test", "run", "look"],
  build: ["build", "test", "run", "look"],
  test: ["test", "build", "run", "look"],
  run: ["run", "build", "look"],
  install: ["install", "fetch", "build", "look"],
  update: ["update", "install", "fetch", "look"],
  fetch: ["fetch", "edit", "look"],
  commit: ["commit", "look"],
  push: ["push", "commit", "look"],
  branch: ["branch", "look"],
  delete: ["delete", "look"],
};

const byVerb: ReadonlyMap<string, ReadonlySet<Act>> = tableOf();

function tableOf(): ReadonlyMap<string, ReadonlySet<Act>> {
  const table = new Map<string, Set<Act>>();
  for (const [act, verbs] of ASKING) {
    for (const verb of verbs.split(/\s+/)) table.set(verb, (table.get(verb) ?? new Set<Act>()).add(act));
  }
  return table;
}

const nearVerbs: ReadonlySet<string> = new Set(NEAR.flatMap(({ verbs }) => verbs.split(" ")));

/** Programs that people call by their names, with the verb behind: "npm install zod". */
export const CALLED: ReadonlySet<string> = new Set(
  `git npm pnpm yarn npx pip pip3 uv poetry brew cargo go gem composer apt apt-get dnf docker kubectl terraform helm make
  bundle podman glab pulumi mvn gradle dotnet swift flutter rsync
  aws gcloud gh compose`.split(/\s+/),
);

export function isVerb(word: string): boolean {
  return byVerb.has(word) || nearVerbs.has(word);
}

/** What an order asks for. @param clause its words from the verb on */
export function actsOf(clause: readonly string[]): ReadonlySet<Act> {
  const [verb = "", ...rest] = clause;
  const own = byVerb.get(verb) ?? [];
  const near = NEAR.filter(({ verbs, near: pattern }) => {
    return verbs.split(" ").includes(verb) && rest.some((word) => pattern.test(word));
  });
  return new Set([...own, ...near.map(({ act }) => act)]);
}

/** What follows from an order for these, in the workspace. */
export function impliedBy(acts: ReadonlySet<Act>): ReadonlySet<Act> {
  return new Set([...acts].flatMap((act) => IMPLIED[act] ?? [act]));
}

/** The verb behind a form of it: pushing, pushed, pushes; null for what is no verb. */
export function verbOf(word: string): string | null {
  if (isVerb(word)) return word;
  const stems = [
    word.replace(/(?:ing|ed|es|s)$/, ""),
    word.replace(/(?:ing|ed|es)$/, "e"),
    word.replace(/(.)\1(?:ing|ed)$/, "$1"),
    word.replace(/ies$|ied$/, "y"),
  ];
  return stems.find((stem) => stem !== word && isVerb(stem)) ?? null;
}
