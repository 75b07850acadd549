/** Programs that build, check, format and test: they run what the workspace says. */
import { showValue, textOf, type Value } from "../../script/value.ts";
import { dangerOfDeleting } from "../deletion.ts";
import type { OptionTable, Row, Usage } from "../row.ts";
import { effect, onPath } from "../scene.ts";
import { asksFirst, outside, runs } from "./usages.ts";

const HELP: OptionTable = { "-h --help -V --version": "informs" };

function tool(names: string, about: string, options: OptionTable = {}): Row {
  return { ...runs(about, { ...HELP, ...options }), names: names.split(" ") };
}

/** A target of that name puts files where programs are installed. */
function builder(names: string, about: string, options: OptionTable): Row {
  return {
    ...tool(names, about, options),
    hook: ({ operands }) => {
      const installing = operands.some((target) => /^(?:un)?install(?:-\w+|:\w+)?$/.test(showValue(target)));
      return installing ? { effects: [outside("write", "installed programs")] } : {};
    },
  };
}

const CMAKE: Row = {
  names: ["cmake"],
  about: "prepares and runs builds",
  options: {
    ...HELP,
    "-E": "ok",
    "--install=": "ok",
    "--build= -S= -G= -T= -A= -C= -D= -j= --parallel= --target= -t= --config= --preset= --toolchain= -U= -P=": "ok",
    "-B=": "write",
  },
  anyOption: true,
  effects: ["runs", "write"],
  hook: (call, scene) => {
    const [verb, ...rest] = call.operands;
    const name = call.has("-E") && verb !== undefined ? textOf(verb) : null;
    if (name !== null && /^(?:rm|remove|remove_directory)$/.test(name)) {
      const files = rest.filter((word) => !showValue(word).startsWith("-"));
      const danger = dangerOfDeleting(files, { recursive: name !== "remove", forced: true }, scene);
      return { effects: files.map((file) => onPath("delete", file, scene)), danger };
    }
    return call.has("--install") ? { effects: [outside("write", "installed programs")] } : {};
  },
};

const COMPILING: OptionTable = {
  "-o= -MF= --output=": "write",
  "-fplugin= -wrapper= -B= -specs= -Xclang= -load=": "runs",
  "-x= -I= -L= -D= -U= -l= -include= -isystem= -iquote= -MT= -MQ= -std= -target= -arch= -Xlinker= -framework=": "ok",
  "-h --help --version -v -dumpversion -dumpmachine -print-search-dirs": "informs",
};

function compiler(names: string, about: string, options: OptionTable = {}): Row {
  return {
    names: names.split(" "),
    about,
    options: { ...COMPILING, ...options },
    anyOption: true,
    singleDash: true,
    effects: ["write"],
    operands: "read",
  };
}

/** It reads, unless an option has it write what it made of a file. */
function formatter(names: string, about: string, write: string, options: OptionTable = {}): Row {
  return {
    names: names.split(" "),
    about,
    options: { [write]: "ok", ...options, ...HELP },
    operands: "read",
    safe: "boxed",
    hook: (call, scene) => {
      const [first = ""] = write.split(" ");
      if (!call.has(first.replace(/=\??$/, ""))) return {};
      return {
        effects:
          call.operands.length > 0 ? call.operands.map((file) => onPath("write", file, scene)) : [effect("write")],
      };
    },
  };
}

const CHECKERS =
  "eslint prettier stylelint biome oxlint oxfmt standard xo rome dprint knip depcheck madge tsc vue-tsc tsgo tsd " +
  "publint attw svelte-check astro flow cspell textlint markdownlint markdownlint-cli2 commitlint lint-staged husky " +
  "mypy pyright basedpyright pyre ruff black isort flake8 pylint pydocstyle bandit autopep8 yapf vulture pyupgrade " +
  "rubocop standardrb sorbet srb reek brakeman phpstan psalm phpcs phpcbf php-cs-fixer rector pint golangci-lint " +
  "staticcheck revive errcheck govulncheck goimports gofumpt clang-tidy cppcheck include-what-you-use swiftlint " +
  "swiftformat ktlint detekt scalafmt scalafix buf protolint tflint sqlfluff ansible-lint vale codespell typos";

const TESTERS =
  "vitest jest mocha ava tap tape uvu karma jasmine playwright cypress wdio nightwatch testcafe c8 nyc pytest py.test " +
  "tox nox coverage nose2 behave robot locust rspec minitest cucumber phpunit pest ctest gotestsum ginkgo " +
  "bats shellspec busted";

const BUNDLERS =
  "vite webpack webpack-cli rollup esbuild parcel swc babel tsup tsdown rspack rsbuild next nuxt nuxi remix gatsby " +
  "ng vue-cli-service react-scripts metro storybook tailwindcss postcss sass less-js svelte-kit wasm-pack trunk " +
  "electron electron-builder webpack-dev-server serve http-server live-server nodemon concurrently npm-run-all run-p run-s " +
  "sphinx-build mkdocs jekyll hugo typedoc jsdoc rustdoc doxygen pdoc mdbook quarto pandoc latexmk pdflatex xelatex " +
  "pyproject-build cython maturin pyinstaller pre-commit virtualenv protoc sqlc prisma " +
  "graphql-codegen openapi-generator openapi-generator-cli swagger-codegen stringer mockgen wire templ ent";

export const BUILDS: readonly Row[] = [
  builder("make gmake bmake remake", "builds by a Makefile", {
    "-C= -f= -I= -j=? -l=? -o= -W=": "ok",
    "--eval=": "runs",
  }),
  builder("ninja samu meson scons waf bazel bazelisk buck2 buck pants tup xmake premake5 gn", "builds the project", {
    "-C= -f= -j= -t= -k=": "ok",
  }),
  builder("just task mage rake invoke inv doit earthly nuke psake grunt gulp jake", "runs tasks of the project", {
    "-f= -C= -d= -t=": "ok",
  }),
  CMAKE,
  tool("autoconf autoreconf automake aclocal libtoolize configure bootstrap autogen.sh cpack", "prepares a build"),
  compiler("gcc g++ cc c++ clang clang++ tcc icc gfortran nvcc emcc em++ c89 c99", "compiles programs"),
  compiler("rustc", "compiles programs of Rust", {
    "-C=": "ok",
    "--out-dir=": "write",
    "--emit= --crate-type= --edition= --crate-name= --cfg= --extern= -A= -W= --error-format= --explain=": "ok",
  }),
  compiler("javac kotlinc scalac groovyc", "compiles programs of Java", {
    "-d= -s= -h= --generate=": "write",
    "-cp= -classpath= --class-path= -sourcepath= -source= --release= -processor=": "ok",
    "-processorpath= --processor-path=": "runs",
  }),
  compiler(
    "ghc ocamlc ocamlopt swiftc zig nim crystal ldc2 dmd v odin ponyc fpc valac mcs csc fsc vbc",
    "compiles programs",
  ),
  compiler(
    "ld ld.lld lld gold as nasm yasm objcopy llc opt llvm-as wat2wasm ranlib strip",
    "assembles and links programs",
  ),
  tool(CHECKERS, "checks or formats the project"),
  tool(TESTERS, "runs tests of the project"),
  tool(BUNDLERS, "builds or serves the project"),
  formatter("gofmt", "formats programs of Go", "-w", { "-l -d -s -e": "ok", "-r= -cpuprofile=": "ok" }),
  formatter("clang-format", "formats programs", "-i", {
    "--dry-run -n --Werror --verbose --dump-config --fallback-style= --style= --assume-filename= --lines= --sort-includes":
      "ok",
    "--offset= --length= --cursor=": "ok",
  }),
  formatter("shfmt", "formats scripts", "-w --write", {
    "-l --list -d --diff -s --simplify -f --find -bn -ci -sr -kp -fn -mn": "ok",
    "-i= -ln= -p --posix": "ok",
  }),
  formatter("rustfmt", "formats programs of Rust", "--backup", {
    "--check -l --verbose --edition= --config= --config-path= --emit=": "ok",
  }),
  {
    names: ["swift"],
    about: "builds and runs programs of Swift",
    options: HELP,
    subcommands: {
      // A client of a cloud's storage has the same name.
      "delete post upload download copy auth tempurl": asksFirst(
        "works with storage in a cloud",
        "changes what others use",
        ["network", "credentials"],
      ),
      "build test run": runs("builds, checks and runs the project"),
      package: { ...runs("manages packages"), effects: ["network", "runs", "write"] },
    },
    otherwise: runs("runs a program"),
  },
  tool("xcodebuild xcrun expo-cli", "builds programs for Apple's machines"),
];

/** Editors wait for a person, or do what their words say. */
function editor(
  names: string,
  options: OptionTable,
  files: (operands: readonly Value[]) => readonly Value[] = (operands) => operands,
): Row {
  return {
    names: names.split(" "),
    about: "edits files",
    options: { ...HELP, ...options },
    anyOption: true,
    effects: ["runs"],
    hook: ({ operands }, scene) => {
      const paths = files(operands);
      // One that works in the terminal shows what it edits.
      const shown = WINDOWS.test(names) ? [] : paths.map((file) => onPath("read", file, scene));
      return { effects: [...shown, ...paths.map((file) => onPath("write", file, scene))] };
    },
  };
}

/** Editors with a window of their own. */
const WINDOWS = /^code /;

const EXTENSIONS: Usage["options"] = { "--install-extension= --uninstall-extension= --update-extensions": "network" };

export const EDITORS: readonly Row[] = [
  editor("vim vi nvim view vimdiff gvim ex rvim", {
    "-c= -S= --cmd= -u= -s= -w= -W= -i= -t= -T= -p=? -o=? -O=? -n -E -R -es": "ok",
  }),
  editor("nano pico micro helix hx kak joe jed ne mg zile", { "-T= -o= -r= -s= -Y=": "ok" }),
  editor("ed red", { "-p= --prompt=": "ok" }),
  editor("emacs emacsclient", { "-l= --load= --eval= -f= --funcall= --execute= -u= -Q -q -nw --batch": "ok" }),
  editor("code cursor codium subl zed idea webstorm pycharm goland atom mate gedit kate", {
    ...EXTENSIONS,
    "-g= --goto= -a= --add= --diff --list-extensions": "ok",
  }),
];
