/** What only shows between commands: what is fetched and run, sent, or without end. */
import { baseName, resolvePath } from "../../kit/path.ts";
import type { Course, Sighting } from "../script/sighting.ts";
import { showValue, textOf, type Value } from "../script/value.ts";
import type { Finding } from "./effect.ts";
import { carriedBy, type Carried, type Trace, traceOf } from "./flow-trace.ts";
import { socketOf } from "./hosts.ts";
import { dangersOfLoops, dangersOfSize } from "./flow-sizes.ts";

/** Why the script always asks; the words follow the name of the sighting's program, or stand alone where it is null. */
export type FlowDanger = { readonly sighting: number | null; readonly why: string };

/** @param findings one for each sighting, in their order */
export function dangerOfFlow(course: Course, findings: readonly Finding[]): readonly FlowDanger[] {
  const trace = traceOf(course, findings);
  const dangers = [
    ...course.unknowns.flatMap((_unknown, at) => dangerOfUnknown(at, course, trace)),
    ...course.sightings.flatMap((sighting) => [
      ...dangerOfInterpreter(sighting, trace),
      ...dangerOfSending(sighting, findings[sighting.id], trace),
      ...dangerOfRunning(sighting, findings[sighting.id], trace),
      ...dangerOfItself(sighting, course),
      ...dangerOfShell(sighting),
    ]),
    ...dangerOfScripts(course, findings),
    ...dangersOfSize(course, findings),
    ...dangersOfLoops(course),
  ];
  // What a function does is seen at each call: once is enough.
  const seen = new Set<string>();
  return dangers.filter(({ sighting, why }) => {
    const words = sighting === null ? undefined : course.sightings[sighting]?.words;
    const key = `${words === undefined ? "" : showValue(words[0])}\0${why}`;
    return !seen.has(key) && seen.add(key);
  });
}

function whyRun({ download, decoded }: Carried, sighting: number | null): readonly FlowDanger[] {
  if (download !== null) return [{ sighting, why: `runs what was fetched from elsewhere (${download})` }];
  return decoded === null ? [] : [{ sighting, why: `runs a text that was hidden (by ${decoded})` }];
}

/** A shell that is given text, or a file, which is not known. */
function dangerOfUnknown(at: number, { unknowns, sightings }: Course, trace: Trace): readonly FlowDanger[] {
  const unknown = unknowns[at];
  if (unknown === undefined) return [];
  const id = trace.owners.get(at) ?? null;
  const file = unknown.path === null ? null : textOf(unknown.path);
  const source = file === null ? undefined : fetchedAs(file, trace);
  if (source !== undefined) return [{ sighting: id, why: `runs a file that was fetched from elsewhere (${source})` }];
  const runner = id === null ? undefined : sightings[id];
  const read = runner?.input.kind === "output" ? runner.input.of : [];
  const isRead = unknown.from.some((one) => read.includes(one));
  const isWhole = isRead || unknown.path !== null || runner === undefined || runner.words.some(isAllMade);
  const given = unknown.from.map((one) => carriedBy(one, trace));
  const words = unknown.kind === "text" && id !== null && !isRead ? [trace.words.get(id) ?? NOTHING] : [];
  const [first] = [...given, ...words].flatMap((carried) =>
    whyRun(isWhole ? carried : { ...carried, decoded: null }, id),
  );
  return first === undefined ? [] : [first];
}

/** A number or a name that is made (`"n=$(… | tr -d ' ')"`) hides nothing; a whole text does. */
function isAllMade({ pieces }: Value): boolean {
  return (
    pieces.some(({ kind }) => kind === "any") &&
    pieces.every((piece) => piece.kind === "any" || (piece.kind === "text" && piece.text === "/dev/fd/"))
  );
}

/** The source of a file that an earlier command saved; the folder is only known for full paths. */
function fetchedAs(file: string, { fetched }: Trace): string | undefined {
  if (file.startsWith("/")) return fetched.get(resolvePath("/", file));
  const end = resolvePath("/", file);
  return [...fetched].find(([path]) => path.endsWith(end))?.[1];
}

const INTERPRETERS =
  /^(?:python[\d.]*|pypy[\d.]*|perl[\d.]*|ruby[\d.]*|node|nodejs|deno|bun|php[\d.]*|lua[\d.]*|luajit|Rscript|R|julia|tclsh|osascript|pwsh|powershell|groovy|scala|ghci|irb|fish|nu|elvish|xonsh|tcsh|csh)$/;
const INLINE = /^(?:-c|-e|-E|-r|-p|-pe|-ne|-x|--eval|--command|-Command|--execute|eval)$/;

/** Interpreters that are no shells: their programs are not looked into here, but where they come from is. */
function dangerOfInterpreter({ id, words }: Sighting, trace: Trace): readonly FlowDanger[] {
  if (!INTERPRETERS.test(nameOf(words[0]))) return [];
  const args = words.slice(1);
  const inline = args.findIndex((word) => INLINE.test(textOf(word) ?? ""));
  const operand = args.find((word) => !/^-./.test(textOf(word) ?? ""));
  const program = inline === -1 ? operand : args[inline + 1];
  const isModule = args.some((word) => /^-(?:m|-module)/.test(textOf(word) ?? ""));
  if (isModule && inline === -1) return [];
  const isInput = program === undefined || /^(?:-|\/dev\/stdin)$/.test(textOf(program) ?? "");
  if (isInput) return whyRun(trace.input.get(id) ?? NOTHING, id);
  if (!program.pieces.some(({ kind }) => kind === "any")) return [];
  const carried = trace.words.get(id) ?? NOTHING;
  return whyRun(isAllMade(program) ? carried : { ...carried, decoded: null }, id);
}

const NOTHING: Carried = { download: null, decoded: null, environment: null, file: null };

const READS_INPUT = /^(?:nc|ncat|netcat|socat|telnet|ssh|sendmail|mail|mailx|mutt|http|https|xh|tee|openssl|websocat)$/;
const NAMES_INPUT = /^(?:@-|-|.*[=@]@?-|.*=<-|@\/dev\/stdin|\/dev\/stdin)$/;

/** What reads the environment or files, and sends it to another machine. */
function dangerOfSending(
  { id, words, input }: Sighting,
  finding: Finding | undefined,
  trace: Trace,
): readonly FlowDanger[] {
  const host = finding?.effects.find(({ kind }) => kind === "network");
  if (host === undefined) return [];
  const to = host.target === null ? "another machine" : host.target;
  const name = nameOf(words[0]);
  const isGiven = READS_INPUT.test(name) || words.some((word) => NAMES_INPUT.test(textOf(word) ?? ""));
  const given = isGiven ? (trace.input.get(id) ?? NOTHING) : NOTHING;
  const environment = given.environment ?? trace.words.get(id)?.environment ?? null;
  if (environment !== null) return [{ sighting: id, why: `sends the environment (${environment}) to ${to}` }];
  const file = given.file ?? (isGiven && input.kind === "file" ? showValue(input.path) : null);
  return file === null ? [] : [{ sighting: id, why: `sends a file (${file}) to ${to}` }];
}

/** A program that an earlier command has fetched. */
function dangerOfRunning(
  { id, words: [program], cwd }: Sighting,
  finding: Finding | undefined,
  trace: Trace,
): readonly FlowDanger[] {
  const text = textOf(program);
  const own = text?.includes("/") === true ? [cwd === null ? text : resolvePath(cwd, text)] : [];
  const run = (finding?.effects ?? []).flatMap(({ kind, path }) => (kind === "runs" && path !== null ? [path] : []));
  const from = [...own, ...run].map((path) => fetchedAs(path, trace)).find((source) => source !== undefined);
  return from === undefined ? [] : [{ sighting: id, why: `runs a file that was fetched from elsewhere (${from})` }];
}

/** A function that starts itself in the background, or into itself. */
function dangerOfItself({ id, words: [program], via, input }: Sighting, { sightings }: Course): readonly FlowDanger[] {
  const name = textOf(program);
  const depth = name === null ? -1 : via.indexOf(`function ${name}`);
  if (depth === -1) return [];
  const isApart = via.slice(depth).includes("background");
  const isInto =
    input.kind === "output" && input.of.some((other) => textOf(sightings[other]?.words[0] ?? program) === name);
  return isApart || isInto ? [{ sighting: id, why: "starts itself again and again" }] : [];
}

/** A shell whose input and output are a connection. */
function dangerOfShell({ id, words: [program], redirections }: Sighting): readonly FlowDanger[] {
  const isShell = /^(?:ba|z|da|k|a|fi|c|tc)?sh$/.test(nameOf(program));
  const isOpen = isShell && redirections.some(({ target }) => socketOf(target) !== null);
  return isOpen ? [{ sighting: id, why: "lets whoever is at the other end run programs" }] : [];
}

const INSTALL_SCRIPT =
  /\.scripts\s*(?:\.|\[\s*["'])?\s*["']?(?:pre|post)?install["']?\s*\]?\s*\|?\+?=|"(?:pre|post)install"\s*:/;

/** A script for jq that adds what runs when packages are installed, where a package file is written at all. */
function dangerOfScripts({ sightings }: Course, findings: readonly Finding[]): readonly FlowDanger[] {
  const isWritten = findings.some(({ effects }) => {
    return effects.some(
      ({ kind, path, target }) => kind === "write" && baseName(path ?? target ?? "") === "package.json",
    );
  });
  if (!isWritten) return [];
  const made = sightings.filter(({ words: [program, ...args] }) => {
    return (
      /^(?:jq|gojq|jaq|yq|dasel)$/.test(nameOf(program)) && args.some((word) => INSTALL_SCRIPT.test(showValue(word)))
    );
  });
  return made.map(({ id }) => ({ sighting: id, why: "adds a script that runs when packages are installed" }));
}

function nameOf(program: Value): string {
  return baseName(textOf(program) ?? "");
}
