/** What permissions would open, place by place. */
import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import type { Action } from "../../../src/core/approval/action.ts";
import { RISK_LEVELS } from "../../../src/core/config/review-terms.ts";
import type { Extra } from "../../../src/core/permissions/extra.ts";
import { deedsOfPermissions } from "../../../src/core/review/deeds-of-permissions.ts";
import type { Bar, Deed } from "../../../src/core/review/subject.ts";
import { HOME, PROJECT, saying, subjectOf } from "./subjects.ts";

const BARS: readonly Bar[] = ["free", "asked", "named", "person", "never"];

function wanting(extra: Partial<Extra>): Action {
  return { kind: "permissions", wanted: { read: [], write: [], network: false, ...extra }, cwd: PROJECT, why: null };
}

function brief({ act, bar, level, category, objects }: Deed): string {
  return [act, bar, level, category ?? "-", ...objects].join(" ");
}

function deedsFor(extra: Partial<Extra>, words = "", hosts: readonly string[] = []): readonly string[] {
  return deedsOfPermissions(subjectOf(wanting(extra)), saying(words), hosts).map(brief);
}

const WRITES: readonly (readonly [path: string, deed: string])[] = [
  [PROJECT, "edit free low -"],
  [`${PROJECT}/build`, "edit free low -"],
  ["/tmp/out", "edit free low -"],
  ["/var/tmp/out", "edit free low -"],
  ["/tmp/ssh-abc", "edit person medium weakening"],
  [`${PROJECT}/.git`, "edit person high weakening"],
  [`${PROJECT}/.git/hooks`, "edit person high weakening"],
  [`${PROJECT}/.vscode`, "edit person high weakening"],
  [`${PROJECT}/.codex`, "edit person high weakening"],
  [`${HOME}/other`, "edit person medium weakening"],
  [`${HOME}/src/shared-lib`, "edit person medium weakening"],
  ["/data/sets", "edit person medium weakening"],
  [HOME, "edit person critical privilege"],
  ["/home", "edit person critical privilege"],
  ["/home/somebody", "edit person critical privilege"],
  ["/", "edit person critical privilege"],
  ["/etc", "edit person critical privilege"],
  ["/etc/nginx", "edit person critical privilege"],
  ["/usr/lib/x", "edit person critical privilege"],
  ["/usr/local/bin", "edit person high weakening"],
  ["/var/lib/postgresql", "edit person high privilege"],
  [`${HOME}/.ssh`, "edit person critical credentials"],
  [`${HOME}/.aws`, "edit person critical credentials"],
  [`${HOME}/.gnupg`, "edit person critical credentials"],
  [`${HOME}/.config/gh`, "edit person critical credentials"],
  [`${HOME}/.bashrc`, "edit person high weakening"],
  [`${HOME}/.config/systemd`, "edit person high weakening"],
  [`${HOME}/.local/bin`, "edit person high weakening"],
  [`${HOME}/.assent`, "edit person critical weakening"],
  [`${HOME}/.claude`, "edit person high weakening"],
  [`${HOME}/.env`, "edit person critical credentials"],
];

const READS: readonly (readonly [path: string, deed: string])[] = [
  [PROJECT, "look free low -"],
  [`${PROJECT}/src`, "look free low -"],
  ["/tmp/in", "look free low -"],
  [`${HOME}/src/shared-lib`, "look person medium -"],
  [HOME, "look person high privilege"],
  ["/", "look person high privilege"],
  [`${HOME}/.ssh`, "look person high credentials"],
  [`${HOME}/.ssh/config`, "look person high credentials"],
  [`${HOME}/.aws`, "look person high credentials"],
  [`${HOME}/.gnupg`, "look person high credentials"],
  [`${HOME}/.config/gh`, "look person high credentials"],
  [`${HOME}/.netrc`, "look person high credentials"],
  [`${HOME}/other/.env`, "look person high credentials"],
  ["/etc", "look person medium -"],
  ["/etc/shadow", "look person high credentials"],
  ["/usr/share/dict", "look person medium -"],
  ["/proc/1/environ", "look person high credentials"],
];

describe("paths that are wanted", () => {
  test.each(WRITES)("writing %s", (path, deed) => {
    expect(deedsFor({ write: [path] })).toEqual([`${deed} ${path}`]);
  });

  test.each(READS)("reading %s", (path, deed) => {
    expect(deedsFor({ read: [path] })).toEqual([`${deed} ${path}`]);
  });

  const LIB = `${HOME}/src/shared-lib`;
  const WORDS: readonly (readonly [words: string, bar: Bar])[] = [
    [`You may also change ${LIB}.`, "named"],
    [`Fix the types in ${LIB} too`, "named"],
    ["Look at ~/src/shared-lib, how they do it there.", "named"],
    [`\`${LIB}/\` as well`, "named"],
    [`Only ${LIB}-old`, "person"],
    [`Only ${LIB}/src`, "person"],
    [`Only /mnt${LIB}`, "person"],
    ["The types of shared-lib are wrong; make both fit.", "person"],
    ["Fix this project's build.", "person"],
  ];
  test.each(WORDS)("after %j it is %s", (words, bar) => {
    expect(deedsFor({ write: [LIB] }, words)).toEqual([`edit ${bar} medium weakening ${LIB}`]);
    expect(deedsFor({ read: [LIB] }, words)).toEqual([`look ${bar} medium - ${LIB}`]);
  });

  test("writing a place is not told again as reading it", () => {
    expect(deedsFor({ read: [PROJECT], write: [PROJECT] })).toEqual([`edit free low - ${PROJECT}`]);
  });

  test("spelling a place of keys out does not open it", () => {
    expect(deedsFor({ read: [`${HOME}/.ssh`] }, `Read ${HOME}/.ssh`)).toEqual([
      `look person high credentials ${HOME}/.ssh`,
    ]);
  });
});

const HOSTS: readonly (readonly [host: string, words: string, deed: string])[] = [
  ["api.example.com", "You may reach api.example.com.", "reach named medium network api.example.com"],
  ["api.example.com", "Refactor the client.", "reach named medium network api.example.com"],
  ["api.example.com:8443", "Refactor.", "reach named medium network api.example.com"],
  ["registry.npmjs.org", "Install the npm packages.", "install named medium network registry.npmjs.org"],
  ["localhost", "", "look free low - localhost"],
  ["localhost:3000", "", "look free low - localhost"],
  ["169.254.169.254", "", "reach person critical credentials 169.254.169.254"],
  ["collect.example.net", "", "reach named high network collect.example.net"],
  ["*", "You may reach every host.", "permit person high network"],
  ["**", "", "permit person high network"],
  ["", "", "permit person high network"],
  ["*.com", "everything under com", "permit person high network"],
  ["*.co.uk", "co.uk", "permit person high network"],
  ["*.github.io", "all of github.io", "permit person high network"],
  ["*.example.com", "You may reach everything under example.com.", "reach named medium network example.com"],
  ["**.example.com", "You may reach everything under example.com.", "reach named medium network example.com"],
  ["*.example.com", "Test against the staging API.", "reach person high network example.com"],
  ["*.evil*.com", "evil", "permit person high network"],
];

describe("the network that is wanted", () => {
  test.each(HOSTS)("%j after %j", (host, words, deed) => {
    expect(deedsFor({}, words, [host])).toEqual([deed]);
  });

  test("as a whole it is for a person", () => {
    expect(deedsFor({ network: true }, "You can have network access.")).toEqual(["permit person high network"]);
  });

  test("hosts stand for it where they are known", () => {
    expect(deedsFor({ network: true }, "", ["localhost"])).toEqual(["look free low - localhost"]);
  });

  test("nothing is said of what is no request for permissions", () => {
    const action: Action = { kind: "patch", text: "", cwd: PROJECT, why: null };
    expect(deedsOfPermissions(subjectOf(action), saying(), ["*"])).toEqual([]);
  });
});

const path = fc.constantFrom(...[...WRITES, ...READS].map(([name]) => name));
const host = fc.constantFrom(...HOSTS.map(([name]) => name));

test("more that is wanted is never less of a risk", () => {
  fc.assert(
    fc.property(
      fc.record({ read: fc.array(path), write: fc.array(path), network: fc.boolean() }),
      fc.array(host, { minLength: 1 }),
      path,
      host,
      (extra, hosts, more, other) => {
        const before = deedsOfPermissions(subjectOf(wanting(extra)), saying(), hosts);
        const wider = { ...extra, write: [...extra.write, more], read: [...extra.read, more] };
        const after = deedsOfPermissions(subjectOf(wanting(wider)), saying(), [...hosts, other]);
        expect(highest(after)).toBeGreaterThanOrEqual(highest(before));
        expect(strictest(after)).toBeGreaterThanOrEqual(strictest(before));
      },
    ),
  );
});

function highest(deeds: readonly Deed[]): number {
  return Math.max(-1, ...deeds.map(({ level }) => RISK_LEVELS.indexOf(level)));
}

function strictest(deeds: readonly Deed[]): number {
  return Math.max(-1, ...deeds.map(({ bar }) => BARS.indexOf(bar)));
}
