/** Profiles of settings: which one is chosen, and what it says in each file. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError, Place } from "./error.ts";
import type { ReadLayer } from "./layers.ts";
import { describeValue, isTable, oneOf, type Table } from "./spot.ts";
import { valueAt, without } from "./tables.ts";

/** The name of a profile, and where it was chosen. */
export type ChosenProfile = { readonly name: string; readonly place: Place; readonly key: string | null };

const NAME_EXPECTED = "the name of a profile: letters, digits, - and _";

/**
 * The profile that is chosen: by `-p`, else by `profile` of the strongest layer that says so; null for none.
 *
 * @param flag as typed behind `-p`; null without one
 * @param layers strongest first, and none of a project: its files choose no profile
 */
export function chosenProfile(
  flag: string | null,
  layers: readonly ReadLayer[],
): Result<ChosenProfile | null, ConfigError> {
  if (flag !== null) return named(flag, { kind: "flag", text: `-p ${flag}` }, null);
  const choosing = layers.find(({ table }) => valueAt(table, ["profile"]) !== undefined);
  if (choosing === undefined) return ok(null);
  return named(valueAt(choosing.table, ["profile"]), choosing.placeOf(["profile"]), "profile");
}

/** A name becomes a part of a path: it can lead nowhere else. */
function named(name: unknown, place: Place, key: string | null): Result<ChosenProfile, ConfigError> {
  if (typeof name === "string" && /^\w[\w.-]{0,99}$/u.test(name) && !name.includes(".."))
    return ok({ name, place, key });
  return err({ kind: "bad-value", place, key, found: describeValue(name), expected: NAME_EXPECTED });
}

/** A profile chooses no other one, and marks no project; its reader has passed over such keys. */
export function insideProfile(layer: ReadLayer): ReadLayer {
  return { ...layer, table: [["profile"], ["profiles"], ["projects"]].reduce<Table>(without, layer.table) };
}

/** Where a profile is written in a file of its own, below assent's home. As in Codex 0.169. */
export function profileFile(name: string): string {
  return `${name}.config.toml`;
}

/** The names of all profiles: of `[profiles]` in the layers, and of `files` as `profileFile` names them. */
export function profileNames(layers: readonly ReadLayer[], files: readonly string[]): readonly string[] {
  const tables = layers.map(({ table }) => valueAt(table, ["profiles"])).filter(isTable);
  const own = files
    .filter((file) => /.\.config\.toml$/u.test(file))
    .map((file) => file.replace(/\.config\.toml$/u, ""));
  return [...new Set([...tables.flatMap((table) => Object.keys(table)), ...own])].toSorted();
}

/** @param names what there is, see `profileNames` */
export function unknownProfile({ name, place, key }: ChosenProfile, names: readonly string[]): ConfigError {
  const expected = names.length === 0 ? "the name of a profile, and there is none" : oneOf(names);
  return { kind: "bad-value", place, key, found: describeValue(name), expected };
}
