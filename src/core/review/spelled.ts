/** Whether the person wrote something out in full. */

/** True where one of them holds the path in full: absolute, or from `~`; and not only as the start of a longer one. */
export function isSpelled(path: string, words: readonly string[], home: string): boolean {
  const spellings = path.startsWith(`${home}/`)
    ? [path, `~${path.slice(home.length)}`, `$HOME${path.slice(home.length)}`]
    : [path];
  return words.some((text) => spellings.some((spelling) => holdsWhole(text, spelling)));
}

function holdsWhole(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? " ";
    const after = text.slice(at + path.length);
    if (/[^\w./~$-]/.test(before) && /^\/?(?:$|[^\w/.-]|\.(?:$|\s))/.test(after)) return true;
  }
  return false;
}
