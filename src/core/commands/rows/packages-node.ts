/** Package managers of JavaScript. */
import { showValue, textOf, type Value } from "../../script/value.ts";
import type { Addition, Call, OptionTable, Row, Usage } from "../row.ts";
import { effect } from "../scene.ts";
import {
  asks,
  asksFirst,
  fetches,
  installs,
  isForeign,
  keeps,
  OTHER_REGISTRY,
  outside,
  publishes,
  publishesUnless,
  reads,
  runs,
  sourceOf,
  writes,
} from "./usages.ts";

const SETTINGS: OptionTable = {
  "--registry=": OTHER_REGISTRY,
  "--strict-ssl=": "ok",
  "--no-strict-ssl": { danger: "switches off a check" },
  "--script-shell= --node-options= --globalconfig= --userconfig= --git= --shell= --editor= --viewer= --browser=":
    "runs",
  "--prefix= --cache= -w= --workspace= --loglevel= --omit= --include= --tag= --depth= --otp= --access=": "ok",
  "--before= --location= -L= --only= --install-strategy= --save-prefix= --cpu= --os= --libc= --fetch-retries=": "ok",
};

const GLOBAL: OptionTable = { "-g --global": "ok" };

/** Installing, for the workspace or the whole machine. */
function adds(about: string): Usage {
  return {
    ...fetches(about, { ...SETTINGS, ...GLOBAL, "--ignore-scripts=?": "ok", "--cwd= --dir= -C=": "ok" }),
    hook: (call) => ({
      effects: call.has("--global") ? [outside("write", "installed programs")] : [],
      danger: sourceOf(call, isPackageElsewhere) ?? (loosensScripts(call) ? "lets packages run their scripts" : null),
    }),
  };
}

/** `owner/name` is a repository on GitHub, too. */
function isPackageElsewhere(value: Value): boolean {
  return isForeign(value) || /^[A-Za-z0-9][\w-]*\/[\w.-]+(?:#.*)?$/.test(showValue(value));
}

function loosensScripts(call: Call): boolean {
  return call.valuesOf("--ignore-scripts").some((value) => textOf(value) === "false");
}

const SECRET_KEY = /auth|token|passw|secret|username/i;

/** `config get KEY`, and `get KEY`. */
const ASKING: Usage = {
  ...reads("shows a setting"),
  hook: ({ operands }) => {
    if (operands.some((key) => SECRET_KEY.test(showValue(key)))) {
      return { effects: [effect("credentials")], danger: "shows a token" };
    }
    return operands.length === 0 ? { unsafe: true } : {};
  },
};

const CONFIG: Usage = {
  about: "shows or changes settings",
  options: { ...GLOBAL, "--location= -L=": "ok", "--json": "ok" },
  subcommands: {
    get: ASKING,
    "list ls": { ...reads("shows all settings"), hook: () => ({ unsafe: true }) },
    "set delete rm unset edit fix import": asksFirst(
      "changes a setting that stays",
      "changes settings of the package manager that stay",
      ["persistence"],
    ),
  },
  otherwise: { ...reads("shows all settings"), hook: () => ({ unsafe: true }) },
};

const SET: Usage = asksFirst("changes a setting that stays", "changes settings of the package manager that stay", [
  "persistence",
]);

/** What runs with `npm install` is written in `package.json`. */
const PKG: Usage = {
  about: "shows or changes package.json",
  options: { "-w= --workspace=": "ok", "--workspaces -ws --json -f --force": "ok" },
  subcommands: {
    get: reads("shows a part of it"),
    "set delete fix": {
      ...writes("changes a part of it"),
      hook: ({ operands }) => ({
        danger:
          operands
            .map(showValue)
            .map(plants)
            .find((why) => why !== null) ?? null,
      }),
    },
  },
};

function plants(assignment: string): string | null {
  if (/^scripts(?:\.|\[)/.test(assignment)) return `changes a script that the package manager runs (${assignment})`;
  return /^(?:dependencies|devDependencies|optionalDependencies|overrides|resolutions)\b.*=(?:https?:|git|[\w-]+\/)/.test(
    assignment,
  )
    ? `takes a package from an address and not from the registry (${assignment})`
    : null;
}

const VERSION: Usage = {
  ...writes("sets the version"),
  hook: (call) => (call.operands.length === 0 ? {} : { effects: [effect("git-write"), effect("runs")] }),
};

const SCRIPT: Usage = { ...runs("runs a script of package.json"), stopsAtOperand: true };

const RUNNERS: OptionTable = {
  ...SETTINGS,
  "-y --yes": "ok",
  "-p= --package=": "ok",
  "--no-install --no -q --quiet --ignore-existing --offline --prefer-offline --bun -b -s --silent": "ok",
  "-c= --call=": "runs",
};

const COMMON: Readonly<Record<string, Usage>> = {
  "run run-script rum urn test t tst start stop restart": SCRIPT,
  "config c": CONFIG,
  set: SET,
  get: ASKING,
  pkg: PKG,
  publish: publishesUnless("--dry-run", "publishes a package"),
  "unpublish deprecate undeprecate owner author access team org hook star unstar stage trust":
    publishes("publishes a package"),
  "dist-tag dist-tags tag": {
    about: "shows or moves the names of versions",
    options: { "-h --help": "informs" },
    subcommands: { "ls list": asks("shows them") },
    otherwise: publishes("moves them"),
  },
  "token login adduser add-user logout profile": asksFirst(
    "lets somebody in",
    "shows or changes what lets somebody in",
    ["credentials"],
  ),
  "exec x": { ...runs("runs a program of a package", RUNNERS), stopsAtOperand: true, hook: runsPackage },
  "init create innit": fetches("starts a project"),
  "outdated audit view info show v search s se find ping whoami doctor diff": asks("asks the registry"),
  "ls list la ll explain why query root bin prefix fund help help-search completion licenses":
    reads("shows what is installed"),
  "docs home bugs repo edit explore": runs("opens another program"),
  version: VERSION,
  "pack rebuild rb": runs("packs or builds packages", { "--pack-destination=": "write", "-C=": "ok" }),
  "shrinkwrap sbom": writes("writes down the versions"),
  cache: keeps("shows or empties the cache"),
  "set-script": asksFirst("changes package.json", "changes a script that the package manager runs"),
  "ci clean-install ic install-clean install-test it install-ci-test cit": adds("installs what is written down"),
  "install i in ins inst insta instal isnt add": adds("installs packages"),
  "update up upgrade udpate dedupe ddp prune": adds("brings packages up to date"),
  "uninstall un unlink remove rm r": runs("removes packages", GLOBAL),
  "link ln": keeps("links a package for all projects"),
};

/** A program from a package that may have to be fetched. */
function runsPackage(call: Call): Addition {
  const [first] = [...call.valuesOf("--package"), ...call.operands];
  const fetched = call.has("--yes") || call.has("--package") || (first !== undefined && /.@/.test(showValue(first)));
  return {
    effects: fetched ? [effect("network")] : [],
    danger:
      first !== undefined && isPackageElsewhere(first) ? `runs a package from an address (${showValue(first)})` : null,
  };
}

export const NODE_PACKAGES: readonly Row[] = [
  {
    names: ["npm"],
    about: "manages packages of JavaScript",
    options: {
      ...SETTINGS,
      ...GLOBAL,
      "-C=": "ok",
      "-v --version -h --help -l": "informs",
      "--json --silent -s --long --offline": "ok",
    },
    anyOption: true,
    folder: "-C",
    subcommands: COMMON,
  },
  {
    names: ["pnpm", "pn"],
    about: "manages packages of JavaScript",
    options: {
      ...SETTINGS,
      "-C= --dir=": "ok",
      "-F= --filter= --filter-prod= --changed-files-ignore-pattern= --reporter= --workspace-concurrency=": "ok",
      "-r --recursive -w --workspace-root --silent -s --stream --parallel --color --no-color --if-present": "ok",
      "-v --version -h --help": "informs",
    },
    anyOption: true,
    folder: "-C",
    subcommands: {
      ...COMMON,
      dlx: {
        ...runs("fetches a package and runs it"),
        effects: ["network", "runs", "write"],
        stopsAtOperand: true,
        hook: runsPackage,
      },
      "fetch import deploy patch patch-commit patch-remove approve-builds": fetches("prepares packages"),
      "store server env setup self-update": keeps("changes what is kept for all projects"),
    },
    otherwise: SCRIPT,
  },
  {
    names: ["yarn", "yarnpkg"],
    about: "manages packages of JavaScript",
    options: {
      ...SETTINGS,
      "--cwd=": "ok",
      "-s --silent --json --verbose --offline": "ok",
      "-v --version -h --help": "informs",
    },
    anyOption: true,
    folder: "--cwd",
    subcommands: {
      ...COMMON,
      "upgrade-interactive up": fetches("brings packages up to date"),
      global: {
        about: "manages packages for the whole machine",
        subcommands: { "list bin dir": reads("shows them") },
        otherwise: installs("installs them"),
      },
      workspaces: {
        about: "works with the packages of the workspace",
        subcommands: { "list info": reads("lists them") },
        otherwise: runs("runs a command in each"),
      },
      "workspace node constraints": runs("runs a command in one package"),
      dlx: {
        ...runs("fetches a package and runs it"),
        effects: ["network", "runs", "write"],
        stopsAtOperand: true,
        hook: runsPackage,
      },
      npm: {
        about: "works with the registry",
        subcommands: { "info whoami audit": asks("asks it"), tag: publishes("moves the names of versions") },
        otherwise: publishes("publishes"),
      },
      plugin: {
        about: "shows or adds parts of yarn itself",
        subcommands: { "list runtime check": reads("shows them") },
        otherwise: asksFirst("adds one", "adds a program that runs with every command of yarn", [
          "network",
          "persistence",
        ]),
      },
      "set policies": asksFirst("changes yarn itself", "has another yarn run from now on", ["network", "persistence"]),
      "dedupe patch patch-commit unplug autoclean import check generate-lock-entry":
        writes("changes what is installed"),
      licenses: reads("shows licences"),
    },
    otherwise: {
      ...runs("installs packages, or runs a script"),
      effects: ["runs", "write", "network"],
      stopsAtOperand: true,
    },
  },
  {
    names: ["npx", "pnpx", "bunx"],
    about: "runs a program of a package",
    options: { ...RUNNERS, "-h --help -v --version": "informs" },
    stopsAtOperand: true,
    effects: ["runs"],
    hook: runsPackage,
  },
  {
    names: ["corepack", "nvm", "fnm", "volta", "n", "nodenv"],
    about: "chooses the version of Node",
    subcommands: {
      "ls list which current --version -v version": reads("shows versions"),
      "use exec run shell env default alias pin": keeps("chooses one"),
    },
    otherwise: installs("installs one"),
  },
  {
    names: [
      "lerna",
      "nx",
      "turbo",
      "changeset",
      "np",
      "semantic-release",
      "release-it",
      "vsce",
      "ovsx",
      "gh-pages",
      "rush",
    ],
    about: "works with the packages of a workspace",
    anyOption: true,
    effects: ["runs", "write"],
    hook: ({ operands }, { sighting: { words } }) => {
      const name = showValue(words[0]);
      const isRelease = /(?:^|\/)(?:np|semantic-release|release-it|gh-pages)$/.test(name);
      const publishing = operands.some((word) => /^(?:publish|release|unpublish)$/.test(showValue(word)));
      const dry = words.some((word) => /^(?:--dry-run|-d|--help|--version)$/.test(showValue(word)));
      return (isRelease || publishing) && !dry
        ? { effects: [effect("network")], danger: "publishes to the world" }
        : {};
    },
  },
];
