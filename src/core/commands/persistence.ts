/** Which files run later or let somebody in later: writing to them always asks. */
import { baseName, isWithin } from "../../kit/path.ts";
import { showValue, textOf } from "../script/value.ts";
import type { Effect } from "./effect.ts";
import type { Scene } from "./scene.ts";

/** Why writing there is dangerous, in words that follow the program's name; null where it is not. */
export function leavesBehind({ kind, target, path }: Effect, scene: Scene): string | null {
  if (path !== null && steersUs(path, kind === "delete", scene)) return AGENT;
  // A path that is known in part counts by what is known: `$DIR/.bashrc`, `~/.ssh/$KEY`.
  const place = path ?? target;
  if (place === null || place === "") return null;
  const home = path === null && !place.startsWith("/") ? "unknown" : homeOf(place, scene);
  const below = home === null ? null : home === "unknown" ? place : place.slice(home.length + 1);
  const found =
    (below === null ? undefined : inHome(below, home === "unknown")) ?? onMachine(place) ?? inProject(place);
  if (found !== undefined) return found;
  return changesPackages(place, scene);
}

/** The home folder that the path lies in, whoever's it is. */
function homeOf(path: string, { home, roots: [workspace] }: Scene): string | null {
  if (workspace !== undefined && workspace !== home && isWithin(workspace, path)) return null;
  if (isWithin(home, path)) return home;
  return /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|\/var\/root)(?=\/)/.exec(path)?.[0] ?? null;
}

/** In assent's home, or in the folder of the machine's owner. */
const STEERING =
  /^(?:(?:[^/]+\.)?config\.toml|(?:managed_config|requirements|bundle)\.toml|(?:requirements\.d|rules|execpolicy|assent)(?:\/.*)?)$/;

/**
 * True for what assent itself goes by, wherever its home is. What is kept inside a root may be kept for other reasons,
 * and is by the sandbox.
 *
 * @param isGone true for what is deleted or moved away, with all in it
 */
export function steersUs(path: string, isGone: boolean, { keep, roots }: Pick<Scene, "keep" | "roots">): boolean {
  return keep.some((kept) => {
    if (roots.some((root) => isWithin(root, kept))) return false;
    if (path === kept || (isGone && isWithin(path, kept))) return true;
    return isWithin(kept, path) && STEERING.test(path.slice(kept.length + 1));
  });
}

type Place = readonly [pattern: RegExp, why: string];

const SHELL = "changes what a shell runs when it starts";
const LOGIN = "changes what runs at the next login";
const KEYS = "changes who may log in";
const SSH = "changes how ssh connects";
const GIT = "changes what git runs";
const AGENT = "changes what an agent may do unasked";
const TIMER = "leaves something that runs later";
const PROGRAMS = "puts a program where the shell finds it by name";
const SETTINGS = "changes where packages come from";
const LOADER = "changes what every program loads";

/** Below a home folder. */
const HOME_PLACES: readonly Place[] = [
  [/^\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|inputrc)(?:\.d\/.*)?$/, SHELL],
  [/^\.(?:zshrc|zshenv|zprofile|zlogin|zlogout|kshrc|mkshrc|cshrc|tcshrc|login|logout|xonshrc)$/, SHELL],
  [/^\.(?:config\/(?:fish|nushell|elvish|powershell|direnv)|oh-my-zsh|zsh)(?:\/|$)/, SHELL],
  [/^\.(?:xinitrc|xprofile|xsession|xsessionrc|xsession\.d\/.*|pam_environment)$/, LOGIN],
  [/^\.config\/(?:autostart|autostart-scripts|plasma-workspace|environment\.d)(?:\/|$)/, LOGIN],
  [/^Library\/(?:LaunchAgents|LaunchDaemons|StartupItems)(?:\/|$)/, LOGIN],
  [/^\.(?:config|local\/share)\/systemd(?:\/|$)/, TIMER],
  [
    /^\.(?:local\/lib|pyenv)\/.*\/(?:usercustomize\.py|sitecustomize\.py|[^/]+\.pth)$/,
    "changes what every program loads",
  ],
  [/^\.ssh\/authorized_keys2?$/, KEYS],
  [/^\.(?:rhosts|shosts|k5login)$/, KEYS],
  [/^\.ssh(?:\/.*)?$/, SSH],
  [/^\.(?:gitconfig|gitattributes|config\/git\/(?:config|attributes|hooks\/.*)|githooks\/.*|git-templates?\/.*)$/, GIT],
  [/^\.(?:codex|agents|gemini|qwen|cursor|codeium|continue|assent)\/.*(?:\.toml|\.json|\.rules|\.md|\.ya?ml)$/, AGENT],
  [/^\.claude(?:\.json|\/(?:settings.*\.json|CLAUDE\.md|(?:hooks|agents|commands|skills|plugins)\/.*))$/, AGENT],
  [/^\.config\/(?:assent|codex|claude|gemini|opencode|goose|amp|crush)\//, AGENT],
  [/^(?:\.local\/)?bin(?:\/|$)/, PROGRAMS],
  [/^\.(?:cargo|deno|bun|npm-global|asdf|volta|pyenv|rbenv|nvm|rye)\/(?:bin|shims)(?:\/|$)/, PROGRAMS],
  [/^(?:go|\.yarn)\/bin(?:\/|$)/, PROGRAMS],
  [
    /^\.(?:npmrc|yarnrc|yarnrc\.yml|bunfig\.toml|pypirc|condarc|gemrc|config\/(?:pip\/pip\.conf|uv\/uv\.toml))$/,
    SETTINGS,
  ],
  [
    /^\.(?:pip\/pip\.conf|cargo\/config(?:\.toml)?|m2\/settings\.xml|gradle\/(?:init\..*|init\.d\/.*|gradle\.properties))$/,
    SETTINGS,
  ],
  [
    /^\.(?:vimrc|exrc|nvimrc|emacs|emacs\.d\/init\.el|gdbinit|lldbinit|irbrc|pryrc|pythonrc|sqliterc|psqlrc|mailcap)$/,
    "changes what a program runs when it starts",
  ],
  [/^\.config\/(?:nvim|helix|zed)\/.*\.(?:lua|vim|toml|json)$/, "changes what a program runs when it starts"],
  [
    /^\.(?:docker\/config\.json|kube\/config|aws\/(?:config|credentials)|netrc|gnupg\/.*|config\/gh\/hosts\.yml)$/,
    "changes credentials",
  ],
];

/** Absolute. */
const MACHINE_PLACES: readonly Place[] = [
  [
    /^\/etc\/(?:profile|bash\.bashrc|bashrc|zsh\/.*|zshrc|zshenv|zprofile|environment|csh\..*|profile\.d\/.*|fish\/.*|skel\/.*)$/,
    SHELL,
  ],
  [
    /^\/etc\/(?:crontab|anacrontab|cron\.(?:d|hourly|daily|weekly|monthly)(?:\/.*)?|at\.(?:allow|deny)|cron\.(?:allow|deny))$/,
    TIMER,
  ],
  [/^\/(?:private\/)?var\/(?:spool\/(?:cron|at|anacron)|at)(?:\/.*)?$/, TIMER],
  [/^\/(?:etc|usr\/lib|lib|run|usr\/local\/lib)\/systemd(?:\/|$)/, TIMER],
  [
    /^\/etc\/(?:init\.d|rc\d?\.d|rc\.local|init|inittab|xdg\/autostart|udev|NetworkManager\/dispatcher\.d|apt\/apt\.conf\.d|update-motd\.d)(?:\/.*)?$/,
    TIMER,
  ],
  [/^(?:\/System)?\/Library\/(?:LaunchAgents|LaunchDaemons|StartupItems)(?:\/|$)/, LOGIN],
  [
    /^\/etc\/(?:sudoers(?:\.d\/.*)?|doas\.conf|passwd-?|shadow-?|group-?|gshadow-?|subuid|subgid|securetty|polkit-1\/.*|pam\.d\/.*|pam\.conf|security\/.*)$/,
    "changes who may do what on this machine",
  ],
  [/^\/(?:usr\/)?lib(?:\d+)?\/(?:[^/]+\/)?security\/pam_/, "changes who may do what on this machine"],
  [/^\/etc\/ssh(?:\/.*)?$/, KEYS],
  [/^\/etc\/ld\.so\.(?:preload|conf|conf\.d\/.*|cache)$/, LOADER],
  [/^\/etc\/(?:hosts|resolv\.conf|nsswitch\.conf|hosts\.(?:allow|deny))$/, "changes where names lead"],
  [
    /^\/etc\/(?:ssl|pki|ca-certificates(?:\.conf)?)(?:\/.*)?$|^\/usr\/local\/share\/ca-certificates(?:\/|$)/,
    "changes which certificates are trusted",
  ],
  [/^\/etc\/(?:gitconfig|gitattributes)$/, GIT],
  [/^\/etc\/(?:codex|claude-code|gemini-cli|assent)\//, AGENT],
  [/^\/(?:usr\/|usr\/local\/|opt\/homebrew\/|opt\/local\/|snap\/)?s?bin(?:\/|$)/, PROGRAMS],
  [/^\/etc\/(?:npmrc|pip\.conf|apt\/.*|yum\.repos\.d\/.*|dnf\/.*|pacman\.(?:conf|d\/.*))$/, SETTINGS],
  [/^\/(?:boot|sys|proc\/sys)\/./, "changes how the machine runs"],
];

/** Anywhere, also in the workspace. */
const PROJECT_PLACES: readonly Place[] = [
  [
    /(?:^|\/)\.git(?:\/(?:modules|worktrees)\/.+)?\/(?:hooks(?:\/(?!.*\.sample$)[^/]+)?|config|config\.worktree|info\/attributes)$/,
    GIT,
  ],
  [/(?:^|\/)\.codex\/(?:config\.toml|rules\/.*|hooks\.json|hooks\/.*|.*\.rules)$/, AGENT],
  [/(?:^|\/)\.claude\/(?:settings(?:\.local)?\.json|hooks\/.*)$/, AGENT],
  [/(?:^|\/)\.(?:gemini\/settings\.json|cursor\/(?:mcp|hooks|permissions)\.json|mcp\.json|assent\/.*)$/, AGENT],
  [/(?:^|\/)\.husky\/_\/./, GIT],
];

function inHome(below: string, isGuess: boolean): string | undefined {
  // Where the folder is not known, names that only mean something in a home folder do.
  const text = isGuess ? below.replace(/^.*\/(?=\.[a-z])/i, "") : below;
  if (isGuess && !text.startsWith(".")) return undefined;
  return whyOf(HOME_PLACES, text);
}

function onMachine(path: string): string | undefined {
  return path.startsWith("/") ? whyOf(MACHINE_PLACES, path) : undefined;
}

function inProject(path: string): string | undefined {
  return whyOf(PROJECT_PLACES, path);
}

function whyOf(places: readonly Place[], text: string): string | undefined {
  return places.find(([pattern]) => pattern.test(text))?.[1];
}

/** Files of a project that say where packages come from, and what in them says so. */
const PACKAGE_FILES: readonly (readonly [names: RegExp, harm: RegExp, why: string])[] = [
  [
    /^(?:\.npmrc|\.yarnrc|\.yarnrc\.yml|\.pnpmrc|bunfig\.toml)$/,
    /registry|proxy|strict-ssl|cafile|_auth|script-shell|node-options|yarnPath|plugins|prefix|git\b/i,
    SETTINGS,
  ],
  [
    /^(?:pip\.conf|pip\.ini|\.pypirc|uv\.toml|\.condarc)$/,
    /index|trusted|proxy|cert|channel|repository|find-links/i,
    SETTINGS,
  ],
  [
    /^package\.json$/,
    /["'.](?:pre|post)?install["']?\s*[\]|+]?[:=]/,
    "adds a script that runs when packages are installed",
  ],
  [
    /^(?:\.cargo\/)?config\.toml$/,
    /\breplace-with\b|\[(?:source|registries)\.|\bregistry\s*=|\b(?:rustc(?:-workspace)?-wrapper|linker|runner|credential-provider)\s*=/,
    SETTINGS,
  ],
  [/^requirements.*\.(?:txt|in)$/, /--(?:extra-)?index-url|--trusted-host|--find-links|^-i\s|\s-i\s/, SETTINGS],
  [/^Gemfile$/, /\bsource\s*\(?["']https?:\/\/(?!rubygems\.org)/, SETTINGS],
  [
    /^(?:setup|conftest|sitecustomize|usercustomize)\.py$/,
    /\bos\.(?:system|popen)\(|\|\s*(?:ba|z|da)?sh\b/,
    "makes the build run a shell",
  ],
  [
    /^build\.rs$/,
    /Command::new\(\s*"(?:\/bin\/)?(?:ba|z|da)?(?:sh|cmd|curl|wget|powershell|python3?|perl|nc)"/,
    "makes the build run a shell",
  ],
];

/** In a workspace these are written all the time: it asks where the text is known and does harm. */
function changesPackages(place: string, scene: Scene): string | null {
  const listed = PACKAGE_FILES.find(([names]) => names.test(baseName(place)));
  if (listed === undefined) return null;
  const [, harm, why] = listed;
  return harm.test(writtenBy(scene)) ? why : null;
}

/** The words of the command and the text that it is given: what it writes is among them, if it is known at all. */
function writtenBy({ sighting: { words, input, redirections } }: Scene): string {
  const here = redirections.filter(({ operator }) => operator.startsWith("<<")).map(({ target }) => target);
  const given = input.kind === "text" ? [input.text] : [];
  return [...words.slice(1), ...here, ...given].map((value) => textOf(value) ?? showValue(value)).join(" ");
}
