/** What would be decided on files as they lie on a disk, through the real doors. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll } from "vitest";
import { lookAt } from "../../../src/compose/look.ts";
import type { Action } from "../../../src/core/approval/action.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import type { Requirement } from "../../../src/core/approval/requirement.ts";
import { type ConfigError, describeConfigError } from "../../../src/core/config/error.ts";
import { NO_FLAGS } from "../../../src/core/config/flags.ts";
import type { Loaded } from "../../../src/core/config/loaded.ts";
import { REVIEW_CATEGORIES, RISK_LEVELS } from "../../../src/core/config/review-terms.ts";
import type { Settings } from "../../../src/core/config/settings.ts";
import { trustedTexts } from "../../../src/core/config/trust.ts";
import type { BrokenFile } from "../../../src/core/policy/rules.ts";
import type { Permissions } from "../../../src/core/permissions/permissions.ts";
import { loadConfig } from "../../../src/effects/load-config.ts";
import { rulesFiles } from "../../../src/effects/rules-files.ts";
import { openHere, workspaceOf } from "../../../src/effects/workspace.ts";
import { PLAIN_BASIS } from "../../basis.ts";

// Not in /tmp: while sandboxes run there, a folder stands in for its .git.
const base = realpathSync(mkdtempSync("/var/tmp/assent-test-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A disk with `home`, `user`, `ws` (a repository) and `system` below `root`. */
export type Disk = { readonly root: string; readonly put: (path: string, text: string | Uint8Array) => string };

export function newDisk(): Disk {
  const root = mkdtempSync(`${base}/`);
  for (const folder of ["home", "user", "ws/.git", "system"]) mkdirSync(`${root}/${folder}`, { recursive: true });
  writeFileSync(`${root}/ws/.git/HEAD`, "");
  return {
    root,
    put: (path, text) => {
      const file = `${root}/${path}`;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
  };
}

/** How strict a decision is: nothing is looser than 0. */
export type Strictness = number;
const ASKS: Strictness = 4;

export type Outcome =
  /** Nothing can be started. */
  | { readonly kind: "refused"; readonly error: ConfigError; readonly words: string }
  | {
      readonly kind: "decides";
      /** First of commands, then of hosts, last who answers. */
      readonly decisions: readonly Strictness[];
      readonly broken: readonly BrokenFile[];
    };

/** @param typed values of `-c` */
export async function outcomeOn({ root }: Disk, typed: readonly string[] = []): Promise<Outcome> {
  const [home, userHome, cwd] = [`${root}/home`, `${root}/user`, `${root}/ws`];
  const loaded = await loadConfig({
    home,
    userHome,
    cwd,
    overrides: typed,
    flags: NO_FLAGS,
    surface: "run",
    systemFolder: `${root}/system`,
  });
  if (!loaded.ok) return refused(loaded.error);
  const { settings, project } = loaded.value;
  const place = { cwd, addDirs: [], settings, env: {}, home, userHome, own: [], cores: 2 };
  const opened = openHere(place);
  if (!opened.ok) return refused({ kind: "profile", why: "no sandbox can hold it" });
  const workspace = workspaceOf(place);
  if (!workspace.ok) throw new Error("what was opened cannot be opened");
  const rules = await rulesFiles({
    home,
    projectFolders: project.folders,
    named: settings.userRules,
    isTrusted: trustedTexts(loaded.value),
    where: { cwd, home: userHome },
    settleMs: 0,
  }).current();
  const here = { ...settings, sandboxMode: opened.value.mode, workspace: workspace.value, rules };
  const decisions = actionsIn(loaded.value).map((action) => {
    const facts = action.kind === "command" ? lookAt(action, { workspace: workspace.value, home: userHome }) : {};
    return strictnessOf(
      judge({ action, mode: "run" }, { ...PLAIN_BASIS, home: userHome, ...here, ...facts }).requirement,
    );
  });
  // A person's answer is stricter than a program's.
  const ofReviews = [settings.reviewer === "user" ? 1 : 0, ...strictnessOfReviews(settings.autoReview)];
  return { kind: "decides", decisions: [...decisions, ...ofReviews], broken: rules.broken };
}

/** Words for the reviewer that a file brings along count as looser than none. */
function strictnessOfReviews({ model, policy, terms }: Settings["autoReview"]): readonly Strictness[] {
  const { approveUpTo, denyFrom, scoreMax, timeoutMs, budget, categories } = terms;
  return [
    model.kind === "none" ? 1 : 0,
    policy === null ? 0 : -1,
    -[null, "low", "medium"].indexOf(approveUpTo),
    -RISK_LEVELS.indexOf(denyFrom),
    -scoreMax,
    -timeoutMs,
    -(budget ?? Number.POSITIVE_INFINITY),
    ...REVIEW_CATEGORIES.map((name) => [undefined, "ask", "deny"].indexOf(categories[name])),
  ];
}

function refused(error: ConfigError): Outcome {
  return { kind: "refused", error, words: describeConfigError(error) };
}

const COMMANDS: readonly (readonly [boolean, string, ...string[]])[] = [
  [false, "ls"],
  [false, "npm", "test"],
  [false, "rm", "-rf", "/"],
  [false, "sudo", "true"],
  [false, "bash", "-c", "echo a && touch b"],
  [true, "touch", "x"],
];

function actionsIn({ project: { root } }: Loaded): readonly Action[] {
  const commands = COMMANDS.map(([escalate, ...argv]): Action => ({
    kind: "command",
    argv,
    cwd: root,
    escalate,
    why: null,
  }));
  const host = { kind: "network", port: 443, protocol: "https", command: null, why: null } as const;
  return [...commands, { ...host, host: "a.example" }, { ...host, host: "127.0.0.1" }];
}

function strictnessOf(requirement: Requirement): Strictness {
  if (requirement.kind === "forbid") return 5;
  return requirement.kind === "ask" ? ASKS : heldBy(requirement.under);
}

function heldBy(permissions: Permissions): Strictness {
  if (permissions.kind === "unrestricted") return 0;
  // Hosts that are listed are judged one by one.
  return (permissions.writable.length === 0 ? 2 : 1) + (permissions.network === "open" ? 0 : 1);
}

/** True if every command asks, or is refused. */
export function asksAlways(outcome: Outcome): boolean {
  if (outcome.kind === "refused") return true;
  return COMMANDS.every((_, at) => (outcome.decisions[at] ?? 0) >= ASKS);
}

/** True if no decision is looser than the one without the file. */
export function isNowhereLooser(now: Outcome, before: Outcome): boolean {
  if (now.kind === "refused") return true;
  if (before.kind === "refused") return false;
  return now.decisions.every((strictness, at) => strictness >= (before.decisions[at] ?? 0));
}
