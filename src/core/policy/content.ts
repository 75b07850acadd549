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
  if (args.length > 0 && args.every((arg) => INFORMS.test(arg))) return false;
  if (ALWAYS.has(name)) return true;
  if (FILES.has(name)) return args.some(isFile);
  const harmless = HARMLESS.get(name);
  return harmless === undefined ? (SOMETIMES.get(name)?.(args) ?? false) : !harmless.test(subcommandOf(args));
}

const INFORMS = /^(?:--?version|--help|-V|-h|-\?)$/;

/** Their build files, tests or settings are programs. */
const ALWAYS: ReadonlySet<string> = new Set(
  (
    "make gmake bmake just task rake ninja cmake ctest meson scons waf bazel bazelisk buck gradle gradlew mvn mvnw ant sbt " +
    "pytest py.test tox nox invoke inv fab pre-commit lefthook husky lint-staged npm-run-all concurrently nodemon " +
    "jest vitest mocha ava tap c8 nyc playwright cypress karma eslint prettier stylelint webpack vite rollup esbuild parcel " +
    "next nuxt astro gatsby ng vue-cli-service react-scripts storybook turbo nx lerna gulp grunt tsx ts-node " +
    "npx pnpx bunx uvx pipx direnv vagrant ansible-playbook serverless sst cdk pulumi terragrunt terraform tofu packer " +
    "pylint flake8 mypy sphinx-build mkdocs jupyter rspec rubocop cucumber phpunit behat artisan " +
    "rebar3 dune cabal stack xcodebuild fastlane pod detox hg svn entr watchexec watchman-make act circleci"
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
    npm: "view|info|show|v|search|s|find|whoami|ping|login|logout|adduser|config|c|get|set|ls|list|ll|la|outdated|audit|fund|help|root|prefix|bin|docs|bugs|repo|owner|dist-tag|token|profile|access|team|org|star|stars|explain|why|sbom|doctor|cache|completion",
    pnpm: "list|ls|ll|why|outdated|audit|licenses|root|bin|config|store|view|info|search|whoami",
    yarn: "list|why|info|outdated|audit|config|cache|licenses|help|versions|search",
    bun: "pm|outdated|info|why|audit|upgrade|completions",
    cargo:
      "search|login|logout|owner|yank|info|tree|metadata|help|version|locate-project|pkgid|read-manifest|fetch|update|generate-lockfile|fmt|add|remove|audit|new|init",
    go: "version|env|doc|list|help|mod|fmt|clean|bug|telemetry|work",
    dotnet: "--info|--list-sdks|--list-runtimes|nuget|new|list|sln|help",
    swift: "--version|package-describe",
    mix: "help|hex.info|hex.search",
    composer: "show|info|search|outdated|licenses|why|depends|validate|diagnose|about|help|config",
    bundle: "list|show|info|outdated|config|platform|env|licenses|help",
    gem: "list|search|info|env|environment|query|outdated|specification|help|contents|which",
    poetry: "show|search|check|config|env|about|source|cache|self|help",
    uv: "python|cache|self|version|tree|help|export|lock",
    pdm: "list|show|search|config|info|cache|outdated",
    hatch: "version|status|config|env|dep",
    pixi: "list|info|search|tree|config",
    zig: "version|env|fmt|zen|targets|help",
    flutter: "doctor|--version|config|devices|channel|help",
    nix: "search|flake-info|path-info|hash|store|why-depends|help",
    rails: "--version|new",
    lein: "version|help|search",
  }).map(([name, words]) => [name, new RegExp(`^(?:${words.replaceAll(".", "\\.")})$`)] as const),
);

/** The first word that is no option. */
function subcommandOf(args: readonly string[]): string {
  return args.find((arg) => !arg.startsWith("-")) ?? "";
}

const PIP_LOCAL = /^(?:-e|--editable|-r|--requirement|\.|\.\.?\/.*|.*\/.*|file:.*)$/;

const SOMETIMES: ReadonlyMap<string, (args: readonly string[]) => boolean> = new Map([
  ["pip", (args: readonly string[]) => args[0] === "install" && args.some((arg) => PIP_LOCAL.test(arg))],
  ["dotenv", (args: readonly string[]) => args.length > 0],
]);
