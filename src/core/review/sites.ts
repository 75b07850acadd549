/** What changes where a command runs on another machine, in a container or with more rights. */
import { baseName } from "../../kit/path.ts";
import { riskier } from "../config/review-terms.ts";
import { showValue, textOf } from "../script/value.ts";
import type { Sighting } from "../script/sighting.ts";
import { readOptions } from "./options.ts";
import { isProduction } from "./deeds-cloud.ts";
import { grave, stricterBar, type Seen } from "./seen.ts";
import type { Deed } from "./subject.ts";

const PRIVILEGE = /^(?:sudo|doas|pkexec|su|run0|gosu|runuser)\b/;
const ELSEWHERE = /^(?:ssh host|mosh|docker exec|podman exec|kubectl exec|oc exec|docker compose exec|vagrant ssh)/;

/** Programs that a person lets act for the whole machine by naming what they act on. */
const FOR_MACHINE = /^(?:apt|apt-get|dnf|yum|pacman|apk|zypper|systemctl|service|brew)$/;

/** @param how a program that runs others, or the way that something was found by */
export function isPrivilege(how: string): boolean {
  return PRIVILEGE.test(how);
}

/** The deeds of a command as they count where it runs. */
export function atSite(seen: Seen, deeds: readonly Deed[]): readonly Deed[] {
  const { via, doubt } = seen.scene.sighting;
  let found = deeds;
  if (doubt !== null) found = found.map((one) => doubted(one, doubt));
  if (via.some(isPrivilege)) found = found.map((one) => privileged(one, seen));
  if (via.some((how) => ELSEWHERE.test(how))) {
    const place = placeOf(seen);
    found = found.map((one) => elsewhere(one, place, seen));
  }
  return found;
}

function doubted(one: Deed, doubt: string): Deed {
  if (one.bar === "never" || one.bar === "person") return one;
  return {
    ...one,
    bar: "person",
    level: riskier(one.level, "medium"),
    category: "hidden",
    what: `${one.what} (${doubt})`,
  };
}

function privileged(one: Deed, { name }: Seen): Deed {
  const what = `${one.what}, with all rights`;
  if (FOR_MACHINE.test(name) && one.bar === "free") return { ...one, what, bar: "asked" };
  if (FOR_MACHINE.test(name)) {
    return {
      ...one,
      what,
      bar: stricterBar(one.bar, "named"),
      level: riskier(one.level, "medium"),
      category: one.category ?? "privilege",
    };
  }
  return {
    ...one,
    what,
    bar: stricterBar(one.bar, "person"),
    level: riskier(one.level, "high"),
    category: one.category ?? "privilege",
  };
}

/** The machine or container that it runs on; null where it is not known. */
function placeOf({ scene: { sighting, course } }: Seen): string | null {
  for (let id = sighting.id - 1; id >= 0; id--) {
    const outer = course.sightings[id];
    if (outer !== undefined && CARRIERS.test(baseName(textOf(outer.words[0]) ?? ""))) return namedBy(outer);
  }
  return null;
}

const CARRIERS = /^(?:ssh|mosh|docker|podman|kubectl|oc|vagrant)$/;
const SSH_VALUED = "-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w";
const EXEC_VALUED = "-e --env -u --user -w --workdir -c --container -n --namespace -f --file --context";

function namedBy({ words: [program, ...rest] }: Sighting): string | null {
  const args = rest.map(showValue);
  const isShell = /^(?:ssh|mosh)$/.test(baseName(textOf(program) ?? ""));
  if (isShell) return (readOptions(args, SSH_VALUED).operands[0] ?? "").replace(/^.*@/, "") || null;
  const operands = readOptions(args, EXEC_VALUED).operands;
  return operands[operands.indexOf("exec") + 1] ?? null;
}

function elsewhere(one: Deed, place: string | null, { name }: Seen): Deed {
  const objects = [
    ...(one.bar === "free" && one.objects.length === 0 ? [name] : one.objects),
    place ?? "another machine",
  ];
  const isLooking = one.act === "look";
  if (!isLooking && isProduction([place ?? ""])) {
    return {
      ...grave(one.act, objects, `${one.what} on ${place ?? ""}, in production`, "remote"),
      bar: stricterBar(one.bar, "person"),
    };
  }
  const bar = stricterBar(one.bar, "named");
  const isChanging = one.act === "delete" || one.act === "edit";
  const level = riskier(one.level, isChanging ? "high" : "medium");
  const what = `${one.what} on ${place ?? "another machine"}`;
  return { ...one, objects, bar, level, category: one.category ?? "remote", what };
}
