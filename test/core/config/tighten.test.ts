/** A project that nobody trusts takes away, and gives nothing. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Request } from "../../../src/core/approval/action.ts";
import { judge } from "../../../src/core/approval/judge.ts";
import { REVIEW_CATEGORIES } from "../../../src/core/config/review-terms.ts";
import type { Settings } from "../../../src/core/config/settings.ts";
import { deniedBy, openProfile } from "../../../src/core/permissions/open-profile.ts";
import { isDenied } from "../../../src/core/permissions/denied-globs.ts";
import {
  mayWrite,
  type Permissions,
  permissionsOf,
  type Workspace,
} from "../../../src/core/permissions/permissions.ts";
import { readHost } from "../../../src/core/network/host.ts";
import { hostVerdict } from "../../../src/core/network/match.ts";
import { scrubbed } from "../../../src/core/sandbox/environment.ts";
import { isSame } from "../../../src/kit/same.ts";
import { isWithin } from "../../../src/kit/path.ts";
import { PLAIN_BASIS } from "../../basis.ts";
import { rulesOf } from "../../rules.ts";
import { joinedOf, type Layered } from "./layered.ts";
import { RANDOM_LAYERS } from "./random-layers.ts";

type Here = { readonly settings: Settings; readonly workspace: Workspace; readonly permissions: Permissions };

const GROUND = { workspaceRoots: ["/w"], tmpdir: "/var/t", real: (path: string) => path };

/** Null for settings that nothing starts with. */
function hereOf(given: Layered): Here | null {
  const joined = joinedOf(given);
  if (typeof joined === "string") return null;
  const { sandbox, workspaceWrite } = joined.settings;
  const opened = openProfile(sandbox.profile, sandbox.refinement, GROUND);
  if (!opened.ok) return null;
  const { roots, named, kept, readable, denied, network, sockets } = opened.value;
  const { processes, memory, fileSize } = sandbox.limits;
  const limits = { processes: processes === "suited" ? 512 : processes, memory, fileSize };
  const isLimited = typeof processes === "number" || memory !== null || fileSize !== null;
  const sandboxMode = isLimited && opened.value.mode === "danger-full-access" ? "workspace-write" : opened.value.mode;
  const watched = STORES.filter((store) => sandbox.keyStores.deny && !sandbox.keyStores.allow.includes(store));
  const added = deniedBy(sandbox.keyStores.add, GROUND);
  const workspace: Workspace = {
    roots,
    keep: kept,
    bounds: {
      readable,
      denied: {
        paths: denied.paths,
        watched: [...watched, ...added.paths].filter((path) => !named.includes(path)),
        globs: [...denied.globs, ...added.globs],
      },
      guarded: { workspaceFiles: workspaceWrite.workspaceFiles === "read-only", paths: [] },
      network,
      sockets,
      environment: sandbox.environment,
      limits,
      git: workspaceWrite.git,
    },
  };
  return {
    settings: { ...joined.settings, sandboxMode },
    workspace,
    permissions: permissionsOf(sandboxMode, workspace),
  };
}

const STORES = ["/home/you/.ssh"];
const PATHS = [
  "/",
  "/a",
  "/a/b",
  "/a/b/c",
  "/w",
  "/w/sub",
  "/w/sub/x.pem",
  "/w/package.json",
  "/home/you/x",
  "/home/you/.ssh",
];
const MORE = ["/tmp/x", "/var/t/x", "/etc/p", "/usr/x", "/srv/y", "/w/k"];
const HOSTS = ["a.com", "b.a.com", "c.org"];
const VARIABLES = { HOME: "1", PATH: "1", A_TOKEN: "1", FOO: "1", GPG_KEY: "1", DATABASE_URL: "1", LANG: "1" };

function mayRead(permissions: Permissions, path: string): boolean {
  if (permissions.kind === "unrestricted") return true;
  const { denied, readable, writable } = permissions;
  if (isDenied(denied.globs, path)) return false;
  const open = [...(readable === "everything" ? ["/"] : readable), ...writable.map((root) => root.path)];
  const lengthIn = (places: readonly string[]): number =>
    Math.max(-1, ...places.filter((place) => isWithin(place, path)).map((place) => place.length));
  return lengthIn(open) > lengthIn([...denied.paths, ...denied.watched]);
}

/** 0: refused, 1: asked about, 2: reached. */
function reach(permissions: Permissions, name: string): number {
  const host = readHost(name);
  if (permissions.kind === "unrestricted" || permissions.network === "open") return 2;
  if (permissions.network === "none" || !host.ok) return 1;
  const { kind } = hostVerdict(permissions.network, { host: host.value, port: 443 });
  return kind === "allow" ? 2 : kind === "unlisted" ? 1 : 0;
}

const isAtMost = (own: number | null, below: number | null): boolean =>
  below === null || (own !== null && own <= below);
const GIT = ["read-only", "steps", "commit"];

/** All that `own` opens and `below` does not. */
function openedBy(own: Permissions, below: Permissions): readonly string[] {
  const paths = [...PATHS, ...MORE].flatMap((path) => [
    ...(mayWrite(own, path) && !mayWrite(below, path) ? [`writes ${path}`] : []),
    ...(mayRead(own, path) && !mayRead(below, path) ? [`reads ${path}`] : []),
  ]);
  const hosts = HOSTS.filter((host) => reach(own, host) > reach(below, host)).map((host) => `reaches ${host}`);
  if (below.kind === "unrestricted") return [...paths, ...hosts];
  if (own.kind === "unrestricted") return [...paths, ...hosts, "no sandbox"];
  const passed = Object.keys(scrubbed(VARIABLES, own.environment));
  const given = Object.keys(scrubbed(VARIABLES, below.environment));
  const { limits, guarded, git } = own;
  return [
    ...paths,
    ...hosts,
    ...passed.filter((name) => !given.includes(name)).map((name) => `passes ${name}`),
    ...own.sockets.filter((socket) => !below.sockets.includes(socket)),
    ...(isAtMost(limits.processes, below.limits.processes) ? [] : ["processes"]),
    ...(isAtMost(limits.memory, below.limits.memory) ? [] : ["memory"]),
    ...(isAtMost(limits.fileSize, below.limits.fileSize) ? [] : ["file size"]),
    ...(below.guarded.workspaceFiles && !guarded.workspaceFiles ? ["workspace files"] : []),
    ...(GIT.indexOf(git) > GIT.indexOf(below.git) ? ["git"] : []),
  ];
}

const RULES = rulesOf({
  user: `prefix_rule(pattern=["git", "push"], decision="allow")
prefix_rule(pattern=["npm"], decision="prompt")
prefix_rule(pattern=["curl"], decision="forbidden")
network_rule(host="b.a.com", protocol="https", decision="allow")`,
});

const commandOf = (argv: readonly [string, ...string[]], escalate: boolean): Request => ({
  mode: "run",
  action: { kind: "command", argv, cwd: "/w", escalate, why: null },
});
const LINES = [
  "ls",
  "cat /w/a",
  "rm -rf x",
  "rm -rf /a",
  "git push",
  "git commit -m x",
  "npm test",
  "curl a.com",
  "make",
  "touch /srv/y",
];
const REQUESTS: readonly (readonly [string, Request])[] = [
  ...LINES.flatMap((line) =>
    [false, true].map((escalate): readonly [string, Request] => {
      const [first = "", ...rest] = line.split(" ");
      return [`${line}${escalate ? " outside" : ""}`, commandOf([first, ...rest], escalate)];
    }),
  ),
  ...HOSTS.map((host): readonly [string, Request] => [
    host,
    { mode: "run", action: { kind: "network", host, port: 443, protocol: "https", command: null, why: null } },
  ]),
];

/** 0: runs outside, 1: runs in the sandbox, 2: asks, 3: is refused. */
function answers({ settings, workspace }: Here): ReadonlyMap<string, number> {
  const { approvalPolicy, sandboxMode, allowRuns, smartApprovals } = settings;
  const basis = { ...PLAIN_BASIS, approvalPolicy, sandboxMode, allowRuns, smartApprovals, workspace, rules: RULES };
  return new Map(
    REQUESTS.map(([name, request]) => {
      const { requirement } = judge(request, basis);
      if (requirement.kind !== "run") return [name, requirement.kind === "ask" ? 2 : 3];
      return [name, requirement.under.kind === "unrestricted" ? 0 : 1];
    }),
  );
}

/**
 * Two questions that go with how a thing is held, and not with what may be done to it: deleting a place that is a root of
 * its own, or kept in one, where the same is now denied or lies in a wider root; connections where the network is open,
 * of which nobody is asked there.
 */
function isElsewhere(name: string, own: Here, below: Here): boolean {
  const isNamed = ({ workspace }: Here): boolean => [...workspace.roots, ...workspace.keep].includes("/a");
  if (name === "rm -rf /a") return isNamed(below) && !isNamed(own);
  return HOSTS.includes(name) && (below.permissions.kind === "unrestricted" || below.permissions.network === "open");
}

const APPROVED = [null, "low", "medium"];
const LEVELS = ["low", "medium", "high", "critical"];
const LEADS_TO = [undefined, "ask", "deny"];

function looserReviews({ autoReview: own }: Settings, { autoReview: below }: Settings): readonly string[] {
  const [a, b] = [own.terms, below.terms];
  return [
    ...(isSame(own.model, below.model) || own.model.kind === "none" ? [] : ["model"]),
    ...(isSame([own.provider, own.effort, own.policy], [below.provider, below.effort, below.policy]) ? [] : ["words"]),
    ...(own.lookupsMax === below.lookupsMax ? [] : ["lookups"]),
    ...(APPROVED.indexOf(a.approveUpTo) > APPROVED.indexOf(b.approveUpTo) ? ["approved"] : []),
    ...(LEVELS.indexOf(a.denyFrom) > LEVELS.indexOf(b.denyFrom) ? ["denied"] : []),
    ...(a.scoreMax > b.scoreMax ? ["score"] : []),
    ...(a.timeoutMs > b.timeoutMs ? ["time"] : []),
    ...((a.budget ?? Infinity) > (b.budget ?? Infinity) ? ["budget"] : []),
    ...REVIEW_CATEGORIES.filter((name) => LEADS_TO.indexOf(a.categories[name]) < LEADS_TO.indexOf(b.categories[name])),
  ];
}

function looserThan(own: Here, below: Here): readonly string[] {
  const known = answers(below);
  const judged = [...answers(own)]
    .filter(([name, answer]) => answer < (known.get(name) ?? 0) && !isElsewhere(name, own, below))
    .map(([name]) => name);
  const { reviewer, smartApprovals, allowRuns, userRules } = own.settings;
  return [
    ...openedBy(own.permissions, below.permissions),
    ...judged,
    ...(reviewer !== "user" && below.settings.reviewer === "user" ? ["reviewer"] : []),
    ...looserReviews(own.settings, below.settings),
    ...(smartApprovals && !below.settings.smartApprovals ? ["proposals"] : []),
    ...(allowRuns === "outside" && below.settings.allowRuns === "inside" ? ["runs"] : []),
    ...(userRules.length > below.settings.userRules.length ? ["rules"] : []),
    ...(own.settings.mcpServers.size > below.settings.mcpServers.size ? ["servers"] : []),
  ];
}

const RUNS = Number(process.env["RUNS"] ?? 1500);

test("whatever a project's files say, nothing is opened and nothing judged looser than without them", () => {
  let count = 0;
  fc.assert(
    fc.property(RANDOM_LAYERS, ({ project, ...others }) => {
      const below = hereOf(others);
      const own = hereOf({ ...others, project, isTrusted: false });
      if (below === null || own === null) return;
      count += 1;
      expect(looserThan(own, below)).toEqual([]);
    }),
    { seed: 6, numRuns: RUNS },
  );
  // Layers that contradict each other say nothing here.
  expect(count).toBeGreaterThan(RUNS / 2);
});

test("the same files do loosen something once they are trusted", () => {
  const given = { project: ['preset = "full-access"'] };
  const [cut, full] = [hereOf({ ...given, isTrusted: false }), hereOf(given)];
  const below = hereOf({});
  if (cut === null || full === null || below === null) throw new Error("all of them start");
  expect(looserThan(cut, below)).toEqual([]);
  expect(looserThan(full, below)).toContain("writes /srv/y");
});
