/** Permissions that an agent asks for beside those that it has. */
import { isWithin } from "../../kit/path.ts";

/** Paths are absolute, normalised and without a slash at the end; empty where nothing is wanted. */
export type Extra = {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** True: the network is wanted. */
  readonly network: boolean;
};

export const NO_EXTRA: Extra = { read: [], write: [], network: false };

/** Both together, each path once. */
export function joinExtra(first: Extra, second: Extra): Extra {
  return {
    read: [...new Set([...first.read, ...second.read])],
    write: [...new Set([...first.write, ...second.write])],
    network: first.network || second.network,
  };
}

/** True where `given` names all of `wanted`: what lies within a place was not named. */
export function includesExtra(given: Extra, wanted: Extra): boolean {
  return (
    wanted.read.every((path) => given.read.includes(path) || given.write.includes(path)) &&
    wanted.write.every((path) => given.write.includes(path)) &&
    (given.network || !wanted.network)
  );
}

/**
 * What of `granted` was asked for: its paths that lie in one that was wanted for the same. What may be written may be
 * read as well.
 */
export function cutTo(wanted: Extra, granted: Extra): Extra {
  return {
    read: granted.read.filter((path) => isIn([...wanted.read, ...wanted.write], path)),
    write: granted.write.filter((path) => isIn(wanted.write, path)),
    network: granted.network && wanted.network,
  };
}

function isIn(places: readonly string[], path: string): boolean {
  return places.some((place) => isWithin(place, path));
}

/** `write /a, read /b, reach the network`; `nothing` where nothing is wanted. Not escaped. */
export function extraWords({ read, write, network }: Extra): string {
  const words = [
    ...write.map((path) => `write ${path}`),
    ...read.map((path) => `read ${path}`),
    ...(network ? ["reach the network"] : []),
  ];
  return words.length === 0 ? "nothing" : words.join(", ");
}

/** True where it opens nothing. */
export function isNothing({ read, write, network }: Extra): boolean {
  return read.length === 0 && write.length === 0 && !network;
}
