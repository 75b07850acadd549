/**
 * Judges what a command leaves behind that would run code outside later.
 *
 * In doubt nothing is taken that ordinary tools make.
 */
import { isWithin } from "../../kit/path.ts";
import { printCommand } from "../shell/print.ts";

/** Something that was taken away from where a command had put it. */
export type Taken = {
  /** Where it was; absolute. */
  readonly path: string;
  /** What follows "it": "makes agents start servers". Plain words, unescaped. */
  readonly why: string;
  /** Where it is now; absolute. */
  readonly kept: string;
};

/** A link that a command has made. */
export type MadeLink = {
  /** Absolute. */
  readonly path: string;
  /** What it leads to, with links resolved as far as it exists. */
  readonly target: string;
  readonly is: "folder" | "file" | "program" | "nothing";
  /** True if the person may write there, so that what is written through the link would be changed. */
  readonly isWritable: boolean;
};

export type Around = {
  readonly roots: readonly string[];
  /** The person's, with links resolved. */
  readonly home: string;
  /** True for a root where everybody keeps files: only what leads to the person's home counts there. */
  readonly isTemporary: (root: string) => boolean;
};

/** Below these tools keep what they link to from workspaces; nothing in there is started by itself. */
const STORES: ReadonlySet<string> = new Set([
  ".cache",
  ".npm",
  ".pnpm-store",
  ".yarn",
  ".bun",
  ".deno",
  ".cargo",
  ".rustup",
  ".gradle",
  ".m2",
  ".nuget",
  ".pyenv",
  ".nvm",
  ".asdf",
  ".rbenv",
  ".conda",
  ".virtualenvs",
  ".venv",
  "node_modules",
  "site-packages",
  "go",
]);
/** Of the system, not of the person, even where that is root. */
const SYSTEM_FOLDERS: readonly string[] = [
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib32",
  "/lib64",
  "/nix",
  "/opt",
  "/proc",
  "/run",
  "/sbin",
  "/snap",
  "/sys",
  "/usr",
  "/var/lib",
];

/** Why a link is taken away; null if it stays. */
export function whyTakenLink({ path, target, is, isWritable }: MadeLink, around: Around): string | null {
  const { roots, home, isTemporary } = around;
  if (is === "program" || !isWritable || roots.some((root) => isWithin(root, target))) return null;
  const isHome = isWithin(target, home) && target !== "/";
  const isBelowHome = isWithin(home, target);
  if (!isHome && !isBelowHome && SYSTEM_FOLDERS.some((folder) => isWithin(folder, target))) return null;
  if (target === "/") return null;
  const below = isBelowHome ? target.slice(home.length + 1) : target;
  if (!isHome && isStored(below.split("/"))) return null;
  const root = roots.filter((each) => isWithin(each, path)).toSorted((a, b) => b.length - a.length)[0];
  if (root === undefined || (isTemporary(root) && !isHome && !isBelowHome)) return null;
  return `leads to ${target}: what is written there later would be written outside the workspace`;
}

function isStored(names: readonly string[]): boolean {
  return names.some((name, at) => STORES.has(name) || (name === ".local" && names[at + 1] === "share"));
}

/** Below the top of a root, in lower case: what tools and agents obey without asking; a folder with all in it. */
const OBEYED: ReadonlyMap<string, string> = new Map([
  [".vscode/tasks.json", "makes the editor run tasks"],
  [".vscode/launch.json", "makes the editor start programs"],
  [".vscode/settings.json", "makes the editor start programs"],
  [".vscode/mcp.json", "makes agents start servers"],
  [".zed/tasks.json", "makes the editor run tasks"],
  [".exrc", "is run by the editor"],
  [".nvimrc", "is run by the editor"],
  [".nvim.lua", "is run by the editor"],
  [".dir-locals.el", "is run by the editor"],
  [".devcontainer/devcontainer.json", "makes the editor run commands"],
  [".devcontainer.json", "makes the editor run commands"],
  [".envrc", "is run when a shell enters the folder"],
  [".gdbinit", "is run by the debugger"],
  [".lldbinit", "is run by the debugger"],
  [".zed/settings.json", "makes the editor start programs"],
  [".mcp.json", "makes agents start servers"],
  ...[
    ".cursor",
    ".claude",
    ".gemini",
    ".continue",
    ".windsurf",
    ".kiro",
    ".roo",
    ".opencode",
    "opencode.json",
    ".clinerules",
    ".cursorrules",
    ".windsurfrules",
    ".goosehints",
    ".aider.conf.yml",
    "agents.md",
    "agents.override.md",
    "claude.md",
    "claude.local.md",
    "gemini.md",
    ".github/copilot-instructions.md",
    ".github/instructions",
    ".github/prompts",
    ".github/agents",
    ".github/chatmodes",
    ".github/hooks",
  ].map((name) => [name, "tells agents what to do"] as const),
]);

/** First names of what `whyTakenFile` knows, in lower case. */
export const OBEYED_NAMES: ReadonlySet<string> = new Set([...OBEYED.keys()].map((name) => name.split("/")[0] ?? name));

/** All names on the way to what `whyTakenFile` knows, in lower case. */
export const OBEYED_NAMES_ALL: ReadonlySet<string> = new Set([...OBEYED.keys()].flatMap((name) => name.split("/")));

/** Why a new file or folder is taken away; null if it stays. `below`: its path below the top of a root. */
export function whyTakenFile(below: string): string | null {
  return OBEYED.get(below.toLowerCase()) ?? null;
}

/** Something new that others may have made as well, and that was left. */
export type Suspect = {
  /** Absolute. */
  readonly path: string;
  /** As of what is taken. */
  readonly why: string;
};

/** One line for people. */
export function describeSuspect({ path, why }: Suspect): string {
  return `${path} was not there before, or was something else; if it is not yours, remove it: it ${why}`;
}

/** One line for people, with the command that undoes it. */
export function describeTaken({ path, why, kept }: Taken): string {
  return `${path} was taken away, for it ${why}; to put it back: ${printCommand(["mv", "--", kept, path])}`;
}
