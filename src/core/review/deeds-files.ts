/** Searches that delete, and what they would find. */
import { isOutputName } from "../commands/deletion.ts";
import { sweepOf } from "../commands/deletion.ts";
import { onPath } from "../commands/scene.ts";
import { showValue } from "../script/value.ts";
import { secretDeeds } from "./sources.ts";
import { asked, deed, type Families, forbidden, free, named, person, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

function find(seen: Seen): readonly Deed[] | null {
  const { scene, finding, args } = seen;
  const { effects } = finding;
  const isDeleting = effects.some(({ kind }) => kind === "delete");
  const others = effects.filter(({ kind }) => kind !== "read" && kind !== "delete");
  if (!isDeleting)
    return others.length === 0 && finding.danger === null ? [free("look", args, "looks for files")] : null;
  const sweep = sweepOf(scene.sighting.words.slice(1));
  const names = sweep.names.map(showValue);
  const found = sweep.starts.map((start): Deed => {
    const place = onPath("delete", start, scene);
    const what = `deletes ${names.join(", ") || "all"} in ${place.target ?? "?"}`;
    const objects = [
      ...names.map((name) => name.replace(/^\*?\.?/, "").replace(/\*$/, "")),
      ...(names.length === 0 ? [place.target ?? ""] : []),
    ];
    if (place.where === "temporary")
      return names.length > 0 ? free("delete", objects, what) : named("delete", objects, what, "destruction");
    if (place.path === null || place.where !== "workspace") {
      return place.path === "/" || place.path === scene.home
        ? forbidden("delete", objects, what, "destruction")
        : deed("delete", objects, what, ["person", "critical", "destruction"]);
    }
    const isOfBuild =
      sweep.onlyEmpty ||
      (names.length > 0 && names.every((name) => isOutputName(name) || isOutputName(name.replace(/^\*(?=\.)/, "x"))));
    if (isOfBuild) return asked("delete", objects, what);
    return names.length > 0
      ? named("delete", objects, what, "destruction")
      : person("delete", objects, what, "destruction");
  });
  return [...found, ...secretDeeds(seen)];
}

export const FILES: Families = { find };
