/** Whether what a person wants to save is what was proposed, and nothing too broad. */
import { canonical } from "../../kit/json.ts";
import { isRegistry } from "../network/registries.ts";
import { checkPrefix } from "../policy/amend.ts";
import type { Question } from "./question.ts";
import type { Amendment } from "./requirement.ts";

/** Null where it may be saved, whoever typed it; else why not, in words. */
export function whyNotAmended({ amendment: proposed }: Question, amendment: Amendment): string | null {
  if (amendment.kind === "registries") {
    const isOffered = proposed?.kind === "network" && isRegistry(proposed.host, proposed.protocol);
    return isOffered ? null : "what was asked about is no package registry";
  }
  if (proposed?.kind !== amendment.kind) return "no rule of this kind was proposed";
  if (amendment.kind !== "prefix") {
    const isSame = canonical(amendment) === canonical(proposed);
    return isSame ? null : `it is for another ${OTHER[amendment.kind]} than was asked about`;
  }
  const checked = checkPrefix(amendment.pattern);
  return checked.ok ? null : checked.error;
}

const OTHER = { network: "host or protocol", root: "folder", tool: "tool" } as const;
