/** Programs that are many in one: how many of their first words say what is done. */

type Tool = {
  /** Words behind the program that name what is done; by subcommand, or for all. */
  readonly depth: number;
  readonly deeper?: ReadonlyMap<string, number>;
  /** Subcommands that run what the next word names: a rule must name that as well. */
  readonly open?: ReadonlyMap<string, RegExp>;
  /** Subcommands that run any program whatever follows. */
  readonly never?: readonly string[];
};

/** A word that may name what is done: no option, no path, no value. */
export function isSubcommand(word: string): boolean {
  return /^[a-z][a-z0-9]*(?:[:_-][a-z0-9]+)*$/i.test(word) && word.length <= 40;
}

const NAMED = /^[A-Za-z0-9@][\w@.:/+-]*$/;
const SCRIPTS: ReadonlyMap<string, RegExp> = new Map(["run", "run-script", "rum", "urn"].map((word) => [word, NAMED]));

const CONTAINERS: ReadonlyMap<string, RegExp> = new Map(
  ["compose", "container"].map((word) => [word, /^(?!(?:run|exec|create)$)/]),
);

/** A rule for one of these must name a subcommand. */
export const NEEDS_SUBCOMMAND: ReadonlyMap<string, Tool> = new Map<string, Tool>([
  [
    "git",
    {
      depth: 1,
      deeper: words({ stash: 2, remote: 2, worktree: 2, submodule: 2, bisect: 2, notes: 2 }),
      open: new Map([["submodule", /^(?!foreach$)/]]),
      never: (
        "bisect config filter-branch difftool mergetool rebase for-each-repo hook send-email daemon instaweb " +
        "credential grep archive"
      ).split(" "),
    },
  ],
  [
    "npm",
    {
      depth: 1,
      deeper: words({ run: 2, "run-script": 2, rum: 2, urn: 2 }),
      open: SCRIPTS,
      never: ["exec", "x", "explore", "config", "c", "set", "pkg", "create", "init", "innit", "edit"],
    },
  ],
  ["pnpm", { depth: 1, deeper: words({ run: 2 }), open: SCRIPTS, never: ["exec", "dlx", "config", "create", "node"] }],
  [
    "yarn",
    {
      depth: 1,
      deeper: words({ run: 2 }),
      open: SCRIPTS,
      never: ["exec", "dlx", "node", "config", "create", "workspace", "workspaces"],
    },
  ],
  ["bun", { depth: 1, deeper: words({ run: 2 }), open: SCRIPTS, never: ["x", "exec", "repl", "create"] }],
  ["deno", { depth: 1, deeper: words({ task: 2 }), open: new Map([["task", NAMED]]), never: ["eval", "repl", "run"] }],
  ["cargo", { depth: 1 }],
  ["go", { depth: 1, deeper: words({ mod: 2 }), never: ["run", "generate", "env", "tool"] }],
  ["oc", { depth: 2, never: ["exec", "run", "debug", "rsh"] }],
  [
    "docker",
    {
      depth: 1,
      deeper: words({ compose: 2, image: 2, container: 2, network: 2, volume: 2, buildx: 2 }),
      open: CONTAINERS,
      never: ["run", "exec", "create"],
    },
  ],
  [
    "podman",
    {
      depth: 1,
      deeper: words({ compose: 2, image: 2, container: 2 }),
      open: CONTAINERS,
      never: ["run", "exec", "create", "unshare"],
    },
  ],
  ["docker-compose", { depth: 1, never: ["run", "exec"] }],
  ["podman-compose", { depth: 1, never: ["run", "exec"] }],
  ["nerdctl", { depth: 1, deeper: words({ compose: 2, container: 2 }), open: CONTAINERS, never: ["run", "exec"] }],
  ["kubectl", { depth: 2, never: ["exec", "run", "debug", "proxy", "port-forward", "plugin"] }],
  ["helm", { depth: 1 }],
  ["terraform", { depth: 1 }],
  ["tofu", { depth: 1 }],
  ["make", { depth: 1 }],
  ["just", { depth: 1 }],
  ["task", { depth: 1 }],
  ["rake", { depth: 1 }],
  ["gradle", { depth: 1 }],
  ["mvn", { depth: 1 }],
  ["poetry", { depth: 1, never: ["run", "shell", "config"] }],
  ["uv", { depth: 1, deeper: words({ pip: 2 }), never: ["run", "tool", "x"] }],
  ["pip", { depth: 1 }],
  ["conda", { depth: 1, never: ["run"] }],
  ["bundle", { depth: 1, never: ["exec", "config"] }],
  ["stack", { depth: 1, never: ["exec", "run", "runghc", "ghci", "script", "eval"] }],
  ["swift", { depth: 1, never: ["repl"] }],
  ["bazel", { depth: 1, never: ["run"] }],
  ["mix", { depth: 1, never: ["run", "eval", "cmd", "do"] }],
  ["pdm", { depth: 1, never: ["run"] }],
  ["rye", { depth: 1, never: ["run"] }],
  ["hatch", { depth: 1, never: ["run", "shell"] }],
  ["pipenv", { depth: 1, never: ["run", "shell"] }],
  ["pixi", { depth: 1, never: ["run", "exec", "shell"] }],
  ["mamba", { depth: 1, never: ["run"] }],
  ["nix", { depth: 1, never: ["run", "shell", "develop", "eval", "repl"] }],
  ["flatpak", { depth: 1, never: ["run", "enter"] }],
  ["snap", { depth: 1, never: ["run"] }],
  ["gem", { depth: 1, never: ["exec"] }],
  ["composer", { depth: 1, never: ["exec", "config"] }],
  ["dotnet", { depth: 1, never: ["exec"] }],
  ["brew", { depth: 1, never: ["sh", "ruby", "irb"] }],
  ["apt", { depth: 1 }],
  ["apt-get", { depth: 1 }],
  ["gh", { depth: 2, never: ["api", "alias", "extension", "ext", "codespace", "cs"] }],
  ["glab", { depth: 2, never: ["api", "alias"] }],
  ["aws", { depth: 2 }],
  ["gcloud", { depth: 2 }],
  ["az", { depth: 2 }],
  ["systemctl", { depth: 1 }],
  ["pre-commit", { depth: 1 }],
]);

function words(depths: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(Object.entries(depths));
}

/** How many of a command's first arguments name what is done. */
export function subcommandsOf(program: string, args: readonly string[]): number {
  const tool = NEEDS_SUBCOMMAND.get(program);
  if (tool === undefined) return 0;
  return tool.deeper?.get(args[0] ?? "") ?? tool.depth;
}
