/** Keys of settings as they are written with dots. */

/** Quotes stand around keys that hold dots; null for what cannot be read. */
export function dotted(text: string): readonly string[] | null {
  const keys: string[] = [];
  let rest = text;
  while (rest !== "") {
    const found = /^(?:"((?:[^"\\]|\\.)*)"|([^".\s]+))(?:\.(?=.)|$)/u.exec(rest);
    if (found === null) return null;
    keys.push(found[1] === undefined ? (found[2] ?? "") : found[1].replaceAll(/\\(.)/gu, "$1"));
    rest = rest.slice(found[0].length);
  }
  return keys.length === 0 ? null : keys;
}
