/** Package managers of other languages. */
import { prefixOf, showValue, textValue } from "../../script/value.ts";
import type { OptionTable, Row, Usage } from "../row.ts";
import { effect, onPath } from "../scene.ts";
import { NODE_PACKAGES } from "./packages-node.ts";
import { PYTHON_PACKAGES } from "./packages-python.ts";
import {
  asks,
  asksFirst,
  fetches,
  installs,
  keeps,
  OTHER_REGISTRY,
  outside,
  publishes,
  publishesUnless,
  reads,
  runs,
  writes,
} from "./usages.ts";

const ELSEWHERE: OptionTable = { "--git= --registry= --index=": OTHER_REGISTRY };

const CARGO_BUILD: OptionTable = {
  "--target-dir= --out-dir= --artifact-dir=": "write",
  "-p= --package= --features= -F= --bin= --example= --test= --bench= --target= --profile= -j= --jobs= --message-format=":
    "ok",
};

const CARGO: Row = {
  names: ["cargo"],
  about: "builds and fetches packages of Rust",
  options: {
    "-v --verbose -q --quiet --locked --offline --frozen": "ok",
    "-C=": "ok",
    "--color= -Z= --explain= --manifest-path=": "ok",
    "--config=": "runs",
    "-V --version -h --help --list": "informs",
  },
  folder: "-C",
  subcommands: {
    "build b check c test t bench run r doc d rustdoc rustc clippy fix fmt nextest miri expand watch package tarpaulin llvm-cov hack udeps machete":
      {
        ...runs("builds, checks and runs the project", CARGO_BUILD),
      },
    clean: {
      about: "deletes what was built",
      options: {
        ...CARGO_BUILD,
        "-r --release -n --dry-run --doc -q --quiet --offline --locked --frozen": "ok",
        "--manifest-path=": "ok",
      },
      hook: (call, scene) => {
        const folders = call.valuesOf("--target-dir");
        return {
          effects: (folders.length > 0 ? folders : [textValue("target")]).map((folder) =>
            onPath("delete", folder, scene),
          ),
        };
      },
    },
    "tree metadata pkgid locate-project read-manifest verify-project version help report": reads("shows the project"),
    "search info outdated audit deny": asks("asks the registry"),
    "fetch update generate-lockfile vendor upgrade": fetches("fetches packages"),
    add: fetches("adds a package", {
      ...ELSEWHERE,
      "-F= --features= --rename= --path= -p= --package= --branch= --tag= --rev=": "ok",
    }),
    "remove rm new init": writes("changes the project"),
    install: {
      ...installs("installs a program", {
        ...ELSEWHERE,
        "--path= --root= --version= --features= --branch= --tag= --rev= --bin= --profile=": "ok",
      }),
    },
    uninstall: keeps("removes a program"),
    publish: publishesUnless("--dry-run", "publishes a package"),
    "yank owner": publishes("withdraws a package, or says whose it is"),
    "login logout": asksFirst("lets somebody in", "changes what lets somebody in", ["credentials"]),
    config: reads("shows settings"),
  },
};

const GO_BUILD: OptionTable = {
  "-o= -coverprofile= -cpuprofile= -memprofile= -blockprofile= -mutexprofile= -trace= -outputdir= -pkgdir= -json=?":
    "write",
  "-toolexec= -exec= -vettool= -overlay=": "runs",
  "-p= -tags= -ldflags= -gcflags= -asmflags= -mod= -modfile= -buildmode= -compiler= -run= -bench= -benchtime= -count=":
    "ok",
  "-timeout= -parallel= -cpu= -skip= -fuzz= -fuzztime= -covermode= -coverpkg= -list= -shuffle= -C=": "ok",
};

const GO: Row = {
  names: ["go"],
  about: "builds and fetches packages of Go",
  options: { "-C=": "ok" },
  singleDash: true,
  folder: "-C",
  subcommands: {
    "build test vet run generate fix tool": {
      ...runs("builds, checks and runs the project", GO_BUILD),
      singleDash: true,
      hook: ({ operands: [first] }) => {
        // `go run example.com/x@latest` fetches it first.
        return first !== undefined && showValue(first).includes("@") ? { effects: [effect("network")] } : {};
      },
    },
    fmt: { ...runs("formats the project"), singleDash: true },
    install: {
      about: "builds a program and installs it",
      options: GO_BUILD,
      anyOption: true,
      singleDash: true,
      effects: ["runs"],
      hook: ({ operands }) => {
        const fetched = operands.some((word) => showValue(word).includes("@"));
        return { effects: [outside("write", "installed programs"), ...(fetched ? [effect("network")] : [])] };
      },
    },
    get: { ...fetches("adds packages"), singleDash: true },
    mod: {
      about: "manages what the project needs",
      subcommands: {
        "tidy download": { ...fetches("fetches what the project needs"), singleDash: true },
        "graph why verify": reads("shows what the project needs"),
        edit: {
          ...writes("changes go.mod", { "-print": "ok", "-json": "ok" }),
          singleDash: true,
        },
        "init vendor": fetches("prepares the project"),
      },
    },
    work: writes("manages several projects"),
    env: {
      about: "shows or changes settings",
      options: {
        "-w": { danger: "changes settings of Go that stay" },
        "-u": { danger: "changes settings of Go that stay" },
        "-json -changed": "ok",
      },
      singleDash: true,
      safe: "boxed",
    },
    list: {
      ...reads("lists packages", {
        "-toolexec= -exec= -overlay=": "runs",
        "-f= -tags= -mod= -modfile= -C=": "ok",
        "-export": "runs",
      }),
      singleDash: true,
    },
    "doc version help": reads("shows help"),
    clean: {
      about: "deletes what was built",
      anyOption: true,
      singleDash: true,
      effects: ["write"],
    },
    telemetry: keeps("sets whether figures are sent"),
    bug: runs("opens another program"),
  },
};

const TOOL_PUBLISHING =
  /^(?:deploy|release:\w+|publish\w*|closeAndRelease\w*|uploadArchives|nexusPublish|publishToMavenCentral|central-publishing:.*)$/;

/** Builds of Java say what they do by names of tasks. */
function tasks(about: string): Usage {
  return {
    about,
    options: {
      "-f= --file= -pl= -P= -s= --settings= -p= -b= -c= -I= --init-script= -t= -T= -x=": "ok",
      "-v --version -h --help -V": "informs",
    },
    anyOption: true,
    singleDash: true,
    effects: ["runs", "write"],
    hook: ({ operands }) => {
      const publishing = operands.find(
        (task) =>
          TOOL_PUBLISHING.test(showValue(task).replace(/^.*:(?=publish)/, "")) &&
          !/^publishToMavenLocal$/.test(showValue(task)),
      );
      return publishing === undefined
        ? {}
        : { effects: [effect("network")], danger: `publishes to the world (${showValue(publishing)})` };
    },
  };
}

const RUN: Usage = { ...runs("runs a program of the project"), stopsAtOperand: true };

export const PACKAGES: readonly Row[] = [
  ...NODE_PACKAGES,
  ...PYTHON_PACKAGES,
  CARGO,
  {
    names: ["rustup"],
    about: "manages versions of Rust",
    options: { "-v --verbose -q --quiet": "ok", "-V --version -h --help": "informs" },
    subcommands: {
      "show which check help completions": reads("shows them"),
      "update install default override set": installs("installs them"),
      "toolchain component target": {
        about: "manages parts",
        subcommands: { list: reads("lists them"), "remove uninstall": keeps("removes them") },
        otherwise: installs("installs them"),
      },
      run: RUN,
      doc: runs("opens another program"),
      self: asksFirst("changes itself", "changes or removes all of Rust"),
    },
  },
  GO,
  {
    names: ["gem"],
    about: "manages packages of Ruby",
    options: { "-v --version -h --help": "informs" },
    subcommands: {
      "list info environment env which contents dependency specification stale help": reads("shows what is installed"),
      "search outdated fetch": asks("asks the registry"),
      "install i update": installs("installs packages", {
        "-s= --source= --clear-sources": OTHER_REGISTRY,
        "-v= --version= -i= --install-dir=": "ok",
      }),
      "uninstall cleanup pristine": keeps("removes packages"),
      build: runs("packs a package"),
      "push yank owner signin signout": publishes("publishes a package"),
      sources: {
        about: "shows or changes where packages come from",
        options: {
          "-a= --add= -r= --remove=": OTHER_REGISTRY,
          "-c --clear-all -u --update": OTHER_REGISTRY,
          "-l --list": "ok",
        },
        safe: "boxed",
      },
      exec: RUN,
    },
  },
  {
    names: ["bundle", "bundler"],
    about: "manages what a project of Ruby needs",
    options: { "-v --version -h --help": "informs" },
    subcommands: {
      "show list info check platform help": reads("shows it"),
      outdated: asks("asks the registry"),
      "install update add lock cache package": fetches("fetches it", {
        "--source= -s= --git= --github=": OTHER_REGISTRY,
        "-v= --version= --group= -g= --path=": "ok",
      }),
      "remove binstubs clean init gem": writes("changes the project"),
      "exec e": RUN,
      config: {
        about: "shows or changes settings",
        subcommands: { "list get": reads("shows them") },
        otherwise: {
          ...writes("changes them"),
          hook: ({ operands }) => {
            const mirrors = operands.some((word) => /mirror|ssl_verify|https?:/.test(prefixOf(word)));
            return mirrors ? { danger: "changes settings of the package manager that stay" } : {};
          },
        },
      },
    },
    otherwise: fetches("fetches it"),
  },
  {
    names: ["composer"],
    about: "manages packages of PHP",
    options: {
      "-d= --working-dir=": "ok",
      "-n -q -v -vv -vvv --no-interaction --ansi --no-ansi --quiet": "ok",
      "-V --version -h --help": "informs",
    },
    folder: "-d",
    subcommands: {
      "show info licenses validate check-platform-reqs depends why prohibits why-not status diagnose fund suggests":
        reads("shows the project"),
      "outdated audit search": asks("asks the registry"),
      "install update upgrade require remove reinstall create-project dump-autoload dumpautoload init bump": fetches(
        "fetches packages",
        { "--repository=": OTHER_REGISTRY },
      ),
      global: installs("manages packages for the person"),
      "run-script run exec test": RUN,
      config: {
        about: "shows or changes settings",
        anyOption: true,
        hook: ({ operands }) => {
          const plants = operands.some((word) =>
            /^(?:repositories|repos|secure-http|disable-tls|scripts)/.test(showValue(word)),
          );
          return operands.length > 1 && plants
            ? { danger: "takes packages from another place than usual" }
            : { effects: [effect("write")] };
        },
      },
      "self-update clear-cache": keeps("changes what is kept for the person"),
    },
  },
  {
    ...tasks("builds and packs a project of Java"),
    names: ["mvn", "mvnw", "mvnd", "gradle", "gradlew", "ant", "sbt", "mill", "lein"],
  },
  {
    names: ["dotnet"],
    about: "builds and fetches packages of .NET",
    options: { "--version -h --help --info --list-sdks --list-runtimes": "informs" },
    subcommands: {
      "build test run pack publish format msbuild vstest watch ef exec": runs("builds, checks and runs the project", {
        "-o= --output=": "write",
        "-c= -f= -r= --source= -v= --filter= --logger= --project=": "ok",
      }),
      "restore add": fetches("fetches packages", { "-s= --source=": OTHER_REGISTRY }),
      "list sln help": reads("shows the project"),
      "new clean remove": runs("changes the project"),
      "tool workload": installs("installs programs"),
      nuget: {
        about: "works with the registry",
        subcommands: { "list locals": reads("shows it"), "push delete sign": publishes("publishes a package") },
        otherwise: asksFirst("changes where packages come from", "takes packages from another place than usual"),
      },
      "user-secrets": asksFirst("shows or keeps secrets", "shows or keeps secrets", ["credentials"]),
    },
  },
  {
    names: ["mix"],
    about: "builds and fetches packages of Elixir",
    options: { "-v --version -h --help": "informs" },
    subcommands: {
      "deps.get deps.update deps.unlock local.hex local.rebar archive.install": fetches("fetches packages"),
      "hex.publish hex.user hex.owner hex.organization": publishes("publishes a package"),
      "help deps deps.tree hex.info hex.outdated xref": reads("shows the project"),
    },
    otherwise: runs("builds, checks and runs the project"),
  },
  {
    names: ["dart", "flutter"],
    about: "builds and fetches packages of Dart",
    options: { "--version -h --help --disable-analytics --no-version-check": "informs" },
    subcommands: {
      "analyze info doctor devices help": runs("checks the project"),
      pub: {
        about: "manages packages",
        subcommands: {
          deps: reads("shows them"),
          "publish lish": publishesUnless("--dry-run", "publishes a package"),
          "login logout token": publishes("lets somebody publish packages"),
          global: installs("installs programs"),
        },
        otherwise: fetches("fetches packages"),
      },
      "upgrade downgrade channel config": installs("changes the version"),
    },
    otherwise: runs("builds, checks and runs the project"),
  },
  {
    names: ["cabal", "stack"],
    about: "builds and fetches packages of Haskell",
    options: { "-V --version --numeric-version -h --help": "informs" },
    subcommands: {
      "list info path ls query list-bin": reads("shows the project"),
      "update fetch get unpack": fetches("fetches packages"),
      upload: publishes("publishes a package"),
      "install setup upgrade": installs("installs programs"),
    },
    otherwise: runs("builds, checks and runs the project"),
  },
  {
    names: ["goreleaser"],
    about: "releases programs",
    options: { "-v --version -h --help": "informs" },
    subcommands: {
      "check build healthcheck": runs("builds the project"),
      release: publishesUnless("--snapshot", "publishes a release"),
    },
  },
];
