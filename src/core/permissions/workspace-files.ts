/**
 * Files by which a workspace runs code outside the sandbox later, or leads an agent.
 *
 * They are protected where they exist; where they do not, a command may make them, and is looked through for them when
 * it has ended. Patches that touch one are asked about. Names are compared without regard to case, as some disks do.
 */
import { isWithin } from "../../kit/path.ts";

export type WorkspaceFile = {
  /** A path of names, in lower case: a file, or a folder with all in it. */
  readonly name: string;
  /** `sealed`: read-only to commands at the top of a root. `asked`: people edit it daily; only patches are asked about. */
  readonly hold: "sealed" | "asked";
  /** What obeys it; for people: "runs when …". */
  readonly why: string;
};

const AGENT = "agents obey it";
const TOOL_SERVERS = "agents start the servers that it names";
const HOOK = "git runs it";

/** Wherever they lie below a writable root. */
export const WORKSPACE_FILES: readonly WorkspaceFile[] = [
  { name: ".vscode", hold: "sealed", why: "the editor runs tasks, launches and settings in it" },
  { name: ".idea", hold: "sealed", why: "the editor runs configurations in it" },
  { name: ".zed", hold: "sealed", why: "the editor runs tasks and settings in it" },
  { name: ".fleet", hold: "sealed", why: "the editor runs configurations in it" },
  { name: ".devcontainer", hold: "sealed", why: "the editor builds and starts it" },
  { name: ".devcontainer.json", hold: "sealed", why: "the editor builds and starts it" },
  { name: ".gitpod.yml", hold: "sealed", why: "the workspace service runs it" },
  { name: ".husky", hold: "sealed", why: HOOK },
  { name: ".githooks", hold: "sealed", why: HOOK },
  { name: ".pre-commit-config.yaml", hold: "sealed", why: HOOK },
  { name: "lefthook.yml", hold: "sealed", why: HOOK },
  { name: ".lefthook.yml", hold: "sealed", why: HOOK },
  { name: ".envrc", hold: "sealed", why: "direnv runs it when the folder is entered" },
  { name: ".exrc", hold: "sealed", why: "the editor runs it" },
  { name: ".nvimrc", hold: "sealed", why: "the editor runs it" },
  { name: ".nvim.lua", hold: "sealed", why: "the editor runs it" },
  { name: ".vimrc", hold: "sealed", why: "the editor runs it" },
  { name: ".dir-locals.el", hold: "sealed", why: "the editor evaluates it" },
  { name: ".gdbinit", hold: "sealed", why: "the debugger runs it" },
  { name: ".lldbinit", hold: "sealed", why: "the debugger runs it" },
  { name: ".mcp.json", hold: "sealed", why: TOOL_SERVERS },
  { name: "mcp.json", hold: "sealed", why: TOOL_SERVERS },
  { name: ".cursor", hold: "sealed", why: AGENT },
  { name: ".claude", hold: "sealed", why: AGENT },
  { name: ".gemini", hold: "sealed", why: AGENT },
  { name: ".continue", hold: "sealed", why: AGENT },
  { name: ".windsurf", hold: "sealed", why: AGENT },
  { name: ".kiro", hold: "sealed", why: AGENT },
  { name: ".roo", hold: "sealed", why: AGENT },
  { name: ".clinerules", hold: "sealed", why: AGENT },
  { name: ".cursorrules", hold: "sealed", why: AGENT },
  { name: ".windsurfrules", hold: "sealed", why: AGENT },
  { name: ".goosehints", hold: "sealed", why: AGENT },
  { name: ".aider.conf.yml", hold: "sealed", why: AGENT },
  { name: ".opencode", hold: "sealed", why: AGENT },
  { name: "opencode.json", hold: "sealed", why: AGENT },
  { name: "agents.md", hold: "sealed", why: AGENT },
  { name: "agents.override.md", hold: "sealed", why: AGENT },
  { name: "claude.md", hold: "sealed", why: AGENT },
  { name: "claude.local.md", hold: "sealed", why: AGENT },
  { name: "gemini.md", hold: "sealed", why: AGENT },
  { name: ".github/copilot-instructions.md", hold: "sealed", why: AGENT },
  { name: ".github/instructions", hold: "sealed", why: AGENT },
  { name: ".github/prompts", hold: "sealed", why: AGENT },
  { name: ".github/agents", hold: "sealed", why: AGENT },
  { name: ".github/chatmodes", hold: "sealed", why: AGENT },
  { name: ".github/hooks", hold: "sealed", why: AGENT },
  { name: ".github/workflows", hold: "asked", why: "the build service runs it, with its secrets" },
  { name: ".github/actions", hold: "asked", why: "the build service runs it, with its secrets" },
  { name: ".gitlab-ci.yml", hold: "asked", why: "the build service runs it, with its secrets" },
  { name: ".circleci", hold: "asked", why: "the build service runs it, with its secrets" },
  { name: ".gitmodules", hold: "asked", why: "git takes addresses and folders of submodules from it" },
];

/** Scripts that a person reads into the shell to enter a virtual environment of Python; in its `bin`. */
export const ACTIVATE = /^activate(?:\.[a-z]+)?$|^Activate\.ps1$/;

/** Of the start files those that are read without being asked for; one that a command makes is taken away again. */
export const READ_AT_START: readonly string[] = [
  ".bashrc",
  ".bash_profile",
  ".bash_login",
  ".bash_logout",
  ".bash_aliases",
  ".profile",
  ".zshrc",
  ".zshenv",
  ".zprofile",
  ".zlogin",
  ".zlogout",
  ".kshrc",
  ".cshrc",
  ".tcshrc",
  ".login",
  ".inputrc",
  ".pam_environment",
  ".xinitrc",
  ".xprofile",
  ".xsession",
  ".xsessionrc",
  ".forward",
  ".gitconfig",
  ".config/autostart",
  ".config/systemd",
  ".config/environment.d",
  ".config/fish",
  ".config/git",
  ".ssh",
];

/** Below the person's home: read at every login, start of a shell, a desktop or a tool. */
export const START_FILES: readonly string[] = [
  ".bashrc",
  ".bash_profile",
  ".bash_login",
  ".bash_logout",
  ".bash_aliases",
  ".bash_completion",
  ".profile",
  ".zshrc",
  ".zshenv",
  ".zprofile",
  ".zlogin",
  ".zlogout",
  ".kshrc",
  ".cshrc",
  ".tcshrc",
  ".inputrc",
  ".oh-my-zsh",
  ".config/fish",
  ".config/powershell",
  ".config/nushell",
  ".config/autostart",
  ".config/systemd",
  ".config/environment.d",
  ".config/git",
  ".config/nvim",
  ".config/direnv",
  ".gitconfig",
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  ".pypirc",
  ".pip",
  ".config/pip",
  ".cargo/config",
  ".cargo/config.toml",
  ".cargo/env",
  ".ssh",
  ".gnupg",
  ".kube",
  ".docker/config.json",
  ".vim",
  ".vimrc",
  ".emacs",
  ".emacs.d",
  ".tmux.conf",
  ".screenrc",
  ".xinitrc",
  ".xprofile",
  ".xsession",
  ".xsessionrc",
  ".pam_environment",
  ".login",
  ".forward",
  ".local/bin",
  ".local/share/applications",
  ".local/share/systemd",
  ".local/lib",
  ".cargo/bin",
  ".pyenv",
  ".nvm",
  ".asdf",
  ".rbenv",
  ".sdkman",
  ".rustup",
  "bin",
];

const NAMES = new Map(WORKSPACE_FILES.map((file) => [file.name, file]));

/** The start files of `home`, as absolute paths. */
export function startFilesIn(home: string): readonly string[] {
  return START_FILES.map((name) => (home === "/" ? `/${name}` : `${home}/${name}`));
}

/**
 * Which workspace file `path` is, or lies in; null if none. Git's own folder counts wherever it lies.
 *
 * @param root absolute; `path` lies below it
 */
export function workspaceFileAt(root: string, path: string): WorkspaceFile | null {
  if (path === root || !isWithin(root, path)) return null;
  const names = path
    .slice(root === "/" ? 1 : root.length + 1)
    .toLowerCase()
    .split("/");
  for (const [at, name] of names.entries()) {
    const found = NAMES.get(name) ?? NAMES.get(names.slice(at, at + 2).join("/"));
    if (found !== undefined) return found;
    if (name === ".git") return GIT;
  }
  return null;
}

const GIT: WorkspaceFile = { name: ".git", hold: "sealed", why: "git runs what it names" };
