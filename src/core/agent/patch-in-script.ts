/** Finds a patch that a model hands to `apply_patch` in a shell's here-document. */

export type PatchInScript = {
  readonly patch: string;
  /** The folder that is changed to before, as written; null where there is none. */
  readonly folder: string | null;
};

/** `apply_patch <<'EOF'`, perhaps behind `cd FOLDER &&`, and nothing after the document. */
const OPENING =
  /^\s*(?:cd\s+(?:'([^']+)'|"([^"$`\\]+)"|([^\s'"$`\\;&|<>()*?[\]{}~#!]+))\s*&&\s*)?(?:apply_patch|applypatch)\s*<<\s*(?:'(\w+)'|"(\w+)"|(\w+))[ \t]*\n/u;

/**
 * Null for any other script, which is run and judged as what it is. A document whose mark is not quoted is one where the
 * shell would change nothing in it.
 */
export function patchInScript(script: string): PatchInScript | null {
  const opening = OPENING.exec(script);
  if (opening === null) return null;
  const [head, single, double, bare, quotedMark, doubleMark, bareMark] = opening;
  const mark = quotedMark ?? doubleMark ?? bareMark ?? "";
  const body = script.slice(head.length);
  const end = endOf(body, mark);
  if (end === null) return null;
  const patch = body.slice(0, end);
  if (bareMark !== undefined && /[$`\\]/u.test(patch)) return null;
  return { patch, folder: single ?? double ?? bare ?? null };
}

/** Where the mark stands alone on a line, with nothing but blanks behind it; null elsewhere. */
function endOf(body: string, mark: string): number | null {
  const lines = body.split("\n");
  const at = lines.indexOf(mark);
  if (at === -1 || lines.slice(at + 1).some((line) => line.trim() !== "")) return null;
  return lines.slice(0, at).join("\n").length + (at > 0 ? 1 : 0);
}
