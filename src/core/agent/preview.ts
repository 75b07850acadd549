/** The few words by which a list shows a thread: what the person said first. */

/** UTF-16 units. */
const PREVIEW_CHARS_MAX = 300;

/** Without half a character at its end. @param texts of one message */
export function previewOf(texts: readonly string[]): string {
  return texts
    .join(" ")
    .trim()
    .slice(0, PREVIEW_CHARS_MAX)
    .replace(/[\ud800-\udbff]$/, "");
}
