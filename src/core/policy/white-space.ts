/** Blank text as Unicode has it: a little more and a little less than what `trim` takes. */

export function trimSpace(text: string): string {
  return text.replace(/^\p{White_Space}+/u, "").replace(/\p{White_Space}+$/u, "");
}

export function hasSpace(text: string): boolean {
  return /\p{White_Space}/u.test(text);
}
