/** What containers are started with, given and left without. */
import { baseName } from "../../kit/path.ts";
import { isSeenThrough } from "../commands/seen-through.ts";
import { isProduction } from "./deeds-cloud.ts";
import { type Options, readOptions } from "./options.ts";
import { asked, deed, type Families, free, grave, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

const RUN_VALUED =
  "-v --volume -w --workdir -e --env --env-file -p --publish --name -u --user --network --net --mount --entrypoint -h --hostname --memory -m --cpus --platform --pid --ipc --userns --cap-add --cap-drop --security-opt --device --label -l --restart --add-host --volumes-from --tmpfs --gpus --pull --log-driver --cgroupns --uts --group-add --ulimit --shm-size --dns --link";

function docker(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(seen.args, "-H --host --context -c --config -l --log-level");
  if (has("-H", "--host", "--context")) return null;
  const [verb = "", ...behind] = seen.args.slice(seen.args.indexOf(operands[0] ?? ""));
  if (verb === "compose") return compose({ ...seen, args: behind });
  const [sub = ""] = behind;
  if (/^(?:container|image|volume|network|system|builder|buildx|context|secret|stack|service|swarm|node)$/.test(verb))
    return managed(verb, sub, behind.slice(1), seen);
  return plain(verb, behind, seen);
}

const OPTION_VALUES: Readonly<Record<string, string>> = {
  run: RUN_VALUED,
  create: RUN_VALUED,
  build:
    "-f --file -t --tag --build-arg --target --platform -o --output --cache-from --cache-to --progress --secret --ssh --network --label --iidfile",
};

const LOOKS = /^(?:ps|images|logs|inspect|version|info|stats|top|port|diff|history|events|search|ls|list|df)$/;

function plain(verb: string, args: readonly string[], seen: Seen): readonly Deed[] | null {
  const options = readOptions(args, OPTION_VALUES[verb] ?? "--format --filter --tail --since --until");
  const { operands, has } = options;
  // What a container was started with may hold secrets.
  if (verb === "inspect") return [asked("look", operands, `${seen.name} inspect`)];
  if (LOOKS.test(verb)) return [free("look", operands, `${seen.name} ${verb}`)];
  if (verb === "run" || verb === "create") return running(args, seen);
  if (verb === "exec") return inside(seen, operands);
  if (verb === "build") return building(options);
  if (verb === "push")
    return [
      isProduction(operands)
        ? person("push", operands, `publishes the image ${operands.join(", ")}`, "remote")
        : named("push", operands, `publishes the image ${operands.join(", ")}`, "remote"),
    ];
  if (verb === "pull") return [named("fetch", operands, `fetches the image ${operands.join(", ")}`, "supply-chain")];
  if (verb === "tag") return [asked("edit", operands, "names an image")];
  if (verb === "stop" || verb === "kill" || verb === "pause" || verb === "unpause")
    return [named("stop", operands, `stops the container ${operands.join(", ")}`, "destruction")];
  if (verb === "start" || verb === "restart")
    return [named("restart", operands, `starts the container ${operands.join(", ")}`, null)];
  if (verb === "rm")
    return [
      has("-v", "--volumes")
        ? deed("delete", [...operands, "volumes"], `deletes the container ${operands.join(", ")} with its volumes`, [
            "named",
            "high",
            "destruction",
          ])
        : named("delete", operands, `deletes the container ${operands.join(", ")}`, "destruction"),
    ];
  if (verb === "rmi") return [named("delete", operands, `deletes the image ${operands.join(", ")}`, "destruction")];
  return null;
}

/** What it runs there is looked at by itself, where it shows. */
function inside(seen: Seen, operands: readonly string[]): readonly Deed[] {
  return isSeenThrough(seen.scene) ? [] : [person("run", operands, "runs something in a container", "hidden")];
}

function building({ operands, has, valuesOf }: Options): readonly Deed[] {
  const where = operands[0] ?? ".";
  if (/^(?:https?|git):|^git@/.test(where))
    return [person("build", [where], `builds what lies at ${where}`, "supply-chain")];
  if (has("--push")) return [named("publish", valuesOf("-t", "--tag"), "builds an image and publishes it", "remote")];
  if (has("--secret", "--ssh", "--allow") || valuesOf("--network").includes("host"))
    return [person("build", [where], "builds an image that is given secrets or the network", "credentials")];
  return [asked("build", ["image"], "builds an image")];
}

const HARMFUL = /^(?:--privileged|--pid=host|--ipc=host|--userns=host|--uts=host|--cgroupns=host)$/;

/** @param args behind `run` */
function running(args: readonly string[], seen: Seen): readonly Deed[] {
  const { operands, valuesOf, has } = readOptions(args, RUN_VALUED);
  const [image = "?"] = operands;
  const mounts = [
    ...valuesOf("-v", "--volume"),
    ...valuesOf("--mount"),
    ...valuesOf("--volumes-from"),
    ...valuesOf("--device"),
  ];
  const isHost = [...valuesOf("--pid"), ...valuesOf("--ipc"), ...valuesOf("--userns"), ...valuesOf("--uts")].includes(
    "host",
  );
  const isStrong =
    isHost || args.some((word) => HARMFUL.test(word)) || has("--privileged", "--cap-add", "--security-opt", "--device");
  if (isStrong) return [grave("run", [image], `runs ${image} with rights over this machine`, "privilege")];
  const outside = mounts.map(sourceOf).filter((source) => source !== null && !isInside(source, seen));
  if (outside.some((source) => source !== null && isWide(source, seen)))
    return [grave("run", [image], `gives ${image} ${outside.join(", ")} of this machine`, "privilege")];
  if (outside.length > 0)
    return [person("run", [image], `gives ${image} ${outside.join(", ")} of this machine`, "privilege")];
  const name = baseName(image);
  const isOpen = valuesOf("--network", "--net").includes("host");
  return [
    deed("run", [name], `runs the container ${image}${isOpen ? " in the network of this machine" : ""}`, [
      "named",
      "medium",
      "supply-chain",
    ]),
  ];
}

function sourceOf(mount: string): string | null {
  const typed = /(?:^|,)(?:source|src)=([^,]+)/.exec(mount)?.[1];
  const source = typed ?? mount.split(":")[0] ?? mount;
  // A bare word is the name of a volume.
  return /^[./~$]/.test(source) ? source : null;
}

function isInside(source: string, { scene }: Seen): boolean {
  const [root = "/"] = scene.roots;
  if (/^\.\.?\//.test(source) || source === ".") return !source.includes("..");
  return (
    source === root || source.startsWith(`${root}/`) || /^\$(?:PWD|\{PWD\}|\(pwd\))(?:\/(?!.*\.\.).*)?$/.test(source)
  );
}

function isWide(source: string, { scene: { home } }: Seen): boolean {
  return (
    source === "/" ||
    home.startsWith(source) ||
    /docker\.sock|^\/(?:etc|root|proc|sys|dev|var\/run|run)(?:\/|$)|\.(?:ssh|aws|kube|gnupg|config|docker)(?:\/|$)/.test(
      source,
    ) ||
    source.startsWith("$HOME")
  );
}

function managed(kind: string, verb: string, args: readonly string[], seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(args, "--filter --format --name --driver -d -c");
  if (LOOKS.test(verb)) return [free("look", operands, `shows ${kind}s`)];
  if (kind === "container" || kind === "image")
    return verb === "prune" ? [pruning(kind, has)] : plain(verb, args, seen);
  if (verb === "prune") return [pruning(kind, has)];
  if (kind === "buildx" && verb === "build") return plain("build", args, seen);
  if ((kind === "volume" || kind === "network") && verb === "create")
    return [asked("run", operands, `makes a ${kind}`)];
  if (kind === "volume")
    return [deed("delete", operands, `deletes the volume ${operands.join(", ")}`, ["named", "high", "destruction"])];
  if (kind === "network")
    return [named("delete", operands, `${verb}s the network ${operands.join(", ")}`, "destruction")];
  return [person("deploy", operands, `${kind} ${verb} changes what runs`, "remote")];
}

function pruning(kind: string, has: Options["has"]): Deed {
  const isWide = kind === "system" || kind === "volume" || has("--volumes", "-a", "--all");
  const what = `deletes all ${kind}s that nothing uses${isWide ? ", with what is in them" : ""}`;
  return isWide ? person("delete", [kind], what, "destruction") : named("delete", [kind], what, "destruction");
}

function compose(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(
    seen.args,
    "-f --file -p --project-name --profile --env-file --project-directory -n --tail --scale --timeout -t",
  );
  const [verb = "", ...rest] = operands;
  if (/^(?:ps|logs|config|images|top|ls|version|port|events)$/.test(verb))
    return [free("look", rest, `shows services (${verb})`)];
  if (verb === "build") return [asked("build", ["image", ...rest], "builds images")];
  if (verb === "pull") return [asked("fetch", rest, "fetches images")];
  if (/^(?:up|start|create|watch)$/.test(verb))
    return [asked("run", ["services", "containers", ...rest], "starts the services of the project")];
  if (verb === "restart") return [asked("restart", ["services", ...rest], "restarts the services of the project")];
  if (verb === "down" || verb === "rm") {
    if (has("-v", "--volumes"))
      return [named("delete", ["volumes"], "stops the services and deletes their data", "destruction")];
    if (has("--rmi"))
      return [named("delete", ["images"], "stops the services and deletes their images", "destruction")];
    return [asked("stop", ["services", "containers", ...rest], "stops the services of the project")];
  }
  if (verb === "stop" || verb === "kill" || verb === "pause")
    return [asked("stop", ["services", "containers", ...rest], "stops the services of the project")];
  if (verb === "exec") return inside(seen, rest);
  if (verb === "run") return [asked("run", rest.slice(0, 1), `runs the service ${rest[0] ?? ""}`)];
  return null;
}

export const CONTAINERS: Families = {
  "docker podman nerdctl": docker,
  "docker-compose podman-compose": compose,
};
