/** What stands left of `=`, as closures. */
import { never } from "../../kit/never.ts";
import { length } from "./length.ts";
import { setIndex } from "./indexing.ts";
import { walk } from "./iterate.ts";
import { Fault } from "./machine.ts";
import type { Binding, Target } from "./syntax.ts";
import { type Assign, type Unit } from "./unit.ts";
import { typeName, type Value } from "./values.ts";

export function compileTarget(unit: Unit, target: Target): Assign {
  const { machine } = unit;
  unit.weight++;
  switch (target.kind) {
    case "name":
      return nameWriter(unit, target.binding);
    case "tuple":
      return unpacker(unit, target);
    case "index": {
      const object = unit.compiler.expression(unit, target.object);
      const at = unit.compiler.expression(unit, target.index);
      return (scope, value) => {
        const container = object(scope);
        const place = at(scope);
        machine.site = target;
        setIndex(machine, container, place, value);
      };
    }
    case "dot": {
      const object = unit.compiler.expression(unit, target.object);
      return (scope) => {
        const value = object(scope);
        machine.site = target;
        throw new Fault(`Operation \`.${target.name}=\` not supported on type \`${typeName(value)}\``);
      };
    }
    default:
      return never(target);
  }
}

function nameWriter(unit: Unit, binding: Binding | null): Assign {
  const { globals } = unit;
  if (binding?.kind === "local") {
    const { slot } = binding;
    return (scope, value) => {
      scope.slots[slot] = value;
    };
  }
  if (binding?.kind !== "global") throw new Error("a name that cannot be assigned");
  const { slot } = binding;
  return (_scope, value) => {
    globals[slot] = value;
  };
}

function unpacker(unit: Unit, target: Extract<Target, { kind: "tuple" }>): Assign {
  const { machine } = unit;
  const assigns = target.items.map((item) => compileTarget(unit, item));
  return (scope, value) => {
    machine.site = target;
    const parts = partsOf(unit, value, assigns.length);
    for (const [index, assign] of assigns.entries()) assign(scope, parts[index] ?? null);
  };
}

/** Exactly `count` items. */
function partsOf(unit: Unit, value: Value, count: number): readonly Value[] {
  const { machine } = unit;
  const actual = length(machine, value);
  if (actual !== count) throw new Fault(`Unpacked ${actual} values but expected ${count}`);
  if (typeof value === "object" && value !== null && value.kind === "tuple") return value.items;
  const parts: Value[] = [];
  const walker = walk(machine, value);
  for (let item = walker.next(); item !== undefined; item = walker.next()) parts.push(item);
  walker.release();
  return parts;
}
