/** What only shows between commands: what is fetched and run, decoded and run, or made. */
import type { Surroundings } from "../commands/scene.ts";
import { carriedBy, traceOf } from "../commands/flow-trace.ts";
import { textOf } from "../script/value.ts";
import { resolvePath } from "../../kit/path.ts";
import { whereIsPath } from "../commands/scene.ts";
import { fileDeed } from "./deeds-builds.ts";
import { grave, person, type Stage } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** @param own the deeds of each sighting, in their order */
export function flowDeeds(stage: Stage, around: Surroundings, own: readonly (readonly Deed[])[]): readonly Deed[] {
  const { course, findings, dangers } = stage.survey;
  const trace = traceOf(course, findings);
  const unknown = course.unknowns.flatMap((one, at): Deed | readonly [] => {
    const owner = trace.owners.get(at) ?? null;
    // What is planned was read, line by line.
    if (owner !== null && own[owner]?.some(({ act, bar }) => act === "schedule" && bar === "named") === true) return [];
    const carried = [
      ...one.from.map((id) => carriedBy(id, trace)),
      ...(owner === null ? [] : [trace.input.get(owner), trace.words.get(owner)]),
    ];
    const download = carried.find((each) => typeof each?.download === "string")?.download;
    if (typeof download === "string")
      return grave("run", [], `runs what it fetches from elsewhere (${download})`, "supply-chain");
    const decoded = carried.find((each) => typeof each?.decoded === "string")?.decoded;
    if (typeof decoded === "string") return grave("run", [], `runs a text that was hidden (by ${decoded})`, "hidden");
    const file = one.path === null ? null : textOf(one.path);
    const runner = owner === null ? undefined : course.sightings[owner];
    const path = file === null || runner?.cwd === null || runner === undefined ? null : resolvePath(runner.cwd, file);
    const where = path === null ? "unknown" : whereIsPath(path, around);
    const script = file === null || path === null ? null : fileDeed({ path, args: [] }, where, stage);
    if (script !== null) return script;
    return person("run", [], `runs ${one.what}, which nobody can see`, "hidden");
  });
  const flows = dangers.flatMap(({ sighting, why }): readonly Deed[] => {
    if (sighting !== null && stage.survey.findings[sighting]?.danger === why) return [];
    const given = sighting === null ? [] : [trace.input.get(sighting), trace.words.get(sighting)];
    const isForeign = given.some((one) => one !== undefined && (one.download !== null || one.decoded !== null));
    const isSaid = unknown.some(({ level }) => level === "critical");
    const told = sighting === null ? [] : (own[sighting] ?? []);
    const isSending = told.some(({ category, act }) => category === "exfiltration" && act === "send");
    if (isForeign && !isSending) return isSaid ? [] : [grave("run", [], `it ${why}`, "hidden")];
    if (isSending) return [];
    return unknown.some(({ level }) => level === "critical") ? [] : [person("run", [], `it ${why}`, "exfiltration")];
  });
  return [...unknown, ...flows];
}
