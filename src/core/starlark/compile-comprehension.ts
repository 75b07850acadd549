/** List and dict comprehensions as closures. */
import type { Scope } from "./call.ts";
import { emptyDict, put } from "./dict-methods.ts";
import { isEmptyText, walk } from "./iterate.ts";
import { ITEM_BYTES, OBJECT_BYTES } from "./limits.ts";
import { isTrue } from "./operators.ts";
import type { Code, Plan } from "./plan.ts";
import type { Clause, Expression } from "./syntax.ts";
import { type Assign, type Evaluate, type Unit, weighed } from "./unit.ts";
import { type Dict, type List, listOf } from "./values.ts";

/** Adds to what is being made. */
type Fill<Made> = (scope: Scope, made: Made) => void;

export function planListComprehension(
  unit: Unit,
  { item, clauses }: Extract<Expression, { kind: "list-comprehension" }>,
): Plan {
  const { machine } = unit;
  return planClauses<List>(unit, clauses, [item], {
    empty: () => {
      machine.allocate(3 * OBJECT_BYTES);
      return listOf([]);
    },
    fill:
      ([value]) =>
      (scope, made) => {
        if (value === undefined) return;
        const next = value(scope);
        machine.allocate(ITEM_BYTES);
        made.items.push(next);
      },
  });
}

export function planDictComprehension(
  unit: Unit,
  { key, value, clauses }: Extract<Expression, { kind: "dict-comprehension" }>,
): Plan {
  const { machine } = unit;
  return planClauses<Dict>(unit, clauses, [key, value], {
    empty: () => emptyDict(machine),
    fill:
      ([first, second]) =>
      (scope, made) => {
        if (first === undefined || second === undefined) return;
        const place = first(scope);
        const item = second(scope);
        machine.site = key;
        put(machine, made, place, item);
      },
  });
}

type Making<Made> = {
  readonly empty: () => Made;
  readonly fill: (items: readonly Evaluate[]) => Fill<Made>;
};

function planClauses<Made extends List | Dict>(
  unit: Unit,
  clauses: readonly Clause[],
  items: readonly Expression[],
  making: Making<Made>,
): Plan {
  const { result: targets, weight: targetWeight } = weighed(unit, () =>
    clauses.map((clause) => (clause.kind === "for" ? unit.compiler.target(unit, clause.target) : null)),
  );
  const parts = clauses.map((clause) => (clause.kind === "for" ? clause.over : clause.condition));
  return {
    parts: [...parts, ...items],
    build: (codes) => {
      const runs = codes.map((code) => code.run);
      let fill = making.fill(runs.slice(clauses.length));
      // A loop charges each time round what stands within it up to the next loop, that one's iterable included.
      let round = codes.slice(clauses.length).reduce((sum, one) => sum + one.weight, targetWeight);
      for (let at = clauses.length - 1; at >= 0; at--) {
        const isLoop = clauses[at]?.kind === "for";
        fill = clauseFill(unit, parts[at], runs[at], targets[at] ?? null, { fill, round });
        round = (isLoop ? 0 : round) + (codes[at]?.weight ?? 0);
      }
      return code(codes, clauses.length, making, fill);
    },
  };
}

function code<Made extends List | Dict>(
  codes: readonly Code[],
  clauses: number,
  making: Making<Made>,
  fill: Fill<Made>,
): Code {
  return {
    run: (scope) => {
      const made = making.empty();
      fill(scope, made);
      return made;
    },
    height: 1 + clauses + codes.reduce((most, one) => Math.max(most, one.height), 0),
    weight: 1 + (codes[0]?.weight ?? 0),
  };
}

type Inner<Made> = { readonly fill: Fill<Made>; readonly round: number };

function clauseFill<Made>(
  unit: Unit,
  part: Expression | undefined,
  run: Evaluate | undefined,
  assign: Assign | null,
  { fill, round }: Inner<Made>,
): Fill<Made> {
  const { machine } = unit;
  if (run === undefined || part === undefined) throw new Error("a clause without expression");
  if (assign === null) {
    return (scope, made) => {
      if (isTrue(run(scope))) fill(scope, made);
    };
  }
  if (isEmptyText(part)) return () => undefined;
  return (scope, made) => {
    const over = run(scope);
    machine.site = part;
    const walker = walk(machine, over);
    for (let item = walker.next(); item !== undefined; item = walker.next()) {
      machine.steps(round);
      assign(scope, item);
      fill(scope, made);
    }
    walker.release();
  };
}
