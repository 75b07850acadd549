/** What writing and deleting does to the places that it touches. */
import { baseName, isWithin } from "../../kit/path.ts";
import { never } from "../../kit/never.ts";
import { riskier } from "../config/review-terms.ts";
import { textOf } from "../script/value.ts";
import { isOutput } from "../commands/deletion.ts";
import type { Effect } from "../commands/effect.ts";
import { leavesBehind } from "../commands/persistence.ts";
import type { Scene } from "../commands/scene.ts";
import { isPlainPlace } from "./plain-place.ts";
import { isWritten } from "./spelled.ts";
import { asked, deed, forbidden, free, grave, named, person, type Stage } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** One for each path that is written or deleted; nothing for what is only read. */
export function placeDeeds(effects: readonly Effect[], scene: Scene, stage: Stage, name: string): readonly Deed[] {
  return effects.flatMap((one): readonly Deed[] => {
    // Without a path it is what a family speaks of: installed packages, the machine's programs.
    if (
      one.target === null ||
      one.where === null ||
      (one.path === null && !one.target.includes("/") && one.where === "outside")
    )
      return [];
    if (one.kind === "delete" && name !== "find") return [deletion(one, scene, stage)];
    if (one.kind === "write" && empties(one, scene, name)) return [emptying(one, scene, name)];
    if (one.kind === "write" && name !== "chmod" && name !== "truncate")
      return [writing(one, scene, name, stage.words)];
    return [];
  });
}

function objectsOf({ target, path }: Effect): readonly string[] {
  return target === null
    ? []
    : [path !== null && baseName(path) !== "" && !target.includes("/") ? baseName(path) : target];
}

/** Programs that print nothing. */
const SILENT = /^(?::|true|false)$/;

/** `: > FILE`, `cp /dev/null FILE`: what was in it is gone. */
function empties(one: Effect, { sighting }: Scene, name: string): boolean {
  if (one.where === "temporary" || one.where === "device") return false;
  const given = sighting.redirections.filter(({ operator }) => operator === "<").map(({ target }) => target);
  const isNothing = [...sighting.words.slice(1), ...given].some((word) =>
    /^(?:if=)?\/dev\/null$/.test(textOf(word) ?? ""),
  );
  const printed = sighting.words
    .slice(1)
    .map(textOf)
    .join("")
    .replaceAll(/^-[neE]+|\s|\\[nt]/g, "");
  const isBlank = /^(?:echo|printf)$/.test(name) && printed === "";
  const isOver = sighting.redirections.some(({ operator }) => /^(?:[12&]?>\|?|>&)$/.test(operator));
  if (/^(?:cp|mv|install|dd|tee|ln)$/.test(name)) return isNothing;
  return isOver && (SILENT.test(name) || isBlank || (name === "cat" && isNothing));
}

/** "Add this to NOTES.md" asks for nothing that replaces it. */
function isLosing({ path, target }: Effect, { sighting }: Scene, words: readonly string[]): boolean {
  const isOver = sighting.redirections.some(({ operator }) => /^[12&]?>\|?$/.test(operator));
  const isAdding = /\b(?:add|append|insert|prepend)\b[^.\n]*\b(?:to|into|onto)\b/i.test(words.at(-1) ?? "");
  return isOver && isAdding && isWritten(baseName(path ?? target ?? ""), words.slice(-1));
}

function emptying(one: Effect, scene: Scene, name: string): Deed {
  const written = writing(one, scene, name, []);
  const what = `empties ${one.target ?? "files"}`;
  if (written.bar === "person" || written.bar === "never") return { ...written, what };
  return deed("delete", objectsOf(one), what, ["named", riskier(written.level, "medium"), "destruction"]);
}

/** Writing there asks where it would run or let somebody in later. */
function writing(one: Effect, scene: Scene, name: string, words: readonly string[]): Deed {
  const objects = objectsOf(one);
  const what = `writes ${one.target ?? "files"}`;
  const behind = leavesBehind(one, scene);
  if (behind !== null) {
    const isEntry = /who may|certificates|every program|agent may/.test(behind);
    const say = isEntry ? grave : person;
    return say("configure", objects, `${what}: ${behind}`, "weakening");
  }
  if (one.where === "workspace" && isLosing(one, scene, words))
    return person("edit", objects, `${what} over what was in it`, "destruction");
  switch (one.where) {
    case "temporary":
      return free("edit", objects, what);
    case "workspace":
      return steers(one)
        ? named("edit", objects, `${what}, which steers how the project is built`, "supply-chain")
        : asked("edit", objects, what);
    case "protected":
      return person("edit", objects, `${what}, which steers git or the agent`, "weakening");
    case "device":
      return grave("change-data", objects, `${what}, a device`, "destruction");
    case "outside":
      return isCarried(one)
        ? named("copy", objects, what, "exfiltration")
        : deed(name === "cp" ? "copy" : "edit", objects, `${what}, outside the workspace`, [
            "named",
            isPlainPlace(one.path, scene.home) ? "medium" : "high",
            "weakening",
          ]);
    case "unknown":
    case null:
      return person("edit", objects, `${what}, and where that is is not known`, "hidden");
    default:
      return never(one.where);
  }
}

/** Files by which a project runs code on other machines or on the next call. */
const STEERING =
  /(?:^|\/)(?:\.github\/.+|\.gitlab-ci\.yml|\.circleci\/.+|Jenkinsfile|\.husky\/.+|\.pre-commit-config\.yaml|\.vscode\/(?:tasks|settings|launch)\.json|\.envrc|AGENTS(?:\.override)?\.md|CLAUDE\.md|\.cursorrules|\.npmrc|\.yarnrc(?:\.yml)?|\.cursor\/.+|\.claude\/.+)$/;

function steers({ path, target }: Effect): boolean {
  return STEERING.test(path ?? target ?? "");
}

/** On a disk that can be carried away. */
function isCarried({ path }: Effect): boolean {
  return path !== null && /^\/(?:mnt|media|Volumes|run\/media)\/./.test(path);
}

function deletion(one: Effect, scene: Scene, stage: Stage): Deed {
  const objects = objectsOf(one);
  const what = `deletes ${one.target ?? "files"}`;
  const { path } = one;
  const [root = "/"] = scene.roots;
  if (path !== null && (isWithin(path, scene.home) || isWithin(path, root))) {
    return forbidden("delete", objects, `${what}, with all that is in it`, "destruction");
  }
  switch (one.where) {
    case "temporary":
      return free("delete", objects, what);
    case "workspace":
      if (path !== null && isOutput(path, root)) {
        const said = `${what}, which can be made again`;
        // Whoever speaks of it may want to keep it.
        return isSpokenOf(path, stage.words) ? asked("delete", objects, said) : free("delete", objects, said);
      }
      if (path === null && /(?:^|\/)\*$/.test(one.target ?? "*")) return person("delete", objects, what, "destruction");
      if (path !== null && stage.restorable.has(path)) {
        return named("delete", objects, `${what}, which git could give back`, "destruction");
      }
      return deed("delete", objects, what, ["named", isTree(one, root) ? "high" : "medium", "destruction"]);
    case "protected":
    case "device":
      return grave("delete", objects, `${what}, which nothing gives back`, "destruction");
    case "outside":
      return outside(one, scene, what);
    case "unknown":
    case null:
      // The folder is not known, but that it is all of it is.
      if (/^\.{1,2}\/?$/.test(one.target ?? ""))
        return forbidden("delete", objects, `${what}, whatever it is`, "destruction");
      if (/(?:^|\/)\.(?:git|codex|agents|aws)(?:\/|$)/.test(one.target ?? "")) {
        return grave("delete", objects, `${what}, which nothing gives back`, "destruction");
      }
      return person("delete", objects, `${what}, and where that is is not known`, "destruction");
    default:
      return never(one.where);
  }
}

/** A whole folder at the top of the workspace, as far as its name says. */
function isTree({ path, forced }: Effect, root: string): boolean {
  if (path === null) return true;
  const below = path.slice(root === "/" ? 1 : root.length + 1);
  return forced === true && !below.includes("/") && !/.\.\w+$/.test(below);
}

/** Whoever says so wants it made again. */
const AFRESH = /\b(?:reinstall|re-install|from scratch|afresh|fresh|corrupt(?:ed)?|broken|stale)\b/i;

function isSpokenOf(path: string, words: readonly string[]): boolean {
  if (AFRESH.test(words.at(-1) ?? "")) return false;
  const [base, folder] = [baseName(path), baseName(path.slice(0, path.lastIndexOf("/")))];
  return isWritten(base, words) || isWritten(`${folder}/${base}`, words);
}

/** Below the folder that is named for temporary files, and no folder above it. */
export function isTemporary({ target }: Effect): boolean {
  return target !== null && /^(?:\$TMPDIR|\$\{TMPDIR(?::-\/tmp)?\})\/[\w.*-]+$/.test(target) && !target.includes("..");
}

/** Another project can be named; a folder of the machine or right in the home folder is for a person. */
function outside(one: Effect, { home }: Scene, what: string): Deed {
  const objects = objectsOf(one);
  const { path } = one;
  const said = `${what}, outside the workspace`;
  if (path === null) {
    const isTop = /^\/[^/]*$|^(?:~|\$HOME|\$\{HOME\})\/[^/]*$/.test(one.target ?? "/");
    return isTop ? forbidden("delete", objects, said, "destruction") : person("delete", objects, said, "destruction");
  }
  if (/^\/[^/]*$/.test(path) || /^\/(?:bin|boot|dev|etc|lib\w*|proc|root|sbin|sys|usr)(?:\/|$)/.test(path)) {
    return forbidden("delete", objects, said, "destruction");
  }
  const below = isWithin(home, path) ? path.slice(home.length + 1) : null;
  if (below !== null && !below.includes("/")) return grave("delete", objects, said, "destruction");
  return deed("delete", objects, said, ["named", "high", "destruction"]);
}
