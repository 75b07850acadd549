/** Applies overlays to a reduced transcript: the general ones, then those of a scenario. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { GENERAL } from "./general.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** By scenario: `why`, names of the reasons in reasons.json; `set`: parts of the reduced transcript as they are here. */
export function readOverlays() {
  const files = fs.readdirSync(HERE).filter((name) => name.endsWith(".json") && name !== "reasons.json");
  return Object.assign({}, ...files.map((name) => readJson(name)));
}

export const readReasons = () => readJson("reasons.json");

const readJson = (name) => JSON.parse(fs.readFileSync(path.join(HERE, name), "utf8"));

/** A part is named by its key, and by the key within it: "lanes call_1"; null where there is none. */
export function overlaid(view, overlay) {
  for (const rule of GENERAL) rule.apply(view);
  for (const [place, value] of Object.entries(overlay?.set ?? {})) {
    const [key, ...rest] = place.split(" ");
    const name = rest.join(" ");
    if (name === "") setIn(view, key, value);
    else setIn(view[key], name, value);
  }
  return view;
}

function setIn(object, key, value) {
  if (value === null) delete object[key];
  else object[key] = value;
}

/** What an overlay would have to set for `actual` to be as expected. For who writes one. */
export function overlayFor(expected, actual, isSame) {
  const set = {};
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const [a, b] = [expected[key], actual[key]];
    if (!isPlain(a) || !isPlain(b)) {
      if (!isSame({ [key]: a }, { [key]: b })) set[key] = b ?? null;
      continue;
    }
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [one, two] = [{ [key]: only(a, name) }, { [key]: only(b, name) }];
      if (!isSame(one, two)) set[`${key} ${name}`] = b[name] ?? null;
    }
  }
  return set;
}

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const only = (object, name) => (name in object ? { [name]: object[name] } : {});
