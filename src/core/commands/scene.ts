/** Where a command runs and what surrounds it: what its paths mean. */
import { isWithin, resolvePath } from "../../kit/path.ts";
import { PROTECTED_NAMES } from "../permissions/permissions.ts";
import type { Course, Sighting } from "../script/sighting.ts";
import { prefixOf, showValue, textOf, type Value } from "../script/value.ts";
import type { Effect, EffectKind, Where } from "./effect.ts";

/** The machine and the workspace; the same for all commands of a script. */
export type Surroundings = {
  /** The person's home folder, absolute. */
  readonly home: string;
  /** Folders that commands may write to in workspace-write, absolute, links resolved; the workspace comes first. */
  readonly roots: readonly string[];
  /** Paths in the roots that stay read-only, absolute. */
  readonly keep: readonly string[];
};

export type Scene = Surroundings & { readonly sighting: Sighting; readonly course: Course };

/** Absolute and in plain form; null where the value or the folder is not known. */
export function pathOf(value: Value, cwd: string | null): string | null {
  const text = textOf(value);
  if (text === null || text === "" || (cwd === null && !text.startsWith("/"))) return null;
  return resolvePath(cwd ?? "/", text);
}

/** Where the path leads; for one that is partly known, where all that it may be lies. */
export function whereIs(value: Value, { sighting: { cwd }, ...around }: Scene): Where {
  const path = pathOf(value, cwd);
  if (path !== null) return whereIsPath(path, around);
  const known = prefixOf(value);
  const isGlob = value.pieces.every((piece) => piece.kind !== "any");
  if (known === "" && !isGlob) return "unknown";
  if (cwd === null && !known.startsWith("/")) return "unknown";
  // Behind an unknown part `..` may lead anywhere; a file name that a pattern matches has no slash.
  const rest = showValue({ pieces: value.pieces.slice(known === "" ? 0 : 1), many: false });
  if (!isGlob || /(?:^|\/)\.\.(?:\/|$)/.test(rest)) return "unknown";
  return whereIsPath(resolvePath(cwd ?? "/", known.slice(0, known.lastIndexOf("/") + 1)), around);
}

const HARMLESS_DEVICES = /^\/dev\/(?:null|zero|full|random|urandom|tty|stdin|stdout|stderr|fd\/\d+|pts\/\d+|shm\/.+)$/;

/** @param path absolute and in plain form */
export function whereIsPath(path: string, { roots, keep }: Surroundings): Where {
  if (path === "/dev" || path.startsWith("/dev/")) return HARMLESS_DEVICES.test(path) ? "temporary" : "device";
  const root = roots.find((folder) => isWithin(folder, path));
  // Not /var/tmp: what lies there outlives a restart, and nobody said that it may go.
  const isTemporary = isWithin("/tmp", path);
  if (root === undefined) return isTemporary ? "temporary" : "outside";
  const [first = ""] = path.slice(root === "/" ? 1 : root.length + 1).split("/", 1);
  if (PROTECTED_NAMES.includes(first) || keep.some((folder) => isWithin(folder, path))) return "protected";
  return isTemporary && !roots.slice(0, 1).some((folder) => isWithin(folder, path)) ? "temporary" : "workspace";
}

/** An effect on a path. */
export function onPath(kind: EffectKind, value: Value, scene: Scene): Effect {
  const path = pathOf(value, scene.sighting.cwd);
  return { kind, target: showValue(value), path, where: whereIs(value, scene) };
}

/** An effect that is not tied to a path. */
export function effect(kind: EffectKind, target: string | null = null): Effect {
  return { kind, target, path: null, where: null };
}
