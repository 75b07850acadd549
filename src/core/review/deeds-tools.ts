/** Small programs: filters, converters, development servers, clipboards, messages, terminals. */
import { whereIs } from "../commands/scene.ts";
import { showValue } from "../script/value.ts";
import { bounded } from "./deeds-builds.ts";
import { readOptions } from "./options.ts";
import { asked, effectsOfKind, type Families, free, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** They read what comes to them and print it otherwise. */
function filtering(seen: Seen): readonly Deed[] | null {
  return seen.args.some((word) => /^(?:-e|--exec|--script|--execute|-o|--output)/.test(word))
    ? null
    : [bounded(free("look", [], `${seen.name} shows what it is given`), seen.stage.isBoxed)];
}

/** The last word is what is made; nothing is fetched, and nothing is written outside. */
function converting(seen: Seen): readonly Deed[] | null {
  const { operands, valuesOf } = readOptions(
    seen.args,
    "-i -o --output -f -t -r -ss -to -c -vf -af -s -b -q -resize -quality --from --to",
  );
  const made = [...valuesOf("-o", "--output"), ...(valuesOf("-o", "--output").length > 0 ? [] : operands.slice(-1))];
  const isOdd = seen.args.some((word) =>
    /:\/\/|^(?:-filter_complex_script|--filter|-F|--lua-filter|--pdf-engine|-metadata|concat:|data:|msl:|ephemeral:|\|)/.test(
      word,
    ),
  );
  const files = seen.scene.sighting.words
    .slice(1)
    .filter((word) => /[/.]/.test(showValue(word)) && !showValue(word).startsWith("-"));
  const isHere = files.every((word) => ["workspace", "temporary"].includes(whereIs(word, seen.scene)));
  if (isOdd || !isHere || !seen.isKnown || made.length === 0) return null;
  return [bounded(asked("edit", made, `${seen.name} makes ${made.join(", ")}`), seen.stage.isBoxed)];
}

/** For this machine alone, where they do not say otherwise. */
function serving(seen: Seen): readonly Deed[] | null {
  const { valuesOf, has } = readOptions(seen.args, "--host -h -b --bind --port -p -a --addr --listen");
  const hosts = valuesOf("--host", "-h", "-b", "--bind", "-a", "--addr", "--listen");
  if (
    has("--uds", "--fd", "--daemon", "-D", "--tunnel", "--share") ||
    hosts.some((host) => !/^(?:127\.0\.0\.1|localhost|\[?::1\]?)(?::\d+)?$/.test(host))
  )
    return [person("run", [seen.name], `${seen.name} serves others, or goes on by itself`, "exfiltration")];
  const verb = seen.args.find((word) => !word.startsWith("-")) ?? "";
  if (seen.name === "flask" && !/^(?:run|routes)$/.test(verb)) return null;
  if (/^(?:rails|django-admin)$/.test(seen.name) && !/^(?:s|server|runserver|routes|test|check)$/.test(verb))
    return null;
  return [bounded(asked("run", [], `serves the project to this machine with ${seen.name}`), seen.stage.isBoxed)];
}

function clipboard(seen: Seen): readonly Deed[] {
  const isReading = seen.args.some((word) => /^(?:-o|-out|--output|--paste)$/.test(word)) || /paste/.test(seen.name);
  const files = effectsOfKind(seen, "read").flatMap(({ target }) => target ?? []);
  return isReading
    ? [person("show-secret", ["clipboard"], "shows what was copied last", "credentials")]
    : [asked("copy", files, "puts something on the clipboard")];
}

function multiplexer(seen: Seen): readonly Deed[] | null {
  const [verb = ""] = seen.args;
  if (/^(?:ls|list-\w+|info|-V|-ls|has-session|display-message|show-\w+)$/.test(verb))
    return [free("look", [], `lists sessions of ${seen.name}`)];
  const { valuesOf } = readOptions(seen.args.slice(1), "-t -S -L");
  if (/^kill-(?:session|server|window|pane)$/.test(verb))
    return [
      named(
        "stop",
        valuesOf("-t").length > 0 ? valuesOf("-t") : [seen.name],
        `ends what runs in ${seen.name}`,
        "destruction",
      ),
    ];
  return null;
}

function occupying(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(seen.args, "-n -s");
  if (!has("-k", "--kill")) return [free("look", operands, "shows who uses it")];
  const ports = operands.map((word) => /^(\d+)(?:\/(?:tcp|udp))?$/.exec(word)?.[1] ?? null);
  return ports.length === 0 || ports.includes(null)
    ? null
    : [
        named(
          "stop",
          ports.filter((port) => port !== null),
          `ends what uses port ${ports.join(", ")}`,
          "destruction",
        ),
      ];
}

/** What is shredded is nowhere any more. */
function shredding(seen: Seen): readonly Deed[] | null {
  const { operands } = readOptions(seen.args, "-n --iterations -s --size --random-source");
  const words = seen.scene.sighting.words.slice(1).filter((word) => operands.includes(showValue(word)));
  const isHere =
    words.length > 0 && words.every((word) => ["workspace", "temporary"].includes(whereIs(word, seen.scene)));
  if (isHere && !seen.args.some((word) => /[*?]/.test(word)))
    return [named("delete", operands, `shreds ${operands.join(", ")}`, "destruction")];
  return [{ ...person("delete", operands, `shreds ${operands.join(", ")}`, "destruction"), level: "critical" }];
}

/** The clock: what it shows. */
function clock(seen: Seen): readonly Deed[] | null {
  const [verb = "status"] = seen.args;
  return /^(?:status|show|list-\w+|timesync-status|--version)$/.test(verb)
    ? [free("look", [], `${seen.name} ${verb}`)]
    : null;
}

function isThere(word: string): boolean {
  return /^[\w.-]+:/.test(word);
}

/** Between stores elsewhere and here. */
function remoteCopy(seen: Seen): readonly Deed[] | null {
  const { operands, has } = readOptions(seen.args, "--config --include --exclude --filter --transfers --bwlimit");
  const [verb = "", from = "", to = "", more] = operands;
  if (has("--config") || more !== undefined) return null;
  if (/^(?:ls|lsd|lsl|lsf|size|about|listremotes|check|tree)$/.test(verb))
    return [
      named(
        "query",
        [from].filter((word) => word !== ""),
        `lists ${from || "stores"}`,
        "remote",
      ),
    ];
  if (verb !== "copy" && verb !== "copyto") return null;
  if (has("--dry-run", "-n")) return [asked("look", [from, to], "shows what would be copied")];
  if (isThere(to) && !isThere(from)) return [named("send", [from, to], `copies ${from} to ${to}`, "exfiltration")];
  return isThere(from) && !isThere(to) ? [named("fetch", [from, to], `copies ${from} to ${to}`, "network")] : null;
}

/** Signals for the person at this machine. */
function telling(seen: Seen): readonly Deed[] | null {
  if (seen.args.some((word) => /^(?:-o|-f|-w|--output-file|--stdin)/.test(word))) return null;
  return [free("look", [], `${seen.name} tells the person something`)];
}

/** A dry run or a list shows; anything else runs what the build service would. */
function rehearsing(seen: Seen): readonly Deed[] | null {
  return seen.args.some((word) => /^(?:-n|--dryrun|-l|--list|--graph|-g)$/.test(word)) &&
    !seen.args.some((word) => /^(?:-s|--secret|-b|--bind|--env)/.test(word))
    ? [bounded(free("look", [], "shows what the build service would run"), seen.stage.isBoxed)]
    : null;
}

export const TOOLS: Families = {
  "xcpretty xcbeautify pino-pretty bunyan tap-spec tap-dot gotestfmt tparse json_pp ccze lolcat prettyjson faucet":
    filtering,
  "ffmpeg ffprobe pandoc convert magick cwebp optipng pngquant svgo asciidoctor rst2html dot mmdc inkscape": converting,
  "uvicorn gunicorn hypercorn daphne flask rails rackup json-server": serving,
  "xclip xsel wl-copy pbcopy clip clip.exe pbpaste wl-paste": clipboard,
  "tmux screen zellij": multiplexer,
  fuser: occupying,
  shred: shredding,
  "timedatectl hostnamectl localectl loginctl": clock,
  rclone: remoteCopy,
  "say espeak notify-send beep terminal-notifier afplay paplay": telling,
  act: rehearsing,
};
