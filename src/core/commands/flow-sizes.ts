/** Output that fills the disk or the memory: without end, or more than anybody means. */
import { baseName } from "../../kit/path.ts";
import type { Course, Redirection, Shape, Sighting } from "../script/sighting.ts";
import { showValue, textOf } from "../script/value.ts";
import type { Finding } from "./effect.ts";

/** More than this is no test file. Bytes. */
const BYTES_MAX = 10e9;
/** Words that one command makes files of. */
const FILES_MAX = 20_000;

const FILLS = "fills the disk";

type Danger = { readonly sighting: number; readonly why: string };

/** @param findings one for each sighting, in their order */
export function dangersOfSize({ sightings, redirections }: Course, findings: readonly Finding[]): readonly Danger[] {
  const sizes = new Map<number, number>();
  const dangers: Danger[] = [];
  const isGathered = redirections.some(writesFile);
  let substituted = 0;
  for (const sighting of sightings) {
    const read = inputSize(sighting, sizes);
    const size = outputSize(sighting, read, findings[sighting.id]);
    sizes.set(sighting.id, size);
    const isSaved = savesOutput(sighting) || isGathered || isSavedByWrapper(sighting, sightings);
    if (size > BYTES_MAX && isSaved) dangers.push({ sighting: sighting.id, why: FILLS });
    else if (allocated(sighting) > BYTES_MAX) dangers.push({ sighting: sighting.id, why: FILLS });
    else if (HOLDS_ALL.test(nameOf(sighting)) && (size > BYTES_MAX || read > BYTES_MAX)) {
      dangers.push({ sighting: sighting.id, why: "fills the memory" });
    } else if (size === Infinity && sighting.via.at(-1) === "substitution") {
      dangers.push({ sighting: sighting.id, why: "fills the memory" });
    } else if (substituted > FILES_MAX && MAKES.test(nameOf(sighting)) && isMade(sighting)) {
      dangers.push({ sighting: sighting.id, why: "makes more files than anybody means" });
    }
    if (sighting.via.includes("substitution")) substituted = Math.max(substituted, countOf(sighting));
  }
  return dangers;
}

const ENDLESS = /^\/dev\/(?:zero|u?random|full)$/;
const PASSES =
  /^(?:cat|tac|tee|tr|base64|base32|xxd|od|hexdump|sed|awk|gawk|mawk|grep|rev|gzip|bzip2|xz|zstd|lz4|dd|tail|cut|fold|fmt|paste|nl|pv|strings|openssl|uniq|cp|sort|expand|iconv|buffer|mbuffer|stdbuf|head)$/;
/** Programs that keep all they read before they print. */
const HOLDS_ALL = /^(?:tail|sort|tac|shuf|sponge|rev|grep|egrep|fgrep|mapfile|readarray|read)$/;
const MAKES = /^(?:mkdir|touch|mkfifo|cp|ln|tee|install|split)$/;

function nameOf({ words: [program] }: Sighting): string {
  return baseName(textOf(program) ?? "");
}

function isMade({ words }: Sighting): boolean {
  return words.some(({ pieces }) => pieces.some(({ kind }) => kind === "any"));
}

function inputSize({ input }: Sighting, sizes: ReadonlyMap<number, number>): number {
  if (input.kind === "output") return Math.max(0, ...input.of.slice(0, 64).map((id) => sizes.get(id) ?? 0));
  return input.kind === "file" && ENDLESS.test(textOf(input.path) ?? "") ? Infinity : 0;
}

function outputSize(sighting: Sighting, read: number, finding: Finding | undefined): number {
  const name = nameOf(sighting);
  if (name === "yes") return Infinity;
  if (name === "printf") return paddingOf(sighting);
  if (name === "openssl") return Math.max(read, randomOf(sighting));
  if (name === "seq") return countOf(sighting) * digitsOf(sighting);
  if (!PASSES.test(name)) return 0;
  const isEndless = (finding?.effects ?? []).some(
    ({ kind, path }) => kind === "read" && path !== null && ENDLESS.test(path),
  );
  const args = sighting.words.slice(1).map((word) => textOf(word) ?? "?");
  const named = args.some((word) => ENDLESS.test(word.replace(/^if=/, "")));
  const size = isEndless || named ? Infinity : read;
  return Math.min(size, limitOf(name, args));
}

/** What `head` and `dd` let through. */
function limitOf(name: string, args: readonly string[]): number {
  if (name === "dd") {
    const count = valueOf(args, "count=");
    return count === null ? Infinity : count * (valueOf(args, "bs=") ?? valueOf(args, "ibs=") ?? 512);
  }
  if (name !== "head") return Infinity;
  const at = args.findIndex((word) => /^(?:-c|--bytes)/.test(word));
  const text = at === -1 ? undefined : (args[at] ?? "").replace(/^(?:-c|--bytes)=?/, "") || args[at + 1];
  // Lines are short but for devices that never end one.
  return text === undefined ? 0 : (bytesOf(text) ?? 0);
}

function valueOf(args: readonly string[], key: string): number | null {
  const word = args.find((one) => one.startsWith(key));
  return word === undefined ? null : bytesOf(word.slice(key.length));
}

const UNITS = "KMGTPEZY";

/** Bytes of `200G`, `2MB`, `1KiB`, `512b`, `1024x1024`; null for what is no size. A negative one leaves out the end. */
function bytesOf(text: string): number | null {
  const parts = text.split(/[x*]/).map((part): number | null => {
    const found = /^(-?\d+)([kKMGTPEZYbcw]?)(i?B)?$/.exec(part);
    if (found === null) return null;
    const [, digits = "", unit = "", suffix] = found;
    if (digits.startsWith("-")) return Infinity;
    const power = UNITS.indexOf(unit.toUpperCase()) + 1;
    const factor =
      unit === "b" ? 512 : unit === "w" ? 2 : unit === "c" || unit === "" ? 1 : (suffix === "B" ? 1000 : 1024) ** power;
    return Number(digits) * factor;
  });
  return parts.reduce<number | null>((product, part) => (product === null || part === null ? null : product * part), 1);
}

/** What a format makes longer: `%0999999999d`. */
function paddingOf({ words }: Sighting): number {
  const format = textOf(words[1] ?? words[0]) ?? "";
  const widths = [...format.matchAll(/%[-+ 0#]*(\d{1,18})/g)].map(([, digits]) => Number(digits));
  // A format may be used once for each word.
  return Math.max(0, ...widths.slice(0, 64)) * Math.max(1, words.length - 2) * PADDING_WEIGHT;
}

/** Nobody pads to a hundred million. */
const PADDING_WEIGHT = 100;

/** `openssl rand COUNT`. */
function randomOf({ words }: Sighting): number {
  const [command, ...args] = words.slice(1).map((word) => textOf(word) ?? "");
  return command === "rand" ? (bytesOf(args.at(-1) ?? "") ?? 0) : 0;
}

/** How many numbers `seq` prints. */
function countOf(sighting: Sighting): number {
  if (nameOf(sighting) !== "seq") return 0;
  const numbers = numbersOf(sighting);
  const [first = 1, step = 1, last = 0] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  return step === 0 ? Infinity : Math.max(0, Math.floor((last - first) / step) + 1);
}

function numbersOf({ words }: Sighting): readonly number[] {
  return words.slice(1).flatMap((word) => {
    const text = textOf(word) ?? "";
    if (/^inf(?:inity)?$/i.test(text)) return [Infinity];
    return /^-?\d+(?:\.\d+)?(?:e\d+)?$/i.test(text) ? [Number(text)] : [];
  });
}

function digitsOf(sighting: Sighting): number {
  return String(numbersOf(sighting).at(-1) ?? 0).length + 1;
}

function writesFile({ operator, target }: Redirection): boolean {
  const isWriting = operator.startsWith(">") || operator.startsWith("&>");
  return isWriting && !/^(?:\d+|-|\/dev\/.*)$/.test(showValue(target));
}

/** Whether its output lands in a file. */
function savesOutput(sighting: Sighting): boolean {
  if (sighting.redirections.some((one) => (one.fd === null || one.fd === "1") && writesFile(one))) return true;
  const name = nameOf(sighting);
  const args = sighting.words.slice(1).map(showValue);
  if (name === "dd") return args.some((word) => word.startsWith("of=") && !word.startsWith("of=/dev/"));
  if (name === "openssl") return args.includes("-out");
  if (name === "cp") return true;
  return name === "tee" && args.some((word) => !word.startsWith("-") && !word.startsWith("/dev/"));
}

/** `timeout 5 yes > x`: the redirection stands with the program that runs this one. */
function isSavedByWrapper({ id, via }: Sighting, sightings: readonly Sighting[]): boolean {
  const wrapper = sightings[id - 1];
  return wrapper !== undefined && via.at(-1) === nameOf(wrapper) && savesOutput(wrapper);
}

/** Bytes that it asks the disk for at once. */
function allocated(sighting: Sighting): number {
  if (!/^(?:fallocate|mkfile|xfs_mkfile|posix_fallocate)$/.test(nameOf(sighting))) return 0;
  return sighting.words.slice(1).reduce((most, word) => {
    const size = (textOf(word) ?? "").replace(/^(?:-l|--length=)/, "").toUpperCase();
    return Math.max(most, bytesOf(size) ?? 0);
  }, 0);
}

const TURNS_OFF = /^(?:break|exit|return|sleep|read|wait|timeout|kill|usleep)$/;

/** A loop whose condition is always true and that nothing in it ends or slows down. */
export function dangersOfLoops({ sightings, shape, redirections }: Course): readonly Danger[] {
  const dangers: Danger[] = [];
  const rows: (readonly Shape[])[] = [shape];
  for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
    for (const one of row) {
      if (one.kind === "unknown") continue;
      rows.push(one.inner);
      if (one.kind === "block" && one.title === "loop")
        dangers.push(...dangersOfLoop(one.inner, sightings, redirections));
    }
  }
  return dangers;
}

function dangersOfLoop(
  inner: readonly Shape[],
  sightings: readonly Sighting[],
  around: readonly Redirection[],
): readonly Danger[] {
  const [test] = inner;
  const condition = test?.kind === "command" ? sightings[test.sighting] : undefined;
  if (condition === undefined || condition.words.length > 1 || !/^(?::|true|false)$/.test(nameOf(condition))) return [];
  const within = commandsIn(inner).flatMap((id) => sightings[id] ?? []);
  const depth = condition.via.length;
  const apart = within.filter(({ via }) => via.slice(depth).includes("background"));
  const inTurn = within.filter((one) => !apart.includes(one));
  if (inTurn.some((one) => TURNS_OFF.test(nameOf(one)))) return [];
  const [first] = apart;
  if (first !== undefined) return [{ sighting: first.id, why: "is started without end" }];
  const [, ...others] = inTurn;
  const filling = others.find((one) => savesOutput(one)) ?? (around.some(writesFile) ? others[0] : undefined);
  return filling === undefined ? [] : [{ sighting: filling.id, why: FILLS }];
}

function commandsIn(shapes: readonly Shape[]): readonly number[] {
  const found: number[] = [];
  const rows: (readonly Shape[])[] = [shapes];
  for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
    for (const one of row) {
      if (one.kind === "unknown") continue;
      if (one.kind === "command") found.push(one.sighting);
      rows.push(one.inner);
    }
  }
  return found.toSorted((a, b) => a - b);
}
