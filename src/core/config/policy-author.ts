/** Tells who chose the approval policy, for the reasons of a decision. */
import { describePlace } from "./error.ts";
import type { Loaded } from "./loaded.ts";
import { originOf, requiredIn } from "./origins.ts";

/** Who chose the approval policy, in words that follow its name; null for a default and for what was typed. */
export function policyBy(loaded: Pick<Loaded, "settings" | "layers" | "requirements" | "trust">): string | null {
  const required = requiredIn(loaded, "approval_policy");
  const place = (required ?? originOf(loaded.layers, [["approval_policy"], ["preset"]])).place;
  if (place?.kind !== "file") return null;
  const where = `${place.file}:${place.line}`;
  if (required !== null) return `required by ${where}`;
  const { marked } = loaded.trust;
  const isMark = marked?.level === "untrusted" && describePlace(marked.place) === describePlace(place);
  return isMark ? `this project is marked as untrusted in ${where}` : `set in ${where}`;
}
