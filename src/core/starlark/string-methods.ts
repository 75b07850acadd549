/** The methods of strings and bytes. */
import { booleanArgument, i32Argument, optionalI32, positional, stringArgument, wrongType } from "./arguments.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import type { Method, MethodTable } from "./method.ts";
import { CASE_CHANGES, PREDICATES } from "./string-case.ts";
import { formatFields } from "./string-format.ts";
import {
  count,
  find,
  isSpaceCode,
  join,
  type Part,
  partition,
  partOf,
  replace,
  splitBy,
  splitLines,
  splitWords,
} from "./string-search.ts";
import { characterBefore } from "./text.ts";
import { type Arguments, type Bytes, tupleOf, type Value } from "./values.ts";

export const STRING_METHODS: MethodTable<string> = {
  ...plainMethods(CASE_CHANGES),
  ...plainMethods(PREDICATES),
  codepoints: (_machine, self, args) => {
    positional(args, 0);
    return { kind: "elements", text: self, of: "codepoints" };
  },
  count: (machine, self, args) => {
    const { needle, part } = searchArguments(machine, self, args);
    return count(machine, part, needle);
  },
  elems: (_machine, self, args) => {
    positional(args, 0);
    return { kind: "elements", text: self, of: "elems" };
  },
  endswith: affixTest("suffix", (text, affix) => text.endsWith(affix)),
  find: finder(false, false),
  format: formatFields,
  index: finder(false, true),
  join: (machine, self, args) => {
    const [items = null] = positional(args, 1);
    return join(machine, self, items);
  },
  lstrip: stripper(true, false),
  partition: (machine, self, args) => {
    const [needle] = positional(args, 1);
    return partition(machine, self, stringArgument(machine, "needle", needle), false);
  },
  removeprefix: (machine, self, args) => {
    const prefix = stringArgument(machine, "prefix", positional(args, 1)[0]);
    return self.startsWith(prefix) ? cut(machine, self, prefix.length, self.length) : self;
  },
  removesuffix: (machine, self, args) => {
    const suffix = stringArgument(machine, "suffix", positional(args, 1)[0]);
    return self.endsWith(suffix) ? cut(machine, self, 0, self.length - suffix.length) : self;
  },
  replace: (machine, self, args) => {
    const [from, to, times] = positional(args, 2, 3);
    const needle = stringArgument(machine, "old", from);
    const other = stringArgument(machine, "new", to);
    const max = times === undefined ? Infinity : i32Argument(machine, "count", times);
    if (max < 0) throw new Fault(`Replace final argument was negative '${max}'`);
    return replace(machine, self, needle, other, max);
  },
  rfind: finder(true, false),
  rindex: finder(true, true),
  rpartition: (machine, self, args) => {
    const [needle] = positional(args, 1);
    return partition(machine, self, stringArgument(machine, "needle", needle), true);
  },
  rsplit: splitter(true),
  rstrip: stripper(false, true),
  split: splitter(false),
  splitlines: (machine, self, args) => {
    const [keepEnds] = positional(args, 0, 1);
    return splitLines(machine, self, keepEnds !== undefined && booleanArgument(machine, "keepends", keepEnds));
  },
  startswith: affixTest("prefix", (text, affix) => text.startsWith(affix)),
  strip: stripper(true, true),
};

export const BYTES_METHODS: MethodTable<Bytes> = {
  elems: (machine, self, args) => {
    positional(args, 0);
    machine.steps(self.octets.length);
    machine.allocate(self.octets.length * (ITEM_BYTES + 3 * OBJECT_BYTES));
    return tupleOf(Array.from(self.octets, (octet) => ({ kind: "bytes", octets: Uint8Array.of(octet) })));
  },
};

/** Methods that take no arguments and look at nothing but the text. */
function plainMethods(
  table: Readonly<Record<string, (machine: Machine, text: string) => Value>>,
): Record<string, Method<string>> {
  const methods: Record<string, Method<string>> = {};
  for (const [name, act] of Object.entries(table)) {
    methods[name] = (machine, self, args) => {
      positional(args, 0);
      return act(machine, self);
    };
  }
  return methods;
}

function searchArguments(machine: Machine, self: string, args: Arguments): { needle: string; part: Part | null } {
  const [text, start, end] = positional(args, 1, 3);
  const needle = stringArgument(machine, "needle", text);
  const from = optionalI32(machine, "start", start);
  return { needle, part: partOf(machine, self, from, optionalI32(machine, "end", end)) };
}

function finder(last: boolean, must: boolean): Method<string> {
  return (machine, self, args) => {
    const { needle, part } = searchArguments(machine, self, args);
    const index = find(machine, part, needle, last);
    if (index < 0 && must) throw new Fault(`Substring '${needle}' not found in '${self}'`);
    return index;
  };
}

function splitter(fromRight: boolean): Method<string> {
  return (machine, self, args) => {
    const [separator, maxSplit] = positional(args, 0, 2);
    if (separator !== undefined && separator !== null && typeof separator !== "string") {
      throw wrongType(machine, "sep", "None | str", separator);
    }
    const given = optionalI32(machine, "maxsplit", maxSplit);
    const max = given === null || given < 0 ? Infinity : given;
    if (typeof separator === "string") return splitBy(machine, self, separator, max, fromRight);
    return splitWords(machine, self, max, fromRight);
  };
}

function stripper(left: boolean, right: boolean): Method<string> {
  return (machine, self, args) => {
    const [chars] = positional(args, 0, 1);
    const dropped = chars === undefined ? null : stringArgument(machine, "chars", chars);
    machine.steps(dropped?.length ?? 0);
    const set = dropped === null ? null : new Set(dropped);
    machine.steps(self.length >> 2);
    const drops = (character: string): boolean =>
      set === null ? isSpaceCode(character.codePointAt(0) ?? 0) : set.has(character);
    const start = left ? firstKept(self, drops) : 0;
    return cut(machine, self, start, right ? lastKept(self, start, drops) : self.length);
  };
}

function firstKept(text: string, drops: (character: string) => boolean): number {
  let start = 0;
  for (const character of text) {
    if (!drops(character)) break;
    start += character.length;
  }
  return start;
}

/** End of the part behind `start` that is kept. */
function lastKept(text: string, start: number, drops: (character: string) => boolean): number {
  let end = text.length;
  while (end > start) {
    const character = characterBefore(text, end);
    if (!drops(character)) break;
    end -= character.length;
  }
  return end;
}

function cut(machine: Machine, text: string, start: number, end: number): string {
  machine.allocate(OBJECT_BYTES + (end - start) * 2);
  return text.slice(start, end);
}

function affixTest(parameter: string, test: (text: string, affix: string) => boolean): Method<string> {
  return (machine, self, args) => {
    const [affix = null, start, end] = positional(args, 1, 3);
    const candidates = affixes(machine, affix, parameter);
    const from = optionalI32(machine, "start", start);
    const part = partOf(machine, self, from, optionalI32(machine, "end", end));
    return part !== null && candidates.some((candidate) => test(part.text, candidate));
  };
}

/** One affix or a tuple of them. */
function affixes(machine: Machine, affix: Value, parameter: string): readonly string[] {
  if (typeof affix === "string") return [affix];
  if (typeof affix === "object" && affix !== null && affix.kind === "tuple") {
    machine.steps(affix.items.length);
    const texts = affix.items.filter((item) => typeof item === "string");
    if (texts.length === affix.items.length) return texts;
  }
  throw wrongType(machine, parameter, "str | tuple[str, ...]", affix);
}
