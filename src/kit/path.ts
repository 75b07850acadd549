/** POSIX paths as text; nothing here looks at a disk. */

/**
 * An absolute path without `.`, `..`, doubled or trailing slashes.
 *
 * @param base absolute; the folder that a relative `path` starts from
 */
export function resolvePath(base: string, path: string): string {
  const full = path.startsWith("/") ? path : `${base}/${path}`;
  if (!UNTIDY.test(full)) return full;
  const parts: string[] = [];
  for (const part of full.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** An empty component, `.` or `..`: most paths have none and are what they are. */
const UNTIDY = /\/\.{0,2}(?=\/|$)/;

/** True if `path` is `folder` or lies below it; both absolute and normalised. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || folder === "/" || path.startsWith(`${folder}/`);
}

/** The last component; empty for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
