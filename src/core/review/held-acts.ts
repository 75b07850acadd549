/** Which acts are held back by a verb or a noun: more than they ask for. */
import type { Word } from "./message.ts";
import type { Act } from "./subject.ts";
import { actsOf, verbOf } from "./verbs.ts";

export type Held = Act | "unclear";

export const LOOKING: ReadonlySet<Act> = new Set<Act>(["look", "query", "test", "build"]);
export const NETWORK: ReadonlySet<Act> = new Set<Act>([
  "reach",
  "fetch",
  "send",
  "push",
  "publish",
  "install",
  "update",
  "deploy",
  "message",
  "query",
  "pay",
]);
const CHANGING: readonly Act[] = [
  "build",
  "run",
  "edit",
  "delete",
  "copy",
  "commit",
  "branch",
  "discard",
  "push",
  "publish",
  "install",
  "update",
  "send",
  "deploy",
  "restart",
  "stop",
  "change-data",
  "configure",
  "schedule",
  "permit",
  "message",
  "pay",
  "administer",
  "grant",
];
const LEAVING: readonly Act[] = ["send", "publish", "push", "deploy", "copy", "message", "reach"];

/** What a verb holds back beside what it asks for. */
const HELD_BY: readonly (readonly [verbs: RegExp, acts: readonly Held[]])[] = [
  [/^(?:touch|change|modify|alter|mess|edit|write|do|make|alters?|mutate)$/, CHANGING],
  [/^(?:push|force-push)$/, ["push", "publish", "deploy", "send"]],
  [/^(?:run|execute|start|launch|call)$/, ["run", "test", "build", "deploy", "administer", "install"]],
  [/^(?:read|open|look|show|print|see|display|reveal|output)$/, ["look", "show-secret", "grant", "reach"]],
  [
    /^(?:delete|remove|rm|clean|clear|wipe|purge|erase|drop|empty|discard|throw|undo|revert|reset|lose|overwrite|flush|terminate|destroy)$/,
    ["delete", "discard", "change-data", "stop"],
  ],
  [/^(?:install|add|download|fetch|get|update|upgrade)$/, ["install", "update", "fetch", "reach", "grant"]],
  [/^(?:deploy|apply|release|ship|publish|roll)$/, ["deploy", "publish", "push", "send", "change-data"]],
  [/^(?:send|upload|share|post|leave|go|copy|transfer|submit|export|mail)$/, LEAVING],
  [/^(?:commit|merge|squash|squash-merge|rebase|amend)$/, ["commit", "push", "message", "branch"]],
  [/^(?:switch|turn|disable|weaken|bypass|disarm|widen|loosen|suppress|relax)$/, ["configure", "permit", "edit"]],
  [/^(?:format|reformat|lint|prettify)$/, ["edit", "build", "run", "test"]],
  [/^(?:restart|reboot|reload|stop|kill)$/, ["restart", "stop"]],
  [/^(?:pay|buy|order|purchase|spend)$/, ["pay", "message", "send"]],
  [/^(?:access|talk|connect|contact|query|reach|log|ssh|use|browse|work|speak|trust|ask)$/, ["unclear"]],
];

const NOUNS: readonly (readonly [nouns: RegExp, acts: readonly Act[]])[] = [
  [
    /^(?:dependency|dependencies|packages?|librar(?:y|ies)|installs?|installation|downloads?)$/,
    ["install", "update", "fetch"],
  ],
  [/^(?:network|internet|net|online|connections?|browsing|telemetry|web|outside)$/, [...NETWORK]],
  [/^(?:uploads?|uploading|mails?|emails?|messages?|posts?|sharing)$/, LEAVING],
  [/^(?:changes?|edits?|modifications?)$/, CHANGING],
  [/^(?:tests?|testing)$/, ["test"]],
  [/^(?:force-pushing|force-pushes|pushes|pushing)$/, ["push"]],
  [/^(?:restarts?|reboots?)$/, ["restart", "stop"]],
  [/^(?:deletions?|deleting)$/, ["delete", "discard", "change-data"]],
  [/^(?:deployments?|releases?|rollouts?)$/, ["deploy", "publish", "push"]],
  [/^(?:commits?)$/, ["commit", "push"]],
  [/^(?:schedules?|cron)$/, ["schedule"]],
  [/^(?:permissions?|modes?|rights|privileges)$/, ["permit", "administer", "configure", "edit", "grant"]],
];

export function actsHeld(words: readonly Word[]): ReadonlySet<Held> {
  const held = new Set<Held>();
  for (const { text, isQuoted } of words) {
    if (isQuoted || HELPERS.has(text)) continue;
    const verb = verbOf(text) ?? text;
    const known = HELD_BY.find(([verbs]) => verbs.test(verb));
    for (const act of [
      ...(known?.[1] ?? []),
      ...actsOf([verb]),
      ...(NOUNS.find(([nouns]) => nouns.test(text))?.[1] ?? []),
    ])
      held.add(act);
  }
  return held;
}

/** Verbs that only help others, where something is held back. */
const HELPERS = new Set(["do", "does", "did", "let", "have", "has", "will", "be", "is", "are"]);
