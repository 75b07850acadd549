/** Profiles of settings: which one is chosen, and what it says in each file. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { ConfigError } from "./error.ts";
import type { ReadLayer } from "./layers.ts";
import type { Named } from "./profile-keys.ts";
import { describeValue, isTable, oneOf } from "./spot.ts";
import { valueAt } from "./tables.ts";

const NAME_EXPECTED = "the name of a profile: letters, digits, - and _";

/**
 * The profile that the strongest layer chooses which chooses one; null for none.
 *
 * @param layers strongest first, and none of a project: its files choose no profile
 */
export function chosenProfile(layers: readonly ReadLayer[]): Result<Named | null, ConfigError> {
  const named = layers.find(({ layer }) => layer.profile !== undefined)?.layer.profile ?? null;
  return named === null || isName(named.name) ? ok(named) : err(wrong(named, NAME_EXPECTED));
}

/** A name becomes a part of a path: it can lead nowhere else. */
function isName(name: string): boolean {
  return /^\w[\w.-]{0,99}$/u.test(name) && !name.includes("..");
}

/** As it was typed, or as it is written. */
function wrong({ name, place }: Named, expected: string): ConfigError {
  return {
    kind: "bad-value",
    place,
    key: place.kind === "file" ? "profile" : null,
    found: describeValue(name),
    expected,
  };
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
export function unknownProfile(named: Named, names: readonly string[]): ConfigError {
  return wrong(named, names.length === 0 ? "the name of a profile, and there is none" : oneOf(names));
}
