/** What a client wishes for a thread, as a layer of settings. */
import { homedir } from "node:os";
import type { ConfigError, Place } from "../core/config/error.ts";
import { readLayer } from "../core/config/keys.ts";
import type { ReadLayer } from "../core/config/layers.ts";
import { printKey, type Table } from "../core/config/spot.ts";
import { overlaid, withValue } from "../core/config/tables.ts";
import type { Chosen } from "../engine/agent/history.ts";
import type { ThreadWish } from "../engine/agent/host.ts";
import { ok, type Result } from "../kit/result.ts";

/** Of the wish, what the settings know by a key of theirs; the client's own members over its `config`. */
const KEYS: readonly (readonly [member: keyof ThreadWish, key: string])[] = [
  ["approvalPolicy", "approval_policy"],
  ["sandboxMode", "sandbox_mode"],
  ["workspaceWrite", "sandbox_workspace_write"],
  ["permissions", "default_permissions"],
  ["reviewer", "approvals_reviewer"],
  ["model", "model"],
  ["modelProvider", "model_provider"],
  ["effort", "model_reasoning_effort"],
  ["summary", "model_reasoning_summary"],
];

/** @param cwd absolute: what relative paths start from */
export function wishLayer(wish: ThreadWish, cwd: string): Result<ReadLayer, ConfigError> {
  const further = Object.entries(wish.config ?? {}).reduce<Table>(
    (table, [key, value]) => overlaid(table, withValue({}, key.split("."), value)),
    {},
  );
  const own = KEYS.flatMap(([member, key]) => (wish[member] === undefined ? [] : [[key, wish[member]] as const]));
  const table = overlaid(further, Object.fromEntries(own));
  const read = readLayer(table, { base: cwd, userHome: homedir(), placeOf });
  return read.ok ? ok({ name: "session", file: null, ...read.value, placeOf }) : read;
}

function placeOf(path: readonly string[]): Place {
  return { kind: "flag", text: `${printKey(path)} as the client sets it` };
}

/** The wish without what stands behind a key of the settings; the same one where it says nothing of it. */
export function withoutWish(wish: ThreadWish, key: string): ThreadWish {
  const members = KEYS.filter(([, own]) => own === key).map(([member]) => member);
  const left = Object.entries(wish).filter(([member]) => !members.some((gone) => gone === member));
  const further = Object.entries(wish.config ?? {}).filter(([dotted]) => dotted.split(".", 1)[0] !== key);
  const isSame = left.length === Object.keys(wish).length && further.length === Object.keys(wish.config ?? {}).length;
  if (isSame) return wish;
  return { ...Object.fromEntries(left), ...(wish.config === undefined ? {} : { config: Object.fromEntries(further) }) };
}

function withoutAll(wish: ThreadWish, keys: readonly string[]): ThreadWish {
  return keys.reduce(withoutWish, wish);
}

/** What a later wish changes of an earlier one. */
export function joinWishes(earlier: ThreadWish, later: ThreadWish): ThreadWish {
  const chooses = later.sandboxMode !== undefined || later.permissions !== undefined;
  // Who chooses anew what may be touched chooses all of it.
  const kept = chooses
    ? withoutAll(earlier, ["sandbox_mode", "sandbox_workspace_write", "default_permissions"])
    : earlier;
  const config = { ...kept.config, ...later.config };
  const { config: _, ...members } = { ...kept, ...later };
  return { ...members, ...(Object.keys(config).length === 0 ? {} : { config }) };
}

/** What of a wish a thread keeps when it is resumed. */
export function chosenIn({ approvalPolicy, sandboxMode, permissions, reviewer }: ThreadWish): Chosen {
  return {
    ...(approvalPolicy === undefined ? {} : { approvalPolicy }),
    ...(sandboxMode === undefined ? {} : { sandboxMode }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(reviewer === undefined ? {} : { reviewer }),
  };
}

/** What was set for a thread before, but for what the wish says anew, by a member or by a key of the settings. */
export function wishOver(chosen: Chosen, wish: ThreadWish): ThreadWish {
  const named = Object.keys(wish.config ?? {}).map((dotted) => dotted.split(".", 1)[0] ?? "");
  const places = ["sandbox_mode", "default_permissions"];
  const gone = named.some((key) => places.includes(key)) ? [...named, ...places] : named;
  return joinWishes(withoutAll(chosen, gone), wish);
}
