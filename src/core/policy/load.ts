/** Rules files into rules: one file at a time, then all that loaded together. */
import { err, ok, type Result } from "../../kit/result.ts";
import { execute } from "../starlark/execute.ts";
import { ruleFunctions, type Claim, type Draft } from "./functions.ts";
import { indexRules, startsWith } from "./index-rules.ts";
import { checkCommand, type Hit, type Whereabouts } from "./match.ts";
import { plainHost } from "./network-host.ts";
import type { BrokenFile, FileRules, HostExecutable, NetworkRule, PrefixRule, RuleLayer, Rules } from "./rules.ts";
import type { RulesError } from "./rules-error.ts";

export type RulesFile = {
  /** As messages name it. */
  readonly file: string;
  readonly layer: RuleLayer;
  readonly source: string;
  /** Files read before this one: their `host_executable` counts for the examples here. None if left out. */
  readonly earlier?: readonly FileRules[];
  /** Where a relative program in an example lies; the root if left out. */
  readonly where?: Whereabouts;
};

const AT_THE_ROOT: Whereabouts = { cwd: "/", home: "/" };

/** No rule, no broken file. */
export const NO_RULES: Rules = combine([]);

/**
 * Runs the file and holds its examples against its rules; never throws, ends within the limits of the language. Of a file
 * of the layer `project` only what holds back is left.
 */
export function readRulesFile({ file, layer, source, earlier, where }: RulesFile): Result<FileRules, RulesError> {
  const draft: Draft = {
    file,
    layer,
    prefixRules: [],
    hostExecutables: new Map(),
    networkRules: [],
    claims: [],
  };
  const ran = execute({ file, source }, ruleFunctions(draft));
  if (!ran.ok) return err({ kind: "starlark", file, layer, error: ran.error });
  const rules: FileRules = {
    file,
    layer,
    prefixRules: draft.prefixRules,
    hostExecutables: [...draft.hostExecutables.values()],
    networkRules: draft.networkRules,
  };
  const hosts = hostsOf([...(earlier ?? []), rules]);
  for (const claim of draft.claims) {
    const broken = checkClaim(claim, hosts, where ?? AT_THE_ROOT);
    if (broken !== null) return err({ ...broken, file, layer });
  }
  return ok(layer === "project" ? tighteningOnly(rules) : rules);
}

/** What counts of a project's file that nobody has trusted: what holds back. It opens nothing and says where no program lies. */
export function tighteningOnly({ file, prefixRules, networkRules }: FileRules): FileRules {
  return {
    file,
    layer: "project",
    prefixRules: holdingBack(prefixRules),
    hostExecutables: [],
    networkRules: holdingBack(networkRules),
  };
}

function holdingBack<T extends PrefixRule | NetworkRule>(rules: readonly T[]): readonly T[] {
  const held = rules.filter(({ decision }) => decision !== "allow");
  return held.map((rule) => ({ ...rule, source: { ...rule.source, layer: "project" } }));
}

type BrokenClaim =
  | Omit<RulesError & { readonly kind: "unmatched" }, "file" | "layer">
  | Omit<RulesError & { readonly kind: "matched" }, "file" | "layer">;

/** So few rules are walked for an example before an index is made of them. */
const WALKED_MAX = 16;

function checkClaim(claim: Claim, hosts: Rules["hostExecutables"], where: Whereabouts): BrokenClaim | null {
  let made: Rules | null = null;
  const check = (example: readonly string[]): readonly Hit[] => {
    made ??= { ...NO_RULES, prefixes: indexRules(claim.rules), hostExecutables: hosts };
    return checkCommand(made, example, where);
  };
  for (const example of claim.notMatching) {
    const [hit] = check(example);
    if (hit !== undefined) return { kind: "matched", hit, example };
  }
  const isFew = claim.rules.length <= WALKED_MAX;
  const examples = claim.matching.filter((example) => {
    if (isFew && claim.rules.some((rule) => startsWith(example, rule))) return false;
    return check(example).length === 0;
  });
  return examples.length === 0 ? null : { kind: "unmatched", rules: claim.rules, examples };
}

/** All files together, in their order. A broken one takes nothing away from the others and stays known. */
export function combine(files: readonly (FileRules | BrokenFile)[]): Rules {
  const loaded = files.filter((file): file is FileRules => "prefixRules" in file);
  const broken = files.filter((file): file is BrokenFile => !("prefixRules" in file));
  const network = new Map<string, NetworkRule[]>();
  for (const rule of loaded.flatMap((file) => file.networkRules)) {
    const host = plainHost(rule.host);
    const known = network.get(host);
    if (known === undefined) network.set(host, [rule]);
    else known.push(rule);
  }
  return {
    prefixes: indexRules(loaded.flatMap((file) => file.prefixRules)),
    hostExecutables: hostsOf(loaded),
    network,
    broken,
  };
}

/** The rules with one more that allows, as if the user's file had it. */
export function withRule(rules: Rules, pattern: readonly [string, ...string[]]): Rules {
  const source = { layer: "user", file: "a rule that is not saved", line: 1, column: 1 } as const;
  const rule: PrefixRule = { pattern, decision: "allow", justification: null, source };
  return { ...rules, prefixes: indexRules([...rules.prefixes.rules, rule]) };
}

/** What is left where nothing is allowed: what asks and what forbids. */
export function withoutAllowing({ prefixes, network, ...rules }: Rules): Rules {
  const hosts = [...network].map(([host, all]) => [host, all.filter(({ decision }) => decision !== "allow")] as const);
  return {
    ...rules,
    prefixes: indexRules(prefixes.rules.filter(({ decision }) => decision !== "allow")),
    network: new Map(hosts.filter(([, held]) => held.length > 0)),
  };
}

function hostsOf(files: readonly FileRules[]): ReadonlyMap<string, readonly HostExecutable[]> {
  const hosts = new Map<string, readonly HostExecutable[]>();
  for (const host of files.flatMap((file) => file.hostExecutables)) {
    const others = (hosts.get(host.name) ?? []).filter((other) => other.source.layer !== host.source.layer);
    hosts.set(host.name, [...others, host]);
  }
  return hosts;
}
