/** What package managers bring in, give away and run. */
import { bounded, interpreter, starting, taskDeed, toolchain } from "./deeds-builds.ts";
import { type Options, readOptions } from "./options.ts";
import { takenFor } from "./popular.ts";
import { asked, deed, type Families, free, grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** Where packages come from, and what is checked of them. */
const STEERING =
  /^(?:--registry|--index-url|-i|--extra-index-url|--find-links|-f|--trusted-host|--cafile|--strict-ssl(?:=.*)?|--no-verify|--allow-root|--unsafe-perm|--break-system-packages|--index|--git|--source|--no-strict-ssl|--ignore-engines|--proxy|--https-proxy|--script-shell|--allow-unauthenticated|--force-yes|--no-gpg-check|--nogpgcheck|--allow-untrusted)(?:=|$)/;

/** One deed for all that is named; what may be taken for something else, or comes from elsewhere, is for a person. */
export function installDeeds(packages: readonly string[], seen: Seen, wide: readonly string[] = []): readonly Deed[] {
  const { args, name } = seen;
  const odd = args.filter((word) => STEERING.test(word));
  const what = `installs ${packages.join(", ") || "what the project names"}`;
  const deeds: Deed[] = [];
  if (odd.length > 0)
    deeds.push(person("install", [...packages, ...odd], `${what} with ${odd.join(" ")}`, "supply-chain"));
  const foreign = packages.filter(isForeign);
  if (foreign.length > 0)
    deeds.push(person("install", packages, `installs what lies at an address (${foreign.join(", ")})`, "supply-chain"));
  const alike = packages.flatMap((one) => {
    const known = takenFor(nameOf(one));
    return known === null ? [] : [`${nameOf(one)} for ${known}`];
  });
  if (alike.length > 0)
    deeds.push(
      person("install", packages, `installs what may be taken for something else: ${alike.join(", ")}`, "supply-chain"),
    );
  const pinned = packages.filter((one) => /(?<=.)(?:@|==)v?\d+\.\d+\.\d+/.test(one));
  if (pinned.length > 0) {
    // A single version may be one with holes, or one that was taken over.
    const said = person(
      "install",
      [...packages.map(nameOf), ...pinned],
      `installs one version and no other: ${pinned.join(", ")}`,
      "supply-chain",
    );
    deeds.push({ ...said, level: "medium" });
  }
  if (deeds.length > 0) return deeds;
  if (packages.length === 0) return [asked("install", wide, `${name} ${what}`)];
  return [named("install", [...packages.map(nameOf), ...wide], what, "supply-chain")];
}

function isForeign(one: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git\+|git@|github:|gitlab:|bitbucket:|gist:)/i.test(one);
}

/** Without a version: `zod@3`, `requests==2.1`, `@scope/name@1`. A word that is a path stays one. */
function nameOf(one: string): string {
  if (/^(?:\.{0,2}\/|~)/.test(one) || isForeign(one) || one.startsWith("$")) return one.replace(/^\.\//, "");
  return (
    one.replace(/(?<=.)@(?:latest|next|[\^~]?v?\d[\w.*-]*)$/, "").replace(/(?:\[.*\])?(?:[=<>!~]=?.*)?$/, "") || one
  );
}

const NODE_VALUED =
  "--prefix -C --dir --cwd -w --workspace --filter --registry --tag --otp --access --depth --omit --include --loglevel --cache --userconfig --script-shell --reporter -F";

/** Of the managers themselves, and no scripts of the project. */
const OWN_VERBS =
  /^(?:plugin|policies|self-update|upgrade|env|setup|server|deploy|unplug|node|npm|constraints|import|approve-builds|rebuild|login|logout|npmrc|self|fetch|add-completion|repl|feedback|telemetry|generate-lock-entry|autoclean|tag|owner|team)$/;

function node(seen: Seen): readonly Deed[] | null {
  // `yarn npm publish`
  if (seen.name === "yarn" && seen.args[0] === "npm") return node({ ...seen, args: seen.args.slice(1) });
  if (seen.name === "yarn" && seen.args[0] === "workspace") return node({ ...seen, args: seen.args.slice(2) });
  const options = readOptions(seen.args, NODE_VALUED);
  const [verb = "", ...rest] = options.operands;
  const at = seen.args.indexOf(verb);
  const behind = seen.args.slice(at + 1);
  if (verb === "")
    return seen.name === "yarn" || seen.args.length === 0
      ? installDeeds([], seen)
      : [free("look", [], `asks ${seen.name} about itself`)];
  if (/^(?:test|t|tst)$/.test(verb)) return taskDeed(seen, "test", behind);
  if (/^(?:run|run-script|rum)$/.test(verb))
    return rest[0] === undefined
      ? [free("look", [], "lists scripts")]
      : taskDeed(seen, rest[0], behind.slice(behind.indexOf(rest[0]) + 1));
  if (/^(?:start|stop|restart|build|lint|check|format|dev)$/.test(verb)) return taskDeed(seen, verb, behind);
  if (/^(?:ci|clean-install|install-clean)$/.test(verb)) return installDeeds([], seen);
  if (verb === "global" && seen.name === "yarn") {
    return rest[0] === "add" ? installDeeds(rest.slice(1), seen, ["global"]) : null;
  }
  if (/^(?:install|i|in|add|isntall)$/.test(verb)) return installing(rest, options, seen);
  return (
    changed(verb, rest, options, seen) ??
    shown(verb, rest, seen) ??
    (seen.name === "npm" || OWN_VERBS.test(verb) ? null : taskDeed(seen, verb, behind))
  );
}

/** What changes which packages the project has, or what others get of it. */
function changed(verb: string, rest: readonly string[], options: Options, seen: Seen): readonly Deed[] | null {
  if (/^(?:uninstall|remove|rm|un|r|unlink)$/.test(verb))
    return [named("delete", rest, `removes the packages ${rest.join(", ")}`, "destruction")];
  if (/^(?:update|up|upgrade)$/.test(verb))
    return [
      named(
        "update",
        rest.some((one) => one !== "*") ? rest : ["dependencies"],
        `updates ${rest.join(", ") || "all dependencies"}`,
        "supply-chain",
      ),
    ];
  if (verb === "link" || verb === "ln")
    return [named("install", ["link", ...rest], "links a package for the whole machine", "supply-chain")];
  if (verb === "version")
    return rest.length === 0
      ? [free("look", [], "shows versions")]
      : [asked("edit", ["version"], `sets the version (${rest.join(" ")})`)];
  if (verb === "publish") return [publishing(seen, options)];
  if (
    /^(?:unpublish|deprecate|dist-tag|owner|access|token|login|logout|adduser|hook|team|profile|org|star)$/.test(
      verb,
    ) &&
    !/^(?:ls|list)$/.test(rest[0] ?? "")
  ) {
    return [grave("publish", rest, `${seen.name} ${verb} changes what others get`, "remote")];
  }
  return verb === "audit" ? auditing(rest, options, seen) : null;
}

function shown(verb: string, rest: readonly string[], seen: Seen): readonly Deed[] | null {
  if (
    /^(?:ls|list|ll|la|why|explain|outdated|view|info|show|search|help|root|prefix|bin|doctor|fund|query|licenses|ping|whoami|pkg|docs|repo|bugs|diff)$/.test(
      verb,
    )
  )
    return looking(verb, rest, seen);
  if (verb === "config" || verb === "c" || verb === "set" || verb === "get") return configuring(rest, seen);
  if (
    /^(?:dedupe|prune|rebuild|pack|init|create|cache|store|workspaces?|shrinkwrap|import|dlx|exec|x|patch|patch-commit)$/.test(
      verb,
    )
  )
    return other(verb, rest, seen);
  return null;
}

function installing(rest: readonly string[], { has }: Options, seen: Seen): readonly Deed[] {
  if (has("--package-lock-only", "--lockfile-only") && rest.length === 0)
    return [asked("update", ["lock"], "updates the lock file")];
  if (has("--dry-run")) return [asked("look", rest, "tells what would be installed")];
  return installDeeds(rest, seen, has("-g", "--global") ? ["global"] : []);
}

function publishing({ name }: Seen, { has, valuesOf }: Options): Deed {
  if (has("--dry-run")) return asked("publish", [], "tries what publishing would do");
  const unchecked = ["--allow-dirty", "--no-verify", "--force", "--no-git-checks", "--skip-existing"].filter((word) =>
    has(word),
  );
  return named("publish", [...valuesOf("--tag"), ...unchecked], `publishes the package with ${name}`, "supply-chain");
}

function auditing(rest: readonly string[], { has }: Options, { name }: Seen): readonly Deed[] {
  if (rest[0] !== "fix") return [asked("query", ["audit"], `${name} asks what is known of the dependencies`)];
  return has("--force", "-f")
    ? [person("update", ["audit", "fix", "force"], "changes dependencies whatever breaks", "supply-chain")]
    : [named("update", ["audit", "fix"], "changes dependencies", "supply-chain")];
}

function looking(verb: string, rest: readonly string[], seen: Seen): readonly Deed[] | null {
  const isHere = /^(?:ls|list|ll|la|why|explain|help|root|prefix|bin|fund|query|licenses|pkg)$/.test(verb);
  if (verb === "pkg" && rest[0] !== "get") return [asked("edit", ["package.json"], "changes package.json")];
  return isHere
    ? [free("look", rest, `${seen.name} ${verb} shows packages`)]
    : [asked("query", rest, `${seen.name} ${verb} asks the registry`)];
}

function configuring(rest: readonly string[], { name }: Seen): readonly Deed[] {
  const [verb, key = ""] = rest;
  if (verb === undefined || verb === "list" || verb === "ls" || verb === "get") {
    return /auth|token|password/i.test(key)
      ? [person("show-secret", [key], `shows ${key}`, "credentials")]
      : [free("look", rest, "shows settings")];
  }
  return [
    person(
      "configure",
      rest.slice(1),
      `${name} ${verb}s ${rest.slice(1).join(" ")}, by which packages are fetched and run`,
      "weakening",
    ),
  ];
}

function other(verb: string, rest: readonly string[], seen: Seen): readonly Deed[] | null {
  if (/^(?:dlx|exec|x|create|init)$/.test(verb)) {
    const isOther = seen.args.some((word) => /^(?:-p|--package)(?:=|$)/.test(word));
    if (isOther) return [person("install", rest, `${seen.name} runs a program of another package`, "supply-chain")];
    return runner(seen, rest);
  }
  if (verb === "pack" && seen.args.includes("--dry-run"))
    return [bounded(free("look", rest, "shows what would be packed"), seen.stage.isBoxed)];
  if (verb === "cache" || verb === "store") return [asked("delete", ["cache"], "changes the cache of packages")];
  return [bounded(asked("build", [verb, ...rest], `${seen.name} ${verb}`), seen.stage.isBoxed)];
}

/** What the project or the registry has under that name; the program itself is looked at where it shows. */
function runner(seen: Seen, operands: readonly string[]): readonly Deed[] {
  const [program = ""] = operands;
  if (isForeign(program)) return installDeeds([program], seen);
  if (KNOWN_TOOL.test(program)) return [free("run", [], `${seen.name} starts ${program}`)];
  return [
    bounded(
      named("install", [program], `fetches and runs ${program || "a package"}`, "supply-chain"),
      seen.stage.isBoxed,
    ),
  ];
}

const KNOWN_TOOL =
  /^(?:vitest|jest|mocha|ava|playwright|cypress|eslint|prettier|tsc|biome|oxlint|oxfmt|tsx|ts-node|vite|webpack|rollup|esbuild|next|nuxt|astro|tsup|knip|depcheck|stylelint|turbo|nx|c8|nyc|markdownlint|markdownlint-cli2|standard|xo|pytest|ruff|black|mypy|isort|flake8|pyright|rspec|rubocop|storybook|typedoc|size-limit|tsd|publint|madge)$/;

function npx(seen: Seen): readonly Deed[] | null {
  const { has, operands } = readOptions(seen.args, "-p --package -c --call --cache --from --with --spec");
  const [verb = "", ...rest] = operands;
  // Another package brings the program.
  if (has("-p", "--package", "--from", "--with", "--spec")) {
    return [person("install", operands, `${seen.name} runs a program of another package`, "supply-chain")];
  }
  if (seen.name === "pipx" && verb === "list") return [free("look", [], "lists programs")];
  if (seen.name === "pipx" && verb === "install") return installDeeds(rest, seen, ["global"]);
  return runner(seen, seen.name === "pipx" && verb === "run" ? rest : operands);
}

const PIP_VALUED =
  "-r --requirement -c --constraint -e --editable -t --target --prefix --root -i --index-url --extra-index-url -f --find-links --trusted-host --python --group --extra -p --platform --cache-dir --no-binary --only-binary --proxy --cert --src --index";

function pip(seen: Seen): readonly Deed[] | null {
  const args = seen.args[0] === "pip" ? seen.args.slice(1) : seen.args;
  const options = readOptions(args, PIP_VALUED);
  const [verb = "", ...rest] = options.operands;
  if (verb === "download" && !args.some((word) => STEERING.test(word))) {
    const known = readOptions(args, `${PIP_VALUED} -d --dest`).operands.slice(1);
    if (known.length > 0 && !known.some(isForeign))
      return [named("fetch", known.map(nameOf), `downloads ${known.join(", ")}`, "supply-chain")];
  }
  if (/^(?:install|download|add)$/.test(verb)) {
    const lists = options.valuesOf("-r", "--requirement");
    const editable = options.valuesOf("-e", "--editable").filter((one) => one !== "." && !one.startsWith(".["));
    const isOwn = rest.every((one) => /^\.(?:\[.*\])?$/.test(one));
    if (lists.some((list) => /^[a-z]+:\/\//i.test(list)))
      return [person("install", lists, "installs what a list at an address names", "supply-chain")];
    return installDeeds(isOwn ? editable : [...rest, ...editable], seen);
  }
  if (/^(?:sync|lock|compile)$/.test(verb)) return installDeeds([], seen);
  if (/^(?:uninstall|remove)$/.test(verb))
    return [named("delete", rest, `removes the packages ${rest.join(", ")}`, "destruction")];
  if (/^(?:list|show|freeze|check|inspect|tree|help|env|info|version|debug)$/.test(verb))
    return [free("look", rest, "shows packages")];
  if (/^(?:index|search)$/.test(verb)) return [asked("query", rest, "asks the registry")];
  if (seen.args.some((word) => /^--(?:with|from|with-requirements|with-editable)(?:=|$)/.test(word))) {
    return [person("install", rest, `${seen.name} fetches what it runs with`, "supply-chain")];
  }
  if (verb === "tool" || verb === "self" || verb === "plugin") {
    const [step = "", ...tools] = rest;
    if (step === "list" || step === "show") return [free("look", [], "lists programs")];
    return [person("install", tools, `${seen.name} ${verb} ${step} ${tools.join(" ")}`, "supply-chain")];
  }
  if (verb === "run")
    return rest[0] === undefined ? null : (starting(rest, seen) ?? taskDeed(seen, rest[0], rest.slice(1)));
  if (verb === "config") return configuring(rest, seen);
  if (/^(?:venv|build|shell|init|python|cache)$/.test(verb))
    return [bounded(asked("build", rest, `${seen.name} ${verb}`), seen.stage.isBoxed)];
  if (verb === "publish") return [publishing(seen, options)];
  return null;
}

function cargo(seen: Seen): readonly Deed[] | null {
  const options = readOptions(
    seen.args,
    "--features -F --package -p --manifest-path --target --registry --index --git --path --version --vers --branch --rev --bin --example --test --bench -j --jobs --profile --color --token --target-dir",
  );
  const [verb = "", ...rest] = options.operands.filter((word) => !word.startsWith("+"));
  if (verb === "add" || verb === "install" || verb === "get") {
    const from = options.valuesOf("--path");
    return installDeeds([...rest, ...from], seen, []);
  }
  if (verb === "update") return [asked("update", rest, "updates what the lock file names")];
  if (verb === "fetch" || verb === "vendor") return installDeeds([], seen);
  if (verb === "publish") return [publishing(seen, options)];
  if (/^(?:yank|owner|login|logout)$/.test(verb))
    return [grave("publish", rest, `cargo ${verb} changes what others get`, "remote")];
  if (verb === "remove" || verb === "rm")
    return [named("delete", rest, `removes the packages ${rest.join(", ")}`, "destruction")];
  if (verb === "search" || verb === "info") return [asked("query", rest, "asks the registry")];
  if (verb === "init" || verb === "new") return [asked("edit", rest, "makes a project")];
  return toolchain(seen);
}

function go(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(
    seen.args,
    "-o -C -tags -run -count -mod -modfile -timeout -p -ldflags -gcflags -bench -coverprofile -cpu -toolexec -exec -overlay",
  );
  const [verb = "", ...rest] = operands;
  if (has("-toolexec", "-exec", "-overlay")) return null;
  if (verb === "get" || verb === "install") {
    const isHere = rest.every((one) => /^\.{1,2}(?:\/|$)/.test(one));
    return isHere ? [asked("install", rest, "installs programs of the workspace")] : installDeeds(rest, seen);
  }
  if (verb === "mod")
    return rest[0] === "download" || rest[0] === "tidy" || rest[0] === "vendor"
      ? installDeeds([], seen)
      : [asked("edit", ["go.mod"], "changes go.mod")];
  if (verb === "env")
    return has("-w", "-u")
      ? [person("configure", rest, "changes how go fetches and builds", "weakening")]
      : [free("look", rest, "shows settings of go")];
  if (verb === "list" || verb === "doc" || verb === "version") return [free("look", rest, "shows packages")];
  const isLocal = /^\.{0,2}\/|^\.{1,2}$|\.go$/.test(rest[0] ?? ".");
  if ((verb === "run" || verb === "tool") && !isLocal) {
    return [person("install", rest.slice(0, 1), `fetches and runs ${rest[0] ?? ""}`, "supply-chain")];
  }
  return toolchain(seen);
}

const SYSTEM_VALUED = "-t --target-release -o --option -c --config-file -y";

/** Of the whole machine. */
function system(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(seen.args, SYSTEM_VALUED.replace(" -y", ""));
  const [verb = "", ...rest] = operands;
  if (has("-o", "--option", "-c", "--config-file")) return null;
  const isPacman = seen.name === "pacman" || seen.name === "emerge";
  if (isPacman) return has("-S") ? machineInstall(operands, seen) : null;
  if (/^(?:install|add|reinstall|in)$/.test(verb)) return machineInstall(rest, seen);
  if (/^(?:remove|purge|uninstall|autoremove|rm|del|erase)$/.test(verb))
    return [
      deed("delete", rest, `removes ${rest.join(", ") || "programs"} from the machine`, [
        "named",
        "high",
        "destruction",
      ]),
    ];
  if (/^(?:update|upgrade|full-upgrade|dist-upgrade)$/.test(verb))
    return [
      named("update", rest.length > 0 ? rest : [seen.name], `${seen.name} ${verb}s what the machine has`, "privilege"),
    ];
  if (
    /^(?:list|search|show|policy|info|depends|rdepends|leaves|deps|outdated|doctor|config|home|madison|--version|query|which)$/.test(
      verb,
    )
  )
    return [free("look", rest, `${seen.name} shows packages`)];
  if (verb === "services")
    return rest[0] === "list"
      ? [free("look", [], "lists services")]
      : [named("restart", rest.slice(1), `${rest[0] ?? ""}s the service ${rest[1] ?? ""}`, "privilege")];
  return null;
}

function machineInstall(packages: readonly string[], seen: Seen): readonly Deed[] {
  return installDeeds(packages, seen).map((one): Deed =>
    packages.length === 0 ? { ...one, bar: "person", level: "medium", category: "privilege" } : one,
  );
}

function uploading(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(
    seen.args,
    "-r --repository --repository-url -u --username -p --password --config-file -c --cert",
  );
  const [verb, ...files] = operands;
  if (verb === "check") return [free("look", files, "checks packages")];
  if (verb !== "upload" || has("--repository-url", "-p", "--password")) return null;
  return [named("publish", [], `publishes ${files.join(" ")}`, "supply-chain")];
}

/** `python -m pip` is pip. */
function python(seen: Seen): readonly Deed[] | null {
  const [option, module, ...rest] = seen.args;
  return option === "-m" && (module === "pip" || module === "uv") ? pip({ ...seen, args: rest }) : interpreter(seen);
}

export const PACKAGES: Families = {
  "npm pnpm yarn bun": node,
  "npx bunx pnpx uvx pipx": npx,
  "pip pip3 uv poetry pdm rye pipenv hatch": pip,
  cargo,
  go,
  "apt apt-get dnf yum pacman apk zypper brew port snap emerge": system,
  twine: uploading,
  "python python2 python3": python,
};
