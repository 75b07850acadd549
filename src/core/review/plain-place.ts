/** Places outside the workspace that are no more than the person's own files. */
import { isWithin } from "../../kit/path.ts";

/**
 * True in the home folder and where people keep work, for what is not hidden: nothing there belongs to the machine or is
 * read by programs on their own.
 *
 * @param path absolute; null where it is not known, which is no such place
 */
export function isPlainPlace(path: string | null, home: string): boolean {
  if (path === null || /\/\.[^/]/.test(path)) return false;
  return isWithin(home, path) || /^\/(?:home|mnt|srv|tmp|var\/tmp|work|workspace)\/./.test(path);
}
