/** Packages that a patch lets in, and programs that run when packages are installed. */
import { baseName } from "../../kit/path.ts";
import { looksLikeAnother } from "../shell/unseen.ts";
import type { PatchedFile } from "./patch-files.ts";
import { LIFECYCLE, pairsIn } from "./patch-scripts.ts";
import { LOCKS } from "./patch-places.ts";
import { takenFor } from "./popular.ts";
import { deed, named, person } from "./seen.ts";
import type { Deed } from "./subject.ts";

type Package = { readonly name: string; readonly version: string };

/** Of files that name packages; empty for others. */
export function packageDeeds(file: PatchedFile): readonly Deed[] {
  const base = baseName(file.full);
  if (LOCKS.test(base)) return pinDeeds(file);
  const read = READERS.find(([names]) => names.test(base))?.[1];
  if (read === undefined) return [];
  const before = new Set(read(file.removed).map(({ name }) => name));
  const added = read(file.added).flatMap((one) => packageDeed(one, before.has(one.name), file.path));
  return base === "package.json" ? [...added, ...lifecycleDeeds(file)] : added;
}

/** Sums and addresses of what is already pinned are made by programs; a hand that changes them changes what is installed. */
function pinDeeds({ path, added, removed }: PatchedFile): readonly Deed[] {
  if (!added.some(isPin) && !removed.some(isPin)) return [];
  return [person("update", [path], `changes by hand what ${path} says that packages are made of`, "supply-chain")];
}

function isPin(line: string): boolean {
  return /\b(?:integrity|checksum|resolved|sha(?:1|256|512)|hash(?:es)?|h1:|source|url|tarball)\b/i.test(line);
}

function packageDeed({ name, version }: Package, isKnown: boolean, path: string): Deed {
  const alike = takenFor(name) ?? (looksLikeAnother(name) === null ? null : "another");
  if (alike !== null) return person("install", [name], `adds the package ${name}, which looks like ${alike}`, "hidden");
  if (FOREIGN.test(version)) return person("install", [name], `takes ${name} from ${version}`, "supply-chain");
  if (isKnown)
    return deed("update", [name], `changes the version of ${name} in ${path}`, ["asked", "medium", "supply-chain"]);
  return named("install", [name], `adds the package ${name} to ${path}`, "supply-chain");
}

/** Not from a registry. */
const FOREIGN =
  /^(?:git|https?|ssh|file|link|portal|github|gitlab|bitbucket)\b|:\/\/|^[\w.-]+\/[\w.-]+(?:#|$)|@\s*(?:git\+|https?:)/i;

type Reader = (lines: readonly string[]) => readonly Package[];

const READERS: readonly (readonly [names: RegExp, read: Reader])[] = [
  [
    /^package\.json$/,
    (lines) =>
      pairsIn(lines).flatMap(([name, version]) =>
        isVersion(version) && !NO_PACKAGES.test(name) ? [{ name, version }] : [],
      ),
  ],
  [
    /^requirements.*\.(?:txt|in)$|^constraints.*\.txt$/,
    lineReader(/^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*((?:[=<>~!]=?|@)[^#;]*)?(?:[#;].*)?$/),
  ],
  [
    /^Cargo\.toml$/,
    lineReader(/^\s*([\w-]+)\s*=\s*(?:"(\^?[~=<>]*\s*\d[^"]*)"|\{\s*((?:git|path|version)\s*=.*)\})\s*$/),
  ],
  [
    /^pyproject\.toml$|^Pipfile$|^setup\.(?:py|cfg)$/,
    lineReader(
      /^\s*["']?([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?["']?\s*(?:=\s*["{])?\s*((?:[=<>~!^]=?|@)\s*[\w.*:/+-]+|git\s*=.*)[^=]*$/,
    ),
  ],
  [/^go\.mod$/, lineReader(/^\s*(?:require\s+)?([a-z0-9.-]+\.[a-z]+\/\S+)\s+(v\S+)(?:\s*\/\/.*)?$/)],
  [/^Gemfile$|\.gemspec$/, lineReader(/^\s*(?:gem|\w+\.add_\w*dependency)\s*\(?\s*["']([\w-]+)["']\s*(.*)$/)],
  [/^pom\.xml$/, lineReader(/<artifactId>\s*([\w.-]+)\s*<\/artifactId>(.*)/)],
  [
    /^build\.gradle(?:\.kts)?$/,
    lineReader(
      /\b(?:implementation|api|compileOnly|runtimeOnly|testImplementation|classpath|kapt)\b\s*\(?\s*["']([\w.-]+:[\w.-]+)(?::([^"']+))?["']/,
    ),
  ],
  [
    /^composer\.json$/,
    (lines) =>
      pairsIn(lines).flatMap(([name, version]) =>
        name.includes("/") && isVersion(version) ? [{ name, version }] : [],
      ),
  ],
  [/^pubspec\.yaml$/, lineReader(/^\s{2}([a-z_][a-z0-9_]*)\s*:\s*(\^?\d\S*|any)\s*$/)],
];

function lineReader(pattern: RegExp): Reader {
  return (lines) =>
    lines.flatMap((line) => {
      const [, name, version = "", more = ""] = pattern.exec(line) ?? [];
      return name === undefined ? [] : [{ name, version: (version || more).trim() }];
    });
}

function isVersion(text: string): boolean {
  return (
    /^(?:[\^~<>=v]*\s*\d+(?:\.|$|\s)|\*$|latest$|next$|beta$|workspace:|npm:|catalog:|x$)/.test(text) ||
    FOREIGN.test(text)
  );
}

const NO_PACKAGES =
  /^(?:name|version|description|license|main|module|types|typings|type|homepage|author|email|url|bugs|repository|directory|node|npm|pnpm|yarn|packageManager|engines|import|require|default|browser|private|access|registry|target|lib|\.|\.\/.*|\$schema|test|build|start|dev|lint|format|.*:.*)$/;

/** They run on every machine that installs it. */
function lifecycleDeeds({ added, removed, path }: PatchedFile): readonly Deed[] {
  const before = new Set(pairsIn(removed).map(([name, value]) => `${name}\0${value}`));
  return pairsIn(added)
    .filter(([name, value]) => LIFECYCLE.test(name) && !before.has(`${name}\0${value}`) && !isVersion(value))
    .map(([name, value]) => {
      const objects = [name, ...value.split(/\s+/).filter((word) => /[./]/.test(word) && !word.startsWith("-"))];
      return deed("configure", objects, `lets ${path} run "${value}" at ${name}`, ["named", "high", "supply-chain"]);
    });
}
