/** `"…" % x` and `"…".format(x)`. */
import { typeAndRepr } from "./arguments.ts";
import { formatCompact, formatExponent, formatFixed } from "./floats.ts";
import { chargeDigits, isI32 } from "./integers.ts";
import { OBJECT_BYTES } from "./limits.ts";
import { Fault, type Machine } from "./machine.ts";
import { repr, textOf } from "./repr.ts";
import { lengthOf } from "./text.ts";
import { type Arguments, typeName, type Value } from "./values.ts";

/** `format % value`: a tuple gives one value per conversion, anything else is one value. */
export function formatPercent(machine: Machine, format: string, value: Value): string {
  const values = typeof value === "object" && value !== null && value.kind === "tuple" ? value.items : [value];
  let result = "";
  let used = 0;
  let rest = 0;
  machine.scan(format.length);
  for (let at = format.indexOf("%"); at >= 0; at = format.indexOf("%", rest)) {
    machine.step();
    const conversion = String.fromCodePoint(format.codePointAt(at + 1) ?? 0);
    let piece = "%";
    if (at + 1 >= format.length) throw new Fault("Incomplete format");
    if (conversion !== "%") {
      const next = values[used++];
      if (next === undefined) throw new Fault("Not enough arguments for format string");
      piece = convert(machine, conversion, next);
    }
    machine.allocate(OBJECT_BYTES + (at - rest + piece.length) * 2);
    result += format.slice(rest, at) + piece;
    rest = at + 1 + conversion.length;
  }
  if (used < values.length) throw new Fault("Too many arguments for format string");
  return result + format.slice(rest);
}

function convert(machine: Machine, conversion: string, value: Value): string {
  switch (conversion) {
    case "s":
      return typeof value === "string" ? value : repr(machine, value);
    case "r":
      return repr(machine, value);
    case "d":
      return digits(machine, truncated(value), value, conversion).toString();
    case "o":
      return digits(machine, value, value, conversion).toString(8);
    case "x":
      return digits(machine, value, value, conversion).toString(16);
    case "X":
      return digits(machine, value, value, conversion).toString(16).toUpperCase();
    case "e":
      return formatExponent(decimal(machine, value), false);
    case "f":
      return formatFixed(decimal(machine, value));
    case "g":
      return formatCompact(decimal(machine, value));
    default:
      throw new Fault(`Unsupported format character: '${conversion}'`);
  }
}

/** A float that fits 32 bits when its fraction is cut off, as an integer. */
function truncated(value: Value): Value {
  if (typeof value !== "object" || value === null || value.kind !== "float") return value;
  const whole = Math.trunc(value.number) + 0;
  return isI32(whole) && Number.isInteger(whole) ? whole : value;
}

function digits(machine: Machine, value: Value, given: Value, conversion: string): number | bigint {
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw new Fault(`Operation \`format(%${conversion})\` not supported on type \`${typeName(given)}\``);
  }
  chargeDigits(machine, value);
  return value;
}

function decimal(machine: Machine, value: Value): number {
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  if (typeof value === "object" && value !== null && value.kind === "float") return value.number;
  const shown = typeAndRepr(machine, value);
  throw new Fault(`Type of parameters mismatch, expected \`float | int\`, actual \`${shown}\``);
}

/** Which way fields are counted; a format may not use both. */
type Counting = { used: number; style: "none" | "automatic" | "manual" };

/** `format.format(…)`: fields `{}`, `{0}`, `{name}` with `!r` or `!s`. Arguments left over are ignored. */
export function formatFields(machine: Machine, format: string, args: Arguments): string {
  const counting: Counting = { used: 0, style: "none" };
  let result = "";
  machine.scan(format.length);
  for (let at = 0; at < format.length;) {
    machine.step();
    const next = nextBrace(format, at);
    let piece = "";
    let end = next + 1;
    if (next === format.length) end = next;
    else if (format[next] === format[next + 1]) {
      piece = format.charAt(next);
      end = next + 2;
    } else if (format[next] === "}") throw new Fault(`Standalone '}' in format string \`${format}\``);
    else {
      end = format.indexOf("}", next);
      const inside = format.slice(next + 1, Math.max(end, next + 1));
      if (end < 0 || inside.includes("{")) throw new Fault(`Unmatched '{' in format string \`${format}\``);
      piece = field(machine, format, inside, args, counting);
      end++;
    }
    machine.allocate(OBJECT_BYTES + (next - at + piece.length) * 2);
    result += format.slice(at, next) + piece;
    at = end;
  }
  return result;
}

function nextBrace(format: string, from: number): number {
  for (let at = from; at < format.length; at++) {
    const code = format.charCodeAt(at);
    if (code === 0x7b || code === 0x7d) return at;
  }
  return format.length;
}

/** The text of one field; `inside` is what stands between its braces. */
function field(machine: Machine, format: string, inside: string, args: Arguments, counting: Counting): string {
  const mark = inside.indexOf("!");
  const name = mark < 0 ? inside : inside.slice(0, mark);
  const conversion = mark < 0 ? "s" : inside.slice(mark + 1);
  if (conversion === "") throw new Fault(`Missing conversion character in format string \`${format}\``);
  if (lengthOf(conversion) > 1) throw new Fault(`Unmatched '{' in format string \`${format}\``);
  const value = fieldValue(name, args, counting);
  if (conversion === "s") return textOf(machine, value);
  if (conversion === "r") return repr(machine, value);
  throw new Fault(`Invalid conversion in format string \`${format}\``);
}

function fieldValue(name: string, args: Arguments, counting: Counting): Value {
  if (name === "") {
    count(counting, "automatic");
    const value = args.positional[counting.used++];
    if (value === undefined) throw new Fault("Not enough parameters in format string");
    return value;
  }
  if (/^[0-9]+$/.test(name)) {
    count(counting, "manual");
    const index = Number(name);
    if (index >= 2 ** 64) {
      throw new Fault(`Error parsing \`${name}\` as a format string index: number too large to fit in target type`);
    }
    const value = args.positional[index];
    if (value === undefined) throw new Fault(`Index \`${index}\` is out of bound`);
    return value;
  }
  const odd = /[.,[\]]/.exec(name);
  if (odd !== null) throw new Fault(`Invalid character '${odd[0]}' inside replacement field`);
  const value = args.named?.get(name);
  if (value === undefined) throw new Fault(`Key \`${name}\` was not found`);
  return value;
}

function count(counting: Counting, style: "automatic" | "manual"): void {
  if (counting.style !== "none" && counting.style !== style) {
    throw new Fault("Cannot mix manual field specification and automatic field numbering in format string");
  }
  counting.style = style;
}
