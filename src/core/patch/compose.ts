/** What a patch does in all: each section sees the files as the ones before leave them. */
import { err, ok, type Result } from "../../kit/result.ts";
import type { FileChange } from "./change.ts";
import type { PatchError } from "./error.ts";
import { applyHunks } from "./hunks.ts";
import type { Patch, Section } from "./parse.ts";

/** A file before the patch. `why` continues a sentence that starts with its path: "is a folder". */
export type FileState =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unusable"; readonly why: string };

/**
 * One change for each file that is touched, in the order of first touch; several sections on one file make one change.
 * Paths are the patch's own, so two spellings of one file must have been made equal before. Files that end as they
 * began not existing are left out. Adding over a file that exists is an edit; moving onto one is a delete and an edit,
 * so that whoever is asked sees what is lost.
 *
 * @param files asked once for each path
 */
export function changesOf(patch: Patch, files: (path: string) => FileState): Result<readonly FileChange[], PatchError> {
  const drafts: Drafts = new Map();
  for (const section of patch.sections) {
    const error = play(section, drafts, files);
    if (error !== null) return err(error);
  }
  return ok(changesIn(drafts));
}

/** A file before and after; null where there is none. `from` is where its content was before the patch moved it here. */
type Draft = { readonly before: string | null; after: string | null; from: string | null };
type Drafts = Map<string, Draft>;

function play(section: Section, drafts: Drafts, files: (path: string) => FileState): PatchError | null {
  const draft = draftOf(section, section.path, drafts, files);
  if ("kind" in draft) return draft;
  if (section.kind === "add") {
    draft.after = section.text;
    draft.from = null;
    return null;
  }
  if (draft.after === null) return { kind: "missing", line: section.line, path: section.path };
  if (section.kind === "delete") {
    draft.after = null;
    draft.from = null;
    return null;
  }
  const text = applyHunks(draft.after, section);
  if (!text.ok) return text.error;
  if (section.to === null || section.to === section.path) {
    draft.after = text.value;
    return null;
  }
  const place = draftOf(section, section.to, drafts, files);
  if ("kind" in place) return place;
  place.after = text.value;
  place.from = draft.from ?? section.path;
  draft.after = null;
  draft.from = null;
  return null;
}

function draftOf(
  section: Section,
  path: string,
  drafts: Drafts,
  files: (path: string) => FileState,
): Draft | PatchError {
  const known = drafts.get(path);
  if (known !== undefined) return known;
  const state = files(path);
  if (state.kind === "unusable") return { kind: "unusable", line: section.line, path, why: state.why };
  const text = state.kind === "text" ? state.text : null;
  const draft: Draft = { before: text, after: text, from: null };
  drafts.set(path, draft);
  return draft;
}

function changesIn(drafts: Drafts): readonly FileChange[] {
  const places = new Map<string, string>();
  for (const [to, draft] of drafts) {
    const origin = draft.from === null ? undefined : drafts.get(draft.from);
    const isMove = draft.before === null && draft.after !== null && origin?.before !== null && origin?.after === null;
    if (draft.from !== null && isMove) places.set(draft.from, to);
  }
  const moved = new Set(places.values());
  return [...drafts].flatMap(([path, draft]) => {
    const to = places.get(path);
    if (to !== undefined) return renameOf(path, draft.before, to, drafts.get(to)?.after ?? null);
    return moved.has(path) ? [] : changeOf(path, draft);
  });
}

function renameOf(path: string, before: string | null, to: string, after: string | null): readonly FileChange[] {
  if (before === null || after === null) throw new Error("a file was moved that is not there");
  return [{ kind: "rename", path, to, before, after }];
}

function changeOf(path: string, { before, after }: Draft): readonly FileChange[] {
  if (after === null) return before === null ? [] : [{ kind: "delete", path, before }];
  return before === null ? [{ kind: "create", path, after }] : [{ kind: "edit", path, before, after }];
}
