/** Rows for programs that act far away through paths of words: `aws s3 rm`. */
import { never } from "../../kit/never.ts";
import { textOf } from "../script/value.ts";
import type { Addition, Call, OptionTable, Row } from "./row.ts";
import { effect, type Scene } from "./scene.ts";

/**
 * `local`: nothing leaves this machine. `here`: talks to a server on this machine. `reads`: asks with the person's
 * credentials. `works`: changes what its own people see and can take back. `changes`: changes, deletes or publishes what
 * others use. `secret`: shows what lets somebody in.
 */
export type Bearing = "local" | "here" | "reads" | "works" | "changes" | "secret";

export type Service = {
  readonly names: readonly string[];
  readonly about: string;
  /** Those that stand in front of the path and take a value must be listed; what is not is unknown. */
  readonly options?: OptionTable;
  readonly singleDash?: true;
  /** The first pattern that fits the words without options, joined by spaces; a word that is not known is "?". */
  readonly paths: readonly (readonly [pattern: RegExp, bearing: Bearing])[];
  /** Where none fits. */
  readonly otherwise: Bearing;
  /** What it does without any; default: nothing beyond this machine. */
  readonly bare?: Bearing;
  /** What the path alone does not tell; null where it does. */
  readonly see?: (path: string, call: Call, scene: Scene) => Bearing | null;
};

const HELP: OptionTable = { "-h --help": "ok", "-V --version": "ok" };
const HELP_KEYS: ReadonlySet<string> = new Set(Object.keys(HELP));

/** Words of a path that change something, wherever they stand: a later word that reads is then only a name. */
export const CHANGING =
  /^(?:[\w-]+[ :]){0,4}?(?:rm|remove|delete|destroy|create|new|add|set|unset|update|deploy|publish|promote|rollback|restart|stop|start|scale|apply|import|reset|push|link|unlink|attach|detach|enable|disable|revoke|grant|resize|migrate|purge|cancel|transfer|ssh|exec|connect)(?: |$)/;

export function service({ names, about, options, singleDash, paths, otherwise, bare, see }: Service): Row {
  const hook = (call: Call, scene: Scene): Addition => {
    const path = call.operands.map((word) => textOf(word) ?? "?").join(" ");
    const isAsking = call.strange.length === 0 && call.given.some(({ key }) => HELP_KEYS.has(key));
    const bearing = isAsking ? "local" : (see?.(path, call, scene) ?? (path === "" ? (bare ?? "local") : null));
    return does(bearing ?? paths.find(([pattern]) => pattern.test(path))?.[1] ?? otherwise, path);
  };
  const all = { ...HELP, ...options };
  return { names, about, safe: "no", options: all, hook, ...(singleDash === true ? { singleDash } : {}) };
}

function does(bearing: Bearing, path: string): Addition {
  const what = path.split(" ").slice(0, 3).join(" ");
  switch (bearing) {
    case "local":
      return {};
    case "here":
      return { effects: [effect("network-local")] };
    case "reads":
    case "works":
      return { effects: [effect("network"), effect("credentials")] };
    case "changes":
      return {
        effects: [effect("network"), effect("credentials")],
        danger: `changes what others use${what === "" ? "" : ` (${what})`}`,
      };
    case "secret":
      return { effects: [effect("credentials")], danger: `shows what lets somebody in (${what})` };
    default:
      return never(bearing);
  }
}
