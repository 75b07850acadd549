/** Cuts a project's settings down to what makes those below them stricter. */
import { oneSource } from "./join-layers.ts";
import type { ReadLayer } from "./layers.ts";
import type { Layer } from "./settings.ts";
import { readAutoReview, REVIEW_KEYS, reviewPath } from "./review-keys.ts";
import { printKey, type Table } from "./spot.ts";
import { leavesOf, valueAt, without, withValue } from "./tables.ts";
import { type Below, type Kept, TIGHTENING } from "./tightening.ts";

/** What is left of a layer, and the keys that do not count, as they would be written. */
export type CutLayer = { readonly layer: ReadLayer; readonly dropped: readonly string[] };

/** What a project never sets, whoever trusts it: what is the person's own, where a model's requests go, and who reviews. */
const OTHERS: readonly (readonly string[])[] = [
  ["projects"],
  ["project_root_markers"],
  ["profile"],
  ["profiles"],
  ["model_provider"],
  ["model_providers"],
  ["execpolicy", "allow_runs"],
  ["execpolicy", "user_rules"],
];

/** The layer of a project without what no project may say. */
export function withoutOthers(read: ReadLayer): CutLayer {
  const found = [...OTHERS.filter((path) => valueAt(read.table, path) !== undefined), ...reviewOthers(read.table)];
  if (found.length === 0) return { layer: read, dropped: [] };
  const {
    projects: _projects,
    rootMarkers: _rootMarkers,
    profile: _profile,
    modelProvider: _modelProvider,
    modelProviders: _modelProviders,
    allowRuns: _allowRuns,
    userRules: _userRules,
    autoReview: _autoReview,
    ...others
  } = read.layer;
  const table = found.reduce<Table>(without, read.table);
  const layer = { ...others, autoReview: readAutoReview(table["auto_review"]) };
  return { layer: { ...read, table, layer }, dropped: found.map(printKey) };
}

function reviewOthers(table: Table): readonly (readonly string[])[] {
  return REVIEW_KEYS.filter((key) => {
    const value = valueAt(table, reviewPath(key));
    return value !== undefined && !key.isForProjects(value);
  }).map(reviewPath);
}

/**
 * What of a project's layer makes `below` stricter. Whatever is not known to do so is dropped, and named if assent
 * reads it. Holds under every stronger layer as well: each key that is left only takes away, or is replaced.
 */
export function tightened(read: ReadLayer, below: Below): CutLayer {
  const whole = withoutPreset(read);
  const parts: Layer[] = [];
  const dropped = new Set<string>();
  let table: Table = {};
  let rest = whole.table;
  for (const { path, keep } of TIGHTENING) {
    const value = valueAt(whole.table, path);
    if (value === undefined) continue;
    rest = without(rest, path);
    const kept = keep(whole.layer, below, path);
    if (kept.isCut) dropped.add(nameOf(read, path));
    if (kept.layer === null) continue;
    parts.push(kept.layer);
    table = withValue(table, path, shownOf(kept, value));
  }
  for (const { path } of leavesOf(rest)) if (isRead(path)) dropped.add(printKey(path.slice(0, 2)));
  const { notices } = read.layer;
  const layer = { ...oneSource(parts), ...(notices === undefined ? {} : { notices }) };
  return { layer: { ...whole, table, layer }, dropped: [...dropped] };
}

function shownOf({ value, before = [] }: Kept, written: unknown): unknown {
  const shown = value ?? written;
  return Array.isArray(shown) ? [...new Set([...before, ...shown])] : shown;
}

/** A preset as the keys that it sets. */
function withoutPreset(read: ReadLayer): ReadLayer {
  if (valueAt(read.table, ["preset"]) === undefined) return read;
  const { approvalPolicy, sandboxMode } = read.layer;
  const set = { approval_policy: approvalPolicy, sandbox_mode: sandboxMode };
  const isOwn = (key: string): boolean => valueAt(read.table, [key]) !== undefined;
  const placeOf: ReadLayer["placeOf"] = (path) =>
    read.placeOf(path[0] !== undefined && path[0] in set && !isOwn(path[0]) ? ["preset"] : path);
  return { ...read, table: { ...set, ...without(read.table, ["preset"]) }, placeOf };
}

function nameOf({ table }: ReadLayer, path: readonly string[]): string {
  return valueAt(table, path) === undefined ? "preset" : printKey(path);
}

/** Tables and keys that assent reads and that can loosen something; others change nothing here. */
const READ: readonly (readonly string[])[] = [
  ["permissions"],
  ["sandbox_workspace_write"],
  ["permission_profile"],
  ["key_stores"],
  ["shell_environment_policy"],
  ["mcp_servers"],
  ["model"],
];

function isRead(path: readonly string[]): boolean {
  return READ.some((start) => start.every((part, at) => path[at] === part));
}
