/** When changing who may read, write and run a file is dangerous. */
import { isWithin } from "../../kit/path.ts";
import { showValue, textOf, type Value } from "../script/value.ts";
import type { Addition, Call } from "./row.ts";
import { effect, pathOf, type Scene, whereIs } from "./scene.ts";

/** The hook of chmod. A mode may look like an option (`-w`), so it reads the words as they are. */
export function changesRights(_call: Call, scene: Scene): Addition {
  const words = scene.sighting.words.slice(1);
  const at = words.findIndex((word) => !isOption(word));
  const mode = words[at];
  if (mode === undefined) return {};
  const files = words.slice(at + 1).filter((word) => textOf(word) !== "--" && !isOption(word));
  const isDeep = words.some((word) => /^(?:-[a-zA-Z]*R|--rec)/.test(textOf(word) ?? ""));
  const text = textOf(mode) ?? "";
  const danger = dangerOfMode(text, files, scene) ?? (isDeep ? dangerOfDepth(files, scene) : null);
  return { danger };
}

/** The hook of chown and chgrp. */
export function changesOwner({ operands }: Call, scene: Scene): Addition {
  const words = scene.sighting.words.slice(1);
  const isDeep = words.some((word) => /^(?:-[a-zA-Z]*R|--rec)/.test(textOf(word) ?? ""));
  return { effects: [effect("privilege")], danger: isDeep ? dangerOfDepth(operands.slice(1), scene) : null };
}

function isOption(word: Value): boolean {
  const text = textOf(word);
  return text !== null && text.startsWith("-") && !/^-[rwxXst]+$/.test(text);
}

function dangerOfMode(mode: string, files: readonly Value[], scene: Scene): string | null {
  if (lendsRights(mode)) return "lets a program act with its owner's rights";
  const open = opensToAll(mode) ? files.find((file) => isElsewhere(file, scene)) : undefined;
  return open === undefined ? null : `lets everybody write (${showValue(open)})`;
}

/** The bits for acting as owner or group. */
function lendsRights(mode: string): boolean {
  if (/^[0-7]+$/.test(mode)) return (Number.parseInt(mode, 8) & 0o6000) !== 0;
  return mode.split(",").some((clause) => /[+=][^-]*s/.test(clause));
}

function opensToAll(mode: string): boolean {
  if (/^[0-7]+$/.test(mode)) return (Number.parseInt(mode, 8) & 0o002) !== 0;
  return mode.split(",").some((clause) => /^[ug]*[oa][ugoa]*(?:[^+=]*[+=][rXxst]*w)/.test(clause));
}

/** Neither in the workspace nor among temporary files; unknown counts as elsewhere. */
function isElsewhere(file: Value, scene: Scene): boolean {
  const where = whereIs(file, scene);
  return where === "outside" || where === "device" || where === "protected" || where === "unknown";
}

function dangerOfDepth(files: readonly Value[], scene: Scene): string | null {
  const whole = files.find((file) => {
    const path = pathOf(file, scene.sighting.cwd);
    if (path === null) return false;
    if (!isElsewhere(file, scene)) return false;
    // A folder that holds the home or the workspace, or one of the machine's own.
    const isAbove = [scene.home, ...scene.roots.slice(0, 1)].some((folder) => isWithin(path, folder));
    return isAbove || SYSTEM.some((folder) => isWithin(folder, path));
  });
  return whole === undefined ? null : `changes who may do what in all of ${showValue(whole)}`;
}

const SYSTEM = [
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/opt",
  "/root",
  "/sbin",
  "/srv",
  "/sys",
  "/usr",
  "/var",
  "/Library",
  "/System",
];
