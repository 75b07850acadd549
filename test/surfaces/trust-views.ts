/** Projects as a person is asked about them. */
import { contentDigest } from "../../src/core/config/trust-digest.ts";
import type { Cut, Mark, Project, ProjectFile, Trust } from "../../src/core/config/trust.ts";
import type { ProjectView } from "../../src/core/config/trust-view.ts";

const PROJECT: Project = { root: "/w/app", isRepository: true, mainRoot: null, folders: ["/w/app"] };
export const MARK: Mark = {
  level: "trusted",
  key: "/w/app",
  place: { kind: "file", file: "/home/you/.codex/config.toml", line: 12, column: 15 },
};
const CONFIG: ProjectFile = {
  path: ".codex/config.toml",
  kind: "config",
  text: 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n',
};
const RULES: ProjectFile = {
  path: ".codex/rules/a.rules",
  kind: "rules",
  text: 'prefix_rule(pattern = ["git", "push"], decision = "allow")\n',
};
const EMPTY: ProjectFile = { path: ".codex/rules/b.rules", kind: "rules", text: "" };

function viewOf(trust: Trust, files: readonly ProjectFile[], cuts: readonly Cut[], project = PROJECT): ProjectView {
  return { project, files, trust, cuts, digest: contentDigest(project, files, trust) };
}

function added(files: readonly ProjectFile[]): Trust["changes"] {
  return files.map(({ path, text }) => ({ path, before: null, now: text }));
}

const CUTS: readonly Cut[] = [
  { path: ".codex/config.toml", what: ["approval_policy", "sandbox_mode"] },
  { path: ".codex/rules/a.rules", what: ["allow git push"] },
];

/** Nobody has said anything of it. */
export const UNKNOWN = viewOf(
  { marked: null, content: "changed", changes: added([CONFIG, RULES, EMPTY]) },
  [CONFIG, RULES, EMPTY],
  CUTS,
);

/** Trusted, and changed since: one file other, one new, one gone. */
export const CHANGED = viewOf(
  {
    marked: MARK,
    content: "changed",
    changes: [
      { path: CONFIG.path, before: 'approval_policy = "on-request"\n', now: CONFIG.text },
      { path: ".codex/rules/0.rules", before: 'prefix_rule(pattern = ["rm"], decision = "forbidden")\n', now: null },
      { path: RULES.path, before: null, now: RULES.text },
    ],
  },
  [CONFIG, EMPTY, RULES],
  CUTS,
);

/** As it was trusted. */
export const SAME = viewOf({ marked: MARK, content: "same", changes: [] }, [CONFIG], []);

/** Marked by another program. */
export const UNRECORDED = viewOf({ marked: MARK, content: "unrecorded", changes: [] }, [CONFIG], []);

export const UNTRUSTED = viewOf(
  { marked: { ...MARK, level: "untrusted" }, content: "changed", changes: added([CONFIG]) },
  [CONFIG],
  CUTS.slice(0, 1),
);

/** A worktree without a file. */
export const BARE = viewOf({ marked: null, content: "none", changes: [] }, [], [], {
  ...PROJECT,
  root: "/w/tree",
  mainRoot: "/w/app",
});

/** Names and texts that would steer the terminal. */
const EVIL: ProjectFile = {
  path: "\u001b[2J/.codex/config.toml",
  kind: "config",
  text: "# \u202emodel\t= \u001b]0;x\u0007\n",
};
export const HOSTILE = viewOf(
  { marked: { ...MARK, key: "/w/\u001b[31m" }, content: "changed", changes: added([EVIL]) },
  [EVIL],
  [{ path: EVIL.path, what: ["x.\u001b[1m", "allow \u202e"] }],
  { ...PROJECT, root: "/w/\r\n\u001b[31m" },
);

/** Longer than any screen. */
const MANY: ProjectFile = {
  path: ".codex/config.toml",
  kind: "config",
  text: Array.from({ length: 300 }, (_, index) => `# line ${index}\n`).join(""),
};
export const LONG = viewOf(
  { marked: null, content: "changed", changes: added([MANY]) },
  [MANY],
  [{ path: MANY.path, what: ["model"] }],
);
