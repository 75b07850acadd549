/** Package managers that share a few verbs: Ruby, PHP, .NET, Elixir, Swift, Dart, conda. */
import { bounded, starting, taskDeed, toolchain } from "./deeds-builds.ts";
import { installDeeds } from "./deeds-packages.ts";
import { readOptions } from "./options.ts";
import { asked, type Families, grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

const VALUED =
  "-v --version -g --group --path --configuration -c --framework -f --project -n --name --environment -p --prefix --working-dir -d --gemfile --api-key -k -s --source";
/** What comes from elsewhere than is usual. */
const ELSEWHERE =
  /^(?:--source|-s|--registry|--repository|--repository-url|--git|--github|--url|--channel|-c|--clear-sources|--host|--no-verify|--trust-policy|--config)(?:=|$)/;

const LOOKING =
  /^(?:list|ls|show|info|outdated|check|search|validate|why|depends|prohibits|licenses|tree|audit|diagnose|doctor|env|environment|contents|specification|which|help|about|status|platform|viz|fund|--version|-v|--info)$/;

/** @param words between the program and what is meant by it: `dotnet add package NAME` has `package` */
function managing(words: RegExp) {
  return (seen: Seen): readonly Deed[] | null => {
    const { operands, has, valuesOf } = readOptions(seen.args, VALUED);
    const [verb = "", ...behind] = operands;
    const rest = behind.filter((word) => !words.test(word));
    if (seen.args.some((word) => ELSEWHERE.test(word)) && !has("--dry-run")) return elsewhere(verb, rest, seen);
    if (/^(?:exec|x)$/.test(verb)) return starting(behind, seen);
    if (/^(?:install|i|restore|resolve|get|deps\.get|fetch)$/.test(verb) && rest.length === 0)
      return installDeeds([], seen);
    if (/^(?:install|require|add|get)$/.test(verb)) return installDeeds(rest, seen);
    if (/^(?:update|upgrade|up|deps\.update)$/.test(verb)) return [updating(rest, seen)];
    if (/^(?:remove|uninstall|rm|un)$/.test(verb))
      return [named("delete", rest, `removes the packages ${rest.join(", ")}`, "destruction")];
    if (/^(?:push|publish|hex\.publish)$/.test(verb))
      return [
        named(
          "publish",
          [...rest, ...valuesOf("--tag")],
          `publishes ${rest.join(", ") || "the package"} with ${seen.name}`,
          "supply-chain",
        ),
      ];
    if (/^(?:yank|unlist|owner|signin|signout|login|logout|hex\.owner|hex\.user|hex\.retire)$/.test(verb))
      return [grave("publish", rest, `${seen.name} ${verb} changes what others get`, "remote")];
    if (
      /^(?:build|lock|dump-autoload|dumpautoload|clean|init|new|pristine|cache|pack|package|doc|rdoc|format|binstubs)$/.test(
        verb,
      )
    )
      return [bounded(asked("build", [verb], `${seen.name} ${verb}`), seen.stage.isBoxed)];
    if (/^(?:run-script|run)$/.test(verb) && seen.name === "composer")
      return taskDeed(seen, behind[0] ?? "", behind.slice(1));
    if (/^(?:config|sources?|mirror|plugin|global|tap|repo|remote|channel)$/.test(verb))
      return [
        person(
          "configure",
          rest,
          `${seen.name} ${verb} ${rest.join(" ")}, by which packages are fetched and run`,
          "weakening",
        ),
      ];
    if (LOOKING.test(verb)) return [asked("look", rest, `${seen.name} ${verb}`)];
    return null;
  };
}

function elsewhere(verb: string, rest: readonly string[], seen: Seen): readonly Deed[] {
  const shown = [seen.name, verb, ...rest].join(" ");
  return [
    {
      ...installDeeds(rest, seen)[0],
      act: "install",
      objects: rest,
      bar: "person",
      level: "high",
      category: "supply-chain",
      what: `${shown}, from elsewhere than is usual`,
    },
  ];
}

function updating(rest: readonly string[], { name }: Seen): Deed {
  const objects = rest.length > 0 ? rest : ["dependencies"];
  return named("update", objects, `updates ${rest.join(", ") || "all dependencies"} with ${name}`, "supply-chain");
}

const dotnet = managing(/^(?:package|reference|nuget|tool)$/);

/** `dotnet tool` brings programs for the whole machine. */
function dotnetOrBuild(seen: Seen): readonly Deed[] | null {
  const [verb, next] = seen.args;
  if (verb === "tool")
    return installDeeds(
      seen.args.slice(2).filter((word) => !word.startsWith("-")),
      seen,
      ["global"],
    );
  if (verb === "nuget") return dotnet({ ...seen, args: seen.args.slice(1) });
  if (verb === "add" || verb === "remove" || (verb === "list" && next !== undefined)) return dotnet(seen);
  return verb === "restore" ? installDeeds([], seen) : toolchain(seen);
}

const mixVerbs = managing(/^$/);

function mix(seen: Seen): readonly Deed[] | null {
  const [verb = "", ...rest] = seen.args;
  if (/^(?:deps\.get|deps\.update|hex\.\w+)$/.test(verb)) return mixVerbs(seen);
  if (/^(?:ecto|phx\.gen|run)\b/.test(verb)) return taskDeed(seen, verb.replace("ecto.", "db."), rest);
  return toolchain(seen);
}

const swiftPackage = managing(/^$/);

function swift(seen: Seen): readonly Deed[] | null {
  return seen.args[0] === "package" ? swiftPackage({ ...seen, args: seen.args.slice(1) }) : toolchain(seen);
}

const pubVerbs = managing(/^$/);

function dart(seen: Seen): readonly Deed[] | null {
  return seen.args[0] === "pub" ? pubVerbs({ ...seen, args: seen.args.slice(1) }) : toolchain(seen);
}

export const MANAGERS: Families = {
  "bundle bundler composer gem nuget paket shards conan vcpkg luarocks opam cpan cpanm": managing(/^$/),
  "conda mamba micromamba": managing(/^$/),
  dotnet: dotnetOrBuild,
  mix,
  swift,
  "dart flutter": dart,
};
