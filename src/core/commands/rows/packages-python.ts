/** Package managers of Python. */
import { showValue, textOf } from "../../script/value.ts";
import type { Call, OptionTable, Row, Usage } from "../row.ts";
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

const SOURCES: OptionTable = {
  "-f= --find-links=, --no-index": "ok",
  "-i= --index-url= --extra-index-url= --index= --default-index= --pip-args=": OTHER_REGISTRY,
  "--trusted-host= --allow-insecure-host=": { danger: "switches off a check" },
  "-r= --requirement= --requirements= --with-requirements= -c= --constraint= --constraints=": "read",
  "-t= --target= --root=": "write",
  "-e= --editable=": "ok",
  "--proxy= --cert= --client-cert= --timeout= --retries= --python= -p= --python-version= --platform= --prefix=": "ok",
  "--implementation= --abi= --only-binary= --no-binary= --config-settings= --global-option= --progress-bar=": "ok",
  "--upgrade-strategy= --src= --cache-dir= --log= --exists-action= --report= --use-feature= --group= -G= -E=": "ok",
  "--extras= --extra= --with= --without= --only= --source= --from= --package= --project=": "ok",
};

function danger(call: Call): string | null {
  const source = sourceOf(call);
  if (source !== null) return source;
  const links = call.valuesOf("--find-links").find((place) => textOf(place) === null || isForeign(place));
  if (links !== undefined || (call.has("--find-links") && !call.has("--no-index"))) return OTHER_REGISTRY.danger;
  const edited = call.valuesOf("--editable").find(isForeign);
  return edited === undefined
    ? null
    : `takes a package from an address and not from the registry (${showValue(edited)})`;
}

/** Into the environment that is active, which words do not tell. */
function adds(about: string): Usage {
  return {
    ...fetches(about, { ...SOURCES, "--dry-run": "ok" }),
    effects: ["network", "runs"],
    hook: (call) => ({
      effects: call.has("--dry-run") ? [] : [outside("write", "installed packages")],
      danger: danger(call),
    }),
  };
}

/** Into the workspace. */
function addsHere(about: string): Usage {
  return { ...fetches(about, SOURCES), hook: (call) => ({ danger: danger(call) }) };
}

const CHANGES_SETTINGS = asksFirst(
  "changes a setting that stays",
  "changes settings of the package manager that stay",
  ["persistence"],
);

const PIP: Usage = {
  about: "manages packages of Python",
  options: {
    "-v --verbose -q --quiet --isolated --require-virtualenv --no-input --disable-pip-version-check --no-color --debug":
      "ok",
    "--no-cache-dir --no-python-version-warning": "ok",
    "--trusted-host=": { danger: "switches off a check" },
    "--python= --proxy= --cert= --timeout= --retries= --log= --cache-dir= --keyring-provider=": "ok",
    "-V --version -h --help": "informs",
  },
  subcommands: {
    install: adds("installs packages"),
    uninstall: keeps("removes packages"),
    "list show freeze check inspect debug help hash completion": reads("shows what is installed"),
    "index search": asks("asks the registry"),
    "download wheel lock": addsHere("fetches packages"),
    cache: {
      about: "shows or empties the cache",
      subcommands: { "dir info list": reads("shows it") },
      otherwise: keeps("empties it"),
    },
    config: {
      about: "shows or changes settings",
      options: { "--user --global --site --editor=": "ok" },
      subcommands: { "list get debug": reads("shows them") },
      otherwise: CHANGES_SETTINGS,
    },
    tree: reads("shows what is installed"),
    "sync compile": addsHere("installs what is written down"),
  },
};

const RUN: Usage = { ...runs("runs a program of the project"), stopsAtOperand: true };

const PROJECT: Readonly<Record<string, Usage>> = {
  "run exec shell": RUN,
  "install sync lock update add upgrade up": addsHere("installs packages"),
  "remove rm uninstall init new version build export fmt format": runs("changes the project"),
  "show tree list check info about help licenses graph": reads("shows the project"),
  "outdated search": asks("asks the registry"),
  publish: publishesUnless("--dry-run", "publishes a package"),
  cache: keeps("shows or empties the cache"),
  self: installs("manages the package manager itself"),
  source: {
    about: "shows or changes where packages come from",
    subcommands: { show: reads("shows it") },
    otherwise: asksFirst("changes it", "takes packages from another place than usual"),
  },
  config: {
    about: "shows or changes settings",
    options: { "--list --local": "ok" },
    hook: (call) => {
      const changes = call.operands.length > 1 || call.given.some(({ key }) => key === "--unset");
      return changes
        ? { effects: [effect("persistence")], danger: "changes settings of the package manager that stay" }
        : { effects: [effect("read")], unsafe: true };
    },
  },
};

const CONDA: OptionTable = {
  "-c= --channel=": "ok",
  "-n= --name= -p= --prefix= -f= --file= --solver=": "ok",
  "-k --insecure": { danger: "switches off a check" },
};

export const PYTHON_PACKAGES: readonly Row[] = [
  { ...PIP, names: ["pip", "pip3", "pip2", "pip-sync", "pip-compile"] },
  {
    names: ["uv"],
    about: "manages packages and versions of Python",
    options: {
      "-q --quiet -v --verbose -n --no-cache --offline --no-progress --native-tls --no-config --managed-python": "ok",
      "--directory=": "ok",
      "--allow-insecure-host=": { danger: "switches off a check" },
      "--cache-dir= --color= --config-file= --project=": "ok",
      "-V --version -h --help": "informs",
    },
    folder: "--directory",
    subcommands: {
      ...PROJECT,
      pip: PIP,
      venv: writes("makes an environment"),
      tool: {
        about: "manages programs",
        subcommands: { "list dir": reads("lists them"), run: { ...RUN, effects: ["network", "runs", "write"] } },
        otherwise: installs("installs them"),
      },
      python: {
        about: "manages versions of Python",
        subcommands: { "list find dir": reads("lists them") },
        otherwise: installs("installs them"),
      },
      auth: asksFirst("lets somebody in", "shows or changes what lets somebody in", ["credentials"]),
    },
  },
  {
    names: ["uvx", "pipx"],
    about: "installs and runs programs of packages",
    options: {
      "-h --help --version": "informs",
      "--from=": "ok",
      "--with=": "ok",
      "--python= -p=": "ok",
      "-q --quiet --isolated --offline": "ok",
      "--index= --index-url= -i=": OTHER_REGISTRY,
    },
    hook: (call) => {
      const named = [...call.valuesOf("--from"), ...call.valuesOf("--with")].find(isForeign);
      return named === undefined ? {} : { danger: `runs a package from an address (${showValue(named)})` };
    },
    subcommands: { "list environment": reads("lists them") },
    otherwise: {
      about: "fetches and runs a program",
      anyOption: true,
      effects: ["network", "runs"],
      hook: (call) => ({ effects: [outside("write", "installed programs")], danger: sourceOf(call) }),
    },
  },
  {
    names: ["poetry", "pdm", "hatch", "rye", "pipenv", "flit", "pixi"],
    about: "manages a project of Python",
    options: {
      "-C= --directory= --project= -P= -e= --env= --python=": "ok",
      "-q --quiet -n --no-interaction -v --verbose --no-ansi": "ok",
      "-V --version -h --help": "informs",
    },
    folder: "-C",
    subcommands: {
      ...PROJECT,
      env: {
        about: "shows or makes environments",
        subcommands: { "info list show find": reads("shows them") },
        otherwise: runs("makes them"),
      },
      python: installs("manages versions of Python"),
      test: RUN,
    },
  },
  {
    names: ["twine"],
    about: "publishes packages of Python",
    options: { "--version -h --help": "informs" },
    subcommands: { check: reads("checks packages") },
    otherwise: publishes("uploads packages"),
  },
  {
    names: ["conda", "mamba", "micromamba"],
    about: "manages environments and packages",
    options: { "-h --help -V --version": "informs" },
    subcommands: {
      "list info compare": reads("shows what is installed"),
      search: asks("asks the registry", CONDA),
      "create install update upgrade": installs("installs packages", CONDA),
      "remove uninstall clean rename activate deactivate init": keeps("changes what is installed"),
      run: { ...RUN, options: CONDA },
      env: {
        about: "manages environments",
        subcommands: { "list export": reads("shows them") },
        otherwise: installs("installs them", CONDA),
      },
      config: {
        about: "shows or changes settings",
        options: { "--show --show-sources --get= --describe --validate --json": "ok" },
        hook: (call) =>
          call.strange.length > 0
            ? { danger: "changes settings of the package manager that stay" }
            : { effects: [effect("read")] },
      },
    },
  },
];
