/** The import plan of docs/design.md, section 2, as data. */

export type Folder = {
  /** The longest one that a file lies in counts. */
  readonly path: string;
  /** Folders or files it may import from; its own is always allowed. */
  readonly may: readonly string[];
  /** Folders of which it may import types only. */
  readonly mayTypes?: readonly string[];
  /** Packages and Node modules by exact name, or `*`. */
  readonly packages: readonly string[];
  /** No clock, chance, process or terminal: what it does depends on what it is given. */
  readonly pure: boolean;
};

const LANGUAGES = ["src/core/starlark", "src/core/shell", "src/core/script", "src/core/patch", "src/core/permissions"];
const NETWORK = "src/core/network";
const JUDGEMENT = ["src/core/commands", "src/core/policy", "src/core/config", "src/core/sandbox"];
const BELOW_APPROVAL = ["src/kit", ...LANGUAGES, NETWORK, ...JUDGEMENT];
const BELOW_SURFACES = ["src/kit", "src/core", "src/engine", "src/protocol", "src/version.ts"];

function pure(path: string, may: readonly string[], packages: readonly string[] = []): Folder {
  return { path, may, packages, pure: true };
}

export const FOLDERS: readonly Folder[] = [
  pure("src/kit", []),
  // The one exception: a digest needs the hash function, which is as pure as arithmetic.
  pure("src/kit/digest.ts", ["src/kit"], ["node:crypto"]),
  pure("src/core/starlark", ["src/kit"]),
  pure("src/core/shell", ["src/kit"], ["unbash"]),
  pure("src/core/script", ["src/kit", "src/core/shell"]),
  pure("src/core/commands", ["src/kit", "src/core/shell", "src/core/script", "src/core/permissions"]),
  pure("src/core/patch", ["src/kit"]),
  pure("src/core/permissions", ["src/kit"]),
  pure(NETWORK, ["src/kit", "src/core/permissions"]),
  pure("src/core/policy", [
    "src/kit",
    "src/core/starlark",
    "src/core/shell",
    "src/core/script",
    "src/core/commands",
    NETWORK,
  ]),
  pure("src/core/config", ["src/kit", "src/core/permissions", NETWORK], ["smol-toml"]),
  pure("src/core/sandbox", ["src/kit", "src/core/permissions", "src/core/shell", NETWORK]),
  // What a step records is what the log holds, and the log's types say what that is.
  pure("src/core/approval", BELOW_APPROVAL),
  pure("src/core/review", [...BELOW_APPROVAL, "src/core/approval", "src/core/audit/redact.ts"]),
  pure("src/core/audit", [...BELOW_APPROVAL, "src/core/approval"]),
  pure("src/core/agent", [...BELOW_APPROVAL, "src/core/approval"]),
  pure("src/core/doctor", [...BELOW_APPROVAL, "src/core/approval"]),
  pure("src/engine", ["src/kit", "src/core"]),
  { path: "src/protocol", may: ["src/kit"], packages: ["zod/mini"], pure: false },
  {
    path: "src/effects",
    may: ["src/kit", "src/core", "src/version.ts"],
    mayTypes: ["src/engine"],
    packages: ["*"],
    pure: false,
  },
  {
    path: "src/surfaces/server",
    may: BELOW_SURFACES,
    packages: ["node:util", "zod"],
    pure: false,
  },
  ...["cli", "demo", "tui", "agent", "mcp", "acp", "hooks", "inbox"].map((name) => ({
    path: `src/surfaces/${name}`,
    may: BELOW_SURFACES,
    packages: ["node:util"],
    pure: false,
  })),
  // These join the engine to the world.
  ...["src/compose", "src/main.ts", "src/index.ts"].map((path) => ({
    path,
    may: ["src"],
    packages: ["*"],
    pure: false,
  })),
  pure("src/version.ts", []),
  { path: "test", may: ["src", "scripts"], packages: ["*"], pure: false },
];

/** Names that read the clock, the dice, the process or the terminal, or set a timer. */
export const IMPURE_NAMES: readonly string[] = [
  "process",
  "console",
  "performance",
  "globalThis",
  "fetch",
  "crypto",
  "require",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
];

/** `Math.random`, `Date.now`, and a `new Date()` that is given no time. */
export const IMPURE_MEMBERS: readonly (readonly [object: string, member: string])[] = [
  ["Math", "random"],
  ["Date", "now"],
];

export const LINES_MAX = 400;
export const FUNCTION_LINES_MAX = 60;
export const CAPTION_CHARS_MAX = 90;

/** Files over a limit, each with its reason. */
export const EXCEPTIONS: ReadonlyMap<string, string> = new Map();

/** Tests that belong to no one source file, each with its reason. */
export const TESTS_OF_THEIR_OWN: ReadonlyMap<string, string> = new Map([
  [
    "test/core/config/precedence.test.ts",
    "sets every key in every pair of layers, whatever part of the settings reads it",
  ],
  ["test/effects/load-layers.test.ts", "the rest of src/effects/load-config.ts: all layers together, and a project's"],
  ["test/core/config/documents.test.ts", "reads the examples of docs/configuration.md"],
  ["test/core/config/codex-config.test.ts", "holds settings that are loaded from files against the real Codex"],
  [
    "test/core/config/broken-files.test.ts",
    "breaks whatever files steer assent, and sees that nothing is looser for it",
  ],
  [
    "test/core/approval/outside.test.ts",
    "what leaves the sandbox meets what administrators hold, wherever it is decided",
  ],
  ["test/engine/inner.test.ts", "what a running command asks about meets engine, step and judgement alike"],
  ["test/core/script/follow-bash.test.ts", "holds all that follows scripts against real bash"],
  ["test/core/review/kit.test.ts", "reviews a whole set of actions, whatever part of the checks they meet"],
  ["test/core/approval/kit.test.ts", "judges whole sets of commands, whatever part of the judgement they meet"],
  ["test/core/approval/judge-more.test.ts", "what is asked for beside the sandbox meets commands, patches and grants"],
  ["test/core/approval/decisions.test.ts", "walks every case of the judgement and keeps docs/decisions.md"],
  [
    "test/engine/review/faults.test.ts",
    "a reviewing model that fails meets all of src/engine/review, ruling and engine",
  ],
  ["test/effects/mcp/lies.test.ts", "servers that change, ask and flood meet all of src/effects/mcp"],
  ["test/effects/left-by-others.test.ts", "the rest of src/effects/left-behind.ts: what others make meanwhile"],
  ["test/effects/two-runs.test.ts", "what one command does to another one that starts"],
  ["test/native/exec.test.ts", "drives the supervisor in native/, which is no TypeScript"],
  ["test/native/sockets.test.ts", "drives the supervisor in native/, which is no TypeScript"],
  ["test/native/inside.test.ts", "drives the supervisor in native/, which is no TypeScript"],
  ["test/native/life.test.ts", "drives the supervisor in native/, which is no TypeScript"],
  ["test/core/shell/bash.test.ts", "asks real bash about all that is read as plain"],
]);
