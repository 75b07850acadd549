/** Where the text that commands read and are given comes from. */
import { baseName } from "../../kit/path.ts";
import type { Course, Shape, Sighting } from "../script/sighting.ts";
import { showValue, textOf } from "../script/value.ts";
import type { Finding } from "./effect.ts";

/** What a text holds, each by the program or file that it comes from; null where it holds none. */
export type Carried = {
  readonly download: string | null;
  readonly decoded: string | null;
  readonly environment: string | null;
  readonly file: string | null;
};

export type Trace = {
  /** What a sighting prints, by its id. */
  readonly output: ReadonlyMap<number, Carried>;
  /** What it reads. */
  readonly input: ReadonlyMap<number, Carried>;
  /** What substitutions have put into its words. */
  readonly words: ReadonlyMap<number, Carried>;
  /** Which sighting runs an unknown, by the place of the unknown. */
  readonly owners: ReadonlyMap<number, number>;
  /** Files that hold what was fetched, and from where. */
  readonly fetched: ReadonlyMap<string, string>;
};

const NOTHING: Carried = { download: null, decoded: null, environment: null, file: null };

export function carriedBy(id: number, { output }: Trace): Carried {
  return output.get(id) ?? NOTHING;
}

/** Linear in the number of sightings and of the outputs that they read. */
export function traceOf(course: Course, findings: readonly Finding[]): Trace {
  const { before, owners } = placesOf(course);
  const output = new Map<number, Carried>();
  const input = new Map<number, Carried>();
  const words = new Map<number, Carried>();
  const fetched = new Map<string, string>();
  const ranges = new Ranges();
  let substituted = NOTHING;
  for (const sighting of course.sightings) {
    const { id } = sighting;
    const finding = findings[id];
    const read = sighting.input.kind === "output" ? ranges.sum(sighting.input.of, id, output) : NOTHING;
    const given = isMade(sighting) ? withBefore(before.get(id), output, substituted) : NOTHING;
    const printed = merge(merge(ownOutput(sighting, finding), read), given);
    input.set(id, read);
    words.set(id, given);
    output.set(id, printed);
    if (sighting.via.includes("substitution")) substituted = merge(substituted, printed);
    noteFiles(printed, finding, fetched);
  }
  return { output, input, words, owners, fetched };
}

/** Many commands may read the same outputs, which stand side by side: each range is summed up once. */
class Ranges {
  readonly #known = new Map<string, Carried>();

  sum(ids: readonly number[], reader: number, output: ReadonlyMap<number, Carried>): Carried {
    const last = ids.at(-1);
    if (last === undefined || last >= reader) return all(ids, output);
    const key = `${ids[0]}-${ids.length}-${last}`;
    const sum = this.#known.get(key) ?? all(ids, output);
    this.#known.set(key, sum);
    return sum;
  }
}

/** Variables carry what earlier substitutions printed; which of them cannot be told. */
function withBefore(ids: readonly number[] | undefined, output: ReadonlyMap<number, Carried>, rest: Carried): Carried {
  return ids === undefined || ids.length === 0 ? rest : all(ids, output);
}

function isMade({ words }: Sighting): boolean {
  return words.some(({ pieces }) => pieces.some(({ kind }) => kind === "any"));
}

function all(ids: readonly number[], output: ReadonlyMap<number, Carried>): Carried {
  return ids.reduce((sum, id) => merge(sum, output.get(id) ?? NOTHING), NOTHING);
}

function merge(one: Carried, other: Carried): Carried {
  return {
    download: one.download ?? other.download,
    decoded: one.decoded ?? other.decoded,
    environment: one.environment ?? other.environment,
    file: one.file ?? other.file,
  };
}

type Places = { readonly before: ReadonlyMap<number, readonly number[]>; readonly owners: ReadonlyMap<number, number> };

/** Which substitutions stand right before a command, and which command runs an unknown. */
function placesOf({ shape }: Course): Places {
  const before = new Map<number, readonly number[]>();
  const owners = new Map<number, number>();
  const rows: { readonly shapes: readonly Shape[]; readonly parent: number | null }[] = [
    { shapes: shape, parent: null },
  ];
  for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
    let substituted: number[] = [];
    for (const one of row.shapes) {
      if (one.kind === "unknown") {
        if (row.parent !== null) owners.set(one.unknown, row.parent);
        continue;
      }
      rows.push({ shapes: one.inner, parent: one.kind === "command" ? one.sighting : row.parent });
      if (one.kind === "block" && one.title === "substitution") {
        substituted.push(...one.inner.flatMap((inner) => (inner.kind === "command" ? [inner.sighting] : [])));
        continue;
      }
      if (one.kind === "command") before.set(one.sighting, substituted);
      substituted = [];
    }
  }
  return { before, owners };
}

/** What it prints of its own accord. */
function ownOutput(sighting: Sighting, finding: Finding | undefined): Carried {
  const name = baseName(textOf(sighting.words[0]) ?? "");
  const effects = finding?.effects ?? [];
  const isFetching = effects.some(({ kind }) => kind === "network") || /^(?:nc|ncat|netcat|socat)$/.test(name);
  const read = effects.find(({ kind, path }) => kind === "read" && path?.startsWith("/dev/") !== true);
  const isFile = (read !== undefined || /^(?:history|fc|pbpaste|xclip|xsel|wl-paste)$/.test(name)) && !isFetching;
  return {
    download: isFetching ? name : null,
    decoded: decodes(name, sighting) ? name : null,
    environment: showsEnvironment(name, sighting) ? name : null,
    file: isFile ? (read?.target ?? name) : null,
  };
}

const UNPACKS =
  /^(?:uudecode|rev|tr|gunzip|zcat|gzcat|bzcat|xzcat|zstdcat|lz4cat|funzip|base58|ccrypt|tac|rot13|caesar)$/;
const DECODES = /^(?:-d|-D|-r|-dc|-cd|-[a-z]*d[a-z]*|--decode|--decompress|--decrypt|-p|-di|-id)$/;
const MAY_DECODE =
  /^(?:base64|gbase64|base32|basenc|xxd|openssl|gpg|gpg2|age|gzip|bzip2|xz|zstd|lz4|brotli|unzip|7z|hexdump|ascii2binary)$/;

/** Programs that turn what nobody can read into text. */
function decodes(name: string, { words }: Sighting): boolean {
  const args = words.slice(1).map((word) => textOf(word) ?? showValue(word));
  if (UNPACKS.test(name)) return true;
  if (MAY_DECODE.test(name)) return args.some((word) => DECODES.test(word) || word.startsWith("-r"));
  return (
    /^(?:printf|echo)$/.test(name) && args.some((word) => /\\(?:x[0-9a-fA-F]|0?[0-7]{2,3}|u[0-9a-fA-F])/.test(word))
  );
}

/** Without further words these print all variables. */
function showsEnvironment(name: string, { words }: Sighting): boolean {
  const args = words.slice(1).map((word) => textOf(word) ?? "?");
  if (/^(?:env|genv|printenv|set)$/.test(name)) return args.every((word) => /^(?:-0|--null|-v)$/.test(word));
  return /^(?:export|declare|typeset|local|readonly)$/.test(name) && args.every((word) => /^-[a-zA-Z]+$/.test(word));
}

/** Files that now hold what was fetched. */
function noteFiles({ download }: Carried, finding: Finding | undefined, fetched: Map<string, string>): void {
  if (download === null) return;
  for (const { kind, path, where } of finding?.effects ?? []) {
    if (kind === "write" && path !== null && where !== "device") fetched.set(path, download);
  }
}
