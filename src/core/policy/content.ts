/** Commands that run what lies in their folder: build files, tests, settings with programs. */
import { baseName } from "../../kit/path.ts";

/**
 * True where what the command runs lies in the workspace, which commands may have changed since the rule was written.
 *
 * @param program as it is named; a relative path is the workspace's own program
 */
export function runsWorkspaceContent(program: string, args: readonly string[]): boolean {
  if (program.includes("/") && !program.startsWith("/")) return true;
  const name = baseName(program).replace(/(?<=\D)[-.]?\d[\d.]*$/, "");
  if (CHOSEN.has(name)) return true;
  if (args.length > 0 && args.every((arg) => INFORMS.test(arg))) return false;
  if (ALWAYS.has(name)) return true;
  if (FILES.has(name)) return args.some(isFile);
  const harmless = HARMLESS.get(name);
  return harmless === undefined ? (SOMETIMES.get(name)?.(args) ?? false) : !harmless.test(subcommandOf(args));
}

const INFORMS = /^(?:--?version|--help|-V|-h|-\?)$/;

/** A file of the folder says which of them is started, whatever it is told (`rust-toolchain.toml`, `yarnPath`, `global.json`). */
const CHOSEN: ReadonlySet<string> = new Set(
  "cargo rustc rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver yarn yarnpkg dotnet gradlew mvnw rails".split(" "),
);

/** Their build files, tests or settings are programs, or say where programs are found or files are written. */
const ALWAYS: ReadonlySet<string> = new Set(
  (
    "make gmake bmake just task rake ninja cmake ctest meson scons waf bazel bazelisk buck gradle gradlew mvn mvnw ant sbt " +
    "pytest py.test tox nox invoke inv fab pre-commit lefthook husky lint-staged npm-run-all concurrently nodemon " +
    "jest vitest mocha ava tap c8 nyc playwright cypress karma eslint prettier stylelint webpack vite rollup esbuild parcel " +
    "next nuxt astro gatsby ng vue-cli-service react-scripts storybook turbo nx lerna gulp grunt tsx ts-node " +
    "npx pnpx bunx uvx pipx direnv vagrant ansible-playbook serverless sst cdk pulumi terragrunt terraform tofu packer " +
    "pylint flake8 mypy sphinx-build mkdocs jupyter rspec rubocop cucumber phpunit behat artisan " +
    "rebar3 dune cabal stack xcodebuild fastlane pod detox hg svn entr watchexec watchman-make act circleci " +
    "tsc vue-tsc svelte-check tsup swc babel tsd xo standard biome oxlint knip depcheck commitlint semantic-release release-it " +
    "changeset typedoc jsdoc postcss tailwindcss tailwind prisma drizzle-kit graphql-codegen openapi-generator knex sequelize " +
    "typeorm wrangler vercel netlify firebase expo eas ionic cap electron electron-builder electron-forge size-limit stryker " +
    "pyright basedpyright pyre pytype black ruff isort bandit yapf autopep8 autoflake vulture interrogate pip-compile pip-sync " +
    "coverage uvicorn gunicorn hypercorn daphne flask celery django-admin alembic scrapy streamlit gradio dagster airflow dbt " +
    "locust cookiecutter copier twine flit maturin pipenv bundle bundler composer poetry pdm hatch rye pixi mix lein " +
    "golangci-lint goreleaser air mage templ wire mockgen gqlgen buf protoc sqlc earthly dagger skaffold tilt kustomize bake " +
    "hugo jekyll zola eleventy hexo middleman gitbook mdbook latexmk pdflatex xelatex lualatex pandoc quarto " +
    "standardrb reek brakeman sorbet phpstan psalm pest rector php-cs-fixer ecs deployer capistrano cap kamal " +
    "javac kotlinc scalac groovyc ghc ghci ocaml ocamlfind swiftc nim nimble crystal shards v elm purs spago lake raco " +
    "clang-tidy verilator conan vcpkg xmake premake premake5 b2 dub ninja-build godot unity docker-compose podman-compose"
  ).split(" "),
);

/** Interpreters: with a file, or a module, they run what is in the folder. */
const FILES: ReadonlySet<string> = new Set(
  (
    "python pypy node nodejs deno ruby perl php lua luajit Rscript julia tclsh wish guile java kotlin scala groovy dart elixir " +
    "erl escript bash sh zsh dash ksh fish source . awk gawk mawk sed gdb osascript pwsh qmlscene racket sbcl clojure"
  ).split(" "),
);

/** A file, a module, a class: any word that is not an option. */
function isFile(word: string): boolean {
  return !word.startsWith("-") || /^-[A-Za-z]*[mrfl]$/.test(word);
}

/** Of these most subcommands run the folder's content; what is here does not. */
const HARMLESS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    npm: "view|info|show|v|search|s|find|whoami|ping|logout|config|c|get|set|ls|list|ll|la|outdated|root|prefix|bin|owner|dist-tag|token|profile|access|team|org|star|stars|explain|why|sbom|doctor|cache|completion",
    pnpm: "root|bin|config|store|view|info|search|whoami",
    bun: "outdated|info|why|audit|upgrade|completions",
    go: "version|env|doc|list|help|mod|fmt|clean|bug|telemetry|work",
    swift: "--version|package-describe",
    gem: "list|search|info|env|environment|query|outdated|specification|help|contents|which",
    uv: "cache|self|help",
    zig: "version|env|fmt|zen|targets|help",
    flutter: "doctor|--version|config|devices|channel|help",
    nix: "search|flake-info|path-info|hash|store|why-depends|help",
  }).map(([name, words]) => [name, new RegExp(`^(?:${words.replaceAll(".", "\\.")})$`)] as const),
);

/** The first word that is no option. */
function subcommandOf(args: readonly string[]): string {
  return args.find((arg) => !arg.startsWith("-")) ?? "";
}

/** Lists of packages and packages that lie in a folder: their set-up is a program. */
const PIP_LOCAL =
  /^(?:-e.*|--editable(?:=.*)?|-r.*|--req.*|-c.*|--cons.*|-f.*|--find-links(?:=.*)?|--group(?:=.*)?|\..*|.*[/[].*|file:.*|.*\.(?:whl|zip|tar|tgz|gz|bz2|xz))$/;
const PIP_BUILDS = /^(?:install|download|wheel|lock)$/;

function buildsFromFolder(args: readonly string[]): boolean {
  return PIP_BUILDS.test(subcommandOf(args)) && args.some((arg) => PIP_LOCAL.test(arg) && !/^https?:/.test(arg));
}

/** The client of a forge that lets git change the folder: its hooks and settings count. */
function startsGit(args: readonly string[]): boolean {
  return STARTS_GIT.test(
    args
      .filter((arg) => !arg.startsWith("-"))
      .slice(0, 2)
      .join(" "),
  );
}

const STARTS_GIT =
  /^(?:(?:pr|mr) (?:checkout|co|create|new|merge)|repo (?:clone|sync|fork|create)|issue develop|(?:codespace|cs|extension|extensions|ext) .*)$/;

/** A package that is a file brings its own set-up programs. */
function namesPackageFile(args: readonly string[]): boolean {
  return args.some((arg) => /^(?:-o|--option)|^[./]|\.(?:deb|rpm|apk|rb|gem|conda|zst|bz2|xz|gz)$/.test(arg));
}

/** What is built by a service of the machine is built from a file of the folder, with the rights of that service. */
function composesOrBuilds(args: readonly string[]): boolean {
  return args.some((arg) => /^(?:build|buildx|compose|bake|stack|image|builder|deploy|play|kube)$/.test(arg));
}

const SOMETIMES: ReadonlyMap<string, (args: readonly string[]) => boolean> = new Map([
  ["pip", buildsFromFolder],
  ["gh", startsGit],
  ["glab", startsGit],
  ["apt", namesPackageFile],
  ["apt-get", namesPackageFile],
  ["dnf", namesPackageFile],
  ["yum", namesPackageFile],
  ["zypper", namesPackageFile],
  ["pacman", namesPackageFile],
  ["apk", namesPackageFile],
  ["brew", namesPackageFile],
  ["gem", namesPackageFile],
  ["conda", namesPackageFile],
  ["mamba", namesPackageFile],
  ["docker", composesOrBuilds],
  ["podman", composesOrBuilds],
  ["dotenv", (args: readonly string[]) => args.length > 0],
]);
