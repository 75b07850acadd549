/** Whether the person wrote something out. */
import type { Deed } from "./subject.ts";

/** True where one of them holds the path in full: absolute, or from `~`; and not only as the start of a longer one. */
export function isSpelled(path: string, words: readonly string[], home: string): boolean {
  const below = path.startsWith(`${home}/`) ? path.slice(home.length) : null;
  const spellings = below === null ? [path] : [path, `~${below}`, `$HOME${below}`];
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

/** True where it stands in one of them by itself, in whatever case: not as a part of another word. */
export function isWritten(name: string, words: readonly string[]): boolean {
  const wanted = name.toLowerCase();
  return wanted !== "" && words.some((text) => holdsWord(text.toLowerCase(), wanted));
}

function holdsWord(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const around = `${text[at - 1] ?? " "}\0${text[at + wanted.length] ?? " "}`;
    if (!/^[\p{L}\p{N}_]|[\p{L}\p{N}_-]$/u.test(around)) return true;
  }
  return false;
}

/**
 * A high risk that may be asked for by its names is a smaller one where the person wrote each of them. Whether they asked
 * for it at all is told elsewhere.
 */
export function eased(deeds: readonly Deed[], words: readonly string[]): readonly Deed[] {
  return deeds.map((deed) => {
    const isNamed = deed.bar === "named" && deed.level === "high" && deed.objects.length > 0;
    return isNamed && deed.objects.every((object) => isWritten(object, words)) ? { ...deed, level: "medium" } : deed;
  });
}
