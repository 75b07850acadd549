/** What a person is told to do about something that the sandbox stopped. */
import { expect, test } from "vitest";
import type { SandboxMode } from "../../../src/core/permissions/permissions.ts";
import type { Denial } from "../../../src/core/sandbox/denial.ts";
import { adviceOf } from "../../../src/surfaces/cli/advice.ts";

type Known = Denial & { readonly kind: "known" };
const known = (path: string, roots: readonly string[]): Known => ({
  kind: "known",
  stopped: [{ kind: "write", path }],
  more: 0,
  opening: roots.length === 0 ? null : { roots, sockets: [] },
  home: "/home/you",
});

const OUTSIDE = "run again with --escalate WHY to be asked whether it may run outside the sandbox";
const CASES: readonly [name: string, denial: Denial, mode: SandboxMode, advice: string | null][] = [
  ["a folder", known("/srv/a b/x", ["/srv/a b"]), "workspace-write", "run again with --add-dir '/srv/a b'"],
  [
    "a folder, where nothing is written",
    known("/srv/a/x", ["/srv/a"]),
    "read-only",
    "run again with --sandbox workspace-write --add-dir /srv/a",
  ],
  [
    "a folder that does not exist",
    known("/home/you/.npm/", ["/home/you/.npm"]),
    "workspace-write",
    "do mkdir -p /home/you/.npm and run again with --add-dir /home/you/.npm",
  ],
  ["what cannot be opened", known("/etc/x", []), "workspace-write", OUTSIDE],
  [
    "a host that was refused",
    { ...known("", []), stopped: [{ kind: "host", host: "a.test", port: 443 }] },
    "workspace-write",
    null,
  ],
  ["a guess", { kind: "guess", line: "EPERM" }, "workspace-write", null],
];
test.each(CASES)("%s", (_name, denial, mode, advice) => {
  expect(adviceOf(denial, mode)).toBe(advice);
});
