/** What the person's own layers say of projects: marks of trust, names of roots. */
import type { ReadLayer } from "./layers.ts";
import type { Mark, Projects } from "./trust.ts";

/** All marks, a stronger layer's over a weaker one's. @param own strongest first, and none of a project */
export function projectsOf(own: readonly ReadLayer[]): Projects {
  return new Map(own.toReversed().flatMap(({ layer }) => [...(layer.projects ?? [])]));
}

/** The names by which a project's root is known, of the strongest layer that says; null where none does. */
export function rootMarkersOf(own: readonly ReadLayer[]): readonly string[] | null {
  return own.find(({ layer }) => layer.rootMarkers !== undefined)?.layer.rootMarkers ?? null;
}

/**
 * What the mark of an untrusted project says of the approval policy: over everything but the command line and what a
 * client sets; nothing for other projects.
 *
 * @param own the layers that the mark may stand in, strongest first
 */
export function markedLayer(marked: Mark | null, own: readonly ReadLayer[]): readonly ReadLayer[] {
  if (marked?.level !== "untrusted") return [];
  const { key, place } = marked;
  const said = own.find(({ layer }) => layer.projects?.has(key) === true);
  return [
    {
      name: said?.name ?? "user",
      file: said?.file ?? null,
      table: { approval_policy: "untrusted" },
      layer: { approvalPolicy: "untrusted" },
      placeOf: () => place,
    },
  ];
}
