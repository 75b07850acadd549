/** How many items a value has. */
import { isI32 } from "./integers.ts";
import { Fault, type Machine } from "./machine.ts";
import { isFlat, lengthOf } from "./text.ts";
import { typeName, type Value } from "./values.ts";

/** What `len(value)` gives; it has no call of its own on the way to an error. */
export function length(machine: Machine, value: Value): number {
  if (typeof value === "string") {
    chargeCharacters(machine, value);
    return lengthOf(value);
  }
  if (typeof value === "object" && value !== null) {
    switch (value.kind) {
      case "list":
      case "tuple":
        return value.items.length;
      case "dict":
        return value.entries.size;
      case "bytes":
        return value.octets.length;
      case "range":
        if (isI32(value.length)) return value.length;
        throw new Fault("Integer overflow");
      default:
    }
  }
  throw new Fault(`Operation \`len()\` not supported on type \`${typeName(value)}\``);
}

/** Charges counting the characters of a text, which takes longer where some need two units. */
export function chargeCharacters(machine: Machine, text: string): void {
  machine.scan(text.length);
  if (!isFlat(text)) machine.steps(text.length >> 3);
}
