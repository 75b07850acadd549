/** Tests, builds and checks, scripts of the project, and programs of the workspace. */
import { baseName, resolvePath } from "../../kit/path.ts";
import type { Where } from "../commands/effect.ts";
import { whereIsPath } from "../commands/scene.ts";
import { textOf } from "../script/value.ts";
import { readOptions } from "./options.ts";
import { asked, deed, type Families, free, named, person, type Seen, type Stage } from "./seen.ts";
import { isWritten } from "./spelled.ts";
import type { Act, Deed } from "./subject.ts";
import { shareTopic } from "./topic.ts";

/** By what they are asked for as. */
const TEST =
  /^(?:tests?|spec|specs|unit|e2e|integration|coverage|cov|bench|benchmark|smoke|vitest|jest|mocha|pytest|playwright|cypress)$/;
const BUILD =
  /^(?:build|compile|typecheck|types|tsc|check|lint|eslint|fix|format|fmt|prettier|clean|docs?|all|default|verify|validate|ci|dev|start|serve|server|watch|preview|storybook|bundle|generate|gen|codegen|stylelint|assets|dist|wasm|debug|run|help|vet|analyze|analyse)$/;
/** They reach others, or change what is hard to take back. */
const FAR =
  /(?:^|[:._-])(?:deploy\w*|(?:dist-?|deep-?)?clean[-_:.]?all|distclean|mrproper|teardown|tear-?down|remove\w*|delete\w*|flush|truncate|kill|stop|down|unlock|grant|login|logout|tunnel|expose|invite|invoice|bill(?:ing)?|charge|pay(?:ments?)?|import|export|mail|email|sms|tweet|post|webhook|rotate|revoke|apply|rollout|launch|scale|failover|cutover|scrape|crawl|fetch|download|publish\w*|release\w*|migrat\w*|seed\w*|reset|drop|destroy|wipe|purge|upload|push|sync|rollback|provision|prod|production|staging|live|install|uninstall|setup|bootstrap|nuke|send|notify|backup|restore|promote|ship|postinstall|preinstall|prepare|db)(?=$|[:._-])/i;

/** A script or target that the project itself names: `npm run NAME`, `make NAME`. */
export function taskDeed(seen: Seen, task: string, rest: readonly string[]): readonly Deed[] {
  const { stage, name } = seen;
  const shown = `${name} ${task}`.trim();
  if (FAR.test(task)) {
    const places = placesIn(seen, rest);
    const isProd = [task, ...places].some((word) => /prod|live/i.test(word));
    const what = `runs ${shown}, which may change more than the workspace`;
    return [
      deed(farAct(task), [task, ...places], what, [isProd ? "person" : "named", isProd ? "high" : "medium", "remote"]),
    ];
  }
  const parts = task.split(/[:._/-]/);
  const isTest = parts.some((part) => TEST.test(part));
  const isKnown = parts.some(isOfBuild);
  const act: Act = isTest ? "test" : isKnown ? "build" : "run";
  const isMeant = isKnown || shareTopic([task], stage.words);
  const made = isKnown
    ? free(act, [task, ...plainWords(rest)], `runs ${shown}`)
    : isMeant
      ? asked(act, [task], `runs ${shown}`)
      : named(act, [task], `runs ${shown}`, null);
  return [bounded(made, stage.isBoxed), ...rewriting(rest)];
}

function isOfBuild(part: string): boolean {
  return TEST.test(part) || BUILD.test(part);
}

function farAct(task: string): Act {
  if (/publish|release/i.test(task)) return "publish";
  if (/clean|teardown|tear-down|remove|delete|nuke/i.test(task)) return "delete";
  if (/mail|sms|tweet|post|webhook|invite|notify|send|upload/i.test(task)) return "send";
  if (/kill|stop|down/i.test(task)) return "stop";
  if (/fetch|download|scrape|crawl/i.test(task)) return "fetch";
  if (/migrat|seed|reset|drop|wipe|purge|rollback|restore|db/i.test(task)) return "change-data";
  if (/install|setup|bootstrap|prepare/i.test(task)) return "install";
  return "deploy";
}

/** Environments that variables set for it, or its words, lead to: `DATABASE_URL=$STAGING_URL`. */
export function placesIn({ scene: { sighting } }: Seen, rest: readonly string[]): readonly string[] {
  const texts = [
    ...sighting.settings.flatMap(({ value }) =>
      value.pieces.map((piece) =>
        piece.kind === "text" ? piece.text : piece.kind === "any" ? piece.from : piece.pattern,
      ),
    ),
    ...rest,
  ];
  return texts.flatMap((text) => {
    return text
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((part) =>
        /^(?:prod|production|live|staging|stage|dev|development|test|testing|qa|preview|local|sandbox)$/.test(part),
      );
  });
}

function plainWords(rest: readonly string[]): readonly string[] {
  return rest.filter((word) => /^[\w@][\w./@-]*$/.test(word));
}

/** What runs the workspace's own content is harmless only inside the sandbox. */
export function bounded(one: Deed, isBoxed: boolean): Deed {
  if (isBoxed) return one;
  return {
    ...one,
    bar: "person",
    level: "medium",
    category: "privilege",
    what: `${one.what}, with no sandbox around it`,
  };
}

/** Snapshots that are written anew make any test pass. */
function rewriting(rest: readonly string[]): readonly Deed[] {
  const isRewriting = rest.some((word) =>
    /^(?:-u|--update|--update-?[sS]napshots?|--snapshot-update|--ci=false|--inline-snapshot=.*)$/.test(word),
  );
  return isRewriting ? [named("update", ["snapshots"], "writes the expected results of tests anew", "weakening")] : [];
}

function tests(seen: Seen): readonly Deed[] {
  const { args, stage, name } = seen;
  return [bounded(free("test", plainWords(args), `runs tests with ${name}`), stage.isBoxed), ...rewriting(args)];
}

function builds(seen: Seen): readonly Deed[] {
  const { args, stage, name } = seen;
  const far = args.find((word) => /^[\w:-]+$/.test(word) && !word.startsWith("-") && FAR.test(word));
  if (far !== undefined) return taskDeed(seen, far, []);
  const { valuesOf } = readOptions(args, "-H --host --hostname -n --bind");
  const isOpen = args.some((word, at) => /^--(?:host|hostname)$/.test(word) && (args[at + 1] ?? "-").startsWith("-"));
  if (
    isOpen ||
    valuesOf("-H", "--host", "--hostname", "--bind", "-n").some(
      (host) => /^(?:0\.0\.0\.0|::|\*|\d+\.\d+\.\d+\.\d+)$/.test(host) && !host.startsWith("127."),
    )
  )
    return [
      { ...person("run", [name], `${name} serves whoever reaches this machine`, "exfiltration"), level: "medium" },
    ];
  return [bounded(free("build", plainWords(args), `runs ${name}`), stage.isBoxed)];
}

const HARMLESS_VERBS =
  /^(?:test|t|build|b|check|c|clippy|fmt|bench|doc|vet|version|env|list|metadata|tree|clean|compile|package|verify|assemble|jar|format|dialyzer|help|lint|analyze|restore|mod|fix|generate|tool|run|r|nextest|llvm-cov|expand|rustc|rustdoc|--version|-V)$/;

/** `cargo test`, `go vet`: the first word says what it does; what installs or publishes belongs to packages. */
export function toolchain(seen: Seen): readonly Deed[] | null {
  const { args, name, stage } = seen;
  const verb = args.find((word) => !/^[-+]/.test(word)) ?? "";
  if (!HARMLESS_VERBS.test(verb)) return null;
  if (/^(?:mod|generate|tool|restore)$/.test(verb))
    return [bounded(asked("build", args, `runs ${name} ${verb}`), stage.isBoxed)];
  if (/^(?:run|r)$/.test(verb) && args.some((word) => FAR.test(word)))
    return [
      bounded(
        named("run", plainWords(args.slice(1)), `runs the program with ${name} ${args.slice(1).join(" ")}`, "remote"),
        stage.isBoxed,
      ),
    ];
  if (/^(?:run|r)$/.test(verb))
    return [bounded(asked("run", args.slice(1), `runs the program with ${name}`), stage.isBoxed)];
  const act: Act = /^(?:t|test|bench|nextest|llvm-cov)$/.test(verb) ? "test" : "build";
  return [bounded(free(act, plainWords(args), `runs ${name} ${verb}`), stage.isBoxed), ...rewriting(args)];
}

/** `make`, `just`: each operand is a target. */
function targets(seen: Seen): readonly Deed[] {
  const { args } = seen;
  // `-j` and `-l` take a number or nothing.
  const { operands, has } = readOptions(args, "-C --directory -f --file -o -W -I --eval");
  const goals = operands.filter((word) => !word.includes("=") && !/^\d+$/.test(word));
  if (has("--eval")) return [person("run", goals, "runs rules that its words bring", "hidden")];
  // What the rules say of the shell is run all the same.
  if (has("-n", "--dry-run", "--just-print", "-l", "--list", "--summary"))
    return [bounded(free("look", goals, "shows what would be made"), seen.stage.isBoxed)];
  const values = operands.filter((word) => word.includes("="));
  const deeds = (goals.length === 0 ? [""] : goals).flatMap((goal) =>
    goal === "" ? [bounded(free("build", [], "builds the project"), seen.stage.isBoxed)] : taskDeed(seen, goal, values),
  );
  const runs = values.some((value) => /^(?:SHELL|CC|CXX|MAKEFLAGS|\.SHELLFLAGS)=/.test(value));
  return runs ? [...deeds, person("run", values, "builds with other programs than usual", "hidden")] : deeds;
}

/** `./dist/cli.js`, `scripts/x.sh`: a file of the workspace, or one that was just put among the temporary ones. */
export function ownProgram(seen: Seen): readonly Deed[] | null {
  const { scene, args } = seen;
  const [program] = scene.sighting.words;
  const text = textOf(program);
  if (text === null || !text.includes("/") || text.includes(":") || scene.sighting.cwd === null) return null;
  const path = resolvePath(scene.sighting.cwd, text);
  return runFile(path, args, seen);
}

function runFile(path: string, args: readonly string[], { scene, stage }: Seen): readonly Deed[] | null {
  const one = fileDeed({ path, args }, whereIsPath(path, scene), stage);
  return one === null ? null : [one];
}

/** Running a file of the workspace, or one among the temporary ones; null for any other. */
export function fileDeed(
  { path, args }: { readonly path: string; readonly args: readonly string[] },
  where: Where,
  { isBoxed, words }: Pick<Stage, "isBoxed" | "words">,
): Deed | null {
  if (where !== "workspace" && where !== "temporary") return null;
  const file = baseName(path);
  const stem = file.replace(/\.\w+$/, "");
  const isFar = [stem, ...args].some((word) => FAR.test(word));
  const objects = [file, stem, ...plainWords(args)];
  if (isFar)
    return bounded(
      named("run", [file, ...plainWords(args)], `runs ${file}, which may change more than the workspace`, "remote"),
      isBoxed,
    );
  if (where === "temporary")
    return bounded(named("run", [file], `runs ${file}, which lies among temporary files`, null), isBoxed);
  const said = `runs ${file} of the workspace`;
  // Whoever wants something run does not want everything run.
  const isMeant =
    /\/(?:dist|build|out|target|bin)\//.test(path) ||
    isWritten(file, words) ||
    shareTopic([stem], words) ||
    [stem, ...stem.split(/[._-]/)].some(isOfBuild);
  return bounded(isMeant ? asked("run", objects, said) : named("run", [file], said, null), isBoxed);
}

/** One text put in the place of another, and nothing that is run. */
const SUBSTITUTES = /^\s*s([/|#,!])(?:(?!\1)[^\\@$`{}()?]|\\[./bwdsn])*\1(?:(?!\1)[^\\@$`{}()])*\1[gim]*;?\s*$/;

const MODULES_TEST = /^(?:pytest|unittest|nose2|tox|nox|doctest|coverage|hypothesis)$/;
const MODULES_BUILD =
  /^(?:build|compileall|py_compile|mypy|ruff|black|isort|flake8|pylint|pyflakes|pyright|json\.tool|tokenize|ast|dis|timeit|cProfile|pydoc|calendar|zipapp|sphinx)$/;

/** Interpreters: a module, a file of the workspace, or a text of which nobody knows what it does. */
export function interpreter(seen: Seen): readonly Deed[] | null {
  const { args, name, scene, stage, finding } = seen;
  if (args.some((word) => /^(?:--version|-V|-v|--help|-h)$/.test(word)) && args.length === 1)
    return [free("look", [], `asks ${name} for its version`)];
  const {
    operands: all,
    valuesOf,
    has,
  } = readOptions(args, "-m -c -e --eval -p --print -r --require --import --loader -W -X -I -S -M --env-file");
  // What is typed into it is no file.
  const operands = all[0] === "-" ? [] : all;
  const [module] = valuesOf("-m");
  if (module !== undefined && name.startsWith("py")) return moduleDeeds(module, operands, seen);
  const inline = [...valuesOf("-c"), ...valuesOf("-e", "--eval", "-p", "--print")];
  const { input } = scene.sighting;
  const typed = operands.length === 0 && input.kind === "text" ? textOf(input.text) : null;
  if (inline.length === 0 && typed !== null && finding.danger === null && onlyTells(typed, name)) {
    return [bounded(free("look", [], `asks ${name} about itself`), seen.stage.isBoxed)];
  }
  const isEdit =
    name === "perl" &&
    args.every((word) => !word.startsWith("-") || /^-(?:pi|ip|p|i|e)$/.test(word)) &&
    args.includes("-e");
  const text = args[args.indexOf("-e") + 1] ?? "";
  if (isEdit && args.filter((word) => word === "-e").length === 1 && SUBSTITUTES.test(text)) return [];
  if (inline.length > 0 || operands.length === 0) {
    if (inline.length > 0 && finding.danger === null && inline.every((text) => onlyTells(text, name)))
      return [bounded(free("look", [], `asks ${name} about itself`), seen.stage.isBoxed)];
    const what = finding.danger === null ? `${name} runs a text of its words` : `${name} ${finding.danger}`;
    const made = person("run", [], what, "hidden");
    return [stage.isBoxed && finding.danger === null ? { ...made, level: "medium" } : made];
  }
  if (has("-r", "--require", "--import", "--loader") || scene.sighting.cwd === null) return null;
  if (has("--test")) return tests(seen);
  const [file = ""] = operands;
  if (has("--check")) return [free("build", operands, `checks ${file}`)];
  if (/^(?:manage\.py|artisan)$/.test(baseName(file))) return taskDeed(seen, operands[1] ?? "", operands.slice(2));
  return runFile(resolvePath(scene.sighting.cwd, file), operands.slice(1), seen);
}

/** Words of a program's text that do nothing but tell about the program that runs it, or about its own values. */
const TELLING = new Set(
  (
    "import from as sys platform print version version_info versions process console log node python python_version " +
    "arch machine release executable prefix implementation name json dumps JSON stringify len str int float " +
    "round sum min max sorted list dict tuple range math sqrt pi Math floor ceil toFixed parseInt Number String puts " +
    "RUBY_VERSION PHP_VERSION echo maxsize byteorder and or not in if else for true false True False " +
    "None null undefined typeof x y i n v8 uv modules abi major minor micro"
  ).split(" "),
);

/** True for a text that calls nothing but what prints and counts: no file, no host, no program, no name of its own. */
function onlyTells(text: string, name: string): boolean {
  if (text.length > 400 || /[\\`$#@]|__|=(?!=)/.test(text)) return false;
  const imports = name.startsWith("py") ? /\b(?:import|from)\s+(?!(?:sys|platform|json|math)\b)/ : /\bimport\b/;
  if (imports.test(text)) return false;
  const bare = text.replaceAll(/"[^"]*"|'[^']*'/g, " ");
  if (/["'[\]]/.test(bare)) return false;
  return (bare.match(/[A-Za-z_]\w*/g) ?? []).every((word) => TELLING.has(word));
}

function moduleDeeds(module: string, operands: readonly string[], seen: Seen): readonly Deed[] | null {
  const { stage, args } = seen;
  if (MODULES_TEST.test(module)) return tests(seen);
  if (MODULES_BUILD.test(module)) return builds(seen);
  if (module === "venv" || module === "virtualenv")
    return [bounded(asked("build", [...operands, "venv"], "makes a virtual environment"), stage.isBoxed)];
  if (module === "http.server" || module === "SimpleHTTPServer") return serving(args, stage.isBoxed);
  return null;
}

/** A server is for this machine alone only where it says so. */
function serving(args: readonly string[], isBoxed: boolean): readonly Deed[] {
  const { valuesOf, operands } = readOptions(args, "-b --bind -d --directory -m -p --protocol");
  const [host] = valuesOf("-b", "--bind");
  const isLocal = host !== undefined && /^(?:127\.0\.0\.1|localhost|::1)$/.test(host);
  if (isLocal)
    return [
      bounded(
        asked("run", [...valuesOf("-d", "--directory"), ...operands], "serves a folder to this machine"),
        isBoxed,
      ),
    ];
  return [
    {
      ...person("run", operands, "serves a folder to everybody who reaches this machine", "exfiltration"),
      level: "medium",
    },
  ];
}

export const BUILDS: Families = {
  "vitest jest mocha ava tap tape jasmine karma playwright cypress pytest py.test tox nox nose2 rspec minitest phpunit pest ctest bats c8 nyc coverage behave cucumber gotestsum cargo-nextest":
    tests,
  "eslint prettier tsc biome oxlint oxfmt standard xo stylelint markdownlint ruff black isort mypy pyright flake8 pylint autopep8 yapf clippy rustfmt gofmt goimports golangci-lint staticcheck shellcheck shfmt hadolint yamllint actionlint knip depcheck tsup tsdown rollup esbuild webpack parcel vite next nuxt astro svelte-kit swc babel terser rubocop standardrb erb_lint phpstan psalm ktlint detekt checkstyle swiftlint swiftformat clang-format clang-tidy cppcheck cmake ninja meson gcc g++ cc c++ clang clang++ rustc javac ld ar nm scons bazel buck buck2 pants cmake-format dprint typedoc jsdoc sphinx-build mkdocs doxygen hugo jekyll eleventy mdbook zola gatsby gitbook antora tflint tfsec checkov kubeval kubeconform helm-docs conftest ansible-lint sqlfluff buf spectral vale codespell cspell alex commitlint size-limit tsd attw publint madge turbo nx lerna-lite":
    builds,
  "cargo go mvn mvnw gradle gradlew dotnet swift mix sbt lein stack cabal zig dart flutter deno": toolchain,
  "make gmake just task rake invoke": targets,
  "python python2 python3 pypy pypy3 node nodejs ruby perl php tsx ts-node lua julia Rscript": interpreter,
};

/** Null where what it starts is not looked at by itself. */
export function starting(
  [program]: readonly string[],
  { scene: { course, sighting }, name, stage }: Seen,
): readonly Deed[] | null {
  const isSeen = course.sightings.some(({ id, words: [first] }) => id > sighting.id && textOf(first) === program);
  return isSeen ? [bounded(free("run", [], `${name} starts ${program ?? ""}`), stage.isBoxed)] : null;
}
