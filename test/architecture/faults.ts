/** Finds what breaks the plan, in any set of sources. */
import { FOLDERS, FUNCTION_LINES_MAX, IMPURE_MEMBERS, IMPURE_NAMES, LINES_MAX } from "./plan.ts";
import { CAPTION_CHARS_MAX, EXCEPTIONS, type Folder, TESTS_OF_THEIR_OWN } from "./plan.ts";
import { type Import, importsOf, type Token, tokensOf } from "./scan.ts";

/** Sources by path from the project's folder. */
export type Sources = ReadonlyMap<string, string>;

/** One line for each fault: `file:line: what is wrong`. */
export function faultsOf(sources: Sources): readonly string[] {
  const faults: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const [path, source] of sources) {
    faults.push(...formFaults(path, source), ...orphanFaults(path, sources));
    if (!path.endsWith(".ts")) continue;
    const tokens = tokensOf(source);
    const imports = importsOf(tokens);
    graph.set(
      path,
      imports.flatMap((one) => edgeOf(path, one)),
    );
    const folder = folderOf(path);
    if (folder === null) faults.push(`${path}:1: it lies in no folder of the plan`);
    else faults.push(...imports.flatMap((one) => importFault(path, folder, one, sources)));
    if (folder?.pure === true) faults.push(...impureFaults(path, tokens));
    faults.push(...wordFaults(path, tokens), ...functionFaults(path, tokens));
  }
  return [...faults, ...circles(graph)];
}

function formFaults(path: string, source: string): readonly string[] {
  const faults: string[] = [];
  const lines = source.replace(/\n$/u, "").split("\n");
  if (lines.length > LINES_MAX && !EXCEPTIONS.has(path)) {
    faults.push(`${path}:${LINES_MAX}: it has ${lines.length} lines, ${LINES_MAX} are allowed`);
  }
  const opening = lines[0]?.startsWith("#!") === true ? lines.slice(1) : lines;
  const caption = /^\/\*\*\s*(?:\n \* )?(.+?)\s*(?:\*\/)?$/mu.exec(opening.slice(0, 2).join("\n"))?.[1];
  if (opening[0]?.startsWith("/**") !== true || caption === undefined) {
    faults.push(`${path}:1: it does not start with a caption`);
  } else if (caption.length > CAPTION_CHARS_MAX) {
    faults.push(`${path}:1: its caption has ${caption.length} characters, ${CAPTION_CHARS_MAX} are allowed`);
  }
  return faults;
}

/** A test below a folder that mirrors `src/` is the test of one file. */
function orphanFaults(path: string, sources: Sources): readonly string[] {
  const [, name] = /^test\/((?:core|kit|engine|effects|surfaces)\/.+)\.test\.ts$/u.exec(path) ?? [];
  if (name === undefined || sources.has(`src/${name}.ts`) || TESTS_OF_THEIR_OWN.has(path)) return [];
  return [`${path}:1: there is no src/${name}.ts that it tests`];
}

function importFault(
  path: string,
  folder: Folder,
  { from, line, typeOnly, reexport }: Import,
  sources: Sources,
): string[] {
  const at = `${path}:${line}: `;
  if (reexport && path !== "src/index.ts") return [`${at}it hands on names of ${from}`];
  const target = targetOf(path, from);
  if (target === null) {
    const isAllowed = folder.packages.includes("*") || folder.packages.includes(from);
    return isAllowed ? [] : [`${at}${folder.path} may not import ${from}`];
  }
  // Data beside a test; the compiler knows whether it is there.
  if (target.endsWith(".json") && path.startsWith("test/")) return [];
  if (!sources.has(target)) return [`${at}${target} does not exist`];
  const may = [folder.path, ...folder.may, ...(typeOnly ? (folder.mayTypes ?? []) : [])];
  return may.some((one) => isUnder(one, target)) ? [] : [`${at}${folder.path} may not import ${target}`];
}

function impureFaults(path: string, tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1]?.text;
    const after = tokens[index + 1]?.text;
    if (token.kind !== "word" || before === "." || after === ":") return [];
    const member = tokens[index + 2]?.text;
    const isImpure =
      IMPURE_NAMES.includes(token.text) ||
      IMPURE_MEMBERS.some(([object, name]) => token.text === object && after === "." && member === name) ||
      (token.text === "Date" && before === "new" && (after !== "(" || member === ")"));
    return isImpure ? [`${path}:${token.line}: ${token.text} has no place in pure code`] : [];
  });
}

function wordFaults(path: string, tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== "word") return [];
    const before = tokens[index - 1]?.text ?? "";
    const after = tokens[index + 1]?.text ?? "";
    const isType =
      [":", "<", "|", "&", ",", "=", "as", "[", "readonly"].includes(before) && !["(", ".", ":"].includes(after);
    if (token.text === "any" && isType) return [`${path}:${token.line}: the type any`];
    const isDefault = token.text === "export" && after === "default" && path.startsWith("src/");
    return isDefault ? [`${path}:${token.line}: a default export`] : [];
  });
}

/** A function counts without the functions in it, so that a closure over some state may hold several short ones. */
function functionFaults(path: string, tokens: readonly Token[]): readonly string[] {
  if (!path.startsWith("src/") || EXCEPTIONS.has(path)) return [];
  const bodies = tokens.flatMap(({ line }, index) => {
    const body = bodyAt(tokens, index);
    return body === null ? [] : [{ line, start: index, end: endOf(tokens, body) }];
  });
  return bodies.flatMap(({ line, start, end }) => {
    const inner = bodies.filter((one) => one.start > start && one.end < end);
    const outermost = inner.filter((one) => !inner.some((other) => other.start < one.start && other.end > one.end));
    const innerLines = outermost.reduce((sum, one) => sum + lineAt(tokens, one.end) - one.line, 0);
    const lines = lineAt(tokens, end) - line + 1 - innerLines;
    return lines > FUNCTION_LINES_MAX
      ? [`${path}:${line}: a function has ${lines} lines, ${FUNCTION_LINES_MAX} are allowed`]
      : [];
  });
}

function lineAt(tokens: readonly Token[], index: number): number {
  return (tokens[index] ?? tokens.at(-1))?.line ?? 1;
}

/** The opening brace of the function that starts here, with `function` or with an arrow; null for anything else. */
function bodyAt(tokens: readonly Token[], index: number): number | null {
  if (tokens[index]?.text === "=" && tokens[index + 1]?.text === ">")
    return tokens[index + 2]?.text === "{" ? index + 2 : null;
  if (tokens[index]?.kind !== "word" || tokens[index]?.text !== "function") return null;
  const parameters = tokens.findIndex((token, at) => at > index && token.text === "(" && token.kind === "mark");
  if (parameters < 0) return null;
  // In the type of the result a brace follows a mark; the body's follows a word or a closing mark.
  for (let at = endOf(tokens, parameters) + 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "mark") continue;
    if (token.text === ";") return null;
    if (token.text === "(" || token.text === "[") at = endOf(tokens, at);
    if (token.text !== "{") continue;
    if (![":", "|", "&", "<", ","].includes(tokens[at - 1]?.text ?? "")) return at;
    at = endOf(tokens, at);
  }
  return null;
}

/** The mark that closes the one at `index`. */
function endOf(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let at = index; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "mark") continue;
    if ("([{".includes(token.text)) depth += 1;
    if (")]}".includes(token.text)) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** Types count as well: the compiler erases them, but a reader follows them all the same. */
function edgeOf(path: string, { from }: Import): readonly string[] {
  const target = targetOf(path, from);
  return target === null ? [] : [target];
}

function circles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path))
      found.push(`${path}:1: a circle: ${[...trail.slice(trail.indexOf(path)), path].join(" > ")}`);
    if (done.has(path) || trail.includes(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}

/** The path that a relative import names; null for a package. */
function targetOf(path: string, from: string): string | null {
  if (!from.startsWith(".")) return null;
  const parts = path.split("/").slice(0, -1);
  for (const part of from.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function folderOf(path: string): Folder | null {
  const holding = FOLDERS.filter((folder) => isUnder(folder.path, path));
  return holding.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}

function isUnder(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
