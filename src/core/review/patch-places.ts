/** What it means that a file is changed, made, moved or taken away: by where it lies. */
import { baseName, isWithin } from "../../kit/path.ts";
import { whereIsPath, type Scene } from "../commands/scene.ts";
import { workspaceFileAt } from "../permissions/workspace-files.ts";
import { knownAs } from "./known-as.ts";
import type { PatchedFile } from "./patch-files.ts";
import { isPlainPlace } from "./plain-place.ts";
import { isSecretPlace, leavesBehindAt } from "./scene-of.ts";
import { asked, deed, grave, named, person } from "./seen.ts";
import type { Deed } from "./subject.ts";

/** @param isPlain true where nothing in the lines speaks against it, so that the place alone counts */
export function placeDeedsOf(
  file: PatchedFile,
  scene: Scene,
  words: readonly string[],
  isPlain: boolean,
): readonly Deed[] {
  const { kind, full, to, path } = file;
  if (kind === "delete") return [deletion(path, full, scene, words)];
  const known = knownAs(path, words);
  const here = changeAt(full, scene, { known, path, isPlain });
  if (to === null) return [here];
  const there = changeAt(to, scene, { known: knownAs(to, words), path: to, isPlain });
  const what = `moves ${path} to ${to}`;
  return [
    here,
    there,
    deed("edit", [known], what, isRisky(full, scene) ? ["person", "high", "weakening"] : ["asked", "low", null]),
  ];
}

type Named = { readonly known: string; readonly path: string; readonly isPlain: boolean };

function changeAt(full: string, scene: Scene, { known, path, isPlain }: Named): Deed {
  const what = `changes ${path}`;
  if (isOurs(full, scene))
    return grave("configure", [known], `${what}, by which it is decided what may be done unasked`, "weakening");
  const where = whereIsPath(full, scene);
  if (where !== "workspace" && where !== "protected" && where !== "temporary")
    return outside(full, scene, { known, path, isPlain });
  const file = workspaceFileAt(rootOf(full, scene), full);
  if (isSecretPlace(full, scene)) return named("configure", [known], `${what}, which holds keys`, "credentials");
  if (BUILD_SERVICE.test(full))
    return deed("edit", [known], `${what}, which the build service runs`, [
      "named",
      isPlain ? "medium" : "high",
      "supply-chain",
    ]);
  if (HOOKS.test(full)) return hook(full, what, isPlain, known);
  if (file !== null)
    return person(
      "configure",
      [known],
      `${what}: ${file.why}`,
      file.name.includes("git") ? "supply-chain" : "weakening",
    );
  const left = where === "temporary" ? null : leavesBehindAt(full, scene);
  if (left !== null || where === "protected")
    return person("configure", [known], `${what}: ${left ?? "it steers git or agents"}`, "weakening");
  return byName(full, what, known);
}

/** What assent or another agent goes by, wherever that lies. */
function isOurs(path: string, { keep, roots }: Scene): boolean {
  if (keep.some((kept) => isWithin(kept, path))) return true;
  const isInside = roots.some((root) => isWithin(root, path));
  return AGENT_SETTINGS.test(path) && (!isInside || RIGHTS.test(path));
}

const AGENT_SETTINGS =
  /\/\.(?:codex|assent|claude|agents|gemini|qwen|cursor|continue|codeium|windsurf|opencode|roo|kiro)(?:\/|\.json$)|\/\.config\/(?:codex|assent|claude|gemini|opencode|goose|amp|crush)\/|^\/etc\/(?:codex|assent|claude-code|gemini-cli)\//;
const RIGHTS =
  /\/(?:config\.toml|settings(?:\.local)?\.json|hooks\.json|permissions\.json|mcp\.json|requirements\.toml|.*\.rules|hooks\/.*)$|\/\.(?:codex|assent)\/rules\//;
const BUILD_SERVICE =
  /\/(?:\.github\/(?:workflows|actions)\/|\.circleci\/|\.buildkite\/)|\/(?:\.gitlab-ci\.yml|\.travis\.yml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.yml|Jenkinsfile|\.drone\.yml|appveyor\.yml|cloudbuild\.ya?ml)$/;
export const HOOKS = /\/(?:\.git\/hooks|\.husky|\.githooks)\/[^/]+$/;

/** Its name is what a person asks for. */
function hook(full: string, what: string, isPlain: boolean, known: string): Deed {
  const name = baseName(full);
  const objects = known === name ? [name] : [...new Set([name, known])].slice(0, 1);
  return deed("configure", objects, `${what}, which git runs`, [isPlain ? "named" : "person", "high", "weakening"]);
}

function outside(full: string, scene: Scene, { known, path, isPlain }: Named): Deed {
  const what = `changes ${path}`;
  if (isSecretPlace(full, scene)) return grave("configure", [known], `${what}, where keys are kept`, "credentials");
  const left = leavesBehindAt(full, scene);
  if (isMachine(full))
    return grave("administer", [known], `${what}: ${left ?? "it is a part of the system"}`, "weakening");
  if (left !== null)
    return deed("configure", [known], `${what}: ${left}`, [
      isPlain && MAY_BE_ASKED.test(full) ? "named" : "person",
      "high",
      "weakening",
    ]);
  const level = isPlainPlace(full, scene.home) ? "medium" : "high";
  return deed("edit", [known], `${what}, outside the workspace`, ["named", level, "weakening"]);
}

/** Start files that people have changed for them; what they hold is looked at. */
const MAY_BE_ASKED =
  /\/\.(?:bashrc|bash_profile|bash_aliases|profile|zshrc|zshenv|zprofile|inputrc|vimrc|gitconfig|config\/git\/config|tmux\.conf|config\/fish\/config\.fish)$/;

function isMachine(path: string): boolean {
  return /^\/(?:etc|usr|bin|sbin|lib\d*|boot|sys|proc|dev|root|opt|System|Library|private\/etc)(?:\/|$)|^\/var\/(?!tmp\/)/.test(
    path,
  );
}

function isRisky(path: string, scene: Scene): boolean {
  return (
    isOurs(path, scene) ||
    isSecretPlace(path, scene) ||
    leavesBehindAt(path, scene) !== null ||
    workspaceFileAt(rootOf(path, scene), path) !== null
  );
}

function rootOf(path: string, { roots }: Scene): string {
  return roots.find((root) => isWithin(root, path)) ?? "/";
}

/** Files of a project that steer how it is built, or who has a say in it. */
function byName(full: string, what: string, known: string): Deed {
  const base = baseName(full);
  if (OWNERS.test(full)) return person("configure", [known], `${what}, which says who must agree`, "weakening");
  if (SOURCES.test(base))
    return person("configure", [known], `${what}, which says where packages come from`, "supply-chain");
  if (LOCKS.test(base))
    return deed("update", [known], `${what}, which pins packages`, ["asked", "medium", "supply-chain"]);
  if (CHECKS.test(base))
    return deed("configure", [known], `${what}, which says what is checked`, ["asked", "medium", "weakening"]);
  return asked("edit", [known], what);
}

const OWNERS =
  /\/(?:CODEOWNERS|\.github\/(?:settings|dependabot|renovate)[^/]*|renovate\.json5?|\.renovaterc(?:\.json)?)$/i;
const SOURCES = /^(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmrc|bunfig\.toml|pip\.conf|\.pypirc|\.condarc|nuget\.config)$/i;
export const LOCKS =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|go\.sum|mix\.lock|pubspec\.lock|flake\.lock|packages\.lock\.json|gradle\.lockfile|\.terraform\.lock\.hcl)$/;
const CHECKS =
  /^(?:\.eslintrc(?:\..+)?|eslint\.config\..+|\.semgrep.*|\.bandit|bandit\.ya?ml|\.gitleaks\.toml|\.snyk|sonar-project\.properties|\.trivyignore|\.hadolint\.ya?ml|\.checkov\.ya?ml|ruff\.toml|\.pylintrc|\.golangci\.ya?ml|\.rubocop\.yml|phpstan\.neon|tslint\.json|audit-ci\.json|\.nsprc|codecov\.yml)$/i;

function deletion(path: string, full: string, scene: Scene, words: readonly string[]): Deed {
  const known = knownAs(path, words);
  const what = `deletes ${path}`;
  const where = whereIsPath(full, scene);
  if (isOurs(full, scene))
    return grave("delete", [known], `${what}, by which it is decided what may be done unasked`, "weakening");
  if (where === "temporary") return asked("delete", [known], what);
  if (where !== "workspace")
    return deed("delete", [known], `${what}, outside the workspace`, [
      "person",
      isMachine(full) ? "critical" : "high",
      "destruction",
    ]);
  if (isRisky(full, scene)) return person("delete", [known], `${what}, which protects or steers`, "weakening");
  return deed("delete", [known], what, [
    "named",
    isTest(full) ? "high" : "medium",
    isTest(full) ? "weakening" : "destruction",
  ]);
}

export function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress|testdata)\/|[._-](?:test|tests|spec|e2e|cy)\.[a-z]+$|(?:^|\/)(?:test_[^/]+\.py|[^/]+_test\.(?:go|py|rb|exs?|dart)|[^/]+(?:Test|Tests|Spec|IT)\.(?:java|kt|scala|cs|php|swift))$/.test(
    path,
  );
}
