/** Programs that run containers, with all the rights that their service has. */
import { isWithin } from "../../../kit/path.ts";
import { prefixOf, showValue, textOf, type Value } from "../../script/value.ts";
import type { Effect, EffectKind } from "../effect.ts";
import type { Addition, Call, OptionTable, Row, Usage } from "../row.ts";
import { effect, pathOf, type Scene } from "../scene.ts";

const GLOBAL: OptionTable = {
  "-H= --host= -c= --context= --config= -l= --log-level= --tlscacert= --tlscert= --tlskey= --connection= --url=": "ok",
  "-n= --namespace= --address= --root= --runroot= --storage-driver= --cgroup-manager= --identity=": "ok",
  "-D --debug --tls --tlsverify -r --remote": "ok",
  "-v --version -h --help": "informs",
};

const COMPOSE: OptionTable = {
  "-f= --file= -p= --project-name= --profile= --env-file= --project-directory= --ansi= --progress= --parallel=": "ok",
  "--compatibility --dry-run --all-resources --verbose": "ok",
  "-v --version -h --help": "informs",
};

/** Options of `run`, `create` and `exec` that take a value: those whose value is never looked at. */
const VALUES =
  "--name= -p= --publish= -e= --env= --env-file= -w= --workdir= -h= --hostname= --entrypoint= -l= --label= --label-file= -m= --memory= --memory-swap= --cpus= -c= --cpu-shares= --cpuset-cpus= --restart= --platform= --pull= --add-host= --dns= --dns-search= --log-driver= --log-opt= --ulimit= --shm-size= --tmpfs= --stop-signal= --stop-timeout= --health-cmd= --health-interval= --health-retries= --health-timeout= --health-start-period= --ip= --ip6= --link= --mac-address= --network-alias= --expose= --gpus= --cidfile= --storage-opt= --isolation= --runtime= --sysctl= --pids-limit= --oom-score-adj= --blkio-weight= --detach-keys= --index= --annotation= --arch= --os= --pod= --secret= --umask=";
const FLAGS =
  "-i --interactive -t --tty -d --detach --rm --init --read-only -P --publish-all --no-healthcheck --oom-kill-disable --sig-proxy --disable-content-trust -q --quiet --replace --tls-verify -T --no-TTY --no-deps --service-ports --build --remove-orphans --use-aliases";

const RUN: OptionTable = {
  [VALUES]: "ok",
  [FLAGS]: "ok",
  "--privileged": { danger: "gives a container all rights" },
  "-v= --volume=": "ok",
  "--mount=": "ok",
  "-u= --user=": "ok",
  "--pid=, --ipc=, --uts=, --userns=, --cgroupns=, --net= --network=": "ok",
  "--cap-add=": "ok",
  "--security-opt=": "ok",
  "--device= --device-cgroup-rule= --volumes-from= --group-add= --cgroup-parent=": "ok",
};

const READS =
  "ps images inspect logs version info stats top port history diff events search ls list ls-remote config context manifest scout sbom wait healthcheck df show check tree";
const LOSES = "prune reset";

/** Removing what may hold data that is nowhere else. */
function removes(call: Call): Addition {
  const isForced = call.given.some(({ key }) => key.startsWith("-f") || key.startsWith("-v"));
  return {
    effects: [effect("delete", showAll(call.operands))],
    danger: isForced ? "removes containers with their data" : null,
  };
}

const RUNNING: Usage = { about: "runs a container", options: RUN, effects: ["process"], hook: runs };
const REMOVING: OptionTable = { "-f --force": "ok", "-v --volumes": "ok", "-l --link -s --stop -a --all": "ok" };

const ACTS: Readonly<Record<string, Usage>> = {
  [READS]: { about: "shows containers", anyOption: true, hook: shows },
  "run create": RUNNING,
  exec: { about: "runs a program in a container", options: RUN, effects: ["process"], hook: runsAs },
  "rm remove": { about: "removes containers", options: REMOVING, effects: ["process"], hook: removes },
  [LOSES]: {
    about: "removes what is not in use",
    anyOption: true,
    danger: "removes containers, images and data that are not in use",
  },
  push: {
    about: "publishes an image",
    anyOption: true,
    effects: ["network", "credentials"],
    danger: "publishes an image",
  },
  "login logout": { about: "keeps the key of a registry", anyOption: true, effects: ["network", "credentials"] },
  "pull build buildx builder": {
    about: "makes an image",
    anyOption: true,
    effects: ["network", "process"],
    hook: builds,
  },
  "volume network image container system pod machine secret swarm stack service node plugin": {
    about: "manages what containers use",
    effects: ["process"],
    anyOption: true,
    hook: manages,
  },
  "save export cp": { about: "copies out of a container", anyOption: true, effects: ["process", "write"] },
  "load import commit tag rmi start stop restart pause unpause kill rename update attach": {
    about: "steers containers",
    anyOption: true,
    effects: ["process"],
  },
};

const COMPOSED: Usage = {
  about: "runs the containers of a project",
  options: COMPOSE,
  subcommands: {
    "ps images logs version ls config top port events stats convert volumes": {
      about: "shows containers",
      anyOption: true,
    },
    exec: { about: "runs a program in a container", options: RUN, effects: ["process"], hook: runsAs },
    run: RUNNING,
    "down rm": {
      about: "removes containers",
      options: {
        "-v --volumes": { danger: "removes containers with their data" },
        "-t= --timeout= --rmi=": "ok",
        "--remove-orphans -f --force -s --stop": "ok",
      },
      effects: ["process"],
    },
    push: {
      about: "publishes an image",
      anyOption: true,
      effects: ["network", "credentials"],
      danger: "publishes an image",
    },
    "up build pull create start stop restart kill pause unpause watch cp attach scale commit export": {
      about: "steers containers",
      anyOption: true,
      effects: ["process", "network"],
    },
  },
  otherwise: { about: "steers containers", effects: ["unknown"], anyOption: true },
};

const ABOUT = "runs containers";

export const CONTAINERS: readonly Row[] = [
  {
    names: ["docker", "podman", "nerdctl", "finch", "lima", "colima"],
    about: ABOUT,
    options: GLOBAL,
    safe: "no",
    effects: ["privilege"],
    subcommands: { ...ACTS, compose: COMPOSED, "help completion": { about: "tells about itself" } },
  },
  { names: ["docker-compose", "podman-compose"], ...COMPOSED, safe: "no", effects: ["privilege"] },
  {
    names: ["buildah", "skopeo", "kaniko", "crane", "regctl", "oras", "cosign", "ko", "pack"],
    about: "makes and copies images",
    options: GLOBAL,
    safe: "no",
    hook: ({ operands: [first] }) => copies(first),
  },
  {
    names: [
      "ctr",
      "crictl",
      "runc",
      "crun",
      "lxc",
      "lxc-attach",
      "incus",
      "machinectl",
      "systemd-nspawn",
      "virsh",
      "multipass",
      "vagrant",
      "qemu-system-x86_64",
      "firejail",
    ],
    about: "runs containers and machines",
    options: { "-h --help -V --version": "informs" },
    safe: "no",
    effects: ["privilege", "process"],
    hook: ({ operands: [first] }) => ({
      danger: first === undefined || SHOWS.test(showValue(first)) ? null : "runs something with more rights",
    }),
  },
];

const SHOWS = /^(?:list|ls|ps|info|images|status|version|help|logs|show|inspect|pods|stats)$/;

function copies(first: Value | undefined): Addition {
  const name = first === undefined ? "" : showValue(first);
  if (/^(?:version|help|images|containers|info|)$/.test(name)) return {};
  const isPublishing = /^(?:push|copy|sync|delete|sign|attach|apply|resolve|publish)$/.test(name);
  return {
    effects: [effect("network"), effect("credentials")],
    danger: isPublishing ? `publishes an image (${name})` : null,
  };
}

function showAll(values: readonly Value[]): string {
  return values.map(showValue).join(" ");
}

/** The settings of a container may hold secrets, and `inspect` shows those that are asked for. */
function shows({ operands }: Call, { sighting }: Scene): Addition {
  const words = showAll(sighting.words);
  const isInspecting = sighting.words.some((word) => textOf(word) === "inspect");
  const shown = isInspecting && /\.Env\b|\.Config\b\s*\}|json \.\s*\}|\bEnv\b/.test(words);
  const isChanging = /^(?:config|context) (?:use|rm|create|import|update|export)\b/.test(showAll(operands));
  const done: readonly Effect[] = isChanging ? [effect("process")] : [];
  return { effects: done, danger: shown ? "shows the variables of a container" : null };
}

function builds(_call: Call, { sighting }: Scene): Addition {
  const words = showAll(sighting.words);
  if (/(?:^| )(?:--push|--output[= ]type=registry|type=registry)(?: |$)/.test(words))
    return { danger: "publishes an image" };
  if (/(?:^| )prune(?: |$)/.test(words)) return { danger: "removes what was built" };
  const isOpen = /(?:^| )(?:--allow[= ]security\.insecure|--security-opt[= ]|--privileged)/.test(words);
  return { danger: isOpen ? "builds with all rights" : null };
}

function manages({ operands }: Call): Addition {
  const [verb = "", ...rest] = operands.map((word) => textOf(word) ?? "?");
  if (/^(?:ls|list|inspect|history|ps|df|info|events|logs|top|stats|port|diff|exists)$/.test(verb)) return {};
  if (/^(?:prune|reset)$/.test(verb)) return { danger: "removes containers, images and data that are not in use" };
  if (/^(?:rm|remove|leave|kill|update|ca|unlock-key)$/.test(verb))
    return { danger: `removes or changes what containers keep (${[verb, ...rest].slice(0, 3).join(" ")})` };
  if (verb === "push" || verb === "deploy") return { effects: [effect("network")], danger: "publishes an image" };
  // `docker container run` and kin take the options of the short form, which are not read here.
  return /^(?:run|exec|create|init|join)$/.test(verb)
    ? { danger: "runs a container with options that are not looked at" }
    : {};
}

function runs(call: Call, scene: Scene): Addition {
  const danger = dangerOfMounts(call, scene) ?? dangerOfSharing(call);
  const kinds: readonly EffectKind[] = ["network", "runs"];
  return { effects: kinds.map((kind) => effect(kind)), danger };
}

function runsAs(call: Call, scene: Scene): Addition {
  const users = call.valuesOf("-u").map(showValue);
  const isRoot = users.some((user) => /^(?:0|root)(?::|$)/.test(user));
  return { effects: [effect("runs")], danger: isRoot ? "acts as root in a container" : dangerOfMounts(call, scene) };
}

/** What a container may be given of this machine: the workspace and temporary files. */
function dangerOfMounts(call: Call, scene: Scene): string | null {
  const volumes = call.valuesOf("-v").map((value) => firstPart(value, ":"));
  const mounts = call.valuesOf("--mount").flatMap(sourceOf);
  const given = [...volumes, ...mounts, ...call.valuesOf("--device")].find((source) => opensMachine(source, scene));
  return given === undefined ? null : `gives a container what is not the workspace's (${showValue(given)})`;
}

function firstPart(value: Value, mark: string): Value {
  const at = prefixOf(value).indexOf(mark);
  return at === -1 ? value : { pieces: [{ kind: "text", text: prefixOf(value).slice(0, at) }], many: false };
}

function sourceOf(value: Value): readonly Value[] {
  const text = textOf(value);
  if (text === null) return [value];
  const source = /(?:^|,)(?:source|src)=([^,]*)/.exec(text)?.[1];
  return source === undefined ? [] : [{ pieces: [{ kind: "text", text: source }], many: false }];
}

/** A name without a slash is a volume. A path that is not known in full may lie anywhere. */
function opensMachine(source: Value, scene: Scene): boolean {
  const known = prefixOf(source);
  if (textOf(source) !== null && !/^[./~]/.test(known)) return false;
  const path = pathOf(source, scene.sighting.cwd);
  // What is unknown but starts in the workspace (`$PWD/data` read in full) is known by now.
  if (path === null) return !scene.roots.some((root) => isWithin(root, known));
  return !scene.roots.some((root) => isWithin(root, path));
}

const SHARING = [
  ..."--pid --ipc --uts --userns --cgroupns --network --cap-add --security-opt --device --device-cgroup-rule".split(
    " ",
  ),
  ..."--volumes-from --group-add --cgroup-parent".split(" "),
];

function dangerOfSharing(call: Call): string | null {
  const shared = SHARING.flatMap((option) => call.valuesOf(option).map(showValue));
  const open = shared.find((value) =>
    /^(?:host$|all$|sys_|cap_sys|net_admin|dac_|setuid|bpf|seccomp[=:]unconfined|apparmor[=:]unconfined|label[=:]disable|systempaths=|no-new-privileges[=:]false|\/dev)/i.test(
      value,
    ),
  );
  return open === undefined ? null : `gives a container rights over the machine (${open})`;
}
