/** The functions that a rules file may call, and what each adds to the rules. */
import { baseName, resolvePath } from "../../kit/path.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { HostFunction, HostParameter } from "../starlark/host.ts";
import type { Position } from "../starlark/extent.ts";
import { isList, typeName, type Value } from "../starlark/values.ts";
import { splitExample } from "./example.ts";
import { normaliseHost } from "./network-host.ts";
import type {
  Decision,
  HostExecutable,
  NetworkRule,
  PatternToken,
  PrefixRule,
  RuleLayer,
  RuleSource,
} from "./rules.ts";
import { trimSpace } from "./white-space.ts";

/** `match` and `not_match` of one `prefix_rule`, to be held against its rules when the file has been read. */
export type Claim = {
  readonly rules: readonly PrefixRule[];
  readonly matching: readonly (readonly string[])[];
  readonly notMatching: readonly (readonly string[])[];
};

/** What a file has said so far. */
export type Draft = {
  readonly file: string;
  readonly layer: RuleLayer;
  readonly prefixRules: PrefixRule[];
  /** By name; a later one replaces an earlier one. */
  readonly hostExecutables: Map<string, HostExecutable>;
  readonly networkRules: NetworkRule[];
  readonly claims: Claim[];
};

/** A rule function adds to the draft, or says in the reference's words why it cannot. */
type RuleFunction = {
  readonly name: string;
  readonly parameters: readonly HostParameter[];
  readonly add: (draft: Draft, args: readonly (Value | undefined)[], source: RuleSource) => Result<void, string>;
};

const RULE_FUNCTIONS: readonly RuleFunction[] = [
  {
    name: "prefix_rule",
    parameters: [
      { name: "pattern", required: true, type: "list" },
      { name: "decision", required: false, type: "str" },
      { name: "match", required: false, type: "list" },
      { name: "not_match", required: false, type: "list" },
      { name: "justification", required: false, type: "str" },
      { name: "canonical_matching", required: false, type: "bool" },
    ],
    add: addPrefixRule,
  },
  {
    name: "host_executable",
    parameters: [
      { name: "name", required: true, type: "str" },
      { name: "paths", required: true, type: "list" },
    ],
    add: addHostExecutable,
  },
  {
    name: "network_rule",
    parameters: [
      { name: "host", required: true, type: "str" },
      { name: "protocol", required: true, type: "str" },
      { name: "decision", required: true, type: "str" },
      { name: "justification", required: false, type: "str" },
    ],
    add: addNetworkRule,
  },
];

/** The functions for one file; they write into `draft`. */
export function ruleFunctions(draft: Draft): readonly HostFunction[] {
  return RULE_FUNCTIONS.map(({ name, parameters, add }) => ({
    name,
    parameters,
    call(args: readonly (Value | undefined)[], { line, column }: Position): Result<Value, string> {
      const added = add(draft, args, { layer: draft.layer, file: draft.file, line, column });
      return added.ok ? ok(null) : added;
    },
  }));
}

function addPrefixRule(
  draft: Draft,
  [pattern, decision, match, notMatch, justification, caseless]: readonly (Value | undefined)[],
  source: RuleSource,
): Result<void, string> {
  const decided = readDecision(textOf(decision) ?? "allow");
  if (!decided.ok) return decided;
  const why = readJustification(justification);
  if (!why.ok) return why;
  const tokens = readPattern(itemsOf(pattern));
  if (!tokens.ok) return tokens;
  const matching = readExamples(itemsOf(match));
  if (!matching.ok) return matching;
  const notMatching = readExamples(itemsOf(notMatch));
  if (!notMatching.ok) return notMatching;

  const heads = tokens.value[0];
  const rest = tokens.value.slice(1);
  const rules: PrefixRule[] = [];
  for (const first of typeof heads === "string" ? [heads] : heads) {
    const pattern = [first, ...rest] as const;
    const rule: PrefixRule = { pattern, decision: decided.value, justification: why.value, source };
    rules.push(caseless === true ? { ...rule, caseless } : rule);
  }
  for (const rule of rules) draft.prefixRules.push(rule);
  if (matching.value.length > 0 || notMatching.value.length > 0) {
    draft.claims.push({ rules, matching: matching.value, notMatching: notMatching.value });
  }
  return ok(undefined);
}

function readPattern(items: readonly Value[]): Result<readonly [PatternToken, ...PatternToken[]], string> {
  const tokens: PatternToken[] = [];
  for (const item of items) {
    if (typeof item === "string") {
      tokens.push(item);
      continue;
    }
    const token = readAlternatives(item);
    if (!token.ok) return err(`invalid pattern element: ${token.error}`);
    tokens.push(token.value);
  }
  const first = tokens[0];
  return first === undefined
    ? err("invalid pattern element: pattern cannot be empty")
    : ok([first, ...tokens.slice(1)]);
}

function readAlternatives(item: Value): Result<PatternToken, string> {
  if (!isList(item)) return err(`pattern element must be a string or list of strings (got ${typeName(item)})`);
  const alternatives: string[] = [];
  for (const alternative of item.items) {
    if (typeof alternative !== "string") {
      return err(`pattern alternative must be a string (got ${typeName(alternative)})`);
    }
    alternatives.push(alternative);
  }
  const only = alternatives[0];
  if (only === undefined) return err("pattern alternatives cannot be empty");
  return ok(alternatives.length === 1 ? only : alternatives);
}

function readExamples(items: readonly Value[]): Result<readonly (readonly string[])[], string> {
  const examples: (readonly string[])[] = [];
  for (const item of items) {
    const example = readExample(item);
    if (!example.ok) return err(`invalid example: ${example.error}`);
    examples.push(example.value);
  }
  return ok(examples);
}

function readExample(item: Value): Result<readonly string[], string> {
  if (typeof item === "string") {
    const words = splitExample(item);
    if (words === null) return err("example string has invalid shell syntax");
    return words.length === 0 ? err("example cannot be an empty string") : ok(words);
  }
  if (!isList(item)) return err(`example must be a string or list of strings (got ${typeName(item)})`);
  if (item.items.length === 0) return err("example cannot be an empty list");
  const words: string[] = [];
  for (const word of item.items) {
    if (typeof word !== "string") return err(`example tokens must be strings (got ${typeName(word)})`);
    words.push(word);
  }
  return ok(words);
}

function addHostExecutable(
  draft: Draft,
  [nameValue, pathValues]: readonly (Value | undefined)[],
  source: RuleSource,
): Result<void, string> {
  const name = textOf(nameValue) ?? "";
  if (name === "") return err("invalid rule: host_executable name cannot be empty");
  if (name === "." || name === ".." || name.includes("/")) {
    return err(`invalid rule: host_executable name must be a bare executable name (got ${name})`);
  }
  const paths: string[] = [];
  for (const value of itemsOf(pathValues)) {
    const path = readPath(value, name);
    if (!path.ok) return err(`invalid rule: ${path.error}`);
    paths.push(path.value);
  }
  draft.hostExecutables.set(name, { name, paths, source });
  return ok(undefined);
}

function readPath(value: Value, name: string): Result<string, string> {
  if (typeof value !== "string") return err(`host_executable paths must be strings (got ${typeName(value)})`);
  if (!value.startsWith("/")) return err(`host_executable paths must be absolute (got ${value})`);
  const path = resolvePath("/", value);
  return baseName(path) === name ? ok(path) : err(`host_executable path \`${value}\` must have basename \`${name}\``);
}

const PROTOCOLS: ReadonlyMap<string, NetworkRule["protocol"]> = new Map([
  ["http", "http"],
  ["https", "https"],
  ["https_connect", "https"],
  ["http-connect", "https"],
  ["socks5_tcp", "socks5_tcp"],
  ["socks5_udp", "socks5_udp"],
]);

function addNetworkRule(
  draft: Draft,
  [hostValue, protocolValue, decisionValue, justification]: readonly (Value | undefined)[],
  source: RuleSource,
): Result<void, string> {
  const wanted = textOf(protocolValue) ?? "";
  const protocol = PROTOCOLS.get(wanted);
  if (protocol === undefined) {
    const names = "http, https, socks5_tcp, socks5_udp";
    return err(`invalid rule: network_rule protocol must be one of ${names} (got ${wanted})`);
  }
  const word = textOf(decisionValue) ?? "";
  const decided = word === "deny" ? ok<Decision>("forbidden") : readDecision(word);
  if (!decided.ok) return decided;
  const why = readJustification(justification);
  if (!why.ok) return why;
  const host = normaliseHost(textOf(hostValue) ?? "");
  if (!host.ok) return err(`invalid rule: ${host.error}`);
  draft.networkRules.push({ host: host.value, protocol, decision: decided.value, justification: why.value, source });
  return ok(undefined);
}

function readDecision(word: string): Result<Decision, string> {
  if (word === "allow" || word === "prompt" || word === "forbidden") return ok(word);
  return err(`invalid decision: ${word}`);
}

function readJustification(value: Value | undefined): Result<string | null, string> {
  const text = textOf(value);
  if (text === null) return ok(null);
  return trimSpace(text) === "" ? err("invalid rule: justification cannot be empty") : ok(text);
}

/** Null where the argument was left out; the interpreter has seen to its type. */
function textOf(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value !== undefined && isList(value) ? value.items : [];
}
